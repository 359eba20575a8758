"""Opening somebody else's caseload file to read it, and for nothing else.

What always holds: the file and its folder stay as they are, byte for byte and to their times; no
backup, no journal, no migration. A file of an older program is copied into memory, and the copy is
brought up to date.
"""

from datetime import date
from pathlib import Path

from caseload.errors import DamagedError, StorageError
from caseload.records._caseload import Caseload
from caseload.records._driver import connect, copy_in_memory, driver_errors
from caseload.records._opening import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Secret,
    is_encrypted,
    key_in,
    locked_when,
    migrate,
    version_of,
)
from caseload.records._place import refuse_unsafe

_APPLICATION_AT = slice(68, 72)
"""Where SQLite keeps the number of the program in a file's header."""


def open_to_read(path: Path, today: date, secret: Secret, *, anywhere: bool = False) -> Caseload:
    """Open a caseload file to read it; whatever is written through it is refused.

    Args:
        path: The file.
        today: The day that the rules go by.
        secret: Asked for the passphrase or recovery key if the file is encrypted.
        anywhere: Also where another program may write it meanwhile; see `_place`.

    Raises:
        NoFileError, LockedError, DamagedError, NewerError, BusyError, StorageError,
        UnsafePlaceError: see `caseload.errors`.
    """
    encrypted = is_encrypted(path)
    if not anywhere:
        refuse_unsafe(path)
    if not encrypted:
        _refuse_foreign(path)
    key = key_in(path, secret()) if encrypted else None
    with locked_when(encrypted, path):
        caseload = Caseload(connect(path, key, read_only=True), path, today, key)
    try:
        if version_of(caseload, encrypted) < SCHEMA_VERSION:
            caseload = _brought_up_to_date(caseload)
    except BaseException:
        caseload.close()
        raise
    _refuse_writes(caseload)
    return caseload


def _refuse_foreign(path: Path) -> None:
    """Another program's database is not even opened: SQLite can put files beside one of those."""
    with path.open("rb") as file:
        found = file.read(_APPLICATION_AT.stop)[_APPLICATION_AT]
    if found != APPLICATION_ID.to_bytes(4, "big"):
        raise DamagedError(f"{path} is a database, but not a caseload file; name another.")


def _refuse_writes(caseload: Caseload) -> None:
    """Shut the gate, for a copy in memory as well; tables of a report's own may be made."""

    def refuse() -> None:
        caseload.before_first_write = refuse
        raise StorageError(
            f"{caseload.path} is open to be read, and nothing else; nothing was saved."
        )

    caseload.before_first_write = refuse


def _brought_up_to_date(old: Caseload) -> Caseload:
    """An older file as it would be today, in memory alone."""
    key = old.key
    with old, driver_errors(old.path):
        copy = copy_in_memory(old.attached(), old.path, key)
        try:
            migrate(copy)
            # A fresh one: what sqlite-utils leaves behind makes each read take longer.
            fresh = copy_in_memory(copy, old.path, key)
        finally:
            copy.close()
    return Caseload(fresh, old.path, old.today, key)
