"""The gate: a write is whole or not at all, has its audit rows, and what is signed stays."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, again, full_file, new_file
from sqlcipher3 import dbapi2 as sqlite

from caseload.errors import BusyError, CaseloadError, InvalidError
from caseload.model import AddendumKind, HoldReason, Mode, Reached, SignerRole
from caseload.model.planning import PROSE, Domain, ReviewOutcome, SignatureMethod
from caseload.records import (
    audit,
    checks,
    clients,
    contacts,
    episodes,
    holds,
    living_situations,
    note_formats,
    plan_parts,
    plan_reviews,
    plans,
    programs,
    progress,
    signatures,
    staff,
    standards,
)
from caseload.records._caseload import Caseload

DAY = date(2026, 11, 2)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        yield opened


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Caseload]:
    with full_file(tmp_path) as opened:
        yield opened


def written(caseload: Caseload, after: int = 0) -> list[audit.Entry]:
    """The audit rows from some row on."""
    return [entry for entry in audit.entries(caseload) if entry.audit_id > after]


# --- reading -------------------------------------------------------------------------------------


def test_rows_that_nobody_read_to_the_end_outlive_their_file_in_peace(caseload: Caseload) -> None:
    rows = caseload.stream("select name from standard")
    assert next(rows) == ("Monthly contact",)
    caseload.close()
    del rows  # A complaint of its end would be a warning, and a warning fails a test.


# --- the gate ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [ValueError, InvalidError, KeyboardInterrupt])
def test_a_fault_inside_a_write_takes_everything_back(
    caseload: Caseload, fault: type[BaseException]
) -> None:
    before = written(caseload)

    def begun_and_failed() -> None:
        with caseload.write("try"):
            clients.add(caseload, "Ana", "Ruiz")
            programs.add(caseload, "Outreach")
            raise fault

    with pytest.raises(fault):
        begun_and_failed()
    assert clients.listed(caseload, TODAY) == []
    assert programs.listed(caseload) == []
    assert written(caseload) == before
    assert clients.add(caseload, "Bo", "Li").client_id == "C0001"
    assert checks.damage(caseload) == []


def test_a_fault_of_the_database_inside_a_write_takes_everything_back(caseload: Caseload) -> None:
    def begun_and_refused() -> None:
        with caseload.write("try") as change:
            clients.add(caseload, "Ana", "Ruiz")
            change.insert("client", {"client_id": "C9", "first_name": "", "last_name": "x"}, "C9")

    with pytest.raises(InvalidError, match="refused this"):
        begun_and_refused()
    assert clients.listed(caseload, TODAY) == []


def test_what_one_wrote_is_not_seen_by_another_until_it_is_whole(caseload: Caseload) -> None:
    with again(caseload.path) as other:
        with caseload.write("try"):
            programs.add(caseload, "Outreach")
            assert programs.listed(other) == []
        assert [one.name for one in programs.listed(other)] == ["Outreach"]


@pytest.mark.parametrize("set_inside", [False, True])
def test_a_trial_is_taken_back_in_the_end(caseload: Caseload, set_inside: bool) -> None:
    before = written(caseload)
    with caseload.write("try", keep=set_inside) as change:
        change.keep = False
        programs.add(caseload, "Outreach")
        assert len(programs.listed(caseload)) == 1
    assert programs.listed(caseload) == []
    assert written(caseload) == before


def test_each_record_changed_has_an_audit_row_that_says_who_when_and_what(
    caseload: Caseload,
) -> None:
    last, begun = len(written(caseload)), datetime.now(UTC)
    client = clients.add(caseload, "Ana", "Ruiz", county="Hill")
    clients.edit(caseload, client.client_id, county="Bosque", city="Clifton")
    clients.edit(caseload, client.client_id, county="Bosque")
    added, edited = written(caseload, last)
    assert added[:1] + added[2:7] == (last + 1, STAFF, "add client", "client", "C0001", "C0001")
    assert edited[:1] + edited[2:7] == (last + 2, STAFF, "edit client", "client", "C0001", "C0001")
    assert added.before is None
    assert json.loads(added.after or "") == {
        "client_id": "C0001", "first_name": "Ana", "last_name": "Ruiz", "county": "Hill"
    }  # fmt: skip
    assert json.loads(edited.before or "") == {"county": "Hill", "city": None}
    assert json.loads(edited.after or "") == {"county": "Bosque", "city": "Clifton"}
    for entry in (added, edited):
        assert entry.at.endswith("Z")
        at = datetime.fromisoformat(entry.at)
        assert begun.replace(microsecond=0) <= at <= datetime.now(UTC)


def test_a_dated_row_written_twice_has_its_old_value_in_the_audit_row(full: Caseload) -> None:
    last = len(written(full))
    day = date(2026, 11, 1)
    episodes.transfer(full, "E0001", day, level_of_care="one")
    episodes.transfer(full, "E0001", day, level_of_care="two")
    first, second = written(full, last)
    assert (first.before, first.after) == (
        None, '{"from_on":"2026-11-01","level_of_care":"one"}'
    )  # fmt: skip
    assert second.before == first.after
    assert second.after == '{"from_on":"2026-11-01","level_of_care":"two"}'


@pytest.mark.parametrize(
    ("acting", "login", "actor"), [(True, "dw", STAFF), (False, "dw", "dw"), (False, "", "unknown")]
)
def test_the_audit_row_names_staff_else_the_account(
    caseload: Caseload, acting: bool, login: str, actor: str
) -> None:
    caseload.staff, caseload.login = caseload.staff if acting else None, login
    programs.add(caseload, "Outreach")
    assert written(caseload)[-1].actor == actor


def test_a_write_inside_another_joins_it_under_its_own_name(caseload: Caseload) -> None:
    last = len(written(caseload))
    with caseload.write("import clients") as change:
        programs.add(caseload, "One")
        client = clients.add(caseload, "Ana", "Ruiz")
        change.insert("program", {"name": "Two"}, "Two")
        episodes.admit(caseload, client.client_id, "One", DAY, case_manager=STAFF)
    rows = written(caseload, last)
    assert [(row.action, row.record, row.client_id) for row in rows] == [
        ("add program", "program", None),
        ("add client", "client", "C0001"),
        ("import clients", "program", None),
        ("admit client", "episode", "C0001"),
        ("admit client", "episode_case_manager", "C0001"),
    ]
    assert len({row.at for row in rows}) == 1


def test_ids_go_on_from_the_highest_and_leave_those_of_an_agency_alone(caseload: Caseload) -> None:
    for given in ("C0007", "C-9999", "AC12345", "C12x", "C99999999999999"):
        clients.add(caseload, "Ana", "Ruiz", client_id=given)
    with caseload.write("two"):
        made = [clients.add(caseload, "Bo", "Li").client_id for _ in range(2)]
    assert made == ["C0008", "C0009"]


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    with new_file(tmp_path) as reader, again(reader.path) as writer:
        with reader.reading():
            assert programs.listed(reader) == []
            # The writer waits for the reader before it commits; nothing of it is seen till then.
            writer.rows("pragma busy_timeout = 0")
            with pytest.raises(BusyError):
                programs.add(writer, "Outreach")
            assert programs.listed(reader) == []
            assert len(staff.listed(reader)) == 1
        programs.add(writer, "Outreach")
        with reader.reading(), reader.reading():
            assert len(programs.listed(reader)) == 1


# --- text ----------------------------------------------------------------------------------------


def of_client(field: str) -> Callable[[Caseload, str], object]:
    return lambda caseload, text: clients.edit(caseload, "C0001", **{field: text})


def of_contact(field: str) -> Callable[[Caseload, str], object]:
    def log(caseload: Caseload, text: str) -> object:
        facts: dict[str, Any] = {field: text}
        return contacts.log(caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT, **facts)

    return log


def of_plan(field: str) -> Callable[[Caseload, str], object]:
    def put(caseload: Caseload, text: str) -> object:
        facts: dict[str, Any] = {field: text}
        return plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(**facts))

    return put


def of_action(field: str) -> Callable[[Caseload, str], object]:
    def put(caseload: Caseload, text: str) -> object:
        return plan_parts.edit(caseload, "C0001", "intervention", "2.1.1", **{field: text})

    return put


def amended(caseload: Caseload, text: str, reason: str) -> object:
    return contacts.amend(caseload, "K0001", AddendumKind.CORRECTION, reason, text)


TEXTS: dict[str, Callable[[Caseload, str], object]] = {
    **{f"client.{field}": of_client(field) for field in ("first_name", "last_name", "phone")},
    **{f"client.{field}": of_client(field) for field in ("preferred_name", "pronouns", "email")},
    **{f"client.{field}": of_client(field) for field in ("address", "city", "county", "state")},
    **{f"client.{field}": of_client(field) for field in ("postal_code", "language")},
    "client.contact_notes": of_client("contact_notes"),
    **{f"contact.{field}": of_contact(field) for field in ("with_whom", "location", "note")},
    "contact.goals": lambda c, text: contacts.log(
        c, "C0002", DAY, Mode.PHONE, Reached.CLIENT, goals=("a", text)
    ),
    **{f"plan.{field}": of_plan(field) for field in PROSE},
    "goal.statement": lambda c, text: plan_parts.add_goal(c, "C0002", text, Domain.OTHER),
    "objective.statement": lambda c, text: plan_parts.add_objective(c, "C0001", "1", text),
    "objective.measure": lambda c, text: plan_parts.edit(
        c, "C0001", "objective", "1.1", measure=text
    ),
    **{f"intervention.{field}": of_action(field) for field in ("action", "responsible")},
    **{f"intervention.{field}": of_action(field) for field in ("frequency", "duration")},
    "signature.signer": lambda c, text: signatures.sign(
        c, "C0001", SignerRole.GUARDIAN, DAY, signer=text
    ),
    "signature.reason": lambda c, text: signatures.sign(
        c, "C0001", SignerRole.CLIENT, DAY, method=SignatureMethod.REFUSED, reason=text
    ),
    "progress.remark": lambda c, text: progress.note(c, "C0001", "1", DAY, remark=text),
    "progress.entered_in_error_why": lambda c, text: progress.entered_in_error(c, "N0001", text),
    "plan_review.remark": lambda c, text: plan_reviews.review(
        c, "C0001", DAY, ReviewOutcome.CONTINUE, text
    ),
    "living_situation.income_source": lambda c, text: living_situations.note(
        c, "C0001", DAY, income_source=text
    ),
    "note_format.name": lambda c, text: note_formats.add(c, text, ("Done",)),
    "staff.name": lambda c, text: staff.add(c, text),
    "staff.role": lambda c, text: staff.edit(c, STAFF, role=text),
    "staff.counties": lambda c, text: staff.edit(c, STAFF, counties=("Hill", text)),
    "program.name": lambda c, text: programs.add(c, text),
    "program.description": lambda c, text: programs.edit(c, "Outreach", description=text),
    "episode.history": lambda c, text: episodes.correct(c, "E0001", history=text),
    "episode.referral_source": lambda c, text: episodes.correct(c, "E0001", referral_source=text),
    "episode.discharge_reason": lambda c, text: episodes.discharge(c, "E0001", TODAY, text),
    "level_of_care": lambda c, text: episodes.transfer(c, "E0001", TODAY, level_of_care=text),
    "hold.remark": lambda c, text: holds.hold(c, "E0002", DAY, HoldReason.OTHER, remark=text),
    "diagnosis.description": lambda c, text: clients.diagnose(c, "C0001", "F20", description=text),
    "diagnosis.source": lambda c, text: clients.diagnose(c, "C0001", "F20", source=text),
    "addendum.text": lambda c, text: amended(c, text, "why"),
    "addendum.reason": lambda c, text: amended(c, "text", text),
    "standard.name": lambda c, text: standards.add(c, text),
    "standard.level_of_care": lambda c, text: standards.add(c, "x", level_of_care=text),
    "standard.instrument": lambda c, text: standards.edit(c, "T0005", TODAY, instrument=text),
    "client_id": lambda c, text: clients.add(c, "Cy", "Ng", client_id=text),
}
"""Every verb that keeps words of a person, by the field they stand in."""
DECEIVING = {
    "escape": "\x1b[2J", "null": "\0", "bell": "\a", "C1": "\x9b31m", "backspace": "\b",
    "bidi override": "\u202e", "bidi isolate": "\u2067", "lone surrogate": "\udcff",
}  # fmt: skip
KEPT = [
    *(
        "李",
        "Núñez",
        "n\u0303",
        "👩🏽\u200d🚀",
        "[/]",
        "[bold]x",
        "=1+1",
        "O'Brien",
        '"; drop table',
    ),
    *("%s {}", "\\"),
]


@pytest.mark.parametrize("deceiving", DECEIVING.values(), ids=DECEIVING)
@pytest.mark.parametrize("put", TEXTS.values(), ids=TEXTS)
def test_text_that_can_only_deceive_is_refused_in_every_field(
    full: Caseload, put: Callable[[Caseload, str], object], deceiving: str
) -> None:
    before = written(full)
    with pytest.raises(InvalidError):
        put(full, f"a{deceiving}b")
    assert written(full) == before


@pytest.mark.parametrize("put", TEXTS.values(), ids=TEXTS)
def test_ordinary_text_is_kept_as_it_is_in_every_field(
    full: Caseload, put: Callable[[Caseload, str], object]
) -> None:
    text = "".join(KEPT)[:60] if put is TEXTS["client_id"] else " ".join(KEPT)
    last = len(written(full))
    put(full, text)
    kept = [value for row in written(full, last) for value in json.loads(row.after or "").values()]
    assert any(text in str(value) for value in kept)
    assert checks.damage(full) == []


@pytest.mark.parametrize("note", [*KEPT, "x" * 200_000, "one\ntwo\tthree", "李" * 70_000])
def test_a_note_is_kept_byte_for_byte(full: Caseload, note: str) -> None:
    kept = contacts.log(full, "C0001", DAY, Mode.PHONE, Reached.CLIENT, note=note, sign=True)
    with closing(sqlite3.connect(full.path)) as direct:
        found = direct.execute("select cast(note as blob) from contact where contact_id = ?",
                               (kept.contact_id,)).fetchone()  # fmt: skip
    assert found == (note.encode(),)


@pytest.mark.parametrize("field", ["first_name", "phone", "county"])
def test_a_line_break_stands_only_where_there_are_lines(full: Caseload, field: str) -> None:
    clients.edit(full, "C0001", contact_notes="one\ntwo", address="one\ntwo")
    with full.write("try") as change, pytest.raises(InvalidError):
        change.update("client", "client_id", "C0001", {field: "one\ntwo"})


def test_words_that_are_no_text_find_nothing_and_are_no_fault(full: Caseload) -> None:
    for find in (clients.find, staff.find, programs.find, standards.find, contacts.get):
        with pytest.raises(CaseloadError):
            find(full, "\udcff")


# --- what is never changed -----------------------------------------------------------------------

SIGNED = "contact_id = 'K0001'"
"""In a full file K0001 is signed, K0002 is not; A0001 adds to K0001."""
CONTACT = "client_id, contacted_on, mode, reached, recorded_at"
VALUES = "'C0002', '2026-11-01', 'phone', 'client', 'x'"
ADDENDUM = 'record, "of", kind, text, reason, recorded_at'
ADDED = "'contact', 'K0001', 'correction', 'x', 'x', 'x'"
SIGNATURE = 'signature_id, record, "of", signer, role, signed_on, method'
SIGNED_BY = "'plan', 'P0001', 'x', 'client', '2026-02-01', 'verbal'"
AUDIT = "at, actor, action, record, chain_hash"
FORBIDDEN = [
    *(f"update contact set {column} = {column} where {SIGNED}" for column in (
        "contact_id", "client_id", "contacted_on", "started_at", "minutes", "mode", "reached",
        "with_whom", "location", "program", "purpose", "goals", "note", "note_format", "staff",
        "imported", "recorded_at", "signed_at", "signed_by",
    )),
    f"update contact set note = 'x' where {SIGNED}",
    f"update contact set signed_at = null, signed_by = null where {SIGNED}",
    f"update contact set entered_in_error_at = 'x', entered_in_error_why = 'x' where {SIGNED}",
    "update contact set entered_in_error_at = null, entered_in_error_why = null"
    " where contact_id = 'K0003'",
    f"delete from contact where {SIGNED}",
    "delete from contact",
    f"insert or replace into contact (contact_id, {CONTACT}) values ('K0001', {VALUES})",
    f"replace into contact (contact_id, {CONTACT}) values ('K0001', {VALUES})",
    f"insert or replace into contact (rowid, contact_id, {CONTACT}) select rowid, 'K9', {VALUES}"
    f" from contact where {SIGNED}",
    f"insert into contact (contact_id, {CONTACT}) values ('K0001', {VALUES})"
    " on conflict do update set note = 'x'",
    "update or replace contact set contact_id = 'K0001' where contact_id = 'K0002'",
    f"update or replace contact set rowid = (select rowid from contact where {SIGNED})"
    " where contact_id = 'K0002'",
    "update plan set vision = 'x' where plan_id = 'P0001'",
    "update plan set effective_on = '2026-01-01' where plan_id = 'P0001'",
    "update plan set effective_on = null where plan_id = 'P0002'",
    "update plan set effective_on = '2026-01-01' where plan_id = 'P0003'",
    "update plan set version = 9 where plan_id = 'P0003'",
    "update or replace plan set plan_id = 'P0001' where plan_id = 'P0003'",
    "insert or replace into plan (plan_id, client_id, version) values ('P0001', 'C0001', 1)",
    "insert or replace into plan (plan_id, client_id, version) values ('P9', 'C0001', 1)",
    "delete from plan where plan_id = 'P0003'",
    *(
        sql
        for table in ("goal", "objective", "intervention")
        for sql in (
            f"update {table} set \"order\" = 7 where plan_id = 'P0001'",
            f"update {table} set plan_id = 'P0003' where plan_id = 'P0001'",
            f"update or replace {table} set plan_id = 'P0001' where plan_id = 'P0003'",
            f"delete from {table} where plan_id = 'P0001'",
            f"insert or replace into {table} select * from {table} where plan_id = 'P0001'",
        )
    ),
    "insert into goal values ('P0001', 'G9', 9, 'other', 'x')",
    "update signature set signer = 'x'",
    "update or replace signature set signature_id = 'Z0001' where signature_id = 'Z0002'",
    "delete from signature",
    f"insert into signature ({SIGNATURE}) values ('Z9', {SIGNED_BY})",
    f"insert or replace into signature ({SIGNATURE}) values ('Z0001', {SIGNED_BY})",
    "update document set sent_to = 'x'",
    "delete from document",
    "insert or replace into document select * from document",
    "update addendum set text = 'x'",
    "update addendum set addendum_id = 'A9'",
    "update or replace addendum set addendum_id = 'A0001' where addendum_id = 'A0002'",
    "delete from addendum",
    f"insert or replace into addendum (addendum_id, {ADDENDUM}) values ('A0001', {ADDED})",
    f"insert or replace into addendum (rowid, addendum_id, {ADDENDUM}) values (1, 'A9', {ADDED})",
    f"insert into addendum (addendum_id, {ADDENDUM}) values ('A0001', {ADDED})"
    " on conflict do update set text = 'x'",
    "update audit set actor = 'x' where audit_id = 3",
    "update audit set audit_id = 900 where audit_id = 3",
    "update or replace audit set audit_id = 3 where audit_id = 4",
    "delete from audit where audit_id = (select max(audit_id) from audit)",
    "delete from audit",
    f"insert or replace into audit (audit_id, {AUDIT}) values (3, 'x', 'x', 'x', 'x', 'x')",
    f"insert or replace into audit (rowid, {AUDIT}) values (3, 'x', 'x', 'x', 'x', 'x')",
    f"insert into audit (audit_id, {AUDIT}) values (3, 'x', 'x', 'x', 'x', 'x')"
    " on conflict do update set actor = 'x'",
]  # fmt: skip


@pytest.mark.parametrize("triggers", ["off", "on"])
@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_database_itself_refuses_to_change_what_is_signed_or_logged(
    full: Caseload, sql: str, triggers: str
) -> None:
    tables = [*checks.KEYS, "audit"]
    before = [full.rows(f"select * from {table}") for table in tables]
    with closing(sqlite.connect(full.path, isolation_level=None)) as direct:
        direct.execute(f"pragma recursive_triggers = {triggers}")
        with pytest.raises(sqlite.IntegrityError, match=r"never|once"):
            direct.execute(sql)
    after = [full.rows(f"select * from {table}") for table in tables]
    assert after == before


@pytest.mark.parametrize(
    "sql",
    [
        "update contact set note = 'x' where contact_id = 'K0002'",
        "update contact set signed_at = 'x', signed_by = 'S0001' where contact_id = 'K0002'",
        f"insert into contact (contact_id, {CONTACT}) values ('K0009', {VALUES})",
        f"insert into addendum (addendum_id, {ADDENDUM}) values ('A0009', {ADDED})",
        f"insert into audit ({AUDIT}) values ('x', 'x', 'x', 'x', 'x')",
    ],
)
def test_the_database_lets_through_what_is_neither_signed_nor_logged(
    full: Caseload, sql: str
) -> None:
    with closing(sqlite.connect(full.path, isolation_level=None)) as direct:
        assert direct.execute(sql).rowcount == 1
