"""Text in so many columns of a terminal: how wide it is, cut, filled up, wrapped."""

import re
from functools import cache

from caseload.show import safe_line, safe_text

NO_BREAK = "\u00a0"


def unbroken(text: str) -> str:
    """Text that stays on one line: a date, a phone number."""
    return text.replace(" ", NO_BREAK)


def cells(text: str) -> int:
    """How many columns text takes on a terminal; a Han letter or an emoji takes two."""
    return len(text) if text.isascii() else _cell_length(text)


@cache
def _cell_length(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Text in exactly so many columns: cut with an ellipsis, or filled up."""
    text = safe_line(text)
    if cells(text) > width:
        from rich.cells import set_cell_size

        text = set_cell_size(text, max(0, width - 1)) + "…"
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """Text broken between words, and in long ones, into lines of at most so many columns."""
    lines, line = list[str](), ""
    for whole in re.split(r"[ \t\n\r]+", safe_text(text).strip()):
        word = whole
        if line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = ""
        while cells(word) > width:
            part = word[: max(1, width // 2)] if not word.isascii() else word[:width]
            lines.append(part)
            word = word[len(part) :]
        line = f"{line} {word}" if line else word
    return [each.replace(NO_BREAK, " ") for each in [*lines, line] if each]
