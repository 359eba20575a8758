"""Parts of a recovery plan: `caseload plan goal|objective|intervention`."""

from typing import Annotated, Any

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.model.planning import Domain, Plan
from caseload.records import clients, plan_parts, plans
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits, plan_rules

Edit = Annotated[
    str | None, typer.Option("--edit", metavar="PART", help="Change this one: its number or id.")
]
To = Annotated[
    str | None, typer.Option("--to", metavar="NUMBER", help="With --edit: the number it gets.")
]
Remove = Annotated[bool, typer.Option("--remove", help="With --edit: take it out of the draft.")]


def goal(
    ctx: typer.Context,
    client: door.Client,
    statement: Annotated[
        str | None, typer.Argument(metavar="[STATEMENT]", help="What the client wants.")
    ] = None,
    domain: Annotated[
        Domain | None, typer.Option("--domain", help="The part of life it is about.")
    ] = None,
    edit: Edit = None,
    to: To = None,
    remove: Remove = False,
) -> None:
    """Add a goal to the draft, or change, move or remove one.

    A signed plan is never changed: the change begins the next draft.

    \b
    caseload plan goal C0031 "Keep my apartment" --domain housing
    caseload plan goal C0031 --edit 2 --to 1
    """
    facts = fields.given(statement=statement, domain=domain)
    caseload, before = _opened(ctx, client)
    if edit is None:
        _said("goal", statement, to, remove=remove)
        if domain is None:
            raise UsageError(f"Say which part of life it is about: --domain {'|'.join(Domain)}.")
        saved = plan_parts.add_goal(caseload, before.client_id, statement or "", domain)
    else:
        saved = _changed(caseload, before, "goal", edit, facts, to, remove=remove)
    _tell(saved, before)


def objective(
    ctx: typer.Context,
    client: door.Client,
    statement: Annotated[
        str | None, typer.Argument(metavar="[STATEMENT]", help="The step to be reached.")
    ] = None,
    goal: Annotated[
        str | None, typer.Option("--goal", metavar="GOAL", help="In which goal: 1, G0001.")
    ] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", help="How one can tell that it is reached.")
    ] = None,
    target_on: Annotated[
        str | None, typer.Option("--target-on", metavar="DATE", help="By when.")
    ] = None,
    edit: Edit = None,
    to: To = None,
    remove: Remove = False,
) -> None:
    """Add an objective to a goal, or change, move or remove one.

    \b
    caseload plan objective C0031 "Rent" --goal 1 --measure "By the 5th" --target-on "28 feb"
    caseload plan objective C0031 --edit 1.1 --measure "By the 5th, three months running"
    """
    caseload, before = _opened(ctx, client)
    target = door.optional_day(caseload, target_on, ahead=True)
    facts = fields.given(statement=statement, measure=measure, target_on=target)
    if edit is None:
        _said("objective", facts.pop("statement", None), to, remove=remove)
        if goal is None:
            raise UsageError("Say in which goal: --goal 1.")
        saved = plan_parts.add_objective(caseload, before.client_id, goal, statement or "", **facts)
    else:
        _refuse_parent("--goal", goal, "2.1, in goal 2")
        saved = _changed(caseload, before, "objective", edit, facts, to, remove=remove)
    _tell(saved, before)


def intervention(
    ctx: typer.Context,
    client: door.Client,
    action: Annotated[str | None, typer.Argument(metavar="[ACTION]", help="What is done.")] = None,
    objective: Annotated[
        str | None, typer.Option("--objective", metavar="OBJECTIVE", help="For which: 1.2, O0003.")
    ] = None,
    responsible: Annotated[str | None, typer.Option("--responsible", help="Who does it.")] = None,
    frequency: Annotated[str | None, typer.Option("--frequency", help="How often.")] = None,
    duration: Annotated[str | None, typer.Option("--duration", help="For how long.")] = None,
    edit: Edit = None,
    to: To = None,
    remove: Remove = False,
) -> None:
    """Add an intervention to an objective: who does what, how often; or change one.

    \b
    caseload plan intervention C0031 "Budget worksheet" --objective 1.1 --frequency monthly
    """
    facts = fields.given(
        action=action, responsible=responsible, frequency=frequency, duration=duration
    )
    caseload, before = _opened(ctx, client)
    if edit is None:
        _said("intervention", facts.pop("action", None), to, remove=remove)
        if objective is None:
            raise UsageError("Say for which objective: --objective 1.1.")
        saved = plan_parts.add_intervention(
            caseload, before.client_id, objective, action or "", **facts
        )
    else:
        _refuse_parent("--objective", objective, "1.2.1, in objective 1.2")
        saved = _changed(caseload, before, "intervention", edit, facts, to, remove=remove)
    _tell(saved, before)


def _opened(ctx: typer.Context, client: str) -> tuple[Caseload, Plan]:
    """The caseload, and the newest version of the client's plan."""
    caseload = door.opened(ctx)
    return caseload, plans.newest(caseload, clients.find(caseload, client).client_id)


def _said(kind: str, text: str | None, to: str | None, *, remove: bool) -> None:
    """Refuse a new part that says nothing, and what is meant for one that is there."""
    if to or remove:
        raise UsageError(f"Say which {kind} is meant: --edit with its number or id.")
    if not text:
        raise UsageError(f"Say what the {kind} is, in quotes, or which one to change: --edit.")


def _refuse_parent(option: str, parent: str | None, example: str) -> None:
    if parent is not None:
        raise UsageError(f"{option} is for a new one. To move it, say its number: --to {example}.")


def _changed(
    caseload: Caseload,
    before: Plan,
    kind: str,
    part: str,
    facts: dict[str, Any],
    to: str | None,
    *,
    remove: bool,
) -> Plan:
    if remove and (facts or to):
        raise UsageError("--remove takes it out; it stands alone with --edit.")
    if remove:
        return plan_parts.remove(caseload, before.client_id, kind, part)
    if not (facts or to):
        raise UsageError("Say what is to change.")
    if not facts and to:
        return plan_parts.move(caseload, before.client_id, kind, part, to)
    return plan_parts.edit(caseload, before.client_id, kind, part, to=to, **facts)


def _tell(saved: Plan, before: Plan) -> None:
    numbers = [(plan_edits.number(place), part) for place, part in plan_edits.parts(saved)]
    goals = ", ".join(f"{number} {plan_edits.title(part)}" for number, part in numbers
                      if "." not in number)  # fmt: skip
    tell_saved(saved.client_id, saved, before, f" Goals: {goals or 'none yet'}.")


def tell_saved(
    whose: str, saved: Plan, before: Plan, more: str = "", *, otherwise: bool = False
) -> None:
    """Say what became of a plan, and what the draft lacks.

    Args:
        whose: The client.
        saved: The newest version, as it is now.
        before: As it was.
        more: What else to say of it.
        otherwise: Whether something else than the plan was saved.
    """
    if plan_edits.content(saved) == plan_edits.content(before) and not otherwise:
        door.tell("Nothing changed.")
        return
    kind = "draft" if saved.status == "draft" else "version"
    door.tell(f"Saved: {kind} {saved.version} of {whose}.{more}")
    if saved.version != before.version:
        door.tell(f"Version {before.version} stays as it was signed.")
    tell_lacks(saved)


def tell_lacks(plan: Plan) -> None:
    """Say what a draft needs before it can be signed."""
    if plan.status != "draft":
        return
    lacking = plan_rules.lacks(plan)
    if lacking:
        door.tell(f"It lacks: {'; '.join(map(str, lacking))}.")
    else:
        door.tell(f"It is complete. Sign it: caseload plan sign {plan.client_id}")
