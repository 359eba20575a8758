"""All benchmarks one after another, onto one page: docs/performance.md. `python benchmarks`.

With names it runs those alone, prints, and leaves the page: `python benchmarks start screen`.
"""

import ast
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib import metadata
from pathlib import Path

from _measure import FIGURES, Figure, took

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
NAMES = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
PACKAGES = ("caseload", "typer", "rich", "textual", "sqlcipher3", "sqlite-utils", "jinja2",
            "markdown-it-py", "typst", "xlsxwriter")  # fmt: skip
SHELLS = {"sqlite3": "-version", "task": "--version"}
"""Peers that are programs, and how they say their version."""
HEAD = """# What it costs

Made by `make bench`, which measures and writes this page. Each comparison is of two commands that
ran in turn on one machine, the fastest run of each; a ratio holds where a time would not. Where a
target stands, the ratio is at most that. Each heading is a script in `benchmarks/`.

"""


def main(names: Sequence[str]) -> None:
    """Run those that are named and print, or run all and write the page.

    Raises:
        SystemExit: There is no such benchmark, or one failed; the page is left as it was.
    """
    if unknown := set(names) - set(NAMES):
        raise SystemExit(f"No such benchmark: {', '.join(sorted(unknown))}. {', '.join(NAMES)}.")
    began = _load()
    sections = [_section(name, _figures(name)) for name in names or NAMES]
    if not names:
        PAGE.write_text(HEAD + _machine(began) + "\n".join(sections), encoding="utf-8")
        print(f"Wrote {PAGE}.")


def _figures(name: str) -> list[Figure]:
    """What a script measures, in a process of its own, so that its memory is its own."""
    print(f"\n== {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures"
        subprocess.run(
            [sys.executable, str(HERE / f"{name}.py")],
            env={**os.environ, FIGURES: str(kept)},
            check=True,
        )
        return [Figure(*json.loads(line)) for line in kept.read_text("utf-8").splitlines()]


def _section(name: str, figures: Sequence[Figure]) -> str:
    told = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))) or ""
    rows = ["| what | caseload | beside | ratio | target | memory |",
            "| --- | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    for one in figures:
        ratio = f"{one.seconds / one.theirs:.2f}" if one.seconds and one.theirs else ""
        times = [took(each) if each else "" for each in (one.seconds, one.theirs)]
        memory = f"{one.peak_megabytes:.0f} MB" if one.peak_megabytes else ""
        rows.append(
            f"| {one.what} | {' | '.join(times)} | {ratio} | {one.at_most or ''} | {memory} |"
        )
    return f"## {name}\n\n{told}\n\n" + "\n".join(rows) + "\n"


def _machine(load_before: str) -> str:
    """On what and with what it was measured."""
    said = [
        f"{date.today():%d %b %Y}".lstrip("0"),
        f"{_processor()}, {os.cpu_count()} processors, {platform.system()} {platform.machine()}",
        f"load before {load_before}, after {_load()}",
        f"Python {platform.python_version()}",
        ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES),
        *(_program(name, option) for name, option in SHELLS.items()),
    ]
    return "".join(f"- {each}\n" for each in said) + "\n"


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text(encoding="utf-8").splitlines() if cpus.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "a processor without a name")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _program(name: str, option: str) -> str:
    found = shutil.which(name)
    if found is None:
        return f"{name} is not installed, so nothing was compared with it"
    done = subprocess.run([found, option], capture_output=True, text=True, check=True)
    return f"{name} {done.stdout.split()[0]}"


if __name__ == "__main__":
    main(sys.argv[1:])
