"""The full-screen program as a process on a pseudo-terminal: real keys, and a real kill."""

import codecs
import contextlib
import os
import select
import signal
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from making import STAFF, TODAY, again, new_file

from caseload.records import clients, contacts, drafts, episodes, programs

if sys.platform != "win32":
    import pty

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
HERE = Path(__file__).parents[1]


class Process:
    """`caseload tui` on a terminal of its own."""

    def __init__(self, path: Path, **more: str) -> None:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": "100",
            "LINES": "30",
            "CASELOAD_FILE": str(path),
            "CASELOAD_CONFIG": str(path.with_name("none.toml")),
            "CASELOAD_TODAY": TODAY.isoformat(),
            "CASELOAD_STAFF": "Whitfield",
            "PYTHONPATH": str(HERE),
            **more,
        }
        self.seen = ""
        # A letter of several bytes may come in two readings.
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            command = [sys.executable, "-m", "caseload", "--allow-unsafe-location", "tui"]
            os.execve(command[0], command, environment)

    def until(self, words: str, seconds: float = 60) -> None:
        """Wait until these words were written to the terminal."""
        ends = time.monotonic() + seconds
        while words not in self.seen:
            left = ends - time.monotonic()
            assert left > 0, f"{words!r} never came; seen: {self.seen[-2000:]!r}"
            self.read(left)
        self.seen = self.seen.partition(words)[2]
        # Nobody types before the screen stands still; a busy machine may draw it in pieces.
        for _ in range(50):
            if not select.select([self.handle], [], [], 0.3)[0]:
                break
            self.read(0)

    def read(self, seconds: float) -> None:
        """Take in what comes, waiting for it at most so long."""
        if select.select([self.handle], [], [], seconds)[0]:
            self.seen += self.decoder.decode(os.read(self.handle, 65_536))

    def keys(self, *keys: str) -> None:
        """Press keys, as slowly as a quick hand does."""
        for key in keys:
            os.write(self.handle, key.encode())
            ends = time.monotonic() + 0.08
            while (left := ends - time.monotonic()) > 0:
                self.read(left)

    def kill(self) -> None:
        """End it as a crash of the machine would."""
        os.kill(self.pid, signal.SIGKILL)
        self.ended()

    def ended(self) -> int:
        """Wait for its end, and give its exit code."""
        while True:
            try:
                more = os.read(self.handle, 65_536)
                if not more:
                    break
                self.seen += more.decode("utf-8", "replace")
            except OSError:
                break
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "ACT")
        clients.add(caseload, "Ana", "Ruiz")
        episodes.admit(caseload, "C0001", "ACT", date(2026, 9, 1), case_manager=STAFF)
        return caseload.path


def test_real_keys_log_a_contact(path: Path) -> None:
    process = Process(path)
    process.until("Ruiz, Ana")
    process.keys("l")
    process.until("Log contact ·")
    process.keys("Rent paid" + "\t" * 4 + "20\x13")  # faster than it is drawn
    process.until("Nobody is due.")
    process.keys("\x11")
    assert process.ended() == 0
    with again(path) as caseload:
        assert [(one.minutes, one.note) for one in contacts.listed(caseload)] == [(20, "Rent paid")]


def test_told_to_end_it_takes_the_client_off_the_terminal(path: Path) -> None:
    process = Process(path)
    process.until("Ruiz, Ana")
    os.kill(process.pid, signal.SIGTERM)
    assert process.ended() == 128 + signal.SIGTERM
    assert "\x1b[?1049l" in process.seen, "the terminal shows what it showed before"


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN], ids=["alone", "under nohup"])
def test_it_ends_with_its_window_and_keeps_what_was_typed(
    path: Path, before: signal.Handlers
) -> None:
    was = signal.signal(signal.SIGHUP, before)
    try:
        process = Process(path)
    finally:
        signal.signal(signal.SIGHUP, was)
    process.until("Ruiz, Ana")
    process.keys("l")
    process.until("Log contact ·")
    process.keys("Rent paid")
    process.until("Rent paid")
    os.close(process.handle)
    _, status = os.waitpid(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGHUP
    with again(path) as caseload:
        kept = drafts.kept(caseload, "C0001", "note")
    assert kept is not None
    assert "Rent paid" in kept.text


def test_what_was_typed_two_seconds_before_a_kill_is_offered_again(path: Path) -> None:
    process = Process(path)
    process.until("Ruiz, Ana")
    process.keys("l")
    process.until("Log contact ·")
    process.keys("Rent paid")
    ends, kept = time.monotonic() + 30, None
    while (kept is None or "Rent paid" not in kept.text) and time.monotonic() < ends:
        # What it draws is read meanwhile: on a terminal that nobody reads, it would stand still.
        process.read(0.1)
        with again(path) as caseload:
            kept = drafts.kept(caseload, "C0001", "note")
    process.kill()
    with again(path) as caseload:
        kept = drafts.kept(caseload, "C0001", "note")
        assert kept is not None
        assert "Rent paid" in kept.text
        assert contacts.listed(caseload) == []
    process = Process(path)
    process.until("Ruiz, Ana")
    process.keys("l")
    process.until("Rent paid")
    process.kill()


def test_no_variable_makes_textual_write_down_keys_or_the_screen(path: Path) -> None:
    folder = path.with_name("watched")
    folder.mkdir()
    watching = {
        "TEXTUAL": "debug,devtools", "TEXTUAL_DEBUG": "1", "TEXTUAL_LOG": str(folder / "log"),
        "TEXTUAL_SCREENSHOT": "0", "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
        "TEXTUAL_DRIVER": "nowhere:Driver", "TEXTUAL_PRESS": "q",
    }  # fmt: skip
    with contextlib.chdir(folder):
        process = Process(path, **watching)
        process.until("Ruiz, Ana")
        process.keys("j", "\x11")
        assert process.ended() == 0
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads the limits of a process from /proc")
def test_a_crash_leaves_no_image_of_the_memory(path: Path) -> None:
    process = Process(path)
    process.until("Ruiz, Ana")
    limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
    (cores,) = (line.split() for line in limits.splitlines() if "core file" in line)
    process.kill()
    assert set(cores[4:6]) <= {"0", "1"}
