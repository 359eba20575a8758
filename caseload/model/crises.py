"""Crises and safety plans: the nouns. All of it is pure.

A crisis is an emergency or an inpatient stay: what happened, what was done, where to. A safety plan
is the client's own six steps, in versions: what a person in a crisis reads from the top down until
it helps.

Who asks for what: Stanley and Brown's safety planning intervention (the six steps and their order),
HEDIS FUH (what is owed after an inpatient stay; see `crisis_rules`).
"""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from caseload.model.planning import PlanStatus, Signature


class CrisisKind(StrEnum):
    """What sort of crisis it was."""

    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    SUICIDE_ATTEMPT = "suicide_attempt"
    SELF_HARM = "self_harm"
    HARM_TO_OTHERS = "harm_to_others"
    PSYCHOSIS = "psychosis"
    OVERDOSE = "overdose"
    MEDICAL = "medical"
    DOMESTIC_VIOLENCE = "domestic_violence"
    HOMELESSNESS = "homelessness"
    OTHER = "other"


class Disposition(StrEnum):
    """What was done, and where it ended."""

    STABILIZED = "stabilized"
    CRISIS_LINE = "crisis_line"
    MOBILE_CRISIS = "mobile_crisis"
    EMERGENCY_DEPARTMENT = "emergency_department"
    INPATIENT = "inpatient"
    POLICE = "police"
    NONE = "none"


class Crisis(NamedTuple):
    """An emergency or an inpatient stay."""

    crisis_id: str
    client_id: str
    occurred_at: str
    """Local: YYYY-MM-DD, with THH:MM where the time of day is known."""
    kind: CrisisKind
    what_happened: str | None = None
    disposition: Disposition | None = None
    facility: str | None = None
    admitted_on: date | None = None
    """The first day of an inpatient stay."""
    discharged_on: date | None = None
    """The day they left it; the first day back."""
    follow_up: str | None = None
    """What is to be done next, in words."""
    staff: str | None = None
    """A staff_id: who recorded it."""
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None

    @property
    def occurred_on(self) -> date:
        """The day."""
        return date.fromisoformat(self.occurred_at[:10])


class CrisisClosing(NamedTuple):
    """A follow-up after a discharge that was closed without a visit, and why."""

    crisis_id: str
    days: int
    """Which one: 7 or 30."""
    closed_on: date
    reason: str
    staff: str | None = None
    recorded_at: str = ""


class Step(NamedTuple):
    """One of the six steps of a safety plan."""

    name: str
    """The field."""
    title: str
    """In the client's words, as a plan heads it."""
    question: str
    """What one asks a client who has no plan."""


STEPS = (
    Step(
        "warning_signs",
        "Warning signs",
        "What do you notice first, when it gets bad?",
    ),
    Step(
        "coping",
        "What I can do myself",
        "What can you do by yourself to get through the next hour?",
    ),
    Step(
        "distractions",
        "People and places that take my mind off it",
        "Who can you be with, or where can you go, to think of something else?",
    ),
    Step(
        "people_who_help",
        "People I can ask for help",
        "Whom can you tell that you need help? Their number?",
    ),
    Step(
        "professionals",
        "Professionals and agencies",
        "Whom of your doctor, therapist and clinic can we call? And 988.",
    ),
    Step(
        "safer_environment",
        "Making my surroundings safer",
        "What near you could hurt you, and who can put it out of reach?",
    ),
)
"""Stanley and Brown's, in their order: one goes on to the next when the one before didn't help."""
NAMES = tuple(step.name for step in STEPS)


class SafetyPlan(NamedTuple):
    """One version of a client's safety plan. Each step holds lines, in the client's words."""

    safety_plan_id: str
    client_id: str
    version: int
    status: PlanStatus = PlanStatus.DRAFT
    signed_on: date | None = None
    """The day of the last signature that it needs; None while it is a draft."""
    warning_signs: tuple[str, ...] = ()
    coping: tuple[str, ...] = ()
    distractions: tuple[str, ...] = ()
    people_who_help: tuple[str, ...] = ()
    professionals: tuple[str, ...] = ()
    safer_environment: tuple[str, ...] = ()
    staff: str | None = None
    """A staff_id: who began this version."""
    recorded_at: str = ""
    signatures: tuple[Signature, ...] = ()

    def lines(self, name: str) -> tuple[str, ...]:
        """What one step says."""
        said: tuple[str, ...] = getattr(self, name)
        return said


def content(plan: SafetyPlan) -> tuple[tuple[str, ...], ...]:
    """What a version says, step by step: two that say the same are the same to a reader."""
    return tuple(plan.lines(name) for name in NAMES)


def tidied(plan: SafetyPlan) -> SafetyPlan:
    """A version with a line each in its steps: no white space around them, and none empty."""
    said: dict[str, Any] = {
        name: tuple(
            line
            for text in plan.lines(name)
            for each in text.replace("\r", "\n").split("\n")
            if (line := each.strip())
        )
        for name in NAMES
    }
    return plan._replace(**said)


def lacks(plan: SafetyPlan) -> list[str]:
    """The steps that say nothing yet, by their titles; a plan is signed when there are none."""
    return [step.title for step in STEPS if not plan.lines(step.name)]
