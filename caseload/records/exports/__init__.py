"""Records as tables that people open elsewhere and that our own import reads.

Staff appear by name, since another file has other ids. What holds: a kind's columns are the same
whatever is asked for, and are added to at the end of their record, never renamed, moved or taken
away; a filter that a kind can't answer is refused, not ignored.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from caseload import dates
from caseload.errors import UsageError
from caseload.records._caseload import Caseload
from caseload.records._stays_by_day import Stays
from caseload.records._table import Days, Kind, Part, Row, Table, Type, names_of
from caseload.records.exports import (
    agency,
    agenda,
    circle,
    clients,
    contacts,
    crises,
    due,
    plans,
    referrals,
)

KINDS: dict[str, Kind] = {
    **clients.KINDS,
    **contacts.KINDS,
    **agency.KINDS,
    **plans.KINDS,
    **agenda.KINDS,
    **circle.KINDS,
    **referrals.KINDS,
    **crises.KINDS,
    **due.KINDS,
}
"""What can be exported as a table, by name."""
FILTERS: dict[str, Callable[[Kind], bool]] = {
    "since": lambda kind: kind.days is not None,
    "until": lambda kind: kind.days is not None,
    "case_manager": lambda kind: kind.client is not None or kind.case_manager is not None,
    "program": lambda kind: kind.client is not None or kind.program is not None,
    "county": lambda kind: kind.client is not None or kind.counties is not None,
}
"""Which kinds each filter means something to."""
Test = Callable[[Row], bool]


def whole(caseload: Caseload) -> Part:
    """All rows, as of today."""
    return Part(caseload.today)


def table(caseload: Caseload, kind: str, part: Part | None = None) -> Table:
    """Records of a kind as a table, whose rows are read as they are asked for.

    Args:
        caseload: The open caseload.
        kind: One of `KINDS`.
        part: Which rows; all of them when not given.

    Raises:
        UsageError: A filter means nothing to this kind, or the period ends before it begins.
    """
    spec, part = KINDS[kind], part or whole(caseload)
    refuse_meaningless(caseload, kind, part)
    tests = list(_tests(caseload, spec, part))
    rows: Iterable[Row] = spec.rows(caseload, part)
    if tests:
        rows = (row for row in rows if all(test(row) for test in tests))
    return Table(spec.names, iter(rows), spec.columns)


class OnDay(Protocol):
    """What is read on a day: a caseload, or many files."""

    @property
    def today(self) -> date:
        """The day."""


def refuse_meaningless(caseload: OnDay, kind: str, part: Part) -> None:
    """Refuse a filter that a kind can't answer, and a period that ends before it begins.

    Raises:
        UsageError: It is so.
    """
    for name, knows in FILTERS.items():
        if getattr(part, name) is not None and not knows(KINDS[kind]):
            raise _no_meaning(name, kind, knows)
    if part.on != caseload.today and not KINDS[kind].as_of:
        raise _no_meaning("on", kind, lambda spec: spec.as_of)
    if part.since and part.until and part.until < part.since:
        raise UsageError(
            f"The period ends ({part.until}) before it begins ({part.since}); exchange them."
        )


def _no_meaning(name: str, kind: str, knows: Callable[[Kind], bool]) -> UsageError:
    those = ", ".join(each for each, spec in KINDS.items() if knows(spec))
    option = name.replace("_", "-")
    return UsageError(f"--{option} means nothing to {kind}; leave it out. It is known to: {those}.")


def _tests(caseload: Caseload, kind: Kind, part: Part) -> Iterator[Test]:
    """What a row must hold to be among those asked for."""
    at = kind.names.index
    if (part.since or part.until) and kind.days is not None and not kind.chosen:
        yield _in_period(kind, kind.days, part.since or "", part.until or "9999-12-31")
    if part.county is not None:
        yield _of_county(caseload, kind, part.county)
    by_stay: dict[str, str] = {}
    if part.program is not None and kind.program is not None:
        program, wanted = at(kind.program), part.program
        yield lambda row: row[program] == wanted
    elif part.program is not None:
        by_stay["program"] = part.program
    if part.case_manager is not None and kind.case_manager is not None:
        manager, name = at(kind.case_manager), names_of(caseload)[part.case_manager]
        yield lambda row: row[manager] == name
    elif part.case_manager is not None:
        by_stay["case_manager"] = part.case_manager
    if by_stay:
        yield _of_stay(caseload, kind, part, **by_stay)


def day_of(kind: Kind) -> Callable[[Row], str | None]:
    """How to find the day of a row, by which it is chosen: the first column that has one."""
    return _day(kind, kind.days.first) if kind.days is not None else lambda _: None


def _day(kind: Kind, columns: Sequence[str]) -> Callable[[Row], str | None]:
    at = [kind.names.index(name) for name in columns]
    if any(kind.columns[place].type is Type.INSTANT for place in at):
        return lambda row: next(
            (dates.local_day(row[place]).isoformat() for place in at if row[place]), None
        )
    return lambda row: next((row[place][:10] for place in at if row[place]), None)


def _in_period(kind: Kind, days: Days, since: str, until: str) -> Test:
    first_of, last_of = _day(kind, days.first), _day(kind, days.last)

    def test(row: Row) -> bool:
        first = first_of(row)
        if first is None:
            return bool(days.last) and days.from_ever and (last_of(row) or until) >= since
        if not days.last:
            return since <= first <= until
        return first <= until and (last_of(row) or until) >= since

    return test


def _of_county(caseload: Caseload, kind: Kind, county: str) -> Test:
    wanted = county.casefold()
    if kind.client is None:
        assert kind.counties is not None
        place = kind.names.index(kind.counties)
        return lambda row: not row[place] or wanted in map(str.casefold, row[place])
    whose = kind.names.index(kind.client)
    living = {
        client_id
        for client_id, lives in caseload.stream("select client_id, county from client")
        if (lives or "").casefold() == wanted
    }
    return lambda row: row[whose] in living


def _of_stay(
    caseload: Caseload,
    kind: Kind,
    part: Part,
    program: str | None = None,
    case_manager: str | None = None,
) -> Test:
    """Whether one stay of the client, on the row's day, is in the program and with the manager."""
    assert kind.client is not None
    stays, day_in = Stays(caseload), day_of(kind)
    whose, today = kind.names.index(kind.client), part.on.isoformat()
    named = kind.names.index("program") if "program" in kind.names else None

    def test(row: Row) -> bool:
        day = day_in(row) or today
        of_row = row[named] if named is not None else None
        return any(
            program in (None, one.program)
            and of_row in (None, one.program)
            and (case_manager is None or one.manager(day) == case_manager)
            for one in stays.on(row[whose], day)
        )

    return test


def how_many(caseload: Caseload, kind: str, part: Part) -> int | None:
    """About how many rows a table will have, where it may be long; None where it is short."""
    return contacts.how_many(caseload, part) if KINDS[kind].chosen else None


def noted(caseload: Caseload, kind: str, **how: Any) -> None:
    """Write into the audit log that a table goes out of the file, with whatever is in it now."""
    with caseload.write(f"export {kind.replace('_', ' ')}") as change:
        change.note("export", kind, None, {"kind": kind, **how})
