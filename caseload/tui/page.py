"""A page of headings, lines and facts: people's text made safe, wrapped under its own column."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from caseload.show import safe_line, safe_text

LABEL = 14
"""Columns of a fact's name."""


class Page:
    """Written from top to bottom; `made` is what a widget shows."""

    def __init__(self) -> None:
        self._parts: list[RenderableType] = []
        self._facts: Table | None = None

    def heading(self, said: str) -> None:
        """Begin a part."""
        if self._parts:
            self._add(Text())
        self._add(Text(safe_line(said), "bold underline"))

    def line(self, said: str, style: str = "") -> None:
        """Add a line."""
        self._add(Text(safe_line(said), style))

    def text(self, said: str, style: str = "") -> None:
        """Add text of several lines."""
        self._add(Text(safe_text(said), style))

    def fact(self, name: str, value: str | None, style: str = "") -> None:
        """Add a name and what is said under it; nothing when there is nothing."""
        if not value:
            return
        if self._facts is None:
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(width=LABEL, no_wrap=True)
            grid.add_column(overflow="fold", ratio=1)
            grid.expand = True
            self._parts.append(grid)
            self._facts = grid
        self._facts.add_row(Text(safe_line(name), "dim"), Text(safe_text(value), style))

    def _add(self, part: RenderableType) -> None:
        self._facts = None
        self._parts.append(part)

    @property
    def made(self) -> Group:
        """All of it."""
        return Group(*self._parts)
