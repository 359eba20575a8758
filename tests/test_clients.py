"""Clients: how one is named, what is refused of them, and their diagnoses."""

# ruff: noqa: RUF001 - people's names are written with more than one kind of apostrophe

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, CaseloadError, InvalidError, NotFoundError
from caseload.model import EpisodeStatus
from caseload.records import client_search, clients, episodes, programs, staff
from caseload.records._caseload import Caseload

d = date.fromisoformat

PEOPLE = [
    ("C0001", "Maria", "Lopez", "1984-05-01", None),
    ("C0002", "Maria", "Lopez Vega", "1991-07-09", None),
    ("C0003", "Marcus", "Bell", "1970-01-31", "Mark"),
    ("C0004", "Seán", "O’Brien", None, None),
    ("C0005", "José", "Nuñez", "1960-12-24", "Pepe"),
    ("C0006", "Wei", "李", "2001-02-28", None),
    ("C0007", "Mary Ann", "Van der Berg", "1999-09-09", None),
    ("C0008", "100%", "Real_Name", None, None),
    ("K-17/b", "Łukasz", "Æsir-Økland", "1955-03-03", None),
    ("Bell", "C0003", "Imposter", "1988-08-08", None),
]


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        for client_id, first, last, born, preferred in PEOPLE:
            clients.add(
                opened,
                first,
                last,
                client_id=client_id,
                date_of_birth=d(born) if born else None,
                preferred_name=preferred,
            )
        yield opened


# --- naming --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C0003", "C0003"),
        (" C0003 ", "C0003"),
        ("c0003", "C0003"),
        ("Bell", "Bell"),
        ("bell", "Bell"),
        ("bell m", "C0003"),
        ("C0003 Imposter", "Bell"),
        ("k-17/B", "K-17/b"),
        ("Maria Lopez", "C0001"),
        ("lopez maria", "C0001"),
        ("Lopez, Maria", "C0001"),
        ("MARIA  LOPEZ", "C0001"),
        ("maria lopez v", "C0002"),
        ("Lopez Vega", "C0002"),
        ("marc", "C0003"),
        ("mark", "C0003"),
        ("Mark Bell", "C0003"),
        ("Bell, Mark", "C0003"),
        ("O'Brien", "C0004"),
        ("O’Brien", "C0004"),
        ("O‘BRIEN", "C0004"),
        ("Oʼbrien, sean", "C0004"),
        ("o`brien", "C0004"),
        ("nuñez", "C0005"),
        ("nunez", "C0005"),
        ("NUN\u0303EZ", "C0005"),
        ("pepe nunez", "C0005"),
        ("李", "C0006"),
        ("李, wei", "C0006"),
        ("wei 李", "C0006"),
        ("van der", "C0007"),
        ("mary ann v", "C0007"),
        ("Real_", "C0008"),
        ("100%", "C0008"),
        ("lukasz", "K-17/b"),
        ("aesir-okl", "K-17/b"),
    ],
)
def test_an_exact_id_wins_then_an_exact_name_then_a_unique_beginning(
    caseload: Caseload, text: str, expected: str
) -> None:
    assert clients.find(caseload, text).client_id == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ",", "opez", "Vega", "Lopez Maria V", "C0099", "%", "_", "Re%", "Real-Name"),
        *("Real%", "nu_ez", "O Brien", "OBrien", "der Berg", "'", "\\", "Maria\x00"),
        "x" * 100_000,
    ],
)
def test_nobody_is_found_in_any_other_way(caseload: Caseload, text: str) -> None:
    assert "caseload client list" in refused(NotFoundError, clients.find, caseload, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "mar",
            "C0003 Bell, Marcus (born 1970); C0001 Lopez, Maria (born 1984); "
            "C0002 Lopez Vega, Maria (born 1991); C0007 Van der Berg, Mary Ann (born 1999)",
        ),
        ("Lopez", "C0001 Lopez, Maria (born 1984); C0002 Lopez Vega, Maria (born 1991)"),
    ],
)
def test_more_than_one_is_listed_with_id_name_and_year_of_birth(
    caseload: Caseload, text: str, said: str
) -> None:
    assert refused(AmbiguousError, clients.find, caseload, text) == f"Which client?  {said}"


