"""Referrals out and in again: each named by its service, its steps made from its days."""

from datetime import date
from pathlib import Path

import pytest
from bringing import Desk, another_file, desk_in, table
from making import full_file
from making_referrals import FOOD, HOUSING, resource

from caseload.model.linking import Disclosure, Referral, ReferralUpdate
from caseload.records import checks, clients, exports, referral_lines, referrals
from caseload.records._caseload import Caseload

HEADS = "client_id resource need status sent_on linked_on closed_on follow_up_on outcome"
GOOD = (
    ("C1", "Section 8 waitlist", "", "sent", "2026-10-01", "", "", "2026-12-01", ""),
    ("C1", "Pantry", "food", "linked", "2026-10-01", "2026-10-09", "", "2026-12-02", ""),
    ("C2", "Pantry", "housing", "completed", "2026-01-02", "2026-02-01", "2026-03-01", "", "Key."),
    ("C2", "section 8 waitlist", "", "no_response", "2026-01-02", "", "2026-03-01", "", ""),
)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    prepare(made)
    return made


def prepare(desk: Desk, path: Path | None = None) -> None:
    with desk.open(path) as caseload:
        for client_id in ("C1", "C2"):
            clients.add(caseload, "Ana", client_id, client_id=client_id)
        resource(caseload, source="211", source_id="77")
        resource(caseload, "Pantry", need=frozenset({FOOD, HOUSING}))


def lines(caseload: Caseload) -> list[referral_lines.ReferralLine]:
    return referral_lines.listed(caseload, everything=True)


def test_each_stands_as_it_says_with_the_steps_of_its_days(desk: Desk) -> None:
    desk.brought("referrals", table(HEADS, *GOOD))
    with desk.open() as caseload:
        found = {one.referral_id: one for one in lines(caseload)}
        assert [str(found[f"R000{n}"].status) for n in (1, 2, 3, 4)] == [
            "sent", "linked", "completed", "no_response",
        ]  # fmt: skip
        assert found["R0002"].days_to_link == 8
        assert (found["R0003"].outcome, found["R0003"].closed_on) == ("Key.", date(2026, 3, 1))
        steps = [(str(one.status), str(one.noted_on), one.follow_up_on and str(one.follow_up_on))
                 for one in referrals.updates(caseload, "R0003")]  # fmt: skip
        assert steps == [
            ("draft", "2026-01-02", None), ("sent", "2026-01-02", "2026-02-01"),
            ("linked", "2026-02-01", "2026-03-01"), ("completed", "2026-03-01", None),
        ]  # fmt: skip
        assert caseload.value("select count(*) from disclosure") == 0
        assert checks.damage(caseload) == []


def test_the_same_table_twice_adds_nothing(desk: Desk) -> None:
    desk.brought("referrals", table(HEADS, *GOOD))
    assert "4" in desk.brought("referrals", table(HEADS, *GOOD))
    assert desk.count("referral") == 4


def test_a_later_table_moves_it_on_only_when_asked(desk: Desk) -> None:
    desk.brought("referrals", table(HEADS, *GOOD))
    later = ("C1", "Section 8 waitlist", "", "linked", "2026-10-01", "2026-11-05", "",
             "2026-12-20", "Moved in.")  # fmt: skip
    desk.brought("referrals", table(HEADS, later))
    with desk.open() as caseload:
        assert str(referrals.get(caseload, "R0001").status) == "sent"
    desk.brought("referrals", table(HEADS, later), "--update")
    with desk.open() as caseload:
        one = referrals.get(caseload, "R0001")
        assert (str(one.status), one.linked_on, one.outcome) == (
            "linked", date(2026, 11, 5), "Moved in.",
        )  # fmt: skip
        assert len(referrals.updates(caseload, "R0001")) == 3
        assert checks.damage(caseload) == []


