"""Appointments, tasks and advocacy: the nouns. All of it is pure.

An appointment is open until its outcome is known; a task until it is done or put off; an advocacy
record until it is answered or closed. What changes over time is kept with its day, so that a past
day shows each of them as it stood then.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of an appointment."""

    SCHEDULED = "scheduled"
    KEPT = "kept"
    MISSED = "missed"
    CANCELLED = "cancelled"


class CancelledBy(StrEnum):
    """Who cancelled: only what the client cancelled was the client's to keep."""

    CLIENT = "client"
    OTHER = "other"


class Appointment(NamedTuple):
    """A visit with somebody, at a time."""

    appointment_id: str
    client_id: str
    starts_at: str
    """Local time, YYYY-MM-DDTHH:MM."""
    minutes: int | None = None
    with_whom: str | None = None
    location: str | None = None
    purpose: str | None = None
    transport: str | None = None
    """How they get there; who drives."""
    remind_on: date | None = None
    """When the client is reminded; None: not at all."""
    reminded_on: date | None = None
    outcome: Outcome = Outcome.SCHEDULED
    outcome_on: date | None = None
    """The day on which the outcome became known."""
    cancelled_by: CancelledBy | None = None
    outcome_why: str | None = None
    """Why it was missed or cancelled."""
    moved_to: str | None = None
    """The appointment that takes its place; a moved one is cancelled, and nobody missed it."""
    staff: str | None = None
    """A staff_id: who wrote it down."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None

    @property
    def day(self) -> date:
        """The day on which it is."""
        return date.fromisoformat(self.starts_at[:10])

    @property
    def time(self) -> str:
        """The time of day, HH:MM."""
        return self.starts_at[11:]


class Task(NamedTuple):
    """Something to do, for a client or for oneself."""

    task_id: str
    text: str
    client_id: str | None = None
    due_on: date | None = None
    """None: it is on nobody's due list."""
    staff: str | None = None
    """A staff_id: whose it is."""
    done_on: date | None = None
    remark: str | None = None
    """What came of it."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class TaskPutOff(NamedTuple):
    """A task put off: from one day to a later one, and why."""

    task_put_off_id: str
    task_id: str
    client_id: str | None
    put_off_on: date
    from_on: date
    until_on: date
    reason: str
    staff: str | None = None
    recorded_at: str = ""


class AdvocacyStatus(StrEnum):
    """Where an advocacy record stands."""

    OPEN = "open"
    APPEALED = "appealed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


CLOSED = (AdvocacyStatus.RESOLVED, AdvocacyStatus.WITHDRAWN)


class Advocacy(NamedTuple):
    """A right or a service that was refused, and what is done about it."""

    advocacy_id: str
    client_id: str
    issue: str
    against: str
    opened_on: date
    right: str | None = None
    """Which right it is about, in words."""
    kind: str | None = None
    """The usual appeal that it is, by which its days are counted: medicaid_fair_hearing."""
    decided_on: date | None = None
    """The day on the notice, or of what was done."""
    file_by: date | None = None
    """The last day to file; None once it is filed."""
    filed_on: date | None = None
    filed: str | None = None
    """What was filed."""
    respond_by: date | None = None
    """By when an answer is due; None once it is there."""
    status: AdvocacyStatus = AdvocacyStatus.OPEN
    outcome: str | None = None
    closed_on: date | None = None
    staff: str | None = None
    """A staff_id: who opened it."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class AdvocacyStep(NamedTuple):
    """What happened on a day, and how the record stood from then on."""

    advocacy_step_id: str
    advocacy_id: str
    client_id: str
    noted_on: date
    text: str
    status: AdvocacyStatus
    file_by: date | None = None
    respond_by: date | None = None
    staff: str | None = None
    recorded_at: str = ""


class FollowThrough(NamedTuple):
    """How many appointments of a period were kept, of those that were the client's to keep."""

    client_id: str | None
    """None in the line of all together."""
    client: str
    kept: int
    missed: int
    cancelled_by_client: int
    cancelled_by_other: int
    moved: int
    no_outcome: int
    """Over, and nobody has said what became of them."""
    scheduled: int
    """Kept, missed, and cancelled by the client: what the share is of."""
    percent: int | None
    """Kept of scheduled, in whole percent; None where nothing was scheduled."""
