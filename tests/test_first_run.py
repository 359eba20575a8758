"""The first run: without a file each command says in one line what to do, or needs none."""

import io
import re
import shlex
import sys
from pathlib import Path

import pytest
from pages import console, page_of
from test_help import EXAMPLES

from caseload.cli import COMMANDS, main
from caseload.records import imports
from caseload.records.imports.headings import understand
from caseload.settings import headings
from caseload.show.headings import preview
from caseload.texts.first_reading import QUESTIONS, read

NEEDS_NONE = re.compile(
    "caseload (--file practice.db init|advocacy kinds|config|demo|export --describe|help|"
    "init|instrument|key forget|lock|template)"
)
NAMES_ITS_OWN = re.compile("caseload (--file|rollup|tui)")
"""It says which file, so the usual one is not looked for; `tui` has a screen for it."""
WITHOUT = [one for one in EXAMPLES if NEEDS_NONE.match(one)]
WITH = [one for one in EXAMPLES if not NEEDS_NONE.match(one) and not NAMES_ITS_OWN.match(one)]
TO_DO = "Make one with: caseload init; or try it out with: caseload demo\n"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which caseload has never run; where the file would be."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "home" / "none.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "memory"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    monkeypatch.delenv("CASELOAD_STAFF", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return tmp_path / "home" / "none.db"


@pytest.mark.parametrize(
    ("called", "on_path", "typed"),
    [
        (".venv/bin/caseload", False, ".venv/bin/caseload"),
        ("a b/caseload", False, '"a b/caseload"'),
        (".venv/bin/caseload", True, "caseload"),
        ("caseload/__main__.py", False, "caseload"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="names programs otherwise")
def test_the_demo_names_the_program_by_what_a_shell_finds(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    called: str, on_path: bool, typed: str,
) -> None:  # fmt: skip
    folder = nowhere.parents[1] / "bin"
    folder.mkdir()
    if on_path:
        (folder / "caseload").touch(mode=0o700)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    assert main(["demo"]) == 0
    said = capsys.readouterr().out
    assert f"\n  {typed} --file caseload-demo/demo.db watch\n" in said


def run(example: str) -> int:
    return main(shlex.split(example.rpartition(" | ")[2])[1:])


def test_without_a_file_each_command_says_in_one_line_what_to_do(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {one: (run(one), *capsys.readouterr()) for one in WITH}
    line = f"caseload: There is no caseload file at {nowhere}. {TO_DO}"
    assert {one: did for one, did in said.items() if did != (10, "", line)} == {}
    assert list(nowhere.parents[1].iterdir()) == []


def test_a_command_that_needs_no_file_does_its_work_without(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("passphrase").write_text("several plain words", encoding="utf-8")
    for example in WITHOUT:
        nowhere.unlink(missing_ok=True)
        first = example.replace("caseload", "caseload --passphrase-file passphrase", 1)
        assert run(first) == 0, (example, capsys.readouterr().err)


def test_every_command_was_tried_without_a_file() -> None:
    tried = {shlex.split(one.rpartition(" | ")[2])[1] for one in (*WITH, *WITHOUT)}
    assert set(COMMANDS) - tried == {"rollup", "tui"}


def test_caseload_alone_says_how_to_begin(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("caseload") == 0
    assert "Start with: caseload demo" in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert (run("caseload"), *capsys.readouterr()) == (
        10, "", f"caseload: There is no caseload file at {nowhere}. {TO_DO}"
    )  # fmt: skip


# --- the page about it ---------------------------------------------------------------------------

PAGE = page_of("first-hour.md")
(ROSTER,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_of_the_first_hour_runs_from_an_empty_folder(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("passphrase").write_text("several plain words", encoding="utf-8")
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")
    lines = console(PAGE)
    assert len(lines) >= 9
    for line in lines:
        code = run(line.replace("caseload", "caseload --passphrase-file passphrase", 1))
        assert code == (20 if line.endswith("check") else 0), (line, capsys.readouterr().err)
    said = capsys.readouterr().out
    assert "clients: 2 would be added." in said
    assert "clients: 2 added." in said


def test_the_page_of_the_first_hour_shows_what_is_asked_and_how_the_roster_is_understood(
    nowhere: Path,
) -> None:
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    asked, understood = [shown for language, shown in blocks if not language]
    for question, line in zip(QUESTIONS, asked.splitlines(), strict=True):
        assert line.startswith(question.asks)
        name, answer = question.name, line.rpartition(":")[2].strip()
        assert read(name, answer).wrong is None
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")
    with imports.open_sheet(Path("roster.csv")) as sheet:
        found = understand(imports.KINDS["clients"], sheet, {}, headings.spellings())
    assert [line.rstrip() for line in understood.splitlines()] == preview(found, 80)
