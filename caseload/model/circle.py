"""The people around a client, and what may be told to them: the nouns. All of it is pure.

A care team member is a provider, a relative or anyone else who has a part in the client's life. A
consent is a release of information: who may be told what, what for, and until when. What was told
is a disclosure, which lives beside referrals in `linking`.

Who asks for what: 45 CFR 164.508 (what a release says), 164.506, 164.510 and 164.512 (where none is
needed), 164.528 (an accounting of what was told), 164.502(g) (a guardian decides for the client);
42 CFR 2.31 to 2.33 (releases of substance-use records).
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class CareRole(StrEnum):
    """What somebody is to the client, in the order in which they are called."""

    GUARDIAN = "guardian"
    FAMILY = "family"
    PSYCHIATRIST = "psychiatrist"
    THERAPIST = "therapist"
    PRIMARY_CARE = "primary_care"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PEER = "peer"
    HOUSING = "housing"
    EMPLOYER = "employer"
    SCHOOL = "school"
    PROBATION = "probation"
    ATTORNEY = "attorney"
    OTHER = "other"


class ConsentSigner(StrEnum):
    """Who signed a release."""

    CLIENT = "client"
    GUARDIAN = "guardian"


class ConsentMethod(StrEnum):
    """How a release was signed; it is always in writing."""

    IN_PERSON = "in_person"
    ELECTRONIC = "electronic"


class WithoutRelease(StrEnum):
    """Why something may be told without a release: the exceptions of HIPAA that agencies use."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    EMERGENCY = "emergency"
    REQUIRED_BY_LAW = "required_by_law"
    CLIENT_ASKED = "client_asked"


SAID_WITH_DETAIL = (WithoutRelease.EMERGENCY, WithoutRelease.REQUIRED_BY_LAW)
"""Exceptions that say nothing without what happened, or which law."""


class CareTeamMember(NamedTuple):
    """Somebody around the client, from the day they came to the day they left."""

    care_team_member_id: str
    client_id: str
    name: str
    role: CareRole
    relation: str | None = None
    """What a relative is to the client: sister."""
    organization: str | None = None
    phone: str | None = None
    email: str | None = None
    emergency_contact: int | None = None
    """1 is called first in an emergency, 2 next; None is no emergency contact."""
    remark: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    """The first day on which they are no longer on the team."""
    staff: str | None = None
    """A staff_id: who wrote it down."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class Consent(NamedTuple):
    """A release of information. It is in force on both its days, the first and the last."""

    consent_id: str
    client_id: str
    to_whom: str
    purpose: str
    scope: str
    """What may be told, in words that the client understood."""
    signed_on: date
    care_team_member_id: str | None = None
    """Who that is on the care team."""
    effective_on: date | None = None
    """The first day, when it is later than the signature."""
    expires_on: date | None = None
    """The last day on which it holds."""
    expires_when: str | None = None
    """What ends it, when that is no day: "when I leave the program"."""
    revoked_on: date | None = None
    """From this day on it no longer holds."""
    part2: bool = False
    """Whether it covers substance-use records under 42 CFR Part 2."""
    signed_by: ConsentSigner = ConsentSigner.CLIENT
    method: ConsentMethod = ConsentMethod.IN_PERSON
    renews: str | None = None
    """The consent_id of the release whose place it takes."""
    staff: str | None = None
    """A staff_id: who took it."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class Call(NamedTuple):
    """Somebody to call about a client, and what may be told to them on that day."""

    member: CareTeamMember
    consents: tuple[Consent, ...]
    """The releases in force that name them."""
    decides: bool
    """Whether they decide for the client, as a guardian does, and so need no release."""
