"""Whom documents are about and from: the agency, its staff, the client, their stays and diagnoses.

The types and the lines below them are shown to those who write templates, as those of `fields` are.
"""

from datetime import date
from typing import NamedTuple

from caseload.model import EpisodeStatus, Funding


class Agency(NamedTuple):
    """The agency, from the settings (`caseload config agency.name "…"`)."""

    name: str | None
    """Its name."""
    address: str | None
    """Its address, on one line."""
    phone: str | None
    """Its phone number."""
    confidentiality_notice: str
    """The notice at the foot of each page."""
    crisis_line: str
    """Whom to call in a crisis, as a sentence."""
    release_months: int
    """For how many months a release of information holds when nobody says otherwise."""


class StaffMember(NamedTuple):
    """A staff member."""

    staff_id: str
    """Their id."""
    name: str
    """Their name."""
    role: str
    """Their role, such as case_manager."""
    credentials: str | None
    """Their credentials, with commas between."""

    @property
    def signs_as(self) -> str:
        """Their name with their credentials: Dana Whitfield, QMHP-CS."""
        return ", ".join(part for part in (self.name, self.credentials) if part)


class Person(NamedTuple):
    """The client."""

    client_id: str
    """The agency's id."""
    first_name: str
    """The first name."""
    last_name: str
    """The family name."""
    preferred_name: str | None
    """What they want to be called."""
    pronouns: str | None
    """Their pronouns."""
    date_of_birth: date | None
    """The day of birth."""
    age: int | None
    """In whole years, on the day of the document."""
    phone: str | None
    """The phone number."""
    email: str | None
    """The email address."""
    address: str | None
    """Street and house."""
    city: str | None
    """The city."""
    county: str | None
    """The county."""
    state: str | None
    """The state."""
    postal_code: str | None
    """The postal code."""
    language: str | None
    """The language they speak best."""
    contact_notes: str | None
    """How, when and where it is safe to reach them."""

    @property
    def name(self) -> str:
        """First name and family name: Ngozi Okafor."""
        return f"{self.first_name} {self.last_name}"

    @property
    def full_name(self) -> str:
        """The family name first: Okafor, Ngozi."""
        return f"{self.last_name}, {self.first_name}"

    @property
    def goes_by(self) -> str:
        """What they want to be called, else the first name."""
        return self.preferred_name or self.first_name


class Stay(NamedTuple):
    """One stay in a program."""

    program: str
    """The program's name."""
    status: EpisodeStatus
    """Where it stands."""
    level_of_care: str | None
    """The level of care on the day of the document."""
    case_manager: StaffMember | None
    """The case manager on the day of the document."""
    referred_on: date | None
    """The day of the referral."""
    referral_source: str | None
    """Who referred them."""
    presenting_needs: str | None
    """What they came for."""
    history: str | None
    """What went before."""
    admitted_on: date | None
    """The day of the admission."""
    discharged_on: date | None
    """The day of the discharge."""
    discharge_reason: str | None
    """Why they were discharged."""
    funding: Funding | None
    """Who pays."""


class Condition(NamedTuple):
    """A diagnosis."""

    code: str
    """ICD-10-CM."""
    description: str | None
    """In words."""
    diagnosed_on: date | None
    """The day."""
    principal: bool
    """Whether it is the one that counts."""
    source: str | None
    """Who made it."""
