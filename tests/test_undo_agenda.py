"""Undo of what was done with appointments, tasks and advocacy."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload.errors import InvalidError
from caseload.records import (
    advocacy,
    appointments,
    checks,
    clients,
    due,
    episodes,
    programs,
    staff,
    tasks,
    undo,
)
from caseload.records._caseload import Caseload

d = date.fromisoformat
TABLES = ("appointment", "task", "task_put_off", "advocacy", "advocacy_step")
LATER = d("2026-12-20")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """One of each that is open: AP0001 of yesterday, AP0002 of tomorrow, TK0001, AV0001."""
    with new_file(tmp_path) as opened:
        programs.add(opened, "ACT")
        staff.add(opened, "Marcus Bell")
        clients.add(opened, "Ana", "Ruiz")
        episodes.admit(opened, "C0001", "ACT", d("2026-01-05"), case_manager=STAFF)
        appointments.add(opened, "C0001", "2026-11-19T09:00")
        appointments.add(opened, "C0001", "2026-11-21T09:00")
        tasks.add(opened, "Call", client_id="C0001", due_on=TODAY)
        advocacy.add(opened, "C0001", "SNAP", "HHSC", file_by=LATER)
        yield opened


def state(caseload: Caseload) -> dict[str, Any]:
    """All rows but those that are marked as entered in error."""
    found = {}
    for table in TABLES:
        names = [row[1] for row in caseload.rows(f"pragma table_info({table})")]
        rows = [dict(zip(names, row, strict=True)) for row in caseload.rows(
            f"select * from {table} order by 1")]  # fmt: skip
        found[table] = [row for row in rows if not row.get("entered_in_error_at")]
    return found


def by(caseload: Caseload, staff_id: str) -> None:
    caseload.staff = staff.get(caseload, staff_id)


ACTIONS: dict[str, Callable[[Caseload], object]] = {
    "add appointment": lambda c: appointments.add(c, "C0001", "2026-11-25T09:00"),
    "edit appointment": lambda c: appointments.edit(c, "AP0002", minutes=5, transport="van"),
    "kept": lambda c: appointments.kept(c, "AP0001"),
    "missed": lambda c: appointments.missed(c, "AP0001", why="x"),
    "cancelled": lambda c: appointments.cancelled(c, "AP0002", why="x"),
    "reminded": lambda c: appointments.reminded(c, "AP0002"),
    "move": lambda c: appointments.move(c, "AP0002", "2026-12-01T09:00"),
    "add task": lambda c: tasks.add(c, "x", due_on=TODAY),
    "edit task": lambda c: tasks.edit(c, "TK0001", text="x"),
    "done": lambda c: tasks.done(c, "TK0001", remark="x"),
    "put off": lambda c: tasks.put_off(c, "TK0001", LATER, "x"),
    "edit advocacy": lambda c: advocacy.edit(c, "AV0001", right="x"),
    "appeal": lambda c: advocacy.appeal(c, "AV0001", "x", respond_by=LATER),
    "step": lambda c: advocacy.step(c, "AV0001", "x", respond_by=LATER),
    "resolve": lambda c: advocacy.resolve(c, "AV0001", "x"),
    "withdraw": lambda c: advocacy.withdraw(c, "AV0001", "x"),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_what_was_done_is_taken_back_and_the_list_is_as_before(
    caseload: Caseload, name: str
) -> None:
    before, listed = state(caseload), due.due(caseload, TODAY, within=None).items
    ACTIONS[name](caseload)
    assert state(caseload) != before
    undo.undo(caseload)
    assert state(caseload) == before
    assert due.due(caseload, TODAY, within=None).items == listed
    assert checks.damage(caseload) == []


def test_an_advocacy_record_taken_up_is_marked_as_entered_in_error(caseload: Caseload) -> None:
    before = state(caseload)
    made = advocacy.add(caseload, "C0001", "x", "y")
    undo.undo(caseload)
    assert state(caseload) == before
    assert advocacy.get(caseload, made.advocacy_id).entered_in_error_why == "undone"


def test_a_mark_as_entered_in_error_stays(caseload: Caseload) -> None:
    appointments.entered_in_error(caseload, "AP0001", "x")
    assert "Enter it anew" in refused(InvalidError, undo.undo, caseload)
    tasks.entered_in_error(caseload, "TK0001", "x")
    assert "Enter it anew" in refused(InvalidError, undo.undo, caseload)
    advocacy.entered_in_error(caseload, "AV0001", "x")
    assert "Enter it anew" in refused(InvalidError, undo.undo, caseload)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("appeal", lambda c: advocacy.step(c, "AV0001", "only words")),
        ("put off", lambda c: tasks.put_off(c, "TK0001", d("2027-01-01"), "x")),
        ("kept", lambda c: appointments.missed(c, "AP0001")),
    ],
)
def test_what_somebody_has_built_on_since_is_left_alone(
    caseload: Caseload, first: str, then: Callable[[Caseload], object]
) -> None:
    ACTIONS[first](caseload)
    by(caseload, "S0002")
    then(caseload)
    by(caseload, STAFF)
    assert "Marcus Bell has changed something" in refused(InvalidError, undo.undo, caseload)
    by(caseload, "S0002")
    undo.undo(caseload)
    by(caseload, STAFF)
    assert "Marcus Bell" in refused(InvalidError, undo.undo, caseload), "an undo is a change too"
