"""Crises on the screen: the card at one key, the tab of a chart, forms that lose nothing."""

from datetime import date
from pathlib import Path

import pytest
from making import STAFF, TODAY, again, new_file
from making_crises import begin, sign
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Select, Static, TextArea

from caseload.model import Mode
from caseload.model.crises import CrisisKind
from caseload.records import clients, contacts, crises, episodes, holds, programs, safety_plans
from caseload.show import style
from caseload.tui.chart import TABS
from caseload.tui.crisis_card import CrisisCardScreen
from caseload.tui.log_contact import LogContact

TAB = str(list(TABS).index("crisis") + 1)
HOSTILE = "[/] [bold]x O'Brien 李 =1+1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ana, of Dana's, in one program and seen today; Bo has nobody."""
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "ACT")
        clients.add(caseload, "Ana", "Ruiz", phone="555-0100", contact_notes=HOSTILE)
        clients.add(caseload, "Bo", "Lee")
        episodes.admit(caseload, "C0001", "ACT", date(2026, 9, 1), case_manager=STAFF)
        return caseload.path


def back_from_hospital(path: Path) -> None:
    with again(path) as caseload:
        crises.add(
            caseload, "C0001", "2026-11-10", CrisisKind.PSYCHOSIS, facility="DePaul Center",
            admitted_on=date(2026, 11, 10), discharged_on=date(2026, 11, 15),
        )  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_one_key_opens_the_card_wherever_a_client_is_at_hand(
    path: Path, size: tuple[int, int]
) -> None:
    with again(path) as caseload:
        begin(caseload, "C0001", coping=(HOSTILE,))
        sign(caseload, "C0001", TODAY)

    async def steps(pilot: Pilot[None]) -> None:
        for before in ((), ("f2", "=ruiz"), ("f2", "=ana", "down"), ("f1", "c")):
            await press(pilot, *before, "exclamation_mark")
            assert isinstance(pilot.app.screen, CrisisCardScreen), before
            said = shown(pilot)
            assert said.lstrip().startswith("Call or text 988")
            assert HOSTILE in said
            assert "SAFETY PLAN, version 1" in said
            await press(pilot, "escape")
            if before and before[0] == "f2":
                await press(pilot, "escape")

    play(path, steps, size=size)


def test_a_stay_is_recorded_and_ended_and_a_follow_up_closed_by_keys_alone(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB)
        assert "NO SAFETY PLAN" in shown(pilot)
        await press(pilot, "a", "ctrl+s")
        assert "Choose what sort" in shown(pilot)
        pilot.app.screen.query_one("#kind", Select).value = CrisisKind.OVERDOSE
        for name, typed in (
            ("occurred_at", "2026-11-12 22:15"), ("facility", HOSTILE),
            ("admitted_on", "2026-11-12"),
        ):  # fmt: skip
            pilot.app.screen.query_one(f"#{name}").value = typed  # type: ignore[attr-defined]
        pilot.app.screen.query_one("#what_happened", TextArea).text = "Found.\nAwake."
        await press(pilot, "ctrl+s")
        said = shown(pilot)
        assert "in hospital since 12 Nov 2026" in said
        assert "on hold in ACT: inpatient" in said
        await press(pilot, "b", "shift+home", "=2026-11-18", "ctrl+s")
        assert "VISITS OWED" in shown(pilot)
        await press(pilot, "home", "c", "=away", "ctrl+s")
        assert "visit within 30 days" in shown(pilot)
        await press(pilot, "end", "x", "ctrl+s")
        assert "Say why" in shown(pilot)
        await press(pilot, "=wrong client", "ctrl+s")

    play(path, steps, client="C0001")
    with again(path) as caseload:
        (one,) = crises.listed(caseload, "C0001")
        assert (one.occurred_at, one.discharged_on) == ("2026-11-12T22:15", date(2026, 11, 18))
        assert one.what_happened == "Found.\nAwake."
        assert one.entered_in_error_why == "wrong client"
        assert [each.reason for each in crises.closings(caseload, "C0001")] == ["away"]
        assert holds.of_episode(caseload, "E0001") == []


