"""100,000 open clients with 5,000,000 contacts, against the sqlite3 shell.

`due --all --json` against the shell's JSON of peer.sql, the newest qualifying day of each open
client (target: at most 4 times); and one case manager's 50 clients against our own time for all
(target: at most a tenth). Building takes a minute or two. `--quick` builds a tenth.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side

PEER = Path(__file__).with_name("peer.sql")


def main() -> None:
    """Build, run, print."""
    clients, contacts = (10_000, 500_000) if "--quick" in sys.argv else (100_000, 5_000_000)
    shell = shutil.which("sqlite3")
    if shell is None:
        raise SystemExit("Install the sqlite3 shell first.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.db"
        build(path, clients, contacts)
        environment = {
            "CASELOAD_FILE": str(path),
            "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
        }
        commands = {
            "all": [*CASELOAD, "due", "--all", "--json"],
            "shell": [shell, "-readonly", "-json", str(path)],
            "one": [*CASELOAD, "due", "--all", "--json", "--case-manager", "Manager 00007"],
        }
        best = side_by_side(commands, environment, 4, stdin={"shell": PEER})
    line("due --all --json / sqlite3 shell", best["all"], best["shell"], "4")
    line("one case manager / all", best["one"], best["all"], "0.1")


if __name__ == "__main__":
    main()
