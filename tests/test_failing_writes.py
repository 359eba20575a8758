"""A write that finds no room or no permission is refused in one sentence, and nothing is written.

Each command of the tree is run by the examples of its own help, so none can be forgotten: first as
usual, to see what it writes, and then where nothing can be written. Then it ends with 15 and says
why, the folder is byte for byte what it was, and nothing half-made lies about. A command that only
reads does so there as well.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import typer
from apart import Apart, Ended, permissions_bind, small_disk
from test_help import EXAMPLES, made_ready
from test_help import folder as demo  # noqa: F401

from caseload import cli
from caseload.cli import COMMANDS
from caseload.records import backups

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process for each command")

FILLER = "filler"
SLACK = 9_000_000
"""Bytes more of a small disk than the folder needs, which the filler takes."""
AT_A_TERMINAL = re.compile("caseload (plan edit C0031|safety-plan edit C0031|tui.*)")
"""What asks a person; the editors and the screens have tests of their own."""
READERS = {
    *("watch", "history", "help", "tui", "key recovery", "key forget", "lock", "resource find"),
    *("client show", "client eligibility", "client fee", "care-team card", "crisis card"),
    *("plan diff", "plan history", "safety-plan diff", "safety-plan history", "advocacy kinds"),
    *("assessment chart", "appointment follow-through", "audit log", "audit verify"),
    *("backup verify", "instrument check", "template check", "rollup shared"),
    *(f"{noun} list" for noun in (
        "advocacy", "appointment", "assessment", "backup", "care-team", "client", "consent",
        "contact", "crisis", "document", "guideline", "holiday", "instrument", "intake", "need",
        "note-format", "program", "referral", "resource", "staff", "standard", "task", "template",
    )),
    *(f"{noun} show" for noun in (
        "advocacy", "assessment", "contact", "crisis", "instrument", "plan", "program", "referral",
        "resource", "safety-plan", "task", "template",
    )),
}  # fmt: skip
"""Commands of which no example writes."""
MORE = {
    "advocacy edit": "caseload advocacy edit AV0003 --against Nobody",
    "guideline edit": "caseload guideline edit 2026 --source Nowhere",
}
"""What writes, where the help's own example happens to say what the demo says already."""
REPLACING = re.compile("encrypt|decrypt|key (change|recovery)|backup restore")
"""What puts another file in the old one's place, which is the folder's to allow."""
PLACES = (
    "full disk", "no room", "read-only disk", "read-only folder", "read-only file", "no permission",
)  # fmt: skip
BOUND = PLACES[3:]
"""Where it is permissions that stand in the way."""


def leaves() -> dict[str, list[str]]:
    """Every command of the tree, with the examples of its help."""
    root: Any = typer.main.get_command(cli.app)
    found = dict[str, list[str]]()
    waiting = [(name, root.get_command(None, name)) for name in COMMANDS]
    while waiting:
        name, command = waiting.pop()
        below = getattr(command, "commands", {})
        waiting += [(f"{name} {each}", one) for each, one in below.items()]
        shown = [line.strip() for line in (command.callback.__doc__ or "").splitlines()]
        examples = [line for line in shown if line in EXAMPLES]
        if examples or not below:
            examples += [MORE[name]] if name in MORE else []
            found[name] = [one for one in examples if not AT_A_TERMINAL.fullmatch(one)]
    return dict(sorted(found.items()))


LEAVES = leaves()


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    with Apart() as running:
        yield running


class Ready(NamedTuple):
    """An example about to be run, in `here`, which is each time a copy of `kept`."""

    kept: Path
    here: Path
    arguments: list[str]
    reads: str
    environment: dict[str, str]


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    """A folder in memory where there is one: keys are kept nowhere else."""
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(prefix="caseload-", dir=memory if memory.is_dir() else None))
    (made / "temporary").mkdir()
    yield made
    shutil.rmtree(made)


@pytest.fixture
def ready(
    base: Path,
    demo: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[str], Ready]:
    def make(example: str) -> Ready:
        kept, here = base / "kept", base / "here"
        for one in (kept, here):
            shutil.rmtree(one, ignore_errors=True)
        with monkeypatch.context() as patch:
            arguments, reads = made_ready(example, demo, here, patch, capsys)
            (here / "run").mkdir(mode=0o700)
            own = {name: value for name, value in os.environ.items() if "CASELOAD" in name}
        here.rename(kept)
        environment = {
            **own, "PATH": os.environ["PATH"], "HOME": str(here / "home"), "COLUMNS": "100",
            "XDG_RUNTIME_DIR": str(here / "run"), "TMPDIR": str(base / "temporary"),
        }  # fmt: skip
        return Ready(kept, here, arguments, reads, environment)

    return make


