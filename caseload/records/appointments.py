"""Appointments: made, moved, reminded of, kept, missed, cancelled.

What always holds: an outcome has the day on which it became known, so that a past day shows the
appointment as it stood then; one that is moved stays, cancelled, and names the one in its place.
"""

from datetime import date, timedelta
from typing import Any

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.agenda import Appointment, CancelledBy, Outcome
from caseload.records import clients
from caseload.records._appointments_read import (
    Line,
    ahead,
    follow_through,
    get,
    listed,
    overlapping,
)
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import to_columns
from caseload.records._text import tidy
from caseload.rules import agenda_rules

__all__ = [
    "Line", "add", "ahead", "cancelled", "edit", "entered_in_error", "follow_through", "get",
    "kept", "listed", "missed", "move", "overlapping", "reminded",
]  # fmt: skip

TEXTS = ("with_whom", "location", "purpose", "transport", "outcome_why")
LONGEST_MINUTES = 1440


# --- changing ------------------------------------------------------------------------------------


def add(
    caseload: Caseload,
    client_id: str,
    starts_at: str,
    *,
    remind: bool = True,
    **facts: Any,
) -> Appointment:
    """Write down an appointment; one of the past too, of which the outcome is then said.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        starts_at: Local time, YYYY-MM-DDTHH:MM.
        remind: Whether the client is reminded: the day before, unless `remind_on` says when.
        facts: Further fields of `Appointment`.

    Raises:
        InvalidError: That time never comes, or a fact can't be.
    """
    with caseload.write("add appointment", client_id) as change:
        clients.get(caseload, client_id)
        return _made(caseload, change, client_id, starts_at, remind=remind, **facts)


def _made(
    caseload: Caseload,
    change: Change,
    client_id: str,
    starts_at: str,
    *,
    remind: bool,
    **facts: Any,
) -> Appointment:
    given = facts.pop("appointment_id", None)
    made = Appointment(
        given or caseload.next_id("appointment", "appointment_id", "AP"),
        client_id,
        starts_at,
        staff=caseload.acting_staff_id,
        recorded_at=change.at,
    )._replace(**facts)
    made = _checked(caseload, made)
    if remind and made.remind_on is None:
        made = made._replace(remind_on=agenda_rules.remind_on(made.day, caseload.today))
    change.add(made)
    return made


def edit(caseload: Caseload, appointment_id: str, **facts: Any) -> Appointment:
    """Correct what was written down. For another day or time that was agreed, use `move`.

    A reminder that was the day before follows the day.

    Raises:
        InvalidError: It was entered in error, or a fact can't be.
    """
    with caseload.write("edit appointment") as change:
        before = _standing(caseload, appointment_id)
        change.client_id = before.client_id
        after = before._replace(**facts)
        follows = before.remind_on == before.day - timedelta(1) and "remind_on" not in facts
        after = _checked(caseload, after._replace(remind_on=None) if follows else after)
        if follows and after.day == before.day:
            after = after._replace(remind_on=before.remind_on)
        elif follows:
            after = after._replace(remind_on=agenda_rules.remind_on(after.day, caseload.today))
        _save(change, after)
    return after


def kept(
    caseload: Caseload, appointment_id: str, on: date | None = None, why: str | None = None
) -> Appointment:
    """Say that the client came; `on` is the day on which that became known, today unless said.

    Raises:
        InvalidError: Its day lies ahead, or it was entered in error or moved.
    """
    return _settle(caseload, appointment_id, Outcome.KEPT, on, why, None)


def missed(
    caseload: Caseload, appointment_id: str, on: date | None = None, why: str | None = None
) -> Appointment:
    """Say that the client did not come, and why when that is known.

    Raises:
        InvalidError: As for `kept`.
    """
    return _settle(caseload, appointment_id, Outcome.MISSED, on, why, None)


def cancelled(
    caseload: Caseload,
    appointment_id: str,
    on: date | None = None,
    why: str | None = None,
    *,
    by: CancelledBy = CancelledBy.CLIENT,
) -> Appointment:
    """Say that it does not take place, who said so and why.

    Raises:
        InvalidError: The day lies ahead, or it was entered in error or moved.
    """
    return _settle(caseload, appointment_id, Outcome.CANCELLED, on, why, by)


def move(
    caseload: Caseload,
    appointment_id: str,
    starts_at: str,
    *,
    on: date | None = None,
    by: CancelledBy = CancelledBy.CLIENT,
    why: str | None = None,
) -> Appointment:
    """Agree on another time: the old one is cancelled, and a new one says the same otherwise.

    Raises:
        InvalidError: It has an outcome already, or the new time is the old one.
    """
    with caseload.write("move appointment") as change:
        before = _standing(caseload, appointment_id)
        change.client_id = before.client_id
        if before.outcome is not Outcome.SCHEDULED:
            raise InvalidError(
                f"{before.appointment_id} was {before.outcome} already. Write down a new one: "
                f"caseload appointment add {before.client_id} WHEN"
            )
        if starts_at == before.starts_at:
            raise InvalidError(f"It is on {dates.spoken_moment(starts_at)} already.")
        same = ("minutes", "with_whom", "location", "purpose", "transport")
        made = _made(
            caseload, change, before.client_id, starts_at, remind=before.remind_on is not None,
            **{name: getattr(before, name) for name in same},
        )  # fmt: skip
        told = _told(caseload, before, Outcome.CANCELLED, on, why, by)
        _save(change, told._replace(moved_to=made.appointment_id))
    return made


