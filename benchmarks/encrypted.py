"""A morning's list from an encrypted file, against the same list from a plain one.

Targets: with the key kept by `unlock` at most 1.3 times the plain file; with a passphrase that, and
one derivation of its key. Both for 40 clients, and for 1,000 clients with 100,000 contacts.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side

DERIVE = "import hashlib; hashlib.pbkdf2_hmac('sha512', b'x', b'y' * 16, 256_000, 32)"


def main() -> None:
    """Build, run, print."""
    with tempfile.TemporaryDirectory() as folder:
        for clients, contacts in ((40, 3_000), (1_000, 100_000)):
            _compare(Path(folder), clients, contacts)


def _compare(folder: Path, clients: int, contacts: int) -> None:
    plain, encrypted = folder / f"{clients}.db", folder / f"{clients}-encrypted.db"
    build(plain, clients, contacts)
    shutil.copyfile(plain, encrypted)
    secret, memory = folder / "secret", folder / "run"
    secret.write_text("several plain words")
    memory.mkdir(mode=0o700, exist_ok=True)
    environment = {
        "CASELOAD_CONFIG": str(folder / "none.toml"),
        "CASELOAD_TODAY": TODAY.isoformat(),
        "XDG_RUNTIME_DIR": str(memory),
    }
    given = ["--passphrase-file", str(secret)]
    for command in (["encrypt", "--new-passphrase-file", str(secret)], [*given, "unlock"]):
        subprocess.run(
            [*CASELOAD, "--file", str(encrypted), *command],
            env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    best = side_by_side(
        {
            "plain": [*CASELOAD, "--file", str(plain), "due", "--json"],
            "unlocked": [*CASELOAD, "--file", str(encrypted), "due", "--json"],
            "passphrase": [*CASELOAD, "--file", str(encrypted), *given, "due", "--json"],
            "python -c pass": [sys.executable, "-c", "pass"],
            "derivation": [sys.executable, "-c", DERIVE],
        },
        environment,
        20,
    )
    derivation = best["derivation"].seconds - best["python -c pass"].seconds
    both = best["plain"]._replace(seconds=best["plain"].seconds * 1.3 + derivation)
    line(f"{clients} clients: unlocked / plain", best["unlocked"], best["plain"], "1.3")
    line(f"{clients} clients: passphrase / 1.3 plain + key", best["passphrase"], both, "1")


if __name__ == "__main__":
    main()
