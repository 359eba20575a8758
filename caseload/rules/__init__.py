"""What is due, and when: the one definition.

The morning list, the full-screen program, every report and every export ask here; nothing else
decides whether something is owed. All of it is pure: days and facts in, verdicts out. No clock, no
database, no configuration.

Words used throughout, always as of a day D (`on`):

- An episode is *open* from `admitted_on` until the day before `discharged_on`.
- It is *on hold* from a hold's `from_on` until the day before its `until_on`, the first day back.
- The *clock start* is the later of the admission and the end of the last hold that has ended. For
  plan reviews and assessments a hold does not restart the clock: it is the admission.
- A *qualifying day* is a day, from the clock start to D, with at least one contact whose mode,
  person reached and program fit the standard. Several on one day are one day; an attempt never
  qualifies; order is by the day it happened, never by the day it was written down.
"""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from caseload import dates
from caseload.model import (
    Contact,
    Counting,
    Hold,
    Obligation,
    Reached,
    Standard,
    Status,
    Unit,
)
from caseload.rules import reasons

HOLD_REVIEW_DAYS = 30
"""A hold without an end comes up for review this often, so that nobody is forgotten in one."""
HOLD_REVIEW_SOON_DAYS = 7
REFERRAL_SOON_DAYS = 7
UNSIGNED_NOTE_BUSINESS_DAYS = 2
INTAKE_STEP_SOON_DAYS = 2
LATE_ENTRY_BUSINESS_DAYS = 2
"""A contact recorded later than so many business days after it happened is a late entry."""


class Clock(NamedTuple):
    """Where counting starts, and the hold whose end started it (None: the admission did)."""

    start: date
    hold: Hold | None


class Verdict(NamedTuple):
    """What the rules say of one obligation on one day."""

    due_on: date
    days_overdue: int
    """Negative while days are left, 0 on the day."""
    status: Status
    reason: str


# --- episodes and holds --------------------------------------------------------------------------


def is_open(admitted_on: date | None, discharged_on: date | None, on: date) -> bool:
    """Whether the client is in the program on that day; the day of discharge is no longer in it."""
    return (
        admitted_on is not None
        and admitted_on <= on
        and (discharged_on is None or discharged_on > on)
    )


def hold_on(holds: Iterable[Hold], on: date) -> Hold | None:
    """The hold in force on that day, if there is one."""
    for hold in holds:
        if hold.from_on <= on and (hold.until_on is None or hold.until_on > on):
            return hold
    return None


def clock(
    admitted_on: date,
    holds: Iterable[Hold],
    on: date,
    obligation: Obligation = Obligation.CONTACT,
) -> Clock:
    """Where counting starts on that day.

    A transfer or a change of level of care never moves it: the client is owed the same.
    """
    start, ended = admitted_on, None
    if obligation is Obligation.CONTACT:
        for hold in holds:
            if hold.until_on is not None and start < hold.until_on <= on:
                start, ended = hold.until_on, hold
    return Clock(start, ended)


# --- standards -----------------------------------------------------------------------------------


def default_due_soon_days(every: int, unit: Unit) -> int:
    """How early an item is listed when the standard doesn't say: 7 days, 2 in a short period."""
    length = {Unit.DAY: every, Unit.WEEK: 7 * every}.get(unit, 28 * every)
    return 2 if length <= 14 else 7


def in_force(standard: Standard, on: date) -> bool:
    """Whether the standard stands on that day at all."""
    return (
        standard.active
        and (standard.effective_from is None or standard.effective_from <= on)
        and (standard.effective_until is None or standard.effective_until > on)
    )


def fits(
    standard: Standard, client_id: str, program: str | None, level_of_care: str | None
) -> bool:
    """Whether the standard is meant for an episode like this one."""
    return (
        (standard.client_id is None or standard.client_id == client_id)
        and (standard.program is None or standard.program == program)
        and (standard.level_of_care is None or standard.level_of_care == level_of_care)
    )


def qualifying_reached(standard: Standard) -> frozenset[Reached]:
    """Whom one must have reached. Nobody never qualifies, whatever the standard says."""
    return standard.reached - {Reached.NOBODY}


