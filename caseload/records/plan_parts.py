"""Goals, objectives and interventions: one part of a plan added, changed, moved or taken away.

Each verb works on the newest version: on the draft, or on the next version if that one is signed.
A part is named by its number (2, 2.1, 2.1.3), its id, or the beginning of what it says.
"""

from typing import Any

from caseload.model.planning import Domain, Goal, Intervention, Objective, Plan
from caseload.records import plans
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits


def add_goal(caseload: Caseload, client_id: str, statement: str, domain: Domain) -> Plan:
    """Add a goal, last in the plan.

    Raises:
        NotFoundError: There is no plan yet.
        InvalidError: It says nothing.
    """
    made = Goal("", domain, statement)
    return plans.change(
        caseload, client_id, "add goal", lambda plan: plan_edits.add(plan, (), made)
    )


def add_objective(
    caseload: Caseload, client_id: str, goal: str, statement: str, **facts: Any
) -> Plan:
    """Add an objective to a goal; `measure` and `target_on` may come later.

    Raises:
        NotFoundError: There is no plan yet, or no such goal.
        InvalidError: It says nothing.
    """
    made = Objective("", statement, **facts)
    return _added(caseload, client_id, "add objective", ("goal", goal), made)


def add_intervention(
    caseload: Caseload, client_id: str, objective: str, action: str, **facts: Any
) -> Plan:
    """Add an intervention to an objective: who does what, how often.

    Raises:
        NotFoundError: There is no plan yet, or no such objective.
        InvalidError: It says nothing.
    """
    made = Intervention("", action, **facts)
    return _added(caseload, client_id, "add intervention", ("objective", objective), made)


def _added(
    caseload: Caseload,
    client_id: str,
    action: str,
    parent: tuple[str, str],
    made: plan_edits.Part,
) -> Plan:
    kind, text = parent
    return plans.change(
        caseload,
        client_id,
        action,
        lambda plan: plan_edits.add(plan, plan_edits.find(plan, text, kind), made),
    )


def edit(
    caseload: Caseload, client_id: str, kind: str, part: str, *, to: str | None = None, **facts: Any
) -> Plan:
    """Change what a goal, an objective or an intervention says, and where it stands if said.

    Raises:
        NotFoundError: There is no plan yet, or no such part.
        InvalidError: It would say nothing, or `to` is no number that it can have.
    """

    def changed(plan: Plan) -> Plan:
        place = plan_edits.find(plan, part, kind)
        after = plan_edits.edit(plan, place, **facts)
        return plan_edits.move(after, place, to) if to else after

    return plans.change(caseload, client_id, f"edit {kind}", changed)


def move(caseload: Caseload, client_id: str, kind: str, part: str, to: str) -> Plan:
    """Give a part another number: another order, or another parent.

    Raises:
        NotFoundError: There is no plan yet, or no such part.
        InvalidError: That is no number that it can have.
    """
    return plans.change(
        caseload,
        client_id,
        f"move {kind}",
        lambda plan: plan_edits.move(plan, plan_edits.find(plan, part, kind), to),
    )


def remove(caseload: Caseload, client_id: str, kind: str, part: str) -> Plan:
    """Take a part out of the draft, with all that hangs on it.

    Raises:
        NotFoundError: There is no plan yet, or no such part.
        InvalidError: Progress or contacts are about it; it is closed instead.
    """
    return plans.change(
        caseload,
        client_id,
        f"remove {kind}",
        lambda plan: plan_edits.remove(plan, plan_edits.find(plan, part, kind)),
    )
