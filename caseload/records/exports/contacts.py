"""Contacts as tables: as they are, what was added to them, and flat for analysts.

There may be millions, so they are read as they are stored, and never all held in memory to be
sorted.
"""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from caseload import dates
from caseload.model import Addendum, Contact, Funding, Program, Staff
from caseload.model.planning import LivingSituation
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of
from caseload.records._stays_by_day import Dated, StayRow, Stays, as_of
from caseload.records._table import (
    STAFF,
    Days,
    Kind,
    Part,
    Row,
    Type,
    also,
    named,
    names_of,
    of_record,
    own,
)
from caseload.rules.eligibility import age_on

AT_A_TIME = 1_000
ROW_BYTES = 150
"""About what a contact takes without its note."""
BYTES_AT_ONCE = 60_000_000
"""So much SQLite may hold to sort it."""
CONTACT = of_record(Contact, by_name=("staff", "signed_by"))
_BY_NAME = {column.name: column for column in CONTACT}
_GOALS, _STAFF, _IMPORTED, _SIGNED_BY = (
    Contact._fields.index(name) for name in ("goals", "staff", "imported", "signed_by")
)


def _in_order(caseload: Caseload, columns: str, part: Part) -> Iterator[Sequence[Any]]:
    """Columns of the contacts of a period, by day and then as they were written, in flat memory.

    Either the file is read once for each span of days, whose rows SQLite sorts in memory, or it is
    asked for each row by its number, in order. Whichever reads fewer pages: long notes make many
    spans, and rows that lie apart make many pages.
    """
    period = (part.since or "", part.until or "9999-12-31")
    if part.by_code:
        yield from caseload.stream(
            f"select {columns} from deidentified_code d cross join contact c"
            # The plus keeps SQLite to the order of the codes, so that nothing has to be sorted.
            " on c.client_id = d.record_id where +d.record = 'client'"
            " and contacted_on between ? and ? order by d.code, contacted_on, c.rowid",
            period,
        )
        return
    days = caseload.rows(
        f"select contacted_on, count(*), sum({ROW_BYTES} + ifnull(octet_length(note), 0))"
        " from contact where contacted_on between ? and ? group by 1 order by 1",
        period,
    )
    spans: list[tuple[str, str]] = []
    held = BYTES_AT_ONCE
    for day, _, size in days:
        if held + size > BYTES_AT_ONCE:
            spans.append((day, day))
            held = 0
        spans[-1] = (spans[-1][0], day)
        held += size
    pages = caseload.value("pragma page_count")
    largest = max((size for _, _, size in days), default=0)
    if largest > BYTES_AT_ONCE or len(spans) * pages > sum(count for _, count, _ in days):
        yield from _one_by_one(caseload, columns, period)
        return
    for span in spans:
        yield from caseload.stream(
            f"select {columns} from contact where contacted_on between ? and ?"
            " order by contacted_on, rowid",
            span,
        )


def _one_by_one(caseload: Caseload, columns: str, period: tuple[str, str]) -> Iterator[list[Any]]:
    wanted = array(
        "q",
        (
            number
            for (number,) in caseload.stream(
                "select rowid from contact where contacted_on between ? and ?"
                " order by contacted_on, rowid",
                period,
            )
        ),
    )
    for start in range(0, len(wanted), AT_A_TIME):
        numbers = wanted[start : start + AT_A_TIME].tolist()
        found = {
            number: row
            for number, *row in caseload.rows(
                f"select rowid, {columns} from contact"
                " where rowid in (select value from json_each(?))",
                (str(numbers),),
            )
        }
        yield from (found[number] for number in numbers)


def _contacts(caseload: Caseload, part: Part) -> Iterator[Row]:
    names = names_of(caseload)
    for values in _in_order(caseload, columns_of(Contact), part):
        row = list(values)
        row[_GOALS] = tuple(row[_GOALS].split(";")) if row[_GOALS] else ()
        row[_STAFF] = names.get(row[_STAFF])
        row[_IMPORTED] = row[_IMPORTED] == 1
        row[_SIGNED_BY] = names.get(row[_SIGNED_BY])
        yield tuple(row)


