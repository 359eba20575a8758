"""`caseload calendar`: appointments and due dates for a calendar elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from caseload import files
from caseload.commands import _door as door
from caseload.commands._wanted import Manager, Mine, whose
from caseload.commands.appointment import Since, Until
from caseload.errors import InvalidError, UsageError
from caseload.records import appointments, clients, due, staff
from caseload.records._caseload import Caseload
from caseload.texts.calendar_text import Naming, Said, calendar

app = typer.Typer(add_completion=False)

AHEAD_DAYS = 90
"""How far it looks ahead when nothing is said."""
BACK_DAYS = 30


@app.command("calendar")
def calendar_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    mine: Mine = False,
    case_manager: Manager = None,
    since: Since = None,
    until: Until = None,
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
    first = door.optional_day(caseload, since) or caseload.today - timedelta(BACK_DAYS)
    last = door.optional_day(caseload, until, ahead=True) or caseload.today + timedelta(AHEAD_DAYS)
    if last < first:
        raise InvalidError(f"--until {last} lies before --from {first}. Check the dates.")
    managers = whose(caseload, case_manager, mine=mine)
    found = clients.find(caseload, client) if client else None
    client_id = found.client_id if found else None
    with caseload.reading():
        booked = [
            (one.appointment, one.client)
            for one in appointments.listed(
                caseload, client_id=client_id, since=first, until=last, case_managers=managers
            )
            if one.appointment.entered_in_error_at is None
        ]
        wanted = due.Wanted(case_managers=managers, client_id=client_id)
        within = max(0, (last - caseload.today).days)
        items = [] if no_due else due.due(caseload, caseload.today, wanted, within=within).items
        text = calendar(
            booked,
            [one for one in items if one.due_on is not None and first <= one.due_on <= last],
            zone=_zone(),
            made_at=datetime.now(UTC),
            file_id=_file_id(caseload),
            said=Said(
                Naming.NAME if names else Naming.INITIALS if initials else Naming.ID, details
            ),
            name=_name(caseload, case_manager, client_id, mine=mine),
        )
    with files.written(output, force=force) as out:
        out.write(text)


def _zone() -> Any:
    """The machine's zone, by its name in the list that all calendars know."""
    from tzlocal import get_localzone

    return get_localzone()


def _file_id(caseload: Caseload) -> str:
    """What tells this file from others: the first hash of its audit log, which never changes."""
    found: str = caseload.value("select chain_hash from audit order by audit_id limit 1")
    return found[:16]


def _name(
    caseload: Caseload, case_manager: str | None, client_id: str | None, *, mine: bool
) -> str:
    if client_id is not None:
        return f"caseload {client_id}"
    if mine:
        return f"caseload {staff.acting(caseload).name}"
    return f"caseload {staff.find(caseload, case_manager).name}" if case_manager else "caseload"
