"""`caseload render`, `template` and `document`: files, names, refusals, and what is recorded."""

import os
import re
import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from making import TODAY, again
from papers import planned, sparse
from pypdf import PdfReader

from caseload.cli import main
from caseload.model import Mode, Reached
from caseload.records import clients, contacts, documents, episodes
from caseload.records._caseload import Caseload

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da6360000000"
    "020001e527defc0000000049454e44ae426082"
)
"""One black point."""


class Desk:
    """A folder with a caseload in it, and what a command said there."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.out = self.err = ""
        self._capsys = capsys

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command that ends so; what it wrote to standard output."""
        found = main(list(arguments))
        self.out, self.err = self._capsys.readouterr()
        assert found == code, (found, self.err)
        return self.out

    def files(self) -> list[str]:
        """The documents there."""
        ours = ("caseload.db", "caseload.db.backups", "config.toml", "own")
        return sorted(one.name for one in self.folder.iterdir() if one.name not in ours)

    def file(self) -> Caseload:
        """The caseload, opened once more."""
        return again(self.folder / "caseload.db")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    planned(tmp_path, 2).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    return Desk(tmp_path, capsys)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def with_clients(desk: Desk, count: int) -> None:
    """More clients, admitted and without a plan."""
    with desk.file() as caseload:
        for number in range(count):
            made = clients.add(caseload, f"Name{number}", "Client")
            episodes.admit(caseload, made.client_id, "ACT-lite", TODAY, case_manager="S0001")


# --- files ---------------------------------------------------------------------------------------


def test_a_plan_is_a_pdf_named_by_id_template_and_day(desk: Desk) -> None:
    assert desk.run("render", "plan", "Okafor") == "Made C0001-plan-2026-11-20.pdf.\n"
    assert desk.files() == ["C0001-plan-2026-11-20.pdf"]
    made = desk.folder / "C0001-plan-2026-11-20.pdf"
    assert "Recovery plan" in text_of(made.read_bytes())
    assert os.name == "nt" or stat.S_IMODE(made.stat().st_mode) == 0o600


@pytest.mark.parametrize("form", ["md", "html", "pdf", "docx"])
def test_the_ending_of_the_file_says_the_form(desk: Desk, form: str) -> None:
    desk.run("render", "plan", "C0001", "-o", f"mine.{form}")
    begins = {"md": b"# Recovery", "html": b"<!doctype", "pdf": b"%PDF", "docx": b"PK"}[form]
    assert (desk.folder / f"mine.{form}").read_bytes().startswith(begins)


def test_a_folder_gets_the_usual_name(desk: Desk) -> None:
    (desk.folder / "out").mkdir()
    desk.run("render", "plan", "C0001", "-o", "out", "--format", "html")
    assert (desk.folder / "out" / "C0001-plan-2026-11-20.html").exists()


def test_an_existing_file_is_left_alone_without_force(desk: Desk) -> None:
    target = desk.folder / "mine.pdf"
    target.write_text("precious", encoding="utf-8")
    desk.run("render", "plan", "C0001", "-o", "mine.pdf", code=3)
    assert "exists already" in desk.err
    assert target.read_text(encoding="utf-8") == "precious"
    desk.run("render", "plan", "C0001", "-o", "mine.pdf", "--force")
    assert target.read_bytes().startswith(b"%PDF")


def test_a_link_is_not_followed_over_a_file(desk: Desk) -> None:
    (desk.folder / "mine.pdf").symlink_to(desk.folder / "not-there.pdf")
    desk.run("render", "plan", "C0001", "-o", "mine.pdf", code=3)
    assert not (desk.folder / "not-there.pdf").exists()


@pytest.mark.parametrize("form", ["md", "html"])
def test_text_goes_to_standard_output(desk: Desk, form: str) -> None:
    assert "Recovery plan" in desk.run("render", "plan", "C0001", "--format", form, "-o", "-")
    assert desk.files() == []


@pytest.mark.parametrize("form", ["md", "html", "pdf", "docx"])
def test_the_same_plan_on_the_same_day_is_the_same_bytes(desk: Desk, form: str) -> None:
    desk.run("render", "plan", "C0001", "-o", f"one.{form}")
    desk.run("render", "plan", "C0001", "-o", f"two.{form}")
    assert (desk.folder / f"one.{form}").read_bytes() == (desk.folder / f"two.{form}").read_bytes()