# --- for analysts --------------------------------------------------------------------------------

_STORED = (
    "contact_id, client_id, contacted_on, started_at, minutes, mode, reached, purpose, goals,"
    " program, staff, signed_at, imported, recorded_at, entered_in_error_at"
)
FLAT = (
    _BY_NAME["contact_id"],
    _BY_NAME["client_id"],
    _BY_NAME["contacted_on"],
    own("month", Type.TEXT, "The month of the contact, YYYY-MM.", required=True),
    _BY_NAME["started_at"],
    _BY_NAME["minutes"],
    _BY_NAME["mode"],
    _BY_NAME["reached"],
    own("attempt", Type.YES_NO, "Whether nobody was reached; it then satisfies nothing.",
        required=True),
    _BY_NAME["purpose"],
    _BY_NAME["goals"],
    own("for_program", Type.TEXT, "The only program that it counts for; empty: all of them."),
    own("signed", Type.YES_NO, "Whether it was signed here.", required=True),
    _BY_NAME["imported"],
    _BY_NAME["recorded_at"],
    own("days_until_recorded", Type.INTEGER,
        "Days from the contact to the day on which it was recorded, in the machine's zone.",
        required=True),
    own("entered_in_error", Type.YES_NO, "Whether it was never true; it then counts nowhere.",
        required=True),
    own("staff", Type.TEXT, STAFF),
    own("staff_role", Type.TEXT, "The role that they have today."),
    own("staff_credentials", Type.LIST, "The credentials that they have today."),
    own("age", Type.INTEGER, "The client's full years on that day."),
    own("county", Type.TEXT, "Where the client lives today."),
    own("state", Type.TEXT, "Where the client lives today."),
    own("postal_code", Type.TEXT, "Where the client lives today."),
    own("language", Type.TEXT, "The client's."),
    own("diagnosis_code", Type.TEXT, "The principal diagnosis of today, in ICD-10-CM."),
    also(next(c for c in of_record(LivingSituation) if c.name == "housing"),
         meaning="Where the client lived on that day, as last noted by then."),
    also(next(c for c in of_record(LivingSituation) if c.name == "employment"),
         meaning="What the client worked as on that day, as last noted by then."),
    own("episode_id", Type.TEXT,
        "The stay that it belongs to: open on that day and in the program that the contact names;"
        " of several the earliest; of none the last before it, else the next."),
    own("program", Type.TEXT, "The program of that stay."),
    own("program_part2", Type.YES_NO,
        "Whether that program's records are substance-use records under 42 CFR Part 2."),
    own("level_of_care", Type.TEXT, "The level of care of that stay on that day."),
    own("case_manager", Type.TEXT, "The case manager of that stay on that day, by name."),
    own("by_case_manager", Type.YES_NO, "Whether it was the case manager's own contact."),
    own("funding", Type.WORD, "Who pays that stay.")._replace(words=tuple(map(str, Funding))),
    own("admitted_on", Type.DAY, "The first day of that stay."),
    own("discharged_on", Type.DAY, "The day on which that stay ended."),
    own("in_stay", Type.YES_NO, "Whether that stay was open on that day.", required=True),
    own("on_hold", Type.YES_NO, "Whether that stay was on hold on that day.", required=True),
    own("stays_open", Type.INTEGER, "How many stays of the client were open on that day.",
        required=True),
)  # fmt: skip
"""One row for each contact, without names of clients and without notes."""


