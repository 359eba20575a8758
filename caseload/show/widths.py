"""Text in so many columns of a terminal: how wide it is, cut, filled up, wrapped."""

import re
from functools import lru_cache

from caseload.show import safe_line, safe_text

NO_BREAK = "\u00a0"


def unbroken(text: str) -> str:
    """Text that stays on one line: a date, a phone number."""
    return text.replace(" ", NO_BREAK)


def cells(text: str) -> int:
    """How many columns text takes on a terminal; a Han letter or an emoji takes two."""
    return len(text) if text.isascii() else _cell_length(text)


@lru_cache(4096)
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
        first, *rest = [whole] if cells(whole) <= width else _cut(whole, width)
        if line and cells(line) + 1 + cells(first) > width:
            lines.append(line)
            line = ""
        line = f"{line} {first}" if line else first
        for part in rest:
            lines.append(line)
            line = part
    return [each.replace(NO_BREAK, " ") for each in [*lines, line] if each]


def _cut(word: str, width: int) -> list[str]:
    """A word in pieces of at most so many columns; a mark stays with the letter that it is on."""
    if word.isascii():
        return [word[start : start + width] for start in range(0, len(word), width)]
    pieces, start, room = list[str](), 0, width
    for index, letter in enumerate(word):
        # This one makes a sign of text, of one column, an emoji of two.
        taken = 1 if letter == "\ufe0f" else cells(letter)
        if taken > room and index > start:
            pieces.append(word[start:index])
            start, room = index, width
        room -= taken
    return [*pieces, word[start:]]
