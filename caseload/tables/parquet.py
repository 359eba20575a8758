"""Tables as Parquet, by the library pyarrow: each column with its type, read by engines as it is.

A day is a date32, a whole number an int64, yes and no a bool, an instant a timestamp in UTC, a time
on the wall's clock a timestamp without a zone, a list a list of strings, and all else a string.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

from caseload import show
from caseload.errors import MissingExtraError
from caseload.records._table import Column, Row, Type

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 5_000
"""Rows that are turned over at once."""
HELD = 20_000
"""Rows that all months together may hold back before the fullest is written."""
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"
"""The month of rows without a day, as engines name what is null."""


def library() -> Any:
    """The library, where it is installed.

    Raises:
        MissingExtraError: It isn't.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError(
            "Parquet", "parquet", "Or choose another format, such as csv."
        ) from None
    return pyarrow


def schema(
    columns: Sequence[Column], meanings: Callable[[Column], str] | None = None
) -> "pa.Schema":
    """The schema of a table, with what each column says as its description."""
    pa = library()
    types = {
        Type.INTEGER: pa.int64(),
        Type.YES_NO: pa.bool_(),
        Type.DAY: pa.date32(),
        Type.INSTANT: pa.timestamp("ms", tz="UTC"),
        Type.LOCAL_TIME: pa.timestamp("ms"),
        Type.LIST: pa.list_(pa.string()),
    }
    return pa.schema([
        pa.field(
            one.name, types.get(one.type, pa.string()), nullable=not one.required,
            metadata={"description": meanings(one)} if meanings else None,
        )
        for one in columns
    ])  # fmt: skip


def write(
    out: BinaryIO, columns: Sequence[Column], rows: Iterable[Row], shape: "pa.Schema"
) -> None:
    """Write one table into one file, in flat memory."""
    pa = library()
    with pa.parquet.ParquetWriter(out, shape, compression="zstd") as file:
        for some in _some(rows, AT_ONCE):
            file.write_table(_made(pa, columns, some, shape))


def write_parts(
    folder: Path,
    columns: Sequence[Column],
    rows: Iterable[Row],
    shape: "pa.Schema",
    agency: str,
    month: Callable[[Row], str | None] | None,
) -> list[Path]:
    """Write one table in parts, as engines find them: agency=NAME/month=2026-11/part-0.parquet.

    Args:
        folder: The table's own.
        columns: Its columns.
        rows: Its rows, in any order.
        shape: Its schema; a column that isn't in it is left out.
        agency: Whose records they are.
        month: The month of a row, YYYY-MM; None where rows have no day.

    Returns:
        The files.
    """
    pa = library()
    top = folder / f"agency={quote(agency, safe=' ')}"
    held: dict[str, list[Row]] = {}
    count = 0
    files: dict[str, Any] = {}
    made: list[Path] = []
    with ExitStack() as stack:

        def put(name: str) -> None:
            if name not in files:
                place = top / f"month={name}" if month else top
                place.mkdir(parents=True, exist_ok=True)
                made.append(place / "part-0.parquet")
                files[name] = stack.enter_context(
                    pa.parquet.ParquetWriter(made[-1], shape, compression="zstd")
                )
            rows = held.pop(name)
            files[name].write_table(_made(pa, columns, rows, shape))

        for some in _some(rows, AT_ONCE):
            for row in some:
                held.setdefault((month(row) or NO_MONTH) if month else "", []).append(row)
            count += len(some)
            while count > HELD:
                fullest = max(held, key=lambda name: len(held[name]))
                count -= len(held[fullest])
                put(fullest)
        if not held and not files:
            held[NO_MONTH if month else ""] = []
        for name in sorted(held):
            put(name)
    for path in made:
        path.chmod(0o600)
    return made


def _some(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def _made(pa: Any, columns: Sequence[Column], rows: list[Row], shape: Any) -> Any:
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = []
    for column, values in zip(columns, by_column, strict=True):
        if column.name not in shape.names:
            continue
        field = shape.field(column.name)
        if column.type in (Type.DAY, Type.INSTANT, Type.LOCAL_TIME):
            made = pa.array(values, pa.string()).cast(field.type)
        elif column.type in (Type.TEXT, Type.WORD):
            made = pa.array([_text(value) for value in values], pa.string())
        elif column.type is Type.LIST:
            made = pa.array(
                [None if value is None else list(value) for value in values], field.type
            )
        else:
            made = pa.array(values, field.type)
        arrays.append(made)
    return pa.Table.from_arrays(arrays, schema=shape)


def _text(value: Any) -> str | None:
    return None if value is None else show.safe_text(show.cell(value))
