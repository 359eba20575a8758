"""Intakes: what is told when a person calls or is referred, before any of it is saved."""

from datetime import date
from typing import NamedTuple

from caseload.model import Funding
from caseload.model.planning import Employment, Housing


class Intake(NamedTuple):
    """One intake. Its fields are those of the client, the episode and what else it makes."""

    first_name: str
    last_name: str
    program: str
    date_of_birth: date | None = None
    phone: str | None = None
    contact_notes: str | None = None
    """How it is safe to reach them."""
    referral_source: str | None = None
    referred_on: date | None = None
    """None: today."""
    presenting_needs: str | None = None
    needs_coordination: bool | None = None
    diagnosis_code: str | None = None
    """ICD-10-CM; None: none yet."""
    diagnosis_description: str | None = None
    county: str | None = None
    language: str | None = None
    funding: Funding | None = None
    household_size: int | None = None
    annual_income: int | None = None
    history: str | None = None
    housing: Housing | None = None
    employment: Employment | None = None
    income_source: str | None = None
    preferred_name: str | None = None
    pronouns: str | None = None
    email: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None


class Told(NamedTuple):
    """An intake as it was told, and who it is about."""

    intake: Intake
    client: str | None = None
    """A client already: an id, a name or its beginning."""
    is_new: bool = False
    """Somebody else than the clients who are like them."""
    line: int = 0
    """Where it stands in its document."""


REQUIRED = ("first_name", "last_name", "program")
"""Without these there is no intake."""
OF_PERSON = (
    *("first_name", "last_name", "preferred_name", "pronouns", "date_of_birth", "phone", "email"),
    *("address", "city", "county", "state", "postal_code", "language", "contact_notes"),
)
"""What goes into the client's own record."""
OF_EPISODE = (
    *("referral_source", "referred_on", "presenting_needs", "history", "needs_coordination"),
    *("funding", "household_size", "annual_income"),
)
"""What goes into the episode."""
