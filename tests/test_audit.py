"""The audit log gives away whoever edits, removes, adds or moves one of its rows."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from making import again, full_file
from sqlcipher3 import dbapi2 as sqlite

from caseload.records import audit, checks
from caseload.records._caseload import chain_hash

Row = list[Any]
COLUMNS = audit.Entry._fields


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with full_file(tmp_path) as caseload:
        return caseload.path


def rows_of(path: Path) -> list[Row]:
    with again(path) as caseload:
        return [list(entry) for entry in audit.entries(caseload)]


def broken_after(path: Path, rows: list[Row]) -> int | None:
    """What is found first when someone has put these rows in place of the log."""
    with closing(sqlite.connect(path, isolation_level=None)) as direct:
        triggers = direct.execute(
            "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'audit'"
        ).fetchall()
        direct.execute("begin")
        for name, _ in triggers:
            direct.execute(f"drop trigger {name}")
        direct.execute("delete from audit")
        marks = ", ".join("?" * len(COLUMNS))
        direct.executemany(f"insert into audit ({', '.join(COLUMNS)}) values ({marks})", rows)
        for _, sql in triggers:
            direct.execute(sql)
        direct.execute("commit")
    with again(path) as caseload:
        broken = audit.first_broken(caseload)
        found = [one for one in checks.damage(caseload) if one.record == "audit"]
        assert [one.record_id for one in found] == ([] if broken is None else [str(broken)])
    return broken


def test_a_log_as_it_was_written_is_whole(path: Path) -> None:
    rows = rows_of(path)
    assert len(rows) > 40
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert broken_after(path, rows) is None


def test_each_hash_covers_its_row_and_the_hash_before_it(path: Path) -> None:
    head = ""
    for row in rows_of(path):
        assert row[-1] == chain_hash(head, row[:-1])
        head = row[-1]
        assert len(head) == 64


@pytest.mark.parametrize("column", range(1, len(COLUMNS)), ids=COLUMNS[1:])
def test_an_edited_field_is_found_in_its_row(path: Path, column: int) -> None:
    rows = rows_of(path)
    rows[6][column] = f"{rows[6][column] or ''}x"
    assert broken_after(path, rows) == 7


def test_an_empty_field_is_not_the_same_as_none(path: Path) -> None:
    rows = rows_of(path)
    at = next(index for index, row in enumerate(rows) if row[7] is None)
    rows[at][7] = ""
    assert broken_after(path, rows) == at + 1


def removed(rows: list[Row]) -> None:
    del rows[6]


def removed_and_numbered_anew(rows: list[Row]) -> None:
    del rows[6]
    for number, row in enumerate(rows, 1):
        row[0] = number


def first_removed(rows: list[Row]) -> None:
    del rows[0]


def swapped(rows: list[Row]) -> None:
    rows[6][0], rows[9][0] = rows[9][0], rows[6][0]


def contents_swapped(rows: list[Row]) -> None:
    rows[6][1:], rows[9][1:] = rows[9][1:], rows[6][1:]


def inserted(rows: list[Row]) -> None:
    rows.insert(6, list(rows[5]))
    for number, row in enumerate(rows, 1):
        row[0] = number


def inserted_before_all(rows: list[Row]) -> None:
    rows.insert(0, [0, *rows[0][1:]])


def inserted_with_a_right_hash(rows: list[Row]) -> None:
    made = [7, *rows[3][1:-1]]
    rows[6:6] = [[*made, chain_hash(rows[5][-1], made)]]
    for number, row in enumerate(rows, 1):
        row[0] = number


def rehashed_alone(rows: list[Row]) -> None:
    rows[6][2] = "S0002"
    rows[6][-1] = chain_hash(rows[5][-1], rows[6][:-1])


def fields_run_together(rows: list[Row]) -> None:
    rows[6][3], rows[6][4] = rows[6][3] + rows[6][4], ""


TAMPERED: list[tuple[Callable[[list[Row]], None], int]] = [
    (removed, 8),
    (removed_and_numbered_anew, 7),
    (first_removed, 2),
    (swapped, 7),
    (contents_swapped, 7),
    (inserted, 7),
    (inserted_before_all, 0),
    (inserted_with_a_right_hash, 8),
    (rehashed_alone, 8),
    (fields_run_together, 7),
]


@pytest.mark.parametrize(("tamper", "found"), TAMPERED, ids=[one.__name__ for one, _ in TAMPERED])
def test_a_row_removed_moved_or_added_is_found(
    path: Path, tamper: Callable[[list[Row]], None], found: int
) -> None:
    rows = rows_of(path)
    tamper(rows)
    assert broken_after(path, rows) == found


def test_a_random_change_of_the_log_is_always_found(path: Path, heavy: bool) -> None:
    whole = rows_of(path)
    for number in range(1000 if heavy else 60):
        chance, rows = Random(number), [list(row) for row in whole]
        at, to = sorted(chance.sample(range(len(rows) - 1), 2))
        match number % 4:
            case 0:
                column = chance.randrange(1, len(COLUMNS))
                rows[at][column] = f"{chance.random()}"
            case 1:
                del rows[at]
            case 2:
                rows[at][1:], rows[to][1:] = rows[to][1:], rows[at][1:]
            case _:
                rows.insert(at, list(rows[to]))
        if number % 8 > 3:
            for count, row in enumerate(rows, 1):
                row[0] = count
        if len({row[0] for row in rows}) < len(rows):
            rows[at][0] = len(rows) + 1
        broken = broken_after(path, rows)
        assert broken is not None, (number, at, to)
        assert broken > at


@pytest.mark.parametrize("cut", [1, 5])
def test_a_tail_cut_off_can_not_be_told_from_the_log_alone(path: Path, cut: int) -> None:
    assert broken_after(path, rows_of(path)[:-cut]) is None


def test_a_kept_hash_tells_every_cut_tail_and_every_log_computed_anew(
    path: Path, heavy: bool
) -> None:
    whole = rows_of(path)
    head = whole[-1][-1]
    for number in range(len(whole) * 2 if heavy else 20):
        chance, rows = Random(number), [list(row) for row in whole]
        if number % 2:
            del rows[-chance.randrange(1, len(rows)) :]
        else:
            at = chance.randrange(len(rows))
            rows[at][2] = "S0002" if rows[at][2] != "S0002" else "S0001"
            before = rows[at - 1][-1] if at else ""
            for row in rows[at:]:
                before = row[-1] = chain_hash(before, row[:-1])
        assert broken_after(path, rows) is None
        with again(path) as caseload:
            assert audit.verify(caseload).holds_head is None
            assert audit.verify(caseload, head).holds_head is False
    assert broken_after(path, whole) is None
    with again(path) as caseload:
        assert audit.verify(caseload, head).holds_head is True


def test_a_tail_cut_off_is_told_by_the_records_that_it_spoke_of(path: Path) -> None:
    with again(path) as caseload:
        *_, last = audit.entries(caseload)
    broken_after(path, rows_of(path)[:-1])
    with again(path) as caseload:
        assert [one.record for one in checks.damage(caseload)] == [last.record]


def test_a_log_computed_anew_from_a_row_on_can_not_be_told(path: Path) -> None:
    rows = rows_of(path)
    rows[6][2] = "S0002"
    head = rows[5][-1]
    for row in rows[6:]:
        head = row[-1] = chain_hash(head, row[:-1])
    assert broken_after(path, rows) is None


def test_what_an_audit_row_says_is_json_of_fields(path: Path) -> None:
    for row in rows_of(path):
        for said in row[7:9]:
            assert said is None or isinstance(json.loads(said), dict)
