"""The commands and their options, as words.txt holds them: a page of help each, on one line a word.

    [plan goal] Add a goal to the draft.
    argument TAB CLIENT TAB TAB A client's id, …
    arguments TAB … one that takes all that is left
    --domain TAB TAB housing|work TAB Which part of life.
    --json TAB - TAB TAB Short for --format json.

The second column is what the word is a kind of, `-` for an option that stands alone; the third, the
words it can be where those are known.
"""

import os
from collections.abc import Iterable

NONE = "-"
FEW = 4
"""Commands of one name under others, when they are named to who left out the first word."""

Choice = tuple[str, str]
"""What to type, and what to say beside it."""


class Page:
    """The words of one command."""

    def __init__(self, path: str, commands: dict[str, str], lines: list[str]) -> None:
        """Take the lines below its heading, and what commands it has by what each is for."""
        self.path = path
        self.commands = commands
        self._arguments: list[tuple[str, str, list[Choice]]] = []
        self._options: dict[str, tuple[str, list[Choice], str]] = {}
        for line in lines:
            names, kind, known, said = line.split("\t")
            words = [(word, "") for word in known.split("|") if word]
            if names in ("argument", "arguments"):
                self._arguments.append((names, kind, words))
            else:
                self._options |= dict.fromkeys(names.split(" "), (kind, words, said))

    def takes(self, option: str) -> bool:
        """Whether an option needs a value after it."""
        return self._options.get(option, (NONE,))[0] != NONE

    def value(self, option: str) -> tuple[str, list[Choice]]:
        """What the value of an option is a kind of, and the words known for it."""
        return self._options[option][:2]

    def options(self) -> list[Choice]:
        """Each option with what it is for."""
        return [(name, said) for name, (_, _, said) in self._options.items()]

    def argument(self, given: int) -> tuple[str, list[Choice]]:
        """As `value`, for what stands after so many arguments; '' and none when none may."""
        for place, (names, kind, words) in enumerate(self._arguments):
            if place == given or names == "arguments":
                return kind, words
        return "", []


def page(path: str) -> Page:
    """The page of a command that there is, such as `plan goal`; '' is the program itself."""
    commands, own = dict[str, str](), list[str]()
    for part in _text().split("\n[")[1:]:
        heading, *lines = part.rstrip("\n").split("\n")
        name, _, said = heading.partition("] ")
        if name == path:
            own = lines
        above, _, last = name.rpartition(" ")
        if above == path and last:
            commands[last] = said
    return Page(path, commands, own)


def near(word: str, above: str = "", besides: Iterable[str] = ()) -> list[str]:
    """What was most likely meant by a word that is no command; [] where there is no telling.

    Args:
        word: What was typed.
        above: The command that it was to be one of; '' for the program itself.
        besides: What else it might have been.
    """
    from difflib import get_close_matches

    paths = [part.partition("]")[0] for part in _text().split("\n[")[1:]]
    # `admit` alone may be `intake admit`; of `list` there are too many to be of help.
    below = [path for path in paths if path.endswith(f" {word}")] if not above else []
    known = [*page(above).commands, *besides]
    return below if 0 < len(below) <= FEW else get_close_matches(word, known, n=2)


def _text() -> str:
    # pathlib costs as much as half of starting Python, which completing a command need not pay.
    here = os.path.dirname(__file__)  # noqa: PTH120
    with open(f"{here}/words.txt", encoding="utf-8") as file:  # noqa: PTH123
        return file.read()
