"""The due rules hold: the worked cases, tables at the edges, and every day against a slow reading.

`caseload.rules` says what one standard asks; `listed` below puts its answers together as the list
does. `slow_rules` reads docs/due.md a second time, by walking the calendar.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
import slow_rules
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from caseload import dates, rules
from caseload.model import (
    Contact,
    Counting,
    Hold,
    HoldReason,
    Mode,
    Obligation,
    Reached,
    Standard,
    Status,
    Unit,
)
from caseload.rules import reasons

d = date.fromisoformat

# Factories


def standard(**changes: Any) -> Standard:
    """Monthly contact, but for the changes."""
    return Standard("S1", "Monthly contact", first_within_days=14)._replace(**changes)


def contact(on: str | date, **changes: Any) -> Contact:
    """The client reached by phone, but for the changes."""
    day = d(on) if isinstance(on, str) else on
    return Contact("K1", "C1", day, Mode.PHONE, Reached.CLIENT)._replace(**changes)


def attempt(on: str | date, **changes: Any) -> Contact:
    """A call that nobody answered, but for the changes."""
    return contact(on, reached=Reached.NOBODY, **changes)


def hold(from_on: str, until_on: str | None = None) -> Hold:
    """A hold, open unless it is given an end."""
    return Hold("H1", "E1", d(from_on), d(until_on) if until_on else None, HoldReason.INPATIENT)


class Life(NamedTuple):
    """One episode with all that happened in it."""

    admitted_on: date
    discharged_on: date | None = None
    holds: tuple[Hold, ...] = ()
    contacts: tuple[Contact, ...] = ()
    done_on: frozenset[date] = frozenset()
    """Days of plan reviews, or of assessments."""
    program: str | None = "ACT"
    level_of_care: str | None = None


def life(admitted_on: str, *contacts: Contact, **changes: Any) -> Life:
    """An episode from that day with those contacts, without a hold or an end."""
    return Life(d(admitted_on), contacts=contacts)._replace(**changes)


def qualifying(asked: Standard, lived: Life, start: date, on: date) -> list[date]:
    """The qualifying days as `caseload.rules` reads them, newest first."""
    if asked.obligation != Obligation.CONTACT:
        days = {day for day in lived.done_on if start <= day <= on}
    else:
        days = {
            made.contacted_on
            for made in lived.contacts
            if rules.why_not(asked, made, start, lived.program, on) is None
        }
    return sorted(days, reverse=True)


def is_listed(asked: Standard, lived: Life, on: date) -> bool:
    """Whether the list shows the standard at all that day."""
    return (
        rules.is_open(lived.admitted_on, lived.discharged_on, on)
        and rules.hold_on(lived.holds, on) is None
        and rules.in_force(asked, on)
        and rules.fits(asked, "C1", lived.program, lived.level_of_care)
    )


def listed(asked: Standard, lived: Life, on: date) -> slow_rules.Listing | None:
    """What the list shows that day, by `caseload.rules`."""
    if not is_listed(asked, lived, on):
        return None
    since = rules.clock(lived.admitted_on, lived.holds, on, asked.obligation)
    days = qualifying(asked, lived, since.start, on)
    return shown(asked, since, days, attempts_made(lived), on)


def attempts_made(lived: Life) -> list[date]:
    """The day of every attempt that is about this program, oldest first."""
    return sorted(
        made.contacted_on
        for made in lived.contacts
        if made.reached == Reached.NOBODY
        and made.entered_in_error_at is None
        and made.program in (None, lived.program)
    )


def shown(
    asked: Standard,
    since: rules.Clock,
    days: Sequence[date],
    attempts: Sequence[date],
    on: date,
) -> slow_rules.Listing:
    """A verdict beside the attempts that came after the last qualifying day."""
    verdict = rules.judge(asked, since, days, on)
    first = days[0] + timedelta(days=1) if days else since.start
    lately = [day for day in attempts if first <= day <= on]
    is_contact = asked.obligation == Obligation.CONTACT
    return slow_rules.Listing(
        due_on=verdict.due_on,
        days_overdue=verdict.days_overdue,
        status=verdict.status,
        last_on=days[0] if days else None,
        attempts=len(lately) if is_contact else None,
        last_attempt_on=lately[-1] if is_contact and lately else None,
    )


def listed_by_hand(asked: Standard, lived: Life, *days: date) -> list[slow_rules.Listing | None]:
    """What the list shows on each of the days, by the slow reading."""
    pages = slow_rules.diary(*lived[:4], max(days))
    return [
        slow_rules.listed(
            asked,
            pages,
            day,
            program=lived.program,
            level_of_care=lived.level_of_care,
            done_on=lived.done_on,
        )
        for day in days
    ]


def due(asked: Standard, lived: Life, on: str) -> str | None:
    """The day on which it is owed, as text; None when it isn't listed."""
    line = listed(asked, lived, d(on))
    return line.due_on.isoformat() if line else None


# The worked cases of docs/due.md

MONTHLY = standard()
TWICE = standard(times=2)
CALENDAR = standard(counting=Counting.CALENDAR, first_within_days=None)
CALENDAR_TWICE = CALENDAR._replace(times=2)
CALENDAR_14 = CALENDAR._replace(first_within_days=14)
IN_PERSON_90 = standard(
    every=90, unit=Unit.DAY, modes=frozenset({Mode.IN_PERSON}), first_within_days=None
)
PLAN_180 = standard(
    obligation=Obligation.PLAN_REVIEW, every=180, unit=Unit.DAY, first_within_days=30
)

STANDARDS = {
    "monthly": MONTHLY,
    "rolling, 1 month, times 2": TWICE,
    "calendar month": CALENDAR,
    "calendar month, times 2": CALENDAR_TWICE,
    "calendar month, first within 14": CALENDAR_14,
    "face to face every 90 days": IN_PERSON_90,
}
WORKED = """
 1 | monthly | 2026-01-05 | 2026-10-20 | 2026-11-19 | 2026-11-20 | due_soon
 2 | monthly | 2026-01-05 | 2026-10-20 | 2026-11-20 | 2026-11-20 | due_today
 3 | monthly | 2026-01-05 | 2026-10-20 | 2026-11-21 | 2026-11-20 | overdue, 1
 4 | monthly | 2026-01-05 | 2026-01-31 | 2026-02-28 | 2026-02-28 | due_today
 5 | monthly | 2024-01-05 | 2024-01-31 | 2024-03-01 | 2024-02-29 | overdue, 1
 6 | monthly | 2026-11-10 | none | 2026-11-23 | 2026-11-24 | due_soon
 7 | monthly | 2026-11-01 | nobody 2026-11-04, nobody 2026-11-12 | 2026-11-23 | 2026-11-15 | overdue, 8; attempts 2
 8 | monthly | 2026-01-05 | 2026-09-15, 2026-08-01 | 2026-11-23 | 2026-10-15 | overdue, 39
 9 | monthly | 2026-01-05, hold 2026-08-01 to 2026-11-10 | 2026-07-20 | 2026-11-23 | 2026-11-24 | due_soon
10 | monthly | 2026-01-05, hold from 2026-08-01 | 2026-07-20 | 2026-11-23 | none | not listed
11 | monthly | 2026-01-05, discharged 2026-11-23 | 2026-07-20 | 2026-11-23 | none | not listed
12 | monthly | 2026-01-05 | 2026-10-20, collateral 2026-11-18 | 2026-11-23 | 2026-11-20 | overdue, 3
13 | rolling, 1 month, times 2 | 2026-01-05 | 2026-10-02, 2026-10-30, 2026-10-30 | 2026-11-23 | 2026-11-02 | overdue, 21
14 | calendar month | 2026-01-05 | 2026-10-01 | 2026-11-23 | 2026-11-30 | due_soon
15 | calendar month | 2026-01-05 | 2026-11-02 | 2026-11-23 | 2026-12-31 | upcoming
16 | calendar month | 2026-01-05 | 2026-08-31 | 2026-11-23 | 2026-09-30 | overdue, 54
17 | calendar month, times 2 | 2026-01-05 | 2026-10-03, 2026-10-17, 2026-11-04 | 2026-11-23 | 2026-11-30 | due_soon
18 | calendar month, first within 14 | 2026-11-20 | 2026-11-21 | 2026-11-23 | 2026-12-31 | upcoming
19 | calendar month | 2026-11-20 | none | 2026-11-23 | 2026-11-30 | due_soon
20 | face to face every 90 days | 2026-01-05 | phone 2026-11-01, in_person 2026-08-20 | 2026-11-23 | 2026-11-18 | overdue, 5
"""  # noqa: E501
CASES = [[cell.strip() for cell in row.split("|")] for row in WORKED.strip().splitlines()]
worked = pytest.mark.parametrize(
    ("rule", "admitted", "contacts", "on", "due_on", "stands"),
    [pytest.param(*cells, id=number) for number, *cells in CASES],
)


