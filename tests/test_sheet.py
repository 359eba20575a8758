"""Tables that people bring: every dialect reads alike, and what is malformed is named, not lost."""

import csv
import io
import json
import os
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from caseload.errors import CaseloadError, InvalidError, NotFoundError, StorageError
from caseload.records._columns import header_key
from caseload.records._sheet import Problem, Row, Sheet, open_sheet
from caseload.records._text import BIDIRECTIONAL, LONGEST
from caseload.show import safe_cell

SECRET = "SSN 123-45-6789"
SECRETS = (SECRET, "123-45", "6789")


class Read(NamedTuple):
    headers: tuple[str, ...]
    rows: list[Row]
    problems: list[Problem]

    @property
    def numbers(self) -> list[int]:
        return [row.number for row in self.rows]

    @property
    def values(self) -> list[tuple[str, ...]]:
        return [tuple(row.values.values()) for row in self.rows]


def read(path: Path, sheet: str | None = None) -> Read:
    with open_sheet(path, sheet) as table:
        found = list(table)
        assert table.progress == 1.0
        assert table.name == path.name
        return Read(
            table.headers,
            [each for each in found if isinstance(each, Row)],
            [each for each in found if isinstance(each, Problem)],
        )


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for index, lines in enumerate(sheets):
        page: Any = book.active if index == 0 else book.create_sheet()
        page.title = f"Sheet{index + 1}"
        for line in lines:
            page.append(line)
    book.save(path)
    return path


_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName='
        '"/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook {_NS} xmlns:r="{_OFFICE}"><sheets><sheet name="Roster" sheetId="1" '
        'r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}


def by_hand(path: Path, rows: str, before: str = "", prolog: str = "", **parts: str) -> Path:
    """A workbook put together from its parts, as no library would write it."""
    page = f"{prolog}<worksheet {_NS}>{before}<sheetData>{rows}</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": page, **parts}.items():
            archive.writestr(name, content)
    return path


def line(number: int | str, *cells: str) -> str:
    made = (
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(made)}</row>'


def test_a_bare_workbook_made_by_hand_is_read(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", line(1, "id", "name") + line(2, "007", "Ann"))
    assert read(path) == (("id", "name"), [Row(2, {"id": "007", "name": "Ann"})], [])


# --- dialects and encodings ----------------------------------------------------------------------

HEADERS = ("ID", "Last name", "Note", "ZIP")
TABLE = [
    ("007", "Muñoz, José", 'said "later"', "01001"),
    ("008", "O'Brien", "first line\nsecond; line\tand | more", ""),
    ("", "Ünal", "=1+1 was not meant", "00000"),
    ("010", "  spaces kept  ", "", "9"),
]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("sep", list(",;\t|"), ids=["comma", "semicolon", "tab", "pipe"])
def test_each_dialect_in_each_encoding_gives_the_same_rows(
    tmp_path: Path, sep: str, encoding: str, quoting: Any, ends: str
) -> None:
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=sep, quoting=quoting, lineterminator="\n").writerow
    for cells in [HEADERS, *TABLE]:
        write(cells)
    text = out.getvalue().replace("\n", ends)
    found = read(saved(tmp_path, "roster.txt", text.encode(encoding)))
    assert found.headers == HEADERS
    assert found.numbers == [2, 3, 4, 5]
    assert found.values == TABLE
    assert found.problems == []


def test_big_endian_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "a.csv", b"\xfe\xff" + "a;b\n1;Ω\n".encode("utf-16-be")))
    assert found.values == [("1", "Ω")]


def test_windows_1252_is_told_from_utf_8_by_the_whole_file(tmp_path: Path) -> None:
    plain = "id,name\n" + "1,Ann\n" * 200_000
    found = read(saved(tmp_path, "a.csv", (plain + "2,José €5").encode("cp1252")))
    assert found.values[-1] == ("2", "José €5")
    found = read(saved(tmp_path, "b.csv", (plain + "2,José €5").encode()))
    assert found.values[-1] == ("2", "José €5")


def test_a_letter_cut_by_the_blocks_of_reading_stays_whole(tmp_path: Path) -> None:
    text = "name\n" + "a" * ((1 << 20) - 6) + "é\n"
    path = saved(tmp_path, "a.csv", text)
    assert path.read_bytes()[: 1 << 20][-1:] == "é".encode()[:1]
    [problem] = read(path).problems
    assert problem[:2] == (2, "")
    assert "million" in problem.message
    text = "name\n" + ("a" * 99 + "\n") * 10485 + "b" * 70 + "é\n"
    assert text.encode()[: 1 << 20][-1:] == "é".encode()[:1]
    assert read(saved(tmp_path, "b.csv", text)).values[-1] == ("b" * 70 + "é",)


def test_mojibake_is_left_as_it_is(tmp_path: Path) -> None:
    assert read(saved(tmp_path, "a.csv", "name\nJosÃ©\n")).values == [("JosÃ©",)]


