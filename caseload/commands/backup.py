"""`caseload backup`: copies of the file, and going back to one."""

from pathlib import Path
from typing import Annotated

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.records import backups

app = typer.Typer(
    add_completion=False, help="Backups: create, list, verify, restore.", no_args_is_help=True
)

Name = Annotated[
    str, typer.Argument(metavar="[BACKUP]", help="Its name, the beginning of one, or newest.")
]


@app.command()
def create(ctx: typer.Context) -> None:
    """Copy the whole file now, under the same key; such a copy is never thinned out.

    One more is made by itself on the first write of each day, before an import and before an update
    of the file. They lie in a folder beside the file: keep a copy of that folder elsewhere too.

    \b
    caseload backup create
    """
    caseload = door.opened(ctx)
    made = backups.keep(caseload)
    _tell(backups.read(Path(made.path), caseload.key))
    door.tell(f"In {made.path}")


@app.command("list")
def list_(
    ctx: typer.Context,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """The copies that there are, the newest first.

    \b
    caseload backup list
    """
    options: entrance.Door = ctx.obj
    door.show_rows(
        backups.listed(options.path), backups.Backup._fields,
        (form, as_json, as_csv, output, force),
        shown=("backup", "kind", "made_at", "bytes"),
    )  # fmt: skip


@app.command()
def verify(ctx: typer.Context, backup: Name = "newest") -> None:
    """Open a copy, check its pages, count what is in it.

    \b
    caseload backup verify
    """
    options: entrance.Door = ctx.obj
    found = backups.find(options.path, backup)
    _tell(backups.read(Path(found.path), entrance.key_of(options, Path(found.path))))


@app.command()
def restore(ctx: typer.Context, backup: Name) -> None:
    """Put a copy in the file's place. The file that was there is kept beside the copies.

    \b
    caseload backup restore newest
    """
    options: entrance.Door = ctx.obj
    found = backups.find(options.path, backup)
    done = backups.restore(
        options.path, Path(found.path), entrance.today(),
        lambda path: entrance.key_of(options, path),
        lambda caseload: entrance.acts(caseload, options.staff),
    )  # fmt: skip
    _tell(done.read)
    door.tell(f"Restored as {options.path}.")
    if done.aside is not None:
        door.tell(f"What was there is now {done.aside}")
    if not found.encrypted and any(one.encrypted for one in backups.listed(options.path)):
        door.say(f"{options.path} is not encrypted now. Encrypt it: caseload encrypt")


def _tell(read: backups.Verified) -> None:
    door.tell(
        f"{read.backup}: whole, with {read.clients} clients, {read.contacts} contacts and "
        f"{read.audit_rows} audit rows. Its last audit hash:"
    )
    door.tell(read.head)
