"""How an invented client's goals went: which objective came when, how far it came, how it ended."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import NamedTuple

from caseload.model.planning import Employment, Housing, LivingSituation, WorkStatus
from caseload.records.invented import note_words as texts
from caseload.records.invented.goals import AIMS, Aim, Step

SETTLED = {Housing.OWN_HOME, Housing.RENTED, Housing.SUPPORTED_HOUSING}
DONE = 100
AT_WORK = {Employment.FULL_TIME, Employment.PART_TIME, Employment.SUPPORTED}


class Rating(NamedTuple):
    """What was said of an objective on a day."""

    on: date
    rating: int | None
    status: WorkStatus | None
    remark: str | None


class Work:
    """One objective of one client, from the version with which it comes."""

    def __init__(self, step: Step, begins: int) -> None:
        self.step, self.begins = step, begins
        self.ratings: list[Rating] = []
        self.done_on: date | None = None
        """The day on which it was met or dropped."""
        self.target_on: date | None = None
        self.objective_id = ""
        self.intervention_ids: dict[str, str] = {}

    @property
    def rating(self) -> int:
        """How far it came, in percent."""
        return max((one.rating for one in self.ratings[-1:] if one.rating), default=0)

    def done(self, on: date) -> bool:
        """Whether it was met or dropped before a day."""
        return self.done_on is not None and self.done_on < on

    def end(self, on: date, status: WorkStatus, remark: str) -> None:
        """It is met or dropped."""
        self.ratings.append(Rating(on, None, status, remark))
        self.done_on = on


class Thread:
    """One goal of one client, from the version with which it comes."""

    def __init__(self, key: str, begins: int, versions: int) -> None:
        self.aim: Aim = AIMS[key]
        self.begins, self.goal_id = begins, ""
        works = (Work(step, begins + step.later) for step in self.aim.steps)
        self.works = [work for work in works if work.begins < versions]

    def open(self, version: int, on: date) -> bool:
        """Whether it was in that version, and not done with before that day."""
        there = [work for work in self.works if work.begins <= version]
        return any(not work.done(on) for work in there)


def run(
    work: Work, days: list[date], chance: Random, homes: list[LivingSituation], *, ends: bool
) -> None:
    """Rate an objective every two months or so: better, now and then worse, some of them met.

    Args:
        work: The objective.
        days: The days on which the client was talked with, from its first on.
        chance: Where luck comes from.
        homes: How the client lived, with days; some objectives hang on it.
        ends: Whether it may be met.
    """
    first = days[0]
    takes = 30 * work.step.months * chance.uniform(0.8, 1.7)
    changed = _changed(work.step.when, homes)
    if work.step.when:
        ends = ends and changed is not None
    told = {True: False, False: False}
    then, rating = first + timedelta(chance.randint(20, 45)), 0
    for day in days:
        if day < then:
            continue
        then = day + timedelta(chance.randint(45, 85))
        gone = (day - first).days / takes
        due = day >= changed if changed is not None else gone >= 1 and rating >= 40
        if ends and due and work.ratings:
            work.end(day, WorkStatus.MET, work.step.reached)
            return
        worse = work.step.badly is not None and rating >= 20 and chance.random() < 0.2
        if worse:
            rating -= chance.choice((5, 10, 15))
        else:
            reached = 5 * round(20 * gone * chance.uniform(0.7, 1.1))
            rating = max(rating + chance.choice((0, 5)), min(reached, 85), 5)
            rating = min(rating, 90)
        remark = None if told[worse] else (work.step.badly if worse else work.step.well)
        told[worse] = True
        work.ratings.append(Rating(day, rating, None, remark))


def run_as_told(work: Work, days: list[date], told: list[tuple[date, int]]) -> None:
    """Rate an objective as the story says, on the days of talks that are nearest."""
    for wanted, rating in told:
        last = work.ratings[-1].on if work.ratings else days[0]
        day = min((day for day in days if day > last), key=lambda one: abs(one - wanted))
        if rating == DONE:
            work.end(day, WorkStatus.MET, work.step.reached)
            continue
        remark = work.step.badly if rating < work.rating else None
        if not work.ratings:
            remark = work.step.well
        work.ratings.append(Rating(day, rating, None, remark))


def drop(work: Work, days: list[date], chance: Random) -> None:
    """Leave an objective that was begun and is not wanted any more."""
    after = [day for day in days if work.ratings and day > work.ratings[-1].on]
    if after and work.done_on is None:
        work.end(after[0], WorkStatus.DROPPED, chance.choice(texts.DROPPED))


def close(work: Work, on: date, chance: Random, *, met: bool) -> None:
    """End an objective as the client leaves."""
    if work.done_on is None:
        remark = work.step.reached if met else chance.choice(texts.LEFT)
        work.end(on, WorkStatus.MET if met else WorkStatus.DROPPED, remark)


def _changed(when: str, homes: list[LivingSituation]) -> date | None:
    """The day, and six weeks, on which somebody found a home or work, if it hangs on that."""
    for before, after in pairwise(homes):
        housed = after.housing in SETTLED and before.housing not in SETTLED
        works = after.employment in AT_WORK and before.employment not in AT_WORK
        if {"housed": housed, "works": works}.get(when):
            return after.noted_on + timedelta(42)
    return None
