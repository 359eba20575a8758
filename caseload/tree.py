"""YAML as people write it, read as a tree in which every value is text and has its line.

Plans, instruments, weights and intakes are all read so: `no`, `2026` and 007 stay what was typed;
all mistakes are named at once, each with its line; anchors, tags and all else that people do
without is refused. JSON is read by the same way, for YAML holds it.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from caseload.errors import InvalidError

W = TypeVar("W", bound=StrEnum)
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


class Tree:
    """One text being read; mistakes are gathered so that all are named at once."""

    what = "the text"
    """What it is to people, in a sentence."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def wrong(self, node: Any, message: str) -> None:
        """Note a mistake at a node."""
        self.mistakes.append(Mistake(node.start_mark.line + 1, message))

    def refuse_mistakes(self, name: str) -> None:
        """Refuse the file of that name if there are any.

        Raises:
            InvalidError: Each mistake is named with its line.
        """
        if self.mistakes:
            raise InvalidError(f"{name}: {'; '.join(map(str, sorted(self.mistakes)))}.")

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
                    self.wrong(event, "there are no & or * names here; put the text in quotes")
                    return None
            root = yaml.compose(text, Loader=loader)
        except yaml.YAMLError as error:
            self.mistakes.append(_of_yaml(error))
            return None
        except (RecursionError, UnicodeEncodeError):
            self.mistakes.append(Mistake(1, f"{self.what} can't be read; begin again"))
            return None
        if root is None:
            self.mistakes.append(Mistake(1, "the text is empty; nothing was changed"))
        return root

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
                self.wrong(key, f"{what} has no {short(name)}{hint}")
            elif name in found:
                self.wrong(key, f"{name} stands twice")
            else:
                found[name] = value
        return found

    def items(self, node: Any, what: str) -> list[Any]:
        """The nodes of a list; none where nothing stands."""
        if node is None or (node.id == "scalar" and not node.value):
            return []
        if node.id != "sequence":
            self.wrong(node, f"under {what} each one begins with a dash: - ")
            return []
        return list(node.value)

    def text(self, node: Any) -> str | None:
        """The text of a single value; None where it is empty."""
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
        """Text that must say something."""
        text = self.text(node)
        if not (text or "").strip():
            self.wrong(node if node is not None else owner, f"the {name} says nothing")
        return text or ""

    def word(self, node: Any, kind: type[W]) -> W | None:
        """One of a few words, however it is spelled."""
        text = self.text(node)
        if not text:
            return None
        key = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
        found = next((word for word in kind if word == key), None)
        if found is None:
            near = get_close_matches(key, list(kind), 1, 0.6)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(kind)}"
            self.wrong(node, f"{short(text)} is no {kind.__name__.lower()}; {hint}")
        return found


def short(text: object) -> str:
    """A bad value as a message quotes it."""
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
