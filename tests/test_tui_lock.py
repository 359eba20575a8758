"""Privacy: the lock, the passphrase at the start, and a fault that says nothing of clients."""

import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import PASSPHRASE, TODAY, again, full_file
from playing import play, press, shown
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from caseload.records import clients, drafts
from caseload.records._caseload import Caseload
from caseload.records._key import Key
from caseload.tui.clients import Clients
from caseload.tui.lock import Lock
from caseload.tui.log_contact import LogContact
from caseload.tui.today import Today

NAMES = ("Núñez", "Nita", "李", "C0001", "555-0100", "secret words")


def open_or_keys() -> set[int]:
    """Which caseloads and keys Python still knows of; those of the tests' own files are some."""
    gc.collect()
    return {id(one) for one in gc.get_objects() if isinstance(one, Caseload | Key)}


async def unlocked(pilot: Pilot[None]) -> None:
    """Through the passphrase that is asked for at the start."""
    await press(pilot, f"={PASSPHRASE}", "enter")


def test_the_lock_shows_nothing_and_lets_go_of_file_and_key(tmp_path: Path) -> None:
    full_file(tmp_path, key=PASSPHRASE).close()
    before = open_or_keys()

    async def steps(pilot: Pilot[None]) -> None:
        await unlocked(pilot)
        await press(pilot, "f2", "down", "l", "=secret words")
        pilot.app.notify("Núñez is told of")
        await press(pilot, "ctrl+l")
        assert isinstance(pilot.app.screen, Lock)
        assert "caseload is locked" in shown(pilot)
        assert not [name for name in NAMES if name in shown(pilot)]
        assert open_or_keys() <= before
        await press(pilot, "escape", "f1", "f2", "ctrl+l", "ctrl+z")
        assert isinstance(pilot.app.screen, Lock), "no key leads out of it"
        await press(pilot, "=wrong one", "enter")
        assert "does not open" in shown(pilot)
        assert pilot.app.screen.query_one(Input).value == ""
        await unlocked(pilot)
        assert isinstance(pilot.app.screen, LogContact), "the same place as before"
        assert pilot.app.screen.query_one(TextArea).text == "secret words"

    play(tmp_path / "caseload.db", steps)
    with again(tmp_path / "caseload.db", PASSPHRASE) as caseload:
        kept = drafts.kept(caseload, "C0001", "note")
    assert kept is not None
    assert "secret words" in kept.text


def test_what_others_wrote_meanwhile_is_there_after_unlocking(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    path = tmp_path / "caseload.db"

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+l")
        with again(path) as other:
            clients.add(other, "Zoë", "Zimmer")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Clients)
        assert "Zimmer, Zoë" in shown(pilot)
        assert pilot.app.screen.caseload.staff is not None

    play(path, steps)


def test_the_palette_offers_nothing_but_to_quit_while_it_is_locked(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "ctrl+l")
        app = pilot.app
        assert [one.title for one in app.get_system_commands(app.screen)] == ["Quit"]

    play(tmp_path / "caseload.db", steps)


def test_it_locks_when_nobody_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_file(tmp_path).close()
    clock = time.monotonic

    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        monkeypatch.setattr(time, "monotonic", lambda: clock() + 9 * 60)
        app._lock_when_idle()  # type: ignore[attr-defined]
        assert isinstance(app.screen, Today)
        monkeypatch.setattr(time, "monotonic", lambda: clock() + 11 * 60)
        app._lock_when_idle()  # type: ignore[attr-defined]
        monkeypatch.undo()
        await press(pilot)
        assert isinstance(app.screen, Lock)

    play(tmp_path / "caseload.db", steps)


def test_an_encrypted_file_asks_on_the_screen_and_says_when_it_is_wrong(tmp_path: Path) -> None:
    full_file(tmp_path, key=PASSPHRASE).close()

    async def steps(pilot: Pilot[None]) -> None:
        assert "caseload.db is encrypted" in shown(pilot)
        await press(pilot, "=not it", "enter")
        assert "does not open" in shown(pilot)
        await unlocked(pilot)
        assert isinstance(pilot.app.screen, Today)

    play(tmp_path / "caseload.db", steps)


def test_a_passphrase_file_opens_it_without_a_question(tmp_path: Path) -> None:
    full_file(tmp_path, key=PASSPHRASE).close()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, Today)

    play(tmp_path / "caseload.db", steps, passphrase_file=secret)


BROKEN = """
import sys
from pathlib import Path
from caseload.entrance import Door
from caseload.tui.app import CaseloadApp
from caseload.tui.chart import Chart

def reload(self):
    name = "Núñez, Ana, secret"
    raise ValueError(name)

Chart.reload = reload
app = CaseloadApp(Door(Path(sys.argv[1]), "Whitfield", None, True), "C0001")
app.run()
sys.exit(app.return_code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_fault_says_where_it_lies_and_nothing_of_clients(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    ours, theirs = os.openpty()
    environment = {
        **os.environ,
        "CASELOAD_TODAY": TODAY.isoformat(),
        "CASELOAD_CONFIG": str(tmp_path / "none.toml"),
        "TERM": "xterm-256color",
    }
    running = subprocess.Popen(
        [sys.executable, "-c", BROKEN, str(tmp_path / "caseload.db")],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.close(ours)
    assert running.wait(30) == 1
    left = written.rpartition(b"\x1b[?1049l")[2].decode()
    assert "a fault in caseload itself (ValueError)" in left
    assert not [name for name in (*NAMES, "secret") if name in left]
