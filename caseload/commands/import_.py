"""`caseload import`: rosters and other tables in, and a whole caseload into a new file."""

from pathlib import Path
from typing import Annotated

import typer

from caseload import dates, entrance, show
from caseload.commands import _asking, _import_asking
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands._import_asking import Reading
from caseload.commands._progress import bar
from caseload.errors import InvalidError, UsageError
from caseload.records import backups, everything, hsds, imports
from caseload.records._opening import create_file
from caseload.settings import config, headings, resource_files
from caseload.settings.instruments import known
from caseload.show import directory as show_directory
from caseload.show import style

app = typer.Typer(add_completion=False)

KINDS = (*imports.KINDS, "hsds", "everything")
MOST = 10
"""How many rows a remark names."""


@app.command("import")
def import_(
    ctx: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=", ".join(KINDS), autocompletion=lambda: KINDS)
    ],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help="CSV, XLSX, JSON or JSONL; hsds: also a folder or zip.",
        ),
    ],
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="THEIRS=OURS", help="What their column is called here."),
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")] = None,
    heading_row: Annotated[
        int | None,
        typer.Option("--heading-row", metavar="N", min=1, help="Where its headings are; 1."),
    ] = None,
    date_format: Annotated[
        str | None,
        typer.Option("--date-format", help="How its days are: mdy, dmy, ymd; as in the settings."),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Change what is there already and differs.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and save nothing.")
    ] = False,
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help="hsds: what the directory is called.")
    ] = hsds.SOURCE,
    retire: Annotated[
        bool, typer.Option("--retire", help="hsds: set aside what it no longer has.")
    ] = False,
    no_encrypt: Annotated[
        bool, typer.Option("--no-encrypt", help="Everything goes into a plain file.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: what is unsure is left out or refused.")
    ] = False,
) -> None:
    """Bring in a table: all of it, or nothing.

    Headings that are spelled like our fields are found by themselves; say the others with --map.
    At a terminal it shows how each column is understood, and asks where that is unsure. The same
    table twice adds nothing. An empty cell never erases what is there.

    \b
    caseload import clients roster.csv --dry-run
    caseload import clients roster.xlsx --map "Worker=case_manager" --map "DOB=date_of_birth"
    caseload import clients names.csv --map "Client=last_name, first_name" --date-format dmy
    caseload import contacts contacts.csv
    caseload import resources services.csv
    caseload import hsds directory.zip --source 211 --dry-run
    caseload --file new.db import everything caseload.jsonl
    """
    fields.one_of("kind", kind, KINDS)
    if kind == "everything":
        _restore(ctx, file, no_encrypt)
        return
    if kind == "hsds":
        _directory(ctx, file, source, update=update, retire=retire, dry_run=dry_run)
        return
    if retire or source != hsds.SOURCE:
        raise UsageError("--source and --retire are for: caseload import hsds")
    if date_format is not None:
        fields.one_of("date format", date_format, dates.ORDERS)
    reading = Reading(dict(_pair(each) for each in mapped or []), date_format, heading_row)
    caseload = door.opened(ctx)
    spellings = headings.spellings()
    asks = show.has_terminal() and not yes
    asked = _import_asking.ask(kind, file, sheet, reading, spellings) if asks else reading

    def bring(dry_run: bool) -> imports.Outcome:
        with (
            imports.open_sheet(file, sheet, asked.heading_row or 1) as table,
            bar(file.name) as watch,
        ):
            if not dry_run:
                backups.keep(caseload, backups.BEFORE_IMPORT)
            outcome = imports.bring_in(
                caseload,
                kind,
                table,
                given=asked.given,
                update=update,
                dry_run=dry_run,
                order=asked.order or config.read().date_format,
                spellings=spellings,
                instruments=known() if kind == "assessments" else None,
                watch=watch,
            )
        if outcome.problems:
            _complain(file.name, outcome)
            if asked != reading:
                _say_the_same(ctx, asked)
            raise typer.Exit(InvalidError.exit_code)
        return outcome

    if asks and not dry_run:
        tried = bring(dry_run=True)
        if asked != reading:
            _say_the_same(ctx, asked)
        if (asked != reading or tried.doubtful) and not _agreed(kind, tried):
            return
    outcome = bring(dry_run)
    if dry_run and asked != reading:
        _say_the_same(ctx, asked)
    _said(kind, outcome, dry_run=dry_run)
    only = caseload.staff
    if only is not None and outcome.made and not dry_run:
        caseload.staff = None
        entrance.acts(caseload, ctx.obj.staff)
        if caseload.staff is None:
            door.say(f"  say once who you are: {door.command_line('config', 'staff', only.name)}")