def test_two_of_one_name_are_told_apart_even_when_it_is_exact(caseload: Caseload) -> None:
    clients.add(caseload, "María", "López", client_id="C0020")
    assert refused(AmbiguousError, clients.find, caseload, "maria lopez") == (
        "Which client?  C0001 Lopez, Maria (born 1984); C0020 López, María"
    )


def test_a_great_many_are_not_all_listed(caseload: Caseload) -> None:
    for number in range(11):
        clients.add(caseload, f"Zed{number}", "Zwölf", date_of_birth=d("1990-01-01"))
    said = refused(AmbiguousError, clients.find, caseload, "zwolf")
    assert said.count("Zwölf, Zed") == clients.SHOWN_MATCHES
    assert said.endswith("type more of the name")


def test_half_a_character_is_refused_and_breaks_nothing(caseload: Caseload) -> None:
    for verb in (clients.find, clients.get, clients.edit):
        refused(InvalidError, verb, caseload, "\udcff")
    refused(InvalidError, clients.listed, caseload, TODAY, text="\udcff")


@pytest.mark.parametrize("client_id", ["", "c0001", "C000", "Maria Lopez", "C0001 "])
def test_a_client_is_written_to_by_their_very_id_alone(caseload: Caseload, client_id: str) -> None:
    for verb, args, facts in (
        (clients.get, (), {}),
        (clients.edit, (), {"phone": "555-0100"}),
        (clients.diagnose, ("F33.1",), {}),
    ):
        refused(NotFoundError, verb, caseload, client_id, *args, **facts)


def test_a_client_is_found_by_the_new_name_and_no_longer_by_the_old(caseload: Caseload) -> None:
    clients.edit(caseload, "C0004", last_name="Nic Gabhann", preferred_name="Shay")
    assert clients.find(caseload, "nic gab").client_id == "C0004"
    assert clients.find(caseload, "shay").client_id == "C0004"
    refused(NotFoundError, clients.find, caseload, "o'brien")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opez", ["C0001", "C0002"]),
        ("vega", ["C0002"]),
        ("%", ["C0008"]),
        ("_", ["C0008"]),
        ("_e%", []),
        ("\\", []),
        ("nunez", ["C0005"]),
        ("17/B", ["K-17/b"]),
        ("obrien", ["C0004"]),
        ("OBRI", ["C0004"]),
        ("o'brien", ["C0004"]),
        ("sean obrien", ["C0004"]),
        ("'", ["C0004"]),
        ("-", ["K-17/b"]),
        ("aesir okland", ["K-17/b"]),
        ("van-der", ["C0007"]),
        ("l'opez", ["C0001", "C0002"]),
        ("real name", []),
        ("zzz", []),
        ("'; drop table client; --", []),
    ],
)
def test_a_search_finds_any_part_of_a_name_or_id_and_takes_no_wildcards(
    caseload: Caseload, text: str, expected: list[str]
) -> None:
    assert [one.client_id for one in clients.listed(caseload, TODAY, text=text)] == expected
    searched = [one.client_id for one in client_search.search(caseload, TODAY, text)]
    assert sorted(searched) == expected
    everyone = [row[0] for row in caseload.rows("select client_id from client")]
    few = client_search.search(caseload, TODAY, text, among=everyone)
    assert [one.client_id for one in few] == expected


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_shows_the_latest_episode_as_it_stood_on_the_day(caseload: Caseload) -> None:
    for name in ("Outreach", "Housing"):
        programs.add(caseload, name)
    staff.add(caseload, "Ida Moss")
    clients.edit(caseload, "C0001", county="Hill")
    old = episodes.admit(caseload, "C0001", "Outreach", d("2025-01-01"), case_manager="S0001")
    episodes.discharge(caseload, old.episode_id, d("2026-01-01"))
    new = episodes.admit(
        caseload, "C0001", "Housing", d("2025-06-01"), case_manager="S0001", level_of_care="high"
    )
    episodes.transfer(
        caseload, new.episode_id, d("2026-06-01"), case_manager="S0002", level_of_care="low"
    )
    episodes.transfer(caseload, new.episode_id, d("2027-01-01"), level_of_care="none")

    def shown(on: str, **wanted: Any) -> list[tuple[str | None, ...]]:
        found = clients.listed(caseload, d(on), text="lopez", **wanted)
        return [(one.client_id, one.program, one.level_of_care, one.case_manager) for one in found]

    other = ("C0002", None, None, None)
    assert shown("2026-05-31") == [("C0001", "Housing", "high", "Dana Whitfield"), other]
    assert shown("2026-06-01") == [("C0001", "Housing", "low", "Ida Moss"), other]
    assert shown("2027-01-01") == [("C0001", "Housing", "none", "Ida Moss"), other]
    assert shown("2026-06-01", case_manager="S0001") == []
    for wanted in (
        {"case_manager": "S0002"},
        {"county": "HILL"},
        {"program": "Housing"},
        {"status": EpisodeStatus.ADMITTED},
    ):
        assert shown("2026-06-01", **wanted) == [("C0001", "Housing", "low", "Ida Moss")]
    for wanted in ({"program": "Outreach"}, {"status": EpisodeStatus.DISCHARGED}):
        assert shown("2026-06-01", **wanted) == []


