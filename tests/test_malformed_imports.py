"""A malformed table of any kind is refused by the command: its row named, nothing saved or echoed.

The tables are exports of a file with a record of each kind, spoiled in one place each. Those of
test_sheet.py and test_imports.py are made by hand, and say more exactly what is said of them.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from random import Random

import pytest
from bringing import Desk
from making import full_file
from test_imports import BAD
from test_sheet import MALFORMED, REFUSED

from caseload.records import exports, imports

SECRET = "Zaphod-7731"
"""Stands in the spoiled row and around it, and is never said."""
KINDS = [kind for kind in exports.KINDS if kind in imports.KINDS]
Rows = list[list[str]]
Spoil = Callable[[Rows, Random], str | bytes]


def text(rows: Rows, sep: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sep, lineterminator="\n").writerows(rows)
    return out.getvalue()


def spoiled(change: Callable[[list[str], Random], list[str]]) -> Spoil:
    """One row changed, the last."""
    return lambda rows, chance: text([*rows[:-1], change(rows[-1], chance)])


def in_a_cell(letters: str) -> Spoil:
    """Letters put into a cell of the last row."""

    def change(row: list[str], chance: Random) -> list[str]:
        at = chance.randrange(len(row))
        return [f"{SECRET}{letters}" if number == at else cell for number, cell in enumerate(row)]

    return spoiled(change)


def raw(change: Callable[[str, Random], str | bytes]) -> Spoil:
    return lambda rows, chance: change(text(rows), chance)


def objects(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def lines(odd: str) -> Spoil:
    return lambda rows, _: "\n".join([*map(json.dumps, objects(rows)), odd])


OF_A_ROW: dict[str, Spoil] = {
    "too few cells": spoiled(lambda row, _: row[: len(row) // 2]),
    "too many cells": spoiled(lambda row, _: [*row, "", SECRET]),
    "another separator": lambda rows, _: text(rows[:-1]) + ";".join([SECRET, *rows[-1][1:]]) + "\n",
    "a quote within quotes": lambda rows, _: text(rows) + f'"{SECRET} "B" x"' + "," * len(rows[0]),
    "a quote never closed": lambda rows, _: text(rows) + f'"{SECRET}\n',
    "nul": in_a_cell("\0"),
    "a bell": in_a_cell("\a"),
    "an escape sequence": in_a_cell("\x1b[2J"),
    "a control of Latin 1": in_a_cell("\x9b31m"),
    "a form feed": in_a_cell("\f"),
    "delete": in_a_cell("\x7f"),
    "a direction": in_a_cell("\u202e"),
    "an isolate": in_a_cell("\u2066"),
    "a cell too long": in_a_cell("x" * 1_000_001),
    "the end of a file of DOS": lambda rows, _: text(rows) + "\x1a",
    "a line of JSON cut off": lines(f'{{"{SECRET}": "x'),
    "no object on a line of JSON": lines(f'"{SECRET}"'),
    "an object in an object": lines(f'{{"client_id": {{"a": "{SECRET}"}}}}'),
    "a key twice": lines(f'{{"client_id": "1", "client_id": "{SECRET}"}}'),
    "no number": lines('{"client_id": NaN}'),
    "half a letter": lines('{"client_id": "\\ud800"}'),
}
"""What is wrong with the last row."""
OF_THE_FILE: dict[str, Spoil] = {
    "nothing": raw(lambda *_: b""),
    "blank lines": raw(lambda *_: "\n" * 40),
    "headings alone": lambda rows, _: text(rows[:1]),
    "a heading twice": lambda rows, _: text([[rows[0][-1], *rows[0][1:]], *rows[1:]]),
    "no headings": lambda rows, _: text(rows[1:]),
    "other headings": lambda rows, _: text([[f"{SECRET}{n}" for n, _ in enumerate(rows[0])],
                                            *rows[1:]]),
    "half of UTF-16": raw(lambda said, _: said.encode("utf-16")[:-1]),
    "noise": raw(lambda _, chance: chance.randbytes(3000)),
    "a picture": raw(lambda *_: b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "half a workbook": raw(lambda *_: b"PK\x03\x04" + SECRET.encode() * 20),
    "a web page": raw(lambda *_: f"<html><body>{SECRET}</body></html>"),
    "JSON cut off": lambda rows, _: json.dumps(objects(rows))[:-20],
    "a list of lists": lambda rows, _: json.dumps(rows),
    "JSON nested too deeply": raw(lambda *_: "[" * 100_000),
}  # fmt: skip
"""What is wrong with all of it."""


def rows_of(desk: Desk, kind: str) -> Rows:
    """The export of a kind, the secret in its first text that takes one."""
    folder = desk.folder / "full"
    if not folder.exists():
        folder.mkdir()
        full_file(folder).close()
    return [*csv.reader(io.StringIO(desk.export(kind, "csv", folder / "caseload.db")))]


def test_there_are_25_kinds_of_them_and_150_files_by_hand() -> None:
    assert len(OF_A_ROW) + len(OF_THE_FILE) >= 25
    assert len(MALFORMED) + len(REFUSED) + len(BAD) >= 150


@pytest.mark.parametrize("what", [*OF_A_ROW, *OF_THE_FILE])
def test_a_spoiled_table_is_refused_and_nothing_of_it_saved_or_said(
    desk: Desk, what: str, heavy: bool
) -> None:
    first = [*OF_A_ROW, *OF_THE_FILE].index(what)
    tried = 0
    for number, kind in enumerate(KINDS):
        if not heavy and (number + first) % 8:
            continue
        rows = rows_of(desk, kind)
        spoil = {**OF_A_ROW, **OF_THE_FILE}[what]
        made = spoil(rows, Random(number))
        ending = "json" if isinstance(made, str) and made.lstrip().startswith(("[", "{")) else "csv"
        if "line of JSON" in what or what in ("an object in an object", "a key twice", "no number",
                                              "half a letter"):  # fmt: skip
            ending = "jsonl"
        before = desk.path.read_bytes()
        ran = desk.bring(kind, made, name=f"table.{ending}")
        assert (ran.code, ran.out) == (3, ""), (kind, ran)
        assert desk.path.read_bytes() == before
        assert SECRET not in ran.err, (kind, ran.err)
        assert what not in OF_A_ROW or re.search(r"\b(row|line) \d", ran.err), (kind, ran.err)
        tried += 1
    assert tried >= 2
