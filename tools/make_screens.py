"""Makes the pictures of screens and of the morning list in docs/pictures, from the demo of a day.

python tools/make_screens.py
"""

import asyncio
import io
import os
import re
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console
from rich.text import Text

from caseload import entrance
from caseload.cli import main
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
        return without_fonts(app.export_screenshot(title="caseload"))


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        """As far as anyone can tell."""
        return True


def morning(path: Path) -> str:
    """What `caseload due` shows of one case manager's contacts, as SVG."""
    command = ["due", "--mine", "--obligation", "contact"]
    with redirect_stdout(Terminal()) as shown:
        assert main(["--file", str(path), "--staff", "Whitfield", *command]) == 0
    console = Console(record=True, width=100, file=io.StringIO())
    console.print(Text.from_ansi(shown.getvalue().rstrip()), soft_wrap=True)
    title = f"caseload {' '.join(command)}"
    return without_fonts(console.export_svg(title=title, unique_id="due"))


def without_fonts(drawn: str) -> str:
    """The picture in a font of the reader's own machine."""
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return drawn.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


def make_all() -> None:
    """Make them all."""
    os.environ["CASELOAD_TODAY"] = "2026-11-23"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COLUMNS"] = "100"
        os.environ["CASELOAD_CONFIG"] = str(Path(folder) / "none.toml")
        path = entrance.make_demo(Path(folder) / "demo", anywhere=True)
        for name, keys in SCREENS.items():
            svg = asyncio.run(picture(path, keys))
            (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")
        (PICTURES / "due.svg").write_text(morning(path), encoding="utf-8")


if __name__ == "__main__":
    make_all()
