"""Services that a client was referred to, and a referral's letter, as the facts of templates."""

from collections.abc import Container
from datetime import date

from caseload.documents import around_fields, facts
from caseload.documents.people import Condition
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model.linking import Referral, ReferralStatus
from caseload.records import referral_lines, referrals, resources
from caseload.records._caseload import Caseload

IN_PLACE = (ReferralStatus.LINKED, ReferralStatus.COMPLETED)
"""They came to be served there, and it is not known that they left."""


def standing(
    caseload: Caseload,
    client_id: str,
    on: date,
    statuses: Container[ReferralStatus],
    hidden: Container[str] = (),
) -> tuple[around_fields.Service, ...]:
    """The services whose referral stood so on a day, in the order of lists.

    `hidden` are the ids of referrals that are left out.
    """
    return tuple(
        facts.made(
            around_fields.Service, one, name=one.resource,
            phone=resources.get(caseload, one.resource_id).phone,
        )
        for one in referral_lines.listed(caseload, on, client_id=client_id, everything=True)
        if one.status in statuses and one.entered_in_error_at is None
        and one.referral_id not in hidden
    )  # fmt: skip


def letter(
    caseload: Caseload,
    client_id: str,
    on: date,
    referral_id: str | None,
    diagnoses: tuple[Condition, ...],
) -> around_fields.Letter:
    """A referral as its letter tells it.

    Args:
        caseload: The open caseload.
        client_id: Whose it is.
        on: The day of the letter.
        referral_id: Which; the client's only open one when not said.
        diagnoses: Those that are told.

    Raises:
        NotFoundError: There is no such referral, or none is open.
        AmbiguousError: Several are, and none was named.
        InvalidError: It is another client's, or was entered in error.
    """
    one = (
        _open(caseload, client_id, on) if referral_id is None
        else _own(caseload, client_id, referral_id)
    )  # fmt: skip
    where = resources.get(caseload, one.resource_id)
    return around_fields.Letter(
        one.referral_id, where.organization, where.name, where.address, where.phone, one.need,
        one.remark, one.follow_up_on, diagnoses,
    )  # fmt: skip


def _own(caseload: Caseload, client_id: str, referral_id: str) -> Referral:
    one = referrals.get(caseload, referral_id)
    if one.client_id != client_id:
        raise InvalidError(f"{one.referral_id} is no referral of {client_id}.")
    if one.entered_in_error_at is not None:
        raise InvalidError(f"{one.referral_id} was entered in error.")
    return one


def _open(caseload: Caseload, client_id: str, on: date) -> referral_lines.ReferralLine:
    found = referral_lines.listed(caseload, on, client_id=client_id)
    if not found:
        raise NotFoundError(
            f"{client_id} has no open referral. Begin one: caseload refer {client_id} RESOURCE"
        )
    if len(found) > 1:
        names = "; ".join(f"{one.referral_id} {one.resource}" for one in found)
        raise AmbiguousError(f"Which referral?  {names}. Say it: --referral ID")
    return found[0]
