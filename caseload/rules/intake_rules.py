"""From the referral to the admission: which step comes next, by when, and on which day it can be.

A referral is screened, a case manager is assigned, the person is admitted; or they wait, and are
looked at again; or they are not eligible. A program says how many business days each step may take
after the one before. All of it is pure, and works from the days of the steps alone: a step taken
after the day that is asked about has not been taken yet.

That such days exist at all, and are an agency's own: Texas 26 TAC 306.263 (a case manager within
2 business days).
"""

from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError
from caseload.model import Episode, EpisodeStatus, Program

STARTED = (EpisodeStatus.REFERRED, EpisodeStatus.SCREENED, EpisodeStatus.WAITING)
"""How an episode stands between the referral and the admission."""
SCREENED = (EpisodeStatus.SCREENED, EpisodeStatus.WAITING)
DAYS = (
    *("referred_on", "screened_on", "waiting_on", "waiting_reviewed_on", "assigned_on"),
    *("admitted_on", "not_eligible_on"),
)
"""The days of an episode's beginning, in their order."""


class Step(StrEnum):
    """What comes next for somebody who is not admitted yet."""

    SCREENING = "screening"
    WAITING_REVIEW = "waiting_review"
    ASSIGNMENT = "assignment"
    ADMISSION = "admission"


class NextStep(NamedTuple):
    """The next step, and by when it is taken."""

    step: Step
    since: date | None
    """The day of the step before; None: nobody knows, so it is not timed."""
    within: int | None
    """How many days the program allows; None: it is not timed."""
    due_on: date | None
    """None: it is not timed."""
    reason: str
    """A sentence that can be checked."""


WORDS = {
    Step.SCREENING: "screening",
    Step.WAITING_REVIEW: "look at the waiting list",
    Step.ASSIGNMENT: "case manager",
    Step.ADMISSION: "admission",
}
"""Each step as people call it."""
_BEFORE = {
    Step.SCREENING: ("Not screened since the referral", "Referred, and not screened"),
    Step.ASSIGNMENT: (
        "No case manager since the screening",
        "Screened, and without a case manager",
    ),
    Step.ADMISSION: ("Not admitted since the assignment", "Assigned, and not admitted"),
}


def as_of(episode: Episode, on: date) -> Episode:
    """The episode without what came of it after that day."""
    later: dict[str, Any] = {
        name: None for name in DAYS if (day := getattr(episode, name)) and day > on
    }
    return episode._replace(**later) if later else episode


def is_between(episode: Episode, on: date) -> bool:
    """Whether somebody was referred by that day, and neither admitted nor turned away."""
    if episode.referred_on is not None and episode.referred_on > on:
        return False
    if episode.admitted_on is not None and episode.admitted_on <= on:
        return False
    if episode.status is EpisodeStatus.NOT_ELIGIBLE:
        return episode.not_eligible_on is not None and episode.not_eligible_on > on
    return True


def next_step(
    episode: Episode, program: Program, on: date, holidays: Container[date] = ()
) -> NextStep | None:
    """What comes next for an episode on a day; None when they are admitted or turned away by then.

    Args:
        episode: As it stands in the file.
        program: Its program, which says how long each step may take.
        on: The day that is asked about.
        holidays: Days off, which are no business days.
    """
    if not is_between(episode, on):
        return None
    one = as_of(episode, on)
    # An episode that came by import may say that it was screened, and not when.
    screened = one.screened_on is not None or (
        episode.screened_on is None and episode.status in SCREENED
    )
    waits = one.waiting_on is not None or (
        episode.waiting_on is None and episode.status is EpisodeStatus.WAITING
    )
    if one.assigned_on is not None:
        return _timed(Step.ADMISSION, one.assigned_on, program.admitted_within_days, on, holidays)
    if waits:
        return _waiting(one, program)
    if screened:
        days = program.assigned_within_days
        return _timed(Step.ASSIGNMENT, one.screened_on, days, on, holidays)
    return _timed(Step.SCREENING, one.referred_on, program.screened_within_days, on, holidays)


def _timed(
    step: Step, since: date | None, within: int | None, on: date, holidays: Container[date]
) -> NextStep:
    known, unknown = _BEFORE[step]
    if since is None:
        return NextStep(step, None, within, None, f"{unknown}; nobody has said since when.")
    what = f"{known} {dates.plain(since)}"
    if within is None:
        return NextStep(step, since, None, None, f"{what}; the program sets no day for it.")
    due = dates.business_days_after(since, within, holidays)
    off = [
        day
        for day in (since + timedelta(count + 1) for count in range((due - since).days))
        if day.weekday() < 5 and day in holidays
    ]
    left = f" ({' and '.join(map(dates.plain, off))} left out)" if off else ""
    days = "1 business day" if within == 1 else f"{within} business days"
    ended = "ended" if due < on else "end"
    return NextStep(step, since, within, due, f"{what}; {days}{left} {ended} {dates.plain(due)}.")


