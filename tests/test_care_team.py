"""Care teams: who is on one, who is called first, and what can't be."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from making import TODAY, new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model.circle import CareRole
from caseload.records import care_team, checks, clients, consents, episodes, programs, staff
from caseload.records._caseload import Caseload

PEER, FAMILY, GUARDIAN = CareRole.PEER, CareRole.FAMILY, CareRole.GUARDIAN
HOSTILE = ["[/]", "=1+1", "O'Brien", "李", "😀", "a | b", "<b>", "{{ x }}"]


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "Li")
        yield opened


def order(caseload: Caseload) -> list[tuple[str, int | None]]:
    return [(one.name, one.emergency_contact) for one in care_team.listed(caseload, "C0001")]


def test_a_number_that_is_taken_moves_the_others_down_and_a_gap_stays(caseload: Caseload) -> None:
    for name, number in (("A", 1), ("B", 3), ("C", 1), ("D", None), ("E", 2)):
        care_team.add(caseload, "C0001", name, PEER, emergency_contact=number)
    assert order(caseload) == [("C", 1), ("E", 2), ("A", 3), ("B", 4), ("D", None)]
    care_team.edit(caseload, "CT0004", emergency_contact=1)
    care_team.edit(caseload, "CT0003", emergency_contact=None)
    assert order(caseload) == [("D", 1), ("E", 3), ("A", 4), ("B", 5), ("C", None)]
    assert checks.damage(caseload) == []


def test_another_clients_numbers_are_their_own(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "A", PEER, emergency_contact=1)
    care_team.add(caseload, "C0002", "B", PEER, emergency_contact=1)
    assert order(caseload) == [("A", 1)]


@pytest.mark.parametrize("name", HOSTILE)
def test_odd_names_are_kept_whole(caseload: Caseload, name: str) -> None:
    one = care_team.add(caseload, "C0001", f" {name} ", PEER, remark=f"{name}\nnext line")
    assert care_team.get(caseload, one.care_team_member_id.lower()) == one
    assert (one.name, one.remark) == (name, f"{name}\nnext line")
    assert care_team.find(caseload, "C0001", name.upper()) == one


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31mb", "a\u202eb", "a\x00"])
def test_a_name_that_is_none_or_deceives_is_refused(caseload: Caseload, name: str) -> None:
    refused(InvalidError, care_team.add, caseload, "C0001", name, PEER)


def test_nobody_is_added_twice_but_may_come_back(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Núñez", PEER)
    said = refused(InvalidError, care_team.add, caseload, "C0001", "nunez", PEER)
    assert "care-team edit CT0001" in said
    care_team.add(caseload, "C0001", "Núñez", FAMILY)
    care_team.end(caseload, "CT0001", TODAY)
    care_team.add(caseload, "C0001", "Núñez", PEER)
    assert [one.role for one in care_team.listed(caseload, "C0001")] == [FAMILY, PEER]


def test_two_of_one_name_are_not_guessed(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Bo", PEER)
    care_team.add(caseload, "C0001", "Bo", FAMILY)
    with pytest.raises(AmbiguousError, match="CT0002 family; CT0001 peer") as raised:
        care_team.find(caseload, "C0001", "bo")
    assert raised.value.exit_code == 5
    assert care_team.find(caseload, "C0001", "ct0002") is not None
    assert care_team.find(caseload, "C0001", "nobody") is None
    assert care_team.find(caseload, "C0001", "") is None


def test_who_left_is_there_until_the_day_before(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Bo", PEER, from_on=date(2026, 3, 1))
    care_team.end(caseload, "CT0001", date(2026, 6, 1))
    for day, there in (("2026-02-28", 0), ("2026-03-01", 1), ("2026-05-31", 1), ("2026-06-01", 0)):
        assert len(care_team.listed(caseload, "C0001", date.fromisoformat(day))) == there
    assert len(care_team.listed(caseload, "C0001", everyone=True)) == 1
    said = refused(InvalidError, care_team.end, caseload, "CT0001", TODAY)
    assert "has left already" in said
    care_team.edit(caseload, "CT0001", until_on=None)
    assert len(care_team.listed(caseload, "C0001")) == 1


def test_days_the_wrong_way_round_and_numbers_that_are_none_are_refused(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Bo", PEER, from_on=TODAY)
    assert "before they came" in refused(InvalidError, care_team.end, caseload, "CT0001", TODAY)
    for number in (0, -1, 100):
        refused(InvalidError, care_team.edit, caseload, "CT0001", emergency_contact=number)
    refused(NotFoundError, care_team.add, caseload, "C9", "Bo", PEER)
    refused(NotFoundError, care_team.edit, caseload, "CT9", name="x")


@pytest.mark.parametrize(("text", "number"), [("1", 1), (" 12 ", 12), ("yes", 1), ("Y", 1)])
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert care_team.number(text) == number


@pytest.mark.parametrize("text", ["0", "-1", "first", "1.5", "\u0661", "100", "no"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="1 is called first"):
        care_team.number(text)


def test_who_was_entered_in_error_is_gone_from_the_team_and_stays_so(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Bo", GUARDIAN)
    assert [one.name for one in care_team.guardians(caseload, "C0001")] == ["Bo"]
    refused(InvalidError, care_team.error, caseload, "CT0001", " ")
    care_team.error(caseload, "CT0001", "wrong client")
    assert care_team.listed(caseload, "C0001", everyone=True) == []
    assert care_team.guardians(caseload, "C0001") == []
    for verb, rest in ((care_team.error, ["again"]), (care_team.end, [TODAY])):
        refused(InvalidError, verb, caseload, "CT0001", *rest)
    refused(InvalidError, care_team.edit, caseload, "CT0001", name="x")


def test_a_card_says_what_each_may_be_told_that_day_and_nobody_elses(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Bo", PEER)
    care_team.add(caseload, "C0002", "Cy", PEER)
    consents.add(
        caseload, "C0001", "CT0001", purpose="p", scope="s", signed_on=TODAY,
        expires_on=TODAY + timedelta(5),
    )  # fmt: skip
    (call,) = care_team.card(caseload, "C0001")
    assert [one.consent_id for one in call.consents] == ["CN0001"]
    (later,) = care_team.card(caseload, "C0001", TODAY + timedelta(6))
    assert later.consents == ()
    (other,) = care_team.card(caseload, "C0002")
    assert other.consents == ()


def test_managers_are_those_of_open_episodes_with_who_covers(caseload: Caseload) -> None:
    programs.add(caseload, "ACT")
    staff.add(caseload, "Marcus Bell", covered_by="S0001")
    episodes.admit(caseload, "C0001", "ACT", date(2026, 1, 5), case_manager="S0002")
    ((program, manager, covering),) = care_team.managers(caseload, "C0001")
    assert (program, manager.name) == ("ACT", "Marcus Bell")
    assert covering is not None
    assert covering.name == "Dana Whitfield"
    episodes.discharge(caseload, "E0001", TODAY, "done")
    assert care_team.managers(caseload, "C0001") == []


def test_an_edit_that_says_nothing_new_writes_nothing(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Bo", PEER, phone="1")
    before = written(caseload)
    care_team.edit(caseload, "CT0001", name=" Bo ", phone="1")
    assert written(caseload) == before
