"""Questions at a terminal, one at a time: how each is put, and how one goes back and forth.

An answer that can't be is said and asked for again, so nothing that was typed before it is lost.
"""

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from caseload.commands import _door as door
from caseload.show import widths
from caseload.texts.questions import EMPTY, Said

Q = TypeVar("Q")

BACK, HELP = "<", "?"
ON, BEFORE, END = 1, -1, 0
"""Where it goes after a question: on, to the one before, or no further."""


def say_keys() -> None:
    """Say what Enter and the signs do."""
    door.say(f"{BACK} goes back, {HELP} shows what is possible, Enter goes on or keeps what stands")
    door.say(f"in [ ], {EMPTY} empties it.")


def in_turn(questions: Sequence[Q], one: Callable[[Q], int | None], first: Q | None = None) -> bool:
    """Ask each question in its turn; before the first, `BEFORE` asks it again.

    Args:
        questions: In their order.
        one: Asks one and says where it goes from there; None: it does not apply.
        first: The one to begin with.

    Returns:
        Whether it came to the end, and did not `END` before.
    """
    place, way = 0 if first is None else questions.index(first), ON
    while place < len(questions):
        goes = one(questions[place])
        if goes == END:
            return False
        way = way if goes is None else goes
        place += way
        if place < 0:
            place, way = 0, ON
    return True


def answer(
    asks: str, standing: str, read: Callable[[str], Said], hint: Callable[[], str]
) -> str | None:
    """Ask until there is an answer that can be; None goes back.

    Args:
        asks: The question.
        standing: What Enter keeps.
        read: Says how an answer is understood, or why it can't be.
        hint: What is possible.
    """
    shown = f" [{standing}]" if standing else ""
    while (said := typed(f"{asks}{shown}")) != BACK:
        if said == HELP:
            door.say(f"  {hint()}")
            continue
        text = "" if said == EMPTY else said or standing
        understood = read(text)
        if understood.wrong is not None:
            door.say(f"  {understood.wrong}")
            continue
        if understood.back is not None:
            door.say(f"  = {understood.back}")
        return text
    return None


def typed(question: str) -> str:
    """What is typed after a question."""
    asked = question if question.endswith(("?", "?]", "/n]", "/N]")) else f"{question}:"
    shown = widths.sentence(asked, sys.stdout)
    said: str = typer.prompt(shown, default="", show_default=False, prompt_suffix=" ")
    return said.strip()


def yes(question: str, *, usually: bool = True) -> bool:
    """Whether a question is answered yes; Enter is what is usual."""
    said = typed(f"{question} {'[Y/n]' if usually else '[y/N]'}").casefold()
    return said not in ("n", "no") if usually else said in ("y", "yes")
