"""Which clients are listed: how their episode stands, in which program, with whom."""

from datetime import date
from typing import Any, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Label, Select

from caseload.model import EpisodeStatus
from caseload.records import client_search, programs, staff
from caseload.records._caseload import Caseload
from caseload.show import safe_line
from caseload.show.plan import words
from caseload.tui.base import Dialog


class ClientFilter(NamedTuple):
    """Which clients are listed; None is all."""

    status: EpisodeStatus | None = None
    program: str | None = None
    case_manager: str | None = None
    """A staff_id."""

    def among(self, caseload: Caseload, on: date) -> frozenset[str] | None:
        """Their ids; None is everyone."""
        return client_search.standing_so(caseload, on, **self._asdict())

    def in_words(self, caseload: Caseload) -> str:
        """As the title says it."""
        manager = staff.names(caseload).get(self.case_manager or "")
        said = [words(self.status) if self.status else None, self.program, manager]
        return ", ".join(filter(None, said))


class ClientFilterDialog(Dialog[ClientFilter]):
    """Choose who is listed."""

    def __init__(self, before: ClientFilter) -> None:
        super().__init__()
        self._before = before

    def compose(self) -> ComposeResult:
        before = self._before
        with Vertical(classes="dialog"):
            yield Label("List only")
            standing = [(words(one), one) for one in EpisodeStatus]
            yield from _choice("status", "Any status", standing, before.status)
            named = [(one.name, one.name) for one in programs.listed(self.caseload)]
            yield from _choice("program", "Any program", named, before.program)
            team = [(one.name, one.staff_id) for one in staff.listed(self.caseload)]
            yield from _choice("case_manager", "Any case manager", team, before.case_manager)
            with Horizontal(classes="buttons"):
                yield Button("List", variant="primary", id="list")
                yield Button("Everyone", id="all")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "all":
            self.dismiss(ClientFilter())
            return
        said: dict[str, Any] = {
            str(one.id): None if one.value is Select.NULL else one.value
            for one in self.query(Select)
        }
        self.dismiss(ClientFilter(**said))


def _choice(name: str, prompt: str, options: list[tuple[str, Any]], before: Any) -> ComposeResult:
    shown = [(Text(safe_line(text)), value) for text, value in options]
    there = any(value == before for _, value in options)
    yield Label(name.replace("_", " ").capitalize())
    yield Select(shown, prompt=prompt, value=before if there else Select.NULL, id=name)
