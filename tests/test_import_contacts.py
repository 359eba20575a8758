"""Contacts from elsewhere: once each, signed ones untouched, what the program sets not taken."""

from datetime import date
from pathlib import Path

import pytest
from bringing import Desk, another_file, desk_in, table

from caseload.model import AddendumKind, Contact, Mode, Purpose, Reached
from caseload.records import contacts, staff
from caseload.records._caseload import Caseload

d = date.fromisoformat
HEADS = "client_id contacted_on mode reached note"
WITH_ID = f"contact_id {HEADS}"
CALL = ("1", "2026-10-01", "phone", "client", "rent paid")
VISIT = ("1", "2026-10-01", "in_person", "client", "seen")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.brought(
        "clients",
        table(
            "client_id first_name last_name program admitted_on",
            ("1", "Ana", "Lopez", "Work", "2026-01-05"),
            ("2", "Bo", "李", "", ""),
        ),
    )
    return desk


def test_each_field_is_taken_as_it_was_written(desk: Desk) -> None:
    heads = (
        f"{WITH_ID} started_at minutes with_whom location program purpose goals note_format staff"
    )
    row = ("X-1", "1", "10/1/2026 00:00", "In Person", "Client", "first\nsecond", "2:30 pm",
           "25", "her sister", "at home", "work", "Crisis", "rent; work", "DAP",
           "Marcus Bell")  # fmt: skip
    ran = desk.bring("contacts", table(heads, row))
    assert ran.out == "contacts: 1 added.\n"
    assert ran.err == (
        "  made staff Marcus Bell: the table names it and the file did not know it\n"
        '  say once who you are: caseload config staff "Dana Whitfield"\n'
    )
    (found,) = desk.contacts()
    assert found.recorded_at.startswith("20")
    assert found.recorded_at.endswith("Z")
    assert found._replace(recorded_at="") == Contact(
        "X-1", "1", d("2026-10-01"), Mode.IN_PERSON, Reached.CLIENT, "14:30", 25, "her sister",
        "at home", "Work", Purpose.CRISIS, ("rent", "work"), "first\nsecond", "DAP", "S0002", True,
    )  # fmt: skip


def test_what_is_recorded_or_signed_elsewhere_is_never_taken(desk: Desk) -> None:
    heads = f"{WITH_ID} recorded_at signed_at signed_by imported entered_in_error_at"
    row = ("X-1", *CALL, "1999-01-01T00:00:00.000Z", "1999-01-01T00:00:00.000Z", "S0001", "no", "")
    ran = desk.bring("contacts", table(heads, row))
    assert (ran.code, ran.err) == (0, "")
    (found,) = desk.contacts()
    assert not found.recorded_at.startswith("1999")
    assert (found.signed_at, found.signed_by, found.imported) == (None, None, True)


@pytest.mark.parametrize("field", ["recorded_at", "signed_at", "signed_by", "imported"])
def test_no_map_reaches_what_the_program_sets(desk: Desk, field: str) -> None:
    text = table(f"{HEADS} theirs", (*CALL, "1999-01-01"))
    ran = desk.bring("contacts", text, "--map", f"theirs={field}")
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no field '{field}'" in ran.err
    assert desk.contacts() == []


def test_an_imported_contact_needs_no_signature(desk: Desk) -> None:
    desk.brought("contacts", table(HEADS, CALL))
    with desk.open() as caseload:
        assert contacts.listed(caseload, unsigned=True) == []
        contacts.log(caseload, "1", d("2026-10-02"), Mode.PHONE, Reached.CLIENT)
        assert len(contacts.listed(caseload, unsigned=True)) == 1


# --- the same contact again ----------------------------------------------------------------------


def test_two_rows_alike_stay_two_and_a_third_adds_one(desk: Desk) -> None:
    two = table(HEADS, CALL, VISIT, CALL)
    assert desk.brought("contacts", two) == "contacts: 3 added.\n"
    before = desk.path.read_bytes()
    assert desk.brought("contacts", two) == "contacts: 0 added, 3 there already.\n"
    assert desk.brought("contacts", two, "--update") == "contacts: 0 added, 3 there already.\n"
    assert desk.path.read_bytes() == before
    three = table(HEADS, CALL, CALL, VISIT, CALL)
    assert desk.brought("contacts", three) == "contacts: 1 added, 3 there already.\n"
    assert [one.note for one in desk.contacts()].count("rent paid") == 3
    assert desk.count("contact") == 4


def test_without_an_id_the_columns_that_are_given_tell_contacts_apart(desk: Desk) -> None:
    desk.brought("contacts", table(HEADS, CALL, VISIT))
    fewer = "client_id contacted_on mode reached"
    assert "0 added, 1 there already" in desk.brought("contacts", table(fewer, CALL[:4]))
    more = table(f"{HEADS} minutes", (*CALL, "5"))
    assert desk.brought("contacts", more) == "contacts: 1 added.\n"
    assert desk.count("contact") == 3


