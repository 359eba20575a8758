"""Scores over time as lines of text: bands by their names at the side, days below, no colour.

The drawing is plotille's, in braille dots; what is read, names and days, is put beside it here.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from caseload.model.assessing import Band
from caseload.show import day_style
from caseload.show.widths import cells, fit

NARROWEST = 16
"""Columns of the drawing itself, below which it tells nothing."""
WIDEST = 72
POINT = "o"


def lines(
    points: Sequence[tuple[date, int]],
    bands: Sequence[Band],
    low: int,
    high: int,
    *,
    width: int,
    height: int = 12,
    dots: bool = True,
) -> list[str]:
    """The chart of scores, the oldest first.

    Args:
        points: Day and score, in order.
        bands: What spans of scores are called, the lowest first; none where they have no names.
        low: The lowest score that there can be; a lower one, of an older form, is drawn as well.
        high: The highest; so too.
        width: Columns that it may take.
        height: Rows of the drawing.
        dots: Whether the place that it goes to has letters for dots; else points alone.
    """
    from plotille import Canvas

    scores = [score for _, score in points]
    low, high = min(low, *scores), max(high, *scores)
    labels = _labels(bands, low, high, height)
    side = max(cells(label) for label in labels)
    room = max(NARROWEST, min(WIDEST, width - side - 2))
    side = min(side, max(6, width - room - 2))
    days = [day.toordinal() for day, _ in points]
    first, last = days[0], max(days[-1], days[0] + 1)
    canvas = Canvas(room, height, xmin=first, xmax=last, ymin=low, ymax=high + 1)
    places = [(float(day), score + 0.5) for day, (_, score) in zip(days, points, strict=True)]
    if dots:
        for (x0, y0), (x1, y1) in pairwise(places):
            canvas.line(x0, y0, x1, y1)
    for x, y in places:
        canvas.text(min(x, last - (last - first) / room / 2), y, POINT)
    drawn = canvas.plot().split("\n")
    blank = str.maketrans({"\u2800": " "})
    rows = [
        f"{fit(label, side)} |{row.translate(blank)}".rstrip()
        for label, row in zip(labels, drawn, strict=True)
    ]
    below = [f"{'':{side}}  {line}".rstrip() for line in _days(points, room)]
    return [*rows, f"{'':{side}} +{'-' * room}", *below]


def _labels(bands: Sequence[Band], low: int, high: int, height: int) -> list[str]:
    """What stands beside each row, from the top: a band beside the row of its lowest score."""
    found = [""] * height
    marks = [(band.minimum, f"{band.minimum} {band.label}") for band in bands]
    for score, label in marks or [(low, str(low)), (high, str(high))]:
        row = int((score + 0.5 - low) * height / (high + 1 - low))
        found[height - 1 - min(row, height - 1)] = label
    return found


def _days(points: Sequence[tuple[date, int]], room: int) -> list[str]:
    """The first and the last day, at the ends of the line below; of two lines where it is short."""
    first, last = day_style.plain(points[0][0]), day_style.plain(points[-1][0])
    if len(points) == 1:
        return [first]
    if len(first) + 1 + len(last) > room:
        return [first, last.rjust(room)]
    return [first + last.rjust(room - len(first))]
