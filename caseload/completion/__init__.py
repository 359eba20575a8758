"""What may stand at the cursor of a line that somebody types, found in milliseconds.

The commands and their options come from words.txt, which tools/make_completion_words.py makes from
the commands themselves, so that none of them is imported; names come from the caseload file. What
always holds: nothing is asked, nothing is written, and what goes wrong goes wrong in silence, for
the line is somebody else's to finish. A client completes to their id: shells keep what was typed.
"""

import os
from collections.abc import Iterable

from caseload.completion.words import Choice, Page, page

FILES = frozenset({"FILE", "PATH", "DIR", "FOLDER"})
DAYS = ("today", "yesterday", "tomorrow")


class Line:
    """A line as far as it was typed: the command it has come to, and what the next word is for."""

    def __init__(self, before: Iterable[str]) -> None:
        """Walk the whole words before the cursor, without the program's name."""
        self.page: Page = page("")
        self.file: str | None = None
        self.literal = False
        """Whether `--` has said that no more options come."""
        self._waits: str | None = None
        self._given = 0
        for word in before:
            self._take(word)

    def _take(self, word: str) -> None:
        if self._waits is not None:
            if self._waits == "--file":
                self.file = word
            self._waits = None
        elif word == "--" and not self.literal:
            self.literal = True
        elif word.startswith("-") and not self.literal:
            name, joined, value = word.partition("=")
            if name == "--file" and joined:
                self.file = value
            elif not joined and self.page.takes(name):
                self._waits = name
        elif word in self.page.commands and not self._given:
            self.page = page(f"{self.page.path} {word}".strip())
        else:
            self._given += 1

    def at(self, begun: str) -> tuple[str, list[Choice]]:
        """What the word at the cursor is a kind of ('' for none), and the words known for it."""
        if self._waits is not None:
            return self.page.value(self._waits)
        if begun.startswith("-") and not self.literal:
            return "", self.page.options()
        kind, known = self.page.argument(self._given)
        return kind, known if self._given else [*self.page.commands.items(), *known]


def choices(
    before: list[str], begun: str, *, beside: bool, replaces: bool
) -> tuple[bool, list[Choice]]:
    """What the word at the cursor may become.

    Args:
        before: The whole words before it, without the program's name.
        begun: The word as far as it was typed, without quotes.
        beside: Whether the shell shows what is said beside a choice.
        replaces: Whether it takes a choice that does not begin as typed.

    Returns:
        Whether it names a file, which shells complete better themselves; and the choices.
    """
    line = Line(before)
    name, joined, value = begun.partition("=")
    joined = "" if line.literal or not line.page.takes(name) else joined
    kind, known = line.page.value(name) if joined else line.at(begun)
    begun, prefix = (value, f"{name}=") if joined else (begun, "")
    if kind in FILES:
        return True, []
    if kind in ("CLIENT", "STAFF", "PROGRAM", "STANDARD"):
        from caseload.completion import file_names

        path = file_names.path(line.file)
        if kind == "CLIENT":
            found = file_names.clients(path, begun, beside=beside, replaces=replaces)
        else:
            found = file_names.others(path, kind, begun)
    else:
        found = beginning_so(known or _known(kind), begun)
    return False, [(f"{prefix}{text}", said) for text, said in found]


def _known(kind: str) -> list[Choice]:
    """What is known without a caseload file."""
    if kind == "DATE":
        return [(day, "") for day in DAYS]
    if kind == "TEMPLATE":
        from caseload.documents.folders import Folders, own_templates
        from caseload.settings import config

        return [(name, "") for name in Folders(own_templates(None, config.read())).names()]
    if kind == "INSTRUMENT":
        from caseload.settings import instruments

        return [(name, "") for name in instruments.files()]
    return []


def beginning_so(known: list[Choice], begun: str) -> list[Choice]:
    """Those that begin as typed, whatever the case."""
    low = begun.casefold()
    return [one for one in known if one[0].casefold().startswith(low)]


def answer(instruction: str) -> int:
    """Answer a shell that asks in the way of Typer's scripts; the exit code, 0 but for fish.

    Args:
        instruction: What the script sets: complete_bash, complete_zsh, …
    """
    from caseload.completion import shells

    try:
        said, code = shells.answered(instruction.removeprefix("complete_"), os.environ)
        if said:
            print(said, flush=True)
    except (Exception, KeyboardInterrupt):
        return 0
    return code