def read_case(admitted: str, contacts: str) -> Life:
    """An episode out of the words of a worked case; contacts in the order of their entry."""
    first, *more = admitted.split(", ")
    lived = life(first)
    if contacts != "none":
        lived = lived._replace(contacts=tuple(map(read_contact, contacts.split(", "))))
    for part in more:
        days = re.findall(r"\d{4}-\d\d-\d\d", part)
        if part.startswith("hold"):
            lived = lived._replace(holds=(*lived.holds, hold(*days)))
        else:
            lived = lived._replace(discharged_on=d(days[0]))
    return lived


def read_contact(words: str) -> Contact:
    """A contact out of "2026-10-20", "nobody 2026-11-04" or "in_person 2026-08-20"."""
    how, _, day = words.rpartition(" ")
    if how in set(Reached):
        return contact(day, reached=Reached(how))
    return contact(day, mode=Mode(how or "phone"))


def in_short(line: slow_rules.Listing | None) -> tuple[str, str]:
    """The last two columns of the worked cases."""
    if line is None:
        return "none", "not listed"
    stands = line.status.value
    if line.status == Status.OVERDUE:
        stands += f", {line.days_overdue}"
    if line.attempts:
        stands += f"; attempts {line.attempts}"
    return line.due_on.isoformat(), stands


@worked
def test_the_rules_answer_as_the_worked_cases_do(
    rule: str, admitted: str, contacts: str, on: str, due_on: str, stands: str
) -> None:
    line = listed(STANDARDS[rule], read_case(admitted, contacts), d(on))
    assert in_short(line) == (due_on, stands)


@worked
def test_the_slow_reading_answers_as_the_worked_cases_do(
    rule: str, admitted: str, contacts: str, on: str, due_on: str, stands: str
) -> None:
    (line,) = listed_by_hand(STANDARDS[rule], read_case(admitted, contacts), d(on))
    assert in_short(line) == (due_on, stands)


def test_the_worked_cases_are_all_there() -> None:
    assert [int(cells[0]) for cells in CASES] == list(range(1, 21))


# Open, on hold, the clock


@pytest.mark.parametrize(
    ("admitted_on", "discharged_on", "on", "expected"),
    [
        ("2026-03-01", None, "2026-02-28", False),
        ("2026-03-01", None, "2026-03-01", True),
        ("2026-03-01", None, "9999-12-31", True),
        ("2026-03-01", "2026-06-10", "2026-06-09", True),
        ("2026-03-01", "2026-06-10", "2026-06-10", False),
        ("2026-03-01", "2026-03-01", "2026-03-01", False),
        (None, None, "2026-03-01", False),
    ],
)
def test_an_episode_is_open_from_its_admission_until_the_day_before_its_discharge(
    admitted_on: str | None, discharged_on: str | None, on: str, expected: bool
) -> None:
    admitted = d(admitted_on) if admitted_on else None
    discharged = d(discharged_on) if discharged_on else None
    assert rules.is_open(admitted, discharged, d(on)) is expected


TWO_HOLDS = (hold("2026-03-01", "2026-03-10"), hold("2026-03-10", "2026-04-01"))


@pytest.mark.parametrize(
    ("holds", "on", "expected"),
    [
        ((), "2026-03-01", None),
        (TWO_HOLDS, "2026-02-28", None),
        (TWO_HOLDS, "2026-03-01", 0),
        (TWO_HOLDS, "2026-03-09", 0),
        (TWO_HOLDS, "2026-03-10", 1),
        (TWO_HOLDS, "2026-03-31", 1),
        (TWO_HOLDS, "2026-04-01", None),
        ((hold("2026-03-01"),), "2026-02-28", None),
        ((hold("2026-03-01"),), "9999-12-31", 0),
    ],
)
def test_a_hold_lasts_until_the_day_before_the_first_day_back(
    holds: tuple[Hold, ...], on: str, expected: int | None
) -> None:
    assert rules.hold_on(holds, d(on)) == (None if expected is None else holds[expected])


@pytest.mark.parametrize(
    ("holds", "on", "start", "begun_by"),
    [
        ((), "2026-05-01", "2026-01-05", None),
        (TWO_HOLDS, "2026-03-09", "2026-01-05", None),
        (TWO_HOLDS, "2026-03-10", "2026-03-10", 0),
        (TWO_HOLDS, "2026-03-31", "2026-03-10", 0),
        (TWO_HOLDS, "2026-04-01", "2026-04-01", 1),
        (TWO_HOLDS[::-1], "2026-04-01", "2026-04-01", 0),
        ((hold("2026-01-05", "2026-01-06"),), "2026-01-06", "2026-01-06", 0),
        ((hold("2026-03-01"),), "2026-05-01", "2026-01-05", None),
    ],
)
def test_the_clock_starts_at_the_admission_or_on_the_last_first_day_back(
    holds: tuple[Hold, ...], on: str, start: str, begun_by: int | None
) -> None:
    expected = rules.Clock(d(start), None if begun_by is None else holds[begun_by])
    assert rules.clock(d("2026-01-05"), holds, d(on)) == expected


@pytest.mark.parametrize("obligation", [Obligation.PLAN_REVIEW, Obligation.ASSESSMENT])
def test_a_hold_does_not_restart_the_clock_of_plans_and_assessments(obligation: Obligation) -> None:
    since = rules.clock(d("2026-01-05"), TWO_HOLDS, d("2026-05-01"), obligation)
    assert since == rules.Clock(d("2026-01-05"), None)


def test_a_hold_keeps_a_plan_review_off_the_list_and_leaves_it_due_when_it_was() -> None:
    held = life("2026-01-05", done_on=frozenset({d("2026-02-02")}), holds=TWO_HOLDS)
    assert due(PLAN_180, held, "2026-02-28") == "2026-08-01"
    assert due(PLAN_180, held, "2026-03-01") is None
    assert due(PLAN_180, held, "2026-04-01") == "2026-08-01"