@pytest.mark.parametrize(
    ("client_id", "name"),
    [
        ("00417", "00417-plan-2026-11-20.md"),
        ("A.7-b_9", "A.7-b_9-plan-2026-11-20.md"),
        ("../../etc/x", r"___\.__etc_x-\w{8}-plan-2026-11-20\.md"),
        ("..", r"__-\w{8}-plan-2026-11-20\.md"),
        ("a/b\\c:d", r"a_b_c_d-\w{8}-plan-2026-11-20\.md"),
        (".hidden", r"_hidden-\w{8}-plan-2026-11-20\.md"),
        ("x" * 64, r"x{60}-\w{8}-plan-2026-11-20\.md"),
        ("CON", "CON-plan-2026-11-20.md"),
        ("李", "李-plan-2026-11-20.md"),
    ],
)
def test_a_file_s_name_never_leaves_its_folder(desk: Desk, client_id: str, name: str) -> None:
    from caseload.records import plans

    with desk.file() as caseload:
        clients.add(caseload, "Zed", "Zimmer", client_id=client_id)
        plans.new(caseload, client_id, vision="A garden")
    desk.run("render", "plan", "Zimmer", "--draft", "--format", "md")
    (made,) = desk.files()
    assert made == name or re.fullmatch(name, made), made
    assert "imm" not in made


# --- what is asked for ---------------------------------------------------------------------------


def test_a_draft_says_that_nobody_has_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sparse(tmp_path).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    desk = Desk(tmp_path, capsys)
    desk.run("render", "plan", "C0001", code=4)
    assert desk.err == (
        "caseload: C0001 has no plan in force, only a draft. Render it with --draft.\n"
    )
    for form in ("md", "html", "pdf", "docx"):
        desk.run("render", "plan", "C0001", "--draft", "-o", f"draft.{form}")
    mark = "Draft \N{EN DASH} not signed"
    assert mark in (tmp_path / "draft.md").read_text(encoding="utf-8")
    assert mark in (tmp_path / "draft.html").read_text(encoding="utf-8")
    assert mark in text_of((tmp_path / "draft.pdf").read_bytes())
    filled = Document(str(tmp_path / "draft.docx"))
    assert filled.sections[0].header.paragraphs[0].text == mark


def test_a_signed_plan_has_no_such_mark(desk: Desk) -> None:
    assert "Draft" not in desk.run("render", "plan", "C0001", "--format", "md", "-o", "-")


def test_a_version_is_rendered_as_asked_for(desk: Desk) -> None:
    from caseload.records import plans

    with desk.file() as caseload:
        plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(vision="A garden"))
    md = ("render", "plan", "C0001", "--format", "md", "-o", "-")
    assert "A garden" in desk.run(*md, "--draft")
    assert "version 2" in desk.out
    assert "My own place" in desk.run(*md)
    assert "My own place" in desk.run(*md, "--version", "1")
    desk.run(*md, "--version", "7", code=4)
    assert "has no plan version 7. There are: 1, 2" in desk.err
    desk.run(*md, "--version", "1", "--draft", code=2)


def test_a_plan_as_it_stood_on_a_day(desk: Desk) -> None:
    md = ("render", "plan", "C0001", "--format", "md", "-o", "-")
    assert "| 20 % |" in desk.run(*md, "--on", "2026-06-15")
    assert "| 60 % |" in desk.run(*md)
    desk.run(*md, "--on", "2026-03-01", code=4)


def test_a_period_counts_its_contacts_by_purpose(desk: Desk) -> None:
    md = ("render", "progress_summary", "C0001", "--format", "md", "-o", "-")
    said = desk.run(*md, "--since", "2026-09-01", "--until", "2026-11-20")
    assert "We were in touch 2 times, 40 minutes in all. We tried 1 more time" in said
    assert "| Monitoring | 1 | 20 |" in said
    assert "We were in touch 1 time, 20 minutes" in desk.run(*md, "--since", "2026-11-01")
    assert "Nobody was reached" in desk.run(*md, "--since", "2026-11-10")
    desk.run(*md, "--since", "2026-11-10", "--until", "2026-11-01", code=3)
    assert "lies after" in desk.err


def test_a_contact_note_has_the_headings_of_its_format(desk: Desk) -> None:
    md = ("render", "contact_note", "C0001", "--format", "md", "-o", "-")
    said = desk.run(*md)
    assert "## Data\n\nRent paid.\n\n## Assessment\n\nDoing well.\n\n## Plan" in said
    assert "Signed electronically by Dana Whitfield, QMHP-CS" in said
    assert "K0001" in desk.run(*md, "--contact", "K0001")
    desk.run(*md, "--contact", "K9999", code=4)