def reminded(caseload: Caseload, appointment_id: str, on: date | None = None) -> Appointment:
    """Say that the client was reminded.

    Raises:
        InvalidError: The day lies ahead or after the appointment, or there is an outcome.
    """
    day = on or caseload.today
    with caseload.write("reminded appointment") as change:
        before = _standing(caseload, appointment_id)
        change.client_id = before.client_id
        if before.outcome is not Outcome.SCHEDULED:
            raise InvalidError(f"{before.appointment_id} was {before.outcome} already.")
        if day > caseload.today:
            raise InvalidError(f"{dates.spoken(day, caseload.today)} lies ahead.")
        if day > before.day:
            raise InvalidError(f"The appointment was {dates.spoken(before.day, caseload.today)}.")
        after = before._replace(reminded_on=day)
        _save(change, after)
    return after


def entered_in_error(caseload: Caseload, appointment_id: str, why: str) -> Appointment:
    """Mark one that never was: it stays readable, and never counts again.

    Raises:
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("error appointment") as change:
        before = get(caseload, appointment_id)
        change.client_id = before.client_id
        marks = change.in_error(
            "appointment", before.appointment_id, before.entered_in_error_at, why
        )
    return before._replace(**marks)


def _settle(
    caseload: Caseload,
    appointment_id: str,
    outcome: Outcome,
    on: date | None,
    why: str | None,
    by: CancelledBy | None,
) -> Appointment:
    with caseload.write(f"{outcome} appointment") as change:
        before = _standing(caseload, appointment_id)
        change.client_id = before.client_id
        if before.moved_to is not None:
            raise InvalidError(
                f"{before.appointment_id} was moved, and {before.moved_to} took its place. Say "
                "what became of that one."
            )
        after = _told(caseload, before, outcome, on, why, by)
        _save(change, after)
    return after


def _told(
    caseload: Caseload,
    before: Appointment,
    outcome: Outcome,
    on: date | None,
    why: str | None,
    by: CancelledBy | None,
) -> Appointment:
    day = on or caseload.today
    _refuse_ahead(caseload, before, outcome, day)
    return before._replace(outcome=outcome, outcome_on=day, cancelled_by=by, outcome_why=tidy(why))


def _refuse_ahead(caseload: Caseload, one: Appointment, outcome: Outcome, on: date) -> None:
    if on > caseload.today:
        raise InvalidError(f"{dates.spoken(on, caseload.today)} lies ahead.", field="outcome_on")
    if outcome is not Outcome.CANCELLED and on < one.day:
        raise InvalidError(
            f"The appointment is {dates.spoken(one.day, on)}; say then whether it was kept. If it "
            f"does not take place: caseload appointment cancelled {one.appointment_id}",
            field="outcome_on",
        )


def _standing(caseload: Caseload, appointment_id: str) -> Appointment:
    found = get(caseload, appointment_id)
    if found.entered_in_error_at is not None:
        raise InvalidError(f"{found.appointment_id} was entered in error; it stays as it is.")
    return found


def _checked(caseload: Caseload, one: Appointment) -> Appointment:
    """The appointment with its texts tidied, if it can be.

    Raises:
        InvalidError: A fact can't be.
    """
    texts: dict[str, Any] = {name: tidy(getattr(one, name)) for name in TEXTS}
    one = one._replace(**texts)
    dates.parse_iso(one.starts_at[:10])
    if one.starts_at != f"{one.day.isoformat()}T{dates.parse_time(one.time)}":
        raise InvalidError("When it begins is written 2026-12-03T14:30.", field="starts_at")
    if dates.skipped(one.starts_at):
        raise InvalidError(
            f"{dates.spoken_moment(one.starts_at)} never comes: the clocks leap over it. Check the "
            "time.",
            field="starts_at",
        )
    if one.minutes is not None and not 1 <= one.minutes <= LONGEST_MINUTES:
        raise InvalidError("An appointment lasts 1 to 1440 minutes.", field="minutes")
    for name in ("remind_on", "reminded_on"):
        day: date | None = getattr(one, name)
        if day is not None and day > one.day:
            raise InvalidError(
                f"{dates.spoken(day)} is too late to remind them of {dates.spoken(one.day)}.",
                field=name,
            )
    if one.outcome_on is not None:
        _refuse_ahead(caseload, one, one.outcome, one.outcome_on)
    return one


def _save(change: Change, one: Appointment) -> None:
    change.update("appointment", "appointment_id", one.appointment_id, to_columns(one))
