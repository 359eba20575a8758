"""Team: everyone's share, and the way from there to a case manager's list."""

from pathlib import Path

import pytest
from making import TODAY, full_file
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot

from caseload.records import due, staff, team
from caseload.tui.team import bar
from caseload.tui.today import Today


def test_a_share_counts_clients_and_what_is_due(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        found = {one.staff.name if one.staff else None: one for one in team.loads(caseload, TODAY)}
        listed = due.due(caseload, TODAY).items
    assert set(found) == {"Dana Whitfield", "Marcus Bell"}
    assert (found["Dana Whitfield"].clients, found["Marcus Bell"].clients) == (2, 2)
    assert found["Marcus Bell"].covered_by == "Dana Whitfield"
    assert sum(one.due for one in found.values()) == len(listed)


def test_a_client_without_a_case_manager_is_not_forgotten(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        with caseload.write("test") as change:
            change.derived("delete from episode_case_manager where episode_id = 'E0002'", ())
        found = [one for one in team.loads(caseload, TODAY) if one.staff is None]
    assert [one.clients for one in found] == [1]


@pytest.mark.parametrize(
    ("part", "whole", "drawn"),
    [(0, 10, "░░░░░"), (1, 100, "▓░░░░"), (5, 10, "▓▓░░░"), (10, 10, "▓▓▓▓▓"), (12, 10, "▓▓▓▓▓"),
     (3, None, ""), (0, 0, "")],
)  # fmt: skip
def test_a_bar_is_as_full_as_its_part_and_none_without_a_whole(
    part: int, whole: int | None, drawn: str
) -> None:
    assert bar(part, whole, 5) == drawn


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_team_says_numbers_beside_its_bars(tmp_path: Path, size: tuple[int, int]) -> None:
    with full_file(tmp_path) as caseload:
        staff.edit(caseload, "S0001", capacity=2)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f3")
        said = shown(pilot)
        assert "2 of 2" in said
        assert "Dana Whit" in said.splitlines()[5] + said.splitlines()[4]
        assert "4 open clients" in said

    play(tmp_path / "caseload.db", steps, size=size)


def test_enter_shows_that_case_managers_list_and_f1_ones_own(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f3", "j", "enter")
        first, app = pilot.app.screen, pilot.app
        assert isinstance(first, Today)
        assert first.filter.case_manager in ("S0001", "S0002")
        name = {"S0001": "Dana Whitfield", "S0002": "Marcus Bell"}[first.filter.case_manager or ""]
        assert f"[{name}]" in shown(pilot)
        await press(pilot, "f1")
        assert isinstance(app.screen, Today)
        assert app.screen.filter.case_manager is None
        assert len(app.screen_stack) == 1

    play(tmp_path / "caseload.db", steps)