def test_a_plan_reviewed_during_a_hold_counts_and_a_contact_then_does_not() -> None:
    during = d("2026-03-05")
    held = life("2026-01-05", contact(during), done_on=frozenset({during}), holds=TWO_HOLDS)
    assert due(PLAN_180, held, "2026-05-01") == "2026-09-01"
    assert due(MONTHLY, held, "2026-05-01") == "2026-04-15"


# Which standards apply


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({}, "2026-11-23", True),
        ({"active": False}, "2026-11-23", False),
        ({"effective_from": d("2026-11-23")}, "2026-11-22", False),
        ({"effective_from": d("2026-11-23")}, "2026-11-23", True),
        ({"effective_until": d("2026-11-23")}, "2026-11-22", True),
        ({"effective_until": d("2026-11-23")}, "2026-11-23", False),
        (
            {"effective_from": d("2026-11-23"), "effective_until": d("2026-11-24")},
            "2026-11-23",
            True,
        ),
        ({"active": False, "effective_from": d("2026-01-01")}, "2026-11-23", False),
    ],
)
def test_a_standard_stands_from_its_first_day_until_the_day_before_its_end(
    changes: dict[str, Any], on: str, expected: bool
) -> None:
    assert rules.in_force(standard(**changes), d(on)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"program": "ACT"}, True),
        ({"program": "TCM"}, False),
        ({"level_of_care": "high"}, True),
        ({"level_of_care": "low"}, False),
        ({"client_id": "C1"}, True),
        ({"client_id": "C2"}, False),
        ({"program": "ACT", "level_of_care": "high", "client_id": "C1"}, True),
        ({"program": "ACT", "level_of_care": "low", "client_id": "C1"}, False),
    ],
)
def test_a_standard_is_meant_for_the_episodes_that_it_names(
    changes: dict[str, Any], expected: bool
) -> None:
    assert rules.fits(standard(**changes), "C1", "ACT", "high") is expected


def test_a_standard_for_a_level_of_care_leaves_out_those_without_one() -> None:
    assert not rules.fits(standard(level_of_care="high"), "C1", "ACT", None)
    assert rules.fits(standard(), "C1", None, None)


@pytest.mark.parametrize(
    ("asked", "effective_from", "contacts", "on", "expected"),
    [
        (MONTHLY, "2026-11-23", "2026-10-01", "2026-11-22", None),
        (MONTHLY, "2026-11-23", "2026-10-01", "2026-11-23", "2026-11-23"),
        (MONTHLY, "2026-11-23", "2026-10-01", "2026-11-30", "2026-11-23"),
        (MONTHLY, "2026-11-23", "none", "2026-11-30", "2026-11-23"),
        (MONTHLY, "2026-11-23", "2026-11-10", "2026-11-30", "2026-12-10"),
        (MONTHLY, "2026-01-06", "2026-10-01", "2026-11-23", "2026-11-01"),
        (CALENDAR, "2026-11-23", "2026-08-31", "2026-11-23", "2026-11-23"),
        (CALENDAR, "2026-11-23", "2026-10-31", "2026-11-23", "2026-11-30"),
    ],
)
def test_nothing_is_due_before_its_standard_takes_effect(
    asked: Standard, effective_from: str, contacts: str, on: str, expected: str | None
) -> None:
    asked = asked._replace(effective_from=d(effective_from))
    assert due(asked, read_case("2026-01-05", contacts), on) == expected


# Which contacts qualify

ACT_CALL = contact("2026-11-01", program="ACT")


@pytest.mark.parametrize(
    ("asked", "made", "expected"),
    [
        (MONTHLY, contact("2026-11-01"), None),
        (MONTHLY, contact("2026-11-01", reached=Reached.GROUP), None),
        (MONTHLY, attempt("2026-11-01"), "attempt"),
        (standard(reached=frozenset(Reached)), attempt("2026-11-01"), "attempt"),
        (standard(reached=frozenset({Reached.NOBODY})), attempt("2026-11-01"), "attempt"),
        (MONTHLY, contact("2026-11-01", reached=Reached.COLLATERAL), "collateral only"),
        (standard(reached=frozenset(Reached)), contact("2026-11-01"), None),
        (
            standard(reached=frozenset({Reached.CLIENT})),
            contact("2026-11-01", reached=Reached.GROUP),
            "group only",
        ),
        (IN_PERSON_90, contact("2026-11-01", mode=Mode.IN_PERSON), None),
        (IN_PERSON_90, contact("2026-11-01"), "mode is not in person"),
        (
            standard(modes=frozenset({Mode.VIDEO, Mode.IN_PERSON})),
            contact("2026-11-01"),
            "mode is not in person or video",
        ),
        (MONTHLY, contact("2026-01-05"), None),
        (MONTHLY, contact("2026-01-04"), "before the clock start"),
        (MONTHLY, contact("2026-11-23"), None),
        (MONTHLY, contact("2026-11-24"), "after 23 Nov 2026"),
        (MONTHLY, contact("2026-11-01", program="ACT"), None),
        (MONTHLY, contact("2026-11-01", program="TCM"), "for another program (TCM)"),
        (
            MONTHLY,
            contact("2026-11-01", entered_in_error_at="2026-11-02T09:00:00Z"),
            "entered in error",
        ),
    ],
)
def test_each_contact_that_does_not_qualify_has_its_reason(
    asked: Standard, made: Contact, expected: str | None
) -> None:
    why = rules.why_not(asked, made, d("2026-01-05"), "ACT", d("2026-11-23"))
    assert why == expected


def test_a_contact_that_names_a_program_counts_for_no_episode_without_one() -> None:
    assert rules.why_not(MONTHLY, ACT_CALL, d("2026-01-05"), None, d("2026-11-23")) is not None


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        ({Reached.CLIENT, Reached.GROUP}, {Reached.CLIENT, Reached.GROUP}),
        ({Reached.CLIENT, Reached.NOBODY}, {Reached.CLIENT}),
        ({Reached.NOBODY}, set()),
        (set(Reached), {Reached.CLIENT, Reached.GROUP, Reached.COLLATERAL}),
        (set(), set()),
    ],
)
def test_nobody_never_qualifies_whatever_the_standard_says(
    reached: set[Reached], expected: set[Reached]
) -> None:
    assert rules.qualifying_reached(standard(reached=frozenset(reached))) == expected


def test_a_client_never_reached_is_owed_from_the_clock_start_however_often_it_was_tried() -> None:
    asked = standard(reached=frozenset({Reached.NOBODY}))
    tried = life("2026-11-01", attempt("2026-11-04"), attempt("2026-11-12"))
    assert due(asked, tried, "2026-11-23") == "2026-11-15"


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ("none", (0, None)),
        ("nobody 2026-01-04", (0, None)),
        ("nobody 2026-01-05", (1, "2026-01-05")),
        ("nobody 2026-02-01, nobody 2026-02-01", (2, "2026-02-01")),
        ("nobody 2026-02-01, 2026-02-01", (0, None)),
        ("nobody 2026-02-02, 2026-02-01", (1, "2026-02-02")),
        ("nobody 2026-02-03, collateral 2026-02-04, nobody 2026-02-02", (2, "2026-02-03")),
        ("nobody 2026-02-21", (0, None)),
    ],
)
def test_attempts_are_those_after_the_last_qualifying_day(
    contacts: str, expected: tuple[int, str | None]
) -> None:
    lived = read_case("2026-01-05", contacts)
    for line in (
        listed(MONTHLY, lived, d("2026-02-20")),
        *listed_by_hand(MONTHLY, lived, d("2026-02-20")),
    ):
        assert line is not None
        last = line.last_attempt_on.isoformat() if line.last_attempt_on else None
        assert (line.attempts, last) == expected


