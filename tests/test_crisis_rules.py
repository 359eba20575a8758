"""Follow-ups after an inpatient discharge: the cases of HEDIS FUH, readmissions, past days."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.model import Contact, Hold, HoldReason, Mode, Reached, Status
from caseload.rules import crisis_rules
from caseload.rules.crisis_rules import FollowUp, Stay, uncovered

d = date.fromisoformat
LEFT = d("2026-03-01")
ONE = Stay("X1", d("2026-02-20"), LEFT, "DePaul Center")
LATER = d("2026-06-30")


def owed(
    visits: Sequence[date] = (),
    on: date = LATER,
    stays: Sequence[Stay] = (ONE,),
    closed: Sequence[tuple[str, int, date]] = (),
) -> list[tuple[str, int]]:
    return [one[:2] for one in crisis_rules.follow_ups(stays, visits, closed, on)]


def met(visits: Sequence[date], stays: Sequence[Stay] = (ONE,)) -> tuple[int, int]:
    """How many discharges that no readmission replaced had a visit within 7 days, and within 30."""
    found = crisis_rules.discharges(stays, visits, date.min, date.max, LATER)
    days = [
        (one.visited_on - one.discharged_on).days
        for one in found
        if one.readmitted_on is None and one.visited_on is not None
    ]
    return sum(day <= 7 for day in days), sum(day <= 30 for day in days)


# --- the worked cases ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visit", "within_7", "within_30"),
    [
        ("2026-02-28", 0, 0),
        ("2026-03-01", 0, 0),
        ("2026-03-02", 1, 1),
        ("2026-03-08", 1, 1),
        ("2026-03-09", 0, 1),
        ("2026-03-31", 0, 1),
        ("2026-04-01", 0, 0),
    ],
)
def test_a_visit_meets_what_the_day_it_was_on_lets_it(
    visit: str, within_7: int, within_30: int
) -> None:
    assert met([d(visit)]) == (within_7, within_30)


def test_two_visits_are_owed_by_the_seventh_and_the_thirtieth_day() -> None:
    found = crisis_rules.follow_ups([ONE], [], [], LEFT)
    assert [one.due_on for one in found] == [d("2026-03-08"), d("2026-03-31")]


@pytest.mark.parametrize(
    ("on", "statuses"),
    [
        ("2026-03-01", (Status.DUE_SOON, Status.UPCOMING)),
        ("2026-03-07", (Status.DUE_SOON, Status.UPCOMING)),
        ("2026-03-08", (Status.DUE_TODAY, Status.UPCOMING)),
        ("2026-03-09", (Status.OVERDUE, Status.UPCOMING)),
        ("2026-03-23", (Status.OVERDUE, Status.UPCOMING)),
        ("2026-03-24", (Status.OVERDUE, Status.DUE_SOON)),
        ("2026-03-31", (Status.OVERDUE, Status.DUE_TODAY)),
        ("2026-04-01", (Status.OVERDUE, Status.OVERDUE)),
    ],
)
def test_each_is_soon_seven_days_before(on: str, statuses: tuple[Status, ...]) -> None:
    found = crisis_rules.follow_ups([ONE], [], [], d(on))
    assert tuple(crisis_rules.judge(one, d(on)).status for one in found) == statuses


def test_the_reason_says_the_discharge_the_rule_and_the_date() -> None:
    verdict = crisis_rules.judge(FollowUp("X1", 7, LEFT, "DePaul\nCenter"), d("2026-03-10"))
    assert verdict.days_overdue == 2
    assert verdict.reason == (
        "Discharged 1 Mar 2026, DePaul Center; no visit since, in person or by video, and one "
        "within 7 days is due 8 Mar 2026."
    )


@pytest.mark.parametrize("visit", ["2026-03-02", "2026-03-12", "2026-05-01"])
def test_a_visit_takes_both_off_the_list_however_late(visit: str) -> None:
    assert owed([d(visit)]) == []
    assert owed([d(visit)], on=d(visit) - timedelta(1)) == [("X1", 7), ("X1", 30)]


def test_a_visit_on_the_day_of_discharge_takes_none_off() -> None:
    assert owed([LEFT]) == [("X1", 7), ("X1", 30)]


def test_a_closed_one_is_gone_from_its_day_on_and_the_other_stays() -> None:
    closed = [("X1", 7, d("2026-03-20"))]
    assert owed(closed=closed, on=d("2026-03-19")) == [("X1", 7), ("X1", 30)]
    assert owed(closed=closed, on=d("2026-03-20")) == [("X1", 30)]
    assert owed(closed=[*closed, ("X1", 30, d("2026-04-05"))]) == []


def test_nothing_is_owed_before_the_discharge_or_without_one() -> None:
    assert owed(on=d("2026-02-28")) == []
    assert owed(stays=[ONE._replace(discharged_on=None)]) == []


# --- readmissions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("again", "owed_after"),
    [
        ("2026-03-01", [("X2", 7), ("X2", 30)]),
        ("2026-03-02", [("X2", 7), ("X2", 30)]),
        ("2026-03-31", [("X2", 7), ("X2", 30)]),
        ("2026-04-01", [("X1", 7), ("X1", 30), ("X2", 7), ("X2", 30)]),
    ],
)
def test_a_readmission_within_thirty_days_replaces_the_discharge(
    again: str, owed_after: list[tuple[str, int]]
) -> None:
    second = Stay("X2", d(again), d(again) + timedelta(4))
    assert owed(stays=[second, ONE]) == owed_after


def test_the_earlier_discharge_counts_until_the_day_of_the_readmission() -> None:
    second = Stay("X2", d("2026-03-06"), d("2026-03-12"))
    stays = [ONE, second]
    assert owed(on=d("2026-03-05"), stays=stays) == [("X1", 7), ("X1", 30)]
    assert owed(on=d("2026-03-06"), stays=stays) == []
    assert owed(on=d("2026-03-11"), stays=stays) == []
    assert owed(on=d("2026-03-12"), stays=stays) == [("X2", 7), ("X2", 30)]


def test_of_a_row_of_readmissions_the_last_discharge_alone_counts() -> None:
    stays = [
        ONE,
        Stay("X2", d("2026-03-20"), d("2026-03-25")),
        Stay("X3", d("2026-04-20"), d("2026-04-22")),
    ]
    assert owed(stays=stays) == [("X3", 7), ("X3", 30)]


def test_a_visit_between_two_stays_meets_nothing_of_the_second() -> None:
    second = Stay("X2", d("2026-03-06"), d("2026-03-12"))
    assert met([d("2026-03-03")], [ONE, second]) == (0, 0)
    assert owed([d("2026-03-03")], stays=[ONE, second]) == [("X2", 7), ("X2", 30)]


def test_a_stay_of_a_day_is_a_stay() -> None:
    day = Stay("X1", LEFT, LEFT)
    assert owed(stays=[day]) == [("X1", 7), ("X1", 30)]
    assert owed(stays=[day, Stay("X2", LEFT, d("2026-03-05"))]) == [("X2", 7), ("X2", 30)]


# --- what is a visit -----------------------------------------------------------------------------

SEEN = Contact("K1", "C1", d("2026-03-03"), Mode.IN_PERSON, Reached.CLIENT)


@pytest.mark.parametrize(
    ("contact", "why_not"),
    [
        (SEEN, None),
        (SEEN._replace(mode=Mode.VIDEO), None),
        (SEEN._replace(mode=Mode.PHONE), "neither in person nor by video"),
        (SEEN._replace(mode=Mode.TEXT), "neither in person nor by video"),
        (SEEN._replace(reached=Reached.GROUP), "group only"),
        (SEEN._replace(reached=Reached.COLLATERAL), "collateral only"),
        (SEEN._replace(reached=Reached.NOBODY), "attempt"),
        (SEEN._replace(entered_in_error_at="2026-03-04T00:00:00.000Z"), "entered in error"),
        (SEEN._replace(contacted_on=LEFT), "on the day of discharge"),
        (SEEN._replace(contacted_on=d("2026-02-27")), "before the discharge"),
        (SEEN._replace(contacted_on=d("2026-07-01")), "after 30 Jun 2026"),
        (SEEN._replace(program="Housing"), None),
    ],
)
def test_a_contact_says_why_it_is_no_visit(contact: Contact, why_not: str | None) -> None:
    assert crisis_rules.why_no_visit(contact, LEFT, LATER) == why_not


# --- what came of discharges ---------------------------------------------------------------------


SECOND = Stay("X2", d("2026-03-10"), d("2026-03-20"))
LAST_YEAR = Stay("X3", d("2025-12-01"), d("2025-12-31"))


@pytest.mark.parametrize(
    ("stays", "visits", "came"),
    [
        ([ONE], [], [(None, None, False)]),
        ([ONE], ["2026-03-15"], [(None, "2026-03-15", False)]),
        ([ONE._replace(discharged_on=d("2026-06-20"))], [], [(None, None, True)]),
        ([ONE, SECOND], ["2026-03-22"], [("2026-03-10", None, False), (None, "2026-03-22", False)]),
        ([LAST_YEAR], ["2026-01-02"], []),
    ],
    ids=["nothing", "a visit", "it may still", "back, then a visit", "not of the period"],
)
def test_a_discharge_of_the_period_says_what_came_of_it(
    stays: list[Stay], visits: list[str], came: list[tuple[str | None, str | None, bool]]
) -> None:
    found = crisis_rules.discharges(
        stays, [d(one) for one in visits], d("2026-01-01"), d("2026-12-31"), LATER
    )
    assert [(one.readmitted_on, one.visited_on, one.waiting) for one in found] == [
        (again and d(again), seen and d(seen), waits) for again, seen, waits in came
    ]


# --- read a second time, day by day --------------------------------------------------------------


def slowly(
    stays: Sequence[Stay], visits: Sequence[date], closed: Sequence[tuple[str, int, date]], on: date
) -> list[tuple[str, int]]:
    """The rule walked one day after another: what is open changes as things happen."""
    found: list[tuple[str, int, date]] = []
    in_order = sorted(stays, key=lambda one: (one.admitted_on, one.discharged_on or date.max))
    begin = in_order[0].admitted_on if in_order else on
    for offset in range((on - begin).days + 1):
        day = begin + timedelta(offset)
        if day in visits:
            found = [one for one in found if one[2] >= day]
        for stay in in_order:
            if stay.admitted_on == day:
                found = [one for one in found if (day - one[2]).days > 30]
            if stay.discharged_on == day:
                found += [(stay.crisis_id, 7, day), (stay.crisis_id, 30, day)]
        found = [one for one in found if (*one[:2], day) not in closed]
    return [one[:2] for one in found]


@st.composite
def histories(
    draw: st.DrawFn,
) -> tuple[list[Stay], list[date], list[tuple[str, int, date]], date]:
    chance = Random(draw(st.integers(0, 10**9)))
    day, stays = date(2026, 1, 1), []
    for number in range(chance.randint(0, 5)):
        day += timedelta(chance.choice((0, 1, 7, 29, 30, 31, 60)))
        left = day + timedelta(chance.randint(1, 12))
        stays.append(Stay(f"X{number}", day, left))
        day = left
    if stays and chance.random() < 0.3:
        stays[-1] = stays[-1]._replace(discharged_on=None)
    on = date(2026, 1, 1) + timedelta(chance.randint(0, 260))
    visits = [
        date(2026, 1, 1) + timedelta(chance.randint(0, 260)) for _ in range(chance.randint(0, 6))
    ]
    closed = [
        (one.crisis_id, span, one.discharged_on + timedelta(chance.randint(1, 60)))
        for one in stays
        for span in (7, 30)
        if one.discharged_on is not None and chance.random() < 0.3
    ]
    chance.shuffle(stays)
    return stays, visits, closed, on


@given(histories())
def test_the_rule_agrees_with_a_walk_through_the_days(
    history: tuple[list[Stay], list[date], list[tuple[str, int, date]], date],
) -> None:
    stays, visits, closed, on = history
    quick = [one[:2] for one in crisis_rules.follow_ups(stays, visits, closed, on)]
    assert sorted(quick) == sorted(slowly(stays, visits, closed, on))


# --- the parts of a stay without a hold ----------------------------------------------------------


def hold(from_on: str, until_on: str | None) -> Hold:
    return Hold("H", "E", d(from_on), d(until_on) if until_on else None, HoldReason.JAIL)


@pytest.mark.parametrize(
    ("until", "holds", "parts"),
    [
        ("2026-03-20", [], [("2026-03-10", "2026-03-20")]),
        (None, [], [("2026-03-10", None)]),
        ("2026-03-20", [("2026-03-01", None)], []),
        ("2026-03-20", [("2026-03-01", "2026-03-10")], [("2026-03-10", "2026-03-20")]),
        ("2026-03-20", [("2026-03-20", None)], [("2026-03-10", "2026-03-20")]),
        ("2026-03-20", [("2026-03-01", "2026-03-12")], [("2026-03-12", "2026-03-20")]),
        (
            "2026-03-20",
            [("2026-03-15", "2026-03-17"), ("2026-03-12", "2026-03-13")],
            [
                ("2026-03-10", "2026-03-12"),
                ("2026-03-13", "2026-03-15"),
                ("2026-03-17", "2026-03-20"),
            ],
        ),
        (
            None,
            [("2026-03-12", "2026-03-13")],
            [("2026-03-10", "2026-03-12"), ("2026-03-13", None)],
        ),
        (None, [("2026-03-12", None)], [("2026-03-10", "2026-03-12")]),
        ("2026-03-10", [], []),
    ],
)
def test_a_stay_asks_for_holds_where_there_is_none(
    until: str | None,
    holds: list[tuple[str, str | None]],
    parts: list[tuple[str, str | None]],
) -> None:
    found = uncovered(d("2026-03-10"), d(until) if until else None, [hold(*one) for one in holds])
    assert [(str(a), str(b) if b else None) for a, b in found] == parts
