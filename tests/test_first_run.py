"""The first run: without a file each command says in one line what to do, or needs none."""

import io
import re
import shlex
import sys
from pathlib import Path

import pytest
from test_help import EXAMPLES

from caseload.cli import COMMANDS, main

NEEDS_NONE = re.compile(
    "caseload (--file practice.db init|advocacy kinds|config|demo|export --describe|init|"
    "instrument|key forget|lock|template)"
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
