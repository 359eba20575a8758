"""The flat set for analysts: each contact with what held on its day, and nobody's name or note."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bringing import Desk, desk_in
from hypothesis import given
from hypothesis import strategies as st

from caseload.model import HoldReason, Mode, Reached
from caseload.model.planning import Employment, Housing
from caseload.records import (
    clients,
    contacts,
    episodes,
    holds,
    living_situations,
    programs,
    staff,
)
from caseload.records._stays_by_day import StayRow, as_of
from caseload.records.exports.contacts import FLAT

d = date.fromisoformat


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    with made.open() as caseload:
        staff.add(caseload, "Marcus Bell", credentials=("LPC", "CCM"))
        programs.add(caseload, "ACT")
        programs.add(caseload, "Recovery", part2=True)
        clients.add(
            caseload, "Ana", "Ruiz", client_id="1", date_of_birth=d("1996-02-29"), county="Hill",
            state="TX", postal_code="01001", language="es", contact_notes="SECRETNOTES",
        )  # fmt: skip
        clients.diagnose(caseload, "1", "F33.1", principal=True)
        living_situations.note(
            caseload, "1", d("2026-03-01"), housing=Housing.SHELTER, employment=Employment.LOOKING
        )
        living_situations.note(caseload, "1", d("2026-04-01"), housing=Housing.RENTED)
        episodes.admit(
            caseload, "1", "ACT", d("2026-01-05"), case_manager="S0001", level_of_care="high"
        )
        episodes.transfer(
            caseload, "E0001", d("2026-04-01"), case_manager="S0002", level_of_care="low"
        )
        holds.hold(caseload, "E0001", d("2026-05-01"), HoldReason.JAIL, until_on=d("2026-05-20"))
        episodes.discharge(caseload, "E0001", d("2026-07-01"))
        episodes.admit(caseload, "1", "Recovery", d("2026-07-01"), case_manager="S0002")
        clients.add(caseload, "Bo", "Li", client_id="2")
    return made


def flat(desk: Desk, day: str, client_id: str = "1", **facts: Any) -> dict[str, Any]:
    with desk.open() as caseload:
        caseload.staff = staff.get(caseload, facts.pop("by", "S0002"))
        contacts.log(
            caseload, client_id, d(day), facts.pop("mode", Mode.PHONE),
            facts.pop("reached", Reached.CLIENT), **facts,
        )  # fmt: skip
    rows: list[dict[str, Any]] = json.loads(desk.done("export", "flat_contacts", "--json"))
    return next(one for one in rows if one["contacted_on"] == day)


@pytest.mark.parametrize(
    ("day", "level", "manager", "home", "work", "age", "held"),
    [
        ("2026-01-05", "high", "Dana Whitfield", None, None, 29, False),
        ("2026-02-28", "high", "Dana Whitfield", None, None, 29, False),
        ("2026-03-01", "high", "Dana Whitfield", "shelter", "looking", 30, False),
        ("2026-04-01", "low", "Marcus Bell", "rented", "looking", 30, False),
        ("2026-05-19", "low", "Marcus Bell", "rented", "looking", 30, True),
        ("2026-05-20", "low", "Marcus Bell", "rented", "looking", 30, False),
    ],
)
def test_a_row_has_the_facts_of_its_day(
    desk: Desk, day: str, level: str, manager: str, home: str, work: str, age: int, held: bool
) -> None:
    row = flat(desk, day)
    assert (row["level_of_care"], row["case_manager"]) == (level, manager)
    assert (row["housing"], row["employment"], row["age"]) == (home, work, age)
    assert (row["on_hold"], row["program"], row["in_stay"]) == (held, "ACT", True)
    assert row["by_case_manager"] is (manager == "Marcus Bell")
    assert (row["staff"], row["staff_credentials"]) == ("Marcus Bell", ["LPC", "CCM"])
    assert (row["postal_code"], row["diagnosis_code"]) == ("01001", "F33.1")
    assert (row["month"], row["attempt"]) == (day[:7], False)


@pytest.mark.parametrize(
    ("day", "named", "program", "open_"),
    [
        ("2026-06-30", None, "ACT", True),
        ("2026-07-01", None, "Recovery", True),
        # It names a program in which they are no longer: the open stay is the only one there is.
        ("2026-07-02", "ACT", "Recovery", True),
    ],
)
def test_a_contact_belongs_to_the_stay_of_its_day(
    desk: Desk, day: str, named: str | None, program: str, open_: bool
) -> None:
    row = flat(desk, day, program=named)
    assert (row["program"], row["in_stay"], row["for_program"]) == (program, open_, named)
    assert row["stays_open"] == 1
    assert row["program_part2"] is (program == "Recovery")


def test_a_client_without_a_stay_has_a_row_with_nothing_of_one(desk: Desk) -> None:
    row = flat(desk, "2026-08-01", "2", reached=Reached.NOBODY)
    empty = ("episode_id", "program", "case_manager", "by_case_manager", "level_of_care", "age")
    assert [row[name] for name in empty] == [None] * len(empty)
    assert (row["in_stay"], row["stays_open"], row["attempt"]) == (False, 0, True)


def test_nobodys_name_and_no_note_is_in_it(desk: Desk) -> None:
    flat(desk, "2026-08-01", note="SECRETNOTE about Ana", with_whom="SECRETMOTHER")
    for form in ("csv", "json"):
        text = desk.export("flat_contacts", form)
        assert not any(word in text for word in ("SECRET", "Ana", "Ruiz"))
    assert not {"note", "first_name", "last_name", "with_whom"} & {one.name for one in FLAT}


def test_every_contact_is_there_once_even_with_two_stays_open(desk: Desk) -> None:
    with desk.open() as caseload:
        episodes.admit(caseload, "1", "ACT", d("2026-10-01"), case_manager="S0001")
    row = flat(desk, "2026-10-02")
    assert (row["stays_open"], row["program"]) == (2, "Recovery")
    assert flat(desk, "2026-10-03", program="ACT")["program"] == "ACT"
    rows = json.loads(desk.done("export", "flat_contacts", "--program", "ACT", "--json"))
    assert [(one["contacted_on"], one["program"]) for one in rows] == [
        ("2026-10-02", "ACT"), ("2026-10-03", "ACT")
    ]  # fmt: skip
    assert len(desk.rows("flat_contacts")) == len(desk.rows("contacts")) == 2


DAYS = st.dates(d("2026-01-01"), d("2026-03-01")).map(date.isoformat)


@given(st.lists(st.tuples(DAYS, st.text("ab", min_size=1))), DAYS)
def test_what_held_on_a_day_is_the_newest_that_began_by_then(
    dated: list[tuple[str, str]], day: str
) -> None:
    dated = sorted(dict(dated).items())
    expected = [value for first, value in dated if first <= day]
    assert as_of(tuple(dated), day) == (expected[-1] if expected else None)


@given(DAYS, st.none() | DAYS, DAYS)
def test_a_stay_is_open_from_its_first_day_to_the_day_before_its_end(
    first: str, end: str | None, day: str
) -> None:
    stay = StayRow("E", "P", first, first, end, None, (), (), ((first, end),))
    assert stay.open_on(day) == stay.held_on(day) == (first <= day and (not end or day < end))
