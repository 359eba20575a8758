"""One line of the due list in words: what is owed, how late, why, what helps before the call."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from caseload import dates
from caseload.model import Item, Obligation, Status
from caseload.rules import reasons
from caseload.show import day_style, style
from caseload.show.widths import unbroken

HEADS = {
    Status.OVERDUE: "Overdue",
    Status.DUE_TODAY: "Today",
    Status.DUE_SOON: "Soon",
    Status.UPCOMING: "Upcoming",
    Status.ON_HOLD: "On hold",
}
LABELS = {
    Obligation.HOLD_REVIEW: "Hold review",
    Obligation.UNSIGNED_NOTE: "Unsigned note",
    Obligation.INTAKE_STEP: "Intake",
    Obligation.CONSENT: "Release",
    Obligation.REFERRAL: "Referral",
    Obligation.TASK: "Task",
    Obligation.APPOINTMENT: "Appointment",
    Obligation.APPEAL: "Appeal",
}
WHOLE = (Obligation.TASK, Obligation.APPOINTMENT, Obligation.APPEAL)
"""Their reasons are people's own words, which are not cut at a semicolon."""
NAMING = (Obligation.CRISIS_FOLLOW_UP, Obligation.CONSENT, Obligation.REFERRAL)
"""What comes before the last semicolon of theirs names somebody, and may have others."""
DONE = {
    Obligation.CONTACT: "reached",
    Obligation.PLAN_REVIEW: "signed or reviewed",
    Obligation.ASSESSMENT: "assessed",
}
OWN = "(own)"
"""Stands in place of a client, for what somebody has to do for no client."""
COUNTED_FROM = "counted from"


def label(one: Item) -> str:
    """What is owed, in the standard's own name."""
    if one.obligation is Obligation.CRISIS_FOLLOW_UP and one.due_on and one.clock_start_on:
        return f"Follow-up, {(one.due_on - one.clock_start_on).days} days"
    return one.standard or LABELS.get(one.obligation, one.obligation.replace("_", " "))


def headline(one: Item) -> str:
    """What is owed, with its reason where that is what tells one from another."""
    if one.obligation is Obligation.APPOINTMENT:
        return one.reason
    return f"{label(one)}: {one.reason}" if one.obligation in WHOLE else label(one)


def when(one: Item) -> str:
    """How late or how soon: "39 days", "today", "tomorrow"."""
    if one.days_overdue is None:
        return "on hold"
    days = abs(one.days_overdue)
    if days == 0:
        return "today"
    if one.days_overdue == -1:
        return "tomorrow"
    return "1 day" if days == 1 else f"{days} days"


def why(one: Item, on: date) -> str:
    """The reason in a few words."""
    return one.reason if one.obligation in WHOLE else day_style.in_sentence(_why(one, on))


def _why(one: Item, on: date) -> str:
    if one.status is Status.ON_HOLD or one.obligation not in DONE:
        if one.obligation in NAMING:
            return one.reason.rpartition(";")[0]
        return one.reason.partition(";")[0].rstrip(".")
    if COUNTED_FROM in one.reason:
        # Asked for on several days, it is due by another day than the last.
        return one.reason.rstrip(".")
    narrower = (words for words in (reasons.SEEN, reasons.COUNTED) if words in one.reason)
    done = next(narrower, DONE[one.obligation])
    if one.last_on is not None:
        return f"last {done} {day_style.short(one.last_on, on)}"
    never = "never" if one.reason.startswith("Never") else "not"
    return (
        f"{never} {done} since {day_style.short(one.clock_start_on, on)}"
        if one.clock_start_on
        else ""
    )


def twins(items: Iterable[Item]) -> Callable[[Item], str | None]:
    """The program of a line, where the client has the same one in another program too."""
    programs = defaultdict[tuple[object, ...], set[str | None]](set)
    for one in items:
        programs[_owed(one)].add(one.program)
    several = {owed for owed, found in programs.items() if len(found) > 1}
    return lambda one: one.program if _owed(one) in several else None


def _owed(one: Item) -> tuple[object, ...]:
    return one.client_id, one.client, one.obligation, one.standard


def beside(one: Item, on: date, several: bool) -> str:
    """What is good to know before the call: whose it is, attempts, how it is safe to reach them."""
    said = []
    if several:
        said.append(one.case_manager or "no case manager")
    if one.attempts and one.last_attempt_on is not None:
        counted = "1 attempt" if one.attempts == 1 else f"{one.attempts} attempts"
        day = one.last_attempt_on
        weekday = dates.WEEKDAYS[day.weekday()]
        said.append(f"{counted}, last {unbroken(f'{weekday} {day_style.short(day, on)}')}")
    if one.contact_notes:
        said.append(" ".join(one.contact_notes.split()))
    return style.apart(said)
