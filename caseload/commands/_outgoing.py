"""What leaves as tables: which rows, in which form, into which file or folder."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from caseload import files
from caseload.commands import _door as door
from caseload.commands._progress import Watch, bar
from caseload.errors import UsageError
from caseload.records import (
    clients,
    data_dictionary,
    deidentifying,
    exports,
    programs,
    sent_tables,
    staff,
)
from caseload.records._caseload import Caseload
from caseload.records._table import Part, Table
from caseload.settings import config
from caseload.tables import writing

Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="From this day on; see --describe.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Up to this day, itself included.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        readable=False,
        help="Write there; its ending says the format. Or a folder.",
    ),
]


class Target(NamedTuple):
    """Where tables go, and as what."""

    form: door.Format
    path: Path | None
    folder: bool
    force: bool


def part(
    caseload: Caseload,
    since: str | None,
    until: str | None,
    case_manager: str | None,
    program: str | None,
    county: str | None,
    on: str | None,
) -> Part:
    """Which rows the options ask for.

    Raises:
        NotFoundError, AmbiguousError: A name leads to none, or to several.
    """
    return Part(
        door.day(caseload, on),
        door.day(caseload, since).isoformat() if since else None,
        door.day(caseload, until).isoformat() if until else None,
        staff.find(caseload, case_manager).staff_id if case_manager is not None else None,
        programs.find(caseload, program).name if program is not None else None,
        clients.find_county(caseload, county) if county is not None else None,
    )


def asked(caseload: Caseload, which: Part) -> dict[str, str]:
    """What was asked for, in words that can be kept."""
    told = {name: value for name, value in which._asdict().items() if value not in (None, False)}
    if which.on == caseload.today:
        del told["on"]
    return {name: str(value) for name, value in told.items()}


def target(
    kinds: Sequence[str],
    form: door.Format | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    force: bool,
) -> Target:
    """Where it goes, and as what.

    A folder is meant by the name of one that is there; and by a name without an ending, for
    several tables or for Parquet.

    Raises:
        UsageError: Several tables would go into one file that can't hold them.
    """
    several = len(kinds) > 1
    if output is None:
        if several:
            raise UsageError("Several tables need a place: -o FILE.xlsx, or -o FOLDER.")
        chosen = door.format_of(form, as_json, as_csv, None)
        if chosen in (door.Format.XLSX, door.Format.PARQUET):
            raise UsageError(f"{chosen} needs a file; say where: -o FILE.{chosen}.")
        return Target(chosen, None, False, force)
    if output.is_dir():
        return Target(_in_folder(form, as_json, as_csv), output, True, force)
    if not output.suffix and (several or form is door.Format.PARQUET):
        chosen = _in_folder(form, as_json, as_csv)
        return Target(chosen, output, chosen is not door.Format.XLSX, force)
    chosen = door.format_of(form, as_json, as_csv, output)
    if several and chosen is not door.Format.XLSX:
        raise UsageError(
            f"{output.name} holds one table. For several: -o FILE.xlsx, or -o FOLDER with --format."
        )
    return Target(chosen, output, False, force)


def _in_folder(form: door.Format | None, as_json: bool, as_csv: bool) -> door.Format:
    return door.format_of(form if form or as_json or as_csv else door.Format.CSV, as_json, as_csv,
                          None)  # fmt: skip


def describe(kinds: Sequence[str], how: Any) -> None:
    """Show what the tables say: all kinds, or the columns of some."""
    if not kinds:
        door.show_rows(data_dictionary.kinds(), data_dictionary.KindTold._fields, how)
        return
    if "everything" in kinds:
        raise UsageError("Everything has the file's own rows; describe one of the other kinds.")
    columns = [one for kind in kinds for one in data_dictionary.columns(kind)]
    shown = ("column", "type", "words", "meaning")
    door.show_rows(
        columns, data_dictionary.ColumnTold._fields, how,
        shown=shown if len(kinds) == 1 else ("kind", *shown),
    )  # fmt: skip


def write(
    caseload: Caseload, kinds: Sequence[str], which: Part, only: Sequence[str], where: Target
) -> None:
    """Write tables for the agency's own use."""
    with caseload.reading(), bar("export") as watch:
        tables = [
            writing.Named(
                kind,
                sent_tables.of_clients(exports.table(caseload, kind, which), kind, only),
                exports.day_of(exports.KINDS[kind]) if exports.KINDS[kind].days else None,
                exports.how_many(caseload, kind, which),
            )
            for kind in kinds
        ]
        write_tables(tables, where, caseload.today, asked(caseload, which), watch)


def write_tables(
    tables: Sequence[writing.Named],
    where: Target,
    today: date,
    about: dict[str, str],
    watch: Watch = lambda _: None,
) -> None:
    """Write tables where they go; `about` says in a folder what was asked for."""
    if where.folder and where.path is not None:
        package = writing.Package(today, config.read().agency.name or "agency", about)
        writing.to_folder(tables, where.form, where.path, package, force=where.force, watch=watch)
        return
    for sentence in writing.to_file(
        tables, where.form, where.path, today, force=where.force, watch=watch
    ):
        door.say(sentence)


def write_deidentified(
    caseload: Caseload,
    kinds: Sequence[str],
    which: Part,
    reviewed: Sequence[str],
    where: Target,
) -> None:
    """Write tables without what identifies people, and what became of each column."""
    deidentifying.refuse(caseload, kinds, which, reviewed)
    deidentifying.give_codes(caseload, kinds)
    asked_for = asked(caseload, which) | {"deidentified": "yes"}
    if reviewed:
        asked_for["reviewed"] = ";".join(reviewed)
    for kind in kinds:
        exports.noted(caseload, kind, **asked_for)
    with caseload.reading(), bar("export") as watch:
        made = [deidentifying.table(caseload, kind, which, reviewed) for kind in kinds]
        account = [one for each in made for one in each.account]
        text = "".join(f"{line}\n" for line in deidentifying.lines(account, caseload.today))
        tables = [
            writing.Named(kind, each.table, None, exports.how_many(caseload, kind, which))
            for kind, each in zip(kinds, made, strict=True)
        ]
        if where.folder and where.path is not None:
            beside_it = {writing.ACCOUNT: text}
            package = writing.Package(caseload.today, "deidentified", asked_for, beside_it)
            writing.to_folder(
                tables, where.form, where.path, package, force=where.force, watch=watch
            )
        else:
            beside = where.path and where.path.with_name(f"{where.path.name}.{writing.ACCOUNT}")
            if beside is not None:
                files.refuse_existing(beside, force=where.force)
            said = writing.to_file(
                tables, where.form, where.path, caseload.today, force=where.force, watch=watch
            )
            if beside is not None:
                with files.written(beside, force=where.force) as out:
                    out.write(text)
            for sentence in said:
                door.say(sentence)
    for sentence in deidentifying.summary(account):
        door.say(sentence)


def put(caseload: Caseload, kind: str, table: Table, where: Target) -> None:
    """Write one table that was made ready."""
    one = writing.Named(kind, table)
    for sentence in writing.to_file(
        [one], where.form, where.path, caseload.today, force=where.force
    ):
        door.say(sentence)
