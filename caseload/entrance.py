"""Who comes in, to which file, on which day: what both doors need to open a caseload.

The commands open it anew each time; the full-screen program once, and again after it was locked.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from caseload import dates
from caseload.errors import InvalidError, LockedError
from caseload.records._caseload import Caseload
from caseload.records._key import Key
from caseload.records._opening import (
    create_file,
    is_encrypted,
    key_in,
    open_file,
    refuse_place,
)
from caseload.settings import config

if TYPE_CHECKING:
    from caseload.records.beginning import Beginning


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

    Raises:
        LockedError: What opens it is wrong or missing, or it is plain where a key is at hand.
    """
    _refuse_another(door)
    caseload = open_file(
        door.path,
        today(),
        secret or (lambda: secret_of(door)),
        anywhere=door.anywhere,
    )
    acts(caseload, door.staff)
    return caseload


def _refuse_another(door: Door) -> None:
    """Refuse a plain file in the place of an encrypted one: what is written there, all may read."""
    if is_encrypted(door.path):
        return
    from caseload.settings import kept_keys

    if door.passphrase_file is not None:
        why, mend = "a passphrase file is named", "leave out --passphrase-file"
    elif kept_keys.has(door.path):
        why, mend = "its key is kept", "caseload lock"
    else:
        return
    raise LockedError(
        f"{door.path} is not encrypted, though {why}: another file may lie in its place. To use "
        f"it all the same: {mend}"
    )


def secret_of(door: Door) -> str:
    """What opens the file: from the passphrase file, a key that is kept, the command, or by asking.

    Raises:
        LockedError: There is none, and nobody to ask.
    """
    if door.passphrase_file is None:
        from caseload.settings import kept_keys

        kept = kept_keys.find(door.path)
        if kept is not None:
            return kept
    return config.passphrase(door.passphrase_file)


def key_of(door: Door, path: Path) -> Key | None:
    """The key of a copy of the file, asked for as the file's own would be; None of a plain one.

    Raises:
        LockedError: There is none, and nobody to ask.
    """
    if not is_encrypted(path):
        return None
    from caseload.settings import kept_keys

    kept = kept_keys.find(path, of=door.path) if door.passphrase_file is None else None
    return key_in(path, kept or config.passphrase(door.passphrase_file))


def must_ask(door: Door) -> bool:
    """Whether somebody must type the passphrase: no file, kept key or command gives it.

    Raises:
        NoFileError, DamagedError, StorageError: As for `open_file`.
    """
    from caseload.settings import kept_keys

    given = door.passphrase_file is not None or config.read().passphrase_command is not None
    return is_encrypted(door.path) and not given and kept_keys.find(door.path) is None


def refuse_new(door: Door) -> None:
    """Refuse a place where no file can be made, before anything is asked.

    Raises:
        InvalidError: Something is there already.
        UnsafePlaceError: It would lie where it can be damaged or read by others.
    """
    refuse_place(door.path, anywhere=door.anywhere)


def make(door: Door, secret: Callable[[], str] | None, begins: "Beginning") -> Key | None:
    """Make a new caseload file, whole or not at all.

    Args:
        door: The global options; the file is where they say.
        secret: Asked for a passphrase; None makes a plain file.
        begins: What it begins with.

    Returns:
        The recovery key of an encrypted file.

    Raises:
        InvalidError: Something is there already, the passphrase is too short, or what it is to
            begin with can't be.
    """
    from caseload.records import beginning

    def fill(caseload: Caseload) -> None:
        caseload.login = login()
        beginning.fill(caseload, begins, name=door.path.name, encrypted=secret is not None)

    return create_file(door.path, today(), secret, fill, anywhere=door.anywhere)


DEMO = "caseload-demo"
"""The folder of the demo, where no other is named."""


def make_demo(folder: Path, *, cast: int = 1, anywhere: bool = False) -> Path:
    """The invented caseload in a folder, made when it isn't there yet; where it is.

    Args:
        folder: Where.
        cast: Whose: 1 is that of the pages, others are made anew or not at all.
        anywhere: Also on a share or in a synchronized folder.

    Raises:
        InvalidError: Another cast is asked for, and a demo is there already.
    """
    from caseload.records import standards
    from caseload.records.invented import invent

    def fill(caseload: Caseload) -> None:
        caseload.login = "demo"
        standards.add_shipped(caseload)
        invent(caseload, cast)

    path = folder / "demo.db"
    if not path.exists():
        create_file(path, today(), None, fill, anywhere=anywhere)
    elif cast != 1:
        raise InvalidError(f"There is a demo in {folder} already. Choose another folder.")
    return path


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
