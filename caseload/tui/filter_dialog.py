"""The question which part of the due list is shown."""

from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Label, Select

from caseload.model import Obligation
from caseload.records import clients, programs
from caseload.show import safe_line
from caseload.tui.base import Dialog
from caseload.tui.filter import Filter


class FilterDialog(Dialog[Filter]):
    """Choose what is shown."""

    def __init__(self, before: Filter) -> None:
        super().__init__()
        self._before = before

    def compose(self) -> ComposeResult:
        before = self._before
        with Vertical(classes="dialog"):
            yield Label("Show only")
            yield from self._choice("county", clients.counties(self.caseload), before.county)
            names = [one.name for one in programs.listed(self.caseload) if one.active]
            yield from self._choice("program", names, before.program)
            yield from self._choice("obligation", list(Obligation), before.obligation)
            with Horizontal(classes="buttons"):
                yield Button("Show", variant="primary", id="show")
                yield Button("Everything", id="all")

    def _choice(self, name: str, words: list[Any], before: Any) -> ComposeResult:
        yield Label(name.capitalize())
        options = [(Text(safe_line(str(word).replace("_", " "))), word) for word in words]
        chosen = before if before in words else Select.NULL
        yield Select(options, prompt=f"Any {name}", value=chosen, id=name)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "all":
            self.dismiss(Filter(mine=self._before.mine))
            return
        said: dict[str, Any] = {
            str(one.id): None if one.value is Select.NULL else one.value
            for one in self.query(Select)
        }
        self.dismiss(self._before._replace(**said))
