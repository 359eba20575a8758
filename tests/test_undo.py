"""Undo: the last action taken back, or a sentence that says why not; nothing is ever erased."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import STAFF, TODAY, full_file, new_file

from caseload.errors import CaseloadError, InvalidError, NotFoundError
from caseload.model import AddendumKind, HoldReason, Mode, Reached, SignerRole
from caseload.model.crises import CrisisKind
from caseload.model.planning import Domain, Housing, ReviewOutcome, WorkStatus
from caseload.records import (
    audit,
    checks,
    clients,
    contacts,
    crises,
    documents,
    episodes,
    everything,
    holds,
    living_situations,
    note_formats,
    plan_parts,
    plan_reviews,
    plans,
    programs,
    progress,
    safety_plans,
    signatures,
    staff,
    standards,
    undo,
)
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file
from caseload.rules import plan_edits

Verb = Callable[[Caseload], Any]


def state(caseload: Caseload) -> dict[str, Any]:
    """All that can be observed, but for rows that are marked and the audit log."""
    found: dict[str, Any] = {}
    for table in checks.KEYS:
        if table == "addendum":
            continue
        names = [row[1] for row in caseload.rows(f"pragma table_info({table})")]
        rows = [dict(zip(names, row, strict=True)) for row in caseload.rows(
            f"select * from {table}")]  # fmt: skip
        found[table] = sorted((one for one in rows if not one.get("entered_in_error_at")), key=repr)
    found["names"] = sorted(caseload.rows("select * from client_name"))
    found["tally"] = sorted(
        caseload.rows("select * from attempt_tally where attempts <> 0"), key=repr
    )
    return found


def sound(caseload: Caseload, tmp_path: Path) -> None:
    """The file is whole, and goes out and comes in again."""
    assert checks.damage(caseload) == []
    path = tmp_path / "all.jsonl"
    import json

    path.write_text("\n".join(map(json.dumps, everything.lines(caseload))), encoding="utf-8")
    (tmp_path / "other").mkdir(exist_ok=True)
    made = tmp_path / "other" / "copy.db"
    made.unlink(missing_ok=True)
    create_file(made, TODAY, None, restorer(path))
    path.unlink()


def restorer(path: Path) -> Callable[[Caseload], None]:
    return everything.restorer(path)


DAY = date(2026, 11, 10)
TAKEN_BACK: dict[str, Verb] = {
    "a contact": lambda c: contacts.log(c, "C0001", DAY, Mode.PHONE, Reached.CLIENT, note="x"),
    "an attempt": lambda c: contacts.log(c, "C0001", DAY, Mode.PHONE, Reached.NOBODY),
    "an edit of a contact": lambda c: contacts.edit(c, "K0002", minutes=25, note="other"),
    "an edit of a client": lambda c: clients.edit(c, "C0001", first_name="Anna", phone=None),
    "a correction of a stay": lambda c: episodes.correct(c, "E0001", annual_income=1),
    "a correction of the day of admission": lambda c: episodes.correct(
        c, "E0001", admitted_on=date(2025, 12, 1)
    ),
    "an admission": lambda c: episodes.admit(c, "C0001", "Housing", DAY, case_manager=STAFF),
    "a transfer": lambda c: episodes.transfer(c, "E0001", DAY, case_manager=STAFF),
    "another word for a transfer": lambda c: episodes.transfer(
        c, "E0001", date(2026, 6, 1), level_of_care="high"
    ),
    "a hold": lambda c: holds.hold(c, "E0001", DAY, HoldReason.JAIL),
    "a discharge": lambda c: episodes.discharge(c, "E0001", DAY, "moved"),
    "a staff edit": lambda c: staff.edit(c, "S0002", name="Marc Bell", capacity=3),
    "a program": lambda c: programs.add(c, "New"),
    "a program's edit": lambda c: programs.edit(c, "Housing", active=False),
    "a standard": lambda c: standards.add(c, "Yearly", every=1, times=1),
    "a standard's edit": lambda c: standards.edit(c, "T0002", DAY, times=3),
    "a note format": lambda c: note_formats.add(c, "Own", ("One", "Two")),
    "a living situation": lambda c: living_situations.note(
        c, "C0002", DAY, housing=Housing.SHELTER
    ),
    "prose of a draft": lambda c: plans.change(
        c, "C0002", "edit plan", lambda plan: plan._replace(vision="Else", barriers=None)
    ),
    "a goal": lambda c: plan_parts.add_goal(c, "C0001", "Sing", Domain.SOCIAL),
    "a goal's edit": lambda c: plan_parts.edit(c, "C0001", "goal", "1", statement="Else"),
    "a goal's move": lambda c: plan_parts.move(c, "C0001", "goal", "1", "2"),
    "progress": lambda c: progress.note(c, "C0001", "1.1", DAY, rating=80, remark="nearly"),
    "a crisis": lambda c: crises.add(c, "C0002", "2026-11-10T03:00", CrisisKind.PSYCHOSIS),
    "a stay with its holds": lambda c: crises.add(
        c, "C0002", "2026-11-10", CrisisKind.PSYCHOSIS, admitted_on=DAY
    ),
    "an edit of a stay": lambda c: crises.edit(c, "X0001", admitted_on=date(2026, 10, 12)),
    "a stay that was none": lambda c: crises.edit(
        c, "X0001", admitted_on=None, discharged_on=None, disposition=None
    ),
    "a follow-up closed": lambda c: crises.close(c, "X0001", 30, DAY, "moved"),
    "a follow-up opened again": lambda c: crises.reopen(c, "X0001", 7),
    "an edit of a draft of a safety plan": lambda c: safety_plans.change(
        c, "C0002", lambda plan: plan._replace(coping=(), professionals=("988",))
    ),
    "an edit that begins a safety plan": lambda c: safety_plans.change(
        c, "C0001", lambda plan: plan._replace(coping=("Run",))
    ),
    "a plan review": lambda c: plan_reviews.review(c, "C0001", DAY, ReviewOutcome.CONTINUE),
}


@pytest.mark.parametrize("verb", TAKEN_BACK.values(), ids=TAKEN_BACK)
def test_what_was_done_is_as_before_and_the_file_is_whole(tmp_path: Path, verb: Verb) -> None:
    caseload = full_file(tmp_path)
    before = state(caseload)
    verb(caseload)
    assert state(caseload) != before
    tried = undo.last(caseload)
    assert state(caseload) != before
    assert undo.undo(caseload) == tried
    assert tried.changes
    assert all(one.endswith(".") for one in tried.changes)
    assert state(caseload) == before
    sound(caseload, tmp_path)


def test_a_contact_that_was_undone_is_marked_and_says_so(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    made = contacts.log(caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT)
    undo.undo(caseload)
    after = contacts.get(caseload, made.contact_id)
    assert (after.entered_in_error_why, after.contacted_on) == ("undone", DAY)
    (addendum,) = contacts.addenda(caseload, made.contact_id)
    assert (addendum.kind, addendum.staff) == (AddendumKind.ENTERED_IN_ERROR, STAFF)


def test_an_edit_that_began_a_version_leaves_one_that_says_the_same(tmp_path: Path) -> None:
    caseload = new_file(tmp_path)
    _signed(caseload)
    plan_parts.add_goal(caseload, "C0001", "Sing", Domain.SOCIAL)
    told = undo.undo(caseload)
    first, second = plans.versions(caseload, "C0001")
    assert plan_edits.content(second)._replace(plan_id=first.plan_id, version=1) == (
        plan_edits.content(first)
    )
    assert told.changes == ("Draft 2 says what version 1 says; a version stays.",)
    sound(caseload, tmp_path)


def _signed(caseload: Caseload) -> None:
    """C0001 with a plan in force."""
    clients.add(caseload, "Ana", "Lee")
    plans.new(caseload, "C0001", vision="Mine")
    plan_parts.add_goal(caseload, "C0001", "Keep it", Domain.HOUSING)
    plan_parts.add_objective(
        caseload, "C0001", "1", "Pay", measure="Paid", target_on=date(2027, 1, 1)
    )
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, TODAY)


REFUSED: dict[str, tuple[Verb, str]] = {
    "a signed contact": (
        lambda c: contacts.log(c, "C0001", DAY, Mode.PHONE, Reached.CLIENT, sign=True), "Amend it"
    ),
    "a signature on a contact": (lambda c: contacts.sign(c, _unsigned(c)), "Amend it"),
    "an addendum": (
        lambda c: contacts.amend(c, "K0001", AddendumKind.LATE_ADDITION, "late", "more"), "amend"
    ),
    "a diagnosis": (lambda c: clients.diagnose(c, "C0002", "F32.1"), "diagnose C0002"),
    "a document": (
        lambda c: documents.record(
            c, "C0001", "plan", template_hash="0", plan_version=2, form="pdf"
        ),
        "delete the file",
    ),
    "a client": (lambda c: clients.add(c, "Cy", "Poe", client_id="X9"), "client edit X9"),
    "a staff member": (lambda c: staff.add(c, "Ida Poe"), "staff edit S0003 --inactive"),
    "a mark": (
        lambda c: progress.entered_in_error(c, progress.listed(c, "C0001")[0].progress_id, "no"),
        "Enter it anew",
    ),
    "a crisis in error": (
        lambda c: crises.entered_in_error(c, "X0001", "no"), "Enter it anew"
    ),
    "a signature on a safety plan": (
        lambda c: safety_plans.sign(c, "C0001", SignerRole.CASE_MANAGER, DAY),
        "safety-plan edit C0001",
    ),
    "a transfer with a later one": (
        lambda c: episodes.transfer(c, "E0001", date(2026, 3, 1), case_manager="S0002"),
        "client transfer C0001",
    ),
    "an undo": (
        lambda c: (clients.edit(c, "C0001", phone="1"), undo.undo(c)), "can't be undone itself"
    ),
}  # fmt: skip


def _unsigned(caseload: Caseload) -> str:
    return contacts.log(caseload, "C0002", DAY, Mode.PHONE, Reached.CLIENT).contact_id


@pytest.mark.parametrize(("verb", "mend"), REFUSED.values(), ids=REFUSED)
def test_what_stays_is_refused_with_its_mend(tmp_path: Path, verb: Verb, mend: str) -> None:
    caseload = full_file(tmp_path)
    verb(caseload)
    before = list(everything.lines(caseload))
    for way in (undo.last, undo.undo):
        with pytest.raises(InvalidError) as refused:
            way(caseload)
        assert mend in str(refused.value)
    assert list(everything.lines(caseload)) == before


def test_a_plan_that_was_begun_or_signed_stays(tmp_path: Path) -> None:
    caseload = new_file(tmp_path)
    clients.add(caseload, "Ana", "Lee")
    plans.new(caseload, "C0001")
    with pytest.raises(InvalidError, match="A plan that was begun stays"):
        undo.undo(caseload)
    _only_sign(caseload)
    with pytest.raises(InvalidError, match="A signature is never withdrawn"):
        undo.undo(caseload)


def _only_sign(caseload: Caseload) -> None:
    plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(vision="Mine"))
    plan_parts.add_goal(caseload, "C0001", "Keep it", Domain.HOUSING)
    plan_parts.add_objective(
        caseload, "C0001", "1", "Pay", measure="Paid", target_on=date(2027, 1, 1)
    )
    signatures.sign(caseload, "C0001", SignerRole.CLIENT, TODAY)


def test_nobody_undoes_what_another_did_or_has_changed_since(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    with caseload.again() as other:
        other.staff = staff.get(other, "S0002")
        with pytest.raises(NotFoundError, match="nothing in this file yet"):
            undo.undo(other)
        clients.edit(caseload, "C0001", phone="1")
        clients.edit(other, "C0002", phone="2")
        assert undo.last(caseload).client_id == "C0001"
        clients.edit(other, "C0001", email="a@b")
        with pytest.raises(InvalidError, match="Marcus Bell has changed something there since"):
            undo.undo(caseload)
        assert undo.undo(other).client_id == "C0001"
        assert clients.get(caseload, "C0001").phone == "1"


def test_a_stay_is_not_undone_once_somebody_went_on_from_it(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    episodes.discharge(caseload, "E0001", DAY)
    with caseload.again() as other:
        other.staff = staff.get(other, "S0002")
        episodes.admit(other, "C0001", "Outreach", DAY)
    with pytest.raises(InvalidError, match="Marcus Bell"):
        undo.undo(caseload)
    sound(caseload, tmp_path)


def test_a_goal_that_somebody_has_told_of_since_stays(tmp_path: Path) -> None:
    caseload = new_file(tmp_path)
    staff.add(caseload, "Marcus Bell")
    clients.add(caseload, "Ana", "Lee")
    plans.new(caseload, "C0001")
    plan_parts.add_goal(caseload, "C0001", "Keep it", Domain.HOUSING)
    with caseload.again() as other:
        other.staff = staff.get(other, "S0002")
        contacts.log(other, "C0001", DAY, Mode.PHONE, Reached.CLIENT, goals=("1",))
    with pytest.raises(InvalidError, match="has progress notes or contacts"):
        undo.undo(caseload)
    assert plans.newest(caseload, "C0001").goals
    sound(caseload, tmp_path)


def test_a_program_that_somebody_is_in_by_now_stays(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    programs.add(caseload, "New")
    with caseload.again() as other:
        other.staff = staff.get(other, "S0002")
        episodes.admit(other, "C0001", "New", DAY)
    with pytest.raises(InvalidError, match="program edit New --inactive"):
        undo.undo(caseload)


def test_an_undo_says_in_the_log_what_it_took_back(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    clients.edit(caseload, "C0001", phone="1")
    undo.undo(caseload)
    entries = list(audit.entries(caseload))
    assert [(one.action, one.record) for one in entries[-2:]] == [
        ("undo", "undo"), ("undo", "client"),
    ]  # fmt: skip
    assert entries[-2].record_id == str(entries[-3].audit_id)
    assert entries[-2].after == '{"action":"edit client"}'


def test_no_two_writes_share_their_instant(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    for minutes in range(40):
        contacts.edit(caseload, "K0002", minutes=minutes + 1)
    instants = [one.at for one in audit.entries(caseload) if one.action == "edit contact"]
    assert len(instants) == len(set(instants))


def test_somebody_unknown_undoes_nothing(tmp_path: Path) -> None:
    caseload = full_file(tmp_path)
    caseload.staff, caseload.login = None, ""
    with pytest.raises(InvalidError, match="Say who you are"):
        undo.undo(caseload)


RANDOM: list[Verb] = [
    *TAKEN_BACK.values(),
    *(verb for verb, _ in REFUSED.values()),
    lambda c: holds.resume(c, "E0001", TODAY),
    lambda c: plan_parts.remove(c, "C0001", "goal", "1"),
    lambda c: plan_parts.remove(c, "C0002", "goal", "1"),
    lambda c: progress.note(c, "C0001", "1", DAY, status=WorkStatus.IN_PROGRESS),
    lambda c: living_situations.note(c, "C0001", TODAY, housing=Housing.RENTED),
    lambda c: standards.edit(c, "T0002", DAY, name="Other name"),
    lambda c: episodes.admit(c, "C0002", "Housing", DAY, level_of_care="x"),
]


def _written(caseload: Caseload) -> int:
    return int(caseload.value("select max(audit_id) from audit"))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(verbs=st.lists(st.sampled_from(RANDOM), min_size=1, max_size=4))
def test_any_action_is_taken_back_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, verbs: list[Verb]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    caseload = full_file(folder)
    before, done = state(caseload), False
    for verb in verbs:
        was, written = state(caseload), _written(caseload)
        try:
            verb(caseload)
        except CaseloadError:
            continue
        if _written(caseload) > written:
            before, done = was, True
    versions = len(before["plan"])
    now = list(everything.lines(caseload))
    try:
        undo.undo(caseload)
    except InvalidError:
        assert list(everything.lines(caseload)) == now
    else:
        after = state(caseload)
        if done and len(after["plan"]) == versions:
            assert after == before
    assert checks.damage(caseload) == []
    caseload.close()