# Counting


@pytest.mark.parametrize(
    ("day", "every", "unit", "expected"),
    [
        ("2026-01-31", 1, Unit.DAY, "2026-02-01"),
        ("2024-02-28", 1, Unit.DAY, "2024-02-29"),
        ("2026-12-31", 90, Unit.DAY, "2027-03-31"),
        ("2026-12-28", 1, Unit.WEEK, "2027-01-04"),
        ("2026-02-15", 2, Unit.WEEK, "2026-03-01"),
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28"),
        ("2024-01-31", 1, Unit.MONTH, "2024-02-29"),
        ("2026-01-30", 1, Unit.MONTH, "2026-02-28"),
        ("2026-01-28", 1, Unit.MONTH, "2026-02-28"),
        ("2026-02-28", 1, Unit.MONTH, "2026-03-28"),
        ("2026-03-31", 1, Unit.MONTH, "2026-04-30"),
        ("2026-11-30", 1, Unit.MONTH, "2026-12-30"),
        ("2026-12-31", 1, Unit.MONTH, "2027-01-31"),
        ("2026-11-30", 3, Unit.MONTH, "2027-02-28"),
        ("2026-08-31", 6, Unit.MONTH, "2027-02-28"),
        ("2027-08-31", 6, Unit.MONTH, "2028-02-29"),
        ("2026-12-15", 12, Unit.MONTH, "2027-12-15"),
        ("2026-01-31", 13, Unit.MONTH, "2027-02-28"),
        ("2024-02-29", 1, Unit.YEAR, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEAR, "2028-02-29"),
        ("2023-02-28", 1, Unit.YEAR, "2024-02-28"),
        ("2096-02-29", 4, Unit.YEAR, "2100-02-28"),
        ("9999-12-30", 1, Unit.DAY, "9999-12-31"),
        ("9999-12-31", 1, Unit.DAY, "9999-12-31"),
        ("9999-12-25", 1, Unit.WEEK, "9999-12-31"),
        ("9999-11-30", 1, Unit.MONTH, "9999-12-30"),
        ("9999-12-01", 1, Unit.MONTH, "9999-12-31"),
        ("9998-12-31", 1, Unit.YEAR, "9999-12-31"),
        ("9999-01-01", 1, Unit.YEAR, "9999-12-31"),
    ],
)
def test_a_period_later_clips_to_the_end_of_the_month_and_of_the_calendar(
    day: str, every: int, unit: Unit, expected: str
) -> None:
    assert rules.add_period(d(day), every, unit).isoformat() == expected
    assert slow_rules.period_after(d(day), every, unit).isoformat() == expected


@pytest.mark.parametrize("unit", Unit)
def test_a_period_beyond_all_calendars_is_the_last_day(unit: Unit) -> None:
    assert rules.add_period(d("2026-01-31"), 10**12, unit) == date.max


@pytest.mark.parametrize(
    ("day", "unit", "first", "last"),
    [
        ("2026-11-23", Unit.WEEK, "2026-11-23", "2026-11-29"),
        ("2026-11-29", Unit.WEEK, "2026-11-23", "2026-11-29"),
        ("2026-12-31", Unit.WEEK, "2026-12-28", "2027-01-03"),
        ("2027-01-01", Unit.WEEK, "2026-12-28", "2027-01-03"),
        ("2024-02-29", Unit.WEEK, "2024-02-26", "2024-03-03"),
        ("2026-02-10", Unit.MONTH, "2026-02-01", "2026-02-28"),
        ("2024-02-29", Unit.MONTH, "2024-02-01", "2024-02-29"),
        ("2100-02-01", Unit.MONTH, "2100-02-01", "2100-02-28"),
        ("2026-12-31", Unit.MONTH, "2026-12-01", "2026-12-31"),
        ("2024-02-29", Unit.YEAR, "2024-01-01", "2024-12-31"),
        ("2026-01-01", Unit.YEAR, "2026-01-01", "2026-12-31"),
        ("0001-01-01", Unit.WEEK, "0001-01-01", "0001-01-07"),
        ("9999-12-31", Unit.WEEK, "9999-12-27", "9999-12-31"),
        ("9999-12-31", Unit.MONTH, "9999-12-01", "9999-12-31"),
        ("9999-12-31", Unit.YEAR, "9999-01-01", "9999-12-31"),
    ],
)
def test_calendar_weeks_begin_on_monday_and_months_and_years_on_their_first(
    day: str, unit: Unit, first: str, last: str
) -> None:
    assert rules.period_holding(d(day), unit) == (d(first), d(last))
    assert slow_rules.first_of_period(d(day), unit) == d(first)
    assert slow_rules.last_of_period(d(day), unit) == d(last)


BACK_IN_NOVEMBER = "2026-01-05, hold 2026-08-01 to 2026-11-10"
WEEKLY = CALENDAR._replace(unit=Unit.WEEK)
YEARLY = CALENDAR._replace(unit=Unit.YEAR)
LONG_FIRST = standard(first_within_days=60)


