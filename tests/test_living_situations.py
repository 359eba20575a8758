"""How a client lives, as of a day: what is not said stays as it was, and a day has one answer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, new_file
from refusing import refused, written

from caseload.errors import InvalidError, NotFoundError
from caseload.model.planning import Employment, Housing, LivingSituation
from caseload.records import checks, clients, living_situations
from caseload.records._caseload import Caseload

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
RENTED, SHELTER = Housing.RENTED, Housing.SHELTER
LOOKING, PART_TIME = Employment.LOOKING, Employment.PART_TIME


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "Li")
        yield opened


def note(caseload: Caseload, on: date, **facts: Any) -> LivingSituation:
    return living_situations.note(caseload, "C0001", on, **facts)


def known(caseload: Caseload) -> list[tuple[Any, ...]]:
    return [tuple(one[2:]) for one in living_situations.listed(caseload, "C0001")]


def test_what_is_not_said_is_as_it_was_before_that_day(caseload: Caseload) -> None:
    note(caseload, MAY, housing=SHELTER, income_source=" SSI ")
    note(caseload, TODAY, employment=LOOKING)
    note(caseload, MARCH, housing=RENTED)
    assert known(caseload) == [
        (MARCH, RENTED, None, None),
        (MAY, SHELTER, None, "SSI"),
        (TODAY, SHELTER, LOOKING, "SSI"),
    ]


def test_the_last_word_of_a_day_takes_the_place_of_the_first(caseload: Caseload) -> None:
    first = note(caseload, MAY, housing=SHELTER, employment=LOOKING)
    second = note(caseload, MAY, housing=RENTED)
    assert second == first._replace(housing=RENTED)
    assert known(caseload) == [(MAY, RENTED, LOOKING, None)]
    last = written(caseload)
    note(caseload, MAY, housing=RENTED)
    assert written(caseload) == last
    assert checks.damage(caseload) == []


def test_the_latest_is_that_of_the_day_asked_about(caseload: Caseload) -> None:
    note(caseload, MARCH, housing=SHELTER)
    note(caseload, MAY, housing=RENTED)
    for on, expected in (
        (date(2026, 2, 28), None), (MARCH, SHELTER), (date(2026, 4, 30), SHELTER), (MAY, RENTED),
        (None, RENTED),
    ):  # fmt: skip
        found = living_situations.latest(caseload, "C0001", on)
        assert (found.housing if found else None) == expected
    assert living_situations.latest(caseload, "C0002") is None


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ((RENTED, PART_TIME, "SSI"), False),
        ((RENTED, PART_TIME, " SSI "), False),
        ((None, None, None), False),
        ((RENTED, None, None), False),
        ((None, PART_TIME, "  "), False),
        ((SHELTER, None, None), True),
        ((RENTED, LOOKING, "SSI"), True),
        ((None, None, "wages"), True),
    ],
)
def test_todays_situation_is_recorded_where_what_is_said_differs(
    caseload: Caseload, said: tuple[Any, ...], changes: bool
) -> None:
    note(caseload, MARCH, housing=RENTED, employment=PART_TIME, income_source="SSI")
    before, last = known(caseload), written(caseload)
    assert living_situations.noted(caseload, "C0001", *said) is changes
    if not changes:
        assert (known(caseload), written(caseload)) == (before, last)
        return
    merged = tuple(new or old for new, old in zip(said, before[0][1:], strict=True))
    assert known(caseload) == [*before, (TODAY, *merged)]


def test_a_first_situation_is_recorded_and_no_answer_is_none(caseload: Caseload) -> None:
    assert not living_situations.noted(caseload, "C0001", None, None, " ")
    assert living_situations.noted(caseload, "C0001", None, LOOKING, None)
    assert known(caseload) == [(TODAY, None, LOOKING, None)]


def test_what_says_nothing_or_lies_ahead_is_refused(caseload: Caseload) -> None:
    assert "Say where they live" in refused(InvalidError, note, caseload, TODAY)
    refused(InvalidError, note, caseload, TODAY, income_source=" ")
    assert "lies ahead" in refused(InvalidError, note, caseload, date(2026, 11, 21), housing=RENTED)
    refused(NotFoundError, living_situations.note, caseload, "C9", TODAY, housing=RENTED)
