"""The page of reports runs, and says what the program counts."""

import re
import shlex
from pathlib import Path

import pytest

from caseload.cli import main
from caseload.reporting import billing
from caseload.reporting.billing import Rounding, Rule, SameDay
from caseload.reporting.catalog import REPORTS
from caseload.settings import yardsticks

PAGE = (Path(__file__).parents[1] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_and_of_the_help_runs_on_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    assert main(["demo", "demo"]) == 0
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "demo" / "demo.db"))
    capsys.readouterr()
    assert main(["report", "--help"]) == 0
    helped = re.findall(r"^ *(caseload report .*)$", capsys.readouterr().out, re.MULTILINE)
    lines = re.findall(r"^\$ (caseload .*)$", PAGE, re.MULTILINE)
    assert len(lines) >= 7
    assert len(helped) >= 5
    for line in [*lines, *helped]:
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
    assert (tmp_path / "third.html").exists()


@pytest.mark.parametrize("report", REPORTS)
def test_the_page_names_each_figure(report: str) -> None:
    part = PAGE.split(f"## {report}: ")[1].split("\n## ")[0]
    for one in REPORTS[report]:
        assert re.search(rf"\b{one.figure}\b", part), one.figure


def test_the_rules_of_billing_on_the_page_can_be_read_and_begin_with_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "billing.yaml").write_text(shown, encoding="utf-8")
    (tmp_path / "config.toml").write_text(f"data = '{tmp_path}'\n", encoding="utf-8")
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    ours = yardsticks.billing()
    assert ours == billing.Rules(Rule(), {})
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    own = yardsticks.billing()
    assert own.default == ours.default
    assert own.of("intensive case management") == Rule(rounding=Rounding.UP, same_day=SameDay.EACH)
