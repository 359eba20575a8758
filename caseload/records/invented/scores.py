"""What the invented clients were assessed with, what it came to, and what they need.

Intensive clients fill in a PHQ-9 every three or four months, some a GAD-7 too; all have a needs
assessment when they come, and in supported housing again every half year. Scores follow a course:
most get better, some go up and down, one got worse and was flagged.

The chance here is its own, so that nothing else in the caseload moves with it.
"""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from caseload.model.assessing import ActionLevel, Assessment, Need
from caseload.model.planning import Domain, Goal, WorkStatus
from caseload.records import plans, progress, standards
from caseload.records._caseload import Caseload, Change
from caseload.records.invented import words
from caseload.records.invented.agency import Agency
from caseload.records.invented.days import instant

STANDARD = "Assessment every 180 days"
DUE_SOON, DUE_IN = "C0030", 5
"""Whose next assessment is due in about so many days."""
FLAGGED, FLAGGED_ITEM = "C0009", 8
"""Whose last PHQ-9 was flagged, and the place of item 9."""
SHOWN = "C0031"
"""Whose need is W0001, which the documentation names: open, and no goal yet."""
WORSE = ("C0009", "C0023")
UP_AND_DOWN = ("C0002", "C0012", "C0034")
HIGHEST = 3
BANDS = {
    "phq-9": ((4, "minimal"), (9, "mild"), (14, "moderate"), (19, "moderately severe"),
              (27, "severe")),
    "gad-7": ((4, "minimal"), (9, "mild"), (14, "moderate"), (21, "severe")),
}  # fmt: skip
"""Of each instrument: the highest score of each band; a test holds them to the instruments."""
ITEMS = {"phq-9": 9, "gad-7": 7}
DOMAINS = (
    Domain.HOUSING, Domain.FINANCES, Domain.EMPLOYMENT, Domain.EDUCATION, Domain.DAILY_LIVING,
    Domain.TRANSPORT, Domain.PHYSICAL_HEALTH, Domain.MENTAL_HEALTH, Domain.SUBSTANCE_USE,
    Domain.SAFETY, Domain.LEGAL, Domain.FAMILY, Domain.SOCIAL, Domain.SPIRITUALITY,
)  # fmt: skip
"""What items 1 to 14 of the needs assessment ask about."""
STRENGTHS = (Domain.FAMILY, Domain.SOCIAL, Domain.EMPLOYMENT, Domain.MENTAL_HEALTH,
             Domain.SPIRITUALITY)  # fmt: skip
"""And items 15 to 19."""
LEVELS = {1: ActionLevel.WATCH, 2: ActionLevel.ACT, 3: ActionLevel.ACT_NOW}
WATCHED = (
    (Domain.TRANSPORT, "No ride on Sundays"), (Domain.PHYSICAL_HEALTH, "Teeth; no dentist yet"),
    (Domain.SOCIAL, "Sees few people since the move"), (Domain.LEGAL, "An old fine, in payments"),
    (Domain.FINANCES, "Benefits come up for renewal"), (Domain.FAMILY, "A brother to be called"),
)  # fmt: skip


class Talk(NamedTuple):
    """A day on which the client was there to be asked."""

    on: date
    staff: str
    recorded_at: str


