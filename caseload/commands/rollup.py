"""`caseload rollup`: many case managers' files as one, read and never written."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from caseload import entrances, files
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import _many as many
from caseload.commands import due as one
from caseload.commands._progress import bar
from caseload.commands._wanted import County, Manager, Program
from caseload.model import Item
from caseload.records import rollup, shared_clients

LATER = {
    "export": "caseload.commands._rollup_export",
    "report": "caseload.commands._rollup_report",
}
"""Commands that need far more than the due list does, which is not to pay for them."""


class Rollup(TyperGroup):
    """`caseload rollup FILE…` alone is the summary."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All of them, the daily ones first."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One of them, loaded when it is asked for."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        module = import_module(LATER[cmd_name])
        module.app.rich_markup_mode = None
        return typer.main.get_command(module.app)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named, or the summary of what is no command and is there."""
        if self.get_command(ctx, args[0]) is None and Path(args[0]).exists():
            args = ["summary", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=Rollup,
    add_completion=False,
    help="Many files as one: due, summary, shared, export, report.",
    no_args_is_help=True,
)
DUE_COLUMNS = (*Item._fields, "file", "also_in")
SHOWN = ("clients", "capacity", "overdue", "due_today", "due_soon", "on_hold", "also_elsewhere")
SHARED = ("client", "file", "client_id", "status", "also_in", "also_client_id", "reasons")


@app.command()
def due(
    ctx: typer.Context,
    named: many.Named,
    keys: many.Keys = None,
    on: door.On = None,
    within: one.Within = None,
    everything: one.Everything = False,
    case_manager: Manager = None,
    county: County = None,
    program: Program = None,
    obligation: one.Owed = None,
    include_held: one.IncludeHeld = False,
    fail_on: one.MaybeFail = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Who is due for contact in all files, the most neglected first.

    The columns are those of caseload due, then file, and also_in: where else the client is known.
    Each file is judged by its own standards. Nothing is written to any of them; one that can't be
    read is named, and the rest come out.

    \b
    caseload rollup due demo/demo.db
    caseload rollup due demo --csv -o due.csv
    caseload rollup due demo --case-manager Whitfield --fail-on overdue
    """
    chosen = door.format_of(form, as_json, as_csv, output)
    sources = entrances.files_of(ctx.obj, named, keys)
    day = door.day_from(sources.today, on)
    part = rollup.Part(case_manager, county, program, obligation)
    with bar("Reading") as watch:
        found = rollup.due_in_all(
            sources._replace(watch=watch), day, part,
            within=None if everything else within or 0, include_held=include_held,
        )  # fmt: skip
    read = max(0, len(found.counts) - 1)
    many.say_unread(found.failures, read)
    if chosen is door.Format.TABLE:
        from caseload.show.rollup import due_in_all

        with files.written(output, force=force) as out:
            due_in_all(found, day, out)
    else:
        rows = ((*line.item, line.file, line.also_in) for line in found.lines)
        door.write_rows(rows, DUE_COLUMNS, chosen, output, force)
    many.end(found.failures, read)
    if fail_on and any(line.item.status in one.FAILS_ON[fail_on] for line in found.lines):
        raise typer.Exit(one.FOUND)


@app.command()
def summary(
    ctx: typer.Context,
    named: many.Named,
    keys: many.Keys = None,
    on: door.On = None,
    by: Annotated[
        str, typer.Option("--by", metavar="file|case_manager", help="What a row is for.")
    ] = "file",
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What each file comes to, and all of them together.

    Clients, capacity, what is overdue and due today and soon, who is on hold. The last row, total,
    adds up the others. A client who stands in two files counts in each; also_elsewhere says how
    many these are, and caseload rollup shared who.

    \b
    caseload rollup summary demo
    caseload rollup summary demo --by case_manager --csv -o friday.csv
    caseload rollup demo/demo.db --json
    """
    fields.one_of("--by", by, ("file", "case_manager"))
    sources = entrances.files_of(ctx.obj, named, keys)
    day = door.day_from(sources.today, on)
    with bar("Reading") as watch:
        found = rollup.summary(
            sources._replace(watch=watch), day, by_case_manager=by == "case_manager"
        )
    many.say_unread(found.failures, found.read)
    who = ("case_manager",) if by == "case_manager" else ()
    shown = ("file", *who, *SHOWN, *(["error"] if found.failures else []))
    door.show_rows(
        found.rows, rollup.Summary._fields, (form, as_json, as_csv, output, force), shown=shown
    )
    many.end(found.failures, found.read)


@app.command()
def shared(
    ctx: typer.Context,
    named: many.Named,
    keys: many.Keys = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Clients who stand in two files.

    They have two case managers, or moved, or were taken in twice. They are one by name and date of
    birth, spelled alike or one figure apart, or by name and phone where nobody knows the date.
    There is a row from each side. People decide whether it is so.

    \b
    caseload rollup shared demo
    """
    sources = entrances.files_of(ctx.obj, named, keys)
    with bar("Reading") as watch:
        found = shared_clients.shared(sources._replace(watch=watch))
    many.say_unread(found.failures, found.read)
    door.show_rows(
        found.rows, shared_clients.Shared._fields, (form, as_json, as_csv, output, force),
        shown=SHARED, none="Nobody stands in two of these files.",
    )  # fmt: skip
    many.end(found.failures, found.read)
