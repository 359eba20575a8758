"""Tables that people bring, read row by row: delimited text, workbooks (.xlsx), JSON.

What always holds: a file is what its content says, and nothing in it is repaired or guessed. A row
that isn't blank comes as a `Row` or as its `Problem`s; only after a quotation mark that isn't
closed nothing more comes. No message holds what a cell holds, and long CSV takes little memory.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from caseload.errors import CaseloadError, InvalidError, NotFoundError, StorageError
from caseload.records._columns import header_key
from caseload.records._encoding import encoding_of
from caseload.records._place import refuse_device
from caseload.records._text import BIDIRECTIONAL, LONGEST, quoted

_FORBIDDEN = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{''.join(BIDIRECTIONAL)}]")
_QUOTED = re.compile(r'(?<![^,;\t|\n])"[^"]*(?:""[^"]*)*"?')
_SEP_LINE = re.compile(r'"?sep=([^\w"\n ])"?(?:\n|$)', re.IGNORECASE)
_SEVERAL_OBJECTS = re.compile(r"\{.*\}[ \t]*(?:\n|$)|\{.*\n\s*\{")
_MARKED = re.compile(r"'(?='*[=+\-@\t\r])")
"""The apostrophe that our own export puts before what looks like a formula."""
LONGEST_LINE = 100 * LONGEST
_ANEW = "Open it in a spreadsheet program and save it as .xlsx, or as CSV (UTF-8)."


class Row(NamedTuple):
    """A row's number, as a spreadsheet or an editor shows it, and the text under each heading."""

    number: int
    values: dict[str, str]


class Problem(NamedTuple):
    """What is wrong and how to mend it; without a column it is about the whole row."""

    row: int
    column: str
    message: str


class _Fault(str):
    """A cell that can't be read: a character that no cell may hold, then the reason."""


class _File(NamedTuple):
    bytes: io.BufferedReader
    name: str
    shown: str
    size: int
    heading_row: int
    kept: ExitStack

    def text(self, encoding: str) -> io.TextIOWrapper:
        """From its beginning, each line ended by a plain line feed."""
        self.bytes.seek(0)
        text = io.TextIOWrapper(self.bytes, encoding)
        # A text that is cleared away before would close the file.
        self.kept.callback(text.detach)
        return text


_Records = Callable[[], Iterator[tuple[int, list[str]] | Problem]]
"""Reads a table, from its beginning each time it is called."""


