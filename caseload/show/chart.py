"""How one client looks on a terminal: who they are, how to reach them, where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from caseload import folding
from caseload.model import Client, Contact, Diagnosis, Episode, Hold
from caseload.model.agenda import Appointment
from caseload.model.assessing import Assessment
from caseload.model.planning import Plan
from caseload.records.assessments import flagged_in_words
from caseload.records.charts import Chart
from caseload.rules import circle_rules, intake_rules
from caseload.rules.assessment_rules import result_in_words
from caseload.rules.crisis_words import crisis_in_words, plan_in_words, stay_in_words
from caseload.rules.reasons import contact_in_words
from caseload.show import day_style, facts, nested, shortened
from caseload.show.agenda import (
    advocacy_in_words,
    appointment_in_words,
    kept_in_words,
    task_in_words,
)
from caseload.show.assessment import need_in_words
from caseload.show.circle import summary
from caseload.show.intake import funding_in_words, intake_in_words
from caseload.show.plan import living_in_words, standing, words
from caseload.show.referral import in_words, service

Facts = list[tuple[str, str | None]]


def chart(one: Chart, out: TextIO) -> None:
    """Write a client as they stand on a day: a paragraph for each part of their chart."""
    first = True
    for paragraph in _paragraphs(one):
        if paragraph:
            if not first:
                out.write("\n")
            facts(paragraph, out)
            first = False


def _next(visit: Appointment, one: Chart) -> str:
    team = [each.member for each in one.calls]
    return appointment_in_words(visit, one.on, circle_rules.phone_of(team, visit.with_whom))


def as_json(one: Chart) -> dict[str, Any]:
    """The chart under the names of the records: the client's fields, then what hangs on them."""
    return {
        **one.client._asdict(),
        "episodes": [
            stay._asdict()
            | {"holds": [span._asdict() for span in one.holds[stay.episode_id]]}
            | {"next_step": nested(one.next_steps.get(stay.episode_id))}
            for stay in one.episodes
        ],
        "diagnoses": [each._asdict() for each in one.diagnoses],
        "last_contacts": [each._asdict() for each in one.contacts],
        "plan": nested(one.plan),
        "living_situation": nested(one.living_situation),
        "needs": [each._asdict() for each in one.needs],
        "assessments": [each._asdict() for each in one.assessments],
        "care_team": [each.member._asdict() for each in one.calls],
        "appointments": [each._asdict() for each in one.appointments],
        "inpatient_stay": nested(one.inpatient_stay),
        "safety_plan": nested(one.safety_plan),
        "consents": [each._asdict() for each in one.consents],
        "referrals": [each._asdict() for each in one.referrals],
        "follow_through": one.follow_through._asdict(),
        "tasks": [each._asdict() for each in one.tasks],
        "advocacy": [each._asdict() for each in one.advocacy],
        "crises": [each._asdict() for each in one.crises],
    }