def _waiting(one: Episode, program: Program) -> NextStep:
    looked = [day for day in (one.waiting_on, one.waiting_reviewed_on) if day is not None]
    since, within = max(looked, default=None), program.waiting_review_days
    what = f"Waiting since {dates.plain(one.waiting_on)}" if one.waiting_on else "Waiting"
    if one.waiting_reviewed_on is not None:
        what += f", last looked at {dates.plain(one.waiting_reviewed_on)}"
    if since is None:
        reason = f"{what}; nobody has said since when."
        return NextStep(Step.WAITING_REVIEW, None, within, None, reason)
    if within is None:
        reason = f"{what}; the program sets no day for a look at it."
        return NextStep(Step.WAITING_REVIEW, since, None, None, reason)
    due = since + timedelta(within) if within <= (date.max - since).days else date.max
    every = "day" if within == 1 else f"{within} days"
    reason = f"{what}; a look every {every} is due {dates.plain(due)}."
    return NextStep(Step.WAITING_REVIEW, since, within, due, reason)


# --- taking a step -------------------------------------------------------------------------------


def check_screening(episode: Episode, day: date, today: date) -> None:
    """Refuse a screening that can't be.

    Raises:
        InvalidError: It was done, they are admitted or turned away, or the day can't be.
    """
    _check_started(episode)
    if episode.screened_on is not None:
        raise InvalidError(
            f"{episode.client_id} was screened {dates.spoken(episode.screened_on)} already.",
            field="screened_on",
        )
    _check_day(episode, day, today, "screened_on")


def check_waiting(episode: Episode, day: date, today: date) -> None:
    """Refuse a place on the waiting list that can't be.

    Raises:
        InvalidError: They are on it, not screened yet, have a case manager, or the day can't be.
    """
    _check_started(episode)
    if episode.waiting_on is not None and episode.assigned_on is None:
        raise InvalidError(
            f"{episode.client_id} has been on the waiting list since "
            f"{dates.spoken(episode.waiting_on)}. A look at it: caseload intake wait "
            f"{episode.client_id} --reviewed",
            field="waiting_on",
        )
    _check_screened(episode)
    _check_unassigned(episode, "so they wait for nothing but the admission")
    _check_day(episode, day, today, "waiting_on")


def check_waiting_review(episode: Episode, day: date, today: date) -> None:
    """Refuse a look at the waiting list that can't be.

    Raises:
        InvalidError: They are not on it, or the day can't be.
    """
    _check_started(episode)
    if episode.status is not EpisodeStatus.WAITING:
        raise InvalidError(
            f"{episode.client_id} is not on the waiting list. Put them on it: caseload intake "
            f"wait {episode.client_id}"
        )
    _check_day(episode, day, today, "waiting_reviewed_on")


def check_assignment(episode: Episode, day: date, today: date) -> None:
    """Refuse an assignment that can't be.

    Raises:
        InvalidError: They have a case manager, are not screened yet, or the day can't be.
    """
    _check_started(episode)
    _check_screened(episode)
    _check_unassigned(episode, f"so transfer them: caseload client transfer {episode.client_id}")
    _check_day(episode, day, today, "assigned_on")


def check_admission(episode: Episode, day: date, today: date) -> None:
    """Refuse an admission that skips a step.

    Raises:
        InvalidError: They are not screened, have no case manager, or the day can't be.
    """
    _check_started(episode)
    _check_screened(episode)
    if episode.assigned_on is None:
        raise InvalidError(
            f"{episode.client_id} has no case manager yet. First: caseload intake assign "
            f"{episode.client_id} NAME"
        )
    _check_day(episode, day, today, "admitted_on")


def check_decline(episode: Episode, day: date, today: date, reason: str) -> None:
    """Refuse to turn somebody away without a reason, or on a day that can't be.

    Raises:
        InvalidError: It was done, they are admitted, no reason is given, or the day can't be.
    """
    _check_started(episode)
    if not reason.strip():
        raise InvalidError('Say why they are not eligible: --reason "…".', field="reason")
    _check_day(episode, day, today, "not_eligible_on")


def _check_started(episode: Episode) -> None:
    if episode.status in STARTED:
        return
    who, day = episode.client_id, episode.admitted_on
    if episode.status is EpisodeStatus.NOT_ELIGIBLE:
        on = f" {dates.spoken(episode.not_eligible_on)}" if episode.not_eligible_on else ""
        raise InvalidError(
            f"{who} was found not eligible for {episode.program}{on}. A new referral: caseload "
            f"intake --client {who}"
        )
    assert day is not None
    raise InvalidError(f"{who} was admitted to {episode.program} {dates.spoken(day)} already.")


def _check_screened(episode: Episode) -> None:
    if episode.screened_on is None and episode.status not in SCREENED:
        raise InvalidError(
            f"{episode.client_id} is not screened yet. First: caseload intake screen "
            f"{episode.client_id}"
        )


def _check_unassigned(episode: Episode, then: str) -> None:
    if episode.assigned_on is not None:
        raise InvalidError(
            f"{episode.client_id} has had a case manager since "
            f"{dates.spoken(episode.assigned_on)}, {then}.",
            field="assigned_on",
        )


_DONE = {
    "referred_on": "the referral",
    "screened_on": "the screening",
    "waiting_on": "the waiting list",
    "waiting_reviewed_on": "the last look at the waiting list",
    "assigned_on": "the assignment",
}


def _check_day(episode: Episode, day: date, today: date, field: str) -> None:
    if day > today:
        raise InvalidError(
            f"{dates.spoken(day, today)} lies ahead; record it on the day.", field=field
        )
    for name, what in _DONE.items():
        before: date | None = getattr(episode, name)
        if before is not None and day < before:
            raise InvalidError(
                f"{dates.spoken(day)} lies before {what}, {dates.spoken(before)}. Check the date.",
                field=field,
            )
