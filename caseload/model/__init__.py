"""The nouns: what the field calls things, as immutable records.

Field names are public: exports, imports, templates and JSON all use them. They are added to, never
renamed. A day is a `date`; an instant is text, UTC, ISO 8601 ending in Z; `None` is "not known".

The records are named tuples, not dataclasses: thirty dataclasses cost every command some 40 ms
to define, thirty named tuples 6 ms, and a morning list of 100,000 is made in a quarter of the time.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Mode(StrEnum):
    """How a contact took place."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


class Reached(StrEnum):
    """Who was reached. `NOBODY` is an attempt, and an attempt never satisfies anything."""

    CLIENT = "client"
    GROUP = "group"
    COLLATERAL = "collateral"
    NOBODY = "nobody"


class Purpose(StrEnum):
    """The seven functions of case management."""

    ASSESSMENT = "assessment"
    PLANNING = "planning"
    NAVIGATION = "navigation"
    COORDINATION = "coordination"
    ADVOCACY = "advocacy"
    MONITORING = "monitoring"
    CRISIS = "crisis"


class HoldReason(StrEnum):
    """Why standards are suspended."""

    INPATIENT = "inpatient"
    JAIL = "jail"
    OUT_OF_AREA = "out_of_area"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    OTHER = "other"


class EpisodeStatus(StrEnum):
    """Where an episode stands."""

    REFERRED = "referred"
    SCREENED = "screened"
    WAITING = "waiting"
    ADMITTED = "admitted"
    NOT_ELIGIBLE = "not_eligible"
    DISCHARGED = "discharged"


class Funding(StrEnum):
    """Who pays."""

    PROGRAM = "program"
    MEDICAID = "medicaid"
    SLIDING_SCALE = "sliding_scale"
    SELF_PAY = "self_pay"


class SignerRole(StrEnum):
    """In which role somebody signs."""

    CLIENT = "client"
    CASE_MANAGER = "case_manager"
    SUPERVISOR = "supervisor"
    GUARDIAN = "guardian"


class AddendumKind(StrEnum):
    """What is said about something already signed."""

    CORRECTION = "correction"
    LATE_ADDITION = "late_addition"
    RETRACTION = "retraction"
    ENTERED_IN_ERROR = "entered_in_error"


class Counting(StrEnum):
    """From the last one, or once in each calendar period."""

    ROLLING = "rolling"
    CALENDAR = "calendar"


class Unit(StrEnum):
    """What a standard's period is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Obligation(StrEnum):
    """What is owed. The first three come from standards, the others from records with a date."""

    CONTACT = "contact"
    PLAN_REVIEW = "plan_review"
    ASSESSMENT = "assessment"
    HOLD_REVIEW = "hold_review"
    UNSIGNED_NOTE = "unsigned_note"
    INTAKE_STEP = "intake_step"
    REFERRAL = "referral"
    CONSENT = "consent"
    TASK = "task"
    APPOINTMENT = "appointment"
    APPEAL = "appeal"
    CRISIS_FOLLOW_UP = "crisis_follow_up"


class Status(StrEnum):
    """How an item stands on a day, in the order in which they are listed."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    UPCOMING = "upcoming"
    ON_HOLD = "on_hold"


class Staff(NamedTuple):
    """A case manager, supervisor or other worker."""

    staff_id: str
    name: str
    role: str = "case_manager"
    credentials: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    capacity: int | None = None
    covered_by: str | None = None
    """The staff_id of the one who stands in."""
    active: bool = True


class Program(NamedTuple):
    """What the agency offers."""

    name: str
    description: str | None = None
    active: bool = True
    plan_signers: frozenset[SignerRole] = frozenset()
    """Who must sign a recovery plan here; empty: the client and the case manager."""
    diagnosis_codes: tuple[str, ...] = ()
    """Who is eligible: ICD-10-CM codes, categories or ranges (F20-F29); empty: any diagnosis."""
    minimum_age: int | None = None
    maximum_age: int | None = None
    """Years, that age included."""
    counties: tuple[str, ...] = ()
    """Where it serves; empty: everywhere."""
    needs_coordination: bool = False
    """Whether only those are eligible who need ongoing coordination of services."""
    required_credentials: tuple[str, ...] = ()
    """A case manager here has one of these; empty: any."""
    screened_within_days: int | None = 2
    """Business days from the referral to the screening; None: not timed. So with the next two."""
    assigned_within_days: int | None = 2
    """Business days from the screening to a case manager, for those not on the waiting list."""
    admitted_within_days: int | None = 10
    """Business days from the assignment to the admission."""
    waiting_review_days: int | None = 30
    """Days after which somebody on the waiting list is looked at again."""
    full_fee: int | None = None
    """US dollars that a self-paying client pays; what the sliding scale is a part of."""
    fee_per: str | None = None
    """What the fee is for: visit, month."""
    sliding_scale: tuple[str, ...] = ()
    """Bands, lowest first: "100: 0 %" asks nothing of incomes up to 100 % of the guideline,
    "200: $20" a flat 20 dollars; beyond the last, the full fee."""
    part2: bool = False
    """Whether its records are substance-use records under 42 CFR Part 2."""


