"""Whole processes, run in turn, so that what else the machine does falls on all of them alike."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

CASELOAD = [sys.executable, "-m", "caseload"]


class Run(NamedTuple):
    """The best of several runs of one command."""

    seconds: float
    peak_megabytes: float
    rows: int
    """How many objects it wrote that name a client."""


def side_by_side(
    commands: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
    times: int,
    *,
    stdin: Mapping[str, Path] | None = None,
) -> dict[str, Run]:
    """Run each command so many times, in turn, and keep the fastest run of each."""
    env = {**os.environ, **environment}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    best: dict[str, Run] = {}
    for _ in range(times):
        for name, command in commands.items():
            run = _run(command, env, (stdin or {}).get(name))
            if name not in best or run.seconds < best[name].seconds:
                best[name] = run
    return best


def _run(command: Sequence[str], env: Mapping[str, str], stdin: Path | None) -> Run:
    began = time.perf_counter()
    with stdin.open("rb") if stdin else Path(os.devnull).open("rb") as given:
        child = subprocess.Popen(command, env=env, stdin=given, stdout=subprocess.PIPE)
        assert child.stdout is not None
        # In pieces, since a child's peak is never said to be less than its parent's.
        rows = sum(piece.count(b'"client_id"') for piece in child.stdout)
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    # Linux counts in kilobytes, macOS in bytes.
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Run(seconds, peak, rows)


def line(what: str, ours: Run, theirs: Run, target: str) -> None:
    """Print one comparison."""
    print(
        f"{what:<58} {ours.seconds * 1000:9.1f} ms  {theirs.seconds * 1000:9.1f} ms  "
        f"{ours.seconds / theirs.seconds:6.2f} x  (target {target}; {ours.peak_megabytes:.0f} MB)"
    )


__all__ = ["CASELOAD", "Run", "line", "side_by_side"]
