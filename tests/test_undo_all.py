"""Undo has an answer to every action that the program knows; the list of them is the code's own."""

from collections.abc import Callable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import hsds_made
import pytest
from actions_in_code import actions
from making import PASSPHRASE, STAFF, TODAY, full_file
from making_assessments import answers, instrument
from making_matching import GUIDELINE
from making_referrals import ACCEPTED, PACE
from test_undo import REFUSED, TAKEN_BACK, state

from caseload import entrance
from caseload.errors import InvalidError
from caseload.model import HoldReason, SignerRole
from caseload.model.assessing import ActionLevel
from caseload.model.circle import CareRole
from caseload.model.crises import CrisisKind
from caseload.model.intaking import Intake
from caseload.model.planning import Domain
from caseload.records import (
    advocacy,
    appointments,
    assessments,
    backups,
    care_team,
    checks,
    clients,
    consents,
    crises,
    deidentifying,
    disclosures,
    drafts,
    everything,
    exports,
    guidelines,
    holds,
    holidays,
    hsds,
    imports,
    intake,
    keys,
    matching,
    needs,
    note_formats,
    plan_parts,
    plans,
    referrals,
    resources,
    safety_plans,
    signatures,
    staff,
    tasks,
    undo,
)
from caseload.records._caseload import Caseload
from caseload.records._opening import open_file
from caseload.records.beginning import Beginning
from caseload.settings.resource_files import needs as service_words
from caseload.settings.yardsticks import weights

Verb = Callable[[Caseload], Any]
Steps = Verb | tuple[Verb, ...]
NEW = "another fine phrase"
DAY, LATER = date(2026, 11, 10), date(2026, 12, 20)


def _then(*verbs: Verb) -> tuple[Verb, ...]:
    """Several verbs, one after another; the last is the one to take back."""
    return verbs


def in_order(steps: Steps) -> tuple[Verb, ...]:
    return steps if isinstance(steps, tuple) else (steps,)


def _last_id(caseload: Caseload, table: str) -> str:
    return str(caseload.value(f"select {table}_id from {table} order by rowid desc limit 1"))


def _with(verbs: Sequence[Callable[[Caseload, str], Any]], table: str) -> list[Verb]:
    """Each done with the newest row of a table."""

    def with_newest(verb: Callable[[Caseload, str], Any]) -> Verb:
        return lambda caseload: verb(caseload, _last_id(caseload, table))

    return [with_newest(verb) for verb in verbs]


def _appointment(verb: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: appointments.add(c, "C0001", "2026-11-20T09:00"),
        lambda c: verb(c, _last_id(c, "appointment")),
    )


def _task(verb: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: tasks.add(c, "Call", client_id="C0001", due_on=DAY),
        lambda c: verb(c, _last_id(c, "task")),
    )


def _advocacy(verb: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: advocacy.add(c, "C0001", "SNAP", "HHSC", opened_on=DAY, file_by=LATER),
        lambda c: verb(c, _last_id(c, "advocacy")),
    )


def _intake(*verbs: Callable[[Caseload, str], Any]) -> Steps:
    told = Intake("Ida", "Poe", "Outreach", referred_on=DAY)
    return _then(lambda c: intake.begin(c, told), *_with(verbs, "episode"))


def _referral(*verbs: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: referrals.refer(c, "C0001", "V0003", DAY, again=True), *_with(verbs, "referral")
    )


def _sent(caseload: Caseload, referral_id: str) -> None:
    referrals.send(caseload, referral_id, DAY, exception="client_asked", pace=PACE)


def _accepted(caseload: Caseload, referral_id: str) -> None:
    referrals.update(caseload, referral_id, ACCEPTED, TODAY, pace=PACE)


def _screened(caseload: Caseload, episode_id: str) -> None:
    intake.screen(caseload, episode_id, DAY)


def _waits(caseload: Caseload, episode_id: str) -> None:
    intake.wait(caseload, episode_id, DAY)


def _consent(*verbs: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: consents.add(
            c, "C0001", "A shop", purpose="x", scope="y", signed_on=DAY, expires_on=LATER
        ),
        *_with(verbs, "consent"),
    )


def _member(*verbs: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: care_team.add(c, "C0001", "Pat", CareRole.PEER),
        *_with(verbs, "care_team_member"),
    )


def _need(*verbs: Callable[[Caseload, str], Any]) -> Steps:
    return _then(
        lambda c: needs.add(c, "C0002", Domain.SOCIAL, ActionLevel.ACT, DAY, statement="Sing"),
        *_with(verbs, "need"),
    )


