"""A safety plan as templates see it, with who has signed it."""

from collections.abc import Callable

from caseload.documents import facts, fields
from caseload.model import SignerRole
from caseload.model.crises import SafetyPlan
from caseload.model.planning import PlanStatus
from caseload.records import safety_plans


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
