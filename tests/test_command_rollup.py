"""`caseload rollup` from the outside: what it writes, where, and with which exit code."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from at_terminal import Terminal
from making import PASSPHRASE, TODAY
from making_many import STATES, agency, as_it_was, manager_file, older_file, spoiled
from test_command_due import KEYS
from test_reading import ERRORS

from caseload.cli import main

HERE = Path(__file__).parents[1]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the agency's folder is, as of 20 November 2026."""
    agency(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "none.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "memory"))
    for name in ("CASELOAD_STAFF", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0
) -> tuple[str, list[str]]:
    """Standard output of a command that ends with that code, and the lines of standard error."""
    capsys.readouterr()
    assert main(["rollup", *arguments]) == code, capsys.readouterr().err
    said = capsys.readouterr()
    return said.out, said.err.splitlines()


# --- due -----------------------------------------------------------------------------------------


def test_the_columns_are_those_of_due_and_the_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, said = run(capsys, "due", "agency", "--json")
    rows = json.loads(out)
    assert list(rows[0]) == [*KEYS, "file", "also_in"]
    assert [(row["client"], row["file"], row["also_in"]) for row in rows] == [
        ("李, [/]", "agency/luis/caseload.db", []),
        ("Ruiz, Ana", "agency/dana.db", ["agency/luis/caseload.db C0001"]),
        ("O'Brien, =1+1", "agency/dana.db", []),
    ]
    assert said == []


def test_every_form_has_the_same_rows(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run(capsys, "due", "agency", "--all", "--json")[0])
    lines = run(capsys, "due", "agency", "--all", "--format", "jsonl")[0].splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = list(csv.DictReader(io.StringIO(run(capsys, "due", "agency", "--all", "--csv")[0])))
    assert [row["client"].removeprefix("'") for row in table] == [row["client"] for row in rows]
    assert [row["also_in"] for row in table] == [";".join(row["also_in"]) for row in rows]
    plain = run(capsys, "due", "agency", "--all")[0].splitlines()
    assert [line.split("\t")[-2] for line in plain] == [row["file"] for row in rows]


def test_a_terminal_shows_one_list_and_then_each_file_s_count(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    out, _ = run(capsys, "due", "agency", "--format", "table")
    lines = [line.strip() for line in out.splitlines() if line.strip()]
    assert lines[0] == "Friday 20 November 2026"
    assert lines[1] == "Overdue · 3"
    assert any("李, [/]" in line for line in lines)
    assert any(
        line.startswith("agency/dana.db · also in agency/luis/caseload.db C0001") for line in lines
    )
    assert "3 due · 3 overdue · 5 open episodes, 1 more on hold" in lines
    assert [line.split() for line in lines[-4:]] == [
        ["file", "overdue", "due", "today", "due", "soon", "open", "episodes", "on", "hold"],
        ["agency/dana.db", "2", "0", "0", "3", "0"],
        ["agency/luis/caseload.db", "1", "0", "0", "2", "1"],
        ["total", "3", "0", "0", "5", "1"],
    ]


@pytest.mark.parametrize("width", ["40", "80"])
def test_a_narrow_terminal_shows_it_too(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out, _ = run(capsys, "due", "agency", "--format", "table")
    assert max(len(line) for line in out.splitlines()) <= int(width)
    assert "also in" in " ".join(out.split())


@pytest.mark.parametrize(
    ("fail_on", "on", "code"),
    [("overdue", "2026-11-20", 20), ("overdue", "2026-01-06", 0), ("soon", "2026-02-01", 20)],
)
def test_fail_on_says_by_the_exit_code_that_there_is_such_an_item(
    here: Path, capsys: pytest.CaptureFixture[str], fail_on: str, on: str, code: int
) -> None:
    run(capsys, "due", "agency", "--on", on, "--fail-on", fail_on, code=code)


def test_a_file_is_written_whole_and_an_existing_one_is_left(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "due", "agency", "-o", "due.csv")
    written = (here / "due.csv").read_text(encoding="utf-8")
    assert written.count("\n") == 4
    _, said = run(capsys, "due", "agency", "-o", "due.csv", code=3)
    assert "exists already" in said[0]
    assert (here / "due.csv").read_text(encoding="utf-8") == written


# --- what can't be read --------------------------------------------------------------------------


@pytest.mark.parametrize("state", [each for each in STATES if each != "folder"])
@pytest.mark.parametrize("command", ["due", "summary", "shared"])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_comes_out(
    here: Path, capsys: pytest.CaptureFixture[str], state: str, command: str
) -> None:
    whole = json.loads(run(capsys, command, "agency", "--json")[0])
    bad = spoiled(here, state).relative_to(here)
    before = as_it_was(here)
    out, said = run(capsys, command, "agency", str(bad), "--json", code=ERRORS[state].exit_code)
    rows = json.loads(out)
    if command == "summary":
        assert [row["error"] is not None for row in rows] == [False, False, True, False]
        rows, whole = rows[:2], whole[:2]
    assert rows == whole
    assert len(said) == 2
    assert str(bad) in said[0]
    assert said[1] == "caseload: 1 of 3 files could not be read, and are left out."
    assert as_it_was(here) == before


def test_several_that_fail_alike_end_with_their_code_and_unlike_ones_with_1(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for state in ("cut", "empty"):
        spoiled(here, state)
    run(capsys, "due", "agency", "cut.db", "empty.db", code=13)
    spoiled(here, "newer")
    _, said = run(capsys, "due", "agency", "cut.db", "newer.db", code=1)
    assert said[-1] == "caseload: 2 of 4 files could not be read, and are left out."


def test_a_missing_file_matters_more_than_what_fail_on_found(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "due", "agency", "--fail-on", "overdue", code=20)
    run(capsys, "due", "agency", "none.db", "--fail-on", "overdue", code=10)


@pytest.mark.parametrize("command", ["due", "summary", "shared"])
def test_nothing_is_written_when_no_file_can_be_read(
    here: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    spoiled(here, "cut")
    out, said = run(capsys, command, "cut.db", "-o", "out.csv", code=13)
    assert out == ""
    assert not (here / "out.csv").exists()
    assert said[-1] == "caseload: None of the files could be read; nothing was written."


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["due"], 2, "Missing argument"),
        (["due", "empty"], 10, "none ends in .db"),
        (["due", "agency", "--keys", "no.toml"], 4, "no file of keys"),
        (["due", "agency", "--on", "31 foo"], 3, "foo"),
        (["due", "agency", "--case-manager", "Nobody"], 4, "Nobody"),
        (["summary", "agency", "--by", "moon"], 2, "file, case_manager"),
        (["due", "agency", "--json", "--csv"], 2, "one format"),
        (["sumary", "agency"], 2, "sumary"),
    ],
)
def test_what_is_put_wrongly_is_refused(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    (here / "empty").mkdir()
    before = as_it_was(here)
    out, said = run(capsys, *arguments, code=code)
    assert out == ""
    assert says in said[0]
    assert as_it_was(here) == before


def test_an_escape_sequence_in_a_name_of_a_file_is_shown_and_does_not_act(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "agency" / "dana.db").rename(here / "agency" / "da\x1b[31mna.db")
    out, said = run(capsys, "due", "agency", "no\x1b[2J.db", code=10)
    assert "\x1b" not in out
    assert "\x1b" not in "".join(said)
    assert "da␛[31mna.db" in out


# --- older, encrypted ----------------------------------------------------------------------------


def test_files_of_several_versions_come_out_together_and_stay_as_they_are(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older_file(here / "agency" / "old.db", 1)
    before = as_it_was(here)
    rows = json.loads(run(capsys, "due", "agency", "--json")[0])
    assert rows[0]["file"] == "agency/old.db"
    assert len(rows) == 4
    assert as_it_was(here) == before


def test_each_encrypted_file_is_opened_by_a_key_of_its_own(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = [("Eva Marek", None, 90)]
    manager_file(here / "agency" / "thu.db", "Thu Pham", late, key=PASSPHRASE)
    manager_file(here / "agency" / "mays.db", "Carolyn Mays", late, key="another one of hers")
    (here / "keys").mkdir()
    (here / "keys" / "thu.key").write_text(PASSPHRASE, encoding="utf-8")
    (here / "keys" / "keys.toml").write_text(
        "['../agency/thu.db']\npassphrase_file = 'thu.key'\n"
        "['../agency/mays.db']\npassphrase_command = 'echo another one of hers'\n",
        encoding="utf-8",
    )
    rows = json.loads(run(capsys, "due", "agency", "--keys", "keys/keys.toml", "--json")[0])
    assert {row["file"] for row in rows if row["client"] == "Marek, Eva"} == {
        "agency/thu.db",
        "agency/mays.db",
    }
    _, said = run(capsys, "due", "agency", code=12)
    assert [line for line in said if "--keys FILE" in line] == said[:2]
    assert main(["--passphrase-file", "keys/thu.key", "rollup", "due", "agency"]) == 12
    said = capsys.readouterr().err.splitlines()
    assert "agency/mays.db" in said[0]
    assert "1 of 4 files" in said[1]


def test_a_key_that_unlock_keeps_opens_its_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = [("Eva Marek", None, 90)]
    path = str(manager_file(here / "agency" / "thu.db", "Thu Pham", late, key=PASSPHRASE))
    (here / "memory").mkdir(mode=0o700)
    (here / "key").write_text(PASSPHRASE, encoding="utf-8")
    run(capsys, "due", "agency", code=12)
    assert main(["--file", path, "--passphrase-file", "key", "unlock"]) == 0
    rows = json.loads(run(capsys, "due", "agency", "--json")[0])
    assert "agency/thu.db" in {row["file"] for row in rows}
    # A passphrase file that is named goes before it, as the page says.
    (here / "other").write_text("no word of hers", encoding="utf-8")
    assert main(["--passphrase-file", "other", "rollup", "due", "agency"]) == 12
    assert main(["--file", path, "lock"]) == 0
    run(capsys, "due", "agency", code=12)


def test_at_a_terminal_each_file_is_asked_for_by_its_name(tmp_path: Path) -> None:
    late = [("Eva Marek", None, 90)]
    for name, key in (("a\x1b[2J.db", PASSPHRASE), ("b.db", "another one of hers")):
        manager_file(tmp_path / "agency" / name, "Thu Pham", late, key=key)
    person = Terminal(tmp_path / "desk", tmp_path / "none.db")
    said = person.run(
        "rollup", "due", str(tmp_path / "agency"), "--json",
        answers=[("[2J.db: ", PASSPHRASE), ("b.db: ", "another one of hers")],
    )  # fmt: skip
    assert said.code == 0, said.screen
    assert said.screen.count('"client": "Marek, Eva"') == 2
    assert "Passphrase of " in said.screen
    assert "\x1b" not in said.screen
    assert PASSPHRASE not in said.screen


def test_no_passphrase_is_taken_from_an_option_or_the_environment(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rollup", "due", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "--passphrase" not in shown
    assert "CASELOAD_PASSPHRASE" not in shown


# --- summary, shared -----------------------------------------------------------------------------


def test_rollup_alone_is_the_summary(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "agency", "--json") == run(capsys, "summary", "agency", "--json")
    rows = json.loads(run(capsys, "agency/dana.db", "agency/luis", "--json")[0])
    assert [(row["file"], row["clients"], row["overdue"]) for row in rows] == [
        ("agency/dana.db", 3, 2),
        ("agency/luis/caseload.db", 3, 1),
        ("total", 6, 3),
    ]


def test_who_stands_in_two_files_is_listed_from_each_side(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(run(capsys, "shared", "agency", "--json")[0])
    assert [(row["file"], row["also_in"]) for row in rows] == [
        ("agency/dana.db", "agency/luis/caseload.db"),
        ("agency/luis/caseload.db", "agency/dana.db"),
    ]
    out, said = run(capsys, "shared", "agency/dana.db", "--format", "table")
    assert (out, said) == ("", ["Nobody stands in two of these files."])


def test_an_interrupted_rollup_waits_for_no_lock_and_writes_nothing(here: Path) -> None:
    """In a process of its own: the file is held by another, and Ctrl-C comes meanwhile."""
    code = (
        "import os, signal, sys, threading; from caseload.cli import main\n"
        "threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "sys.exit(main(['rollup', 'due', 'agency', '-o', 'due.csv']))"
    )
    holding = (
        "import sys; from sqlcipher3 import dbapi2 as s\n"
        "c = s.connect('agency/dana.db', isolation_level=None); c.execute('begin exclusive')\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=here
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=here, capture_output=True,
            text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert holder.stdin is not None
        holder.stdin.close()
    assert done.returncode == 130, done.stderr
    assert "interrupted" in done.stderr
    assert not (here / "due.csv").exists()
