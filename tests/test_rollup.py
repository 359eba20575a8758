"""Many files as one: each judged as it judges itself, and everything added up."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from making import TODAY
from making_many import agency, as_it_was, manager_file, spoiled

from caseload import entrances
from caseload.entrance import Door
from caseload.errors import AmbiguousError, NotFoundError
from caseload.model import Obligation, Status
from caseload.records import due, episodes, rollup, shared_clients, staff, team
from caseload.records._opening import create_file, open_file
from caseload.records.many import Files, files_in
from caseload.records.rollup import TOTAL, Part


def files(*named: Path) -> Files:
    sources = entrances.sources_of(Door(None, None, None), files_in(named), None)
    return Files(sources, TODAY)


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are none."""
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))


@pytest.mark.parametrize("on", [TODAY, date(2026, 3, 1), date(2025, 1, 1), date(2028, 2, 29)])
@pytest.mark.parametrize("within", [0, 30, None])
def test_the_lines_are_those_of_each_file_worst_first(
    tmp_path: Path, on: date, within: int | None
) -> None:
    here = agency(tmp_path)
    before = as_it_was(here)
    found = rollup.due_in_all(files(here), on, within=within, include_held=True)
    assert as_it_was(here) == before
    expected = []
    for path in files_in([here]):
        with open_file(path, TODAY, str) as caseload:
            own = due.due(caseload, on, within=within, include_held=True)
        expected += [(item, str(path)) for item in own.items]
        (count,) = (one for one in found.counts if one.file == str(path))
        assert (count.open_episodes, count.on_hold) == (own.open_episodes, own.on_hold)
        statuses = Counter(item.status for item in own.items)
        assert count[1:4] == tuple(statuses[status] for status in due.LISTED)
    assert sorted((line.item, line.file) for line in found.lines) == sorted(expected)
    assert [line.item for line in found.lines] == due.in_order([item for item, _ in expected])
    assert found.counts[-1][1:] == tuple(
        sum(column) for column in zip(*(one[1:] for one in found.counts[:-1]), strict=True)
    )


def test_each_file_is_judged_by_its_own_standards(tmp_path: Path) -> None:
    here = agency(tmp_path)
    found = rollup.due_in_all(files(here), TODAY)
    overdue = [
        (line.item.client, line.file.removeprefix(f"{here}/"))
        for line in found.lines
        if line.item.status is Status.OVERDUE
    ]
    # Reached 60 days ago, the same client is late where a month is asked for, and not where three.
    assert overdue == [
        ("李, [/]", "luis/caseload.db"),
        ("Ruiz, Ana", "dana.db"),
        ("O'Brien, =1+1", "dana.db"),
    ]


def test_a_client_who_stands_in_two_files_is_shown_as_such(tmp_path: Path) -> None:
    here = agency(tmp_path)
    found = rollup.due_in_all(files(here), TODAY, within=None)
    also = {line.item.client: line.also_in for line in found.lines if line.also_in}
    assert also == {
        "Ruiz, Ana": (f"{here}/luis/caseload.db C0001",),
        "Ruiz, Anna": (f"{here}/dana.db C0001",),
    }
    rows = shared_clients.shared(files(here)).rows
    assert [(one.client, one.client_id, one.also_client_id) for one in rows] == [
        ("Ruiz, Ana", "C0001", "C0001"),
        ("Ruiz, Anna", "C0001", "C0001"),
    ]
    assert rows[0].reasons == ("names spelled alike", "same date of birth")
    assert (rows[0].program, rows[0].also_program) == ("ACT", "Housing")


PARTS = [
    (Part(case_manager="Whitfield"), {"dana.db"}),
    (Part(case_manager="luis"), {"luis/caseload.db"}),
    (Part(program="housing"), {"luis/caseload.db"}),
    (Part(county="hill"), {"dana.db", "luis/caseload.db"}),
    (Part(case_manager="Whitfield", program="Housing"), set[str]()),
    (Part(obligation=Obligation.PLAN_REVIEW), set[str]()),
]


@pytest.mark.parametrize(("part", "in_files"), PARTS)
def test_a_name_is_looked_for_in_each_file(tmp_path: Path, part: Part, in_files: set[str]) -> None:
    here = agency(tmp_path)
    if part == Part(case_manager="Whitfield", program="Housing"):
        with pytest.raises(NotFoundError):
            rollup.due_in_all(files(here), TODAY, part, within=None)
        return
    found = rollup.due_in_all(files(here), TODAY, part, within=None)
    assert {line.file.removeprefix(f"{here}/") for line in found.lines} == in_files


