"""What the program loads and holds: the morning list pays for nothing that it does not use."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from making import TODAY, new_file

from caseload.records import clients
from caseload.records._opening import create_file

HERE = Path(__file__).parents[1]
DEAR = (
    "rich.table textual jinja2 sqlite_utils dateutil openpyxl tomlkit pydantic platformdirs hashlib"
    " yaml markdown_it typst docxtpl fontTools caseload.model.planning caseload.model.linking"
    " caseload.documents decimal caseload.rules.fees caseload.rules.matching plotille"
    " caseload.model.assessing holidays rapidfuzz caseload.model.agenda icalendar"
    " tzlocal langcodes language_data"
)
MODULES = sorted((HERE / "caseload").rglob("*.py"))


@pytest.mark.parametrize("arguments", [["due", "--json"], ["due"], ["due", "--format", "table"]])
def test_the_list_loads_none_of_what_is_dear(tmp_path: Path, arguments: list[str]) -> None:
    create_file(tmp_path / "caseload.db", TODAY, None)
    # Where `unlock` keeps keys, once it was said.
    (tmp_path / "caseload").mkdir(mode=0o700)
    assert loaded_by(arguments, tmp_path) == "0"


def loaded_by(arguments: list[str], folder: Path) -> str:
    """The exit code of a command on the file of a folder, and what it loads of what is dear."""
    code = (
        "import sys; from caseload.cli import main\n"
        f"code = main({arguments!r})\n"
        f"loaded = [name for name in {DEAR.split()!r} if name in sys.modules]\n"
        "print('loaded:', code, *loaded, file=sys.stderr)"
    )
    environment = {
        **os.environ,
        "CASELOAD_FILE": str(folder / "caseload.db"),
        "CASELOAD_CONFIG": str(folder / "none.toml"),
        "XDG_RUNTIME_DIR": str(folder),
        "PYTHONPATH": str(HERE),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()[-1].partition("loaded:")[2].strip()


@pytest.mark.parametrize(
    ("words", "unused"),
    [
        (["due", "--"], "typer rich pathlib caseload.cli caseload.records caseload.settings"),
        (["log", "A"], "typer rich caseload.cli caseload.dates caseload.model caseload.show"),
    ],
)
def test_completing_a_line_loads_no_command(tmp_path: Path, words: list[str], unused: str) -> None:
    create_file(tmp_path / "caseload.db", TODAY, None)
    code = (
        "import sys; from caseload.completion import answer\n"
        "assert answer('complete_bash') == 0\n"
        f"print([name for name in {f'{unused} {DEAR}'.split()!r} if name in sys.modules])"
    )
    environment = {
        **os.environ,
        "CASELOAD_FILE": str(tmp_path / "caseload.db"),
        "CASELOAD_CONFIG": str(tmp_path / "none.toml"),
        "PYTHONPATH": str(HERE),
        "COMP_WORDS": "\n".join(["caseload", *words]),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_crisis_card_loads_next_to_none_of_it(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
    assert (
        loaded_by(["crisis", "card", "C0001"], tmp_path)
        == "0 caseload.model.planning caseload.model.assessing"
    )


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_module_says_what_lives_in_it(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_outgrows_its_room(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
