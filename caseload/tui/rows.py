"""A list that draws only the lines in view, so that 100,000 rows are as quick as sixty."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

Draw = Callable[[Any, int], Text]
"""Draws one row in so many columns."""


class Head(str):
    """A row that names the rows below it and can't be chosen."""

    __slots__ = ()


class Rows(ScrollView, can_focus=True):
    """Rows to walk through and choose from; what a row is, the screen knows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--head"}
    DEFAULT_CSS = """
    Rows { overflow-x: hidden; }
    Rows > .rows--cursor { background: $block-cursor-blurred-background; text-style: bold; }
    Rows:focus > .rows--cursor { background: $primary; color: $text; text-style: bold; }
    Rows > .rows--head { color: $text-muted; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="rows.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="rows.up"),
        Binding("pagedown,ctrl+d", "page(1)", "A page down", show=False, id="rows.page_down"),
        Binding("pageup,ctrl+u", "page(-1)", "A page up", show=False, id="rows.page_up"),
        Binding("home,g", "edge(0)", "To the first", show=False, id="rows.first"),
        Binding("end,G", "edge(-1)", "To the last", show=False, id="rows.last"),
        Binding("enter", "choose", "Open", show=False, id="rows.choose"),
    ]
    HELP = "Arrows or j and k walk, Page up and down leap, Enter opens."

    cursor: reactive[int] = reactive(-1)

    class Moved(Message):
        """The cursor stands on another row, or on none."""

        def __init__(self, rows: "Rows", row: Any) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "Rows":
            """The list."""
            return self.rows

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, rows: "Rows", row: Any) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "Rows":
            """The list."""
            return self.rows

    def __init__(
        self,
        draw: Draw,
        key: Callable[[Any], Any] = lambda row: row,
        *,
        empty: str = "Nothing here.",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._draw, self._key = draw, key
        self._rows: Sequence[Any] = ()
        self.empty = empty

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[Any]) -> None:
        """Show other rows; the cursor stays with its row, or at its place when that is gone."""
        before = self._key(self.row) if self.row is not None else None
        place = self.cursor
        self._rows = rows
        self.virtual_size = Size(self.size.width, max(1, len(rows)))
        found = -1
        if before is not None:
            found = next(
                (i for i, row in enumerate(rows) if not isinstance(row, Head)
                 and self._key(row) == before), -1,
            )  # fmt: skip
        if found < 0:
            found = self._near(max(0, place), 1)
        self.set_reactive(Rows.cursor, found)
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved(self, self.row))

    def _near(self, place: int, step: int) -> int:
        """The nearest row that can be chosen, from a place on, else back from it; or -1."""
        for way in (step, -step):
            at = min(place, len(self._rows) - 1)
            while 0 <= at < len(self._rows):
                if not isinstance(self._rows[at], Head):
                    return at
                at += way
        return -1

    def watch_cursor(self) -> None:
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved(self, self.row))

    def _keep_in_view(self) -> None:
        if self.cursor < 0:
            return
        # A heading right above the first of its rows comes into view with it.
        above = self.cursor > 0 and isinstance(self._rows[self.cursor - 1], Head)
        top = self.cursor - 1 if above else self.cursor
        self.scroll_to_region(
            Region(0, top, 1, self.cursor - top + 1), animate=False, immediate=True
        )

    def action_move(self, step: int) -> None:
        """Walk; over headings."""
        if self._rows:
            target = min(max(0, self.cursor + step), len(self._rows) - 1)
            found = self._near(target, step)
            self.cursor = found if (found - self.cursor) * step > 0 else self.cursor

    def action_page(self, way: int) -> None:
        """Leap by what is in view."""
        if self._rows:
            target = self.cursor + way * max(1, self.size.height - 1)
            self.cursor = self._near(min(max(0, target), len(self._rows) - 1), way)

    def action_edge(self, end: int) -> None:
        """To the first or the last."""
        if self._rows:
            self.cursor = self._near(len(self._rows) - 1, -1) if end else self._near(0, 1)

    def action_choose(self) -> None:
        """Open what the cursor stands on."""
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    def on_click(self, event: events.Click) -> None:
        inside = event.get_content_offset(self)
        if inside is None:
            return
        place = inside.y + round(self.scroll_offset.y)
        if 0 <= place < len(self._rows) and not isinstance(self._rows[place], Head):
            if self.cursor == place or event.chain > 1:
                self.cursor = place
                self.action_choose()
            self.cursor = place

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, max(1, len(self._rows)))

    def render_line(self, y: int) -> Strip:
        """One line in view."""
        place, width = y + round(self.scroll_offset.y), self.scrollable_content_region.width
        base = self.rich_style
        if place >= len(self._rows):
            lines = self.empty.split("\n") if not self._rows else ()
            text = Text(lines[y] if y < len(lines) else "")
        else:
            row = self._rows[place]
            if isinstance(row, Head):
                text, base = Text(row), self.get_component_rich_style("rows--head")
            else:
                text = self._draw(row, width)
                if place == self.cursor:
                    base = self.get_component_rich_style("rows--cursor")
        text.no_wrap, text.overflow, text.end = True, "crop", ""
        # Under the cursor a row has the cursor's colours alone, which are sure to be read.
        plain = place == self.cursor
        segments = [
            Segment(part.text, base if plain or not part.style else base + part.style)
            for part in text.render(self.app.console)
        ]
        return Strip(segments).adjust_cell_length(width, base)
