"""Today and the form for a contact: a morning by keyboard alone, and nothing typed is lost."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, again, new_file
from playing import NARROW, play, press, settled, shown
from textual.pilot import Pilot
from textual.widgets import Footer, Input, Select, Static, TextArea
from textual.widgets._footer import FooterKey

from caseload.model import Mode, Obligation, Reached
from caseload.model.planning import Domain
from caseload.records import (
    _driver,
    backups,
    clients,
    contacts,
    drafts,
    episodes,
    plan_parts,
    plans,
    programs,
    signatures,
    staff,
)
from caseload.tui.chart import Chart
from caseload.tui.form import SAVED_AFTER
from caseload.tui.log_contact import LogContact
from caseload.tui.rows import Rows
from caseload.tui.today import Today

HOSTILE = ("[/]", "[bold]x", "=1+1", "O'Brien", "李", "👩🏽\u200d🚀", "שלום")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three clients never reached: two of Dana's, one of Marcus's in another county."""
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "ACT")
        marcus = staff.add(caseload, "Marcus Bell").staff_id
        for number, (first, last) in enumerate((("Ana", "Ruiz"), ("Bo", "Lee"), ("Cy", "Ng")), 1):
            county = "Hill" if last == "Ng" else "Bosque"
            clients.add(caseload, first, last, county=county, contact_notes="no voicemail")
            manager = marcus if last == "Ng" else STAFF
            episodes.admit(
                caseload, f"C000{number}", "ACT", date(2026, 9, number), case_manager=manager
            )
        return caseload.path


def due(pilot: Pilot[None]) -> list[str]:
    """Whose lines stand on the list."""
    rows = pilot.app.screen.query_one("#due", Rows)
    return [getattr(one, "client", None) or str(one) for one in rows._rows]


def logged(path: Path, client_id: str = "C0001") -> list[Any]:
    with again(path) as caseload:
        return contacts.listed(caseload, client_id=client_id)


def test_the_first_screen_says_who_is_due_and_how_to_reach_them(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, Today)
        assert due(pilot) == ["OVERDUE", "Ruiz, Ana", "Lee, Bo"]
        said = shown(pilot)
        for words in ("Friday 20 November 2026", "[mine]", "no voicemail", "2 due · 2 overdue"):
            assert words in said
        await press(pilot, "j")
        assert "Lee, Bo · C0002" in shown(pilot)
        await press(pilot, "m")
        assert due(pilot) == ["OVERDUE", "Ruiz, Ana", "Lee, Bo", "Ng, Cy"]

    play(path, steps)


def test_who_has_only_read_the_footer_can_log_a_contact(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        footer = pilot.app.screen.query_one(Footer)
        keys = [one.description for one in footer.query(FooterKey)]
        assert 4 <= len(keys) <= 8
        assert "Log contact" in keys
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LogContact)
        assert "no voicemail" in shown(pilot)
        await press(pilot, "tab", "=yesterday", *["tab"] * 3, "=20", "ctrl+s")
        assert isinstance(pilot.app.screen, Today)
        assert due(pilot) == ["OVERDUE", "Lee, Bo"]

    play(path, steps)
    (one,) = logged(path)
    assert (one.contacted_on, one.mode, one.reached) == (
        date(2026, 11, 19), Mode.PHONE, Reached.CLIENT,
    )  # fmt: skip
    assert (one.minutes, one.staff, one.signed_at) == (20, STAFF, None)


def test_a_contact_is_saved_and_signed_with_one_key(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        pilot.app.screen.query_one(TextArea).focus()
        await press(pilot, "=Rent [/] paid", "ctrl+g")

    play(path, steps)
    (one,) = logged(path)
    assert (one.note, one.signed_by) == ("Rent [/] paid", STAFF)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "tomorrow", "lies ahead"),
        ("day", "1/2/26", "1/2/26"),
        ("day", "soonish", "soonish"),
        ("minutes", "ten", "whole number"),
    ],
)
def test_a_field_is_checked_when_it_is_left_and_nothing_wrong_is_saved(
    path: Path, field: str, typed: str, said: str
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        box = pilot.app.screen.query_one(f"#{field}", Input)
        box.focus()
        box.value = typed
        await press(pilot, "tab")
        assert said in shown(pilot)
        assert box.has_class("-wrong")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, LogContact)

    play(path, steps)
    assert logged(path) == []


