"""`caseload lock`: drop the key that `unlock` keeps."""

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.settings import kept_keys

app = typer.Typer(add_completion=False)


@app.command("lock")
def lock(ctx: typer.Context) -> None:
    """Drop the key that is kept, at once. The next command asks for the passphrase again.

    \b
    caseload lock
    """
    options: entrance.Door = ctx.obj
    where = kept_keys.forget(options.path, surely=True)
    door.tell(f"Locked: gone from {' and '.join(where)}." if where else "It was locked already.")
