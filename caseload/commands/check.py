"""`caseload check`: whether the file is whole, and which required facts are missing."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.records import checks, missing

app = typer.Typer(add_completion=False)

FOUND = 20


@app.command("check")
def check(
    ctx: typer.Context,
    damage_only: Annotated[
        bool, typer.Option("--damage-only", help="Only whether the file is whole.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Pages and references alone; seconds, not minutes.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Check the file and the facts in it. Says nothing and exits with 0 when all is well, else 20.

    Each finding has its mend.

    Damage: the database's own check, the audit log's chain, and every record against what the
    audit log says of it. A tail cut off the log, or a log computed anew from beginning to end,
    can't be told from the file alone.

    Missing: clients without a diagnosis, a date of birth or any way to reach them; episodes without
    a case manager; nothing that says what is owed.

    Place: a folder that is copied elsewhere, a network share, a file that others may read.

    \b
    caseload check
    caseload check --csv -o missing.csv
    """
    caseload = door.opened(ctx)
    found = checks.damage(caseload, quick=quick)
    if not damage_only:
        found += checks.place(caseload.path) + missing.listed(caseload)
    if found or output is not None or as_json:
        door.show_rows(found, checks.Finding._fields, (form, as_json, as_csv, output, force))
    if found:
        raise typer.Exit(FOUND)
