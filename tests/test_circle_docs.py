"""The page about the circle runs, on the demo, from its first line to its last."""

import re
import shlex
from pathlib import Path

import pytest

from caseload.cli import main
from caseload.model.circle import WithoutRelease

PAGE = (Path(__file__).parents[1] / "docs" / "circle.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    assert main(["demo", "demo"]) == 0
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "demo" / "demo.db"))
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    lines = re.findall(r"^\$ (caseload .*)$", PAGE, re.MULTILINE)
    assert len(lines) >= 19
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
    assert {path.suffix for path in tmp_path.glob("*.*")} == {".pdf", ".csv"}


def test_the_page_names_every_exception() -> None:
    assert [one for one in WithoutRelease if f"`{one}" not in PAGE] == []
