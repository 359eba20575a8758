"""Whole processes, run in turn, so that what else the machine does falls on all of them alike."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

CASELOAD = [sys.executable, "-m", "caseload"]
FIGURES = "BENCHMARK_FIGURES"
"""The environment's name for the file that keeps what is printed, for the page of them all."""


class Run(NamedTuple):
    """The best of several runs of one command."""

    seconds: float
    peak_megabytes: float
    rows: int
    """How many objects it wrote that name a client."""


class Figure(NamedTuple):
    """One line of a benchmark: a comparison, a time alone, or a remark."""

    what: str
    seconds: float | None = None
    """Ours."""
    theirs: float | None = None
    """The peer's seconds."""
    at_most: str | None = None
    """The target, as a ratio with what else it says."""
    peak_megabytes: float | None = None


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
    with (
        stdin.open("rb") if stdin else Path(os.devnull).open("rb") as given,
        tempfile.TemporaryFile() as notes,
    ):
        child = subprocess.Popen(
            command, env=env, stdin=given, stdout=subprocess.PIPE, stderr=notes
        )
        assert child.stdout is not None
        # In pieces, since a child's peak is never said to be less than its parent's.
        rows = sum(piece.count(b'"client_id"') for piece in child.stdout)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            notes.seek(0)
            said = notes.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(command)} ended with {child.returncode}: {said}")
    # Linux counts in kilobytes, macOS in bytes.
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Run(seconds, peak, rows)


def line(what: str, ours: Run, theirs: Run, at_most: str) -> None:
    """Say how one run compares with another, and how many clients' rows each wrote."""
    counts = [f"{run.rows:,}" for run in (ours, theirs) if run.rows]
    if counts:
        what = f"{what}, {' / '.join(dict.fromkeys(counts))} rows"
    say(Figure(what, ours.seconds, theirs.seconds, at_most, ours.peak_megabytes))


def alone(what: str, run: Run) -> None:
    """Say what a run took that is compared with nothing."""
    say(Figure(what, run.seconds, None, None, run.peak_megabytes))


def say(figure: Figure) -> None:
    """Print a line, and keep it where the page of them all is being made."""
    parts = [f"{figure.what:<58}"]
    if figure.seconds is not None:
        parts.append(f"{took(figure.seconds):>9}")
    if figure.seconds is not None and figure.theirs is not None:
        parts.append(f"{took(figure.theirs):>9}  {figure.seconds / figure.theirs:6.2f} x")
    if figure.at_most is not None:
        parts.append(f"(target {figure.at_most})")
    if figure.peak_megabytes is not None:
        parts.append(f"{figure.peak_megabytes:.0f} MB")
    print("  ".join(parts).rstrip(), flush=True)
    if kept := os.environ.get(FIGURES):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(json.dumps(figure) + "\n")


def took(seconds: float) -> str:
    """A time as people read it."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