@pytest.mark.parametrize(
    ("asked", "admitted", "contacts", "on", "expected"),
    [
        # Rolling: 0 is set, empty is not; a first contact ends the first deadline.
        (standard(first_within_days=0), "2026-11-10", "none", "2026-11-10", "2026-11-10"),
        (standard(first_within_days=None), "2026-11-10", "none", "2026-11-10", "2026-12-10"),
        (LONG_FIRST, "2026-11-10", "none", "2026-11-12", "2027-01-09"),
        (LONG_FIRST, "2026-11-10", "2026-11-11", "2026-11-12", "2026-12-11"),
        (TWICE, "2026-11-10", "none", "2026-11-23", "2026-11-24"),
        (TWICE, "2026-11-10", "2026-11-11", "2026-11-23", "2026-12-10"),
        (TWICE, "2026-11-10", "2026-11-11, 2026-11-12", "2026-11-23", "2026-12-11"),
        (TWICE, "2026-11-10", "2026-11-11, 2026-11-11", "2026-11-23", "2026-12-10"),
        # A contact on the day of admission or of the first day back is in time.
        (MONTHLY, "2026-11-10", "2026-11-10", "2026-11-23", "2026-12-10"),
        (MONTHLY, "2026-11-10", "2026-11-09", "2026-11-23", "2026-11-24"),
        (MONTHLY, BACK_IN_NOVEMBER, "2026-11-10", "2026-11-23", "2026-12-10"),
        (MONTHLY, BACK_IN_NOVEMBER, "2026-11-09", "2026-11-23", "2026-11-24"),
        # A late entry before the clock start changes nothing; one on D or before it counts.
        (MONTHLY, "2026-11-10", "2026-11-24", "2026-11-23", "2026-11-24"),
        (MONTHLY, "2026-11-10", "2026-11-23", "2026-11-23", "2026-12-23"),
        # Calendar: the period that holds the clock start is obliged when it begins with it.
        (CALENDAR, "2026-11-01", "none", "2026-11-23", "2026-11-30"),
        (CALENDAR, "2026-11-20", "none", "2026-12-23", "2026-11-30"),
        (CALENDAR_14, "2026-11-20", "none", "2026-11-23", "2026-12-04"),
        (CALENDAR_TWICE, "2026-11-01", "2026-11-02", "2026-11-23", "2026-11-30"),
        (CALENDAR_TWICE, "2026-11-02", "2026-11-02", "2026-11-23", "2026-12-31"),
        (CALENDAR_TWICE, "2026-11-02", "2026-11-02", "2027-01-23", "2026-12-31"),
        (CALENDAR_TWICE, "2026-11-01", "2026-11-02, 2026-11-02", "2026-11-23", "2026-11-30"),
        (CALENDAR_TWICE, "2026-11-01", "2026-11-02, 2026-11-03", "2026-11-23", "2026-12-31"),
        # A period that is met forgives those before it.
        (CALENDAR, "2026-01-05", "2026-02-01, 2026-11-02", "2026-11-23", "2026-12-31"),
        (CALENDAR, "2026-01-05", "2026-02-01, 2026-11-02", "2027-01-23", "2026-12-31"),
        # A hold in the middle of a period leaves it unobliged.
        (CALENDAR, BACK_IN_NOVEMBER, "2026-11-12", "2026-11-23", "2026-12-31"),
        (CALENDAR, BACK_IN_NOVEMBER, "2026-07-12", "2026-11-23", "2026-11-30"),
        # Weeks over new year, and years.
        (WEEKLY, "2026-12-21", "2026-12-22", "2027-01-01", "2027-01-03"),
        (WEEKLY, "2026-12-21", "2027-01-01", "2027-01-03", "2027-01-10"),
        (WEEKLY, "2026-12-21", "2026-12-22", "2027-01-11", "2027-01-03"),
        (YEARLY, "2023-06-01", "2023-07-01", "2026-01-01", "2024-12-31"),
        (YEARLY, "2023-06-01", "2023-07-01, 2024-02-29", "2024-03-01", "2025-12-31"),
        # The last days of the calendar.
        (MONTHLY, "9999-12-01", "9999-12-02", "9999-12-31", "9999-12-31"),
        (LONG_FIRST, "9999-12-01", "none", "9999-12-31", "9999-12-31"),
        (WEEKLY, "9999-12-01", "9999-12-30", "9999-12-31", "9999-12-31"),
        (CALENDAR, "9999-12-01", "9999-12-30", "9999-12-31", "9999-12-31"),
        (YEARLY, "9999-12-01", "9999-12-30", "9999-12-31", "9999-12-31"),
    ],
)
def test_the_due_date_follows_from_the_qualifying_days(
    asked: Standard, admitted: str, contacts: str, on: str, expected: str
) -> None:
    lived = read_case(admitted, contacts)
    (by_hand,) = listed_by_hand(asked, lived, d(on))
    assert by_hand is not None
    assert by_hand.due_on.isoformat() == expected
    assert due(asked, lived, on) == expected


def test_a_hold_that_adjoins_another_keeps_the_client_off_the_list() -> None:
    held = life("2026-01-05", contact("2026-02-20"), holds=TWO_HOLDS)
    assert due(MONTHLY, held, "2026-02-28") == "2026-03-20"
    assert [due(MONTHLY, held, f"2026-03-{day:02}") for day in (1, 9, 10, 31)] == [None] * 4
    assert due(MONTHLY, held, "2026-04-01") == "2026-04-15"


@pytest.mark.parametrize(
    ("left", "soon_days", "expected"),
    [
        (-400, 7, Status.OVERDUE),
        (-1, 7, Status.OVERDUE),
        (0, 7, Status.DUE_TODAY),
        (1, 7, Status.DUE_SOON),
        (7, 7, Status.DUE_SOON),
        (8, 7, Status.UPCOMING),
        (0, 0, Status.DUE_TODAY),
        (1, 0, Status.UPCOMING),
        (-1, 0, Status.OVERDUE),
        (400, 400, Status.DUE_SOON),
    ],
)
def test_due_today_is_a_band_between_overdue_and_due_soon(
    left: int, soon_days: int, expected: Status
) -> None:
    on = d("2026-11-23")
    assert rules.status_of(on + timedelta(days=left), on, soon_days) == expected


@pytest.mark.parametrize(
    ("every", "unit", "expected"),
    [
        (1, Unit.DAY, 2),
        (14, Unit.DAY, 2),
        (15, Unit.DAY, 7),
        (1, Unit.WEEK, 2),
        (2, Unit.WEEK, 2),
        (3, Unit.WEEK, 7),
        (1, Unit.MONTH, 7),
        (1, Unit.YEAR, 7),
    ],
)
def test_a_period_of_at_most_14_days_is_listed_2_days_early_and_others_7(
    every: int, unit: Unit, expected: int
) -> None:
    assert rules.default_due_soon_days(every, unit) == expected


# Overdue when the hold began

AWAY = hold("2026-08-01", "2026-11-10")
ADJOINING = hold("2026-07-25", "2026-08-01")
EARLIER = hold("2026-03-01", "2026-07-10")


@pytest.mark.parametrize(
    ("asked", "holds", "contacts", "on", "expected"),
    [
        (MONTHLY, (), "none", "2026-11-23", 0),
        (MONTHLY, (AWAY,), "2026-07-20", "2026-11-23", 0),
        (MONTHLY, (AWAY,), "2026-07-01", "2026-11-23", 0),
        (MONTHLY, (AWAY,), "2026-06-30", "2026-11-23", 2),
        (MONTHLY, (AWAY,), "2026-06-20", "2026-11-23", 12),
        (MONTHLY, (AWAY,), "none", "2026-11-23", 194),
        (MONTHLY, (AWAY,), "2026-06-20", "2026-11-09", 0),
        # A contact on the day that the hold began was in time to satisfy it; a later one not.
        (MONTHLY, (AWAY,), "2026-06-20, 2026-08-01", "2026-11-23", 0),
        (MONTHLY, (AWAY,), "2026-06-20, 2026-08-02", "2026-11-23", 12),
        # Counted from the end of the hold before.
        (MONTHLY, (EARLIER, AWAY), "2026-06-20", "2026-11-23", 8),
        # Holds without a day between them are one.
        (MONTHLY, (ADJOINING, AWAY), "2026-06-20", "2026-11-23", 5),
        (MONTHLY, (AWAY, ADJOINING), "2026-06-20", "2026-11-23", 5),
        (MONTHLY, (hold("2026-01-05", "2026-11-10"),), "none", "2026-11-23", 0),
        (standard(effective_from=d("2026-07-30")), (AWAY,), "2026-06-20", "2026-11-23", 2),
        (standard(effective_from=d("2026-09-01")), (AWAY,), "2026-06-20", "2026-11-23", 0),
        (CALENDAR, (AWAY,), "2026-05-20", "2026-11-23", 32),
        (CALENDAR, (AWAY,), "2026-06-20", "2026-11-23", 1),
        (CALENDAR, (AWAY,), "2026-07-20", "2026-11-23", 0),
        (TWICE, (AWAY,), "2026-06-20, 2026-07-20", "2026-11-23", 12),
    ],
)
def test_it_is_known_how_overdue_it_was_when_the_hold_began(
    asked: Standard, holds: tuple[Hold, ...], contacts: str, on: str, expected: int
) -> None:
    lived = read_case("2026-01-05", contacts)._replace(holds=holds)
    assert overdue_when_held(asked, lived, d(on)) == expected
    by_hand = slow_rules.overdue_when_held(
        asked, lived.admitted_on, holds, lived.contacts, d(on), lived.program
    )
    assert by_hand == expected


