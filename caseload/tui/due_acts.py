"""What is done about a line of the due list that no contact answers: the form of its record."""

from collections.abc import Callable

from textual.screen import Screen

from caseload.model import Item, Mode, Obligation
from caseload.records._caseload import Caseload
from caseload.show import day_style


def _referral(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.records import referral_lines
    from caseload.tui.referral_forms import UpdateReferral

    return UpdateReferral(referral_lines.told(caseload, _record(item), caseload.today))


def _consent(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.tui.circle_forms import RenewForm

    return RenewForm(caseload, _record(item))


def _appointment(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.records import appointments, clients
    from caseload.tui.agenda_forms import OutcomeForm

    one = appointments.get(caseload, _record(item))
    client = clients.get(caseload, one.client_id)
    when = day_style.spoken_moment(one.starts_at)
    return OutcomeForm(f"{client.full_name} · {when} · {one.appointment_id}", one)


def _task(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.records import tasks
    from caseload.tui.task_forms import TaskEndForm

    return TaskEndForm(tasks.get(caseload, _record(item)))


def _appeal(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.records import advocacy
    from caseload.tui.advocacy_forms import StepForm

    return StepForm(advocacy.get(caseload, _record(item)))


def _follow_up(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.records import crises
    from caseload.tui.log_contact import LogContact

    return LogContact(crises.get(caseload, _record(item)).client_id, Mode.IN_PERSON)


def _record(item: Item) -> str:
    assert item.record_id is not None
    return item.record_id


ACTS: dict[Obligation, Callable[[Caseload, Item], Screen[bool]]] = {
    Obligation.REFERRAL: _referral,
    Obligation.CONSENT: _consent,
    Obligation.APPOINTMENT: _appointment,
    Obligation.TASK: _task,
    Obligation.APPEAL: _appeal,
    Obligation.CRISIS_FOLLOW_UP: _follow_up,
}
"""By what is owed: the form that does it. Each raises NotFoundError when its record is gone."""
