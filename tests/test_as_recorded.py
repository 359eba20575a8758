"""What was written later is taken back, for reading: every table, after every write."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import PASSPHRASE, again, full_file, new_file
from making_reports import aged

from caseload.model import AddendumKind, Mode, Reached
from caseload.records import audit, checks, clients, contacts, due, episodes, programs, undo
from caseload.records._caseload import Caseload
from caseload.records.as_recorded import as_recorded, head

d = date.fromisoformat
State = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def stored(caseload: Caseload) -> State:
    """Every row of every table, by its keys."""
    found: State = {}
    for table, keys in checks.KEYS.items():
        names = [row[1] for row in caseload.rows(f"pragma main.table_info({table})")]
        rows = [
            dict(zip(names, row, strict=True)) for row in caseload.rows(f"select * from {table}")
        ]
        found[table] = {tuple(row[key] for key in keys): row for row in rows}
        assert len(found[table]) == len(rows)
    return found


def replayed(caseload: Caseload, last: int) -> State:
    """What the audit log up to a row says was written, from the beginning on."""
    found: State = {table: {} for table in checks.KEYS}
    for entry in audit.entries(caseload):
        if entry.audit_id > last or entry.record not in checks.KEYS:
            continue
        keys = checks.KEYS[entry.record]
        before = json.loads(entry.before) if entry.before else {}
        after = json.loads(entry.after) if entry.after else None
        told = {keys[0]: entry.record_id, **(after if after is not None else before)}
        key = tuple(told.get(name) for name in keys)
        if after is None and before:
            found[entry.record].pop(key)
        elif after is not None:
            found[entry.record].setdefault(key, {}).update(told)
    return found


def test_each_table_is_as_it_was_after_each_write(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        instants = [at for (at,) in caseload.rows("select distinct at from audit order by at")]
        assert len(instants) > 150
        day = d("2020-01-01")
        moved = dict(zip(instants, range(len(instants)), strict=True))
        connection = caseload.attached()
        for name, sql in connection.execute(
            "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'audit'"
        ).fetchall():
            assert sql
            connection.execute(f"drop trigger {name}")
        for at, number in moved.items():
            noon = datetime.combine(day + timedelta(days=number), datetime.min.time())
            connection.execute(
                "update audit set at = ? where at = ?",
                (f"{noon.date()}T12:00:00.000Z", at),
            )
        for number in range(0, len(instants), 7):
            asked = day + timedelta(days=number)
            last = caseload.value("select max(audit_id) from audit where at <= ?", (f"{asked}T23",))
            with as_recorded(caseload, asked):
                then = stored(caseload)
            for table, rows in replayed(caseload, last).items():
                assert then[table].keys() == rows.keys(), (asked, table)
                for key, row in then[table].items():
                    known = rows[key]
                    told = {n: v for n, v in row.items() if v is not None}
                    assert told == {n: v for n, v in known.items() if v is not None}


@pytest.mark.parametrize("key", [None, PASSPHRASE])
def test_the_file_is_as_it_is_afterwards_and_was_never_touched(
    tmp_path: Path, key: str | None
) -> None:
    with full_file(tmp_path, key=key) as caseload:
        path = caseload.path
        before, bytes_before, last = stored(caseload), path.read_bytes(), head(caseload)
        with as_recorded(caseload, d("2001-01-01")):
            assert not any(stored(caseload).values())
            assert head(caseload) == ""
            assert due.due(caseload, caseload.today).items == []
        assert stored(caseload) == before
        assert (path.read_bytes(), head(caseload)) == (bytes_before, last)
        assert not caseload.rows("select name from sqlite_temp_master")


def test_a_report_broken_off_halfway_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        before = stored(caseload)
        halfway = caseload.stream("select name from sqlite_temp_master")

        def broken_off() -> None:
            with as_recorded(caseload, d("2001-01-01")):
                assert next(halfway)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            broken_off()
        assert not caseload.rows("select name from sqlite_temp_master")
        assert stored(caseload) == before


def test_late_entries_corrections_marks_of_error_and_undos_are_left_out(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "ACT")
        clients.add(caseload, "Ana", "Ruiz", county="Hill")
        episodes.admit(caseload, "C0001", "ACT", d("2026-09-01"), case_manager="S0001")
        for day in ("2026-09-10", "2026-09-20", "2026-09-25"):
            contacts.log(caseload, "C0001", d(day), Mode.PHONE, Reached.CLIENT, minutes=10)
        contacts.log(caseload, "C0001", d("2026-09-26"), Mode.PHONE, Reached.NOBODY)
        aged(caseload, tmp_path / "aged.db", 400)
    with again(tmp_path / "aged.db") as caseload:
        then = datetime.now().astimezone().date() - timedelta(days=400)
        before = stored(caseload)
        items = due.due(caseload, d("2026-11-20"), within=None).items
        last = head(caseload)
        undo.undo(caseload)
        contacts.log(caseload, "C0001", d("2026-09-12"), Mode.VIDEO, Reached.CLIENT)
        contacts.edit(caseload, "K0001", minutes=60, reached=Reached.NOBODY)
        contacts.amend(caseload, "K0003", AddendumKind.ENTERED_IN_ERROR, "another client")
        clients.edit(caseload, "C0001", county="Falls")
        episodes.transfer(caseload, "E0001", d("2026-09-15"), level_of_care="high")
        undo.undo(caseload)
        episodes.discharge(caseload, "E0001", d("2026-10-01"), "moved away")
        assert stored(caseload) != before
        with as_recorded(caseload, then):
            assert stored(caseload) == before
            assert due.due(caseload, d("2026-11-20"), within=None).items == items
            assert head(caseload) == last
        with as_recorded(caseload, then - timedelta(days=2)):
            assert not any(stored(caseload).values())
