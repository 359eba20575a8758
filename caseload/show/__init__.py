"""How records look: lines, tables, JSON, CSV. The one place where people's text is made safe.

What always holds: a control character, an escape sequence or a direction override is shown as a
visible mark and never acts; everything else appears whole. Colour is never the only sign.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, TextIO

from caseload.show import style

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NARROW = 60
"""Below so many columns each fact has a line of its own."""
UNBROKEN = 1_000_000
"""Columns of a line that is never broken here: a screen reader reads it as it is."""
LEAST_WRAPPED = 18
"""A column narrower than this is not wrapped."""
LONGEST_SHOWN = 60
"""So many letters of a note stand in a list."""
_MARKS = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_MARKS |= {code: f"<U+{code:04X}>" for code in range(0x80, 0xA0)}
_MARKS |= {
    code: f"<U+{code:04X}>"
    for code in (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028)
} | {0x2029: "<U+2029>"}
_MARKS_BUT_LINES = {code: mark for code, mark in _MARKS.items() if code not in (0x0A, 0x09)}
_JSON_MARKS = {code: f"\\u{code:04x}" for code in _MARKS if code >= 0x7F}


# --- people's text, made safe --------------------------------------------------------------------


def safe_line(text: str) -> str:
    """Text for one line of a terminal: line breaks become visible marks as well."""
    return text if text.isprintable() else text.translate(_MARKS)


def safe_text(text: str) -> str:
    """Text of several lines, such as a note."""
    return text if text.isprintable() else text.translate(_MARKS_BUT_LINES)


def safe_lines(text: str) -> str:
    """A file whose lines end with CR and LF, such as a calendar: those ends stay."""
    return "\r\n".join(map(safe_text, text.split("\r\n")))


def safe_cell(text: str) -> str:
    """Text for a spreadsheet: what would be taken for a formula gets an apostrophe before it.

    Our own import takes that apostrophe off again.
    """
    if looks_like_formula(text):
        text = "'" + text
    return safe_text(text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program would take it for a formula; apostrophes before it count."""
    return text.lstrip("'").startswith(_FORMULA)


# --- values --------------------------------------------------------------------------------------


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)


def _cell(value: Any) -> str:
    """A value as text, for lines, tables and CSV alike."""
    if value is None:
        return ""
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    return str(value)


# --- rows ----------------------------------------------------------------------------------------


def rows(
    records: Iterable[Any],
    columns: Sequence[str],
    form: str,
    out: TextIO,
    *,
    shown: Sequence[str] | None = None,
) -> None:
    """Write records of one kind.

    Args:
        records: Named tuples.
        columns: Their field names, in order.
        form: table, plain, json, jsonl, csv or tsv.
        out: Where to.
        shown: The columns a table shows; all when not given. Other forms always have them all.
    """
    if form in ("json", "jsonl"):
        _json_rows(records, columns, out, lines=form == "jsonl")
    elif form in ("csv", "tsv"):
        _csv_rows(records, columns, out, "," if form == "csv" else "\t")
    elif form == "plain":
        out.writelines(
            "\t".join(safe_line(_cell(value)) for value in record) + "\n" for record in records
        )
    else:
        from caseload.show.table import table

        table(records, columns, shown or columns, out)


def _json_rows(records: Iterable[Any], columns: Sequence[str], out: TextIO, *, lines: bool) -> None:
    before, after, between = ("", "\n", "\n") if lines else ("[\n", "\n]\n", ",\n")
    # A line is filled in, not built as a dict and taken apart again: half the time at 100,000.
    line = "{" + ", ".join(f"{json.dumps(name)}: %s" for name in columns) + "}"
    first = True
    for chunk in _chunks(records, 500):
        # Most values stand in many rows: the program, the standard, the day. Yes and 1 are equal,
        # and written differently, so rows with a yes or no have each value written for itself.
        written = _Written(out)
        write = written.__missing__ if _says_yes_or_no(chunk) else written.__getitem__
        out.write(before if first else between)
        out.write(between.join([line % tuple(map(write, record)) for record in chunk]))
        first = False
    if first:
        out.write("" if lines else "[]\n")
    else:
        out.write(after)


def _says_yes_or_no(chunk: Sequence[Any]) -> bool:
    """Whether a yes or no may stand in these rows; the first may leave it open."""
    hints = getattr(type(chunk[0]), "__annotations__", None)
    if hints is not None:
        return any("bool" in str(hint) for hint in hints.values())
    return any(type(value) is bool for row in chunk for value in row)


class _Written(dict[Any, str]):
    """Values as JSON, each written once."""

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._encode = _json_encoder(out)

    def __missing__(self, value: Any) -> str:
        text = self[value] = self._encode(value)
        return text


def _json_encoder(out: TextIO) -> Callable[[Any], str]:
    """One encoder for all rows; ASCII alone where the pipe has no Unicode."""
    ascii_only = (out.encoding or "utf-8").lower().replace("-", "") != "utf8"
    plain = json.JSONEncoder(ensure_ascii=ascii_only, default=_json_value).encode

    def encode(value: Any) -> str:
        text = plain(value)
        return text if text.isprintable() else text.translate(_JSON_MARKS)

    return encode