class Sheet:
    """A table: its headings, and its rows as they are read."""

    def __init__(self, file: _File, records: _Records, *, csv: bool) -> None:
        self.name, self._file, self._records, self._csv = file.name, file, records, csv
        self._done: float | None = 0.0
        for top in records():
            if isinstance(top, Problem):
                break
            # Objects have keys, which are in no row: their number is 0.
            if top[0] not in range(1, file.heading_row) and "".join(top[1]).strip():
                break
        else:
            raise InvalidError(f"{file.shown} (or this sheet of it) is empty; export it anew.")
        if isinstance(top, Problem):
            raise InvalidError(f"Row {top.row} of {file.shown}, the headings, {top.message}")
        self._first, heads = top[0], [head.strip() for head in top[1]]
        self._heads = heads[: max(at for at, head in enumerate(heads, 1) if head)]
        self.headers = tuple(filter(None, heads))
        known: dict[str, str] = {}
        for index, head in enumerate(self._heads):
            if _FORBIDDEN.search(head):
                where = f"The heading of column {_letter(index)} of {file.shown}"
                raise InvalidError(f"{where} holds control characters; is it a table? {_ANEW}")
            key = header_key(head) or head
            if head and key in known:
                both = f"{quoted(known[key])} and {quoted(head)}"
                raise InvalidError(f"{file.shown} has the headings {both}; rename one of them.")
            known[key] = head

    def __iter__(self) -> Iterator[Row | Problem]:
        self._done = None
        heads, width, whole = self._heads, len(self._heads), all(self._heads)
        try:
            for record in self._records():
                if isinstance(record, Problem):
                    yield record
                    continue
                number, cells = record
                text = "".join(cells)
                if number <= self._first or not text or text.isspace():
                    continue
                if (len(cells) != width or not whole) and (wrong := self._misfit(number, cells)):
                    yield wrong
                    continue
                if not text.isprintable() or len(text) > LONGEST:
                    pairs = zip(heads, map(_reason, cells), strict=False)
                    if found := [Problem(number, head, reason) for head, reason in pairs if reason]:
                        yield from found
                        continue
                    cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
                if self._csv and "'" in text:
                    cells = [cell[1:] if _MARKED.match(cell) else cell for cell in cells]
                values = dict(zip(heads, cells, strict=False))
                values.pop("", None)
                yield Row(number, values)
        except (OSError, UnicodeError):
            raise StorageError(f"{self._file.shown} broke off; try a copy of it.") from None
        self._done = 1.0

    def top(self, rows: int) -> list[tuple[int, list[str]]]:
        """The number and cells of the first rows, the headings' own and those before among them."""
        found = zip(range(rows), self._records(), strict=False)
        return [row for _, row in found if not isinstance(row, Problem)]

    @property
    def progress(self) -> float:
        """How much was read, from 0.0 to 1.0."""
        ended, file = self._done, self._file
        return min(file.bytes.tell() / file.size, 0.99) if ended is None else ended

    def _misfit(self, number: int, cells: list[str]) -> Problem | None:
        width = len(self._heads)
        if self._csv and len(cells) < width:
            wrong = f"has {len(cells)} of {width} columns; add the missing comma or quotation mark."
            return Problem(number, "", wrong)
        for at, cell in enumerate(cells):
            if cell.strip() and not (at < width and self._heads[at]):
                wrong = "has no heading; write one, or quote the value that holds a separator."
                return Problem(number, f"column {_letter(at)}", wrong)
        cells += [""] * (width - len(cells))
        return None


def _reason(cell: str) -> str:
    if type(cell) is _Fault:
        return cell[1:]
    if len(cell) > LONGEST:
        return "is longer than a million characters; shorten it."
    found = _FORBIDDEN.search(cell.replace("\r", "\n"))
    return f"holds a control character (U+{ord(found[0]):04X}); remove it." if found else ""


@contextmanager
def open_sheet(
    path: Path, sheet: str | None = None, heading_row: int | None = None
) -> Iterator[Sheet]:
    """A table in a file: delimited text, a workbook, a JSON array or JSON lines.

    Args:
        path: The file.
        sheet: Which sheet of a workbook; without it, the first that isn't hidden.
        heading_row: Its headings are in the first row from this one on that isn't blank; not JSON.

    Raises:
        InvalidError: It is no such table, or its headings are missing, double or unreadable.
        NotFoundError: There is no such file.
        StorageError: The file can't be read, or is a device.
    """
    shown = quoted(path.name or str(path))
    with ExitStack() as kept:
        try:
            refuse_device(path)
            opened = kept.enter_context(path.open("rb"))
            file = _File(opened, path.name, shown, path.stat().st_size, heading_row or 1, kept)
            found = _recognized(file, sheet)
        except (FileNotFoundError, NotADirectoryError):
            raise NotFoundError(f"There is no file {shown}; check its folder and name.") from None
        except OSError:
            raise StorageError(f"{shown} can't be read; is it a folder, or not yours?") from None
        yield found


