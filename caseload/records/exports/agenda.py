"""Appointments, tasks and advocacy as tables; staff appear by name, as in the other tables."""

from typing import Any

from caseload.model.agenda import Advocacy, AdvocacyStep, Appointment, Task, TaskPutOff
from caseload.records._table import Days, Kind, named, of_record


def _kind(row: str, record: Any, order: str, days: Days) -> Kind:
    return Kind(row, of_record(record, by_name=("staff",)), named(record, order, "staff"), days)


KINDS: dict[str, Kind] = {
    "appointments": _kind(
        "one appointment", Appointment, "starts_at, rowid", Days(("starts_at",))
    ),
    "tasks": _kind("one task", Task, "due_on is null, due_on, rowid", Days(("due_on",))),
    "task_put_offs": _kind(
        "one time that a task was put off", TaskPutOff, "put_off_on, rowid", Days(("put_off_on",))
    ),
    "advocacy": _kind(
        "one right or service that was refused", Advocacy, "opened_on, rowid",
        Days(("opened_on",), ("closed_on",)),
    ),
    "advocacy_steps": _kind(
        "one step of an advocacy record", AdvocacyStep, "noted_on, rowid", Days(("noted_on",))
    ),
}  # fmt: skip
"""What can be exported of them, by name."""
