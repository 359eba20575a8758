"""What is owed after an inpatient stay, and which days a stay puts on hold: pure, like `rules`.

The rule is that of HEDIS FUH, as due-dates of one's own. After a discharge on day 0:

- A *visit* is a contact that reached the client alone, in person or by video, on day 1 or later.
  The day of discharge itself doesn't count, nor does a group, a relative or the phone.
- Two follow-ups are owed: one within 7 days, one within 30. A visit on days 1 to 7 meets both, one
  on days 8 to 30 the second alone. One that was missed stays on the list until there is a visit,
  or until it is closed with a reason.
- A readmission on days 0 to 30 replaces the discharge: only the last one counts.

Everything is as of a day D (`on`): an admission, a discharge, a visit or a closing after D has not
happened yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from caseload import dates, rules
from caseload.model import Contact, Hold, Mode, Reached

SPANS = (7, 30)
"""Days after the discharge within which a visit is owed."""
READMISSION_DAYS = 30
SOON_DAYS = 7
VISIT_MODES = (Mode.IN_PERSON, Mode.VIDEO)


class Stay(NamedTuple):
    """A time as an inpatient."""

    crisis_id: str
    admitted_on: date
    discharged_on: date | None
    facility: str | None = None


class FollowUp(NamedTuple):
    """A visit owed after a discharge."""

    crisis_id: str
    days: int
    """7 or 30."""
    discharged_on: date
    facility: str | None = None

    @property
    def due_on(self) -> date:
        """The last day on which it would be met."""
        return self.discharged_on + timedelta(self.days)


# --- discharges and visits -----------------------------------------------------------------------


def counting(stays: Iterable[Stay], on: date) -> list[Stay]:
    """The stays of a client whose discharge counts on a day: no readmission has replaced it."""
    known = _known(stays, on)
    return [
        stay
        for place, stay in enumerate(known)
        if stay.discharged_on is not None
        and readmitted_by(stay.discharged_on, known[place + 1 :]) is None
    ]


def _known(stays: Iterable[Stay], on: date) -> list[Stay]:
    """The stays that had begun on a day, in order; a discharge after it has not happened yet."""
    begun = [
        stay._replace(discharged_on=None) if (stay.discharged_on or date.min) > on else stay
        for stay in stays
        if stay.admitted_on <= on
    ]
    return sorted(begun, key=lambda one: (one.admitted_on, one.discharged_on or date.max, one[0]))


def readmitted_by(discharged_on: date, later: Iterable[Stay]) -> Stay | None:
    """The stay that began on the day of a discharge or up to 30 days after it; None without one."""
    until = discharged_on + timedelta(READMISSION_DAYS)
    return next((one for one in later if discharged_on <= one.admitted_on <= until), None)


def why_no_visit(contact: Contact, discharged_on: date, on: date) -> str | None:
    """Why a contact is no visit after a discharge, in words for people; None when it is one."""
    if contact.entered_in_error_at is not None:
        return "entered in error"
    if contact.contacted_on > on:
        return f"after {dates.plain(on)}"
    if contact.reached is Reached.NOBODY:
        return "attempt"
    if contact.reached is not Reached.CLIENT:
        return f"{contact.reached} only"
    if contact.mode not in VISIT_MODES:
        return "neither in person nor by video"
    if contact.contacted_on == discharged_on:
        return "on the day of discharge"
    return "before the discharge" if contact.contacted_on < discharged_on else None


def first_visit(discharged_on: date, visits: Iterable[date], on: date) -> date | None:
    """The first day after a discharge, up to `on`, with a visit."""
    return min((day for day in visits if discharged_on < day <= on), default=None)


# --- what is owed --------------------------------------------------------------------------------


def follow_ups(
    stays: Sequence[Stay],
    visits: Iterable[date],
    closed: Iterable[tuple[str, int, date]],
    on: date,
) -> list[FollowUp]:
    """What a client is owed on a day, whether it is late or not.

    Args:
        stays: Their inpatient stays, in any order.
        visits: The days of visits; at least the first one after each discharge.
        closed: Follow-ups closed without a visit: crisis_id, 7 or 30, and the day.
        on: The day that is asked about.
    """
    days = list(visits)
    shut = {(crisis_id, span) for crisis_id, span, day in closed if day <= on}
    found = []
    for stay in counting(stays, on):
        assert stay.discharged_on is not None
        if first_visit(stay.discharged_on, days, on) is not None:
            continue
        found += [
            FollowUp(stay.crisis_id, span, stay.discharged_on, stay.facility)
            for span in SPANS
            if (stay.crisis_id, span) not in shut
        ]
    return found


def judge(one: FollowUp, on: date) -> rules.Verdict:
    """How a follow-up stands on a day."""
    where = f", {' '.join(one.facility.split())}" if one.facility else ""
    return rules.Verdict(
        one.due_on,
        (on - one.due_on).days,
        rules.status_of(one.due_on, on, SOON_DAYS),
        f"Discharged {dates.plain(one.discharged_on)}{where}; no visit since, in person or by "
        f"video, and one within {one.days} days is due {dates.plain(one.due_on)}.",
    )


# --- what came of discharges ---------------------------------------------------------------------


class Discharge(NamedTuple):
    """What came of a discharge by a day."""

    crisis_id: str
    discharged_on: date
    readmitted_on: date | None
    """Within 30 days; the discharge is then replaced and counts for no follow-up."""
    visited_on: date | None
    """The first visit after it."""
    waiting: bool
    """Whether there was no visit so far, and 30 days are not over."""


def discharges(
    stays: Iterable[Stay], visits: Sequence[date], since: date, until: date, on: date
) -> Iterator[Discharge]:
    """A client's discharges of a period, and what came of each by a day."""
    known = _known(stays, on)
    for place, stay in enumerate(known):
        left = stay.discharged_on
        if left is None or not since <= left <= until:
            continue
        again = readmitted_by(left, known[place + 1 :])
        seen = first_visit(left, visits, on) if again is None else None
        waiting = again is None and seen is None and on <= left + timedelta(SPANS[1])
        yield Discharge(
            stay.crisis_id, left, again.admitted_on if again is not None else None, seen, waiting
        )


# --- holds ---------------------------------------------------------------------------------------


def uncovered(
    from_on: date, until_on: date | None, holds: Iterable[Hold]
) -> Iterator[tuple[date, date | None]]:
    """The parts of a span in which no hold is in force, each with its first day and the day after.

    A stay of which the day of discharge is that of the admission has no part.
    """
    begins = from_on
    for one in sorted(holds, key=lambda one: one.from_on):
        if one.until_on is not None and one.until_on <= begins:
            continue
        if until_on is not None and one.from_on >= until_on:
            break
        if begins < one.from_on:
            yield begins, one.from_on
        if one.until_on is None:
            return
        begins = one.until_on
    if until_on is None or begins < until_on:
        yield begins, until_on