def why_not(
    standard: Standard, contact: Contact, start: date, program: str | None, on: date
) -> str | None:
    """Why a contact does not qualify, in words for people; None when it does."""
    if contact.entered_in_error_at is not None:
        return "entered in error"
    if contact.contacted_on > on:
        return f"after {dates.plain(on)}"
    if contact.reached is Reached.NOBODY:
        return "attempt"
    if contact.program is not None and contact.program != program:
        return f"for another program ({contact.program})"
    if contact.contacted_on < start:
        return "before the clock start"
    if contact.reached not in standard.reached:
        return f"{contact.reached} only"
    if standard.modes and contact.mode not in standard.modes:
        return f"mode is not {reasons.any_of(standard.modes)}"
    return None


# --- counting ------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def add_period(day: date, every: int, unit: Unit) -> date:
    """That day plus a period; months and years clip to the end of the month (31 Jan: 28 Feb).

    The last day of the calendar, year 9999, stands in for anything beyond it.
    """
    try:
        if unit is Unit.DAY:
            return day + timedelta(days=every)
        if unit is Unit.WEEK:
            return day + timedelta(weeks=every)
        months = every * (12 if unit is Unit.YEAR else 1)
        years, month = divmod(day.month - 1 + months, 12)
        year = day.year + years
        last = calendar.monthrange(year, month + 1)[1]
        return day.replace(year=year, month=month + 1, day=min(day.day, last))
    except (OverflowError, ValueError):
        return date.max


@lru_cache(maxsize=4096)
def period_holding(day: date, unit: Unit) -> tuple[date, date]:
    """The first and last day of the calendar week (from Monday), month or year of that day."""
    if unit is Unit.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, add_period(first, 6, Unit.DAY)
    if unit is Unit.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def due_on(standard: Standard, start: date, days: Sequence[date], on: date) -> date:
    """The day on which the standard is next owed.

    Args:
        standard: The rule.
        start: The clock start.
        days: The qualifying days from the clock start to `on`, each once, newest first. A rolling
            standard reads the newest `times` of them; a calendar one those of the unmet periods.
        on: The day that is asked about.
    """
    if standard.counting is Counting.ROLLING:
        due = _rolling_due(standard, start, days)
    else:
        due = _calendar_due(standard, start, days, on)
    if standard.effective_from is not None and standard.effective_from > due:
        return standard.effective_from
    return due


def _rolling_due(standard: Standard, start: date, days: Sequence[date]) -> date:
    if len(days) >= standard.times:
        return add_period(days[standard.times - 1], standard.every, standard.unit)
    if not days and standard.first_within_days is not None:
        return add_period(start, standard.first_within_days, Unit.DAY)
    return add_period(start, standard.every, standard.unit)


def _calendar_due(standard: Standard, start: date, days: Sequence[date], on: date) -> date:
    unit = standard.unit
    if not days:
        if standard.first_within_days is not None:
            return add_period(start, standard.first_within_days, Unit.DAY)
        return period_holding(start, unit)[1]
    met: dict[date, int] = {}
    for day in days:
        first = period_holding(day, unit)[0]
        met[first] = met.get(first, 0) + 1
    first, last = period_holding(on, unit)
    if first < start or met.get(first, 0) >= standard.times:
        return period_holding(add_period(last, 1, Unit.DAY), unit)[1]
    while True:
        before, before_last = period_holding(first - timedelta(days=1), unit)
        if before < start or met.get(before, 0) >= standard.times:
            return last
        first, last = before, before_last


def status_of(due: date, on: date, soon_days: int) -> Status:
    """How an item due that day stands on a day. Due today is neither overdue nor fine."""
    left = due.toordinal() - on.toordinal()
    if left < 0:
        return Status.OVERDUE
    if left == 0:
        return Status.DUE_TODAY
    return Status.DUE_SOON if left <= soon_days else Status.UPCOMING


# --- verdicts ------------------------------------------------------------------------------------


