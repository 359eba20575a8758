"""How the follow-ups after a discharge come about for a client: what counts, what doesn't, why."""

from datetime import date
from typing import Any, NamedTuple

from caseload import dates, rules
from caseload.model import Contact, Obligation
from caseload.records import crises
from caseload.records._caseload import Caseload
from caseload.rules import crisis_rules
from caseload.rules.crisis_rules import Stay


class Seen(NamedTuple):
    """A contact since the admission, as the rule sees it."""

    contact: Contact
    why_not: str | None
    """None when it is a visit."""


class Discharge(NamedTuple):
    """One discharge, and what is owed after it on a day."""

    stay: Stay
    contacts: list[Seen]
    """Newest first."""
    replaced_by: Stay | None
    """The readmission within 30 days, because of which it no longer counts."""
    closed: list[tuple[int, date, str]]
    """Follow-ups closed without a visit: 7 or 30, the day, why."""
    verdicts: list[tuple[int, rules.Verdict]]
    """What is still owed: 7 or 30, and how it stands."""


RULE = (
    "the client reached, in person or by video, on days 1 to 7 after an inpatient discharge, and "
    "on days 1 to 30; the day of discharge doesn't count"
)


def explain(caseload: Caseload, client_id: str, on: date) -> list[Discharge]:
    """Each discharge of a client up to a day, the newest first, with what is owed after it.

    A discharge that was followed by a visit, or replaced, is told for a year.
    """
    with caseload.reading():
        stays = sorted(
            (one for one in crises.stays(caseload, client_id) if one.admitted_on <= on),
            key=lambda one: (one.admitted_on, one.discharged_on or date.max, one.crisis_id),
        )
        if not stays:
            return []
        contacts = caseload.records(
            Contact,
            "where client_id = ? and contacted_on between ? and ?"
            " order by contacted_on desc, rowid desc",
            (client_id, stays[0].admitted_on.isoformat(), on.isoformat()),
        )
        shut = crises.closings(caseload, client_id)
        owed = crises.follow_ups(caseload, client_id, on)
    found = []
    for place, stay in enumerate(stays):
        left = stay.discharged_on
        if left is None or left > on:
            continue
        verdicts = [
            (one.days, crisis_rules.judge(one, on)) for one in owed if one[0] == stay.crisis_id
        ]
        if not verdicts and (on - left).days > TOLD_FOR_DAYS:
            continue
        found.append(
            Discharge(
                stay,
                [
                    Seen(one, crisis_rules.why_no_visit(one, left, on))
                    for one in contacts
                    if one.contacted_on >= left
                ],
                crisis_rules.readmitted_by(left, stays[place + 1 :]),
                [
                    (one.days, one.closed_on, one.reason)
                    for one in shut
                    if one.crisis_id == stay.crisis_id and one.closed_on <= on
                ],
                verdicts,
            )
        )
    return found[::-1]


TOLD_FOR_DAYS = 365


def explained(one: Discharge) -> list[dict[str, Any]]:
    """An explanation as names and values, for JSON: one object for each follow-up still owed."""
    return [
        {
            "standard": None,
            "obligation": Obligation.CRISIS_FOLLOW_UP,
            "record_id": one.stay.crisis_id,
            "rule": RULE,
            "program": None,
            "clock_start_on": one.stay.discharged_on,
            "clock_started_by": "discharge",
            "on_hold_since": None,
            "due_on": verdict.due_on,
            "days_overdue": verdict.days_overdue,
            "status": verdict.status,
            "reason": verdict.reason,
            "contacts": [
                {
                    "contact_id": each.contact.contact_id,
                    "contacted_on": each.contact.contacted_on,
                    "mode": each.contact.mode,
                    "reached": each.contact.reached,
                    "counts": each.why_not is None,
                    "why_not": each.why_not,
                }
                for each in one.contacts
            ],
            "plan_days": [],
            "assessment_days": [],
        }
        for _, verdict in one.verdicts
    ]


def ended(one: Discharge) -> str | None:
    """Why a discharge asks for nothing more, in words; None while it does."""
    if one.replaced_by is not None:
        again = dates.plain(one.replaced_by.admitted_on)
        return f"admitted again {again} ({one.replaced_by.crisis_id}): that discharge counts"
    visit = [each.contact.contacted_on for each in one.contacts if each.why_not is None]
    assert one.stay.discharged_on is not None
    if visit:
        days = (min(visit) - one.stay.discharged_on).days
        return f"seen {dates.plain(min(visit))}, on day {days}"
    return None if one.verdicts else "closed without a visit"
