"""`caseload disclosures`: what was told about a client, to whom, when, why, by which right."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.linking import Disclosure
from caseload.records import clients, disclosures

app = typer.Typer(add_completion=False)


@app.command("disclosures")
def disclosures_(
    ctx: typer.Context,
    client: door.Client,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")
    ] = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What was told about a client, to whom and by which right.

    The accounting that a client may ask for, the newest first (45 CFR 164.528, which asks for six
    years; all are shown unless --since says otherwise).

    \b
    caseload disclosures C0031
    caseload disclosures C0031 --since 2026-01-01 --csv -o accounting.csv
    """
    caseload = door.opened(ctx)
    found = disclosures.listed(
        caseload, clients.find(caseload, client).client_id, door.optional_day(caseload, since)
    )
    shown = ("disclosure_id", "disclosed_on", "to_whom", "what", "purpose", "consent", "exception")
    door.show_rows(found, Disclosure._fields, (form, as_json, as_csv, output, force), shown=shown)
