"""Referrals, their steps and disclosures as tables. A referral names its service in every way."""

from collections.abc import Callable, Iterator
from typing import Any

from caseload.model.linking import Disclosure, Referral, ReferralUpdate
from caseload.records import staff
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record
from caseload.records._table import Table

SERVICE = ("organization", "resource", "source", "source_id")
"""How another file knows the service, whose ids are its own."""


def _referrals(caseload: Caseload) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        names = staff.names(caseload)
        for *own, organization, resource, source, source_id in caseload.rows(
            f"select {columns_of(Referral, 'r')}, s.organization, s.name, s.source, s.source_id"
            " from referral r join resource s using (resource_id) order by r.rowid"
        ):
            one = to_record(Referral, own)
            service = (organization, resource, source, source_id)
            yield (*one._replace(staff=names.get(one.staff or "")), *service)

    return Table((*Referral._fields, *SERVICE), rows())


def _named(record: Any, order: str) -> Callable[[Caseload], Table]:
    def table(caseload: Caseload) -> Table:
        names = staff.names(caseload)
        rows = (
            one._replace(staff=names.get(one.staff or ""))
            for one in caseload.records(record, f"order by {order}")
        )
        return Table(record._fields, rows)

    return table


KINDS: dict[str, Callable[[Caseload], Table]] = {
    "referrals": _referrals,
    "referral_updates": _named(ReferralUpdate, "client_id, referral_id, noted_on, rowid"),
    "disclosures": _named(Disclosure, "client_id, disclosed_on, rowid"),
}
"""What can be exported of referrals, by name."""
