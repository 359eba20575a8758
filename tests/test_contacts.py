"""Contacts: true when recorded, open to edits until signed, and only added to after that."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, new_file
from refusing import contents, refused, written

from caseload.errors import CaseloadError, InvalidError, NotFoundError, UsageError
from caseload.model import AddendumKind, Contact, Episode, EpisodeStatus, Mode, Purpose, Reached
from caseload.records import clients, contacts, episodes, programs, staff
from caseload.records._caseload import Caseload

d = date.fromisoformat

ANA, BO, CY = "C0001", "C0002", "C0003"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, referred 2 and admitted 5 Jan 2026; Bo, admitted 1 Feb; Cy, in no program."""
    with new_file(tmp_path) as opened:
        staff.add(opened, "Ida Moss")
        programs.add(opened, "Outreach")
        for name in ("Ana", "Bo", "Cy"):
            clients.add(opened, name, "Ruiz")
        admit = episodes.admit
        admit(opened, ANA, "Outreach", d("2026-01-05"), referred_on=d("2026-01-02"))
        admit(opened, BO, "Outreach", d("2026-02-01"))
        yield opened


def called(caseload: Caseload, client_id: str = ANA, on: str = "2026-11-01", **facts: Any) -> str:
    """The contact_id of a call that reached the client."""
    mode, reached = facts.pop("mode", Mode.PHONE), facts.pop("reached", Reached.CLIENT)
    return contacts.log(caseload, client_id, d(on), mode, reached, **facts).contact_id


def imported(caseload: Caseload) -> str:
    """The contact_id of one that came by import."""
    made = Contact("X1", ANA, d("2026-03-01"), Mode.PHONE, Reached.CLIENT, imported=True)
    with caseload.write("import contacts") as change:
        change.add(made._replace(recorded_at="2026-03-01T12:00:00.000Z"))
    return made.contact_id


# --- recording -----------------------------------------------------------------------------------


def test_a_contact_is_kept_as_given(caseload: Caseload) -> None:
    made = contacts.log(
        caseload,
        ANA,
        TODAY,
        Mode.IN_PERSON,
        Reached.GROUP,
        sign=True,
        program="outr",
        started_at="09:30",
        minutes=1440,
        with_whom="Her sister",
        location="Home",
        purpose=Purpose.PLANNING,
        goals=("rent", "work"),
        note="Line one.\nLine two.",
    )
    assert contacts.get(caseload, "k0001") == made == contacts.get(caseload, " K0001 ")
    assert (made.program, made.staff, made.signed_by) == ("Outreach", "S0001", "S0001")
    assert made.signed_at == made.recorded_at


REFUSED: list[tuple[dict[str, Any], type[CaseloadError]]] = [
    ({"contacted_on": d("2026-11-21")}, InvalidError),
    ({"contacted_on": d("2026-01-01")}, InvalidError),
    ({"minutes": -1}, InvalidError),
    ({"minutes": 1441}, InvalidError),
    ({"minutes": 10**30}, InvalidError),
    ({"started_at": "24:00"}, InvalidError),
    ({"started_at": "29:30"}, InvalidError),
    ({"started_at": "9:30"}, InvalidError),
    ({"started_at": "2:30pm"}, InvalidError),
    ({"program": "Nowhere"}, NotFoundError),
    ({"staff": "S9999"}, InvalidError),
    ({"note": "\x1b]0;x\x07"}, InvalidError),
    ({"note": "a\u202eb"}, InvalidError),
    ({"note": "\udcff"}, InvalidError),
    ({"note": "x" * 1_000_001}, InvalidError),
    ({"location": "Home\nor away"}, InvalidError),
]


@pytest.mark.parametrize(("facts", "error"), REFUSED)
def test_a_contact_that_can_not_be_is_neither_recorded_nor_made_from_another(
    caseload: Caseload, facts: dict[str, Any], error: type[CaseloadError]
) -> None:
    contact_id = called(caseload)
    given = {"client_id": ANA, "contacted_on": TODAY, "mode": Mode.PHONE, "reached": Reached.CLIENT}
    refused(error, contacts.log, caseload, **{**given, **facts})
    refused(error, contacts.edit, caseload, contact_id, **facts)


def test_what_is_refused_says_which_day_it_was_taken_for(caseload: Caseload) -> None:
    log = contacts.log
    how = (Mode.PHONE, Reached.CLIENT)
    said = refused(InvalidError, log, caseload, ANA, d("2026-11-21"), *how)
    assert said.startswith("Sat 21 Nov 2026 (tomorrow) lies ahead.")
    said = refused(InvalidError, log, caseload, ANA, d("2026-01-01"), *how)
    assert "before the client was referred, Fri 2 Jan 2026" in said
    said = refused(InvalidError, log, caseload, BO, d("2026-01-31"), *how)
    assert "before the client was admitted, Sun 1 Feb 2026" in said


