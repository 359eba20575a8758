"""A safety plan as text to edit, and read back: six steps, a dash before each line.

What always holds: `read(write(plan), plan)` says what the plan says, whatever its text; all
mistakes are named at once, each with its line. See `tree` for what is refused.
"""

import re
from hashlib import sha256
from typing import Any, NamedTuple

from caseload.model.crises import NAMES, STEPS, SafetyPlan, content, tidied
from caseload.texts import TextError, plan_text
from caseload.tree import Mistake, Tree


class SafetyPlanText(NamedTuple):
    """What a text says."""

    plan: SafetyPlan
    made_from: str | None
    """The stamp of what it was made from, if it still stands there."""


def stamp(plan: SafetyPlan) -> str:
    """What tells whether a plan is as it was when a text was made from it."""
    said = repr(content(plan)).encode("utf-8", "surrogatepass")
    return f"{plan.version}-{sha256(said).hexdigest()[:8]}"


def write(plan: SafetyPlan, title: str) -> str:
    """The safety plan as text to edit.

    Args:
        plan: The version to begin with.
        title: Whose plan it is, for the first line.
    """
    lines = [f"# {' '.join(title.split())}"]
    lines.append("# Lines that begin with # are help. Each line of a step begins with a dash.")
    lines.append(f"made_from: {stamp(plan)}")
    for number, step in enumerate(STEPS, 1):
        lines += ["", f"# {number} {step.title}: {step.question}", f"{step.name}:"]
        lines += [f"  - {plan_text.scalar(line)}" for line in plan.lines(step.name)]
    return "\n".join(lines) + "\n"


def restamped(text: str, plan: SafetyPlan) -> str:
    """The text as if made from this version, for those who have seen what changed meanwhile."""
    return re.sub(r"(?m)^made_from:.*$", f"made_from: {stamp(plan)}", text, count=1)


def read(text: str, before: SafetyPlan) -> SafetyPlanText:
    """What a text says.

    Args:
        text: As it came back from the editor.
        before: The version that it was made from.

    Raises:
        TextError: It can't be read; every mistake is named with its line.
    """
    reader = _Reader()
    said = reader.whole(text, before)
    if said is None or reader.mistakes:
        raise TextError(sorted(set(reader.mistakes)))
    return said


def mistakes(text: str, before: SafetyPlan) -> list[Mistake]:
    """All that is wrong with a text, in the order of its lines; see `read`."""
    reader = _Reader()
    reader.whole(text, before)
    return sorted(set(reader.mistakes))


class _Reader(Tree):
    what = "the safety plan"

    def whole(self, text: str, before: SafetyPlan) -> SafetyPlanText | None:
        root = self.parsed(text)
        if root is None:
            return None
        said = self.fields(root, (*NAMES, "made_from"), "the safety plan")
        steps: dict[str, Any] = {name: self.step(said.get(name), name) for name in NAMES}
        if not said.keys() & set(NAMES) and not self.mistakes:
            # A text cut short is no wish to drop it all.
            self.wrong(root, f"no step stands there. There are: {', '.join(NAMES)}")
        return SafetyPlanText(tidied(before._replace(**steps)), self.text(said.get("made_from")))

    def step(self, node: Any, name: str) -> tuple[str, ...]:
        if node is not None and node.id == "scalar" and node.value:
            # One line without a dash is what it looks like.
            return (self.text(node) or "",)
        return tuple(self.text(each) or "" for each in self.items(node, name))
