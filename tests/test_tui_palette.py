"""All actions by name, themes, help, and other keys from the settings."""

from pathlib import Path

import pytest
from making import full_file
from playing import play, press, shown
from textual.pilot import Pilot

from caseload.settings import config
from caseload.tui.app import THEMES
from caseload.tui.chart import Chart
from caseload.tui.client_forms import HoldForm
from caseload.tui.clients import Clients
from caseload.tui.help import HelpScreen
from caseload.tui.lock import Lock
from caseload.tui.log_contact import LogContact


def titles(pilot: Pilot[None]) -> list[str]:
    return [one.title for one in pilot.app.get_system_commands(pilot.app.screen)]


def test_every_action_of_the_screen_and_of_the_program_is_named(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        found = titles(pilot)
        for each in ("Log contact", "Filter", "Undo", "Lock", "Quit", "Help", "Go to Clients",
                     "Go to Team", "Theme: light", "Theme: contrast"):  # fmt: skip
            assert each in found, each
        assert len(found) == len(set(found))
        pilot.app.push_screen(Chart("C0001"))
        await press(pilot)
        for each in ("Hold", "Resume", "Transfer", "Discharge", "Tab: Contacts", "Go to Today"):
            assert each in titles(pilot), each

    play(tmp_path / "caseload.db", steps)


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [("go to clients", Clients), ("lock", Lock), ("hold", HoldForm), ("log contact", LogContact)],
)
def test_an_action_is_found_and_done(tmp_path: Path, typed: str, leads_to: type) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "ctrl+p", f"={typed}")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, leads_to)

    play(tmp_path / "caseload.db", steps, client="C0001")


@pytest.mark.parametrize("theme", list(THEMES))
def test_a_theme_is_chosen_and_kept(tmp_path: Path, theme: str) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        found = {one.title: one for one in pilot.app.get_system_commands(pilot.app.screen)}
        found[f"Theme: {theme}"].callback()
        assert pilot.app.theme == THEMES[theme]
        assert config.read().theme == theme

    play(tmp_path / "caseload.db", steps)

    async def again(pilot: Pilot[None]) -> None:
        assert pilot.app.theme == THEMES[theme]

    play(tmp_path / "caseload.db", again)


def test_help_names_the_keys_of_where_one_is_of_the_screen_and_of_the_program(
    tmp_path: Path,
) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "down", "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        said = shown(pilot)
        for each in ("Where you are", "Log contact", "This screen", "Filter", "Everywhere", "Quit"):
            assert each in said, each
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Clients)

    play(tmp_path / "caseload.db", steps)


def test_other_keys_come_from_the_settings(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    settings = tmp_path / "none.toml"
    settings.write_text('[keys]\n"clients" = "f8"\n"chart.hold" = "z"\n', encoding="utf-8")

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "z")
        assert isinstance(pilot.app.screen, HoldForm)
        await press(pilot, "escape", "f8")
        assert isinstance(pilot.app.screen, Clients)

    play(tmp_path / "caseload.db", steps, client="C0001")
