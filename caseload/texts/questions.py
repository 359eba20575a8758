"""What is asked one thing at a time, and an answer as it was understood."""

from typing import Any, NamedTuple

EMPTY = "''"
"""What empties an answer, as '' does in every command."""


class Said(NamedTuple):
    """An answer as it was understood."""

    value: Any
    back: str | None = None
    """What is said back, where it was put otherwise than it is kept."""
    wrong: str | None = None
    """Why it can't be; then there is no value."""


class Question(NamedTuple):
    """One thing that is asked."""

    name: str
    """What it is to answer: a field of a record, or an option."""
    asks: str
    """What is asked, in a few words."""
    hint: str = ""
    """What is possible, where it isn't plain."""
