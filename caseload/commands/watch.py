"""`caseload watch`: clients who may be slipping away."""

from functools import cache

import typer

from caseload.commands import _door as door
from caseload.commands._wanted import County, Manager, Mine, wanted_part
from caseload.records import watch as records
from caseload.rules.watching import Watched
from caseload.settings import instruments, yardsticks

app = typer.Typer(add_completion=False)
SHOWN = ("points", "client_id", "client", "reasons", "case_manager", "phone")


@app.command("watch")
def watch(
    ctx: typer.Context,
    on: door.On = None,
    mine: Mine = False,
    case_manager: Manager = None,
    county: County = None,
    program: door.Program = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Clients who may be slipping away, and why.

    Signs: attempts since they were last reached, missed appointments, a score that got worse, a
    crisis, a referral that went nowhere, a hold without an end. Each counts points, which are data
    (watch.yaml). It is an order to look in: who is owed a contact stands in caseload due, always.

    \b
    caseload watch
    caseload watch --case-manager Whitfield --json
    """
    caseload = door.opened(ctx)
    day = door.day(caseload, on)
    wanted = wanted_part(caseload, mine, case_manager, county, program)
    found = records.watch(
        caseload, day, yardsticks.watch(), wanted, matters=cache(instruments.change_of)
    )
    door.show_rows(
        found, Watched._fields, (form, as_json, as_csv, output, force), shown=SHOWN,
        none="No sign of anyone slipping away.",
    )  # fmt: skip
