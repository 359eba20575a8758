"""The chart: its tabs, what is done with a contact, a plan and a client, by keyboard alone."""

from datetime import date
from pathlib import Path

import pytest
from making import TODAY, again, full_file, new_file
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot
from textual.widgets import TabbedContent

from caseload.model import HoldReason, Mode, Reached
from caseload.records import clients, contacts, episodes, holds, living_situations, progress
from caseload.tui.chart import TABS
from caseload.tui.contact_forms import EditContact
from caseload.tui.note import Note
from caseload.tui.rows import Rows


def tab(name: str) -> str:
    """The key of a tab of the chart."""
    return str((1 + list(TABS).index(name)) % 10)


def chart_of(tmp_path: Path, client_id: str, *keys: str, size: tuple[int, int] = WIDE) -> str:
    """What a chart shows after some keys."""
    seen: list[str] = []

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)
        seen.append(shown(pilot))

    play(tmp_path / "caseload.db", steps, client=client_id, size=size)
    return seen[0]


@pytest.mark.parametrize("size", [WIDE, NARROW, (200, 60)])
def test_numbers_and_arrows_go_from_tab_to_tab(tmp_path: Path, size: tuple[int, int]) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        tabs = pilot.app.screen.query_one(TabbedContent)
        for number, name in enumerate(TABS, 1):
            await press(pilot, str(number % 10))
            assert tabs.active == name
            assert "Núñez, Ana · C0001" in shown(pilot), "the head stays"
        await press(pilot, "right")
        assert tabs.active == "overview"
        await press(pilot, "left", "left")
        assert tabs.active == list(TABS)[-2]

    play(tmp_path / "caseload.db", steps, client="C0001", size=size)


def test_the_overview_says_who_they_are_and_where_they_stand(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    said = chart_of(tmp_path, "C0001")
    for each in ("“Nita”", "36", "555-0100", "Outreach: admitted", "Marcus Bell", "middle",
                 "Keep my apartment", "F20.9", "rented", "What is due"):  # fmt: skip
        assert each in said, each
    assert "! Ring twice. Then wait." in chart_of(tmp_path, "C0002")


def test_contacts_are_marked_in_words(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note="new")
    said = chart_of(tmp_path, "C0001", "2")
    rows = [line for line in said.splitlines() if "2026  " in line]
    assert "unsigned" in rows[0]
    assert "attempt" in rows[1]
    assert "late entry" in rows[2]
    assert "unsigned" not in rows[2]
    assert "entered in error" in chart_of(tmp_path, "C0002", "2")


@pytest.mark.parametrize(
    ("on", "recorded", "late"),
    [
        ("2026-11-20", "2026-11-20T18:00:00.000Z", False),
        ("2026-11-20", "2026-11-24T18:00:00.000Z", False),
        ("2026-11-20", "2026-11-25T18:00:00.000Z", True),
        ("2026-11-24", "2026-11-27T18:00:00.000Z", False),  # Thanksgiving lies between
        ("2026-11-24", "2026-11-30T18:00:00.000Z", True),
    ],
)
def test_a_late_entry_is_recorded_after_more_than_two_business_days(
    tmp_path: Path, on: str, recorded: str, late: bool
) -> None:
    with full_file(tmp_path) as caseload:
        one = contacts.get(caseload, "K0001")._replace(
            contacted_on=date.fromisoformat(on), recorded_at=recorded
        )
        assert bool(contacts.late_entries(caseload, [one])) is late
        assert not contacts.late_entries(caseload, [one._replace(imported=True)])


def test_enter_opens_the_whole_note_with_its_goals_and_what_was_added(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "2", "down", "enter")
        assert isinstance(pilot.app.screen, Note)
        said = shown(pilot)
        for each in ("called, 李 answered", "rent", "Correction", "wrong name", "Bo answered",
                     "Dana Whitfield", "signed"):  # fmt: skip
            assert each in said, each

    play(tmp_path / "caseload.db", steps, client="C0001")


def test_a_note_is_signed_and_an_unsigned_one_edited(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        made = contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note="old words")

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "2", "e")
        assert isinstance(pilot.app.screen, EditContact)
        await press(pilot, *["tab"] * 6, "end", "= and new", "ctrl+s")
        await press(pilot, "s")
        assert "unsigned" not in shown(pilot).splitlines()[8]
        await press(pilot, "e")
        assert "It is signed and never changes" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        saved = contacts.get(caseload, made.contact_id)
    assert saved.note == "old words and new"
    assert saved.signed_by == "S0001"


