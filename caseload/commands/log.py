"""`caseload log`: record a contact in one line; the same as `caseload contact log`."""

import typer

from caseload.commands.contact import log

app = typer.Typer(add_completion=False)
app.command("log")(log)
