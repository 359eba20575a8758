"""`caseload disclosures`: what was told to whom about a client, and by what right."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from caseload.commands import _door as door
from caseload.model.linking import Disclosure
from caseload.records import clients, disclosures
from caseload.show import day_style


class ByClient(TyperGroup):
    """A client's name alone asks for the list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As it is typed, with `list` before what is no command of ours."""
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=ByClient,
    add_completion=False,
    help="What was told about a client: list, add.",
    no_args_is_help=True,
)


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.Client,
    since: door.Since = None,
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
    found = clients.find(caseload, client)
    told = disclosures.listed(caseload, found.client_id, door.optional_day(caseload, since))
    shown = ("disclosure_id", "disclosed_on", "to_whom", "what", "purpose", "consent", "exception")
    chosen = (form, as_json, as_csv, output, force)
    door.show_rows(told, Disclosure._fields, chosen, shown=shown)


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who was told.")],
    what: Annotated[str, typer.Option("--what", help="What they were told.")],
    purpose: door.Purpose = None,
    exception: door.Exception_ = None,
    part2: door.Part2 = False,
    on: Annotated[
        str | None, typer.Option("--on", "--disclosed-on", metavar="DATE", help="The day; today.")
    ] = None,
) -> None:
    """Record what was told by word of mouth. What is rendered with --to records itself.

    It takes a release that was in force, or a stated exception.

    \b
    caseload disclosures add C0031 --to "Dr. Ames" --what "she has moved; her new phone number"
    caseload disclosures add C0031 --to "Hillcrest ER" --what "her phone" --exception treatment
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    saved = disclosures.tell(
        caseload, found.client_id, to, what, door.day(caseload, on),
        purpose=purpose, exception=exception, part2=part2,
    )  # fmt: skip
    right = f"under {saved.consent}" if saved.consent else f"without a release: {saved.exception}"
    when = day_style.spoken(saved.disclosed_on, caseload.today)
    door.tell(f"Recorded {saved.disclosure_id}: told {saved.to_whom}, {when}, {right}")
