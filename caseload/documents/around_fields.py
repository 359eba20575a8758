"""What templates know of needs, services and the people around a client; see `fields`."""

from datetime import date
from typing import NamedTuple

from caseload.documents.people import Condition
from caseload.model.assessing import ActionLevel
from caseload.model.circle import CareRole, ConsentMethod, ConsentSigner
from caseload.model.linking import ReferralStatus, ResourceNeed
from caseload.model.planning import Domain


class OpenNeed(NamedTuple):
    """What a client needs, and has not got yet."""

    domain: Domain
    """The part of life."""
    level: ActionLevel
    """watch, act or act_now."""
    identified_on: date
    """The day it was found."""
    statement: str | None
    """In the client's words or the case manager's."""
    goal: str | None
    """The goal of the plan that answers it, in its own words."""


class Score(NamedTuple):
    """What the last assessment with an instrument came to."""

    instrument: str
    """The instrument's name."""
    title: str
    """What it is called in full."""
    assessed_on: date
    """The day."""
    score: int
    """The score."""
    band: str | None
    """What such a score is called."""
    was: int | None
    """The score of the time before."""
    was_on: date | None
    """The day of that time."""


class Service(NamedTuple):
    """A service in the community that the client was referred to."""

    organization: str
    """Who offers it."""
    name: str
    """The service's name."""
    need: ResourceNeed
    """What for."""
    status: ReferralStatus
    """Where the referral stands."""
    since: date
    """Since when it stands so."""
    sent_on: date | None
    """The day of the referral."""
    linked_on: date | None
    """Since when they have it."""
    phone: str | None
    """The service's phone number."""


class Letter(NamedTuple):
    """A referral, as the service is told of it: no more than it needs to begin."""

    referral_id: str
    """Its id."""
    organization: str
    """To whom."""
    name: str
    """The service's name."""
    address: str | None
    """Where it is."""
    phone: str | None
    """Its phone number."""
    need: ResourceNeed
    """What for."""
    asked: str | None
    """What is asked for, in the case manager's words."""
    answer_by: date | None
    """When the case manager asks again."""
    diagnoses: tuple[Condition, ...]
    """Empty, unless `--include diagnosis` was said."""


class Release(NamedTuple):
    """A release of information."""

    consent_id: str
    """Its id."""
    to_whom: str
    """Who may be told."""
    purpose: str
    """What for."""
    scope: str
    """What may be told."""
    signed_on: date
    """The day it was signed."""
    effective_on: date | None
    """The first day, when it is a later one."""
    expires_on: date | None
    """The last day on which it holds."""
    expires_when: str | None
    """What ends it, when that is no day."""
    part2: bool
    """Whether it covers substance-use records. Those that do are left out of what goes to others
    under one that does not."""
    signed_by: ConsentSigner
    """The client, or their guardian."""
    method: ConsentMethod
    """On paper or electronically."""


class Member(NamedTuple):
    """Somebody on the care team."""

    name: str
    """Their name."""
    role: CareRole
    """What they are to the client."""
    relation: str | None
    """What a relative is to the client: sister."""
    organization: str | None
    """Where they work."""
    phone: str | None
    """The phone number."""
    email: str | None
    """The email address."""
    emergency_contact: int | None
    """1 is called first in an emergency; empty when they are not called."""
    remark: str | None
    """What is good to know before a call."""
    may_tell: str
    """What may be told to them, or that nothing may."""
    has_release: bool
    """Whether a release in force names them."""
