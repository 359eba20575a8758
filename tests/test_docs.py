"""The documentation runs: every command of the README, and what the pages say of the program."""

import ast
import re
import shlex
from pathlib import Path

import make_reference
import pytest
from openpyxl import load_workbook
from pages import HERE, console, page_of, walk
from platformdirs import macos, unix
from pypdf import PdfReader

from caseload.cli import main
from caseload.records import exports, imports
from caseload.settings import config, resource_files

README = (HERE / "README.md").read_text(encoding="utf-8")
PAGES = [*HERE.glob("*.md"), *(HERE / "docs").rglob("*.md")]


def test_the_five_minutes_of_the_readme_run_line_by_line_on_the_tables_that_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    (tmp_path / "passphrase").write_text("four words of one's own", encoding="utf-8")
    tables = re.findall(r"`(\w+\.csv)`[^`]*\n```csv\n(.*?)```", README, re.DOTALL)
    assert [name for name, _ in tables] == ["roster.csv", "contacts.csv"]
    for name, text in tables:
        (tmp_path / name).write_text(text, encoding="utf-8")
    lines = console(README)
    assert len(lines) >= 15
    said = []
    for line in lines:
        code = main(["--passphrase-file", "passphrase", *shlex.split(line)[1:]])
        out, err = capsys.readouterr()
        assert code == 0, (line, err)
        said.append(out)
    morning, evening = (out for line, out in zip(lines, said, strict=True) if line.endswith("due"))
    assert "Okafor, Ngozi" in morning
    assert "Okafor, Ngozi" not in evening
    assert "Nuñez, José" in evening
    plan = "".join(page.extract_text() for page in PdfReader("plan.pdf").pages)
    assert "Dana Whitfield" in plan
    assert load_workbook("month.xlsx").sheetnames == ["clients", "contacts", "due"]
    assert (tmp_path / "compliance.xlsx").exists()


SHOWN = {
    "matching.md": ("yaml", "own/matching.yaml"),
    "intake.md": ("json", "intakes.json"),
    "importing.md": ("csv", "roster.csv"),
}
"""What these pages show of a file, and the file from which their commands read it."""


