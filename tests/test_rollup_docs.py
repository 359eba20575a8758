"""The page about many files runs, from its first line to its last, and says what holds."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from caseload.cli import main
from caseload.records.rollup import Summary
from caseload.settings import keys_file

PAGE = (Path(__file__).parents[1] / "docs" / "rollup.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    lines = re.findall(r"^\$ (caseload .*)$", PAGE, re.MULTILINE)
    assert len(lines) >= 7
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
    said = (tmp_path / "friday.csv").read_text(encoding="utf-8").splitlines()[-1]
    # Two who went away from the first agency are clients of the second.
    assert said.startswith("total,,70,2,")


def test_the_file_of_keys_that_the_page_shows_can_be_read(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    tomllib.loads(shown)
    (tmp_path / "keys.toml").write_text(shown, encoding="utf-8")
    ways = keys_file.read(tmp_path / "keys.toml")
    assert [way.command is None for way in ways.values()] == [True, False]


@pytest.mark.parametrize("column", Summary._fields[2:])
def test_the_page_says_what_each_figure_counts(column: str) -> None:
    assert re.search(rf"^\|.*\b{column}\b.*\|", PAGE, re.MULTILINE)