def test_the_first_day_is_that_of_the_earliest_referral_or_admission(caseload: Caseload) -> None:
    called(caseload, ANA, "2026-01-02")
    called(caseload, BO, "2026-02-01")
    called(caseload, CY, "1999-12-31")
    with caseload.write("refer client") as change:
        episode = Episode("E9", BO, "Outreach", EpisodeStatus.NOT_ELIGIBLE)
        episodes.insert(change, episode._replace(referred_on=d("2025-06-01")))
    called(caseload, BO, "2025-06-01")
    assert contacts.first_days(caseload) == {
        ANA: (d("2026-01-02"), "referred"),
        BO: (d("2025-06-01"), "referred"),
    }


@pytest.mark.parametrize("client_id", ["", "Ana", "c0001", "C9"])
def test_a_contact_is_recorded_for_a_client_s_very_id_alone(
    caseload: Caseload, client_id: str
) -> None:
    how = (TODAY, Mode.PHONE, Reached.CLIENT)
    refused(NotFoundError, contacts.log, caseload, client_id, *how)


def test_nobody_signs_who_has_not_said_who_they_are(caseload: Caseload) -> None:
    contact_id = called(caseload)
    caseload.staff = None
    how = (TODAY, Mode.PHONE, Reached.CLIENT)
    refused(UsageError, contacts.log, caseload, ANA, *how, sign=True)
    refused(UsageError, contacts.sign, caseload, contact_id)
    assert contacts.log(caseload, ANA, *how).staff is None


# --- editing and signing -------------------------------------------------------------------------


def test_a_contact_is_edited_until_it_is_signed(caseload: Caseload) -> None:
    contact_id = called(caseload, note="frist")
    before = written(caseload)
    after = contacts.edit(caseload, contact_id.lower(), note="first", program="outreach")
    assert contacts.get(caseload, contact_id) == after
    assert (after.note, after.program) == ("first", "Outreach")
    contacts.edit(caseload, contact_id, note="first")
    assert written(caseload) == before + 1
    signed = contacts.sign(caseload, contact_id)
    assert (signed.signed_by, contacts.get(caseload, contact_id)) == ("S0001", signed)
    said = refused(InvalidError, contacts.edit, caseload, contact_id, note="second")
    assert f"caseload contact amend {contact_id}" in said
    refused(InvalidError, contacts.sign, caseload, contact_id)


@pytest.mark.parametrize(
    "sql",
    [
        "update contact set note = 'other'",
        "update contact set signed_at = null, signed_by = null",
        "update contact set entered_in_error_at = 'x', entered_in_error_why = 'y'",
        "delete from contact",
        "insert or replace into contact select * from contact",
        "update addendum set text = 'other'",
        "delete from addendum",
        "insert or replace into addendum select * from addendum",
        "update audit set actor = 'nobody'",
        "delete from audit",
        "insert or replace into audit select * from audit",
    ],
)
def test_the_file_itself_refuses_to_change_what_is_signed_added_or_logged(
    caseload: Caseload, sql: str
) -> None:
    contact_id = called(caseload, sign=True)
    contacts.amend(caseload, contact_id, AddendumKind.CORRECTION, "wrong word", "right word")
    refused(InvalidError, Caseload.rows, caseload, sql)


@pytest.mark.parametrize("contact_id", ["", "K9", "%", "C0001"])
def test_no_contact_is_changed_that_is_not_there(caseload: Caseload, contact_id: str) -> None:
    called(caseload)
    refused(NotFoundError, contacts.edit, caseload, contact_id, note="x")
    refused(NotFoundError, contacts.sign, caseload, contact_id)
    kind = AddendumKind.ENTERED_IN_ERROR
    refused(NotFoundError, contacts.amend, caseload, contact_id, kind, "why")


# --- amending ------------------------------------------------------------------------------------

ADDITIONS = [
    (AddendumKind.CORRECTION, "Tuesday"),
    (AddendumKind.LATE_ADDITION, "And her sister"),
    (AddendumKind.RETRACTION, None),
    (AddendumKind.RETRACTION, "All of it"),
]


@pytest.mark.parametrize(("kind", "text"), ADDITIONS)
def test_what_is_signed_is_added_to_and_stays_as_it_was(
    caseload: Caseload, kind: AddendumKind, text: str | None
) -> None:
    contact_id = called(caseload, sign=True, note="Monday")
    before = contacts.get(caseload, contact_id)
    made = contacts.amend(caseload, contact_id, kind, "wrong day", text)
    assert (made.of, made.kind, made.text, made.staff) == (contact_id, kind, text, "S0001")
    assert contacts.addenda(caseload, contact_id) == [made]
    assert contacts.get(caseload, contact_id) == before


