"""How people want to read: plainly or drawn, and their dates, weeks and numbers.

`main` begins a command with `of_a_command`, and whatever shows something asks `now`. The settings
are read when somebody asks, and outside of a command all is as it comes. What machines read (JSON,
CSV, lines with tabs, files of tables) never asks, nor do the rules and their reasons.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import NamedTuple

from caseload.settings import config


class Style(NamedTuple):
    """How it is shown."""

    plain: bool = False
    """One fact a line with its name, no drawing: for a screen reader or a braille display."""
    date_shown: str = "words"
    """20 Nov 2026 in words, 2026-11-20 in iso, 11/20/2026 in numbers."""
    date_format: str = "mdy"
    """In which order numbers make a date."""
    week_start: str = "monday"
    """monday or sunday."""
    number_format: str = "1,234.5"
    """How that number is written."""


_STYLE: ContextVar[Callable[[], Style]] = ContextVar("style", default=Style)


def now() -> Style:
    """How to show it."""
    return _STYLE.get()()


@contextmanager
def of_a_command() -> Iterator[None]:
    """While a command runs, its settings say how; they are read once, when first asked for."""
    before = _STYLE.set(cache(_settled))
    try:
        yield
    finally:
        _STYLE.reset(before)


@contextmanager
def as_it_comes(for_programs: bool = True) -> Iterator[None]:
    """While words are made that programs read, nobody's settings say how; else nothing changes."""
    before = _STYLE.set(Style if for_programs else _STYLE.get())
    try:
        yield
    finally:
        _STYLE.reset(before)


def draw() -> None:
    """From now on draw, whatever the settings say: somebody asked for a table."""
    drawn = now()._replace(plain=False)
    _STYLE.set(lambda: drawn)


def _settled() -> Style:
    said = config.read()
    return Style(
        config.is_plain(said), said.date_shown, said.date_format, said.week_start,
        said.number_format,
    )  # fmt: skip


def apart(parts: Iterable[str | None]) -> str:
    """The parts of a line, without those that are empty: "a · b"; plainly "a; b"."""
    return ("; " if now().plain else " · ").join(part for part in parts if part)


def in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells of a line below others of its kind; plainly, with commas between."""
    if now().plain:
        return ", ".join(cells)
    padded = [f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=False)]
    return "  ".join(["", *padded, *cells[len(padded) :]])


def indent(columns: int) -> str:
    """What stands before a line that belongs to one above; plainly, nothing."""
    return "" if now().plain else " " * columns


def number(value: int | float, places: int | None = None) -> str:
    """A number as people write it, in groups of three.

    Args:
        value: The number.
        places: How many places after the point; all of a whole number are before it.
    """
    return written(f"{value:,}" if places is None else f"{value:,.{places}f}")


def amounts(text: str) -> str:
    """A sentence of the rules with its dollars as people write numbers."""
    if now().number_format == Style().number_format:
        return text
    return re.sub(r"\$[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?", lambda found: written(found[0]), text)


def written(number: str) -> str:
    """A number that was written as 1,234.5, with the signs that people want."""
    return number.translate(_SIGNS[now().number_format])


_SIGNS = {
    "1,234.5": {},
    "1.234,5": str.maketrans(",.", ".,"),
    "1 234,5": str.maketrans(",.", "\u00a0,"),
}
"""By format, what stands in place of the signs of the first."""