# --- what is refused -----------------------------------------------------------------------------

REFUSED: list[tuple[dict[str, Any], type[CaseloadError]]] = [
    ({"first_name": ""}, InvalidError),
    ({"last_name": " \n"}, InvalidError),
    ({"first_name": "A\x00"}, InvalidError),
    ({"last_name": "B\u202e"}, InvalidError),
    ({"last_name": "\udcff"}, InvalidError),
    ({"phone": "555\n0100"}, InvalidError),
    ({"contact_notes": "ring\x1b[2J"}, InvalidError),
    ({"contact_notes": "x" * 1_000_001}, InvalidError),
    ({"date_of_birth": d("2026-11-21")}, InvalidError),
    ({"date_of_birth": d("1896-01-01")}, InvalidError),
]


@pytest.mark.parametrize(("facts", "error"), REFUSED)
def test_a_client_who_can_not_be_is_neither_added_nor_made_from_another(
    caseload: Caseload, facts: dict[str, Any], error: type[CaseloadError]
) -> None:
    refused(error, clients.add, caseload, **{"first_name": "A", "last_name": "B", **facts})
    refused(error, clients.edit, caseload, "C0001", **facts)


@pytest.mark.parametrize("client_id", ["C0001", "Bell", " Bell ", "x" * 65, "\x1b", "\udcff"])
def test_an_id_that_is_taken_or_no_id_is_refused(caseload: Caseload, client_id: str) -> None:
    refused(InvalidError, clients.add, caseload, "A", "B", client_id=client_id)


def test_a_client_is_kept_as_given_with_names_and_id_tidied(caseload: Caseload) -> None:
    made = clients.add(
        caseload,
        " Ana  Sofía ",
        "Ruiz",
        client_id=" 00042 ",
        date_of_birth=TODAY,
        postal_code="00501",
        contact_notes="Ring twice.\n\tThen wait.",
    )
    assert (made.client_id, made.full_name) == ("00042", "Ruiz, Ana Sofía")
    assert clients.get(caseload, "00042") == made
    assert clients.by_id(caseload, ["00042", "nobody"]) == {"00042": made}


def test_an_edit_that_changes_nothing_writes_nothing(caseload: Caseload) -> None:
    before = written(caseload)
    clients.edit(caseload, "C0001", first_name=" Maria ", phone=None)
    assert written(caseload) == before
    clients.edit(caseload, "C0001", phone="555-0100")
    assert written(caseload) == before + 1


