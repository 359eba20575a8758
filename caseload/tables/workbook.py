"""Tables as sheets of an XLSX workbook, written row by row in flat memory.

What always holds: people's text is a cell of text, whatever it looks like. No formula, link or
number is made of it, and it is marked as text, so that a spreadsheet program makes none of it when
the cell is edited. A day is a day and a number is a number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from caseload import files, show
from caseload.records._table import Column, Type

MOST_ROWS = 1_048_576
"""The rows of a sheet, the heading among them."""
LONGEST_CELL = 32_767
LONGEST_NAME = 31
CUT = " … [shortened: a cell holds no more; CSV has all of it]"
WIDEST = 50
NARROWEST = 8
LOOKED_AT = 300
"""So many rows say how wide a column is."""
_FIRST_DAY = "1900-03-01"
"""Spreadsheet programs disagree on days before."""
_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


class Sheet(NamedTuple):
    """One sheet."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    typed: Sequence[Column] = ()
    """What each column is; () where nothing but the values says it."""


def write(path: Path, sheets: Iterable[Sheet], made_on: date, *, force: bool = False) -> int:
    """Write a workbook. The same sheets of the same day make the same bytes.

    Args:
        path: Where to.
        sheets: Its sheets, each read when its turn comes.
        made_on: The day that its properties name.
        force: Whether to write over a file that is there.

    Returns:
        How many cells were shortened, because a cell holds no more than 32,767 letters.

    Raises:
        InvalidError: The file exists and may not be written over.
        StorageError: It can't be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with files.written_bytes(path, force=force) as out, files.room_beside(path) as room:
        book = Workbook(out, {**_AS_TEXT, "constant_memory": True, "tmpdir": str(room)})
        book.use_zip64()
        book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})  # noqa: DTZ001
        pages = _Pages(book)
        try:
            for sheet in sheets:
                pages.add(sheet)
            if not pages.taken:
                pages.add(Sheet("empty", (), ()))
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            if not book.fileclosed:
                for page in book.worksheets():
                    page._opt_close()  # It would leave its file of rows open.
        return pages.shortened


def sheet_name(text: str, taken: Iterable[str]) -> str:
    """A name that a sheet can have: of at most 31 letters, and no other's."""
    used = {each.casefold() for each in taken}
    bare = _NAME.sub(" ", show.safe_line(text)).strip(" '") or "Sheet"
    if bare.casefold() == "history":
        bare = "History of records"  # A name that Excel keeps for itself.
    number, name = 1, _cut_to(bare, LONGEST_NAME)
    while name.casefold() in used:
        number += 1
        end = f" ({number})"
        name = _cut_to(bare, LONGEST_NAME - len(end)) + end
    return name


def _units(text: str) -> bytes:
    """A text as the file counts it: a letter outside the first plane is two units of two bytes."""
    return text.encode("utf-16-le", "surrogatepass")


def _cut_to(text: str, most: int) -> str:
    """The beginning of a text, of so many units."""
    return _units(text)[: 2 * most].decode("utf-16-le", "ignore").rstrip(" '")


class _Pages:
    """The sheets of a workbook, and the forms that their cells have."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.taken: list[str] = []
        self.shortened = 0
        self._head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self._plain = book.add_format({"num_format": "@"})
        self._quoted = book.add_format({"num_format": "@", "quote_prefix": True})

    def add(self, sheet: Sheet) -> None:
        """Write a sheet; rows beyond its last go on in another one."""
        rows, name = iter(sheet.rows), sheet.name
        while self._page(sheet_name(name, self.taken), sheet, rows):
            pass

    def _page(self, name: str, sheet: Sheet, rows: Iterator[Sequence[Any]]) -> bool:
        """One page; True when it is full and there may be more."""
        self.taken.append(name)
        page = self._book.add_worksheet(name)
        widths = [len(head) + 3 for head in sheet.columns]
        for at, head in enumerate(sheet.columns):
            page.write_string(0, at, head, self._head)
        puts = [self._put_by(column) for column in sheet.typed] or [self._put] * len(sheet.columns)
        number = 0
        for row in rows:
            number += 1
            for at, value in enumerate(row):
                if value is None or value == ():
                    continue
                width = puts[at](page, number, at, value)
                if number <= LOOKED_AT and width > widths[at]:
                    widths[at] = width
            if number == MOST_ROWS - 1:
                break
        for at, width in enumerate(widths):
            page.set_column(at, at, min(max(width, NARROWEST), WIDEST))
        if sheet.columns:
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)
            page.repeat_rows(0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        return number == MOST_ROWS - 1

    def _put_by(self, column: Column) -> Any:
        return {
            Type.DAY: self._put_day,
            Type.INSTANT: self._put_moment,
            Type.LOCAL_TIME: self._put_moment,
        }.get(column.type, self._put)

    def _put(self, page: Any, row: int, at: int, value: Any) -> int:
        """A value by what it is; how wide it is."""
        kind = type(value)
        if kind is int or kind is float:
            page.write_number(row, at, value)
            return len(str(value)) + 1
        if isinstance(value, datetime):
            return self._put_moment(page, row, at, value.isoformat())
        if isinstance(value, date):
            return self._put_day(page, row, at, value.isoformat())
        text = show.safe_text(show.cell(value))
        if 2 * len(text) > LONGEST_CELL and len(_units(text)) > 2 * LONGEST_CELL:
            self.shortened += 1
            text = _cut_to(text, LONGEST_CELL - len(CUT)) + CUT
        form = self._quoted if show.looks_like_formula(text) else self._plain
        page.write_string(row, at, text, form)
        return len(text.partition("\n")[0]) + 1

    def _put_day(self, page: Any, row: int, at: int, value: str) -> int:
        if value < _FIRST_DAY:
            return self._put(page, row, at, value)
        page.write_datetime(row, at, datetime.fromisoformat(value), self._day)
        return 11

    def _put_moment(self, page: Any, row: int, at: int, value: str) -> int:
        moment = datetime.fromisoformat(value)
        if value < _FIRST_DAY:
            return self._put(page, row, at, value)
        page.write_datetime(row, at, moment.replace(tzinfo=None), self._moment)
        return 17
