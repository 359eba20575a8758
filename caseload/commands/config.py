"""`caseload config`: one's own settings."""

import sys
from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.settings import config as settings

app = typer.Typer(add_completion=False)


@app.command("config")
def config(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Which setting.", autocompletion=lambda: settings.NAMES
        ),
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="What it shall be.")
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Take the setting out.")] = False,
    as_json: door.AsJson = False,
) -> None:
    """See and change your own settings: file, name, dates.

    \b
    caseload config
    caseload config staff "Dana Whitfield"
    caseload config date_format dmy
    caseload config agency.name "Heart of Texas Recovery"
    """
    if name is not None:
        fields.one_of("setting", name, settings.NAMES)
    if name is not None and (value is not None or unset):
        if value is not None and unset:
            raise UsageError("Give a value or --unset, not both.")
        settings.put(name, value)
        door.tell(f"{name}: {value}" if value is not None else f"{name} is not set any more.")
        return
    standing = settings.flat(settings.read())
    if name is not None:
        standing = {name: standing[name]}
    if as_json:
        show.one_json(standing, sys.stdout)
    elif name is not None:
        door.tell(show.cell(standing[name]))
    else:
        said = [(key, show.cell(value) or "-") for key, value in standing.items()]
        show.facts([("settings in", str(settings.path())), *said], sys.stdout)
