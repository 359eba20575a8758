"""A person at a terminal: commands on a pseudo-terminal, with an editor that does as it is told."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parents[1]
RUN = """
import signal
# Who runs the tests in the background lets them ignore both, and this would inherit it.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from caseload.__main__ import run
run()
"""
PATIENCE = 60
"""Seconds after which a command that is still silent waits for something."""
EDITOR = """
import os, sys
from pathlib import Path

here, path = Path(sys.argv[1]), Path(sys.argv[2])
turn = len(list(here.glob("given-*")))
(here / f"given-{turn}").write_bytes(path.read_bytes())
(here / f"mode-{turn}").write_text(f"{path.stat().st_mode:o} {path.parent.stat().st_mode:o}")
(here / f"path-{turn}").write_text(str(path))
text = path.read_text(encoding="utf-8")
exec((here / f"turn-{turn}").read_text(encoding="utf-8"))
"""


class Said(NamedTuple):
    """How a command ended, and all that stood on the terminal."""

    code: int
    screen: str


class Terminal:
    """A person whose editor takes one turn after another; each turn is Python.

    A turn has the `text` and `path` that the editor was opened with; `put(text)` saves.
    """

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "editor.py").write_text(EDITOR, encoding="utf-8")
        self.memory = folder / "memory"
        self.memory.mkdir()
        self.environment = {
            **os.environ,
            "CASELOAD_FILE": str(file),
            "CASELOAD_CONFIG": str(folder / "none.toml"),
            "CASELOAD_TODAY": "2026-11-23",
            "CASELOAD_STAFF": "Dana Whitfield",
            "EDITOR": f"{sys.executable} {folder / 'editor.py'} {folder}",
            "VISUAL": "",
            "XDG_RUNTIME_DIR": str(self.memory),
            "PYTHONPATH": str(HERE),
            "TERM": "dumb",
            "COLUMNS": "100",
        }

    def turns(self, *turns: str) -> None:
        """What the editor does from now on, one time after another."""
        for old in (*self.folder.glob("turn-*"), *self.folder.glob("given-*")):
            old.unlink()
        put = "def put(text):\n    path.write_text(text, encoding='utf-8')\n"
        for number, turn in enumerate(turns):
            (self.folder / f"turn-{number}").write_text(put + turn, encoding="utf-8")

    def given(self, turn: int) -> str:
        """The text that the editor was opened with."""
        return (self.folder / f"given-{turn}").read_text(encoding="utf-8")

    def told(self, name: str) -> str:
        """What the editor wrote down of a turn."""
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, *arguments: str, answers: Sequence[tuple[str, str]] = ()) -> Said:
        """Run a command, and type an answer whenever its question appears, in their order."""
        code, screen, waiting = self._typed(arguments, answers, None, "SIGKILL")
        assert waiting == [], screen
        return Said(code, screen.replace("\r\n", "\n"))

    def broken_off(
        self, sent: str, question: str, *arguments: str, answers: Sequence[tuple[str, str]]
    ) -> int:
        """Answer until a question appears, then send a signal; the code that it ends with."""
        return self._typed(arguments, answers, question, sent)[0]

    def _typed(
        self,
        arguments: Sequence[str],
        answers: Sequence[tuple[str, str]],
        last: str | None,
        sent: str,
    ) -> tuple[int, str, list[tuple[str, str]]]:
        if sys.platform == "win32":
            pytest.skip("needs a pseudo-terminal")
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, env=self.environment, close_fds=True,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        screen, since, waiting = b"", 0, list(answers)
        while last is None or last.encode() not in screen:
            if not select.select([ours], [], [], PATIENCE)[0]:
                process.kill()
                raise AssertionError(f"It waits for an answer: {screen.decode()!r}")
            try:
                read = os.read(ours, 65536)
            except OSError:
                break
            if not read:
                break
            screen += read
            while waiting and (at := screen.find(waiting[0][0].encode(), since)) >= 0:
                since = at + len(waiting[0][0].encode())
                os.write(ours, waiting.pop(0)[1].encode() + b"\n")
        if last is not None:
            _sent(process, signal.Signals[sent])
        code = process.wait(PATIENCE)
        os.close(ours)
        return code, screen.decode(), waiting


def _sent(process: "subprocess.Popen[bytes]", sent: signal.Signals) -> None:
    """Send a signal, and again: between the question and the reading Python hears it too late."""
    for _ in range(10):
        process.send_signal(sent)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
            return
    process.kill()
