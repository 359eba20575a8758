"""`caseload match`: which case manager fits a client, and why."""

import sys
from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.errors import NotFoundError
from caseload.model import Client
from caseload.records import clients, staff
from caseload.records import matching as records
from caseload.rules import matching
from caseload.settings import yardsticks
from caseload.show import day_style

app = typer.Typer(add_completion=False)


@app.command()
def match(
    ctx: typer.Context,
    client: door.Client,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[STAFF]", help="One case manager alone; with --assign, whom."),
    ] = None,
    assign: Annotated[
        bool, typer.Option("--assign", help="Make the best one, or STAFF, their case manager.")
    ] = False,
    program: door.Program = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="As of, or from, this day; today.")
    ] = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Case managers for a client, the best first, with the reasons.

    What counts, and how much, stands in a file of weights that an agency may replace. Those who
    lack what the program requires come last; those who are away are not proposed.

    \b
    caseload match C0031
    caseload match C0031 --program "Supported housing" --json
    caseload match C0031 --assign
    caseload match C0031 --assign Ortega
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    named = staff.find(caseload, who) if who is not None else None
    day = door.day(caseload, on)
    weights = yardsticks.weights()
    if assign:
        chosen = named.staff_id if named else None
        done = records.assign(
            caseload, found.client_id, weights, day, staff_id=chosen, program=program
        )
        _said(found, done, day_style.spoken(day, caseload.today))
        return
    ranking = records.ranked(caseload, found.client_id, weights, day, program)
    matches = [one for one in ranking.matches if named is None or one.staff_id == named.staff_id]
    if named is not None and not matches:
        raise NotFoundError(
            f"{named.name} is no case manager who is here; see: caseload staff list"
        )
    for name, covering in ranking.away:
        door.say(f"{name} is away and not proposed; {covering} stands in.")
    if door.format_of(form, as_json, as_csv, output) is door.Format.TABLE and output is None:
        from caseload.show.matching import ranking_page

        ranking_page(found, ranking.program, matches, sys.stdout)
        return
    door.show_rows(matches, matching.COLUMNS, (form, as_json, as_csv, output, force))


def _said(client: Client, done: records.Assigned, when: str) -> None:
    one = done.match
    door.tell(
        f"Assigned: {client.full_name} ({client.client_id}), {done.episode.program}, to {one.name} "
        f"from {when}"
    )
    for words in one.speaks_for:
        door.tell(f"  {words}")
    if done.over:
        door.say(
            f"{one.name} is over the limit now: {done.load} of {one.capacity}. Hand somebody over, "
            f"or change the limit: caseload staff edit {one.staff_id} --capacity {done.load}"
        )
    if done.episode.admitted_on is None:
        door.tell(f"Next: caseload intake admit {client.client_id}")
