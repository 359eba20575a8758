"""Commands in processes of their own that may not write: how each ended, and what it said.

A process that has imported the program forks one for each command. `python apart.py`, then a line
of JSON in and a line of JSON out for each. What a child is kept from is said in `HINDRANCES`.
"""

import ctypes
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
"""The capabilities by which root writes and reads what nobody may (linux/capability.h)."""
_CAPABILITY_VERSION = 0x20080522


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Apart:
    """Runs commands, each in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"},
        )

    def run(
        self,
        arguments: list[str],
        folder: Path,
        environment: Mapping[str, str],
        reads: str = "",
        hindrance: str = "none",
        after: float = 600,
    ) -> Ended:
        """Run a command in a folder, kept from what the hindrance names, for so many seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = [arguments, str(folder), dict(environment), reads, hindrance, after]
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))

    def __enter__(self) -> "Apart":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def bound() -> None:
    """Have permissions bind this process, root's too: it is still root, and owns root's files."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    for effective_or_permitted in (0, 1):
        sets[effective_or_permitted] &= ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    assert libc.capset(header, sets) == 0


def no_room() -> None:
    """No file may get a byte more: SQLite and Python are told that it is too large."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def fault() -> None:
    """A fault of ours: the second record that is read ends in an error that quotes it."""
    from caseload.records import _caseload, _rows

    read, made = _rows.to_record, list[Any]()

    def broken(record: Any, values: Any) -> Any:
        made.append(values)
        if len(made) > 1:
            raise ValueError(values)
        return read(record, values)

    vars(_caseload)["to_record"] = broken


HINDRANCES = {"none": lambda: None, "bound": bound, "no room": no_room, "fault": fault}


@cache
def permissions_bind() -> bool:
    """Whether a bound process is refused what nobody may read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.touch(mode=0)
        tried = f"import apart; apart.bound(); open({str(path)!r})"
        done = subprocess.run(
            [sys.executable, "-c", tried], cwd=HERE, capture_output=True, check=False
        )
    return b"PermissionError" in done.stderr


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A file system of so many bytes mounted on a folder; False where we may not mount."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        done = False
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", str(folder)], check=True)


def _serve() -> None:
    from importlib import import_module
    from pkgutil import walk_packages

    import caseload
    from caseload.cli import main

    # What commands import while they run is imported before, so that no time is lost with it.
    for each in walk_packages(caseload.__path__, "caseload."):
        if not each.name.endswith("__main__"):
            import_module(each.name)
    import_module("sqlite_utils")
    import_module("rich.table")
    for line in sys.stdin:
        print(json.dumps(_forked(main, *json.loads(line))), flush=True)


def _forked(
    main: Any,
    arguments: list[str],
    folder: str,
    environment: dict[str, str],
    reads: str,
    hindrance: str,
    after: float,
) -> tuple[int, str, str]:
    pipes = [os.pipe(), os.pipe()]
    stdin, typed = os.pipe()
    child, code = os.fork(), 70
    if child == 0:
        for number, (_, writing) in enumerate(pipes, 1):
            os.dup2(writing, number)
        os.dup2(stdin, 0)
        for descriptor in (typed, stdin, *(end for pipe in pipes for end in pipe)):
            os.close(descriptor)
        # Those of the parent have made up their mind by what they were opened on.
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8", closefd=False)
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        code = 70
        try:
            HINDRANCES[hindrance]()
            code = main(arguments)
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(stdin)
    os.write(typed, reads.encode())
    os.close(typed)
    said = {reading: b"" for reading, _ in pipes}
    with selectors.DefaultSelector() as waiting:
        for reading, writing in pipes:
            os.close(writing)
            waiting.register(reading, selectors.EVENT_READ)
        ends = time.monotonic() + after
        while waiting.get_map():
            if time.monotonic() >= ends:
                os.kill(child, signal.SIGKILL)
                ends += 600
            for key, _ in waiting.select(ends - time.monotonic()):
                part = os.read(key.fd, 65536)
                said[key.fd] += part
                if not part:
                    waiting.unregister(key.fd)
                    os.close(key.fd)
    _, status = os.waitpid(child, 0)
    out, err = (text.decode(errors="replace") for text in said.values())
    return os.waitstatus_to_exitcode(status), out, err


if __name__ == "__main__":
    _serve()
