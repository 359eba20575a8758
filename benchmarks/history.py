"""The list of 1,000 clients with 1,000,000 contacts, against the same with 10,000.

Three histories: contacts that count, attempts alone, and contacts in a mode that the standard does
not ask for. Target: at most 1.3 times each.
"""

import tempfile
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, line, side_by_side

from caseload.model import Mode, Reached

CLIENTS, SHORT, LONG = 1_000, 10_000, 1_000_000
HISTORIES: dict[str, tuple[Mode, Reached, Mode | None]] = {
    "contacts": (Mode.PHONE, Reached.CLIENT, None),
    "attempts alone": (Mode.PHONE, Reached.NOBODY, None),
    "the wrong mode alone": (Mode.PHONE, Reached.CLIENT, Mode.IN_PERSON),
}


def main() -> None:
    """Build, run, print."""
    for name, (mode, reached, only) in HISTORIES.items():
        with tempfile.TemporaryDirectory() as folder:
            commands = {}
            for size, contacts in (("short", SHORT), ("long", LONG)):
                path = Path(folder) / f"{size}.db"
                build(path, CLIENTS, contacts, mode=mode, reached=reached, only_mode=only)
                commands[size] = [*CASELOAD, "--file", str(path), "due", "--json"]
            environment = {
                "CASELOAD_CONFIG": str(Path(folder) / "none.toml"),
                "CASELOAD_TODAY": TODAY.isoformat(),
            }
            best = side_by_side(commands, environment, 12)
        line(f"1,000,000 / 10,000, {name}", best["long"], best["short"], "1.3")


if __name__ == "__main__":
    main()
