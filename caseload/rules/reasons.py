"""The rules in words: what a standard asks, and why a date is what it is."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from caseload import dates
from caseload.model import Contact, Counting, Mode, Obligation, Reached, Standard, Unit

_TIMES = {1: "once", 2: "twice"}
_DONE = {
    Obligation.CONTACT: "reached",
    Obligation.PLAN_REVIEW: "reviewed or signed",
    Obligation.ASSESSMENT: "assessed",
}
SEEN = "seen in person"
COUNTED = "reached in a way that counts"
"""Of standards that not every contact satisfies: somebody may have been reached otherwise."""
_ORDER = {word: rank for rank, word in enumerate((*Mode, *Reached))}


def in_words(standard: Standard) -> str:
    """The rule as people say it: "reached (client or group), any mode, once a calendar month"."""
    if standard.obligation is Obligation.CONTACT:
        who = any_of(standard.reached - {Reached.NOBODY}) or "nobody can qualify"
        how = any_of(standard.modes) or "any mode"
        what = f"reached ({who}), {how}, "
    elif standard.obligation is Obligation.ASSESSMENT:
        what = f"assessed ({standard.instrument or 'any instrument'}), "
    else:
        what = "plan reviewed or signed, "
    return what + _how_often(standard)


def _how_often(standard: Standard) -> str:
    return _so_often(standard.counting, standard.every, standard.unit, standard.times)


@lru_cache(maxsize=256)
def _so_often(counting: Counting, every: int, unit: Unit, count: int) -> str:
    times = _TIMES.get(count, f"{count} times")
    if counting is Counting.CALENDAR:
        return f"{times} every calendar {unit}"
    of_the_last = " of the last" if count == 1 else ""
    return f"{times} within {_counted(every, unit.value)}{of_the_last}"


@lru_cache(maxsize=256)
def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def any_of(words: Iterable[Mode] | Iterable[Reached]) -> str:
    """Modes, or those who may be reached, in their own order: "in person or video"."""
    return " or ".join(
        word.value.replace("_", " ") for word in sorted(words, key=_ORDER.__getitem__)
    )


def reason(
    standard: Standard,
    start: date,
    days: Sequence[date],
    due: date,
    *,
    held: bool,
    overdue_before: int,
) -> str:
    """One sentence that a person can check: the rule, the day that last satisfied it, the date.

    Args:
        standard: The rule.
        start: The clock start.
        days: The qualifying days since then, newest first.
        due: The day on which it is owed.
        held: Whether the end of a hold started the clock; else the admission did.
        overdue_before: By how many days it was overdue when that hold began.
    """
    say = dates.plain
    done = _done(standard)
    if days:
        first = f"Last {done} {say(days[0])}; "
    else:
        began = "the hold ended" if held else "admission"
        never = "Not" if held else "Never"
        first = f"{never} {done} since {began} {say(start)}; "
    if standard.effective_from == due:
        rule = "the standard takes effect"
    elif not days and standard.first_within_days is not None:
        rule = f"the first within {_counted(standard.first_within_days, 'day')} is due"
    elif standard.counting is Counting.CALENDAR:
        rule = f"{_how_often(standard)} is due"
    elif days and standard.times > 1:
        rule = f"{_how_often(standard)}, {_counted_from(standard, start, days)}, is due"
    else:
        rule = f"{_how_often(standard)} is due"
    before = (
        f" It was {_counted(overdue_before, 'day')} overdue when the hold began."
        if overdue_before and not days
        else ""
    )
    return f"{first}{rule} {say(due)}.{before}"


def _done(standard: Standard) -> str:
    client = Reached.CLIENT in standard.reached
    if standard.obligation is not Obligation.CONTACT or (client and not standard.modes):
        return _DONE[standard.obligation]
    return SEEN if client and standard.modes == {Mode.IN_PERSON} else COUNTED


def _counted_from(standard: Standard, start: date, days: Sequence[date]) -> str:
    if len(days) >= standard.times:
        return f"counted from {dates.plain(days[standard.times - 1])}"
    return f"counted from {dates.plain(start)}"


def contact_in_words(contact: Contact) -> str:
    """A contact in a few words: "phone, reached client, 20 min"."""
    mode = contact.mode.replace("_", " ")
    if contact.reached is Reached.NOBODY:
        parts = [mode, "nobody reached"]
    else:
        parts = [mode, f"reached {contact.reached}"]
    if contact.with_whom:
        parts[-1] += f" ({contact.with_whom})"
    if contact.minutes is not None:
        parts.append(f"{contact.minutes} min")
    return ", ".join(parts)
