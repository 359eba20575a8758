"""The page of the full-screen program is true: its commands run, its keys are there."""

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
from pages import page_of

from caseload.cli import main
from caseload.tui.app import CaseloadApp
from caseload.tui.chart import Chart
from caseload.tui.plan_editor import PlanEditor
from caseload.tui.resources import ResourceRows
from caseload.tui.rows import Rows
from caseload.tui.tab_overview import Facts
from caseload.tui.today import Today

PAGE = page_of("screen.md")
TASKS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `(caseload [^|]+)` \|$", PAGE, re.MULTILINE)


def bound(*places: type) -> dict[str, str]:
    """The keys of some places, by the names of their bindings."""
    return {
        one.id: one.key
        for place in places
        for one in place.BINDINGS  # type: ignore[attr-defined]
        if getattr(one, "id", None)
    }


def test_every_task_on_the_screen_has_a_command_that_runs(
    on_the_demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "-c", ""]))
    assert len(TASKS) >= 15
    for task, _, command in TASKS:
        with monkeypatch.context() as terminal:
            if command.startswith("caseload plan edit"):
                for stream in (sys.stdin, sys.stdout):
                    terminal.setattr(stream, "isatty", lambda: True)
            assert main(shlex.split(command)[1:]) == 0, (task, capsys.readouterr().err)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        *((key, Today) for key in "elcprf"),
        *((key, PlanEditor) for key in "agSc"),
        *((key, Facts) for key in "huc"),
        *((key, Chart) for key in "lps"),
        *((key, ResourceRows) for key in "ave"),
        *(
            (key, CaseloadApp)
            for key in ("f1", "f2", "f3", "f4", "f5", "ctrl+z", "ctrl+l", "ctrl+q")
        ),
    ],
)
def test_a_key_of_the_page_is_bound_where_it_says(key: str, place: type) -> None:
    assert any(key in keys.split(",") for keys in bound(place).values())


def test_the_names_of_keys_in_the_example_are_names_of_keys() -> None:
    shown = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    names = tomllib.loads(shown[0])["keys"]
    assert set(names) <= set(bound(Today, Rows))
