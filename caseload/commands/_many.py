"""What the commands over many files share: which files, and those that could not be read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.commands._progress import Watch
from caseload.errors import UnreadError
from caseload.records.many import Failure, Files

Named = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", readable=False, help="Caseload files, and folders of them."),
]
Keys = Annotated[
    Path | None,
    typer.Option(
        "--keys", metavar="FILE", readable=False, help="Says what opens which encrypted file."
    ),
]


def part_of(files: Files, watch: Watch, place: int, of: int) -> Files:
    """The files as they are read for one of several tables, with that part of the bar."""
    return files._replace(watch=lambda done: watch((place + done) / of))


def say_unread(failures: Sequence[Failure], read: int) -> None:
    """Name each file that could not be read; when it is all of them, end here.

    Raises:
        UnreadError: None could be read.
    """
    for one in failures:
        sentence = str(one.error)
        door.say(sentence if one.file in sentence else f"{one.file}: {sentence}")
    if not read:
        raise UnreadError("None of the files could be read; nothing was written.", _codes(failures))


def end(failures: Sequence[Failure], read: int) -> None:
    """End with an error when some files are missing from what was written.

    Raises:
        UnreadError: Some could not be read.
    """
    if failures:
        raise UnreadError(
            f"{len(failures)} of {len(failures) + read} files could not be read, and are left out.",
            _codes(failures),
        )


def _codes(failures: Sequence[Failure]) -> list[int]:
    return [one.error.exit_code for one in failures]
