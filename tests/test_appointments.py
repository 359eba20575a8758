"""Appointments: written down, moved, kept or missed; what can't be is refused."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused, written

from caseload.errors import InvalidError, NotFoundError
from caseload.model.agenda import Appointment, CancelledBy, Outcome
from caseload.records import appointments, checks, clients, episodes, programs, staff
from caseload.records._caseload import Caseload

d = date.fromisoformat
NEXT, LAST = "2026-11-24T14:30", "2026-11-16T09:00"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        programs.add(opened, "ACT")
        marcus = staff.add(opened, "Marcus Bell").staff_id
        for client, (first, last) in (("C0001", ("Ana", "Ruiz")), ("C0002", ("Bo", "李"))):
            clients.add(opened, first, last)
            manager = STAFF if client == "C0001" else marcus
            episodes.admit(opened, client, "ACT", d("2026-01-05"), case_manager=manager)
        yield opened


def add(caseload: Caseload, starts_at: str = NEXT, **facts: Any) -> Appointment:
    return appointments.add(caseload, "C0001", starts_at, **facts)


def kept_as(caseload: Caseload, one: Appointment) -> Appointment:
    return appointments.get(caseload, one.appointment_id.lower())


def test_what_is_written_down_is_what_is_read(caseload: Caseload) -> None:
    made = add(
        caseload, minutes=45, with_whom=" O'Brien [/] ", location="=1+1", transport="李 👩‍🚀"
    )
    assert kept_as(caseload, made) == made
    assert made.with_whom == "O'Brien [/]"
    assert (made.remind_on, made.staff) == (d("2026-11-23"), STAFF)
    assert checks.damage(caseload) == []


@pytest.mark.parametrize(
    ("starts_at", "facts", "remind_on"),
    [
        (NEXT, {}, "2026-11-23"),
        (NEXT, {"remind": False}, None),
        (NEXT, {"remind_on": d("2026-11-21")}, "2026-11-21"),
        ("2026-11-20T23:00", {}, None),
        (LAST, {}, None),
    ],
)
def test_a_reminder_is_for_the_day_before_unless_somebody_says_otherwise(
    caseload: Caseload, starts_at: str, facts: dict[str, Any], remind_on: str | None
) -> None:
    made = add(caseload, starts_at, **facts)
    assert (made.remind_on.isoformat() if made.remind_on else None) == remind_on


@pytest.mark.parametrize(
    ("starts_at", "facts", "says"),
    [
        ("2026-11-24T25:00", {}, "no time of day"),
        ("2026-02-30T10:00", {}, "no day of any year"),
        ("2026-11-24 10:00", {}, "is written"),
        ("1066-11-24T10:00", {}, "Check the year"),
        (NEXT, {"minutes": 0}, "1 to 1440"),
        (NEXT, {"minutes": 1441}, "1 to 1440"),
        (NEXT, {"remind_on": d("2026-11-25")}, "too late to remind"),
        (NEXT, {"with_whom": "a\x1b[31mb"}, "control character"),
        (NEXT, {"location": "a\nb"}, "control character"),
        (NEXT, {"outcome": Outcome.KEPT, "outcome_on": TODAY}, "say then whether"),
    ],
)
def test_what_can_not_be_is_refused(
    caseload: Caseload, starts_at: str, facts: dict[str, Any], says: str
) -> None:
    assert says in refused(InvalidError, add, caseload, starts_at, **facts)


def test_the_hour_that_the_clocks_leap_over_is_refused(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Chicago")
        time.tzset()
        assert "leap over it" in refused(InvalidError, add, caseload, "2027-03-14T02:30")
        add(caseload, "2027-03-14T03:30")
    time.tzset()


def test_nobody_has_an_appointment_who_is_not_there(caseload: Caseload) -> None:
    refused(NotFoundError, appointments.add, caseload, "C0009", NEXT)
    said = refused(NotFoundError, appointments.get, caseload, "[/]")
    assert "caseload appointment list" in said


# --- what became of it ---------------------------------------------------------------------------


def test_kept_and_missed_have_the_day_on_which_that_became_known(caseload: Caseload) -> None:
    one, two = add(caseload, LAST), add(caseload, LAST)
    first = appointments.kept(caseload, one.appointment_id)
    second = appointments.missed(caseload, two.appointment_id, d("2026-11-17"), " no ride ")
    assert (first.outcome, first.outcome_on) == (Outcome.KEPT, TODAY)
    assert (second.outcome_on, second.outcome_why) == (d("2026-11-17"), "no ride")
    corrected = appointments.kept(caseload, two.appointment_id)
    assert (corrected.outcome, corrected.outcome_why) == (Outcome.KEPT, None)
    assert kept_as(caseload, two) == corrected


@pytest.mark.parametrize("verb", [appointments.kept, appointments.missed])
def test_nobody_kept_or_missed_what_lies_ahead(caseload: Caseload, verb: Any) -> None:
    ahead, over = add(caseload), add(caseload, LAST)
    said = refused(InvalidError, verb, caseload, ahead.appointment_id)
    assert f"caseload appointment cancelled {ahead.appointment_id}" in said
    refused(InvalidError, verb, caseload, over.appointment_id, d("2026-11-15"))
    refused(InvalidError, verb, caseload, over.appointment_id, d("2026-11-21"))


def test_it_may_be_cancelled_before_its_day_by_one_side_or_the_other(caseload: Caseload) -> None:
    one = appointments.cancelled(
        caseload, add(caseload).appointment_id, why="ill", by=CancelledBy.OTHER
    )
    assert (one.outcome, one.cancelled_by) == (Outcome.CANCELLED, CancelledBy.OTHER)
    again = add(caseload)
    refused(InvalidError, appointments.cancelled, caseload, again.appointment_id, d("2026-11-21"))


def test_one_that_is_moved_stays_cancelled_and_names_the_other(caseload: Caseload) -> None:
    old = add(caseload, with_whom="SSA", minutes=20, transport="bus")
    new = appointments.move(caseload, old.appointment_id, "2026-12-01T10:00", why="work")
    left = kept_as(caseload, old)
    assert (left.outcome, left.moved_to) == (Outcome.CANCELLED, new.appointment_id)
    assert new[2:8] == ("2026-12-01T10:00", 20, "SSA", None, None, "bus")
    assert new.remind_on == d("2026-11-30")
    assert new.appointment_id in refused(
        InvalidError, appointments.kept, caseload, old.appointment_id
    )
    refused(InvalidError, appointments.move, caseload, old.appointment_id, NEXT)
    assert "already" in refused(
        InvalidError, appointments.move, caseload, new.appointment_id, "2026-12-01T10:00"
    )
    refused(InvalidError, appointments.move, caseload, new.appointment_id, "2026-12-01T99:00")


def test_a_reminder_is_made_once_and_not_after_the_day(caseload: Caseload) -> None:
    one = add(caseload)
    assert appointments.reminded(caseload, one.appointment_id).reminded_on == TODAY
    refused(InvalidError, appointments.reminded, caseload, one.appointment_id, d("2026-11-21"))
    over = add(caseload, LAST)
    refused(InvalidError, appointments.reminded, caseload, over.appointment_id)
    appointments.kept(caseload, over.appointment_id)
    refused(InvalidError, appointments.reminded, caseload, over.appointment_id, d("2026-11-16"))


def test_a_correction_takes_the_reminder_along_and_writes_only_what_differs(
    caseload: Caseload,
) -> None:
    one = add(caseload)
    after = appointments.edit(caseload, one.appointment_id, starts_at="2026-11-26T14:30")
    assert after.remind_on == d("2026-11-25")
    said = appointments.edit(caseload, one.appointment_id, remind_on=d("2026-11-22"))
    after = appointments.edit(caseload, one.appointment_id, starts_at="2026-11-27T14:30")
    assert after.remind_on == said.remind_on == d("2026-11-22")
    count = written(caseload)
    appointments.edit(caseload, one.appointment_id, starts_at="2026-11-27T14:30")
    assert written(caseload) == count
    over = add(caseload, LAST)
    appointments.kept(caseload, over.appointment_id)
    refused(InvalidError, appointments.edit, caseload, over.appointment_id, starts_at=NEXT)
    refused(InvalidError, appointments.edit, caseload, over.appointment_id, starts_at="soon")


def test_one_entered_in_error_stays_as_it_is(caseload: Caseload) -> None:
    one = add(caseload)
    key = one.appointment_id
    refused(InvalidError, appointments.entered_in_error, caseload, key, " ")
    appointments.entered_in_error(caseload, key, "wrong client")
    refused(InvalidError, appointments.entered_in_error, caseload, key, "twice")
    for verb in (appointments.kept, appointments.cancelled, appointments.reminded):
        refused(InvalidError, verb, caseload, key)
    refused(InvalidError, appointments.edit, caseload, key, minutes=3)
    refused(InvalidError, appointments.move, caseload, key, LAST)
    assert appointments.ahead(caseload, "C0001", TODAY) == []


# --- reading -------------------------------------------------------------------------------------


def ids(found: list[appointments.Line]) -> list[str]:
    return [one.appointment.appointment_id for one in found]


def test_a_list_is_in_order_of_time_of_days_clients_and_case_managers(caseload: Caseload) -> None:
    add(caseload, "2026-11-24T14:30")
    add(caseload, "2026-11-24T09:00")
    appointments.add(caseload, "C0002", "2026-11-24T23:59")
    add(caseload, "2026-11-25T00:00")
    day = d("2026-11-24")
    listed = appointments.listed
    assert ids(listed(caseload, since=day, until=day)) == ["AP0002", "AP0001", "AP0003"]
    assert ids(listed(caseload, since=d("2026-11-25"))) == ["AP0004"]
    assert ids(listed(caseload, client_id="C0002")) == ["AP0003"]
    assert ids(listed(caseload, case_managers=(STAFF,))) == ["AP0002", "AP0001", "AP0004"]
    assert listed(caseload, client_id="C0002")[0].client == "李, Bo"


def test_what_is_ahead_is_what_was_ahead_on_that_day(caseload: Caseload) -> None:
    one = add(caseload, LAST)
    appointments.kept(caseload, one.appointment_id, d("2026-11-18"))
    next_one = add(caseload)
    for on, expected in (
        ("2026-11-15", [one.appointment_id, next_one.appointment_id]),
        ("2026-11-17", [next_one.appointment_id]),
        ("2026-11-25", []),
    ):
        found = appointments.ahead(caseload, "C0001", d(on))
        assert [each.appointment_id for each in found] == expected


def test_overlaps_are_of_one_client_and_of_what_still_stands(caseload: Caseload) -> None:
    one = add(caseload, minutes=30)
    appointments.add(caseload, "C0002", NEXT)
    off = add(caseload)
    appointments.cancelled(caseload, off.appointment_id)
    other = add(caseload, "2026-11-24T14:45")
    found = appointments.overlapping(caseload, one)
    assert [each.appointment_id for each in found] == [other.appointment_id]


def test_follow_through_counts_by_client_and_all_together(caseload: Caseload) -> None:
    for client, verb, by in (
        ("C0001", "kept", None),
        ("C0001", "missed", None),
        ("C0001", "cancelled", CancelledBy.OTHER),
        ("C0002", "cancelled", CancelledBy.CLIENT),
        ("C0002", "kept", None),
    ):
        made = appointments.add(caseload, client, LAST)
        facts = {"by": by} if by else {}
        getattr(appointments, verb)(caseload, made.appointment_id, **facts)
    appointments.add(caseload, "C0002", LAST)
    appointments.add(caseload, "C0002", "2026-11-20T16:00")
    wrong = appointments.add(caseload, "C0001", LAST)
    appointments.missed(caseload, wrong.appointment_id)
    appointments.entered_in_error(caseload, wrong.appointment_id, "wrong")
    found = appointments.follow_through(caseload, until=TODAY)
    assert [tuple(one) for one in found] == [
        ("C0001", "Ruiz, Ana", 1, 1, 0, 1, 0, 0, 2, 50),
        ("C0002", "李, Bo", 1, 0, 1, 0, 0, 1, 2, 50),
        (None, "all", 2, 1, 1, 1, 0, 1, 4, 50),
    ]
    since = appointments.follow_through(caseload, since=d("2026-11-17"), until=TODAY)
    assert [tuple(one)[-2:] for one in since] == [(0, None)]
    mine = appointments.follow_through(caseload, until=TODAY, case_managers=(STAFF,))
    assert [one.client for one in mine] == ["Ruiz, Ana", "all"]
