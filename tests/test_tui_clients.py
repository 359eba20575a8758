"""Clients: the search as one types, the filters, and the way to a chart, by keyboard alone."""

from pathlib import Path

import pytest
from making import TODAY, full_file, new_file
from playing import NARROW, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Input

from caseload.model import EpisodeStatus
from caseload.records import client_search, clients, episodes, programs
from caseload.records._caseload import Caseload
from caseload.tui.chart import Chart
from caseload.tui.clients import Clients
from caseload.tui.log_contact import LogContact
from caseload.tui.rows import Rows
from caseload.tui.today import Today

PEOPLE = (
    ("María", "De la Cruz"), ("Mark", "Marsh"), ("Ana", "Núñez"), ("Bo", "李"),
    ("Søren", "Ødegård"),
)  # fmt: skip


def people(tmp_path: Path) -> Caseload:
    """Five clients, the first two in a program, the second discharged since."""
    caseload = new_file(tmp_path)
    programs.add(caseload, "Outreach")
    for first, last in PEOPLE:
        clients.add(caseload, first, last)
    for client_id in ("C0001", "C0002"):
        episodes.admit(caseload, client_id, "Outreach", TODAY, case_manager="S0001")
    episodes.discharge(caseload, "E0002", TODAY)
    return caseload


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["C0001", "C0002", "C0003", "C0005", "C0004"]),
        ("mar", ["C0001", "C0002"]),
        ("marsh", ["C0002"]),
        ("nunez", ["C0003"]),
        ("NÚÑ", ["C0003"]),
        ("ñez", ["C0003"]),
        ("cruz", ["C0001"]),
        ("de la", ["C0001"]),
        ("odeg", ["C0005"]),
        ("李", ["C0004"]),
        ("C0004", ["C0004"]),
        ("c000", ["C0001", "C0002", "C0003", "C0004", "C0005"]),
        ("0003", ["C0003"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'; drop table client; --", []),
        ("zz", []),
    ],
)
def test_any_part_of_a_name_or_id_is_found(tmp_path: Path, typed: str, found: list[str]) -> None:
    with people(tmp_path) as caseload:
        lines = client_search.search(caseload, TODAY, typed)
        assert sorted(one.client_id for one in lines) == sorted(found)
        few = client_search.search(caseload, TODAY, typed, among={"C0001", "C0002", "C0003"})
        assert {one.client_id for one in few} == {"C0001", "C0002", "C0003"} & set(found)


def test_without_a_search_they_stand_by_family_name(tmp_path: Path) -> None:
    with people(tmp_path) as caseload:
        names = [one.client for one in client_search.search(caseload, TODAY)]
    assert names == ["De la Cruz, María", "Marsh, Mark", "Núñez, Ana", "Ødegård, Søren", "李, Bo"]


def test_a_page_ends_where_it_was_asked_to(tmp_path: Path) -> None:
    with people(tmp_path) as caseload:
        assert len(client_search.search(caseload, TODAY, limit=2)) == 2
        assert len(client_search.search(caseload, TODAY, "c00", limit=3)) == 3


def test_a_filter_goes_by_the_latest_episode(tmp_path: Path) -> None:
    with people(tmp_path) as caseload:

        def ids(**wanted: str) -> set[str] | None:
            found = client_search.standing_so(caseload, TODAY, **wanted)  # type: ignore[arg-type]
            return None if found is None else set(found)

        assert ids() is None
        assert ids(status=EpisodeStatus.ADMITTED) == {"C0001"}
        assert ids(status=EpisodeStatus.DISCHARGED) == {"C0002"}
        assert ids(program="Outreach") == {"C0001", "C0002"}
        assert ids(case_manager="S0001", status=EpisodeStatus.ADMITTED) == {"C0001"}
        assert ids(case_manager="S0009") == set()


def rows(pilot: Pilot[None]) -> Rows:
    return pilot.app.screen.query_one(Rows)


def test_typing_narrows_the_list_and_enter_opens_the_chart(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2")
        assert "4 clients" in shown(pilot)
        await press(pilot, "=nun")
        assert "1 of 4 clients" in shown(pilot)
        assert rows(pilot).row.client_id == "C0001"
        assert "Last contacts" in shown(pilot), "the card stands beside the list"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Chart)
        assert pilot.app.screen.client_id == "C0001"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Clients)

    play(tmp_path / "caseload.db", steps)


def test_down_goes_to_the_list_letters_go_back_and_escape_clears_first(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "a", "down")
        assert rows(pilot).has_focus
        await press(pilot, "n")
        field = pilot.app.screen.query_one(Input)
        assert (field.has_focus, field.value) == (True, "an")
        await press(pilot, "down", "l")
        assert isinstance(pilot.app.screen, LogContact), "a key of the list is no letter"
        await press(pilot, "escape", "escape")
        assert (field.has_focus, field.value) == (True, "")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Today)

    play(tmp_path / "caseload.db", steps, size=NARROW)


def test_filters_are_chosen_by_keyboard_and_named_in_the_title(tmp_path: Path) -> None:
    people(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+f", "enter", "=disch", "enter", "tab", "tab", "tab", "enter")
        assert "[discharged]" in shown(pilot)
        assert "Marsh, Mark" in shown(pilot)
        assert "Núñez" not in shown(pilot)
        assert "1 client" in shown(pilot)

    play(tmp_path / "caseload.db", steps)


def test_more_come_as_one_goes_down(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload, caseload.write("add client"):
        for number in range(250):
            clients.add(caseload, "Ann", f"Client{number:03}")

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2")
        assert "The first 200" in shown(pilot)
        await press(pilot, "down", "end")
        await press(pilot, "end")
        assert rows(pilot).row.client == "Client249, Ann"
        assert "250 clients" in shown(pilot)

    play(tmp_path / "caseload.db", steps)
