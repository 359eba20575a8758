"""`caseload task`: anything else with a day, for a client or for oneself."""

import sys
from typing import Annotated, Any

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands._wanted import whose
from caseload.model.agenda import Task
from caseload.records import clients, staff, tasks
from caseload.show import day_style

app = typer.Typer(
    add_completion=False, help="Tasks: list, add, done, put off.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(metavar="TASK", help="Its id, such as TK0007.")]
ForClient = Annotated[
    str | None, typer.Option("--client", metavar="CLIENT", help="For whom; else for oneself.")
]
DueOn = Annotated[
    str | None, typer.Option("--due-on", metavar="DATE", help="By when; else on no due list.")
]
ForStaff = Annotated[
    str | None, typer.Option("--for", "--staff", metavar="STAFF", help="Whose it is; one's own.")
]
COLUMNS = (*Task._fields[:3], "client", *Task._fields[3:])


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="One's own, and those of one's clients.")
    ] = False,
    case_manager: Annotated[
        str | None, typer.Option("--case-manager", metavar="STAFF", help="Whose, likewise.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Those done and in error as well.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What is to be done, by its day; what has no day comes last.

    \b
    caseload task list --mine
    caseload task list C0031 --all
    """
    caseload = door.opened(ctx)
    found = tasks.listed(
        caseload,
        client_id=door.id_if_said(caseload, client),
        owners=whose(caseload, case_manager, mine=mine),
        everything=everything,
    )
    names = staff.names(caseload)
    rows = [
        (*one.task[:3], one.client, one.task.due_on, names.get(one.task.staff or ""),
         *one.task[5:])
        for one in found
    ]  # fmt: skip
    shown = ["task_id", "due_on", "text", "client", "staff"] + (["done_on"] if everything else [])
    door.show_rows(rows, COLUMNS, (form, as_json, as_csv, output, force), shown=shown)


@app.command("show")
def show_(ctx: typer.Context, task: Id, as_json: door.AsJson = False) -> None:
    """One task, and how often it was put off and why.

    \b
    caseload task show TK0007
    """
    caseload = door.opened(ctx)
    found = tasks.get(caseload, task)
    story = tasks.story(caseload, found.task_id)
    if as_json:
        told = {**found._asdict(), "put_off": [one._asdict() for one in story]}
        show.one_json(told, sys.stdout)
        return
    names = staff.names(caseload)
    client = clients.get(caseload, found.client_id).full_name if found.client_id else None
    show.facts(
        [
            ("task", found.task_id),
            ("text", found.text),
            ("client", f"{client} ({found.client_id})" if client else None),
            ("due on", day_style.spoken(found.due_on, caseload.today) if found.due_on else None),
            ("whose", names.get(found.staff or "")),
            ("done on", day_style.spoken(found.done_on) if found.done_on else None),
            ("remark", found.remark),
            ("entered in error", found.entered_in_error_why),
            *((day_style.plain(one.put_off_on), f"put off from {day_style.plain(one.from_on)} to "
               f"{day_style.plain(one.until_on)}: {one.reason}") for one in story),
        ],
        sys.stdout,
    )  # fmt: skip


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be done, in a line.")],
    client: ForClient = None,
    due_on: DueOn = None,
    whose_it_is: ForStaff = None,
) -> None:
    """Write down something to do.

    \b
    caseload task add "Call SSA about the overpayment" --client C0031 --due-on fri
    caseload task add "Renew my credential" --due-on "in 3 weeks"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client) if client else None
    made = tasks.add(
        caseload,
        text,
        client_id=found.client_id if found else None,
        due_on=door.optional_day(caseload, due_on, ahead=True) or None,
        staff_id=staff.find(caseload, whose_it_is).staff_id if whose_it_is else None,
    )
    whom = f" for {found.full_name} ({found.client_id})" if found else ""
    if made.due_on is None:
        due = "; without a day it is on no due list"
    else:
        late = ", which is past: it is overdue" if made.due_on < caseload.today else ""
        due = f", due {day_style.spoken(made.due_on, caseload.today)}{late}"
    door.tell(f"Added: {made.task_id}{whom}{due}.")


@app.command()
def edit(
    ctx: typer.Context,
    task: Id,
    text: Annotated[str | None, typer.Option("--text", help="In a line.")] = None,
    client: ForClient = None,
    due_on: DueOn = None,
    whose_it_is: ForStaff = None,
) -> None:
    """Correct what was written down; '' empties a field. A later day is agreed with put-off.

    \b
    caseload task edit TK0007 --text "Call SSA about the overpayment letter"
    """
    caseload = door.opened(ctx)
    facts: dict[str, Any] = fields.named(text=text) | fields.given(
        client_id=clients.find(caseload, client).client_id if client else client,
        due_on=door.optional_day(caseload, due_on, ahead=True),
        staff=staff.find(caseload, whose_it_is).staff_id if whose_it_is else whose_it_is,
    )
    saved = tasks.edit(caseload, task, **fields.something(ctx, facts))
    door.tell(f"Saved: {saved.task_id}.")


@app.command()
def done(
    ctx: typer.Context,
    task: Annotated[
        list[str], typer.Argument(metavar="TASK…", help="Ids of tasks, such as TK0007.")
    ],
    on: door.When = None,
    remark: Annotated[str | None, typer.Option("--remark", help="What came of it.")] = None,
) -> None:
    """It is done, or no longer needed.

    \b
    caseload task done TK0007 --remark "SSA waives it"
    """
    caseload = door.opened(ctx)
    day = door.day(caseload, on)
    with caseload.write("done task"):
        saved = [tasks.done(caseload, one, day, remark) for one in task]
    for one in saved:
        door.tell(f"Done: {one.task_id}, {door.closed(one.text)}")


@app.command("put-off")
def put_off(
    ctx: typer.Context,
    task: Id,
    until: Annotated[str, typer.Argument(metavar="DAY", help="The new day, a later one.")],
    reason: door.Reason = "",
    on: door.When = None,
) -> None:
    """Put it off to a later day, and say why; each time stays in its story.

    \b
    caseload task put-off TK0007 "next mon" --reason "office closed"
    """
    caseload = door.opened(ctx)
    made = tasks.put_off(
        caseload,
        task,
        door.day(caseload, until, ahead=True),
        reason,
        door.said_day(caseload, on),
    )
    door.tell(
        f"Put off: {made.task_id}, from {day_style.spoken(made.from_on)} to "
        f"{day_style.spoken(made.until_on, caseload.today)}."
    )


@app.command()
def error(
    ctx: typer.Context,
    task: Id,
    reason: door.Reason = "",
) -> None:
    """Mark one as entered in error: it stays readable, and is never due.

    \b
    caseload task error TK0007 --reason "wrong client"
    """
    saved = tasks.entered_in_error(door.opened(ctx), task, reason)
    door.tell_in_error(saved.task_id)
