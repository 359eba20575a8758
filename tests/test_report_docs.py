"""The page of reports runs, and says what the program counts."""

import re
from pathlib import Path

import pytest
from pages import console, page_of, walk

from caseload.cli import main
from caseload.reporting import billing
from caseload.reporting.billing import Rounding, Rule, SameDay
from caseload.reporting.catalog import REPORTS
from caseload.settings import yardsticks

PAGE = page_of("reports.md")


def test_every_command_of_the_page_and_of_the_help_runs_on_the_demo(
    on_the_demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--help"]) == 0
    helped = re.findall(r"^ *(caseload report .*)$", capsys.readouterr().out, re.MULTILINE)
    assert len(helped) >= 5
    walk(console(PAGE), capsys, 7)
    walk(helped, capsys, 5)
    assert (on_the_demo / "third.html").exists()


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
