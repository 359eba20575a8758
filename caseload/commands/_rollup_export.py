"""`caseload rollup export`: tables of records of many files."""

from datetime import date
from typing import Annotated

import typer

from caseload import entrances
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import _many as many
from caseload.commands import _outgoing as outgoing
from caseload.commands._progress import bar
from caseload.commands._wanted import County, Manager, Program
from caseload.errors import UsageError
from caseload.records import exports
from caseload.records.rollup_exports import Named, Unread, table
from caseload.reporting import spans
from caseload.tables import writing

app = typer.Typer(add_completion=False)
Month = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="Of this month, instead of --since, --until."),
]


@app.command("export")
def export(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="One, or several with commas; see caseload export.",
            autocompletion=lambda: exports.KINDS,
        ),
    ],
    named: many.Named,
    keys: many.Keys = None,
    month: Month = None,
    since: outgoing.Since = None,
    until: outgoing.Until = None,
    case_manager: Manager = None,
    program: Program = None,
    county: County = None,
    on: door.On = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: outgoing.Output = None,
    force: door.Force = False,
) -> None:
    """Write records of all files as tables.

    The kinds, their columns and what the filters mean are those of caseload export. The last column
    is the file that a row is from. Several kinds go into one workbook, a sheet each, or into a
    folder. Nothing is noted in the files that it went out: they are only read.

    \b
    caseload rollup export contacts demo --month 2026-10 -o october.csv
    caseload rollup export clients,contacts,due demo -o month.xlsx
    """
    kinds = list(dict.fromkeys(kind.split(",")))
    for each in kinds:
        fields.one_of("kind", each, exports.KINDS)
    where = outgoing.target(kinds, form, as_json, as_csv, output, force)
    sources = entrances.files_of(ctx.obj, named, keys)
    first, last = _period(sources.today, month, since, until)
    day = door.day_from(sources.today, on)
    which = Named(day, first, last, case_manager, program, county)
    unread = Unread()
    with bar("export") as watch:
        tables = [
            writing.Named(
                each,
                table(many.part_of(sources, watch, place, len(kinds)), each, which, unread),
                exports.day_of(exports.KINDS[each]) if exports.KINDS[each].days else None,
            )
            for place, each in enumerate(kinds)
        ]
        about = {name: str(value) for name, value in which._asdict().items() if value is not None}
        outgoing.write_tables(tables, where, sources.today, about)
    failures = unread.listed()
    many.say_unread(failures, len(sources.sources) - len(failures))
    many.end(failures, len(sources.sources) - len(failures))


def _period(
    today: date, month: str | None, since: str | None, until: str | None
) -> tuple[str | None, str | None]:
    """The first and the last day, as rows have them."""
    if month is None:
        first, last = (door.day_from(today, text) if text else None for text in (since, until))
    elif since or until:
        raise UsageError("Say the period in one way: --month, or --since and --until.")
    else:
        first, last = spans.month(month)
    return first.isoformat() if first else None, last.isoformat() if last else None
