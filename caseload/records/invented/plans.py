"""The invented recovery plans: on which days they were signed, what each version says, who signed.

A plan is signed some three weeks after admission, and again every five to six months, on days when
the client was talked with. Versions and signatures go through the verbs, each in its turn.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from caseload import dates
from caseload.model import Contact, Mode, Reached, SignerRole
from caseload.model.planning import (
    Goal,
    Intervention,
    LivingSituation,
    Objective,
    Plan,
    SignatureMethod,
)
from caseload.records import plans, signatures
from caseload.records.invented import course, words
from caseload.records.invented.agency import Agency
from caseload.records.invented.course import Thread, Work
from caseload.records.invented.days import end_of_month, works
from caseload.records.invented.life import Stay
from caseload.records.invented.wishes import Wish
from caseload.records.invented.words import LATELY, Lately

SIGNED_BY = {
    Mode.IN_PERSON: SignatureMethod.IN_PERSON,
    Mode.VIDEO: SignatureMethod.ELECTRONIC,
    Mode.PHONE: SignatureMethod.VERBAL,
}
"""How a client signs, by how they were talked with."""


def _around(day: date, before: int, after: int) -> tuple[date, date, date]:
    """A day, and the days between which another will do."""
    return day, day - timedelta(before), day + timedelta(after)


class Plans:
    """The plans of one stay, from the talks that there were in it."""

    def __init__(
        self, agency: Agency, stay: Stay, wish: Wish, first: int, homes: list[LivingSituation]
    ) -> None:
        self.agency, self.caseload, self.stay, self.wish = agency, agency.caseload, stay, wish
        self.client_id = stay.person.client_id
        # Its own luck, so that the rest of the story does not hang on how plans are written.
        self.chance = agency.cast.luck(f"{agency.today} {self.client_id} {stay.admitted_on}")
        self.own = range(first, len(agency.contacts))
        self.talks = {agency.contacts[n].contacted_on: n for n in self.own if self._is_talk(n)}
        """By day, where the talk of that day stands among all contacts."""
        self.days = sorted(self.talks)
        self.lately = Lately() if stay.left_on else LATELY.get(self.client_id, Lately())
        self.signing = list(self._signing_days()) if wish.aims else []
        self.threads = [
            Thread(key, version - 1, len(self.signing))
            for key, version in wish.aims
            if version <= len(self.signing)
        ]
        self.half_signed = self._half_signed()
        self._happen(homes)
        self.plan: Plan | None = None
        self.written: list[tuple[int, Plan]] = []
        """Which of the days it was, and the version that came of it."""
        self.asked: list[SignerRole] = []
        """Who must sign, as their programs ask now."""
        self.seen = 0
        """How many of the days are dealt with; on some there was nothing to change."""

    def _is_talk(self, number: int) -> bool:
        contact = self.agency.contacts[number]
        met = contact.reached is Reached.CLIENT and contact.mode in SIGNED_BY
        return met and works(contact.contacted_on)

    def contact(self, on: date) -> Contact:
        """The talk of a day."""
        return self.agency.contacts[self.talks[on]]

    def near(self, wanted: date, since: date, until: date) -> date | None:
        """The day of a talk that is nearest to a day."""
        found = [day for day in self.days if since <= day <= until]
        return min(found, key=lambda day: abs(day - wanted), default=None)

    def _near_or_next(self, wanted: date, since: date, latest: date, until: date) -> date | None:
        """As `near`, or the first talk after that, up to a day."""
        found = self.near(wanted, since, min(latest, until))
        return found or next((day for day in self.days if since <= day <= until), None)

    def _signing_days(self) -> Iterator[date]:
        came, left = self.stay.admitted_on, self.stay.left_on
        until = self.agency.ago(25) if left is None else left - timedelta(45)
        last = self.agency.last_plan(self.client_id, self.lately)
        day = self._near_or_next(*_around(came + timedelta(21), 11, 40), until)
        while day is not None and day <= until and day != last:
            yield day
            around = _around(day + timedelta(self.chance.randint(160, 188)), 20, 60)
            if last is not None:
                until = last - timedelta(120)
            day = self._near_or_next(*around, until)
        if last is not None and last > came:
            yield last

    def _half_signed(self) -> date | None:
        """The day on which the client alone has signed the next version, which nobody else has."""
        if self.client_id != words.HALF_SIGNED:
            return None
        self.signing.append(self.days[-1])
        self.threads.append(Thread("friends", len(self.signing) - 1, len(self.signing)))
        return self.days[-1]

    def _happen(self, homes: list[LivingSituation]) -> None:
        """How each objective went."""
        left, chance = self.stay.left_on, self.chance
        days = self.days if left is None else self.days[:-1]
        fixed = words.COURSES.get(self.client_id, {})
        for thread in self.threads:
            for work in thread.works:
                begins = self.signing[work.begins]
                later = [begins, *(day for day in days if day > begins + timedelta(10))]
                if work.step.statement in fixed:
                    told = fixed[work.step.statement]
                    course.run_as_told(work, later, [(self.agency.ago(n), to) for n, to in told])
                    continue
                last = thread is self.threads[-1] and work is thread.works[-1]
                luck = chance.random() < 0.75 or bool(work.step.when)
                ends = left is not None or (luck and not last)
                course.run(work, later, chance, homes, ends=ends)
                if work is not thread.works[0] and chance.random() < 0.1:
                    course.drop(work, later, chance)
                if left is not None:
                    met = (self.stay.why or "").startswith("Goals met") or work.rating >= 60
                    course.close(work, self.days[-1], chance, met=met)

    # --- versions --------------------------------------------------------------------------------

    def sign_until(self, day: date) -> None:
        """Write and sign the versions of the days before that one, which are not written yet."""
        if self.wish.aims:
            self.asked = plans.signers(self.caseload, self.client_id)
        while self.seen < len(self.signing) and self.signing[self.seen] < day:
            self._sign(self.seen)
            self.seen += 1

    def _sign(self, version: int) -> None:
        on = self.signing[version]
        manager = self.agency.case_manager(self.stay.person.case_manager, on)
        self.caseload.staff = manager
        before = self.plan or plans.new(self.caseload, self.client_id)
        first, last = manager.name.split()
        goals = tuple(
            self._goal(thread, version, on, f"{first[0]}. {last}")
            for thread in self.threads
            if thread.begins <= version
        )
        prose: dict[str, Any] = {
            name: " ".join(told[: 1 if version == 0 else None])
            for name, told in self.wish.prose.items()
        }
        made = plans.revise(self.caseload, before, before._replace(goals=goals, **prose))
        if made.signatures:
            return
        self.plan = made
        self._learn(made)
        for day, role, facts in self._signatures(version, on):
            self.caseload.staff = (
                self.agency.team["C"] if role is SignerRole.SUPERVISOR else manager
            )
            self.plan = signatures.sign(self.caseload, self.client_id, role, day, **facts)
        self.written.append((version, self.plan))

    def _goal(self, thread: Thread, version: int, on: date, manager: str) -> Goal:
        objectives = tuple(
            self._objective(work, version, on, manager)
            for work in thread.works
            if work.begins <= version
        )
        aim = thread.aim
        return Goal(thread.goal_id, aim.domain, aim.statement, objectives=objectives)

    def _objective(self, work: Work, version: int, on: date, manager: str) -> Objective:
        """An objective as that version has it: what is done once is gone when it was met."""
        step, done = work.step, work.done(on)
        early = work.target_on is None or (work.target_on - on).days < 21 * step.months
        if early and not done:
            work.target_on = end_of_month(on, step.months)
        lasting = [one for one in step.actions if one.frequency != "once"]
        return Objective(
            work.objective_id,
            step.statement,
            step.measures[min(version - work.begins, len(step.measures) - 1)],
            work.target_on,
            interventions=tuple(
                self._intervention(work, one, manager)
                for one in ((lasting or step.actions) if done else step.actions)
            ),
        )

    def _intervention(self, work: Work, one: Intervention, manager: str) -> Intervention:
        who = (one.responsible or "").replace("CM", manager)
        known = work.intervention_ids.get(one.action, "")
        return one._replace(intervention_id=known, responsible=who)

    def _learn(self, plan: Plan) -> None:
        """Keep the ids that the parts of a plan were given."""
        version_of = {goal.statement: goal for goal in plan.goals}
        for thread in self.threads:
            goal = version_of.get(thread.aim.statement)
            if goal is None:
                continue
            thread.goal_id = goal.goal_id
            steps = {one.statement: one for one in goal.objectives}
            for work in thread.works:
                one = steps.get(work.step.statement)
                if one is not None:
                    work.objective_id = one.objective_id
                    for made in one.interventions:
                        work.intervention_ids.setdefault(made.action, made.intervention_id)

    def _signatures(
        self, version: int, on: date
    ) -> Iterator[tuple[date, SignerRole, dict[str, Any]]]:
        """Who signed on which day: the client first, then the case manager, then who else must."""
        last = self.half_signed is None and version == len(self.signing) - 1
        facts: dict[str, Any] = {"method": SIGNED_BY[self.contact(on).mode]}
        if last and self.client_id in words.REFUSED:
            facts = {"method": SignatureMethod.REFUSED, "reason": words.REFUSED[self.client_id]}
        guardian = words.GUARDIAN.get(self.client_id)
        role = SignerRole.GUARDIAN if guardian else SignerRole.CLIENT
        signer = guardian and self.agency.cast.text(guardian)
        yield on, role, {**facts, "signer": signer}
        if on == self.half_signed:
            return
        # Where the day matters, all sign on it.
        later = 0 if self.lately.plan is not None else self.chance.choice((0, 0, 0, 1))
        day = dates.business_days_after(on, later)
        yield day, SignerRole.CASE_MANAGER, {}
        if SignerRole.SUPERVISOR in self.asked:
            day = dates.business_days_after(day, self.chance.randint(0, 4))
            yield day, SignerRole.SUPERVISOR, {}
