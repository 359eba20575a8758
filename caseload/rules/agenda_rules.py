"""When appointments, tasks and advocacy are due, and what is said of them. All of it is pure.

Each carries its own day, so there is no counting; docs/due.md says them in words. The morning list
reads this module, so it does without the nouns of `agenda`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from caseload import dates
from caseload.rules import Verdict, status_of

APPOINTMENT_SOON_DAYS = 1
"""An appointment is listed on its day and the day before."""
TASK_SOON_DAYS = 7
APPEAL_SOON_DAYS = 7
SHOWN = 80
"""So many letters of people's own words stand in a reason."""


# --- what is due ---------------------------------------------------------------------------------


def judge_appointment(
    starts_at: str,
    on: date,
    *,
    with_whom: str | None,
    purpose: str | None,
    location: str | None,
    transport: str | None,
    remind: bool,
    phone: str | None = None,
) -> Verdict:
    """An appointment without an outcome on a day: what is to be known of it.

    Args:
        starts_at: Local time, YYYY-MM-DDTHH:MM.
        on: The day that is asked about.
        with_whom: Whom they see.
        purpose: What for; said where nobody says with whom.
        location: Where.
        transport: How they get there.
        remind: Whether the client is still to be reminded.
        phone: That of the one they see.
    """
    due = date.fromisoformat(starts_at[:10])
    whom = f" with {_short(with_whom)}" if with_whom else f" {_short(purpose)}" if purpose else ""
    what = ", ".join(filter(None, (f"{starts_at[11:]}{whom}", _short(location))))
    parts = [what]
    if due < on:
        parts.append("was it kept?")
    else:
        parts += [f"ride: {_short(transport)}"] if transport else []
        parts += ["remind them"] if remind else []
    parts += [f"their phone {_short(phone)}"] if phone else []
    status = status_of(due, on, APPOINTMENT_SOON_DAYS)
    return Verdict(due, (on - due).days, status, "; ".join(parts))


def remind_on(day: date, today: date) -> date | None:
    """When a client is reminded unless somebody says otherwise: the day before, if it is ahead."""
    before = day - timedelta(1)
    return before if before >= today else None


def judge_task(text: str, due: date, on: date, put_off: int) -> Verdict:
    """A task that is not done on a day; `put_off` is how often it was put off until then."""
    often = {0: "", 1: " (put off once)"}.get(put_off, f" (put off {put_off} times)")
    status = status_of(due, on, TASK_SOON_DAYS)
    return Verdict(due, (on - due).days, status, f"{_short(text)}{often}")


def judge_appeal(
    issue: str, against: str, file_by: date | None, respond_by: date | None, on: date
) -> Verdict | None:
    """What an open advocacy record waits for, the sooner first; None when it waits for no day."""
    waits = [
        (day, words)
        for day, words in (
            (file_by, f"last day to file against {_short(against)}"),
            (respond_by, f"answer from {_short(against)}"),
        )
        if day is not None
    ]
    if not waits:
        return None
    due, words = min(waits)
    words = f"{words[0].upper()}{words[1:]} {dates.plain(due)}"
    status = status_of(due, on, APPEAL_SOON_DAYS)
    return Verdict(due, (on - due).days, status, f"{words}: {_short(issue)}")


def _short(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def overlapping(
    starts_at: str, minutes: int | None, others: Iterable[tuple[str, str, int | None]]
) -> Iterator[str]:
    """The ids of those that are at the same time; one without a length is a moment.

    Args:
        starts_at: When the one begins.
        minutes: How long it is.
        others: Id, beginning and length of each other one.
    """
    begins, ends = _span(starts_at, minutes)
    for other_id, other, length in others:
        first, last = _span(other, length)
        if begins == first or (begins < last and first < ends):
            yield other_id


def _span(starts_at: str, minutes: int | None) -> tuple[float, float]:
    """Minutes since the first year, by the clock on the wall."""
    day = date.fromisoformat(starts_at[:10]).toordinal()
    begins = day * 1440 + int(starts_at[11:13]) * 60 + int(starts_at[14:16])
    return begins, begins + (minutes or 0)