def test_a_contact_of_somebody_else_is_refused(desk: Desk) -> None:
    with desk.file() as caseload:
        clients.add(caseload, "Bo", "Li")
        episodes.admit(caseload, "C0002", "ACT-lite", TODAY)
        contacts.log(caseload, "C0002", TODAY, Mode.PHONE, Reached.CLIENT, note="secret")
    desk.run("render", "contact_note", "C0001", "--contact", "K0004", code=3)
    assert desk.err == "caseload: K0004 is no contact of C0001.\n"


def test_a_discharge_summary_needs_a_discharge(desk: Desk) -> None:
    desk.run("render", "discharge_summary", "C0001", code=4)
    assert "was not discharged" in desk.err
    with desk.file() as caseload:
        episodes.discharge(caseload, "E0001", TODAY, "moved away")
    said = desk.run("render", "discharge_summary", "C0001", "--format", "md", "-o", "-")
    assert "5 Jan 2026 to 20 Nov 2026, 319 days" in said
    assert "moved away" in said
    assert "Keep my apartment" in said


def test_a_caseload_sheet_takes_a_case_manager_and_no_client(desk: Desk) -> None:
    md = ("render", "caseload_sheet", "--format", "md", "-o", "-")
    said = desk.run(*md, "--case-manager", "Whitfield")
    assert "Okafor, Ngozi" in said
    assert "No voicemail." in said
    desk.run(*md, code=2)
    desk.run("render", "caseload_sheet", "C0001", code=2)
    desk.run("render", "caseload_sheet", "--all", "-o", "sheets")
    assert [one.name for one in (desk.folder / "sheets").iterdir()] == [
        "S0001-caseload_sheet-2026-11-20.pdf"
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["plan"], 2, "Say whom it is about"),
        (["nome", "C0001"], 4, "There is no template 'nome'"),
        (["contact_note", "C0001", "--format", "docx"], 4, "makes md, html or pdf alone"),
        (["../plan", "C0001"], 4, "There is no template"),
        (["plan", "Nobody"], 4, "No client begins with"),
        (["plan", "C0001", "--format", "md", "-o", "x.pdf"], 2, "Choose one"),
        (["plan", "C0001", "-o", "x.txt"], 2, "says no format"),
        (["plan", "C0001", "-o", "-"], 2, "as md or html"),
        (["plan", "C0001", "--all"], 2, "not both"),
        (["plan", "C0001", "--templates", "none"], 4, "no folder none"),
    ],
)
def test_what_can_t_be_is_said(desk: Desk, arguments: list[str], code: int, said: str) -> None:
    desk.run("render", *arguments, code=code)
    assert said in desk.err
    assert desk.files() == []


# --- several -------------------------------------------------------------------------------------


def test_everyone_who_has_a_plan_gets_one_and_the_others_are_named(desk: Desk) -> None:
    with_clients(desk, 2)
    desk.run("render", "plan", "--all", "-o", "plans", code=4)
    assert [one.name for one in (desk.folder / "plans").iterdir()] == ["C0001-plan-2026-11-20.pdf"]
    assert "C0002 has no recovery plan yet. Begin one: caseload plan new C0002\n" in desk.err
    assert desk.out == "Made 1 document in plans; 2 could not be made.\n"


def test_several_clients_are_named(desk: Desk) -> None:
    with_clients(desk, 1)
    desk.run("render", "plan", "C0001", "C0002", "C0001", "--format", "md", code=4)
    assert desk.files() == ["C0001-plan-2026-11-20.md"]


def test_nothing_is_made_when_one_of_several_files_is_there(desk: Desk) -> None:
    with_clients(desk, 1)
    (desk.folder / "C0002-plan-2026-11-20.pdf").write_text("precious", encoding="utf-8")
    desk.run("render", "plan", "C0001", "C0002", code=3)
    assert desk.files() == ["C0002-plan-2026-11-20.pdf"]


def test_several_go_into_a_folder(desk: Desk) -> None:
    with_clients(desk, 1)
    desk.run("render", "plan", "C0001", "C0002", "-o", "x.pdf", code=2)
    desk.run("render", "plan", "C0001", "C0002", "--format", "md", "-o", "-", code=2)


