"""A command killed at any instant leaves what it acknowledged, and nothing by half.

Each way to write is run as the real command in a process of its own, and killed between its start
and a little after its usual end. Then the file opens, its pages and its audit chain are clean, and
it holds either what was there before or what the command was to write.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from killing import Killer
from making import PASSPHRASE, STAFF, TODAY, again, full_file, recovery_key

from caseload.errors import LockedError
from caseload.model import Mode, Reached
from caseload.records import backups, checks, contacts, plans
from caseload.records._caseload import Caseload
from caseload.records._opening import SCHEMA_VERSION

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process for each command")

NEW = "another fine phrase"
LONG = "x" * 60_000


class Way(NamedTuple):
    """One way to write."""

    command: Callable[[Path, str], list[str]]
    """What is run, in a folder, with what `prepare` gave."""
    state: Callable[[Caseload], Any]
    """What tells of a file whether it was done."""
    prepare: Callable[[Caseload], str] = lambda _: ""
    key: str | None = None


def _contacts(caseload: Caseload) -> Any:
    return len(contacts.listed(caseload))


def _plan(caseload: Caseload) -> Any:
    newest = plans.newest(caseload, "C0001")
    return newest.version, newest.vision, newest.strengths


def _signed(caseload: Caseload) -> Any:
    return {one.contact_id for one in contacts.listed(caseload) if one.signed_at is not None}


def _log(caseload: Caseload, note: str = "A note.") -> str:
    return contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note=note).contact_id


def _backed_up(caseload: Caseload) -> str:
    made = backups.keep(caseload)
    _log(caseload)
    return made.backup


def _older(caseload: Caseload) -> str:
    caseload.rows(f"pragma user_version = {SCHEMA_VERSION - 1}")
    return ""


WAYS = {
    "log": Way(lambda *_: ["log", "C0001", LONG], _contacts),
    "log encrypted": Way(lambda *_: ["log", "C0001", LONG], _contacts, key=PASSPHRASE),
    "plan save": Way(
        lambda *_: ["plan", "edit", "C0001", "--vision", LONG, "--strengths", LONG], _plan
    ),
    "sign": Way(lambda _, made: ["contact", "sign", made], _signed, _log),
    "import": Way(lambda here, _: ["import", "contacts", str(here / "table.csv")], _contacts),
    "restore": Way(lambda _, made: ["backup", "restore", made], _contacts, _backed_up),
    "key change": Way(
        lambda here, _: ["key", "change", "--new-passphrase-file", str(here / "new")],
        lambda caseload: caseload.key == recovery_key(),
        key=PASSPHRASE,
    ),
    "migrate": Way(
        lambda *_: ["due"], lambda caseload: caseload.value("select count(*) from client"), _older
    ),
}


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    if sys.platform == "win32":
        pytest.skip("kills processes that it has forked")
    folder = tmp_path_factory.mktemp("killer")
    (folder / "run").mkdir(mode=0o700)
    with Killer(
        CASELOAD_CONFIG=str(folder / "config.toml"),
        CASELOAD_TODAY=TODAY.isoformat(),
        CASELOAD_STAFF=STAFF,
        XDG_RUNTIME_DIR=str(folder / "run"),
    ) as running:
        yield running


def opened(path: Path, way: Way) -> Caseload:
    try:
        return again(path, way.key)
    except LockedError:
        # Killed after the new key had taken the old one's place.
        return again(path, NEW)


@pytest.mark.parametrize("name", WAYS)
def test_a_command_killed_at_any_instant_leaves_all_or_nothing(
    name: str, tmp_path: Path, killer: Killer, heavy: bool
) -> None:
    way, chance = WAYS[name], Random(name)
    rows = "\n".join(f"C0001,2026-10-{1 + n % 28:02d},phone,client,n{n}" for n in range(300))
    (tmp_path / "table.csv").write_text(f"client_id,contacted_on,mode,reached,note\n{rows}\n")
    (tmp_path / "old").write_text(way.key or "")
    (tmp_path / "new").write_text(NEW)
    ready = tmp_path / "ready"
    ready.mkdir()
    with full_file(ready, key=way.key) as caseload:
        made = way.prepare(caseload)
        before = way.state(caseload)
    opens = ["--passphrase-file", str(tmp_path / "old")] if way.key else []
    arguments = [*opens, *way.command(tmp_path, made)]
    here = tmp_path / "here"
    path = here / "caseload.db"

    def run(after: float) -> Any:
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(ready, here)
        return killer.run("--file", path, *arguments, after=after)

    usual = run(600)
    assert usual.code == 0, usual
    with opened(path, way) as caseload:
        done = way.state(caseload)
    assert name == "migrate" or done != before

    seen = set[bool]()
    for _ in range(625 if heavy else 25):
        ended = run(chance.uniform(0, 1.1 * usual.seconds))
        with opened(path, way) as caseload:
            assert checks.damage(caseload) == []
            found = way.state(caseload)
        assert found in (before, done)
        assert ended.code in (0, -9), ended
        if ended.code == 0:
            assert found == done
        seen.add(ended.code == 0)
        for one in backups.listed(path):
            # A copy that is there is whole, whatever happened.
            if way.key is None:
                backups.read(Path(one.path), None)
    assert False in seen
