"""Which form ends a line of the due list: a visit after a discharge."""

from textual.screen import Screen

from caseload.model import Item, Mode, Obligation
from caseload.records import crises
from caseload.records._caseload import Caseload


def form_of(caseload: Caseload, item: Item) -> Screen[bool] | None:
    """The form that closes the line; None where the line is closed in another way.

    Raises:
        NotFoundError: Its record is gone.
    """
    if item.obligation is Obligation.CRISIS_FOLLOW_UP:
        from caseload.tui.log_contact import LogContact

        return LogContact(crises.get(caseload, item.record_id or "").client_id, Mode.IN_PERSON)
    return None
