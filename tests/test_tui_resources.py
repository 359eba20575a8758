"""Resources: the search as one types, the filters, the forms, and the way from a chart."""

from pathlib import Path

from making import TODAY, again, full_file, new_file
from playing import NARROW, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Input

from caseload.model.linking import ResourceNeed
from caseload.records import resources
from caseload.tui.resources import Resources
from caseload.tui.rows import Rows
from caseload.tui.today import Today

PATH = "caseload.db"


def some(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        for name, need, accepting in (
            ("Pantry", ResourceNeed.FOOD, True),
            ("Rent help", ResourceNeed.HOUSING, None),
            ("Shelter", ResourceNeed.HOUSING, False),
        ):
            resources.add(caseload, "Casa", name, need=frozenset({need}), accepting=accepting,
                          counties=("Hill",), phone="555-0101", description="About it")  # fmt: skip


def names(pilot: Pilot[None]) -> list[str]:
    return [one.resource.name for one in pilot.app.screen.query_one(Rows)._rows]


def test_typing_narrows_the_list_and_the_card_says_why(tmp_path: Path) -> None:
    some(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f4")
        assert names(pilot) == ["Pantry", "Rent help", "Shelter"]
        assert "3 services fit" in shown(pilot)
        await press(pilot, "=rent")
        assert names(pilot) == ["Rent help"]
        assert "1 service fits" in shown(pilot)
        assert "- nobody has said" in shown(pilot)
        assert "About it" in shown(pilot)
        await press(pilot, "down", "enter")
        assert "+ its name has 'rent'" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert names(pilot)[0] == "Pantry", "the search is cleared first"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Today)

    play(tmp_path / PATH, steps)


def test_filters_are_chosen_by_keyboard_and_named_in_the_title(tmp_path: Path) -> None:
    some(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f4", "ctrl+f", "enter", "=hous", "enter", "tab", "tab", "enter")
        await press(pilot, "=takes", "enter", "tab", "enter")
        assert "housing, taking people" in shown(pilot)
        assert names(pilot) == ["Rent help"]
        assert "1 more takes nobody now" in shown(pilot)
        await press(pilot, "ctrl+f", "tab", "tab", "tab", "tab", "enter")
        assert len(names(pilot)) == 3

    play(tmp_path / PATH, steps, size=NARROW)


def test_a_call_is_recorded_from_the_list(tmp_path: Path) -> None:
    some(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f4", "=rent", "down", "v", "tab", "enter", "=yes", "enter")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Resources)
        assert "+ verified Fri 20 Nov 2026 (today)" in shown(pilot)
        await press(pilot, "v", "=tomorrow", "ctrl+s")
        assert "lies ahead" in shown(pilot)

    play(tmp_path / PATH, steps)
    with again(tmp_path / PATH) as caseload:
        one = resources.get(caseload, "V0002")
    assert (one.verified_on, one.verified_by, one.accepting) == (TODAY, "S0001", True)


def test_a_service_is_added_and_changed_by_forms(tmp_path: Path) -> None:
    some(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f4", "down", "a", "=Bus passes", "ctrl+s")
        assert "Say which organization offers it." in shown(pilot)
        await press(pilot, "tab", "=[/] Wheels", "tab", "down", "space", "ctrl+s")
        assert "Bus passes" in shown(pilot)
        await press(pilot, "slash", "=bus", "down", "e", "=Rides", "ctrl+s")
        await press(pilot, "escape", "=rides")
        assert "[/] Wheels" in shown(pilot)

    play(tmp_path / PATH, steps)
    with again(tmp_path / PATH) as caseload:
        one = resources.get(caseload, "V0004")
    assert (one.name, one.organization, len(one.need)) == ("Rides", "[/] Wheels", 1)
    assert one.accepting is None


def test_what_is_only_looked_at_stays_letter_by_letter(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        odd = "one\u2028two  \n three"
        before = resources.add(caseload, "Casa", "Renta", description=odd, counties=("a b", "c"))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f4", "down", "e", "tab", "tab", "tab", "tab", "=555", "ctrl+s")

    play(tmp_path / PATH, steps)
    with again(tmp_path / PATH) as caseload:
        assert resources.get(caseload, "V0001") == before._replace(phone="555")


def test_from_a_chart_it_is_held_against_that_client(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, Resources)
        assert "for Núñez, Ana: Hill, age 36" in shown(pilot)
        await press(pilot, "down")
        assert "+ covers Hill" in shown(pilot)
        assert "+ asks for 'mental illness'" in shown(pilot)

    play(tmp_path / PATH, steps, client="C0001")


def test_letters_go_back_to_the_search(tmp_path: Path) -> None:
    some(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f4", "down", "s")
        field = pilot.app.screen.query_one(Input)
        assert (field.has_focus, field.value) == (True, "s")

    play(tmp_path / PATH, steps)
