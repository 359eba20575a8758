"""Opening a caseload file, making one, and bringing one up to date.

What always holds: a file that is not ours, damaged, or newer than this program is left as it was;
a new one is there whole or not at all, readable by its owner alone.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from caseload.errors import (
    DamagedError,
    InvalidError,
    LockedError,
    NewerError,
    NoFileError,
    StorageError,
    UnreadableError,
)
from caseload.records._caseload import Caseload
from caseload.records._driver import connect, damaged, driver_errors, sqlite
from caseload.records._key import MAGIC, SALT_BYTES, Key, derive
from caseload.records._place import refuse_unsafe
from caseload.records._whole_file import beside, put_in_place

APPLICATION_ID = 0x63736C64
""""csld": says whose file it is in a SQLite header."""
SCHEMA_VERSION = 10
"""How many migrations there are, so that opening a file need not import them (110 ms)."""
SMALLEST_FILE = 512
SHORTEST_PASSPHRASE = 8

Secret = Callable[[], str]
"""Gives the passphrase when, and only when, the file turns out to be encrypted."""


def is_encrypted(path: Path) -> bool:
    """Whether a file looks encrypted, which is to say: not like plain SQLite.

    Raises:
        NoFileError: There is none.
        DamagedError: It is too short or too ragged to be a caseload file of either kind.
        StorageError: It can't be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            # A pipe would wait for somebody to write into it.
            raise DamagedError(f"{path} is a device or a pipe; name the caseload file.")
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise no_file(path) from None
    except IsADirectoryError:
        raise DamagedError(f"{path} is a folder; name the caseload file in it.") from None
    except OSError as error:
        raise StorageError(f"{path} can't be read: {error.strerror}. Check who owns it.") from None
    if size < SMALLEST_FILE or (start != MAGIC and size % SMALLEST_FILE):
        raise DamagedError(damaged(path))
    return start != MAGIC


def no_file(path: Path) -> NoFileError:
    """What is said where there is no caseload file: what to do."""
    return NoFileError(
        f"There is no caseload file at {path}. Make one with: caseload init; or try it out with: "
        "caseload demo"
    )


def open_file(path: Path, today: date, secret: Secret, *, anywhere: bool = False) -> Caseload:
    """Open a caseload file.

    Args:
        path: The file.
        today: The day that the rules go by.
        secret: Asked for the passphrase or recovery key if the file is encrypted.
        anywhere: Also where it can be damaged or read by others; see `_place`.

    Raises:
        NoFileError, LockedError, DamagedError, NewerError, BusyError, StorageError,
        UnsafePlaceError: see `caseload.errors`.
    """
    encrypted = is_encrypted(path)
    if not anywhere:
        refuse_unsafe(path)
    key = key_in(path, secret()) if encrypted else None
    with locked_when(encrypted, path):
        caseload = Caseload(connect(path, key), path, today, key)
    try:
        check_header(caseload, encrypted)
    except BaseException:
        caseload.close()
        raise
    return caseload


def create_file(
    path: Path,
    today: date,
    secret: Secret | None,
    fill: Callable[[Caseload], object] = lambda _: None,
    *,
    anywhere: bool = False,
) -> Key | None:
    """Make a caseload file, whole or not at all, readable by its owner alone.

    Args:
        path: Where. Nothing may be there yet.
        today: As for `open_file`.
        secret: Asked for a passphrase; None makes a plain file.
        fill: Writes what the file is to begin with.
        anywhere: As for `open_file`.

    Returns:
        The recovery key of an encrypted file.

    Raises:
        InvalidError: Something is there already, or the passphrase is too short.
        StorageError: It can't be written.
        UnsafePlaceError: It would lie where it can be damaged or read by others.
    """
    refuse_place(path, anywhere=anywhere)
    key = new_key(secret()) if secret is not None else None
    try:
        with beside(path) as making:
            with driver_errors(path):
                connection = connect(making, key)
                try:
                    migrate(connection)
                finally:
                    connection.close()
            # A fresh one: what sqlite-utils leaves behind makes each read take three times as long.
            with Caseload(connect(making, key), making, today) as made, driver_errors(path):
                fill(made)
            put_in_place(making, path)
    except OSError as error:
        raise StorageError(
            f"{path} can't be made: {error.strerror}. Choose a folder of your own."
        ) from None
    return key


