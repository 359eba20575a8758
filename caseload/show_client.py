"""How one client looks on a terminal: who they are, how to reach them, where they stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TextIO

from caseload import dates, intake_rules
from caseload.model import Client, Contact, Diagnosis, Episode, EpisodeStatus, Hold
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
    steps: Mapping[str, intake_rules.NextStep] | None = None,
) -> None:
    """Write a client as they stand on a day.

    Args:
        client: Who.
        episodes: Theirs, the newest first.
        holds: Of each episode, by episode_id.
        diagnoses: Theirs.
        contacts: The last ones.
        staff: Names by staff_id.
        on: The day.
        out: Where to.
        plan: The plan in force.
        living: How they live.
        steps: What comes next for those not admitted yet, by episode_id.
    """
    facts([*_person(client, on), ("situation", living_in_words(living) if living else None)], out)
    for episode in episodes:
        out.write("\n")
        step = (steps or {}).get(episode.episode_id)
        facts(_stay(episode, holds[episode.episode_id], staff, on, step), out)
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
    episode: Episode,
    holds: Sequence[Hold],
    staff: Mapping[str, str],
    on: date,
    step: intake_rules.NextStep | None,
) -> list[tuple[str, str | None]]:
    level = f", level {episode.level_of_care}" if episode.level_of_care else ""
    ended = dates.spoken(episode.discharged_on, on) if episode.discharged_on else None
    why = f": {episode.discharge_reason}" if ended and episode.discharge_reason else ""
    return [
        (episode.program, f"{episode.status.replace('_', ' ')}{level}"),
        ("case manager", staff.get(episode.case_manager or "")),
        *intake_in_words(episode, staff, on, step),
        ("admitted", dates.spoken(episode.admitted_on, on) if episode.admitted_on else None),
        ("discharged", f"{ended}{why}" if ended else None),
        ("funding", funding_in_words(episode)),
        ("needs", episode.presenting_needs),
        ("history", episode.history),
        *[("hold", hold_in_words(one)) for one in holds],
    ]


def intake_in_words(
    episode: Episode, staff: Mapping[str, str], on: date, step: intake_rules.NextStep | None
) -> list[tuple[str, str | None]]:
    """The referral, and until the admission each step since, a name and what is known of it."""

    def day(value: date | None) -> str:
        return dates.spoken(value, on) if value is not None else ""

    since = day(episode.referred_on)
    source = f"from {episode.referral_source}" if episode.referral_source else ""
    by = f"taken by {name}" if (name := staff.get(episode.taken_by or "")) else ""
    referred = ", ".join(filter(None, (" ".join(filter(None, (since, source))), by)))
    if episode.status not in (*intake_rules.STARTED, EpisodeStatus.NOT_ELIGIBLE):
        return [("referred", " ".join(filter(None, (since, source))))]
    looked = day(episode.waiting_reviewed_on)
    waiting = day(episode.waiting_on)
    turned_away = day(episode.not_eligible_on)
    if episode.status is EpisodeStatus.NOT_ELIGIBLE:
        why = episode.not_eligible_reason
        turned_away = ": ".join(filter(None, (turned_away, why)))
    return [
        ("referred", referred),
        ("screened", day(episode.screened_on)),
        ("waiting", f"{waiting}{f', last looked at {looked}' if looked else ''}"),
        ("assigned", day(episode.assigned_on)),
        ("not eligible", turned_away),
        ("sent to", episode.sent_to),
        ("next step", next_in_words(step, on) if step is not None else None),
        ("coordination", _YES_OR_NO[episode.needs_coordination]),
    ]


_YES_OR_NO = {True: "needed", False: "not needed", None: None}


def next_in_words(step: intake_rules.NextStep, on: date) -> str:
    """What comes next, and by when: "screening, due Wed 25 Nov 2026 (in 2 days)"."""
    due = f", due {dates.spoken(step.due_on, on)}" if step.due_on else ""
    return f"{intake_rules.WORDS[step.step]}{due}"


def funding_in_words(episode: Episode) -> str | None:
    """Who pays; with the household and its income, where they are known."""
    household, income = episode.household_size, episode.annual_income
    parts = [
        episode.funding.replace("_", " ") if episode.funding else "",
        f"household of {household}" if household is not None else "",
        f"${income:,} a year" if income is not None else "",
    ]
    return ", ".join(filter(None, parts)) or None


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
