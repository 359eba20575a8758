"""The people around a client as tables: care teams and releases."""

from caseload.model.circle import CareTeamMember, Consent
from caseload.records._table import Days, Kind, named, of_record

KINDS: dict[str, Kind] = {
    "care_team": Kind(
        "one person around a client", of_record(CareTeamMember, by_name=("staff",)),
        named(CareTeamMember, "client_id, rowid", "staff"), Days(("from_on",), ("until_on",)),
    ),
    "consents": Kind(
        "one release of information", of_record(Consent, by_name=("staff",)),
        named(Consent, "client_id, signed_on, rowid", "staff"),
        Days(("effective_on", "signed_on"), ("revoked_on", "expires_on")),
    ),
}  # fmt: skip
"""What can be exported of them, by name."""
