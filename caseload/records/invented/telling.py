"""What is told of the invented plans since they were signed: progress, reviews, and in notes.

Progress and reviews come from a talk of their day. A note names the goals that it is about, and a
few notes are written under the headings of a format.
"""

import re
from datetime import date, timedelta

from caseload.model import Contact, Mode, Purpose, Reached
from caseload.model.planning import Plan, PlanReview, Progress, ReviewOutcome, WorkStatus
from caseload.records import note_formats
from caseload.records.invented import note_words as texts
from caseload.records.invented.course import Rating, Thread, Work
from caseload.records.invented.plans import Plans
from caseload.rules import plan_rules

ABOUT = [(re.compile(rf"\b({pattern})", re.IGNORECASE), domain) for pattern, domain in texts.ABOUT]
IN_FORMAT = 0.15
"""The share of notes with remarks on goals, in person, that follow a format."""


class Telling:
    """What is told of the plans of one stay."""

    def __init__(self, planned: Plans) -> None:
        self.planned, self.agency, self.chance = planned, planned.agency, planned.chance
        self.in_force = [(n, plan) for n, plan in planned.written if plan.effective_on is not None]
        self.signed = {planned.signing[n] for n, _ in planned.written}
        self.reviewed: set[date] = set()
        self.untold: dict[ReviewOutcome, list[str]] = {one: [] for one in ReviewOutcome}
        self.remarks: dict[date, list[tuple[Thread, Work | None, Rating]]] = {}

    def tell(self) -> None:
        """All that was told, to be written down with the contacts."""
        if not self.in_force:
            return
        self._review()
        self._remark()
        self._write_contacts()
        for on, told in sorted(self.remarks.items(), key=lambda one: one[0]):
            for thread, work, rating in told:
                self._note(on, thread, work, rating)

    def _version(self, on: date) -> tuple[int, Plan] | None:
        """The version in force on a day, or signed on it by the client."""
        found = [
            (n, plan)
            for n, plan in self.planned.written
            if self.planned.signing[n] == on or (plan.effective_on and plan.effective_on <= on)
        ]
        return found[-1] if found else None

    def _open(self, on: date) -> list[Thread]:
        """Goals of that version which are not done with."""
        found = self._version(on)
        return [one for one in self.planned.threads if found and one.open(found[0], on)]

    # --- reviews ---------------------------------------------------------------------------------

    def _review(self) -> None:
        planned, left = self.planned, self.planned.stay.left_on
        for (_, plan), then in zip(self.in_force, [*self.in_force[1:], None], strict=True):
            if then is None and planned.lately.plan is not None:
                return
            until = then[1].effective_on if then else left or planned.half_signed
            until = until or self.agency.today + timedelta(18)
            day = plan.effective_on
            while day is not None:
                wanted = day + timedelta(self.chance.randint(85, 110))
                day = planned.near(
                    wanted,
                    wanted - timedelta(20),
                    min(wanted + timedelta(70), until - timedelta(20)),
                )
                if day is not None:
                    soon = until < self.agency.today and (until - day).days <= 75
                    outcome = ReviewOutcome.REVISE if soon else ReviewOutcome.CONTINUE
                    self._reviewed(day, plan, outcome)
        if left is not None:
            self._reviewed(planned.days[-1], self.in_force[-1][1], ReviewOutcome.CLOSE)

    def _reviewed(self, on: date, plan: Plan, outcome: ReviewOutcome) -> None:
        if on in self.reviewed:
            return
        self.reviewed.add(on)
        if not self.untold[outcome]:
            self.untold[outcome] = self.chance.sample(
                texts.REVIEWS[outcome], len(texts.REVIEWS[outcome])
            )
        remark, contact = self.untold[outcome].pop(), self.planned.contact(on)
        self.agency.reviews.append(
            PlanReview(
                "", contact.client_id, plan.plan_id, on, outcome, remark, contact.staff,
                contact.recorded_at,
            )
        )  # fmt: skip

    # --- progress --------------------------------------------------------------------------------

    def _remark(self) -> None:
        for thread in self.planned.threads:
            for work in thread.works:
                for rating in work.ratings:
                    self.remarks.setdefault(rating.on, []).append((thread, work, rating))
        for on in sorted(self.reviewed):
            there = self._open(on)
            if there and self.chance.random() < 0.4:
                remark = self.chance.choice(texts.STILL_WANTED)
                told = (self.chance.choice(there), None, Rating(on, None, None, remark))
                self.remarks.setdefault(on, []).append(told)
        if self.planned.stay.left_on is not None:
            last = self.planned.days[-1]
            for thread in self.planned.threads:
                ends = {work.ratings[-1].status for work in thread.works}
                if ends == {WorkStatus.DROPPED}:
                    told = (thread, None, Rating(last, None, WorkStatus.DROPPED, None))
                    self.remarks.setdefault(last, []).append(told)

    def _note(self, on: date, thread: Thread, work: Work | None, rating: Rating) -> None:
        contact = self.planned.contact(on)
        status, percent = rating.status, rating.rating
        if status is WorkStatus.MET and self.chance.random() < 0.5:
            status, percent = None, plan_rules.DONE
        one = Progress(
            "", contact.client_id, thread.goal_id, work.objective_id if work else None, on,
            percent, status, rating.remark, None, contact.staff, contact.recorded_at,
        )  # fmt: skip
        tied = self.chance.random() < 0.75
        self.agency.progress.append((one, contact if tied else None))

    # --- contacts --------------------------------------------------------------------------------

    def _write_contacts(self) -> None:
        """Name goals in notes, and write those of the days of plans and reviews anew."""
        contacts = self.agency.contacts
        for number in self.planned.own:
            contact = contacts[number]
            on = contact.contacted_on
            if contact.reached is Reached.NOBODY or self._version(on) is None:
                continue
            if self.planned.talks.get(on) == number:
                contact = self._talk(contact)
            goals = contact.goals or tuple(
                one.goal_id
                for one in self._open(on)
                if one.aim.domain in _domains(contact.note or "")
            )
            contacts[number] = contact._replace(goals=goals)

    def _talk(self, contact: Contact) -> Contact:
        """A talk with the client, as its note tells of what was said of goals on that day."""
        on, note = contact.contacted_on, contact.note or ""
        told = self.remarks.get(on, [])
        goals = tuple(dict.fromkeys(thread.goal_id for thread, _, _ in told))
        if on in self.signed or on in self.reviewed:
            first = on == self.planned.signing[0]
            signed = texts.FIRST_SIGNING if first else texts.SIGNING
            note = self.chance.choice(signed if on in self.signed else texts.REVIEWING)
            goals = tuple(one.goal_id for one in self._open(on)) or goals
            contact = contact._replace(purpose=Purpose.PLANNING)
        remarks = " ".join(rating.remark for _, _, rating in told if rating.remark)
        data = f"{note} {remarks}".strip()
        work = next((work for _, work, rating in told if work and rating.remark), None)
        if work and contact.mode is Mode.IN_PERSON and self.chance.random() < IN_FORMAT:
            return contact._replace(goals=goals, note=_in_format(data, work, on), note_format="DAP")
        return contact._replace(goals=goals, note=data)


def _domains(note: str) -> set[str]:
    return {domain for pattern, domain in ABOUT if pattern.search(note)}


def _in_format(data: str, work: Work, on: date) -> str:
    """A note as data, assessment and plan, about one objective."""
    last = next(one for one in work.ratings if one.on == on)
    stands = {WorkStatus.MET: "reached", WorkStatus.DROPPED: "not wanted any more"}
    said = stands.get(last.status) if last.status else f"{last.rating} percent of the way"
    action = work.step.actions[0]
    often = f", {action.frequency}" if action.frequency else ""
    ahead = f"{action.action}{often}." if last.status is None else "Go on with the next step."
    [dap] = [one for one in note_formats.SHIPPED if one.name == "DAP"]
    told = {"Data": data, "Assessment": f"{work.step.statement}: {said}.", "Plan": ahead}
    return note_formats.written(dap, told)
