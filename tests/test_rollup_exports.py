"""Tables of records of many files: each row as its own file exports it, and which file that is."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from making_many import agency, as_it_was, manager_file, older_file, spoiled
from openpyxl import load_workbook
from test_command_rollup import here, run
from test_rollup import files

from caseload.cli import main
from caseload.records import exports
from caseload.records.rollup_exports import Named, Unread, table

__all__ = ["here"]

PATHS = ("agency/dana.db", "agency/luis/caseload.db")


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("kind", exports.KINDS)
def test_the_rows_are_those_of_each_file_and_then_the_file(
    here: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    before = as_it_was(here / "agency")
    head, *rows = rows_of(run(capsys, "export", kind, "agency", "--csv")[0])
    assert as_it_was(here / "agency") == before
    assert head == [*exports.KINDS[kind].names, "file"]
    expected = []
    for path in PATHS:
        # Exporting one by itself is noted in its audit log, which reading it is not.
        assert main(["--file", path, "export", kind, "--csv"]) == 0
        own = rows_of(capsys.readouterr().out)[1:]
        noted = 1 if kind == "audit" else 0
        expected += [[*row, path] for row in own[: len(own) - noted]]
    assert rows == expected


@pytest.mark.parametrize(
    ("options", "clients"),
    [
        (["--case-manager", "Whitfield"], {"agency/dana.db"}),
        (["--program", "housing"], {"agency/luis/caseload.db"}),
        (["--county", "Hill"], set(PATHS)),
        (["--since", "2026-01-01", "--until", "2026-11-20"], set(PATHS)),
        (["--month", "2026-01"], set(PATHS)),
        (["--month", "2025-12"], set[str]()),
    ],
)
def test_a_filter_is_asked_of_each_file(
    here: Path, capsys: pytest.CaptureFixture[str], options: list[str], clients: set[str]
) -> None:
    rows = json.loads(run(capsys, "export", "episodes", "agency", *options, "--json")[0])
    assert {row["file"] for row in rows} == clients


def test_several_kinds_are_sheets_of_a_workbook(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = ("clients", "contacts", "due")
    run(capsys, "export", ",".join(kinds), "agency", "-o", "month.xlsx")
    book = load_workbook(here / "month.xlsx")
    assert book.sheetnames[: len(kinds)] == list(kinds)
    for kind in kinds:
        head, *rows = rows_of(run(capsys, "export", kind, "agency", "--csv")[0])
        sheet = list(book[kind].iter_rows(values_only=True))
        assert list(sheet[0]) == head
        assert len(sheet) == len(rows) + 1
        assert {row[-1] for row in sheet[1:]} == set(PATHS)
    # Dates are dates, and what looks like a formula is text.
    people = {str(row[1]): row for row in book["clients"].iter_rows(min_row=2, values_only=True)}
    assert "=1+1" in people
    due_on = [cell for row in book["due"].iter_rows(min_row=2, values_only=True) for cell in row]
    assert any(isinstance(cell, date | datetime) for cell in due_on)
    assert [cell.coordinate for row in book["clients"].iter_rows() for cell in row
            if cell.data_type == "f"] == []  # fmt: skip


def test_several_kinds_are_files_of_a_folder_that_describes_them(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "export", "clients,due", "agency", "-o", "month")
    assert sorted(path.name for path in (here / "month").iterdir()) == [
        "clients.csv", "datapackage.json", "due.csv",
    ]  # fmt: skip
    told = json.loads((here / "month" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in told["resources"]:
        last = resource["schema"]["fields"][-1]
        assert last["name"] == "file"
        assert last["description"].startswith("The caseload file that the row is from.")


@pytest.mark.parametrize("state", ["cut", "newer", "missing"])
def test_a_file_that_cannot_be_read_has_no_row_in_any_table(
    here: Path, capsys: pytest.CaptureFixture[str], state: str
) -> None:
    bad = spoiled(here, state).relative_to(here)
    whole = run(capsys, "export", "clients", "agency", "--csv")[0]
    code = {"cut": 13, "newer": 14, "missing": 10}[state]
    out, said = run(capsys, "export", "clients", str(bad), "agency", "--csv", code=code)
    assert out == whole
    assert str(bad) in said[0]
    assert said[1] == "caseload: 1 of 3 files could not be read, and are left out."
    run(capsys, "export", "clients,due", str(bad), "agency", "-o", "two.xlsx", code=code)
    assert load_workbook(here / "two.xlsx").sheetnames[:2] == ["clients", "due"]


def test_a_file_that_is_damaged_further_on_has_no_half_of_its_rows_in_a_table(
    tmp_path: Path,
) -> None:
    here = agency(tmp_path)
    many = [(f"Client N{number:04d}", date(1980, 1, 1), 9) for number in range(300)]
    bad = manager_file(here / "many.db", "Thu Pham", many)
    whole = bad.read_bytes()
    failed = 0
    for page in range(0, len(whole), 4096):
        if b"K0299" not in whole[page : page + 4096]:
            continue
        bad.write_bytes(whole[:page] + bytes(4096) + whole[page + 4096 :])
        unread = Unread()
        found = list(table(files(here), "contacts", Named(date(2026, 11, 20)), unread).rows)
        of_bad = sum(row[-1] == str(bad) for row in found)
        assert of_bad == (0 if unread.failures else 300)
        assert {Path(row[-1]).name for row in found} >= {"dana.db", "caseload.db"}
        failed += len(unread.failures)
    assert failed


def test_nothing_is_written_when_no_file_can_be_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for target in ("out.csv", "out.xlsx", "out"):
        _, said = run(capsys, "export", "clients,due" if "csv" not in target else "due",
                      "none.db", "-o", target, code=10)  # fmt: skip
        assert "nothing was written. There is no file none.db" in said[0]
        assert not (here / target).exists()
    assert [path for path in here.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["moon", "agency"], 2, "kind"),
        (["clients,everything", "agency", "-o", "x.xlsx"], 2, "everything"),
        (["clients,due", "agency"], 2, "Several tables need a place"),
        (["clients,due", "agency", "-o", "x.csv"], 2, "holds one table"),
        (["standards", "agency", "--county", "Hill"], 2, "means nothing to standards"),
        (["contacts", "agency", "--since", "2026-11-02", "--until", "2026-11-01"], 2, "before"),
        (["contacts", "agency", "--month", "2026-13"], 2, "is no month"),
        (["contacts", "agency", "--month", "2026-10", "--since", "2026-10-01"], 2, "--month"),
        (["contacts", "agency", "--case-manager", "Nobody", "-o", "x.csv"], 4, "Nobody"),
        (["clients", "agency", "--format", "xlsx"], 2, "-o FILE.xlsx"),
        (["clients"], 2, "Missing argument"),
    ],
)
def test_what_is_put_wrongly_is_refused_and_writes_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    before = as_it_was(here)
    out, said = run(capsys, "export", *arguments, code=code)
    assert out == ""
    assert says in said[0]
    assert [path for path in as_it_was(here) if path not in before] == []


def test_older_files_come_out_beside_the_others(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older_file(here / "agency" / "old.db", 1)
    before = as_it_was(here)
    rows = json.loads(run(capsys, "export", "clients", "agency", "--json")[0])
    assert [row["client_id"] for row in rows if row["file"] == "agency/old.db"] == ["C0001"]
    assert as_it_was(here) == before
