"""Who comes in, to which file, on which day: what both doors need to open a caseload.

The commands open it anew each time; the full-screen program once, and again after it was locked.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseload import config, dates
from caseload.records._caseload import Caseload
from caseload.records._opening import open_file


class Door(NamedTuple):
    """The global options."""

    file: Path | None
    staff: str | None
    passphrase_file: Path | None
    anywhere: bool = False
    """Whether the file may lie in an unsafe place."""

    @property
    def path(self) -> Path:
        """Where the caseload file is."""
        return config.caseload_path(self.file)


def open_as(door: Door, secret: Callable[[], str] | None = None) -> Caseload:
    """Open the caseload file for the one who acts.

    Args:
        door: The global options.
        secret: Asked for the passphrase of an encrypted file; else what `config.passphrase` says.
    """
    caseload = open_file(
        door.path,
        today(),
        secret or (lambda: config.passphrase(door.passphrase_file)),
        anywhere=door.anywhere,
    )
    acts(caseload, door.staff)
    return caseload


def acts(caseload: Caseload, named: str | None) -> None:
    """Say who is acting: the option, `CASELOAD_STAFF`, the settings; else the only one there is."""
    from caseload.records import staff

    name = named or os.environ.get("CASELOAD_STAFF") or config.read().staff
    if name:
        caseload.staff = staff.find(caseload, name)
    else:
        everyone = staff.listed(caseload)
        if len(everyone) == 1:
            caseload.staff = everyone[0]
    if caseload.staff is None:
        caseload.login = login()


def login() -> str:
    """The name of the account on this machine, '' when it has none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def today() -> date:
    """The machine's day; `CASELOAD_TODAY` stands in for it in tests and documentation."""
    given = os.environ.get("CASELOAD_TODAY")
    return dates.parse_iso(given) if given else date.today()
