"""The text of a recovery plan read back, as `plan_text` writes it and people change it.

What always holds: `read(write(plan), plan)` gives the plan again, whatever its text; all mistakes
are named at once, each with its line; anchors, tags and all else that plans do without is refused.
Every value is text: `no`, `2026` and 007 stay what was typed.
"""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from caseload import dates, plan_edits
from caseload.errors import InvalidError
from caseload.planning import (
    PROSE,
    Domain,
    Employment,
    Goal,
    Housing,
    Intervention,
    Objective,
    Plan,
)

W = TypeVar("W", bound=StrEnum)
LIVING = ("housing", "employment", "income_source")
LONGEST = 2_000_000
"""Characters; no plan that people write comes near it."""
LONGEST_VALUE = 1_000_000
"""Of one field, as the file takes it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""What YAML itself does not read."""
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What the file does not take, which quotes and their escapes can bring in."""


class Mistake(NamedTuple):
    """Something that can't be read, and where."""

    line: int
    """From 1."""
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class PlanTextError(InvalidError):
    """A text that can't be saved as a plan. `mistakes` names all that is wrong with it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(map(str, mistakes)) + ". Nothing was saved.")
        self.mistakes = tuple(mistakes)


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
        PlanTextError: It can't be read; every mistake is named with its line.
    """
    said, wrong = _read(text, before, today, order)
    if said is None:
        raise PlanTextError(wrong)
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


class _Reader:
    """One text being read; mistakes are gathered so that all are named at once."""

    def __init__(self, before: Plan, today: date, order: str) -> None:
        self.before, self.today, self.order = before, today, order
        self.mistakes: list[Mistake] = []
        self.known = {part[0]: part for _, part in plan_edits.parts(before) if part[0]}
        self.seen: dict[str, int] = {}
        self.half: list[str | None] = []
        """For each objective its target day as it was typed, where it can't be read."""

    def wrong(self, node: Any, message: str) -> None:
        self.mistakes.append(Mistake(node.start_mark.line + 1, message))

    def parsed(self, text: str) -> Any:
        """The root of the text's tree, or None with a mistake."""
        import yaml

        if len(text) > LONGEST:
            self.mistakes.append(Mistake(1, "the text is longer than two million characters"))
            return None
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        odd = _CONTROL.search(text)
        if odd is not None:
            line = text.count("\n", 0, odd.start()) + 1
            self.mistakes.append(Mistake(line, "a control character; remove it"))
            return None
        try:
            for event in yaml.parse(text, Loader=loader):
                if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                    self.wrong(event, "a plan has no & or * names; put the text in quotes")
                    return None
            root = yaml.compose(text, Loader=loader)
        except yaml.YAMLError as error:
            self.mistakes.append(_of_yaml(error))
            return None
        except (RecursionError, UnicodeEncodeError):
            self.mistakes.append(Mistake(1, "the text can't be read; begin again from the plan"))
            return None
        if root is None:
            self.mistakes.append(Mistake(1, "the text is empty; nothing was changed"))
        return root

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

    # Single values

    def fields(self, node: Any, known: Sequence[str], what: str) -> dict[str, Any]:
        """The nodes under the names of a mapping."""
        found: dict[str, Any] = {}
        if node.id != "mapping":
            self.wrong(node, f"here {what} is wanted: lines of name: value ({', '.join(known)})")
            return found
        for key, value in node.value:
            name = key.value if key.id == "scalar" else ""
            if name not in known:
                near = get_close_matches(str(name), known, 1, 0.6)
                hint = f"; did you mean {near[0]}?" if near else f". It has: {', '.join(known)}"
                self.wrong(key, f"{what} has no {_short(name)}{hint}")
            elif name in found:
                self.wrong(key, f"{name} stands twice")
            else:
                found[name] = value
        return found

    def items(self, node: Any, what: str) -> list[Any]:
        if node is None or (node.id == "scalar" and not node.value):
            return []
        if node.id != "sequence":
            self.wrong(node, f"under {what} each one begins with a dash: - ")
            return []
        return list(node.value)

    def text(self, node: Any) -> str | None:
        if node is None:
            return None
        if node.id != "scalar":
            self.wrong(node, "here text is wanted; put text with colons or dashes in quotes")
            return None
        if "\ufffe" in node.value or any(0xD800 <= ord(letter) < 0xE000 for letter in node.value):
            self.wrong(node, "it holds half a character; type it anew")
        elif odd := _REFUSED.search(node.value):
            self.wrong(node, f"it holds a control character (U+{ord(odd[0]):04X}); remove it")
        elif len(node.value) > LONGEST_VALUE:
            self.wrong(node, "it is longer than a million characters; shorten it")
        return node.value or None

    def needed(self, owner: Any, node: Any, name: str) -> str:
        text = self.text(node)
        if not (text or "").strip():
            self.wrong(node if node is not None else owner, f"the {name} says nothing")
        return text or ""

    def word(self, node: Any, kind: type[W]) -> W | None:
        text = self.text(node)
        if not text:
            return None
        key = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
        found = next((word for word in kind if word == key), None)
        if found is None:
            near = get_close_matches(key, list(kind), 1, 0.6)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(kind)}"
            self.wrong(node, f"{_short(text)} is no {kind.__name__.lower()}; {hint}")
        return found

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
            self.wrong(node, f"this plan has no {what} {_short(text)}; give a new one no id")
            return ""
        if text in self.seen:
            self.wrong(
                node, f"{text} stands in line {self.seen[text]} already; give the copy no id"
            )
            return ""
        self.seen.setdefault(text, node.start_mark.line + 1)
        return text


def _short(text: object) -> str:
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in str(text))
    return f"'{shown[:40]}…'" if len(shown) > 40 else f"'{shown}'"


def _of_yaml(error: Any) -> Mistake:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    problem = str(getattr(error, "problem", "") or "")
    return Mistake(line, next((words for told, words in _WORDS if told in problem), _OTHERWISE))


_OTHERWISE = "it can't be read; check the indentation, and put odd text in quotes"
_WORDS: tuple[tuple[str, str], ...] = (
    ("mapping values", 'a colon in the text; put the text in quotes: "…"'),
    ("could not find expected ':'", "a name without its colon, or a line indented too little"),
    ("did not find expected key", "indented otherwise than the lines around it"),
    ("did not find expected '-'", "indented otherwise than the lines around it"),
    ("block collections", "indented otherwise than the lines around it"),
    ("tab", "a tab; indent with spaces"),
    ("cannot start any token", "text that begins with an odd sign; put the text in quotes"),
    ("unexpected end of stream", "a quote that is never closed"),
)
