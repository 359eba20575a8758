"""`caseload guideline`: the poverty guidelines that sliding fees are worked out by."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.records import guidelines
from caseload.rules import fees
from caseload.rules.fees import LOWER_48, Guideline
from caseload.settings import yardsticks
from caseload.show import style

app = typer.Typer(
    add_completion=False,
    help="Poverty guidelines, for sliding fees: list, add, edit.",
    no_args_is_help=True,
)

Year = Annotated[int, typer.Argument(metavar="YEAR", help="Of which year.")]
Region = Annotated[str, typer.Option("--region", help="48 states, Alaska or Hawaii.")]
SOURCE = "Where the figures come from."


@app.command("list")
def list_(
    ctx: typer.Context,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """All guidelines: the file's own, and those shipped for other years and regions.

    \b
    caseload guideline list
    """
    own = guidelines.own(door.opened(ctx))
    found = fees.merged(own, yardsticks.guidelines())
    door.show_rows(
        ((*one, "this file" if one in own else "shipped") for one in found),
        (*Guideline._fields, "kept_in"),
        (form, as_json, as_csv, output, force),
    )


@app.command()
def add(
    ctx: typer.Context,
    year: Year,
    base: Annotated[int, typer.Option("--base", help="US dollars a year for one person.")],
    per_person: Annotated[int, typer.Option("--per-person", help="For each further one.")],
    source: Annotated[str, typer.Option("--source", help=SOURCE)],
    region: Region = LOWER_48,
) -> None:
    """Add the guideline of a year and region to the file. It goes before a shipped one.

    \b
    caseload guideline add 2026 --region Alaska --base 19950 --per-person 7100 --source "91 FR 1797"
    """
    made = Guideline(year, region, base, per_person, source)
    saved = guidelines.add(door.opened(ctx), made)
    door.tell(f"Added: {_words(saved)}")


@app.command()
def edit(
    ctx: typer.Context,
    year: Year,
    region: Region = LOWER_48,
    base: Annotated[int | None, typer.Option("--base", help="For one person.")] = None,
    per_person: Annotated[
        int | None, typer.Option("--per-person", help="For each further one.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help=SOURCE)] = None,
) -> None:
    """Correct a guideline of the file.

    \b
    caseload guideline edit 2026 --source "HHS poverty guidelines 2026, 91 FR 1797"
    """
    facts = fields.named(source=source) | fields.given(base=base, per_person=per_person)
    saved = guidelines.edit(door.opened(ctx), year, region, **fields.something(ctx, facts))
    door.tell(f"Saved: {_words(saved)}")


def _words(one: Guideline) -> str:
    return (
        f"{one.year}, {one.region}: {style.amounts(fees.dollars(one.base))} for one person, "
        f"{style.amounts(fees.dollars(one.per_person))} for each further one"
    )
