"""`caseload init`: a new caseload file, encrypted unless one says otherwise."""

from typing import Annotated

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.errors import InvalidError
from caseload.settings import config

app = typer.Typer(add_completion=False)


@app.command("init")
def init(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Option("--name", help="Your full name; you become its first staff.")
    ] = None,
    credentials: Annotated[
        list[str] | None, typer.Option("--credentials", help="LPC, LCSW, …; may be repeated.")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="What they do.")] = "case_manager",
    no_encrypt: Annotated[
        bool, typer.Option("--no-encrypt", help="A plain file, which anyone can read.")
    ] = False,
) -> None:
    """Make a new caseload file. Its standard is the monthly contact.

    It is encrypted with a passphrase. A recovery key is shown once: write it down, for without
    either nobody opens the file again.

    \b
    caseload init --name "Dana Whitfield" --credentials QMHP-CS
    caseload --file practice.db init --no-encrypt
    """
    options: entrance.Door = ctx.obj
    path = options.path
    if path.exists() or path.is_symlink():
        raise InvalidError(
            f"{path} exists already; it was left as it is. Make another with: caseload --file "
            "PATH init"
        )

    secret = None if no_encrypt else lambda: config.passphrase(options.passphrase_file, new=True)
    letters = door.several(credentials) or ()
    key = entrance.make(options, secret, name, credentials=letters, role=role)
    door.tell(f"Made {path}.")
    door.tell_recovery(key)
    door.tell("Next: caseload import clients ROSTER.csv, or caseload client add FIRST LAST")
