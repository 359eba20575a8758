"""`caseload document`: what was made for whom."""

import typer

from caseload.commands import _door as door
from caseload.model import Document
from caseload.records import clients, documents

app = typer.Typer(
    add_completion=False, help="Documents: what was made for whom.", no_args_is_help=True
)


@app.callback()
def _documents() -> None:
    """Documents: what was made for whom."""


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.Client,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What was made about a client, the newest first: from which template, by whom, for whom.

    \b
    caseload document list C0031
    """
    caseload = door.opened(ctx)
    found = documents.listed(caseload, clients.find(caseload, client).client_id)
    chosen = (form, as_json, as_csv, output, force)
    shown = ("document_id", "template", "plan_version", "format", "made_at", "made_by", "sent_to")
    door.show_rows(found, Document._fields, chosen, shown=shown)
