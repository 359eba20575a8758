"""A table on its way out: its columns, which part is asked for, and rows made as they are read.

In a row a day is text YYYY-MM-DD and an instant is text in UTC; a list is a tuple of texts, yes and
no are True and False, a word is its own text. So text needs no turning over on its way to text, and
a column's type says what the others make of it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from caseload.records._caseload import Caseload
from caseload.records._rows import Field, fields

Row = tuple[Any, ...]


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WORD = "word"
    INTEGER = "integer"
    YES_NO = "yes_no"
    DAY = "day"
    INSTANT = "instant"
    LOCAL_TIME = "local_time"
    LIST = "list"


class Column(NamedTuple):
    """One column of a table, as it is promised: never renamed, taken away or moved."""

    name: str
    type: Type
    words: tuple[str, ...] = ()
    """The words that it may hold, where they are few."""
    required: bool = False
    """Whether every row has a value in it."""
    of: tuple[Any, str] | None = None
    """The record and field that it shows, whose description is its own."""
    meaning: str | None = None
    """What it says, where the field's description doesn't."""


class Table(NamedTuple):
    """Column names, and the rows that belong under them."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
    typed: tuple[Column, ...] = ()
    """What each column is; () where nothing but the values says it."""


class Part(NamedTuple):
    """Which rows are asked for; None is all of them."""

    on: date
    """As of which day: case managers, levels of care, what is due."""
    since: str | None = None
    """The first day, YYYY-MM-DD."""
    until: str | None = None
    """The last day, itself included."""
    case_manager: str | None = None
    """A staff_id."""
    program: str | None = None
    county: str | None = None
    by_code: bool = False
    """Whether contacts come by the client's code instead of by day."""


class Days(NamedTuple):
    """By which days --since and --until choose; of several columns the first that has a value."""

    first: tuple[str, ...]
    last: tuple[str, ...] = ()
    """Where rows are about a span: its end. A span is chosen when it touches the period."""
    from_ever: bool = True
    """Whether a span without a beginning began before everything."""


class Kind(NamedTuple):
    """A kind of record that is exported as a table."""

    row: str
    """What a row is: "one contact or attempt"."""
    columns: tuple[Column, ...]
    rows: Callable[[Caseload, Part], Iterable[Row]]
    days: Days | None = None
    client: str | None = "client_id"
    """The column that says whom a row is about; None where it is about no client."""
    program: str | None = None
    """The column of the stay's program; without it the client's stay on the row's day counts."""
    case_manager: str | None = None
    """The column of the stay's case manager, by name."""
    counties: str | None = None
    """Where rows are about no client: the column that says where it serves; empty is everywhere."""
    as_of: bool = False
    """Whether --on means something to it."""
    to_others: bool = True
    """Whether it may go to somebody: what is withheld from them is known of these."""
    chosen: bool = False
    """Whether `rows` has left out already what --since and --until don't ask for."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)


INSTANTS = frozenset({"recorded_at", "signed_at", "entered_in_error_at", "made_at", "at"})
"""Fields of text that are instants, in UTC."""
LOCAL_TIMES = frozenset({"starts_at"})
"""Fields of text that are a day and a time on the wall's clock."""
STAFF = "Name of a staff member."


def of_record(
    record: Any, *, without: Iterable[str] = (), by_name: Iterable[str] = ()
) -> tuple[Column, ...]:
    """A column for each field of a record.

    Args:
        record: The record's type.
        without: Fields that the table doesn't have.
        by_name: Fields that hold a staff_id in the file, and the name of the staff member here.
    """
    left = set(without)
    return tuple(
        _column(record, field, field.name in set(by_name))
        for field in fields(record)
        if field.name not in left
    )


def _column(record: type, field: Field, is_name: bool) -> Column:
    words = () if field.word is None else tuple(str(word) for word in field.word)
    required = not field.optional and field.name not in record._field_defaults  # type: ignore[attr-defined]
    return Column(
        field.name, _type(field), words, required, (record, field.name),
        STAFF if is_name else None,
    )  # fmt: skip


def _type(field: Field) -> Type:
    if field.kind in (tuple, frozenset):
        return Type.LIST
    if field.word is not None:
        return Type.WORD
    if field.name in INSTANTS:
        return Type.INSTANT
    if field.name in LOCAL_TIMES:
        return Type.LOCAL_TIME
    return {date: Type.DAY, bool: Type.YES_NO, int: Type.INTEGER}.get(field.kind, Type.TEXT)


def own(name: str, type_: Type, meaning: str, *, required: bool = False) -> Column:
    """A column that is no record's field."""
    return Column(name, type_, (), required, None, meaning)


def also(column: Column, **changes: Any) -> Column:
    """A column like another, under another name or with another meaning."""
    return column._replace(**changes)


def told(values: Iterable[Any]) -> Row:
    """A record's values as a row has them."""
    return tuple(
        value.isoformat() if isinstance(value, date)
        else tuple(sorted(value)) if isinstance(value, frozenset)
        else value
        for value in values
    )  # fmt: skip


def names_of(caseload: Caseload) -> dict[str | None, str | None]:
    """Staff by their ids; nobody is nobody."""
    return {None: None, **dict(caseload.rows("select staff_id, name from staff"))}


def named(record: Any, order: str, *by_name: str) -> Callable[[Caseload, Part], Iterator[Row]]:
    """Rows of all records of a kind, with staff by their names."""

    def rows(caseload: Caseload, _: Part) -> Iterator[Row]:
        names = names_of(caseload)
        for one in caseload.records(record, f"order by {order}"):
            yield told(one._replace(**{field: names.get(getattr(one, field)) for field in by_name}))

    return rows
