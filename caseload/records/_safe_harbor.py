"""What becomes of each column of a table when it is de-identified. Pure.

The rule is Safe Harbor, 45 CFR 164.514(b)(2): eighteen kinds of identifiers of the individual, of
relatives, employers and household members go; of dates the year stays, ages over 89 are one, and of
places the state stays. The three digits of a ZIP code that the rule would leave, where enough
people live, are left out too: which those are changes with each census. What the rule doesn't name
and is not known to be harmless is left out as well, so a new column of text, numbers or lists is
out until it is named here; words of a closed list and yes or no say nothing that identifies.
"""

from datetime import date
from enum import StrEnum

from caseload.records._table import Column, Type

OLDEST = 89
"""Full years; those above are one: 90+."""
ABOVE = "90+"

_STATES = frozenset(each.casefold() for each in """
AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,
DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,
KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,
MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,
NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,
PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,
VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,AS American Samoa,
GU Guam,MP Northern Mariana Islands,PR Puerto Rico,VI Virgin Islands
""".strip().split(",") for each in each.strip().split(" ", 1))  # fmt: skip
"""States, the District of Columbia and the territories, by code and by name."""


class Fate(StrEnum):
    """What becomes of a column."""

    KEPT = "kept"
    YEAR = "year"
    AGE = "age"
    CODE = "code"
    FREE_TEXT = "free_text"
    """Left out, unless somebody has read it and asks for it."""
    LEFT_OUT = "left_out"


KINDS = (
    "clients", "episodes", "holds", "diagnoses", "episode_case_managers", "episode_levels",
    "contacts", "flat_contacts", "programs", "standards", "plans", "goals", "objectives",
    "interventions", "progress", "plan_reviews", "assessments", "needs", "living_situations",
    "appointments", "tasks", "advocacy", "referrals", "referral_updates", "crises",
    "crisis_closings",
)  # fmt: skip
"""What can be de-identified. The others are about people by name, or a list to work from: a list of
what is due is never de-identified."""
CODED = {
    f"{record}_id": record
    for record in (
        "client", "episode", "plan", "goal", "objective", "need", "assessment", "referral",
        "resource", "crisis", "advocacy", "task",
    )
}  # fmt: skip
CODED |= dict.fromkeys(("staff", "case_manager", "assessor", "taken_by", "signed_by"), "staff")
"""Columns that name a record, and the record: they get its code. Of staff they hold the name."""
_TEXT = frozenset((
    "band", "code", "diagnosis_code", "fee_per", "for_program", "instrument", "language",
    "level_of_care", "note_format", "program", "staff_role", "state",
))  # fmt: skip
_NAMES = frozenset({"Program", "Standard"})
"""Records whose own name is the agency's word for something, and nobody's."""
_NUMBERS = frozenset((
    "admitted_within_days", "assigned_within_days", "days", "due_soon_days", "every",
    "first_within_days", "full_fee", "household_size", "maximum_age", "minimum_age",
    "minutes", "order", "progress", "rating", "score", "screened_within_days", "stays_open",
    "times", "version", "waiting_review_days",
))  # fmt: skip
_LISTS = frozenset((
    "diagnosis_codes", "flags", "found_strengths", "items", "modes", "needs", "plan_signers",
    "reached", "required_credentials", "sliding_scale", "staff_credentials",
))  # fmt: skip
_FREE = frozenset((
    "action", "barriers", "challenges", "description", "diagnosis_description",
    "discharge_criteria", "discharge_reason", "duration", "entered_in_error_why", "filed",
    "follow_up", "frequency", "history", "income_source", "issue", "measure",
    "not_eligible_reason", "note", "outcome", "outcome_why", "presenting_needs", "purpose",
    "reason", "remark", "right", "statement", "strengths", "supports", "text", "transport",
    "vision", "what_happened",
))  # fmt: skip
_LOOSE_DAYS = frozenset({"occurred_at"})
"""Text that begins with a day."""


def fate(column: Column) -> Fate:
    """What becomes of a column."""
    name, kind = column.name, column.type
    if name in ("date_of_birth", "age"):
        return Fate.AGE
    if kind in (Type.DAY, Type.INSTANT, Type.LOCAL_TIME) or name in _LOOSE_DAYS:
        return Fate.YEAR
    if name in CODED and kind is Type.TEXT:
        return Fate.CODE
    known = {Type.TEXT: _TEXT, Type.INTEGER: _NUMBERS, Type.LIST: _LISTS}.get(kind)
    if known is None or name in known:
        return Fate.KEPT
    if name == "name" and column.of is not None and column.of[0].__name__ in _NAMES:
        return Fate.KEPT
    return Fate.FREE_TEXT if name in _FREE and kind is Type.TEXT else Fate.LEFT_OUT


def year_name(column: str) -> str:
    """The name of a column of years: contacted_on becomes contacted_year."""
    return f"{column.removesuffix('_on').removesuffix('_at')}_year"


def shown_state(text: str | None) -> str | None:
    """A state, where the text names one and nothing below it."""
    return text if text and text.strip().casefold() in _STATES else None


def shown_year(day: str | None, today: date) -> int | None:
    """The year of a day; one that nobody of 89 years has seen would tell that somebody is older."""
    year = int(day[:4]) if day else None
    return year if year and year >= today.year - OLDEST - 1 else None


def shown_age(years: int | None) -> str | None:
    """An age as it may be told."""
    return None if years is None else str(years) if years <= OLDEST else ABOVE
