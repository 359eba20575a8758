"""The people around a client as tables: care teams and releases."""

from collections.abc import Callable

from caseload.model.circle import CareTeamMember, Consent
from caseload.records._caseload import Caseload
from caseload.records._table import Table
from caseload.records.exports.plans import named

KINDS: dict[str, Callable[[Caseload], Table]] = {
    "care_team": named(CareTeamMember, "client_id, rowid", "staff"),
    "consents": named(Consent, "client_id, signed_on, rowid", "staff"),
}
"""What can be exported of them, by name."""
