"""`caseload export`: tables for other programs, and the whole caseload for a new file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import _outgoing as outgoing
from caseload.commands._wanted import County, Manager, Program
from caseload.errors import UsageError
from caseload.records import clients, everything, exports, sent_tables
from caseload.records._caseload import Caseload
from caseload.settings import config

app = typer.Typer(add_completion=False)

KINDS = (*exports.KINDS, "everything")


@app.command("export")
def export(
    ctx: typer.Context,
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="KIND...", help=", ".join(KINDS), autocompletion=lambda: KINDS),
    ] = None,
    since: outgoing.Since = None,
    until: outgoing.Until = None,
    case_manager: Manager = None,
    program: Program = None,
    county: County = None,
    on: door.On = None,
    describe: Annotated[
        bool,
        typer.Option("--describe", help="Show what the tables, or the columns of KIND, say."),
    ] = False,
    client: Annotated[
        list[str] | None,
        typer.Option("--client", metavar="CLIENT", help="Only theirs; may be repeated."),
    ] = None,
    deidentified: Annotated[
        bool,
        typer.Option("--deidentified", help="Without what identifies people, by Safe Harbor."),
    ] = False,
    reviewed: Annotated[
        list[str] | None,
        typer.Option(
            "--reviewed",
            metavar="COLUMN",
            help="Free text that somebody read, with --deidentified.",
        ),
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
    output: outgoing.Output = None,
    force: door.Force = False,
) -> None:
    """Write records as tables, or everything for a new file.

    Several kinds go into one workbook, a sheet each, or into a folder, with a description of every
    column beside them. --describe shows that description, and what each filter means to a kind.

    What is exported leaves the encrypted file: keep it where clients' records belong, and remove
    it when it has served.

    With --deidentified, names, contacts, places, ids, days and free text go, by the rule of Safe
    Harbor; what became of each column is said, and written beside the export.

    With --to it goes to somebody: it takes, of each client in it, a release in force that names
    them or a stated --exception, and is recorded as a disclosure of each. Substance-use records
    are left out, unless --include-part2 is said and the releases cover them.

    \b
    caseload export clients -o clients.csv
    caseload export contacts --since 2026-10-01 --until 2026-10-31 --format jsonl
    caseload export clients contacts due -o october.xlsx
    caseload export clients contacts -o october
    caseload export flat_contacts --format parquet -o lake
    caseload export --describe contacts
    caseload export clients flat_contacts --deidentified -o for-research
    caseload export contacts --client C0031 --to "Dr. Ames" -o for-dr-ames.csv
    caseload export everything -o caseload.jsonl
    """
    wanted = list(dict.fromkeys(kinds or ()))
    for kind in wanted:
        fields.one_of("kind", kind, KINDS)
    if describe:
        outgoing.describe(wanted, (form, as_json, as_csv, output, force))
        return
    if not wanted:
        raise UsageError("Say what to export; caseload export --describe lists the kinds.")
    if reviewed and not deidentified:
        raise UsageError("--reviewed goes with --deidentified; other exports have all text.")
    if to is None and (purpose or exception or part2):
        raise UsageError('Say to whom it goes as well: --to "…".')
    caseload = door.opened(ctx)
    part = outgoing.part(caseload, since, until, case_manager, program, county, on)
    if "everything" in wanted:
        if part != exports.whole(caseload):
            raise UsageError("Everything is all of it; leave the filters out, or choose a kind.")
        if to is not None or client:
            raise UsageError(
                "Everything is for a new file of your own. Choose a kind for somebody else: "
                "caseload export contacts --client CLIENT --to NAME"
            )
        if len(wanted) > 1:
            raise UsageError("Everything stands alone: caseload export everything -o FILE.jsonl")
        chosen = door.format_of(form or door.Format.JSONL, as_json, as_csv, output)
        _everything(caseload, chosen, output, force)
        return
    target = outgoing.target(wanted, form, as_json, as_csv, output, force)
    if to is not None:
        if len(wanted) > 1 or target.folder:
            raise UsageError("Send one table at a time, as a file: -o FILE.csv.")
        sent_tables.refuse_private(wanted[0])
    only = [clients.find(caseload, each).client_id for each in client or ()]
    for kind in wanted:
        exports.refuse_meaningless(caseload, kind, part)
        if only or to is not None:
            sent_tables.refuse_clientless(kind)
    if deidentified:
        if to is not None or only:
            raise UsageError(
                "A de-identified export is of everyone and no disclosure of anyone;"
                " leave out --client and --to."
            )
        outgoing.write_deidentified(caseload, wanted, part, tuple(reviewed or ()), target)
        return
    if to is None:
        for kind in wanted:
            exports.noted(caseload, kind, **outgoing.asked(caseload, part))
        outgoing.write(caseload, wanted, part, only, target)
        return
    sent = sent_tables.prepared(
        caseload, wanted[0], only, to, part=part, purpose=purpose, exception=exception,
        part2=part2, codes=config.read().agency.part2_diagnoses,
    )  # fmt: skip
    along = sent.along(config.read().agency.part2_notice)
    if along and output is not None:
        files.refuse_existing(_notice(output), force=force)
    exports.noted(caseload, wanted[0], **outgoing.asked(caseload, part))
    outgoing.put(caseload, wanted[0], sent.table, target)
    _send_along(along, output, force)
    recorded = sent_tables.record(caseload, sent)
    door.say(
        f"Recorded {len(recorded)} {'disclosure' if len(recorded) == 1 else 'disclosures'} to {to}."
    )


def _everything(caseload: Caseload, chosen: door.Format, output: Path | None, force: bool) -> None:
    if chosen is not door.Format.JSONL or (output and output.suffix.lower() != ".jsonl"):
        raise UsageError("Everything goes into lines of JSON alone: -o FILE.jsonl.")
    with files.written(output, force=force) as out:
        with caseload.reading():
            show.json_lines(everything.lines(caseload), out)
        out.flush()
        # Afterwards, so that what is brought in from it and exported again is the same; and before
        # the file has its name, so that none lies there that nobody was told of.
        exports.noted(caseload, "everything")


def _notice(output: Path) -> Path:
    return output.with_name(f"{output.name}.notice.txt")


def _send_along(along: Sequence[str], output: Path | None, force: bool) -> None:
    """What goes along with substance-use records, beside the file or on standard error."""
    if along and output is not None:
        with files.written(_notice(output), force=force) as out:
            out.writelines(f"{show.safe_line(line)}\n" for line in along)
        door.say(f"Send {_notice(output)} along with it (42 CFR 2.32).")
    elif along:
        for line in ("Send this along with it (42 CFR 2.32):", *along):
            door.say(line)
