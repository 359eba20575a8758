"""`caseload encrypt`: a passphrase for a plain file."""

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.records import backups, keys
from caseload.settings import config

app = typer.Typer(add_completion=False)


@app.command("encrypt")
def encrypt(ctx: typer.Context, new_passphrase_file: door.NewPassphraseFile = None) -> None:
    """Encrypt a plain file, whole or not at all. Write down the recovery key that it shows.

    \b
    caseload encrypt --new-passphrase-file new.txt
    """
    options: entrance.Door = ctx.obj
    key = keys.encrypt(door.opened(ctx), config.new_passphrase(new_passphrase_file))
    door.tell(f"{options.path} is encrypted.")
    door.tell_recovery(key)
    left = sum(not one.encrypted for one in backups.listed(options.path))
    if left:
        door.tell(
            f"{left} backups in {backups.folder_of(options.path)} are still plain. Make a new one "
            "(caseload backup create), then remove them."
        )
