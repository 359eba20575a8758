"""How the columns of a table that is to be imported were understood, before anything is saved."""

from collections.abc import Sequence

from caseload.records.imports.headings import Heading
from caseload.show import LEAST_WRAPPED, is_narrow, safe_line, shortened, style
from caseload.show.widths import cells, fit

WIDEST = 26
"""Columns that a heading, or a field, takes at most."""
NOT_USED = "-"


def preview(understood: Sequence[Heading], width: int) -> list[str]:
    """A line for each heading: theirs, ours (`?` where it is a guess), and examples.

    Args:
        understood: The headings.
        width: Columns of the screen; where it is narrow, examples have a line of their own.
    """
    if style.now().plain:
        return _plain(understood)
    rows = [(shortened(one.heading), _ours(one), _examples(one)) for one in understood]
    if is_narrow(width):
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


def _plain(understood: Sequence[Heading]) -> list[str]:
    lines = list[str]()
    for place, one in enumerate(understood, 1):
        guess = "" if one.sure else ", a guess"
        lines += [
            f"{place} of {len(understood)}",
            f"column: {safe_line(shortened(one.heading))}",
            f"here: {one.field}{guess}" if one.field else "here: not used",
            f"such as: {safe_line('; '.join(map(shortened, one.examples)))}",
            "",
        ]
    return lines


def _examples(one: Heading) -> str:
    return " · ".join(map(shortened, one.examples))


def _ours(one: Heading) -> str:
    if one.field is None:
        return NOT_USED
    return one.field if one.sure else f"{one.field}?"
