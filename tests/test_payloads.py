"""What would act as a formula, on a terminal, as markup, as code or as a path is shown whole.

Each text goes into every place where people write, with a mark of its own after it. A run with the
marks alone says what an output shows and how it is built. With the texts, every mark that was
there then must have its text before it, whole, and the output must be built as it was.
"""

import csv
import io
import json
import re
import shlex
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import everywhere
import openpyxl
import pytest
import yaml
from docx import Document
from icalendar import Calendar
from making import TODAY, full_file
from payloads import ALL, KINDS
from playing import play, press, shown
from pypdf import PdfReader
from test_failing_writes import READERS
from textual.pilot import Pilot

from caseload import show
from caseload.cli import main
from caseload.commands._door import Format
from caseload.documents import batch, fonts, html, markdown, writing
from caseload.documents.folders import Folders
from caseload.documents.gather import Wanted
from caseload.documents.making import Form
from caseload.documents.page import Page as Paper
from caseload.records import exports

IN_FILES = (Format.XLSX, Format.PARQUET)
LISTS = {
    *("due", "due --within 400", "client list", "contact list", "advocacy list"),
    *("assessment list C0001", "need list", "resource list --all", "task list --all"),
    *("referral list --all", "care-team list C0001 --all", "consent list C0001"),
    *("disclosures list C0001", "appointment list --since 2026-01-01 --until 2027-01-01"),
    *("crisis list C0001", "standard list --all", "staff list", "program list", "guideline list"),
    *("holiday list", "note-format list", "document list C0001", "intake list"),
    *("audit log --limit 999", "history C0001", "watch", "backup list", "template list"),
    *("instrument list", "resource find housing --all", "advocacy kinds", "check", "match C0001"),
}
"""Commands that show rows, in every form."""
PAGES = {
    *("due --explain C0001", "client show C0001", "client eligibility C0001", "client fee C0001"),
    *("care-team card C0001", "crisis card C0001", "crisis show X0001", "plan show C0001"),
    *("plan show C0001 --text", "plan diff C0001", "plan history C0001", "safety-plan show C0001"),
    *("safety-plan diff C0001", "safety-plan history C0001", "advocacy show AV0001"),
    *("assessment show Q0001", "assessment chart C0001", "task show TK0001", "contact show K0001"),
    *("referral show R0001", "resource show V0001", "appointment follow-through"),
    *("due --explain C0002", "client show C0002", "safety-plan show C0001 --text"),
}
"""Commands that show a page."""
OF_NO_RECORDS = {
    *("audit verify", "backup verify", "help", "instrument check", "instrument show", "key forget"),
    *("key recovery", "lock", "template check", "template show", "tui", "program show"),
    "rollup shared",
}
"""What reads files of the agency, keys or hashes; the screens have a test of their own; a program
is shown by its name, which is what is written over here; of two files there are tests of rollup."""
NO_VALUE = re.compile(r"(?!-\d+\Z)[=+@\t\r-]")
"""What a spreadsheet would take for a formula; a negative number is one of ours."""


def mark(number: int) -> str:
    return f"Q{number:04d}z"


def marks_in(text: str) -> set[str]:
    return set(re.findall(r"Q\d{4}z", text))


