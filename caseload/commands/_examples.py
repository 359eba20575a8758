"""The examples in the help of commands, which tests run."""

from collections.abc import Iterable
from typing import Any

MOST = 6
"""On the page of a group; the pages of its commands have the rest."""


def of(command: Any) -> list[str]:
    """The examples on a command's page, a line each."""
    lines = (line.strip() for line in (command.help or "").splitlines())
    return [line for line in lines if line.startswith("caseload ")]


def first_of(commands: Iterable[Any]) -> str:
    """The first example of each command of a group, as Typer sets lines apart."""
    firsts = [example for command in commands for example in of(command)[:1]]
    return "\n".join(["\b", *(f"  {line}" for line in firsts[:MOST])])
