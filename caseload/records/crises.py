"""Crises and inpatient stays: recorded, followed up, and the holds that go with a stay.

What always holds: nothing lies ahead; a stay begins on or after the day of its crisis, ends on or
after the day it began, and no two stays of a client overlap. A stay puts each open episode on hold
where it isn't already, and its end lifts those holds and no others.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Hold
from caseload.model.crises import Crisis, CrisisClosing, CrisisKind, Disposition
from caseload.records import _crisis_holds, clients
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_columns, to_record
from caseload.records._text import tidy
from caseload.rules import crisis_rules
from caseload.rules.crisis_rules import FollowUp, Stay

TOLD = ("what_happened", "facility", "follow_up")


# --- reading -------------------------------------------------------------------------------------


def get(caseload: Caseload, crisis_id: str) -> Crisis:
    """The crisis with that id.

    Raises:
        NotFoundError: There is none.
    """
    wanted = crisis_id.strip()
    found = caseload.records(Crisis, "where crisis_id in (?, ?)", (wanted, wanted.upper()))
    if not found:
        raise NotFoundError(f"No crisis has the id {wanted}. Try: caseload crisis list CLIENT")
    return found[0]


def listed(
    caseload: Caseload, client_id: str | None = None, until: date | None = None
) -> list[Crisis]:
    """Crises, the newest first, of one client or of all; those entered in error are among them.

    Args:
        caseload: The open caseload.
        client_id: Only those of this client.
        until: Only those on or before this day; a discharge after it has not happened yet.
    """
    where = "where client_id = ?" if client_id is not None else ""
    found = caseload.records(
        Crisis,
        f"{where} order by occurred_at desc, recorded_at desc, crisis_id desc",
        () if client_id is None else (client_id,),
    )
    if until is None:
        return found
    return [_as_of(one, until) for one in found if one.occurred_on <= until]


def _as_of(one: Crisis, on: date) -> Crisis:
    if one.admitted_on is not None and one.admitted_on > on:
        return one._replace(admitted_on=None, discharged_on=None)
    if one.discharged_on is not None and one.discharged_on > on:
        return one._replace(discharged_on=None)
    return one


def stay_on(caseload: Caseload, client_id: str, on: date | None = None) -> Crisis | None:
    """The inpatient stay that a client is in on a day (today); None when they are in none."""
    found = (
        one
        for one in listed(caseload, client_id, on or caseload.today)
        if one.admitted_on is not None and one.entered_in_error_at is None
    )
    return next((one for one in found if one.discharged_on is None), None)


def holds_of(caseload: Caseload, crisis_id: str) -> list[Hold]:
    """The holds that a stay has opened."""
    return _crisis_holds.of(caseload, crisis_id)


def closings(caseload: Caseload, client_id: str) -> list[CrisisClosing]:
    """The follow-ups of a client that were closed without a visit."""
    rows = caseload.rows(
        f"select {columns_of(CrisisClosing, 'z')} from crisis x join crisis_closing z"
        " using (crisis_id) where x.client_id = ? order by z.crisis_id, z.days",
        (client_id,),
    )
    return [to_record(CrisisClosing, row) for row in rows]


def stays(caseload: Caseload, client_id: str) -> list[Stay]:
    """A client's inpatient stays, none that was entered in error."""
    return [
        Stay(one.crisis_id, one.admitted_on, one.discharged_on, one.facility)
        for one in listed(caseload, client_id)
        if one.admitted_on is not None and one.entered_in_error_at is None
    ]


def stays_of_all(caseload: Caseload) -> dict[str, list[Stay]]:
    """Everyone's inpatient stays, by client_id, those entered in error left out."""
    found: dict[str, list[Stay]] = {}
    for one in listed(caseload):
        if one.admitted_on is not None and one.entered_in_error_at is None:
            stay = Stay(one.crisis_id, one.admitted_on, one.discharged_on, one.facility)
            found.setdefault(one.client_id, []).append(stay)
    return found


def visits(caseload: Caseload, client_id: str | None = None) -> dict[str, list[date]]:
    """The days on which a client was seen, in person or by video, by client_id, the oldest first.

    They are those contacts that `crisis_rules.why_no_visit` lets in, whatever the discharge.
    """
    modes = ", ".join(f"'{mode}'" for mode in crisis_rules.VISIT_MODES)
    found: dict[str, list[date]] = {}
    for whose, day in caseload.rows(
        "select distinct client_id, contacted_on from contact where reached = 'client'"
        f" and mode in ({modes}) and entered_in_error_at is null"
        " and (? is null or client_id = ?) order by contacted_on",
        (client_id, client_id),
    ):
        found.setdefault(whose, []).append(date.fromisoformat(day))
    return found