def refuse_place(path: Path, *, anywhere: bool) -> None:
    """Refuse to make a file where there is something, or where none should lie.

    Raises:
        InvalidError, UnsafePlaceError: As for `create_file`.
    """
    if path.exists() or path.is_symlink():
        raise InvalidError(
            f"{path} exists already; it was left as it is. To make another, name it: caseload "
            "--file PATH …"
        )
    if not anywhere:
        refuse_unsafe(path)


def refuse_short(passphrase: str) -> str:
    """The passphrase, if it is long enough.

    Raises:
        InvalidError: It is not.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise InvalidError(
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters; several words are best."
        )
    return passphrase


def new_key(passphrase: str) -> Key:
    """The key of a new passphrase, with a salt of its own.

    Raises:
        InvalidError: It is too short.
    """
    refuse_short(passphrase)
    return derive(passphrase, os.urandom(SALT_BYTES))


def check_header(caseload: Caseload, encrypted: bool) -> None:
    """Refuse what is no caseload file or a newer one, and bring an older one up to date.

    Raises:
        LockedError, DamagedError, NewerError: It is locked, another program's, or a newer one's.
    """
    version = version_of(caseload, encrypted)
    if caseload.value("pragma journal_mode") == "wal":
        # As another program set it: records would stay in a second file beside this one.
        caseload.rows("pragma journal_mode = delete")
    if version < SCHEMA_VERSION:
        from caseload.records import backups

        backups.keep(caseload, f"{backups.BEFORE_VERSION}{version + 1}")
        with driver_errors(caseload.path):
            migrate(caseload.attached())


def version_of(caseload: Caseload, encrypted: bool) -> int:
    """How many migrations a file has seen, when it is ours and no newer than this program.

    Raises:
        LockedError, DamagedError, NewerError: As for `check_header`.
    """
    with locked_when(encrypted, caseload.path):
        application = caseload.value("pragma application_id")
        version: int = caseload.value("pragma user_version")
    if application != APPLICATION_ID:
        raise DamagedError(f"{caseload.path} is a database, but not a caseload file; name another.")
    view = caseload.value("select name from sqlite_master where type = 'view'")
    if view is not None:
        # Read as a table of ours, it could go on without an end.
        raise DamagedError(
            f"{caseload.path} holds a view, {view}, which no caseload file does: another program "
            "changed it. Restore a backup; it was left as it is."
        )
    if version > SCHEMA_VERSION:
        raise NewerError(
            f"{caseload.path} was written by a newer caseload (its version {version}, ours "
            f"{SCHEMA_VERSION}); it was left as it is. Update caseload."
        )
    return version


@contextmanager
def locked_when(encrypted: bool, path: Path) -> Iterator[None]:
    """An encrypted file in which nothing can be read is most often one with a wrong passphrase.

    Where its first page can be read and others can't, the passphrase is right, and it is damaged.
    """
    try:
        yield
    except UnreadableError as error:
        if not encrypted:
            raise DamagedError(str(error)) from None
        raise LockedError(
            f"The passphrase does not open {path}. Try again, or use the recovery key; "
            "if both are right, the file is damaged or no caseload file."
        ) from None


def shape(connection: sqlite.Connection) -> dict[str, str]:
    """The tables, indexes, triggers and views of a file, each with the SQL that made it."""
    return {
        f"{kind} {name}": sql or ""
        for kind, name, sql in connection.execute("select type, name, sql from sqlite_master")
    }


@cache
def shape_of_new() -> dict[str, str]:
    """The `shape` of a file that was made just now, the same each time; nobody changes it."""
    with closing(sqlite.connect(":memory:", isolation_level=None)) as made:
        migrate(made)
        return shape(made)


def migrate(connection: sqlite.Connection) -> None:
    """Run the migrations that a file lacks, all in one transaction."""
    from sqlite_utils import Database

    from caseload.records.migrations import migrations

    connection.execute("begin immediate")
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        connection.execute("commit")
    except BaseException:
        # A full disk has taken everything back already.
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def key_in(path: Path, secret: str) -> Key:
    """The key of an encrypted file, from its passphrase or recovery key."""
    with path.open("rb") as file:
        return derive(secret, file.read(SALT_BYTES))
