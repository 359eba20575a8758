"""`caseload tui`: opens the full-screen program."""

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from caseload import show
from caseload.entrance import Door
from caseload.errors import UsageError
from caseload.show import style

if TYPE_CHECKING:
    from caseload.tui.app import CaseloadApp

app = typer.Typer(add_completion=False)
WATCHING = (
    "TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_DRIVER",
    "TEXTUAL_PRESS",
)  # fmt: skip
"""Variables by which Textual writes down keys and screens, or has somebody else press and draw."""


@app.command()
def tui(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="Begin with this client's chart.")
    ] = None,
) -> None:
    """The full-screen program, by keyboard or mouse.

    \b
    caseload tui
    caseload tui C0031
    """
    if not show.has_terminal():
        raise UsageError("This needs a terminal. In a script use: caseload due --json")
    if style.now().plain:
        raise UsageError(
            "Plain mode is on, and the full-screen program can't be read aloud. Each of its tasks "
            "has a command (docs/screen.md); begin with: caseload due --mine. To open it all the "
            "same: CASELOAD_PLAIN=off caseload tui"
        )
    _without_watchers()
    from caseload.tui.app import CaseloadApp

    door: Door = ctx.obj
    app = CaseloadApp(door, client)
    asyncio.run(_running(app))
    if app.return_code:
        raise typer.Exit(app.return_code)


async def _running(app: "CaseloadApp") -> None:
    """Until it ends, or is told to, or its window is gone; what is typed is kept first."""
    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, _told_to_end, app)
        loop.add_signal_handler(signal.SIGHUP, _left_without_window, app)
    await app.run_async()


def _told_to_end(app: "CaseloadApp") -> None:
    """Take the client off the terminal first; the exit code is what shells give for a signal."""
    try:
        app.keep_drafts()
    finally:
        app.exit(return_code=128 + signal.SIGTERM)


def _left_without_window(app: "CaseloadApp") -> None:
    """End at once, even where whoever began it has it ignore that: nobody could lock it any more.

    There is nothing to draw on; and the system, which sends SIGCONT as well, would have Textual
    begin to draw again, and wait for ever.
    """
    try:
        app.keep_drafts()
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGHUP)


def _without_watchers() -> None:
    """Forget them before Textual is loaded, which reads them then."""
    for name in WATCHING:
        os.environ.pop(name, None)
