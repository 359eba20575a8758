"""`caseload history`: a client's whole story, in order."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.records import clients
from caseload.records import history as records

app = typer.Typer(add_completion=False)


@app.command("history")
def history(
    ctx: typer.Context,
    client: door.Client,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help="One kind alone: contact, referral, crisis, …",
            autocompletion=lambda: records.KINDS,
        ),
    ] = None,
    since: door.Since = None,
    until: door.Until = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """A client's whole story, the earliest first.

    Stays, contacts, plans, assessments, referrals, appointments, crises and all else that has a
    day. Who recorded what, and when, is in: caseload audit log --client CLIENT

    \b
    caseload history C0031
    caseload history C0031 --kind referral --since 2026-06-01 --json
    """
    caseload = door.opened(ctx)
    if kind is not None:
        fields.one_of("kind", kind, records.KINDS)
    found = records.history(
        caseload,
        clients.find(caseload, client).client_id,
        kind=kind,
        since=door.optional_day(caseload, since) or None,
        until=door.optional_day(caseload, until, ahead=True) or None,
    )
    door.show_rows(found, records.Event._fields, (form, as_json, as_csv, output, force))
