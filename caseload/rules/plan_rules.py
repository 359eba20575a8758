"""What holds for a recovery plan: what it still lacks, who must sign, how far it has come.

All of it is pure. An objective needs a measure and a target date, a goal at least one objective, a
plan at least one goal and the client's vision. A draft may lack any of these and says so; it is
signed only when it lacks none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from caseload import dates
from caseload.model import SignerRole
from caseload.model.planning import (
    PROSE,
    Goal,
    Objective,
    Plan,
    PlanStatus,
    Progress,
    Signature,
    WorkStatus,
)
from caseload.rules import plan_edits

USUAL_SIGNERS = frozenset({SignerRole.CLIENT, SignerRole.CASE_MANAGER})
STANDS_FOR = {SignerRole.CLIENT: frozenset({SignerRole.GUARDIAN})}
"""A guardian signs for the client, unless both are asked for; nobody else signs for another."""
DONE = 100
"""Percent."""


class Lack(NamedTuple):
    """Something that a draft needs before it can be signed."""

    number: str
    """Of the goal or objective that lacks it; '' for the plan itself."""
    what: str

    def __str__(self) -> str:
        return f"{self.number} {self.what}".strip()


def lacks(plan: Plan) -> list[Lack]:
    """What a plan needs before it can be signed, in the order in which it is read."""
    found = [] if plan.vision else [Lack("", "the client's vision")]
    if not plan.goals:
        found.append(Lack("", "a goal"))
    for place, part in plan_edits.parts(plan):
        number = plan_edits.number(place)
        if isinstance(part, Goal) and not part.objectives:
            found.append(Lack(number, "an objective"))
        if isinstance(part, Objective):
            found += [] if part.measure else [Lack(number, "a measure")]
            found += [] if part.target_on else [Lack(number, "a target date")]
    return found


# --- signatures ----------------------------------------------------------------------------------


def required_signers(programs: Iterable[frozenset[SignerRole]]) -> list[SignerRole]:
    """Who must sign, given what each of the client's programs asks for."""
    wanted = frozenset[SignerRole]().union(*programs) or USUAL_SIGNERS
    return [role for role in SignerRole if role in wanted]


def unsigned(required: Sequence[SignerRole], signatures: Sequence[Signature]) -> list[SignerRole]:
    """Those who must still sign. A refusal is an answer, so the plan does not wait for it."""
    there = {one.role for one in signatures}
    return [
        role
        for role in required
        if role not in there and not (STANDS_FOR.get(role, frozenset()) - {*required}) & there
    ]


def in_force_from(signatures: Sequence[Signature]) -> date:
    """The day on which a plan that all have signed came into force: that of the last of them."""
    return max(one.signed_on for one in signatures)


def status(plan: Plan, newest: int, in_force: int | None) -> PlanStatus:
    """Where a version stands, given the newest version and the one in force.

    A version that some have signed and that was then edited never came into force: the edit made
    the next version, and this one is superseded.
    """
    if plan.version == in_force:
        return PlanStatus.ACTIVE
    return PlanStatus.DRAFT if plan.version == newest else PlanStatus.SUPERSEDED


# --- progress ------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """Where a goal or an objective stands by its notes."""

    status: WorkStatus
    progress: int
    """Percent."""


def standings(notes: Iterable[Progress]) -> dict[str, Standing]:
    """Where goals and objectives stand, by their ids.

    Args:
        notes: Progress notes of one client up to a day, in order; those in error are passed over.
    """
    found: dict[str, Standing] = {}
    rated: dict[str, int] = {}
    for note in notes:
        # A remark alone changes nothing: it must not stand for a status that nobody gave.
        if note.entered_in_error_at is not None or (note.rating is None and note.status is None):
            continue
        key = note.objective_id or note.goal_id
        if note.rating is not None:
            rated[key] = note.rating
        found[key] = _standing(note, rated.get(key, 0))
    return found


def _standing(note: Progress, rated: int) -> Standing:
    """Where a note leaves what was last rated so; what is met has come all the way.

    What is taken up again stands where it was last rated, and what is not begun has not come far.
    """
    if note.status is None:
        done = rated == DONE
        return Standing(WorkStatus.MET if done else WorkStatus.IN_PROGRESS, rated)
    if note.rating is None and note.status is WorkStatus.MET:
        return Standing(note.status, DONE)
    if note.rating is None and note.status is WorkStatus.NOT_STARTED:
        return Standing(note.status, 0)
    return Standing(note.status, rated)


def with_progress(plan: Plan, found: Mapping[str, Standing]) -> Plan:
    """The plan with each goal's and objective's status and progress."""
    return plan._replace(goals=tuple(_goal(goal, found) for goal in plan.goals))


