"""A plan while it is edited: the text as it was read, what has become of it, and the way back.

Nothing here is a rule or is stored. Parts that are new have ids of their own until they are saved
(`+1`), so that the tree, the form and what is typed by half can tell them apart.
"""

from datetime import date
from itertools import count
from typing import Any, NamedTuple

from caseload.model.planning import PROSE, Domain, Goal, Intervention, Objective, Plan
from caseload.rules import plan_edits, plan_rules
from caseload.rules.plan_edits import Part, Place
from caseload.texts import plan_text
from caseload.texts.plan_reading import Living, Recovered

NEW = "+"
BLANK: tuple[Part, ...] = (Goal("", Domain.OTHER, ""), Objective("", ""), Intervention("", ""))
"""A new part of each kind, by how deep it lies."""


class State(NamedTuple):
    """What is typed."""

    plan: Plan
    living: Living
    typed: dict[str, str]
    """Target days that can't be read, as they were typed, by the objective's id."""


class Work:
    """One plan being edited."""

    def __init__(self, before: Plan, living: Living, title: str) -> None:
        self.before, self.living_before, self._title = before, living, title
        self.state = State(before, living, {})
        self._numbers = count(1)
        self._past: list[State] = []

    @property
    def plan(self) -> Plan:
        """The plan as it is now; parts that are new have an id that begins with `+`."""
        return self.state.plan

    @property
    def unsaved(self) -> bool:
        """Whether anything differs from what was read."""
        plain = plan_edits.content(self.plan) != plan_edits.content(self.before)
        return plain or self.state.living != self.living_before or bool(self.state.typed)

    @property
    def lacks(self) -> list[plan_rules.Lack]:
        """What it needs before it can be signed."""
        return plan_rules.lacks(self.plan)

    def bare(self) -> Plan:
        """The plan as it is saved: a new part has no id yet."""
        plan = self.plan
        for place, part in plan_edits.parts(plan):
            if part[0].startswith(NEW):
                plan = plan_edits.edit(plan, place, **{part._fields[0]: ""})
        return plan

    def text(self) -> str:
        """All that is typed, as the text that `caseload plan edit` shows too."""
        typed = {
            place: self.state.typed[part[0]]
            for place, part in plan_edits.parts(self.plan)
            if part[0] in self.state.typed
        }
        text = plan_text.write(self.bare(), self._title, self.state.living, typed)
        return plan_text.restamped(text, self.before, self.living_before)

    def take_up(self, found: Recovered) -> None:
        """Go on with what was typed before."""
        assert found.said is not None
        plan = self._named(self.before._replace(**_written(found.said.plan)))
        typed = {plan_edits.at(plan, place)[0]: day for place, day in found.typed.items()}
        self.state = State(plan, found.said.living, typed)

    def standing(self, found: dict[str, plan_rules.Standing]) -> None:
        """Take in how far goals and objectives have come by now."""
        plan = plan_rules.with_progress(self.plan, found)
        self.state = self.state._replace(plan=plan)

    def onto(self, theirs: Plan) -> Plan:
        """The plan as it is saved over what somebody else has saved meanwhile."""
        return theirs._replace(**_written(self.bare()))

    # Parts

    def place(self, key: str) -> Place | None:
        """Where the part with that id is."""
        found = (place for place, part in plan_edits.parts(self.plan) if part[0] == key)
        return next(found, None)

    def part(self, key: str) -> Part | None:
        """The part with that id."""
        place = self.place(key)
        return None if place is None else plan_edits.at(self.plan, place)

    def set(self, key: str, **facts: Any) -> None:
        """Change what a part says; the key '' is the plan itself."""
        if not key:
            self.state = self.state._replace(plan=self.plan._replace(**facts))
        elif (place := self.place(key)) is not None:
            self.state = self.state._replace(plan=plan_edits.edit(self.plan, place, **facts))

    def set_target(self, key: str, day: date | None, typed: str) -> None:
        """Change an objective's target day; what can't be read is kept as it was typed."""
        half = {other: text for other, text in self.state.typed.items() if other != key}
        if day is None and typed.strip():
            half[key] = typed
        self.state = self.state._replace(typed=half)
        self.set(key, target_on=day)

    def set_living(self, living: Living) -> None:
        """Change how the client lives."""
        self.state = self.state._replace(living=living)

    def add(self, parent: Place, index: int | None = None) -> str:
        """Add a part that says nothing yet, last in its parent or at an index; its id."""
        self._remember()
        key = f"{NEW}{next(self._numbers)}"
        blank: Any = BLANK[len(parent)]
        made = blank._replace(**{blank._fields[0]: key})
        plan = plan_edits.add(self.plan, parent, made)
        if index is not None:
            place = next(place for place, part in plan_edits.parts(plan) if part[0] == key)
            plan = plan_edits.move(plan, place, plan_edits.number((*parent, index)))
        self.state = self.state._replace(plan=plan)
        return key

    def remove(self, key: str) -> None:
        """Take a part away with all that hangs on it."""
        place = self.place(key)
        if place is not None:
            self._remember()
            typed = {other: day for other, day in self.state.typed.items() if other != key}
            self.state = self.state._replace(plan=plan_edits.remove(self.plan, place), typed=typed)

    def move(self, key: str, step: int) -> bool:
        """Move a part among its siblings; beyond the last, into the next parent."""
        place = self.place(key)
        target = None if place is None else self._beside(place, step)
        if place is None or target is None:
            return False
        self._remember()
        moved = plan_edits.move(self.plan, place, plan_edits.number(target))
        self.state = self.state._replace(plan=moved)
        return True

    def _beside(self, place: Place, step: int) -> Place | None:
        owner: Any = plan_edits.at(self.plan, place[:-1]) if len(place) > 1 else self.plan
        target = (*place[:-1], place[-1] + step)
        if 0 <= target[-1] < len(owner[_list(owner)]):
            return target
        if len(place) == 1:
            return None
        above: Any = plan_edits.at(self.plan, place[:-2]) if len(place) > 2 else self.plan
        parent = (*place[:-2], place[-2] + step)
        if not 0 <= parent[-1] < len(above[_list(above)]):
            return None
        other: Any = plan_edits.at(self.plan, parent)
        return (*parent, 0 if step > 0 else len(other[_list(other)]))

    def back(self) -> bool:
        """Undo the last part that was added, removed or moved; False when there is none."""
        if not self._past:
            return False
        self.state = self._past.pop()
        return True

    def _remember(self) -> None:
        self._past = [*self._past[-49:], self.state]

    def _named(self, plan: Plan) -> Plan:
        for place, part in list(plan_edits.parts(plan)):
            if not part[0]:
                made = f"{NEW}{next(self._numbers)}"
                plan = plan_edits.edit(plan, place, **{part._fields[0]: made})
        return plan


def _list(owner: Any) -> int:
    """Where in a plan, goal or objective the parts stand that it is made of."""
    names = {Plan: "goals", Goal: "objectives", Objective: "interventions"}
    fields: tuple[str, ...] = owner._fields
    return fields.index(names[type(owner)])


def _written(plan: Plan) -> dict[str, Any]:
    """What people write of a plan."""
    return {name: getattr(plan, name) for name in (*PROSE, "goals")}
