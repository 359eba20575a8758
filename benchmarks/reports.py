"""The report of compliance of a year, for 10,000 clients with 1,000,000 contacts.

Prints its time beside that of the due list of the same file, and of merely reading the contacts of
that year, and then where the time goes. Building takes half a minute. `--quick` builds a tenth.
"""

import cProfile
import os
import pstats
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, Figure, alone, line, say, side_by_side

from caseload.records import reports
from caseload.records._opening import open_file
from caseload.records.reports import Asked
from caseload.reporting.figures import By
from caseload.reporting.spans import Span

YEAR = Span(date(2025, 11, 1), date(2026, 10, 31))
PARTS = {
    "records/reports/stays.py": "reading stays",
    "records/reports/compliance.py": "reading the days of contacts",
    "reporting/compliance.py": "judging the client-periods",
    "reporting/figures.py": "adding them up",
    "rules/__init__.py": "days that the rules count with",
    "fetchall": "the database",
}
"""What the modules do, by where they lie in the package; and what is written in C."""
PACKAGE = Path(reports.__file__).parents[2]


def main() -> None:
    """Build, run, print."""
    clients, contacts = (1_000, 100_000) if "--quick" in sys.argv else (10_000, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "year.db"
        build(path, clients, contacts)
        environment = {
            "CASELOAD_FILE": str(path),
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
        }
        span = ("--since", YEAR.since.isoformat(), "--until", YEAR.until.isoformat(), "--csv")
        commands = {
            "due": [*CASELOAD, "due", "--all", "--json"],
            "year": [*CASELOAD, "report", "compliance", *span],
            "by all": [*CASELOAD, "report", "compliance", *span, "--by", "all"],
            "workload": [*CASELOAD, "report", "workload", *span],
        }
        best = side_by_side(commands, environment, 2)
        alone("report compliance --by all", best["by all"])
        alone("report workload", best["workload"])
        line("compliance / due --all --json", best["year"], best["due"], "-")
        _where(path)


def _where(path: Path) -> None:
    """Say by which part the time is spent."""
    os.environ["CASELOAD_TODAY"] = TODAY.isoformat()
    with open_file(path, TODAY, lambda: "", anywhere=True) as caseload:
        asked = Asked("compliance", YEAR, TODAY, by=(By.TOTAL,))
        began = time.process_time()
        figures = reports.made(caseload, asked).figures
        spent_alone = time.process_time() - began
        periods = sum(one.denominator or 0 for one in figures if one.figure == "hold")
        say(Figure(f"{periods:,} client-periods, the processor alone", spent_alone))
        profile = cProfile.Profile()
        profile.runcall(reports.made, caseload, asked)
    assert all((PACKAGE / one).is_file() for one in PARTS if "/" in one)
    stats = pstats.Stats(profile)
    total = stats.total_tt  # type: ignore[attr-defined]
    spent: dict[str, float] = {}
    for (file, _, name), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        part = _part(file, name)
        spent[part] = spent.get(part, 0) + own
    for part, seconds in sorted(spent.items(), key=lambda each: -each[1])[:5]:
        say(Figure(f"of that {seconds / total:.0%}: {PARTS.get(part, part)}"))


def _part(file: str, name: str) -> str:
    """What a function is told under: its module, where it has one."""
    if not file.endswith(".py"):
        # Written in C: <method 'fetchall' of 'Cursor' objects>.
        return name.split("'")[1] if "'" in name else name.strip("<>")
    path = Path(file)
    # Modules of one name lie in several folders.
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name


if __name__ == "__main__":
    main()
