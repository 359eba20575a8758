"""`caseload export`: tables for other programs, and the whole caseload for a new file."""

from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.records import clients, everything, exports, sent_tables
from caseload.settings import config

app = typer.Typer(add_completion=False)

KINDS = (*exports.KINDS, "everything")


@app.command("export")
def export(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))],
    client: Annotated[
        list[str] | None,
        typer.Option("--client", metavar="CLIENT", help="Only theirs; may be repeated."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME", help="To whom it goes: needs their release."),
    ] = None,
    purpose: door.Purpose = None,
    exception: door.Exception_ = None,
    part2: door.Part2 = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Write records as a table, or everything for a new file.

    What is exported leaves the encrypted file: keep it where clients' records belong, and remove
    it when it has served.

    With --to it goes to somebody: it takes, of each client in it, a release in force that names
    them or a stated --exception, and is recorded as a disclosure of each. Substance-use records
    are left out, unless --include-part2 is said and the releases cover them.

    \b
    caseload export clients -o clients.csv
    caseload export contacts --format jsonl -o contacts.jsonl
    caseload export contacts --client C0031 --to "Dr. Ames" -o for-dr-ames.csv
    caseload export everything -o caseload.jsonl
    """
    caseload = door.opened(ctx)
    door.one_of("kind", kind, KINDS)
    if to is None and (purpose or exception or part2):
        raise UsageError('Say to whom it goes as well: --to "…".')
    if kind == "everything":
        if to is not None or client:
            raise UsageError(
                "Everything is for a new file of your own. Choose a kind for somebody else: "
                "caseload export contacts --client CLIENT --to NAME"
            )
        chosen = door.format_of(form or door.Format.JSONL, as_json, as_csv, output)
        if chosen is not door.Format.JSONL or (output and output.suffix.lower() != ".jsonl"):
            raise UsageError("Everything goes into lines of JSON alone: -o FILE.jsonl.")
        with caseload.reading(), files.written(output, force=force) as out:
            show.json_lines(everything.lines(caseload), out)
        # Afterwards, so that what is brought in from it and exported again is the same.
        exports.noted(caseload, kind)
        return
    exports.noted(caseload, kind)
    how = (form, as_json, as_csv, output, force)
    only = [clients.find(caseload, each).client_id for each in client or ()]
    if to is None:
        with caseload.reading():
            table = sent_tables.of_clients(exports.KINDS[kind](caseload), kind, only)
            door.show_rows(table.rows, table.columns, how)
        return
    sent = sent_tables.prepared(
        caseload, kind, only, to, purpose=purpose, exception=exception, part2=part2,
        codes=config.read().agency.part2_diagnoses,
    )  # fmt: skip
    door.show_rows(sent.table.rows, sent.table.columns, how)
    along = sent.along(config.read().agency.part2_notice)
    if along and output is not None:
        beside = output.with_name(f"{output.name}.notice.txt")
        with files.written(beside, force=force) as out:
            out.writelines(f"{show.safe_line(line)}\n" for line in along)
        door.say(f"Send {beside} along with it (42 CFR 2.32).")
    elif along:
        for line in ("Send this along with it (42 CFR 2.32):", *along):
            door.say(line)
    told = sent_tables.told(caseload, sent)
    door.say(f"Recorded {len(told)} {'disclosure' if len(told) == 1 else 'disclosures'} to {to}.")