def overdue_when_held(asked: Standard, lived: Life, on: date) -> int:
    """By how many days it was overdue when the last hold began, by `caseload.rules`."""
    since = rules.clock(lived.admitted_on, lived.holds, on, asked.obligation)
    before = qualifying(asked, lived, date.min, since.start - timedelta(days=1))
    return rules.overdue_when_held(asked, lived.admitted_on, lived.holds, since, before)


# Holds to review, notes to sign


@pytest.mark.parametrize(
    ("from_on", "reviewed_on", "on", "due_on", "stands"),
    [
        ("2026-10-01", None, "2026-10-01", "2026-10-31", Status.UPCOMING),
        ("2026-10-01", None, "2026-10-23", "2026-10-31", Status.UPCOMING),
        ("2026-10-01", None, "2026-10-24", "2026-10-31", Status.DUE_SOON),
        ("2026-10-01", None, "2026-10-31", "2026-10-31", Status.DUE_TODAY),
        ("2026-10-01", None, "2026-11-01", "2026-10-31", Status.OVERDUE),
        ("2026-10-01", "2026-10-25", "2026-11-01", "2026-11-24", Status.UPCOMING),
        ("2026-10-01", "2026-10-01", "2026-11-01", "2026-10-31", Status.OVERDUE),
        ("9999-12-20", None, "9999-12-21", "9999-12-31", Status.UPCOMING),
    ],
)
def test_a_hold_is_reviewed_30_days_after_it_began_or_was_last_reviewed(
    from_on: str, reviewed_on: str | None, on: str, due_on: str, stands: Status
) -> None:
    reviewed = d(reviewed_on) if reviewed_on else None
    verdict = rules.judge_hold_review(d(from_on), reviewed, d(on), "inpatient")
    assert (verdict.due_on, verdict.status) == (d(due_on), stands)
    assert verdict.days_overdue == (d(on) - d(due_on)).days


@pytest.mark.parametrize(
    ("recorded_on", "holidays", "due_on"),
    [
        ("2026-11-16", "none", "2026-11-18"),
        ("2026-11-19", "none", "2026-11-23"),
        ("2026-11-20", "none", "2026-11-24"),
        ("2026-11-21", "none", "2026-11-24"),
        ("2026-11-22", "none", "2026-11-24"),
        ("2026-11-24", "2026-11-26", "2026-11-27"),
        ("2026-11-25", "2026-11-26", "2026-11-30"),
        ("2026-11-25", "2026-11-26 2026-11-27", "2026-12-01"),
        ("2026-11-26", "2026-11-26 2026-11-27", "2026-12-01"),
        ("2026-11-20", "2026-11-21 2026-11-22", "2026-11-24"),
        ("2026-12-31", "2027-01-01", "2027-01-05"),
    ],
)
def test_a_note_is_listed_once_two_business_days_have_passed_without_a_signature(
    recorded_on: str, holidays: str, due_on: str
) -> None:
    off = frozenset(map(d, holidays.split())) if holidays != "none" else frozenset()
    assert rules.judge_unsigned_note(d(recorded_on), d(recorded_on), off) is None
    assert rules.judge_unsigned_note(d(recorded_on), d(due_on), off) is None
    verdict = rules.judge_unsigned_note(d(recorded_on), d(due_on) + timedelta(days=3), off)
    assert verdict is not None
    assert verdict[:3] == (d(due_on), 3, Status.OVERDUE)


@settings(database=None, derandomize=True)
@given(
    st.dates(d("2023-12-01"), d("2028-03-01")),
    st.integers(0, 12),
    st.frozensets(st.integers(0, 12), max_size=6),
)
def test_a_note_is_overdue_on_the_days_that_a_walk_over_business_days_gives(
    recorded_on: date, later: int, off: frozenset[int]
) -> None:
    holidays = frozenset(recorded_on + timedelta(days=count) for count in off)
    on = recorded_on + timedelta(days=later)
    verdict = rules.judge_unsigned_note(recorded_on, on, holidays)
    due_on = slow_rules.note_due(recorded_on, holidays)
    assert (verdict is None) == (on <= due_on)
    if verdict is not None:
        assert verdict[:3] == (due_on, (on - due_on).days, Status.OVERDUE)


# Words


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (MONTHLY, "reached (client or group), any mode, once within 1 month of the last"),
        (IN_PERSON_90, "reached (client or group), in person, once within 90 days of the last"),
        (TWICE, "reached (client or group), any mode, twice within 1 month"),
        (standard(times=3), "reached (client or group), any mode, 3 times within 1 month"),
        (PLAN_180, "plan reviewed or signed, once within 180 days of the last"),
        (
            PLAN_180._replace(obligation=Obligation.ASSESSMENT),
            "assessed (any instrument), once within 180 days of the last",
        ),
        (
            PLAN_180._replace(obligation=Obligation.ASSESSMENT, instrument="PHQ-9"),
            "assessed (PHQ-9), once within 180 days of the last",
        ),
    ],
)
def test_a_standard_is_said_as_people_say_it(asked: Standard, expected: str) -> None:
    assert reasons.in_words(asked) == expected


@pytest.mark.parametrize(
    ("asked", "admitted", "expected"),
    [
        (
            MONTHLY,
            "2026-11-10",
            "Never reached since admission 10 Nov 2026; "
            "the first within 14 days is due 24 Nov 2026.",
        ),
        (
            MONTHLY,
            BACK_IN_NOVEMBER,
            "Not reached since the hold ended 10 Nov 2026; "
            "the first within 14 days is due 24 Nov 2026.",
        ),
        (
            MONTHLY._replace(modes=frozenset({Mode.IN_PERSON})),
            "2026-11-10",
            "Never seen in person since admission 10 Nov 2026; "
            "the first within 14 days is due 24 Nov 2026.",
        ),
        (
            MONTHLY._replace(reached=frozenset({Reached.COLLATERAL})),
            BACK_IN_NOVEMBER,
            "Not reached in a way that counts since the hold ended 10 Nov 2026; "
            "the first within 14 days is due 24 Nov 2026.",
        ),
        (
            PLAN_180,
            "2026-11-10",
            "Never reviewed or signed since admission 10 Nov 2026; "
            "the first within 30 days is due 10 Dec 2026.",
        ),
    ],
)
def test_the_reason_is_a_sentence_that_a_person_can_check(
    asked: Standard, admitted: str, expected: str
) -> None:
    lived = read_case(admitted, "none")
    since = rules.clock(lived.admitted_on, lived.holds, d("2026-11-23"), asked.obligation)
    assert rules.judge(asked, since, (), d("2026-11-23")).reason == expected


def test_the_reason_says_how_overdue_it_was_until_the_client_is_reached_again() -> None:
    since = rules.Clock(d("2026-11-10"), AWAY)
    on = d("2026-11-23")
    assert "12 days overdue when the hold began" in rules.judge(MONTHLY, since, (), on, 12).reason
    assert "1 day overdue when the hold began" in rules.judge(MONTHLY, since, (), on, 1).reason
    assert "when the hold began" not in rules.judge(MONTHLY, since, (), on, 0).reason
    assert "when the hold began" not in rules.judge(MONTHLY, since, [on], on, 12).reason


# Any life at all, against the slow reading

START = d("2023-11-15")
SPAN = 800
"""Days: over the leap year 2024 and two new years."""

random_life = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

