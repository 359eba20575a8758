"""`caseload key`: the passphrase and the recovery key of the file."""

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.records import backups, keys
from caseload.settings import config, kept_keys

app = typer.Typer(
    add_completion=False, help="The key: change, recovery, forget.", no_args_is_help=True
)


@app.command()
def change(
    ctx: typer.Context,
    new_passphrase_file: door.NewPassphraseFile = None,
) -> None:
    """Give the file another passphrase; it gets another recovery key with it.

    The whole file is written anew, so it is done altogether or not at all. Backups made before keep
    the passphrase that they had.

    \b
    caseload key change --new-passphrase-file new.txt
    """
    options: entrance.Door = ctx.obj
    caseload = door.opened(ctx)
    keys.recovery(caseload)
    key = keys.change(caseload, config.new_passphrase(new_passphrase_file))
    kept_keys.forget(options.path)
    door.tell(f"{options.path} has another passphrase.")
    door.tell_recovery(key)
    _tell_backups(options)


@app.command()
def recovery(ctx: typer.Context) -> None:
    """Show the recovery key once more, to whoever has the passphrase.

    \b
    caseload key recovery
    """
    options: entrance.Door = ctx.obj
    # A key that is merely kept must not show itself to whoever sits down at the machine.
    asked = entrance.open_as(options, lambda: config.passphrase(options.passphrase_file))
    ctx.call_on_close(asked.close)
    door.tell_recovery(keys.recovery(asked))


@app.command()
def forget(ctx: typer.Context) -> None:
    """Forget the key wherever it is kept: in memory or in the system's keyring.

    \b
    caseload key forget
    """
    options: entrance.Door = ctx.obj
    where = kept_keys.forget(options.path, surely=True)
    door.tell(f"Gone from {' and '.join(where)}." if where else "It was kept nowhere.")


def _tell_backups(options: entrance.Door) -> None:
    left = len(backups.listed(options.path))
    if left:
        door.tell(
            f"{left} backups in {backups.folder_of(options.path)} still have the key that they "
            "were made with. Remove them when you need them no more."
        )
