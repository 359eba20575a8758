"""What appointments, tasks and appeals make due: on any day as it stood, for whom, how long."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import STAFF, TODAY, again, new_file

from caseload.model import HoldReason, Item, Obligation, Status
from caseload.model.agenda import CancelledBy
from caseload.model.circle import CareRole
from caseload.records import (
    advocacy,
    appointments,
    care_team,
    clients,
    due,
    episodes,
    holds,
    programs,
    staff,
    tasks,
)
from caseload.records._caseload import Caseload

d = date.fromisoformat
OURS = (Obligation.APPOINTMENT, Obligation.TASK, Obligation.APPEAL)
MARCUS = "S0002"
SOON = "2026-11-21T09:00"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """C0001 is Dana's, C0002 Marcus's; C0003 was never in a program."""
    with new_file(tmp_path) as opened:
        programs.add(opened, "ACT")
        programs.add(opened, "Housing")
        staff.add(opened, "Marcus Bell")
        for number, (last, manager) in enumerate((("Ruiz", STAFF), ("Lee", MARCUS), ("Ng", "")), 1):
            clients.add(opened, "Ana", last, county="Hill" if last == "Lee" else None)
            if manager:
                episodes.admit(
                    opened, f"C000{number}", "ACT", d("2026-01-05"), case_manager=manager
                )
        yield opened


def items(caseload: Caseload, on: date = TODAY, wanted: Any = None, **facts: Any) -> list[Item]:
    found = due.due(caseload, on, wanted or due.Wanted(), **facts).items
    return [one for one in found if one.obligation in OURS]


def stands(caseload: Caseload, on: str) -> tuple[str, str] | None:
    """The one line of ours on a day, listed or still to come: its status and its day."""
    found = items(caseload, d(on), within=None)
    assert len(found) <= 1
    return (str(found[0].status), str(found[0].due_on)) if found else None


# --- as it stood ---------------------------------------------------------------------------------


def test_a_past_day_shows_an_appointment_until_its_outcome_was_known(caseload: Caseload) -> None:
    made = appointments.add(caseload, "C0001", "2026-11-10T09:00")
    appointments.kept(caseload, made.appointment_id, d("2026-11-13"))
    assert stands(caseload, "2026-11-08") == ("upcoming", "2026-11-10")
    assert stands(caseload, "2026-11-09") == ("due_soon", "2026-11-10")
    assert stands(caseload, "2026-11-10") == ("due_today", "2026-11-10")
    assert stands(caseload, "2026-11-12") == ("overdue", "2026-11-10")
    assert stands(caseload, "2026-11-13") is None
    appointments.entered_in_error(caseload, made.appointment_id, "wrong")
    assert stands(caseload, "2026-11-12") is None, "it was never true"


def test_a_past_day_shows_an_appointment_where_it_was_before_it_moved(caseload: Caseload) -> None:
    made = appointments.add(caseload, "C0001", "2026-11-10T09:00")
    appointments.move(caseload, made.appointment_id, "2026-11-24T09:00", on=d("2026-11-09"))
    on = {one.record_id: one.due_on for one in items(caseload, d("2026-11-08"), within=None)}
    assert on == {"AP0001": d("2026-11-10"), "AP0002": d("2026-11-24")}
    assert stands(caseload, "2026-11-09") == ("upcoming", "2026-11-24")


def test_a_reminder_is_asked_for_from_its_day_until_it_is_made(caseload: Caseload) -> None:
    made = appointments.add(caseload, "C0001", "2026-11-24T09:00", remind_on=d("2026-11-18"))
    appointments.reminded(caseload, made.appointment_id, d("2026-11-20"))

    def asked(on: str) -> bool:
        (one,) = items(caseload, d(on), within=None)
        return one.reason.endswith("remind them")

    assert [asked(f"2026-11-{n}") for n in (17, 18, 19, 20)] == [False, True, True, False]


def test_a_past_day_shows_the_day_that_a_task_was_due_then(caseload: Caseload) -> None:
    made = tasks.add(caseload, "Call", client_id="C0001", due_on=d("2026-11-05"))
    tasks.put_off(caseload, made.task_id, d("2026-11-12"), "closed", d("2026-11-06"))
    tasks.put_off(caseload, made.task_id, d("2026-11-19"), "sick", d("2026-11-12"))
    tasks.done(caseload, made.task_id, d("2026-11-20"))
    assert stands(caseload, "2026-11-05") == ("due_today", "2026-11-05")
    assert stands(caseload, "2026-11-06") == ("due_soon", "2026-11-12")
    assert stands(caseload, "2026-11-12") == ("due_soon", "2026-11-19")
    assert items(caseload, d("2026-11-12"))[0].reason == "Call (put off 2 times)"
    assert stands(caseload, "2026-11-19") == ("due_today", "2026-11-19")
    assert stands(caseload, "2026-11-20") is None


def test_a_past_day_shows_what_an_appeal_waited_for_then(caseload: Caseload) -> None:
    made = advocacy.add(
        caseload, "C0001", "SNAP", "HHSC", opened_on=d("2026-11-01"), file_by=d("2026-11-10")
    )
    key = made.advocacy_id
    advocacy.appeal(caseload, key, "request", d("2026-11-09"), respond_by=d("2026-11-15"))
    advocacy.step(caseload, key, "asked for time", d("2026-11-16"), respond_by=d("2026-11-25"))
    advocacy.step(caseload, key, "denied", d("2026-11-18"), answered=True)
    advocacy.resolve(caseload, key, "left", d("2026-11-19"))
    for on, expected in (
        ("2026-10-31", None),
        ("2026-11-08", ("due_soon", "2026-11-10")),
        ("2026-11-09", ("due_soon", "2026-11-15")),
        ("2026-11-15", ("due_today", "2026-11-15")),
        ("2026-11-16", ("upcoming", "2026-11-25")),
        ("2026-11-18", None),
        ("2026-11-20", None),
    ):
        assert stands(caseload, on) == expected, on


PUT_OFFS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 9)), max_size=5
)  # days until it is put off again, and by how many days more


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PUT_OFFS, st.integers(0, 20) | st.none())
def test_any_day_shows_the_task_as_a_diary_of_it_would(
    tmp_path: Path, put_offs: list[tuple[int, int]], done_after: int | None
) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
        begin = TODAY - timedelta(60)
        made = tasks.add(caseload, "Call", client_id="C0001", due_on=begin)
        day, now_due = begin, begin
        changes: list[tuple[date, date | None]] = [(begin - timedelta(99), begin)]
        for wait, more in put_offs:
            day += timedelta(wait)
            now_due = max(now_due, day) + timedelta(more)
            tasks.put_off(caseload, made.task_id, now_due, "x", day)
            changes.append((day, now_due))
        if done_after is not None:
            day += timedelta(done_after)
            tasks.done(caseload, made.task_id, min(day, TODAY))
            changes.append((min(day, TODAY), None))
        for back in range(70, -1, -5):
            on = TODAY - timedelta(back)
            diary = [due_on for since, due_on in changes if since <= on][-1]
            found = [one.due_on for one in items(caseload, on, within=None)]
            assert found == ([diary] if diary else []), on
    caseload.path.unlink()


# --- for whom ------------------------------------------------------------------------------------


def everything_for(caseload: Caseload, client_id: str) -> None:
    """One of each, all near today."""
    appointments.add(caseload, client_id, SOON)
    tasks.add(caseload, "Call", client_id=client_id, due_on=TODAY)
    advocacy.add(caseload, client_id, "SNAP", "HHSC", respond_by=TODAY)


def test_they_are_shown_to_the_case_manager_of_the_day_not_to_who_wrote_them(
    caseload: Caseload,
) -> None:
    everything_for(caseload, "C0002")
    everyone = items(caseload)
    assert {one.case_manager for one in everyone} == {"Marcus Bell"}
    assert len(everyone) == 3
    assert items(caseload, wanted=due.Wanted((STAFF,))) == []
    assert items(caseload, wanted=due.Wanted((MARCUS,))) == everyone
    assert items(caseload, wanted=due.Wanted(county="hill")) == everyone
    assert items(caseload, wanted=due.Wanted(county="Bosque")) == []
    assert items(caseload, wanted=due.Wanted(program="ACT")) == everyone
    assert items(caseload, wanted=due.Wanted(program="Housing")) == []
    assert items(caseload, wanted=due.Wanted(client_id="C0001")) == []
    only = items(caseload, wanted=due.Wanted(obligation=Obligation.TASK))
    assert [one.obligation for one in only] == [Obligation.TASK]
    episodes.transfer(caseload, "E0002", TODAY, case_manager=STAFF)
    assert len(items(caseload, wanted=due.Wanted((STAFF,)))) == 3


def test_without_a_case_manager_they_are_shown_to_the_one_who_took_them_up(
    caseload: Caseload,
) -> None:
    everything_for(caseload, "C0003")
    found = items(caseload)
    assert [(one.case_manager, one.program) for one in found] == [("Dana Whitfield", None)] * 3
    assert len(items(caseload, wanted=due.Wanted((STAFF,)))) == 3


def test_ones_own_tasks_name_no_client_and_are_nobody_elses(caseload: Caseload) -> None:
    tasks.add(caseload, "Renew a card", due_on=TODAY)
    tasks.add(caseload, "No day")
    (one,) = items(caseload)
    assert (one.client_id, one.client, one.case_manager) == (None, "", "Dana Whitfield")
    assert items(caseload, wanted=due.Wanted((MARCUS,))) == []
    assert items(caseload, wanted=due.Wanted(client_id="C0001")) == []


def test_after_a_discharge_tasks_and_appeals_go_on_and_appointments_do_not(
    caseload: Caseload,
) -> None:
    everything_for(caseload, "C0001")
    episodes.discharge(caseload, "E0001", d("2026-11-19"))
    assert {one.obligation for one in items(caseload)} == {Obligation.TASK, Obligation.APPEAL}
    assert {one.case_manager for one in items(caseload)} == {"Dana Whitfield"}
    before = items(caseload, d("2026-11-18"), within=None)
    assert {one.obligation for one in before} == {Obligation.TASK, Obligation.APPOINTMENT}
    episodes.admit(caseload, "C0001", "Housing", d("2026-11-20"), case_manager=MARCUS)
    assert {one.program for one in items(caseload)} == {"Housing"}
    assert len(items(caseload)) == 3


def test_a_hold_hides_none_of_them(caseload: Caseload) -> None:
    everything_for(caseload, "C0001")
    holds.hold(caseload, "E0001", d("2026-11-18"), HoldReason.INPATIENT)
    assert len(items(caseload)) == 3


def test_they_stand_among_the_others_by_status_and_lateness(caseload: Caseload) -> None:
    everything_for(caseload, "C0001")
    tasks.add(caseload, "Late", client_id="C0002", due_on=d("2026-11-01"))
    found = due.due(caseload, TODAY).items
    assert [one.status for one in found] == sorted(
        [one.status for one in found], key=list(Status).index
    )
    late = [one for one in found if one.status is Status.OVERDUE]
    assert [one.days_overdue for one in late] == sorted(
        (one.days_overdue or 0 for one in late), reverse=True
    )


def test_what_is_cancelled_or_in_error_is_due_no_more(caseload: Caseload) -> None:
    everything_for(caseload, "C0001")
    appointments.cancelled(caseload, "AP0001", by=CancelledBy.OTHER)
    tasks.entered_in_error(caseload, "TK0001", "x")
    advocacy.entered_in_error(caseload, "AV0001", "x")
    assert items(caseload) == []
    with again(caseload.path) as opened:
        assert items(opened) == []


def test_a_line_has_the_phone_of_whom_they_see_on_that_day(caseload: Caseload) -> None:
    appointments.add(caseload, "C0001", SOON, with_whom="Dr. Ames")
    appointments.add(caseload, "C0002", SOON, with_whom="Dr. Ames")
    facts = {"phone": "555-0141", "from_on": d("2026-11-20"), "until_on": d("2026-11-21")}
    care_team.add(caseload, "C0001", "Dr. Ames", CareRole.PSYCHIATRIST, **facts)
    said = [(one.client_id, "phone 555-0141" in one.reason) for one in items(caseload)]
    assert said == [("C0001", True), ("C0002", False)]
    assert not any("phone" in one.reason for one in items(caseload, d("2026-11-21")))
    care_team.error(caseload, "CT0001", "another client")
    assert not any("phone" in one.reason for one in items(caseload))


@pytest.mark.parametrize(
    ("with_whom", "phone"),
    [
        ("DR. PEÑA", "555-0142"),
        ("Dr.  pena", "555-0142"),
        ("Dr. Peña-Ruiz", None),
        ("李", "555-0143"),
        ("Bea Ortiz", "555-0145"),
        (None, None),
    ],
)
def test_the_list_the_appointments_and_the_screens_find_the_same_phone(
    caseload: Caseload, with_whom: str | None, phone: str | None
) -> None:
    for name, role, number, first in (
        ("Dr. Peña", CareRole.PSYCHIATRIST, "555-0142", None),
        ("李", CareRole.THERAPIST, "555-0143", None),
        ("Bea Ortiz", CareRole.PEER, "555-0144", None),
        ("Bea Ortiz", CareRole.FAMILY, "555-0145", 1),
    ):
        care_team.add(caseload, "C0001", name, role, phone=number, emergency_contact=first)
    appointments.add(caseload, "C0001", SOON, with_whom=with_whom)
    (line,) = items(caseload)
    assert ("phone" in line.reason, (phone or "") in line.reason) == (phone is not None, True)
    assert appointments.listed(caseload)[0].phone == phone
    assert care_team.phone_of(caseload, "C0001", with_whom) == phone
