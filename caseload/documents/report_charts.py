"""Charts of a report as inline SVG: lengths and patterns, so that they are read without colour.

What stands in a chart stands beside it as numbers too; a chart is a picture with a name for those
who do not see it.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from caseload.documents.writing import visible

WIDTH, HEIGHT = 240, 18
"""Of a bar in a table, in the units of the picture."""


def bar(part: float, label: str) -> str:
    """A bar in a frame.

    Args:
        part: How much of the frame is filled, 0 to 1; more fills it whole.
        label: What it says, in words.
    """
    filled = round(max(0.0, min(1.0, part)) * (WIDTH - 2), 1)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{_said(label)}">'
        f'<rect class="track" x="1" y="3" width="{WIDTH - 2}" height="{HEIGHT - 6}"/>'
        f'<rect class="fill" x="1" y="3" width="{filled}" height="{HEIGHT - 6}"/></svg>'
    )


class Stack(NamedTuple):
    """Of one thing how many are what."""

    name: str
    counts: tuple[int, ...]


PATTERNS = ("fill", "hatched", "dotted", "none")
"""How the parts of a stack look, in their order: solid, hatched, dotted, empty."""


def stacks(rows: Sequence[Stack], parts: Sequence[str], title: str) -> str:
    """Bars of whole things, each cut into parts that add up to it.

    Args:
        rows: The bars, each with a count for each part.
        parts: What the parts are called; at most four.
        title: What the picture shows.
    """
    wide, left, high, top = 760, 250, 26, 34
    height = top + high * len(rows) + 26
    drawn = [_legend(parts, left)]
    for place, row in enumerate(rows):
        y = top + place * high
        whole = sum(row.counts)
        name = _cut(row.name)
        drawn.append(f'<text x="{left - 10}" y="{y + 15}" text-anchor="end">{name}</text>')
        x = float(left)
        for look, count, part in zip(PATTERNS, row.counts, parts, strict=False):
            if not count:
                continue
            length = round(count / whole * (wide - left - 10), 1)
            said = f"{row.name}: {count} of {whole} {part}"
            drawn.append(_part(look, round(x, 1), y + 3, length, said))
            if length > 9 * len(str(count)) + 8:
                drawn.append(_number(round(x + length / 2, 1), y + 15, count))
            x += length
    bottom = top + high * len(rows)
    for percent in (0, 25, 50, 75, 100):
        x = left + percent / 100 * (wide - left - 10)
        anchor = "end" if percent == 100 else "middle"
        drawn.append(f'<line class="axis" x1="{x:g}" x2="{x:g}" y1="{bottom}" y2="{bottom + 5}"/>')
        drawn.append(f'<text x="{x:g}" y="{bottom + 18}" text-anchor="{anchor}">{percent} %</text>')
    told = "; ".join(
        f"{row.name}: "
        + ", ".join(f"{count} {part}" for part, count in zip(parts, row.counts, strict=True))
        for row in rows
    )
    return (
        f'<svg viewBox="0 0 {wide} {height}" role="img" aria-label="{_said(title)}. {_said(told)}">'
        f"{_DEFINED}{''.join(drawn)}</svg>"
    )


_DEFINED = (
    '<defs><pattern id="hatched" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="ground" width="7" height="7"/>'
    '<line class="hatch" x1="0" x2="0" y1="0" y2="7"/></pattern>'
    '<pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle class="dots" cx="3" cy="3" r="1"/></pattern></defs>'
)


def _legend(parts: Sequence[str], left: int) -> str:
    drawn, x = [], float(left)
    for look, part in zip(PATTERNS, parts, strict=False):
        drawn.append(_part(look, x, 6, 16, part))
        drawn.append(f'<text x="{x + 22:g}" y="18">{_said(part)}</text>')
        x += 40 + 7.2 * len(part)
    return "".join(drawn)


def _part(look: str, x: float, y: int, length: float, said: str) -> str:
    paint = f' fill="url(#{look})" stroke="currentColor"' if look in ("hatched", "dotted") else ""
    kind = f' class="{look}"' if not paint else ""
    return (
        f'<rect{kind}{paint} x="{x:g}" y="{y}" width="{length:g}" height="18">'
        f"<title>{_said(said)}</title></rect>"
    )


def _number(x: float, y: int, count: int) -> str:
    """A number in a bar, on a ground of its own so that no pattern runs through it."""
    width = 8 * len(str(count)) + 6
    return (
        f'<rect class="none" x="{x - width / 2:g}" y="{y - 11}" width="{width}" height="15"/>'
        f'<text x="{x:g}" y="{y}" text-anchor="middle">{count}</text>'
    )


def _cut(text: str) -> str:
    return _said(text if len(text) <= 34 else f"{text[:33]}…")


def _said(text: str) -> str:
    return escape(visible(text))
