"""How the due list of many files looks on a terminal: one list, and what each file has in it."""

from collections.abc import Callable
from datetime import date
from typing import TextIO

from caseload import show
from caseload.model import Item
from caseload.records.due import DueList
from caseload.records.rollup import Counts, DueInAll, Line
from caseload.show import style
from caseload.show.due import due_list


def due_in_all(found: DueInAll, on: date, out: TextIO) -> None:
    """Write the list, then how many lines each file has in it, and all together."""
    total = found.counts[-1]
    items = [line.item for line in found.lines]
    whole = DueList(items, total.open_episodes, total.on_hold)
    due_list(whole, on, None, out, hints=False, where=_places(found))
    out.write("\n")
    show.rows(found.counts, Counts._fields, "table", out)


def _places(found: DueInAll) -> Callable[[Item], str]:
    # By which line it is: two files can hold lines that are equal.
    said = {id(line.item): _place(line) for line in found.lines}
    return lambda item: said[id(item)]


def _place(line: Line) -> str:
    if not line.also_in:
        return line.file
    more = f" and {len(line.also_in) - 1} more" if len(line.also_in) > 1 else ""
    return style.apart([line.file, f"also in {line.also_in[0]}{more}"])
