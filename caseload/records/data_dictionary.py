"""What tables say of themselves: kinds, columns, types, meanings, filters. Made from the code.

`caseload export --describe` shows it, a folder of tables has it beside them as a Frictionless data
package (specs.frictionlessdata.io), and docs/reference/columns.md is it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from caseload.records import _meanings, exports
from caseload.records._table import Column, Days, Kind, Type

TYPES = {
    Type.TEXT: ("string", "text"),
    Type.WORD: ("string", "one of a few words"),
    Type.INTEGER: ("integer", "whole number"),
    Type.YES_NO: ("boolean", "yes or no"),
    Type.DAY: ("date", "day, YYYY-MM-DD"),
    Type.INSTANT: ("datetime", "instant in UTC, ISO 8601"),
    Type.LOCAL_TIME: ("datetime", "day and local time, YYYY-MM-DDTHH:MM"),
    Type.LIST: ("string", "several texts; in CSV with ; between them"),
}
"""A type's name in a Frictionless schema, and in words."""


class KindTold(NamedTuple):
    """A kind of table, and what each filter means to it; None: nothing."""

    kind: str
    row: str
    columns: int
    since_until: str | None
    case_manager: str | None
    program: str | None
    county: str | None


class ColumnTold(NamedTuple):
    """A column of a table."""

    kind: str
    column: str
    type: str
    required: bool
    words: tuple[str, ...]
    meaning: str


def kinds() -> list[KindTold]:
    """All kinds."""
    return [kind(name) for name in exports.KINDS]


def kind(name: str) -> KindTold:
    """One kind, and what the filters mean to it."""
    one = exports.KINDS[name]
    return KindTold(
        name, one.row, len(one.columns), _period(one.days), _manager(one), _program(one),
        _county(one),
    )  # fmt: skip


def columns(name: str) -> list[ColumnTold]:
    """The columns of one kind, in their order."""
    return [
        ColumnTold(name, one.name, one.type, one.required, one.words, _meanings.of(one))
        for one in exports.KINDS[name].columns
    ]


def meaning(column: Column) -> str:
    """What a column says."""
    return _meanings.of(column)


def _or(names: Sequence[str]) -> str:
    return " or else ".join(names)


def _period(days: Days | None) -> str | None:
    if days is None:
        return None
    if days.last:
        return f"from {_or(days.first)} to {_or(days.last)} touches the period"
    return f"{_or(days.first)} lies in the period"


def _day(one: Kind) -> str:
    return f"on {_or(one.days.first)}" if one.days is not None else "today"


def _manager(one: Kind) -> str | None:
    if one.case_manager is not None:
        return f"the column {one.case_manager}"
    return None if one.client is None else f"the client's case manager {_day(one)}"


def _program(one: Kind) -> str | None:
    if one.program is not None:
        return f"the column {one.program}"
    if one.client is None:
        return None
    if "program" in one.names:
        return f"the column program; where it is empty, the client's stay {_day(one)}"
    return f"the client's stay {_day(one)}"


def _county(one: Kind) -> str | None:
    if one.client is not None:
        return "the client lives there today"
    return None if one.counties is None else f"{one.counties} name it, or are empty"


# --- Frictionless ---------------------------------------------------------------------------------


def schema(columns: Iterable[Column]) -> dict[str, Any]:
    """A Frictionless table schema."""
    return {"fields": [_field(one) for one in columns], "missingValues": [""]}


def _field(one: Column) -> dict[str, Any]:
    name, words = TYPES[one.type]
    field: dict[str, Any] = {
        "name": one.name,
        "type": name,
        "title": one.name.replace("_", " "),
        "description": f"{_meanings.of(one)} ({words})",
    }
    if one.type is Type.YES_NO:
        field |= {"trueValues": ["yes", "true"], "falseValues": ["no", "false"]}
    if one.type is Type.LOCAL_TIME:
        field["format"] = "%Y-%m-%dT%H:%M"
    elif one.type is Type.INSTANT:
        field["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    limits: dict[str, Any] = {}
    if one.required:
        limits["required"] = True
    if one.words and one.type is Type.LIST:
        word = f"({'|'.join(one.words)})"
        limits["pattern"] = f"{word}(;{word})*"
    elif one.words:
        limits["enum"] = list(one.words)
    return field | ({"constraints": limits} if limits else {})


# --- the page ------------------------------------------------------------------------------------


def page() -> str:
    """docs/reference/columns.md: all kinds and their columns."""
    parts = [
        "# Columns of exports",
        "Made from the code (`caseload/records/exports`), and held to it by a test. Columns are"
        " added, never renamed, moved or taken away. *Always* means: every row has a value in it."
        " What a filter means to each kind: `caseload export --describe`.",
    ]
    for name, one in exports.KINDS.items():
        parts += [f"## {name}", f"A row is {one.row}.", _columns_of(name)]
    return "\n\n".join(parts) + "\n"


def _columns_of(name: str) -> str:
    rows = ["| column | is | says |", "| --- | --- | --- |"]
    for one in columns(name):
        always = ", always" if one.required else ""
        choice = f" One of {', '.join(one.words)}." if one.words else ""
        words = TYPES[Type(one.type)][1]
        rows.append(f"| `{one.column}` | {words}{always} | {one.meaning}{choice} |")
    return "\n".join(rows)
