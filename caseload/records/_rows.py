"""Between a table's row and a record: the only place that knows how a field is stored.

A day is text YYYY-MM-DD, a list is text joined by `;`, yes and no are 1 and 0, a word is its own
text. What holds: `to_record(cls, to_columns(record)) == record` for every record.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from caseload.errors import DamagedError

Value = str | int | None
R = TypeVar("R", bound=tuple[Any, ...])


class Field(NamedTuple):
    """One field of a record: what it may hold, and whether it may be empty."""

    name: str
    kind: type
    """str, int, bool, date, a StrEnum, tuple (of text) or frozenset (of a StrEnum)."""
    word: type[StrEnum] | None
    """The words allowed, for a StrEnum or a set of one."""
    optional: bool


@cache
def fields(record: type[tuple[Any, ...]]) -> tuple[Field, ...]:
    """The fields of a record type, in their order."""
    return tuple(_field(name, hint) for name, hint in get_type_hints(record).items())


def _field(name: str, hint: Any) -> Field:
    optional = isinstance(hint, UnionType)
    if optional:
        hint = next(part for part in get_args(hint) if part is not type(None))
    origin = get_origin(hint)
    if origin is frozenset:
        return Field(name, frozenset, get_args(hint)[0], True)
    if origin is tuple:
        return Field(name, tuple, None, True)
    return Field(name, hint, hint if issubclass(hint, StrEnum) else None, optional)


def column(value: Any) -> Value:
    """A field's value as it is stored."""
    if value is None or isinstance(value, bool | str | int):
        return int(value) if isinstance(value, bool) else _plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return ";".join(sorted(value)) or None
    return ";".join(value) or None


def _plain(value: str | int | None) -> Value:
    return str(value) if isinstance(value, StrEnum) else value


def to_columns(record: Any) -> dict[str, Value]:
    """A record as column names and stored values."""
    return {name: column(value) for name, value in zip(record._fields, record, strict=True)}


@cache
def _readers(record: type[tuple[Any, ...]]) -> tuple[Callable[[Any], Any] | None, ...]:
    return tuple(_reader(field) for field in fields(record))


def _reader(field: Field) -> Callable[[Any], Any] | None:
    if field.kind is date:
        return date.fromisoformat
    if field.kind is bool:
        return bool
    if field.kind is frozenset:
        words = _words(field)
        return lambda text: frozenset(map(words, text.split(";")))
    if field.kind is tuple:
        return lambda text: tuple(text.split(";"))
    return _words(field) if field.word is not None else None


def _words(field: Field) -> Callable[[str], StrEnum]:
    # Looked up, since calling the enumeration takes four times as long, and lists have many.
    assert field.word is not None
    return {str(each): each for each in field.word}.__getitem__


@cache
def _empty(record: type[tuple[Any, ...]]) -> tuple[tuple[int, type], ...]:
    """The places of fields that hold several values; what is not stored is none of them."""
    several = (tuple, frozenset)
    return tuple((n, each.kind) for n, each in enumerate(fields(record)) if each.kind in several)


def to_record(record: type[R], values: Iterable[Any]) -> R:
    """A record from stored values in the order of its fields.

    Raises:
        DamagedError: One is not what the table's checks let in.
    """
    try:
        made = [
            value if read is None or value is None else read(value)
            for read, value in zip(_readers(record), values, strict=True)
        ]
    except (AttributeError, LookupError, TypeError, ValueError):
        raise DamagedError(
            f"A {record.__name__.lower()} in the file is damaged; see: caseload check. Restore a "
            "backup."
        ) from None
    for index, kind in _empty(record):
        if made[index] is None:
            made[index] = kind()
    return record(*made)


def columns_of(record: type[tuple[Any, ...]], table: str = "") -> str:
    """The columns of a record for a select, in the order of its fields."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{field.name}"' for field in fields(record))


def changed(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, Value]]:
    """What differs: the old values and the new ones."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
