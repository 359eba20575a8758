"""`caseload undo`: takes back the last thing that the one who acts has done."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.records import undo as records

app = typer.Typer(add_completion=False)


@app.command()
def undo(
    ctx: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would take back, and leave it.")
    ] = False,
) -> None:
    """Take back the last thing you did, or say why it can't be.

    It is an entry of its own in the audit log, and nothing is erased: a contact just logged is
    marked as entered in error, an edit goes back to what stood before. What was signed stays, and
    so does what somebody else has changed since. An undo can't be undone itself.

    \b
    caseload undo --dry-run
    caseload undo
    """
    caseload = door.opened(ctx)
    found = records.last(caseload) if dry_run else records.undo(caseload)
    of = f" of {found.client_id}" if found.client_id else ""
    door.tell(f"{'Would take back' if dry_run else 'Taken back'}: {found.action}{of}.")
    for sentence in found.changes:
        door.tell(f"  {sentence}")
