"""How each date on the due list comes about: what counts for a client, what doesn't, and why."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from caseload import rules
from caseload.model import Contact, Hold, Item, Obligation, Standard, Status
from caseload.records._caseload import Caseload
from caseload.records.due import days_done, fits, in_order, overdue_when_held
from caseload.records.due.dated import dated_items
from caseload.records.due.days import DayDone
from caseload.records.due.facts import Wanted, active_standards, open_episodes
from caseload.rules import reasons


class Judged(NamedTuple):
    """A contact as one standard sees it."""

    contact: Contact
    why_not: str | None
    """None when its day counts."""


class Explanation(NamedTuple):
    """How one standard comes to its date for one episode."""

    standard: Standard
    program: str
    level_of_care: str | None
    case_manager: str | None
    clock: rules.Clock
    contacts: list[Judged]
    """Newest first."""
    plan_days: list[DayDone]
    """What counts for a plan review, newest first."""
    assessment_days: list[DayDone]
    """What counts for an assessment, newest first."""
    hold: Hold | None
    """When the episode is on hold, nothing is owed."""
    verdict: rules.Verdict | None


def explain(caseload: Caseload, client_id: str, on: date) -> list[Explanation]:
    """For each open episode and each standard that fits it: what counts, what doesn't, and why."""
    found = []
    contacts = caseload.records(
        Contact,
        "where client_id = ? and contacted_on <= ? order by contacted_on desc, rowid desc",
        (client_id, on.isoformat()),
    )
    wanted = Wanted(client_id=client_id)
    for one in open_episodes(caseload, on, wanted):
        for standard in active_standards(caseload):
            if not (rules.in_force(standard, on) and fits(standard, one)):
                continue
            since = rules.clock(one.admitted_on, one.holds, on, standard.obligation)
            judged: list[Judged] = []
            days: list[date] = []
            counted: list[DayDone] = []
            if standard.obligation is Obligation.CONTACT:
                judged = _judged(standard, contacts, since.start, one.program, on)
                days = [each.contact.contacted_on for each in judged if each.why_not is None]
            else:
                known = days_done(caseload, standard, on, wanted)
                counted = [each for each in known if each.day >= since.start]
                days = list(dict.fromkeys(each.day for each in counted))
            hold = rules.hold_on(one.holds, on)
            verdict = None
            if hold is None:
                # A hold restarts the clock of contacts alone.
                restarted = since.hold is not None and not days
                late = overdue_when_held(caseload, standard, [one], on) if restarted else {}
                verdict = rules.judge(standard, since, days, on, late.get(one.episode_id, 0))
            found.append(
                Explanation(
                    standard,
                    one.program,
                    one.level_of_care,
                    one.case_manager,
                    since,
                    judged,
                    counted if standard.obligation is Obligation.PLAN_REVIEW else [],
                    counted if standard.obligation is Obligation.ASSESSMENT else [],
                    hold,
                    verdict,
                )
            )
    return found


def dated(caseload: Caseload, client_id: str, on: date) -> list[Item]:
    """What carries a date of its own for a client: its reason is the explanation.

    Visits owed after a discharge are counted, so `explain_crises` tells of them.
    """
    wanted = Wanted(client_id=client_id)
    episodes = open_episodes(caseload, on, wanted)
    found = dated_items(caseload, episodes, on, wanted)
    return in_order([one for one in found if one.obligation is not Obligation.CRISIS_FOLLOW_UP])


def explained_item(one: Item) -> dict[str, Any]:
    """An item that no standard asks for as names and values, for JSON."""
    names = ("clock_started_by", "on_hold_since", "rule")
    said = dict.fromkeys(("standard", "clock_start_on", *names))
    kept = ("program", "due_on", "days_overdue", "status", "reason", "obligation", "record_id")
    said |= {name: getattr(one, name) for name in kept}
    return {**said, "contacts": [], "plan_days": [], "assessment_days": []}


def explained(one: Explanation) -> dict[str, Any]:
    """An explanation as names and values, for JSON."""
    verdict = one.verdict
    return {
        "standard": one.standard.name,
        "obligation": one.standard.obligation,
        "record_id": None,
        "rule": reasons.in_words(one.standard),
        "program": one.program,
        "clock_start_on": one.clock.start,
        "clock_started_by": "hold ended" if one.clock.hold else "admission",
        "on_hold_since": one.hold.from_on if one.hold else None,
        "due_on": verdict.due_on if verdict else None,
        "days_overdue": verdict.days_overdue if verdict else None,
        "status": verdict.status if verdict else Status.ON_HOLD,
        "reason": verdict.reason if verdict else None,
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
        "plan_days": [{"day": each.day, "what": each.words} for each in one.plan_days],
        "assessment_days": [{"day": each.day, "what": each.words} for each in one.assessment_days],
    }


def _judged(
    standard: Standard, contacts: Iterable[Contact], start: date, program: str, on: date
) -> list[Judged]:
    judged, counted = [], set[date]()
    for contact in contacts:
        why = rules.why_not(standard, contact, start, program, on)
        if why is None and contact.contacted_on in counted:
            why = "on a day already counted"
        if why is None:
            counted.add(contact.contacted_on)
        judged.append(Judged(contact, why))
    return judged
