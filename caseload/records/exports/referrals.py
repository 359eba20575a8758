"""Referrals, their steps and disclosures as tables. A referral names its service in every way."""

from collections.abc import Iterator

from caseload.model.linking import Disclosure, Referral, ReferralUpdate, Resource
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record
from caseload.records._table import (
    Days,
    Kind,
    Part,
    Row,
    also,
    named,
    names_of,
    of_record,
    told,
)

_RESOURCE = {column.name: column for column in of_record(Resource)}
_SERVICE = (
    _RESOURCE["organization"], also(_RESOURCE["name"], name="resource"), _RESOURCE["source"],
    _RESOURCE["source_id"],
)  # fmt: skip
SERVICE = tuple(column.name for column in _SERVICE)
"""How another file knows the service, whose ids are its own."""


def _referrals(caseload: Caseload, _: Part) -> Iterator[Row]:
    names = names_of(caseload)
    for *own, organization, resource, source, source_id in caseload.rows(
        f"select {columns_of(Referral, 'r')}, s.organization, s.name, s.source, s.source_id"
        " from referral r join resource s using (resource_id) order by r.rowid"
    ):
        one = to_record(Referral, own)
        service = (organization, resource, source, source_id)
        yield told((*one._replace(staff=names.get(one.staff)), *service))


KINDS: dict[str, Kind] = {
    "referrals": Kind(
        "one client sent to one service", (*of_record(Referral, by_name=("staff",)), *_SERVICE),
        _referrals, Days(("sent_on", "drafted_on")),
    ),
    "referral_updates": Kind(
        "one step of a referral", of_record(ReferralUpdate, by_name=("staff",)),
        named(ReferralUpdate, "client_id, referral_id, noted_on, rowid", "staff"),
        Days(("noted_on",)),
    ),
    "disclosures": Kind(
        "one thing told to somebody about a client", of_record(Disclosure, by_name=("staff",)),
        named(Disclosure, "client_id, disclosed_on, rowid", "staff"), Days(("disclosed_on",)),
    ),
}  # fmt: skip
"""What can be exported of referrals, by name."""
