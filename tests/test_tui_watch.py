"""The screen of those who may be slipping away: each with its signs, one key from the chart."""

from datetime import date
from pathlib import Path

from making import TODAY, full_file, new_file
from playing import play, press, shown
from textual.pilot import Pilot

from caseload.model import Mode, Reached
from caseload.records import contacts
from caseload.tui.chart import Chart
from caseload.tui.log_contact import LogContact
from caseload.tui.rows import Rows
from caseload.tui.watch import Watch


def test_it_names_who_has_signs_and_opens_their_chart(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        for day in (18, 19):
            contacts.log(
                caseload, "C0002", date(2026, 11, day), Mode.PHONE, Reached.NOBODY, note="[/] 李"
            )

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, Watch)
        await pilot.pause(0.3)
        rows = pilot.app.screen.query_one(Rows)
        while rows.row.client_id != "C0002":
            await press(pilot, "down")
        await pilot.pause(0.3)
        assert "attempts" in shown(pilot)
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LogContact)
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, Chart)
        assert pilot.app.screen.client_id == rows.row.client_id

    play(tmp_path / "caseload.db", steps)


def test_without_a_sign_it_says_so(tmp_path: Path) -> None:
    new_file(tmp_path, today=TODAY).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "f5")
        await pilot.pause(0.3)
        assert "No sign of anyone slipping away." in shown(pilot)
        await press(pilot, "l", "!")
        assert isinstance(pilot.app.screen, Watch)

    play(tmp_path / "caseload.db", steps)
