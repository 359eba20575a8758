"""Make templates/plan.docx, the shipped example of a Word form.

A form is easiest made in Word itself; this one is made by a script so that its every change can be
read. Run it after a change: python tools/make_plan_docx.py
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.table import Table

from caseload.documents.word import repacked

TARGET = Path(__file__).parents[1] / "templates" / "plan.docx"
FONT = "Calibri"


def main() -> None:
    """Write the form."""
    TARGET.write_bytes(made())


def made() -> bytes:
    """The form's bytes, the same each time."""
    from datetime import datetime
    from io import BytesIO

    document = Document()
    _page(document)
    _opening(document)
    _goals(document)
    _closing(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Recovery plan", "", ""
    properties.created = properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin, section.bottom_margin = Inches(0.9), Inches(0.9)
    for name in ("Normal", "Title", "Heading 1", "Quote"):
        style = document.styles[name]
        style.font.name = FONT
        # The theme's fonts and colours go before a style's own name, and print grey.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.color.rgb = None
        colour = style.element.rPr.find(qn("w:color"))
        if colour is not None:
            style.element.rPr.remove(colour)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Title"].font.size = Pt(22)
    document.styles["Title"].font.bold = True
    _without_border(document.styles["Title"])
    document.styles["Heading 1"].font.size = Pt(14)
    document.styles["Quote"].font.size = Pt(16)
    document.styles["Quote"].font.italic = False
    head = section.header.paragraphs[0]
    head.add_run("{{ agency.name }}").bold = True
    head.add_run("{% if agency.address %} · {{ agency.address }}{% endif %}"
                 "{% if agency.phone %} · {{ agency.phone }}{% endif %}")  # fmt: skip
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ agency.confidentiality_notice }}").font.size = Pt(8.5)
    count = section.footer.add_paragraph()
    run = count.add_run(
        "Recovery plan · {{ client.client_id }} · version {{ plan.version }} · {{ today }} · page "
    )
    run.font.size = Pt(8.5)
    _number(count, "PAGE")
    count.add_run(" of ").font.size = Pt(8.5)
    _number(count, "NUMPAGES")


