"""`caseload report`: compliance, outcomes, workload, documentation, for any period."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands._progress import bar
from caseload.commands._wanted import wanted_part
from caseload.errors import UsageError
from caseload.records import reports, staff
from caseload.records._caseload import Caseload
from caseload.records.reports import Asked, Listed, Part, Report, Row
from caseload.reporting import spans
from caseload.reporting.catalog import REPORTS
from caseload.reporting.figures import OF_ONE_FILE, By
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


Month = Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="Of this month.")]
Quarter = Annotated[
    str | None, typer.Option("--quarter", metavar="YYYY-QN", help="Of this quarter.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Up to this day, itself included.")
]
AsRecorded = Annotated[
    str | None,
    typer.Option(
        "--as-recorded", metavar="DATE", help="Leave out what was written after this day."
    ),
]
ByWhom = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="WHAT", help="case_manager, program, county, month or all; repeatable."
    ),
]
CaseManager = Annotated[
    str | None, typer.Option("--case-manager", metavar="STAFF", help="Only theirs.")
]
Program = Annotated[
    str | None, typer.Option("--program", metavar="PROGRAM", help="Only in this program.")
]
County = Annotated[
    str | None, typer.Option("--county", metavar="NAME", help="Only who live there.")
]
ListOf = Annotated[
    str | None,
    typer.Option("--list", metavar="FIGURE", help="The records behind a figure instead."),
]
Denominator = Annotated[
    bool, typer.Option("--denominator", help="With --list: those of the denominator too.")
]
MinCell = Annotated[
    int,
    typer.Option(
        "--min-cell", metavar="N", min=0, help="Leave out what fewer than N clients are behind."
    ),
]
AsFormat = Annotated[
    ReportFormat | None, typer.Option("--format", help="How it comes out.", show_default=False)
]


@app.command("report")
def report(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="REPORT", help=", ".join(REPORTS), autocompletion=lambda: REPORTS),
    ],
    month: Month = None,
    quarter: Quarter = None,
    since: Since = None,
    until: Until = None,
    on: door.On = None,
    as_recorded: AsRecorded = None,
    by: ByWhom = None,
    case_manager: CaseManager = None,
    program: Program = None,
    county: County = None,
    listed: ListOf = None,
    denominator: Denominator = False,
    min_cell: MinCell = 0,
    form: AsFormat = None,
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
    chosen = format_of(form, as_json, as_csv, output)
    refuse_target(output, force)
    asked = asked_for(
        caseload.today, name, (month, quarter, since, until), on, as_recorded,
        by_whom(by, OF_ONE_FILE) or (By.TOTAL,), min_cell,
    )._replace(part=_part(caseload, case_manager, program, county))  # fmt: skip
    refuse_list(listed, denominator, chosen, min_cell, by)
    if listed is None:
        with bar(name) as watch:
            made = reports.made(caseload, asked, watch)
        write(made, chosen, output, force)
        return
    with bar(name) as watch:
        found = reports.listed(caseload, asked, listed, denominator=denominator, watch=watch)
    write_list(listed, asked.on, found, Listed._fields, denominator, chosen, output, force)


def asked_for(
    today: date,
    name: str,
    period: tuple[str | None, str | None, str | None, str | None],
    on: str | None,
    as_recorded: str | None,
    by: tuple[By, ...],
    min_cell: int,
) -> Asked:
    """What a report is asked for, of everyone; the period is a month, a quarter, or two days."""
    fields.one_of("report", name, REPORTS)
    month, quarter, *ends = period
    day = door.day_from(today, on)
    days = [door.day_from(today, text) if text is not None else None for text in ends]
    return Asked(
        name,
        spans.chosen(day, *days, in_month=month, in_quarter=quarter),
        day,
        door.day_from(today, as_recorded) if as_recorded is not None else None,
        Part(),
        by,
        min_cell,
        yardsticks.billing(),
        cache(instruments.change_of),
    )


def format_of(
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


def by_whom(said: list[str] | None, known: Sequence[By]) -> tuple[By, ...]:
    """What figures are to be told apart by, of what they can be; nothing when nothing was said."""
    words = [one.strip().lower().replace("-", "_").replace(" ", "_") for one in said or ()]
    for word in words:
        fields.one_of("--by", word, (*known, "all"))
    return tuple(known) if "all" in words else tuple(By(word) for word in words)


def refuse_target(output: Path | None, force: bool) -> None:
    """Refuse to write over a file before anything is made, which may take a while."""
    if output is not None and output.is_file():
        files.refuse_existing(output, force=force)


def refuse_list(
    figure: str | None,
    denominator: bool,
    form: ReportFormat,
    min_cell: int,
    by: Sequence[str] | None,
) -> None:
    """Refuse what has no meaning with a list of records, or without one.

    Raises:
        UsageError: There is something of that kind.
    """
    if figure is None and denominator:
        raise UsageError("Say which figure's records: --list FIGURE --denominator")
    if figure is not None and by:
        raise UsageError("A list has each record once: --by has no meaning with --list.")
    if figure is not None and min_cell:
        raise UsageError("--list names clients, so --min-cell has no meaning with it.")
    if figure is not None and form is ReportFormat.HTML:
        raise UsageError("A list comes as a table, CSV, JSON or XLSX: -o FILE.csv")


def write_list(
    figure: str,
    on: date,
    found: Sequence[tuple[Any, ...]],
    columns: Sequence[str],
    denominator: bool,
    form: ReportFormat,
    output: Path | None,
    force: bool,
) -> None:
    """Write the records behind a figure; a table shows what is beside their own columns first."""
    if form is ReportFormat.XLSX:
        assert output is not None
        workbook.write(output, [workbook.Sheet(figure, columns, found)], on, force=force)
        return
    with files.written(output, force=force) as out:
        beside = [name for name in columns if name not in Listed._fields]
        shown = (*beside, *(["counted"] if denominator else []), *LISTED_SHOWN)
        show.rows(found, columns, form, out, shown=shown)
    if not found and form is ReportFormat.TABLE:
        door.say("No record stands behind it.")


def write(made: Report, form: ReportFormat, output: Path | None, force: bool) -> None:
    """Write a report."""
    if form is ReportFormat.XLSX:
        from caseload.tables.report import sheets

        assert output is not None
        workbook.write(output, sheets(made), made.asked.on, force=force)
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
