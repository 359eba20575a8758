"""Clients who stand in two files: with two case managers, moved, or taken in twice."""

from collections.abc import Sequence
from typing import NamedTuple

from caseload.model import EpisodeStatus
from caseload.records import clients
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records.client_likeness import people
from caseload.records.many import Failure, Files, ask_all
from caseload.rules.likeness import Person
from caseload.rules.same_people import Known, again


class Elsewhere(NamedTuple):
    """Another file that a client stands in."""

    file: str
    client_id: str
    reasons: tuple[str, ...]
    """What speaks for their being one."""


class Shared(NamedTuple):
    """A client who stands in another file too; there is such a row from each side."""

    client: str
    file: str
    client_id: str
    program: str | None
    """Of the latest episode, as the status."""
    status: EpisodeStatus | None
    also_in: str
    """The other file."""
    also_client_id: str
    """The client_id there."""
    also_program: str | None
    also_status: EpisodeStatus | None
    reasons: tuple[str, ...]


class SharedInAll(NamedTuple):
    """Those who stand in two files."""

    rows: list[Shared]
    """By name."""
    read: int
    """How many files were read."""
    failures: list[Failure]


Found = dict[tuple[int, str], tuple[Elsewhere, ...]]
"""By the number of a file and a client_id of it."""


def elsewhere(files: Sequence[str], each: Sequence[dict[str, Person]]) -> Found:
    """Where else the clients of several files stand.

    Args:
        files: The names of the files.
        each: The people of each file.
    """
    places = [(number, client_id) for number, those in enumerate(each) for client_id in those]
    known = [Known(number, one) for number, those in enumerate(each) for one in those.values()]
    return {
        places[place]: tuple(
            Elsewhere(files[places[one.place][0]], places[one.place][1], one.reasons)
            for one in found
        )
        for place, found in again(known).items()
    }


def shared(files: Files) -> SharedInAll:
    """Who stands in two files, today; a person decides whether they are one."""

    def read(caseload: Caseload) -> tuple[dict[str, Person], list[clients.ClientLine]]:
        with caseload.reading():
            return people(caseload), clients.listed(caseload, caseload.today)

    answers = ask_all(files, read)
    names = [one.file for one in answers.read]
    lines = {(one.file, line.client_id): line for one in answers.read for line in one.found[1]}
    found = elsewhere(names, [one.found[0] for one in answers.read])
    rows = []
    for (number, client_id), others in found.items():
        line = lines[names[number], client_id]
        for one in others:
            other = lines[one.file, one.client_id]
            rows.append(
                Shared(
                    line.client, names[number], client_id, line.program, line.status,
                    one.file, one.client_id, other.program, other.status, one.reasons,
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (fold(row.client), row.file, row.client_id, row.also_in))
    return SharedInAll(rows, len(names), answers.failures)
