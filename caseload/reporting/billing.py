"""Billing units from minutes: a rule for each program, which is data (billing.yaml).

Payers differ: in how long a unit is, how it is rounded, whether short contacts of one day are added
up. Voicemail and other attempts are never billed.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from caseload.model import Reached
from caseload.tree import Tree

LONGEST = 1440
"""Minutes of a day."""


class Rounding(StrEnum):
    """What becomes of a part of a unit."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


class SameDay(StrEnum):
    """Whether the minutes of one client, day, program and staff member are added up."""

    ADDED = "added"
    EACH = "each"


class Rule(NamedTuple):
    """How minutes become units."""

    unit_minutes: int = 15
    rounding: Rounding = Rounding.NEAREST
    least_minutes: int = 8
    """Less than this is no unit."""
    same_day: SameDay = SameDay.ADDED
    reached: frozenset[Reached] = frozenset({Reached.CLIENT, Reached.GROUP, Reached.COLLATERAL})
    """Whom one must have reached; nobody never counts."""


class Rules(NamedTuple):
    """The rule of each program, by its name without regard to case; the default for all others."""

    default: Rule
    programs: Mapping[str, Rule]

    def of(self, program: str | None) -> Rule:
        """The rule of a program."""
        return self.programs.get((program or "").casefold(), self.default)


def units(minutes: int, rule: Rule) -> int:
    """How many units so many minutes are.

    By nearest, half a unit or more is one: of 15 minutes from 8 on, from 23 on two.
    """
    if minutes < max(1, rule.least_minutes):
        return 0
    if rule.rounding is Rounding.UP:
        return -(-minutes // rule.unit_minutes)
    if rule.rounding is Rounding.DOWN:
        return minutes // rule.unit_minutes
    return (2 * minutes + rule.unit_minutes) // (2 * rule.unit_minutes)


def read(text: str, name: str) -> Rules:
    """The rules that a file's text tells; `name` is the file's, for what is said of mistakes.

    Raises:
        InvalidError: The text has mistakes; each is named by its line.
    """
    tree = _Billing()
    root = tree.parsed(text)
    found = tree.whole(root) if root is not None else None
    tree.refuse_mistakes(name)
    assert found is not None
    return found


class _Billing(Tree):
    what = "the rules of billing"

    def whole(self, root: Any) -> Rules:
        top = self.fields(root, ("default", "programs"), "billing")
        default = Rule()
        if top.get("default") is not None:
            told = self.fields(top["default"], Rule._fields, "the default")
            default = self.rule(told, default)
        programs: dict[str, Rule] = {}
        for node in self.items(top.get("programs"), "programs"):
            told = self.fields(node, ("program", *Rule._fields), "a program")
            of = " ".join(self.needed(node, told.get("program"), "program").split()).casefold()
            if of in programs:
                self.wrong(node, f"the program {of} stands twice")
            programs[of] = self.rule(told, default)
        return Rules(default, programs)

    def rule(self, told: Mapping[str, Any], default: Rule) -> Rule:
        """A rule, with what it does not say from the default."""
        found: dict[str, Any] = {}
        for name, least in (("unit_minutes", 1), ("least_minutes", 0)):
            if (node := told.get(name)) is not None:
                found[name] = self.minutes(node, name, least)
        for name, kind in (("rounding", Rounding), ("same_day", SameDay)):
            if (node := told.get(name)) is not None:
                found[name] = self.word(node, kind) or getattr(default, name)
        if (node := told.get("reached")) is not None:
            said = [self.word(each, Reached) for each in self.items(node, "reached")]
            reached = frozenset(one for one in said if one is not None) - {Reached.NOBODY}
            if not reached:
                self.wrong(node, f"reached names nobody who counts; {Reached.NOBODY} never does")
            found["reached"] = reached
        return default._replace(**found)

    def minutes(self, node: Any, name: str, least: int) -> int:
        """A number of minutes."""
        text = self.text(node) or ""
        if text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= LONGEST:
            return int(text)
        self.wrong(node, f"{name} is a number of minutes, from {least} to {LONGEST}")
        return 1