def _say_the_same(ctx: typer.Context, reading: Reading) -> None:
    """Say the command that reads the table so without a question."""
    words = ["import", ctx.params["kind"], str(ctx.params["file"]), *reading.options()]
    if ctx.params["sheet"] is not None:
        words += ["--sheet", ctx.params["sheet"]]
    words += [f"--{name.replace('_', '-')}" for name in ("update", "dry_run") if ctx.params[name]]
    door.say("The same without questions:")
    door.say(f"  {door.command_line(*words, '--yes')}")


def _agreed(kind: str, tried: imports.Outcome) -> bool:
    """Say what would come of it, and ask whether it is meant; a slip is not what Enter answers."""
    _said(kind, tried, dry_run=True)
    if _asking.yes("Import it so?", usually=not tried.slips):
        return True
    door.say("Nothing was imported.")
    return False


def _directory(
    ctx: typer.Context, path: Path, source: str, *, update: bool, retire: bool, dry_run: bool
) -> None:
    words = resource_files.needs()
    caseload = door.opened(ctx)
    with bar(path.name) as watch:
        outcome = hsds.bring_in(
            caseload, path, words,
            source=source, update=update, retire=retire, dry_run=dry_run, watch=watch,
        )  # fmt: skip
    if outcome.problems:
        for line in show_directory.complaint(path.name, outcome):
            door.say(line)
        raise typer.Exit(InvalidError.exit_code)
    said, beside = show_directory.told(source, outcome, dry_run=dry_run)
    door.tell(said)
    for line in beside:
        door.say(line)


def _pair(text: str) -> tuple[str, str]:
    their, equals, our = text.rpartition("=")
    if not equals or not their.strip() or not our.strip():
        raise UsageError(f'--map {text!r}: write it as "THEIR COLUMN=our_name".')
    return their, our


def _restore(ctx: typer.Context, file: Path, no_encrypt: bool) -> None:
    options: entrance.Door = ctx.obj
    path = options.path
    if path.exists():
        raise InvalidError(
            f"{path} exists already, and everything goes into a new file. Name one: caseload "
            f"--file NEW.db import everything {file}"
        )
    secret = None if no_encrypt else lambda: config.passphrase(options.passphrase_file, new=True)
    key = create_file(
        path, entrance.today(), secret, everything.restorer(file), anywhere=options.anywhere
    )
    door.tell(f"Made {path} from {file.name}.")
    door.tell_recovery(key)


def _said(kind: str, outcome: imports.Outcome, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    parts = [f"{outcome.added} {would}added"]
    if outcome.changed:
        parts.append(f"{outcome.changed} {would}changed")
    if outcome.same:
        parts.append(f"{outcome.same} there already")
    if outcome.differ:
        parts.append(f"{outcome.differ} there already that differ (--update changes them)")
    door.tell(f"{kind}: {', '.join(parts)}.")
    slips = dict(outcome.slips)
    for one in outcome.made:
        makes = "would make" if dry_run else "made"
        slip = f". Is it a slip for {slips[one]}?" if one in slips else ""
        door.say(f"  {makes} {one}: the table names it and the file did not know it{slip}")
    for twice in outcome.twice[:MOST]:
        why = ", ".join(twice.reasons)
        door.say(f"  {twice.client_id} may be {twice.other_id}: {why}")
    if len(outcome.twice) > MOST:
        door.say(f"  and {len(outcome.twice) - MOST} more who may be one person twice")
    for remark, rows in outcome.remarks:
        more = f" and {len(rows) - MOST} more" if len(rows) > MOST else ""
        door.say(f"  {remark}: row {', '.join(map(str, rows[:MOST]))}{more}")
    if outcome.unused:
        maps = " ".join(door.in_quotes("--map", f"{t}={o}") for t, o in outcome.likely)
        said = maps or '--map "THEIRS=our_name"'
        door.say(f"  not used: {', '.join(outcome.unused)}. To use one: {said}")


def _complain(name: str, outcome: imports.Outcome) -> None:
    rows = "row" if outcome.rows == 1 else "rows"
    door.say(
        f"{name}: {outcome.bad_rows} of {outcome.rows} {rows} can't be read; nothing was imported."
    )
    widest = max(len(str(one.row)) for one in outcome.problems)
    column = max(len(one.column) for one in outcome.problems)
    for one in outcome.problems:
        cells = [f"row {one.row}", one.column, one.message]
        door.say(style.in_columns(cells, [4 + widest, column]))
    shown = len({one.row for one in outcome.problems})
    more = outcome.bad_rows - shown
    if more > 0:
        door.say(f"  and {more} more {'row' if more == 1 else 'rows'}")
    door.say("Mend these and run it again.")
