"""What the tabs of a chart share."""

from textual.containers import Container

from caseload.tui.base import Acting


class ChartTab(Acting, Container):
    """One tab: `reload` reads what it shows, whenever it comes to the front and is out of date."""

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id

    def reload(self) -> None:
        """Read what is shown."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the keys where they are wanted: on the first thing that takes any."""
        for widget in self.query("Rows, VerticalScroll"):
            if widget.can_focus:
                widget.focus()
                return