class Book:
    """A caseload file with a text in every place, and what commands say of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        full_file(folder).close()
        self.path, self._capsys = folder / "caseload.db", capsys
        self.places = everywhere.places(self.path)
        self._texts: dict[str, str] = {}

    def write(self, texts: list[str], shift: int = 0) -> None:
        """Put the texts in, one after the other, beginning with that of the shift."""
        made = [
            f"{texts[(number + shift) % len(texts)] if texts else ''}{mark(number)}"
            for number in range(len(self.places))
        ]
        for number, place in enumerate(self.places):
            if place.name in everywhere.LISTS:
                made[number] = made[number].replace(";", ",")
        self._texts = {mark(number): text for number, text in enumerate(made)}
        # Names that tell others apart by what stands before a NUL alone must not meet on the way.
        everywhere.write(self.path, self.places, mark)
        everywhere.write(self.path, self.places, made.__getitem__)

    def text(self, mark: str) -> str:
        """The whole text that a mark ends."""
        return self._texts[mark]

    def place(self, mark: str) -> everywhere.Place:
        return self.places[int(mark[1:5])]

    def says(self, *arguments: str) -> str:
        self._capsys.readouterr()
        code = main([*arguments])
        said = self._capsys.readouterr()
        assert code in (0, 20), (arguments, said.err)
        assert "Traceback" not in said.err
        assert acts_on_a_terminal(said.err) == []
        return said.out


@pytest.fixture
def book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Book:
    made = Book(tmp_path, capsys)
    monkeypatch.setenv("CASELOAD_FILE", str(made.path))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_STAFF", "S0001")
    return made


def acts_on_a_terminal(text: str) -> list[str]:
    """The letters of a text that a terminal obeys; line breaks and tabs may stand in it."""
    return [letter for letter in text if ord(letter) in show._MARKS_BUT_LINES]


SPACES = ["\u200b", "<U+0085>", *(chr(0x2400 + code) for code in range(32) if chr(code).isspace())]
"""What is written where a line may be broken, and marks of what Python takes for white space."""


def squeezed(text: str) -> str:
    """Without white space, at which lines are broken, and without its marks."""
    for one in SPACES:
        text = text.replace(one, "")
    return "".join(text.split())


def shifts(heavy: bool, every: int) -> range:
    """Where to begin: in all, each text in each place that it is to be tried in."""
    return range(0, len(ALL), every if heavy else len(ALL))


def test_every_command_that_reads_is_tried() -> None:
    tried = {" ".join(one.split()[:2]) for one in LISTS | PAGES}
    tried |= {one.split()[0] for one in LISTS | PAGES}
    assert READERS - tried == OF_NO_RECORDS


def test_there_are_80_of_each_kind() -> None:
    assert {len(set(texts)) for texts in KINDS.values()} == {80}


# --- a terminal, a pipe, a table for others ------------------------------------------------------


@pytest.mark.parametrize("command", sorted(LISTS | PAGES))
def test_a_text_is_whole_on_a_terminal_and_does_nothing_there(
    book: Book, monkeypatch: pytest.MonkeyPatch, command: str, heavy: bool
) -> None:
    asked = [*shlex.split(command), *(["--format", "table"] if command in LISTS else [])]
    known = dict[str, set[str]]()
    for columns in WIDTHS:
        book.write([])
        monkeypatch.setenv("COLUMNS", columns)
        known[columns] = marks_in(book.says(*asked))
    for shift in shifts(heavy, 5):
        book.write(ALL, shift)
        for columns, marks in known.items():
            monkeypatch.setenv("COLUMNS", columns)
            said = book.says(*asked)
            assert acts_on_a_terminal(said) == []
            if "--text" in command:
                # It is read again as YAML, in which any letter can be written.
                said += show.safe_line("\n".join(strings(yaml.safe_load(said))))
            # At 100 columns stand side by side, and a broken text is not in one piece.
            missing = [one for one in marks if not _has(said, show.safe_line(book.text(one)))]
            if "due" in command.split():
                # The list has a column for names, and cuts a longer one with a mark.
                missing = [one for one in missing if book.place(one).column not in NAMES]
            assert columns == "100" or missing == [], [
                (book.text(one), book.place(one).name) for one in missing
            ]


NAMES = ("first_name", "last_name", "preferred_name")
WIDTHS = ("40", "100", "6000")


def _has(said: str, text: str) -> bool:
    return squeezed(text) in squeezed(said)


@pytest.mark.parametrize("command", [*sorted(LISTS), *(f"export {kind}" for kind in exports.KINDS)])
def test_a_text_is_whole_in_each_form_and_no_formula(book: Book, command: str, heavy: bool) -> None:
    forms = [one.value for one in Format if one not in (Format.TABLE, *IN_FILES)]
    book.write([])
    asked = {form: [*shlex.split(command), "--format", form] for form in forms}
    known = {form: marks_in(book.says(*words)) for form, words in asked.items()}
    for shift in shifts(heavy, 5):
        book.write(ALL, shift)
        for form, words in asked.items():
            said = book.says(*words)
            assert acts_on_a_terminal(said) == []
            texts = list(values(said, form))
            if form in ("csv", "tsv"):
                assert [one for one in texts if NO_VALUE.match(one)] == []
            everything = "\n".join(texts)
            if "due" in command.split():
                everything += everything.replace(",", ";")
            for one in known[form]:
                text = book.text(one)
                if form not in ("json", "jsonl") and book.place(one).name in everywhere.JSON:
                    text = json.dumps(text, ensure_ascii=False)[1:-1]
                what = (form, text, book.place(one).name)
                shown = text if form.startswith("json") else show.safe_text(text)
                if form == "plain" or "due" in command.split():
                    # On one line: a reason has its words put side by side.
                    assert _has(everything, shown), what
                else:
                    assert shown in everything, what


def test_a_text_is_whole_in_a_workbook_and_no_formula_or_link(book: Book, tmp_path: Path) -> None:
    book.write([])
    kinds = [kind for kind in exports.KINDS if kind != "audit"]
    known = marks_in("".join(book.says("export", kind, "--json") for kind in kinds))
    for shift in shifts(False, 5):
        book.write(ALL, shift)
        path = tmp_path / f"{shift}.xlsx"
        book.says("export", *kinds, "-o", str(path))
        sheets = openpyxl.load_workbook(path).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
        everything = "\n".join(cell.value for cell in cells if isinstance(cell.value, str))
        for one in known:
            assert _has(everything, show.safe_text(book.text(one))), book.place(one).name


def values(said: str, form: str) -> Iterator[str]:
    """The texts of rows, as their readers get them."""
    if form == "json":
        yield from strings(json.loads(said))
    elif form == "jsonl":
        for line in said.splitlines():
            yield from strings(json.loads(line))
    elif form == "plain":
        yield said
    else:
        for row in csv.reader(io.StringIO(said), delimiter="," if form == "csv" else "\t"):
            yield from row


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value.startswith('{"note":'):
            yield from strings(json.loads(value))  # what the audit log has of a record
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


# --- documents -----------------------------------------------------------------------------------

DOCUMENTS = {
    "appeal_letter": "C0001 --advocacy AV0001",
    "caseload_sheet": "--case-manager S0001",
    "contact_note": "C0001 --contact K0001",
    "discharge_summary": "C0002",
    "plan": "C0001 --draft",
    "plan_es": "C0001 --draft",
    "plan_review": "C0001",
    "progress_summary": "C0001 --since 2026-01-01",
    "referral_letter": "C0001 --referral R0001",
    "release_of_information": "C0001 --member CT0001",
    "release_of_information_es": "C0001 --member CT0001",
    "safety_plan": "C0001",
    "safety_plan_es": "C0001",
    "who_to_call": "C0001",
}


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[Any] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def skeleton(block: Any) -> Any:
    """How a page is built, without what it says."""
    if isinstance(block, markdown.Run):
        return "run"
    if isinstance(block, tuple) and hasattr(block, "_fields"):
        return type(block).__name__, *[skeleton(each) for each in block]
    return [skeleton(each) for each in block] if isinstance(block, tuple) else "said"


def of_markdown(made: bytes) -> tuple[Any, str]:
    blocks = markdown.read(made.decode())
    return None, squeezed(Page(html_of(blocks)).text)


def html_of(blocks: markdown.Blocks) -> str:
    return html.write(blocks, Paper("T", None, "", None, None, TODAY, None))


def of_html(made: bytes) -> tuple[Any, str]:
    page = Page(made.decode())
    # The words of the head are those of the body's title.
    return page.tags, squeezed(page.text)


def of_pdf(made: bytes) -> tuple[Any, str]:
    reader = PdfReader(io.BytesIO(made))
    acts = sum("/Annots" in page for page in reader.pages)
    names = sorted(reader.root_object)
    return (acts, names), squeezed("".join(page.extract_text() for page in reader.pages))


def of_word(made: bytes) -> tuple[Any, str]:
    document = Document(io.BytesIO(made))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    said = [each.text for each in (*document.paragraphs, *cells)]
    built = [len(table.rows) for table in document.tables], len(document.part.rels)
    fields = document.element.xml.count("w:fldSimple") + document.element.xml.count("w:hyperlink")
    return (built, fields), squeezed("".join(said))


READ = {Form.MD: of_markdown, Form.HTML: of_html, Form.PDF: of_pdf, Form.DOCX: of_word}


@pytest.mark.parametrize(
    ("template", "form"),
    [
        (one.template, form)
        for one in Folders().listed()
        for form in Form
        if form is not Form.DOCX or one.template == "plan"
    ],
)
def test_a_text_is_whole_in_a_document_and_builds_nothing(
    book: Book, tmp_path: Path, template: str, form: Form, heavy: bool
) -> None:
    path = tmp_path / f"made.{form}"
    asked = ["render", template, *shlex.split(DOCUMENTS[template]), "-o", str(path), "--force"]
    book.write([])
    book.says(*asked)
    built, said = READ[form](path.read_bytes())
    known = marks_in(said)
    assert len(known) >= 5
    for shift in shifts(heavy, 5 if form in (Form.MD, Form.HTML) else 20):
        book.write(ALL, shift)
        book.says(*asked)
        now, said = READ[form](path.read_bytes())
        assert now == built
        for one in known:
            text = writing.visible(book.text(one))
            if form is Form.PDF:
                wanted = [squeezed(fonts.readable(each)) for each in (text, squeezed(text))]
            else:
                wanted = [squeezed(text)]
            # A relation, for one, stands with a capital.
            whole = [each for each in wanted if each.casefold() in said.casefold()]
            assert whole, (text, book.place(one).name)


# --- a calendar, names of files, a screen --------------------------------------------------------


def test_a_text_is_whole_in_a_calendar_and_makes_no_line_of_it(book: Book, heavy: bool) -> None:
    asked = shlex.split("calendar --names --details --since 2026-01-01 --until 2027-12-31")
    book.write([])
    before = Calendar.from_ical(book.says(*asked))
    known = marks_in(said_in(before))
    assert len(known) > 20
    for shift in shifts(heavy, 1):
        book.write(ALL, shift)
        raw = book.says(*asked)
        assert acts_on_a_terminal(raw.replace("\r\n", "\n")) == []
        now = Calendar.from_ical(raw)
        assert built_of(now) == built_of(before)
        for one in known:
            assert _has(said_in(now), show.safe_line(book.text(one))), book.text(one)


def said_in(calendar: Any) -> str:
    return "\n".join(str(value) for event in calendar.walk() for value in event.values())


def built_of(calendar: Any) -> list[Any]:
    """The parts of a calendar and which lines each has, in no order."""
    return sorted((one.name, sorted(one)) for one in calendar.walk())


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_an_id_leads_out_of_no_folder(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, heavy: bool
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(out)
    for number, text in enumerate(KINDS[kind]):
        made = heavy or number % 10 == 0
        target = batch.Target(text, text, Wanted(TODAY))
        name = batch.file_name(target, "plan", Form.PDF)
        assert re.fullmatch(r"[\w.-]+\.pdf", name), name
        assert not name.startswith((".", "-"))
        # Made in truth, when the file takes such an id at all.
        if made and main(["client", "add", "Ann", f"Lee{number}", f"--client-id={text}"]) == 0:
            assert main(["render", "who_to_call", "--format", "html", "--", text]) == 0
    assert {one.parent for one in tmp_path.rglob("*.html")} <= {out}


SCREENS = [*"1234567890"]
"""The tabs of a client's chart."""


def test_a_text_stands_on_the_screens_and_does_nothing_there(book: Book, heavy: bool) -> None:
    known = list[set[str]]()
    cut = list[str]()

    async def steps(pilot: Pilot[None]) -> None:
        first = len(known) < len(SCREENS)
        for at, keys in enumerate(SCREENS):
            await press(pilot, *keys)
            said = shown(pilot)
            assert acts_on_a_terminal(said) == []
            assert pilot.app.is_running
            if first:
                known.append(marks_in(said))
                continue
            whole = squeezed(said)
            texts = {one: squeezed(show.safe_line(book.text(one))) for one in known[at]}
            cut.extend(text for text in texts.values() if text not in whole)
            for one, text in texts.items():
                assert text[:6] in whole, (keys, book.text(one), book.place(one).name)

    for shift in (None, *range(0, len(ALL), 5 if heavy else 400)):
        cut.clear()
        book.write(ALL if shift is not None else [], shift or 0)
        play(book.path, steps, client="C0001", size=(240, 80), staff="S0001")
        # A column of a list cuts a long text off; the pages beside it have it whole.
        assert len(cut) * 10 < sum(map(len, known)), cut
    assert sum(map(len, known)) > 100
