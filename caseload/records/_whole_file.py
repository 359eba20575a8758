"""Files made whole beside their place, readable by their owner alone, and then given their name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file of our own in the folder of `path`; what is left of it at the end is removed.

    Raises:
        OSError: It can't be made.
    """
    make_folders(path.parent)
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    try:
        yield making
    finally:
        for left in (making, making.with_name(f"{making.name}-journal")):
            with suppress(OSError):
                left.unlink()


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