def _without_border(style: Any) -> None:
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _number(paragraph: Any, field: str) -> None:
    for kind, text in (("begin", None), (None, field), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(8.5)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _opening(document: Any) -> None:
    document.add_paragraph("Recovery plan", style="Title")
    facts = document.add_table(0, 2)
    _rows(facts, ("Client", "{{ client.name }}, {{ client.client_id }}"))
    _rows(facts, ("{%tr if episode %}",), tags=True)
    _rows(facts, ("Program", "{% if episode %}{{ episode.program }}{% if episode.level_of_care %}, "
                  "level {{ episode.level_of_care }}{% endif %}{% endif %}"))  # fmt: skip
    _rows(facts, ("{%tr endif %}",), tags=True)
    _rows(facts, ("Plan", "Version {{ plan.version }}{% if plan.effective_on %}"
                  "{% if plan.status == 'superseded' %}, replaced by a newer one; it was in force "
                  "from {% else %}, in force since {% endif %}"
                  "{{ plan.effective_on }}{% endif %}"))  # fmt: skip
    _rows(facts, ("{%tr if review_due_on %}",), tags=True)
    _rows(facts, ("Next review", "By {{ review_due_on }}"))
    _rows(facts, ("{%tr endif %}",), tags=True)
    _widths(facts, (1.6, 4.9))
    document.add_paragraph()
    document.add_paragraph("{%p if plan.vision %}")
    document.add_paragraph("{{ plan.vision }}", style="Quote")
    document.add_paragraph("{%p endif %}")
    for heading, field in (
        ("What I am good at", "strengths"),
        ("Who and what helps me", "supports"),
        ("What gets in the way", "barriers"),
    ):
        _section(document, heading, field)


def _section(document: Any, heading: str, field: str) -> None:
    document.add_paragraph(f"{{%p if plan.{field} %}}")
    document.add_paragraph(heading, style="Heading 1")
    document.add_paragraph(f"{{{{ plan.{field} }}}}")
    document.add_paragraph("{%p endif %}")


def _goals(document: Any) -> None:
    document.add_paragraph("{%p for goal in plan.goals %}")
    document.add_paragraph("Goal {{ loop.index }}: {{ goal.statement }}", style="Heading 1")
    document.add_paragraph("{{ goal.domain | words | capital }} · {{ goal.status | words }}")
    steps = document.add_table(0, 4, style="Table Grid")
    _rows(steps, ("Step", "How we can tell", "By", "So far"), bold=True)
    _rows(steps, ("{%tr for objective in goal.objectives %}",), tags=True)
    _rows(steps, ("{{ objective.statement }}", "{{ objective.measure }}",
                  "{{ objective.target_on }}", "{{ objective.progress | percent }}"))  # fmt: skip
    _rows(steps, ("{%tr for one in objective.interventions %}",), tags=True)
    _rows(steps, ("• {{ one.action }}", "{{ one.responsible }}",
                  "{{ one.frequency }}{% if one.frequency and one.duration %}, {% endif %}"
                  "{{ one.duration }}", ""))  # fmt: skip
    _rows(steps, ("{%tr endfor %}",), tags=True)
    _rows(steps, ("{%tr endfor %}",), tags=True)
    _widths(steps, (2.3, 2.0, 1.4, 0.8))
    document.add_paragraph()
    document.add_paragraph("{%p endfor %}")


def _closing(document: Any) -> None:
    document.add_paragraph("{%p if appointments %}")
    document.add_paragraph("My next appointments", style="Heading 1")
    document.add_paragraph("{%p for one in appointments %}")
    document.add_paragraph(
        "{{ one.day }}, {{ one.time }}{% if one.with_whom %}, with {{ one.with_whom }}{% endif %}"
        "{% if one.location %}, {{ one.location }}{% endif %}"
        "{% if one.transport %} ({{ one.transport }}){% endif %}",
        style="List Bullet",
    )
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    _section(document, "When I am done here", "discharge_criteria")
    document.add_paragraph("If things get hard", style="Heading 1")
    document.add_paragraph("{{ agency.crisis_line }} My safety plan says what helps me first.")
    document.add_paragraph("Signatures", style="Heading 1")
    signed = document.add_table(0, 3, style="Table Grid")
    _rows(signed, ("Name", "Signature", "Date"), bold=True)
    _rows(signed, ("{%tr for one in signers %}",), tags=True)
    _rows(signed, (
        "{% if one.name %}{{ one.name }}{% if one.credentials %}, {{ one.credentials }}"
        "{% endif %}, {% endif %}{{ one.role | words }}",
        "{% if one.signature %}{% if one.signature.method == 'refused' %}Did not sign"
        "{% if one.signature.reason %}: {{ one.signature.reason }}{% endif %}{% else %}Signed"
        "{% endif %}{% endif %}",
        "{% if one.signature %}{{ one.signature.signed_on }}{% endif %}",
    ), tall=True)  # fmt: skip
    _rows(signed, ("{%tr endfor %}",), tags=True)
    _widths(signed, (2.6, 2.6, 1.3))


def _rows(
    table: Table, texts: tuple[str, ...], *, bold: bool = False, tags: bool = False,
    tall: bool = False,
) -> None:  # fmt: skip
    row = table.add_row()
    if tall:
        row.height = Pt(34)
    _kept(row, heading=bold)
    for cell, text in zip(row.cells, texts, strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(text).bold = bold or None
    assert not tags or len(texts) == 1


def _kept(row: Any, *, heading: bool) -> None:
    """A row stays on one page; headings come again on the next."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _widths(table: Table, inches: tuple[float, ...]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, inches, strict=True):
            cell.width = Inches(width)
    for column, width in zip(table.columns, inches, strict=True):
        column.width = Inches(width)


if __name__ == "__main__":
    main()
