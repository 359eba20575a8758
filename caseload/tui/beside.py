"""A list with a card beside it: what is to be known of the row under the cursor."""

from collections.abc import Callable
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from caseload.tui.base import Acting
from caseload.tui.rows import Rows

CARD_DELAY = 0.05
"""Seconds for which the cursor rests before the card is read, so that walking stays quick."""


class Beside(Acting, Container):
    """Where there is no room for both, the card comes and goes below with `-card` on the screen."""

    def __init__(
        self, rows: Rows, read: Callable[[Any], RenderableType | None], nobody: str
    ) -> None:
        """Put a card beside a list.

        Args:
            rows: The list.
            read: Reads the card of a row; None when it can't be.
            nobody: What stands there when no row is chosen.
        """
        super().__init__()
        self.rows = rows
        self._read, self._nobody = read, nobody
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self.rows
        with VerticalScroll(classes="card", can_focus=False):
            yield Static(classes="on-card", markup=False)

    def on_rows_moved(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(CARD_DELAY, self.read_card)

    def read_card(self) -> None:
        """Read the card of the row under the cursor."""
        if self.home.locked or not self.screen.is_current:
            return
        row = self.rows.row
        text = self._read(row) if row is not None else None
        self.query_one(".on-card", Static).update(text or Text(self._nobody, "dim"))
        self.query_one(".card", VerticalScroll).scroll_home(animate=False)
