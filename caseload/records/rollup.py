"""Many files as one: what is due in all of them, and what each comes to.

Each file is judged by its own standards, holidays and staff, as `due` judges one. A client_id is a
client's own within its file alone, so every line names its file.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from caseload.errors import NotFoundError
from caseload.model import Item, Obligation
from caseload.records import clients, due, programs, staff, team
from caseload.records._caseload import Caseload
from caseload.records.client_likeness import people
from caseload.records.due.facts import Wanted
from caseload.records.many import Failure, Files, ask_all
from caseload.records.shared_clients import Elsewhere, elsewhere
from caseload.rules.likeness import Person

TOTAL = "total"
"""Stands in place of a file, in the last row of figures."""


class Part(NamedTuple):
    """Which part of each file is asked for, by names that need not be in all of them."""

    case_manager: str | None = None
    county: str | None = None
    program: str | None = None
    obligation: Obligation | None = None


class Line(NamedTuple):
    """A line of the due list of one of the files."""

    item: Item
    file: str
    also_in: tuple[str, ...]
    """Where else the client is known: another file, and the client_id there."""


class Counts(NamedTuple):
    """How many lines a file has in the list; the last row is the sum."""

    file: str
    """total in the last row."""
    overdue: int
    due_today: int
    due_soon: int
    open_episodes: int
    on_hold: int
    """Episodes on hold, beyond the open ones."""


class DueInAll(NamedTuple):
    """What is due in all files."""

    lines: list[Line]
    """Worst first."""
    counts: list[Counts]
    """Of those that were read, in their order; none when none was."""
    failures: list[Failure]


class Summary(NamedTuple):
    """What a file, or a case manager in it, comes to on a day; the last row is the sum."""

    file: str
    """total in the last row."""
    case_manager: str | None
    """The name, in a summary by case manager; None there for those without one."""
    clients: int | None
    """With an open episode, those on hold and those assigned but not admitted among them."""
    also_elsewhere: int | None
    """Of these, who stand in another file too; the sum counts them once for each file."""
    on_hold: int | None
    """Of these, with no episode that is not on hold."""
    overdue: int | None
    """Lines of the due list, as the next two."""
    due_today: int | None
    due_soon: int | None
    capacity: int | None
    """How many clients the active case managers can have; None when nobody has said."""
    errors: int
    """1 for a file that could not be read, whose other figures are None."""
    error: str | None
    """Why, and what to do."""


class Summaries(NamedTuple):
    """What all files come to."""

    rows: list[Summary]
    read: int
    """How many files were read."""
    failures: list[Failure]


def due_in_all(
    files: Files,
    on: date,
    part: Part = Part(),  # noqa: B008 - immutable
    *,
    within: int | None = 0,
    include_held: bool = False,
) -> DueInAll:
    """The due lists of all files as one, worst first.

    Args:
        files: The files.
        on: The day.
        part: Which part; a file that does not know one of the names has nothing in it.
        within: As for `due.due`.
        include_held: As for `due.due`.

    Raises:
        NotFoundError: No file that can be read knows a name.
    """

    def read(caseload: Caseload) -> tuple[due.DueList, dict[str, Person], NotFoundError | None]:
        with caseload.reading():
            everyone = people(caseload)
            try:
                wanted = wanted_in(caseload, part)
            except NotFoundError as error:
                return due.DueList([], 0, 0), everyone, error
            found = due.due(caseload, on, wanted, within=within, include_held=include_held)
            return found, everyone, None

    answers = ask_all(files, read)
    refuse_unknown([one.found[2] for one in answers.read])
    names = [one.file for one in answers.read]
    twice = elsewhere(names, [one.found[1] for one in answers.read])
    lines = [
        Line(item, one.file, _also_in(twice.get((number, item.client_id or ""), ())))
        for number, one in enumerate(answers.read)
        for item in one.found[0].items
    ]
    lines.sort(key=lambda line: (*due.order(line.item), line.file))
    counts = [_counted(one.file, one.found[0]) for one in answers.read]
    if counts:
        sums = map(sum, zip(*(one[1:] for one in counts), strict=True))
        counts.append(Counts(TOTAL, *sums))
    return DueInAll(lines, counts, answers.failures)


def _also_in(found: Sequence[Elsewhere]) -> tuple[str, ...]:
    return tuple(f"{one.file} {one.client_id}" for one in found)


def _counted(file: str, found: due.DueList) -> Counts:
    return Counts(file, *_by_status(found.items), found.open_episodes, found.on_hold)


def _by_status(items: Iterable[Item]) -> tuple[int, int, int]:
    found = [item.status for item in items]
    overdue, today, soon = (found.count(status) for status in due.LISTED)
    return overdue, today, soon


def refuse_unknown(unknown: Sequence[NotFoundError | None]) -> None:
    """Refuse a name that none of the files knows.

    Raises:
        NotFoundError: Each file has such an error.
    """
    if unknown and unknown[0] is not None and all(unknown):
        raise unknown[0]


def wanted_in(caseload: Caseload, part: Part) -> Wanted:
    """The part of one file that is meant.

    Raises:
        NotFoundError, AmbiguousError: A name leads to none in it, or to several.
    """
    found = Wanted(obligation=part.obligation)
    if part.case_manager is not None:
        found = found._replace(case_managers=(staff.find(caseload, part.case_manager).staff_id,))
    if part.county is not None:
        found = found._replace(county=clients.find_county(caseload, part.county))
    if part.program is not None:
        found = found._replace(program=programs.find(caseload, part.program).name)
    return found


# --- figures -------------------------------------------------------------------------------------


def summary(files: Files, on: date, *, by_case_manager: bool = False) -> Summaries:
    """What each file comes to on a day, and all of them together.

    Args:
        files: The files.
        on: The day.
        by_case_manager: A row for each case manager of a file instead of one for the file.
    """

    def read(caseload: Caseload) -> tuple[list[team.Charge], dict[str, Person]]:
        with caseload.reading():
            return team.charges(caseload, on), people(caseload)

    answers = ask_all(files, read)
    names = [one.file for one in answers.read]
    twice = elsewhere(names, [one.found[1] for one in answers.read])
    rows = []
    for number, one in enumerate(answers.read):
        charges = one.found[0]
        shared = frozenset(client_id for place, client_id in twice if place == number)
        if by_case_manager:
            counted = [each for each in charges if each.clients or each.items or each.manages]
            # A file with nobody in it was read all the same: those without a case manager, none.
            counted = counted or charges[-1:]
            rows += [
                _of(one.file, each.staff.name if each.staff else None, [each], shared)
                for each in counted
            ]
        else:
            rows.append(_of(one.file, None, charges, shared))
    rows += [
        Summary(one.file, *(None,) * 8, errors=1, error=str(one.error)) for one in answers.failures
    ]
    return Summaries([*rows, _total(rows)], len(names), answers.failures)


def _of(
    file: str,
    case_manager: str | None,
    charges: Sequence[team.Charge],
    shared: frozenset[str],
) -> Summary:
    mine = frozenset[str]().union(*(one.clients for one in charges))
    # Somebody on hold with one case manager may be seen by another.
    active = frozenset[str]().union(*(one.clients - one.on_hold for one in charges))
    overdue, due_today, due_soon = _by_status(item for one in charges for item in one.items)
    return Summary(
        file,
        case_manager,
        clients=len(mine),
        also_elsewhere=len(mine & shared),
        on_hold=len(mine - active),
        overdue=overdue,
        due_today=due_today,
        due_soon=due_soon,
        capacity=_sum(one.staff.capacity for one in charges if one.staff and one.manages),
        errors=0,
        error=None,
    )


def _total(rows: Sequence[Summary]) -> Summary:
    sums = {name: _sum(getattr(row, name) for row in rows) for name in Summary._fields[2:-1]}
    return Summary(TOTAL, None, **sums, error=None)  # type: ignore[arg-type]


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of what is known; None when nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