def follow_ups(caseload: Caseload, client_id: str, on: date | None = None) -> list[FollowUp]:
    """The follow-ups that a client is owed on a day (today)."""
    return crisis_rules.follow_ups(
        stays(caseload, client_id),
        visits(caseload, client_id).get(client_id, []),
        [(one.crisis_id, one.days, one.closed_on) for one in closings(caseload, client_id)],
        on or caseload.today,
    )


# --- recording -----------------------------------------------------------------------------------


def add(
    caseload: Caseload, client_id: str, occurred_at: str, kind: CrisisKind, **facts: Any
) -> Crisis:
    """Record a crisis. One with a day of admission is an inpatient stay.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        occurred_at: Local day, or day and time; see `Crisis`.
        kind: What sort.
        facts: Further fields of `Crisis`; its id and who recorded it, where others knew of it.

    Raises:
        NotFoundError: There is no such client.
        InvalidError: It lies ahead, its days don't follow each other, or it overlaps another stay.
    """
    with caseload.write("add crisis", client_id) as change:
        clients.get(caseload, client_id)
        given = facts.pop("crisis_id", None)
        made = Crisis(
            given or caseload.next_id("crisis", "crisis_id", "X"), client_id, occurred_at, kind,
            staff=caseload.acting_staff_id, recorded_at=change.at,
        )._replace(**_tidied(facts))  # fmt: skip
        made = _checked(caseload, made)
        change.add(made)
        _crisis_holds.follow(caseload, made)
    return made


def edit(caseload: Caseload, crisis_id: str, **facts: Any) -> Crisis:
    """Change what is said of a crisis; where a stay has other days, so have the holds it opened.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: As for `add`, or it was entered in error.
    """
    with caseload.write("edit crisis") as change:
        before = get(caseload, crisis_id)
        change.client_id = before.client_id
        _refuse_error(before)
        after = _checked(caseload, before._replace(**_tidied(facts)))
        change.update("crisis", "crisis_id", after.crisis_id, to_columns(after))
        if (after.admitted_on, after.discharged_on) != (before.admitted_on, before.discharged_on):
            _crisis_holds.follow(caseload, after)
    return after


def discharge(caseload: Caseload, crisis_id: str, on: date) -> Crisis:
    """End an inpatient stay; `on` is the first day back. The holds that it opened end with it.

    Raises:
        NotFoundError: There is no crisis with that id.
        InvalidError: It is no stay, has ended already, or the day can't be.
    """
    with caseload.write("discharge crisis") as change:
        before = get(caseload, crisis_id)
        change.client_id = before.client_id
        _refuse_error(before)
        if before.admitted_on is None:
            raise InvalidError(
                f"{before.crisis_id} has no admission, so there is nothing to be discharged from. "
                f"Say when it was: caseload crisis edit {before.crisis_id} --admitted-on DATE"
            )
        if before.discharged_on is not None:
            raise InvalidError(
                f"{before.crisis_id} ended {dates.spoken(before.discharged_on)} already. Correct "
                f"that day: caseload crisis edit {before.crisis_id} --discharged-on DATE"
            )
        after = _checked(caseload, before._replace(discharged_on=on))
        change.update("crisis", "crisis_id", after.crisis_id, to_columns(after))
        _crisis_holds.lift(caseload, after.crisis_id, on)
    return after


