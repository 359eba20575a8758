"""Programs are known by name, and a name once given stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Program
from caseload.records import programs
from caseload.records._caseload import Caseload


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        programs.add(opened, "Peer")
        programs.add(opened, "Peer Support", description="Those who have been there")
        programs.add(opened, "Día a Día")
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peer", "Peer"),
        ("peer", "Peer"),
        ("peer s", "Peer Support"),
        ("PEER  SUPPORT", "Peer Support"),
        ("dia", "Día a Día"),
        ("DÍA", "Día a Día"),
    ],
)
def test_a_program_is_named_by_its_name_or_the_beginning_of_it(
    caseload: Caseload, text: str, expected: str
) -> None:
    assert programs.find(caseload, text).name == expected


@pytest.mark.parametrize("text", ["", " ", "support", "%", "_eer", "Peers", "\udcff"])
def test_no_program_is_found_by_anything_else(caseload: Caseload, text: str) -> None:
    assert "caseload program list" in refused(NotFoundError, programs.find, caseload, text)


def test_two_programs_that_begin_alike_are_both_named(caseload: Caseload) -> None:
    assert refused(AmbiguousError, programs.find, caseload, "pee") == (
        "Which program?  Peer · Peer Support"
    )


@pytest.mark.parametrize("name", ["", "  ", "Peer", "PEER", "Dia a  dia", "A\x1b[0m", "\udcff"])
def test_a_program_with_an_empty_taken_or_deceptive_name_is_not_added(
    caseload: Caseload, name: str
) -> None:
    refused(InvalidError, programs.add, caseload, name)


def test_a_program_is_edited_in_all_but_its_name(caseload: Caseload) -> None:
    programs.edit(caseload, "Peer", description="By peers", active=False)
    assert programs.listed(caseload) == [
        Program("Día a Día"),
        Program("Peer", "By peers", active=False),
        Program("Peer Support", "Those who have been there"),
    ]
    before = written(caseload)
    programs.edit(caseload, "Peer", description="By peers")
    assert written(caseload) == before


@pytest.mark.parametrize(
    ("name", "error"), [("Pee", AmbiguousError), ("Housing", NotFoundError), ("", NotFoundError)]
)
def test_nothing_is_written_to_a_program_that_is_not_clearly_meant(
    caseload: Caseload, name: str, error: type[InvalidError]
) -> None:
    refused(error, programs.edit, caseload, name, active=False)


def test_a_roster_takes_a_program_s_own_spelling_and_adds_those_not_known(
    caseload: Caseload,
) -> None:
    found = programs.named(caseload, ["peer support", "Housing", "HOUSING"])
    assert found == {"peer support": "Peer Support", "Housing": "Housing", "HOUSING": "Housing"}
    assert [one.name for one in programs.listed(caseload)] == [
        *("Día a Día", "Housing", "Peer", "Peer Support")
    ]
