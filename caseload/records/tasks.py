"""Tasks: anything else with a day, for a client or for oneself; done, or put off with a reason.

What always holds: each time that a task is put off stands in a row of its own, with the day on
which that was said, so that a past day shows the day that it was due then.
"""

from datetime import date
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.agenda import Task, TaskPutOff
from caseload.records import clients, staff
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import columns_of, to_columns, to_record
from caseload.records._text import tidy
from caseload.records.due.facts import Wanted, open_episodes

LONGEST = 500
"""Letters of a task: it is a line on a list."""


class Line(NamedTuple):
    """A task with the client's name, as lists show it; no name for one's own."""

    task: Task
    client: str | None


def get(caseload: Caseload, task_id: str) -> Task:
    """The task with that id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Task, "where task_id = ?", (task_id.strip().upper(),))
    if not found:
        raise NotFoundError(f"No task has the id {task_id.strip()[:40]}. See: caseload task list")
    return found[0]


def listed(
    caseload: Caseload,
    *,
    client_id: str | None = None,
    owners: tuple[str, ...] | None = None,
    everything: bool = False,
) -> list[Line]:
    """Tasks that are open, by their days, those without one last.

    Args:
        caseload: The open caseload.
        client_id: Whose; everyone's and one's own when not said.
        owners: staff_ids: their clients' tasks, and those that are theirs.
        everything: Those done and those entered in error as well.
    """
    conditions, values = list[str](), list[str]()
    if client_id is not None:
        conditions.append("t.client_id = ?")
        values.append(client_id)
    if not everything:
        conditions.append("t.done_on is null and t.entered_in_error_at is null")
    where = f"where {' and '.join(conditions)}" if conditions else ""
    rows = caseload.rows(
        f"select {columns_of(Task, 't')}, c.last_name || ', ' || c.first_name"
        f" from task t left join client c using (client_id) {where}"
        " order by t.due_on is null, t.due_on, t.task_id",
        values,
    )
    found = [Line(to_record(Task, row[:-1]), row[-1]) for row in rows]
    if owners is None:
        return found
    stays = open_episodes(caseload, caseload.today, Wanted(owners))
    managed = {one.client_id for one in stays}
    return [one for one in found if one.task.client_id in managed or one.task.staff in owners]


def story(caseload: Caseload, task_id: str) -> list[TaskPutOff]:
    """How often and why a task was put off, in order."""
    return caseload.records(TaskPutOff, "where task_id = ? order by put_off_on, rowid", (task_id,))


def add(
    caseload: Caseload,
    text: str,
    *,
    client_id: str | None = None,
    due_on: date | None = None,
    staff_id: str | None = None,
    task_id: str | None = None,
) -> Task:
    """Write down something to do; its day may lie in the past, and it is overdue at once.

    Args:
        caseload: The open caseload.
        text: What is to be done, in a line.
        client_id: For whom; None: for oneself.
        due_on: By when; None: it is on no due list.
        staff_id: Whose it is; the one who acts when not said.
        task_id: Its id, where it has one already.

    Raises:
        InvalidError: It says nothing or too much, or is neither a client's nor anybody's.
    """
    owner = staff_id or caseload.acting_staff_id
    with caseload.write("add task", client_id) as change:
        if client_id is not None:
            clients.get(caseload, client_id)
        if owner is not None:
            staff.get(caseload, owner)
        made = _checked(
            Task(
                task_id or caseload.next_id("task", "task_id", "TK"),
                text,
                client_id,
                due_on,
                owner,
                recorded_at=change.at,
            )
        )
        change.add(made)
    return made


def edit(caseload: Caseload, task_id: str, **facts: Any) -> Task:
    """Correct what was written down. For a later day that was agreed, use `put_off`.

    Raises:
        InvalidError: It is done or in error, or its day is to change and it was put off before.
    """
    with caseload.write("edit task") as change:
        before = _open(caseload, task_id)
        change.client_id = before.client_id
        day = facts.get("due_on", before.due_on)
        if day != before.due_on and story(caseload, before.task_id):
            raise InvalidError(
                f"{before.task_id} was put off, and its days stay as they were. Put it off again: "
                f'caseload task put-off {before.task_id} DAY --reason "…"',
                field="due_on",
            )
        after = _checked(before._replace(**facts))
        if after.client_id is not None:
            clients.get(caseload, after.client_id)
        if after.staff is not None:
            staff.get(caseload, after.staff)
        _save(change, after)
    return after


def done(
    caseload: Caseload, task_id: str, on: date | None = None, remark: str | None = None
) -> Task:
    """Say that it is done, or no longer needed, and what came of it.

    Raises:
        InvalidError: The day lies ahead, or it is done already.
    """
    day = on or caseload.today
    with caseload.write("done task") as change:
        before = _open(caseload, task_id)
        change.client_id = before.client_id
        if day > caseload.today:
            raise InvalidError(f"{dates.spoken(day, caseload.today)} lies ahead.", field="done_on")
        after = before._replace(done_on=day, remark=tidy(remark) or before.remark)
        _save(change, after)
    return after


def put_off(
    caseload: Caseload, task_id: str, until_on: date, reason: str, on: date | None = None
) -> TaskPutOff:
    """Put a task off to a later day, and say why.

    Args:
        caseload: The open caseload.
        task_id: Which.
        until_on: The new day.
        reason: Why; always asked.
        on: The day on which that was decided; today unless said.

    Raises:
        InvalidError: The new day is not later, no reason was given, or it has no day yet.
    """
    day = on or caseload.today
    with caseload.write("put off task") as change:
        before = _open(caseload, task_id)
        change.client_id = before.client_id
        if before.due_on is None:
            raise InvalidError(
                f"{before.task_id} has no day yet. Give it one: caseload task edit "
                f"{before.task_id} --due-on DAY"
            )
        if day > caseload.today:
            raise InvalidError(f"{dates.spoken(day, caseload.today)} lies ahead.")
        earlier = story(caseload, before.task_id)
        if earlier and day < earlier[-1].put_off_on:
            last = dates.spoken(earlier[-1].put_off_on)
            raise InvalidError(f"It was put off {last} already; say a day from then on.")
        if until_on <= max(before.due_on, day):
            raise InvalidError(
                f"{dates.spoken(until_on)} is no later day: it is due "
                f"{dates.spoken(before.due_on)}. Name a day after that and after today.",
                field="until_on",
            )
        if not reason.strip():
            raise InvalidError('Say why it is put off: --reason "…".', field="reason")
        made = TaskPutOff(
            caseload.next_id("task_put_off", "task_put_off_id", "TP"),
            before.task_id,
            before.client_id,
            day,
            before.due_on,
            until_on,
            reason.strip(),
            caseload.acting_staff_id,
            change.at,
        )
        change.add(made)
        _save(change, before._replace(due_on=until_on))
    return made


def entered_in_error(caseload: Caseload, task_id: str, why: str) -> Task:
    """Mark a task that never was one: it stays readable, and is never due again.

    Raises:
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("error task") as change:
        before = get(caseload, task_id)
        change.client_id = before.client_id
        marks = change.in_error("task", before.task_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def _open(caseload: Caseload, task_id: str) -> Task:
    found = get(caseload, task_id)
    if found.entered_in_error_at is not None:
        raise InvalidError(f"{found.task_id} was entered in error; it stays as it is.")
    if found.done_on is not None:
        raise InvalidError(f"{found.task_id} was done {dates.spoken(found.done_on)} already.")
    return found


def _checked(one: Task) -> Task:
    text = tidy(one.text)
    if text is None:
        raise InvalidError("Say what is to be done.", field="text")
    if len(text) > LONGEST:
        raise InvalidError(
            f"A task is a line of at most {LONGEST} letters; this has {len(text):,}. Put the rest "
            "into a note.",
            field="text",
        )
    if one.client_id is None and one.staff is None:
        raise InvalidError(
            "Say for whom: --client NAME; or whose it is: --for NAME, or caseload --staff NAME …",
            field="staff",
        )
    return one._replace(text=text)


def _save(change: Change, one: Task) -> None:
    change.update("task", "task_id", one.task_id, to_columns(one))
