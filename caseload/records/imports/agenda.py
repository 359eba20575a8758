"""Rows about appointments and tasks, as calendars and lists of elsewhere have them."""

from datetime import date

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.agenda import Appointment, CancelledBy, Outcome, Task
from caseload.records import appointments, tasks
from caseload.records._columns import Column, of_record
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values
from caseload.records.imports import known

BY_PROGRAM = ("recorded_at", "entered_in_error_at")
LEFT = (*BY_PROGRAM, "moved_to")


def _moment(order: str) -> Column:
    def read(text: str) -> str:
        # A complete day alone, as in other columns: "fri" would mean another day next week.
        words = text.replace("T", " ", 1).split()
        for count in (1, 2):
            day, clock = " ".join(words[:-count]), " ".join(words[-count:])
            try:
                return f"{dates.parse_entry(day, order=order)}T{dates.parse_time(clock)}"
            except InvalidError:
                continue
        raise InvalidError("it is written 2026-12-03T14:30 or 2026-12-03 2:30 pm")

    return Column("starts_at", read)


def _appointment_columns(order: str) -> list[Column]:
    return [*of_record(Appointment, order, *LEFT, "starts_at"), _moment(order)]


def _save_appointment(incoming: Incoming, values: Values) -> Saved:
    caseload = incoming.caseload
    client_id = incoming.client(values)
    if "staff" in values:
        values["staff"] = incoming.staff_id(values["staff"])
    in_error = values.pop("entered_in_error_why", None)
    _outcome(values, caseload.today)
    before = known.before(incoming, Appointment, values, ("client_id", "starts_at", "with_whom"))
    if before is None:
        made_id = values.pop("appointment_id", None)
        if made_id is None:
            made_id = incoming.new_id("appointment", "appointment_id", "AP")
        facts = {name: value for name, value in values.items() if name != "client_id"}
        starts_at = facts.pop("starts_at")
        made = appointments.add(
            caseload, client_id, starts_at, remind=False, appointment_id=made_id.upper(), **facts
        )
        if in_error is not None:
            appointments.entered_in_error(caseload, made.appointment_id, in_error)
        return Saved.ADDED
    differs = before._replace(**values) != before
    newly = in_error is not None and before.entered_in_error_at is None
    saved = incoming.came(differs=differs or newly)
    if saved is Saved.CHANGED and differs:
        known.refuse_another_client(before, values)
        appointments.edit(caseload, before.appointment_id, **values)
    if saved is Saved.CHANGED and newly:
        appointments.entered_in_error(caseload, before.appointment_id, in_error or "")
    return saved


def _outcome(values: Values, today: date) -> None:
    """An outcome without its day became known on the day itself; who cancelled may be unknown."""
    outcome = values.get("outcome", Outcome.SCHEDULED)
    if outcome is Outcome.SCHEDULED:
        for name in ("outcome_on", "cancelled_by"):
            if name in values:
                raise CellError(name, "there is no outcome; fill the column outcome")
        return
    day = date.fromisoformat(values["starts_at"][:10])
    values.setdefault("outcome_on", min(day, today))
    if outcome is Outcome.CANCELLED:
        values.setdefault("cancelled_by", CancelledBy.OTHER)
    elif "cancelled_by" in values:
        raise CellError("cancelled_by", f"it was {outcome}, so nobody cancelled it")


def _save_task(incoming: Incoming, values: Values) -> Saved:
    caseload = incoming.caseload
    if "client_id" in values:
        incoming.client(values)
    if "staff" in values:
        values["staff"] = incoming.staff_id(values["staff"])
    in_error = values.pop("entered_in_error_why", None)
    before = known.before(incoming, Task, values, ("client_id", "text", "due_on"))
    if before is None:
        made = _add_task(incoming, values)
        if in_error is not None:
            tasks.entered_in_error(caseload, made.task_id, in_error)
        return Saved.ADDED
    differs = before._replace(**values) != before
    newly = in_error is not None and before.entered_in_error_at is None
    saved = incoming.came(differs=differs or newly)
    if saved is Saved.CHANGED and differs:
        known.refuse_another_client(before, values)
        done_on, remark = values.pop("done_on", None), values.pop("remark", None)
        tasks.edit(caseload, before.task_id, **values)
        if done_on is not None:
            tasks.done(caseload, before.task_id, done_on, remark)
    if saved is Saved.CHANGED and newly:
        tasks.entered_in_error(caseload, before.task_id, in_error or "")
    return saved


def _add_task(incoming: Incoming, values: Values) -> Task:
    made_id = values.get("task_id") or incoming.new_id("task", "task_id", "TK")
    made = tasks.add(
        incoming.caseload, values["text"], client_id=values.get("client_id"),
        due_on=values.get("due_on"), staff_id=values.get("staff"), task_id=made_id.upper(),
    )  # fmt: skip
    if "done_on" in values:
        made = tasks.done(incoming.caseload, made.task_id, values["done_on"], values.get("remark"))
    return made


KINDS = {
    "appointments": Kind(
        _appointment_columns, ("client_id", "starts_at"), _save_appointment,
        named="appointment_id", left=LEFT,
    ),
    "tasks": Kind(
        lambda order: of_record(Task, order, *BY_PROGRAM), ("text",), _save_task,
        named="task_id", left=LEFT,
    ),
}  # fmt: skip
