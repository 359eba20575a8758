"""The form that closes a line of the list, for what carries its own date."""

from collections.abc import Callable

from textual.screen import Screen

from caseload.model import Item, Obligation
from caseload.records._caseload import Caseload
from caseload.tui.circle_forms import RenewForm

FORMS: dict[Obligation, Callable[[Caseload, str], Screen[bool]]] = {
    Obligation.CONSENT: RenewForm,
}
"""By what is owed: takes the caseload and the record_id."""


def form_of(caseload: Caseload, item: Item | None) -> Screen[bool] | None:
    """The form for a line; None where the line asks for a contact, or for the chart."""
    made = FORMS.get(item.obligation) if item is not None else None
    if made is None or item is None or item.record_id is None:
        return None
    return made(caseload, item.record_id)
