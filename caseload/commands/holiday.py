"""`caseload holiday`: days off, which are no business days."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.records import holidays
from caseload.show import day_style

app = typer.Typer(
    add_completion=False, help="Days off: list, add, remove, fill.", no_args_is_help=True
)

Day = Annotated[str, typer.Argument(metavar="DATE", help="Such as 2026-12-24.")]
LAST = 2100


@app.command("list")
def list_(
    ctx: typer.Context,
    year: Annotated[
        int | None, typer.Option("--year", min=1900, max=LAST, help="Of this year alone.")
    ] = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Days off, which are no business days.

    \b
    caseload holiday list --year 2026
    """
    found = holidays.listed(door.opened(ctx), year)
    door.show_rows(found, holidays.Holiday._fields, (form, as_json, as_csv, output, force))


@app.command()
def add(
    ctx: typer.Context,
    day: Day,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the day is called.")],
) -> None:
    """Add a day off of your own.

    \b
    caseload holiday add 2026-12-24 "Christmas Eve"
    """
    caseload = door.opened(ctx)
    saved = holidays.add(caseload, door.day(caseload, day, ahead=True), name)
    door.tell(f"Added: {day_style.spoken(saved.day)}, {saved.name}")


@app.command()
def remove(ctx: typer.Context, day: Day) -> None:
    """Say that people work on a day after all.

    \b
    caseload holiday remove 2026-10-12
    """
    caseload = door.opened(ctx)
    gone = holidays.remove(caseload, door.day(caseload, day, ahead=True))
    door.tell(f"A working day again: {day_style.spoken(gone.day)}, {gone.name}")


@app.command()
def fill(
    ctx: typer.Context,
    place: Annotated[
        str, typer.Argument(metavar="[PLACE]", help="A country, or a part of one: US, US-TX.")
    ] = holidays.USUAL,
    until: Annotated[
        int | None, typer.Option("--until", min=1970, max=LAST, help="Up to this year.")
    ] = None,
    since: Annotated[
        int | None, typer.Option("--since", min=1970, max=LAST, help="From this year on.")
    ] = None,
) -> None:
    """Write down the public holidays of some years; a new file has five.

    What stands there already is left alone, so this goes on where the last year ends.

    \b
    caseload holiday fill --until 2034
    caseload holiday fill US-TX --since 2026 --until 2027
    """
    caseload = door.opened(ctx)
    this = caseload.today.year
    first = this - holidays.YEARS_BEFORE if since is None else since
    last = max(first, this + holidays.YEARS_AHEAD) if until is None else until
    added = holidays.fill(caseload, place, range(first, last + 1))
    for one in added:
        door.tell(f"{day_style.spoken(one.day)}, {one.name}")
    door.tell(f"{len(added)} added, {first} to {last}.")
