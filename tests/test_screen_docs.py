"""The page of the full-screen program is true: its commands run, its keys are there."""

import re
import shlex
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from pages import page_of

import caseload.tui
from caseload.cli import main
from caseload.tui.app import CaseloadApp
from caseload.tui.chart import Chart
from caseload.tui.plan_editor import PlanEditor
from caseload.tui.resources import ResourceRows
from caseload.tui.rows import Rows
from caseload.tui.tab_overview import Facts
from caseload.tui.today import Today

PAGE = page_of("screen.md")
BY_TASK, _, BY_NAME = PAGE.partition("\n## Each key by its name")
TASKS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `(caseload [^|]+)` \|$", BY_TASK, re.MULTILINE)
NAMED = re.findall(r"^\| ((?:`[a-z_.]+`(?:, )?)+) \| ([^|]+) \| ([^|]+) \|$", BY_NAME, re.MULTILINE)


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


def names_in_code() -> set[str]:
    """The names of all keys of the full-screen program."""
    modules = [
        import_module(f"caseload.tui.{one.name}") for one in iter_modules(caseload.tui.__path__)
    ]
    places = [
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and one.__module__ == module.__name__ and "BINDINGS" in vars(one)
    ]
    return set(bound(*places))


def test_every_key_of_the_screen_stands_in_the_table_of_commands() -> None:
    said = [name for names, _, _ in NAMED for name in names.replace("`", "").split(", ")]
    assert sorted(said) == sorted(names_in_code())


def test_each_command_of_that_table_is_there_with_its_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _, does, commands in NAMED:
        for command in re.findall("`caseload ([^`]+)`", commands):
            words = command.split()
            options = [word for word in words if word.startswith("--")]
            path = [word for word in words if word not in options]
            assert main([*path, "--help"]) == 0, (does, command)
            page = capsys.readouterr().out
            assert all(option in page for option in options), (does, command)