def test_with_an_id_a_contact_is_the_same_whatever_it_says(desk: Desk) -> None:
    desk.brought("contacts", table(WITH_ID, ("X-1", *CALL), ("X-2", *CALL)))
    changed = table(WITH_ID, ("X-1", *CALL[:4], "rent is late"), ("X-2", *CALL[:4], ""))
    assert desk.brought("contacts", changed) == (
        "contacts: 0 added, 1 there already, 1 there already that differ (--update changes them).\n"
    )
    assert {one.note for one in desk.contacts()} == {"rent paid"}
    assert desk.brought("contacts", changed, "--update") == (
        "contacts: 0 added, 1 changed, 1 there already.\n"
    )
    assert {one.contact_id: one.note for one in desk.contacts()} == {
        "X-1": "rent is late",
        "X-2": "rent paid",
    }


def test_rows_with_and_without_an_id_never_take_one_anothers(desk: Desk) -> None:
    text = table(WITH_ID, ("", *CALL), ("K0001", *VISIT), ("", *VISIT))
    assert desk.brought("contacts", text) == "contacts: 3 added.\n"
    assert {one.contact_id: one.note for one in desk.contacts()} == {
        "K0001": "seen",
        "K0002": "rent paid",
        "K0003": "seen",
    }
    assert "1 there already" in desk.brought("contacts", table(WITH_ID, ("K0001", *VISIT)))


def _sign(caseload: Caseload, contact_id: str) -> None:
    caseload.staff = staff.get(caseload, "S0001")
    contacts.sign(caseload, contact_id)


def test_a_signed_contact_is_never_changed_by_update(desk: Desk) -> None:
    desk.brought("contacts", table(WITH_ID, ("X-1", *CALL), ("X-2", *CALL)))
    with desk.open() as caseload:
        _sign(caseload, "X-1")
    before = desk.contacts()
    text = table(WITH_ID, ("X-1", *CALL[:4], "other"), ("X-2", *CALL[:4], "new"))
    assert "2 there already that differ" in desk.brought("contacts", text)
    said = desk.refused("contacts", text, "--update")
    assert "row 2  contact_id  X-1 is signed and never changes\n" in said
    assert desk.contacts() == before
    same = table(WITH_ID, ("X-1", *CALL))
    assert "1 there already." in desk.brought("contacts", same, "--update")


# --- entered in error ----------------------------------------------------------------------------

IN_ERROR = f"{WITH_ID} entered_in_error_why"


def _errors(desk: Desk) -> list[tuple[str, str | None]]:
    with desk.open() as caseload:
        found = contacts.listed(caseload)
        for one in found:
            added = contacts.addenda(caseload, one.contact_id)
            why = one.entered_in_error_why
            assert [each.reason for each in added] == ([why] if why else [])
            assert all(each.kind is AddendumKind.ENTERED_IN_ERROR for each in added)
            assert (one.entered_in_error_at is None) == (why is None)
        return sorted((one.contact_id, one.entered_in_error_why) for one in found)


def test_a_contact_in_error_elsewhere_comes_in_marked(desk: Desk) -> None:
    desk.brought("contacts", table(IN_ERROR, ("X-1", *CALL, "another client"), ("X-2", *CALL, "")))
    assert _errors(desk) == [("X-1", "another client"), ("X-2", None)]


@pytest.mark.parametrize("signed", [False, True])
def test_a_contact_found_to_be_in_error_since_is_marked_by_update(desk: Desk, signed: bool) -> None:
    desk.brought("contacts", table(WITH_ID, ("X-1", *CALL)))
    if signed:
        with desk.open() as caseload:
            _sign(caseload, "X-1")
    marked = table(IN_ERROR, ("X-1", *CALL, "another client"))
    assert "1 there already that differ" in desk.brought("contacts", marked)
    assert _errors(desk) == [("X-1", None)]
    assert "1 changed" in desk.brought("contacts", marked, "--update")
    assert _errors(desk) == [("X-1", "another client")]
    assert "1 there already." in desk.brought("contacts", marked, "--update")
    other = table(IN_ERROR, ("X-1", *CALL[:4], "not so", "another client"))
    assert "row 2  contact_id  X-1 " in desk.refused("contacts", other, "--update")


def test_many_contacts_go_into_another_file_once(desk: Desk) -> None:
    rows = [
        (str(1 + n % 2), f"2026-{2 + n % 9:02d}-{1 + n % 28:02d}", "phone", "client", f"note {n}")
        for n in range(2000)
    ]
    desk.brought("contacts", table(HEADS, *rows))
    assert desk.count("contact") == 2000
    other = another_file(desk)
    exported = desk.write("contacts.csv", desk.export("contacts"))
    roster = desk.write("clients.csv", desk.export("clients"))
    desk.done("--file", other, "import", "clients", roster)
    assert desk.done("--file", other, "import", "contacts", exported) == ("contacts: 2000 added.\n")
    assert desk.done("--file", other, "import", "contacts", exported) == (
        "contacts: 0 added, 2000 there already.\n"
    )
