"""50 files of 40 clients as one, against the due list of one of them (target: at most 5 times).

And what several encrypted files cost that are opened by a passphrase, for each of which a key is
derived: 8 of them, against one.
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side

from caseload.records._opening import open_file

FILES, CLIENTS, CONTACTS = 50, 40, 4_000
ENCRYPTED = 8


def main() -> None:
    """Build, run, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = folder / "plain" / "manager-00.db"
        first.parent.mkdir()
        build(first, CLIENTS, CONTACTS)
        for number in range(1, FILES):
            shutil.copyfile(first, folder / "plain" / f"manager-{number:02d}.db")
        for number, path in enumerate(sorted(first.parent.iterdir())):
            _people_of_its_own(path, number)
        (folder / "secret").write_text("several plain words")
        locked = folder / "locked"
        locked.mkdir()
        for number in range(ENCRYPTED):
            path = locked / f"manager-{number:02d}.db"
            shutil.copyfile(folder / "plain" / path.name, path)
            subprocess.run(
                [*CASELOAD, "--file", str(path), "encrypt", "--new-passphrase-file",
                 str(folder / "secret")],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        secret = ["--passphrase-file", str(folder / "secret")]
        best = side_by_side(
            {
                "one": [*CASELOAD, "--file", str(first), "due", "--json"],
                "due": [*CASELOAD, "rollup", "due", str(first.parent), "--json"],
                "summary": [*CASELOAD, "rollup", "summary", str(first.parent), "--json"],
                "one locked": [*CASELOAD, *secret, "rollup", "due",
                               str(locked / first.name), "--json"],
                "locked": [*CASELOAD, *secret, "rollup", "due", str(locked), "--json"],
            },
            {"CASELOAD_CONFIG": str(folder / "none.toml"), "CASELOAD_TODAY": TODAY.isoformat()},
            10,
        )  # fmt: skip
        if best["due"].rows <= FILES:
            sys.exit("The rollup has too few lines.")
    line(f"rollup due of {FILES} files / due of one", best["due"], best["one"], "5")
    line(f"rollup summary of {FILES} files / due of one", best["summary"], best["one"], "5")
    line(f"rollup due of {ENCRYPTED} encrypted / of one", best["locked"], best["one locked"], "-")


def _people_of_its_own(path: Path, number: int) -> None:
    with open_file(path, TODAY, str, anywhere=True) as caseload:
        born = date(1950, 1, 1).toordinal() + number * 311
        caseload.attached().executescript(
            f"""
            update client set last_name = last_name || 'of{number}',
                phone = '(254) 5{number:02d}-' || (1000 + 7 * rowid),
                date_of_birth = date('{date.fromordinal(born)}', '+' || (173 * rowid) || ' days')
            """
        )


if __name__ == "__main__":
    main()