def entered_in_error(caseload: Caseload, crisis_id: str, why: str) -> Crisis:
    """Mark a crisis as entered in error: it stays readable, and never counts again.

    The holds that it opened are taken away, for there was nothing to hold for.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("error crisis") as change:
        before = get(caseload, crisis_id)
        change.client_id = before.client_id
        marks = change.in_error("crisis", before.crisis_id, before.entered_in_error_at, why)
        _crisis_holds.drop(caseload, before.crisis_id)
    return before._replace(**marks)


def close(caseload: Caseload, crisis_id: str, days: int, closed_on: date, why: str) -> FollowUp:
    """Close a follow-up without a visit, and say why.

    Args:
        caseload: The open caseload.
        crisis_id: The stay that it follows.
        days: Which one: 7 or 30.
        closed_on: The day, today or before.
        why: The reason; it is always asked.

    Raises:
        NotFoundError: There is no crisis with that id, or no such follow-up was open on that day.
        InvalidError: The day lies ahead, or no reason was given.
    """
    with caseload.write("close crisis") as change:
        one = get(caseload, crisis_id)
        change.client_id = one.client_id
        if not why.strip():
            raise InvalidError('Say why it is closed without a visit: --reason "…".')
        if closed_on > caseload.today:
            raise InvalidError(f"{dates.spoken(closed_on, caseload.today)} lies ahead.")
        open_then = follow_ups(caseload, one.client_id, closed_on)
        found = [each for each in open_then if each[:2] == (one.crisis_id, days)]
        if not found or any(
            each[:2] == (one.crisis_id, days) for each in closings(caseload, one.client_id)
        ):
            raise NotFoundError(
                f"{one.crisis_id} had no {days}-day follow-up open on {dates.spoken(closed_on)}: "
                "they were seen, it is closed, another stay replaced it, or nobody was discharged."
            )
        made = CrisisClosing(
            one.crisis_id, days, closed_on, why.strip(), caseload.acting_staff_id, change.at
        )
        change.insert("crisis_closing", to_columns(made), made.crisis_id)
    return found[0]


def reopen(caseload: Caseload, crisis_id: str, days: int) -> CrisisClosing:
    """Take back that a follow-up was closed, which it should not have been.

    Raises:
        NotFoundError: It is not closed.
    """
    with caseload.write("reopen crisis") as change:
        one = get(caseload, crisis_id)
        change.client_id = one.client_id
        known = [each for each in closings(caseload, one.client_id)
                 if each[:2] == (one.crisis_id, days)]  # fmt: skip
        if not known:
            raise NotFoundError(f"The {days}-day follow-up of {one.crisis_id} is not closed.")
        told = to_columns(known[0])
        keys: Any = {"crisis_id": told.pop("crisis_id"), "days": told.pop("days")}
        change.remove("crisis_closing", keys, told)
    return known[0]


# --- what can be ---------------------------------------------------------------------------------


def _tidied(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: tidy(value) if name in TOLD else value for name, value in facts.items()}


def _refuse_error(one: Crisis) -> None:
    if one.entered_in_error_at is not None:
        raise InvalidError(f"{one.crisis_id} was entered in error; it stays as it is.")


def _checked(caseload: Caseload, one: Crisis) -> Crisis:
    """A crisis as it is kept, if it can be true.

    Raises:
        InvalidError: It can't; the sentence says what to mend.
    """
    today, say = caseload.today, dates.spoken
    if dates.parse_occurred(one.occurred_at, today) != one.occurred_at:
        raise InvalidError(
            "Say when it happened, as 2026-11-20 or 2026-11-20T14:30.", field="occurred_at"
        )
    day = one.occurred_on
    for name, each in (
        ("occurred_at", day),
        ("admitted_on", one.admitted_on),
        ("discharged_on", one.discharged_on),
    ):
        if each is not None and each > today:
            raise InvalidError(
                f"{say(each, today)} lies ahead. It is recorded once it has happened; check "
                f"--{name.replace('_', '-')}.",
                field=name,
            )
    if one.admitted_on is None:
        if one.discharged_on is not None:
            raise InvalidError(
                f"A discharge {say(one.discharged_on)} needs an admission before it: "
                "--admitted-on DATE.",
                field="discharged_on",
            )
        if one.disposition is Disposition.INPATIENT:
            raise InvalidError(
                "An inpatient stay has a day of admission: --admitted-on DATE.", field="admitted_on"
            )
        return one
    if one.disposition not in (None, Disposition.INPATIENT):
        raise InvalidError(
            f"An admission goes with --disposition inpatient, not {one.disposition}. Say so, or "
            "leave the admission out.",
            field="disposition",
        )
    if one.admitted_on < day:
        raise InvalidError(
            f"They can't be admitted {say(one.admitted_on)}, before it happened, {say(day)}. Check "
            "both days.",
            field="admitted_on",
        )
    if one.discharged_on is not None and one.discharged_on < one.admitted_on:
        raise InvalidError(
            f"They can't be discharged {say(one.discharged_on)}, before they were admitted, "
            f"{say(one.admitted_on)}. Check both days.",
            field="discharged_on",
        )
    _refuse_overlap(one, stays(caseload, one.client_id))
    return one._replace(disposition=Disposition.INPATIENT)


def _refuse_overlap(one: Crisis, others: Sequence[Stay]) -> None:
    assert one.admitted_on is not None
    for other in others:
        if other.crisis_id == one.crisis_id:
            continue
        before = other.admitted_on < (one.discharged_on or date.max)
        after = one.admitted_on < (other.discharged_on or date.max)
        if before and after:
            until = f"to {dates.plain(other.discharged_on)}" if other.discharged_on else "until now"
            mend = (
                "Check the days."
                if other.discharged_on
                else f"End that stay first: caseload crisis discharge {other.crisis_id} --on DATE"
            )
            raise InvalidError(
                f"They were an inpatient from {dates.plain(other.admitted_on)} {until} already "
                f"({other.crisis_id}). {mend}",
                field="admitted_on",
            )
