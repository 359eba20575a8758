"""A file of keys: which caseload file is opened by which passphrase file or command.

It is TOML, a table for each caseload file, and holds no passphrase itself:

    ["dana.db"]
    passphrase_file = "dana.key"

    ["luis.db"]
    passphrase_command = "pass show caseload/luis"

Paths are relative to the folder that the file of keys lies in.
"""

from pathlib import Path
from typing import NamedTuple

from caseload.errors import InvalidError, NotFoundError, StorageError
from caseload.records.many import whole
from caseload.settings import config

WAYS = ("passphrase_file", "passphrase_command")


class Way(NamedTuple):
    """How a file's passphrase is found: one of the two."""

    file: Path | None
    command: str | None
    where: Path
    """The file of keys that says so."""

    def passphrase(self) -> str:
        """The passphrase.

        Raises:
            LockedError: The file can't be read, or the command failed.
        """
        if self.command is not None:
            return config.printed_by(self.command, str(self.where))
        return config.passphrase(self.file)


Keys = dict[Path, Way]
"""By the whole path of the caseload file."""


def read(path: Path) -> Keys:
    """How each of the files is opened.

    Raises:
        NotFoundError, StorageError: There is none, or it can't be read.
        InvalidError: It is no TOML, or a table says something else than one of the two ways.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file of keys {path}. Check the name.") from None
    except UnicodeDecodeError:
        raise InvalidError(f"The file of keys {path} is no UTF-8 text; save it as such.") from None
    except OSError as error:
        raise StorageError(f"The file of keys {path} can't be read: {error.strerror}.") from None
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidError(
            f"The file of keys {path} is no TOML: {error}. Mend that line."
        ) from None
    folder = path.absolute().parent
    ways = {name: _way(path, name, said) for name, said in found.items()}
    return {whole(folder / name): way for name, way in ways.items()}


def _way(path: Path, name: str, said: object) -> Way:
    ways = said if isinstance(said, dict) else {}
    file, command = (ways.get(name) for name in WAYS)
    known = [way for way in (file, command) if isinstance(way, str)]
    if len(ways) != 1 or len(known) != 1:
        raise InvalidError(
            f"{path}: ['{name}'] takes one of two, as text in quotes: passphrase_file or "
            "passphrase_command. Its own name stands in quotes too: ['dana.db']."
        )
    if "\0" in f"{name}{known[0]}":
        raise InvalidError(f"{path}: {name!r} holds a NUL, which is in no name. Take it out.")
    return Way(None if file is None else path.absolute().parent / file, command, path)
