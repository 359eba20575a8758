"""A safety plan as templates see it: the version that is meant, and who has signed it."""

from collections.abc import Callable
from datetime import date

from caseload.documents import facts, fields
from caseload.errors import NotFoundError
from caseload.model import SignerRole
from caseload.model.crises import SafetyPlan
from caseload.model.planning import PlanStatus
from caseload.records import safety_plans
from caseload.records._caseload import Caseload


def chosen(
    caseload: Caseload, client_id: str, on: date, version: int | None, *, draft: bool
) -> SafetyPlan:
    """The version that is asked for; without a word the one in force, else the draft.

    Raises:
        NotFoundError: There is no such version, or none at all.
    """
    if version is not None:
        return safety_plans.get(caseload, client_id, version, on)
    if draft:
        found = safety_plans.draft(caseload, client_id, on)
        if found is None:
            raise NotFoundError(
                f"{client_id} has no draft of a safety plan. Begin one: caseload safety-plan edit "
                f"{client_id}"
            )
        return found
    in_force = safety_plans.in_force(caseload, client_id, on)
    return in_force or safety_plans.newest(caseload, client_id)


def told(plan: SafetyPlan, to_sign: Callable[[SignerRole], fields.Signer]) -> fields.SafetyPlan:
    """A version with those who have signed it and, of a draft, those who must still."""
    signers = [fields.Signer(one.role, one.signer, one.credentials, one) for one in plan.signatures]
    if plan.status is PlanStatus.DRAFT:
        signers += [to_sign(role) for role in safety_plans.waits_for(plan)]
    order = list(SignerRole)
    return facts.made(
        fields.SafetyPlan,
        plan,
        signers=tuple(sorted(signers, key=lambda one: order.index(one.role))),
    )
