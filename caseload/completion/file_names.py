"""Names in the caseload file, for completing: of one that is plain, or unlocked for the day."""

import os
from pathlib import Path

from caseload.completion.words import Choice
from caseload.errors import LockedError, StorageError
from caseload.folding import fold
from caseload.records import at_hand
from caseload.records._key import Key
from caseload.settings import config


def path(named: str | None) -> Path:
    """The caseload file: as the line names it, else the one that is always used."""
    return config.caseload_path(Path(os.path.expandvars(named)).expanduser() if named else None)


def clients(file: Path, begun: str, *, beside: bool, replaces: bool) -> list[Choice]:
    """Clients whose id or name begins as typed: their ids, where the shell takes and shows those.

    Where it shows nothing beside an id, several have their names, until one is left.

    Raises:
        CaseloadError, OSError: Nothing opens the file without asking.
    """
    key, ids = _key(file), list[Choice]()
    if begun or beside:
        ids = at_hand.clients_by_id(file, key, begun)
    if beside and not begun:
        return ids
    called = at_hand.clients_by_name(file, key, begun)
    if replaces and (beside or (len(called) == 1 and not ids)):
        called = [(client_id, name) for name, client_id in called]
    return [*ids, *called]


def others(file: Path, kind: str, begun: str) -> list[Choice]:
    """Staff, programs or standards whose name begins as typed, or any word of one name's.

    Raises:
        CaseloadError, OSError: As for `clients`.
    """
    everyone, wanted = at_hand.named(file, _key(file), kind), fold(begun)
    begin = [one for one in everyone if fold(one[0]).startswith(wanted)]
    within = [one for one in everyone if f" {wanted}" in fold(one[0])]
    # Two that share nothing from their start on would take away what was typed.
    return begin or (within if len(within) == 1 else [])


def _key(file: Path) -> Key | None:
    """The key that is kept in memory; None of a plain file, which needs none.

    Raises:
        LockedError: There is none.
        StorageError, OSError: What lies there is no file, or can't be read.
    """
    if not file.is_file():
        # Opening what is none, such as a pipe, could wait for ever.
        raise StorageError(f"{file} is no file.")
    if at_hand.is_plain(file):
        return None
    from caseload.settings import kept_keys

    kept = kept_keys.find_in_memory(file)
    if kept is None:
        raise LockedError(f"{file} is locked.")
    return Key(kept)