class Client(NamedTuple):
    """A person served."""

    client_id: str
    first_name: str
    last_name: str
    preferred_name: str | None = None
    pronouns: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    city: str | None = None
    county: str | None = None
    state: str | None = None
    postal_code: str | None = None
    language: str | None = None
    contact_notes: str | None = None
    """How, when and where it is safe to reach them."""

    @property
    def full_name(self) -> str:
        """As lists show it: the family name first."""
        return f"{self.last_name}, {self.first_name}"


class Episode(NamedTuple):
    """One stay in a program. Level of care and case manager are those of the day asked for."""

    episode_id: str
    client_id: str
    program: str
    status: EpisodeStatus
    level_of_care: str | None = None
    case_manager: str | None = None
    """A staff_id."""
    referred_on: date | None = None
    referral_source: str | None = None
    presenting_needs: str | None = None
    history: str | None = None
    screened_on: date | None = None
    assigned_on: date | None = None
    admitted_on: date | None = None
    discharged_on: date | None = None
    discharge_reason: str | None = None
    funding: Funding | None = None
    household_size: int | None = None
    annual_income: int | None = None
    """US dollars a year."""
    needs_coordination: bool | None = None
    """Whether they need ongoing coordination of services; None: nobody has said."""
    taken_by: str | None = None
    """A staff_id: who took the referral, and sees to it until there is a case manager."""
    waiting_on: date | None = None
    """Since when they are on the waiting list."""
    waiting_reviewed_on: date | None = None
    """When somebody last looked at their place on it."""
    not_eligible_on: date | None = None
    not_eligible_reason: str | None = None
    sent_to: str | None = None
    """Where they were sent instead."""


class Hold(NamedTuple):
    """A span of an episode in which standards are suspended."""

    hold_id: str
    episode_id: str
    from_on: date
    until_on: date | None
    """The first day back; None while it is open."""
    reason: HoldReason
    remark: str | None = None


class Diagnosis(NamedTuple):
    """What makes the client eligible."""

    diagnosis_id: str
    client_id: str
    code: str
    """ICD-10-CM."""
    description: str | None = None
    diagnosed_on: date | None = None
    principal: bool = False
    source: str | None = None


class Contact(NamedTuple):
    """One contact with a client or about them, or an attempt at one."""

    contact_id: str
    client_id: str
    contacted_on: date
    mode: Mode
    reached: Reached
    started_at: str | None = None
    """Local time of day, HH:MM."""
    minutes: int | None = None
    with_whom: str | None = None
    location: str | None = None
    program: str | None = None
    """Counts for this program alone; None counts for all."""
    purpose: Purpose | None = None
    goals: tuple[str, ...] = ()
    note: str | None = None
    note_format: str | None = None
    staff: str | None = None
    """A staff_id."""
    imported: bool = False
    """Came by import, so it needs no signature here."""
    recorded_at: str = ""
    signed_at: str | None = None
    signed_by: str | None = None
    """A staff_id."""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class Addendum(NamedTuple):
    """A correction, late addition or retraction of something signed."""

    addendum_id: str
    of: str
    """The contact_id that it adds to."""
    kind: AddendumKind
    text: str | None
    reason: str
    recorded_at: str
    staff: str | None


class Document(NamedTuple):
    """What was rendered, from what, by whom and for whom. The document itself is not kept."""

    document_id: str
    client_id: str | None
    """None for one about a whole caseload."""
    template: str
    template_hash: str
    """SHA-256 of the template's text, in hexadecimal."""
    plan_version: int | None
    format: str
    made_at: str
    made_by: str | None = None
    """A staff_id."""
    sent_to: str | None = None


class Standard(NamedTuple):
    """A rule for what is owed, for every episode that it fits."""

    standard_id: str
    name: str
    obligation: Obligation = Obligation.CONTACT
    instrument: str | None = None
    active: bool = True
    counting: Counting = Counting.ROLLING
    every: int = 1
    unit: Unit = Unit.MONTH
    times: int = 1
    modes: frozenset[Mode] = frozenset()
    """Empty: any mode qualifies."""
    reached: frozenset[Reached] = frozenset({Reached.CLIENT, Reached.GROUP})
    first_within_days: int | None = None
    due_soon_days: int = 7
    program: str | None = None
    level_of_care: str | None = None
    client_id: str | None = None
    effective_from: date | None = None
    effective_until: date | None = None


class Item(NamedTuple):
    """One line of the due list."""

    client_id: str | None
    client: str
    case_manager: str | None
    """The name, since this is what people read and group by."""
    program: str | None
    level_of_care: str | None
    county: str | None
    obligation: Obligation
    standard: str | None
    due_on: date | None
    days_overdue: int | None
    """Negative while days are left."""
    status: Status
    last_on: date | None
    attempts: int | None
    last_attempt_on: date | None
    reason: str
    record_id: str | None
    phone: str | None
    contact_notes: str | None
    clock_start_on: date | None
    """Where counting starts: the admission, or the end of the last hold."""