def _flat(caseload: Caseload, part: Part) -> Iterator[Row]:
    stays = Stays(caseload)
    staff = {one.staff_id: one for one in caseload.records(Staff)}
    names = names_of(caseload)
    part2 = {one.name: one.part2 for one in caseload.records(Program)}
    people = {
        row[0]: row[1:]
        for row in caseload.stream(
            "select c.client_id, date_of_birth, county, state, postal_code, language, d.code"
            " from client c left join diagnosis d on d.client_id = c.client_id and d.principal = 1"
        )
    }
    homes = _living(caseload)
    for (
        contact_id, client_id, on, started_at, minutes, mode, reached, purpose, goals, program,
        by, signed_at, imported, recorded_at, error_at,
    ) in _in_order(caseload, _STORED, part):  # fmt: skip
        day, who = on, client_id
        born, *lives = people[who]
        found = stays.on(who, day)
        stay = _belonging(found, program, part, day)
        done_by = staff.get(by)
        manager = stay.manager(day) if stay else None
        yield (
            contact_id, who, day, day[:7], started_at, minutes, mode, reached,
            reached == "nobody", purpose, tuple(goals.split(";")) if goals else (), program,
            signed_at is not None, imported == 1, recorded_at, _later(day, recorded_at),
            error_at is not None, names.get(by),
            done_by.role if done_by else None, done_by.credentials if done_by else (),
            _age(born, day), *lives,
            as_of(homes[0].get(who, ()), day), as_of(homes[1].get(who, ()), day),
            stay.episode_id if stay else None, stay.program if stay else None,
            part2.get(stay.program) if stay else None,
            as_of(stay.levels, day) if stay else None, names.get(manager),
            (manager == by) if manager and by else None,
            stay.funding if stay else None, stay.admitted_on if stay else None,
            stay.ended_on if stay else None, stay.open_on(day) if stay else False,
            stay.held_on(day) if stay else False,
            sum(one.open_on(day) for one in found),
        )  # fmt: skip


def _belonging(
    found: Sequence[StayRow], program: str | None, part: Part, day: str
) -> StayRow | None:
    """The stay that a contact belongs to; one that was asked for goes before others."""
    fitting = [one for one in found if program in (None, one.program)] or list(found)
    asked = [
        one
        for one in fitting
        if part.program in (None, one.program)
        and (part.case_manager is None or part.case_manager == one.manager(day))
    ]
    return next(iter(asked or fitting), None)


def _age(born: str | None, day: str) -> int | None:
    return age_on(date.fromisoformat(born), date.fromisoformat(day)) if born else None


def _later(day: str, recorded_at: str) -> int:
    return (dates.local_day(recorded_at) - date.fromisoformat(day)).days


def _living(caseload: Caseload) -> tuple[dict[str, Dated], dict[str, Dated]]:
    """Housing and employment by client, each from the day on which it was noted."""
    housing: dict[str, Dated] = {}
    employment: dict[str, Dated] = {}
    for client_id, noted_on, home, work in caseload.stream(
        "select client_id, noted_on, housing, employment from living_situation"
        " order by client_id, noted_on, rowid"
    ):
        for found, said in ((housing, home), (employment, work)):
            if said is not None:
                found[client_id] = (*found.get(client_id, ()), (noted_on, said))
    return housing, employment


# --- what was added to them ----------------------------------------------------------------------

ADDENDUM = of_record(Addendum, by_name=("staff",))


def _addenda(caseload: Caseload, part: Part) -> Iterator[Row]:
    of = dict(
        caseload.rows(
            "select a.addendum_id, c.client_id from addendum a join contact c"
            ' on c.contact_id = a."of"'
        )
    )
    for row in named(Addendum, "rowid", "staff")(caseload, part):
        yield (of[row[0]], *row)


KINDS: dict[str, Kind] = {
    "contacts": Kind(
        "one contact or attempt", CONTACT, _contacts, Days(("contacted_on",)), chosen=True
    ),
    "addenda": Kind(
        "one correction, late addition or retraction of a contact",
        (_BY_NAME["client_id"], *ADDENDUM), _addenda, Days(("recorded_at",)), to_others=False,
    ),
    "flat_contacts": Kind(
        "one contact or attempt with what held on its day, for analysts; no names of clients and"
        " no notes",
        FLAT, _flat, Days(("contacted_on",)), program="program", case_manager="case_manager",
        to_others=False, chosen=True,
    ),
}  # fmt: skip
"""What can be exported of contacts, by name."""


def how_many(caseload: Caseload, part: Part) -> int:
    """How many contacts a period has, which tells how long a table of them takes."""
    found: int = caseload.value(
        "select count(*) from contact where contacted_on between ? and ?",
        (part.since or "", part.until or "9999-12-31"),
    )
    return found
