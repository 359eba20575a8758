"""100,000 contacts imported, each checked and with its audit row, against sqlite-utils insert.

Target: at most 6 times.
"""

import csv
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from _build import ADMITTED, SPAN, TODAY, build
from _measure import CASELOAD, Run, line, side_by_side

from caseload.model import Mode, Purpose, Reached

CONTACTS = 100_000
HEADINGS = "contact_id,client_id,contacted_on,mode,reached,minutes,purpose,staff,note"


def main() -> None:
    """Build, run, print."""
    beside = Path(sys.executable).with_name("sqlite-utils")
    insert = str(beside) if beside.exists() else shutil.which("sqlite-utils") or ""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "contacts.csv"
        write(table)
        environment = {
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
        }
        best: dict[str, Run] = {}
        for turn in range(3):
            path, plain = Path(folder) / f"{turn}.db", Path(folder) / f"{turn}.plain.db"
            build(path, 1_000, 0)
            commands = {
                "ours": [*CASELOAD, "--file", str(path), "import", "contacts", str(table)],
                "theirs": [insert, "insert", str(plain), "contact", str(table), "--csv"],
            }
            for name, run in side_by_side(commands, environment, 1).items():
                if name not in best or run.seconds < best[name].seconds:
                    best[name] = run
    line("import contacts / sqlite-utils insert --csv", best["ours"], best["theirs"], "6")


def write(table: Path) -> None:
    """A table of contacts as an agency's system would export it."""
    modes, reached, purposes = list(Mode), list(Reached), list(Purpose)
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS.split(","))
        for number in range(CONTACTS):
            day = ADMITTED + timedelta(days=number * 7 % SPAN)
            rows.writerow(
                [
                    f"K{number:06d}",
                    f"C{number % 1_000:06d}",
                    day.isoformat(),
                    modes[number % len(modes)],
                    reached[number % len(reached)],
                    5 + number % 55,
                    purposes[number % len(purposes)],
                    "Manager 00003",
                    "Talked about the rent and the next appointment.",
                ]
            )


if __name__ == "__main__":
    main()