# --- what is recorded ----------------------------------------------------------------------------


def test_what_was_made_is_recorded(desk: Desk) -> None:
    law = ("--exception", "required_by_law: order 26-117")
    desk.run("--staff", "Whitfield", "render", "plan", "C0001", "--to", "County court", *law)
    with desk.file() as caseload:
        (one,) = documents.listed(caseload, "C0001")
        rows = caseload.rows("select action, client_id, record from audit order by audit_id desc")
    assert (one.template, one.plan_version, one.format) == ("plan", 1, "pdf")
    assert (one.made_by, one.sent_to) == ("S0001", "County court")
    assert re.fullmatch("[0-9a-f]{64}", one.template_hash)
    assert rows[:2] == [
        ("disclose", "C0001", "disclosure"), ("render document", "C0001", "document"),
    ]  # fmt: skip
    assert "County court" in desk.run("document", "list", "C0001")


def test_what_failed_is_not_recorded(desk: Desk) -> None:
    desk.run("render", "plan", "C0001", "--version", "9", code=4)
    assert desk.run("document", "list", "C0001") == ""


def test_the_hash_follows_the_template_and_what_it_includes(desk: Desk) -> None:
    own = desk.folder / "own"
    own.mkdir()
    (own / "mine.md.j2").write_text('{% include "_part.md.j2" %}{{ client.name }}', "utf-8")
    hashes = []
    for text in ("one", "two", "one"):
        (own / "_part.md.j2").write_text(text, encoding="utf-8")
        desk.run("render", "mine", "C0001", "--templates", "own", "--format", "md", "-o", "-")
        with desk.file() as caseload:
            hashes.append(documents.listed(caseload, "C0001")[0].template_hash)
    assert hashes[0] == hashes[2] != hashes[1]


# --- an agency's own -----------------------------------------------------------------------------


def test_the_agency_stands_on_the_page(desk: Desk) -> None:
    (desk.folder / "own").mkdir()
    (desk.folder / "own" / "logo.png").write_bytes(PNG)
    for name, value in (
        ("name", "Heart of *Texas*"),
        ("phone", "(254) 555-0100"),
        ("logo", str(desk.folder / "own" / "logo.png")),
        ("confidentiality_notice", "Ours & <yours>."),
        ("crisis_line", "Call 988."),
        ("paper", "a4"),
    ):
        desk.run("config", f"agency.{name}", value)
    desk.run("render", "plan", "C0001", "-o", "plan.pdf")
    reader = PdfReader(str(desk.folder / "plan.pdf"))
    text = text_of((desk.folder / "plan.pdf").read_bytes())
    assert "Heart of *Texas*" in text
    assert "Ours & <yours>." in text
    assert "Call 988." in text
    assert [round(float(one)) for one in reader.pages[0].mediabox[2:]] == [595, 842]
    assert len(reader.pages[0].images) == 1
    page = desk.run("render", "plan", "C0001", "--format", "html", "-o", "-")
    assert "data:image/png;base64," in page
    assert "210mm 297mm" in page
    assert "Ours &amp; &lt;yours&gt;." in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo.png", b"no picture", "no picture"),
        ("logo.exe", b"x", "is none of"),
        (None, b"", "read"),
    ],
)
def test_a_logo_that_is_none_is_said(
    desk: Desk, name: str | None, content: bytes, said: str
) -> None:
    path = desk.folder / "own"
    path.mkdir()
    if name is not None:
        (path / name).write_bytes(content)
    desk.run("config", "agency.logo", str(path / (name or "none.png")))
    desk.run("render", "plan", "C0001", code=3)
    assert said in desk.err


