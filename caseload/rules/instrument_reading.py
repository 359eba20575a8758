"""Instruments as files: YAML read as `tree` reads it, all mistakes with their lines.

What always holds of an instrument that was read: items and options can be told apart, its bands
cover every score once, and each flag names an answer that can be given. docs/instruments.md is
the format.
"""

import re
from typing import Any

from caseload.errors import InvalidError
from caseload.model.assessing import (
    NARRATIVE,
    ActionLevel,
    Band,
    Flag,
    Instrument,
    InstrumentItem,
    Option,
    Scoring,
    half_up,
)
from caseload.model.planning import Domain
from caseload.tree import Mistake, Tree, short

MOST_ITEMS = 500
LARGEST_VALUE = 99
LARGEST_TIMES = 1000
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_SPAN = re.compile(r"([0-9]{1,9}) ?(?:-|–|to) ?([0-9]{1,9})")  # noqa: RUF001 - people type both
_YES, _NO = ("yes", "true"), ("no", "false")
_FIELDS = (
    *("title", "source", "licence", "language", "form_of", "prompt", "scoring", "times"),
    *("higher_is_worse", "meaningful_change", "options", "levels", "items", "bands", "flags"),
)
_OF_ITEM = ("id", "text", "options", "optional", "scored", "domain", "levels", "strength_from")
_OF_FLAG = ("item", "at_least", "message", "crisis")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class InstrumentError(InvalidError):
    """A file that is no instrument. `mistakes` names all that is wrong with it."""

    def __init__(self, name: str, mistakes: tuple[Mistake, ...]) -> None:
        said = "; ".join(f"{name}:{one.line}: {one.message}" for one in mistakes[:5])
        more = len(mistakes) - 5
        super().__init__(f"{said}{f'; and {more} more' if more > 0 else ''}.")
        self.mistakes = mistakes


def read(text: str, name: str) -> Instrument:
    """The instrument that a file tells.

    Args:
        text: What the file says.
        name: The file's bare name, which is the instrument's.

    Raises:
        InstrumentError: It can't be read; every mistake is named with its line.
    """
    reader = _Reader(name)
    root = reader.parsed(text)
    made = reader.whole(root) if root is not None else None
    if made is None or reader.mistakes:
        raise InstrumentError(f"{name}.yaml", tuple(sorted(set(reader.mistakes))))
    return made


def can_name(name: str) -> bool:
    """Whether an instrument, and its file, may be called so."""
    return _NAME.fullmatch(name) is not None and name != NARRATIVE and len(name) <= 40


def mistakes(text: str, name: str) -> tuple[Mistake, ...]:
    """All that is wrong with a file, in the order of its lines."""
    try:
        read(text, name)
    except InstrumentError as error:
        return error.mistakes
    return ()


def span_of(items: tuple[InstrumentItem, ...], scoring: Scoring, times: int) -> tuple[int, int]:
    """The lowest and the highest score that the answers can make."""
    scored = [[option.value for option in item.options] for item in items if item.scored]
    if not scored or scoring is Scoring.NONE or not all(scored):
        return 0, 0
    lowest, highest = sum(map(min, scored)), sum(map(max, scored))
    if scoring is Scoring.SUM:
        return lowest, highest
    return half_up(times * lowest, len(scored)), half_up(times * highest, len(scored))


