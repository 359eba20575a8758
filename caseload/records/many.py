"""Many caseload files, each read by itself, side by side.

What always holds: nothing is written, and a file that can't be read keeps none of the others back;
it comes with its error instead. Answers come in the order of the files.

Each file has a thread. Judging keeps Python busy, so threads gain nothing there; they gain where a
file waits: for its key, which takes 100 ms to derive, for a lock, for a slow disk. Processes would
each have to begin anew, and the keys would have to travel.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from typing import Generic, NamedTuple, TypeVar

from caseload.errors import CaseloadError, NoFileError, StorageError
from caseload.faults import without_secrets
from caseload.records._caseload import Caseload
from caseload.records._opening import Secret
from caseload.records._reading import open_to_read

R = TypeVar("R")
ENDING = ".db"
NOT_OURS = frozenset({"thumbs.db", "ehthumbs.db"})
"""What Windows puts into folders of pictures."""
LEAST_THREADS = 4
"""So many wait at once where there is one processor."""
THREAD = "a caseload file"
AHEAD = 2
"""So many answers a thread may be ahead of what is taken from them."""
Watch = Callable[[float], None]
"""Is told what part of the work is done, 0 to 1."""


class Source(NamedTuple):
    """One file, and what opens it."""

    path: Path
    secret: Secret
    """Asked for the passphrase or recovery key, in a thread of the file's own."""


class Files(NamedTuple):
    """The files that are asked, and on which day."""

    sources: tuple[Source, ...]
    today: date
    anywhere: bool = False
    """Also those that lie in an unsafe place."""
    watch: Watch | None = None


class Answer(NamedTuple, Generic[R]):
    """What a file answered."""

    file: str
    """Its path, as it was named or found."""
    found: R


class Failure(NamedTuple):
    """A file that could not be read."""

    file: str
    error: CaseloadError


class Answers(NamedTuple, Generic[R]):
    """What came of all files, in their order."""

    read: list[Answer[R]]
    failures: list[Failure]


def files_in(named: Sequence[Path]) -> list[Path]:
    """The files that are meant, each once: a folder stands for those in it and in its folders.

    In a folder these are files that end in .db, but for hidden ones and backups. A file that is
    named is taken as it is, though it may not be there.

    Raises:
        NoFileError: A folder has none.
        StorageError: A folder can't be read.
    """
    found: dict[Path, Path] = {}
    for each in named:
        here = _in_folder(each) if _is_folder(each) else [each]
        if not here:
            raise NoFileError(
                f"There is no caseload file in {each}: none ends in {ENDING}. Name the files."
            )
        for path in here:
            found.setdefault(whole(path), path)
    return list(found.values())


def whole(path: Path) -> Path:
    """The whole path, with links followed; links in a circle stay, as a file that isn't there."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _is_folder(path: Path) -> bool:
    """Whether it is one that can be looked at; what can't is a file that will say so."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _in_folder(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise StorageError(
            f"The folder {error.filename} can't be read: {error.strerror}. Check who owns it, or "
            "name the files."
        )

    found = []
    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [
            each for each in folders if not each.startswith(".") and not each.endswith(".backups")
        ]
        found += [
            Path(where) / name
            for name in names
            if name.casefold().endswith(ENDING)
            and not name.startswith(".")
            and name.casefold() not in NOT_OURS
        ]
    return sorted(found)


def ask(files: Files, read: Callable[[Caseload], R]) -> Iterator[Answer[R] | Failure]:
    """What each file answers, in their order; no more are held than the threads can be ahead.

    Args:
        files: The files.
        read: Gets each open file, in a thread of that file; what it returns is the answer.
    """
    total = len(files.sources)
    count = min(total, max(LEAST_THREADS, os.cpu_count() or 1))
    turns, ahead = SimpleQueue[int](), Semaphore(AHEAD * count)
    done = SimpleQueue[tuple[int, Answer[R] | Failure]]()
    for number in range(total):
        turns.put(number)

    def work() -> None:
        while True:
            ahead.acquire()
            try:
                number = turns.get_nowait()
            except Empty:
                return
            done.put((number, _asked(files, files.sources[number], read)))

    # They end with the program: whoever interrupts it waits for no lock.
    for _ in range(count):
        Thread(target=work, name=THREAD, daemon=True).start()
    early: dict[int, Answer[R] | Failure] = {}
    try:
        for number in range(total):
            while number not in early:
                place, answer = done.get()
                early[place] = answer
                if files.watch is not None:
                    files.watch((number + len(early)) / total)
            yield early.pop(number)
            ahead.release()
    finally:
        with suppress(Empty):
            while True:
                turns.get_nowait()
        ahead.release(count)


def ask_all(files: Files, read: Callable[[Caseload], R]) -> Answers[R]:
    """As `ask`, all at once."""
    read_ones: list[Answer[R]] = []
    failures: list[Failure] = []
    for one in ask(files, read):
        if isinstance(one, Failure):
            failures.append(one)
        else:
            read_ones.append(one)
    return Answers(read_ones, failures)


def _asked(files: Files, source: Source, read: Callable[[Caseload], R]) -> Answer[R] | Failure:
    file = str(source.path)
    try:
        if not source.path.exists():
            raise NoFileError(f"There is no file {file}. Check the name.")
        with open_to_read(
            source.path, files.today, source.secret, anywhere=files.anywhere
        ) as caseload:
            return Answer(file, read(caseload))
    except CaseloadError as error:
        return Failure(file, error)
    except OSError as error:
        return Failure(file, StorageError(f"{file} can't be read: {error.strerror}."))
    except Exception as error:
        return Failure(file, CaseloadError(without_secrets(error)))