ELSEWHERE = {
    "documents.md": "test_documents_docs.py",
    "first-hour.md": "test_first_run.py",
    "reports.md": "test_report_docs.py",
    "rollup.md": "test_rollup_docs.py",
    "scripts.md": "test_scripts.py",
}
"""Pages that do not begin with the demo, and what runs them."""
WALKED = [
    page.name
    for page in sorted((HERE / "docs").glob("*.md"))
    if page.name not in ELSEWHERE and console(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("name", WALKED)
def test_a_page_runs_on_the_demo_from_its_first_command_to_its_last(
    on_the_demo: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = page_of(name)
    (on_the_demo / "own").mkdir()
    (on_the_demo / "config.toml").write_text('data = "own"\n', encoding="utf-8")
    if name in SHOWN:
        kind, file = SHOWN[name]
        (shown,) = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
        (on_the_demo / file).write_text(shown, encoding="utf-8")
    walk(console(text), capsys, 1)
    for made in re.findall(r"^\$ caseload .* -o (\S+)", text, re.MULTILINE):
        assert made == "-" or (on_the_demo / made).exists(), made


@pytest.mark.parametrize(("page", "test"), ELSEWHERE.items())
def test_a_page_that_is_run_elsewhere_is_named_there(page: str, test: str) -> None:
    assert f'"{page}"' in (HERE / "tests" / test).read_text(encoding="utf-8")


def test_the_readme_sets_everything_up_in_two_commands() -> None:
    shown = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert [block.count("\n") for block in shown] == [1, 1]
    assert shown[0].rstrip().endswith("caseload demo")
    # .ci/run takes the test command from here by its two ends.
    assert shown[1].startswith("python3 -m venv ")
    assert shown[1].rstrip().endswith("pytest")


# --- the reference -------------------------------------------------------------------------------


def test_the_reference_is_what_the_program_says() -> None:
    made = make_reference.pages()
    assert set(make_reference.REFERENCE.iterdir()) < set(made)
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, "python tools/make_reference.py"


def test_the_page_of_imports_names_each_kind_of_table_once() -> None:
    section = page_of("importing.md").partition("## Kinds")[2].partition("\n## ")[0]
    into, _, besides = re.sub(r"\[.*?\)", "", section).partition("Exported besides")
    for told, kinds in (
        (into, set(imports.KINDS)),
        (besides, set(exports.KINDS) - set(imports.KINDS)),
    ):
        named = [one for one in re.findall(r"[a-z_0-9]+", told) if one in exports.KINDS]
        assert sorted(named) == sorted(kinds)


def test_the_page_of_settings_names_each_setting() -> None:
    table = page_of("settings.md").partition("## Settings")[2]
    cells = "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))
    assert sorted(re.findall(r"`([a-z_.0-9]+)`", cells)) == sorted(config.NAMES)


@pytest.mark.parametrize("page", ["README.md", "docs/settings.md"])
def test_the_folders_named_are_those_of_each_system(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    text = (HERE / page).read_text(encoding="utf-8")
    linux, mac = unix.Unix("caseload"), macos.MacOS("caseload")
    for folder in (linux.user_data_path, linux.user_config_path, mac.user_data_path):
        shown = folder.as_posix().replace(Path.home().as_posix(), "~")
        assert f"`{shown}/`" in text, shown
    assert mac.user_data_path == mac.user_config_path


# --- links and names -----------------------------------------------------------------------------


def anchors_of(page: Path) -> set[str]:
    """The headings of a page as a forge names them in links."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]*)(?:#([^):]+))?\)", text)
    for target, heading in [*links, *((one, "") for one in re.findall(r'src="([^"]+)"', text))]:
        led = page.parent / target if target else page
        assert led.exists(), target
        assert not heading or heading in anchors_of(led), (target, heading)


def test_each_page_stands_in_the_contents_of_the_site_once() -> None:
    index = HERE / "docs" / "index.md"
    contents = re.findall(r"```\{toctree\}\n(.*?)```", index.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for line in "".join(contents).splitlines() if line and line[0] != ":"]
    named = [
        (index.parent / f"{line.rpartition('<')[2].rstrip('>')}.md").resolve() for line in lines
    ]
    assert sorted(named) == sorted(set(PAGES) - {index})


def test_the_site_is_built_alike_by_hand_and_on_a_clean_machine() -> None:
    build = "-m sphinx --fail-on-warning --nitpicky --quiet -c docs . site"
    for name in ("Makefile", ".ci/run"):
        assert build in (HERE / name).read_text(encoding="utf-8")


def test_the_map_of_the_house_names_files_that_are_there() -> None:
    drawing = page_of("house.md").split("```")[1]
    named = re.findall(r"\b_?\w+\.py\b", drawing)
    assert len(named) > 15
    there = {path.name for path in (HERE / "caseload").rglob("*.py")}
    assert set(named) <= there


def defined(module: Path) -> set[str]:
    """The functions and classes of a module, those within classes too."""
    return {
        node.name
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def test_the_life_of_a_contact_names_files_and_functions_that_are_there() -> None:
    page = page_of("life-of-a-contact.md")
    links = re.findall(r"\[`([\w./]+)`\]\((\S+\.py)\)", page)
    assert len(links) > 12
    for name, path in links:
        within = defined(HERE / "docs" / path)
        assert path.endswith(name) or name.rpartition(".")[2] in within, (name, path)
    for module, name in re.findall(r"`([a-z_]+)\.(?!py`)(\w+)`", page):
        files = [*(HERE / "caseload").rglob(f"{module}.py")]
        files += (HERE / "caseload").rglob(f"{module}/__init__.py")
        assert any(name in defined(path) for path in files), (module, name)


def test_contributing_fits_on_a_page_and_its_commands_are_targets_of_make() -> None:
    page = (HERE / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(page.splitlines()) <= 100
    makefile = (HERE / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^make (\w+)", page, re.MULTILINE)
    assert sorted(named) == sorted(re.findall(r"^(\w+): \.venv/made", makefile, re.MULTILINE))
    for tool in re.findall(r"`(?:PYTHONPATH=tests python )?(tools/\w+\.py)`", page):
        assert (HERE / tool).exists(), tool


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
