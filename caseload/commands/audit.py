"""`caseload audit`: who did what, and whether the log of it is whole."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.records import audit, clients, staff

app = typer.Typer(add_completion=False, help="The audit log: log, verify.", no_args_is_help=True)

FOUND = 20
SHOWN = ("at", "actor", "action", "record", "record_id", "client_id")


@app.command()
def log(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Option("--client", metavar="CLIENT", help="About whom.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="STAFF", help="Id, name or its beginning.")
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", help="By an account that said no name.")
    ] = None,
    action: Annotated[
        str | None, typer.Option("--action", help='"log contact", or a word: contact.')
    ] = None,
    since: door.Since = None,
    until: door.Until = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="The newest so many.")] = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Who did what when, the newest first. What changed stands in before and after (--json).

    \b
    caseload audit log --since yesterday
    caseload audit log --client C0031 --json
    caseload audit log --by Whitfield --action contact --limit 20
    """
    if by and account:
        raise UsageError("Give --by or --account: a row has one of them.")
    caseload = door.opened(ctx)
    asked = audit.Asked(
        clients.find(caseload, client).client_id if client else None,
        staff.find(caseload, by).staff_id if by else account,
        action,
        door.optional_day(caseload, since),
        door.optional_day(caseload, until),
    )
    door.show_rows(
        audit.log(caseload, asked, limit), audit.Entry._fields,
        (form, as_json, as_csv, output, force), shown=SHOWN,
    )  # fmt: skip


@app.command()
def verify(
    ctx: typer.Context,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="A last hash that you kept.")
    ] = None,
) -> None:
    """Whether the log is as it was written; 20 when it is not.

    A row that was changed, removed or added is found by itself. A tail cut off, or a log computed
    anew, is found only against a last hash kept elsewhere, such as on a printed report: --head.

    \b
    caseload audit verify
    """
    found = audit.verify(door.opened(ctx), head)
    if found.first_broken is not None:
        door.tell(f"Row {found.first_broken} is not as it was written, nor is what follows it.")
        raise typer.Exit(FOUND)
    if found.holds_head is False:
        door.tell("The hash that you kept is not in it: rows were cut off, or it was made anew.")
        raise typer.Exit(FOUND)
    door.tell(f"{found.rows} rows, all as they were written. The last hash:")
    door.tell(found.head)
