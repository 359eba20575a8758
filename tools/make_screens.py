"""Makes the pictures of the full-screen program in docs/pictures, from the demo of a fixed day.

python tools/make_screens.py
"""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from caseload import entrance
from caseload.entrance import Door
from caseload.tui.app import CaseloadApp

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SCREENS: dict[str, tuple[str, ...]] = {
    "screen-today": ("w", "w"),
    "screen-log": ("l",),
    "screen-chart": ("c",),
    "screen-plan": ("p", "down", "down", "down", "down", "down", "down", "down", "down", "down"),
}
"""Each picture, and the keys that lead to it."""


async def picture(path: Path, keys: tuple[str, ...]) -> str:
    """What stands on the screen after these keys, as SVG without fonts from elsewhere."""
    app = CaseloadApp(Door(path, "Whitfield", None, True))
    async with app.run_test(size=(110, 34)) as pilot:
        await pilot.pause(0.4)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause(0.4)
        drawn = app.export_screenshot(title="caseload")
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return drawn.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


def main() -> None:
    """Make them all."""
    os.environ["CASELOAD_TODAY"] = "2026-11-23"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CASELOAD_CONFIG"] = str(Path(folder) / "none.toml")
        path = entrance.make_demo(Path(folder) / "demo", anywhere=True)
        for name, keys in SCREENS.items():
            svg = asyncio.run(picture(path, keys))
            (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