@pytest.mark.parametrize(("kind", "text"), ADDITIONS)
def test_what_came_by_import_is_added_to_though_not_signed(
    caseload: Caseload, kind: AddendumKind, text: str | None
) -> None:
    contact_id = imported(caseload)
    made = contacts.amend(caseload, contact_id, kind, "wrong day", text)
    assert contacts.addenda(caseload, contact_id) == [made]


@pytest.mark.parametrize(("kind", "text"), ADDITIONS)
def test_what_is_not_signed_is_edited_and_not_added_to(
    caseload: Caseload, kind: AddendumKind, text: str | None
) -> None:
    contact_id = called(caseload)
    said = refused(InvalidError, contacts.amend, caseload, contact_id, kind, "wrong day", text)
    assert f"caseload contact edit {contact_id}" in said


@pytest.mark.parametrize("sort", ["signed", "unsigned", "imported"])
def test_any_contact_is_marked_as_entered_in_error_once_and_for_all(
    caseload: Caseload, sort: str
) -> None:
    made = imported(caseload) if sort == "imported" else called(caseload, sign=sort == "signed")
    before = contacts.get(caseload, made)
    addendum = contacts.amend(caseload, made, AddendumKind.ENTERED_IN_ERROR, "another client")
    after = contacts.get(caseload, made)
    assert after == before._replace(
        entered_in_error_at=addendum.recorded_at, entered_in_error_why="another client"
    )
    for kind, text in [*ADDITIONS, (AddendumKind.ENTERED_IN_ERROR, None)]:
        refused(InvalidError, contacts.amend, caseload, made, kind, "again", text)
    refused(InvalidError, contacts.sign, caseload, made)
    refused(InvalidError, contacts.edit, caseload, made, note="other")
    assert made in {one.contact_id for one in contacts.listed(caseload)}


@pytest.mark.parametrize(
    ("kind", "reason", "text"),
    [
        (AddendumKind.CORRECTION, "", "Tuesday"),
        (AddendumKind.ENTERED_IN_ERROR, " \n", None),
        (AddendumKind.CORRECTION, "wrong day", None),
        (AddendumKind.LATE_ADDITION, "forgot", "  "),
        (AddendumKind.CORRECTION, "wrong\x1b day", "Tuesday"),
        (AddendumKind.CORRECTION, "wrong day", "\u202eTuesday"),
        (AddendumKind.ENTERED_IN_ERROR, "\udcff", None),
    ],
)
def test_an_addendum_says_why_and_what(
    caseload: Caseload, kind: AddendumKind, reason: str, text: str | None
) -> None:
    contact_id = called(caseload, sign=True)
    refused(InvalidError, contacts.amend, caseload, contact_id, kind, reason, text)


def test_addenda_stand_in_the_order_in_which_they_were_made(caseload: Caseload) -> None:
    contact_id = called(caseload, sign=True)
    other = called(caseload, BO, sign=True)
    made = []
    for number in range(3):
        amend, kind = contacts.amend, AddendumKind.LATE_ADDITION
        made.append(amend(caseload, contact_id, kind, "more", str(number)))
        amend(caseload, other, kind, "more", str(number))
    assert contacts.addenda(caseload, contact_id) == made


# --- lists ---------------------------------------------------------------------------------------


def test_contacts_are_listed_newest_first_and_by_what_is_asked(caseload: Caseload) -> None:
    for client_id, on, facts in [
        (ANA, "2026-03-01", {"sign": True}),
        (ANA, "2026-05-01", {"staff": "S0002"}),
        (BO, "2026-04-01", {}),
        (ANA, "2026-04-01", {"reached": Reached.NOBODY}),
        (BO, "2026-06-01", {}),
    ]:
        called(caseload, client_id, on, **facts)  # type: ignore[arg-type]
    contacts.amend(caseload, "K0005", AddendumKind.ENTERED_IN_ERROR, "another client")
    imported(caseload)
    before = contents(caseload)

    def ids(**wanted: Any) -> list[str]:
        return [one.contact_id for one in contacts.listed(caseload, **wanted)]

    assert ids() == ["K0005", "K0002", "K0004", "K0003", "K0001", "X1"]
    assert ids(client_id=ANA) == ["K0002", "K0004", "K0001", "X1"]
    assert ids(since=d("2026-04-01"), until=d("2026-05-01")) == ["K0002", "K0004", "K0003"]
    assert ids(unsigned=True) == ["K0002", "K0003"]
    assert ids(staff_id="S0002") == ["K0002"]
    assert ids(limit=2) == ["K0005", "K0002"]
    assert ids(limit=0) == []
    assert contents(caseload) == before
