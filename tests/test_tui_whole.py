"""What a list cuts of a text stands whole on its card, or on what Enter opens."""

import re
from io import StringIO
from pathlib import Path

import pytest
from everywhere import places, write
from making import again, full_file
from playing import NARROW, play, settled
from rich.console import Console
from textual.pilot import Pilot
from textual.widgets import Static

from caseload.records import clients
from caseload.tui.rows import Head, Rows

BEGUN = re.compile(r"\{(\d+) ")
SCREENS = {
    **{f"tab {key}": (key,) for key in "234567890"},
    "today": ("f1",), "clients": ("f2",), "team": ("f3",), "resources": ("f4",), "watch": ("f5",),
}  # fmt: skip


def long(number: int) -> str:
    """A text of a hundred letters that says by both its ends which one it is."""
    return f"{{{number} {'long ' * 18}{number}}}"


def told(pilot: Pilot[None]) -> str:
    """All that stands on the screen beside lists, also what one must scroll to."""
    out = StringIO()
    console = Console(file=out, width=4_000)
    for each in pilot.app.screen.query("*").results(Static):
        console.print(each.content)
    return out.getvalue()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_text_that_a_list_cuts_stands_whole_beside_it_or_behind_it(
    tmp_path: Path, screen: str
) -> None:
    full_file(tmp_path).close()
    path = tmp_path / "caseload.db"
    write(path, places(path), long)
    with again(path) as caseload:
        # By the verb, which also writes the name as it is searched for.
        clients.edit(caseload, "C0001", last_name=long(9_000))
    seen, cut = 0, list[str]()

    async def steps(pilot: Pilot[None]) -> None:
        nonlocal seen
        await pilot.press(*SCREENS[screen])
        await settled(pilot)
        for rows in pilot.app.screen.query("*").results(Rows):
            if not rows.region.width:
                continue
            width = rows.scrollable_content_region.width
            for place, row in enumerate(rows._rows):
                if isinstance(row, Head):
                    continue
                seen += 1
                drawn = rows._draw(row, width).plain
                missing = {n for n in BEGUN.findall(drawn) if f" {n}}}" not in drawn}
                if not missing:
                    continue
                rows.cursor = place
                await settled(pilot)
                missing = {n for n in missing if f" {n}}}" not in told(pilot)}
                if missing:
                    # No card is read here: there is nothing to wait for but the screen.
                    await pilot.press("enter")
                    all_told = told(pilot)
                    cut.extend(f"{drawn} : {n}" for n in missing if f" {n}}}" not in all_told)
                    await pilot.press("escape")

    play(path, steps, client="C0001" if screen.startswith("tab") else None, size=NARROW,
         staff="S0001")  # fmt: skip
    assert seen
    assert cut == []
