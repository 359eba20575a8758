"""The documentation runs: every command of the README, and what the pages say of the program."""

import inspect
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest
import typer
from pages import HERE, console, page_of, walk

from caseload import errors
from caseload.cli import COMMANDS, main, module_of
from caseload.records import exports, imports
from caseload.settings import resource_files

README = (HERE / "README.md").read_text(encoding="utf-8")
PAGES = [*HERE.glob("*.md"), *(HERE / "docs").glob("*.md")]
COMMANDS_PAGE = page_of("commands.md")

ROSTER = """client_id,first_name,last_name,program,Worker,admitted_on
C0031,Ngozi,Okafor,ACT-lite,Dana Whitfield,2026-01-05
C0002,José,Nuñez,ACT-lite,Dana Whitfield,2026-02-05
"""


def test_every_command_of_the_readme_runs_in_the_order_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    (tmp_path / "passphrase").write_text("four words of one's own", encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    lines = console(README)
    assert len(lines) >= 12
    for line in lines:
        arguments = shlex.split(line)[1:]
        code = main(["--passphrase-file", "passphrase", *arguments])
        allowed = (0, 20) if arguments[0] == "check" or "--fail-on" in arguments else (0,)
        assert code in allowed, (line, capsys.readouterr().err)
    assert (tmp_path / "caseload.jsonl").exists()


SHOWN = {"matching.md": ("yaml", "own/matching.yaml"), "intake.md": ("json", "intakes.json")}
"""What these pages show of a file, and the file from which their commands read it."""


@pytest.mark.parametrize(
    ("name", "at_least"),
    [("matching.md", 14), ("intake.md", 16), ("resources.md", 5), ("exports.md", 13),
     ("referrals.md", 6), ("agenda.md", 20), ("circle.md", 19)],
)  # fmt: skip
def test_a_page_runs_on_the_demo_from_its_first_command_to_its_last(
    on_the_demo: Path, capsys: pytest.CaptureFixture[str], name: str, at_least: int
) -> None:
    text = page_of(name)
    (on_the_demo / "own").mkdir()
    (on_the_demo / "config.toml").write_text('data = "own"\n', encoding="utf-8")
    if name in SHOWN:
        kind, file = SHOWN[name]
        (shown,) = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
        (on_the_demo / file).write_text(shown, encoding="utf-8")
    walk(console(text), capsys, at_least)
    for made in re.findall(r"^\$ caseload .* -o (\S+)", text, re.MULTILINE):
        assert made == "-" or (on_the_demo / made).exists(), made


def test_the_readme_sets_everything_up_in_two_commands() -> None:
    shown = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert [block.count("\n") for block in shown] == [1, 1]
    assert shown[0].rstrip().endswith("caseload demo")
    # .ci/run takes the test command from here by its two ends.
    assert shown[1].startswith("python3 -m venv ")
    assert shown[1].rstrip().endswith("pytest")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_of_commands_names_each(command: str) -> None:
    assert f"`caseload {command}" in COMMANDS_PAGE


def test_the_page_of_commands_names_each_exit_code() -> None:
    codes = {
        kind.exit_code
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.CaseloadError)
    }
    for code in {0, 20, 130, *codes}:
        assert f"| {code} |" in COMMANDS_PAGE


def test_the_page_of_commands_names_each_kind_of_table_once() -> None:
    section = COMMANDS_PAGE.partition("## Import")[2].partition("\n- ")[0]
    into, _, besides = re.sub(r"\[.*?\)", "", section).partition("Exported besides")
    for told, kinds in (
        (into, set(imports.KINDS)),
        (besides, set(exports.KINDS) - set(imports.KINDS)),
    ):
        named = [one for one in re.findall(r"[a-z_0-9]+", told) if one in exports.KINDS]
        assert sorted(named) == sorted(kinds)


def test_the_page_of_commands_names_each_part_of_a_command_once() -> None:
    table = COMMANDS_PAGE.partition("## Global options")[0]
    told: list[str] = []
    for cell in re.findall(r"^\| (`.*?) \|", table.replace("\\|", "/"), re.MULTILINE):
        command = ""
        for words in re.findall(r"`([^`]+)`", cell):
            name, _, rest = words.removeprefix("caseload ").partition(" ")
            if words.startswith("caseload "):
                command, parts = name, rest.split(" ")[0].split("/")
            else:
                parts = [name]
            told += [f"{command} {part}" for part in parts if part and part.islower()]
    there = []
    for name in COMMANDS:
        group = typer.main.get_command(import_module(module_of(name)).app)
        if hasattr(group, "list_commands"):
            there += [f"{name} {part}" for part in group.list_commands(None)]
    assert sorted(told) == sorted(there)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_drawing_of_the_house_names_files_that_are_there() -> None:
    drawing = (HERE / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```")[1]
    named = re.findall(r"\b_?\w+\.py\b", drawing)
    assert len(named) > 15
    there = {path.name for path in (HERE / "caseload").rglob("*.py")}
    assert set(named) <= there


def test_the_page_of_what_is_tried_names_tests_that_are_there() -> None:
    page = page_of("reliability.md")
    named = set(re.findall(r"test_\w+\.py", page))
    assert len(named) > 5
    assert named <= {path.name for path in (HERE / "tests").iterdir()}


def test_the_points_that_the_page_of_services_names_are_those_shipped() -> None:
    page = page_of("resources.md").replace("\u2212", "-")
    shown = "\n".join(line for line in page.splitlines() if line.startswith("| "))
    for groups in ("county named,county everywhere", "age within,age unlimited",
                   "language spoken,language unsaid,language other",
                   "accepting yes,accepting unknown,accepting no",
                   "verified recently,verified lately,verified long_ago,verified never",
                   "eligible met,eligible unknown,eligible unmet",
                   "history worked,history failed"):  # fmt: skip
        points = resource_files.weights().points
        said = " · ".join(str(points[name]) for name in groups.split(","))
        assert f"| {said}" in shown, groups