class _Reader(Tree):
    """One instrument being read."""

    what = "the instrument"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.shared: dict[str, tuple[Option, ...]] = {}
        self.levels: tuple[tuple[int, ActionLevel], ...] = ()

    def whole(self, root: Any) -> Instrument | None:
        """The instrument; None when there is nothing to make one of."""
        if not can_name(self.name):
            self.wrong(root, f"the file's name {short(self.name)} can't name an instrument; use "
                       "small letters, digits and -, such as dla-20")  # fmt: skip
        found = self.fields(root, _FIELDS, "an instrument")
        if root.id != "mapping":
            return None
        said = {name: self.needed(root, found.get(name), name)
                for name in ("title", "source", "licence")}  # fmt: skip
        scoring = self.word(found.get("scoring"), Scoring) or Scoring.SUM
        times = self._number(found.get("times"), "times", 1, 1, LARGEST_TIMES)
        if "times" in found and scoring is not Scoring.MEAN:
            self.wrong(found["times"], "times is for the scoring mean alone")
        self._shared(found.get("options"))
        if "levels" in found:
            self.levels = self._levels(found["levels"])
        items = self._items(root, found.get("items"), scoring)
        low, high = span_of(items, scoring, times or 1)
        bands = self._bands(found.get("bands"), low, high, scoring)
        change = self._number(found.get("meaningful_change"), "meaningful_change", None, 1, 10**6)
        if change is not None and scoring is Scoring.NONE:
            self.wrong(
                found["meaningful_change"], "without a score, no change of it means anything"
            )
        return Instrument(
            self.name, said["title"], said["source"], said["licence"], items,
            self.text(found.get("prompt")), scoring, times or 1, bands,
            self._flags(found.get("flags"), items),
            self._yes(found.get("higher_is_worse"), default=True), change,
            self._language(found.get("language")), self._form_of(found.get("form_of")),
        )  # fmt: skip

    # Single values

    def _number(
        self, node: Any, name: str, default: int | None, least: int, most: int
    ) -> int | None:
        text = self.text(node)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self.wrong(node, f"{name} is a whole number, not {short(text)}")
            return default
        if not least <= int(text) <= most:
            self.wrong(node, f"{name} is {least} to {most:,}, not {short(text)}")
            return default
        return int(text)

    def _yes(self, node: Any, *, default: bool) -> bool:
        text = self.text(node)
        if text is None:
            return default
        if text.casefold() not in (*_YES, *_NO):
            self.wrong(node, f"{short(text)} is neither yes nor no")
        return text.casefold() in _YES

    def _language(self, node: Any) -> str:
        text = self.text(node) or "en"
        if _LANGUAGE.fullmatch(text) is None:
            self.wrong(node, f"{short(text)} is no language; write en, es, …")
        return text

    def _form_of(self, node: Any) -> str | None:
        text = self.text(node)
        if text is not None and (_NAME.fullmatch(text) is None or text == self.name):
            self.wrong(node, "form_of names another instrument, such as phq-9")
        return text

    # Options and levels

    def _shared(self, node: Any) -> None:
        """The lists of options that items share."""
        if node is None:
            return
        if node.id != "mapping":
            self.wrong(node, "under options stand lists by name, such as often:")
            return
        for key, value in node.value:
            name = key.value if key.id == "scalar" else ""
            if name in self.shared:
                self.wrong(key, f"the options {short(name)} stand twice")
            self.shared[name] = self._options(value)

    def _pairs(self, node: Any, what: str) -> list[tuple[Any, int, Any]]:
        """The entries of a mapping from values of answers, in order."""
        if node.id != "mapping":
            self.wrong(node, f"{what}: lines of value: words, such as 0: Not at all")
            return []
        found: dict[int, tuple[Any, int, Any]] = {}
        for key, value in node.value:
            number = self._number(key, "a value", None, 0, LARGEST_VALUE)
            if number is None:
                continue
            if number in found:
                self.wrong(key, f"the value {number} stands twice")
            found[number] = (key, number, value)
        return [found[number] for number in sorted(found)]

    def _options(self, node: Any) -> tuple[Option, ...]:
        made = tuple(
            Option(number, self.needed(key, value, f"option {number}"))
            for key, number, value in self._pairs(node, "options")
        )
        if len(made) < 2:
            self.wrong(node, "an item has two options or more")
        labels = [one.label.casefold() for one in made]
        for label in sorted({each for each in labels if labels.count(each) > 1}):
            self.wrong(node, f"two options say {short(label)}")
        values = {str(one.value) for one in made}
        for one in made:
            # An answer may be said by either; "5" must not be two answers.
            if one.label.strip() in values - {str(one.value)}:
                self.wrong(
                    node, f"option {one.value} says {short(one.label)}, which is another's value; "
                    "say it in words"
                )  # fmt: skip
        return made

    def _levels(self, node: Any) -> tuple[tuple[int, ActionLevel], ...]:
        made = [
            (number, level)
            for _, number, value in self._pairs(node, "levels")
            if (level := self.word(value, ActionLevel)) is not None
        ]
        order = list(ActionLevel)
        ranks = [order.index(level) for _, level in made]
        if ranks != sorted(set(ranks)):
            self.wrong(node, "levels go up with the value: watch, then act, then act_now")
        return tuple(made)

    # Items

    def _items(self, root: Any, node: Any, scoring: Scoring) -> tuple[InstrumentItem, ...]:
        nodes = self.items(node, "items")
        if not nodes:
            self.wrong(node if node is not None else root, "an instrument has items")
        if len(nodes) > MOST_ITEMS:
            self.wrong(node, f"more than {MOST_ITEMS} items")
            return ()
        made: dict[str, InstrumentItem] = {}
        for each in nodes:
            one = self._item(each, scoring)
            if one.item_id and one.item_id in made:
                self.wrong(each, f"item {short(one.item_id)} stands twice")
            made[one.item_id] = one
        scored = any(one.scored for one in made.values())
        if made and not scored and scoring is not Scoring.NONE:
            self.wrong(node, "no item is scored; say scoring: none")
        return tuple(made.values())

    def _item(self, node: Any, scoring: Scoring) -> InstrumentItem:
        found = self.fields(node, _OF_ITEM, "an item")
        item_id = self.needed(node, found.get("id"), "id")
        if item_id and _ITEM_ID.fullmatch(item_id) is None:
            self.wrong(
                found["id"], f"{short(item_id)} can't number an item; use digits and letters"
            )
        options = self._item_options(node, found.get("options"))
        optional = self._yes(found.get("optional"), default=False)
        scored = self._yes(found.get("scored"), default=scoring is not Scoring.NONE)
        if scored and scoring is Scoring.NONE:
            self.wrong(found.get("scored", node), "nothing is scored with scoring: none")
        elif scored and optional:
            self.wrong(node, "a scored item is never optional: a score without it would mislead; "
                       "say scored: no, or leave optional out")  # fmt: skip
        values = {option.value for option in options}
        domain = self.word(found.get("domain"), Domain)
        strength = self._number(found.get("strength_from"), "strength_from", None, 0, LARGEST_VALUE)
        levels = self.levels if domain is not None and strength is None else ()
        if "levels" in found:
            levels = self._levels(found["levels"])
        for name in ("levels", "strength_from"):
            if name in found and domain is None:
                self.wrong(found[name], f"{name} needs a domain: the part of life it tells of")
        for number in sorted({number for number, _ in levels} - values) if options else ():
            self.wrong(found.get("levels", node), f"no option has the value {number}")
        if strength is not None and options and strength not in values:
            self.wrong(found["strength_from"], f"no option has the value {strength}")
        return InstrumentItem(
            item_id, self.needed(node, found.get("text"), "text"), options, optional, scored,
            domain, levels, strength,
        )  # fmt: skip

    def _item_options(self, node: Any, options: Any) -> tuple[Option, ...]:
        if options is None:
            self.wrong(node, "the item has no options")
            return ()
        if options.id != "scalar":
            return self._options(options)
        name = self.text(options) or ""
        if name not in self.shared:
            there = ", ".join(self.shared) or "none yet"
            self.wrong(options, f"there are no shared options {short(name)}. There are: {there}")
        return self.shared.get(name, ())

    # Bands and flags

    def _bands(self, node: Any, low: int, high: int, scoring: Scoring) -> tuple[Band, ...]:
        if node is None:
            return ()
        if scoring is Scoring.NONE:
            self.wrong(node, "without a score there are no bands")
            return ()
        if node.id != "mapping":
            self.wrong(node, "bands are lines of scores and a name, such as 0-4: minimal")
            return ()
        made: list[tuple[Any, Band]] = []
        for key, value in node.value:
            span = _SPAN.fullmatch(key.value) if key.id == "scalar" else None
            label = self.needed(key, value, "band")
            if span is None or int(span[1]) > int(span[2]):
                self.wrong(key, f"{short(key.value)} is no span of scores; write 0-4")
            else:
                made.append((key, Band(int(span[1]), int(span[2]), label)))
        if len(made) == len(node.value):
            self._covered(node, made, low, high)
        return tuple(band for _, band in made)

    def _covered(self, node: Any, made: list[tuple[Any, Band]], low: int, high: int) -> None:
        """Note each score that no band covers, or two do."""
        following = low
        for key, band in sorted(made, key=lambda one: one[1][:2]):
            if band.minimum > following:
                gap = _scores(following, band.minimum - 1)
                self.wrong(key, f"no band covers {gap}")
            elif band.minimum < following and band.minimum >= low:
                self.wrong(key, f"two bands cover {_scores(band.minimum, following - 1)}")
            if band.minimum < low or band.maximum > high:
                self.wrong(key, f"scores are {low} to {high} here")
            following = max(following, band.maximum + 1)
        if following <= high:
            self.wrong(node, f"no band covers {_scores(following, high)}")
        if [band for _, band in made] != sorted(band for _, band in made):
            self.wrong(node, "bands go from the lowest score to the highest")

    def _flags(self, node: Any, items: tuple[InstrumentItem, ...]) -> tuple[Flag, ...]:
        known = {one.item_id: one for one in items}
        made = []
        for each in self.items(node, "flags"):
            found = self.fields(each, _OF_FLAG, "a flag")
            item_id = self.needed(each, found.get("item"), "item")
            least = self._number(found.get("at_least"), "at_least", 1, 0, LARGEST_VALUE) or 0
            if item_id and item_id not in known:
                self.wrong(found["item"], f"there is no item {short(item_id)} to flag")
            elif item_id and all(one.value < least for one in known[item_id].options):
                self.wrong(each, f"no answer to item {item_id} is {least} or more")
            message = self.needed(each, found.get("message"), "message")
            made.append(
                Flag(item_id, least, message, self._yes(found.get("crisis"), default=False))
            )
        return tuple(made)


def _scores(first: int, last: int) -> str:
    return f"the score {first}" if first == last else f"the scores {first} to {last}"
