"""Records of one kind as a table for people."""

from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from caseload.show import (
    LEAST_WRAPPED,
    for_people,
    in_color,
    is_narrow,
    safe_line,
    screen_width,
    style,
)

HEADS = {"of": "about"}
"""What people see above a column whose name says too little without its neighbours."""


def table(
    records: Iterable[Any], columns: Sequence[str], shown: Sequence[str], out: TextIO
) -> None:
    """Write records as a table, as many of its columns as can be read side by side."""
    width = screen_width(out)
    places = [columns.index(name) for name in shown]
    cells = [
        [safe_line(_breakable(columns[place], record[place])) for place in places]
        for record in records
    ]
    if not cells:
        return
    heads = [HEADS.get(name) or name.removesuffix("_on").replace("_", " ") for name in shown]
    if is_narrow(width):
        for place, row in enumerate(cells, 1):
            if style.now().plain:
                out.write(f"{place} of {len(cells)}\n")
            for head, cell in zip(heads, row, strict=True):
                if cell:
                    out.write(f"{head}: {cell}\n")
            out.write("\n")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    fitting = _fitting(heads, cells, width)
    heads, cells = heads[:fitting], [row[:fitting] for row in cells]
    table = Table(box=None, pad_edge=False, header_style="bold" if in_color(out) else "")
    for head in heads:
        table.add_column(head, overflow="fold", min_width=min(len(head), 8))
    for row in cells:
        table.add_row(*[Text(cell) for cell in row])
    console = Console(
        file=out, width=width, no_color=not in_color(out), highlight=False, markup=False,
        emoji=False, force_terminal=in_color(out),
    )  # fmt: skip
    console.print(table)


def _breakable(name: str, value: Any) -> str:
    """As `for_people`, but a narrow column may break several values between two of them."""
    if name == "days_overdue" and value is not None and value < 0:
        return ""  # Days are left; how many, programs can read, and people see the day.
    return "; ".join(value) if isinstance(value, tuple) else for_people(value)


def _fitting(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> int:
    """How many columns can be read side by side; a long text may wrap, a short one may not."""
    room, count = width, 0
    for index, head in enumerate(heads):
        widest = max(len(head), *(len(row[index]) for row in rows))
        room -= min(widest, LEAST_WRAPPED) + 2
        if room < 0 and count >= 2:
            break
        count += 1
    return count
