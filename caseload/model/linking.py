"""Resources and referrals: the nouns. All of it is pure.

A resource is a service in the community; a referral sends one client to one resource and is open
until it is known whether it worked, which is what closing the loop means. What is told to others
about a client is a disclosure (45 CFR 164.528), and stays.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class ResourceNeed(StrEnum):
    """What a service is for."""

    HOUSING = "housing"
    EMPLOYMENT = "employment"
    BENEFITS = "benefits"
    FOOD = "food"
    TRANSPORT = "transport"
    HEALTH = "health"
    LEGAL = "legal"
    EDUCATION = "education"
    PEER_SUPPORT = "peer_support"
    FAMILY = "family"
    OTHER = "other"


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    LINKED = "linked"
    COMPLETED = "completed"
    DECLINED_BY_CLIENT = "declined_by_client"
    DECLINED_BY_SERVICE = "declined_by_service"
    NO_RESPONSE = "no_response"


class SentBy(StrEnum):
    """How a referral reaches the service. `CLIENT`: they take it there themselves."""

    LETTER = "letter"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    CLIENT = "client"


class Resource(NamedTuple):
    """A service in the community."""

    resource_id: str
    organization: str
    name: str
    need: frozenset[ResourceNeed] = frozenset()
    """What it is for, one thing or several."""
    description: str | None = None
    counties: tuple[str, ...] = ()
    """Where it serves; empty: everywhere."""
    eligibility: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    """Years, that age included."""
    fee: str | None = None
    languages: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    address: str | None = None
    hours: str | None = None
    accepting: bool | None = None
    """Whether it takes people now; None: nobody has asked."""
    verified_on: date | None = None
    """When somebody last made sure that all this is so."""
    verified_by: str | None = None
    """A staff_id."""
    source: str | None = None
    """The directory that it came from; None: it was entered here."""
    source_id: str | None = None
    """Its id there, by which the next import knows it."""
    active: bool = True


class Referral(NamedTuple):
    """One client sent to one resource."""

    referral_id: str
    client_id: str
    resource_id: str
    need: ResourceNeed
    status: ReferralStatus = ReferralStatus.DRAFT
    need_id: str | None = None
    """The need that it answers."""
    drafted_on: date | None = None
    sent_on: date | None = None
    linked_on: date | None = None
    closed_on: date | None = None
    follow_up_on: date | None = None
    """When somebody asks again; an open referral always has one."""
    outcome: str | None = None
    """What came of it."""
    remark: str | None = None
    """What is asked for, as the letter says it."""
    staff: str | None = None
    """A staff_id: who made it."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class ReferralUpdate(NamedTuple):
    """A step of a referral: what was heard on a day. The newest is how it stands; none changes."""

    referral_update_id: str
    referral_id: str
    client_id: str
    noted_on: date
    status: ReferralStatus
    follow_up_on: date | None = None
    remark: str | None = None
    staff: str | None = None
    recorded_at: str = ""
    takes_back: str | None = None
    """The step that was never true, nor is this one then: it says again what held before."""


class Disclosure(NamedTuple):
    """What was told to whom about a client, why, and by what right. It is never changed."""

    disclosure_id: str
    client_id: str
    disclosed_on: date
    to_whom: str
    what: str
    purpose: str
    consent: str | None = None
    """The release of information that it rests on."""
    exception: str | None = None
    """Why it needed none."""
    document_id: str | None = None
    referral_id: str | None = None
    staff: str | None = None
    recorded_at: str = ""
