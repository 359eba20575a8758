"""Caseload files for tests: made once per session, copied for each test."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from making_agenda import fill_agenda, read_agenda
from making_assessments import fill_assessments, read_assessments
from making_circle import fill_circle, read_circle
from making_crises import fill_crises, read_crises
from making_intakes import fill_intakes
from making_matching import fill_matching, read_matching
from making_referrals import fill_referrals
from making_resources import fill_resources, read_resources

from caseload.errors import CaseloadError
from caseload.model import AddendumKind, Document, HoldReason, Mode, Obligation, Reached, SignerRole
from caseload.model.planning import Domain, Housing, ReviewOutcome, SignatureMethod, WorkStatus
from caseload.records import (
    clients,
    contacts,
    deidentifying,
    disclosures,
    drafts,
    due,
    episodes,
    explain,
    holds,
    intake_list,
    living_situations,
    note_formats,
    plan_parts,
    plan_reviews,
    plans,
    programs,
    progress,
    referral_lines,
    signatures,
    staff,
    standards,
)
from caseload.records._caseload import Caseload
from caseload.records._key import Key
from caseload.records._opening import create_file, open_file

TODAY = date(2026, 11, 20)
"""A Friday."""
STAFF = "S0001"
PASSPHRASE = "correct horse battery"


def new_file(tmp_path: Path, *, key: str | None = None, today: date = TODAY) -> Caseload:
    """An open caseload with the shipped standards and one staff member, who acts.

    `key` is a passphrase, which makes the file encrypted. The file is `tmp_path / "caseload.db"`.
    """
    return _copied(tmp_path, key, today, filled=False)


def full_file(tmp_path: Path, *, key: str | None = None, today: date = TODAY) -> Caseload:
    """As `new_file`, with a record of every kind in it; see `fill`."""
    return _copied(tmp_path, key, today, filled=True)


def again(path: Path, key: str | None = None, *, today: date = TODAY) -> Caseload:
    """Open a file of `new_file` once more; `key` is its passphrase or recovery key."""
    opened = open_file(path, today, lambda: key or "")
    opened.staff = staff.get(opened, STAFF)
    return opened


def fill(caseload: Caseload) -> None:
    """Put in a record of every kind, each verb used: two clients, S0001 and S0002, two programs."""
    staff.edit(caseload, STAFF, counties=("Hill", "Bosque"), capacity=40)
    staff.add(caseload, "Marcus Bell", covered_by=STAFF)
    programs.add(caseload, "Outreach")
    programs.add(caseload, "Housing", description="Keys in hand")
    programs.edit(caseload, "Housing", description="A door and a key")
    with caseload.write("add holiday") as change:
        day = "2026-11-26"
        change.insert("holiday", {"day": day, "name": "Thanksgiving"}, day)
    clients.add(caseload, "Ana", "Núñez", date_of_birth=date(1990, 2, 1), phone="555-0100")
    clients.add(caseload, "Bo", "李", county="Hill", contact_notes="Ring twice.\nThen wait.")
    clients.edit(caseload, "C0001", preferred_name="Nita", county="Hill")
    clients.diagnose(caseload, "C0001", "F33.1", diagnosed_on=date(2026, 1, 5))
    clients.diagnose(caseload, "C0001", "F20.9", principal=True)
    episodes.admit(
        caseload, "C0001", "Outreach", date(2026, 1, 10), case_manager=STAFF, level_of_care="high"
    )
    episodes.admit(caseload, "C0002", "Outreach", date(2026, 2, 1), case_manager=STAFF)
    episodes.admit(caseload, "C0002", "Housing", date(2026, 2, 1), case_manager=STAFF)
    episodes.correct(caseload, "E0001", annual_income=12_000, household_size=2)
    episodes.transfer(
        caseload, "E0001", date(2026, 6, 1), case_manager="S0002", level_of_care="low"
    )
    episodes.transfer(caseload, "E0001", date(2026, 6, 1), level_of_care="middle")
    episodes.discharge(caseload, "E0003", date(2026, 9, 1), "moved away")
    holds.hold(caseload, "E0001", date(2026, 7, 1), HoldReason.JAIL, until_on=date(2026, 7, 20))
    holds.hold(caseload, "E0001", date(2026, 8, 1), HoldReason.INPATIENT)
    holds.review(caseload, "E0001", date(2026, 9, 1), "still there")
    holds.resume(caseload, "E0001", date(2026, 9, 15))
    for on, reached in ((date(2026, 10, 1), Reached.CLIENT), (date(2026, 10, 9), Reached.NOBODY)):
        contacts.log(caseload, "C0001", on, Mode.PHONE, reached, minutes=10, note="called")
    contacts.log(caseload, "C0002", date(2026, 11, 3), Mode.IN_PERSON, Reached.CLIENT, sign=True)
    contacts.edit(caseload, "K0001", note="called, 李 answered", goals=("rent", "work"))
    contacts.sign(caseload, "K0001")
    contacts.amend(caseload, "K0001", AddendumKind.CORRECTION, "wrong name", "Bo answered")
    contacts.amend(caseload, "K0003", AddendumKind.ENTERED_IN_ERROR, "another client")
    standards.add(
        caseload, "Weekly", every=1, times=2, client_id="C0001", modes=frozenset({Mode.VIDEO})
    )
    standards.add(caseload, "DLA-20", obligation=Obligation.ASSESSMENT, instrument="DLA-20")
    standards.edit(caseload, "T0001", date(2026, 11, 1), every=2)
    fill_referrals(caseload)
    fill_crises(caseload)
    fill_plans(caseload)
    fill_matching(caseload)
    fill_intakes(caseload)
    with caseload.write("render document", "C0001") as change:
        change.add(
            Document("D0001", "C0001", "plan", "ab12", 2, "pdf", change.at, STAFF, "Dr. Ames")
        )
    fill_assessments(caseload)
    fill_circle(caseload)
    fill_agenda(caseload)
    fill_resources(caseload)
    deidentifying.give_codes(caseload, ("clients",))


def fill_plans(caseload: Caseload) -> None:
    """C0001: version 1 superseded, version 2 in force, a draft; C0002: a draft and nothing else."""
    first, second = date(2026, 2, 1), date(2026, 8, 3)
    plans.new(caseload, "C0001", vision="My own place.\nMy own key.", strengths="Never gives up")
    plan_parts.add_goal(caseload, "C0001", "Keep my apartment", Domain.HOUSING)
    plan_parts.add_objective(
        caseload,
        "C0001",
        "1",
        "Rent paid on time",
        measure="By the 5th",
        target_on=date(2027, 2, 28),
    )
    plan_parts.add_intervention(
        caseload,
        "C0001",
        "1.1",
        "Budget worksheet",
        responsible="D. Whitfield",
        frequency="monthly",
    )
    plan_parts.add_objective(caseload, "C0001", "1", "A thing too many")
    plan_parts.remove(caseload, "C0001", "objective", "1.2")
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, first)
    progress.note(
        caseload, "C0001", "1.1", date(2026, 3, 1), rating=40, remark="two months", contact="K0001"
    )
    progress.note(
        caseload, "C0001", "1", date(2026, 3, 2), status=WorkStatus.MET, remark="wrong client"
    )
    progress.entered_in_error(caseload, "N0002", "wrong client")
    plan_reviews.review(caseload, "C0001", date(2026, 7, 30), ReviewOutcome.REVISE, "more hours")
    plan_reviews.review(caseload, "C0001", date(2026, 7, 31), ReviewOutcome.CLOSE)
    plan_reviews.entered_in_error(caseload, "R0002", "wrong client")
    plan_parts.add_goal(caseload, "C0001", "Part-time work", Domain.EMPLOYMENT)
    plan_parts.add_objective(
        caseload, "C0001", "2", "Six hours a week", measure="Pay slips", target_on=date(2027, 1, 31)
    )
    signatures.sign(
        caseload,
        "C0001",
        SignerRole.CLIENT,
        second,
        method=SignatureMethod.REFUSED,
        reason="too much",
    )
    signatures.sign(caseload, "C0001", SignerRole.CASE_MANAGER, second)
    plan_parts.move(caseload, "C0001", "goal", "2", "1")
    plans.new(caseload, "C0002")
    living_situations.note(caseload, "C0001", first, housing=Housing.SHELTER)
    living_situations.note(caseload, "C0001", second, housing=Housing.RENTED, income_source="SSI")
    note_formats.add(caseload, "Field note", ("Seen", "Done"))
    note_formats.edit(caseload, "DAP", headings=("Data", "Assessment", "Plan", "Next"))


def read_all(caseload: Caseload) -> None:
    """Every record, and the list of the day."""
    due.due(caseload, TODAY, within=None, include_held=True)
    due.due(caseload, TODAY, due.Wanted((STAFF,)))
    clients.listed(caseload, TODAY)
    read_matching(caseload)
    standards.listed(caseload, ended=True)
    intake_list.listed(caseload, TODAY, ended=True)
    drafts.kept(caseload, None, "intake")
    for client in clients.by_id(caseload, ["C0001", "C0002"]).values():
        clients.diagnoses(caseload, client.client_id)
        episodes.of_client(caseload, client.client_id)
        plans.versions(caseload, client.client_id)
        plan_reviews.listed(caseload, client.client_id)
        living_situations.latest(caseload, client.client_id)
        explain.explain(caseload, client.client_id, TODAY)
        drafts.kept(caseload, client.client_id, "note")
        explain.dated(caseload, client.client_id, TODAY)
        read_circle(caseload, client.client_id)
        disclosures.listed(caseload, client.client_id)
        for one in referral_lines.listed(caseload, client_id=client.client_id, everything=True):
            referral_lines.listed(caseload, resource_id=one.resource_id)
        caseload.records(Document, "where client_id = ?", (client.client_id,))
        read_assessments(caseload, client.client_id)
        read_agenda(caseload, client.client_id)
    read_resources(caseload)
    for contact in contacts.listed(caseload):
        contacts.addenda(caseload, contact.contact_id)
    read_crises(caseload)


def open_with(path: Path, secret: str) -> str:
    """The name of the first staff member, read from a file opened with this secret."""
    with open_file(path, TODAY, lambda: secret) as opened:
        return staff.get(opened, STAFF).name


def not_opened(path: Path, error: type[CaseloadError], secret: str = PASSPHRASE) -> CaseloadError:
    """With what a file refuses to open; it and its folder are held against what they were."""
    before, folder = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(CaseloadError) as raised:
        open_with(path, secret)
    assert type(raised.value) is error
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == folder
    return raised.value


def recovery_key() -> Key:
    """The recovery key of the files that are made with `PASSPHRASE`."""
    key = _empty(PASSPHRASE)[1]
    assert key is not None
    return key


def _copied(tmp_path: Path, passphrase: str | None, today: date, *, filled: bool) -> Caseload:
    path = tmp_path / "caseload.db"
    made, recovery = _filled(passphrase) if filled else _empty(passphrase)
    shutil.copy(made, path)
    return again(path, recovery, today=today)


@cache
def _empty(passphrase: str | None) -> tuple[Path, Key | None]:
    path = Path(tempfile.mkdtemp(prefix="caseload-tests-")) / "empty.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)

    def begin(caseload: Caseload) -> None:
        with caseload.write("make file"):
            standards.add_shipped(caseload)
            staff.add(caseload, "Dana Whitfield", credentials=("QMHP-CS",))

    secret = None if passphrase is None else lambda: passphrase
    return path, create_file(path, TODAY, secret, begin)


@cache
def _filled(passphrase: str | None) -> tuple[Path, Key | None]:
    empty, recovery = _empty(passphrase)
    path = empty.with_name("filled.db")
    shutil.copy(empty, path)
    with again(path, recovery) as caseload:
        fill(caseload)
    return path, recovery