def _plan_signed(caseload: Caseload) -> None:
    plans.change(caseload, "C0002", "edit plan", lambda plan: plan._replace(vision="Mine"))
    plan_parts.add_goal(caseload, "C0002", "Sing", Domain.SOCIAL)
    plan_parts.add_objective(caseload, "C0002", "1", "Sing", measure="Songs", target_on=LATER)
    signatures.sign(caseload, "C0002", SignerRole.CLIENT, DAY)


def _table(caseload: Caseload) -> None:
    path = caseload.path.with_name("contacts.csv")
    path.write_text("client_id,contacted_on,mode,reached\nC0001,2026-10-02,phone,client\n")
    with imports.open_sheet(path) as sheet:
        imports.bring_in(caseload, "contacts", sheet)


def _directory(caseload: Caseload) -> None:
    hsds.bring_in(caseload, hsds_made.folder(caseload.path.with_name("hsds")), service_words())


BACK: dict[str, Steps] = {
    **{name: (verb,) for name, verb in TAKEN_BACK.items()},
    "an objective": (lambda c: plan_parts.add_objective(c, "C0001", "1", "Sing"),),
    "an intervention": lambda c: plan_parts.add_intervention(c, "C0001", "1.1", "Sing"),
    "a goal that is removed": _then(
        lambda c: plan_parts.add_goal(c, "C0002", "Sing", Domain.SOCIAL),
        lambda c: plan_parts.remove(c, "C0002", "goal", "1"),
    ),
    "a hold that ends": _then(
        lambda c: holds.hold(c, "E0001", DAY, HoldReason.JAIL),
        lambda c: holds.resume(c, "E0001", TODAY),
    ),
    "a look at a hold": _then(
        lambda c: holds.hold(c, "E0001", DAY, HoldReason.JAIL),
        lambda c: holds.review(c, "E0001", TODAY, "still there"),
    ),
    "an appointment": (lambda c: appointments.add(c, "C0001", "2026-11-25T09:00"),),
    "an appointment's edit": _appointment(lambda c, one: appointments.edit(c, one, minutes=5)),
    "an appointment kept": _appointment(lambda c, one: appointments.kept(c, one)),
    "an appointment missed": _appointment(lambda c, one: appointments.missed(c, one, why="x")),
    "an appointment cancelled": _appointment(lambda c, one: appointments.cancelled(c, one)),
    "a reminder": _appointment(lambda c, one: appointments.reminded(c, one)),
    "an appointment moved": _appointment(
        lambda c, one: appointments.move(c, one, "2026-12-01T09:00")
    ),
    "a task": (lambda c: tasks.add(c, "x", due_on=DAY),),
    "a task's edit": _task(lambda c, one: tasks.edit(c, one, text="x")),
    "a task done": _task(lambda c, one: tasks.done(c, one, remark="x")),
    "a task put off": _task(lambda c, one: tasks.put_off(c, one, LATER, "x")),
    "advocacy": (lambda c: advocacy.add(c, "C0001", "SNAP", "HHSC", opened_on=DAY),),
    "advocacy's edit": _advocacy(lambda c, one: advocacy.edit(c, one, right="x")),
    "an appeal": _advocacy(lambda c, one: advocacy.appeal(c, one, "x", respond_by=LATER)),
    "a step of advocacy": _advocacy(lambda c, one: advocacy.step(c, one, "x", respond_by=LATER)),
    "advocacy resolved": _advocacy(lambda c, one: advocacy.resolve(c, one, "x")),
    "advocacy withdrawn": _advocacy(lambda c, one: advocacy.withdraw(c, one, "x")),
    "a screening": _intake(_screened),
    "an intake's edit": _intake(lambda c, one: intake.edit(c, one, needs_coordination=False)),
    "an intake that waits": _intake(_screened, _waits),
    "a look at who waits": _intake(
        _screened, _waits, lambda c, one: intake.review_waiting(c, one, TODAY)
    ),
    "an intake assigned": _intake(_screened, lambda c, one: intake.assign(c, one, STAFF, DAY)),
    "an intake admitted": _intake(
        _screened,
        lambda c, one: intake.assign(c, one, STAFF, DAY),
        lambda c, one: intake.admit(c, one, DAY),
    ),
    "an intake declined": _intake(lambda c, one: intake.decline(c, one, DAY, "moved")),
    "a match": _intake(
        _screened,
        lambda c, one: matching.assign(c, _last_id(c, "client"), weights(), TODAY, staff_id=STAFF),
    ),
    "a referral": _referral(),
    "a referral's step": _referral(_sent, _accepted),
    "a release": _consent(),
    "a release renewed": _consent(
        lambda c, one: consents.renew(c, one, TODAY, expires_on=date(2027, 5, 20))
    ),
    "a release revoked": _consent(lambda c, one: consents.revoke(c, one, TODAY)),
    "somebody on the care team": _member(),
    "a care team's edit": _member(lambda c, one: care_team.edit(c, one, phone="1")),
    "somebody who leaves it": _member(lambda c, one: care_team.end(c, one, TODAY)),
    "a need": _need(),
    "a need's edit": _need(lambda c, one: needs.edit(c, one, statement="Dance")),
    "a need met": _need(lambda c, one: needs.met(c, one, TODAY)),
    "a need made a goal": _need(lambda c, one: needs.goal(c, one)),
    "a guideline": (lambda c: guidelines.add(c, GUIDELINE._replace(year=2025)),),
    "a guideline's edit": lambda c: guidelines.edit(c, 2026, "48 states", base=2),
    "a day off": (lambda c: holidays.add(c, LATER, "Own"),),
    "a day off that is worked": lambda c: holidays.remove(c, date(2026, 11, 26)),
    "days off filled": (lambda c: holidays.fill(c, years=(2031,)),),
    "a note format's edit": lambda c: note_formats.edit(c, "DAP", headings=("One", "Two")),
    "a service": (lambda c: resources.add(c, "Own", "Rent"),),
    "a service's edit": lambda c: resources.edit(c, "V0001", hours="Mon"),
    "a service verified": (lambda c: resources.verify(c, "V0001", DAY, accepting=False),),
    "an assessment": _then(
        lambda c: assessments.assess(
            c, "C0001", instrument("phq-9"), answers("0,0,0,0,0,0,0,0,0"), DAY
        )
    ),
    "a safety plan begun": lambda c: safety_plans.new(c, "C0003", coping=("Run",)),
    "a stay that ended": _then(
        lambda c: crises.add(c, "C0002", "2026-11-10", CrisisKind.PSYCHOSIS, admitted_on=DAY),
        lambda c: crises.discharge(c, _last_id(c, "crisis"), TODAY),
    ),
}
STAYS: dict[str, tuple[Steps, str]] = {
    **{name: ((verb,), mend) for name, (verb, mend) in REFUSED.items()},
    "an intake begun": (_intake(), "client edit"),
    "codes for records": (
        (lambda c: deidentifying.give_codes(c, ["flat_contacts"]),), "tables of another day"
    ),
    "a plan begun": (
        (lambda c: plans.new(c, "C0003"),), "A plan that was begun stays"
    ),
    "a signature on a plan": ((_plan_signed,), "A signature is never withdrawn"),
    "a referral sent": (_referral(_sent), "stays told"),
    "a step that was taken back": (
        _referral(_sent, _accepted, lambda c, one: referrals.take_back(c, one, "x")),
        "Enter it anew",
    ),
    "a referral in error": (
        _referral(lambda c, one: referrals.entered_in_error(c, one, "x")), "Enter it anew"
    ),
    "a word to others": (
        (lambda c: disclosures.tell(c, "C0001", "Dr. Ames", "the number", DAY),), "stays told"
    ),
    "an appointment in error": (
        _appointment(lambda c, one: appointments.entered_in_error(c, one, "x")), "Enter it anew"
    ),
    "a task in error": (
        _task(lambda c, one: tasks.entered_in_error(c, one, "x")), "Enter it anew"
    ),
    "advocacy in error": (
        _advocacy(lambda c, one: advocacy.entered_in_error(c, one, "x")), "Enter it anew"
    ),
    "a release in error": (_consent(lambda c, one: consents.error(c, one, "x")), "Enter it anew"),
    "a care team in error": (_member(lambda c, one: care_team.error(c, one, "x")), "Enter it anew"),
    "a need in error": (
        _need(lambda c, one: needs.entered_in_error(c, one, "x")), "Enter it anew"
    ),
    "an assessment in error": (
        (lambda c: assessments.entered_in_error(c, "Q0002", "x"),), "Enter it anew"
    ),
    "a table that came in": ((_table,), "import it again with --update"),
    "a directory that came in": ((_directory,), "import it again with --update"),
    "a table that went out": ((lambda c: exports.noted(c, "clients"),), "can't be called back"),
}  # fmt: skip


