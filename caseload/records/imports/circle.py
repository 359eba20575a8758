"""Rows about the people around a client: care teams and releases of information."""

from typing import Any

from caseload.errors import InvalidError
from caseload.model.circle import CareTeamMember, Consent
from caseload.records import care_team, consents
from caseload.records._columns import Column, of_record
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values
from caseload.records._names import fold

OWN = ("recorded_at", "entered_in_error_at", "entered_in_error_why", "staff")
"""What the program sets alone."""


def _members(order: str) -> list[Column]:
    columns = of_record(CareTeamMember, order, "emergency_contact", *OWN)
    return [*columns, Column("emergency_contact", care_team.number)]


def _save_member(incoming: Incoming, values: Values) -> Saved:
    caseload, client_id = incoming.caseload, incoming.client(values)
    incoming.once("name", client_id, values["role"], fold(values["name"]))
    own_id = values.pop("care_team_member_id", None)
    known = care_team.listed(caseload, client_id, everyone=True)
    before = next((one for one in known if one.care_team_member_id == own_id), None) or next(
        (one for one in known
         if (fold(one.name), one.role) == (fold(values["name"]), values["role"])), None,
    )  # fmt: skip
    if before is None:
        told = {name: value for name, value in values.items() if name != "client_id"}
        added = care_team.add(caseload, client_id, told.pop("name"), told.pop("role"), **told)
        incoming.kept.setdefault("care_team", {})[own_id] = added.care_team_member_id
        return Saved.ADDED
    saved = incoming.came(differs=before._replace(**values) != before)
    if saved is Saved.CHANGED:
        told = {name: value for name, value in values.items() if name != "client_id"}
        care_team.edit(caseload, before.care_team_member_id, **told)
    return saved


def _save_consent(incoming: Incoming, values: Values) -> Saved:
    caseload, client_id = incoming.caseload, incoming.client(values)
    # Another file's ids mean nothing here; a release is known by whom it names and when it was
    # signed, and somebody on the care team by the name that it holds.
    own_id, renews = values.pop("consent_id", None), values.pop("renews", None)
    values.pop("care_team_member_id", None)
    incoming.once("to_whom", client_id, values["signed_on"].isoformat(), fold(values["to_whom"]))
    known = incoming.kept.setdefault("consents", {})
    before = next(
        (one for one in consents.listed(caseload, client_id)
         if one.entered_in_error_at is None and one.signed_on == values["signed_on"]
         and fold(one.to_whom) == fold(values["to_whom"])), None,
    )  # fmt: skip
    if before is not None:
        known[own_id] = before.consent_id
        return _revoked(incoming, before, values)
    revoked_on = values.pop("revoked_on", None)
    facts: dict[str, Any] = {
        name: value for name, value in values.items() if name not in ("client_id", "to_whom")
    }
    added = consents.add(caseload, client_id, values["to_whom"], **facts, renews=known.get(renews))
    known[own_id] = added.consent_id
    if revoked_on is not None:
        consents.revoke(caseload, added.consent_id, revoked_on)
    return Saved.ADDED


def _revoked(incoming: Incoming, before: Consent, values: Values) -> Saved:
    """A release that is there is never edited, but it may have been taken back since."""
    revoked_on = values.get("revoked_on")
    rest = {name: value for name, value in values.items() if name not in ("revoked_on", "to_whom")}
    if before._replace(**rest) != before:
        raise CellError(
            "to_whom",
            f"{before.consent_id} is there and says otherwise; a release is never edited, so renew "
            "it or mark it as entered in error",
        )
    saved = incoming.came(differs=revoked_on not in (None, before.revoked_on))
    if saved is Saved.CHANGED:
        try:
            consents.revoke(incoming.caseload, before.consent_id, values["revoked_on"])
        except InvalidError as error:
            raise CellError("revoked_on", str(error)) from None
    return saved


KINDS = {
    "care_team": Kind(
        _members, ("client_id", "name", "role"), _save_member, left=OWN,
    ),
    "consents": Kind(
        lambda order: of_record(Consent, order, *OWN),
        ("client_id", "to_whom", "purpose", "scope", "signed_on"), _save_consent, left=OWN,
    ),
}  # fmt: skip