def test_a_letterhead_in_word_is_filled_in(desk: Desk) -> None:
    own = desk.folder / "own"
    own.mkdir()
    form = Document()
    form.sections[0].header.paragraphs[0].text = "{{ agency.name | default('Our agency', true) }}"
    form.sections[0].footer.paragraphs[0].text = "About {{ client.client_id }}"
    paragraph = form.add_paragraph("Dear {{ client.")
    paragraph.add_run("goes_by }},").bold = True  # a tag that Word split over two runs
    table = form.add_table(3, 2)
    table.cell(0, 0).text = "{%tr for goal in plan.goals %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ goal.statement }}", "{{ goal.progress }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    form.core_properties.title = "{{ client.name }}"
    form.save(str(own / "letter.docx"))
    desk.run("template", "check", "letter", "--templates", "own")
    desk.run("render", "letter", "C0001", "--templates", "own", "-o", "letter.docx")
    made = Document(str(desk.folder / "letter.docx"))
    assert made.paragraphs[0].text == "Dear Ngozi,"
    assert made.sections[0].header.paragraphs[0].text == "Our agency"
    assert made.sections[0].footer.paragraphs[0].text == "About C0001"
    assert [row.cells[0].text for row in made.tables[0].rows] == [
        "Keep my apartment", "Part-time work that I like",
    ]  # fmt: skip
    with ZipFile(desk.folder / "letter.docx") as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_template_is_copied_changed_checked_and_used(desk: Desk) -> None:
    desk.run("config", "templates", "own")
    desk.run("template", "new", "plan")
    target = desk.folder / "own" / "plan.md.j2"
    assert target.read_text("utf-8") == desk.run("template", "show", "plan")
    desk.run("template", "new", "plan", code=3)
    target.write_text(target.read_text("utf-8").replace("# Recovery plan", "# My plan"), "utf-8")
    assert desk.run("template", "check", "plan") == "2 templates checked: no mistakes.\n"
    assert "# My plan" in desk.run("render", "plan", "C0001", "--format", "md", "-o", "-")
    target.write_text("{{ client.nome }}", encoding="utf-8")
    desk.run("template", "check", "plan", code=3)
    assert desk.out == "plan.md.j2:1: client has no field 'nome'; did you mean 'name'?\n"
    assert desk.err == "caseload: 1 mistake found. The fields: docs/reference/template-fields.md.\n"
    desk.run("render", "plan", "C0001", code=3)
    assert desk.err.startswith("caseload: plan.md.j2:1: ")


def test_a_word_form_is_copied_under_another_name(desk: Desk) -> None:
    desk.run("template", "new", "plan", "--docx", "--as", "ours", "--templates", "own")
    desk.run("render", "ours", "C0001", "--templates", "own", "-o", "ours.docx")
    desk.run("template", "new", "plan", "--as", "../x", "--templates", "own", code=2)
    desk.run("template", "new", "plan", code=2)
    assert "--templates DIR" in desk.err


def test_templates_are_listed_with_what_they_are_for(desk: Desk) -> None:
    rows = [line.split("\t") for line in desk.run("template", "list").splitlines()]
    names = [row[0] for row in rows]
    assert names == sorted(names)
    assert {
        "caseload_sheet", "contact_note", "discharge_summary", "plan", "plan_review",
        "progress_summary", "release_of_information", "release_of_information_es", "who_to_call",
    } <= set(names)  # fmt: skip
    assert names.count("plan") == 2
    assert all(row[2] for row in rows)


def test_a_version_that_was_replaced_says_so(desk: Desk) -> None:
    from caseload.model import SignerRole
    from caseload.records import plans, signatures

    with desk.file() as caseload:
        plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(vision="A garden"))
        signatures.sign(caseload, "C0001", SignerRole.CLIENT, TODAY)
        signatures.sign(caseload, "C0001", SignerRole.CASE_MANAGER, TODAY, signer="Whitfield")
    md = ("render", "plan", "C0001", "--format", "md", "-o", "-")
    assert "Version 2, in force since 20 Nov 2026" in desk.run(*md)
    assert "Version 1, replaced by a newer one; it was in force from 14 May" in desk.run(
        *md, "--version", "1"
    )


def test_a_template_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does(
    desk: Desk,
) -> None:
    own = desk.folder / "own"
    own.mkdir()
    (own / "mine.md.j2").write_bytes(b"\xef\xbb\xbf# Title\r\n\r\n{{ client.name }}\r\n")
    desk.run("template", "check", "mine", "--templates", "own")
    page = desk.run("render", "mine", "C0001", "--templates", "own", "--format", "html", "-o", "-")
    assert '<h1 dir="auto">Title</h1>' in page


def test_a_template_in_another_encoding_is_said(desk: Desk) -> None:
    own = desk.folder / "own"
    own.mkdir()
    (own / "mine.md.j2").write_bytes(b"N\xfa\xf1ez")
    desk.run("template", "check", "mine", "--templates", "own", code=3)
    assert "is not UTF-8" in desk.out
    desk.run("render", "mine", "C0001", "--templates", "own", code=3)
    assert "is not UTF-8" in desk.err
    desk.run("template", "show", "mine", "--templates", "own", code=3)