MANNERS = [
    *product(Mode, (Reached.CLIENT, Reached.GROUP), (None,), (None,)),
    *product((Mode.PHONE, Mode.IN_PERSON), Reached, (None, "ACT", "TCM"), (None,)),
    *product((Mode.PHONE,), (Reached.CLIENT, Reached.NOBODY), ("ACT",), ("2024-02-01T00:00:00Z",)),
]


def made_so(day: date, manner: tuple[Mode, Reached, str | None, str | None]) -> Contact:
    """A contact of that mode, reaching those, for that program, entered in error or not."""
    mode, reached, program, error = manner
    return contact(day, mode=mode, reached=reached, program=program, entered_in_error_at=error)


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    """Any standard in force for some of the time."""
    counting = draw(st.sampled_from(Counting))
    units = [unit for unit in Unit if counting == Counting.ROLLING or unit != Unit.DAY]
    some_day = st.none() | st.integers(-60, SPAN).map(later)
    effective_from = draw(some_day)
    effective_until = draw(some_day)
    if effective_from and effective_until and effective_until <= effective_from:
        effective_until = None
    return Standard(
        standard_id="S1",
        name="Any",
        obligation=draw(st.sampled_from([Obligation.CONTACT] * 4 + [Obligation.PLAN_REVIEW])),
        active=draw(st.integers(0, 19)) != 19,
        counting=counting,
        every=draw(st.integers(1, 6)) if counting == Counting.ROLLING else 1,
        unit=draw(st.sampled_from(units)),
        times=draw(st.integers(1, 4)),
        modes=draw(st.just(frozenset()) | st.frozensets(st.sampled_from(Mode))),
        reached=draw(
            st.just(frozenset({Reached.CLIENT, Reached.GROUP}))
            | st.frozensets(st.sampled_from(Reached))
        ),
        first_within_days=draw(st.none() | st.integers(0, 60)),
        due_soon_days=draw(st.integers(0, 30)),
        program=draw(st.sampled_from([None, None, None, "ACT", "TCM"])),
        level_of_care=draw(st.sampled_from([None, None, None, "high"])),
        effective_from=effective_from,
        effective_until=effective_until,
    )


@st.composite
def lives(draw: st.DrawFn) -> tuple[Life, list[date]]:
    """Any life in one program, its contacts in any order of entry, and days to ask about."""
    admitted = draw(st.integers(0, 60))
    edges = [admitted]
    holds = []
    back = admitted
    for _ in range(draw(st.integers(0, 4))):
        begins = back + draw(st.just(0) | st.integers(0, 200))
        back = begins + draw(st.integers(1, 120))
        holds.append(Hold("H", "E1", later(begins), later(back), HoldReason.OTHER))
        edges += [begins, back]
    if holds and draw(st.integers(0, 3)) == 0:
        holds[-1] = holds[-1]._replace(until_on=None)

    near = st.builds(int.__add__, st.sampled_from(edges), st.integers(-2, 2))
    some_day = near | st.integers(-30, SPAN)
    contacts = draw(
        st.lists(st.builds(made_so, some_day.map(later), st.sampled_from(MANNERS)), max_size=24)
    )
    lived = Life(
        admitted_on=later(admitted),
        discharged_on=later(draw(st.integers(back, SPAN + back))) if draw(st.booleans()) else None,
        holds=tuple(draw(st.permutations(holds))),
        contacts=tuple(contacts),
        done_on=frozenset(draw(st.lists(some_day.map(later), max_size=6))),
        level_of_care=draw(st.sampled_from([None, "high", "low"])),
    )
    days = draw(st.lists(some_day.map(later), min_size=3, max_size=12, unique=True))
    return lived, days


def later(count: int) -> date:
    """So many days into the time that is lived through here."""
    return START + timedelta(days=count)


def test_any_life_is_listed_as_the_slow_reading_lists_it(heavy: bool) -> None:
    @settings(random_life, max_examples=20_000 if heavy else 400, derandomize=not heavy)
    @given(standards(), lives())
    def agree(asked: Standard, lived_on: tuple[Life, list[date]]) -> None:
        lived, days = lived_on
        assert [listed(asked, lived, day) for day in days] == listed_by_hand(asked, lived, *days)

    agree()


def test_any_hold_is_known_to_have_begun_as_overdue_as_the_slow_reading_says(heavy: bool) -> None:
    @settings(random_life, max_examples=5_000 if heavy else 100, derandomize=not heavy)
    @given(standards(), lives())
    def agree(asked: Standard, lived_on: tuple[Life, list[date]]) -> None:
        asked = asked._replace(obligation=Obligation.CONTACT, active=True, effective_until=None)
        lived, days = lived_on
        for day in days:
            if lived.admitted_on <= day and rules.hold_on(lived.holds, day) is None:
                by_hand = slow_rules.overdue_when_held(
                    asked, lived.admitted_on, lived.holds, lived.contacts, day, lived.program
                )
                assert overdue_when_held(asked, lived, day) == by_hand

    agree()


# What must not matter, and what must


def lines(asked: Standard, lived: Life, days: Iterable[date]) -> list[slow_rules.Listing | None]:
    """What the list shows on each day, by `caseload.rules`."""
    return [listed(asked, lived, day) for day in days]


@random_life
@given(standards(), lives(), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(
    asked: Standard, lived_on: tuple[Life, list[date]], shuffler: random.Random
) -> None:
    lived, days = lived_on
    contacts, holds = list(lived.contacts), list(lived.holds)
    shuffler.shuffle(contacts)
    shuffler.shuffle(holds)
    other = lived._replace(contacts=tuple(contacts), holds=tuple(holds))
    assert lines(asked, other, days) == lines(asked, lived, days)


@random_life
@given(standards(), lives(), st.integers(-30, SPAN), st.sampled_from(Mode))
def test_an_attempt_never_changes_when_it_is_due(
    asked: Standard, lived_on: tuple[Life, list[date]], when: int, mode: Mode
) -> None:
    lived, days = lived_on
    tried = lived._replace(contacts=(*lived.contacts, attempt(later(when), mode=mode)))
    before = [line and line[:4] for line in lines(asked, lived, days)]
    assert [line and line[:4] for line in lines(asked, tried, days)] == before


@random_life
@given(standards(), lives(), st.integers(-30, SPAN), st.sampled_from(MANNERS))
def test_a_contact_for_another_program_or_entered_in_error_changes_nothing(
    asked: Standard,
    lived_on: tuple[Life, list[date]],
    when: int,
    manner: tuple[Mode, Reached, str | None, str | None],
) -> None:
    lived, days = lived_on
    made = made_so(later(when), manner)
    for idle in (
        made._replace(program="Elsewhere"),
        made._replace(entered_in_error_at="2026-01-01T00:00:00Z"),
    ):
        other = lived._replace(contacts=(*lived.contacts, idle))
        assert lines(asked, other, days) == lines(asked, lived, days)


@random_life
@given(standards(), lives(), st.lists(st.sampled_from([None, "high", "low"]), min_size=12))
def test_a_transfer_changes_who_is_asked_and_never_when_it_is_due(
    asked: Standard, lived_on: tuple[Life, list[date]], levels: list[str | None]
) -> None:
    lived, days = lived_on
    anyone = lines(asked._replace(level_of_care=None), lived, days)
    for day, level, line in zip(days, levels, anyone, strict=False):
        expected = line if asked.level_of_care in (None, level) else None
        assert listed(asked, lived._replace(level_of_care=level), day) == expected


SHORTEST = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 28, Unit.YEAR: 365}
"""Days."""


