"""Backups: copies of the whole file in a folder beside it, under the same key.

One is kept on the first write of a day, before an import, before the shape of the file changes,
and by hand. What always holds: a copy is there whole or not at all, readable by its owner alone,
and was opened and read before it counts; what is restored takes the file's place in one step, and
the file that was there is kept aside.
"""

import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from caseload.errors import (
    CaseloadError,
    DamagedError,
    LockedError,
    NotFoundError,
    StorageError,
    UnreadableError,
)
from caseload.records._caseload import Caseload
from caseload.records._driver import connect, damaged, driver_errors, sqlite
from caseload.records._key import Key
from caseload.records._opening import is_encrypted, no_file
from caseload.records._whole_file import beside, put_in_place, remove_left, take_place

DAILY = "daily"
BY_HAND = "by-hand"
BEFORE_IMPORT = "before-import"
BEFORE_VERSION = "before-version-"
BEFORE_RESTORE = "before-restore"
NEVER_THINNED = (BY_HAND, BEFORE_RESTORE)
ALL_OF_DAYS = 2
"""The newest so many days keep all their copies: an import is regretted the morning after."""
DAYS, WEEKS, MONTHS = 7, 5, 12
"""So many of the newest days, weeks and months keep their newest copy each."""
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([a-z][a-z0-9-]*?)(?:\.\d+)?\.db")
_STAMP = "%Y%m%dT%H%M%SZ"


class Backup(NamedTuple):
    """One copy."""

    backup: str
    """Its name, which is the name of its file."""
    kind: str
    made_at: str
    """UTC."""
    bytes: int
    encrypted: bool
    path: str


class Verified(NamedTuple):
    """What was read in a copy, or in a file."""

    backup: str
    clients: int
    contacts: int
    audit_rows: int
    head: str
    """The last hash of its audit log."""


def folder_of(path: Path) -> Path:
    """Where the copies of a caseload file are."""
    return path.with_name(f"{path.name}.backups")


def listed(path: Path) -> list[Backup]:
    """The copies of a file, the newest first: of one second, the one that was written last.

    Raises:
        NoFileError: There is neither the file nor a copy of it.
    """
    folder = folder_of(path)
    if not folder.is_dir():
        if not path.exists():
            raise no_file(path)
        return []
    found = list[tuple[str, int, Backup]]()
    for each in folder.iterdir():
        name = _NAME.fullmatch(each.name)
        if name is None or each.is_symlink():
            continue
        # Thinned by another program between the two calls, or no copy at all.
        with suppress(OSError, CaseloadError):
            made = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
            at = made.isoformat().replace("+00:00", "Z")
            there, locked = each.stat(), is_encrypted(each)
            one = Backup(each.name, name[2], at, there.st_size, locked, str(each))
            found.append((at, there.st_mtime_ns, one))
    return [one for *_, one in sorted(found, reverse=True)]


def find(path: Path, name: str) -> Backup:
    """The copy of that name or of the beginning of one; `newest` is the newest.

    Raises:
        NotFoundError, NoFileError: There is none; neither is the file.
    """
    everything = listed(path)
    exact = [one for one in everything if one.backup == name]
    found = exact or [one for one in everything if name and one.backup.startswith(name)]
    if name == "newest":
        found = everything
    if not everything:
        raise NotFoundError("There is no backup yet. Make one: caseload backup create")
    if not found:
        raise NotFoundError(f"No backup of {path} is called {name!r}. Try: caseload backup list")
    return found[0]


def keep(caseload: Caseload, kind: str = BY_HAND) -> Backup:
    """Copy the file, open the copy and read it; then thin out the older ones.

    Raises:
        StorageError: There is no room, or no permission.
        DamagedError: The copy can't be read, which tells that the file itself is damaged.
    """
    folder = folder_of(caseload.path)
    made = datetime.now(UTC)
    target = _free(folder, f"{made.strftime(_STAMP)}-{kind}")
    try:
        with beside(target) as making:
            caseload.rows("vacuum into ?", (str(making),))
            read(making, caseload.key)
            put_in_place(making, target)
    except OSError as error:
        raise StorageError(
            f"No backup can be written in {folder}: {error.strerror}. Free some room, or check "
            "who owns the folder."
        ) from None
    thin(caseload.path)
    return next(one for one in listed(caseload.path) if one.backup == target.name)


def keep_daily(caseload: Caseload) -> str | None:
    """The copy of the day, before its first write; why there is none, when it could not be made.

    Somebody's note of today goes before a copy of yesterday's file, so this raises nothing. What a
    killed process left half made of the file or of its copies is removed on the way.
    """
    remove_left(caseload.path.parent, caseload.path.name)
    remove_left(folder_of(caseload.path))
    today = datetime.now(UTC).astimezone().date()
    if any(local_day(one) == today for one in listed(caseload.path)):
        return None
    try:
        keep(caseload, DAILY)
    except CaseloadError as error:
        return f"There is no backup of today: {error}"
    return None


