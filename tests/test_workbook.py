"""Workbooks as a supervisor likes them, in which people's text stays text."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from bringing import TODAY, Desk, another_file, table
from hypothesis import given
from hypothesis import strategies as st
from making import full_file
from openpyxl.utils import get_column_letter
from test_exports import ORDER, TEXTS

from caseload.model import Mode, Reached
from caseload.records import clients, contacts, exports
from caseload.tables import workbook
from caseload.tables.workbook import Sheet

HERE = Path(__file__).parents[1]


@pytest.fixture
def full(desk: Desk) -> Path:
    folder = desk.folder / "full"
    folder.mkdir()
    full_file(folder, today=TODAY).close()
    return folder / "caseload.db"


def book_of(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def cells_of(sheet: Any) -> dict[str, list[Any]]:
    heads, *rows = list(sheet.iter_rows())
    return {head.value: [row[at] for row in rows] for at, head in enumerate(heads)}


def parts_of(path: Path) -> dict[str, str]:
    with ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_there_is_a_sheet_for_each_kind_with_its_name(desk: Desk, full: Path) -> None:
    kinds = [kind for kind in exports.KINDS if kind != "audit"]
    assert all(len(kind) <= workbook.LONGEST_NAME for kind in exports.KINDS)
    path = desk.folder / "month.xlsx"
    desk.done("--file", full, "export", *kinds, "-o", path)
    book = book_of(path)
    assert book.sheetnames == kinds
    for kind in kinds:
        sheet = book[kind]
        assert [one.value for one in sheet[1]] == list(exports.KINDS[kind].names)
        rows = desk.rows(kind, full)
        assert sheet.max_row == len(rows) + 1
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.endswith(str(max(len(rows), 1) + 1)), kind
        assert sheet.print_title_rows == "$1:$1"
        assert sheet["A1"].font.bold


def test_days_are_days_and_numbers_are_numbers(desk: Desk, full: Path) -> None:
    path = desk.folder / "out.xlsx"
    desk.done("--file", full, "export", "contacts", "clients", "appointments", "-o", path)
    book = book_of(path)
    contacts_, clients_ = cells_of(book["contacts"]), cells_of(book["clients"])
    first = contacts_["contacted_on"][0]
    assert (first.data_type, first.value.date()) == ("d", date(2026, 10, 1))
    assert first.number_format == "yyyy-mm-dd"
    assert (contacts_["minutes"][0].data_type, contacts_["minutes"][0].value) == ("n", 10)
    assert contacts_["recorded_at"][0].data_type == "d"
    assert contacts_["imported"][0].value == "no"
    assert clients_["client_id"][0].data_type == "s"
    assert clients_["date_of_birth"][0].value.date() == date(1990, 2, 1)
    assert clients_["annual_income"][0].value == 12_000
    assert cells_of(book["appointments"])["starts_at"][0].number_format == "yyyy-mm-dd hh:mm"


def test_a_column_is_as_wide_as_what_is_in_it_within_reason(desk: Desk, full: Path) -> None:
    path = desk.folder / "out.xlsx"
    desk.done("--file", full, "export", "contacts", "-o", path)
    sheet = book_of(path)["contacts"]
    widths = [
        sheet.column_dimensions[get_column_letter(at)].width
        for at in range(1, sheet.max_column + 1)
    ]
    assert all(workbook.NARROWEST <= width <= workbook.WIDEST + 1 for width in widths)
    for cell, width in zip(sheet[1], widths, strict=True):
        assert width >= len(cell.value), cell.value


def test_no_text_becomes_a_formula_a_link_or_a_number(desk: Desk) -> None:
    links = ("http://example.org", "mailto:a@b.org", "internal:Sheet1!A1", "external:c:\\x.xlsx")
    with desk.open() as caseload:
        clients.add(caseload, "=1", "@x", client_id="-1")
        for text in (*TEXTS, *links, "_x0041_", "_x000D_"):
            contacts.log(
                caseload, "-1", date(2026, 10, 1), Mode.PHONE, Reached.CLIENT,
                note=text.replace("\r", ""), location=" ".join(text.split()),
            )  # fmt: skip
    path = desk.folder / "out.xlsx"
    desk.done("export", "contacts", "clients", "-o", path)
    for name, text in parts_of(path).items():
        assert "<f>" not in text, name
        assert "hyperlink" not in text, name
        assert "externalLink" not in name
    found = cells_of(book_of(path)["contacts"])
    dates_ = {"contacted_on", "recorded_at"}
    for column, cells in found.items():
        for cell in cells:
            assert cell.data_type in ("s", "n" if cell.value is None else "s") or column in dates_
            if isinstance(cell.value, str) and cell.value.lstrip("'").startswith(tuple("=+-@")):
                assert cell.quotePrefix, cell.value
    assert {"=1+1", "007", "http://example.org"} <= {one.value for one in found["note"]}


def test_each_text_that_fits_comes_back_whole_by_our_own_import(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Ana", "Lopez", client_id="1")
        short = [text for text in (*TEXTS, "_x0041_") if len(text) < workbook.LONGEST_CELL]
        for text in short:
            contacts.log(
                caseload, "1", date(2026, 10, 1), Mode.PHONE, Reached.CLIENT,
                note=text.replace("\r", ""),
            )  # fmt: skip
        expected = sorted((one.note or "").strip() for one in contacts.listed(caseload))
    path = desk.folder / "out.xlsx"
    desk.done("export", "contacts", "-o", path)
    other = another_file(desk)
    roster = desk.write("roster.json", desk.export("clients", "json"))
    desk.done("--file", other, "import", "clients", roster)
    desk.done("--file", other, "import", "contacts", path)
    with desk.open(other) as caseload:
        assert sorted(one.note or "" for one in contacts.listed(caseload)) == expected


def test_what_a_workbook_holds_is_the_same_in_a_new_file(desk: Desk, full: Path) -> None:
    other = another_file(desk)
    for kind in ORDER:
        path = desk.folder / f"{kind}.xlsx"
        desk.done("--file", full, "export", kind, "-o", path)
        ran = desk.run("--file", other, "import", kind, path, "--update")
        assert (ran.code, ran.err) == (0, ""), (kind, ran)
    for kind in ("clients", "programs", "holds", "diagnoses", "standards", "holidays"):
        there, here = (sorted(desk.export(kind, "csv", one).split("\n")) for one in (full, other))
        assert here == there, kind


def test_a_note_longer_than_a_cell_is_shortened_and_said(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Ana", "Lopez", client_id="1")
        for text in ("é" * 200_000, "👋" * 900_000, "👋" * 16_384, "x" * 32_767):
            contacts.log(
                caseload, "1", date(2026, 10, 1), Mode.PHONE, Reached.CLIENT, note=text
            )  # fmt: skip
    path = desk.folder / "out.xlsx"
    ran = desk.run("export", "contacts", "-o", path)
    assert ran.code == 0
    assert "3 cells were longer than a workbook can hold (32,767 letters)" in ran.err
    notes = [one.value for one in cells_of(book_of(path)["contacts"])["note"]]
    assert [one.endswith(workbook.CUT) for one in notes] == [True, True, True, False]
    for note in notes:
        assert len(note.encode("utf-16-le")) // 2 <= workbook.LONGEST_CELL


def test_days_before_1900_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    days = [date(1850, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2024, 2, 29)]
    workbook.write(path, [Sheet("a", ["day"], [(one,) for one in days])], TODAY)
    found = cells_of(book_of(path)["a"])["day"]
    assert [str(one.value)[:10] for one in found] == [one.isoformat() for one in days]
    assert [one.data_type for one in found] == ["s", "s", "d", "d"]


def test_rows_beyond_a_sheet_go_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    path = tmp_path / "a.xlsx"
    for count, expected in ((3, ["a", "a (2)"]), (7, ["a", "a (2)", "a (3)"]), (2, ["a"])):
        rows = [(number,) for number in range(count)]
        workbook.write(path, [Sheet("a", ["n"], rows)], TODAY, force=True)
        book = book_of(path)
        found = [row[0].value for name in book.sheetnames for row in list(book[name].rows)[1:]]
        assert (book.sheetnames, [one for one in found if one is not None]) == (
            expected, list(range(count))
        )  # fmt: skip


NAMES = st.text(max_size=60) | st.text("ab:/?*[]\\'👋 ", max_size=40)


@given(st.lists(NAMES, max_size=8))
def test_any_text_makes_a_name_that_a_sheet_can_have(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        made = workbook.sheet_name(name, taken)
        assert 1 <= len(made.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", made)
        assert not made.startswith("'")
        assert not made.endswith("'")
        assert made.casefold() not in {one.casefold() for one in taken}
        taken.append(made)


def test_the_same_export_of_one_day_makes_the_same_bytes(desk: Desk, full: Path) -> None:
    made = []
    for name in ("a.xlsx", "b.xlsx"):
        desk.done("--file", full, "export", "contacts", "clients", "-o", desk.folder / name)
        made.append((desk.folder / name).read_bytes())
    assert made[0] == made[1]


def test_lists_come_as_workbooks_too(desk: Desk, full: Path) -> None:
    for command in (("due", "--all"), ("contact", "list"), ("client", "list"), ("need", "list")):
        path = desk.folder / f"{command[0]}.xlsx"
        desk.done("--file", full, *command, "-o", path)
        sheet = book_of(path).worksheets[0]
        rows = json.loads(desk.done("--file", full, *command, "--json"))
        assert sheet.title == command[0]
        assert sheet.max_row == len(rows) + 1 > 1
        assert [one.value for one in sheet[1]] == list(rows[0])
    due = cells_of(book_of(desk.folder / "due.xlsx").worksheets[0])
    assert any(one.data_type == "d" for one in due["due_on"])


# --- whole or not at all -------------------------------------------------------------------------


def test_a_workbook_that_is_there_is_left_alone_without_force(desk: Desk) -> None:
    path = desk.write("a.xlsx", b"mine")
    ran = desk.run("export", "clients", "-o", path)
    assert (ran.code, path.read_bytes()) == (3, b"mine")
    desk.done("export", "clients", "-o", path, "--force")
    assert book_of(path).sheetnames == ["clients"]
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(each.name for each in desk.folder.glob("*.xlsx")) == ["a.xlsx"]


def test_rows_that_break_off_leave_nothing(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        workbook.write(tmp_path / "a.xlsx", [Sheet("a", ["n"], rows())], TODAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions")
def test_a_folder_that_is_read_only_is_said(desk: Desk) -> None:
    locked = desk.folder / "locked"
    locked.mkdir(mode=0o500)
    ran = desk.run("export", "clients", "-o", locked / "a.xlsx")
    assert ran.code == 15
    assert "can't be written" in ran.err


def test_a_folder_that_is_not_there_is_said(desk: Desk) -> None:
    ran = desk.run("export", "clients", "-o", desk.folder / "none" / "a.xlsx")
    assert (ran.code, "can't be written" in ran.err) == (15, True)


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_an_export_that_is_killed_leaves_no_workbook(desk: Desk) -> None:
    desk.brought("clients", table("client_id first_name last_name", ("1", "Ana", "Lopez")))
    row = {"client_id": "1", "contacted_on": "2026-10-01", "mode": "phone", "reached": "client"}
    desk.brought("contacts", json.dumps([{**row, "note": f"{n}"} for n in range(3_000)]))
    path = desk.folder / "out.xlsx"
    child = subprocess.Popen(
        [sys.executable, "-m", "caseload", "export", "contacts", "-o", str(path)], cwd=HERE
    )
    while child.poll() is None and not list(desk.folder.glob(".out.xlsx*")):
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    child.wait()
    if child.returncode == -signal.SIGKILL:
        assert not path.exists()
    else:
        assert book_of(path)["contacts"].max_row == 3_001
    desk.done("export", "contacts", "-o", path, "--force")
    assert list(desk.folder.glob(".out.xlsx*")) == []
