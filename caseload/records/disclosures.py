"""Disclosures: what was told to whom about a client, why, and by what right.

It is the accounting that a client may ask for (45 CFR 164.528). A disclosure is never changed or
taken away: what was told can't be untold.
"""

from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError
from caseload.linking import Disclosure
from caseload.records import clients
from caseload.records._caseload import Caseload


class Right(NamedTuple):
    """By what right something is told: a release of information, or an exception."""

    consent: str | None = None
    exception: str | None = None


def right_to_tell(
    caseload: Caseload,
    client_id: str,
    to_whom: str,
    release: str | None = None,
    exception: str | None = None,
) -> Right:
    """By what right something about a client may be told to somebody.

    Args:
        caseload: The open caseload.
        client_id: Whom it is about.
        to_whom: Who would be told.
        release: The signed release, as somebody says who has seen it.
        exception: Why none is needed.

    Raises:
        NotFoundError: There is no such client.
        InvalidError: Neither was said, or both were.
    """
    clients.get(caseload, client_id)
    release, exception = (release or "").strip(), (exception or "").strip()
    if release and exception:
        raise InvalidError("Give the release or the exception, not both.")
    if not release and not exception:
        raise InvalidError(
            f"Nothing about {client_id} is told to {to_whom} without their signed release. Say "
            'which: --release "signed 3 Nov, on paper", or why none is needed: --exception "…"'
        )
    return Right(release or None, exception or None)


def disclose(
    caseload: Caseload,
    client_id: str,
    to_whom: str,
    what: str,
    purpose: str,
    right: Right,
    on: date,
    *,
    document_id: str | None = None,
    referral_id: str | None = None,
) -> Disclosure:
    """Record that something was told about a client; it stays.

    Raises:
        InvalidError: It does not say to whom, what or why, or its day lies ahead.
    """
    with caseload.write("disclose", client_id) as change:
        for name, text in (("to whom", to_whom), ("what", what), ("why", purpose)):
            if not text.strip():
                raise InvalidError(f"A disclosure says {name}.")
        if on > caseload.today:
            raise InvalidError(f"{dates.spoken(on, caseload.today)} lies ahead.")
        made = Disclosure(
            caseload.next_id("disclosure", "disclosure_id", "DS"),
            client_id,
            on,
            to_whom.strip(),
            what.strip(),
            purpose.strip(),
            right.consent,
            right.exception,
            document_id,
            referral_id,
            caseload.acting_staff_id,
            change.at,
        )
        change.add(made)
    return made


def listed(caseload: Caseload, client_id: str, since: date | None = None) -> list[Disclosure]:
    """What was told about a client, the newest first; since a day when one is named."""
    return caseload.records(
        Disclosure,
        "where client_id = ? and disclosed_on >= ? order by disclosed_on desc, rowid desc",
        (client_id, (since or date.min).isoformat()),
    )
