"""From referral to admission: which step comes next, by when, and on which day it can be."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload import rules
from caseload.errors import InvalidError
from caseload.model import Episode, EpisodeStatus, Program, Status
from caseload.rules import intake_rules
from caseload.rules.intake_rules import Step, next_step

d = date.fromisoformat

PROGRAM = Program("Outreach")
"""Screened within 2 business days, assigned within 2, admitted within 10; waiting: 30 days."""
THANKSGIVING = frozenset({d("2026-11-26"), d("2026-11-27")})
"""A Friday."""


def episode(status: str = "referred", **days: str) -> Episode:
    stay = Episode("E0001", "C0001", "Outreach", EpisodeStatus(status))
    facts: dict[str, Any] = {f"{name}_on": d(day) for name, day in days.items()}
    return stay._replace(**facts)


REFERRED = episode(referred="2026-11-20")
SCREENED = episode("screened", referred="2026-11-20", screened="2026-11-23")
WAITING = episode("waiting", referred="2026-11-20", screened="2026-11-23", waiting="2026-11-24")
ASSIGNED = SCREENED._replace(assigned_on=d("2026-11-24"))
ADMITTED = ASSIGNED._replace(status=EpisodeStatus.ADMITTED, admitted_on=d("2026-12-01"))
DECLINED = SCREENED._replace(
    status=EpisodeStatus.NOT_ELIGIBLE, not_eligible_on=d("2026-11-25"), not_eligible_reason="age"
)


# --- what comes next -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stay", "on", "step", "due_on"),
    [
        # Friday, and the Tuesday after.
        (REFERRED, "2026-11-20", Step.SCREENING, "2026-11-24"),
        (episode(referred="2026-11-21"), "2026-11-23", Step.SCREENING, "2026-11-24"),
        (episode(referred="2026-02-26"), "2026-03-02", Step.SCREENING, "2026-03-02"),
        (episode(referred="2028-02-28"), "2028-02-29", Step.SCREENING, "2028-03-01"),
        (episode(referred="2026-11-25"), "2026-11-25", Step.SCREENING, "2026-12-01"),
        (SCREENED, "2026-11-23", Step.ASSIGNMENT, "2026-11-25"),
        (ASSIGNED, "2026-11-24", Step.ADMISSION, "2026-12-10"),
        (WAITING, "2026-11-24", Step.WAITING_REVIEW, "2026-12-24"),
        (WAITING._replace(waiting_reviewed_on=d("2026-12-01")), "2026-12-01",
         Step.WAITING_REVIEW, "2026-12-31"),
        (WAITING._replace(status=EpisodeStatus.SCREENED, assigned_on=d("2026-12-15")),
         "2026-12-15", Step.ADMISSION, "2026-12-29"),
        # As it stood: steps taken later don't count.
        (ADMITTED, "2026-11-20", Step.SCREENING, "2026-11-24"),
        (ADMITTED, "2026-11-23", Step.ASSIGNMENT, "2026-11-25"),
        (ADMITTED, "2026-11-30", Step.ADMISSION, "2026-12-10"),
        (DECLINED, "2026-11-24", Step.ASSIGNMENT, "2026-11-25"),
        (WAITING._replace(waiting_reviewed_on=d("2026-12-01")), "2026-11-30",
         Step.WAITING_REVIEW, "2026-12-24"),
        (ADMITTED._replace(status=EpisodeStatus.DISCHARGED, discharged_on=d("2026-12-30")),
         "2026-11-30", Step.ADMISSION, "2026-12-10"),
        # Imported without their days: it is known what comes next, and not by when.
        (episode(), "2026-11-20", Step.SCREENING, None),
        (episode("screened", referred="2026-11-20"), "2026-11-20", Step.ASSIGNMENT, None),
        (episode("waiting", referred="2026-11-20"), "2026-11-20", Step.WAITING_REVIEW, None),
    ],
)  # fmt: skip
def test_the_next_step_is_due_so_many_business_days_after_the_one_before(
    stay: Episode, on: str, step: Step, due_on: str | None
) -> None:
    found = next_step(stay, PROGRAM, d(on), THANKSGIVING)
    assert found is not None
    assert (found.step, found.due_on) == (step, d(due_on) if due_on else None)


@pytest.mark.parametrize(
    ("stay", "on"),
    [
        (REFERRED, "2026-11-19"),
        (ADMITTED, "2026-12-01"),
        (ADMITTED, "2027-01-01"),
        (DECLINED, "2026-11-25"),
        (DECLINED._replace(not_eligible_on=None), "2026-11-21"),
    ],
)
def test_nothing_comes_next_before_the_referral_nor_after_the_admission_or_the_refusal(
    stay: Episode, on: str
) -> None:
    assert next_step(stay, PROGRAM, d(on)) is None


@pytest.mark.parametrize(
    ("stay", "field", "reason"),
    [
        (REFERRED, "screened_within_days", "Not screened since the referral 20 Nov 2026"),
        (SCREENED, "assigned_within_days", "No case manager since the screening 23 Nov 2026"),
        (ASSIGNED, "admitted_within_days", "Not admitted since the assignment 24 Nov 2026"),
        (WAITING, "waiting_review_days", "Waiting since 24 Nov 2026"),
    ],
)
def test_a_program_that_sets_no_day_times_nothing_and_one_may_ask_for_the_same_day(
    stay: Episode, field: str, reason: str
) -> None:
    untimed: dict[str, Any] = {field: None}
    found = next_step(stay, PROGRAM._replace(**untimed), d("2026-11-25"))
    assert found is not None
    assert found.due_on is None
    assert found.reason.startswith(f"{reason}; the program sets no day for ")
    if field != "waiting_review_days":
        at_once: dict[str, Any] = {field: 0}
        found = next_step(stay, PROGRAM._replace(**at_once), d("2026-11-25"))
        assert found is not None
        assert found.due_on == found.since


@pytest.mark.parametrize(
    ("stay", "on", "reason"),
    [
        (REFERRED, "2026-11-23",
         "Not screened since the referral 20 Nov 2026; 2 business days end 24 Nov 2026."),
        (REFERRED, "2026-11-24",
         "Not screened since the referral 20 Nov 2026; 2 business days end 24 Nov 2026."),
        (REFERRED, "2026-11-25",
         "Not screened since the referral 20 Nov 2026; 2 business days ended 24 Nov 2026."),
        (episode(referred="2026-11-25"), "2026-12-02",
         "Not screened since the referral 25 Nov 2026; 2 business days (26 Nov 2026 and 27 Nov 2026"
         " left out) ended 1 Dec 2026."),
        (WAITING._replace(waiting_reviewed_on=d("2026-12-01")), "2026-12-02",
         "Waiting since 24 Nov 2026, last looked at 1 Dec 2026; a look every 30 days is due "
         "31 Dec 2026."),
        (episode(), "2026-12-02", "Referred, and not screened; nobody has said since when."),
    ],
)  # fmt: skip
def test_the_reason_can_be_checked(stay: Episode, on: str, reason: str) -> None:
    found = next_step(stay, PROGRAM, d(on), THANKSGIVING)
    assert found is not None
    assert found.reason == reason


def test_it_is_soon_two_days_before() -> None:
    def status(on: str) -> Status:
        return rules.judge_intake_step(d("2026-11-24"), d(on), "").status

    assert [status(f"2026-11-{day}") for day in (21, 22, 23, 24, 25)] == [
        Status.UPCOMING,
        Status.DUE_SOON,
        Status.DUE_SOON,
        Status.DUE_TODAY,
        Status.OVERDUE,
    ]
    assert rules.judge_intake_step(d("2026-11-24"), d("2026-11-27"), "").days_overdue == 3


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.integers(0, 30),
    st.sets(st.integers(1, 60), max_size=20),
)
def test_business_days_are_those_that_one_counts_on_a_calendar(
    since: date, within: int, off: set[int]
) -> None:
    holidays = frozenset(since + timedelta(days) for days in off)
    program = PROGRAM._replace(screened_within_days=within)
    stay = Episode("E1", "C1", "Outreach", EpisodeStatus.REFERRED, referred_on=since)
    found = next_step(stay, program, since, holidays)
    assert found is not None
    assert found.due_on is not None
    between = [since + timedelta(n + 1) for n in range((found.due_on - since).days)]
    worked = [day for day in between if day.weekday() < 5 and day not in holidays]
    assert len(worked) == within
    assert not within or worked[-1] == found.due_on


def test_a_waiting_list_that_is_never_looked_at_stays_in_the_calendar() -> None:
    program = PROGRAM._replace(waiting_review_days=10_000_000)
    found = next_step(WAITING, program, d("2026-12-01"))
    assert found is not None
    assert found.due_on == date.max


# --- which day a step can have -------------------------------------------------------------------

CHECKS: dict[str, Callable[[Episode, date, date], None]] = {
    "screen": intake_rules.check_screening,
    "wait": intake_rules.check_waiting,
    "review": intake_rules.check_waiting_review,
    "assign": intake_rules.check_assignment,
    "admit": intake_rules.check_admission,
    "decline": lambda stay, day, today: intake_rules.check_decline(
        stay, day, today, "lives in Waco"
    ),
}
LATE = d("2026-12-31")


@pytest.mark.parametrize(
    ("stay", "allowed"),
    [
        (REFERRED, "screen decline"),
        (SCREENED, "wait assign decline"),
        (WAITING, "review assign decline"),
        (ASSIGNED, "admit decline"),
        (ADMITTED, ""),
        (DECLINED, ""),
        (ADMITTED._replace(status=EpisodeStatus.DISCHARGED, discharged_on=d("2026-12-30")), ""),
        # The day of a screening that was imported without one may be said later.
        (episode("screened", referred="2026-11-20"), "screen wait assign decline"),
    ],
)
def test_a_step_follows_the_one_before_and_is_taken_once(stay: Episode, allowed: str) -> None:
    for name, check in CHECKS.items():
        if name in allowed.split():
            check(stay, LATE, LATE)
        else:
            with pytest.raises(InvalidError) as refused:
                check(stay, LATE, LATE)
            assert "C0001" in str(refused.value)


@pytest.mark.parametrize(
    ("stay", "step", "first"),
    [
        (REFERRED, "screen", "2026-11-20"),
        (REFERRED, "decline", "2026-11-20"),
        (SCREENED, "wait", "2026-11-23"),
        (SCREENED, "assign", "2026-11-23"),
        (SCREENED, "decline", "2026-11-23"),
        (WAITING, "review", "2026-11-24"),
        (WAITING._replace(waiting_reviewed_on=d("2026-12-01")), "review", "2026-12-01"),
        (WAITING._replace(waiting_reviewed_on=d("2026-12-01")), "assign", "2026-12-01"),
        (ASSIGNED, "admit", "2026-11-24"),
    ],
)
def test_a_step_lies_neither_before_the_one_before_nor_ahead(
    stay: Episode, step: str, first: str
) -> None:
    CHECKS[step](stay, d(first), LATE)
    CHECKS[step](stay, LATE, LATE)
    with pytest.raises(InvalidError, match="lies before"):
        CHECKS[step](stay, d(first) - timedelta(1), LATE)
    with pytest.raises(InvalidError, match="lies ahead"):
        CHECKS[step](stay, LATE + timedelta(1), LATE)


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_nobody_is_turned_away_without_a_reason(reason: str) -> None:
    with pytest.raises(InvalidError, match="Say why"):
        intake_rules.check_decline(REFERRED, LATE, LATE, reason)
