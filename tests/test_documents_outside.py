"""A bad template: what it may not do is said with its file, and never as a fault of ours."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from caseload.documents import checking, source, writing
from caseload.documents import word as forms
from caseload.documents.environment import Sandbox
from caseload.documents.folders import Folders
from caseload.documents.page import Page
from caseload.errors import InvalidError

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9))
RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="{}" TargetMode="External"/></Relationships>'
)
Change = Callable[[str], str]
PAGE = Page("Letter", None, "", None, None, date(2026, 11, 23), "C0031")


def form(folder: Path, part: str = "", change: Change = str, picture: bytes = b"") -> Path:
    """A Word form in a folder, with one of its parts changed, and a picture."""
    plain = folder / "plain.docx"
    document = Document()
    document.add_paragraph("{{ client.name }}")
    document.save(str(plain))
    made = folder / "letter.docx"
    with ZipFile(plain) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
        if picture:
            new.writestr("word/media/x.png", picture)
    plain.unlink()
    return made


def declared(entities: str, used: str) -> Change:
    """A document that declares entities, and uses one in its text."""

    def change(text: str) -> str:
        head, end, rest = text.partition("?>")
        return f"{head}{end}<!DOCTYPE x [{entities}]>" + rest.replace(
            "{{ client", f"{used}{{{{ client"
        )

    return change


def linked(kind: str, target: str) -> Change:
    return lambda text: text.replace("</Relationships>", RELATION.format(kind, target))


def field(*pieces: str, begins: str = "") -> Change:
    """A field whose code Word set in these pieces, after what stands before it."""
    code = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    made = f'<w:p>{begins}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}</w:p></w:body>'
    return lambda text: text.replace("</w:body>", made)


def written(xml: str) -> Change:
    return lambda text: text.replace("</w:body>", f"{xml}</w:body>")


PICTURE = 'INCLUDEPICTURE "http://example.org/{{ client.client_id }}.png" \\d'
SIMPLE = '<w:p><w:fldSimple w:instr="INCLUDETEXT /etc/passwd"><w:r/></w:fldSimple></w:p>'
MERGE = '<w:mailMerge><w:query w:val="select 1"/></w:mailMerge></w:settings>'
RELS = "word/_rels/document.xml.rels"
TEXT = "word/document.xml"
BAD: dict[str, tuple[str, Change, str]] = {
    "a file of this machine": (
        "word/document.xml", declared('<!ENTITY e SYSTEM "file:///etc/hostname">', "&e;"),
        "declares entities",
    ),
    "entities without use": ("word/document.xml", declared('<!ENTITY e "x">', ""), "entities"),
    "a thousand million laughs": (
        "word/document.xml", declared(f'<!ENTITY a0 "ha">{LAUGHS}', "&a8;"), "no Word file",
    ),
    "a template of the network": (
        RELS, linked("attachedTemplate", "http://example.org/t.dotm"),
        "attachedTemplate: http://example.org/t.dotm",
    ),
    "a picture of the network": (RELS, linked("image", "http://example.org/p.png"), "image: http"),
    "a frame of the network": (RELS, linked("frame", "file://x/y"), "frame: file://x/y"),
    "a picture that a field fetches": (TEXT, field(PICTURE), "(INCLUDEPICTURE)"),
    "a field in pieces": (TEXT, field(" DDE", "AUTO c:\\x"), "(DDEAUTO)"),
    "a field of one piece": (TEXT, written(SIMPLE), "(INCLUDETEXT)"),
    "a query of a mail merge": (
        "word/settings.xml", lambda text: text.replace("</w:settings>", MERGE), "(DATABASE)",
    ),
    "a thousand beginnings": (TEXT, written(f"<w:p><w:r><w:t>{'{% ' * 50_000}"
        "</w:t></w:r></w:p>"), "does not end. Write %}"),
    "empty paragraphs without an end": (TEXT, written("<w:p/>" * 1_000_000), "fewer pages"),
    "no XML": ("word/document.xml", lambda text: text[:200], "no Word file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_word_form_that_takes_in_what_lies_outside_is_refused(tmp_path: Path, name: str) -> None:
    part, change, words = BAD[name]
    form(tmp_path, part, change)
    (found,) = checking.mistakes_of(Folders(tmp_path), tmp_path / "letter.docx")
    assert words in str(found)
    with pytest.raises(InvalidError) as refused:
        forms.Filler(Folders(tmp_path), "letter")
    assert words in str(refused.value)


@pytest.mark.parametrize("kind", ["aFChunk", "control", "oleObject", "vbaProject"])
def test_a_word_form_that_holds_a_program_or_a_page_is_refused(tmp_path: Path, kind: str) -> None:
    inside = linked(kind, "theme/theme1.xml")
    form(tmp_path, RELS, lambda text: inside(text).replace('TargetMode="External"', ""))
    with pytest.raises(InvalidError, match=rf"program, control or page of another one \({kind}\)"):
        forms.Filler(Folders(tmp_path), "letter")


def test_a_field_that_only_comes_about_by_filling_in_is_refused_then(tmp_path: Path) -> None:
    form(tmp_path, TEXT, field("{{ 'INCLU' ~ 'DEPICTURE' }} http://example.org/x.png"))
    filler = forms.Filler(Folders(tmp_path), "letter")
    with pytest.raises(InvalidError, match=r"\(INCLUDEPICTURE\)"):
        filler.fill({"client": {"name": "Li"}}, PAGE)


def test_a_link_to_click_on_is_none_of_these(tmp_path: Path) -> None:
    form(tmp_path, RELS, linked("hyperlink", "https://example.org"))
    assert checking.mistakes_of(Folders(tmp_path), tmp_path / "letter.docx") == []
    form(
        tmp_path,
        TEXT,
        field(' HYPERLINK "https://example.org/link/import"', " PAGE  \\* MERGEFORMAT"),
    )
    assert checking.mistakes_of(Folders(tmp_path), tmp_path / "letter.docx") == []


def test_a_form_that_is_too_large_once_unpacked_is_refused_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST", 1_000_000)
    form(tmp_path, picture=bytes(1_000_000))
    (found,) = checking.mistakes_of(Folders(tmp_path), tmp_path / "letter.docx")
    assert "too large once unpacked" in str(found)


@pytest.mark.parametrize("kept", ["format", "safe", "center", "attr", "tojson"])
def test_a_filter_that_there_is_not_is_a_mistake_with_its_line(tmp_path: Path, kept: str) -> None:
    text = f"One\n{{{{ client.name | {kept} }}}}"
    (tmp_path / "mine.md.j2").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidError, match=rf"^mine\.md\.j2:2: No filter named '{kept}'"):
        source.read(Sandbox(Folders(tmp_path), writing.markdown), "mine")
    document = Document()
    document.add_paragraph(text)
    document.save(str(tmp_path / "letter.docx"))
    with pytest.raises(InvalidError, match=rf"^letter\.docx, at .*No filter named '{kept}'"):
        forms.Filler(Folders(tmp_path), "letter")
