"""The agenda on the whole screen: a day's work on it by keyboard alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, again, new_file
from playing import NARROW, WIDE, play, press, settled, shown
from textual.pilot import Pilot
from textual.widgets import Input, Select

from caseload.model.agenda import Outcome
from caseload.model.circle import CareRole
from caseload.records import (
    advocacy,
    appointments,
    audit,
    care_team,
    clients,
    episodes,
    programs,
    tasks,
)
from caseload.texts.calendar_text import Naming
from caseload.tui.advocacy_forms import StepForm
from caseload.tui.agenda_forms import OutcomeForm
from caseload.tui.chart import TABS
from caseload.tui.task_forms import TaskEndForm

d = date.fromisoformat
TAB = str(1 + list(TABS).index("agenda"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "ACT")
        clients.add(caseload, "Ana", "Ruiz")
        episodes.admit(caseload, "C0001", "ACT", d("2026-11-10"), case_manager=STAFF)
        return caseload.path


def played(
    path: Path, *keys: str, size: tuple[int, int] = WIDE, client: str | None = "C0001"
) -> str:
    seen: list[str] = []

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)
        await settled(pilot)
        seen.append(shown(pilot))

    play(path, steps, client=client, size=size)
    return seen[0]


def test_an_appointment_is_written_down_and_its_outcome_said(path: Path) -> None:
    said = played(path, TAB, "a", "=fri 9am", "tab", "=30", "tab", "=Dr. [/] 李", "ctrl+s")
    assert "20 Nov 2026 09:00  scheduled" in said
    assert "Dr. [/] 李" in said
    said = played(path, TAB, "enter", "enter", "down", "enter", "tab", "=no ride", "ctrl+s")
    with again(path) as caseload:
        (one,) = appointments.listed(caseload)
    assert (one.appointment.minutes, one.appointment.with_whom) == (30, "Dr. [/] 李")
    assert one.appointment.outcome is Outcome.KEPT
    assert "OVER · appointments kept 1 of 1 (100 %)" in said


def test_the_form_offers_the_care_team_and_writes_a_name_out(path: Path) -> None:
    with again(path) as caseload:
        for name, phone in (("Dr. Ames", "555-0141"), ("Dr. Lindqvist", None)):
            care_team.add(caseload, "C0001", name, CareRole.PSYCHIATRIST, phone=phone)
    assert "on the care team: Dr. Ames, Dr. Lindqvist" in played(path, TAB, "a", size=NARROW)
    keys = (TAB, "a", "=today 9am", "tab", "tab")
    said = played(path, *keys, "=ames")
    assert "ames is Dr. Ames, psychiatrist. Phone 555-0141." in said
    assert "Dr. may be Dr. Ames or Dr. Lindqvist" in played(path, *keys, "=Dr.")
    said = played(path, *keys, "=ames", "ctrl+s")
    assert "with Dr. Ames" in said
    assert "their phone" in said
    assert "555-0141" in said
    with again(path) as caseload:
        (one,) = appointments.listed(caseload)
    assert one.appointment.with_whom == "Dr. Ames"
    assert "Dr. Ames: 555-0141" in played(path, TAB, "enter", size=NARROW)
    said = played(path, client=None)
    assert "Appointment: 09:00 with Dr. Ames; their" in said
    assert "next: Fri 20 Nov 2026 09:00 Dr. Ames" in said
    assert "555-0141" in said


def test_what_is_wrong_is_said_in_the_form_and_nothing_is_saved(path: Path) -> None:
    assert "says no time of day" in played(path, TAB, "a", "=fri", "ctrl+s")
    assert "Say what is to be done" in played(path, TAB, "o", "ctrl+s")
    assert "Say what was refused" in played(path, TAB, "y", "ctrl+s")
    with again(path) as caseload:
        assert appointments.listed(caseload) == []
        assert tasks.listed(caseload) == []
        assert advocacy.listed(caseload) == []


def test_an_appointment_is_moved_and_one_that_overlaps_is_said(path: Path) -> None:
    with again(path) as caseload:
        appointments.add(caseload, "C0001", "2026-11-24T09:00")
        appointments.add(caseload, "C0001", "2026-11-25T09:00")
    said = played(path, TAB, "m", "=wed 9am", "ctrl+s")
    assert "same time" in said
    with again(path) as caseload:
        assert appointments.get(caseload, "AP0001").moved_to == "AP0003"


def test_where_a_reminder_is_due_it_is_one_key_to_say_that_it_was_made(path: Path) -> None:
    with again(path) as caseload:
        appointments.add(caseload, "C0001", "2026-11-21T09:00")
    assert "remind them" in played(path, client=None)
    played(path, "enter", "ctrl+s", client=None, size=NARROW)
    with again(path) as caseload:
        (one,) = appointments.listed(caseload)
    assert one.appointment.reminded_on == TODAY


def test_a_task_is_put_off_with_a_reason_and_then_done(path: Path) -> None:
    with again(path) as caseload:
        tasks.add(caseload, "Call SSA", client_id="C0001", due_on=TODAY)
    put_off = ("enter", "enter", "down", "enter", "tab", "=mon", "tab", "=closed", "ctrl+s")
    said = played(path, TAB, *put_off)
    assert "23 Nov 2026" in said
    played(path, TAB, "enter", "ctrl+s")
    with again(path) as caseload:
        assert [one.reason for one in tasks.story(caseload, "TK0001")] == ["closed"]
        assert tasks.get(caseload, "TK0001").done_on == TODAY


def test_a_right_is_fought_for_from_the_notice_to_the_answer(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "y", "=SNAP cut", "tab")
        pilot.app.screen.query_one("#kind", Select).value = "snap_fair_hearing"
        await pilot.pause()
        await press(pilot, "tab", "tab", "tab", "=2026-11-02", "ctrl+s")
        told = " ".join(shown(pilot).replace("▌", " ").replace("│", " ").split())
        assert "file by" in told
        assert "not checked against the source: go by the notice" in told
        assert "The notice itself is what counts." in told
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StepForm)
        pilot.app.screen.query_one("#way", Select).value = "filed"
        await press(pilot, "ctrl+s")
        assert "answer due" in shown(pilot)

    play(path, steps, client="C0001")
    with again(path) as caseload:
        one = advocacy.get(caseload, "AV0001")
    assert (one.against, one.decided_on, one.filed) == (
        "the state SNAP agency", d("2026-11-02"), "request for a fair hearing",
    )  # fmt: skip
    assert (one.filed_on, one.respond_by) == (TODAY, d("2027-01-19"))


@pytest.mark.parametrize(
    ("make", "form"),
    [
        (lambda c: appointments.add(c, "C0001", f"{TODAY}T09:00"), OutcomeForm),
        (lambda c: tasks.add(c, "Call", client_id="C0001", due_on=TODAY), TaskEndForm),
        (lambda c: tasks.add(c, "My own", due_on=TODAY), TaskEndForm),
        (lambda c: advocacy.add(c, "C0001", "SNAP", "HHSC", respond_by=TODAY), StepForm),
    ],
)
@pytest.mark.parametrize("key", ["enter", "l"])
def test_a_line_of_today_is_ended_where_it_stands(
    path: Path, make: Callable[[Any], object], form: type, key: str
) -> None:
    with again(path) as caseload:
        make(caseload)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, form)

    play(path, steps)


def test_today_says_the_time_and_what_is_to_be_done(path: Path) -> None:
    with again(path) as caseload:
        appointments.add(caseload, "C0001", f"{TODAY}T14:30", with_whom="Dr. Ames [/]")
        tasks.add(caseload, "Renew a card", due_on=TODAY)
        tasks.add(caseload, "Call SSA", client_id="C0001", due_on=d("2026-11-21"))
    said = played(path, client=None)
    assert "14:30 with Dr. Ames [/]" in said
    assert "Task: Call SSA" in said
    assert "(own)" in said
    assert "Task: Renew a card" in played(path, "home", "enter", "escape", client=None, size=NARROW)
    done = played(path, "t", "=New one", "tab", "=today", "ctrl+s", client=None)
    assert "Task: New one" in done


def test_the_agenda_can_be_read_on_a_small_screen(path: Path) -> None:
    with again(path) as caseload:
        appointments.add(caseload, "C0001", "2026-11-24T09:00", location="x" * 200_000)
        tasks.add(caseload, "=1+1 [bold] O'Brien", client_id="C0001")
    said = played(path, TAB, size=NARROW)
    for words in ("APPOINTMENTS", "24 Nov 2026 09:00", "TASKS", "no day", "=1+1 [bold] O'Brien"):
        assert words in said
    assert "xxxx" in played(path, TAB, "space", size=NARROW)


def test_what_was_wrong_is_corrected_or_marked(path: Path) -> None:
    with again(path) as caseload:
        tasks.add(caseload, "Call", client_id="C0001", due_on=TODAY)
    played(path, TAB, "e", "end", "= SSA", "ctrl+s")
    said = played(path, TAB, "x", "=wrong client", "ctrl+s")
    assert "in error" in said
    with again(path) as caseload:
        one = tasks.get(caseload, "TK0001")
    assert (one.text, one.entered_in_error_why) == ("Call SSA", "wrong client")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_calendar_is_written_from_today_and_from_a_chart(
    path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(path.parent)
    with again(path) as caseload:
        clients.add(caseload, "Bo", "李")
        appointments.add(caseload, "C0001", "2026-11-20T09:00", with_whom="Dr. [/]")
        appointments.add(caseload, "C0002", "2026-11-21T09:00")
    assert "Made" in played(path, "v", "ctrl+s", client=None, size=size)
    mine = (path.parent / "calendar.ics").read_text()
    assert "X-WR-CALNAME:caseload Dana Whitfield" in mine
    assert mine.count("C0001: appointment") == 1
    assert "C0002" not in mine
    assert "due" in mine
    played(path, TAB, "v", "ctrl+s", size=size)
    one = (path.parent / "C0001.ics").read_text()
    assert "X-WR-CALNAME:caseload C0001" in one
    assert "Dr." not in one
    assert one.count("BEGIN:VEVENT") == 2
    with again(path) as caseload:
        assert [one.action for one in audit.entries(caseload)][-2:] == ["export calendar"] * 2


def test_a_calendar_says_more_and_is_written_over_when_that_is_chosen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    there = path.parent / "C0001.ics"
    there.write_text("mine")
    with again(path) as caseload:
        appointments.add(caseload, "C0001", "2026-11-20T09:00", with_whom="Dr. [/] 李")
    assert "is there already" in played(path, TAB, "v", "ctrl+s", size=NARROW)
    assert there.read_text() == "mine"

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "v")
        form = pilot.app.screen
        for name, value in (("naming", Naming.NAME), ("what", "visits"), ("details", "yes"),
                            ("over", "yes")):  # fmt: skip
            form.query_one(f"#{name}", Select).value = value
        await press(pilot, "ctrl+s")

    play(path, steps, client="C0001")
    assert "SUMMARY:Ruiz\\, Ana: appointment with Dr. [/] 李" in there.read_text()
    assert there.read_text().count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("first", "file", "wrong"),
    [
        ("2027-03-01", "x.ics", "lies before the first"),
        ("soon", "x.ics", "soon"),
        ("", "", "Say where it is written to"),
        ("", "no-folder/x.ics", "can't be written"),
        ("", ".", "is there already"),
    ],
)
def test_a_calendar_that_can_t_be_is_refused_in_its_form(
    path: Path, monkeypatch: pytest.MonkeyPatch, first: str, file: str, wrong: str
) -> None:
    monkeypatch.chdir(path.parent)
    before = sorted(path.parent.iterdir())
    seen: list[str] = []

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "v")
        form = pilot.app.screen
        form.query_one("#first", Input).value = first
        form.query_one("#file", Input).value = file
        await press(pilot, "ctrl+s")
        await settled(pilot)
        seen.append(shown(pilot))

    play(path, steps, client="C0001")
    assert wrong in seen[0]
    assert [one for one in sorted(path.parent.iterdir()) if one.suffix == ".ics"] == []
    assert set(before) <= set(path.parent.iterdir())
