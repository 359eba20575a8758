"""How the columns of a table that is to be imported were understood, before anything is saved."""

from collections.abc import Sequence

from caseload.records.imports.headings import Heading
from caseload.show import LEAST_WRAPPED, shortened
from caseload.show.widths import cells, fit

WIDEST = 26
"""Columns that a heading, or a field, takes at most."""
NOT_USED = "-"
NARROW = 60


def preview(understood: Sequence[Heading], width: int) -> list[str]:
    """A line for each heading: theirs, ours (`?` where it is a guess), and examples.

    Args:
        understood: The headings.
        width: Columns of the screen; where it is narrow, examples have a line of their own.
    """
    rows = [(shortened(one.heading), _ours(one), examples(one)) for one in understood]
    if width < NARROW:
        lines = list[str]()
        for theirs, ours, shown in rows:
            lines.append(fit(f"  {theirs}: {ours}", width).rstrip())
            lines += [fit(f"    {shown}", width).rstrip()] if shown else []
        return lines
    first = min(max(cells(row[0]) for row in rows), WIDEST)
    second = min(max(cells(row[1]) for row in rows), WIDEST)
    rest = max(LEAST_WRAPPED, width - first - second - 6)
    return [
        f"  {fit(theirs, first)}  {fit(ours, second)}  {fit(shown, rest)}".rstrip()
        for theirs, ours, shown in rows
    ]


def examples(one: Heading) -> str:
    """The first values under a heading."""
    return " · ".join(map(shortened, one.examples))


def _ours(one: Heading) -> str:
    if one.field is None:
        return NOT_USED
    return one.field if one.sure else f"{one.field}?"