def _encrypted_anew(caseload: Caseload, _: Path) -> None:
    keys.decrypt(caseload)
    with open_as(caseload.path, "") as plain:
        keys.encrypt(plain, NEW)


FILE: dict[str, tuple[Callable[[Caseload, Path], Any], str, str]] = {
    "change key": (lambda c, copy: keys.change(c, NEW), NEW, "caseload key change"),
    "decrypt file": (lambda c, copy: keys.decrypt(c), "", "caseload encrypt"),
    "encrypt file": (
        _encrypted_anew, NEW,
        "caseload decrypt",
    ),
    "restore backup": (
        lambda c, copy: backups.restore(c.path, copy, TODAY, lambda _: c.key, _acts),
        PASSPHRASE, "caseload backup list",
    ),
}  # fmt: skip
"""What is done to the whole file, the passphrase that it has then, and the mend."""


NOT_IN_THE_LOG = {"keep draft", "drop draft"}
"""What leaves nothing in the log, so that an undo passes it by."""
OUTER = {"match client", "send referral", "export"}
"""What only holds others, whose own names stand in the log: assign intake, update referral."""
NEVER_LAST = {"undo", "import everything"}
"""An undo is among `REFUSED`; an export that comes in brings its own log, and a new file."""


def _written(caseload: Caseload) -> int:
    return int(caseload.value("select max(audit_id) from audit"))