def judge(
    standard: Standard, since: Clock, days: Sequence[date], on: date, overdue_before: int = 0
) -> Verdict:
    """What the standard asks of an open episode that is not on hold.

    Args:
        standard: The rule.
        since: The clock start and what started it.
        days: As for `due_on`.
        on: The day that is asked about.
        overdue_before: By how many days it was overdue when the hold that started the clock
            began; the reason says so until the client has been reached again.
    """
    due = due_on(standard, since.start, days, on)
    return Verdict(
        due,
        on.toordinal() - due.toordinal(),
        status_of(due, on, standard.due_soon_days),
        reasons.reason(
            standard,
            since.start,
            days,
            due,
            held=since.hold is not None,
            overdue_before=overdue_before,
        ),
    )


def overdue_when_held(
    standard: Standard,
    admitted_on: date,
    holds: Sequence[Hold],
    since: Clock,
    days: Sequence[date],
) -> int:
    """By how many days the item was overdue when the hold that started this clock began, or 0.

    Holds that follow each other without a day between count as one.

    Args:
        standard: The rule.
        admitted_on: The admission.
        holds: All holds of the episode.
        since: The clock on the day asked about.
        days: Days before that clock start that would qualify, newest first.
    """
    if since.hold is None:
        return 0
    began = since.hold.from_on
    earlier = clock(admitted_on, holds, began, standard.obligation)
    while earlier.hold is not None and earlier.start == began:
        began = earlier.hold.from_on
        earlier = clock(admitted_on, holds, began, standard.obligation)
    if not in_force(standard, began):
        return 0
    counted = [day for day in days if earlier.start <= day <= began]
    due = due_on(standard, earlier.start, counted, began)
    return max(0, (began - due).days)


def judge_hold_review(
    from_on: date, reviewed_on: date | None, on: date, hold_reason: str
) -> Verdict:
    """When a hold without an end is looked at again: 30 days after it began or was reviewed."""
    last = from_on if reviewed_on is None else max(from_on, reviewed_on)
    due = add_period(last, HOLD_REVIEW_DAYS, Unit.DAY)
    done = "began" if last == from_on else "was last reviewed"
    return Verdict(
        due,
        (on - due).days,
        status_of(due, on, HOLD_REVIEW_SOON_DAYS),
        f"Hold ({hold_reason.replace('_', ' ')}) without an end {done} {dates.plain(last)}; "
        f"a review every {HOLD_REVIEW_DAYS} days is due {dates.plain(due)}.",
    )


def judge_intake_step(due: date, on: date, reason: str) -> Verdict:
    """How the next step of an intake stands; `intake_rules.next_step` says by when it is taken."""
    return Verdict(due, (on - due).days, status_of(due, on, INTAKE_STEP_SOON_DAYS), reason)


def judge_unsigned_note(recorded_on: date, on: date, holidays: frozenset[date]) -> Verdict | None:
    """A note that is not signed 2 business days after it was recorded; None until it is overdue."""
    due = dates.business_days_after(recorded_on, UNSIGNED_NOTE_BUSINESS_DAYS, holidays)
    if due >= on:
        return None
    return Verdict(
        due,
        (on - due).days,
        Status.OVERDUE,
        f"Note recorded {dates.plain(recorded_on)} is not signed; "
        f"{UNSIGNED_NOTE_BUSINESS_DAYS} business days ended {dates.plain(due)}.",
    )


def judge_referral(service: str, status: str, since: date, ask_on: date, on: date) -> Verdict:
    """When somebody asks again what became of a referral.

    Args:
        service: Where to, by name.
        status: Where it stands on the day: sent, accepted, waitlisted or linked.
        since: Since when.
        ask_on: The day that was set for asking.
        on: The day.
    """
    ask = "ask whether it lasted" if status == "linked" else "ask again"
    weekday = dates.WEEKDAYS[ask_on.weekday()]
    # Lists show what stands before the last semicolon.
    return Verdict(
        ask_on,
        (on - ask_on).days,
        status_of(ask_on, on, REFERRAL_SOON_DAYS),
        f"{service}, {status} {dates.short(since, on)}; {ask} {weekday} {dates.short(ask_on, on)}.",
    )


def is_late_entry(contacted_on: date, recorded_on: date, holidays: frozenset[date]) -> bool:
    """Whether a contact was recorded more than 2 business days after it happened."""
    latest = dates.business_days_after(contacted_on, LATE_ENTRY_BUSINESS_DAYS, holidays)
    return recorded_on > latest
