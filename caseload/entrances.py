"""Many files at once: which are meant, and what opens each, asked before any of them is read."""

import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from caseload import entrance
from caseload.entrance import Door
from caseload.errors import CaseloadError, LockedError
from caseload.records._opening import Secret, is_encrypted
from caseload.records.many import Files, Source, files_in, whole
from caseload.settings import config, kept_keys, keys_file
from caseload.show import safe_line


def files_of(door: Door, named: Sequence[Path], keys: Path | None) -> Files:
    """The files that are meant, as they are on the machine's day.

    Args:
        door: The global options.
        named: Files and folders.
        keys: The file of keys; see `keys_file`.

    Raises:
        NoFileError, StorageError: A folder has none, or can't be read.
        NotFoundError, StorageError, InvalidError: The file of keys can't be read.
    """
    sources = sources_of(door, files_in(named), keys)
    return Files(sources, entrance.today(), door.anywhere)


def sources_of(door: Door, paths: Sequence[Path], keys: Path | None) -> tuple[Source, ...]:
    """Several files with what opens each; nobody is asked for one that something else opens.

    The passphrase of an encrypted file comes from the file of keys, the passphrase file, a key
    that is kept, the settings' command, or is asked for.

    Args:
        door: The global options.
        paths: The files, some of which may not be there.
        keys: The file of keys; see `keys_file`.

    Raises:
        NotFoundError, StorageError, InvalidError: The file of keys can't be read.
    """
    ways = keys_file.read(keys) if keys is not None else {}
    for_all: Secret | None = None
    found = []
    for path in paths:
        way = ways.get(whole(path))
        if way is not None or not _looks_encrypted(path):
            # Kept, so that files that are read several times are asked for once.
            found.append(Source(path, cache(way.passphrase) if way is not None else str))
            continue
        kept = kept_keys.find(path) if door.passphrase_file is None else None
        secret: Secret
        if kept is not None:
            secret = partial(str, kept)
        elif _asks(door):
            secret = partial(_typed, path, _asked_for(path))
        else:
            # The settings' command runs once, however many files it is for.
            secret = for_all = for_all or _given(door)
        found.append(Source(path, secret))
    return tuple(found)


def _given(door: Door) -> Secret:
    """The passphrase that is for all, or the reason why there is none, which each then says."""
    try:
        return partial(str, config.passphrase(door.passphrase_file))
    except LockedError as error:
        return partial(_refuse, error)


def _refuse(error: LockedError) -> str:
    raise error


def _looks_encrypted(path: Path) -> bool:
    """Whether a passphrase will be wanted; what is wrong with a file is said when it is opened."""
    try:
        return is_encrypted(path)
    except CaseloadError:
        return False


def _asks(door: Door) -> bool:
    return door.passphrase_file is None and config.read().passphrase_command is None


def _asked_for(path: Path) -> str | None:
    """What a person types for one of several files; None where there is nobody to ask."""
    return config.passphrase(None, of=safe_line(str(path))) if sys.stdin.isatty() else None


def _typed(path: Path, secret: str | None) -> str:
    if secret is None:
        raise LockedError(
            f"{path} is encrypted and there is nobody to ask for the passphrase. Use --keys FILE, "
            "--passphrase-file FILE or passphrase_command in the settings."
        )
    return secret
