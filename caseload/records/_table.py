"""A table on its way out: its columns, and rows that are made as they are read."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Table(NamedTuple):
    """Column names, and the rows that belong under them."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