def assess_all(agency: Agency, change: Change) -> None:
    """Assess everybody, and set the standard that asks for it in supported housing."""
    caseload = agency.caseload
    chance = agency.cast.luck(f"scores {agency.today}")
    done: list[Assessment] = []
    needs: list[Need] = []
    for person in agency.cast.people:
        talks = _talks(caseload, person.client_id)
        if not talks:
            continue
        if person.client_id == DUE_SOON:
            last = agency.before_due(DUE_IN, lambda due: [due - timedelta(180)])
            asked = [*_spaced(talks, 160, until=last - timedelta(100)), _talk_on(talks, last)]
        else:
            asked = _spaced(talks, 110, until=None) if person.program == "S" else talks[:1]
        goals = _goals(caseload, person.client_id)
        for number, talk in enumerate(asked):
            done.append(_needs_asked(chance, person.client_id, talk, goals, number))
        needs += _needs(caseload, chance, person.client_id, asked[0], goals)
        if person.program == "I":
            done += _scores(chance, person.client_id, "phq-9", talks[1:])
            if chance.random() < 0.4:
                done += _scores(chance, person.client_id, "gad-7", talks[1:])
    _write(agency, change, done, needs)
    before = caseload.staff
    caseload.staff = agency.team["C"]
    found = standards.find(caseload, STANDARD).standard_id
    standards.edit(caseload, found, agency.ago(700), program=words.PROGRAMS["S"][0], active=True)
    caseload.staff = before


# --- days ----------------------------------------------------------------------------------------


def _talks(caseload: Caseload, client_id: str) -> list[Talk]:
    """Days on which the client was reached, from two weeks after they came for the last time."""
    rows = caseload.rows(
        "select contacted_on, staff, max(recorded_at) from contact where client_id = ?"
        " and reached = 'client' and mode in ('in_person', 'video', 'phone')"
        " and entered_in_error_at is null and contacted_on >= ("
        " select min(admitted_on) from episode e where e.client_id = contact.client_id)"
        " group by contacted_on order by contacted_on",
        (client_id,),
    )
    return [Talk(date.fromisoformat(on), staff, at) for on, staff, at in rows]


def _talk_on(talks: list[Talk], on: date) -> Talk:
    return Talk(on, talks[-1].staff, instant(on, 1110))


def _spaced(talks: list[Talk], days: int, until: date | None) -> list[Talk]:
    """The first talk and every one that lies so many days after the one before, or the last."""
    found = talks[:1]
    for talk in talks[1:]:
        if until is not None and talk.on > until:
            break
        if (talk.on - found[-1].on).days >= days:
            found.append(talk)
    return found


# --- scores --------------------------------------------------------------------------------------


def _scores(chance: Random, client_id: str, instrument: str, talks: list[Talk]) -> list[Assessment]:
    """An instrument every three or four months, with scores that tell a course."""
    asked = _spaced(talks, chance.randint(85, 115), until=None)
    highest = HIGHEST * ITEMS[instrument]
    score = highest * chance.uniform(0.5, 0.75)
    if client_id in WORSE:
        score = highest * chance.uniform(0.25, 0.35)
    found = []
    for number, talk in enumerate(asked):
        last = number == len(asked) - 1
        total = round(min(max(score, 1), highest - 3))
        flagged = client_id == FLAGGED and instrument == "phq-9" and last
        answers = _answers(chance, instrument, total, flagged=flagged)
        found.append(_scored(client_id, instrument, talk, answers))
        drift = -highest * 0.08 if client_id not in WORSE else highest * 0.07
        if client_id in UP_AND_DOWN:
            drift = highest * (0.16 if number % 2 else -0.18)
        score += drift + chance.uniform(-0.05, 0.05) * highest
    return found


def _answers(chance: Random, instrument: str, total: int, *, flagged: bool) -> list[int]:
    """Answers that make a score; item 9 of the PHQ-9 is 0 unless it is flagged."""
    answers = [0] * ITEMS[instrument]
    free = list(range(len(answers)))
    if instrument == "phq-9":
        free.remove(FLAGGED_ITEM)
        answers[FLAGGED_ITEM] = int(flagged)
        total -= int(flagged)
    for _ in range(min(total, HIGHEST * len(free))):
        place = chance.choice([one for one in free if answers[one] < HIGHEST])
        answers[place] += 1
    return answers


def _scored(client_id: str, instrument: str, talk: Talk, answers: list[int]) -> Assessment:
    score = sum(answers)
    band = next(label for most, label in BANDS[instrument] if score <= most)
    flags = ("9",) if instrument == "phq-9" and answers[FLAGGED_ITEM] else ()
    items = tuple(f"{number}={value}" for number, value in enumerate(answers, 1))
    return Assessment(
        "", client_id, instrument, talk.on, talk.staff, items, score, band, flags,
        recorded_at=talk.recorded_at,
    )  # fmt: skip


