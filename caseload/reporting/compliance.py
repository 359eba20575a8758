"""Whether each standard was met: one client, one standard, one period at a time.

What is due by when is asked of `rules.due_on`, day by day, exactly as the morning list asks it;
here it is only told what came of it. For a standard and a stay, over a period:

- A day is *owed* when the stay is open on it and not on hold, and the standard is in force and
  fits. A day counts once it is over: up to the day before the one that is asked about.
- An owed day is *late* when, with all that was done up to its end, something was due on that day or
  before. The morning list of the next day shows it as overdue.
- *Missed*: a due day passed in the period without what was due (the first late day after one that
  was not late), or every owed day of it was late. *Met*: there are owed days, and none was missed.
- *Hold*: no day was owed, since the stay was on hold. *Not admitted*: the stay was not open.

So what was missed in September and done on 5 October is a miss of September; and somebody who is
never reached is missed in each period anew.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from caseload import dates, rules
from caseload.model import Counting, Hold, Standard, Unit
from caseload.reporting.lines import Kind, Line, measure
from caseload.reporting.spans import Span
from caseload.reporting.stays import Stay

TOPIC = "client_period"
MET, MISSED, HOLD, NOT_ADMITTED = "met", "missed", "hold", "not_admitted"
_OWED, _ALL = "met missed", "met missed hold not_admitted"
_OF_OWED = "client-periods in which the standard was owed on some day"
_OF_ALL = "client-periods of everyone with a stay in the time to whom the standard applies"

MEASURES = (
    measure("met", "Standard met", Kind.SHARE, TOPIC, "met",
            "client-periods in which the standard was met", among=_OWED, out_of=_OF_OWED),
    measure("missed", "Standard missed", Kind.SHARE, TOPIC, "missed",
            "client-periods in which a due day passed, or that were overdue throughout",
            among=_OWED, out_of=_OF_OWED),
    measure("hold", "Not owed: on hold", Kind.SHARE, TOPIC, "hold",
            "client-periods without an owed day, the stay being on hold",
            among=_ALL, out_of=_OF_ALL),
    measure("not_admitted", "Not owed: not admitted", Kind.SHARE, TOPIC, "not_admitted",
            "client-periods in which the stay was not open", among=_ALL, out_of=_OF_ALL),
)  # fmt: skip

SHORT_DAYS = 14
"""A standard whose period is at most so long is judged by weeks, one with a longer by months."""


def unit_of(standard: Standard) -> Unit:
    """In which calendar periods a standard is judged: week, month or year.

    That of its own where it counts by the calendar; else weeks where its period is at most 14 days,
    and months.
    """
    if standard.counting is Counting.CALENDAR:
        return standard.unit
    days = {Unit.DAY: standard.every, Unit.WEEK: 7 * standard.every}.get(standard.unit)
    return Unit.WEEK if days is not None and days <= SHORT_DAYS else Unit.MONTH


def periods(unit: Unit, span: Span) -> list[Span]:
    """The weeks, months or years of a span.

    A week belongs where it ends, and is taken whole; a month or a year is cut at the span's ends.
    """
    found = []
    first, last = rules.period_holding(span.since, unit)
    while True:
        if unit is not Unit.WEEK:
            found.append(Span(max(first, span.since), min(last, span.until)))
        elif last <= span.until:
            found.append(Span(first, last))
        if last >= span.until or last == date.max:
            return found
        first, last = rules.period_holding(last + timedelta(days=1), unit)


def lines(
    standard: Standard, stay: Stay, days: Sequence[date], judged: Sequence[Span], on: date
) -> Iterator[Line]:
    """What came of a standard in each period, for a stay.

    Args:
        standard: The rule.
        stay: Whose.
        days: The days on which what is owed was done, whatever the clock: oldest first, each once.
        judged: The periods, those of `unit_of`: within one, no calendar period of the rule ends.
        on: The day that is asked about; days from it on are not over.
    """
    if not rules.fits(standard._replace(level_of_care=None), stay.client_id, stay.program, None):
        return
    walked: list[tuple[Span, _Told]] = []
    changes = _changes(standard, stay, days)
    for period in judged:
        next_to = walked and walked[-1][0].until + timedelta(days=1) == period.since
        before = (
            walked[-1][1].late_at_end
            if next_to
            else _late_before(standard, stay, days, period.since)
        )
        walked.append((period, _walked(standard, stay, days, changes, period, on, before)))
    if not any(told.fitting for _, told in walked):
        return
    for period, told in walked:
        outcome, why = _verdict(standard, told, period, on)
        if outcome:
            last = told.last_open or min(max(period.since, stay.admitted_on), period.until)
            yield Line(
                TOPIC, outcome, standard.name, 1, stay.client_id, stay.client,
                stay.manager_on(last), stay.program, stay.county, "episode", stay.episode_id,
                period.since, period.until, why,
            )  # fmt: skip


# --- one period ----------------------------------------------------------------------------------


class _Told(NamedTuple):
    """What the days of a period came to."""

    fitting: int
    """Days on which the stay was open and the standard was meant for it, holds among them."""
    owed: int
    late: int
    missed_on: date | None
    """When that was due which was first not done in time."""
    overdue_since: date | None
    last_done: date | None
    hold: Hold | None
    last_open: date | None
    """The last day on which the stay was open, for whose it was."""
    late_at_end: bool | None
    """Whether the last day was late; None when nothing was owed on it."""


def _walked(
    standard: Standard,
    stay: Stay,
    days: Sequence[date],
    changes: Sequence[date],
    period: Span,
    on: date,
    before: bool | None,
) -> _Told:
    first, last = period.since, min(period.until, on - timedelta(days=1))
    fitting = owed = late = 0
    missed_on = overdue_since = hold = last_open = None
    for begins, ends in _stretches(changes, first, last):
        length = ends.toordinal() - begins.toordinal() + 1
        if not stay.is_open(begins):
            before = None
            continue
        last_open = ends
        if not _meant(standard, stay, begins):
            before = None
            continue
        fitting += length
        held = rules.hold_on(stay.holds, begins) if stay.holds else None
        if held is not None:
            hold, before = held, None
            continue
        due = _due_on(standard, stay, days, begins)
        owed += length
        if due > ends:
            before = False
            continue
        from_on = max(begins, due)
        late += ends.toordinal() - from_on.toordinal() + 1
        # Due in these very days, or late at once through what was not so the day before.
        if missed_on is None and (due >= begins or before is False):
            missed_on = due
        overdue_since = overdue_since or due
        before = True
    place = bisect_right(days, last)
    done = days[place - 1] if place and days[place - 1] >= first else None
    return _Told(fitting, owed, late, missed_on, overdue_since, done, hold, last_open, before)


def _verdict(standard: Standard, told: _Told, period: Span, on: date) -> tuple[str, str]:
    done = f"; done {dates.plain(told.last_done)}" if told.last_done is not None else ""
    if told.missed_on is not None:
        return MISSED, f"due {dates.plain(told.missed_on)}, and not done by then{done}"
    if told.owed and told.owed == told.late:
        assert told.overdue_since is not None
        return MISSED, f"overdue throughout, since {dates.plain(told.overdue_since)}{done}"
    if told.owed:
        return MET, f"done {dates.plain(told.last_done)}" if told.last_done else "nothing fell due"
    if told.hold is not None:
        why = told.hold.reason.replace("_", " ")
        return HOLD, f"on hold since {dates.plain(told.hold.from_on)} ({why})"
    over = period.since < on
    if over and told.last_open is None and _stands(standard, period):
        return NOT_ADMITTED, "not in the program"
    return "", ""


def _stands(standard: Standard, period: Span) -> bool:
    """Whether a standard was in force on some day of a period."""
    until = standard.effective_until
    return (
        standard.active
        and (standard.effective_from is None or standard.effective_from <= period.until)
        and (until is None or until > period.since)
    )


def _meant(standard: Standard, stay: Stay, on: date) -> bool:
    """Whether a standard of the stay's program was in force and meant for it on a day."""
    level = standard.level_of_care
    return rules.in_force(standard, on) and (level is None or level == stay.level_on(on))


