"""The text of a recovery plan read back, as `plan_text` writes it and people change it.

What always holds: `read(write(plan), plan)` gives the plan again, whatever its text; all mistakes
are named at once, each with its line; anchors, tags and all else that plans do without is refused.
Every value is text: `no`, `2026` and 007 stay what was typed.
"""

from datetime import date
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.planning import (
    PROSE,
    Domain,
    Employment,
    Goal,
    Housing,
    Intervention,
    Objective,
    Plan,
)
from caseload.rules import plan_edits
from caseload.texts import TextError
from caseload.tree import Mistake, Tree, short

LIVING = ("housing", "employment", "income_source")


class Living(NamedTuple):
    """How the client lives, as a text or a form says it."""

    housing: Housing | None = None
    employment: Employment | None = None
    income_source: str | None = None


class PlanText(NamedTuple):
    """What a text says: the plan, and how the client lives."""

    plan: Plan
    housing: Housing | None
    employment: Employment | None
    income_source: str | None
    made_from: str | None
    """The stamp of what it was made from, if it still stands there."""

    @property
    def living(self) -> Living:
        """How the client lives."""
        return Living(self.housing, self.employment, self.income_source)


# --- reading -------------------------------------------------------------------------------------


def read(text: str, before: Plan, today: date, order: str = "mdy") -> PlanText:
    """What a text says, held against the version it was made from.

    Args:
        text: As it came back from the editor.
        before: The version that was written out; parts are known by their ids.
        today: The day from which dates in words count.
        order: How 11/12/2026 is read.

    Raises:
        TextError: It can't be read; every mistake is named with its line.
    """
    said, wrong = _read(text, before, today, order)
    if said is None:
        raise TextError(wrong)
    return said


class Recovered(NamedTuple):
    """What a text says as far as it can be read, for an editor that goes on with it."""

    said: PlanText | None
    """None when nothing of it can be read."""
    typed: dict[plan_edits.Place, str]
    """Target days of objectives that can't be read, as they were typed."""
    mistakes: list[Mistake]


def recovered(text: str, before: Plan, today: date, order: str = "mdy") -> Recovered:
    """What a text says, unfinished as it may be: a part without words, half a date; see `read`."""
    reader = _Reader(before, today, order)
    root = reader.parsed(text)
    if root is None or root.id != "mapping":
        return Recovered(None, {}, reader.mistakes or [Mistake(1, "it is no plan")])
    said = reader.whole(root)
    steps = (place for place, part in plan_edits.parts(said.plan) if isinstance(part, Objective))
    typed = {place: day for place, day in zip(steps, reader.half, strict=True) if day is not None}
    return Recovered(said, typed, sorted(set(reader.mistakes)))


def mistakes(text: str, before: Plan, today: date, order: str = "mdy") -> list[Mistake]:
    """All that is wrong with a text, in the order of its lines; see `read`."""
    return _read(text, before, today, order)[1]


def _read(
    text: str, before: Plan, today: date, order: str
) -> tuple[PlanText | None, list[Mistake]]:
    reader = _Reader(before, today, order)
    root = reader.parsed(text)
    said = reader.whole(root) if root is not None else None
    return (None if reader.mistakes else said), sorted(set(reader.mistakes))


class _Reader(Tree):
    """One text being read; mistakes are gathered so that all are named at once."""

    def __init__(self, before: Plan, today: date, order: str) -> None:
        self.before, self.today, self.order = before, today, order
        super().__init__()
        self.known = {part[0]: part for _, part in plan_edits.parts(before) if part[0]}
        self.seen: dict[str, int] = {}
        self.half: list[str | None] = []
        """For each objective its target day as it was typed, where it can't be read."""

    def whole(self, root: Any) -> PlanText:
        said = self.fields(root, (*PROSE, *LIVING, "goals", "made_from"), "the plan")
        goals = tuple(self.goal(node) for node in self.items(said.get("goals"), "goals"))
        prose: dict[str, Any] = {name: self.text(said.get(name)) for name in PROSE}
        made = PlanText(
            self.before._replace(goals=goals, **prose),
            self.word(said.get("housing"), Housing),
            self.word(said.get("employment"), Employment),
            self.text(said.get("income_source")),
            self.text(said.get("made_from")),
        )
        if "goals" not in said and self.before.goals and not self.mistakes:
            # A text cut short is no wish to drop them all.
            self.wrong(root, "the goals are missing; to remove them all, write goals: []")
        return made

    def goal(self, node: Any) -> Goal:
        said = self.fields(node, ("goal", "domain", "id", "objectives"), "a goal")
        domain = self.word(said.get("domain"), Domain)
        if domain is None and "domain" not in said:
            self.wrong(node, f"the goal has no domain. There are: {', '.join(Domain)}")
        elif domain is None and not self.text(said["domain"]):
            self.wrong(said["domain"], f"the domain is empty. There are: {', '.join(Domain)}")
        return Goal(
            self.id(said.get("id"), Goal),
            domain or Domain.OTHER,
            self.needed(node, said.get("goal"), "goal"),
            objectives=tuple(
                self.objective(each) for each in self.items(said.get("objectives"), "objectives")
            ),
        )

    def objective(self, node: Any) -> Objective:
        names = ("objective", "measure", "target_on", "id", "interventions")
        said = self.fields(node, names, "an objective")
        target = self.day(said.get("target_on"))
        typed = self.text(said.get("target_on"))
        self.half.append(None if target is not None else typed)
        return Objective(
            self.id(said.get("id"), Objective),
            self.needed(node, said.get("objective"), "objective"),
            self.text(said.get("measure")),
            target,
            interventions=tuple(
                self.intervention(each)
                for each in self.items(said.get("interventions"), "interventions")
            ),
        )

    def intervention(self, node: Any) -> Intervention:
        names = ("action", "responsible", "frequency", "duration", "id")
        said = self.fields(node, names, "an intervention")
        return Intervention(
            self.id(said.get("id"), Intervention),
            self.needed(node, said.get("action"), "action"),
            *(self.text(said.get(name)) for name in names[1:4]),
        )

    def day(self, node: Any) -> date | None:
        text = self.text(node)
        if not text:
            return None
        try:
            return dates.parse(text, self.today, order=self.order, ahead=True)
        except InvalidError as error:
            self.wrong(node, str(error).rstrip("."))
            return None

    def id(self, node: Any, kind: type[Any]) -> str:
        text = (self.text(node) or "").strip()
        if not text:
            return ""
        if not isinstance(self.known.get(text), kind):
            what = kind.__name__.lower()
            self.wrong(node, f"this plan has no {what} {short(text)}; give a new one no id")
            return ""
        if text in self.seen:
            self.wrong(
                node, f"{text} stands in line {self.seen[text]} already; give the copy no id"
            )
            return ""
        self.seen.setdefault(text, node.start_mark.line + 1)
        return text
