"""`caseload due` from the outside: what it writes, where, and with which exit code."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from caseload.cli import main
from caseload.model import HoldReason, Mode, Reached
from caseload.records import clients, contacts, episodes, holds, programs, staff, standards
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file, open_file

TODAY = date(2026, 11, 23)
HERE = Path(__file__).parents[1]
KEYS = [
    "client_id",
    "client",
    "case_manager",
    "program",
    "level_of_care",
    "county",
    "obligation",
    "standard",
    "due_on",
    "days_overdue",
    "status",
    "last_on",
    "attempts",
    "last_attempt_on",
    "reason",
    "record_id",
    "phone",
    "contact_notes",
    "clock_start_on",
]
PEOPLE = [
    # id, first, last, admitted, last reached
    ("00417", "Ngozi", "Okafor", "2026-01-05", "2026-09-15"),
    ("C2", "José", "Nuñez", "2026-11-01", None),
    ("C3", "[red]Ruth[/]", "=1+1", "2026-01-05", "2026-10-23"),
    ("C4", "小美", "李" * 20, "2026-01-05", "2026-10-26"),
    ("C5", "Sara", "O'Brien 😀", "2026-01-05", "2026-11-20"),
    ("C6", "Ann", "Held", "2026-01-05", "2026-07-01"),
]


def fill(caseload: Caseload) -> None:
    standards.add_shipped(caseload)
    caseload.staff = staff.add(caseload, "Dana Whitfield", credentials=("QMHP-CS",))
    staff.add(caseload, "Luis Ortega", covered_by="S0001")
    programs.add(caseload, "ACT")
    for client_id, first, last, admitted, reached in PEOPLE:
        clients.add(
            caseload,
            first,
            last,
            client_id=client_id,
            phone="(254) 555-0131",
            county="Hill" if client_id == "C2" else "McLennan",
            contact_notes="no voicemail, after 3 pm",
        )
        manager = "S0002" if client_id == "C4" else "S0001"
        admitted_on = date.fromisoformat(admitted)
        episodes.admit(caseload, client_id, "ACT", admitted_on, case_manager=manager)
        if reached:
            day = date.fromisoformat(reached)
            contacts.log(caseload, client_id, day, Mode.PHONE, Reached.CLIENT, sign=True)
    contacts.log(caseload, "C2", date(2026, 11, 19), Mode.PHONE, Reached.NOBODY)
    holds.hold(caseload, "E0006", date(2026, 11, 1), HoldReason.JAIL)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of six, one of them on hold, as of 23 November 2026."""
    made = tmp_path / "caseload.db"
    create_file(made, TODAY, None, fill)
    monkeypatch.setenv("CASELOAD_FILE", str(made))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    for name in ("CASELOAD_STAFF", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """Standard output of a command that ends with that code."""
    assert main(list(arguments)) == code, capsys.readouterr().err
    return capsys.readouterr().out


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """The ids on the list."""
    return [one["client_id"] for one in json.loads(run(capsys, "due", "--json", *options))]


def test_a_list_in_json_has_every_name_in_order_and_null_for_what_is_empty(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(run(capsys, "due", "--json"))
    assert [list(one) for one in found] == [KEYS] * len(found)
    assert found[0] | {"reason": ""} == {
        "client_id": "00417",
        "client": "Okafor, Ngozi",
        "case_manager": "Dana Whitfield",
        "program": "ACT",
        "level_of_care": None,
        "county": "McLennan",
        "obligation": "contact",
        "standard": "Monthly contact",
        "due_on": "2026-10-15",
        "days_overdue": 39,
        "status": "overdue",
        "last_on": "2026-09-15",
        "attempts": 0,
        "last_attempt_on": None,
        "reason": "",
        "record_id": None,
        "phone": "(254) 555-0131",
        "contact_notes": "no voicemail, after 3 pm",
        "clock_start_on": "2026-01-05",
    }
    assert [(one["client_id"], one["status"], one["attempts"]) for one in found] == [
        ("00417", "overdue", 0),
        ("C2", "overdue", 1),
        ("C3", "due_today", 0),
        ("C4", "due_soon", 0),
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "00417 C2 C3 C4"),
        (["--all"], "00417 C2 C3 C4 C6 C5"),
        (["--within", "27"], "00417 C2 C3 C4 C6 C5"),
        (["--within", "7"], "00417 C2 C3 C4"),
        (["--include-held"], "00417 C2 C3 C4 C6"),
        (["--county", "hill"], "C2"),
        (["--county", "hi"], "C2"),
        (["--case-manager", "ortega"], "C4"),
        (["--case-manager", "dana"], "00417 C2 C3"),
        (["--program", "act", "--obligation", "contact"], "00417 C2 C3 C4"),
        (["--obligation", "hold_review", "--all"], "C6"),
        (["--on", "2026-11-16"], "C5 00417 C2 C3"),
        (["--on", "2025-12-31"], ""),
    ],
)
def test_each_option_chooses_from_the_list(
    path: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: str
) -> None:
    assert listed(capsys, *options) == expected.split()


def test_mine_is_ones_own_and_those_one_covers(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "--staff", "Whitfield", "due", "--mine", "--json")
    assert [one["client_id"] for one in json.loads(out)] == ["00417", "C2", "C3", "C4"]
    out = run(capsys, "--staff", "Ortega", "due", "--mine", "--json")
    assert [one["client_id"] for one in json.loads(out)] == ["C4"]


