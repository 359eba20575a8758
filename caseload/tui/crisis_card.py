"""The crisis card on the whole screen: one key away wherever a client is at hand."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from caseload.records import crisis_card
from caseload.settings import config
from caseload.show import crisis_card as show_card
from caseload.tui.at_hand import ClientAtHand
from caseload.tui.base import CaseloadScreen


class CrisisCardScreen(ClientAtHand, CaseloadScreen):
    """988, the safety plan, who to call; nothing is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "log", "Log contact", id="crisis.log"),
        Binding("a", "add", "Record crisis", id="crisis.add"),
        Binding("escape", "back", "Back", id="back"),
    ]
    HELP = "The same as caseload crisis card. Arrows and Page up and down scroll; Escape goes back."

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id

    @property
    def client_id(self) -> str:
        """Whose it is."""
        return self._client_id

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="crisis-card"):
            yield Static(id="on-crisis-card", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#crisis-card").focus()

    def on_resize(self) -> None:
        if not self.home.locked:
            self.reload()

    def reload(self) -> None:
        """Read the card, as wide as the screen is."""
        found = self.act(crisis_card.card, self.caseload, self.client_id)
        if found is None:
            return
        text = Text()
        width = max(16, min(100, self.size.width - 4))
        for line in show_card.lines(found, config.read().agency, self.caseload.today, width):
            text.append(f"{line.text}\n", "bold" if line.bold else "")
        text.rstrip()
        self.query_one("#on-crisis-card", Static).update(text)

    def action_add(self) -> None:
        """Record what happened."""
        from caseload.tui.crisis_forms import CrisisForm

        self.app.push_screen(CrisisForm(f"Crisis · {self.client_id}", self.client_id))
