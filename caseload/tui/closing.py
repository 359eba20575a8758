"""Which form ends a line of the due list: the outcome of an appointment, a task, an answer."""

from caseload import dates
from caseload.model import Item, Obligation
from caseload.records import advocacy, appointments, clients, tasks
from caseload.records._caseload import Caseload
from caseload.tui.form import Form


def form_of(caseload: Caseload, item: Item) -> Form | None:
    """The form that closes the line; None where the line is closed in another way.

    Raises:
        NotFoundError: Its record is gone.
    """
    record_id = item.record_id or ""
    if item.obligation is Obligation.APPOINTMENT:
        from caseload.tui.agenda_forms import OutcomeForm

        one = appointments.get(caseload, record_id)
        client = clients.get(caseload, one.client_id)
        when = dates.spoken_moment(one.starts_at)
        return OutcomeForm(f"{client.full_name} · {when} · {one.appointment_id}", one)
    if item.obligation is Obligation.TASK:
        from caseload.tui.task_forms import TaskEndForm

        return TaskEndForm(tasks.get(caseload, record_id))
    if item.obligation is Obligation.APPEAL:
        from caseload.tui.advocacy_forms import StepForm

        return StepForm(advocacy.get(caseload, record_id))
    return None
