"""Files on their way out: each is there whole or not at all, and readable by its owner alone."""

import codecs
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO, TextIO

from caseload.errors import InvalidError, StorageError
from caseload.records._whole_file import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    making_of,
    old_of,
    parts_of,
    put_in_place,
)

_OTHER_THAN_TEXT = (b"PK\x03\x04", b"%PDF", b"PAR1")
"""How workbooks and Word documents, PDF and Parquet begin. PK alone is chance: 1 in 65,536."""
_BEGINNING = 4_096
"""Bytes by which a file is judged: a page of a caseload file, which is no text by chance."""


@contextmanager
def written(path: Path | None, *, force: bool = False) -> Iterator[TextIO]:
    """Standard output, or a file that is there whole or not at all, readable by its owner alone.

    Raises:
        InvalidError: The file exists and may not be written over.
        StorageError: It can't be written.
    """
    if path is None:
        yield sys.stdout
        return
    stream = _stream(path)
    if stream is not None:
        with os.fdopen(stream, "w", encoding="utf-8", newline="") as out:
            yield out
        return
    with (
        _beside(path, force) as handle,
        os.fdopen(handle, "w", encoding="utf-8", newline="") as out,
    ):
        yield out


@contextmanager
def written_bytes(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """As `written`, for what is no text.

    Raises:
        InvalidError: The file exists and may not be written over.
        StorageError: It can't be written.
    """
    stream = _stream(path)
    if stream is not None:
        with os.fdopen(stream, "wb") as out:
            yield out
        return
    with _beside(path, force) as handle, os.fdopen(handle, "wb") as out:
        yield out


def write_bytes(path: Path, content: bytes, *, force: bool = False) -> None:
    """A file that is there whole or not at all, readable by its owner alone.

    Raises:
        InvalidError: It exists and may not be written over.
        StorageError: It can't be written.
    """
    with _beside(path, force) as handle, os.fdopen(handle, "wb") as out:
        out.write(content)


@contextmanager
def written_for(path: Path, content: bytes, *, force: bool = False) -> Iterator[None]:
    """A file that stays when what follows is done too, such as the record of it, and goes if not.

    Raises:
        InvalidError, StorageError: As for `write_bytes`.
    """
    before = path.read_bytes() if force and path.is_file() else None
    write_bytes(path, content, force=force)
    try:
        yield
    except BaseException:
        if before is not None:
            write_bytes(path, before, force=True)
        else:
            path.unlink()
        raise


@contextmanager
def _beside(path: Path, force: bool) -> Iterator[int]:
    """A new file beside the one meant, put in its place once it is written."""
    refuse_existing(path, force=force)
    try:
        with making_of(path) as beside:
            try:
                yield os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
                if force:
                    beside.replace(path)
                else:
                    put_in_place(beside, path)
            finally:
                with suppress(OSError):
                    beside.unlink()
    except FileExistsError as error:
        # Somebody made one of that name in the meantime.
        refuse_existing(path, force=force)
        raise not_written(path, error) from None
    except OSError as error:
        raise not_written(path, error) from None


@contextmanager
def room_beside(path: Path) -> Iterator[Path]:
    """A folder for the parts of a file: where it will lie, and nowhere else; it goes at the end.

    Raises:
        StorageError: It can't be made.
    """
    room = parts_of(path)
    try:
        room.mkdir(mode=PRIVATE_FOLDER)
    except OSError as error:
        raise not_written(path, error) from None
    try:
        yield room
    finally:
        rmtree(room, ignore_errors=True)


@contextmanager
def folder_written(
    path: Path, ours: Callable[[Path], bool], *, force: bool = False
) -> Iterator[Path]:
    """A folder to fill, that is there whole or not at all, readable by its owner alone.

    An empty folder of that name is taken. With `force` one is replaced as a whole, so that no file
    of an earlier time stays among those of now.

    Args:
        path: Where it will be.
        ours: Whether a file in it may go, by its path within the folder.
        force: Whether to replace a folder that holds something.

    Raises:
        InvalidError: It holds something, and `force` was not said or something is not ours; or it
            is named by where it lies alone, as `.` is.
        StorageError: It can't be written.
    """
    if path.name in ("", ".."):
        raise InvalidError(f"{path} says no name of a folder; name another folder.")
    _refuse_filled(path, ours, force)
    old = old_of(path)
    try:
        with making_of(path) as beside:
            try:
                beside.mkdir(mode=PRIVATE_FOLDER)
                yield beside
                _refuse_filled(path, ours, force)
                if path.is_dir():
                    path.rename(old)
                try:
                    beside.rename(path)
                except OSError:
                    if old.is_dir():
                        old.rename(path)
                    raise
            finally:
                for each in (beside, old):
                    if each.is_dir():
                        rmtree(each, ignore_errors=True)
    except OSError as error:
        raise not_written(path, error) from None


def _refuse_filled(path: Path, ours: Callable[[Path], bool], force: bool) -> None:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise InvalidError(f"{path} is no folder; it was left as it is. Name another.")
    try:
        inside = [each for each in path.rglob("*") if each.is_symlink() or not each.is_dir()]
        found = sorted(each.relative_to(path) for each in inside)
    except OSError as error:
        raise StorageError(f"{path} can't be read: {error.strerror}.") from None
    if found and not force:
        raise InvalidError(
            f"{path} exists already; it was left as it is. Use --force to replace it."
        )
    strange = next((each for each in found if not ours(each)), None)
    if strange is not None:
        raise InvalidError(
            f"{path} holds {strange}, which no export wrote; it was left as it is. Name another"
            " folder."
        )


def not_written(path: Path, error: OSError) -> StorageError:
    """What is said of a file that can't be written."""
    return StorageError(f"{path} can't be written: {error.strerror}. Write it to another place.")


def _stream(path: Path) -> int | None:
    """A device or a pipe, such as /dev/stdout, opened: written to, and never replaced.

    Raises:
        InvalidError: It is another account's pipe, laid where we write so that they read it; or
            another thing took its place meanwhile.
    """
    if not path.exists() or path.is_file() or path.is_dir():
        return None
    seen = path.stat()
    named = path.resolve()  # the pipe of a shell has no name that leads to it
    if named.is_fifo() and named.stat().st_uid != os.getuid():
        raise InvalidError(f"{path} is another account's pipe; write to another place.")
    # Neither made nor emptied: a link to a file may lie there by now.
    handle = os.open(path, os.O_WRONLY)
    found = os.fstat(handle)
    if stat.S_ISREG(found.st_mode) or not os.path.samestat(seen, found):
        os.close(handle)
        raise InvalidError(f"{path} was replaced meanwhile; write to another place.")
    return handle


def refuse_existing(path: Path, *, force: bool = False) -> None:
    """Refuse to write over a file.

    Raises:
        InvalidError: It exists and `force` was not said; or it is one that we never write to such a
            place, such as a caseload file, encrypted or not.
        StorageError: It can't be read.
    """
    if path.is_dir():
        raise InvalidError(f"{path} is a folder; name a file in it.")
    if not force:
        if path.exists() or path.is_symlink():
            raise InvalidError(
                f"{path} exists already; it was left as it is. Use --force to replace it."
            )
    elif path.is_file() and not _like_ours(path):
        raise InvalidError(
            f"{path} is no text, workbook or document, so it was left as it is. If it may go, "
            "remove it yourself; or write to another place."
        )


def _like_ours(path: Path) -> bool:
    """Whether a file begins as those do that we write: text, and four kinds of others."""
    try:
        with path.open("rb") as file:
            start = file.read(_BEGINNING)
    except OSError as error:
        raise StorageError(f"{path} can't be read: {error.strerror}.") from None
    if start.startswith(_OTHER_THAN_TEXT):
        return True
    try:
        # A letter may be cut in two at the end of what was read.
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return b"\0" not in start
