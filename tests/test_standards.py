"""Standards: what makes no sense is refused, and a past day is judged by the rule of that day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, CaseloadError, InvalidError, NotFoundError
from caseload.model import Counting, Mode, Obligation, Reached, Standard, Unit
from caseload.records import clients, episodes, programs, standards
from caseload.records._caseload import Caseload
from caseload.records.due import due

d = date.fromisoformat

MONTHLY, CALENDAR, FACE_TO_FACE = "T0001", "T0002", "T0003"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """The shipped standards; Ana, admitted 5 Jan 2026 and never reached."""
    with new_file(tmp_path) as opened:
        programs.add(opened, "Outreach")
        clients.add(opened, "Ana", "Ruiz")
        episodes.admit(opened, "C0001", "Outreach", d("2026-01-05"))
        yield opened


def owed(caseload: Caseload, on: str) -> list[tuple[str | None, date | None]]:
    """Standard and due date of each item of that day."""
    return [(one.standard, one.due_on) for one in due(caseload, d(on), within=None).items]


def test_a_new_file_has_one_standard_that_applies_and_four_ready(caseload: Caseload) -> None:
    found = standards.listed(caseload)
    assert [one.name for one in found] == [one.name for one in standards.SHIPPED]
    assert [one.name for one in found if one.active] == ["Monthly contact"]
    assert found[0] == Standard(MONTHLY, "Monthly contact", first_within_days=14)


# --- naming --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T0001", MONTHLY),
        (" t0001 ", MONTHLY),
        ("Monthly contact", MONTHLY),
        ("MONTHLY  Contact", MONTHLY),
        ("month", MONTHLY),
        ("cal", CALENDAR),
        ("face to face", FACE_TO_FACE),
    ],
)
def test_a_standard_is_named_by_id_name_or_the_beginning_of_it(
    caseload: Caseload, text: str, expected: str
) -> None:
    assert standards.find(caseload, text).standard_id == expected


@pytest.mark.parametrize("text", ["", " ", "contact", "T9999", "%", "_onthly", "\udcff"])
def test_no_standard_is_found_by_anything_else(caseload: Caseload, text: str) -> None:
    refused(NotFoundError, standards.find, caseload, text)
    refused(NotFoundError, standards.edit, caseload, text, TODAY, every=2)


def test_two_standards_that_begin_alike_are_both_named(caseload: Caseload) -> None:
    standards.add(caseload, "Monthly visit")
    said = refused(AmbiguousError, standards.find, caseload, "monthly")
    assert said == "Which standard?  T0001 Monthly contact; T0006 Monthly visit"
    refused(AmbiguousError, standards.edit, caseload, "monthly", TODAY, every=2)


# --- what makes no sense -------------------------------------------------------------------------

BEYOND = [10_001, 2**31, 2**63, 10**4000]
NO_SENSE: list[tuple[dict[str, Any], type[CaseloadError]]] = [
    ({"name": ""}, InvalidError),
    ({"name": " \t "}, InvalidError),
    ({"name": "Monthly\x1b[2J"}, InvalidError),
    ({"name": "\udcff"}, InvalidError),
    ({"every": 0}, InvalidError),
    ({"every": -1}, InvalidError),
    ({"times": 0}, InvalidError),
    ({"times": -(10**5)}, InvalidError),
    ({"first_within_days": -1}, InvalidError),
    ({"due_soon_days": -1}, InvalidError),
    *[
        ({name: number}, InvalidError)
        for name in ("every", "times", "first_within_days", "due_soon_days")
        for number in BEYOND
    ],
    ({"counting": Counting.CALENDAR, "every": 2}, InvalidError),
    ({"counting": Counting.CALENDAR, "unit": Unit.DAY}, InvalidError),
    ({"reached": frozenset()}, InvalidError),
    ({"reached": frozenset({Reached.NOBODY})}, InvalidError),
    ({"obligation": Obligation.HOLD_REVIEW}, InvalidError),
    ({"obligation": Obligation.UNSIGNED_NOTE}, InvalidError),
    ({"instrument": "DLA-20"}, InvalidError),
    ({"instrument": "DLA-20", "obligation": Obligation.PLAN_REVIEW}, InvalidError),
    ({"effective_from": d("2026-12-01"), "effective_until": d("2026-11-30")}, InvalidError),
    ({"program": "Nowhere"}, NotFoundError),
    ({"client_id": "C9"}, NotFoundError),
    ({"level_of_care": "a\u202eb"}, InvalidError),
]


@pytest.mark.parametrize("standard_id", [MONTHLY, FACE_TO_FACE], ids=["used", "unused"])
@pytest.mark.parametrize(("facts", "error"), NO_SENSE)
def test_a_standard_that_makes_no_sense_is_neither_added_nor_made_from_another(
    caseload: Caseload, facts: dict[str, Any], error: type[CaseloadError], standard_id: str
) -> None:
    refused(error, standards.add, caseload, **{"name": "New", **facts})
    refused(error, standards.edit, caseload, standard_id, TODAY, **facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"every": 10_000, "unit": Unit.YEAR},
        {"times": 10_000},
        {"first_within_days": 0, "due_soon_days": 0},
        {"first_within_days": 10_000, "due_soon_days": 10_000},
        {"counting": Counting.CALENDAR, "unit": Unit.WEEK},
        {"reached": frozenset({Reached.NOBODY, Reached.COLLATERAL})},
        {"obligation": Obligation.ASSESSMENT, "instrument": "DLA-20"},
        {"effective_from": TODAY, "effective_until": TODAY},
    ],
)
def test_a_standard_at_the_edge_of_sense_is_kept_and_judged(
    caseload: Caseload, facts: dict[str, Any]
) -> None:
    made = standards.add(caseload, "  At  the edge ", **facts)
    assert made.name == "At the edge"
    assert caseload.records(Standard, "where standard_id = 'T0006'") == [made]
    due(caseload, TODAY, within=None)


@pytest.mark.parametrize("standard_id", ["T0001", " T0001 ", "\x1b", "\udcff"])
def test_an_id_that_is_taken_or_no_text_is_refused(caseload: Caseload, standard_id: str) -> None:
    refused(InvalidError, standards.add, caseload, "New", standard_id=standard_id)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, 7),
        ({"every": 14, "unit": Unit.DAY}, 2),
        ({"every": 2, "unit": Unit.WEEK}, 2),
        ({"every": 3, "unit": Unit.WEEK}, 7),
        ({"every": 2, "unit": Unit.WEEK, "due_soon_days": 0}, 0),
        ({"due_soon_days": 30}, 30),
    ],
)
def test_a_short_period_is_listed_2_days_early_and_another_7_unless_said(
    caseload: Caseload, facts: dict[str, Any], expected: int
) -> None:
    assert standards.add(caseload, "New", **facts).due_soon_days == expected


def test_a_standard_takes_the_program_s_and_client_s_own_spelling(caseload: Caseload) -> None:
    made = standards.add(caseload, "New", program="outr", client_id="ruiz, ana")
    assert (made.program, made.client_id) == ("Outreach", "C0001")


# --- editing -------------------------------------------------------------------------------------


def test_one_that_has_been_in_use_ends_and_a_new_row_begins(caseload: Caseload) -> None:
    after = standards.edit(caseload, MONTHLY, d("2026-11-01"), every=2, first_within_days=None)
    assert (after.standard_id, after.effective_from, after.every) == ("T0006", d("2026-11-01"), 2)
    old, *_, new = standards.listed(caseload, ended=True)
    assert old == Standard(
        MONTHLY, "Monthly contact", first_within_days=14, effective_until=d("2026-11-01")
    )
    assert new == after
    assert MONTHLY not in {one.standard_id for one in standards.listed(caseload)}
    assert standards.find(caseload, "Monthly contact") == after
    refused(NotFoundError, standards.edit, caseload, MONTHLY, TODAY, every=3)


def test_a_past_day_is_judged_by_the_rule_that_stood_then(caseload: Caseload) -> None:
    was = owed(caseload, "2026-10-31")
    assert was == [("Monthly contact", d("2026-01-19"))]
    standards.edit(caseload, MONTHLY, d("2026-11-01"), first_within_days=400, name="Yearly")
    assert owed(caseload, "2026-10-31") == was
    assert owed(caseload, "2026-11-01") == [("Yearly", d("2027-02-09"))]


def test_one_made_inactive_still_judges_the_days_before(caseload: Caseload) -> None:
    standards.edit(caseload, MONTHLY, d("2026-11-01"), active=False)
    assert owed(caseload, "2026-10-31") == [("Monthly contact", d("2026-01-19"))]
    assert owed(caseload, "2026-11-01") == []


def test_one_changed_twice_on_a_day_begins_one_row(caseload: Caseload) -> None:
    first = standards.edit(caseload, MONTHLY, TODAY, every=2)
    second = standards.edit(caseload, "monthly", TODAY, every=3)
    assert second.standard_id == first.standard_id
    assert len(standards.listed(caseload, ended=True)) == 6
    assert standards.find(caseload, "monthly").every == 3


def test_one_that_changes_on_a_day_ahead_can_be_changed_before_that(caseload: Caseload) -> None:
    standards.edit(caseload, MONTHLY, d("2027-01-01"), every=2)
    refused(AmbiguousError, standards.edit, caseload, "monthly", TODAY, every=3)
    between = standards.edit(caseload, MONTHLY, d("2026-12-01"), every=3)
    assert [
        (one.every, one.effective_from, one.effective_until)
        for one in standards.listed(caseload)
        if one.name == "Monthly contact"
    ] == [
        (1, None, d("2026-12-01")),
        (2, d("2027-01-01"), None),
        (3, d("2026-12-01"), d("2027-01-01")),
    ]
    assert between.effective_until == d("2027-01-01")


@pytest.mark.parametrize(
    "facts",
    [{"name": "Every month"}, {"due_soon_days": 3}, {"name": " New  name ", "due_soon_days": 0}],
)
def test_the_name_and_due_soon_days_are_changed_in_place(
    caseload: Caseload, facts: dict[str, Any]
) -> None:
    before = written(caseload)
    after = standards.edit(caseload, MONTHLY, TODAY, **facts)
    assert (after.standard_id, after.effective_from) == (MONTHLY, None)
    assert standards.listed(caseload, ended=True)[0] == after
    assert written(caseload) == before + 1
    standards.edit(caseload, MONTHLY, TODAY, **facts)
    assert written(caseload) == before + 1


@pytest.mark.parametrize(
    ("made", "from_on", "begins"),
    [
        ({"active": False}, "2026-11-20", None),
        ({"active": False, "effective_from": d("2026-06-01")}, "2026-11-20", "2026-06-01"),
        ({"effective_from": d("2026-11-20")}, "2026-11-20", "2026-11-20"),
        ({"effective_from": d("2027-01-01")}, "2026-11-20", "2027-01-01"),
    ],
)
def test_one_not_yet_in_use_is_changed_in_place(
    caseload: Caseload, made: dict[str, Any], from_on: str, begins: str | None
) -> None:
    standards.add(caseload, "New", **made)
    after = standards.edit(caseload, "New", d(from_on), every=5, modes=frozenset({Mode.VIDEO}))
    assert (after.standard_id, after.every) == ("T0006", 5)
    assert after.effective_from == (d(begins) if begins else None)
    assert caseload.records(Standard, "where name = 'New'") == [after]


def test_one_made_active_again_owes_nothing_for_the_days_between(caseload: Caseload) -> None:
    standards.edit(caseload, MONTHLY, d("2026-08-01"), active=False)
    again = standards.edit(caseload, "monthly", d("2026-11-01"), active=True)
    assert (again.standard_id, again.effective_from) == ("T0006", d("2026-11-01"))
    assert owed(caseload, "2026-07-31") == [("Monthly contact", d("2026-01-19"))]
    assert owed(caseload, "2026-08-01") == owed(caseload, "2026-10-31") == []
    assert owed(caseload, "2026-11-01") == [("Monthly contact", d("2026-11-01"))]


def test_setting_the_end_of_a_standard_in_use_ends_it_in_place(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        ended = standards.edit(caseload, "T0001", caseload.today, effective_until=date(2026, 11, 1))
        assert ended.standard_id == "T0001"
        assert ended.effective_until == date(2026, 11, 1)
        assert len(standards.listed(caseload, ended=True)) == len(standards.SHIPPED)


def test_a_change_after_the_end_is_refused_in_words(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        end = caseload.today
        with pytest.raises(InvalidError, match="would have ended by then"):
            standards.edit(caseload, "T0001", end, every=2, effective_until=end)