def tree_of(folder: Path) -> dict[str, bytes]:
    """All files in a folder. An empty folder that was asked for may stay."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != FILLER
    }


@contextmanager
def place(kind: str, ready: Ready, room: int = 0) -> Iterator[str]:
    """A copy of the folder where nothing can be written; the hindrance of the process in it."""
    here = ready.here
    shutil.rmtree(here, ignore_errors=True)
    if kind.endswith("disk"):
        here.mkdir()
        needed = sum(path.stat().st_blocks for path in ready.kept.rglob("*")) * 512
        with small_disk(here, needed + SLACK) as mounted:
            if not mounted:
                pytest.skip("no file system can be mounted here")
            shutil.copytree(ready.kept, here, dirs_exist_ok=True)
            if kind == "full disk":
                with suppress(OSError), (here / FILLER).open("wb", buffering=0) as filler:
                    while filler.write(bytes(65536)) == 65536:
                        pass
                    while filler.write(bytes(4096)):
                        pass
                os.truncate(here / FILLER, (here / FILLER).stat().st_size - room)
            else:
                subprocess.run(["mount", "-o", "remount,ro", str(here)], check=True)
            yield "none"
        return
    shutil.copytree(ready.kept, here)
    database = Path(ready.environment["CASELOAD_FILE"])
    if kind == "read-only folder":
        closed = [(path, 0o500) for path in (here, *here.rglob("*")) if path.is_dir()]
    elif kind == "no room":
        closed = []
    else:
        closed = [(database, 0o400 if kind == "read-only file" else 0)] * database.exists()
    for path, mode in reversed(closed):
        path.chmod(mode)
    yield "no room" if kind == "no room" else "bound"
    for path, _ in closed:
        path.chmod(0o700)


def run(apart: Apart, ready: Ready, hindrance: str = "none") -> Ended:
    return apart.run(ready.arguments, ready.here, ready.environment, ready.reads, hindrance)


def written_by(apart: Apart, ready: Ready) -> tuple[Ended, bool, bool]:
    """How it ends as usual, whether it then has written anything, and whether in the file."""
    shutil.rmtree(ready.here, ignore_errors=True)
    shutil.copytree(ready.kept, ready.here)
    usual = run(apart, ready)
    assert usual.code in (0, 20), usual
    before, after = tree_of(ready.kept), tree_of(ready.here)
    database = str(Path(ready.environment["CASELOAD_FILE"]).relative_to(ready.here))
    return usual, before != after, before.get(database, b"") not in (b"", after.get(database))


def refused(apart: Apart, ready: Ready, kind: str, in_file: bool) -> None:
    """Where it can't write it says so in one sentence, and has written nothing."""
    before = tree_of(ready.kept)
    with place(kind, ready) as hindrance:
        ended = run(apart, ready, hindrance)
        after = tree_of(ready.here) if kind != "no permission" else None
    after = after or tree_of(ready.here)
    what = (kind, ready.arguments, ended)
    if kind in ("read-only file", "no permission"):
        replaces = kind == "read-only file" and REPLACING.search(" ".join(ready.arguments))
        if replaces or (not in_file and ended.code == 0):
            assert ended.code == 0, what
            return
        # A copy of the day is whole, or it is not there.
        for name in [name for name in after if ".backups" in name and name not in before]:
            if name.endswith(".db"):
                backups.read(ready.here / name, None)
            del after[name]
    assert ended.code == 15, what
    assert ended.out == "", what
    assert len(re.findall("^caseload: ", ended.err, re.MULTILINE)) == 1, what
    assert "Traceback" not in ended.err
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed == set(), what
    assert list(Path(ready.environment["TMPDIR"]).iterdir()) == [], what


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_command_that_can_not_write_says_so_and_has_written_nothing(
    leaf: str, apart: Apart, ready: Callable[[str], Ready], heavy: bool
) -> None:
    writes = False
    for example in LEAVES[leaf]:
        one = ready(example)
        usual, written, in_file = written_by(apart, one)
        if not written:
            # A trial takes the lock of a write, and says that it can't.
            with place("read-only folder", one) as hindrance:
                ended = run(apart, one, hindrance)
            assert ended == usual or ("--dry-run" in example and ended.code == 15), ended
            assert tree_of(one.here) == tree_of(one.kept)
            continue
        writes = True
        for kind in PLACES if heavy else [PLACES[sum(leaf.encode()) % len(PLACES)]]:
            if kind in BOUND and not permissions_bind():
                continue
            refused(apart, one, kind, in_file)
        if not heavy:
            break
    assert writes is (leaf not in READERS)


SOME_ROOM = [
    "caseload log C0031 --mode phone --minutes 20 'Rent paid.'",
    "caseload client add Ann Lee",
    "caseload plan edit C0031 --vision 'My own place'",
    "caseload import contacts contacts.csv",
    "caseload export everything -o all.jsonl",
    "caseload backup create",
    "caseload encrypt --new-passphrase-file new.txt",
    "caseload render plan C0031 -o plan.pdf",
]


@pytest.mark.parametrize("example", SOME_ROOM)
def test_a_disk_that_fills_up_halfway_leaves_all_or_nothing(
    example: str, apart: Apart, ready: Callable[[str], Ready], heavy: bool
) -> None:
    one, chance, codes = ready(example), Random(example), set[int]()
    before = tree_of(one.kept)
    usual, *_ = written_by(apart, one)
    names = set(tree_of(one.here))
    assert usual.code == 0
    for number in range(60 if heavy else 4):
        room = 4096 * chance.randrange(2 ** (1 + number % 11))
        with place("full disk", one, room) as hindrance:
            ended = run(apart, one, hindrance)
            after = tree_of(one.here)
            codes.add(ended.code)
            assert ended.code in (0, 15), ended
            for name in [name for name in after if ".backups/" in name and name not in before]:
                backups.read(one.here / name, None)
        if ended.code == 0:
            # All is there, but for a copy of the day, for which there may have been no room.
            assert {name for name in names if ".backups/" not in name} <= set(after)
            continue
        assert ended.out == ""
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        assert {name for name in changed if ".backups/" not in name} == set(), (room, ended)
    assert 15 in codes
