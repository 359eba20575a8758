"""Intakes on the screen: who is on the way in, the next step, and a form for somebody new."""

import json
from datetime import date
from pathlib import Path

import pytest
from making import again, new_file
from playing import NARROW, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Input, Select

from caseload.model.intaking import Intake
from caseload.records import clients, drafts, episodes, intake, programs, staff
from caseload.records._caseload import Caseload
from caseload.tui.form import SAVED_AFTER
from caseload.tui.intake_forms import IntakeForm, StepForm

d = date.fromisoformat


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ana [/] Ruiz is referred to Outreach on Monday 16 November 2026."""
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "Outreach")
        programs.add(caseload, "Housing")
        staff.add(caseload, "Ida Moss", capacity=0)
        told = Intake("Ana [/]", "Ruiz", "Outreach", referred_on=d("2026-11-16"))
        intake.begin(caseload, told._replace(phone="555-0100", date_of_birth=d("1990-02-01")))
    return tmp_path / "caseload.db"


def choose(pilot: Pilot[None], name: str, value: str) -> None:
    pilot.app.screen.query_one(f"#{name}", Select).value = value


def opened(path: Path) -> Caseload:
    return again(path)


def test_todays_list_names_it_and_a_key_records_the_step(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert "Ruiz, Ana [/]" in shown(pilot)
        assert "Intake" in shown(pilot)
        assert "on the way into Outreach" in shown(pilot)
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, StepForm)
        assert "Next: screening, due Wed 18 Nov 2026 (2 days ago)" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert not isinstance(pilot.app.screen, StepForm)
        assert "so no contact is owed" in shown(pilot)

    play(path, steps)
    with opened(path) as caseload:
        assert episodes.get(caseload, "E0001").screened_on == d("2026-11-20")


def test_the_chart_goes_on_to_the_admission_by_the_same_key(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        assert "screening, due Wed 18 Nov 2026 (2 days ago)" in " ".join(shown(pilot).split())
        await press(pilot, "i", "ctrl+s", "i")
        await press(pilot, "ctrl+s")
        assert "Choose the case manager." in shown(pilot)
        choose(pilot, "case_manager", "S0002")
        await press(pilot, "ctrl+s")
        assert "is over the limit now: 1 of 0." in " ".join(shown(pilot).split())
        await press(pilot, "i")
        pilot.app.screen.query_one("#level_of_care", Input).value = "low"
        await press(pilot, "ctrl+s")
        assert "Outreach: admitted" in shown(pilot)
        await press(pilot, "i")
        assert not isinstance(pilot.app.screen, StepForm)

    play(path, steps, client="C0001", size=NARROW)
    with opened(path) as caseload:
        now = episodes.get(caseload, "E0001")
        assert (now.admitted_on, now.case_manager, now.level_of_care) == (
            *(d("2026-11-20"), "S0002", "low"),
        )


def test_one_is_turned_away_with_a_reason_and_the_overview_says_so(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "i")
        choose(pilot, "done", "not eligible")
        await press(pilot, "ctrl+s")
        assert "Say why they are not eligible" in shown(pilot)
        pilot.app.screen.query_one("#reason", Input).value = "lives in [b]Bell[/b]"
        pilot.app.screen.query_one("#sent_to", Input).value = "the pantry"
        await press(pilot, "ctrl+s")
        seen = " ".join(shown(pilot).split())
        assert "Outreach: not eligible" in seen
        assert "[b]Bell[/b]" in seen
        assert "the pantry" in seen

    play(path, steps, client="C0001")


def test_somebody_new_is_taken_in_and_one_who_is_known_is_not_made_twice(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+n", "=Ana", "tab", "=Riuz", "tab", "=2/1/1990")
        assert isinstance(pilot.app.screen, IntakeForm)
        choose(pilot, "program", "Housing")
        await press(pilot, "ctrl+s")
        assert "C0001 Ruiz, Ana [/]" in " ".join(shown(pilot).split())
        pilot.app.screen.query_one("#client", Input).value = "n"
        await press(pilot, "ctrl+s")
        assert not isinstance(pilot.app.screen, IntakeForm)

    play(path, steps)
    with opened(path) as caseload:
        assert clients.get(caseload, "C0002").full_name == "Riuz, Ana"
        assert drafts.kept(caseload, None, intake.KIND) is None


def test_what_is_typed_is_kept_and_goes_on_from_the_terminal_too(path: Path) -> None:
    with opened(path) as caseload:
        told = {"first_name": "Bo", "last_name": "", "funding": "sliding scale", "program": "hous",
                "needs_coordination": "yes"}  # fmt: skip
        drafts.keep(caseload, None, intake.KIND, json.dumps(told))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+n")
        assert pilot.app.screen.query_one("#first_name", Input).value == "Bo"
        assert pilot.app.screen.query_one("#funding", Select).value == "sliding_scale"
        assert pilot.app.screen.query_one("#program", Select).value == "Housing"
        await press(pilot, "tab", "=Li", "escape")

    play(path, steps, size=NARROW)
    with opened(path) as caseload:
        found = drafts.kept(caseload, None, intake.KIND)
        assert found is not None
        said = json.loads(found.text)
        assert said["last_name"] == "Li"
        assert said["funding"] == "sliding_scale"
        assert "county" not in said


def test_what_is_wrong_with_a_field_stands_beneath_it_and_all_else_at_the_end(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+n", "=Bo", "tab", "=Lee", "ctrl+s")
        lines = [line.strip(" │▌") for line in shown(pilot).splitlines()]
        place = next(n for n, line in enumerate(lines) if "no intake without it" in line)
        assert "Which program?" in lines[place - 2]
        assert pilot.app.screen.focused is pilot.app.screen.query_one("#program")
        form = pilot.app.screen
        assert isinstance(form, IntakeForm)
        form.query_one("#referred_on", Input).value = "soonish"
        form.query_one("#referred_on", Input).focus()
        await press(pilot, "tab")
        lines = [line.strip(" │▌") for line in shown(pilot).splitlines()]
        place = next(n for n, line in enumerate(lines) if "'soonish' is no date" in line)
        assert "soonish" in lines[place - 1], "what was typed, right above"
        assert form.focused is form.query_one("#program"), "nobody is held in a field"
        form.say("Somebody else holds the file.", wrong=True)
        await pilot.pause()
        top = form.query_one("#wrong").parent
        assert top is not None
        assert [one.id or one.classes for one in top.children][-2:] == ["wrong", {"buttons"}]

    play(path, steps, size=NARROW)


def test_what_a_draft_says_and_can_not_be_read_is_named(path: Path) -> None:
    with opened(path) as caseload:
        told = {
            "first_name": "Bo",
            "funding": "zzz",
            "needs_coordination": "maybe",
            "program": "Go",
        }
        drafts.keep(caseload, None, intake.KIND, json.dumps(told))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+n")
        said = shown(pilot)
        assert [one for one in ("zzz", "maybe", "Go") if one not in said] == []

    play(path, steps)


def test_what_is_typed_after_the_first_second_is_kept_too(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f2", "ctrl+n")
        for name, said in (("first_name", "Bo"), ("last_name", "Lee")):
            pilot.app.screen.query_one(f"#{name}", Input).value = said
            await pilot.pause(SAVED_AFTER + 0.3)
        with again(path) as other:
            kept = drafts.kept(other, None, intake.KIND)
        assert kept is not None
        assert json.loads(kept.text)["last_name"] == "Lee"

    play(path, steps)
