"""Reports over many files: the lines of each, added up by file and in total.

What a file's own report says of it, it says here too. In the total a client who stands in two files
is counted in each; where few people are left out, they are one, or two files would make one person
look like two.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from caseload.errors import NotFoundError
from caseload.records import reports, rollup
from caseload.records._caseload import Caseload
from caseload.records.client_likeness import people
from caseload.records.many import Answer, Failure, Files, ask_all
from caseload.records.reports import Asked, Listed, OneFile, Report
from caseload.records.shared_clients import elsewhere
from caseload.reporting import suppression
from caseload.reporting.catalog import REPORTS, measure
from caseload.reporting.figures import Key, added_up
from caseload.reporting.lines import Line
from caseload.rules.likeness import Person


class Reported(NamedTuple):
    """A report over many files, and what is missing from it."""

    report: Report
    read: int
    """How many files were read."""
    failures: list[Failure]


class ListedInFile(NamedTuple):
    """A record behind a figure, of one of the files."""

    listed: Listed
    file: str


class ListedInAll(NamedTuple):
    """The records behind a figure."""

    rows: list[ListedInFile]
    """File by file, in each those of the numerator first."""
    read: int
    failures: list[Failure]


class _Read(NamedTuple):
    """What one file has to say."""

    lines: list[Line]
    audit_head: str
    people: dict[str, Person]
    unknown: NotFoundError | None
    """A name that was asked for, and that this file does not know."""


def made(files: Files, asked: Asked) -> Reported:
    """The figures of a report over all files.

    Args:
        files: The files.
        asked: What is asked for; the names of its part are looked for in each file.

    Raises:
        UsageError: What was recorded is asked for as of a day to come.
        NotFoundError: No file that can be read knows a name.
    """
    reports.refuse_unknown(asked, files.today)

    def read(caseload: Caseload) -> _Read:
        everyone = people(caseload)
        try:
            own = asked._replace(part=_part(caseload, asked.part))
        except NotFoundError as error:
            return _Read([], reports.read_head(caseload, asked), everyone, error)
        lines, head = reports.read(caseload, own)
        return _Read(lines, head, everyone, None)

    answers = ask_all(files, read)
    rollup.refuse_unknown([one.found.unknown for one in answers.read])
    measures = REPORTS[asked.report]
    cells = added_up(measures, _of_files(answers.read), asked.groups)
    out: frozenset[Key] = frozenset()
    if asked.min_cell:
        persons = added_up(measures, _of_persons(answers.read), asked.groups)
        out = suppression.left_out(measures, persons, asked.min_cell)
    heads = [
        *(OneFile(one.file, one.found.audit_head) for one in answers.read),
        *(OneFile(one.file, None) for one in answers.failures),
    ]
    figures = reports.as_figures(asked, cells, out)
    day = asked.as_recorded or files.today
    report = Report(asked, day, "", figures, tuple(heads))
    return Reported(report, len(answers.read), answers.failures)


def listed(
    files: Files, asked: Asked, figure_name: str, *, denominator: bool = False
) -> ListedInAll:
    """The records behind a figure in all files, file by file.

    Args:
        files: The files.
        asked: As for `made`.
        figure_name: The figure.
        denominator: Those as well that stand in the denominator alone.

    Raises:
        UsageError: The report has no such figure; or as for `made`.
        NotFoundError: As for `made`.
    """
    reports.refuse_unknown(asked, files.today)
    measure(asked.report, figure_name)

    def read(caseload: Caseload) -> tuple[list[Listed], NotFoundError | None]:
        try:
            own = asked._replace(part=_part(caseload, asked.part))
        except NotFoundError as error:
            return [], error
        return reports.listed(caseload, own, figure_name, denominator=denominator), None

    answers = ask_all(files, read)
    rollup.refuse_unknown([one.found[1] for one in answers.read])
    rows = [ListedInFile(row, one.file) for one in answers.read for row in one.found[0]]
    return ListedInAll(rows, len(answers.read), answers.failures)


def _part(caseload: Caseload, part: reports.Part) -> reports.Part:
    wanted = rollup.wanted_in(caseload, rollup.Part(*part[:1], part.county, part.program))
    ids = wanted.case_managers
    name = caseload.value("select name from staff where staff_id = ?", ids) if ids else None
    return reports.Part(name, wanted.program, wanted.county)


def _of_files(answers: Sequence[Answer[_Read]]) -> "chain[Line]":
    """The lines of all files; an id is a client's own within its file alone."""
    return chain.from_iterable(
        (
            line._replace(
                file=one.file,
                client_id=None if line.client_id is None else f"{number} {line.client_id}",
            )
            for line in one.found.lines
        )
        for number, one in enumerate(answers)
    )


def _of_persons(answers: Sequence[Answer[_Read]]) -> "chain[Line]":
    """The same lines, with one id for whoever may be one person."""
    twice = elsewhere([one.file for one in answers], [one.found.people for one in answers])
    number_of = {one.file: number for number, one in enumerate(answers)}
    first: dict[str, str] = {}

    def person(one: str) -> str:
        while first.get(one, one) != one:
            one = first[one]
        return one

    for (number, client_id), others in twice.items():
        for other in others:
            mine = person(f"{number} {client_id}")
            theirs = person(f"{number_of[other.file]} {other.client_id}")
            first[max(mine, theirs)] = min(mine, theirs)
    return chain.from_iterable(
        [line if line.client_id is None else line._replace(client_id=person(line.client_id))]
        for line in _of_files(answers)
    )
