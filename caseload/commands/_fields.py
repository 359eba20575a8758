"""What options say of a record's fields: what was not said changes nothing, '' empties a field."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.records._caseload import Caseload

W = TypeVar("W", bound=StrEnum)


def given(**facts: Any) -> dict[str, Any]:
    """Only those facts that were said; an option not given changes nothing, '' empties a field."""
    return {
        name: None if value == "" else value for name, value in facts.items() if value is not None
    }


def named(**facts: str | None) -> dict[str, Any]:
    """As `given`, of fields that are never empty: '' stays '', and the verb refuses it."""
    return {name: value for name, value in facts.items() if value is not None}


def something(ctx: typer.Context, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts to change, of which there is at least one."""
    if not facts:
        raise UsageError(f"Say what to change; see {ctx.command_path} --help.")
    return facts


def one_of(name: str, value: str, known: Iterable[str]) -> None:
    """Refuse a word that is none of those known."""
    known = list(known)
    if value not in known:
        raise UsageError(f"There is no {name} {value!r}. There are: {', '.join(known)}.")


def words_of(name: str, values: list[str] | None, kind: type[W]) -> frozenset[W] | None:
    """As `several`, for a field of known words, spelled with spaces, dashes or underscores."""
    found = several(values)
    if found is None:
        return None
    said = [word.casefold().replace("-", "_").replace(" ", "_") for word in found]
    for word in said:
        one_of(name, word, kind)
    return frozenset(map(kind, said))


def days(caseload: Caseload, **texts: str | None) -> dict[str, date | None]:
    """The days that were said; '' empties a field."""
    return {
        name: door.day(caseload, text) if text else None
        for name, text in texts.items()
        if text is not None
    }


def word(kind: type[W], **texts: str | None) -> dict[str, W | None]:
    """The words of a kind that were said; '' empties a field."""
    for name, text in texts.items():
        if text:
            one_of(name.replace("_", " "), text, kind)
    return {name: kind(text) if text else None for name, text in texts.items() if text is not None}


def whole_numbers(**texts: str | None) -> dict[str, int | None]:
    """The numbers that were said, "$1,200" too; '' empties a field. The verb knows the limits."""
    found: dict[str, int | None] = {}
    for name, text in texts.items():
        if text is None:
            continue
        bare = text.strip().removeprefix("$").replace(",", "")
        digits = bare.removeprefix("-")
        if bare and not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
            option = f"--{name.replace('_', '-')}"
            said = show.shortened(text)
            raise UsageError(f"{option} {said!r} is no whole number; '' empties it.")
        found[name] = int(bare) if bare else None
    return found


def several(values: list[str] | None) -> tuple[str, ...] | None:
    """A field of several values: the option repeated, or one value with `;` between; '' is none."""
    if values is None:
        return None
    parts = [part.strip() for value in values for part in value.split(";")]
    return tuple(part for part in parts if part)
