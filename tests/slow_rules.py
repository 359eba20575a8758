"""What is owed, worked out a second time: slowly, one day after another.

The program decides once, in `caseload.rules`, and a table of worked cases can't reach every corner
of it. So here is a separate reading of docs/due.md that shares nothing with the first but the
records of `caseload.model`. It keeps a diary of an episode, a page a day, and answers by walking
it; no month is added and no period found except by counting days. The tests hold the two against
each other on every day of many years. Where they differ, docs/due.md decides which is wrong.

Written to be read beside that text, not to be fast, and never imported by the program.
Days beyond the last one of the calendar, 31 Dec 9999, are that day.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from caseload.model import Contact, Counting, Hold, Obligation, Reached, Standard, Status, Unit

ONE_DAY = timedelta(days=1)
HOLD_REVIEW_DAYS = 30
NOTE_BUSINESS_DAYS = 2


class Page(NamedTuple):
    """One day of an episode, as it stood at the end of that day."""

    is_open: bool
    on_hold: bool
    back_on: date
    """The latest day that began the clock: the admission, or the first day back from a hold."""
    contacts: tuple[Contact, ...]


Diary = dict[date, Page]


class Listing(NamedTuple):
    """What the list shows of one standard for one episode on one day."""

    due_on: date
    days_overdue: int
    status: Status
    last_on: date | None
    attempts: int | None
    last_attempt_on: date | None


def diary(
    admitted_on: date,
    discharged_on: date | None,
    holds: Iterable[Hold],
    contacts: Iterable[Contact],
    last: date,
) -> Diary:
    """Every day from the admission to `last`, by what happened, not by what was written."""
    holds = list(holds)
    happened: dict[date, list[Contact]] = {}
    for contact in contacts:
        happened.setdefault(contact.contacted_on, []).append(contact)

    pages = {}
    is_open, on_hold, back_on = True, False, admitted_on
    for day in each_day(admitted_on, last):
        if day == discharged_on:
            is_open = False
        if any(hold.until_on == day for hold in holds):
            on_hold, back_on = False, day
        if any(hold.from_on == day for hold in holds):
            on_hold = True
        pages[day] = Page(is_open, on_hold, back_on, tuple(happened.get(day, ())))
    return pages


def listed(
    standard: Standard,
    pages: Diary,
    on: date,
    *,
    client_id: str = "C1",
    program: str | None = None,
    level_of_care: str | None = None,
    done_on: Container[date] = (),
) -> Listing | None:
    """What the list shows on that day; None when it shows nothing.

    `level_of_care` is the one on that day. `done_on` holds the days of reviews, signatures or
    assessments, for a standard that asks for those.
    """
    page = pages.get(on)
    if page is None or not page.is_open or page.on_hold:
        return None
    if not applies(standard, on, client_id, program, level_of_care):
        return None

    start = clock_start(standard, pages, on)
    days = qualifying_days(standard, pages, start, on, program, done_on)
    due = due_on(standard, start, days, on)
    attempts = attempts_since(pages, days[-1] + ONE_DAY if days else start, on, program)
    is_contact = standard.obligation == Obligation.CONTACT
    return Listing(
        due_on=due,
        days_overdue=(on - due).days,
        status=status(due, on, standard.due_soon_days),
        last_on=days[-1] if days else None,
        attempts=len(attempts) if is_contact else None,
        last_attempt_on=attempts[-1] if is_contact and attempts else None,
    )


def overdue_when_held(
    standard: Standard,
    admitted_on: date,
    holds: Sequence[Hold],
    contacts: Iterable[Contact],
    on: date,
    program: str | None,
) -> int:
    """By how many days a contact was overdue on the day that the last hold before `on` began.

    0 when no hold has ended, or when it was not overdue. Holds that adjoin are one.
    """
    pages = diary(admitted_on, None, holds, contacts, on)
    day = pages[on].back_on
    if day == admitted_on:
        return 0
    while day > admitted_on and pages[day - ONE_DAY].on_hold:
        day -= ONE_DAY

    earlier = [hold for hold in holds if hold.from_on < day]
    before = listed(
        standard._replace(active=True, effective_until=None, program=None, level_of_care=None),
        diary(admitted_on, None, earlier, contacts, day),
        day,
        client_id=standard.client_id or "",
        program=program,
    )
    return max(0, before.days_overdue) if before else 0


def applies(
    standard: Standard, on: date, client_id: str, program: str | None, level_of_care: str | None
) -> bool:
    """Whether the standard is active, in force that day, and meant for this episode."""
    if not standard.active:
        return False
    if standard.effective_from is not None and on < standard.effective_from:
        return False
    if standard.effective_until is not None and on >= standard.effective_until:
        return False
    if standard.client_id is not None and standard.client_id != client_id:
        return False
    if standard.program is not None and standard.program != program:
        return False
    return standard.level_of_care is None or standard.level_of_care == level_of_care


def clock_start(standard: Standard, pages: Diary, on: date) -> date:
    """The admission or the last first day back; for plans and assessments, the admission."""
    if standard.obligation == Obligation.CONTACT:
        return pages[on].back_on
    return next(iter(pages))


def qualifying_days(
    standard: Standard,
    pages: Diary,
    start: date,
    on: date,
    program: str | None,
    done_on: Container[date],
) -> list[date]:
    """The days from the clock start to `on` that count, oldest first."""
    days = []
    for day in each_day(start, on):
        if standard.obligation != Obligation.CONTACT:
            counts = day in done_on
        else:
            counts = any(qualifies(standard, entry, program) for entry in pages[day].contacts)
        if counts:
            days.append(day)
    return days


def qualifies(standard: Standard, contact: Contact, program: str | None) -> bool:
    """Whether a contact, were it in time, would satisfy the standard."""
    if not counts_for(contact, program):
        return False
    if contact.reached == Reached.NOBODY:
        return False
    if contact.reached not in standard.reached:
        return False
    return not standard.modes or contact.mode in standard.modes


def counts_for(contact: Contact, program: str | None) -> bool:
    """Whether a contact or attempt is about this program at all."""
    if contact.entered_in_error_at is not None:
        return False
    return contact.program is None or contact.program == program


def attempts_since(pages: Diary, first: date, on: date, program: str | None) -> list[date]:
    """The day of each attempt from `first` to `on`, oldest first."""
    return [
        day
        for day in each_day(first, on)
        for entry in pages[day].contacts
        if entry.reached == Reached.NOBODY and counts_for(entry, program)
    ]


def due_on(standard: Standard, start: date, days: Sequence[date], on: date) -> date:
    """The day on which it is next owed, given the qualifying days, oldest first."""
    if standard.counting == Counting.ROLLING:
        due = rolling_due(standard, start, days)
    else:
        due = calendar_due(standard, start, days, on)
    if standard.effective_from is not None and due < standard.effective_from:
        return standard.effective_from
    return due


def rolling_due(standard: Standard, start: date, days: Sequence[date]) -> date:
    """From the `times`-th most recent qualifying day, or from the clock start."""
    if len(days) >= standard.times:
        return period_after(days[len(days) - standard.times], standard.every, standard.unit)
    if not days and standard.first_within_days is not None:
        return days_after(start, standard.first_within_days)
    return period_after(start, standard.every, standard.unit)


def calendar_due(standard: Standard, start: date, days: Sequence[date], on: date) -> date:
    """The end of the earliest period that is owed, or of the next one when none is."""
    if not days:
        if standard.first_within_days is not None:
            return days_after(start, standard.first_within_days)
        return last_of_period(start, standard.unit)

    def is_obliged(first: date) -> bool:
        return first >= start

    def is_met(first: date) -> bool:
        held = [day for day in days if first <= day <= last_of_period(first, standard.unit)]
        return len(held) >= standard.times

    first = first_of_period(on, standard.unit)
    if not is_obliged(first) or is_met(first):
        return last_of_period(
            days_after(last_of_period(on, standard.unit), 1),
            standard.unit,
        )
    while first > date.min:
        before = first_of_period(first - ONE_DAY, standard.unit)
        if not is_obliged(before) or is_met(before):
            break
        first = before
    return last_of_period(first, standard.unit)


def status(due: date, on: date, soon_days: int) -> Status:
    """How an item stands; due today is a band of its own."""
    left = (due - on).days
    if left < 0:
        return Status.OVERDUE
    if left == 0:
        return Status.DUE_TODAY
    if 1 <= left <= soon_days:
        return Status.DUE_SOON
    return Status.UPCOMING


def hold_review_due(from_on: date, reviewed_on: date | None) -> date:
    """The day on which a hold without an end is looked at again."""
    return days_after(from_on if reviewed_on is None else reviewed_on, HOLD_REVIEW_DAYS)


def note_due(recorded_on: date, holidays: Container[date]) -> date:
    """The second business day after a note was recorded."""
    day, counted = recorded_on, 0
    while counted < NOTE_BUSINESS_DAYS:
        day += ONE_DAY
        if day.isoweekday() <= 5 and day not in holidays:
            counted += 1
    return day


def each_day(first: date, last: date) -> Iterator[date]:
    """Both ends and all between."""
    day = first
    while day <= last:
        yield day
        if day == date.max:
            return
        day += ONE_DAY


def days_after(day: date, count: int) -> date:
    """So many days later, a step at a time."""
    for _ in range(count):
        if day == date.max:
            return day
        day += ONE_DAY
    return day


@cache
def period_after(day: date, every: int, unit: Unit) -> date:
    """So many days, weeks, months or years later; a month too short gives its last day."""
    if unit == Unit.DAY:
        return days_after(day, every)
    if unit == Unit.WEEK:
        return days_after(day, 7 * every)
    wanted = day.day
    months_left = every if unit == Unit.MONTH else 12 * every
    while day < date.max:
        day += ONE_DAY
        if day.day == 1:
            months_left -= 1
        if months_left == 0 and (day.day == wanted or ends_period(day, Unit.MONTH)):
            return day
    return date.max


def begins_period(day: date, unit: Unit) -> bool:
    """Whether the day is the first of a calendar week (a Monday), month or year."""
    if unit == Unit.WEEK:
        return day.isoweekday() == 1
    if unit == Unit.MONTH:
        return day.day == 1
    return (day.month, day.day) == (1, 1)


def ends_period(day: date, unit: Unit) -> bool:
    """Whether tomorrow begins another one."""
    return day == date.max or begins_period(day + ONE_DAY, unit)


@cache
def first_of_period(day: date, unit: Unit) -> date:
    """The first day of the calendar period of that day."""
    while not begins_period(day, unit):
        day -= ONE_DAY
    return day


@cache
def last_of_period(day: date, unit: Unit) -> date:
    """The last day of the calendar period of that day."""
    while not ends_period(day, unit):
        day += ONE_DAY
    return day