def test_an_id_that_was_made_follows_the_highest_of_its_form(caseload: Caseload) -> None:
    clients.add(caseload, "A", "B", client_id="C0100")
    clients.add(caseload, "A", "B", client_id="C99x")
    assert clients.add(caseload, "A", "B").client_id == "C0101"


# --- diagnoses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *[("F33.1", "F33.1"), ("f331", "F33.1"), (" F20.9 ", "F20.9"), ("Z59", "Z59")],
        *[("T74.11XA", "T74.11XA"), ("C4A.0", "C4A.0"), ("F33.", "F33")],
    ],
)
def test_a_code_has_one_form(caseload: Caseload, code: str, expected: str) -> None:
    assert clients.diagnose(caseload, "C0001", code).code == expected


@pytest.mark.parametrize(
    "code",
    [
        *("", "F3", "33.1", "FF3.1", "F3.31", "F33.1.2", "F33.12345", "F33 1", "F33,1"),
        *("Ｆ33.1", "F٣3.1", "F33.1\x1b", "\udcff", "x" * 10_000),
    ],
)
def test_what_is_no_code_is_refused(caseload: Caseload, code: str) -> None:
    said = refused(InvalidError, clients.diagnose, caseload, "C0001", code)
    assert said.isprintable()


def test_a_diagnosis_in_the_future_is_refused(caseload: Caseload) -> None:
    ahead = d("2026-11-21")
    refused(InvalidError, clients.diagnose, caseload, "C0001", "F33.1", diagnosed_on=ahead)
    assert clients.diagnose(caseload, "C0001", "F33.1", diagnosed_on=TODAY).diagnosed_on == TODAY


def test_the_first_diagnosis_is_the_principal_one_until_another_takes_its_place(
    caseload: Caseload,
) -> None:
    def principal() -> list[tuple[str, bool]]:
        return [(one.code, one.principal) for one in clients.diagnoses(caseload, "C0001")]

    clients.diagnose(caseload, "C0001", "F33.1")
    assert principal() == [("F33.1", True)]
    clients.diagnose(caseload, "C0001", "F10.20")
    assert principal() == [("F33.1", True), ("F10.20", False)]
    clients.diagnose(caseload, "C0001", "F20.9", principal=True)
    assert principal() == [("F20.9", True), ("F33.1", False), ("F10.20", False)]
    assert clients.diagnoses(caseload, "C0002") == []


def test_a_diagnosis_recorded_again_is_the_same_one_with_more_known_of_it(
    caseload: Caseload,
) -> None:
    first = clients.diagnose(caseload, "C0001", "F33.1", description="Depression")
    other = clients.diagnose(caseload, "C0001", "F20.9")
    again = clients.diagnose(caseload, "C0001", "f209", principal=True, source="Dr. Ames")
    assert again == other._replace(principal=True, source="Dr. Ames")
    assert clients.diagnoses(caseload, "C0001") == [again, first._replace(principal=False)]
    clients.diagnose(caseload, "C0001", "F20.9")
    assert clients.diagnoses(caseload, "C0001")[0] == again


def test_a_county_is_one_however_addresses_spell_it(caseload: Caseload) -> None:
    for name, county in (("An", "Doña Ana"), ("Bo", "dona ana county"), ("Cy", "Dona Ana Co.")):
        clients.add(caseload, name, "Countyless", county=county)
    clients.add(caseload, "Di", "Countyless", county="Donley")
    assert clients.counties(caseload) == ["Dona Ana Co.", "Donley"]
    for typed in ("doña", "Dona Ana", "DOÑA ANA COUNTY"):
        found = clients.find_county(caseload, typed)
        lines = clients.listed(caseload, TODAY, text="countyless", county=found)
        assert [one.client.split(", ")[1] for one in lines] == ["An", "Bo", "Cy"]
    refused(AmbiguousError, clients.find_county, caseload, "don")
    refused(NotFoundError, clients.find_county, caseload, "County")
