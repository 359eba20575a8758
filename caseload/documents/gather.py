"""The facts of one document, each looked up when a template names it, and only then."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from caseload import dates
from caseload.documents import facts, fields, people, safety
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Contact, Obligation, Reached, SignerRole
from caseload.planning import Plan, PlanStatus, Progress
from caseload.records import (
    clients,
    contacts,
    due,
    episodes,
    living_situations,
    note_formats,
    plan_reviews,
    plans,
    progress,
    safety_plans,
    staff,
)
from caseload.records._caseload import Caseload
from caseload.records.episodes import OPEN

USUAL_MONTHS = 3
"""A period of which nothing is said."""
SHEET_DAYS = 14
"""A caseload sheet shows what falls due in so many days."""


class Wanted(NamedTuple):
    """What the command's options ask for."""

    on: date
    version: int | None = None
    draft: bool = False
    contact_id: str | None = None
    since: date | None = None
    until: date | None = None
    case_manager: str | None = None
    """A staff_id."""
    plan: Plan | None = None
    """A text that is not saved yet, instead of any version: for a preview."""


class Gathering:
    """The facts of one document; its attributes are the names of `fields.Fields`."""

    def __init__(
        self, caseload: Caseload, wanted: Wanted, agency: people.Agency, client_id: str | None
    ) -> None:
        self._caseload = caseload
        self._wanted = wanted
        self._client_id = client_id
        self.agency = agency
        self.today = wanted.on

    def values(self, names: Iterable[str]) -> dict[str, Any]:
        """The facts of those names.

        Raises:
            NotFoundError: The client has no such thing, as a plan.
            InvalidError: The template is about one client and none was named, or the other way.
        """
        with self._caseload.reading():
            return {name: getattr(self, name) for name in names}

    # --- who ---

    @property
    def client_id(self) -> str:
        """Whom it is about."""
        if self._client_id is None:
            raise InvalidError("This template is about one client: name one, or use --all.")
        return self._client_id

    @cached_property
    def client(self) -> people.Person:
        """As `fields.Fields` says; so do the others."""
        one = clients.get(self._caseload, self.client_id)
        born, on = one.date_of_birth, self.today
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None
        return people.Person(age=age, **one._asdict())

    @cached_property
    def made_by(self) -> people.Worker | None:
        acting = self._caseload.staff
        return facts.worker(acting) if acting is not None else None

    @cached_property
    def _staff(self) -> dict[str, people.Worker]:
        everyone = staff.listed(self._caseload, everyone=True)
        return {one.staff_id: facts.worker(one) for one in everyone}

    # --- where they are ---

    @cached_property
    def episodes(self) -> tuple[people.Stay, ...]:
        found = episodes.of_client(self._caseload, self.client_id, self.today)
        return tuple(
            facts.made(people.Stay, one, case_manager=self._staff.get(one.case_manager or ""))
            for one in found
        )

    @cached_property
    def episode(self) -> people.Stay | None:
        return next(iter(self.episodes), None)

    @cached_property
    def diagnoses(self) -> tuple[people.Condition, ...]:
        found = clients.diagnoses(self._caseload, self.client_id)
        ordered = sorted(found, key=lambda one: not one.principal)
        return tuple(facts.made(people.Condition, one) for one in ordered)

    @cached_property
    def living(self) -> Any:
        return living_situations.latest(self._caseload, self.client_id, self.today)

    @cached_property
    def discharge(self) -> fields.Discharge:
        ended = [one for one in self.episodes if one.discharged_on and one.admitted_on]
        if not ended:
            raise NotFoundError(f"{self.client_id} was not discharged from any program.")
        last = max(ended, key=lambda one: one.discharged_on or date.min)
        began, end = last.admitted_on, last.discharged_on
        assert began is not None
        assert end is not None
        reached = [one for one in self._contacts(began, end) if one.reached is not Reached.NOBODY]
        return fields.Discharge(
            last.program, began, end, (end - began).days, last.discharge_reason,
            last.case_manager, len(reached), reached[-1].contacted_on if reached else None,
        )  # fmt: skip

    # --- the plan ---

    @cached_property
    def _versions(self) -> list[Plan]:
        return plans.versions(self._caseload, self.client_id, self.today)

    @cached_property
    def plan(self) -> Plan:
        wanted = self._wanted
        if wanted.plan is not None:
            return wanted.plan
        if wanted.version is not None:
            return plans.get(self._caseload, self.client_id, wanted.version, self.today)
        status = PlanStatus.DRAFT if wanted.draft else PlanStatus.ACTIVE
        found = [one for one in self._versions if one.status is status]
        if found:
            return found[0]
        if wanted.draft:
            raise NotFoundError(
                f"{self.client_id} has no draft of a plan. Begin one: caseload plan new "
                f"{self.client_id}"
            )
        if self._versions:
            raise NotFoundError(
                f"{self.client_id} has no plan in force, only a draft. Render it with --draft."
            )
        raise NotFoundError(
            f"{self.client_id} has no recovery plan yet. Begin one: caseload plan new "
            f"{self.client_id}"
        )

    @cached_property
    def last_plan(self) -> Plan | None:
        signed = [one for one in self._versions if one.status is not PlanStatus.DRAFT]
        return signed[-1] if signed else None

    @cached_property
    def _about(self) -> Plan | None:
        """The plan that was asked for, else the last one; a client need not have any."""
        asked = self._wanted.version is not None or self._wanted.draft
        return self.plan if asked else self.last_plan

    @cached_property
    def previous(self) -> Plan | None:
        now = self._about.version if self._about else 0
        before = [
            one for one in self._versions
            if one.version < now and one.effective_on is not None
        ]  # fmt: skip
        return before[-1] if before else None

    @cached_property
    def signers(self) -> tuple[fields.Signer, ...]:
        there = [
            fields.Signer(one.role, one.signer, one.credentials, one)
            for one in self.plan.signatures
        ]
        if self.plan.status is not PlanStatus.DRAFT:
            return tuple(there)
        answered = {one.role for one in there}
        if SignerRole.GUARDIAN in answered:
            answered.add(SignerRole.CLIENT)
        required = plans.signers(self._caseload, self.client_id)
        missing = [self._to_sign(role) for role in required if role not in answered]
        order = list(SignerRole)
        return tuple(sorted([*there, *missing], key=lambda one: order.index(one.role)))

    def _to_sign(self, role: SignerRole) -> fields.Signer:
        if role is SignerRole.CLIENT:
            return fields.Signer(role, self.client.name, None, None)
        manager = self.episode.case_manager if self.episode else None
        if role is SignerRole.CASE_MANAGER and manager is not None:
            return fields.Signer(role, manager.name, manager.credentials, None)
        return fields.Signer(role, None, None, None)

    @cached_property
    def changes(self) -> tuple[fields.Change, ...]:
        since = self.previous.effective_on if self.previous else None
        notes: dict[str, list[Progress]] = {}
        for one in progress.listed(self._caseload, self.client_id, until=self.today):
            if one.entered_in_error_at is None:
                notes.setdefault(one.objective_id or one.goal_id, []).append(one)
        parts = [
            (goal.goal_id, part_id, statement)
            for goal in (self._about.goals if self._about else ())
            for part_id, statement in [
                (goal.goal_id, goal.statement),
                *((step.objective_id, step.statement) for step in goal.objectives),
            ]
        ]
        found = [
            facts.moved(goal_id, said, notes.get(part, ()), since) for goal_id, part, said in parts
        ]
        return tuple(one for one in found if one is not None)

    @cached_property
    def reviews(self) -> tuple[fields.Review, ...]:
        numbers = {one.plan_id: one.version for one in self._versions}
        return tuple(
            fields.Review(
                numbers.get(one.plan_id), one.reviewed_on, one.outcome, one.remark,
                self._staff.get(one.staff or ""),
            )
            for one in reversed(plan_reviews.listed(self._caseload, self.client_id))
            if one.entered_in_error_at is None and one.reviewed_on <= self.today
        )  # fmt: skip

    @cached_property
    def review_due_on(self) -> date | None:
        wanted = due.Wanted(client_id=self.client_id, obligation=Obligation.PLAN_REVIEW)
        found = due.due(self._caseload, self.today, wanted, within=None).items
        return min((one.due_on for one in found if one.due_on is not None), default=None)

    @cached_property
    def safety_plan(self) -> fields.SafetyPlan:
        shown = safety.chosen(
            self._caseload, self.client_id, self.today, self._wanted.version,
            draft=self._wanted.draft,
        )  # fmt: skip
        return safety.told(shown, self._to_sign)

    @cached_property
    def safety_plan_on(self) -> date | None:
        found = safety_plans.in_force(self._caseload, self.client_id, self.today)
        return found.signed_on if found is not None else None

    # --- contacts ---

    @cached_property
    def period(self) -> fields.Period:
        until = self._wanted.until or self.today
        since = self._wanted.since or until - relativedelta(months=USUAL_MONTHS)
        if since > until:
            raise InvalidError(
                f"--since {dates.plain(since)} lies after --until {dates.plain(until)}."
            )
        return fields.Period(since, until)

    def _contacts(self, since: date, until: date) -> list[Contact]:
        found = contacts.listed(self._caseload, client_id=self.client_id, since=since, until=until)
        return [one for one in reversed(found) if one.entered_in_error_at is None]

    @cached_property
    def contacts(self) -> fields.Contacts:
        found = [self._talk(one) for one in self._contacts(*self.period)]
        reached = tuple(one for one in found if one.reached is not Reached.NOBODY)
        purposes = {one.purpose: (0, 0) for one in reached}
        for one in reached:
            count, minutes = purposes[one.purpose]
            purposes[one.purpose] = count + 1, minutes + (one.minutes or 0)
        tallies = [fields.Tally(purpose, *both) for purpose, both in purposes.items()]
        tallies.sort(key=lambda one: (-one.times, str(one.purpose)))
        return fields.Contacts(
            reached,
            tuple(one for one in found if one.reached is Reached.NOBODY),
            sum(one.minutes or 0 for one in reached),
            tuple(tallies),
        )

    @cached_property
    def contact(self) -> fields.Talk:
        wanted = self._wanted.contact_id
        if wanted is not None:
            one = contacts.get(self._caseload, wanted)
            if one.client_id != self.client_id:
                raise InvalidError(f"{one.contact_id} is no contact of {self.client_id}.")
            return self._talk(one)
        for one in contacts.listed(self._caseload, client_id=self.client_id, until=self.today):
            if one.signed_at is None or one.entered_in_error_at is not None:
                continue
            if one.reached is not Reached.NOBODY:
                return self._talk(one)
        raise NotFoundError(f"{self.client_id} has no signed contact. Name another: --contact ID")

    def _talk(self, one: Contact) -> fields.Talk:
        return facts.made(
            fields.Talk,
            one,
            goals=tuple(self._goals.get(goal, goal) for goal in one.goals),
            parts=self._parts(one),
            staff=self._staff.get(one.staff or ""),
            signed_on=facts.local_day(one.signed_at) if one.signed_at else None,
            signed_by=self._staff.get(one.signed_by or ""),
            additions=self._additions(one),
            entered_in_error=one.entered_in_error_why,
        )

    @cached_property
    def _goals(self) -> dict[str, str]:
        return {goal.goal_id: goal.statement for plan in self._versions for goal in plan.goals}

    def _parts(self, one: Contact) -> tuple[fields.Part, ...]:
        if not one.note:
            return ()
        if one.note_format is None:
            return (fields.Part("", one.note),)
        try:
            form = note_formats.find(self._caseload, one.note_format)
        except NotFoundError:
            return (fields.Part("", one.note),)
        return tuple(fields.Part(*part) for part in note_formats.parts(form, one.note))

    def _additions(self, one: Contact) -> tuple[fields.Addition, ...]:
        return tuple(
            fields.Addition(
                added.kind, added.text, added.reason, facts.local_day(added.recorded_at),
                self._staff.get(added.staff or ""),
            )
            for added in contacts.addenda(self._caseload, one.contact_id)
        )  # fmt: skip

    # --- a caseload ---

    @cached_property
    def sheet(self) -> fields.Sheet:
        if self._client_id is not None:
            raise InvalidError("This template is about a caseload: name no client.")
        wanted = self._wanted.case_manager
        if wanted is None:
            raise InvalidError("Say whose caseload: --case-manager NAME.")
        owed: dict[str, list[fields.Due]] = {}
        mine = due.Wanted(case_managers=(wanted,))
        items = due.due(
            self._caseload, self.today, mine, within=SHEET_DAYS, include_held=True
        ).items
        for item in items:
            what = item.standard or str(item.obligation).replace("_", " ").capitalize()
            owed.setdefault(item.client_id or "", []).append(
                fields.Due(what, item.due_on, item.days_overdue, item.status, item.reason)
            )
        order = {client_id: place for place, client_id in enumerate(owed)}
        lines = self._lines(wanted, owed)
        lines.sort(key=lambda one: (order.get(one.client_id, len(order)), one.full_name))
        return fields.Sheet(facts.worker(staff.get(self._caseload, wanted)), tuple(lines))

    def _lines(self, manager: str, owed: dict[str, list[fields.Due]]) -> list[fields.Line]:
        shown = [
            one for one in clients.listed(self._caseload, self.today, case_manager=manager)
            if one.status in OPEN
        ]  # fmt: skip
        notes = clients.by_id(self._caseload, [one.client_id for one in shown])
        return [
            fields.Line(
                one.client_id, one.client, one.phone, notes[one.client_id].contact_notes,
                one.program or "", one.level_of_care, tuple(owed.get(one.client_id, ())),
            )
            for one in shown
        ]  # fmt: skip
