"""The data that services are ranked and imported by, read from YAML with each mistake's line."""

import re
from pathlib import Path
from typing import Any

from caseload.errors import InvalidError
from caseload.model.linking import ResourceNeed
from caseload.model.planning import Housing
from caseload.rules.hsds_needs import AUDIENCE, Words, folded
from caseload.rules.resource_rules import Ask, Weights
from caseload.settings import data_files
from caseload.tree import Tree, short

WEIGHTS, NEEDS = "resources", "hsds_needs"
GROUPS = {
    "county": ("named", "everywhere", "other"),
    "age": ("within", "unlimited", "outside"),
    "language": ("spoken", "unsaid", "other"),
    "accepting": ("yes", "unknown", "no"),
    "verified": ("recently", "lately", "long_ago", "never"),
    "text": ("name", "description"),
    "eligible": ("met", "unknown", "unmet"),
    "history": ("worked", "failed", "quick"),
}
DAYS = ("recently", "lately", "history", "quick")
LEAST = ("referrals",)
POINTS = (-1_000, 1_000)
MOST_DAYS = 100_000
MOST_ASKS = 100
"""Each is looked up in every service's eligibility."""


def weights() -> Weights:
    """How services are ranked: as shipped, and what the agency's own file says otherwise.

    Raises:
        InvalidError, NotFoundError: A file can't be read, or has mistakes; each is named.
    """
    numbers: dict[str, int] = {}
    asks: tuple[Ask, ...] = ()
    for path in _files(WEIGHTS):
        tree = _Ranking()
        tree.read(data_files.text_of(path))
        _refuse(path, tree)
        numbers |= tree.numbers
        asks = asks if tree.asks is None else tree.asks
    points = {name: number for name, number in numbers.items() if name.split()[0] in GROUPS}
    rest = {name.split()[1]: numbers[name] for name in numbers if name not in points}
    return Weights(points=points, asks=asks, **rest)


def needs() -> Words:
    """What a directory's words mean: the agency's own file, else the one shipped.

    Raises:
        InvalidError, NotFoundError: As for `weights`.
    """
    path = _files(NEEDS)[-1]
    tree = _Needs()
    words = tree.read(data_files.text_of(path))
    _refuse(path, tree)
    return words


def _files(name: str) -> list[Path]:
    """The shipped file, then the agency's own where there is one."""
    shipped = data_files.named()[name]
    own = data_files.named(own_folder=data_files.own())[name]
    return [shipped] if own == shipped else [shipped, own]


def _refuse(path: Path, tree: Tree) -> None:
    if tree.mistakes:
        told = "\n".join(f"  {each}" for each in sorted(tree.mistakes)[:50])
        raise InvalidError(f"{path} can't be used:\n{told}")


class _Ranking(Tree):
    """resources.yaml."""

    what = "the file of weights"

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}
        self.asks: tuple[Ask, ...] | None = None

    def read(self, text: str) -> None:
        root = self.parsed(text)
        if root is None:
            return
        found = self.fields(root, (*GROUPS, "days", "least", "asks"), "the file of weights")
        for group, names in (*GROUPS.items(), ("days", DAYS), ("least", LEAST)):
            if group in found:
                # Of no referrals there is no share that were linked.
                span = {"days": (0, MOST_DAYS), "least": (1, MOST_DAYS)}.get(group, POINTS)
                for name, node in self.fields(found[group], names, group).items():
                    self.numbers[f"{group} {name}"] = self._number(node, *span)
        if "asks" in found:
            listed = self.items(found["asks"], "asks")
            if len(listed) > MOST_ASKS:
                self.wrong(listed[MOST_ASKS], f"there are more than {MOST_ASKS}; join some")
            self.asks = tuple(map(self._ask, listed[:MOST_ASKS]))

    def _number(self, node: Any, least: int, most: int) -> int:
        text = (self.text(node) or "").strip()
        if not re.fullmatch(r"-?\d{1,6}", text, re.ASCII) or abs(int(text)) > most:
            self.wrong(node, f"{short(text)} is no whole number up to {most:,}")
            return 0
        if int(text) < least:
            self.wrong(node, f"{short(text)} is below {least or 'zero'}")
        return int(text)

    def _ask(self, node: Any) -> Ask:
        found = self.fields(node, ("words", "diagnoses", "housing"), "what is asked")
        self.needed(node, found.get("words"), "list of words")
        words = tuple(_listed(self.text(found.get("words"))))
        spans = []
        for part in _listed(self.text(found.get("diagnoses"))):
            span = re.fullmatch(r"([A-Z]\d[0-9A-Z])(?:-([A-Z]\d[0-9A-Z]))?", part.upper())
            if span is None:
                self.wrong(found["diagnoses"], f"{short(part)} is no range such as F20-F29")
            else:
                spans.append((span[1], span[2] or span[1]))
        housing = []
        for part in _listed(self.text(found.get("housing"))):
            if part in list(Housing):
                housing.append(Housing(part))
            else:
                known = ", ".join(Housing)
                self.wrong(found["housing"], f"{short(part)} is none of: {known}")
        return Ask(words, tuple(spans), frozenset(housing))


class _Needs(Tree):
    """hsds_needs.yaml."""

    what = "the file of needs"

    def read(self, text: str) -> Words:
        root = self.parsed(text)
        if root is None:
            return Words({}, {}, frozenset())
        found = self.fields(root, ("codes", "words", "everywhere"), "the file of needs")
        codes: dict[str, str] = {}
        known = (*ResourceNeed, AUDIENCE)
        listed = found["codes"].value if "codes" in found else []
        if listed and found["codes"].id != "mapping":
            self.wrong(found["codes"], "under codes each line is a code and a need: BD: food")
            listed = []
        for key, value in listed:
            need = self.text(value) or ""
            if need not in list(known):
                self.wrong(value, f"{short(need)} is none of: {', '.join(known)}")
            codes[str(key.value)] = str(need)
        phrases: dict[ResourceNeed, tuple[str, ...]] = {}
        if "words" in found:
            for name, node in self.fields(found["words"], tuple(ResourceNeed), "words").items():
                said = map(folded, _listed(self.text(node)))
                phrases[ResourceNeed(name)] = tuple(filter(None, said))
        areas = map(folded, _listed(self.text(found.get("everywhere"))))
        return Words(codes, phrases, frozenset(filter(None, areas)))


def _listed(text: str | None) -> list[str]:
    """Values with `;` between them."""
    return [" ".join(part.split()) for part in (text or "").split(";") if part.strip()]


__all__ = ["NEEDS", "WEIGHTS", "needs", "weights"]
