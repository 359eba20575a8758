"""1,000,000 contacts as CSV against the sqlite3 shell's own CSV of the same rows in the same order.

Target: at most 4 times, in under 150 MB. And 100,000 rows as a workbook, in under 200 MB.
"""

import shutil
import tempfile
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side

from caseload.model import Contact

CONTACTS = 1_000_000
ROWS = 100_000


def main() -> None:
    """Build, run, print."""
    shell = shutil.which("sqlite3")
    if shell is None:
        raise SystemExit("Install the sqlite3 shell first.")
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.db", Path(folder) / "small.db"
        build(large, 10_000, CONTACTS)
        build(small, 1_000, ROWS)
        environment = {
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
        }
        query = Path(folder) / "query.sql"
        columns = ", ".join(Contact._fields)
        query.write_text(f"select {columns} from contact order by contacted_on, rowid;\n")
        book = ["-o", str(Path(folder) / "rows.xlsx"), "--force"]
        commands = {
            "ours": [*CASELOAD, "--file", str(large), "export", "contacts", "--csv"],
            "shell": [shell, "-readonly", "-csv", "-header", str(large)],
            "book": [*CASELOAD, "--file", str(small), "export", "contacts", *book],
            "few": [*CASELOAD, "--file", str(small), "export", "contacts", "--csv"],
        }
        best = side_by_side(commands, environment, 3, stdin={"shell": query})
    line("export contacts --csv / sqlite3 shell", best["ours"], best["shell"], "4, 150 MB")
    line("export 100,000 rows as a workbook / as CSV", best["book"], best["few"], "200 MB")


if __name__ == "__main__":
    main()
