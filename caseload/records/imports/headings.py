"""How the headings of a table are understood: for sure by our names alone, else as a guess.

A guess is never taken by itself: somebody says yes to it, or writes it down as a `--map`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from caseload.errors import InvalidError
from caseload.records._columns import Column, Reader, header_key, matched, meant
from caseload.records._incoming import Kind
from caseload.records._sheet import Problem, Sheet

Spellings = Mapping[str, tuple[str, ...]]
"""How others head our fields, or several of them in one column ("last_name, first_name")."""
EXAMPLES = 3
LONGEST_EXAMPLE = 200
"""Letters."""
ROWS_FOR_EXAMPLES = 50
ROWS_OF_HEADINGS = 5
"""Headings further down are not looked for."""
NEAR = 0.84
"""How alike a heading and a spelling are, of 1, to be worth a question."""
SHORTEST_NEAR = 4
"""Letters of what is compared so: "fax" is near to too much."""

_NUMERIC = re.compile(r"\s*[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}")


class Heading(NamedTuple):
    """One of their columns, as it is understood."""

    heading: str
    field: str | None
    """What it is here, as `--map` says it; None: nothing."""
    sure: bool
    """Whether it is spelled like our field, or somebody said so."""
    examples: tuple[str, ...]
    """The first different values."""


class DayOrder(NamedTuple):
    """A day that can be read in two ways, or only in another than was thought."""

    heading: str
    example: str
    """A cell that shows it."""
    orders: tuple[str, ...]
    """How the whole table can be read: mdy and dmy, or one of them."""


def names_of(found: Mapping[str, tuple[Column, ...]]) -> frozenset[str]:
    """The fields that the headings stand for."""
    return frozenset(column.name for columns in found.values() for column in columns)


def understand(
    kind: Kind, sheet: Sheet, given: Mapping[str, str], spellings: Spellings
) -> list[Heading]:
    """Each heading of a table with what it is taken for, and whether that is sure.

    Args:
        kind: The kind of rows.
        sheet: The table.
        given: Their heading → our name, where people said so.
        spellings: How others head our fields.

    Raises:
        UsageError: As for `matched`.
    """
    columns = {column.name: column for column in kind.columns("mdy")}
    found, unused = matched(sheet.headers, columns, given)
    likely = likely_fields(unused, columns, names_of(found), spellings, kind.required)
    examples = _examples(sheet)
    understood = []
    for each in sheet.headers:
        field = _field(each, found, given) or likely.get(each)
        if each in likely and not all("," in one for one in examples[each]):
            field = _without_comma(likely[each])
        understood.append(Heading(each, field, each in found, examples[each]))
    return understood


def _field(
    heading: str, found: Mapping[str, tuple[Column, ...]], given: Mapping[str, str]
) -> str | None:
    columns = found.get(heading, ())
    if len(columns) < 2:
        return columns[0].name if columns else None
    return next(our for their, our in given.items() if header_key(their) == header_key(heading))


def _without_comma(field: str) -> str:
    """For cells without a comma, "last_name, first_name" is "first_name last_name"."""
    return " ".join(reversed(field.split(", ")))


def _examples(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    found = {heading: dict[str, None]() for heading in sheet.headers}
    for _, row in zip(range(ROWS_FOR_EXAMPLES), sheet, strict=False):
        if isinstance(row, Problem):
            continue
        for heading, text in row.values.items():
            if text.strip() and len(found[heading]) < EXAMPLES:
                found[heading][text.strip()[:LONGEST_EXAMPLE]] = None
    return {heading: tuple(values) for heading, values in found.items()}


def likely_fields(
    headings: Iterable[str],
    columns: Mapping[str, Column],
    taken: Iterable[str],
    spellings: Spellings,
    needed: Collection[str] = (),
) -> dict[str, str]:
    """Which field each of these headings may be, as `--map` says it; none of them twice.

    Known spellings go first, then those that are nearly a name or a spelling. Where a heading may
    be several fields, one that each row needs goes first, then the first of the spellings.
    """
    free, must = columns.keys() - set(taken), set(needed)
    by_spelling: dict[str, list[str]] = {}
    for field in (*spellings, *columns):
        for spelling in (field, *spellings.get(field, ())):
            by_spelling.setdefault(_key(spelling), []).append(field)
    found: dict[str, str] = {}
    left = list(headings)
    for near in (False, True):
        for heading in tuple(left):
            for spelled in _alike(_key(heading), by_spelling, near=near):
                fits = [
                    one
                    for one in by_spelling[spelled]
                    if (fields := _fields(one, columns)) and fields <= free
                ]
                if fits:
                    found[heading] = min(fits, key=lambda one: not _fields(one, columns) <= must)
                    free -= _fields(found[heading], columns)
                    left.remove(heading)
                    break
    return found


def _alike(key: str, spelled: Mapping[str, object], *, near: bool) -> list[str]:
    if not near:
        return [key] if key in spelled else []
    if len(key) < SHORTEST_NEAR:
        return []
    return get_close_matches(key, spelled, n=10, cutoff=NEAR)


def _fields(field: str, columns: Mapping[str, Column]) -> set[str]:
    return {one.name for one in meant(field, columns)}


def _key(text: str) -> str:
    """A heading as spellings are compared: "Case #" is "Case number"."""
    return header_key(text.replace("#", " number "))


def heading_row(kind: Kind, sheet: Sheet, spellings: Spellings) -> int:
    """The number of the row that looks most like headings: the table's own, unless one is better.

    Above them there may be a title, or a row of groups in merged cells.
    """
    columns = {column.name: column for column in kind.columns("mdy")}
    best, row = len(likely_fields(sheet.headers, columns, (), spellings)), 1
    for number, cells in sheet.top(ROWS_OF_HEADINGS):
        said = [each.strip() for each in cells if each.strip()]
        known = len(likely_fields(said, columns, (), spellings))
        if known > best and number > 0:
            best, row = known, number
    return row


def day_order(
    kind: Kind,
    sheet: Sheet,
    given: Mapping[str, str],
    order: str,
    watch: Callable[[float], None],
) -> DayOrder | None:
    """What is unsure about the order of day and month in a table, None when nothing is.

    Args:
        kind: The kind of rows.
        sheet: The table.
        given: Their heading → our name, where people said so.
        order: The order that is thought of: mdy, dmy or ymd.
        watch: Is told how far it has come.
    """
    both = []
    for each in ("mdy", "dmy"):
        columns = {column.name: column for column in kind.columns(each)}
        both.append(matched(sheet.headers, columns, given)[0])
    readers = [
        (heading, first.read, second.read)
        for heading in both[0]
        for first, second in zip(both[0][heading], both[1][heading], strict=True)
    ]
    possible = {"mdy", "dmy"}
    shown: tuple[str, str] | None = None
    for row in sheet:
        watch(sheet.progress)
        if isinstance(row, Problem):
            continue
        for heading, first, second in readers:
            text = row.values[heading]
            if not _NUMERIC.match(text):
                continue
            as_mdy, as_dmy = _value(first, text), _value(second, text)
            if as_mdy == as_dmy:
                continue
            shown = shown or (heading, text)
            if as_mdy is None or as_dmy is None:
                possible -= {"mdy" if as_mdy is None else "dmy"}
    if shown is None or not possible or possible == {order}:
        return None
    return DayOrder(*shown, tuple(sorted(possible, key=("mdy", "dmy").index)))


def _value(read: Reader, text: str) -> object:
    """What a cell is read as; None when it can't be."""
    try:
        return read(text)
    except InvalidError:
        return None