def _acts(caseload: Caseload) -> None:
    caseload.staff = staff.get(caseload, STAFF)


def open_as(path: Path, secret: str) -> Caseload:
    opened = open_file(path, TODAY, lambda: secret or "none")
    _acts(opened)
    return opened


def _state(caseload: Caseload) -> dict[str, Any]:
    """As `state`; the steps of a referral that were taken back are left out with what does it."""
    found = state(caseload)
    back = {one["takes_back"] for one in found["referral_update"]} - {None}
    found["referral_update"] = [
        one
        for one in found["referral_update"]
        if one["takes_back"] is None
        and one["referral_update_id"] not in back
        and referrals.get(caseload, one["referral_id"]).entered_in_error_at is None
    ]
    return found


@pytest.mark.parametrize("name", BACK)
def test_what_can_be_taken_back_is(tmp_path: Path, name: str) -> None:
    *first, last = in_order(BACK[name])
    with full_file(tmp_path) as caseload:
        for verb in first:
            verb(caseload)
        before = _state(caseload)
        last(caseload)
        assert _state(caseload) != before
        undo.undo(caseload)
        assert _state(caseload) == before
        assert checks.damage(caseload) == []


@pytest.mark.parametrize("name", STAYS)
def test_what_stays_says_why_and_what_to_do(tmp_path: Path, name: str) -> None:
    steps, mend = STAYS[name]
    with full_file(tmp_path) as caseload:
        for verb in in_order(steps):
            verb(caseload)
        before = list(everything.lines(caseload))
        with pytest.raises(InvalidError) as refused:
            undo.undo(caseload)
        assert mend in str(refused.value)
        assert list(everything.lines(caseload)) == before


@pytest.mark.parametrize("name", FILE)
def test_what_was_done_to_the_whole_file_says_the_way_back(tmp_path: Path, name: str) -> None:
    do, secret, mend = FILE[name]
    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        path, copy = caseload.path, Path(backups.keep(caseload).path)
        do(caseload, copy)
    with open_as(path, secret) as opened, pytest.raises(InvalidError) as refused:
        undo.undo(opened)
    assert mend in str(refused.value)


def test_a_new_file_is_not_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    door = entrance.Door(tmp_path / "new.db", None, None)
    entrance.make(door, None, Beginning())
    with entrance.open_as(door) as opened, pytest.raises(InvalidError, match="delete the file"):
        undo.undo(opened)


def test_who_made_the_file_is_not_told_to_delete_what_others_did_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    door = entrance.Door(tmp_path / "new.db", None, None)
    entrance.make(door, None, Beginning(name="Dana Whitfield"))
    with entrance.open_as(door) as opened:
        staff.add(opened, "Bo Li")
        clients.add(opened, "Ana", "Ruiz")
    with (
        entrance.open_as(door) as opened,
        pytest.raises(InvalidError, match="caseload --staff NAME undo") as refused,
    ):
        undo.undo(opened)
    assert "delete" not in str(refused.value)


def test_every_action_in_the_code_has_its_answer(tmp_path: Path) -> None:
    found = {"make file"} | set(FILE) | NOT_IN_THE_LOG | NEVER_LAST | OUTER
    for steps in (*BACK.values(), *(steps for steps, _ in STAYS.values())):
        with full_file(tmp_path) as caseload:
            for verb in in_order(steps):
                written = _written(caseload)
                verb(caseload)
            rows = caseload.rows("select distinct action from audit where audit_id > ?", (written,))
            found |= {action for (action,) in rows}
    missing = {one for one in actions() if not any(fnmatchcase(each, one) for each in found)}
    assert missing == set()


def test_a_draft_that_is_kept_leaves_nothing_in_the_log(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        clients.edit(caseload, "C0001", phone="1")
        written = _written(caseload)
        drafts.keep(caseload, "C0001", "note", "half a")
        drafts.drop(caseload, "C0001", "note")
        assert _written(caseload) == written
        assert undo.undo(caseload).action == "edit client"