def _paragraphs(one: Chart) -> Iterator[Facts]:
    yield [("FLAGGED", flagged_in_words(each)) for each in one.assessments if each.flags]
    living, stay = one.living_situation, one.inpatient_stay
    yield [
        *_person(one.client, one.on),
        ("now", day_style.in_sentence(stay_in_words(stay)) if stay else None),
        ("situation", living_in_words(living) if living else None),
        ("care team", summary(one.calls)),
        ("safety plan", day_style.in_sentence(plan_in_words(one.safety_plan))),
        *[("next", _next(each, one)) for each in one.appointments[:1]],
        ("appointments", kept_in_words(one.follow_through)),
    ]
    for each in one.episodes:
        step = one.next_steps.get(each.episode_id)
        yield _stay(each, one.holds[each.episode_id], one.staff, one.on, step)
    yield [(each.code, diagnosis_in_words(each)) for each in one.diagnoses]
    yield _goals(one.plan) if one.plan is not None else []
    goals = {goal.goal_id: goal.statement for goal in one.plan.goals} if one.plan else {}
    yield [
        *((f"need {words(each.domain)}", need_in_words(each, goals, one.on)) for each in one.needs),
        *(line for each in one.assessments for line in _assessed(each, one.on)),
    ]
    yield [
        (f"referral {each.referral_id}", f"{service(each)}: {in_words(each, one.on)}")
        for each in one.referrals
    ]
    yield [
        *((f"task {each.task_id}", task_in_words(each, one.on)) for each in one.tasks),
        *((f"advocacy {each.advocacy_id}", advocacy_in_words(each, one.on))
          for each in one.advocacy),
    ]  # fmt: skip
    yield [
        (f"crisis {each.crisis_id}",
         f"{day_style.plain(each.occurred_on)}: {day_style.in_sentence(crisis_in_words(each))}")
        for each in one.crises
    ]  # fmt: skip
    yield [
        (day_style.short(each.contacted_on, one.on), _contact(each)) for each in one.contacts
    ] or [("contacts", "none yet")]


def _person(client: Client, on: date) -> list[tuple[str, str | None]]:
    state = " ".join(filter(None, [client.state, client.postal_code]))
    where = [client.address, client.city, state]
    county = folding.county_named(client.county) if client.county else None
    return [
        (client.client_id, client.full_name),
        ("goes by", client.preferred_name),
        ("pronouns", client.pronouns),
        ("born", day_style.born(client.date_of_birth, on)),
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
    ended = day_style.spoken(episode.discharged_on, on) if episode.discharged_on else None
    why = f": {episode.discharge_reason}" if ended and episode.discharge_reason else ""
    return [
        (episode.program, f"{episode.status.replace('_', ' ')}{level}"),
        ("case manager", staff.get(episode.case_manager or "")),
        *intake_in_words(episode, staff, on, step),
        ("admitted", day_style.spoken(episode.admitted_on, on) if episode.admitted_on else None),
        ("discharged", f"{ended}{why}" if ended else None),
        ("funding", funding_in_words(episode)),
        ("needs", episode.presenting_needs),
        ("history", episode.history),
        *[("hold", hold_in_words(one)) for one in holds],
    ]


def _assessed(one: Assessment, on: date) -> list[tuple[str, str | None]]:
    day = day_style.short(one.assessed_on, on)
    return [
        (one.instrument, f"{result_in_words(one)} ({day}, {one.assessment_id})"),
        ("strengths", one.strengths),
        ("challenges", one.challenges),
    ]


def _goals(plan: Plan) -> list[tuple[str, str | None]]:
    since = day_style.plain(plan.effective_on) if plan.effective_on else ""
    goals = [
        (f"goal {number}", f"{goal.statement}: {standing(goal.status, goal.progress)}")
        for number, goal in enumerate(plan.goals, 1)
    ]
    return [("plan", f"version {plan.version}, in force since {since}"), *goals]


def hold_in_words(hold: Hold) -> str:
    """Why, from when and until when a client is on hold."""
    until = f"to {day_style.plain(hold.until_on)}" if hold.until_on else "without an end"
    remark = f": {hold.remark}" if hold.remark else ""
    return f"{hold.reason.replace('_', ' ')}, {day_style.plain(hold.from_on)} {until}{remark}"


def diagnosis_in_words(one: Diagnosis) -> str:
    """What a diagnosis code stands for, since when and from whom."""
    parts = [one.description or "diagnosis", "principal" if one.principal else ""]
    parts += [day_style.plain(one.diagnosed_on) if one.diagnosed_on else "", one.source or ""]
    return ", ".join(part for part in parts if part)


def _contact(contact: Contact) -> str:
    words = contact_in_words(contact)
    if contact.entered_in_error_at is not None:
        words += ", entered in error"
    short = shortened(contact.note)
    return f"{words} ({contact.contact_id})" + (f"\n{short}" if short else "")
