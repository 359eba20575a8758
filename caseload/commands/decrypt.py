"""`caseload decrypt`: an encrypted file made plain."""

from typing import Annotated

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.records import keys
from caseload.settings import kept_keys

app = typer.Typer(add_completion=False)


@app.command("decrypt")
def decrypt(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Anyone may read the file then.")] = False,
) -> None:
    """Make an encrypted file plain, whole or not at all. Anyone who has the file can read it then.

    \b
    caseload decrypt --yes
    """
    options: entrance.Door = ctx.obj
    caseload = door.opened(ctx)
    keys.recovery(caseload)
    if not yes:
        raise UsageError(
            "A plain file can be read by anyone who gets hold of it. If that is meant: caseload "
            "decrypt --yes"
        )
    keys.decrypt(caseload)
    kept_keys.forget(options.path)
    door.tell(f"{options.path} is plain; anyone can read it.")