def test_a_safety_plan_is_written_kept_signed_and_shown(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "f", "=I stop calling", "escape")
        await press(pilot, "f")
        areas = list(pilot.app.screen.query(TextArea))
        assert areas[0].text == "I stop calling", "what was typed is offered again"
        for area in areas[1:]:
            area.text = f"{HOSTILE}\nsecond line"
        await press(pilot, "ctrl+s")
        assert "draft 1, not signed" in shown(pilot)
        await press(pilot, "s", "ctrl+s")
        await press(pilot, "s", "ctrl+s")
        assert "version 1, signed 20 Nov 2026" in shown(pilot)

    play(path, steps, client="C0001", size=(120, 60))
    with again(path) as caseload:
        plan = safety_plans.in_force(caseload, "C0001")
    assert plan is not None
    assert plan.coping == (HOSTILE, "second line")
    assert [one.role for one in plan.signatures] == ["client", "case_manager"]


@pytest.mark.parametrize("key", ["enter", "l"])
def test_a_follow_up_on_the_list_opens_the_form_for_a_visit_and_is_gone_once_saved(
    path: Path, key: str
) -> None:
    back_from_hospital(path)
    with again(path) as caseload:
        contacts.log(caseload, "C0001", date(2026, 11, 15), Mode.PHONE, "client")  # type: ignore[arg-type]

    async def steps(pilot: Pilot[None]) -> None:
        assert "Follow-up, 7 days" in shown(pilot)
        await press(pilot, key)
        form = pilot.app.screen
        assert isinstance(form, LogContact)
        assert form.query_one("#mode", Select).value == Mode.IN_PERSON
        await press(pilot, "ctrl+s")
        assert "Follow-up, 7 days" not in shown(pilot)

    play(path, steps)
    with again(path) as caseload:
        assert crises.follow_ups(caseload, "C0001") == []


def test_why_a_visit_is_owed_is_told_on_the_screen(path: Path) -> None:
    back_from_hospital(path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "e")
        said = " ".join(shown(pilot).split())
        assert "Follow-up after the discharge 15 Nov 2026, DePaul Center" in said
        assert "no visit since the discharge" in said

    play(path, steps, size=(120, 60))


def test_days_in_what_the_rules_say_are_shown_as_the_settings_want_them(path: Path) -> None:
    back_from_hospital(path)
    path.with_name("none.toml").write_text('date_shown = "iso"', encoding="utf-8")

    async def steps(pilot: Pilot[None]) -> None:
        assert "7 days of 2026-11-15" in " ".join(shown(pilot).split())
        await press(pilot, TAB)
        said = " ".join(shown(pilot).split())
        assert "2026-11-10 to 2026-11-15" in said
        assert "Nov 2026" not in said

    with style.of_a_command():
        play(path, steps, size=(160, 60), client="C0001")


def test_keys_that_need_a_row_say_which(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB)
        for key, words in (("b", "no hospital"), ("s", "no draft"), ("c", "visit that is owed"),
                           ("e", "on a crisis first"), ("x", "on a crisis first")):  # fmt: skip
            await press(pilot, key)
            assert words in " ".join(shown(pilot).split()), key
            pilot.app.clear_notifications()

    play(path, steps, client="C0002")


@pytest.mark.parametrize("columns", [40, 41, 80])
def test_no_line_of_the_card_is_broken_twice(path: Path, columns: int) -> None:
    with again(path) as caseload:
        begin(caseload, "C0001", coping=("Walk to the river and back " * 8,))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "exclamation_mark")
        place = pilot.app.screen.query_one("#on-crisis-card", Static)
        lines = str(place.render()).splitlines()
        assert max(map(len, lines)) <= place.content_size.width
        assert place.content_size.height == len(lines)

    play(path, steps, client="C0001", size=(columns, 24))
