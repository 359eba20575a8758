"""`caseload need`: what a client needs, by part of life, until it is met."""

from typing import Annotated, Any, NamedTuple

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import _items
from caseload.model.assessing import ActionLevel, Need
from caseload.model.planning import Domain
from caseload.records import clients, needs
from caseload.show import day_style

app = typer.Typer(
    add_completion=False, help="Needs: list, add, edit, met, goal, error.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(metavar="NEED", help="An id, such as W0004.")]
Level = Annotated[
    ActionLevel | None, typer.Option("--level", help="How much it asks for.", show_default=False)
]
Statement = Annotated[
    str | None, typer.Option("--statement", help="In the client's words or yours.")
]
FoundOn = Annotated[
    str | None,
    typer.Option("--on", "--identified-on", metavar="DATE", help="The day it was found."),
]


class Line(NamedTuple):
    """A need as lists show it."""

    need_id: str
    client_id: str
    domain: Domain
    level: ActionLevel
    statement: str | None
    goal_id: str | None
    standing: str


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    still_open: Annotated[bool, typer.Option("--open", help="Only those not met yet.")] = False,
    on: door.On = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Needs of one client or of all; the open ones with the gravest first.

    \b
    caseload need list C0031
    caseload need list --open --csv
    """
    caseload = door.opened(ctx)
    day = door.day(caseload, on)
    whose = clients.find(caseload, client).client_id if client else None
    found = needs.listed(caseload, whose, still_open=still_open, on=day)
    chosen = (form, as_json, as_csv, output, force)
    if door.format_of(form, as_json, as_csv, output) is not door.Format.TABLE:
        door.show_rows(found, Need._fields, chosen)
        return
    from caseload.show.assessment import standing

    lines = [
        Line(
            one.need_id, one.client_id, one.domain, one.level,
            show.shortened(one.statement), one.goal_id, standing(one, day),
        )
        for one in found
    ]  # fmt: skip
    door.show_rows(lines, Line._fields, chosen)


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    domain: Annotated[Domain, typer.Argument(metavar="DOMAIN", help=", ".join(Domain))],
    level: Level = None,
    statement: Statement = None,
    on: FoundOn = None,
    goal: Annotated[
        bool | None, typer.Option("--goal/--no-goal", help="Make it a goal of the plan draft.")
    ] = None,
) -> None:
    """Record a need; act is its level unless another is said.

    \b
    caseload need add C0031 daily_living --level watch --statement "Unopened mail"
    caseload need add C0031 legal --statement "A fine from 2024" --goal
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    with caseload.write("add need", found.client_id):
        saved = needs.add(
            caseload, found.client_id, domain, level or ActionLevel.ACT, day, statement=statement
        )
        if goal:
            saved = needs.goal(caseload, saved.need_id)
    door.tell(
        f"Added {saved.need_id}: {found.full_name} ({found.client_id}), "
        f"{needs.in_words(saved.domain).lower()}, {saved.level.replace('_', ' ')}, "
        f"{day_style.spoken(saved.identified_on, caseload.today)}."
    )
    if goal:
        _items.tell_goal(saved)
    elif goal is None and show.has_terminal():
        _items.ask_goal(caseload, saved, "it")


@app.command()
def edit(
    ctx: typer.Context,
    need: Id,
    domain: Annotated[Domain | None, typer.Option("--domain", help="The part of life.")] = None,
    level: Level = None,
    statement: Statement = None,
    on: FoundOn = None,
) -> None:
    """Change an open need; '' empties what it says.

    \b
    caseload need edit W0001 --level act_now
    """
    caseload = door.opened(ctx)
    facts: dict[str, Any] = fields.given(domain=domain, level=level, statement=statement)
    if on is not None:
        facts["identified_on"] = door.day(caseload, on)
    saved = needs.edit(caseload, need, **fields.something(ctx, facts))
    door.tell(
        f"Saved: {saved.need_id}, {needs.in_words(saved.domain).lower()}, "
        f"{saved.level.replace('_', ' ')}."
    )


@app.command()
def met(
    ctx: typer.Context,
    need: Id,
    on: Annotated[
        str | None, typer.Option("--on", "--met-on", metavar="DATE", help="The day; today.")
    ] = None,
) -> None:
    """Close a need: it is met.

    \b
    caseload need met W0001 --on yesterday
    """
    caseload = door.opened(ctx)
    saved = needs.met(caseload, need, door.day(caseload, on))
    days = ((saved.met_on or caseload.today) - saved.identified_on).days
    door.tell(
        f"Met: {saved.need_id}, {needs.in_words(saved.domain).lower()}, after "
        f"{days} day{'' if days == 1 else 's'}."
    )


@app.command()
def goal(
    ctx: typer.Context,
    need: Id,
    statement: Annotated[
        str | None, typer.Argument(metavar="[STATEMENT]", help="What the client wants.")
    ] = None,
) -> None:
    """Make a need a goal: of the draft, of the next version, or of a first draft.

    \b
    caseload need goal W0001 "A home of my own"
    """
    caseload = door.opened(ctx)
    _items.tell_goal(needs.goal(caseload, need, statement))


@app.command()
def error(
    ctx: typer.Context,
    need: Id,
    reason: door.Reason = "",
) -> None:
    """Mark a need as entered in error: it stays readable and counts for nothing.

    \b
    caseload need error W0001 --reason "another client"
    """
    caseload = door.opened(ctx)
    marked = needs.entered_in_error(caseload, need, reason)
    door.tell(f"Marked as entered in error: {marked.need_id}.")