def _letter(index: int) -> str:
    before, last = divmod(index, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _recognized(file: _File, sheet: str | None) -> Sheet:
    head = file.bytes.read(1024)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _workbook(file, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidError(f"{file.shown} has a password, or is an .xls; save it as .xlsx or CSV.")
    if sheet is not None:
        raise InvalidError(f"{file.shown} is no workbook and has no sheets; don't name one.")
    encoding, broken = encoding_of(file.bytes, head)
    if broken:
        line = f"Line {broken} of {file.shown}"
        raise InvalidError(f"{line} isn't in the encoding of the rest. {_ANEW}")
    sample = file.text(encoding).read(1 << 20)
    start, ending = sample.lstrip(), Path(file.name).suffix.casefold()
    if re.match(r"<[!?A-Za-z]|%PDF|\{\\rtf", start):
        raise InvalidError(f"{file.shown} is a document or web page and no table. {_ANEW}")
    # "[Name],[Born]" is how some databases write the headings of a CSV file.
    opening = r'[\[{]\s*[]["{}]' if ending in (".csv", ".tsv") else r"[\[{]"
    if re.match(opening, start) or ending in (".json", ".jsonl", ".ndjson"):
        return _json(file, encoding, start)
    return _delimited(file, encoding, sample[: 1 << 16], ending in (".tsv", ".tab"))


def _delimited(file: _File, encoding: str, sample: str, tabs: bool) -> Sheet:
    import csv

    marked = _SEP_LINE.match(sample)
    lines = _QUOTED.sub("", sample[marked.end() if marked else 0 :]).split("\n")
    line = next((each for each in lines[file.heading_row - 1 :] if each.strip(" ")), "").lstrip(" ")
    sep = marked[1] if marked else "\t" if tabs and "\t" in line else max(",;\t|", key=line.count)
    commas = line.count(sep)
    spaced = line.count(sep + " ") == commas > 0
    file.kept.callback(csv.field_size_limit, csv.field_size_limit(LONGEST))

    def records() -> Iterator[tuple[int, list[str]] | Problem]:
        text, number, last, cells = file.text(encoding), 0, "", list[str]()
        if marked:
            text.readline()
        # A longer one, of a file that is no table, would be taken into memory as a whole.
        lines = ((last := line) for line in iter(partial(text.readline, LONGEST_LINE), ""))
        reader = csv.reader(lines, delimiter=sep, skipinitialspace=spaced, strict=True)
        while True:
            number, begun, wrong = number + 1, reader.line_num, ""
            try:
                cells = next(reader)
                if commas > 1 and reader.line_num - begun > 1:
                    # Each line is as wide as the table. (A comma of prose has a space after it.)
                    told = sep.join(cells).replace(sep + " ", "").split("\n")
                    if {each.count(sep) for each in told} == {commas}:
                        wrong = "holds what look like rows; close the quotation mark before them."
            except StopIteration:
                return
            except csv.Error as error:
                # Where such a row ends can't be known: the next line may still be part of it.
                if reader.line_num - begun > 1 or last.count('"') % 2:
                    wrong = "opens a quotation mark that isn't closed; close it, or remove it."
                    yield Problem(number, "", f"{wrong} Nothing after it could be read.")
                    return
                wrong = "has a quotation mark too many, or too few; within a value write it twice."
                if "limit" in str(error):
                    wrong = "has a value of more than a million characters; shorten it."
            yield Problem(number, "", wrong) if wrong else (number, cells)

    return Sheet(file, records, csv=True)


class _Object(dict[str, str]):
    """A JSON object, its values as text."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        for key, value in pairs:
            twice = key.strip() in self
            self[key.strip()] = _Fault("\0is there twice; keep one.") if twice else _plain(value)


def _plain(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and {str, bool, type(None)}.issuperset(map(type, value)):
        return ";".join(map(_plain, value))
    return _Fault("\0holds an object, or a list of more than values; write text or a plain list.")


def _json(file: _File, encoding: str, start: str) -> Sheet:
    import json

    nan = _Fault("\0holds NaN or Infinity; write a number, or null.")
    decode = json.JSONDecoder(
        object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=lambda _: nan
    ).decode

    def decoded(text: str, line: int) -> Any:
        try:
            found = decode(text)
            first = found[:1] if isinstance(found, list) and not several else [found]
            if all(isinstance(each, _Object) for each in first):
                return found
            raise json.JSONDecodeError("", text, len(text) - len(text.lstrip("[ \t\n")))
        except (json.JSONDecodeError, RecursionError) as error:
            line, column = line + getattr(error, "lineno", 1) - 1, getattr(error, "colno", 1)
            return _Fault(f"\0has no JSON object at line {line}, column {column}; export it anew.")

    several = _SEVERAL_OBJECTS.match(start)
    listed = [] if several else decoded(file.text(encoding).read(), 1)
    if isinstance(listed, _Fault):
        raise InvalidError(f"{file.shown} {listed[1:]}")

    def objects() -> Iterator[tuple[int, Any]]:
        if not several:
            return enumerate([listed] if isinstance(listed, _Object) else listed, 1)
        lines = enumerate(file.text(encoding), 1)
        return ((at, decoded(line, at)) for at, line in lines if not line.isspace())

    keys = list(dict.fromkeys(k for _, each in objects() if type(each) is _Object for k in each))

    def records() -> Iterator[tuple[int, list[str]] | Problem]:
        yield 0, keys
        for number, each in objects():
            if isinstance(each, _Object):
                yield number, [each.get(key, "") for key in keys]
            else:
                wrong = each[1:] if isinstance(each, _Fault) else "is no JSON object; remove it."
                yield Problem(number, "", wrong)

    return Sheet(file, records, csv=False)


def _workbook(file: _File, sheet: str | None) -> Sheet:
    table: Any = None

    def records() -> Iterator[tuple[int, list[str]] | Problem]:
        nonlocal table
        try:
            table = table or _table(file, sheet)
            for number, row in enumerate(table.iter_rows(), 1):
                # No sheet has more; a number beyond it would be counted up to for hours.
                if number > 1_048_576:
                    raise InvalidError(f"{file.shown} has more than 1,048,576 rows. {_ANEW}")
                yield number, [_cell_text(cell) for cell in row]
        except CaseloadError:
            raise
        except Exception:
            # What the library says of it stays unsaid: it may hold what a cell holds.
            raise InvalidError(f"{file.shown} can't be read as a workbook. {_ANEW}") from None

    return Sheet(file, records, csv=False)


def _table(file: _File, sheet: str | None) -> Any:
    import warnings
    from zipfile import ZipFile

    from openpyxl import load_workbook

    with ZipFile(file.bytes) as archive:
        parts = archive.infolist()
        swollen = any(p.file_size > max(5 << 20, 100 * p.compress_size) for p in parts)
        if swollen or sum(p.file_size for p in parts) > 1 << 30:
            raise InvalidError(f"{file.shown} is too large once unpacked. {_ANEW}")
        written = (archive.open(p) for p in parts if p.filename.endswith((".xml", ".rels")))
        # Entities fill the memory as well, and no spreadsheet program writes any.
        if any(b"<!DOCTYPE" in part.read(1 << 16) for part in written):
            raise InvalidError(f"{file.shown} holds entities. {_ANEW}")
    file.kept.enter_context(warnings.catch_warnings())
    warnings.filterwarnings("ignore", module=r"openpyxl\b")
    book = load_workbook(file.bytes, read_only=True, data_only=True, keep_links=False)
    file.kept.callback(book.close)
    sheets: dict[str, Any] = {each.title: each for each in book.worksheets}
    if sheet is None:
        sheet = next(title for title in sheets if sheets[title].sheet_state == "visible")
    if sheet not in sheets:
        has = ", ".join(map(quoted, sheets))
        raise InvalidError(f"{file.shown} has no sheet {quoted(sheet)}; name one of {has}.")
    sheets[sheet].reset_dimensions()
    return sheets[sheet]


def _cell_text(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "e":
        return _Fault(f"\0holds the error {quoted(str(value))}; mend it, or write the value.")
    if value is None or isinstance(value, str | bool):
        return re.sub("_x00([01][0-9A-F]|5F)_", lambda found: chr(int(found[1], 16)), _plain(value))
    if isinstance(value, date | time | timedelta):
        return re.sub(r"( 00:00)?:\d\d(\.\d+)?$", "", str(value))
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    # A postal code: its form of zeros says how many digits it has.
    digits, form = str(int(value)), cell.number_format
    return digits.zfill(len(form)) if set(form) == {"0"} and value >= 0 else digits