def test_after_a_call_the_list_is_shorter_by_one(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(capsys)
    said = run(capsys, "log", "okafor", "Rent paid.", "--minutes", "20")
    assert "Mon 23 Nov 2026 (today)" in said
    assert "Monthly contact is next due Wed 23 Dec 2026." in said
    assert listed(capsys) == [one for one in before if one != "00417"]
    run(capsys, "log", "C2", "--attempt", "No answer.")
    assert "C2" in listed(capsys)


def test_every_form_holds_the_same_items(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "due", "--json"))
    lines = run(capsys, "due", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == found
    plain = [line.split("\t") for line in run(capsys, "due").splitlines()]
    assert [len(line) for line in plain] == [len(KEYS)] * len(found)
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        text = run(capsys, "due", "--format", form)
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        assert [row["client_id"] for row in rows] == [one["client_id"] for one in found]
        assert list(rows[0]) == KEYS
        assert rows[2]["client"] == "'=1+1, [red]Ruth[/]"


def test_an_ending_says_the_form_and_an_existing_file_is_left_alone(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "list.csv"
    assert run(capsys, "due", "-o", str(out)) == ""
    written = out.read_bytes()
    assert written.startswith(b"client_id,client,")
    run(capsys, "due", "--all", "-o", str(out), code=3)
    assert out.read_bytes() == written
    run(capsys, "due", "--all", "-o", str(out), "--force")
    assert out.read_bytes() != written
    run(capsys, "due", "-o", str(tmp_path / "list.docx"), code=2)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["caseload.db", "list.csv"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "overdue"], 20),
        (["--fail-on", "overdue", "--case-manager", "Ortega"], 0),
        (["--fail-on", "today", "--case-manager", "Ortega"], 0),
        (["--fail-on", "soon", "--case-manager", "Ortega"], 20),
    ],
)
def test_fail_on_ends_with_20_when_there_is_such_an_item(
    path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int
) -> None:
    run(capsys, "due", *options, code=code)


@pytest.mark.parametrize("width", [120, 100, 80, 60, 40])
@pytest.mark.parametrize("command", ["due --all --include-held", "due --explain 00417"])
def test_no_line_is_wider_than_the_screen_and_nothing_is_lost(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    command: str,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    form = [] if "--explain" in command else ["--format", "table"]
    out = run(capsys, *command.split(), *form)
    wide = [line for line in out.splitlines() if cell_len(line) > width]
    assert [line for line in wide if not line.startswith("Log one: ")] == []
    assert "\x1b" not in out
    if not form:
        return
    flat = re.sub(r"\s+", "", out)
    for shown in ("Okafor,Ngozi", "Nuñez,José", "=1+1,[red]Ruth[/]", "O'Brien😀", "39days"):
        assert shown in flat


def test_an_explanation_names_what_counts_and_what_does_not(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "due", "--explain", "nunez")
    assert "clock starts      1 Nov 2026   admitted" in out
    assert "19 Nov 2026  phone, nobody reached (attempt)" in out
    assert "overdue by 8 days" in out
    found = json.loads(run(capsys, "due", "--explain", "C2", "--json"))
    written = path.with_name("why.json")
    assert run(capsys, "due", "--explain", "C2", "-o", str(written)) == ""
    assert json.loads(written.read_text(encoding="utf-8")) == found
    run(capsys, "due", "--explain", "C2", "--csv", code=2)
    assert found[0]["due_on"] == "2026-11-15"
    assert [(each["counts"], each["why_not"]) for each in found[0]["contacts"]] == [
        (False, "attempt")
    ]


def test_a_pipe_without_unicode_shows_letters_by_number_and_json_stays_whole(path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    environment["PYTHONPATH"] = str(HERE)
    for form in (["--json"], ["--format", "table"], ["--format", "plain"]):
        done = subprocess.run(
            [sys.executable, "-m", "caseload", "due", *form],
            env=environment,
            capture_output=True,
            check=True,
        )
        text = done.stdout.decode("cp1252")
        if form == ["--json"]:
            names = [one["client"] for one in json.loads(text)]
            assert names[3] == f"{'李' * 20}, 小美"
        else:
            assert "Nuñez" in text
            assert "\\u674e" in text


def test_a_standard_says_how_soon_the_first_contact_is_due(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(capsys, "standard", "edit", "Monthly contact", "--first-within-days", "1")
    assert "once within 1 month of the last; the first within 1 day." in said
    assert "the first within" not in run(capsys, "standard", "add", "Seen")


@pytest.mark.parametrize("columns", ["120", "90", "40"])
def test_lines_of_one_client_in_two_programs_name_their_programs_and_no_others_do(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    with open_file(path, TODAY, lambda: "") as caseload:
        programs.add(caseload, "Outreach")
        episodes.admit(caseload, "00417", "Outreach", date(2026, 1, 5))
    monkeypatch.setenv("COLUMNS", columns)
    said = " ".join(run(capsys, "due", "--all", "--format", "table").split())
    of_both = [said.count(f"{program} · ") for program in ("ACT", "Outreach")]
    assert of_both == [1, 1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--case-manager", "Bell"], "none of the 6 open episodes in the file"),
        (["--on", "2025-01-01"], "No client is in a program on that day"),
    ],
)
def test_a_list_of_nobody_says_what_the_file_has_beside_it(
    path: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    with open_file(path, TODAY, lambda: "") as caseload:
        staff.add(caseload, "Marcus Bell")
    said = " ".join(run(capsys, "due", "--format", "table", *options).split())
    assert says in said
    assert "Bring a roster in" not in said


def test_a_file_of_nobody_says_how_people_come_in(
    tmp_path: Path, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_file(tmp_path / "empty.db", TODAY, None, standards.add_shipped)
    said = run(capsys, "--file", str(tmp_path / "empty.db"), "due", "--format", "table")
    assert "Bring a roster in: caseload import clients FILE" in " ".join(said.split())