@pytest.mark.parametrize(
    ("name", "text", "headers", "values"),
    [
        ("a.csv", "sep=;\na;b,c\n1;2\n", ("a", "b,c"), [("1", "2")]),
        ("a.csv", "SEP=\t\r\na,b\tc\r\n1\t2\r\n", ("a,b", "c"), [("1", "2")]),
        ("a.csv", '"sep=|"\na|b\n1|2\n', ("a", "b"), [("1", "2")]),
        ("a.csv", "sep=:\na:b\n1:2\n", ("a", "b"), [("1", "2")]),
        ("a.tsv", "a,b,c\td\n1\t2\n", ("a,b,c", "d"), [("1", "2")]),
        ("a.tsv", "a,b\n1,2\n", ("a", "b"), [("1", "2")]),
        (
            "a.csv",
            "Last, First;Born;ZIP\n1;2;3\n",
            ("Last, First", "Born", "ZIP"),
            [("1", "2", "3")],
        ),
        ("a.csv", '"a;b;c;d",e\n1,2\n', ("a;b;c;d", "e"), [("1", "2")]),
        ("a.csv", '"a ""x;y;z"" b",e\n1,2\n', ('a "x;y;z" b', "e"), [("1", "2")]),
        ("a.csv", '"a\n;b;c",e\n1,2\n', ("a\n;b;c", "e"), [("1", "2")]),
        ("a.csv", "only\n1\n\n2\n", ("only",), [("1",), ("2",)]),
        ("a.csv", "[ID],[Name]\n1,2\n", ("[ID]", "[Name]"), [("1", "2")]),
        ("a.tsv", "[ID]\t[Name]\n1\t2\n", ("[ID]", "[Name]"), [("1", "2")]),
        ("a.csv", "PK,Name\n1,2\n", ("PK", "Name"), [("1", "2")]),
        ("a.csv", 'a, b, c\n1, "x, y", 3\n', ("a", "b", "c"), [("1", "x, y", "3")]),
        ("a.csv", " a ,b\t\n1,2\n", ("a", "b"), [("1", "2")]),
        ("a.csv", "a,b,,\n1,2,,\n3,4\n", ("a", "b"), [("1", "2"), ("3", "4")]),
        ("a.csv", "a,,b\n1,,2\n", ("a", "b"), [("1", "2")]),
        ("a.csv", "a,b\n1,2,,\n", ("a", "b"), [("1", "2")]),
        ("a.csv", "a,b", ("a", "b"), []),
        ("a.csv", "#,%\n1,2\n", ("#", "%"), [("1", "2")]),
        ("a.csv", "a,b\n5'10\",x\n", ("a", "b"), [("5'10\"", "x")]),
        ("a.xlsx", "a,b\n1,2\n", ("a", "b"), [("1", "2")]),
        ("a", "a,b\n1,2\n", ("a", "b"), [("1", "2")]),
        ("a.csv", "x", ("x",), []),
    ],
)
def test_a_table_is_read_by_the_signs_that_it_uses(
    tmp_path: Path, name: str, text: str, headers: tuple[str, ...], values: list[tuple[str, ...]]
) -> None:
    found = read(saved(tmp_path, name, text))
    assert (found.headers, found.values, found.problems) == (headers, values, [])


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = '\n\nid,note\n1,"one\ntwo\nthree"\n\n , \n,\n2,x\n'
    found = read(saved(tmp_path, "a.csv", text))
    assert found.numbers == [4, 8]
    assert found.problems == []
    found = read(saved(tmp_path, "b.csv", "sep=,\nid,note\n1,x\n"))
    assert found.numbers == [2]


def test_line_breaks_within_quotes_become_plain(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "a.csv", 'a,b\r\n"x\r\ny\rz",\tt\r\n'))
    assert found.values == [("x\ny\nz", "\tt")]


def test_prose_of_many_commas_is_not_taken_for_rows(tmp_path: Path) -> None:
    text = 'id,name,address\n1,Ann,"12 Elm St\nSpringfield, MA, 01103"\n'
    assert read(saved(tmp_path, "a.csv", text)).values == [
        ("1", "Ann", "12 Elm St\nSpringfield, MA, 01103")
    ]


# --- what goes in comes out ----------------------------------------------------------------------

CELL = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=sorted(BIDIRECTIONAL)),
    max_size=12,
) | st.text(st.sampled_from("'=+-@\"a, ;|"), max_size=5)


@given(
    cells=st.lists(st.tuples(CELL, CELL)),
    sep=st.sampled_from(",;\t|"),
)
def test_what_our_own_export_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], sep: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "back.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, delimiter=sep, lineterminator="\n").writerow
        write(("id", "one", "two"))
        for at, pair in enumerate(cells):
            write((at, *map(safe_cell, pair)))
    assert read(path).values == [(str(at), *pair) for at, pair in enumerate(cells)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'=1+1", "=1+1"),
        ("'+49 30 1", "+49 30 1"),
        ("'-5", "-5"),
        ("'@you", "@you"),
        ("'\tx", "\tx"),
        ("''=1", "'=1"),
        ("'''=1", "''=1"),
        ("'tis", "'tis"),
        ("''", "''"),
        ("'", "'"),
        ("=1+1", "=1+1"),
        ("O'-Neil", "O'-Neil"),
    ],
)
def test_the_apostrophe_of_our_export_is_taken_off_delimited_text_alone(
    tmp_path: Path, written: str, meant: str
) -> None:
    for name, sep in (("a.csv", ","), ("a.tsv", "\t")):
        out = io.StringIO()
        csv.writer(out, delimiter=sep).writerows([("id", "x"), ("1", written)])
        assert read(saved(tmp_path, name, out.getvalue())).values == [("1", meant)]
    lines = saved(tmp_path, "a.jsonl", json.dumps({"x": written}))
    assert read(lines).values == [(written,)]
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    page.write_string(0, 0, "x")
    page.write_string(1, 0, written)
    book.close()
    assert read(tmp_path / "a.xlsx").values == [(written,)]


@given(cells=st.lists(st.tuples(CELL, CELL)), lines=st.booleans(), plain=st.booleans())
def test_json_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[Any], lines: bool, plain: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "back.json"
    objects = [{"id": at, "one": one, "two": two} for at, (one, two) in enumerate(cells, 1)]
    objects.insert(0, {"id": 0, "one": "first", "two": ""})
    made = [json.dumps(each, ensure_ascii=plain) for each in objects]
    path.write_text("\n".join(made) if lines else f"[{', '.join(made)}]", encoding="utf-8")
    meant = [("0", "first", "")] + [(str(at), *pair) for at, pair in enumerate(cells, 1)]
    assert read(path).values == meant


@settings(max_examples=15)
@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1))
def test_workbooks_come_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "back.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for row, (one, two) in enumerate([("one", "two"), *cells]):
        page.write_string(row, 0, str(row) if row else "id")
        page.write_string(row, 1, one)
        page.write_string(row, 2, two)
    book.close()
    assert read(path).values == [(str(at), *pair) for at, pair in enumerate(cells, 1)]