def _due_on(standard: Standard, stay: Stay, days: Sequence[date], on: date) -> date:
    """When it was due as it stood at the end of a day."""
    start = stay.admitted_on
    if stay.holds:
        start = rules.clock(start, stay.holds, on, standard.obligation).start
    first, last = bisect_left(days, start), bisect_right(days, on)
    if standard.counting is Counting.ROLLING or standard.times == 1:
        first = max(first, last - standard.times)
    return rules.due_on(standard, start, days[first:last][::-1], on)


def _late_before(standard: Standard, stay: Stay, days: Sequence[date], first: date) -> bool | None:
    """Whether the day before was late; None when nothing was owed on it."""
    if first == date.min:
        return None
    on = first - timedelta(days=1)
    owed = stay.is_open(on) and _meant(standard, stay, on) and not rules.hold_on(stay.holds, on)
    if not owed:
        return None
    return _due_on(standard, stay, days, on) <= on


def _changes(standard: Standard, stay: Stay, days: Sequence[date]) -> list[date]:
    """The days on which something changes that a rule asks for, in order."""
    turns = [stay.admitted_on, stay.discharged_on, standard.effective_from]
    turns.append(standard.effective_until)
    turns += [each for hold in stay.holds for each in (hold.from_on, hold.until_on)]
    if standard.level_of_care is not None:
        turns += [day for day, _ in stay.levels]
    return sorted({*days, *(day for day in turns if day is not None)})


def _stretches(changes: Sequence[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days of a period in stretches in which nothing changes."""
    if first > last:
        return
    begins = first
    for turn in changes[bisect_right(changes, first) : bisect_right(changes, last)]:
        yield begins, turn - timedelta(days=1)
        begins = turn
    yield begins, last


_RANK = {MISSED: 0, MET: 1, HOLD: 2, NOT_ADMITTED: 3}


def merged(found: Iterable[Line]) -> list[Line]:
    """One line for each period of a stay, where several standards of one name tell of it.

    A standard that was edited has ended and goes on under its name; the month of the change is one
    client-period. It is missed where either part of it was, else met where either was.
    """
    best: dict[tuple[date | None, date | None], Line] = {}
    for line in found:
        key = line.from_on, line.until_on
        if key not in best or _RANK[line.outcome] < _RANK[best[key].outcome]:
            best[key] = line
    return list(best.values())