def test_an_edit_that_was_left_is_offered_again(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note="old")

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "2", "e", *["tab"] * 6, "end", "= more", "escape")
        await press(pilot, "e")
        assert "old more" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")


def test_a_signed_note_is_amended(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "2", "down", "a", "ctrl+s")
        assert "Choose what it is" in shown(pilot)
        await press(pilot, "enter", "=late", "enter", "tab", "=forgot", "tab", "=It rained.")
        await press(pilot, "ctrl+s")

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        last = contacts.addenda(caseload, "K0001")[-1]
    assert (last.kind, last.reason, last.text) == ("late_addition", "forgot", "It rained.")


def test_the_plan_shows_bars_and_takes_progress(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "3")
        said = shown(pilot)
        assert "version 2, in force since 3 Aug 2026" in said
        assert "▓▓▓▓░░░░░░  40 %" in said
        assert "a draft of the next" not in said
        await press(pilot, "down", "s", "=ninety", "ctrl+s")
        assert "whole number from 0 to 100" in shown(pilot)
        await press(pilot, "shift+home", "=90", "ctrl+s")

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        last = progress.listed(caseload, "C0001")[-1]
    assert (last.rating, last.noted_on) == (90, TODAY)


def test_the_history_says_who_did_what_when(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    said = chart_of(tmp_path, "C0001", tab("history"), size=(200, 100))
    said += chart_of(tmp_path, "C0001", tab("history"), "end", size=(200, 100))
    for each in ("WHAT HAPPENED", "version 2 in force", "WHO DID WHAT", "add client", "S0001"):
        assert each in said or each == "S0001", each
    assert "first name    Ana" in said, "what was written stands beside it"


def test_documents_say_what_was_made_for_whom(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    said = chart_of(tmp_path, "C0001", tab("documents"))
    assert "plan v2" in said
    assert "for Dr. Ames" in said
    assert "Nothing was made yet" in chart_of(tmp_path, "C0002", tab("documents"))


def test_a_hold_takes_a_reason_and_ends_on_the_day_that_is_said(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "h", "ctrl+s")
        assert "Choose the reason" in shown(pilot)
        await press(pilot, "enter", "=jail", "enter", "ctrl+s")
        assert "on hold in Outreach: jail" in shown(pilot)
        await press(pilot, "u", "shift+home", "=tomorrow", "ctrl+s")
        assert "until 21 Nov 2026" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        last = holds.of_episode(caseload, "E0001")[-1]
    assert (last.from_on, last.reason) == (TODAY, HoldReason.JAIL)
    assert last.until_on is not None


def test_a_day_that_is_none_is_said_beneath_and_nothing_is_saved(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        before = holds.of_episode(caseload, "E0001")

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "h", "tab", "shift+home", "=31/02/2026", "tab")
        assert "31/02/2026" in shown(pilot)
        assert "no day of any year" in shown(pilot) or "is no" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        assert holds.of_episode(caseload, "E0001") == before


def test_transfer_discharge_and_living_situation(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "t", "enter", "=dana", "enter", "ctrl+s")
        await press(pilot, "n", "enter", "=own", "enter", "ctrl+s")
        assert "own home" in shown(pilot)
        await press(pilot, "d", "tab", "=goals met", "ctrl+s")
        assert "Outreach: discharged" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        stay = episodes.get(caseload, "E0001")
        living = living_situations.latest(caseload, "C0001")
    assert (stay.case_manager, stay.discharge_reason) == ("S0001", "goals met")
    assert living is not None
    assert living.housing == "own_home"


def test_a_client_without_anything_has_a_chart_too(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Núñez")

    async def steps(pilot: Pilot[None]) -> None:
        for number in "12345":
            await press(pilot, number)
            assert "Núñez, Ana" in shown(pilot)
        await press(pilot, "h")
        assert "no open episode" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001", size=NARROW)


def test_a_thousand_contacts_are_read_a_page_at_a_time(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload, caseload.write("log contact"):
        for _ in range(450):
            contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.NOBODY)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "2", "end", "end", "end")
        assert pilot.app.screen.query_one("#contacts-rows", Rows).row.contact_id == "K0001"

    play(tmp_path / "caseload.db", steps, client="C0001")
