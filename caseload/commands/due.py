"""`caseload due`: who is overdue this morning, who is due today and soon, and why."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands._wanted import County, Manager, Program, wanted_part
from caseload.errors import UsageError
from caseload.model import Item, Obligation, Status
from caseload.records import due as due_records
from caseload.records import explain as explain_records
from caseload.records._caseload import Caseload
from caseload.show import style

app = typer.Typer(add_completion=False)


class FailOn(StrEnum):
    """From which status on the exit code is 20."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"


FOUND = 20
FAILS_ON = {
    FailOn.OVERDUE: {Status.OVERDUE},
    FailOn.TODAY: {Status.OVERDUE, Status.DUE_TODAY},
    FailOn.SOON: {Status.OVERDUE, Status.DUE_TODAY, Status.DUE_SOON},
}
Within = Annotated[
    int | None,
    typer.Option("--within", min=0, metavar="DAYS", help="Upcoming items of so many days too."),
]
Everything = Annotated[bool, typer.Option("--all", help="All upcoming items too.")]
Owed = Annotated[
    Obligation | None, typer.Option("--obligation", help="Only what is owed of this kind.")
]
IncludeHeld = Annotated[bool, typer.Option("--include-held", help="Those on hold as well, last.")]
MaybeFail = Annotated[
    FailOn | None, typer.Option("--fail-on", help="Exit with 20 if there is any such item.")
]


@app.command("due")
def due(
    ctx: typer.Context,
    on: door.On = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="Only one's own clients and those one covers.")
    ] = False,
    within: Within = None,
    everything: Everything = False,
    case_manager: Manager = None,
    county: County = None,
    program: Program = None,
    obligation: Owed = None,
    include_held: IncludeHeld = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CLIENT", help="How each date came about, for one."),
    ] = None,
    fail_on: MaybeFail = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Who is due for contact, the most neglected first.

    \b
    caseload due
    caseload due --mine --within 30
    caseload due --explain C0031
    caseload due --on 2026-10-31 --case-manager Whitfield --csv -o october.csv
    caseload due --fail-on overdue
    """
    caseload = door.opened(ctx)
    on_day = door.day(caseload, on)
    chosen = door.format_of(form, as_json, as_csv, output)
    if explain is not None:
        _explain(caseload, explain, on_day, chosen, output, force)
        return
    wanted = wanted_part(caseload, mine, case_manager, county, program, obligation)
    # Making and writing 100,000 lines makes no cycles, and looking for them costs a tenth.
    with due_records.uncollected():
        found = due_records.due(
            caseload,
            on_day,
            wanted,
            within=None if everything else within or 0,
            include_held=include_held,
        )
        if chosen is door.Format.TABLE:
            from caseload.show.due import due_list

            empty = not found.open_episodes and not found.on_hold
            beside = due_records.in_all(caseload, on_day) if empty else None
            with files.written(output, force=force) as out:
                due_list(found, on_day, caseload.staff, out, hints=output is None, beside=beside)
        else:
            door.write_rows(found.items, Item._fields, chosen, output, force)
    if fail_on and any(one.status in FAILS_ON[fail_on] for one in found.items):
        raise typer.Exit(FOUND)


def _explain(
    caseload: Caseload,
    text: str,
    on_day: date,
    form: door.Format,
    output: Path | None,
    force: bool,
) -> None:
    from caseload.records import clients, explain_crises

    if form not in (door.Format.TABLE, door.Format.PLAIN, door.Format.JSON):
        raise UsageError("An explanation comes as text or with --json: -o FILE.txt or FILE.json.")
    client = clients.find(caseload, text)
    found = explain_records.explain(caseload, client.client_id, on_day)
    dated = explain_records.dated(caseload, client.client_id, on_day)
    left = explain_crises.explain(caseload, client.client_id, on_day)
    with files.written(output, force=force) as out:
        if form is door.Format.JSON:
            told = [explain_records.explained(one) for one in found]
            told += [explain_records.explained_item(one) for one in dated]
            told += [each for one in left for each in explain_crises.explained(one)]
            show.one_json(told, out)
        else:
            from caseload.show import crisis as show_crisis
            from caseload.show import explain as show_explain

            name = f"{client.full_name} ({client.client_id})"
            if found or dated or not left:
                show_explain.explanation(found, name, on_day, caseload.today, out, dated)
            show_crisis.explanation(left, on_day, caseload.today, out)


def greet(ctx: typer.Context) -> None:
    """Bare `caseload`: what is due in one line, and the commands to try next."""
    if not sys.stdout.isatty():
        print(ctx.get_help())
        return
    caseload = door.opened(ctx)
    found = due_records.due(caseload, caseload.today)
    overdue = sum(one.status is Status.OVERDUE for one in found.items)
    open_episodes = f"{found.open_episodes} open episodes"
    print(style.apart([f"{len(found.items)} due", f"{overdue} overdue", open_episodes]))
    print(style.apart(["caseload due", "caseload log CLIENT", "caseload --help"]))
