"""`caseload report`: compliance, outcomes, workload, documentation, for any period."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands._progress import bar
from caseload.commands._wanted import wanted_part
from caseload.errors import UsageError
from caseload.records import reports, staff
from caseload.records._caseload import Caseload
from caseload.records.reports import Asked, Listed, Part, Row
from caseload.reporting import spans
from caseload.reporting.catalog import REPORTS
from caseload.reporting.figures import By
from caseload.settings import config, instruments, yardsticks
from caseload.tables import workbook

app = typer.Typer(add_completion=False)
LISTED_SHOWN = ("of", "client_id", "client", "case_manager", "until_on", "why", "record_id")


class ReportFormat(StrEnum):
    """How a report comes out."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    HTML = "html"


@app.command("report")
def report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=", ".join(REPORTS))],
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="Of this month.")
    ] = None,
    quarter: Annotated[
        str | None, typer.Option("--quarter", metavar="YYYY-QN", help="Of this quarter.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to this day, itself included.")
    ] = None,
    on: door.On = None,
    as_recorded: Annotated[
        str | None,
        typer.Option(
            "--as-recorded", metavar="DATE", help="Leave out what was written after this day."
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="WHAT", help="case_manager, program, county, month or all; repeatable."
        ),
    ] = None,
    case_manager: Annotated[
        str | None, typer.Option("--case-manager", metavar="NAME", help="Only theirs.")
    ] = None,
    program: Annotated[
        str | None, typer.Option("--program", metavar="NAME", help="Only in this program.")
    ] = None,
    county: Annotated[
        str | None, typer.Option("--county", metavar="NAME", help="Only who live there.")
    ] = None,
    listed: Annotated[
        str | None,
        typer.Option("--list", metavar="FIGURE", help="The records behind a figure instead."),
    ] = None,
    denominator: Annotated[
        bool, typer.Option("--denominator", help="With --list: those of the denominator too.")
    ] = False,
    min_cell: Annotated[
        int,
        typer.Option(
            "--min-cell", metavar="N", min=0, help="Leave out what fewer than N clients are behind."
        ),
    ] = 0,
    form: Annotated[
        ReportFormat | None,
        typer.Option("--format", help="How it comes out.", show_default=False),
    ] = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Figures of any period, each with its records.

    compliance: was each standard met, missed, or not owed; outcomes: readmissions, follow-up,
    linkage, scores, housing and work; workload: clients, contacts, minutes, billing units;
    documentation: late entries, unsigned notes, missing data. Without a period it is of the last
    full month. A report made again with the same --on and --as-recorded says the same.

    \b
    caseload report compliance
    caseload report compliance --month 2026-10 --by case_manager -o october.html
    caseload report compliance --list missed --case-manager Whitfield
    caseload report workload --quarter 2026-Q3 --by program --csv
    caseload report outcomes --since 2026-01-01 --until 2026-10-31 --min-cell 11
    """
    caseload = door.opened(ctx)
    door.one_of("report", name, REPORTS)
    chosen = _format(form, as_json, as_csv, output)
    day = door.day(caseload, on)
    days = [door.day(caseload, text) if text is not None else None for text in (since, until)]
    asked = Asked(
        name,
        spans.chosen(day, *days, in_month=month, in_quarter=quarter),
        day,
        door.day(caseload, as_recorded) if as_recorded is not None else None,
        _part(caseload, case_manager, program, county),
        _by(by),
        min_cell,
        yardsticks.billing(),
        cache(instruments.change_of),
    )
    if listed is not None:
        _listed(caseload, asked, listed, denominator, chosen, output, force)
        return
    if denominator:
        raise UsageError("Say which figure's records: --list FIGURE --denominator")
    _made(caseload, asked, chosen, output, force)


def _format(
    form: ReportFormat | None, as_json: bool, as_csv: bool, output: Path | None
) -> ReportFormat:
    """The format that was asked for, by name or by the file's ending."""
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    if form is None and not as_json and not as_csv and ending in ("html", "htm"):
        form = ReportFormat.HTML
    if form is ReportFormat.HTML:
        if as_json or as_csv:
            raise UsageError(f"Choose one format: {form} or {'json' if as_json else 'csv'}.")
        return form
    rest = door.Format(form) if form is not None else None
    chosen = door.format_of(rest, as_json, as_csv, output)
    if chosen is door.Format.PARQUET:
        raise UsageError(f"A report comes as {', '.join(ReportFormat)}.")
    if chosen is door.Format.XLSX and output is None:
        raise UsageError("A workbook goes into a file: -o FILE.xlsx")
    return ReportFormat(chosen)


def _part(
    caseload: Caseload, case_manager: str | None, program: str | None, county: str | None
) -> Part:
    wanted = wanted_part(caseload, False, case_manager, county, program)
    ids = wanted.case_managers
    named = staff.get(caseload, ids[0]).name if ids else None
    return Part(named, wanted.program, wanted.county)


def _by(said: list[str] | None) -> tuple[By, ...]:
    words = [one.strip().lower().replace("-", "_").replace(" ", "_") for one in said or ()]
    for word in words:
        door.one_of("--by", word, (*By, "all"))
    return tuple(By) if "all" in words else tuple(By(word) for word in words) or (By.TOTAL,)


def _listed(
    caseload: Caseload,
    asked: Asked,
    figure: str,
    denominator: bool,
    form: ReportFormat,
    output: Path | None,
    force: bool,
) -> None:
    if asked.min_cell:
        raise UsageError("--list names clients, so --min-cell has no meaning with it.")
    if form is ReportFormat.HTML:
        raise UsageError("A list comes as a table, CSV, JSON or XLSX: -o FILE.csv")
    with bar(asked.report) as watch:
        found = reports.listed(caseload, asked, figure, denominator=denominator, watch=watch)
    if form is ReportFormat.XLSX:
        assert output is not None
        page = workbook.Sheet(figure, Listed._fields, found)
        workbook.write(output, [page], asked.on, force=force)
        return
    with files.written(output, force=force) as out:
        shown = LISTED_SHOWN if not denominator else ("counted", *LISTED_SHOWN)
        show.rows(found, Listed._fields, form, out, shown=shown)
    if not found and form is ReportFormat.TABLE:
        door.say("No record stands behind it.")


def _made(
    caseload: Caseload, asked: Asked, form: ReportFormat, output: Path | None, force: bool
) -> None:
    with bar(asked.report) as watch:
        made = reports.made(caseload, asked, watch)
    if form is ReportFormat.XLSX:
        from caseload.tables.report import sheets

        assert output is not None
        workbook.write(output, sheets(made), asked.on, force=force)
        return
    with files.written(output, force=force) as out:
        if form is ReportFormat.TABLE:
            from caseload.show.report import report as shown

            shown(made, out)
        elif form is ReportFormat.HTML:
            from caseload.documents import report_page

            out.write(report_page.write(made, config.read().agency.name))
        else:
            show.rows(made.rows(), Row._fields, form, out)
