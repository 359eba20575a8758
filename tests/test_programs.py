"""Programs are known by name, and a name once given stays."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
        "Which program?  Peer; Peer Support"
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


# --- whom it takes, in what time, for what fee ---------------------------------------------------


FULL: dict[str, Any] = {
    "diagnosis_codes": ("F20-F29", "F31"),
    "minimum_age": 18,
    "maximum_age": 64,
    "counties": ("Hill", "Doña Ana"),
    "needs_coordination": True,
    "required_credentials": ("LPC", "QMHP-CS"),
    "screened_within_days": 0,
    "assigned_within_days": None,
    "admitted_within_days": 30,
    "waiting_review_days": 14,
    "full_fee": 80,
    "fee_per": "visit",
    "sliding_scale": ("100: 0 %", "150: 20 %", "200: $20"),
}


def test_all_that_is_said_of_a_program_is_kept_in_its_usual_form(caseload: Caseload) -> None:
    loosely = FULL | {
        "diagnosis_codes": ("f20 - f29", "F31."),
        "counties": (" Hill ", "Doña  Ana", "Hill"),
        "required_credentials": ("LPC", "", "QMHP-CS"),
        "fee_per": " visit ",
        "sliding_scale": ("100:0%", "150 : 20%", "200:$20.00"),
    }
    assert programs.add(caseload, "ACT", **loosely) == Program("ACT", **FULL)
    assert programs.find(caseload, "ACT") == Program("ACT", **FULL)
    emptied = {name: () if isinstance(value, tuple) else None for name, value in FULL.items()}
    programs.edit(caseload, "ACT", **emptied | {"needs_coordination": False})
    assert programs.find(caseload, "ACT") == Program(
        "ACT", screened_within_days=None, assigned_within_days=None, admitted_within_days=None,
        waiting_review_days=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"diagnosis_codes": ("F20-F29", "F2")}, "diagnosis_codes", "'F2' is no code, category"),
        ({"diagnosis_codes": ("F29-F20",)}, "diagnosis_codes", "write F20-F29"),
        ({"minimum_age": -1}, "minimum_age", "Minimum age is 0 to 130 years"),
        ({"maximum_age": 131}, "maximum_age", "Maximum age is 0 to 130 years"),
        ({"minimum_age": 65}, "maximum_age", "The minimum age 65 lies above the maximum age 64"),
        ({"screened_within_days": -1}, "screened_within_days", "is 0 to 3650"),
        ({"admitted_within_days": 3651}, "admitted_within_days", "is 0 to 3650"),
        ({"waiting_review_days": 0}, "waiting_review_days", "is 1 to 3650"),
        ({"full_fee": -1}, "full_fee", "0 to 1,000,000 dollars"),
        ({"full_fee": 1_000_001}, "full_fee", "0 to 1,000,000 dollars"),
        ({"full_fee": None}, "full_fee", "give it with --full-fee"),
        ({"full_fee": 19}, "sliding_scale", r"\$20 is more than the full fee, \$19"),
        ({"full_fee": 0}, "sliding_scale", r"\$20 is more than the full fee, \$0"),
        ({"sliding_scale": ("150: 20 %", "100: 0 %")}, "sliding_scale", "The bands go up"),
        ({"sliding_scale": ("cheap",)}, "sliding_scale", "'cheap' is no band"),
    ],
)
def test_a_rule_that_can_t_be_is_refused_and_its_field_named(
    caseload: Caseload, facts: dict[str, Any], field: str, words: str
) -> None:
    programs.add(caseload, "ACT", **FULL)
    for verb, name, said in ((programs.edit, "ACT", facts), (programs.add, "New", FULL | facts)):
        sentence = refused(InvalidError, verb, caseload, name, **said)
        assert re.search(words, sentence)
    with pytest.raises(InvalidError) as raised:
        programs.edit(caseload, "ACT", **facts)
    assert raised.value.field == field


def test_a_flat_scale_needs_no_full_fee(caseload: Caseload) -> None:
    saved = programs.add(caseload, "ACT", sliding_scale=("100: 0 %", "200: $20"))
    assert saved.sliding_scale == ("100: 0 %", "200: $20")
