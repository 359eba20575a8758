"""`caseload unlock`: keep the key for the working day."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from caseload import entrance
from caseload.commands import _door as door
from caseload.errors import InvalidError, UsageError
from caseload.records import keys
from caseload.settings import config, kept_keys

app = typer.Typer(add_completion=False)


@app.command("unlock")
def unlock(
    ctx: typer.Context,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="TIME", help="8h, 30m; at most 24h.")
    ] = None,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="In the system's keyring, until it is forgotten.")
    ] = False,
) -> None:
    """Keep the key for 8 hours, so that no command asks.

    It is kept in memory that is this account's own, and dropped by: caseload lock. Whoever can use
    this account meanwhile can open the file, so lock your screen when you leave.

    \b
    caseload unlock --for 8h
    """
    if keyring and for_ is not None:
        raise UsageError("Give --for or --keyring, not both: the keyring keeps it until forgotten.")
    options: entrance.Door = ctx.obj
    key = keys.recovery(door.opened(ctx))
    if keyring:
        kept_keys.keep_in_keyring(options.path, key)
        config.put("keyring", "on")
        door.tell("Unlocked, in the system's keyring. Forget it with: caseload key forget")
        return
    until = datetime.now(UTC) + _span("8h" if for_ is None else for_, kept_keys.LONGEST)
    where = kept_keys.keep(options.path, key, until)
    ends = until.astimezone()
    tomorrow = "" if ends.date() == datetime.now().astimezone().date() else " tomorrow"
    door.tell(f"Unlocked until {ends:%H:%M}{tomorrow}, in memory: {where}")
    door.tell("Lock it again with: caseload lock")


_SPAN = r"(\d{1,4})\s*(h|hours?|m|min|minutes?)"


def _span(text: str, longest: timedelta) -> timedelta:
    """A span of time: 8h, 90 min.

    Raises:
        InvalidError: It is none, nothing at all, or longer than `longest`.
    """
    found = re.fullmatch(_SPAN, text.strip(), re.IGNORECASE)
    if found is None:
        raise InvalidError(f"{text.strip()[:30]!r} is no span of time; write 8h or 30m.")
    unit = "hours" if found[2].lower().startswith("h") else "minutes"
    span = timedelta(**{unit: int(found[1])})
    if not timedelta() < span <= longest:
        raise InvalidError(f"A span here is 1m to {longest // timedelta(hours=1)}h.")
    return span
