"""The full-screen program through a pseudo-terminal, against a bare Textual app.

Targets: the first row with 60 clients at most 1.5 times the bare app's first paint of an empty
table; with 100,000 clients at most 1.5 times that with 60. A key to its first byte: median under
20 ms, and with 100,000 clients at most twice that with 60; each keystroke of the search likewise.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from _build import TODAY, build
from _measure import Figure, say

BARE = """
from textual.app import App
from textual.widgets import DataTable
class Bare(App):
    def compose(self):
        yield DataTable()
    def on_mount(self):
        self.query_one(DataTable).add_columns("Name", "Due")
Bare().run()
"""
TIMES, KEYS = 7, 40
QUIET = 0.12
"""Seconds without a byte after which a screen is taken to be at rest."""


class Terminal:
    """A program on a pseudo-terminal of 120 by 40."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.began = time.perf_counter()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.execve(command[0], list(command), {**os.environ, **environment})
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def until(self, words: bytes, seconds: float = 60) -> float:
        """Seconds from the start until these words are on the screen."""
        seen = b""
        while words not in seen:
            if not select.select([self.handle], [], [], seconds)[0]:
                raise SystemExit(f"{words!r} never came")
            seen = seen[-200_000:] + os.read(self.handle, 65_536)
        return time.perf_counter() - self.began

    def rest(self) -> None:
        """Read until nothing comes."""
        while select.select([self.handle], [], [], QUIET)[0]:
            os.read(self.handle, 65_536)

    def key(self, key: bytes) -> float:
        """Seconds from a key to the first byte of what it changes."""
        began = time.perf_counter()
        os.write(self.handle, key)
        if not select.select([self.handle], [], [], 10)[0]:
            raise SystemExit(f"{key!r} changes nothing")
        took = time.perf_counter() - began
        self.rest()
        return took

    def end(self) -> None:
        """Stop it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)


def main() -> None:
    """Build, run, print."""
    with tempfile.TemporaryDirectory() as folder:
        shared = {
            "TERM": "xterm-256color",
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
            "CASELOAD_STAFF": "Manager 00000",
        }
        files = {}
        for name, clients, contacts in (("60", 60, 3_000), ("100,000", 100_000, 1_000_000)):
            files[name] = Path(folder) / f"{clients}.db"
            build(files[name], clients, contacts)
        first: dict[str, list[float]] = {name: [] for name in ("bare", *files)}
        for _ in range(TIMES):
            bare = Terminal([sys.executable, "-c", BARE], shared)
            first["bare"].append(bare.until(b"Name"))
            bare.end()
            for name, path in files.items():
                one = _tui(path, shared)
                first[name].append(one.until(b"Client"))
                one.end()
        keys = {name: _keys(path, shared) for name, path in files.items()}
    best = {name: min(seconds) for name, seconds in first.items()}
    say(Figure("first row with 60 clients / bare Textual table", best["60"], best["bare"], "1.5"))
    say(Figure("first row with 100,000 clients / 60", best["100,000"], best["60"], "1.5"))
    for what in ("down", "search"):
        few, many = (keys[name][what] for name in ("60", "100,000"))
        say(Figure(f"a key ({what}), median, 100,000 / 60", many, few, "2, and 20 ms"))


def _tui(path: Path, shared: dict[str, str]) -> Terminal:
    command = [sys.executable, "-m", "caseload", "--file", str(path), "tui"]
    return Terminal(command, shared)


def _keys(path: Path, shared: dict[str, str]) -> dict[str, float]:
    one = _tui(path, shared)
    one.until(b"Client")
    one.rest()
    time.sleep(0.5)
    one.rest()
    down = [one.key(b"j" if index % 20 < 10 else b"k") for index in range(KEYS)]
    one.key(b"/")
    time.sleep(0.5)
    one.rest()
    typed = [
        one.key(letter)
        for _ in range(4)
        for letter in (b"c", b"l", b"i", b"\x7f", b"\x7f", b"\x7f")
    ]
    one.end()
    return {"down": statistics.median(down), "search": statistics.median(typed)}


if __name__ == "__main__":
    main()
