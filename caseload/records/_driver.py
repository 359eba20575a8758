"""The database driver: the only module that names it. Its errors become ours here.

SQLCipher's driver opens plain files too, with a SQLite newer than the standard library's, which in
versions before 3.51.3 could corrupt a file that several connections write.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from caseload.errors import (
    BusyError,
    CaseloadError,
    DamagedError,
    InvalidError,
    StorageError,
    UnreadableError,
)
from caseload.records._key import Key

BUSY_SECONDS = 10
STEPS_BETWEEN = 5_000_000
"""Of SQLite's machine between two looks at who waits: some tenths of a second."""
_NO_ROOM = ("disk I/O error", "database or disk is full")
"""What `sqlcipher_export` says without its code."""

__all__ = [
    "BUSY_SECONDS",
    "connect",
    "copy_in_memory",
    "damaged",
    "driver_errors",
    "ours",
    "sqlite",
]


def connect(
    path: Path, key: Key | None, *, read_only: bool = False, patience: float | None = None
) -> sqlite.Connection:
    # mode=rw opens what is there and never makes a file.
    mode = "ro" if read_only else "rw"
    with driver_errors(path, reading=read_only):
        connection = sqlite.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS if patience is None else patience,
        )
        _prepare(connection, key)
        return connection


def copy_in_memory(source: sqlite.Connection, path: Path, key: Key | None) -> sqlite.Connection:
    with driver_errors(path):
        connection = sqlite.connect(":memory:", isolation_level=None)
        _prepare(connection, key)
        try:
            # Page by page, so under the same key, which a copy in memory has no other use for.
            source.backup(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _prepare(connection: sqlite.Connection, key: Key | None) -> None:
    try:
        if key is not None:
            # A wrong key is said in our words; SQLCipher would put its own on standard error.
            connection.execute("pragma cipher_log_level = none")
            connection.execute(f"pragma key = \"x'{key!s}'\"")
        # Without it Ctrl-C waits for the end of a query, which a file can be made never to come to.
        connection.set_progress_handler(_go_on, STEPS_BETWEEN)
        connection.executescript(
            "pragma foreign_keys = on; pragma trusted_schema = off;"
            "pragma cell_size_check = on; pragma temp_store = memory;"
            "pragma synchronous = full; pragma secure_delete = on;"
        )
    except BaseException:
        connection.close()
        raise


def _go_on() -> int:
    """Here Python sees that somebody pressed Ctrl-C, raises, and so ends the query."""
    return 0


@contextmanager
def driver_errors(path: Path, *, reading: bool = False) -> Iterator[None]:
    try:
        yield
    except sqlite.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        if name == "SQLITE_INTERRUPT":
            raise KeyboardInterrupt from None
        if reading and name == "SQLITE_READONLY":
            # What a crash left half written is taken back by the next who may write.
            raise StorageError(
                f"A write to {path} was broken off, and has to be taken back before anyone can "
                f"read it. Open the file once by itself: caseload --file {path} due"
            ) from None
        raise ours(error, path) from None
    except UnicodeEncodeError:
        raise InvalidError("That holds half a character, which is no text; type it anew.") from None
    except UnicodeDecodeError:
        # The driver's own message quotes a damaged schema.
        raise DamagedError(damaged(path)) from None


def _open_to_us(folder: Path) -> bool:
    """Whether files may be made there, as SQLite must for its journal."""
    return os.access(folder, os.W_OK | os.X_OK)


def damaged(path: Path) -> str:
    return f"{path} is damaged, or not a caseload file. Restore a backup; it was left as it is."


def ours(error: sqlite.Error, path: Path) -> CaseloadError:
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(
            f"Another program has held {path} for {BUSY_SECONDS} seconds; nothing was saved. "
            "Close it there, or try again."
        )
    if name.startswith("SQLITE_READONLY") and os.access(path, os.W_OK) and _open_to_us(path.parent):
        # SQLite writes into no file whose name has gone to another.
        return BusyError(
            f"{path} was replaced while it was open (a backup restored, or another key); nothing "
            "was saved. Open it again and do this once more."
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")) or str(error) in _NO_ROOM:
        return StorageError(
            f"The disk with {path} is full or failing; nothing was saved. Free some room."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return StorageError(
            f"{path} can't be written; nothing was saved. Check who owns it and its folder."
        )
    if name.startswith("SQLITE_NOTADB"):
        return UnreadableError(damaged(path))
    undecodable = str(error).startswith("Could not decode")  # and the rest quotes the record
    if name.startswith("SQLITE_CORRUPT") or undecodable:
        return DamagedError(damaged(path))
    if name.startswith("SQLITE_CONSTRAINT"):
        return InvalidError(f"The file refused this: {_refusal(str(error))}. Nothing was saved.")
    return CaseloadError(
        f"The caseload file can't be used: {error}. See what is wrong with it: caseload check"
    )


def _refusal(message: str) -> str:
    """SQLite's message without the rule's whole text."""
    return message.replace("CHECK constraint failed: ", "it breaks the rule ").strip(".")