def json_lines(objects: Iterable[dict[str, Any]], out: TextIO) -> None:
    """Write objects of several kinds, one a line."""
    encode = _json_encoder(out)
    out.writelines(encode(one) + "\n" for one in objects)


def one_json(record: Any, out: TextIO) -> None:
    """Write one object, on lines of its own."""
    ascii_only = (out.encoding or "utf-8").lower().replace("-", "") != "utf8"
    text = json.dumps(record, ensure_ascii=ascii_only, default=_json_value, indent=2)
    out.write(text.translate(_JSON_MARKS) + "\n")


def nested(record: Any) -> Any:
    """A record with records in it, as objects and lists for JSON."""
    if isinstance(record, tuple) and hasattr(record, "_fields"):
        return {name: nested(value) for name, value in zip(record._fields, record, strict=True)}
    return [nested(each) for each in record] if isinstance(record, tuple) else record


def _chunks(records: Iterable[Any], size: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _csv_rows(records: Iterable[Any], columns: Sequence[str], out: TextIO, delimiter: str) -> None:
    import csv
    import io
    from itertools import chain

    def written(rows: Iterable[Iterable[Any]]) -> str:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
        return text.getvalue()

    out.write(written([columns]))
    for chunk in _chunks(records, 500):
        rows = chunk
        if not set(map(type, chain.from_iterable(chunk))) <= _PLAIN:
            rows = list(zip(*map(_as_text, zip(*chunk, strict=True)), strict=True))
        text = written(rows)
        # Most text is harmless, and one look at 500 rows costs a third of one at each cell.
        if _suspicious(text, delimiter):
            text = written([_safe(value) for value in row] for row in rows)
        out.write(text)


_PLAIN = {str, int, type(None)}


def _as_text(column: Sequence[Any]) -> Sequence[Any]:
    if set(map(type, column)) <= _PLAIN:
        return column
    return [value if type(value) in _PLAIN else _cell(value) for value in column]


def _safe(value: Any) -> Any:
    return safe_cell(value) if type(value) is str else value


def _suspicious(text: str, delimiter: str) -> bool:
    """Whether a cell of delimited text may begin as a formula does, or hold what might act."""
    if not text.replace("\n", "").replace(delimiter, "").isprintable():
        return True
    if not any(mark in text for mark in "=+@'\""):
        return any(f"{before}-" in text for before in (delimiter, "\n")) or text.startswith("-")
    import re

    begins = f"(?:^|{delimiter}|\n)\"?'*[=+@-]|\"'*\t"
    return re.search(begins, text) is not None


def facts(pairs: Iterable[tuple[str, str | None]], out: TextIO) -> None:
    """Write one record: a name and a value a line, those without a value left out.

    On a terminal a long value is broken between words; elsewhere, and plainly, it is left as it is.
    """
    kept = [(safe_line(name), safe_text(value)) for name, value in pairs if value]
    widest = max((len(name) for name, _ in kept), default=0)
    width = screen_width(out) if out.isatty() else None
    room = width and width - widest - 2
    if style.now().plain:
        out.writelines(f"{name.strip()}: {value}\n" for name, value in kept)
        return
    if room is not None and room < LEAST_WRAPPED:
        # Beside such a name there is no room: the value follows it, and goes on below.
        for name, value in kept:
            out.writelines(f"{line}\n" for line in _folded(f"{name}: {value}", width))
        return
    for name, value in kept:
        lines = _folded(value, room)
        out.write(f"{name.ljust(widest)}  {lines[0]}\n")
        out.writelines(f"{' ' * widest}  {line}\n" for line in lines[1:])


def _folded(text: str, width: int | None) -> list[str]:
    """The lines of a text, those longer than so many columns broken between words."""
    lines = text.split("\n")
    if width is None:
        return lines
    from textwrap import wrap

    return [part for line in lines for part in (wrap(line, width, break_on_hyphens=False) or [""])]


def shortened(text: str | None) -> str:
    """The beginning of a text, on one line."""
    words = " ".join((text or "").split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"


def cell(value: Any) -> str:
    """A value as text, in files of tables and documents too."""
    return _cell(value)


def for_people(value: Any) -> str:
    """A value as people read it: a day in ISO, unless numbers are wanted or it is read aloud."""
    if type(value) is date and (style.now().plain or style.now().date_shown == "numbers"):
        from caseload.show import day_style

        return day_style.plain(value)
    return style.written(str(value)) if type(value) is float else _cell(value)


# --- the screen ----------------------------------------------------------------------------------


def screen_width(out: TextIO, *, most: int = UNBROKEN) -> int:
    """Columns of the terminal, 100 where there is none, and at most so many; plainly, endless."""
    if style.now().plain:
        return UNBROKEN
    if os.environ.get("COLUMNS", "").isdigit():
        return min(most, max(20, int(os.environ["COLUMNS"])))
    with suppress(OSError, ValueError, AttributeError):
        return min(most, max(20, os.get_terminal_size(out.fileno()).columns))
    return min(most, 100)


def is_narrow(width: int) -> bool:
    """Whether each fact has a line of its own: in plain mode, and where there is little room."""
    return width < NARROW or style.now().plain


def has_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def in_color(out: TextIO) -> bool:
    """Whether colour may be used there."""
    return (
        out.isatty()
        and not style.now().plain
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and (sys.platform != "win32" or "WT_SESSION" in os.environ)
    )
