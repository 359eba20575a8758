"""`caseload note-format`: the headings that an agency asks for in contact notes."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.model.planning import NoteFormat
from caseload.records import note_formats

app = typer.Typer(
    add_completion=False, help="Formats of contact notes: list, add, edit.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="DAP, SOAP, or the agency's own.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    everyone: Annotated[bool, typer.Option("--all", help="Those no longer used as well.")] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """The formats a note can be written in, with their headings.

    \b
    caseload note-format list
    """
    found = note_formats.listed(door.opened(ctx), everyone=everyone)
    door.show_rows(found, NoteFormat._fields, (form, as_json, as_csv, output, force))


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    headings: Annotated[list[str], typer.Argument(metavar="HEADING…", help="In their order.")],
) -> None:
    """Add a format of your own.

    \b
    caseload note-format add "Field note" Seen Done "Next step"
    caseload log C0031 --note-format DAP "Data: Rent paid. Assessment: On track. Plan: SNAP."
    """
    saved = note_formats.add(door.opened(ctx), name, tuple(headings))
    door.tell(f"Added: {saved.name}: {', '.join(saved.headings)}")


@app.command()
def edit(
    ctx: typer.Context,
    name: Name,
    headings: Annotated[
        list[str] | None, typer.Argument(metavar="[HEADING…]", help="All of them anew.")
    ] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Is used.")] = None,
) -> None:
    """Change a format's headings, or whether it is used. Notes written in it stay as they are.

    \b
    caseload note-format edit DAP Data Assessment Plan "Time line"
    caseload note-format edit GIRP --inactive
    """
    told = tuple(headings) if headings else None
    if told is None and active is None:
        raise UsageError("Say what to change: all the headings anew, --active or --inactive.")
    saved = note_formats.edit(door.opened(ctx), name, headings=told, active=active)
    door.tell(f"Saved: {saved.name}: {', '.join(saved.headings)}")
