"""Files and folders made whole beside their place, their owner's alone, and then given their name.

A process that is killed leaves what it had made so far, in clear where the whole was to be plain.
The next one that makes something there removes it.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
LEFT_AFTER = 3600
"""Seconds without a change after which a half file is nobody's, where processes can't be asked."""
_ASKED = os.name == "posix"
"""Whether one may ask after a process; elsewhere the same call would end it."""
_MAKING = re.compile(r"\.(.+)\.(\d+)\.(?:new(?:-journal|-parts)?|old)")
_OURS: set[Path] = set()
"""What this process makes just now. In a container an earlier one may have had its number."""


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file of our own in the folder of `path`; what is left of it at the end is removed.

    Raises:
        OSError: It can't be made.
    """
    make_folders(path.parent)
    with making_of(path) as making:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
        try:
            yield making
        finally:
            for each in (making, making.with_name(f"{making.name}-journal")):
                with suppress(OSError):
                    each.unlink()


@contextmanager
def making_of(path: Path) -> Iterator[Path]:
    """What a file or folder is called while this process makes it; halves that were left go first.

    Raises:
        OSError: It makes one of that name already.
    """
    remove_left(path.parent, path.name)
    making = _making(path)
    if making.absolute() in _OURS:
        raise FileExistsError(17, "it is being made already")
    _OURS.add(making.absolute())
    try:
        yield making
    finally:
        _OURS.discard(making.absolute())


def _making(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def parts_of(path: Path) -> Path:
    """The folder of the parts that a file is made of, while this process makes it."""
    return path.with_name(f"{_making(path).name}-parts")


def old_of(path: Path) -> Path:
    """What a folder is called that this process replaces, until the new one has its name."""
    return _making(path).with_suffix(".old")


def left(folder: Path, name: str | None = None) -> list[Path]:
    """Half files and folders that a killed process left in a folder: those of one name, or all."""
    found: list[Path] = []
    with suppress(OSError):
        for each in folder.iterdir():
            half = _MAKING.fullmatch(each.name)
            if half and name in (None, half[1]) and not _is_made(each, half[1], int(half[2])):
                found.append(each)
    return sorted(found)


def remove_left(folder: Path, name: str | None = None) -> None:
    """Remove what `left` finds."""
    for each in left(folder, name):
        with suppress(OSError):
            if each.is_dir() and not each.is_symlink():
                rmtree(each)
            else:
                each.unlink()


def _is_made(path: Path, name: str, process: int) -> bool:
    """Whether the process that makes a file of that name runs still, and makes it."""
    if process == os.getpid():
        return _making(path.with_name(name)).absolute() in _OURS
    if not _ASKED:
        try:
            return time.time() - path.stat().st_mtime < LEFT_AFTER
        except OSError:
            return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def make_folders(folder: Path) -> None:
    """Make what is missing of a path; `mkdir(parents=True)` would let others into all but one."""
    for missing in (*reversed(folder.parents), folder):
        if not missing.exists():
            missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name, unless something has that name by now.

    Raises:
        FileExistsError: Something has.
    """
    try:
        # A hard link fails where a rename would silently replace a file made in the meantime.
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT): the window between the two calls is as small as it gets.
        if path.exists():
            raise FileExistsError(17, "something is there already") from None
        made.rename(path)


def take_place(made: Path, path: Path) -> None:
    """Give a finished file the name of another, which it replaces, so that a crash undoes none."""
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    made.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
