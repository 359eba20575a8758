"""What a page says around its text, in which order it is kept, and that it can be made again."""

import os
import re
import subprocess
import sys
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from papers import SETTINGS, made, made_of, planned, sparse
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from caseload.cli import main
from caseload.documents import batch, facts, markdown
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.documents.markdown import Heading, Paragraph, Run, Table
from caseload.errors import NotFoundError
from caseload.model import Reached
from caseload.model.planning import Progress
from caseload.records import contacts, plans
from caseload.records._caseload import Caseload
from caseload.records._opening import open_file
from caseload.settings import config


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Caseload:
    """A client with six goals and eighteen objectives."""
    return planned(tmp_path_factory.mktemp("six"), 6)


def tags(reader: PdfReader) -> set[str]:
    """The kinds of element in a PDF's structure."""
    found: set[str] = set()
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if isinstance(one, IndirectObject) else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.add(str(one.get("/S", "")))
            if "/K" in one:
                waiting.append(one["/K"])
    return found


# --- pdf -----------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_and_says_what_it_is(six: Caseload) -> None:
    reader = PdfReader(BytesIO(made(six, "plan", "C0001", Form.PDF)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Recovery plan"
    assert reader.metadata.author == "Heart of Texas Recovery"
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L"} <= tags(reader)
    assert "Recovery plan" in str(reader.outline)


@pytest.mark.parametrize("template", ["plan", "plan_review", "progress_summary", "contact_note"])
def test_a_shipped_template_is_in_the_form_for_people_who_can_t_see_it(
    six: Caseload, template: str
) -> None:
    assert b"pdfuaid:part" in made(six, template, "C0001", Form.PDF)


def test_a_template_that_skips_a_level_of_heading_is_made_all_the_same(
    six: Caseload, tmp_path: Path
) -> None:
    (tmp_path / "mine.md.j2").write_text("### Deep\n\n# Title\n\n#### Deeper\n", "utf-8")
    content = made(six, "mine", "C0001", Form.PDF, tmp_path)
    assert "Deeper" in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_each_page_has_its_number_the_notice_and_the_version(six: Caseload) -> None:
    reader = PdfReader(BytesIO(made(six, "plan", "C0001", Form.PDF)))
    assert 3 <= len(reader.pages) <= 4
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"page {number} of {len(reader.pages)}" in text
        assert "Confidential." in text
        assert "Recovery plan · C0001 · version 1 · 20 Nov 2026" in text


def test_a_plan_is_on_letter_paper_unless_a4_is_said(six: Caseload) -> None:
    a4 = SETTINGS._replace(agency=SETTINGS.agency._replace(paper="a4"))
    for settings, size in ((SETTINGS, [612, 792]), (a4, [595, 842])):
        reader = PdfReader(BytesIO(made(six, "plan", "C0001", Form.PDF, settings=settings)))
        assert [round(float(one)) for one in reader.pages[0].mediabox[2:]] == size


@pytest.mark.parametrize("goals", range(1, 7))
def test_a_signature_block_and_a_goal_s_table_stay_on_one_page(tmp_path: Path, goals: int) -> None:
    caseload = planned(tmp_path, goals, sign=False)
    reader = PdfReader(BytesIO(made(caseload, "plan", "C0001", Form.PDF, draft=True)))
    pages = [page.extract_text() for page in reader.pages]
    (signed,) = [text for text in pages if "We made this plan together." in text]
    assert "Signatures" in signed
    assert "Case manager" in signed
    for number in range(1, goals + 1):
        (page,) = [text for text in pages if f"Goal {number}: " in text]
        assert f"{number}.3 Rent" in page


def test_a_draft_says_so_on_each_page(tmp_path: Path) -> None:
    caseload = planned(tmp_path, 4, sign=False)
    reader = PdfReader(BytesIO(made(caseload, "plan", "C0001", Form.PDF, draft=True)))
    assert len(reader.pages) > 1
    assert all("Draft \N{EN DASH} not signed" in page.extract_text() for page in reader.pages)


def test_a_client_of_whom_little_is_known_gets_a_page_all_the_same(tmp_path: Path) -> None:
    reader = PdfReader(BytesIO(made(sparse(tmp_path), "plan", "C0001", Form.PDF, draft=True)))
    assert len(reader.pages) == 1
    assert "No goals are written down yet." in reader.pages[0].extract_text()


def test_a_template_says_its_language(six: Caseload, tmp_path: Path) -> None:
    (tmp_path / "carta.md.j2").write_text("{# Una carta. lang: es #}\n# Carta\n", "utf-8")
    assert '<html lang="es">' in made(six, "carta", "C0001", Form.HTML, tmp_path).decode()
    reader = PdfReader(BytesIO(made(six, "carta", "C0001", Form.PDF, tmp_path)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "es"


# --- html ----------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Each tag with what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_an_html_page_is_complete_in_itself(six: Caseload) -> None:
    text = made(six, "plan", "C0001", Form.HTML).decode()
    page = Tags()
    page.feed(text)
    names = {tag for tag, _ in page.found}
    assert names.isdisjoint({"script", "link", "iframe", "object", "form", "base"})
    assert not [attrs for _, attrs in page.found if "src" in attrs or "href" in attrs]
    assert not [name for _, attrs in page.found for name in attrs if name.startswith("on")]
    assert ("html", {"lang": "en"}) in page.found
    policy = next(attrs["content"] for _, attrs in page.found if "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "<title>Recovery plan</title>" in text
    assert "@page { size: 8.5in 11in" in text
    assert all(attrs.get("scope") for tag, attrs in page.found if tag == "th")


def test_tags_open_and_close_in_their_order(six: Caseload) -> None:
    for template in ("plan", "plan_review", "progress_summary", "contact_note"):
        text = made(six, template, "C0001", Form.HTML).decode()
        body = text[text.index("<main>") : text.index("</main>") + len("</main>")]
        body = re.sub(r"<(br|hr|col)\b([^>]*)>", r"<\1\2/>", body).replace("&nbsp;", " ")
        ElementTree.fromstring(body)


# --- markdown ------------------------------------------------------------------------------------


def test_blocks_are_read_as_a_page_needs_them() -> None:
    blocks = markdown.read(
        "# One *two*\nline\nnext  \nbroken\n\n| | |\n|---|------|\n| a | ____ |\n\n"
        "| h | i |\n|:-:|--:|\n| [x](https://a.example) | [y](javascript:alert(1)) |\n"
    )
    assert blocks[0] == Heading(1, (Run("One "), Run("two", emphasis=True)))
    assert blocks[1] == Paragraph((Run("line next\nbroken"),))
    facts, table = blocks[2], blocks[3]
    assert isinstance(facts, Table)
    assert (facts.head, facts.widths, facts.is_form) == ((), (3, 6), True)
    assert isinstance(table, Table)
    assert table.aligns == ("center", "right")
    assert table.rows[0][0] == (Run("x", href="https://a.example"),)
    assert "javascript" not in str([run.href for cell in table.rows[0] for run in cell])


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "`code`", "![i](x.png)", "<https://a.example>", "https://a.example", "~~x~~"],
)
def test_html_code_images_and_bare_addresses_are_text(text: str) -> None:
    (block,) = markdown.read(text)
    assert isinstance(block, Paragraph)
    assert [run._replace(text="", href=None) for run in block.runs] == [Run("")] * len(block.runs)


def test_no_block_of_code_is_made() -> None:
    assert markdown.read("    indented") == (Paragraph((Run("indented"),)),)
    assert all(isinstance(one, Paragraph) for one in markdown.read("```\nfenced\n```\n"))


# --- again ---------------------------------------------------------------------------------------

AGAIN = """
import sys
from pathlib import Path
from hashlib import sha256
from datetime import date
from papers import SETTINGS
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.records._opening import open_file
with open_file(Path(sys.argv[1]), date(2026, 11, 20), lambda: "") as caseload:
    for form in Form:
        with Maker(caseload, "plan", form, None, SETTINGS) as maker:
            print(sha256(maker.make(Wanted(caseload.today), "C0001").content).hexdigest())
"""


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    caseload = planned(tmp_path, 2)
    ours = [sha256(made(caseload, "plan", "C0001", form)).hexdigest() for form in Form]
    caseload.close()
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(tmp_path / "caseload.db")],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ours


def test_a_document_knows_the_version_of_its_plan(six: Caseload) -> None:
    assert made_of(six, "plan", "C0001").plan_version == 1
    assert made_of(six, "contact_note", "C0001").plan_version is None


# --- the demo ------------------------------------------------------------------------------------


def _reached(caseload: Caseload, client_id: str) -> bool:
    found = contacts.listed(caseload, client_id=client_id)
    return any(one.reached is not Reached.NOBODY for one in found)


def test_every_template_is_made_for_every_client_of_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    assert main(["demo", str(tmp_path / "demo")]) == 0
    with open_file(tmp_path / "demo" / "demo.db", date(2026, 11, 23), lambda: "") as caseload:
        wanted = Wanted(caseload.today)
        ids = [row[0] for row in caseload.rows("select client_id from client")]
        everyone = [batch.Target(client_id, client_id, wanted) for client_id in ids]
        unplanned = {each for each in ids if plans.in_force(caseload, each) is None}
        left = caseload.rows("select client_id from episode where discharged_on is not null")
        without = {
            "plan": unplanned,
            "plan_review": unplanned,
            "discharge_summary": set(ids) - {row[0] for row in left},
            "contact_note": {each for each in ids if not _reached(caseload, each)},
        }
        # Three who came lately, and four who are on their way in.
        assert len(unplanned) == 7
        assert len(left) > 6
        for template in ("plan", "plan_review", "progress_summary", "contact_note",
                         "discharge_summary", "caseload_sheet"):  # fmt: skip
            for form in (Form.HTML, Form.PDF, *([Form.DOCX] if template == "plan" else [])):
                with Maker(caseload, template, form, None, config.Config()) as maker:
                    one = maker.source.takes_client
                    targets = everyone if one else batch.of_staff(caseload, wanted)
                    outcomes = list(batch.make(maker, targets))
                lacking = {each.target.client_id: each.error for each in outcomes if each.error}
                assert {type(error) for error in lacking.values()} <= {NotFoundError}, lacking
                assert set(lacking) == without.get(template, set()), (template, form)


def test_a_remark_keeps_the_day_on_which_it_was_made() -> None:
    notes = [
        Progress("N1", "C1", "G1", "O1", date(2026, 5, 6), 30, remark="A repair came first."),
        Progress("N2", "C1", "G1", "O1", date(2026, 9, 14), 60),
    ]
    told = facts.moved("G1", "Rent on time", notes, None)
    assert told is not None
    assert (told.now, told.noted_on) == (60, date(2026, 9, 14))
    assert (told.remark, told.remark_on) == ("A repair came first.", date(2026, 5, 6))
