"""Answers to an instrument as a file: YAML, JSON or a table of item and value."""

import re
from collections.abc import Mapping
from typing import Any

from caseload.errors import InvalidError
from caseload.tree import Tree, short


def answers(text: str, name: str) -> dict[str, str]:
    """Answers by item, from YAML or JSON (`9: 1`, or a list of item and value), or a CSV table.

    Raises:
        InvalidError: It can't be read; every mistake is named with its line.
    """
    if _is_table(text):
        return _of_table(text, name)
    reader = _Answers()
    root = reader.parsed(text)
    found = reader.whole(root) if root is not None else {}
    if reader.mistakes:
        said = "; ".join(
            f"{name}:{one.line}: {one.message}" for one in sorted(set(reader.mistakes))
        )
        raise InvalidError(f"{said}. Nothing was saved.")
    return dict(found)


class _Answers(Tree):
    what = "the file"

    def whole(self, root: Any) -> Mapping[str, str]:
        """What the tree says, by item."""
        found: dict[str, str] = {}
        if root.id == "mapping":
            pairs = [(key, self.text(key), self.text(value)) for key, value in root.value]
        else:
            pairs = []
            for each in self.items(root, "the answers"):
                said = self.fields(each, ("item", "value"), "an answer")
                pairs.append((each, self.text(said.get("item")), self.text(said.get("value"))))
        for node, item, value in pairs:
            if item in found:
                self.wrong(node, f"item {short(item)} stands twice")
            if item and value:
                found[item] = value
        return found


def _is_table(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return re.match(r"[\[{]|.*:(\s|$)|- ", first) is None and re.search("[,;\t]", first) is not None


def _of_table(text: str, name: str) -> dict[str, str]:
    """The answers of a table of item and value, with a line of headings or without."""
    found, wrong = dict[str, str](), list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip().strip('"') for cell in re.split("[,;\t]", line)]
        if not any(cells) or [cell.casefold() for cell in cells[:2]] == ["item", "value"]:
            continue
        if len(cells) != 2:
            wrong.append(f"{name}:{number}: a line has an item and a value")
        elif cells[0] in found:
            wrong.append(f"{name}:{number}: item {short(cells[0])} stands twice")
        elif cells[1]:
            found[cells[0]] = cells[1]
    if wrong:
        raise InvalidError(f"{'; '.join(wrong[:10])}. Nothing was saved.")
    return found
