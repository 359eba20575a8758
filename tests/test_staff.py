"""Staff and how one is named; who is added, who covers for whom, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from making import new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, InvalidError, NotFoundError, UsageError
from caseload.records import staff
from caseload.records._caseload import Caseload


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        staff.add(opened, "Marcus O’Brien", staff_id="MB")  # noqa: RUF001
        staff.add(opened, "María Nuñez-Bell")
        staff.add(opened, "Mary Bell")
        staff.add(opened, "李 Wei")
        staff.add(opened, "MB", staff_id="X9")
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S0001", "S0001"),
        ("MB", "MB"),
        ("mb", "X9"),
        ("s0001", "S0001"),
        (" x9 ", "X9"),
        ("Dana Whitfield", "S0001"),
        ("dana", "S0001"),
        ("whit", "S0001"),
        ("O'Brien", "MB"),
        ("O’BRIEN", "MB"),  # noqa: RUF001
        ("Marcus  O`Brien", "MB"),
        ("nunez", "S0002"),
        ("Maria", "S0002"),
        ("mary bell", "S0003"),
        ("李", "S0004"),
        ("wei", "S0004"),
    ],
)
def test_a_staff_member_is_named_by_id_name_or_the_beginning_of_a_name(
    caseload: Caseload, text: str, expected: str
) -> None:
    assert staff.find(caseload, text).staff_id == expected


@pytest.mark.parametrize("text", ["", "  ", "hitfield", "S9999", "%", "_", "D%", "Dana Whitfields"])
def test_nobody_is_found_by_less_or_other_than_a_beginning(caseload: Caseload, text: str) -> None:
    assert "caseload staff list" in refused(NotFoundError, staff.find, caseload, text)


def test_more_than_one_is_never_guessed(caseload: Caseload) -> None:
    said = refused(AmbiguousError, staff.find, caseload, "mar")
    assert said == (
        "Which staff member?  MB Marcus O’Brien; S0003 Mary Bell; S0002 María Nuñez-Bell"  # noqa: RUF001
    )


def test_a_staff_member_is_listed_by_name_and_only_while_there(caseload: Caseload) -> None:
    staff.edit(caseload, "MB", active=False)
    assert [one.staff_id for one in staff.listed(caseload)] == [
        *("S0001", "S0003", "S0002", "X9", "S0004")
    ]
    assert "MB" in {one.staff_id for one in staff.listed(caseload, everyone=True)}
    assert staff.find(caseload, "marcus").staff_id == "MB"


@pytest.mark.parametrize(
    ("name", "facts", "error"),
    [
        ("", {}, InvalidError),
        (" \t ", {}, InvalidError),
        ("Dana Whitfield", {}, InvalidError),
        ("dana  WHITFIELD", {}, InvalidError),
        ("Whitfield, Dana\x1b[2J", {}, InvalidError),
        ("\udcff", {}, InvalidError),
        ("Maria Nunez-Bell", {}, InvalidError),
        ("Someone", {"staff_id": "MB"}, InvalidError),
        ("Someone", {"staff_id": "\x1b"}, InvalidError),
        ("Someone", {"staff_id": "S7", "covered_by": "S7"}, InvalidError),
        ("Someone", {"covered_by": "S77"}, NotFoundError),
        ("Someone", {"capacity": -1}, InvalidError),
        ("Someone", {"capacity": 10_001}, InvalidError),
        ("Someone", {"capacity": 2**63}, InvalidError),
        ("Someone", {"capacity": 10**5000}, InvalidError),
        ("Someone", {"counties": ("Hill", "\u202e")}, InvalidError),
    ],
)
def test_a_staff_member_who_can_not_be_is_not_added(
    caseload: Caseload, name: str, facts: dict[str, Any], error: type[InvalidError]
) -> None:
    refused(error, staff.add, caseload, name, **facts)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"name": " "}, InvalidError),
        ({"name": "marcus o'brien"}, InvalidError),
        ({"covered_by": "S0001"}, InvalidError),
        ({"covered_by": "nobody"}, NotFoundError),
        ({"capacity": -1}, InvalidError),
        ({"capacity": 2**70}, InvalidError),
    ],
)
def test_a_staff_member_is_not_made_what_can_not_be(
    caseload: Caseload, facts: dict[str, Any], error: type[InvalidError]
) -> None:
    refused(error, staff.edit, caseload, "S0001", **facts)


@pytest.mark.parametrize("staff_id", ["S9", "s0001", "Dana", "\udcff"])
def test_a_staff_member_is_edited_by_their_very_id_alone(caseload: Caseload, staff_id: str) -> None:
    error = InvalidError if staff_id == "\udcff" else NotFoundError
    refused(error, staff.edit, caseload, staff_id, capacity=3)


def test_a_staff_member_is_kept_as_given_with_names_tidied(caseload: Caseload) -> None:
    made = staff.add(
        caseload,
        "  Ada   Ruiz ",
        staff_id=" 007 ",
        credentials=("LPC", "QMHP-CS"),
        counties=("Hill",),
        capacity=10_000,
        covered_by="MB",
    )
    assert (made.staff_id, made.name) == ("007", "Ada Ruiz")
    assert staff.get(caseload, "007") == made
    renamed = staff.edit(caseload, "007", name=" Ada  Ruiz-Bell ", capacity=None)
    assert (renamed.name, renamed.capacity) == ("Ada Ruiz-Bell", None)
    assert staff.get(caseload, "007") == renamed
    assert staff.covered_by(caseload, "MB") == ["007"]
    assert staff.names(caseload)["007"] == "Ada Ruiz-Bell"


def test_an_edit_that_changes_nothing_writes_nothing(caseload: Caseload) -> None:
    before = written(caseload)
    staff.edit(caseload, "S0001", name="Dana Whitfield")
    assert written(caseload) == before
    staff.edit(caseload, "S0001", name="DANA Whitfield")
    assert written(caseload) == before + 1


def test_an_id_that_was_made_follows_the_highest_of_its_form(caseload: Caseload) -> None:
    staff.add(caseload, "One", staff_id="S0400")
    staff.add(caseload, "Two", staff_id="S9x")
    assert staff.add(caseload, "Three").staff_id == "S0401"


def test_who_acts_has_to_have_said_so(caseload: Caseload) -> None:
    assert staff.acting(caseload).staff_id == "S0001"
    caseload.staff = None
    assert "--staff NAME" in refused(UsageError, staff.acting, caseload)
