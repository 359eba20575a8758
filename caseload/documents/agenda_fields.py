"""What documents say of appointments and of what a client's rights are fought for with.

The types and the lines below them are shown to those who write templates, as those of `fields` are.
"""

from datetime import date
from typing import NamedTuple

from caseload.model.agenda import AdvocacyStatus


class Visit(NamedTuple):
    """An appointment that the client has before them."""

    appointment_id: str
    """Its id."""
    day: date
    """The day."""
    time: str
    """The time of day, HH:MM."""
    minutes: int | None
    """How long."""
    with_whom: str | None
    """With whom."""
    location: str | None
    """Where."""
    purpose: str | None
    """What for."""
    transport: str | None
    """How they get there."""


class Kept(NamedTuple):
    """How many appointments of the period were kept."""

    kept: int
    """Kept."""
    missed: int
    """Missed."""
    cancelled_by_client: int
    """Cancelled by the client."""
    scheduled: int
    """Those three together. What others cancelled and what was moved is not in it."""
    percent: int | None
    """Kept of scheduled; empty where nothing was scheduled."""


class Happening(NamedTuple):
    """A step of an advocacy record."""

    noted_on: date
    """The day."""
    text: str
    """What happened."""


class Refused(NamedTuple):
    """A right or a service that was refused."""

    advocacy_id: str
    """Its id."""
    issue: str
    """What was refused."""
    against: str
    """Who refused it."""
    right: str | None
    """Which right it is about."""
    opened_on: date
    """The day it was taken up."""
    decided_on: date | None
    """The day on the notice."""
    file_by: date | None
    """The last day to file; empty once it is filed."""
    filed_on: date | None
    """The day it was filed."""
    filed: str | None
    """What was filed."""
    respond_by: date | None
    """By when an answer is due."""
    status: AdvocacyStatus
    """Where it stands."""
    outcome: str | None
    """How it came out."""
    steps: tuple[Happening, ...]
    """What happened, the oldest first."""