# --- workbooks -----------------------------------------------------------------------------------


def test_a_workbook_gives_text_as_people_read_it(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    shapes = {
        name: book.add_format({"num_format": form})
        for name, form in {
            "zip": "00000", "day": "yyyy-mm-dd", "us": "m/d/yy", "at": "d.m.yyyy hh:mm",
            "hour": "hh:mm", "span": "[h]:mm", "money": "0.00", "one": "0", "text": "@",
        }.items()
    }  # fmt: skip
    cases: list[tuple[Any, str, str]] = [
        (1001, "zip", "01001"),
        (123456, "zip", "123456"),
        (-5, "zip", "-5"),
        (1001, "", "1001"),
        (1001, "one", "1001"),
        (5.0, "money", "5"),
        (5.25, "money", "5.25"),
        (0.1, "", "0.1"),
        (1e15, "", "1000000000000000"),
        (12345678901, "", "12345678901"),
        ("01001", "text", "01001"),
        (date(1980, 1, 2), "day", "1980-01-02"),
        (date(1980, 1, 2), "us", "1980-01-02"),
        (datetime.fromisoformat("1980-01-02 14:30"), "at", "1980-01-02 14:30"),
        (datetime.fromisoformat("1980-01-02"), "at", "1980-01-02"),
        (datetime.fromisoformat("1980-01-02 08:05:59"), "at", "1980-01-02 08:05"),
        (time(14, 30), "hour", "14:30"),
        (time(0, 0), "hour", "00:00"),
        (timedelta(hours=8, minutes=15), "span", "8:15"),
        (True, "", "yes"),
        (False, "", "no"),
        ("two\nlines", "", "two\nlines"),
        ("'=kept", "", "'=kept"),
        ("two\r\nlines", "", "two\nlines"),
    ]
    page.write_row(0, 0, ["id", "value"])
    for row, (value, shape, _) in enumerate(cases, 1):
        page.write(row, 0, row)
        if isinstance(value, str):
            page.write_string(row, 1, value, shapes.get(shape))
        else:
            page.write(row, 1, value, shapes.get(shape))
    book.close()
    found = read(tmp_path / "a.xlsx")
    assert found.problems == []
    assert [value for _, value in found.values] == [meant for _, _, meant in cases]


@pytest.mark.parametrize("before", ["", '<dimension ref="A1"/>', '<dimension ref="C7:D9"/>'])
def test_what_a_workbook_says_of_its_size_is_not_believed(tmp_path: Path, before: str) -> None:
    rows = line(1, "id", "name") + "".join(line(at, str(at), "x") for at in range(2, 50))
    found = read(by_hand(tmp_path / "a.xlsx", rows, before))
    assert found.numbers == list(range(2, 50))
    assert found.problems == []


def test_rows_of_a_workbook_keep_their_numbers(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [[], [None, None], [None, "id", "name", None], [None, 1, "Ann"], [], [None, 2], [None]],
    )
    found = read(path)
    assert found.headers == ("id", "name")
    assert found.rows == [
        Row(4, {"id": "1", "name": "Ann"}),
        Row(6, {"id": "2", "name": ""}),
    ]
    assert found.problems == []


def test_empty_cells_that_were_only_coloured_are_ignored(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["id", "name"])
    page.append([1, "Ann"])
    for row in range(1, 30):
        for column in range(1, 20):
            page.cell(row, column).fill = PatternFill("solid", fgColor="FFFF00")
    page.merge_cells("A3:B3")
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == (("id", "name"), [Row(2, {"id": "1", "name": "Ann"})], [])


def test_a_formula_gives_what_it_came_to(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    page.write_row(0, 0, ["id", "sum", "text"])
    page.write_row(1, 0, [1])
    page.write_formula(1, 1, "=A2+1", None, 2)
    page.write_formula(1, 2, '="a"&"b"', None, "ab")
    book.close()
    assert read(tmp_path / "a.xlsx").values == [("1", "2", "ab")]
    path = workbook(tmp_path / "b.xlsx", [["id", "sum"], [1, "=A2+1"]])
    assert read(path).values == [("1", "")]


def test_the_sheet_is_the_one_named_or_the_first_to_be_seen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a"], [1]], [["b"], [2]])
    assert read(path).values == [("1",)]
    assert read(path, "Sheet2").headers == ("b",)
    book = openpyxl.load_workbook(path)
    book["Sheet1"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    assert read(path).headers == ("b",)
    assert read(path, "Sheet1").headers == ("a",)


def test_warnings_of_the_library_are_not_shown(tmp_path: Path) -> None:
    odd = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>'
    path = by_hand(tmp_path / "a.xlsx", line(1, "id") + line(2, "x"))
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    again = page.replace("</worksheet>", f"{odd}</worksheet>")
    path = by_hand(tmp_path / "b.xlsx", "", **{"xl/worksheets/sheet1.xml": again})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert read(path).values == [("x",)]
    assert caught == []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        book = openpyxl.load_workbook(path, read_only=True)
        list(book.worksheets[0].iter_rows())
        book.close()
    assert caught, "the library has nothing to say of this file, so it proves nothing"


# --- JSON ----------------------------------------------------------------------------------------


def test_json_values_are_text_as_written(tmp_path: Path) -> None:
    written = (
        '{"s": "01001", "i": 12345678901234567890123, "f": 1.50, "e": 1e3, "n": -0, "t": true,'
        ' "o": false, "z": null, "l": ["a", 2, true, null, 1.0], "m": [], "w": "x\\r\\ny"}'
    )
    meant = {
        "s": "01001", "i": "12345678901234567890123", "f": "1.50", "e": "1e3", "n": "-0",
        "t": "yes", "o": "no", "z": "", "l": "a;2;yes;;1.0", "m": "", "w": "x\ny",
    }  # fmt: skip
    for name, text in {
        "a.json": f"[{written}]",
        "b.json": written,
        "c.jsonl": f"{written}\n",
        "d.txt": f"\n\n {written}",
        "e.json": written.replace(", ", ",\n  ").replace("{", "{\n  "),
    }.items():
        found = read(saved(tmp_path, name, text))
        assert [row.values for row in found.rows] == [meant], name
        assert found.headers == tuple(meant)
        assert found.problems == []


def test_keys_are_those_of_all_objects_in_order(tmp_path: Path) -> None:
    objects: list[Any] = [{"b": 1}, {"a": 2, " b ": 3}, {}, {"c": "x", "b": None}]
    meant = [("1", "", ""), ("3", "2", ""), ("", "", "x")]
    found = read(saved(tmp_path, "a.json", json.dumps(objects)))
    assert (found.headers, found.values, found.numbers) == (("b", "a", "c"), meant, [1, 2, 4])
    text = "\n".join(map(json.dumps, objects)).replace("\n", "\n\n", 1)
    found = read(saved(tmp_path, "a.jsonl", text))
    assert (found.headers, found.values, found.numbers) == (("b", "a", "c"), meant, [1, 3, 5])


# --- rows that are malformed ---------------------------------------------------------------------

GOOD = f"1,Ann,{SECRET}\n"
LAST = f"9,Zoe,{SECRET}\n"
TOP = "id,name,note\n"
Make = Callable[[Path], Path]


def text(content: str, name: str = "roster.csv") -> Make:
    return lambda folder: saved(folder, name, content)


def cell(kind: str, value: str) -> Make:
    """A workbook whose row 3 has one odd cell, in column B."""
    odd = f'<row r="3"><c r="A3"><v>2</v></c><c r="B3" {kind}>{value}</c></row>'
    top = line(1, "id", "name", "note")
    rows = top + line(2, "1", "Ann", SECRET) + odd + line(4, "9", "Zoe", SECRET)
    return lambda folder: by_hand(folder / "roster.xlsx", rows)


def styled(folder: Path) -> Path:
    book = xlsxwriter.Workbook(str(folder / "roster.xlsx"))
    page = book.add_worksheet()
    for row, values in enumerate(
        [["id", "name", "note"], [1, "Ann", SECRET], [2, 1e9, SECRET], [9, "Zoe", SECRET]]
    ):
        page.write_row(row, 0, values)
    page.write(2, 1, 99_999_999, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return folder / "roster.xlsx"


def objects(odd: str) -> Make:
    good = f'{{"id": 1, "name": "Ann", "note": "{SECRET}"}}'
    last = good.replace("Ann", "Zoe").replace("1,", "9,", 1)
    return text(f"[{good},\n{odd},\n{last}]", "roster.json")


def lines(odd: str) -> Make:
    good = f'{{"id": 1, "name": "Ann", "note": "{SECRET}"}}'
    last = good.replace("Ann", "Zoe").replace("1,", "9,", 1)
    return text(f"{good}\n{odd}\n{last}\n", "roster.jsonl")


LONG = "x" * (LONGEST + 1)
LINES = "x\n" * LONGEST
DEEP = "[" * 100_000
NAMES = ["Ann", "Zoe"]
# What it is; how it is made; where the problem lies; a word of the message; the names still read.
MALFORMED: list[tuple[str, Make, tuple[int, str], str, list[str]]] = [
    ("too few", text(f"{TOP}{GOOD}2,{SECRET}\n{LAST}"), (3, ""), "2 of 3", NAMES),
    ("one alone", text(f"{TOP}{GOOD}{SECRET}\n{LAST}"), (3, ""), "1 of 3", NAMES),
    ("cut off", text(f"{TOP}{GOOD}{LAST}2,{SECRET}"), (4, ""), "2 of 3", NAMES),
    ("trailing one left out", text(f"{TOP}{GOOD}2,Bo\n{LAST}"), (3, ""), "2 of 3", NAMES),
    ("too many", text(f"{TOP}{GOOD}2,Bo,b,{SECRET}\n{LAST}"), (3, "column D"), "heading", NAMES),
    ("far too many", text(f"{TOP}{GOOD}2,,,,{SECRET}\n{LAST}"), (3, "column E"), "heading", NAMES),
    ("no heading", text(f"id,,name\n1,,Ann\n2,{SECRET},Bo\n9,,Zoe\n"), (3, "column B"), "heading",
     NAMES),
    ("other separator", text(f"{TOP}{GOOD}2;Bo;{SECRET}\n{LAST}"), (3, ""), "1 of 3", NAMES),
    ("quote within quotes", text(f'{TOP}{GOOD}2,"Bo "B" Li",{SECRET}\n{LAST}'), (3, ""),
     "quotation mark", NAMES),
    ("text after a quote", text(f'{TOP}{GOOD}2,"Bo" ,{SECRET}\n{LAST}'), (3, ""),
     "quotation mark", NAMES),
    ("not closed at the end", text(f'{TOP}{GOOD}{LAST}2,Bo,"{SECRET}\n'), (4, ""), "closed",
     NAMES),
    ("not closed, to the end", text(f'{TOP}{GOOD}2,"Bo,{SECRET}\n{LAST}'), (3, ""), "closed",
     ["Ann"]),
    ("closed by the next row", text(f'{TOP}{GOOD}2,"Bo,x\n9,"Zoe",{SECRET}\n'), (3, ""),
     "closed", ["Ann"]),
    ("not closed in line", text(f'{TOP}{GOOD}2,"Bo,x,"{SECRET}"\n{LAST}'), (3, ""), "closed",
     ["Ann"]),
    ("rows taken in", text(f"{TOP}{GOOD}2,Bo,\"x\n3,Cy,{SECRET}\n4,Di,5'10\"\n{LAST}"), (3, ""),
     "look like rows", NAMES),
    ("rows taken in, tabs",
     text(f"{TOP}{GOOD}2,Bo,\"x\n3,Cy,{SECRET}\n4,Di,5'10\"\n{LAST}".replace(",", "\t")), (3, ""),
     "look like rows", NAMES),
    ("bell", text(f"{TOP}{GOOD}2,B\ao,{SECRET}\n{LAST}"), (3, "name"), "U+0007", NAMES),
    ("escape", text(f"{TOP}{GOOD}2,\x1b[2JBo,{SECRET}\n{LAST}"), (3, "name"), "U+001B", NAMES),
    ("nul", text(f"{TOP}{GOOD}2,Bo,\0{SECRET}\n{LAST}"), (3, "note"), "U+0000", NAMES),
    ("delete", text(f"{TOP}{GOOD}2,Bo\x7f,{SECRET}\n{LAST}"), (3, "name"), "U+007F", NAMES),
    ("control of latin-1", text(f"{TOP}{GOOD}2,\x9bBo,{SECRET}\n{LAST}"), (3, "name"), "U+009B",
     NAMES),
    ("form feed", text(f"{TOP}{GOOD}2,Bo\f,{SECRET}\n{LAST}"), (3, "name"), "U+000C", NAMES),
    ("end of file of DOS", text(f"{TOP}{GOOD}{LAST}\x1a"), (4, ""), "1 of 3", NAMES),
    *[(f"direction {ord(mark):X}", text(f"{TOP}{GOOD}2,{mark}Bo,{SECRET}\n{LAST}"), (3, "name"),
       f"U+{ord(mark):04X}", NAMES) for mark in sorted(BIDIRECTIONAL)],
    ("too long", text(f"{TOP}{GOOD}2,{LONG},{SECRET}\n{LAST}"), (3, ""), "million", NAMES),
    ("too long, quoted", text(f'{TOP}{GOOD}2,"{LONG}",{SECRET}\n{LAST}'), (3, ""), "million",
     NAMES),
    ("too long, of many lines", text(f'{TOP}{GOOD}2,"{LINES}",y\n{LAST}'), (3, ""),
     "closed", ["Ann"]),
    ("error in a cell", cell('t="e"', "<v>#REF!</v>"), (3, "name"), "#REF!", NAMES),
    ("no value in a cell", cell('t="e"', "<v>#N/A</v>"), (3, "name"), "#N/A", NAMES),
    ("no day", styled, (3, "name"), "#VALUE!", NAMES),
    ("control in a cell", cell('t="inlineStr"', "<is><t>B_x0007_o</t></is>"), (3, "name"),
     "U+0007", NAMES),
    ("direction in a cell", cell('t="inlineStr"', "<is><t>B\u202eo</t></is>"), (3, "name"),
     "U+202E", NAMES),
    ("too long in a cell", cell('t="inlineStr"', f"<is><t>{LONG}</t></is>"), (3, "name"),
     "million", NAMES),
    ("beyond the headings", cell(
        "", f'</c><c r="E3" t="inlineStr"><is><t>{SECRET}</t></is>'), (3, "column E"), "heading",
     NAMES),
    ("no object in an array", objects("5"), (2, ""), "object", NAMES),
    ("an array in an array", objects(f'["{SECRET}"]'), (2, ""), "object", NAMES),
    ("key twice", objects(f'{{"id": 2, "name": "Bo", "name": "{SECRET}"}}'), (2, "name"), "twice",
     NAMES),
    ("object in an object", objects(f'{{"id": 2, "name": {{"a": "{SECRET}"}}}}'), (2, "name"),
     "object", NAMES),
    ("list in a list", objects(f'{{"id": 2, "name": ["a", ["{SECRET}"]]}}'), (2, "name"), "list",
     NAMES),
    ("object in a list", objects(f'{{"id": 2, "name": [{{"a": "{SECRET}"}}]}}'), (2, "name"),
     "list", NAMES),
    ("not a number", objects('{"id": 2, "name": NaN}'), (2, "name"), "NaN", NAMES),
    ("infinity", lines('{"id": 2, "name": -Infinity}'), (2, "name"), "Infinity", NAMES),
    ("half a letter", objects('{"id": 2, "name": "\\ud800"}'), (2, "name"), "U+D800", NAMES),
    ("escaped nul", lines(f'{{"id": 2, "name": "\\u0000{SECRET}"}}'), (2, "name"), "U+0000",
     NAMES),
    ("too long in JSON", lines(f'{{"id": 2, "name": "{LONG}"}}'), (2, "name"), "million", NAMES),
    ("line cut off", lines(f'{{"id": 2, "name": "{SECRET}'), (2, ""), "line 2, column 35", NAMES),
    ("no object on a line", lines(f'"{SECRET}"'), (2, ""), "line 2, column 1", NAMES),
    ("an array on a line", lines(f'[{{"id": "{SECRET}"}}]'), (2, ""), "line 2, column 2", NAMES),
    ("two on a line", lines(f'{{"id": 2}} {{"id": "{SECRET}"}}'), (2, ""), "line 2, column 11",
     NAMES),
    ("leading zero in JSON", lines('{"id": 01001}'), (2, ""), "line 2, column 9", NAMES),
    ("nested too deeply", lines(f'{{"id": {DEEP}}}'), (2, ""), "line 2", NAMES),
    ("first line cut off", text(
        f'{{"id": "{SECRET}\n{{"name": "Ann"}}\n{{"name": "Zoe"}}\n', "a.jsonl"), (1, ""),
     "line 1, column 24", NAMES),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "where", "word", "names"),
    [case[1:] for case in MALFORMED],
    ids=[case[0] for case in MALFORMED],
)
def test_a_malformed_row_is_named_and_takes_no_other_with_it(
    tmp_path: Path, make: Make, where: tuple[int, str], word: str, names: list[str]
) -> None:
    found = read(make(tmp_path))
    [problem] = found.problems
    assert (problem.row, problem.column) == where
    assert word in problem.message
    assert [row.values["name"] for row in found.rows] == names
    assert problem.message.isprintable()
    assert len(problem.message) < 200
    assert not any(secret in problem.message for secret in SECRETS)


def test_enough_kinds_of_malformed_rows_are_tried() -> None:
    assert len({case[0].rstrip("0123456789ABCDEF") for case in MALFORMED}) >= 25


def test_each_bad_value_of_a_row_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.csv", f"id,a,b,c\n1,\a,x,\v\n2,{SECRET},x,y\n")
    found = read(path)
    assert [problem[:2] for problem in found.problems] == [(2, "a"), (2, "c")]
    assert found.numbers == [3]


def test_nothing_disappears_without_a_word(tmp_path: Path) -> None:
    """Each row of a file with one quotation mark put anywhere is there, or a problem says so."""
    rows = [f'{at},Ann{at},"x, {at}",note' for at in range(5)]
    whole = "id,name,both,note\n" + "".join(f"{row}\n" for row in rows)
    for at in range(whole.index("\n") + 1, len(whole) + 1):
        found = read(saved(tmp_path, "a.csv", whole[:at] + '"' + whole[at:]))
        kept = {row.values["name"].replace('"', "") for row in found.rows}
        assert kept == {f"Ann{at}" for at in range(5)} or found.problems, whole[:at]


# --- files that are refused ----------------------------------------------------------------------


def encoded(content: str, encoding: str, cut: int | None = None) -> Make:
    return lambda folder: saved(folder, "roster.csv", content.encode(encoding)[:cut])


def raw(content: bytes, name: str = "roster.csv") -> Make:
    return lambda folder: saved(folder, name, content)


def bomb(folder: Path) -> Path:
    rows = line(1, "id") + line(2, "x" * (6 << 20))
    return by_hand(folder / "roster.xlsx", rows)


def huge(folder: Path) -> Path:
    """It says of itself that it unpacks to 2 GB."""
    path = by_hand(folder / "roster.xlsx", line(1, "id") + line(2, SECRET))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    content = path.read_bytes()
    at = content.rindex(size.to_bytes(4, "little"))
    return saved(
        folder, path.name, content[:at] + (2 << 30).to_bytes(4, "little") + content[at + 4 :]
    )


def entities(folder: Path) -> Path:
    prolog = f'<!DOCTYPE x [<!ENTITY a "{SECRET}">]>'
    return by_hand(folder / "roster.xlsx", line(1, "id") + line(2, "&a;"), prolog=prolog)


def cut_off(folder: Path) -> Path:
    path = workbook(folder / "roster.xlsx", [["id", "note"], [1, SECRET]])
    return saved(folder, path.name, path.read_bytes()[:-300])


def damaged(folder: Path) -> Path:
    rows = line(1, "id") + line(2, SECRET) + "<row><c></row>"
    return by_hand(folder / "roster.xlsx", rows)


def no_number(folder: Path) -> Path:
    return by_hand(
        folder / "roster.xlsx", f'{line(1, "id")}<row><c r="A2"><v>{SECRET}</v></c></row>'
    )


def locked_part(folder: Path) -> Path:
    path = by_hand(folder / "roster.xlsx", line(1, "id"))
    content = path.read_bytes().replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    assert content != path.read_bytes()
    return saved(folder, path.name, content)


def plain_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "roster.xlsx", "w") as archive:
        archive.writestr("notes.txt", SECRET)
    return folder / "roster.xlsx"


def counted_for_hours(folder: Path) -> Path:
    return by_hand(folder / "roster.xlsx", line(1, "id") + line(2, SECRET) + line(9_999_999_999))


def empty_first(folder: Path) -> Path:
    return workbook(folder / "roster.xlsx", [], [["id"], [SECRET]])


def twice(first: str, second: str) -> Make:
    return text(f"{first},x,{second}\n1,2,{SECRET}\n")


BAD = b"\x81"
REFUSED: list[tuple[str, Make, list[str]]] = [
    ("empty", text(""), ["empty"]),
    ("blank", text(" \n\n\t \n"), ["empty"]),
    ("a mark alone", raw(b"\xef\xbb\xbf"), ["empty"]),
    ("a mark of UTF-16 alone", raw(b"\xff\xfe"), ["empty"]),
    ("separators alone", text(",,\n,,\n"), ["empty"]),
    ("sep alone", text("sep=;\n"), ["empty"]),
    ("empty array", text("[]", "a.json"), ["empty"]),
    ("empty json", text("", "a.json"), ["line 1, column 1"]),
    ("same heading", twice("Name", "Name"), ["'Name' and 'Name'"]),
    ("heading by another case", twice("Last Name", "last_name"), ["'Last Name' and 'last_name'"]),
    ("same sign", twice("#", " # "), ["'#' and '#'"]),
    ("same key but for spaces", text(f'[{{"A b": 1}}, {{"a_B": "{SECRET}"}}]', "a.json"),
     ["'A b' and 'a_B'"]),
    ("bell in a heading", text(f"id,na\ame\n1,{SECRET}\n"), ["column B"]),
    ("direction in a heading", text(f"id,na\u202eme\n1,{SECRET}\n"), ["column B"]),
    ("heading too long", text(f"id,{LONG}\n1,{SECRET}\n"), ["Row 1", "million"]),
    ("heading not closed", text(f'id,"name\n1,{SECRET}\n'), ["Row 1", "closed"]),
    ("heading with a stray quote", text(f'id,"na"me\n1,{SECRET}\n'), ["Row 1", "quotation"]),
    ("broken UTF-8", raw(f"id,name\n1,José\n2,{SECRET}".encode() + b"\n3,Jos\xe9\n"), ["Line 4"]),
    ("broken UTF-8 with a mark", raw(f"\ufeffid\n{SECRET}".encode() + b"\nJos\xe9\n"), ["Line 3"]),
    ("no encoding", raw(f"id,name\n1,{SECRET}\n2,".encode() + BAD + b"\n"), ["Line 3"]),
    *[(f"undefined {byte:X}", raw(f"id\n{SECRET}\n".encode() + bytes([0xE9, byte])), ["Line 3"])
      for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)],
    ("UTF-16 cut off", encoded(f"id,name\n1,{SECRET}\n", "utf-16", -1), ["Line"]),
    ("UTF-32", encoded(f"id,name\n1,{SECRET}\n", "utf-32"), ["column A"]),
    ("UTF-32 turned", encoded(f"\ufeffid,name\n1,{SECRET}\n", "utf-32-be"), ["column A"]),
    ("PDF", text(f"%PDF-1.7\n{SECRET}\n", "a.pdf"), ["document"]),
    ("web page called xls", text(f"<html><table><td>{SECRET}</td></table>", "a.xls"), ["web page"]),
    ("XML", text(f'\n<?xml version="1.0"?><a>{SECRET}</a>', "a.xml"), ["no table"]),
    ("RTF", text(f"{{\\rtf1 {SECRET}}}", "a.csv"), ["document"]),
    ("zipped by gzip", raw(b"\x1f\x8b\x08\0" + SECRET.encode()), ["column A"]),
    ("picture", raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x8d" + SECRET.encode()), ["Line 3"]),
    ("locked or old", raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + SECRET.encode(), "a.xls"),
     ["password", ".xls", "save it as .xlsx or CSV"]),
    ("text in JSON", text(f'"{SECRET}"', "a.json"), ["line 1, column 1"]),
    ("CSV called JSON", text(f"id,name\n1,{SECRET}\n", "a.json"), ["line 1, column 1"]),
    ("numbers in JSON", text(f'\n [\n  5, "{SECRET}"]', "a.json"), ["line 3, column 3"]),
    ("broken JSON", text(f'[{{"a": "{SECRET}"}},\n {{"a": 1,}}]', "a.json"), ["line 2, column "]),
    ("JSON cut off", text(f'[{{"a": "{SECRET}"}},\n {{"a": 1}}', "a.json"), ["line 2, column 10"]),
    ("more after JSON", text(f'[{{"a": "{SECRET}"}}]\n[{{}}]', "a.json"), ["line 2, column 1"]),
    ("broken object of lines", text(f'{{\n "a": "{SECRET}",\n "b"\n}}', "a.json"),
     ["line 4, column 1"]),
    ("JSON nested too deeply", text(DEEP, "a.json"), ["line 1"]),
    ("a zip", plain_zip, ["can't be read as a workbook", ".xlsx, or as CSV"]),
    ("a zip of nothing", raw(b"PK\x05\x06" + bytes(18), "a.xlsx"), ["can't be read as a workbook"]),
    ("workbook cut off", cut_off, ["can't be read as a workbook"]),
    ("workbook damaged", damaged, ["can't be read as a workbook"]),
    ("text for a number", no_number, ["can't be read as a workbook"]),
    ("a locked part", locked_part, ["can't be read as a workbook"]),
    ("small that unpacks to much", bomb, ["too large"]),
    ("more than a gigabyte", huge, ["too large"]),
    ("entities", entities, ["entities"]),
    ("a row number beyond all", counted_for_hours, ["1,048,576"]),
    ("first sheet empty", empty_first, ["sheet", "empty"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, make: Make, words: list[str]) -> None:
    path = make(tmp_path)
    with pytest.raises(InvalidError) as refused:
        read(path)
    message = str(refused.value)
    assert refused.value.exit_code == 3
    assert [word for word in [path.name, *words] if word not in message] == []
    assert message.isprintable()
    assert message.endswith(".")
    assert not any(secret in message for secret in SECRETS)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_entities_behind_a_long_comment_are_held_by_the_parser(tmp_path: Path) -> None:
    nested = "".join(
        f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' if at else '<!ENTITY a0 "0123456789">'
        for at in range(12)
    )
    prolog = f"<!--{os.urandom(1 << 16).hex()}--><!DOCTYPE x [{nested}]>"
    path = by_hand(tmp_path / "a.xlsx", line(1, "id") + line(2, "&a11;"), prolog=prolog)
    with pytest.raises(InvalidError, match="can't be read as a workbook"):
        read(path)


def test_a_picture_in_a_workbook_may_have_a_doctype(tmp_path: Path) -> None:
    svg = "<!DOCTYPE svg><svg/>"
    path = by_hand(tmp_path / "a.xlsx", line(1, "id") + line(2, "x"), **{"xl/media/a.svg": svg})
    assert read(path).values == [("x",)]


WHOLE = {
    "a.csv": f"{TOP}{GOOD}{LAST}".encode(),
    "b.csv": ('id,name,note\n1,"Ann ""A"" Li","a\nb"\n' * 3).encode("utf-16"),
    "a.json": b'[{"id": 1, "name": ["a", null]}, {"id": "\\u00e9", "name": true}]',
    "a.jsonl": b'{"id": 1, "name": "Ann"}\n{"id": 2.5, "name": "Bo"}\n',
}


@settings(max_examples=300)
@given(
    name=st.sampled_from([*WHOLE, "a.xlsx"]),
    changes=st.lists(st.tuples(st.integers(0, 9999), st.binary(max_size=3)), max_size=6),
    cut=st.integers(0, 9999),
)
def test_whatever_is_broken_is_said_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[Any], cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    if name == "a.xlsx":
        by_hand(path, line(1, "id", "name") + line(2, "7", "Ann"))
    content = bytearray(WHOLE.get(name) or path.read_bytes())
    for at, put in changes:
        content[at % len(content) : at % len(content) + 1] = put
        content = content or bytearray(b"x")
    path.write_bytes(content[: cut % len(content)] if cut % 4 == 0 else content)
    found = read_or_refused(path)
    assert all(problem.message.isprintable() for problem in found.problems)
    for row in found.rows:
        assert tuple(row.values) == found.headers


def read_or_refused(path: Path) -> Read:
    """Only what the caller can say may be raised."""
    try:
        return read(path)
    except InvalidError as error:
        return Read((), [], [Problem(0, "", str(error))])


@given(content=st.binary(max_size=60), name=st.sampled_from(["a.csv", "a.json", "a.xlsx"]))
def test_whatever_bytes_are_said_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    assert all(problem.message.isprintable() for problem in read_or_refused(path).problems)


def test_a_sheet_that_is_not_there_is_refused_by_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id"], [1]], [["b"]])
    with pytest.raises(InvalidError, match=r"no sheet 'Nope'; .* 'Sheet1', 'Sheet2'\."):
        read(path, "Nope")
    with pytest.raises(InvalidError, match="no sheets"):
        read(saved(tmp_path, "a.csv", "id\n1\n"), "Sheet1")


def test_a_file_that_is_not_there_or_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, "a.csv", "id\n1\n")
    for missing in (tmp_path / "none.csv", path / "none.csv"):
        with pytest.raises(NotFoundError, match=r"'none\.csv'"):
            read(missing)
    with pytest.raises(StorageError, match="folder"):
        read(tmp_path)

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(SECRET)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(StorageError, match=r"'a\.csv' can't be read") as refused:
        read(path)
    assert SECRET not in str(refused.value)


def test_a_name_that_could_act_on_a_terminal_does_not(tmp_path: Path) -> None:
    with pytest.raises(CaseloadError) as refused:
        read(tmp_path / "\x1b[2J.csv")
    assert str(refused.value).isprintable()


# --- how it is read ------------------------------------------------------------------------------


def kinds(folder: Path) -> Iterator[Path]:
    rows = [["id", "name"], *([str(at), f"Ann {at}"] for at in range(3000))]
    yield saved(folder, "a.csv", "\n".join(map(",".join, rows)))
    yield saved(folder, "a.tsv", "\n".join(map("\t".join, rows)).encode("utf-16"))
    made = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    yield saved(folder, "a.json", json.dumps(made))
    yield saved(folder, "a.jsonl", "\n".join(map(json.dumps, made)))
    yield workbook(folder / "a.xlsx", rows)


def test_progress_only_grows_and_ends_at_one(tmp_path: Path) -> None:
    for path in kinds(tmp_path):
        with open_sheet(path) as sheet:
            assert sheet.progress == 0.0
            steps = [sheet.progress for _ in sheet]
            assert len(steps) == 3000
            assert steps == sorted(steps)
            assert 0.0 <= steps[0] <= steps[-1] < 1.0
            assert sheet.progress == 1.0
        assert sheet.progress == 1.0


def test_a_table_can_be_read_again_and_given_up_half_way(tmp_path: Path) -> None:
    for path in kinds(tmp_path):
        with open_sheet(path) as sheet:
            first = next(iter(sheet))
            both = zip(sheet, range(5), strict=False)
            assert next(found for found, _ in both) == first
            assert list(sheet) == list(sheet)
            left = iter(sheet)
            next(left)
        path.unlink()


def test_a_file_that_changes_meanwhile_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.csv", "id,name\n" + "1,Ann\n" * 9)
    with open_sheet(path) as sheet:
        path.write_bytes(b"id,name\n1,\xff\n")
        with pytest.raises(StorageError, match=r"'a\.csv'"):
            list(sheet)


def test_the_limit_of_the_csv_module_is_put_back(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    read(saved(tmp_path, "a.csv", f"id\n{'x' * LONGEST}\n"))
    assert csv.field_size_limit() == before
    with pytest.raises(InvalidError):
        read(saved(tmp_path, "a.csv", 'id,id\n"x'))
    assert csv.field_size_limit() == before


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def test_a_long_file_takes_little_memory(tmp_path: Path) -> None:
    plain = saved(tmp_path, "a.csv", "id,note\n" + f"1,{'x' * 990}\n" * 20_000)
    lines = saved(tmp_path, "a.jsonl", f'{{"id": 1, "note": "{"x" * 990}"}}\n' * 20_000)
    for path in (plain, lines):
        assert path.stat().st_size > 19_000_000
        with little_memory(9 << 20), open_sheet(path) as sheet:
            assert sum(isinstance(row, Row) for row in sheet) == 20_000


def test_what_an_unclosed_quote_takes_in_is_not_all_kept(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.csv", 'id,note\n1,"x\n' + f"2,{'x' * 990}\n" * 20_000)
    with little_memory(20 << 20), open_sheet(path) as sheet:
        [problem] = sheet
        assert isinstance(problem, Problem)
        assert problem.row == 2


def test_openpyxl_is_loaded_only_for_workbooks() -> None:
    import subprocess
    import sys

    code = (
        "import sys, caseload.records._sheet; "
        "assert not {'openpyxl', 'csv', 'json', 'zipfile'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Last Name", "lastname"),
        ("last_name", "lastname"),
        (" LAST-NAME ", "lastname"),
        ("Last.Name:", "lastname"),
        ("Straße", "strasse"),
        ("Prénom", "prénom"),
        ("Pre\u0301nom", "prénom"),
        ("PRÉNOM", "prénom"),
        ("ZIP+4", "zip4"),
        ("№ 2", "2"),
        ("氏名", "氏名"),
        ("Имя", "имя"),
        ("#", ""),
        ("", ""),
        ("a\nb", "ab"),
        ("\ufeffid", "id"),
    ],
)
def test_headings_that_differ_in_case_space_and_signs_have_one_key(text: str, key: str) -> None:
    assert header_key(text) == key


@given(st.text())
def test_header_key_of_a_key_is_that_key(text: str) -> None:
    assert header_key(header_key(text)) == header_key(text)


def test_a_sheet_is_not_made_but_opened() -> None:
    assert {name for name in vars(Sheet) if not name.startswith("_")} == {"progress", "top"}
