"""Names and notes that look like markup, formulas or commands are shown whole, and do nothing."""

from pathlib import Path

import pytest
from making import TODAY, again, new_file
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot

from caseload.model import AddendumKind, HoldReason, Mode, Reached
from caseload.model.planning import Domain
from caseload.records import (
    clients,
    contacts,
    episodes,
    holds,
    living_situations,
    plan_parts,
    plans,
    programs,
    staff,
)

NAMES = ("[/]", "[bold]x", "[@click=app.exit]y[/]", "=1+1", "李", "👩‍👩‍👧", "שלום")


def hostile(tmp_path: Path, name: str) -> None:
    """A client whose every text is hostile."""
    with new_file(tmp_path) as caseload:
        staff.edit(caseload, "S0001", name=name)
        programs.add(caseload, name)
        clients.add(caseload, name, name, preferred_name=name, pronouns=name, phone=name,
                    county=name, contact_notes=f"{name}\n{name}", city=name)  # fmt: skip
        episodes.admit(caseload, "C0001", name, TODAY, case_manager="S0001", level_of_care=name)
        holds.hold(caseload, "E0001", TODAY, HoldReason.OTHER, remark=name)
        made = contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note=name,
                            with_whom=name, sign=True)  # fmt: skip
        contacts.amend(caseload, made.contact_id, AddendumKind.CORRECTION, name, name)
        plans.new(caseload, "C0001", vision=name)
        plan_parts.add_goal(caseload, "C0001", name, Domain.OTHER)
        plan_parts.add_objective(caseload, "C0001", "1", name, measure=name)
        living_situations.note(caseload, "C0001", TODAY, income_source=name)


@pytest.mark.parametrize(
    ("name", "size"), [(name, (WIDE, NARROW)[at % 2]) for at, name in enumerate(NAMES)]
)
def test_hostile_text_is_shown_whole_on_every_screen(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    hostile(tmp_path, name)

    async def steps(pilot: Pilot[None]) -> None:
        whole = name if name.isascii() or len(name) < 5 else name[0]
        for tab in "12345":
            await press(pilot, tab)
            assert whole in shown(pilot), f"tab {tab}"
        await press(pilot, "2", "enter")
        assert whole in shown(pilot)
        for key in "htdn":
            await press(pilot, "escape", key)
            assert whole in shown(pilot), f"form {key}"
        await press(pilot, "escape", "f2")
        assert whole in shown(pilot)
        await press(pilot, "ctrl+f", "tab", "enter")
        assert whole in shown(pilot)
        await press(pilot, "escape", "escape", "f3")
        assert whole in shown(pilot)
        await press(pilot, "question_mark", "escape", "ctrl+l", "enter")
        assert pilot.app.is_running

    play(tmp_path / "caseload.db", steps, client="C0001", size=size, staff="S0001")


def test_a_very_long_note_opens_whole(tmp_path: Path) -> None:
    hostile(tmp_path, "x")
    with again(tmp_path / "caseload.db") as caseload:
        note = "begin [/] " + "word " * 40_000 + "end"
        contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note=note)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        assert "begin [/] word" in shown(pilot)
        await press(pilot, "enter", "end")
        assert "word end" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001", staff="S0001")