# --- needs ---------------------------------------------------------------------------------------


def _goals(caseload: Caseload, client_id: str) -> list[Goal]:
    """The goals of the newest version of the plan, if there is one: one for each part of life."""
    known = plans.versions(caseload, client_id)
    by_domain = {goal.domain: goal for goal in reversed(known[-1].goals)} if known else {}
    return [goal for goal in by_domain.values() if goal.domain in DOMAINS]


def _needs_asked(
    chance: Random, client_id: str, talk: Talk, goals: list[Goal], number: int
) -> Assessment:
    """A needs assessment: what became a goal is told as a need, less so from time to time."""
    wanted = {goal.domain for goal in goals}
    answers = [
        max(1, 2 - number // 2) if domain in wanted else int(chance.random() < 0.12)
        for domain in DOMAINS
    ]
    strong = [chance.choice((0, 1, 2, 2, 3)) for _ in STRENGTHS]
    return Assessment(
        "", client_id, "needs", talk.on, talk.staff,
        tuple(f"{place}={value}" for place, value in enumerate([*answers, *strong], 1)),
        needs=tuple(f"{domain}={LEVELS[value]}"
                    for domain, value in zip(DOMAINS, answers, strict=True) if value),
        found_strengths=tuple(domain for domain, value in zip(STRENGTHS, strong, strict=True)
                              if value <= 1),
        recorded_at=talk.recorded_at,
    )  # fmt: skip


def _needs(
    caseload: Caseload, chance: Random, client_id: str, talk: Talk, goals: list[Goal]
) -> list[Need]:
    """A need for each goal, met with it; and now and then one that is only watched."""
    notes = progress.listed(caseload, client_id)
    found = []
    for goal in goals:
        level = ActionLevel.ACT if goal.progress < 60 else ActionLevel.WATCH
        ended = [one.noted_on for one in notes if one.goal_id == goal.goal_id]
        met_on = ended[-1] if goal.status is WorkStatus.MET and ended else None
        found.append(
            Need("", client_id, goal.domain, level, talk.on, None, met_on, None, goal.goal_id,
                 talk.staff, talk.recorded_at)
        )  # fmt: skip
    watched = chance.choice(WATCHED) if chance.random() < 0.35 else None
    if client_id == SHOWN:
        watched = WATCHED[0]
    if watched is not None:
        domain, statement = watched
        if domain not in {one.domain for one in found}:
            found.append(
                Need("", client_id, domain, ActionLevel.WATCH, talk.on, statement,
                     staff=talk.staff, recorded_at=talk.recorded_at)
            )  # fmt: skip
    return found


def _write(agency: Agency, change: Change, done: list[Assessment], needs: list[Need]) -> None:
    """Save all of it as the verbs do, which would date it by the machine's clock."""
    caseload = agency.caseload
    before = caseload.staff
    done.sort(key=lambda one: (one.assessed_on, one.client_id, one.instrument))
    first: dict[str, str] = {}
    for number, one in enumerate(done, 1):
        caseload.staff = agency.known[one.assessor or ""]
        own = f"Q{number:04d}"
        if one.instrument == "needs":
            first.setdefault(one.client_id, own)
        with caseload.write("assess", one.client_id):
            change.add(one._replace(assessment_id=own))
    needs.sort(
        key=lambda one: (
            (one.client_id, one.goal_id) != (SHOWN, None), one.identified_on, one.client_id
        )
    )  # fmt: skip
    for number, need in enumerate(needs, 1):
        caseload.staff = agency.known[need.staff or ""]
        of = None if need.statement else first[need.client_id]
        with caseload.write("add need", need.client_id):
            change.add(need._replace(need_id=f"W{number:04d}", assessment_id=of))
    caseload.staff = before
