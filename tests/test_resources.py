"""The directory: added to, changed, verified, listed; and how one service of it is named."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, full_file, new_file
from sqlcipher3 import dbapi2 as sqlite

from caseload.errors import AmbiguousError, CaseloadError, InvalidError, NotFoundError
from caseload.model.linking import ReferralStatus, Resource, ResourceNeed
from caseload.records import checks, clients, resources, undo
from caseload.records._caseload import Caseload

HOUSING, FOOD = frozenset({ResourceNeed.HOUSING}), frozenset({ResourceNeed.FOOD})


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        yield opened


def add(caseload: Caseload, name: str, organization: str = "Casa", **facts: Any) -> str:
    return resources.add(caseload, organization, name, **facts).resource_id


def test_what_is_entered_is_kept_as_it_is(caseload: Caseload) -> None:
    said = Resource(
        "V0001", "O'Brien [/]", "=1+1 李", HOUSING | FOOD, "a\nb" + "x" * 200_000, ("Hill", "李"),
        "Adults", 0, 130, "Free", ("Español", "zxy"), "555-0100", "a@b", "http://x", "1 A St\nWaco",
        "Tue", False, TODAY, "S0001", "211", "007",
    )  # fmt: skip
    made = resources.add(caseload, *said[1:3], **{k: v for k, v in said._asdict().items()
                         if k not in ("organization", "name", "resource_id")})  # fmt: skip
    assert made == said == resources.get(caseload, "V0001")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"organization": ""}, "organization"),
        ({"minimum_age": 18, "maximum_age": 17}, "maximum_age"),
        ({"minimum_age": 131}, "minimum_age"),
        ({"maximum_age": -1}, "maximum_age"),
        ({"verified_on": TODAY + timedelta(1)}, "verified_on"),
        ({"source": "211"}, "source_id"),
        ({"resource_id": " "}, "resource_id"),
        ({"phone": "\x1b[31m"}, ""),
        ({"hours": "a\nb"}, ""),
        ({"description": "\u202e"}, ""),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_saved(
    caseload: Caseload, facts: dict[str, Any], field: str
) -> None:
    said = {"organization": "Casa", "name": "Renta", **facts}
    with pytest.raises(InvalidError) as raised:
        resources.add(caseload, said.pop("organization"), said.pop("name"), **said)
    assert raised.value.field == field
    assert resources.listed(caseload, everyone=True) == []


def test_one_service_stands_once(caseload: Caseload) -> None:
    add(caseload, "Renta y Depósito")
    with pytest.raises(InvalidError, match="V0001"):
        add(caseload, "renta  y deposito", "CASA")
    with pytest.raises(InvalidError, match="another service's id"):
        add(caseload, "Other", resource_id="V0001")
    assert add(caseload, "Renta y Depósito", "Another house") == "V0002"
    # The same words, cut elsewhere.
    assert add(caseload, "y Depósito", "Casa Renta") == "V0003"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("V0002", "V0002"),
        ("v0002", "V0002"),
        ("night shelter", "V0001"),
        ("NIGHT", "V0001"),
        ("cottonwood house n", "V0001"),
        ("Casa Encina", "V0003"),
        ("despensa", "V0003"),
        ("Women", "V0002"),
    ],
)
def test_a_service_is_named_by_id_name_or_beginning(
    caseload: Caseload, text: str, found: str
) -> None:
    for name in ("Night shelter", "Women's beds"):
        add(caseload, name, "Cottonwood House")
    add(caseload, "Despensa", "Casa Encina")
    assert resources.find(caseload, text).resource_id == found


def test_more_than_one_is_never_guessed(caseload: Caseload) -> None:
    for number in range(12):
        add(caseload, "Night shelter", f"House {number:02}")
    with pytest.raises(AmbiguousError) as raised:
        resources.find(caseload, "night")
    assert str(raised.value).startswith("Which service?  V0001 Night shelter, House 00; V0002")
    assert str(raised.value).endswith("and more: type more of the name")
    for text in ("shelter", "", "  ", "%", "[/]", "V9"):
        with pytest.raises(NotFoundError):
            resources.find(caseload, text)
    with pytest.raises(NotFoundError):
        resources.get(caseload, "V9999")


def test_a_call_verifies_and_changes_what_is_otherwise(caseload: Caseload) -> None:
    add(caseload, "Renta", phone="1")
    seen = resources.verify(caseload, "V0001", TODAY, accepting=True, phone="2")
    assert (seen.verified_on, seen.verified_by, seen.accepting, seen.phone) == (
        TODAY, "S0001", True, "2",
    )  # fmt: skip
    with pytest.raises(InvalidError, match="verified later already"):
        resources.verify(caseload, "V0001", TODAY - timedelta(1))
    with pytest.raises(InvalidError, match="lies ahead"):
        resources.verify(caseload, "V0001", TODAY + timedelta(1))


def test_what_nobody_verified_for_long_comes_oldest_first(caseload: Caseload) -> None:
    for name, days in (("a", 181), ("b", 180), ("c", None), ("d", 400), ("e", 181)):
        on = None if days is None else TODAY - timedelta(days)
        add(caseload, name, verified_on=on, need=FOOD if name == "a" else HOUSING)
    resources.edit(caseload, "V0005", active=False)
    assert [one.name for one in resources.unverified(caseload)] == ["c", "d", "a"]
    assert [one.name for one in resources.unverified(caseload, 179)] == ["c", "d", "a", "b"]
    assert [one.name for one in resources.unverified(caseload, need=ResourceNeed.FOOD)] == ["a"]


def test_a_list_is_by_need_and_by_county_with_those_everywhere(caseload: Caseload) -> None:
    add(caseload, "a", counties=("McLennan", "Hill"), need=HOUSING)
    add(caseload, "b", need=HOUSING | FOOD)
    add(caseload, "c", counties=("Bell",), need=FOOD)

    def names(**wanted: Any) -> str:
        return "".join(one.name for one in resources.listed(caseload, **wanted))

    assert names() == "abc"
    assert names(county="mclennan county") == "ab"
    assert names(county="Bell Co.", need=ResourceNeed.FOOD) == "bc"
    assert names(need=ResourceNeed.HOUSING) == "ab"
    assert resources.counties(caseload) == ["Bell", "Hill", "McLennan"]


# --- what finds them -----------------------------------------------------------------------------


def test_what_finds_a_service_follows_it(caseload: Caseload) -> None:
    add(caseload, "Renta", counties=("Hill",), languages=("es",), need=HOUSING)
    resources.edit(caseload, "V0001", name="Despensa", counties=(), languages=(), need=FOOD)
    assert checks.damage(caseload) == []
    assert caseload.rows("select * from resource_county") == [("", 1)]
    assert caseload.rows("select * from resource_need") == [("food", 1)]
    with pytest.raises(NotFoundError):
        resources.find(caseload, "renta")
    assert resources.find(caseload, "despensa").resource_id == "V0001"


@pytest.mark.parametrize(
    "sql",
    [
        "update resource_line set accepting = 0",
        "update resource_line set folded = 'x' where number = 1",
        "delete from resource_line where number = 1",
        "delete from resource_county",
        "insert into resource_county values ('bell', 1)",
        "update resource_need set need = 'legal' where need = 'housing'",
        "delete from resource_language where language = 'es'",
        "update resource_text set name = 'x' where rowid = 1",
        "insert into resource_text (rowid, name, description, eligibility, fee)"
        " values (99, 'a', 'b', 'c', 'd')",
    ],
)
def test_a_search_that_would_find_otherwise_is_damage(tmp_path: Path, sql: str) -> None:
    with full_file(tmp_path) as caseload:
        assert checks.damage(caseload) == []
        with closing(sqlite.connect(caseload.path, isolation_level=None)) as direct:
            direct.execute(sql)
        assert {one.record for one in checks.damage(caseload)} >= {"resource_line"}


# --- taking back ---------------------------------------------------------------------------------


def test_what_was_done_to_a_service_is_taken_back(caseload: Caseload) -> None:
    add(caseload, "Renta", counties=("Hill",))
    before = resources.get(caseload, "V0001")
    resources.edit(caseload, "V0001", name="Despensa", counties=("Bell",), accepting=False)
    undo.undo(caseload)
    assert resources.get(caseload, "V0001") == before
    assert checks.damage(caseload) == []
    resources.verify(caseload, "V0001", TODAY, phone="555")
    undo.undo(caseload)
    assert resources.get(caseload, "V0001") == before


def test_a_service_just_added_is_gone_again(caseload: Caseload) -> None:
    add(caseload, "Renta", counties=("Hill",))
    assert undo.undo(caseload).changes == ("resource V0001 is gone.",)
    assert checks.damage(caseload) == []
    assert caseload.value("select count(*) from resource_line") == 0


def test_a_service_that_somebody_was_referred_to_stays(caseload: Caseload) -> None:
    clients.add(caseload, "Ana", "Núñez")
    add(caseload, "Renta")
    refer(caseload, "V0001", ReferralStatus.SENT, date(2026, 11, 1))
    with pytest.raises(CaseloadError, match="caseload resource edit V0001 --inactive"):
        undo.undo(caseload)


def refer(
    caseload: Caseload,
    resource_id: str,
    status: ReferralStatus,
    sent_on: date,
    linked_on: date | None = None,
    closed_on: date | None = None,
) -> None:
    """A referral straight into the table: how it came about is not what is tried here."""
    number = caseload.value("select count(*) from referral") + 1
    caseload.rows(
        "insert into referral (referral_id, client_id, resource_id, need, status, sent_on,"
        " linked_on, closed_on, follow_up_on, recorded_at)"
        " values (?, 'C0001', ?, 'housing', ?, ?, ?, ?, ?, ?)",
        (f"R{number:04}", resource_id, status.value, sent_on.isoformat(),
         linked_on.isoformat() if linked_on else None,
         closed_on.isoformat() if closed_on else None,
         None if closed_on else sent_on.isoformat(), f"{sent_on}T18:00:00.000Z"),
    )  # fmt: skip