def _free(folder: Path, name: str) -> Path:
    target, number = folder / f"{name}.db", 1
    while target.exists():
        number += 1
        target = folder / f"{name}.{number}.db"
    return target


def local_day(backup: Backup) -> date:
    """The day on which it was made, in the machine's zone."""
    return datetime.fromisoformat(backup.made_at).astimezone().date()


def thin(path: Path) -> list[Backup]:
    """Remove the copies that `spared` does not keep; what was removed."""
    everything = listed(path)
    kept = spared(everything)
    gone = [one for one in everything if one not in kept]
    for one in gone:
        with suppress(FileNotFoundError):  # another program thins them too
            Path(one.path).unlink()
    return gone


def spared(backups: Sequence[Backup]) -> set[Backup]:
    """Those that stay: all of the last days, the newest of each day, week and month before.

    Of one second, the one that comes first is taken for the newer, as `listed` has them.
    """
    newest_first = sorted(backups, key=lambda one: one.made_at, reverse=True)
    kept = {one for one in newest_first if one.kind in NEVER_THINNED}
    own = [one for one in newest_first if one not in kept]
    last = sorted({local_day(one) for one in own})[-ALL_OF_DAYS:]
    kept.update(one for one in own if local_day(one) in last)
    for period, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        first: dict[str, Backup] = {}
        for one in own:
            first.setdefault(local_day(one).strftime(period), one)
        kept.update(list(first.values())[:most])
    return kept


def read(path: Path, key: Key | None) -> Verified:
    """Open a file, check its pages and count what is in it.

    Raises:
        LockedError: It has another key.
        DamagedError: It can't be read through.
    """
    try:
        connection = connect(path, key)
    except UnreadableError:
        raise _other_key(path, key) from None
    try:
        with driver_errors(path):
            try:
                with driver_errors(path):
                    connection.execute("select count(*) from sqlite_master").fetchone()
            except UnreadableError:
                raise _other_key(path, key) from None
            if connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                raise DamagedError(damaged(path))
            return Verified(path.name, *count(connection))
    finally:
        connection.close()


def count(connection: sqlite.Connection) -> tuple[int, int, int, str]:
    """Clients, contacts, audit rows, and the last hash of the audit log."""
    clients, contacts, rows = (
        connection.execute(f"select count(*) from {table}").fetchone()[0]
        for table in ("client", "contact", "audit")
    )
    head = connection.execute(
        "select chain_hash from audit order by audit_id desc limit 1"
    ).fetchone()
    return clients, contacts, rows, head[0] if head else ""


def _other_key(path: Path, key: Key | None) -> CaseloadError:
    if key is None:
        return DamagedError(damaged(path))
    return LockedError(
        f"That passphrase does not open {path.name}; it may have been made under an older one. If "
        "it is right, the file is damaged."
    )


class Restored(NamedTuple):
    """What a restore did."""

    read: Verified
    aside: str | None
    """Where the file that was there is now; None when there was none."""


def restore(
    path: Path,
    backup: Path,
    today: date,
    key_of: Callable[[Path], Key | None],
    acts: Callable[[Caseload], None] = lambda _: None,
) -> Restored:
    """Put a copy in the file's place; the file that was there is kept aside.

    Args:
        path: The caseload file, which may be gone or damaged.
        backup: The copy; it stays where it is.
        today: As for `open_file`.
        key_of: Gives the key of a file, asking for its passphrase when it has one.
        acts: Says in the copy who is acting, for its audit log tells of this.

    Raises:
        LockedError, DamagedError: The copy can't be opened; nothing was changed.
        StorageError: There is no room, or no permission; nothing was changed.
    """
    key = key_of(backup)
    try:
        with beside(path) as making:
            shutil.copyfile(backup, making)
            found = read(making, key)
            with Caseload(connect(making, key), making, today) as made:
                acts(made)
                with made.write("restore backup") as change:
                    change.note("file", path.name, None, {"backup": backup.name})
            aside = _put_aside(path, key) if path.exists() else None
            take_place(making, path)
    except OSError as error:
        raise StorageError(
            f"{backup.name} was not restored: {error.strerror}. {path} is as it was."
        ) from None
    return Restored(found._replace(backup=backup.name), str(aside) if aside else None)


def _put_aside(path: Path, key: Key | None) -> Path:
    """Copy the file as it is, byte for byte, whatever state it is in."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    target = _free(folder_of(path), f"{stamp}-{BEFORE_RESTORE}")
    with suppress(CaseloadError), driver_errors(path):
        # Where it can be opened, what a crash left unfinished is taken back first. A journal that
        # stayed would be played into the file that takes this one's place.
        connection = connect(path, key)
        try:
            connection.execute("select count(*) from sqlite_master").fetchone()
        finally:
            connection.close()
    with beside(target) as making:
        shutil.copyfile(path, making)
        put_in_place(making, target)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.replace(target.with_name(f"{target.name}-journal"))
    return target
