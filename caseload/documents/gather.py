"""The facts of one document, each looked up when a template names it, and only then."""

from collections.abc import Container, Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from caseload.documents import around_fields, facts, fields, people, safety, services, withholding
from caseload.documents.around import Around
from caseload.documents.gather_agenda import AgendaFacts
from caseload.documents.gather_needs import Assessed
from caseload.documents.sheets import Sheets
from caseload.documents.talks import Talks
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Obligation, Reached, SignerRole
from caseload.model.linking import ReferralStatus
from caseload.model.planning import Plan, PlanStatus, Progress
from caseload.records import (
    care_team,
    clients,
    due,
    episodes,
    living_situations,
    plan_reviews,
    plans,
    progress,
    safety_plans,
    staff,
)
from caseload.records._caseload import Caseload
from caseload.records.disclosures import Right
from caseload.records.part2 import Part2
from caseload.rules import part2_rules
from caseload.rules.eligibility import age_on
from caseload.rules.referral_rules import OPEN as OPEN_REFERRALS


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
    advocacy_id: str | None = None
    plan: Plan | None = None
    """A text that is not saved yet, instead of any version: for a preview."""
    right: Right | None = None
    """By what right it goes to somebody; None: it is for the agency's own use."""
    member: str | None = None
    """A care_team_member_id."""
    consent: str | None = None
    """A consent_id."""
    referral_id: str | None = None
    answer_by: date | None = None
    """By when a referral letter asks for an answer, where it is not what is written down."""
    diagnosis: bool = False
    """Whether a referral letter tells the diagnoses."""
    to_its_service: bool = False
    """Whether a referral letter goes to the service that it is written to, and nobody else."""


class Gathering(Around, Sheets, Talks, Assessed, AgendaFacts):
    """The facts of one document; its attributes are the names of `fields.Fields`."""

    def __init__(
        self,
        caseload: Caseload,
        wanted: Wanted,
        agency: people.Agency,
        client_id: str | None,
        withheld: Part2 | None = None,
    ) -> None:
        """Take what is asked for; `withheld` says what a document that is sent leaves out."""
        self._caseload = caseload
        self._wanted = wanted
        self._client_id = client_id
        self._withheld = withheld
        self.agency = agency
        self.today = wanted.on

    def values(self, names: Iterable[str]) -> dict[str, Any]:
        """The facts of those names.

        Raises:
            NotFoundError: The client has no such thing, as a plan.
            InvalidError: The template is about one client and none was named, or the other way.
        """
        with self._caseload.reading():
            found = {name: getattr(self, name) for name in names}
        if self._withheld is None:
            return found
        return withholding.without(found, self._withheld, self.client_id)

    # --- who ---

    @property
    def client_id(self) -> str:
        """Whom it is about."""
        if self._client_id is None:
            raise InvalidError("This template is about one client: name one, or use --all.")
        return self._client_id

    @property
    def asked_advocacy(self) -> str | None:
        return self._wanted.advocacy_id

    @cached_property
    def client(self) -> people.Person:
        """As `fields.Fields` says; so do the others."""
        one = clients.get(self._caseload, self.client_id)
        return people.Person(age=age_on(one.date_of_birth, self.today), **one._asdict())

    @cached_property
    def made_by(self) -> people.StaffMember | None:
        acting = self._caseload.staff
        return facts.staff_member(acting) if acting is not None else None

    @cached_property
    def _staff(self) -> dict[str, people.StaffMember]:
        everyone = staff.listed(self._caseload, everyone=True)
        return {one.staff_id: facts.staff_member(one) for one in everyone}

    # --- where they are ---

    @cached_property
    def episodes(self) -> tuple[people.Stay, ...]:
        found = episodes.of_client(self._caseload, self.client_id, self.today)
        return tuple(
            facts.made(people.Stay, one, case_manager=self._staff.get(one.case_manager or ""))
            for one in found
            if self._withheld is None or one.program not in self._withheld.programs
        )

    @cached_property
    def episode(self) -> people.Stay | None:
        return next(iter(self.episodes), None)

    @cached_property
    def diagnoses(self) -> tuple[people.Condition, ...]:
        found = [
            one for one in clients.diagnoses(self._caseload, self.client_id)
            if self._withheld is None or not self._withheld.has_code(one.code)
        ]  # fmt: skip
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
        if SignerRole.CLIENT in required and SignerRole.CLIENT not in answered:
            missing += [
                fields.Signer(SignerRole.GUARDIAN, one.name, None, None)
                for one in care_team.guardians(self._caseload, self.client_id, self.today)
                if SignerRole.GUARDIAN not in required
            ]
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
                numbers.get(one.plan_id), one.reviewed_on, one.outcome,
                self._said(one.plan_id, one.remark),
                self._staff.get(one.staff or ""),
            )
            for one in reversed(plan_reviews.listed(self._caseload, self.client_id))
            if one.entered_in_error_at is None and one.reviewed_on <= self.today
        )  # fmt: skip

    def _said(self, plan_id: str, remark: str | None) -> str | None:
        """A remark on a whole plan, which may be about any of its goals."""
        hidden = remark and self._withheld is not None and plan_id in self._withheld.plans
        return part2_rules.NOT_SHARED if hidden else remark

    @cached_property
    def review_due_on(self) -> date | None:
        wanted = due.Wanted(client_id=self.client_id, obligation=Obligation.PLAN_REVIEW)
        found = due.due(self._caseload, self.today, wanted, within=None).items
        return min((one.due_on for one in found if one.due_on is not None), default=None)

    @cached_property
    def safety_plan(self) -> fields.SafetyPlan:
        shown = safety_plans.chosen(
            self._caseload, self.client_id, self.today, self._wanted.version,
            the_draft=self._wanted.draft,
        )  # fmt: skip
        return safety.told(shown, self._to_sign)

    @cached_property
    def safety_plan_on(self) -> date | None:
        found = safety_plans.in_force(self._caseload, self.client_id, self.today)
        return found.signed_on if found is not None else None

    # --- services ---

    @cached_property
    def services(self) -> tuple[around_fields.Service, ...]:
        return self._standing(OPEN_REFERRALS)

    @cached_property
    def services_in_place(self) -> tuple[around_fields.Service, ...]:
        return self._standing(services.IN_PLACE)

    def _standing(self, statuses: Container[ReferralStatus]) -> tuple[around_fields.Service, ...]:
        return services.standing(
            self._caseload, self.client_id, self.today, statuses, self._hidden_referrals
        )

    @property
    def _hidden_referrals(self) -> frozenset[str]:
        return self._withheld.referrals if self._withheld is not None else frozenset()

    @cached_property
    def referral(self) -> around_fields.Letter:
        told = self.diagnoses if self._wanted.diagnosis else ()
        letter = services.letter(
            self._caseload, self.client_id, self.today, self._wanted.referral_id, told
        )
        if letter.referral_id in self._hidden_referrals and not self._wanted.to_its_service:
            raise InvalidError(
                f"{letter.referral_id} answers a need about substance use; its letter goes out "
                "with --include-part2 alone, under a release that covers it, or to the service: "
                f"caseload referral send {letter.referral_id}"
            )
        return letter._replace(answer_by=self._wanted.answer_by or letter.answer_by)
