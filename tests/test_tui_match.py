"""Match on the screen: the ranking of the command, and Enter does what `--assign` does."""

import re
from pathlib import Path

from making import STAFF, TODAY, full_file
from playing import NARROW, play, press, shown
from textual.pilot import Pilot

from caseload.model import Funding
from caseload.records import clients, episodes, programs, staff
from caseload.records._opening import open_file


def _made(tmp_path: Path) -> Path:
    with full_file(tmp_path) as caseload:
        staff.edit(caseload, STAFF, languages=("English",))
        staff.add(
            caseload, "Luis [bold]Ortega", languages=("Spanish",), counties=("Hill",), capacity=1
        )
        clients.edit(caseload, "C0001", language="Spanish")
        return caseload.path


def _manager(path: Path) -> str | None:
    with open_file(path, TODAY, str) as opened:
        return episodes.the_open(opened, "C0001").case_manager


def test_enter_makes_the_one_under_the_cursor_the_case_manager(tmp_path: Path) -> None:
    path = _made(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "c")
        page = shown(pilot)
        assert "Match · Núñez, Ana (C0001), Outreach" in page
        assert "Luis [bold]Ortega" in page
        assert "speaks Spanish (+40)" in page
        assert "Marcus Bell is away; Dana Whitfield stands in" in page
        await press(pilot, "down")
        assert "speaks English, not Spanish" in shown(pilot)
        await press(pilot, "up", "enter")
        assert "Luis [bold]Ortega is their case" in shown(pilot)

    play(path, steps, client="C0001", size=NARROW)
    assert _manager(path) == "S0003"


def test_what_can_t_be_is_said_in_the_dialog_and_escape_changes_nothing(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with open_file(path, TODAY, str) as opened:
        episodes.transfer(opened, "E0001", opened.today, case_manager="S0003")

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "c", "enter")
        assert "Luis [bold]Ortega is their case manager already." in shown(pilot)
        await press(pilot, "escape")
        assert "Match · " not in shown(pilot)

    play(path, steps, client="C0001")
    assert _manager(path) == "S0003"


def test_in_two_programs_it_is_asked_for_which(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with open_file(path, TODAY, str) as opened:
        episodes.admit(opened, "C0001", "Housing", opened.today)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "c")
        assert "A case manager in which program?" in shown(pilot)
        await press(pilot, "tab", "enter")
        page = shown(pilot)
        assert "Match · Núñez, Ana (C0001), " in page

    play(path, steps, client="C0001")


def test_without_an_open_episode_there_is_nothing_to_match(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with open_file(path, TODAY, str) as opened:
        episodes.discharge(opened, "E0001", opened.today)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "c")
        assert "There is no open episode" in shown(pilot)

    play(path, steps, client="C0001")


def test_the_chart_says_what_an_open_stay_costs(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with open_file(path, TODAY, str) as opened:
        programs.edit(opened, "Outreach", full_fee=80, fee_per="visit")
        episodes.correct(opened, "E0001", funding=Funding.SELF_PAY)

    async def steps(pilot: Pilot[None]) -> None:
        assert re.search(r"pays +\$80\.00 per visit", shown(pilot))

    play(path, steps, client="C0001")
