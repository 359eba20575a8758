"""`caseload demo`: an invented caseload in a folder of its own, its due list, and what to try."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.records import due, staff
from caseload.records._opening import open_file
from caseload.records.invented.cast_words import CASTS
from caseload.show.due import due_list

app = typer.Typer(add_completion=False)


@app.command("demo")
def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", readable=False, help="Where to put it.")
    ] = Path(entrance.DEMO),
    cast: Annotated[
        int, typer.Option(min=1, max=CASTS, metavar="N", help=f"Other people, up to {CASTS}.")
    ] = 1,
) -> None:
    """Try it out: invented clients with two years of history.

    No one in it is real. The file is plain, not encrypted, and lies in a folder of its own. The
    same day always gives the same caseload. Two people of each --cast went away, and stand in
    the next one too.

    \b
    caseload demo
    caseload demo agency/02 --cast 2
    """
    path = entrance.make_demo(folder, cast=cast, anywhere=ctx.obj.anywhere)
    caseload = open_file(path, entrance.today(), str, anywhere=ctx.obj.anywhere)
    ctx.call_on_close(caseload.close)
    due_list(due.due(caseload, caseload.today), caseload.today, None, sys.stdout, hints=False)
    first = next(iter(due.due(caseload, caseload.today).items), None)
    who = first.client_id if first else "C0001"
    manager = staff.listed(caseload)[0].name.split()[-1]
    print()
    door.tell(f"Everyone here is invented. The file is {path}; to throw it away, remove {folder}.")
    door.tell("Try next:")
    program = f"{_as_called()} --file {door.in_quotes(str(path))}"
    for words in (
        f"due --explain {who}",
        f'log {who} --mode phone --minutes 20 "Rent paid."',
        f"client show {who}",
        f"crisis card {who}",
        "watch",
        f"due --case-manager {manager} --within 30",
        "tui",
    ):
        door.tell(f"  {program} {words}")


def _as_called() -> str:
    """What to type for the program: `caseload`, or where it lies if a shell would not find it."""
    called = Path(sys.argv[0])
    if called.stem != "caseload" or shutil.which("caseload"):
        return "caseload"
    return door.in_quotes(str(called))
