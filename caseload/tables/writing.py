"""Tables into a file or a folder, in any form, there whole or not at all.

A folder holds a file for each table, or Parquet in parts, and beside them datapackage.json: what
each column is and says, so that nobody needs this program to read it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import file_digest
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from caseload import files, show
from caseload.errors import UsageError
from caseload.records import data_dictionary
from caseload.records._table import Column, Row, Table, Type, of_record, told
from caseload.tables import parquet, workbook

DESCRIPTION = "datapackage.json"
ACCOUNT = "deidentified.txt"
"""The file beside a de-identified export that says what became of each column."""
PACKAGE = "caseload"
"""What a description that we wrote calls itself."""
MEDIA = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json",
    "jsonl": "application/jsonl", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
STEP = 500
Watch = Callable[[float], None]


class Named(NamedTuple):
    """A table with its name, read when its turn comes."""

    name: str
    table: Table
    day_of: Callable[[Row], str | None] | None = None
    """The day of a row, by which it is put into a month; None where rows have no day."""
    total: int | None = None
    """How many rows there will be, where it is known."""


def to_file(
    tables: Sequence[Named],
    form: str,
    path: Path | None,
    made_on: date,
    *,
    force: bool = False,
    watch: Watch = lambda _: None,
) -> list[str]:
    """Write one table, or several into one workbook.

    Args:
        tables: The tables; several for xlsx alone.
        form: table, plain, csv, tsv, json, jsonl, xlsx or parquet.
        path: The file; None is standard output.
        made_on: The day that a workbook names.
        force: Whether to write over a file that is there.
        watch: Is told how far it has come.

    Returns:
        What has to be said of it.

    Raises:
        UsageError: The form needs a file, or a library that is not there.
        InvalidError, StorageError: As `files.written`.
    """
    shares = [_watched(each, watch, at, len(tables)) for at, each in enumerate(tables)]
    if form == "xlsx":
        sheets = (
            workbook.Sheet(each.name, each.table.columns, each.table.rows, each.table.typed)
            for each in shares
        )
        cut = workbook.write(_a_file(form, path), sheets, made_on, force=force)
        return _shortened(cut)
    (one,) = shares
    if form == "parquet":
        columns, rows = _typed(one.table)
        shape = parquet.schema(columns, _meaning(one.table))
        with files.written_bytes(_a_file(form, path), force=force) as out:
            parquet.write(out, columns, rows, shape)
        return []
    with files.written(path, force=force) as text:
        show.rows(one.table.rows, one.table.columns, form, text)
    return []


def _a_file(form: str, path: Path | None) -> Path:
    if path is None:
        raise UsageError(f"{form} needs a file; say where: -o FILE.{form}.")
    return path


def _shortened(cells: int) -> list[str]:
    if not cells:
        return []
    count = "1 cell was" if cells == 1 else f"{cells} cells were"
    return [
        f"{count} longer than a workbook can hold ({workbook.LONGEST_CELL:,} letters) and shortened"
        " there; CSV has all of it."
    ]


def _watched(one: Named, watch: Watch, at: int, of: int) -> Named:
    """The same table, which says how far it has come, as the `at`th of so many."""

    def rows() -> Iterator[Row]:
        number = 0
        for number, row in enumerate(one.table.rows, 1):
            yield row
            if number % STEP == 0 and one.total:
                watch((at + min(number / one.total, 1)) / of)
        watch((at + 1) / of)

    return one._replace(table=one.table._replace(rows=rows()))


# --- folders -------------------------------------------------------------------------------------


class Package(NamedTuple):
    """What a folder of tables says of itself."""

    made_on: date
    agency: str
    """Whose records they are; the first part of a partitioned table."""
    about: dict[str, Any]
    """What was asked for: filters, the day."""
    beside: Mapping[str, str] = MappingProxyType({})
    """Other files that go along, by name, with their text."""


def to_folder(
    tables: Iterable[Named],
    form: str,
    path: Path,
    package: Package,
    *,
    force: bool = False,
    watch: Watch = lambda _: None,
) -> None:
    """Write tables into a folder, each in a file of its own or, as Parquet, in parts by month.

    Raises:
        UsageError: The form is none for a folder, or needs a library that is not there.
        InvalidError: The folder holds something, and `force` was not said or it is not ours.
        StorageError: It can't be written.
    """
    if form not in MEDIA:
        raise UsageError(f"A folder takes csv, tsv, json, jsonl or parquet, not {form}.")
    if form == "parquet":
        parquet.library()
    tables = list(tables)
    with files.folder_written(path, _ours(path), force=force) as folder:
        resources = []
        for at, each in enumerate(tables):
            one = _watched(each, watch, at, len(tables))
            write = _parts if form == "parquet" else _text
            resources.append(write(folder, one, form, package))
        for name, text in package.beside.items():
            _put(folder / name, text)
        _put(folder / DESCRIPTION, _described(resources, form, package))


def _ours(path: Path) -> Callable[[Path], bool]:
    """Whether a file of a folder that is replaced is one that the export there wrote."""
    known = {DESCRIPTION, ACCOUNT}
    try:
        told = json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))
        if told["name"] != PACKAGE:
            return lambda _: False
        for one in told["resources"]:
            known |= {one["path"]} if isinstance(one["path"], str) else {*one["path"]}
    except (OSError, ValueError, KeyError, TypeError):
        return lambda _: False
    return lambda each: each.as_posix() in known


def _put(path: Path, text: str) -> None:
    with _new(path, "x") as out:
        out.write(text)


@contextmanager
def _new(path: Path, mode: str) -> Iterator[Any]:
    text = {"encoding": "utf-8", "newline": ""}
    with path.open(mode, **text) as out:  # type: ignore[call-overload]
        path.chmod(0o600)
        yield out


def _text(folder: Path, one: Named, form: str, _: Package) -> dict[str, Any]:
    path = folder / f"{one.name}.{form}"
    with _new(path, "x") as out:
        show.rows(one.table.rows, one.table.columns, form, out)
    with path.open("rb") as written:
        digest = file_digest(written, "sha256").hexdigest()
    told = {
        "name": one.name,
        "path": path.name,
        "format": form,
        "mediatype": MEDIA[form],
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": data_dictionary.schema(one.table.typed),
    }
    if form in ("csv", "tsv"):
        told["profile"] = "tabular-data-resource"
        told["dialect"] = {"delimiter": "," if form == "csv" else "\t", "lineTerminator": "\n"}
    return told


def _parts(folder: Path, one: Named, _: str, package: Package) -> dict[str, Any]:
    columns, rows = _typed(one.table)
    month = None
    if one.day_of is not None:
        day_of = one.day_of
        month = lambda row: (day_of(row) or "")[:7] or None  # noqa: E731
    # A part's name says the month, as engines expect it; its rows don't say it again.
    told = [one for one in columns if month is None or one.name != "month"]
    shape = parquet.schema(told, data_dictionary.meaning)
    made = parquet.write_parts(folder / one.name, columns, rows, shape, package.agency, month)
    parts = [{"name": "agency", "type": "string", "description": "Whose records they are."}]
    if month:
        parts.append(
            {"name": "month", "type": "string", "description": "The month of the row, YYYY-MM."}
        )
    return {
        "name": one.name,
        "path": sorted(each.relative_to(folder).as_posix() for each in made),
        "format": "parquet",
        "mediatype": MEDIA["parquet"],
        "partitions": parts,
        "schema": data_dictionary.schema(told),
    }


def _described(resources: list[dict[str, Any]], form: str, package: Package) -> str:
    told = {
        "profile": "tabular-data-package" if form in ("csv", "tsv") else "data-package",
        "name": PACKAGE,
        "title": f"Records of {package.agency}",
        "created": f"{package.made_on.isoformat()}T00:00:00Z",
        "about": package.about,
        "resources": resources,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


# --- tables whose values alone say what they are -------------------------------------------------


def _meaning(table: Table) -> Callable[[Column], str] | None:
    return data_dictionary.meaning if table.typed else None


def _typed(table: Table) -> tuple[Sequence[Column], Iterator[Row]]:
    """Columns with their types, and the rows as such columns have them."""
    if table.typed:
        return table.typed, table.rows
    rows = iter(table.rows)
    first = next(rows, None)
    known: dict[str, Column] = {}
    if hasattr(first, "_fields"):
        known = {one.name: one for one in of_record(type(first))}
    values = dict(zip(table.columns, first or (), strict=False))
    columns = tuple(
        known.get(name, Column(name, _type(values.get(name)))) for name in table.columns
    )

    def again() -> Iterator[Row]:
        if first is not None:
            yield told(first)
            yield from map(told, rows)

    return columns, again()


def _type(value: Any) -> Type:
    if isinstance(value, tuple | frozenset):
        return Type.LIST
    return {bool: Type.YES_NO, int: Type.INTEGER, date: Type.DAY}.get(type(value), Type.TEXT)
