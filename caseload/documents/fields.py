"""What a template may use: plain, immutable facts, each described here.

docs/reference/template-fields.md is made from this module: the type of a field says whether it may
be empty, the line below it says what it is. A name that a template uses is looked up, and no other.
"""

from datetime import date
from typing import NamedTuple

from caseload.documents.agenda_fields import Kept, Refused, Visit
from caseload.documents.around_fields import Letter, Member, OpenNeed, Release, Score, Service
from caseload.documents.people import Agency, Condition, Person, StaffMember, Stay
from caseload.model import AddendumKind, Mode, Purpose, Reached, SignerRole
from caseload.model.planning import (
    Domain,
    LivingSituation,
    Plan,
    PlanStatus,
    ReviewOutcome,
    Signature,
    WorkStatus,
)


class Signer(NamedTuple):
    """One who signs the plan, or must still sign it."""

    role: SignerRole
    """In which role."""
    name: str | None
    """Who, when that is known."""
    credentials: str | None
    """A staff member's."""
    signature: Signature | None
    """Their signature, or their refusal; empty while it is missing."""


class SafetyPlan(NamedTuple):
    """The client's own six steps in a crisis, in their order; each holds lines."""

    version: int
    """Its number."""
    status: PlanStatus
    """draft, active or superseded."""
    signed_on: date | None
    """The day on which it came into force; empty for a draft."""
    warning_signs: tuple[str, ...]
    """Step 1: what they notice first."""
    coping: tuple[str, ...]
    """Step 2: what they can do by themselves."""
    distractions: tuple[str, ...]
    """Step 3: people and places that take their mind off it."""
    people_who_help: tuple[str, ...]
    """Step 4: whom they ask for help."""
    professionals: tuple[str, ...]
    """Step 5: professionals and agencies."""
    safer_environment: tuple[str, ...]
    """Step 6: how their surroundings are made safer."""
    signers: tuple[Signer, ...]
    """Who has signed it, and who must still."""


class Change(NamedTuple):
    """How a goal or an objective has moved since the last version."""

    goal_id: str
    """Of the goal."""
    objective_id: str | None
    """Empty when it is about the goal itself."""
    statement: str
    """The goal's or the objective's own words."""
    was: int | None
    """Percent, as rated before."""
    now: int | None
    """Percent, as rated last."""
    status: WorkStatus | None
    """Where it stands, when that was said."""
    noted_on: date
    """The day of the last note."""
    remark: str | None
    """The last remark."""
    remark_on: date | None
    """The day of that remark, which may be an earlier one than that of the last note."""


class Review(NamedTuple):
    """A plan looked at together with the client."""

    version: int | None
    """Of the plan that was looked at."""
    reviewed_on: date
    """The day."""
    outcome: ReviewOutcome
    """continue, revise or close."""
    remark: str | None
    """What was said."""
    staff: StaffMember | None
    """Who recorded it."""


class Part(NamedTuple):
    """What a note says under one heading of its format."""

    heading: str
    """The heading; '' for what stands before the first one."""
    text: str
    """The text."""


class Addition(NamedTuple):
    """What was added to a signed note."""

    kind: AddendumKind
    """A correction, a late addition, a retraction, or entered in error."""
    text: str | None
    """The new words."""
    reason: str
    """Why."""
    recorded_on: date
    """The day it was added."""
    staff: StaffMember | None
    """By whom."""


class Talk(NamedTuple):
    """A contact, or an attempt at one."""

    contact_id: str
    """Its id."""
    contacted_on: date
    """The day."""
    started_at: str | None
    """The time of day, HH:MM."""
    minutes: int | None
    """How long."""
    mode: Mode
    """in_person, phone, …"""
    reached: Reached
    """client, group, collateral or nobody."""
    with_whom: str | None
    """Who else."""
    location: str | None
    """Where."""
    program: str | None
    """The program that it counts for, when it is one alone."""
    purpose: Purpose | None
    """What for."""
    goals: tuple[str, ...]
    """The goals that it was about, in their own words."""
    note_format: str | None
    """DAP, SOAP, …"""
    note: str | None
    """The whole note."""
    parts: tuple[Part, ...]
    """The note by the headings of its format; one part without a heading when it has no format."""
    staff: StaffMember | None
    """Who wrote it."""
    signed_on: date | None
    """The day it was signed."""
    signed_by: StaffMember | None
    """Who signed it."""
    additions: tuple[Addition, ...]
    """What was added since."""
    entered_in_error: str | None
    """Why it was marked as entered in error."""


class Tally(NamedTuple):
    """The contacts of one purpose."""

    purpose: Purpose | None
    """Empty for those of which nobody said."""
    times: int
    """How many."""
    minutes: int
    """How long, all together."""


class Contacts(NamedTuple):
    """The contacts of the period, the oldest first; none that was entered in error."""

    reached: tuple[Talk, ...]
    """Those that reached somebody."""
    attempts: tuple[Talk, ...]
    """Those that reached nobody."""
    minutes: int
    """How long all took together."""
    by_purpose: tuple[Tally, ...]
    """Those that reached somebody, counted by purpose, the most first."""