def _goal(goal: Goal, found: Mapping[str, Standing]) -> Goal:
    none = Standing(WorkStatus.NOT_STARTED, 0)
    objectives = tuple(
        one._replace(**found.get(one.objective_id, none)._asdict()) for one in goal.objectives
    )
    kept = [one for one in objectives if one.status is not WorkStatus.DROPPED]
    mean = round(sum(one.progress for one in kept) / len(kept)) if kept else 0
    said = found.get(goal.goal_id)
    return goal._replace(
        objectives=objectives,
        progress=mean,
        status=said.status if said is not None else _from_objectives(kept),
    )


def _from_objectives(kept: Sequence[Objective]) -> WorkStatus:
    if kept and all(one.status is WorkStatus.MET for one in kept):
        return WorkStatus.MET
    begun = any(one.progress or one.status is not WorkStatus.NOT_STARTED for one in kept)
    return WorkStatus.IN_PROGRESS if begun else WorkStatus.NOT_STARTED


# --- two versions --------------------------------------------------------------------------------


class Difference(NamedTuple):
    """What one version says and another does not."""

    where: str
    """"vision", or "1.2 measure" by the numbers of the newer version, or the older's if gone."""
    before: str | None
    """None: it was not there."""
    after: str | None
    """None: it is there no more."""


def differences(old: Plan, new: Plan) -> list[Difference]:
    """How a newer version differs from an older one, in the order in which the newer is read.

    Parts are the same when their ids are. A new order is told by as few moves as make it.
    """
    found = [
        Difference(name.replace("_", " "), getattr(old, name), getattr(new, name))
        for name in PROSE
        if (getattr(old, name) or "") != (getattr(new, name) or "")
    ]
    was = {part[0]: (place, part) for place, part in plan_edits.parts(old)}
    now = {part[0]: (place, part) for place, part in plan_edits.parts(new)}
    moved = _moved(old, new)
    for key, (place, part) in now.items():
        number = plan_edits.number(place)
        if key not in was:
            found.append(Difference(f"{number} {_kind(place)}", None, _said(part)))
            continue
        before_place, before = was[key]
        for name in _own(part):
            old_text, new_text = (_words(getattr(one, name)) for one in (before, part))
            if old_text != new_text:
                label = name.removesuffix("_on").replace("_", " ")
                found.append(Difference(f"{number} {label}", old_text, new_text))
        if key in moved:
            from_number = plan_edits.number(before_place)
            # Others came or went as well, so that it has its old number in a new order.
            to_number = f"{number}, in another order" if from_number == number else number
            found.append(Difference(f"{number} place", from_number, to_number))
    found += [
        Difference(f"{plan_edits.number(place)} {_kind(place)}", _said(part), None)
        for key, (place, part) in was.items()
        if key not in now
    ]
    return found


def _kind(place: plan_edits.Place) -> str:
    return plan_edits.KINDS[len(place) - 1]


def _own(part: plan_edits.Part) -> list[str]:
    """The fields that people write."""
    derived = ("status", "progress", "objectives", "interventions")
    return [name for name in part._fields[1:] if name not in derived]


def _words(value: object) -> str | None:
    if isinstance(value, date):
        return dates.plain(value)
    if isinstance(value, StrEnum):
        return value.replace("_", " ")
    return str(value) if value else None


def _said(part: plan_edits.Part) -> str:
    """A whole part in words: what it says first, then the rest."""
    told = [_words(getattr(part, name)) for name in _own(part)]
    first = plan_edits.title(part)
    return "; ".join([first, *[text for text in told if text and text != first]])


def _moved(old: Plan, new: Plan) -> set[str]:
    """The ids of parts that have another parent, or another order among those that stayed in it.

    As few as can be: where one part went to the top, that one moved, and the rest did not.
    """
    was, now = _by_parent(old), _by_parent(new)
    before = {key: (parent, rank) for parent, keys in was.items() for rank, key in enumerate(keys)}
    moved = {key for keys in now.values() for key in keys if key in before}
    for parent, keys in now.items():
        stayed = [
            (key, before[key][1], rank)
            for rank, key in enumerate(keys)
            if key in before and before[key][0] == parent
        ]
        moved -= _in_order(stayed)
    return moved


def _by_parent(plan: Plan) -> dict[str, list[str]]:
    """The ids of the parts in each goal and objective, and of the goals under ''."""
    found: dict[str, list[str]] = {}
    for place, part in plan_edits.parts(plan):
        parent = plan_edits.at(plan, place[:-1])[0] if len(place) > 1 else ""
        found.setdefault(parent, []).append(part[0])
    return found


def _in_order(ranked: Sequence[tuple[str, int, int]]) -> set[str]:
    """The most of these that stand in their old order; of as many, those with their old number.

    Args:
        ranked: Each with its old rank and its new one, in the new order.
    """
    # The best that ends with each: how many, how many with their old number, the old rank, which.
    best: list[tuple[int, int, int, tuple[str, ...]]] = [(0, 0, -1, ())]
    for key, old, new in ranked:
        count, same, _, keys = max((one for one in best if one[2] < old), key=lambda one: one[:2])
        best.append((count + 1, same + (old == new), old, (*keys, key)))
    return set(max(best, key=lambda one: one[:2])[3])
