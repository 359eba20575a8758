"""`caseload rollup report`: a report over many files, by file and in total."""

from typing import Annotated

import typer

from caseload import entrances
from caseload.commands import _door as door
from caseload.commands import _many as many
from caseload.commands import report as one
from caseload.commands._progress import bar
from caseload.records import rollup_reports
from caseload.records.reports import Listed, Part
from caseload.reporting.catalog import REPORTS
from caseload.reporting.figures import By

app = typer.Typer(add_completion=False)
ByWhom = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="WHAT",
        help="file, case_manager, program, county, month or all; repeatable.",
    ),
]


@app.command("report")
def report(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="REPORT", help=", ".join(REPORTS), autocompletion=lambda: REPORTS),
    ],
    named: many.Named,
    keys: many.Keys = None,
    month: one.Month = None,
    quarter: one.Quarter = None,
    since: one.Since = None,
    until: one.Until = None,
    on: door.On = None,
    as_recorded: one.AsRecorded = None,
    by: ByWhom = None,
    case_manager: one.CaseManager = None,
    program: one.Program = None,
    county: one.County = None,
    listed: one.ListOf = None,
    denominator: one.Denominator = False,
    min_cell: one.MinCell = 0,
    form: one.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """A report over all files: each figure by file and in total.

    The reports and their figures are those of caseload report; what a file's own report says, this
    says of it too. In the total a client who stands in two files is counted in each. --by tells
    them apart otherwise; --list adds to each record the file it is in.

    \b
    caseload rollup report compliance demo
    caseload rollup report workload demo --by case_manager -o october.html
    caseload rollup report compliance demo --list missed --csv
    """
    chosen = one.format_of(form, as_json, as_csv, output)
    one.refuse_target(output, force)
    sources = entrances.files_of(ctx.obj, named, keys)
    asked = one.asked_for(
        sources.today, name, (month, quarter, since, until), on, as_recorded,
        one.by_whom(by, tuple(By)) or (By.FILE,), min_cell,
    )._replace(part=Part(case_manager, program, county))  # fmt: skip
    one.refuse_list(listed, denominator, chosen, min_cell, by)
    with bar("Reading") as watch:
        files = sources._replace(watch=watch)
        if listed is None:
            found = rollup_reports.made(files, asked)
        else:
            behind = rollup_reports.listed(files, asked, listed, denominator=denominator)
    if listed is None:
        many.say_unread(found.failures, found.read)
        one.write(found.report, chosen, output, force)
        many.end(found.failures, found.read)
        return
    many.say_unread(behind.failures, behind.read)
    rows = [(*row.listed, row.file) for row in behind.rows]
    columns = (*Listed._fields, "file")
    one.write_list(listed, asked.on, rows, columns, denominator, chosen, output, force)
    many.end(behind.failures, behind.read)