BAD = {
    "no such client": (("C9", "Pantry", "food", "draft"), "no client has the id C9"),
    "no such service": (("C1", "Shelf", "", "draft"), "no service is known as Shelf"),
    "no service": (("C1", "", "", "draft"), "name the service"),
    "several needs": (("C1", "Pantry", "", "draft"), "--need food or --need housing"),
    "no such need": (("C1", "Pantry", "rent", "draft"), "is none of"),
    "no such status": (("C1", "Pantry", "food", "found"), "is none of"),
    "sent without a day": (("C1", "Pantry", "food", "sent"), "empty, and one that is sent has it"),
    "open without a day to ask": (
        ("C1", "Pantry", "food", "sent", "2026-10-01"), "Say it: --follow-up-on",
    ),
    "linked without a day": (
        ("C1", "Pantry", "food", "linked", "2026-10-01", "", "", "2026-12-01"), "linked has it",
    ),
    "ended without a day": (
        ("C1", "Pantry", "food", "completed", "2026-10-01", "2026-10-02"), "completed has it",
    ),
    "open with an end": (
        ("C1", "Pantry", "food", "sent", "2026-10-01", "", "2026-10-02", "2026-12-01"),
        "has not ended",
    ),
    "ended and asked about": (
        ("C1", "Pantry", "food", "no_response", "2026-10-01", "", "2026-10-02", "2026-12-01"),
        "nobody asks again",
    ),
    "linked before it was sent": (
        ("C1", "Pantry", "food", "linked", "2026-10-05", "2026-10-01", "", "2026-12-01"),
        "lies before",
    ),
    "ahead": (
        ("C1", "Pantry", "food", "sent", "2026-11-24", "", "", "2026-12-01"), "lies ahead",
    ),
    "a draft that was sent": (
        ("C1", "Pantry", "food", "draft", "2026-10-05"), "drafted_on",
    ),
    "declined and linked": (
        ("C1", "Pantry", "food", "accepted", "2026-10-01", "2026-10-02", "", "2026-12-01"),
        "accepted can't follow",
    ),
    "no day": (("C1", "Pantry", "food", "sent", "29 Feb 2026", "", "", "2026-12-01"), "sent_on"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "said"), BAD.values(), ids=BAD)
def test_each_bad_row_is_named_and_nothing_is_imported(
    desk: Desk, row: tuple[str, ...], said: str
) -> None:
    whole = (*row, *[""] * (9 - len(row)))
    err = desk.refused("referrals", table(HEADS, GOOD[0], whole))
    assert "row 3" in err
    assert said in err


def test_a_service_is_known_by_its_id_in_its_directory_or_here(desk: Desk) -> None:
    heads = "client_id source_id resource resource_id status drafted_on"
    desk.brought("referrals", table(heads, ("C1", "77", "else", "", "draft", "2026-10-01")))
    desk.brought("referrals", table(heads, ("C2", "", "", "V0001", "draft", "2026-10-01")))
    with desk.open() as caseload:
        assert {one.resource_id for one in lines(caseload)} == {"V0001"}
    said = desk.refused("referrals", table(heads, ("C2", "78", "", "", "draft", "2026-10-01")))
    assert "no service is known as 78; import resources first" in said


def test_two_services_of_one_name_are_told_apart_by_their_organization(desk: Desk) -> None:
    from caseload.records import resources

    with desk.open() as caseload:
        other = resources.add(caseload, "Church", "Pantry", need=frozenset({FOOD}))
    heads = "client_id resource organization need status drafted_on"
    row = ("C1", "Pantry", "", "food", "draft", "2026-10-01")
    assert "add organization" in desk.refused("referrals", table(heads, row))
    desk.brought("referrals", table(heads, (*row[:2], "church", *row[3:])))
    with desk.open() as caseload:
        assert lines(caseload)[0].resource_id == other.resource_id


def test_what_is_exported_comes_in_again_the_same(desk: Desk) -> None:
    desk.brought("referrals", table(HEADS, *GOOD))
    with desk.open() as caseload:
        referrals.entered_in_error(caseload, "R0004", "wrong client")
    out = desk.export("referrals")
    other = another_file(desk)
    prepare(desk, other)
    assert desk.run("--file", other, "import", "referrals", desk.write("r.csv", out)).code == 0
    left = ("recorded_at", "entered_in_error_at")

    def told(path: Path | None) -> list[dict[str, object]]:
        return [
            {name: value for name, value in row.items() if name not in left}
            for row in desk.rows("referrals", path)
        ]

    assert told(other) == told(None)
    with desk.open(other) as caseload:
        assert checks.damage(caseload) == []


def test_the_columns_of_each_kind_are_those_that_people_know(tmp_path: Path) -> None:
    columns = {
        "referrals": (*Referral._fields, "organization", "resource", "source", "source_id"),
        "referral_updates": ReferralUpdate._fields,
        "disclosures": Disclosure._fields,
    }
    assert Referral._fields == (
        "referral_id", "client_id", "resource_id", "need", "status", "need_id", "drafted_on",
        "sent_on", "linked_on", "closed_on", "follow_up_on", "outcome", "remark", "staff",
        "recorded_at", "entered_in_error_at", "entered_in_error_why",
    )  # fmt: skip
    with full_file(tmp_path) as caseload:
        for kind, names in columns.items():
            found = exports.table(caseload, kind)
            rows = list(found.rows)
            assert found.columns == names
            assert rows
            assert {len(row) for row in rows} == {len(names)}
            assert "Dana Whitfield" in {row[names.index("staff")] for row in rows}
