"""Appointments, tasks and advocacy as tables; staff appear by name, as in the other tables."""

from collections.abc import Callable
from typing import Any

from caseload.model.agenda import Advocacy, AdvocacyStep, Appointment, Task, TaskPutOff
from caseload.records._caseload import Caseload
from caseload.records._table import Table


def _table(record: Any, order: str) -> Callable[[Caseload], Table]:
    def table(caseload: Caseload) -> Table:
        names = {None: None, **dict(caseload.rows("select staff_id, name from staff"))}
        rows = (
            one._replace(staff=names.get(one.staff))
            for one in caseload.records(record, f"order by {order}")
        )
        return Table(record._fields, rows)

    return table


KINDS: dict[str, Callable[[Caseload], Table]] = {
    "appointments": _table(Appointment, "starts_at, rowid"),
    "tasks": _table(Task, "due_on is null, due_on, rowid"),
    "task_put_offs": _table(TaskPutOff, "put_off_on, rowid"),
    "advocacy": _table(Advocacy, "opened_on, rowid"),
    "advocacy_steps": _table(AdvocacyStep, "noted_on, rowid"),
}
"""What can be exported of them, by name."""
