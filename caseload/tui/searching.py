"""What the screens share that list what fits while somebody types."""

from textual import events
from textual.widgets import Input

from caseload.tui.base import CaseloadScreen
from caseload.tui.rows import Rows

PAGE = 200
"""So many rows are asked for at first; twice as many whenever the cursor nears the end."""


class Searching(CaseloadScreen):
    """A search, with the list of what fits below it."""

    def __init__(self) -> None:
        super().__init__()
        self.page = PAGE
        self.waiting = False
        """Whether something was typed that the list does not show yet."""

    def search(self) -> None:
        """List what fits."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.action_search()

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    @property
    def box(self) -> Input:
        """Where the search is typed."""
        return self.query_one("#search", Input)

    def search_now(self) -> None:
        """List what fits, unless the program is locked."""
        self.waiting = False
        if not self.home.locked:
            self.search()

    def on_input_changed(self) -> None:
        # The letter itself appears first; a few letters typed at once are one search.
        self.page = PAGE
        if not self.waiting:
            self.waiting = True
            self.rows.cursor = -1
            self.call_after_refresh(self.search_now)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.row is not None and self.rows.cursor >= self.page - PAGE // 4:
            self.page *= 2
            self.search_now()

    def action_list(self) -> None:
        """From the search to the list."""
        self.rows.focus()

    def action_search(self) -> None:
        """From the list to the search."""
        self.box.focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in self.active_bindings:
            return
        if self.rows.has_focus and event.is_printable and event.character:
            self.box.focus()
            self.box.cursor_position = len(self.box.value)
            self.box.insert_text_at_cursor(event.character)
            event.stop()
        elif self.rows.has_focus and event.key == "backspace":
            self.action_search()

    def action_back(self) -> None:
        """Clear the search; then to the screen before."""
        self.action_search()
        if self.box.value:
            self.box.value = ""
        else:
            super().action_back()

    def action_card(self) -> None:
        """Show or hide the card where there is no room for both."""
        self.toggle_class("-card")
