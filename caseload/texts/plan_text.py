"""A recovery plan as text that people edit: YAML with a few words of help.

`plan_reading` reads it back. Text of several lines stands in blocks, and whatever YAML would take
for something else stands in quotes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from caseload.model.planning import PROSE, Domain, Employment, Goal, Housing, LivingSituation, Plan
from caseload.rules import plan_edits, plan_rules
from caseload.texts.plan_reading import LIVING, Living, Recovered, recovered
from caseload.tree import Mistake

MARK = "# ! "
"""Begins a line that names a mistake."""


def stamp(plan: Plan, living: LivingSituation | Living | None = None) -> str:
    """What tells whether all that a text holds is as it was when the text was made from it."""
    lives = [str(getattr(living, name, None) or "") for name in LIVING]
    said = repr((plan_edits.content(plan), lives))
    return f"{plan.version}-{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


# --- writing -------------------------------------------------------------------------------------


def write(
    plan: Plan,
    title: str,
    living: LivingSituation | Living | None = None,
    typed: Mapping[plan_edits.Place, str] | None = None,
) -> str:
    """The plan as text to edit.

    Args:
        plan: The version to begin with.
        title: Whose plan it is, for the first line.
        living: Where the client lives and works, as last known.
        typed: Target days of objectives that can't be read yet, as they were typed.
    """
    lines = [f"# {_comment(title)}", *_HELP]
    lacking = plan_rules.lacks(plan)
    if lacking:
        lines.append(f"# It still lacks: {'; '.join(map(str, lacking))}.")
    lines += [f"made_from: {stamp(plan, living)}", ""]
    for name in PROSE:
        lines += _pair(name, getattr(plan, name), "")
    lines += ["", "# How they live today. Leave it, or say what has changed.", f"# {_known()}"]
    for name in LIVING:
        lines += _pair(name, getattr(living, name) if living else None, "")
    lines += ["", f"# Domains: {', '.join(Domain)}", "goals:" if plan.goals else "goals: []"]
    for number, goal in enumerate(plan.goals, 1):
        lines += ["", *_goal(goal, number, typed or {})]
    return "\n".join(lines) + "\n"


_HELP = (
    "# Lines that begin with # are help. An objective needs a measure and a target_on date; leave",
    "# out what you don't know yet. The id lines say which part is which: keep them with their",
    "# part, and give a new part none. Put text of several lines below a |, indented.",
)


def _known() -> str:
    return f"housing: {', '.join(Housing)}; employment: {', '.join(Employment)}"


def _comment(text: str) -> str:
    return " ".join(text.split())


def _goal(goal: Goal, number: int, typed: Mapping[plan_edits.Place, str]) -> Iterator[str]:
    yield f"  # Goal {number}"
    yield from _pair("goal", goal.statement, "  ", "- ")
    yield from _pair("domain", goal.domain, "    ")
    yield from _pair("id", goal.goal_id or None, "    ", keep=False)
    if goal.objectives:
        yield "    objectives:"
    for index, objective in enumerate(goal.objectives):
        yield from _pair("objective", objective.statement, "      ", "- ")
        yield from _pair("measure", objective.measure, "        ")
        target = objective.target_on.isoformat() if objective.target_on else None
        target = typed.get((number - 1, index), target)
        yield from _pair("target_on", target, "        ")
        yield from _pair("id", objective.objective_id or None, "        ", keep=False)
        if objective.interventions:
            yield "        interventions:"
        for one in objective.interventions:
            yield from _pair("action", one.action, "          ", "- ")
            for name in ("responsible", "frequency", "duration"):
                yield from _pair(name, getattr(one, name), "            ")
            yield from _pair("id", one.intervention_id or None, "            ", keep=False)


def _pair(
    name: str, value: str | None, indent: str, dash: str = "", *, keep: bool = True
) -> list[str]:
    """`name: value`; text of several lines goes below it, indented. Without a value: `name:`."""
    if value is None:
        return [f"{indent}{dash}{name}:"] if keep else []
    start = f"{indent}{dash}{name}:"
    lines = value.split("\n")
    if len(lines) > 1 and _stands_below(lines):
        deeper = indent + " " * len(dash) + "  "
        return [f"{start} |-", *[f"{deeper}{line}" if line else "" for line in lines]]
    return [f"{start} {scalar(value)}"]


def scalar(text: str) -> str:
    """Text as YAML reads it back on one line: bare where that is read as itself, else quoted."""
    return text if _stands_plain(text) else _quoted(text)


def _stands_plain(text: str) -> bool:
    """Whether YAML reads the bare text as itself: letters and plain punctuation on one line."""
    bare = re.fullmatch(r"[^\W_](?:[\w .,;!?'()/%&+$–—’-]*[\w.,;!?')/%&+$–—’-])?", text)  # noqa: RUF001
    return bare is not None and text.isprintable()


def _stands_below(lines: Sequence[str]) -> bool:
    """Whether a block keeps these lines as they are."""
    return (
        lines[0] != ""
        and lines[-1] != ""
        and not lines[0].startswith(" ")
        and all(line.isprintable() and line == line.rstrip() for line in lines)
        and "\ufeff" not in "".join(lines)
    )


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isprintable() and letter != "\ufeff":
        return letter
    if letter == "\n":
        return "\\n"
    return f"\\U{ord(letter):08X}"


def loses(found: Recovered, before: Plan, today: date, order: str = "mdy") -> bool:
    """Whether something of a text is lost when it is written anew from what was read of it.

    Half a date and a part without words are kept; a misspelled name or word is not.
    """
    if found.said is None:
        return True
    again = write(found.said.plan, "", found.said.living, found.typed)
    wrong = recovered(again, before, today, order).mistakes
    return sorted(one.message for one in found.mistakes) != sorted(one.message for one in wrong)


# --- mistakes in the text ------------------------------------------------------------------------


def marked(text: str, wrong: Sequence[Mistake]) -> str:
    """The text with each mistake named in a line of its own above the line that it is in."""
    lines = text.split("\n")
    for marks, one in enumerate(sorted(wrong, key=lambda one: one.line)):
        place = min(one.line - 1 + marks, len(lines))
        lines.insert(place, f"{MARK}{_comment(one.message)}")
    return "\n".join(lines)


def unmarked(text: str) -> str:
    """The text without the lines that `marked` put there."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK))


def restamped(text: str, plan: Plan, living: LivingSituation | Living | None) -> str:
    """The text as if made from this version, for those who have seen what changed meanwhile."""
    return re.sub(r"(?m)^made_from:.*$", f"made_from: {stamp(plan, living)}", text, count=1)
