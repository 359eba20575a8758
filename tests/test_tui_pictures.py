"""How the screens look, each in two sizes, on a frozen day. `make snapshots` takes them anew."""

from pathlib import Path
from typing import Any

import pytest
from making import TODAY, full_file
from playing import NARROW, WIDE, settled
from textual.pilot import Pilot
from textual.widgets import Input

from caseload.entrance import Door
from caseload.tui.app import CaseloadApp
from caseload.tui.chart import Chart
from caseload.tui.plan_editor import PlanEditor


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("screen", ["today", "log", "clients", "team", "chart", "plan"])
def test_it_looks_as_it_did(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Any,
    screen: str,
    size: tuple[int, int],
) -> None:
    full_file(tmp_path).close()
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    app = CaseloadApp(Door(tmp_path / "caseload.db", "Whitfield", None, True))

    async def go_there(pilot: Pilot[None]) -> None:
        if screen == "chart":
            app.push_screen(Chart("C0001"))
        elif screen == "plan":
            app.push_screen(PlanEditor("C0001"))
        elif screen in ("today", "log"):
            await pilot.press("w", *("l" if screen == "log" else ""))
        else:
            app.action_go(screen)
            await pilot.press("down")
        await settled(pilot)
        if isinstance(field := app.focused, Input):
            # Its cursor would blink, and be seen or not by how busy the machine is.
            field.cursor_blink = False
            app.set_focus(None)
            app.set_focus(field)
            await settled(pilot)

    assert snap_compare(app, run_before=go_there, terminal_size=size)
