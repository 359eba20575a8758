"""Text in so many columns of a terminal: how wide it is, cut, filled up, wrapped."""

import re
from functools import lru_cache
from typing import TextIO

from caseload.show import safe_line, safe_text, screen_width, style

NO_BREAK = "\u00a0"
_COMMAND = re.compile(r"""(?:(?<=: )|(?<=\()|^ +)caseload (?:"[^"]*"|[^"])*?(?:[;.)](?= )|$)""")
"""A command within a sentence; what is in quotation marks does not end it."""


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


def sentence(text: str, out: TextIO) -> str:
    """What the program says: on a line, and on a terminal broken between words where it is longer.

    A command stays whole, so that it can be copied, and so does a word of any length. Plainly there
    is no indent.
    """
    said = safe_line(text)
    if style.now().plain:
        return said.lstrip(" ")
    if not out.isatty() or cells(said) <= (width := screen_width(out)):
        return said
    bare = said.lstrip(" ")
    indent = said[: len(said) - len(bare)]
    # No NUL is in a safe line, so it can stand for the spaces that stay.
    kept = _COMMAND.sub(lambda found: found[0].replace(" ", "\0"), said)[len(indent) :]
    first, *rest = re.split(r"(?<! ) (?! )", kept)
    lines = [indent + first]
    for word in rest:
        if cells(lines[-1]) + 1 + cells(word) > width:
            lines.append(indent + word)
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines).replace("\0", " ")


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
