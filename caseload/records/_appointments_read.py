"""Appointments as they are read: one, a list of them, what lies ahead, and how many were kept."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from caseload.errors import NotFoundError
from caseload.model.agenda import Appointment, CancelledBy, FollowThrough, Outcome
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record
from caseload.records.due.facts import Wanted, open_episodes
from caseload.records.due.phones import Phones
from caseload.rules import agenda_rules
from caseload.rules import follow_through as following

NAME = "c.last_name || ', ' || c.first_name"


class Line(NamedTuple):
    """An appointment with the client's name and whom to call about it, as lists show it."""

    appointment: Appointment
    client: str
    phone: str | None = None
    """Of the one whom they see, where they are on the care team today."""


def get(caseload: Caseload, appointment_id: str) -> Appointment:
    """The appointment with that id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(
        Appointment, "where appointment_id = ?", (appointment_id.strip().upper(),)
    )
    if not found:
        raise NotFoundError(
            f"No appointment has the id {appointment_id.strip()[:40]}. See: caseload appointment "
            "list"
        )
    return found[0]


def listed(
    caseload: Caseload,
    *,
    client_id: str | None = None,
    since: date | None = None,
    until: date | None = None,
    case_managers: tuple[str, ...] | None = None,
    without_outcome: bool = False,
) -> list[Line]:
    """Appointments in order of time, those entered in error among them.

    Args:
        caseload: The open caseload.
        client_id: Whose; everyone's when not said.
        since: From this day on.
        until: To this day.
        case_managers: staff_ids; only clients whom they manage today.
        without_outcome: Only those of which nobody has said what became of them.
    """
    conditions, values = list[str](), dict[str, str]()
    if client_id is not None:
        conditions.append("a.client_id = :client")
        values["client"] = client_id
    if since is not None:
        conditions.append("a.starts_at >= :since")
        values["since"] = since.isoformat()
    if until is not None:
        conditions.append("a.starts_at < :until")
        values["until"] = (until + timedelta(1)).isoformat()
    if without_outcome:
        conditions.append("a.outcome = 'scheduled' and a.entered_in_error_at is null")
    where = f"where {' and '.join(conditions)}" if conditions else ""
    rows = caseload.rows(
        f"select {columns_of(Appointment, 'a')}, {NAME} from appointment a"
        f" join client c using (client_id) {where} order by a.starts_at, a.appointment_id",
        values,
    )
    read = [(to_record(Appointment, row[:-1]), row[-1]) for row in rows]
    phones = Phones(caseload, ((one.client_id, one.with_whom) for one, _ in read), caseload.today)
    found = [Line(one, name, phones.of(one.client_id, one.with_whom)) for one, name in read]
    if case_managers is None:
        return found
    stays = open_episodes(caseload, caseload.today, Wanted(case_managers))
    theirs = {one.client_id for one in stays}
    return [one for one in found if one.appointment.client_id in theirs]


def ahead(caseload: Caseload, client_id: str, on: date) -> list[Appointment]:
    """What a client still has before them on a day, that day included, as it stood on it."""
    found = listed(caseload, client_id=client_id, since=on)
    return [
        one.appointment
        for one in found
        if one.appointment.entered_in_error_at is None
        and (one.appointment.outcome_on is None or one.appointment.outcome_on > on)
    ]


def overlapping(caseload: Caseload, one: Appointment) -> list[Appointment]:
    """The client's other appointments at the same time, which a person may have meant."""
    near = listed(
        caseload, client_id=one.client_id, since=one.day - timedelta(1),
        until=one.day + timedelta(1),
    )  # fmt: skip
    others = {
        each.appointment.appointment_id: each.appointment
        for each in near
        if each.appointment.appointment_id != one.appointment_id
        and each.appointment.outcome is not Outcome.CANCELLED
        and each.appointment.entered_in_error_at is None
    }
    spans = [(key, each.starts_at, each.minutes) for key, each in others.items()]
    return [others[key] for key in agenda_rules.overlapping(one.starts_at, one.minutes, spans)]


def follow_through(
    caseload: Caseload,
    *,
    until: date,
    since: date | None = None,
    client_id: str | None = None,
    case_managers: tuple[str, ...] | None = None,
) -> list[FollowThrough]:
    """Kept of scheduled, a line for each client by name, and one for all together at the end.

    By the day of the appointment; `follow_through.counted` says what is counted.
    """
    found = [
        one
        for one in listed(
            caseload, client_id=client_id, since=since, until=until, case_managers=case_managers
        )
        if one.appointment.entered_in_error_at is None
        and (one.appointment.outcome_on is not None or one.appointment.day < caseload.today)
    ]
    by_client: dict[tuple[str, str], list[Appointment]] = {}
    for one in found:
        key = one.client, one.appointment.client_id
        by_client.setdefault(key, []).append(one.appointment)
    lines = [
        following.counted(of, client, _outcomes(own))
        for (client, of), own in sorted(by_client.items())
    ]
    every = _outcomes(one.appointment for one in found)
    return [*lines, following.counted(None, "all", every)]


def _outcomes(
    appointments: Iterable[Appointment],
) -> Iterator[tuple[Outcome, CancelledBy | None, bool]]:
    return ((one.outcome, one.cancelled_by, one.moved_to is not None) for one in appointments)
