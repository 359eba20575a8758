"""Tasks: for a client or oneself; done, or put off with a reason that stays."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model.agenda import Task
from caseload.records import checks, clients, episodes, programs, staff, tasks
from caseload.records._caseload import Caseload

d = date.fromisoformat
FRIDAY = d("2026-11-27")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        programs.add(opened, "ACT")
        staff.add(opened, "Marcus Bell")
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "李")
        episodes.admit(opened, "C0001", "ACT", d("2026-01-05"), case_manager=STAFF)
        episodes.admit(opened, "C0002", "ACT", d("2026-01-05"), case_manager="S0002")
        yield opened


def add(caseload: Caseload, text: str = "Call SSA", **facts: Any) -> Task:
    return tasks.add(caseload, text, **facts)


def test_what_is_written_down_is_what_is_read(caseload: Caseload) -> None:
    made = add(caseload, " [/] =1+1 O'Brien 李 😀 ", client_id="C0001", due_on=FRIDAY)
    assert tasks.get(caseload, " tk0001 ") == made
    assert (made.text, made.staff) == ("[/] =1+1 O'Brien 李 😀", STAFF)
    assert add(caseload, staff_id="S0002").staff == "S0002"
    assert checks.damage(caseload) == []


def test_a_day_in_the_past_is_taken_for_it_is_overdue_at_once(caseload: Caseload) -> None:
    assert add(caseload, due_on=d("2026-11-01")).due_on == d("2026-11-01")


@pytest.mark.parametrize(
    ("text", "facts", "says"),
    [
        (" ", {}, "Say what is to be done"),
        ("x" * 501, {}, "at most 500 letters; this has 501"),
        ("x" * 200_000, {}, "200,000"),
        ("a\x1b[2Jb", {}, "control character"),
    ],
)
def test_what_says_nothing_or_a_book_is_refused(
    caseload: Caseload, text: str, facts: dict[str, Any], says: str
) -> None:
    assert says in refused(InvalidError, add, caseload, text, **facts)


def test_a_task_is_somebodys(caseload: Caseload) -> None:
    refused(NotFoundError, add, caseload, client_id="C0009")
    refused(NotFoundError, add, caseload, staff_id="S0009")
    caseload.staff = None
    assert "--client NAME" in refused(InvalidError, add, caseload)
    assert add(caseload, client_id="C0001").staff is None


def test_done_is_done_once_and_not_ahead(caseload: Caseload) -> None:
    made = add(caseload, due_on=FRIDAY)
    refused(InvalidError, tasks.done, caseload, made.task_id, d("2026-11-21"))
    done = tasks.done(caseload, made.task_id, d("2026-11-19"), " waived ")
    assert (done.done_on, done.remark) == (d("2026-11-19"), "waived")
    assert "already" in refused(InvalidError, tasks.done, caseload, made.task_id)
    refused(InvalidError, tasks.edit, caseload, made.task_id, text="x")
    refused(InvalidError, tasks.put_off, caseload, made.task_id, d("2027-01-01"), "x")


def test_each_time_that_it_is_put_off_stays_with_its_reason(caseload: Caseload) -> None:
    made = add(caseload, client_id="C0001", due_on=d("2026-11-18"))
    first = tasks.put_off(caseload, made.task_id, FRIDAY, " closed ", d("2026-11-19"))
    second = tasks.put_off(caseload, made.task_id, d("2026-12-01"), "sick")
    assert tasks.story(caseload, made.task_id) == [first, second]
    assert (first.from_on, first.until_on, first.reason) == (d("2026-11-18"), FRIDAY, "closed")
    assert second.from_on == FRIDAY
    assert tasks.get(caseload, made.task_id).due_on == d("2026-12-01")
    for named in (made.task_id, " tk0001 "):
        said = refused(InvalidError, tasks.edit, caseload, named, due_on=d("2026-12-05"))
        assert "caseload task put-off TK0001" in said
    assert tasks.edit(caseload, made.task_id, text="Call them").text == "Call them"


@pytest.mark.parametrize(
    ("until_on", "reason", "on", "says"),
    [
        ("2026-11-27", "x", None, "no later day"),
        ("2026-11-20", "x", None, "no later day"),
        ("2026-12-01", " ", None, "Say why"),
        ("2026-12-01", "x", "2026-11-21", "lies ahead"),
    ],
)
def test_it_is_put_off_to_a_later_day_with_a_reason(
    caseload: Caseload, until_on: str, reason: str, on: str | None, says: str
) -> None:
    made = add(caseload, due_on=FRIDAY)
    day = d(on) if on else None
    said = refused(InvalidError, tasks.put_off, caseload, made.task_id, d(until_on), reason, day)
    assert says in said


def test_it_is_not_put_off_before_it_was_or_without_a_day(caseload: Caseload) -> None:
    made = add(caseload, due_on=FRIDAY)
    tasks.put_off(caseload, made.task_id, d("2026-12-01"), "x")
    refused(
        InvalidError, tasks.put_off, caseload, made.task_id, d("2026-12-05"), "x", d("2026-11-19")
    )
    bare = add(caseload)
    said = refused(InvalidError, tasks.put_off, caseload, bare.task_id, FRIDAY, "x")
    assert f"caseload task edit {bare.task_id} --due-on DAY" in said


def test_a_list_holds_what_is_open_and_the_dayless_come_last(caseload: Caseload) -> None:
    add(caseload, "no day")
    add(caseload, "late", client_id="C0002", due_on=d("2026-12-01"))
    add(caseload, "early", client_id="C0001", due_on=d("2026-11-01"), staff_id="S0002")
    gone = add(caseload, "gone", client_id="C0001", due_on=TODAY)
    tasks.done(caseload, gone.task_id)
    wrong = add(caseload, "wrong", client_id="C0001")
    tasks.entered_in_error(caseload, wrong.task_id, "wrong client")

    def texts(**facts: Any) -> list[str]:
        return [one.task.text for one in tasks.listed(caseload, **facts)]

    assert texts() == ["early", "late", "no day"]
    assert texts(client_id="C0001") == ["early"]
    assert texts(client_id="C0001", everything=True) == ["early", "gone", "wrong"]
    # One's own clients', and what is one's own: "late" is of Marcus's client, and Dana's task.
    assert texts(owners=(STAFF,)) == ["early", "late", "no day"]
    assert texts(owners=("S0002",)) == ["early", "late"]
    assert [one.client for one in tasks.listed(caseload)] == ["Ruiz, Ana", "李, Bo", None]


def test_one_entered_in_error_stays_as_it_is(caseload: Caseload) -> None:
    key = add(caseload, due_on=FRIDAY).task_id
    refused(InvalidError, tasks.entered_in_error, caseload, key, "")
    tasks.entered_in_error(caseload, key, "wrong")
    refused(InvalidError, tasks.done, caseload, key)
    refused(InvalidError, tasks.entered_in_error, caseload, key, "again")
    said = refused(NotFoundError, tasks.done, caseload, "TK9")
    assert "caseload task list" in said
