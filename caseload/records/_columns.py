"""Cells of an imported table, read as the fields they stand for."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError, UsageError
from caseload.records import _text
from caseload.records._rows import Field, fields

YES = frozenset({"yes", "y", "true", "1", "active"})
NO = frozenset({"no", "n", "false", "0", "inactive"})
LARGEST_NUMBER = 1_000_000_000

Reader = Callable[[str], Any]
"""Text to value; raises InvalidError with a sentence."""


class Column(NamedTuple):
    """A column that an import knows."""

    name: str
    read: Reader


def of_record(record: type[tuple[Any, ...]], order: str, *without: str) -> list[Column]:
    """A column for each field of a record, but those left out."""
    return [
        Column(field.name, reader(field, order))
        for field in fields(record)
        if field.name not in without
    ]


def reader(field: Field, order: str = "mdy") -> Reader:
    """How a field's text is read; `order` is how 11/12/2026 is."""
    if field.kind is date:
        return lambda text: dates.parse_entry(text, order=order)
    if field.kind is bool:
        return yes_or_no
    if field.kind is int:
        return number
    if field.kind is tuple:
        return several
    if field.kind is frozenset:
        word = field.word
        assert word is not None
        one = words(word)
        return lambda text: frozenset(one(part) for part in several(text))
    return words(field.word) if field.word is not None else _text.tidy


def words(kind: type[StrEnum]) -> Reader:
    """Reads one of a few words, however it is spelled: "In person" is in_person."""
    known = {header_key(word): word for word in kind}

    def read(text: str) -> StrEnum:
        found = known.get(header_key(text))
        if found is None:
            raise InvalidError(f"{_text.quoted(text)} is none of: {', '.join(kind)}")
        return found

    return read


def number(text: str) -> int:
    """Reads a whole number, 0 or more; "$12,000.00" is 12000."""
    bare = text.strip().removeprefix("$").replace(",", "")
    bare = bare.removesuffix(".00").removesuffix(".0")
    if not (bare.isascii() and bare.isdigit()) or len(bare) > 12 or int(bare) > LARGEST_NUMBER:
        raise InvalidError(f"{_text.quoted(text)} is no whole number; write digits alone")
    return int(bare)


def yes_or_no(text: str) -> bool:
    """Reads yes or no in their usual spellings."""
    bare = text.strip().casefold()
    if bare not in YES and bare not in NO:
        raise InvalidError(f"{_text.quoted(text)} is neither yes nor no")
    return bare in YES


def several(text: str) -> tuple[str, ...]:
    """Reads values with `;` between them."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def time_of_day(text: str) -> str:
    """Reads a time of day as HH:MM."""
    return dates.parse_time(text)


def matched(
    headers: tuple[str, ...], columns: Mapping[str, Column], given: Mapping[str, str]
) -> tuple[dict[str, tuple[Column, ...]], list[str]]:
    """Which columns each heading is: by what was given, else by a name spelled alike.

    Args:
        headers: The headings of the table.
        columns: The columns that the import knows, by name.
        given: Their heading → our name, or several (see `meant`), where people said so.

    Returns:
        What each heading that stands for something stands for, most often one column, and the
        headings that stand for nothing.

    Raises:
        UsageError: A name that was given is in neither, or two headings are to mean one column.
    """
    theirs = {header_key(header): header for header in headers}
    found: dict[str, tuple[Column, ...]] = {}
    for their, our in given.items():
        header, ours = theirs.get(header_key(their)), meant(our, columns)
        if header is None:
            raise UsageError(
                f"--map: the file has no column {_text.quoted(their)}. "
                f"It has: {', '.join(headers)}."
            )
        if not ours:
            raise UsageError(
                f"--map: there is no field {_text.quoted(our)}. There are: {', '.join(columns)}."
            )
        found[header] = ours
    taken = [column.name for ours in found.values() for column in ours]
    if len(set(taken)) < len(taken):
        raise UsageError("--map names one field for two columns; choose one of them.")
    for header in headers:
        ours = meant(header, columns)
        if header not in found and len(ours) == 1 and ours[0].name not in taken:
            found[header] = ours
    return found, [header for header in headers if header not in found]


def meant(our: str, columns: Mapping[str, Column]) -> tuple[Column, ...]:
    """The column of a name however it is spelled, or the columns of several in one cell.

    "last_name, first_name" reads a cell such as "Okafor, Ngozi", "first_name last_name" one such
    as "Ngozi Okafor"; a cell of more or fewer parts is refused. None: there is no such field.
    """
    by_key = {header_key(name): column for name, column in columns.items()}
    if header_key(our) in by_key:
        return (by_key[header_key(our)],)
    sign = "," if "," in our else None
    parts = [by_key.get(header_key(part)) for part in our.split(sign)]
    ours = [part for part in parts if part is not None]
    if len(ours) < max(2, len(parts)) or len({one.name for one in ours}) < len(ours):
        return ()
    shape = f"{sign or ''} ".join(one.name for one in ours)
    return tuple(
        Column(one.name, _part(one.read, place, len(ours), sign, shape))
        for place, one in enumerate(ours)
    )


def _part(read: Reader, place: int, count: int, sign: str | None, shape: str) -> Reader:
    """Reads one of several values in a cell."""

    def of_cell(text: str) -> Any:
        parts = [part.strip() for part in text.split(sign)]
        if len(parts) != count or not all(parts):
            raise InvalidError(
                f"{_text.quoted(text)} is not {shape!r}; write it so, or in columns of their own"
            )
        return read(parts[place])

    return of_cell


def header_key(text: str) -> str:
    """A heading as it is compared: "Last Name", "last_name" and " LAST-NAME " are "lastname"."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text.casefold())))
