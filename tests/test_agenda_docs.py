"""The page about appointments, tasks and advocacy runs on the demo, in its order."""

import re
import shlex
from pathlib import Path

import pytest

from caseload.cli import main
from caseload.commands import advocacy, appointment, task

PAGE = (Path(__file__).parents[1] / "docs" / "agenda.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    assert main(["demo", "demo"]) == 0
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "demo" / "demo.db"))
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    lines = re.findall(r"^\$ (caseload .*)$", PAGE, re.MULTILINE)
    assert len(lines) >= 20
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
    assert (tmp_path / "mine.ics").exists()


@pytest.mark.parametrize("module", [appointment, task, advocacy])
def test_the_page_names_the_verbs(module: object) -> None:
    for info in module.app.registered_commands:  # type: ignore[attr-defined]
        name = info.name or info.callback.__name__.rstrip("_")
        assert re.search(rf"\b{name}\b", PAGE), name
