"""`caseload calendar`: appointments and due dates for a calendar elsewhere."""

from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands._wanted import Manager, Mine, whose
from caseload.commands.appointment import Since
from caseload.errors import UsageError
from caseload.records import staff
from caseload.texts.calendar_text import Naming, Said
from caseload.texts.calendars import Asked, span, text_of

app = typer.Typer(add_completion=False)


@app.command("calendar")
def calendar_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    mine: Mine = False,
    case_manager: Manager = None,
    since: Since = None,
    until: door.Until = None,
    initials: Annotated[
        bool, typer.Option("--initials", help="Name clients by initials, not by id.")
    ] = False,
    names: Annotated[bool, typer.Option("--names", help="Name clients in full.")] = False,
    details: Annotated[
        bool,
        typer.Option("--details", help="With whom, where, the ride, the words of tasks: all text."),
    ] = False,
    no_due: Annotated[
        bool, typer.Option("--no-due", help="Appointments alone, no due dates.")
    ] = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Appointments and due dates as an iCalendar file.

    Clients stand in it by id. It holds 30 days back and 90 ahead unless days are said, times in
    this machine's zone, and nothing that people typed without --details. What is exported leaves
    the encrypted file.

    \b
    caseload calendar --mine -o mine.ics
    caseload calendar C0031 --initials --details -o okafor.ics
    caseload calendar --case-manager Whitfield --until "in 2 weeks" -o whitfield.ics
    """
    if names and initials:
        raise UsageError("Choose --names or --initials, not both.")
    caseload = door.opened(ctx)
    first, last = span(
        caseload.today,
        door.said_day(caseload, since),
        door.said_day(caseload, until, ahead=True),
    )
    managers = whose(caseload, case_manager, mine=mine)
    client_id = door.id_if_said(caseload, client)
    asked = Asked(first, last, client_id, managers, not no_due)
    naming = Naming.NAME if names else Naming.INITIALS if initials else Naming.ID
    name = client_id or (staff.get(caseload, managers[0]).name if managers else "")
    text = text_of(caseload, asked, Said(naming, details), name)
    with files.written(output, force=force) as out:
        out.write(show.safe_lines(text))