@random_life
@given(standards(), lives())
def test_a_qualifying_contact_today_never_makes_it_due_earlier(
    asked: Standard, lived_on: tuple[Life, list[date]]
) -> None:
    """Unless the first was allowed longer than a period: then the period begins with it."""
    lived, days = lived_on
    assume(rules.qualifying_reached(asked))
    mode = min(asked.modes, default=Mode.PHONE)
    reached = min(rules.qualifying_reached(asked), default=Reached.CLIENT)
    for day in days:
        before = listed(asked, lived, day)
        if before is None:
            continue
        if before.last_on is None and (asked.first_within_days or 0) >= SHORTEST[asked.unit]:
            continue
        reached_today = contact(day, mode=mode, reached=reached)
        after = listed(
            asked,
            lived._replace(
                contacts=(*lived.contacts, reached_today), done_on=lived.done_on | {day}
            ),
            day,
        )
        assert after is not None
        assert after.last_on == day
        assert after.due_on >= before.due_on


@random_life
@given(standards(), lives())
def test_while_nothing_happens_the_due_date_stands_still(
    asked: Standard, lived_on: tuple[Life, list[date]]
) -> None:
    lived, days = lived_on
    events = {made.contacted_on for made in lived.contacts} | lived.done_on
    events |= {one.until_on for one in lived.holds if one.until_on}
    for day in days:
        line = listed(asked, lived, day)
        for count in (1, 8, 40):
            next_day = day + timedelta(days=count)
            quiet = not any(day < event <= next_day for event in events)
            after = listed(asked, lived, next_day)
            if quiet and line is not None and after is not None:
                assert after.due_on == line.due_on


@random_life
@given(standards(), lives())
def test_a_rolling_verdict_needs_only_the_newest_qualifying_days(
    asked: Standard, lived_on: tuple[Life, list[date]]
) -> None:
    lived, days = lived_on
    asked = asked._replace(counting=Counting.ROLLING)
    for day in days:
        since = rules.clock(lived.admitted_on, lived.holds, day, asked.obligation)
        all_days = qualifying(asked, lived, since.start, day)
        few = rules.judge(asked, since, all_days[: asked.times], day)
        assert few == rules.judge(asked, since, all_days, day)


@random_life
@given(standards(), lives())
def test_every_reason_names_the_due_date_and_the_day_that_last_satisfied_it(
    asked: Standard, lived_on: tuple[Life, list[date]]
) -> None:
    lived, days = lived_on
    for day in days:
        if not is_listed(asked, lived, day):
            continue
        since = rules.clock(lived.admitted_on, lived.holds, day, asked.obligation)
        last = qualifying(asked, lived, since.start, day)
        verdict = rules.judge(asked, since, last, day)
        assert dates.plain(verdict.due_on) in verdict.reason
        assert dates.plain(last[0] if last else since.start) in verdict.reason
        assert verdict.reason.endswith(".")


# Every day of ten years under every rule

SWEPT_FROM = d("2019-09-17")
ROLLING_SPANS = [
    *product((1, 10, 90, 180), [Unit.DAY]),
    *product((1, 2), [Unit.WEEK]),
    *product((1, 3, 6), [Unit.MONTH]),
    (1, Unit.YEAR),
]
CLIENT_ALONE = frozenset({Reached.CLIENT})
FACE_TO_FACE = frozenset({Mode.IN_PERSON, Mode.VIDEO})
SWEPT = [
    *(
        standard(every=every, unit=unit, times=times, first_within_days=first)
        for (every, unit), times, first in product(ROLLING_SPANS, (1, 2, 4), (None, 0, 14))
    ),
    *(
        CALENDAR._replace(unit=unit, times=times, first_within_days=first)
        for unit, times, first in product((Unit.WEEK, Unit.MONTH, Unit.YEAR), (1, 2, 4), (None, 14))
    ),
    *(
        CALENDAR._replace(unit=unit, modes=FACE_TO_FACE, reached=CLIENT_ALONE)
        for unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR)
    ),
    *(
        asked._replace(effective_from=SWEPT_FROM + timedelta(days=days))
        for asked, days in product((MONTHLY, CALENDAR, IN_PERSON_90), (70, 2_000))
    ),
    IN_PERSON_90,
    standard(reached=frozenset(Reached)),
    standard(reached=frozenset({Reached.NOBODY})),
    standard(reached=frozenset({Reached.COLLATERAL}), first_within_days=60),
    standard(program="TCM"),
    standard(effective_until=SWEPT_FROM + timedelta(days=300)),
    PLAN_180,
    PLAN_180._replace(obligation=Obligation.ASSESSMENT, every=6, unit=Unit.MONTH, times=2),
    PLAN_180._replace(counting=Counting.CALENDAR, every=1, unit=Unit.YEAR),
]


def seeded_life(seed: int, days_between: float, days_between_holds: float) -> Life:
    """Ten years and more of contacts and holds, the same for the same seed."""
    chance = random.Random(seed)
    contacts, holds, done = [], [], []
    day = SWEPT_FROM - timedelta(days=20)
    while day < SWEPT_FROM + timedelta(days=3_700):
        day += timedelta(days=round(chance.expovariate(1 / days_between)))
        contacts.append(made_so(day, chance.choice(MANNERS)))
        if chance.random() < 0.05:
            done.append(day)
    chance.shuffle(contacts)
    day = SWEPT_FROM
    while day < SWEPT_FROM + timedelta(days=3_000):
        begins = day + timedelta(days=round(chance.expovariate(1 / days_between_holds)))
        day = begins + timedelta(days=chance.randint(1, 60))
        holds.append(Hold("H", "E1", begins, day, HoldReason.OTHER))
        if chance.random() < 0.3:
            adjoining = day + timedelta(days=chance.randint(1, 20))
            holds.append(Hold("H", "E1", day, adjoining, HoldReason.OTHER))
            day = adjoining
    discharged_on = SWEPT_FROM + timedelta(days=3_600)
    return Life(SWEPT_FROM, discharged_on, tuple(holds), tuple(contacts), frozenset(done))


SEEN_OFTEN = seeded_life(1, 4, 150)
SEEN_SELDOM = seeded_life(2, 25, 500)


@pytest.mark.parametrize("lived", [SEEN_OFTEN, SEEN_SELDOM], ids=["seen often", "seen seldom"])
def test_every_day_under_every_rule_is_listed_as_the_slow_reading_lists_it(
    lived: Life, heavy: bool
) -> None:
    """One year; ten with --heavy. The qualifying days are found once for each clock start."""
    count = 3_653 if heavy else 366
    days = [SWEPT_FROM + timedelta(days=offset - 1) for offset in range(count)]
    attempts = attempts_made(lived)
    for asked in SWEPT:
        by_hand = listed_by_hand(asked, lived, *days)
        found: dict[date, list[date]] = {}
        for day, expected in zip(days, by_hand, strict=True):
            line = None
            if is_listed(asked, lived, day):
                since = rules.clock(lived.admitted_on, lived.holds, day, asked.obligation)
                start = since.start
                if start not in found:
                    found[start] = qualifying(asked, lived, start, days[-1])[::-1]
                so_far = found[start][: bisect_right(found[start], day)]
                line = shown(asked, since, so_far[::-1], attempts, day)
            assert line == expected, f"{day}: {asked}"