@pytest.mark.parametrize(
    "part", [Part(case_manager="Nobody"), Part(county="Nowhere"), Part(program="None")]
)
def test_a_name_that_no_file_knows_is_refused(tmp_path: Path, part: Part) -> None:
    here = agency(tmp_path)
    spoiled(here, "cut")
    with pytest.raises(NotFoundError):
        rollup.due_in_all(files(here), TODAY, part)


def test_a_name_that_means_several_in_a_file_is_that_file_s_error(tmp_path: Path) -> None:
    here = agency(tmp_path)
    manager_file(here / "two.db", "Dana Whitmore", [])
    with open_file(here / "two.db", TODAY, str) as caseload:
        staff.add(caseload, "Dana Whitfield")
    found = rollup.due_in_all(files(here), TODAY, Part(case_manager="Dana"))
    assert [type(one.error) for one in found.failures] == [AmbiguousError]
    assert {line.file for line in found.lines} == {str(here / "dana.db")}


# --- figures -------------------------------------------------------------------------------------


def test_the_summary_adds_up_what_each_file_says_of_itself(tmp_path: Path) -> None:
    here = agency(tmp_path)
    found = rollup.summary(files(here), TODAY)
    assert [(one.file.removeprefix(f"{here}/"), *one[2:]) for one in found.rows] == [
        ("dana.db", 3, 1, 0, 2, 0, 0, 10, 0, None),
        ("luis/caseload.db", 3, 1, 1, 1, 0, 0, 10, 0, None),
        (TOTAL, 6, 2, 1, 3, 0, 0, 20, 0, None),
    ]


def test_the_summary_by_case_manager_is_what_the_team_of_each_file_says(tmp_path: Path) -> None:
    here = agency(tmp_path)
    with open_file(here / "dana.db", TODAY, str) as caseload:
        staff.add(caseload, "Priya Raman")
        staff.add(caseload, "Carolyn Mays", role="supervisor", capacity=99)
        episodes.transfer(caseload, "E0002", TODAY, case_manager="S0002")
        expected = [
            (one.staff.name if one.staff else None, one.clients, one.on_hold, one.overdue)
            for one in team.loads(caseload, TODAY)
        ]
    found = rollup.summary(files(here), TODAY, by_case_manager=True)
    of_dana = [one for one in found.rows if one.file == str(here / "dana.db")]
    assert sorted(expected, key=str) == sorted(
        ((one.case_manager, one.clients, one.on_hold, one.overdue) for one in of_dana), key=str
    )
    whole = rollup.summary(files(here), TODAY)
    # A supervisor's capacity is for no clients.
    assert [one[2:] for one in whole.rows if one.file == TOTAL] == [
        one[2:] for one in found.rows if one.file == TOTAL
    ]


def test_a_file_with_nobody_in_it_is_a_row_by_case_manager_too(tmp_path: Path) -> None:
    create_file(tmp_path / "new.db", TODAY, None)
    nobody = (None, 0, 0, 0, 0, 0, 0, None, 0, None)
    found = rollup.summary(files(tmp_path), TODAY, by_case_manager=True)
    assert found.rows == [(str(tmp_path / "new.db"), *nobody), (TOTAL, *nobody)]
    assert found.rows[-1] == rollup.summary(files(tmp_path), TODAY).rows[-1]


def test_a_file_that_cannot_be_read_is_a_row_of_its_own_and_counted(tmp_path: Path) -> None:
    here = agency(tmp_path)
    bad = spoiled(here, "newer")
    found = rollup.summary(files(here), TODAY)
    (row,) = (one for one in found.rows if one.file == str(bad))
    assert row[2:9] == (None,) * 7
    assert row.errors == 1
    assert "Update caseload" in (row.error or "")
    total = found.rows[-1]
    assert (total.clients, total.errors, total.error) == (6, 1, None)


def test_nothing_but_files_that_cannot_be_read_adds_up_to_nothing(tmp_path: Path) -> None:
    bad = spoiled(tmp_path, "cut")
    found = rollup.due_in_all(files(bad), TODAY)
    assert (found.lines, found.counts, len(found.failures)) == ([], [], 1)
    total = rollup.summary(files(bad), TODAY).rows[-1]
    assert (total.clients, total.errors) == (None, 1)
