"""How one client looks on a terminal: who they are, how to reach them, where they stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TextIO

from caseload import dates
from caseload.crises import Crisis, SafetyPlan
from caseload.crisis_words import plan_in_words, stay_in_words
from caseload.model import Client, Contact, Diagnosis, Episode, Hold
from caseload.planning import LivingSituation, Plan
from caseload.show import facts, shortened
from caseload.show_due import contact_in_words
from caseload.show_plan import living_in_words, standing


def chart(
    client: Client,
    episodes: Sequence[Episode],
    holds: Mapping[str, Sequence[Hold]],
    diagnoses: Sequence[Diagnosis],
    contacts: Sequence[Contact],
    staff: Mapping[str, str],
    on: date,
    out: TextIO,
    plan: Plan | None = None,
    living: LivingSituation | None = None,
    stay: Crisis | None = None,
    safety_plan: SafetyPlan | None = None,
) -> None:
    """Write a client as they stand on a day; `staff` gives names by staff_id.

    `stay` is the inpatient stay that they are in, `safety_plan` the one in force.
    """
    facts([*_person(client, on), ("situation", living_in_words(living) if living else None)], out)
    plan_stands = plan_in_words(safety_plan)
    facts([("now", stay_in_words(stay) if stay else None), ("safety plan", plan_stands)], out)
    for episode in episodes:
        out.write("\n")
        facts(_stay(episode, holds[episode.episode_id], staff, on), out)
    if diagnoses:
        out.write("\n")
        facts([(one.code, diagnosis_in_words(one)) for one in diagnoses], out)
    if plan is not None:
        out.write("\n")
        facts(_goals(plan), out)
    out.write("\n")
    facts(
        [(dates.short(one.contacted_on, on), _contact(one)) for one in contacts]
        or [("contacts", "none yet")],
        out,
    )


def _person(client: Client, on: date) -> list[tuple[str, str | None]]:
    born = client.date_of_birth
    state = " ".join(filter(None, [client.state, client.postal_code]))
    where = [client.address, client.city, state]
    county = f"{client.county} County" if client.county else None
    return [
        (client.client_id, client.full_name),
        ("goes by", client.preferred_name),
        ("pronouns", client.pronouns),
        ("born", f"{dates.plain(born)} (age {_age(born, on)})" if born else None),
        ("phone", client.phone),
        ("safe contact", client.contact_notes),
        ("email", client.email),
        ("lives", ", ".join(part for part in [*where, county] if part)),
        ("language", client.language),
    ]


def _stay(
    episode: Episode, holds: Sequence[Hold], staff: Mapping[str, str], on: date
) -> list[tuple[str, str | None]]:
    level = f", level {episode.level_of_care}" if episode.level_of_care else ""
    referred = dates.spoken(episode.referred_on, on) if episode.referred_on else ""
    source = f"from {episode.referral_source}" if episode.referral_source else ""
    ended = dates.spoken(episode.discharged_on, on) if episode.discharged_on else None
    why = f": {episode.discharge_reason}" if ended and episode.discharge_reason else ""
    return [
        (episode.program, f"{episode.status.replace('_', ' ')}{level}"),
        ("case manager", staff.get(episode.case_manager or "")),
        ("referred", " ".join(part for part in (referred, source) if part)),
        ("admitted", dates.spoken(episode.admitted_on, on) if episode.admitted_on else None),
        ("discharged", f"{ended}{why}" if ended else None),
        ("funding", episode.funding.replace("_", " ") if episode.funding else None),
        ("needs", episode.presenting_needs),
        ("history", episode.history),
        *[("hold", hold_in_words(one)) for one in holds],
    ]


def _goals(plan: Plan) -> list[tuple[str, str | None]]:
    since = dates.plain(plan.effective_on) if plan.effective_on else ""
    goals = [
        (f"goal {number}", f"{goal.statement}: {standing(goal.status, goal.progress)}")
        for number, goal in enumerate(plan.goals, 1)
    ]
    return [("plan", f"version {plan.version}, in force since {since}"), *goals]


def hold_in_words(hold: Hold) -> str:
    """Why, from when and until when a client is on hold."""
    until = f"to {dates.plain(hold.until_on)}" if hold.until_on else "without an end"
    remark = f": {hold.remark}" if hold.remark else ""
    return f"{hold.reason.replace('_', ' ')}, {dates.plain(hold.from_on)} {until}{remark}"


def diagnosis_in_words(one: Diagnosis) -> str:
    """What a diagnosis code stands for, since when and from whom."""
    parts = [one.description or "diagnosis", "principal" if one.principal else ""]
    parts += [dates.plain(one.diagnosed_on) if one.diagnosed_on else "", one.source or ""]
    return ", ".join(part for part in parts if part)


def _contact(contact: Contact) -> str:
    words = contact_in_words(contact)
    if contact.entered_in_error_at is not None:
        words += ", entered in error"
    short = shortened(contact.note)
    return f"{words} ({contact.contact_id})" + (f"\n{short}" if short else "")


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
