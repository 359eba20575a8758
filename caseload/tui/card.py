"""The client at hand, beside a list: how to reach them safely, last contacts, goals, flags."""

from collections.abc import Iterator
from datetime import date, timedelta

from rich.text import Text

from caseload import rules
from caseload.model import Client, Contact, Obligation, Purpose, Reached
from caseload.records import (
    appointments,
    assessments,
    care_team,
    clients,
    consents,
    contacts,
    crises,
    due,
    episodes,
    holds,
    intake,
    plans,
    safety_plans,
)
from caseload.records._caseload import Caseload
from caseload.rules import circle_rules
from caseload.rules.crisis_words import crisis_in_words, follow_up_in_words, stay_in_words
from caseload.rules.eligibility import age_on
from caseload.show import day_style, safe_line
from caseload.show.intake import next_in_words
from caseload.show.plan import standing, words

RECENT_CRISIS_DAYS = 30
LAST = 5
"""How many contacts a card names."""


def card(caseload: Caseload, client_id: str, on: date) -> Text:
    """What a case manager looks for before a call, as text in lines."""
    client = clients.get(caseload, client_id)
    text = Text()
    line(text, f"{client.full_name} · {client.client_id}", "bold")
    line(text, " · ".join(_who(client, on)), "dim")
    if client.phone or client.email:
        line(text, " · ".join(filter(None, (client.phone, client.email))), "bold")
    if client.contact_notes:
        line(text, f"! {' '.join(client.contact_notes.split())}", "bold italic")
    for flag in flags(caseload, client_id, on):
        line(text, f"▲ {flag}", "bold")
    for visit in appointments.ahead(caseload, client_id, on)[:1]:
        phone = care_team.phone_of(caseload, client_id, visit.with_whom, on)
        said = [day_style.spoken_moment(visit.starts_at), visit.with_whom, phone]
        line(text, f"next: {' '.join(filter(None, said))}")
    _contacts(text, contacts.listed(caseload, client_id=client_id, until=on, limit=LAST), on)
    plan = plans.in_force(caseload, client_id, on)
    heading(text, "Goals")
    if plan is None:
        line(text, " no plan in force", "dim")
    else:
        for number, goal in enumerate(plan.goals, 1):
            line(text, f" {number} {goal.statement}")
            line(text, f"   {standing(goal.status, goal.progress)}", "dim")
    text.rstrip()
    return text


def who_they_are(caseload: Caseload, client: Client) -> Text:
    """The head of a chart: who, how to reach them safely, and what must not be missed."""
    text = Text()
    said = [*_who(client, caseload.today), client.phone or "no phone"]
    line(text, " · ".join(said))
    if client.contact_notes:
        line(text, f"! {' '.join(client.contact_notes.split())}", "bold italic")
    for flag in flags(caseload, client.client_id, caseload.today):
        line(text, f"▲ {flag}", "bold")
    text.rstrip()
    return text


def line(text: Text, said: str, style: str = "") -> None:
    """Add a line."""
    text.append(f"{safe_line(said)}\n", style)


def heading(text: Text, said: str) -> None:
    """Begin a part."""
    text.append(f"\n{said}\n", "bold underline")


def _who(client: Client, on: date) -> Iterator[str]:
    if client.preferred_name:
        yield f"“{client.preferred_name}”"
    if client.pronouns:
        yield client.pronouns
    years = age_on(client.date_of_birth, on)
    if years is not None:
        yield f"{years}"
    yield from filter(None, (client.county, client.language))


def _contacts(text: Text, found: list[Contact], on: date) -> None:
    heading(text, "Last contacts")
    if not found:
        line(text, " none yet", "dim")
    days = [day_style.short(one.contacted_on, on) for one in found]
    room = max(map(len, days), default=0)
    for day, one in zip(days, found, strict=True):
        who = "nobody reached" if one.reached is Reached.NOBODY else one.with_whom or one.reached
        minutes = f"{one.minutes} min" if one.minutes else ""
        told = f" {day:>{room}}  {words(one.mode):<9}  {who:<14}  {minutes}"
        style = "dim" if one.reached is Reached.NOBODY else ""
        style = "strike dim" if one.entered_in_error_at else style
        line(text, told.rstrip(), style)


def flags(caseload: Caseload, client_id: str, on: date) -> list[str]:
    """What must not be missed: flagged answers, an intake, holds, what else is due."""
    found = list(map(assessments.flagged_in_words, assessments.flagged(caseload, client_id, on)))
    stays = episodes.of_client(caseload, client_id, on)
    steps = intake.next_steps(caseload, stays, on)
    for stay in stays:
        if stay.episode_id in steps:
            comes = next_in_words(steps[stay.episode_id], on)
            found.append(f"on the way into {stay.program}: {comes}")
        for span in holds.of_episode(caseload, stay.episode_id):
            if span.from_on <= on and (span.until_on is None or span.until_on > on):
                until = f" until {day_style.plain(span.until_on)}" if span.until_on else ""
                found.append(f"on hold in {stay.program}: {words(span.reason)}{until}")
    found += [
        flag
        for one in consents.listed(caseload, client_id)
        if (flag := circle_rules.flag(one, consents.renewals(caseload, one), on)) is not None
    ]
    found += _of_crises(caseload, client_id, on)
    since = on - timedelta(days=RECENT_CRISIS_DAYS)
    lately = contacts.listed(caseload, client_id=client_id, since=since, until=on)
    found += [
        f"crisis contact {day_style.plain(one.contacted_on)}"
        for one in lately
        if one.purpose is Purpose.CRISIS and one.entered_in_error_at is None
    ]
    waiting = due.Wanted(client_id=client_id, obligation=Obligation.UNSIGNED_NOTE)
    found += [
        f"note {item.record_id} waits for its signature"
        for item in due.due(caseload, on, waiting).items
    ]
    return found


def _of_crises(caseload: Caseload, client_id: str, on: date) -> Iterator[str]:
    """A stay in hospital, a crisis of late, visits owed, and that there is no safety plan."""
    stay = crises.stay_on(caseload, client_id, on)
    if stay is not None:
        yield day_style.in_sentence(stay_in_words(stay))
    since = on - timedelta(days=RECENT_CRISIS_DAYS)
    lately = [
        one
        for one in crises.listed(caseload, client_id, on)
        if one != stay and one.entered_in_error_at is None and one.occurred_on >= since
    ]
    for one in lately[:1]:
        said = day_style.in_sentence(crisis_in_words(one))
        yield f"crisis {day_style.plain(one.occurred_on)}: {said}"
    for owed in crises.follow_ups(caseload, client_id, on)[:1]:
        yield day_style.in_sentence(follow_up_in_words(owed, on))
    within = any(
        rules.is_open(one.admitted_on, one.discharged_on, on)
        for one in episodes.of_client(caseload, client_id, on)
    )
    if within and safety_plans.in_force(caseload, client_id, on) is None:
        yield "no safety plan in force"
