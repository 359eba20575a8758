"""`caseload export`: tables for other programs, and the whole caseload for a new file."""

from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.records import everything, exports

app = typer.Typer(add_completion=False)

KINDS = (*exports.KINDS, "everything")


@app.command("export")
def export(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))],
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Write records as a table, or everything for a new file.

    What is exported leaves the encrypted file: keep it where clients' records belong, and remove
    it when it has served.

    \b
    caseload export clients -o clients.csv
    caseload export contacts --format jsonl -o contacts.jsonl
    caseload export everything -o caseload.jsonl
    """
    caseload = door.opened(ctx)
    door.one_of("kind", kind, KINDS)
    if kind == "everything":
        chosen = door.format_of(form or door.Format.JSONL, as_json, as_csv, output)
        if chosen is not door.Format.JSONL or (output and output.suffix.lower() != ".jsonl"):
            raise UsageError("Everything goes into lines of JSON alone: -o FILE.jsonl.")
        with caseload.reading(), files.written(output, force=force) as out:
            show.json_lines(everything.lines(caseload), out)
        # Afterwards, so that what is brought in from it and exported again is the same.
        exports.noted(caseload, kind)
        return
    exports.noted(caseload, kind)
    with caseload.reading():
        table = exports.KINDS[kind](caseload)
        chosen_as = (form, as_json, as_csv, output, force)
        door.show_rows(table.rows, table.columns, chosen_as)
