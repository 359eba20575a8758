"""What is done about a line of the due list that no contact answers: the form of its record."""

from collections.abc import Callable

from textual.screen import Screen

from caseload.model import Item, Obligation
from caseload.records._caseload import Caseload


def _referral(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.records import referral_lines
    from caseload.tui.referral_forms import UpdateReferral

    assert item.record_id is not None
    return UpdateReferral(referral_lines.told(caseload, item.record_id, caseload.today))


def _consent(caseload: Caseload, item: Item) -> Screen[bool]:
    from caseload.tui.circle_forms import RenewForm

    assert item.record_id is not None
    return RenewForm(caseload, item.record_id)


ACTS: dict[Obligation, Callable[[Caseload, Item], Screen[bool]]] = {
    Obligation.REFERRAL: _referral,
    Obligation.CONSENT: _consent,
}
"""By what is owed: the form that does it."""
