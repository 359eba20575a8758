"""Recovery plans: the nouns, what a plan still lacks, and how far it has come. All of it is pure.

A plan belongs to the client. It is kept in versions, and the version in force is the newest that
was signed by all who must. Goals, objectives and interventions keep their ids from version to
version, so progress is told of a goal and not of a sheet of paper.

Who asks for what: 42 CFR 440.169 (a plan with goals and actions), agencies' own rules for measures,
target dates and signatures, SAMHSA's four dimensions of recovery for the domains of a life.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from caseload.model import SignerRole


class Domain(StrEnum):
    """The part of a life that a goal is about."""

    PHYSICAL_HEALTH = "physical_health"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    HOUSING = "housing"
    DAILY_LIVING = "daily_living"
    SAFETY = "safety"
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    FINANCES = "finances"
    LEGAL = "legal"
    TRANSPORT = "transport"
    FAMILY = "family"
    SOCIAL = "social"
    SPIRITUALITY = "spirituality"
    OTHER = "other"


class Dimension(StrEnum):
    """SAMHSA's four dimensions of recovery, under which the domains of a life are grouped."""

    HEALTH = "health"
    HOME = "home"
    PURPOSE = "purpose"
    COMMUNITY = "community"


DIMENSIONS = {
    Domain.PHYSICAL_HEALTH: Dimension.HEALTH,
    Domain.MENTAL_HEALTH: Dimension.HEALTH,
    Domain.SUBSTANCE_USE: Dimension.HEALTH,
    Domain.HOUSING: Dimension.HOME,
    Domain.DAILY_LIVING: Dimension.HOME,
    Domain.SAFETY: Dimension.HOME,
    Domain.EMPLOYMENT: Dimension.PURPOSE,
    Domain.EDUCATION: Dimension.PURPOSE,
    Domain.FINANCES: Dimension.PURPOSE,
    Domain.LEGAL: Dimension.PURPOSE,
    Domain.TRANSPORT: Dimension.PURPOSE,
    Domain.FAMILY: Dimension.COMMUNITY,
    Domain.SOCIAL: Dimension.COMMUNITY,
    Domain.SPIRITUALITY: Dimension.COMMUNITY,
    Domain.OTHER: Dimension.COMMUNITY,
}


class PlanStatus(StrEnum):
    """Where a version stands. It follows from signatures and newer versions, and is not stored."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUPERSEDED = "superseded"


class WorkStatus(StrEnum):
    """Where a goal or an objective stands, by its progress notes."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    MET = "met"
    DROPPED = "dropped"


class SignatureMethod(StrEnum):
    """How a signature was given. A client's refusal is recorded like one, with its reason."""

    IN_PERSON = "in_person"
    VERBAL = "verbal"
    ELECTRONIC = "electronic"
    REFUSED = "refused"


class ReviewOutcome(StrEnum):
    """What a plan review came to."""

    CONTINUE = "continue"
    REVISE = "revise"
    CLOSE = "close"


class Housing(StrEnum):
    """Where the client lives."""

    OWN_HOME = "own_home"
    RENTED = "rented"
    SUPPORTED_HOUSING = "supported_housing"
    GROUP_HOME = "group_home"
    FAMILY_OR_FRIENDS = "family_or_friends"
    SHELTER = "shelter"
    UNSHELTERED = "unsheltered"
    INSTITUTION = "institution"
    OTHER = "other"


class Employment(StrEnum):
    """What the client works as or toward."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    SUPPORTED = "supported"
    VOLUNTEER = "volunteer"
    STUDENT = "student"
    LOOKING = "looking"
    NOT_WORKING = "not_working"
    UNABLE = "unable"
    RETIRED = "retired"
    OTHER = "other"


class Intervention(NamedTuple):
    """Who does what, how often and how long, so that an objective is reached."""

    intervention_id: str
    action: str
    responsible: str | None = None
    frequency: str | None = None
    duration: str | None = None


class Objective(NamedTuple):
    """A measurable step towards a goal."""

    objective_id: str
    statement: str
    measure: str | None = None
    """How one can tell that it is reached."""
    target_on: date | None = None
    status: WorkStatus = WorkStatus.NOT_STARTED
    progress: int = 0
    """Percent, 0 to 100, as last rated."""
    interventions: tuple[Intervention, ...] = ()


class Goal(NamedTuple):
    """What the client wants, in a domain of their life."""

    goal_id: str
    domain: Domain
    statement: str
    status: WorkStatus = WorkStatus.NOT_STARTED
    progress: int = 0
    """Percent: the mean of its objectives' that were not dropped."""
    objectives: tuple[Objective, ...] = ()

    @property
    def dimension(self) -> Dimension:
        """Where SAMHSA groups it."""
        return DIMENSIONS[self.domain]


class Signature(NamedTuple):
    """Who signed, or refused to."""

    signature_id: str
    signer: str
    role: SignerRole
    signed_on: date
    method: SignatureMethod
    reason: str | None = None
    """Why it was refused."""
    credentials: str | None = None
    """A staff member's, as they were on that day."""


class Plan(NamedTuple):
    """One version of a client's recovery plan, with all that hangs on it."""

    plan_id: str
    client_id: str
    version: int
    status: PlanStatus = PlanStatus.DRAFT
    effective_on: date | None = None
    """The day of its last required signature; None while it is a draft."""
    vision: str | None = None
    """In the client's own words."""
    strengths: str | None = None
    barriers: str | None = None
    supports: str | None = None
    discharge_criteria: str | None = None
    goals: tuple[Goal, ...] = ()
    signatures: tuple[Signature, ...] = ()


PROSE = ("vision", "strengths", "barriers", "supports", "discharge_criteria")
"""The fields of a plan that are told at length."""


class Progress(NamedTuple):
    """A dated rating or remark on a goal or an objective."""

    progress_id: str
    client_id: str
    goal_id: str
    objective_id: str | None
    """None when it is about the goal itself."""
    noted_on: date
    rating: int | None = None
    """Percent; objectives alone are rated."""
    status: WorkStatus | None = None
    remark: str | None = None
    contact: str | None = None
    """The contact_id of the talk that it comes from."""
    staff: str | None = None
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class PlanReview(NamedTuple):
    """A plan looked at together with the client."""

    plan_review_id: str
    client_id: str
    plan_id: str
    reviewed_on: date
    outcome: ReviewOutcome
    remark: str | None = None
    staff: str | None = None
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class LivingSituation(NamedTuple):
    """Housing and employment as of a day, by which independence is measured."""

    living_situation_id: str
    client_id: str
    noted_on: date
    housing: Housing | None = None
    employment: Employment | None = None
    income_source: str | None = None


class NoteFormat(NamedTuple):
    """The headings that an agency asks for in a contact note, such as DAP's."""

    name: str
    headings: tuple[str, ...]
    active: bool = True
