"""Crises, stays, follow-ups and safety plans in a few words, for lists, flags and the card."""

from datetime import date

from caseload import dates
from caseload.model.crises import Crisis, SafetyPlan
from caseload.model.planning import PlanStatus
from caseload.rules.crisis_rules import FollowUp


def crisis_in_words(one: Crisis) -> str:
    """What sort, what was done, where: "overdose, emergency department, Providence"."""
    parts = [_spaced(one.kind), _spaced(one.disposition or ""), one.facility]
    if one.admitted_on is not None:
        until = f"to {dates.plain(one.discharged_on)}" if one.discharged_on else "until now"
        parts.append(f"{dates.plain(one.admitted_on)} {until}")
    if one.entered_in_error_at is not None:
        parts.append("entered in error")
    return ", ".join(part for part in parts if part)


def stay_in_words(one: Crisis) -> str:
    """Where they are an inpatient: "in hospital since 3 Nov 2026, DePaul Center"."""
    assert one.admitted_on is not None
    where = f", {one.facility}" if one.facility else ""
    return f"in hospital since {dates.plain(one.admitted_on)}{where}"


def follow_up_in_words(one: FollowUp, on: date) -> str:
    """By when: "visit within 7 days of 18 Nov 2026, due 25 Nov (in 2 days)"."""
    return (
        f"visit within {one.days} days of {dates.plain(one.discharged_on)}, due "
        f"{dates.short(one.due_on, on)} ({dates.away(one.due_on, on)})"
    )


def plan_in_words(one: SafetyPlan | None) -> str:
    """Where a safety plan stands: "version 2, signed 3 Sep 2026"."""
    if one is None:
        return "none"
    if one.status is PlanStatus.DRAFT:
        return f"draft {one.version}, not signed"
    signed = f", signed {dates.plain(one.signed_on)}" if one.signed_on else ", never in force"
    replaced = ", superseded" if one.status is PlanStatus.SUPERSEDED and one.signed_on else ""
    return f"version {one.version}{signed}{replaced}"


def _spaced(word: str) -> str:
    return word.replace("_", " ")
