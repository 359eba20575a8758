"""`caseload program`: what the agency offers."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.model import Program
from caseload.records import programs

app = typer.Typer(add_completion=False, help="Programs: list, add, edit.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME")]
Description = Annotated[str | None, typer.Option("--description")]


@app.command("list")
def list_(
    ctx: typer.Context,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What the agency offers.

    \b
    caseload program list
    """
    found = programs.listed(door.opened(ctx))
    door.show_rows(found, Program._fields, (form, as_json, as_csv, output, force))


@app.command()
def add(ctx: typer.Context, name: Name, description: Description = None) -> None:
    """Add a program.

    \b
    caseload program add "Peer support" --description "Walks with someone who has been there"
    """
    saved = programs.add(door.opened(ctx), name, description=description)
    door.tell(f"Added: {saved.name}")


@app.command()
def edit(
    ctx: typer.Context,
    name: Name,
    description: Description = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Is offered.")] = None,
) -> None:
    """Change a program's description, or whether it is offered. Its name stays.

    \b
    caseload program edit ACT-lite --inactive
    """
    facts = door.something(ctx, door.given(description=description, active=active))
    saved = programs.edit(door.opened(ctx), name, **facts)
    door.tell(f"Saved: {saved.name}")
