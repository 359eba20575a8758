"""Commands run in real processes of their own, and killed at an instant that nobody chose.

A process that has imported the program forks one for each command, so that hundreds of kills take
seconds: `python killing.py`, then a line of JSON in and a line of JSON out for each.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    """Its exit code; -9 when it was killed."""
    out: str
    """What it had said by then."""
    seconds: float


class Killer:
    """Runs commands, each in a process of its own, and kills it after so many seconds."""

    def __init__(self, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}", **environment},
        )

    def run(self, *arguments: str | Path, after: float = 600) -> Ended:
        """Run a command; SIGKILL when it still runs after so many seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": [str(one) for one in arguments], "after": after}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def __enter__(self) -> "Killer":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def _serve() -> None:
    import sqlite_utils  # noqa: F401

    # What commands import while they run is imported before, so that no time is lost with it.
    from caseload.cli import main

    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(_forked(main, order["arguments"], order["after"])), flush=True)


def _forked(main: Any, arguments: list[str], after: float) -> dict[str, Any]:
    reading, writing = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = 70
        try:
            code = main(arguments)
            sys.stdout.flush()
        finally:
            os._exit(code)
    os.close(writing)
    ended = 0
    while ended == 0 and time.perf_counter() - began < after:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended == 0:
            time.sleep(0.0002)
    if ended == 0:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    seconds = time.perf_counter() - began
    with os.fdopen(reading, encoding="utf-8", errors="replace") as file:
        out = file.read()
    return {"code": os.waitstatus_to_exitcode(status), "out": out, "seconds": seconds}


if __name__ == "__main__":
    _serve()
