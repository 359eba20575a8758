"""A record changed behind the log is found, a healthy file is quiet, and each lack is listed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, again, full_file, new_file
from making_referrals import resource, sent
from sqlcipher3 import dbapi2 as sqlite

from caseload.model import AddendumKind, Funding
from caseload.records import (
    backups,
    checks,
    clients,
    contacts,
    episodes,
    holds,
    holidays,
    missing,
    programs,
    staff,
    standards,
)
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file
from caseload.records.invented import invent

DAY = date(2026, 2, 1)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Caseload]:
    with full_file(tmp_path) as opened:
        yield opened


def behind(path: Path, sql: str) -> None:
    """Change the file past the gate, with no rule of its own in the way; the triggers stay."""
    with closing(sqlite.connect(path, isolation_level=None)) as direct:
        triggers = direct.execute(
            "select name, sql from sqlite_schema where type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            direct.execute(f"drop trigger {name}")
        direct.execute("pragma ignore_check_constraints = on")
        assert direct.execute(sql).rowcount == 1
        for _, made in triggers:
            direct.execute(made)


def found(path: Path, sql: str) -> list[tuple[str, str | None, str]]:
    """What is found after a change past the gate."""
    behind(path, sql)
    with again(path) as caseload:
        return [
            (one.record, one.record_id, one.finding)
            for one in checks.damage(caseload)
            if one.record != "attempt_tally"
        ]


# --- damage --------------------------------------------------------------------------------------


def test_the_full_file_of_these_tests_holds_every_kind_of_record(full: Caseload) -> None:
    for table in checks.KEYS:
        assert full.value(f"select count(*) from {table}") > 0, table


def test_every_table_that_people_write_to_is_held_against_the_log(full: Caseload) -> None:
    ours = {name for (name,) in full.rows("select name from sqlite_schema where type = 'table'")}
    derived = {
        "client_name",
        "attempt_tally",
        "_sqlite_migrations",
        "sqlite_sequence",
        "audit",
        "draft",
    }
    ours = {name for name in ours if not name.startswith("resource_")}
    assert ours - derived == set(checks.KEYS)


def test_nothing_is_found_in_a_healthy_file(full: Caseload) -> None:
    assert checks.damage(full) == []


def test_nothing_is_found_in_the_invented_caseload(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"

    def begin(caseload: Caseload) -> None:
        standards.add_shipped(caseload)
        invent(caseload)

    create_file(path, date(2026, 11, 20), None, begin)
    with again(path) as caseload:
        assert checks.damage(caseload) == []


EMPTIED: dict[str, Callable[[Caseload], object]] = {
    "a field emptied": lambda c: clients.edit(c, "C0001", phone=None),
    "filled and emptied": lambda c: (
        clients.edit(c, "C0001", city="Waco"), clients.edit(c, "C0001", city=None)
    ),
    "a list emptied": lambda c: staff.edit(c, STAFF, counties=()),
    "a hold ended again": lambda c: holds.resume(c, "E0001", date(2026, 9, 10)),
    "an attempt in error": lambda c: contacts.amend(
        c, "K0002", AddendumKind.ENTERED_IN_ERROR, "why"
    ),
    "a manager changed on the day": lambda c: episodes.transfer(
        c, "E0001", date(2026, 6, 1), case_manager=STAFF
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", EMPTIED.values(), ids=EMPTIED)
def test_nothing_is_found_after_a_change_through_a_verb(
    full: Caseload, change: Callable[[Caseload], object]
) -> None:
    change(full)
    assert checks.damage(full) == []


EDITED = [
    ("staff", "staff_id", "S0001", "name = 'Eve'", "name"),
    ("program", "name", "Housing", "description = 'x'", "description"),
    ("program", "name", "Housing", "active = 0", "active"),
    ("holiday", "day", "2026-11-26", "name = 'x'", "name"),
    ("client", "client_id", "C0001", "phone = '555-0199'", "phone"),
    ("client", "client_id", "C0001", "phone = null", "phone"),
    ("client", "client_id", "C0001", "city = 'x', state = 'TX'", "city, state"),
    ("episode", "episode_id", "E0001", "funding = 'medicaid'", "funding"),
    ("episode", "episode_id", "E0001", "admitted_on = '2026-01-11'", "admitted_on"),
    ("episode_case_manager", "episode_id", "E0002", "staff_id = 'S0002'", "staff_id"),
    ("hold", "hold_id", "H0001", "until_on = null", "until_on"),
    ("hold_review", "hold_id", "H0002", "remark = 'x'", "remark"),
    ("diagnosis", "diagnosis_id", "D0001", "principal = 1", "principal"),
    ("contact", "contact_id", "K0001", "note = 'x'", "note"),
    ("contact", "contact_id", "K0002", "reached = 'client'", "reached"),
    ("contact", "contact_id", "K0001", "signed_at = 'x'", "signed_at"),
    ("addendum", "addendum_id", "A0001", "text = 'x'", "text"),
    ("standard", "standard_id", "T0002", "active = 1", "active"),
]


@pytest.mark.parametrize(("table", "key", "record_id", "change", "fields"), EDITED)
def test_a_record_edited_behind_the_log_is_found(
    full: Caseload, table: str, key: str, record_id: str, change: str, fields: str
) -> None:
    sql = f"update {table} set {change} where {key} = '{record_id}'"
    words = f"{fields}: not what the audit log says was written"
    assert found(full.path, sql) == [(table, record_id, words)]


@pytest.mark.parametrize(
    "sql",
    [
        "update attempt_tally set attempts = 7",
        "delete from attempt_tally",
        "insert into attempt_tally values ('C0002', '2026-10', '', 1)",
        "update contact set reached = 'client' where contact_id = 'K0002'",
    ],
)
def test_a_count_of_attempts_that_is_not_what_is_there_is_found(full: Caseload, sql: str) -> None:
    behind(full.path, sql)
    assert "attempt_tally" in {one.record for one in checks.damage(full)}


LAST = {
    "hold_review": ("hold_id", "H0002"),
    "addendum": ("addendum_id", "A0002"),
    "holiday": ("day", "2026-11-26"),
    "standard": ("standard_id", "T0007"),
    "contact": ("contact_id", "K0002"),
    "diagnosis": ("diagnosis_id", "D0001"),
    "hold": ("hold_id", "H0001"),
    "episode_case_manager": ("episode_id", "E0003"),
}
"""Records that nothing else names."""


@pytest.mark.parametrize("table", LAST)
def test_a_record_removed_behind_the_log_is_found(full: Caseload, table: str) -> None:
    key, record_id = LAST[table]
    gone = (table, record_id, "it is in the audit log, and gone")
    assert found(full.path, f"delete from {table} where {key} = '{record_id}'") == [gone]


ADDED = [
    ("program", "x", "insert into program (name) values ('x')"),
    ("holiday", "2026-12-25", "insert into holiday values ('2026-12-25', 'Christmas')"),
    ("client", "C9", "insert into client (client_id, first_name, last_name) values ('C9','a','b')"),
    ("episode_level", "E0001", "insert into episode_level values ('E0001', '2026-11-01', 'low')"),
    ("hold_review", "H0002", "insert into hold_review values ('H0002', '2026-11-01', null, null)"),
    ("contact", "K9", "insert into contact (contact_id, client_id, contacted_on, mode, reached,"
     " recorded_at) values ('K9', 'C0001', '2026-11-01', 'phone', 'client', 'x')"),
    ("diagnosis", "D9", "insert into diagnosis (diagnosis_id, client_id, code) values"
     " ('D9', 'C0001', 'F20')"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "record_id", "sql"), ADDED, ids=[one[0] for one in ADDED])
def test_a_record_added_behind_the_log_is_found(
    full: Caseload, table: str, record_id: str, sql: str
) -> None:
    assert found(full.path, sql) == [(table, record_id, "it is not in the audit log")]


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("drop trigger signed_contact_update", "trigger signed_contact_update"),
        ("drop index signature_of", "index signature_of"),
        ("create table mine (a)", "table mine"),
        ("create view mine as select * from client", "view mine"),
        ("create trigger mine after insert on contact begin select 1; end", "trigger mine"),
    ],
)
def test_a_file_of_another_shape_is_found(full: Caseload, sql: str, what: str) -> None:
    full.attached().execute(sql)
    assert [(one.record_id, one.mend) for one in checks.damage(full)] == [(what, checks.RESTORE)]


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("drop table task_put_off", "table task_put_off"),
        ("drop table audit", "table audit"),
        ("drop table _sqlite_migrations", "table _sqlite_migrations"),
        ("drop table attempt_tally", "table attempt_tally"),
        ("alter table note_format rename to mine", "table note_format"),
    ],
)
def test_a_table_that_is_gone_is_found_and_what_was_found_before_is_said(
    full: Caseload, sql: str, what: str
) -> None:
    behind(full.path, "update client set phone = '555' where client_id = 'C0001'")
    with closing(sqlite.connect(full.path, isolation_level=None)) as direct:
        direct.execute("pragma foreign_keys = off")
        direct.execute(sql)
    with again(full.path) as caseload:
        said = [(one.record, one.record_id, one.mend) for one in checks.damage(caseload)]
    assert ("file", what, checks.RESTORE) in said
    assert ("file", full.path.name, checks.RESTORE) in said
    if what == "table attempt_tally":
        assert ("client", "C0001", checks.COMPARE) in said


def test_a_record_that_names_one_that_is_gone_is_found(full: Caseload) -> None:
    records = found(full.path, "delete from client where client_id = 'C0002'")
    assert ("client", "C0002", "it is in the audit log, and gone") in records
    assert {record for record, _, words in records if words == "it names a client that is not there"
            } >= {"episode", "contact"}  # fmt: skip


def test_a_damaged_value_that_breaks_the_files_own_rule_is_found(full: Caseload) -> None:
    records = found(full.path, "update contact set mode = 'fax' where contact_id = 'K0002'")
    assert ("contact", "K0002", "mode: not what the audit log says was written") in records
    assert any(record == "file" for record, _, _ in records)


@pytest.mark.parametrize("after", ["[]", '{"from_on":[1]}', "{", '"x"', "1", '{"name":{}}'])
def test_an_audit_row_that_says_nonsense_is_damage_and_no_fault(full: Caseload, after: str) -> None:
    rows = full.rows("select max(audit_id), record from audit group by record")
    for audit_id, record in rows:
        sql = f"update audit set after = '{after}' where audit_id = {audit_id}"
        assert found(full.path, sql) != [], record


# --- what is missing -----------------------------------------------------------------------------

CHRISTMAS = date(2026, 12, 25)
COMPLETE: dict[str, Any] = {"date_of_birth": DAY.replace(year=1990), "phone": "1", "county": "Hill"}


def lacking(
    caseload: Caseload,
    *,
    without: str = "",
    admitted: bool = True,
    diagnosed: bool = True,
    case_manager: str | None = STAFF,
    funding: Funding | None = Funding.PROGRAM,
) -> None:
    """Client C0001, who lacks nothing but what is said."""
    facts = {name: value for name, value in COMPLETE.items() if name != without}
    clients.add(caseload, "Ana", "Ruiz", **facts)
    if diagnosed:
        clients.diagnose(caseload, "C0001", "F20.9")
    if admitted:
        programs.add(caseload, "Outreach")
        episodes.admit(
            caseload, "C0001", "Outreach", DAY, case_manager=case_manager, funding=funding
        )


def manager_has_left(caseload: Caseload) -> None:
    lacking(caseload)
    staff.edit(caseload, STAFF, active=False)


def open_after_discharge(caseload: Caseload) -> None:
    lacking(caseload)
    sent(caseload, "C0001", resource(caseload).resource_id, DAY)
    episodes.discharge(caseload, "E0001", DAY)


def no_standard(caseload: Caseload) -> None:
    standards.edit(caseload, "T0001", DAY, active=False)


MISSING: dict[str, tuple[Callable[[Caseload], object], str, str | None, str | None]] = {
    "no diagnosis": (lambda c: lacking(c, diagnosed=False), "client", "C0001", "C0001"),
    "no date of birth": (lambda c: lacking(c, without="date_of_birth"), "client", "C0001", "C0001"),
    "no phone, email": (lambda c: lacking(c, without="phone"), "client", "C0001", "C0001"),
    "no county": (lambda c: lacking(c, without="county"), "client", "C0001", "C0001"),
    "never referred": (lambda c: lacking(c, admitted=False), "client", "C0001", "C0001"),
    "no case manager": (lambda c: lacking(c, case_manager=None), "episode", "E0001", "C0001"),
    "no funding": (lambda c: lacking(c, funding=None), "episode", "E0001", "C0001"),
    "case manager who has left": (manager_has_left, "episode", "E0001", "C0001"),
    "nobody asks what became of it": (open_after_discharge, "referral", "R0001", "C0001"),
    "none after today": (lambda c: holidays.remove(c, CHRISTMAS), "holiday", None, None),
    "no active standard": (no_standard, "standard", None, None),
}


def test_each_lack_that_is_looked_for_has_its_case() -> None:
    assert len(MISSING) == len(missing.MISSING)
    for words, (_, finding, _, _) in zip(MISSING, missing.MISSING, strict=True):
        assert words in finding


@pytest.mark.parametrize("words", MISSING)
def test_a_lack_is_listed_and_nothing_else(tmp_path: Path, words: str) -> None:
    make, record, record_id, client_id = MISSING[words]
    with new_file(tmp_path) as caseload:
        holidays.add(caseload, CHRISTMAS, "Christmas")
        make(caseload)
        (lack,) = missing.listed(caseload)
        assert lack[:4] == ("missing", record, record_id, client_id)
        assert words in lack.finding
        assert checks.damage(caseload) == []


def stood_in_for(caseload: Caseload) -> None:
    lacking(caseload)
    staff.add(caseload, "Marcus Bell")
    staff.edit(caseload, STAFF, active=False, covered_by="S0002")


def handed_over(caseload: Caseload) -> None:
    lacking(caseload)
    other = staff.add(caseload, "Marcus Bell").staff_id
    episodes.transfer(caseload, "E0001", date(2026, 6, 1), case_manager=other)
    staff.edit(caseload, STAFF, active=False)


def discharged(caseload: Caseload) -> None:
    lacking(caseload, diagnosed=False, case_manager=None, funding=None)
    episodes.discharge(caseload, "E0001", date(2026, 6, 1))


def with_address(caseload: Caseload) -> None:
    lacking(caseload, without="phone")
    clients.edit(caseload, "C0001", address="under the bridge")


@pytest.mark.parametrize(
    "make", [lacking, stood_in_for, handed_over, discharged, with_address, lambda _: None]
)
def test_nothing_is_listed_where_nothing_is_missing(
    tmp_path: Path, make: Callable[[Caseload], object]
) -> None:
    with new_file(tmp_path) as caseload:
        holidays.add(caseload, CHRISTMAS, "Christmas")
        make(caseload)
        assert missing.listed(caseload) == []


# --- mends and the place -------------------------------------------------------------------------


def test_each_lack_has_its_command_with_the_clients_id(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        lacking(caseload, diagnosed=False, case_manager=None, without="phone")
        mends = {one.finding.partition(":")[0]: one.mend for one in missing.listed(caseload)}
    assert mends == {
        "no diagnosis": "caseload client diagnose C0001 CODE --principal",
        "no phone, email or address": "caseload client edit C0001 --phone NUMBER",
        "no case manager": "caseload client transfer C0001 --case-manager NAME",
        "none after today, so business days know weekends alone": "caseload holiday fill",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="has rights of another kind")
def test_a_file_that_others_may_read_is_found_with_its_mend(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        copy = Path(backups.keep(caseload).path)
        assert checks.place(caseload.path) == []
        caseload.path.chmod(0o644)
        copy.chmod(0o640)
        found = checks.place(caseload.path)
    assert [(one.kind, one.record_id) for one in found] == [
        ("place", "caseload.db"),
        ("place", copy.name),
    ]
    assert found[0].mend == f"chmod 600 '{tmp_path / 'caseload.db'}'"


def test_backups_behind_a_link_are_found(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        (tmp_path / "elsewhere").mkdir()
        backups.folder_of(caseload.path).symlink_to(tmp_path / "elsewhere")
        backups.keep(caseload)
        (found,) = checks.place(caseload.path)
    assert str(tmp_path / "elsewhere") in found.finding


def test_a_file_in_a_synchronized_folder_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = folder / "caseload.db"
    create_file(path, TODAY, None, anywhere=True)
    (found,) = checks.place(path)
    assert "copied elsewhere (Dropbox)" in found.finding
    assert "caseload config file PATH" in found.mend


def test_a_quick_check_finds_a_broken_reference_and_leaves_the_log_unread(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        connection = caseload.attached()
        connection.execute("pragma foreign_keys = off")
        connection.execute("drop trigger audit_update")
        connection.execute("update audit set actor = 'S9' where audit_id = 3")
        assert checks.damage(caseload, quick=True) == []
        connection.execute("update diagnosis set client_id = 'C9' where client_id = 'C0001'")
        found = checks.damage(caseload, quick=True)
    assert {(one.record, one.mend) for one in found} == {("diagnosis", checks.COMPARE)}
