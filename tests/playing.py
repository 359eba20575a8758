"""Playing the full-screen program with keys, and reading what stands on the screen."""

import asyncio
import html
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest import mock

from making import TODAY
from textual.pilot import Pilot

from caseload.entrance import Door
from caseload.tui.app import CaseloadApp

Steps = Callable[[Pilot[None]], Awaitable[None]]
WIDE, NARROW = (120, 40), (80, 24)


def play(
    path: Path,
    steps: Steps,
    *,
    staff: str | None = "Whitfield",
    client: str | None = None,
    size: tuple[int, int] = WIDE,
    **door: Any,
) -> CaseloadApp:
    """Run the program on a file, do the steps, and give it back as it ended."""
    environment = {
        "CASELOAD_TODAY": TODAY.isoformat(),
        "CASELOAD_CONFIG": str(path.parent / "none.toml"),
        "CASELOAD_STAFF": "",
    }

    async def run() -> CaseloadApp:
        app = CaseloadApp(Door(path, staff, door.get("passphrase_file"), True), client)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            await steps(pilot)
        return app

    with mock.patch.dict(os.environ, environment):
        return asyncio.run(run())


async def settled(pilot: Pilot[None]) -> None:
    """Wait for what runs in threads, for cards, and for the screen."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.08)
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; a key of several words is typed letter by letter: `"=ana"` types ana."""
    for key in keys:
        typed = list(key[1:]) if key.startswith("=") and len(key) > 1 else [key]
        await pilot.press(*typed)
    await settled(pilot)


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, line by line."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(
        r'<text[^>]*? x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', pilot.app.export_screenshot()
    ):
        said = html.unescape(re.sub("<[^>]+>", "", text)).replace("\u00a0", " ")
        lines.setdefault(float(y), []).append((float(x), said))
    return "\n".join("".join(said for _, said in sorted(lines[y])) for y in sorted(lines))
