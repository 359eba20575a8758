"""Was each standard met: by cases, and held against one day after another."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload import rules
from caseload.model import Counting, Hold, HoldReason, Obligation, Standard, Unit
from caseload.reporting import compliance
from caseload.reporting.spans import Span
from caseload.reporting.stays import Stay

d = date.fromisoformat
MONTHLY = Standard("T1", "Monthly contact", first_within_days=14)
BY_MONTH = MONTHLY._replace(counting=Counting.CALENDAR, first_within_days=None)
WEEKLY = MONTHLY._replace(counting=Counting.CALENDAR, unit=Unit.WEEK, first_within_days=None)
TWICE = MONTHLY._replace(times=2)
PLAN = MONTHLY._replace(obligation=Obligation.PLAN_REVIEW, every=180, unit=Unit.DAY)
ON = d("2026-11-23")
OCTOBER = Span(d("2026-10-01"), d("2026-10-31"))


def stay(
    admitted: str = "2026-01-05",
    discharged: str | None = None,
    holds: Sequence[tuple[str, str | None]] = (),
    levels: Sequence[tuple[str, str]] = (),
) -> Stay:
    return Stay(
        "E1", "C1", "Lee, Ann", "Hill", "ACT", d(admitted), d(discharged) if discharged else None,
        tuple(
            Hold(f"H{n}", "E1", d(begins), d(ends) if ends else None, HoldReason.JAIL)
            for n, (begins, ends) in enumerate(holds)
        ),
        tuple((d(day), level) for day, level in levels),
        ((d(admitted), "Dana"),),
    )  # fmt: skip


CASES = [
    # Contacts, the stay, the standard, the period, what came of it, why.
    ("2026-09-20 2026-10-20", stay(), MONTHLY, OCTOBER, "met", "done 20 Oct 2026"),
    ("2026-09-20 2026-10-21", stay(), MONTHLY, OCTOBER, "missed",
     "due 20 Oct 2026, and not done by then; done 21 Oct 2026"),
    ("2026-09-15", stay(), MONTHLY, OCTOBER, "missed", "due 15 Oct 2026, and not done by then"),
    # Missed in September and made good in October is a miss of September alone.
    ("2026-08-15 2026-10-05", stay(), MONTHLY, OCTOBER, "met", "done 5 Oct 2026"),
    ("2026-08-15", stay(), MONTHLY, OCTOBER, "missed", "overdue throughout, since 15 Sep 2026"),
    ("2026-10-02", stay(), MONTHLY, OCTOBER, "met", "done 2 Oct 2026"),
    ("2026-09-30", stay(), MONTHLY, OCTOBER, "missed", "due 30 Oct 2026, and not done by then"),
    ("2026-10-01 2026-11-01", stay(), MONTHLY, OCTOBER, "met", "done 1 Oct 2026"),
    # Clipped: 31 January and a month is 28 February.
    ("2026-01-31 2026-03-01", stay(), MONTHLY, Span(d("2026-02-01"), d("2026-02-28")), "missed",
     "due 28 Feb 2026, and not done by then"),
    ("2024-01-31 2024-02-29", stay("2024-01-05"), MONTHLY, Span(d("2024-02-01"), d("2024-02-29")),
     "met", "done 29 Feb 2024"),
    # The clock starts at the admission, and again after a hold.
    ("", stay("2026-10-10"), MONTHLY, OCTOBER, "missed", "due 24 Oct 2026, and not done by then"),
    ("", stay("2026-10-18"), MONTHLY, OCTOBER, "met", "nothing fell due"),
    ("2026-08-01", stay(holds=[("2026-08-10", "2026-10-20")]), MONTHLY, OCTOBER, "met",
     "nothing fell due"),
    ("2026-08-01", stay(holds=[("2026-08-10", None)]), MONTHLY, OCTOBER, "hold",
     "on hold since 10 Aug 2026 (jail)"),
    ("2026-09-15", stay(holds=[("2026-10-15", None)]), MONTHLY, OCTOBER, "met", "nothing fell due"),
    ("", stay(discharged="2026-10-01"), MONTHLY, OCTOBER, "", ""),
    ("2026-09-15", stay(discharged="2026-10-15"), MONTHLY, OCTOBER, "met", "nothing fell due"),
    ("2026-09-15", stay(discharged="2026-10-16"), MONTHLY, OCTOBER, "missed",
     "due 15 Oct 2026, and not done by then"),
    # By the calendar: the month is met, or not, whatever came before.
    ("2026-08-31", stay(), BY_MONTH, OCTOBER, "missed", "overdue throughout, since 30 Sep 2026"),
    ("2026-09-01", stay(), BY_MONTH, OCTOBER, "missed", "due 31 Oct 2026, and not done by then"),
    ("2026-08-31 2026-10-31", stay(), BY_MONTH, OCTOBER, "met", "done 31 Oct 2026"),
    ("", stay("2026-10-20"), BY_MONTH, OCTOBER, "missed", "due 31 Oct 2026, and not done by then"),
    # Twice: the second contact of a first month can make it late at once.
    ("2026-09-02 2026-09-30", stay(), TWICE, OCTOBER, "missed",
     "due 2 Oct 2026, and not done by then"),
    ("2026-09-02 2026-09-30 2026-10-02 2026-10-30", stay(), TWICE, OCTOBER, "met",
     "done 30 Oct 2026"),
    ("2026-10-30", stay("2026-09-20"), TWICE._replace(first_within_days=45), OCTOBER, "missed",
     "due 20 Oct 2026, and not done by then; done 30 Oct 2026"),
    # A hold keeps a plan review off the list and does not restart its clock.
    ("2026-03-01", stay(holds=[("2026-08-01", "2026-10-10")]), PLAN, OCTOBER, "missed",
     "overdue throughout, since 28 Aug 2026"),
    ("2026-03-01 2026-10-12", stay(holds=[("2026-08-01", "2026-10-10")]), PLAN, OCTOBER, "met",
     "done 12 Oct 2026"),
    # In force, and meant for the level of care, for a part of the time.
    ("2026-08-01", stay(), MONTHLY._replace(effective_from=d("2026-10-10")), OCTOBER, "missed",
     "due 10 Oct 2026, and not done by then"),
    ("2026-08-01", stay(), MONTHLY._replace(effective_until=d("2026-10-01")), OCTOBER, "", ""),
    ("2026-08-01", stay(), MONTHLY._replace(program="Other"), OCTOBER, "", ""),
    ("2026-08-01", stay(levels=[("2026-01-05", "1"), ("2026-10-20", "2")]),
     MONTHLY._replace(level_of_care="2"), OCTOBER, "missed",
     "overdue throughout, since 1 Sep 2026"),
    ("2026-08-01", stay(levels=[("2026-01-05", "1")]), MONTHLY._replace(level_of_care="2"), OCTOBER,
     "", ""),
]  # fmt: skip


def days(text: str) -> list[date]:
    return [d(word) for word in text.split()]


@pytest.mark.parametrize(("done", "of", "standard", "period", "outcome", "why"), CASES)
def test_a_period_is_met_missed_or_not_owed(
    done: str, of: Stay, standard: Standard, period: Span, outcome: str, why: str
) -> None:
    found = list(compliance.lines(standard, of, days(done), [period], ON))
    assert [(one.outcome, one.why) for one in found] == ([(outcome, why)] if outcome else [])


def test_before_the_admission_and_after_the_discharge_nothing_is_owed() -> None:
    of = stay("2026-08-05", "2026-09-15")
    months = compliance.periods(Unit.MONTH, Span(d("2026-07-01"), d("2026-10-31")))
    found = list(compliance.lines(MONTHLY, of, days("2026-08-10"), months, ON))
    assert [one.outcome for one in found] == ["not_admitted", "met", "missed", "not_admitted"]


def test_a_day_counts_once_it_is_over() -> None:
    for on, outcome in (("2026-10-15", "met"), ("2026-10-16", "missed")):
        (found,) = compliance.lines(MONTHLY, stay(), days("2026-09-15"), [OCTOBER], d(on))
        assert found.outcome == outcome


def test_a_week_belongs_where_it_ends_and_months_are_cut() -> None:
    weeks = compliance.periods(Unit.WEEK, OCTOBER)
    assert (weeks[0], weeks[-1]) == (
        Span(d("2026-09-28"), d("2026-10-04")), Span(d("2026-10-19"), d("2026-10-25")),
    )  # fmt: skip
    assert compliance.periods(Unit.MONTH, Span(d("2026-09-20"), d("2026-10-02"))) == [
        Span(d("2026-09-20"), d("2026-09-30")), Span(d("2026-10-01"), d("2026-10-02")),
    ]  # fmt: skip
    assert compliance.periods(Unit.WEEK, Span(d("2026-10-06"), d("2026-10-08"))) == []
    assert compliance.periods(Unit.YEAR, Span(date(9999, 3, 1), date.max)) == [
        Span(date(9999, 3, 1), date.max)
    ]


def test_an_edited_standard_is_one_client_period_in_the_month_of_the_change() -> None:
    before = MONTHLY._replace(effective_until=d("2026-10-15"))
    after = MONTHLY._replace(standard_id="T2", effective_from=d("2026-10-15"), every=2)
    for done, outcome in (
        ("2026-09-10", "missed"),
        ("2026-09-20", "met"),
        ("2026-07-01", "missed"),
    ):
        found = [
            line
            for one in (before, after)
            for line in compliance.lines(one, stay(), days(done), [OCTOBER], ON)
        ]
        assert len(found) == 2
        (one,) = compliance.merged(found)
        assert one.outcome == outcome


@pytest.mark.parametrize(
    ("standard", "unit"),
    [
        (WEEKLY, Unit.WEEK),
        (BY_MONTH, Unit.MONTH),
        (BY_MONTH._replace(unit=Unit.YEAR), Unit.YEAR),
        (MONTHLY, Unit.MONTH),
        (MONTHLY._replace(every=14, unit=Unit.DAY), Unit.WEEK),
        (MONTHLY._replace(every=15, unit=Unit.DAY), Unit.MONTH),
        (MONTHLY._replace(every=2, unit=Unit.WEEK), Unit.WEEK),
        (MONTHLY._replace(every=3, unit=Unit.WEEK), Unit.MONTH),
        (MONTHLY._replace(unit=Unit.YEAR), Unit.MONTH),
    ],
)
def test_a_standard_is_judged_by_weeks_or_months(standard: Standard, unit: Unit) -> None:
    assert compliance.unit_of(standard) is unit


# --- against one day after another ---------------------------------------------------------------


def slow(standard: Standard, of: Stay, done: Sequence[date], period: Span, on: date) -> str:
    """The same, by asking what the morning list of each next day would say."""

    def owed(day: date) -> bool:
        return (
            of.is_open(day)
            and rules.hold_on(of.holds, day) is None
            and rules.in_force(standard, day)
            and rules.fits(standard, of.client_id, of.program, of.level_on(day))
        )

    def late(day: date) -> bool:
        next_day = day + timedelta(days=1)
        start = rules.clock(of.admitted_on, of.holds, day, standard.obligation).start
        known = sorted({one for one in done if start <= one <= day}, reverse=True)
        due = rules.due_on(standard, start, known, next_day)
        return rules.status_of(due, next_day, 7) == "overdue"

    every = [
        period.since + timedelta(days=n) for n in range((period.until - period.since).days + 1)
    ]
    every = [day for day in every if day < on]
    asked = [day for day in every if owed(day)]
    if asked:
        fresh = False
        for day in asked:
            before = day - timedelta(days=1)
            was_due_today = late(day) and _due(standard, of, done, day) == day
            fresh = fresh or was_due_today or (late(day) and owed(before) and not late(before))
        return "missed" if fresh or all(map(late, asked)) else "met"
    open_days = [day for day in every if of.is_open(day)]
    fitting = [
        day for day in open_days
        if rules.in_force(standard, day)
        and rules.fits(standard, of.client_id, of.program, of.level_on(day))
    ]  # fmt: skip
    if fitting:
        return "hold"
    return "" if open_days else "not_admitted"


def _due(standard: Standard, of: Stay, done: Sequence[date], day: date) -> date:
    start = rules.clock(of.admitted_on, of.holds, day, standard.obligation).start
    known = sorted({one for one in done if start <= one <= day}, reverse=True)
    return rules.due_on(standard, start, known, day)


FIRST = d("2026-01-01")
SOME_DAY = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
STANDARDS = st.builds(
    lambda counting, every, unit, times, first, level, obligation: MONTHLY._replace(
        counting=counting,
        every=1 if counting is Counting.CALENDAR else every,
        unit=Unit.WEEK if counting is Counting.CALENDAR and unit is Unit.DAY else unit,
        times=times, first_within_days=first, level_of_care=level, obligation=obligation,
    ),
    st.sampled_from(Counting), st.integers(1, 40),
    st.sampled_from((Unit.DAY, Unit.WEEK, Unit.MONTH)),
    st.integers(1, 3), st.sampled_from((None, 0, 5, 45)), st.sampled_from((None, "1")),
    st.sampled_from((Obligation.CONTACT, Obligation.PLAN_REVIEW)),
)  # fmt: skip


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    admitted = draw(SOME_DAY)
    left = draw(st.none() | st.integers(0, 150).map(lambda n: admitted + timedelta(days=n)))
    holds, begins = [], admitted
    for _ in range(draw(st.integers(0, 2))):
        begins += timedelta(days=draw(st.integers(0, 40)))
        ends = begins + timedelta(days=draw(st.integers(1, 40)))
        holds.append((begins.isoformat(), ends.isoformat()))
        begins = ends
    levels = [(admitted.isoformat(), draw(st.sampled_from("12")))]
    later = draw(st.none() | st.integers(1, 90))
    if later is not None:
        levels.append(((admitted + timedelta(days=later)).isoformat(), draw(st.sampled_from("12"))))
    return stay(admitted.isoformat(), left.isoformat() if left else None, holds, levels)


@given(
    STANDARDS, stays(), st.lists(SOME_DAY, max_size=12), SOME_DAY, st.integers(0, 90),
    st.integers(1, 120), st.none() | SOME_DAY, st.none() | SOME_DAY,
)  # fmt: skip
def test_no_shortcut_differs_from_asking_day_after_day(
    standard: Standard,
    of: Stay,
    done: list[date],
    since: date,
    length: int,
    later: int,
    effective_from: date | None,
    effective_until: date | None,
) -> None:
    standard = standard._replace(effective_from=effective_from, effective_until=effective_until)
    span = Span(since, since + timedelta(days=length))
    on = since + timedelta(days=later)
    own = sorted(set(done))
    judged = compliance.periods(compliance.unit_of(standard), span)
    expected = [slow(standard, of, own, one, on) for one in judged]
    found = {one.from_on: one.outcome for one in compliance.lines(standard, of, own, judged, on)}
    met = {"met", "missed", "hold"} & set(expected)
    for period, outcome in zip(judged, expected, strict=True):
        if not met:
            assert period.since not in found
        elif outcome != "not_admitted":
            assert found.get(period.since, "") == outcome
        elif period.since in found:
            assert found[period.since] == "not_admitted"