class Period(NamedTuple):
    """The span that a document is about, both days included."""

    since: date
    """The first day."""
    until: date
    """The last day."""


class Discharge(NamedTuple):
    """How a stay ended."""

    program: str
    """The program."""
    admitted_on: date
    """The day it began."""
    discharged_on: date
    """The day it ended."""
    days: int
    """How long it lasted."""
    reason: str | None
    """Why it ended."""
    case_manager: StaffMember | None
    """The case manager on the last day."""
    contacts: int
    """Contacts that reached somebody."""
    last_contact_on: date | None
    """The day of the last of them."""


class Due(NamedTuple):
    """Something that a client is owed."""

    what: str
    """The standard's name, or what it is."""
    due_on: date | None
    """By when."""
    days_overdue: int | None
    """Negative while days are left."""
    status: str
    """overdue, due_today, due_soon, upcoming or on_hold."""
    reason: str
    """Why, in a few words."""


class Line(NamedTuple):
    """A client of a caseload."""

    client_id: str
    """The agency's id."""
    full_name: str
    """The family name first."""
    phone: str | None
    """The phone number."""
    contact_notes: str | None
    """How it is safe to reach them."""
    program: str
    """The program."""
    level_of_care: str | None
    """The level of care."""
    due: tuple[Due, ...]
    """What is due, the worst first."""


class Sheet(NamedTuple):
    """A case manager's open clients, those who have waited longest first."""

    case_manager: StaffMember
    """Whose caseload it is."""
    clients: tuple[Line, ...]
    """Their clients."""


class Fields(NamedTuple):
    """The names that every template knows."""

    agency: Agency
    """The agency."""
    today: date
    """The day of the document: today, or the one of `--on`."""
    made_by: StaffMember | None
    """Who makes it."""
    client: Person
    """Whom it is about."""
    episode: Stay | None
    """Their open stay in a program, else the last one."""
    episodes: tuple[Stay, ...]
    """All stays, the newest first."""
    diagnoses: tuple[Condition, ...]
    """The diagnoses, the principal one first."""
    plan: Plan
    """The plan in force, the draft (`--draft`), or a version (`--version N`). A client without one
    gets no such document."""
    safety_plan: SafetyPlan
    """The safety plan in force, else its draft; `--draft` and `--version N` choose another. A
    client without any gets no such document."""
    safety_plan_on: date | None
    """The day on which the safety plan in force was signed; empty when there is none."""
    last_plan: Plan | None
    """The plan in force, else the last one that was; empty when there never was one."""
    previous: Plan | None
    """The version that was in force before it."""
    signers: tuple[Signer, ...]
    """Who has signed the plan, and who must still."""
    changes: tuple[Change, ...]
    """How goals and objectives of the plan, else of `last_plan`, moved since the one before it."""
    review_due_on: date | None
    """The day by which the plan must be looked at again."""
    reviews: tuple[Review, ...]
    """The plan's reviews, the newest first."""
    living: LivingSituation | None
    """Housing and employment, as last known."""
    needs: tuple[OpenNeed, ...]
    """The needs that are open, the gravest first."""
    strengths: tuple[Domain, ...]
    """The parts of life of which the last assessments told a strength."""
    strengths_told: str | None
    """Strengths in words, as the last assessment that says any has them."""
    challenges_told: str | None
    """Challenges in words, in the same way."""
    scores: tuple[Score, ...]
    """What the last assessments with a score came to, one of each instrument."""
    period: Period
    """The span of `--since` and `--until`; the last three months when nothing is said."""
    contacts: Contacts
    """The contacts of the period."""
    contact: Talk
    """The contact of `--contact ID`; the newest signed one when nothing is said."""
    services: tuple[Service, ...]
    """The services with an open referral, those linked among them; none that is a draft."""
    services_in_place: tuple[Service, ...]
    """The services that they were linked to, and have not left."""
    referral: Letter
    """The referral of `--referral ID`; the only one that is open when nothing is said."""
    appointments: tuple[Visit, ...]
    """The appointments that the client has before them, the next one first."""
    follow_through: Kept
    """How many appointments of the period were kept."""
    advocacy: Refused
    """The advocacy record of `--advocacy ID`; the open one that waits first when nothing is said.
    A client without one gets no such document."""
    discharge: Discharge
    """How the last stay ended. A client who was not discharged gets no such document."""
    care_team: tuple[Member, ...]
    """Those around the client on that day: emergency contacts first, then by role."""
    releases: tuple[Release, ...]
    """The releases of information in force, the newest first."""
    release: Release | None
    """The release of `--release ID`, for a form that says it again."""
    member: Member | None
    """Whom `--member ID` names on the care team: for a form that is about them."""
    release_ends_on: date
    """The day on which a release ends that is signed on the day of the document."""
    covering: StaffMember | None
    """Who stands in for the case manager."""
    sheet: Sheet
    """A case manager's caseload; such a template takes `--case-manager`, and no client."""
