"""Assessments and needs: the nouns. All of it is pure.

An instrument is data: its items, how they are scored, and what a score or an answer means. An
assessment keeps the answers, the score and the band as they were on its day, so that it can be read
without its instrument. A need belongs to the client; an assessment, a talk or an intake finds it, a
goal of the plan or a referral answers it.

Who asks for what: 42 CFR 440.169 (assessment and periodic reassessment of needs, strengths and
preferences), the instruments' own authors for items, scores and bands.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from caseload.model.planning import Domain


class ActionLevel(StrEnum):
    """How much a need asks for, as the needs assessments of the field tell it: 1, 2 and 3."""

    WATCH = "watch"
    ACT = "act"
    ACT_NOW = "act_now"


class Scoring(StrEnum):
    """How a score is made of the answers."""

    SUM = "sum"
    MEAN = "mean"
    NONE = "none"


class Option(NamedTuple):
    """One answer that an item can have."""

    value: int
    label: str


class InstrumentItem(NamedTuple):
    """One question of an instrument."""

    item_id: str
    """Its number, as the paper form has it: 9."""
    text: str
    options: tuple[Option, ...]
    optional: bool = False
    """Whether it may stay without an answer."""
    scored: bool = True
    """Whether its answer counts towards the score."""
    domain: Domain | None = None
    """The part of a life that it asks about; its answer then tells a need or a strength."""
    levels: tuple[tuple[int, ActionLevel], ...] = ()
    """From which answer on it tells a need, and of what level, lowest first."""
    strength_from: int | None = None
    """From which answer down it tells a strength."""


class Band(NamedTuple):
    """What a span of scores is called."""

    minimum: int
    maximum: int
    label: str


class Flag(NamedTuple):
    """An answer that is said at once, whatever the score."""

    item_id: str
    at_least: int
    message: str
    crisis: bool = False
    """Whether the steps for a crisis are shown with it."""


class Instrument(NamedTuple):
    """A questionnaire or rating scale, as its file tells it."""

    name: str
    """As commands and standards name it: phq-9."""
    title: str
    source: str
    licence: str
    items: tuple[InstrumentItem, ...]
    prompt: str | None = None
    """What is asked once, before all items."""
    scoring: Scoring = Scoring.SUM
    times: int = 1
    """What a mean is multiplied by, so that a score is a whole number."""
    bands: tuple[Band, ...] = ()
    flags: tuple[Flag, ...] = ()
    higher_is_worse: bool = True
    meaningful_change: int | None = None
    """By how many points a score must move to mean something."""
    language: str = "en"
    form_of: str | None = None
    """Another language's form of this instrument, under whose name it is recorded."""

    @property
    def recorded_as(self) -> str:
        """The name that an assessment with it is recorded under."""
        return self.form_of or self.name


NARRATIVE = "narrative"
"""The instrument of an assessment in words alone."""


class Assessment(NamedTuple):
    """One administration of an instrument, or an assessment in words alone."""

    assessment_id: str
    client_id: str
    instrument: str
    """Its name; `narrative` is one in words alone."""
    assessed_on: date
    assessor: str | None = None
    """A staff_id."""
    items: tuple[str, ...] = ()
    """The answers: "9=1"."""
    score: int | None = None
    band: str | None = None
    flags: tuple[str, ...] = ()
    """The items that were flagged."""
    needs: tuple[str, ...] = ()
    """The domains in which it found a need, with its level: "housing=act"."""
    found_strengths: tuple[str, ...] = ()
    """The domains of which its answers tell a strength."""
    strengths: str | None = None
    challenges: str | None = None
    remark: str | None = None
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


class Need(NamedTuple):
    """A need in a part of a client's life, from the day it was found to the day it was met."""

    need_id: str
    client_id: str
    domain: Domain
    level: ActionLevel
    identified_on: date
    statement: str | None = None
    """In the client's words or the case manager's."""
    met_on: date | None = None
    assessment_id: str | None = None
    """What found it."""
    goal_id: str | None = None
    """The goal of the plan that answers it."""
    staff: str | None = None
    recorded_at: str = ""
    entered_in_error_at: str | None = None
    entered_in_error_why: str | None = None


def half_up(above: int, below: int) -> int:
    """A fraction of whole numbers, not negative, rounded to one; a half goes up."""
    return (2 * above + below) // (2 * below)
