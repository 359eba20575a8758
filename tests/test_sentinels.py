"""What people write stands in the encrypted file and in what they exported, and nowhere else.

A word of its own is put after every text of the invented caseload, which is then encrypted. A day
of work goes over it: the examples of every command's help one after another, some of them killed,
some ended by a fault of ours, and a session on the screens. Then every file is searched.
"""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

import everywhere
import pytest
from apart import Apart, Ended
from playing import play, press, shown
from test_help import EXAMPLES
from test_help import folder as demo  # noqa: F401
from textual.pilot import Pilot

from caseload.cli import main

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process for each command")

WORD = "Qzentinel"
SOUGHT = [WORD.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
KEYS = ("program.name", "note_format.name")
"""What the examples name whole."""
NOT_OURS = (
    "caseload decrypt",
    "caseload encrypt",
    "caseload tui",
    "caseload demo",
    "caseload key ch",
)
"""What makes the file plain, gives it another key, or another file; the screens have their turn."""
OUT = "-o "


class Desk(NamedTuple):
    """Folders of an account, and what is set in it."""

    base: Path
    work: Path
    environment: dict[str, str]

    @property
    def path(self) -> Path:
        """The caseload file."""
        return Path(self.environment["CASELOAD_FILE"])


@pytest.fixture(scope="module")
def desk(demo: Path) -> Iterator[Desk]:  # noqa: F811
    memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(prefix="caseload-", dir=memory if memory.is_dir() else None))
    for name in ("home", "temporary", "run"):
        (base / name).mkdir(mode=0o700)
    work = base / "work"
    shutil.copytree(demo, work)
    work.joinpath("caseload.jsonl").unlink()
    plain, path = work / "demo" / "demo.db", base / "records" / "caseload.db"
    at = [place for place in everywhere.places(plain) if place.name not in KEYS]
    assert len({place.name for place in at}) > 100
    everywhere.follow(plain, at, lambda number: f"{WORD}{number}")
    environment = {
        "CASELOAD_FILE": str(plain), "CASELOAD_CONFIG": str(base / "home" / "config.toml"),
        "CASELOAD_TODAY": "2026-11-23", "CASELOAD_STAFF": "S0001", "COLUMNS": "100",
        "HOME": str(base / "home"), "XDG_RUNTIME_DIR": str(base / "run"),
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": str(base / "home" / "cache"), "TMPDIR": str(base / "temporary"),
    }  # fmt: skip
    with mock.patch.dict(os.environ, environment):
        assert main(["encrypt", "--new-passphrase-file", str(work / "passphrase")]) == 0
    path.parent.mkdir(mode=0o700)
    plain.rename(path)
    shutil.rmtree(plain.parent)
    environment["CASELOAD_FILE"] = str(path)
    yield Desk(base, work, environment)
    shutil.rmtree(base)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart() as running:
        yield running


def holding(folder: Path) -> set[str]:
    """The files of a folder in which the word stands."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in SOUGHT)
    }


def run(apart: Apart, desk: Desk, example: str, how: str = "none", after: float = 600) -> Ended:
    first, _, last = example.rpartition(" | ")
    reads = run(apart, desk, first).out if first else ""
    arguments = ["--passphrase-file", "passphrase", *shlex.split(last)[1:]]
    return apart.run(arguments, desk.work, desk.environment, reads, how, after)


def day(heavy: bool) -> list[str]:
    """Examples in the order of the tree, reading and writing in turn."""
    found = [one for one in EXAMPLES if not one.startswith(NOT_OURS)]
    return found if heavy else found[::8]


async def session(pilot: Pilot[None]) -> None:
    """On the screens: every tab, a contact logged, one left, and the plan editor."""
    for tab in "1234567890":
        await press(pilot, tab)
        assert tab not in "126" or WORD in shown(pilot), tab
    for leave in (["ctrl+s"], ["escape"]):
        await press(pilot, "1", "l", *["tab"] * 7, f"={WORD}typed", *leave)
        await press(pilot, "escape")
    await press(pilot, "p", "enter", f"={WORD}goal", "escape", "escape")
    await press(pilot, "r", "escape")
    assert pilot.app.is_running


def test_the_words_of_a_working_day_stand_in_the_file_and_in_what_was_exported(
    desk: Desk, apart: Apart, heavy: bool
) -> None:
    before = {path.name for path in desk.work.iterdir()}
    codes, said, faults = list[int](), "", 0
    chance = Random(5)
    for example in day(heavy):
        ended = run(apart, desk, example)
        codes.append(ended.code)
        said += ended.out
        broken = run(apart, desk, example, "fault")
        if "a fault in caseload itself" in broken.err:
            faults += 1
            assert WORD not in broken.err, broken
            assert broken.code == 1
        if OUT not in example and "render" not in example:
            run(apart, desk, example, after=chance.uniform(0.02, 0.3))
        assert "Traceback" not in ended.err + broken.err, ended
    with mock.patch.dict(os.environ, desk.environment):
        play(
            desk.path, session, client="C0031", staff="S0001",
            passphrase_file=desk.work / "passphrase", size=(160, 60),
        )  # fmt: skip
    assert said.count(WORD) > 100
    assert codes.count(0) > len(codes) * 0.6
    assert faults > len(codes) / 4

    exported = holding(desk.work)
    assert exported
    for folder in ("home", "temporary", "run", "records"):
        assert holding(desk.base / folder) == set(), folder
    # What stands in the folder of work was asked for: a new file, by its whole name.
    assert {name for name in exported if name.startswith(".") or name in before} == set()