def test_what_was_typed_is_offered_again_after_a_crash_and_gone_once_saved(path: Path) -> None:
    async def types(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        pilot.app.screen.query_one(TextArea).focus()
        await press(pilot, "=Half a sentence")
        await pilot.pause(1.2)

    async def goes_on(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        assert pilot.app.screen.query_one(TextArea).text == "Half a sentence"
        await press(pilot, "ctrl+s")
        await press(pilot, "l")
        assert pilot.app.screen.query_one(TextArea).text == ""

    play(path, types)
    with again(path) as caseload:
        assert drafts.kept(caseload, "C0001", "note") is not None
    play(path, goes_on)
    assert [one.note for one in logged(path)] == ["Half a sentence"]


def test_leaving_with_escape_keeps_the_draft_of_that_client_alone(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        pilot.app.screen.query_one(TextArea).focus()
        await press(pilot, "=x", "escape", "j", "l")
        assert pilot.app.screen.query_one(TextArea).text == ""
        await press(pilot, "escape", "k", "l")
        assert pilot.app.screen.query_one(TextArea).text == "x"

    play(path, steps)


def test_a_draft_whose_choices_are_gone_is_offered_without_them_and_says_so(path: Path) -> None:
    typed = {"day": "fri", "mode": "phone", "reached": "client", "purpose": "monitoring",
             "note_format": "DIRT", "goals": ["G0099"], "note": "Half a sentence"}  # fmt: skip
    with again(path) as caseload:
        drafts.keep(caseload, "C0001", "note", json.dumps(typed))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        assert "to be chosen, and left out: DIRT, G0099." in " ".join(
            "".join(" " if one in "▌│╮╯─" else one for one in shown(pilot)).split()
        )
        assert pilot.app.screen.query_one("#purpose", Select).value == "monitoring"
        await press(pilot, "ctrl+s")

    play(path, steps)
    assert [(one.note, one.note_format) for one in logged(path)] == [("Half a sentence", None)]


def test_quitting_asks_only_when_something_is_not_saved(path: Path) -> None:
    async def typed(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        pilot.app.screen.query_one(TextArea).focus()
        await press(pilot, "=x", "ctrl+q")
        assert "Something is not saved" in shown(pilot)
        assert pilot.app.is_running

    async def nothing(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not pilot.app.is_running

    play(path, typed)
    play(path, nothing)


def test_an_attempt_stays_on_the_list_and_is_counted_beside_it(path: Path) -> None:
    with again(path) as caseload:
        contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.NOBODY)

    async def steps(pilot: Pilot[None]) -> None:
        lines = [line for line in shown(pilot).splitlines() if "Monthly contact" in line]
        assert [line.count("×1") for line in lines] == [1, 0]  # noqa: RUF001
        assert "nobody reached" in shown(pilot)

    play(path, steps)


def test_the_list_is_filtered_by_county_program_and_obligation(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        today = pilot.app.screen
        assert isinstance(today, Today)
        await press(pilot, "m", "f")
        assert "Show only" in shown(pilot)
        pilot.app.screen.query_one("#county").focus()
        await press(pilot, "enter", "end", "enter")
        pilot.app.screen.query_one("#show").focus()
        await press(pilot, "enter")
        assert today.filter.county == "Hill"
        assert due(pilot) == ["OVERDUE", "Ng, Cy"]
        today.filter = today.filter._replace(county=None, obligation=Obligation.UNSIGNED_NOTE)
        today.reload()
        assert due(pilot) == []
        assert "Nobody is due." in shown(pilot)
        today.filter = today.filter._replace(county="Falls", obligation=None)
        today.reload()
        await settled(pilot)
        assert "None of the 3 open episodes is in this part of the list." in shown(pilot)

    play(path, steps)


def test_who_is_in_no_program_is_owed_nothing_and_that_is_said(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Ruiz")

    async def steps(pilot: Pilot[None]) -> None:
        assert "No client is in a program today" in shown(pilot)
        assert "caseload client admit CLIENT --program NAME" in shown(pilot)

    play(tmp_path / "caseload.db", steps, size=NARROW)


def test_why_someone_is_due_is_one_key_away_and_so_is_the_last_thing_done(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "e")
        assert "clock starts" in shown(pilot)
        await press(pilot, "escape", "l", "ctrl+s")
        assert due(pilot) == ["OVERDUE", "Lee, Bo"]
        await press(pilot, "ctrl+z")
        assert "Take this back: log contact of C0001?" in shown(pilot)
        await press(pilot, "enter")
        assert due(pilot) == ["OVERDUE", "Ruiz, Ana", "Lee, Bo"]

    play(path, steps)
    assert [one.entered_in_error_at is not None for one in logged(path)] == [True]


def test_on_a_small_screen_the_card_comes_at_a_key(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert "no voicemail" not in shown(pilot)
        await press(pilot, "space")
        assert "no voicemail" in shown(pilot)
        assert "Ruiz, Ana" in shown(pilot)

    play(path, steps, size=NARROW)


def test_the_mouse_does_what_keys_do(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.click("#due", offset=(6, 3))
        await settled(pilot)
        assert "Lee, Bo · C0002" in shown(pilot)
        await pilot.click("#due", offset=(6, 3))
        await settled(pilot)
        assert isinstance(pilot.app.screen, Chart)
        await press(pilot, "escape")
        await pilot.click("FooterKey")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Today)

    play(path, steps)


def test_nothing_is_dim_in_the_theme_of_contrast(path: Path) -> None:
    (path.parent / "none.toml").write_text('theme = "contrast"', encoding="utf-8")

    async def steps(pilot: Pilot[None]) -> None:
        strips = pilot.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        assert styles
        assert not [style for style in styles if style.dim]

    play(path, steps)


def test_names_and_notes_stand_as_they_were_typed(path: Path) -> None:
    with again(path) as caseload:
        for index, name in enumerate(HOSTILE):
            made = clients.add(caseload, name, name, contact_notes=f"{name} " * 3)
            day = date(2026, 8, 1 + index)
            episodes.admit(caseload, made.client_id, "ACT", day, case_manager=STAFF)

    async def steps(pilot: Pilot[None]) -> None:
        assert len(due(pilot)) == 1 + 2 + len(HOSTILE)
        for name in HOSTILE[:4]:
            assert f"{name}, {name}" in shown(pilot)
        for _ in HOSTILE:
            await press(pilot, "l")
            assert isinstance(pilot.app.screen, LogContact)
            await press(pilot, "escape", "j")

    play(path, steps)


def test_a_long_list_is_read_in_a_thread_and_is_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseload.tui.today.ALL_AT_ONCE", 1)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "m")
        assert due(pilot) == ["OVERDUE", "Ruiz, Ana", "Lee, Bo", "Ng, Cy"]
        assert "3 due · 3 overdue · 3 open episodes" in shown(pilot)

    play(path, steps)


def test_two_lines_of_one_client_name_their_programs_and_the_cursor_stays_on_its_own(
    path: Path,
) -> None:
    with again(path) as caseload:
        programs.add(caseload, "Outreach")
        episodes.admit(caseload, "C0001", "Outreach", date(2026, 9, 1), case_manager=STAFF)

    async def steps(pilot: Pilot[None]) -> None:
        said = shown(pilot)
        assert "ACT · Monthly" in said
        assert "Outreach · Monthly" in said
        await press(pilot, "j")
        rows = pilot.app.screen.query_one("#due", Rows)
        before = rows.row.program
        pilot.app.screen.reload()  # type: ignore[attr-defined]
        await settled(pilot)
        assert rows.row.program == before

    play(path, steps)


@pytest.mark.parametrize("goals", [0, 12])
def test_a_note_typed_before_the_form_was_looked_at_is_the_note(path: Path, goals: int) -> None:
    with again(path) as caseload:
        plans.new(caseload, "C0001", vision="A room of my own")
        for number in range(1, goals + 1):
            plan_parts.add_goal(caseload, "C0001", f"Goal {number}", Domain.SOCIAL)
            plan_parts.add_objective(
                caseload, "C0001", f"{number}", "Sing", measure="Songs", target_on=TODAY
            )
        for role in plans.signers(caseload, "C0001") if goals else ():
            signatures.sign(caseload, "C0001", role, TODAY)
        assert (plans.in_force(caseload, "C0001") is None) is (goals == 0)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l", "=Rent paid on the 5th")
        assert "! no voicemail" in shown(pilot), "how to reach them safely stays in view"
        assert pilot.app.screen.query_one(TextArea).region.bottom < NARROW[1]
        await press(pilot, "ctrl+s")

    play(path, steps, size=NARROW)
    assert [one.note for one in logged(path)] == ["Rent paid on the 5th"]


def test_the_format_of_a_note_is_one_step_back_from_it(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l", "shift+tab")
        assert pilot.app.screen.focused is pilot.app.screen.query_one("#note_format")
        await press(pilot, "enter", "=DAP", "enter", "tab")
        assert pilot.app.screen.focused is pilot.app.screen.query_one("#note")
        assert "Assessment" in pilot.app.screen.query_one(TextArea).text

    play(path, steps)


def test_what_is_wrong_stands_in_the_form_and_goes_with_it(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        pilot.app.screen.query_one("#day", Input).value = "soonish"
        await press(pilot, "ctrl+s")
        assert "soonish" in shown(pilot)
        await press(pilot, "escape")
        assert "no date" not in shown(pilot)

    play(path, steps)


def test_a_file_that_another_holds_ends_nothing_and_saves_a_note_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_driver, "BUSY_SECONDS", 0.05)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        note = pilot.app.screen.query_one(TextArea)
        note.focus()
        await press(pilot, "=Rent paid")
        await pilot.pause(1.2)
        with again(path) as other, other.write("hold", keep=False):
            await press(pilot, "ctrl+s")
            assert isinstance(pilot.app.screen, LogContact), "not saved, and said"
            note.text = ""
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, Today), "the draft stays, and it goes on"
        await press(pilot, "l", "ctrl+s")

    play(path, steps)
    assert [one.note for one in logged(path)] == ["Rent paid"]


def test_a_draft_that_can_not_be_kept_is_not_said_to_be(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_driver, "BUSY_SECONDS", 0.05)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        with again(path) as other, other.write("hold", keep=False):
            await press(pilot, "=Rent paid", "escape")
            assert isinstance(pilot.app.screen, LogContact)
            said = str(pilot.app.screen.query_one("#wrong", Static).content)
            assert said.endswith("What you typed is not kept; Escape once more leaves it.")
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, Today), "nobody is held"
            assert "Kept as a draft" not in shown(pilot)
        await press(pilot, "l", "=Rent paid", "escape")
        assert "Kept as a draft" in shown(pilot)

    play(path, steps)


def test_that_there_is_no_backup_of_the_day_stays_in_view(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter(("No room for today's copy.", "Still none."))
    monkeypatch.setattr(backups, "keep_daily", lambda _: next(said))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l", "=x")
        await pilot.pause(SAVED_AFTER + 0.2)
        await press(pilot, "ctrl+s")
        assert "No room for today" in shown(pilot)
        assert "Logged: " in shown(pilot)
        await press(pilot, "ctrl+l", "enter", "l", "ctrl+s")
        assert "Still none." in shown(pilot), "who locked it before the first write has one too"

    play(path, steps)


def test_what_is_said_of_a_form_stays_while_empty_days_are_passed(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "c", "7", "y", "ctrl+s")
        assert "Say what was refused" in shown(pilot)
        pilot.app.screen.query_one("#file_by", Input).focus()
        await press(pilot, "tab")
        assert "Say what was refused" in shown(pilot)

    play(path, steps)


def test_what_leaves_the_program_is_said_to_whoever_tries_other_keys(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        for key in ("q", "ctrl+c"):
            await press(pilot, key)
            assert "Ctrl-Q leaves the program." in shown(pilot)
            pilot.app.clear_notifications()
        assert pilot.app.is_running
        assert "^q Quit" in shown(pilot)

    play(path, steps)


def test_what_was_said_goes_with_its_screen_and_what_a_form_says_at_its_end_stays(
    path: Path,
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "i")
        assert "They are not on the way" in shown(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, Chart)
        assert "They are not on the way" not in shown(pilot)
        await press(pilot, "i", "escape")
        assert isinstance(pilot.app.screen, Today)
        assert "They are not on the way" not in shown(pilot)
        await press(pilot, "l", "ctrl+s")
        assert "Logged: " in shown(pilot)

    play(path, steps)


def test_a_sentence_takes_the_place_of_the_one_before(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "i", "i", "i")
        assert shown(pilot).count("They are not on the way") == 1

    play(path, steps)
