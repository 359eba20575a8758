"""People's text stands in a document whole, and has made nothing of it but text."""

import re
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from papers import HOSTILE, made, planned
from pypdf import PdfReader

from caseload.documents import fonts, html, markdown, pdf, writing
from caseload.documents.environment import Sandbox
from caseload.documents.folders import Folders
from caseload.documents.making import Form
from caseload.documents.markdown import Heading, Items, Paragraph, Quote, Run, Table
from caseload.documents.page import Page
from caseload.model import Client

PAGE = Page("T", None, "", None, None, date(2026, 11, 20), None)
ANY = st.text(st.characters(), max_size=60) | st.sampled_from(HOSTILE)
SHAPED = st.lists(
    st.sampled_from([*"\\`*_[]<>&#|~!$^\t\n-+=.):019 ", "  ", "\n\n", "é", "李", "http://x.y"]),
    max_size=12,
).map("".join)
"""Texts of nothing but what Markdown is made of."""
TEXTS = ANY | SHAPED
untimed = settings(deadline=None)
"""Fonts are read when a letter first asks for them."""


class Texts(HTMLParser):
    """The tags of a page, and its text with a line break for each <br>."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def runs_of(text: str, *, strong: bool = False) -> tuple[Run, ...]:
    return (Run(text, strong),) if text else ()


def rendered(template: str, value: str) -> markdown.Blocks:
    """A template around one value, read again."""
    sandbox = Sandbox(Folders(), writing.markdown)
    return markdown.read(sandbox.from_string(template).render(x=value))


def in_html(blocks: markdown.Blocks) -> Texts:
    page = Texts()
    body = html.write(blocks, PAGE)
    page.feed(body[body.index("<main>") : body.index("</main>")].replace("<br>\n", "\n"))
    return page


@untimed
@given(TEXTS)
@example("    code")
@example("a\\")
@example("1. x")
@example("\x1b[31m\u202e")
def test_any_text_stands_whole_wherever_a_template_puts_it(value: str) -> None:
    text = writing.visible(value)
    runs = runs_of(text)
    places: dict[str, Any] = {
        "{{ x }}": (Paragraph(runs),) if value else (),
        "a {{ x }}": (Paragraph(runs_of(f"a {text}" if text else "a")),),
        "# {{ x }}": (Heading(1, runs),),
        "- {{ x }}": (Items(None, ((Paragraph(runs),) if text else (),)),),
        "> {{ x }}": (Quote((Paragraph(runs),) if text else ()),),
        "| a | {{ x }} |\n|--|--|\n| {{ x }} |{{ x }}|": (
            Table((runs_of("a"), runs), ((runs, runs),), ("left", "left"), (2, 2)),
        ),
    }
    for template, blocks in places.items():
        assert rendered(template, value) == blocks, template
    if text.strip():
        assert rendered("**{{ x }}**", value) == (Paragraph(runs_of(text, strong=True)),)


@untimed
@given(TEXTS, TEXTS)
def test_two_texts_side_by_side_make_no_structure(one: str, two: str) -> None:
    sandbox = Sandbox(Folders(), writing.markdown)
    made = markdown.read(sandbox.from_string("{{ a }}{{ b }}").render(a=one, b=two))
    text = writing.visible(one) + writing.visible(two)
    assert made == ((Paragraph(runs_of(text)),) if text else ())


@untimed
@given(TEXTS)
def test_html_has_the_text_and_no_tag_of_it(value: str) -> None:
    page = in_html(rendered("- a {{ x }} z", value))
    assert page.tags == ["main", "ul", "li"] + ["br"] * page.tags.count("br")
    assert page.text.strip() == f"a {writing.visible(value)} z"


@untimed
@given(TEXTS)
def test_typst_has_the_text_in_string_literals_alone(value: str) -> None:
    source = pdf.typst_source(rendered("a {{ x }} z", value), PAGE)
    body = source.rpartition("#show: page-of")[2].partition("\n")[2]
    literals = re.findall(r'"((?:[^"\\]|\\.)*)"', body)
    without = re.sub(r'"(?:[^"\\]|\\.)*"', '""', body)
    known = r'#par\[|#""|#linebreak\(\)|#sym\.zws|#text\(features: \(ccmp: 1\), ""\)|\]|\n'
    assert re.fullmatch(f"(?:{known})*", without), without
    said = "".join(re.sub(r"\\(.)", r"\1", each) for each in literals)
    assert said == fonts.readable(f"a {writing.visible(value)} z").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("one\ntwo", ["one\ntwo"]),
        ("one\n\n\ntwo", ["one", "two"]),
        ("\n  indented\n", ["\u00a0\u00a0indented"]),
        ("# one\n- two\n1. three\n> four", ["# one\n- two\n1. three\n> four"]),
        ("a\\\nb", ["a\\\nb"]),
    ],
)
def test_paragraphs_and_lines_of_a_note_are_kept(text: str, pages: list[str]) -> None:
    blocks = rendered("{{ x | paragraphs }}", text)
    assert blocks == tuple(Paragraph((Run(page),)) for page in pages)


@untimed
@given(TEXTS)
def test_paragraphs_make_nothing_but_paragraphs(value: str) -> None:
    assert {type(one) for one in rendered("{{ x | paragraphs }}", value)} <= {Paragraph}


@untimed
@given(TEXTS)
def test_paragraphs_stay_in_their_quotation(value: str) -> None:
    assert len(rendered('> {{ x | paragraphs("> ") }}', value)) <= 1


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(x) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ x }}{% endcall %}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
        "{% block b %}{{ x }}{% endblock %}",
    ],
)
def test_what_a_template_puts_together_is_escaped_once(template: str) -> None:
    assert rendered(template, "*a* # |") == (Paragraph((Run("*a* # |"),)),)


@pytest.mark.parametrize(
    "mixed",
    ["{{ m(x) ~ x }}", "{{ m(x) + x }}", "{{ [m(x), x] | join }}", "{{ (m(x) | upper) ~ x }}"],
)
def test_what_is_mixed_by_hand_is_escaped_again_rather_than_not_at_all(mixed: str) -> None:
    template = "{% macro m(x) %}{{ x }}{% endmacro %}" + mixed
    (block,) = rendered(template, "*a* <b>")
    assert isinstance(block, Paragraph)
    assert [run[1:] for run in block.runs] == [(False, False, None)]


# --- whole documents -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


TOGETHER = " ".join(HOSTILE)


@pytest.fixture(scope="module")
def papers(folder: Path) -> dict[Form, bytes]:
    """One plan in which every hostile text stands wherever people write, in each form."""
    caseload = planned(folder, 1, text=TOGETHER)
    found = {form: made(caseload, "plan", "C0001", form) for form in Form}
    caseload.close()
    return found


def squeezed(text: str) -> str:
    """Without white space, which a page breaks lines at."""
    return "".join(text.replace("\u200b", "").split())


def test_every_hostile_text_is_whole_in_markdown_read_again(papers: dict[Form, bytes]) -> None:
    blocks = markdown.read(papers[Form.MD].decode())
    quote = next(one for one in blocks if isinstance(one, Quote))
    assert quote == Quote((Paragraph((Run(TOGETHER),)),))


def test_every_hostile_text_is_whole_in_html(papers: dict[Form, bytes]) -> None:
    page = Texts()
    page.feed(papers[Form.HTML].decode())
    assert page.text.count(TOGETHER) >= 12
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "a" not in page.tags


def test_every_hostile_text_is_whole_in_a_pdf(papers: dict[Form, bytes]) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(papers[Form.PDF])).pages)
    for one in HOSTILE:
        wanted = squeezed(one)
        # A page is read in the order in which it is painted: right to left for Arabic.
        assert wanted in squeezed(text) or wanted[::-1] in squeezed(text) or all(
            word[::-1] in text for word in one.split()
        ), one  # fmt: skip


def test_every_hostile_text_is_whole_in_word(papers: dict[Form, bytes]) -> None:
    document = Document(BytesIO(papers[Form.DOCX]))
    texts = [each.text for each in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert texts.count(TOGETHER) >= 5
    assert cells.count(TOGETHER) >= 4


@pytest.mark.parametrize("form", list(Form))
def test_a_note_of_200_kilobytes_is_whole(tmp_path: Path, form: Form) -> None:
    words = [f"word{number}*|" for number in range(16_000)]
    own = tmp_path / "own"
    own.mkdir()
    note = "\n".join(" ".join(words[at : at + 10]) for at in range(0, len(words), 10))
    assert len(note) > 180_000
    caseload = planned(tmp_path, 1, sign=False)
    from caseload.records import plans

    plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(strengths=note))
    content = made(caseload, "plan", "C0001", form, draft=True)
    if form is Form.PDF:
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif form is Form.DOCX:
        text = "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)
    else:
        text = content.decode().replace("\\", "")
    assert re.findall(r"word(\d+)\*\|", text) == [str(number) for number in range(16_000)]


def test_controls_and_direction_overrides_are_visible_marks(tmp_path: Path) -> None:
    # The file refuses them on the way in; should one stand there all the same, it acts nowhere.
    client = Client("C1", "a\x1b[31mb\u202ec\ufffed", "x")
    text = Sandbox(Folders(), writing.markdown).from_string("{{ c.first_name }}").render(c=client)
    assert text == "a\u241b\\[31mb\\<U+202E\\>c\\<U+FFFE\\>d"


def test_a_letter_that_no_font_has_is_named() -> None:
    assert fonts.readable("a\U00010380b\ue000") == "a[ugaritic letter alpa]b[U+E000]"


@untimed
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_every_letter_of_a_pdf_has_a_glyph_or_a_name(text: str) -> None:
    known = frozenset().union(*(fonts.letters(folder) for folder in fonts.folders()))
    for letter in fonts.readable(text):
        assert ord(letter) in known or letter in "☐☒✗✘▸\n", letter
