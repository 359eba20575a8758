"""Changing a recovery plan as a value: a plan goes in, another comes out. Nothing is stored here.

A part of a plan is named by its number, as people read it (2, 2.1, 2.1.3), or by its id. Parts that
are new have the id '' until they are saved.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model.planning import Goal, Intervention, Objective, Plan, PlanStatus, WorkStatus

Part = Goal | Objective | Intervention
Owner = TypeVar("Owner", Plan, Goal, Objective)
Place = tuple[int, ...]
"""Where a part is: the goal's index, the objective's in it, the intervention's in that; from 0."""

_WITHIN = {Plan: "goals", Goal: "objectives", Objective: "interventions"}
KINDS = ("goal", "objective", "intervention")
_NUMBER = "[1-9][0-9]{0,5}"


def parts(plan: Plan) -> Iterator[tuple[Place, Part]]:
    """Every goal, objective and intervention, in the order in which they are read."""
    for i, goal in enumerate(plan.goals):
        yield (i,), goal
        for j, objective in enumerate(goal.objectives):
            yield (i, j), objective
            for k, intervention in enumerate(objective.interventions):
                yield (i, j, k), intervention


def number(place: Place) -> str:
    """A place as people read it: (1, 0) is 2.1."""
    return ".".join(str(index + 1) for index in place)


def title(part: Part) -> str:
    """What a part is called."""
    return part.action if isinstance(part, Intervention) else part.statement


def find(plan: Plan, text: str, kind: str | None = None) -> Place:
    """The place meant by a number (2.1) or an id, else by a statement, or the beginning of one.

    Args:
        plan: Where to look.
        text: What was said.
        kind: goal, objective or intervention, when only such a one can be meant.

    Raises:
        NotFoundError: There is none, or it is another kind of part.
        AmbiguousError: More than one says or begins so.
    """
    wanted = text.strip().casefold()
    known = [
        (place, part)
        for place, part in parts(plan)
        if kind is None or len(place) == KINDS.index(kind) + 1
    ]
    named = [place for place, part in known if wanted in (number(place), part[0].casefold())]
    whole = [place for place, part in known if title(part).casefold() == wanted]
    begins = [place for place, part in known if title(part).casefold().startswith(wanted)]
    found = (named or whole or begins) if wanted else []
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousError(
            f"More than one {kind or 'part'} begins with {text.strip()!r}; use its number: "
            f"{', '.join(number(place) for place in found)}."
        )
    numbers = ", ".join(number(place) for place, _ in known) or "none yet"
    raise NotFoundError(f"The plan has no {kind or 'part'} {text.strip()!r}. There are: {numbers}.")


def at(plan: Plan, place: Place) -> Part:
    """The part at a place."""
    found: Any = plan
    for index in place:
        found = _within(found)[index]
    return found  # type: ignore[no-any-return]


def add(plan: Plan, parent: Place, part: Part) -> Plan:
    """The plan with one part more, last in its parent; goals have the parent ()."""
    last = len(_within(at(plan, parent) if parent else plan))
    return _rebuilt(plan, (*parent, last), lambda before, _: (*before, part))


def edit(plan: Plan, place: Place, **facts: Any) -> Plan:
    """The plan with other facts in one part."""

    def changed(before: tuple[Any, ...], index: int) -> tuple[Any, ...]:
        return (*before[:index], before[index]._replace(**facts), *before[index + 1 :])

    return _rebuilt(plan, place, changed)


def remove(plan: Plan, place: Place) -> Plan:
    """The plan without a part and all that hangs on it."""
    return _rebuilt(plan, place, lambda before, index: (*before[:index], *before[index + 1 :]))


def move(plan: Plan, place: Place, to: str) -> Plan:
    """The plan with a part elsewhere; `to` is the number it is to have: 1, or 2.1 in goal 2.

    Raises:
        InvalidError: That is no number of such a part, or its parent is not there.
    """
    if not re.fullmatch(rf"{_NUMBER}(\.{_NUMBER}){{{len(place) - 1}}}", to.strip(), re.ASCII):
        raise InvalidError(
            f"{to.strip()[:20]!r} is no place for {KINDS[len(place) - 1]} {number(place)}; "
            f"name the number it is to have, such as {number((0,) * len(place))}."
        )
    *parent, position = (int(one) - 1 for one in to.strip().split("."))
    part, without = at(plan, place), remove(plan, place)
    try:
        inside = _within(at(without, tuple(parent)) if parent else without)
    except IndexError:
        raise InvalidError(f"There is no {number(tuple(parent))} to move it to.") from None
    target = (*parent, min(position, len(inside)))
    return _rebuilt(without, target, lambda before, index: (*before[:index], part, *before[index:]))


def content(plan: Plan) -> Plan:
    """What people wrote, without what follows from signatures and progress."""
    goals = tuple(
        goal._replace(
            status=WorkStatus.NOT_STARTED,
            progress=0,
            objectives=tuple(
                one._replace(status=WorkStatus.NOT_STARTED, progress=0) for one in goal.objectives
            ),
        )
        for goal in plan.goals
    )
    return plan._replace(status=PlanStatus.DRAFT, effective_on=None, goals=goals, signatures=())


def _within(owner: Any) -> tuple[Any, ...]:
    return getattr(owner, _WITHIN[type(owner)])  # type: ignore[no-any-return]


def _rebuilt(
    owner: Owner, place: Place, change: Callable[[tuple[Any, ...], int], tuple[Any, ...]]
) -> Owner:
    """The owner with the parts around a place changed, and all above them made anew."""
    before: tuple[Any, ...] = _within(owner)
    index: int = place[0]
    if len(place) == 1:
        after = change(before, index)
    else:
        inner: Any = _rebuilt(before[index], place[1:], change)
        after = (*before[:index], inner, *before[index + 1 :])
    made: dict[str, Any] = {_WITHIN[type(owner)]: after}
    return owner._replace(**made)
