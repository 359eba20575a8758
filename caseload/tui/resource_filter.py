"""Which services are listed: what for, in which county, whether they take people now."""

from typing import Any, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Label, Select

from caseload.model.linking import ResourceNeed
from caseload.records import clients, resources
from caseload.records.resource_search import Wanted
from caseload.show import safe_line
from caseload.show.plan import words
from caseload.tui.base import Dialog


class ResourceFilter(NamedTuple):
    """Which services are listed; None is all."""

    need: ResourceNeed | None = None
    county: str | None = None
    accepting: bool = False
    """Whether those are left out that take nobody now."""

    def in_words(self) -> str:
        """As the title says it."""
        taking = "taking people" if self.accepting else None
        need = words(self.need) if self.need else None
        return ", ".join(filter(None, (need, self.county, taking)))

    def wanted(self, text: str) -> Wanted:
        """What is looked for, with the words of the search."""
        return Wanted(text, self.need, self.county, accepting=self.accepting)


class ResourceFilterDialog(Dialog[ResourceFilter]):
    """Choose which services are listed."""

    def __init__(self, before: ResourceFilter) -> None:
        super().__init__()
        self._before = before

    def compose(self) -> ComposeResult:
        before = self._before
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label("List only")
            needs = [(words(one), one) for one in ResourceNeed]
            yield from _choice("need", "Any need", needs, before.need)
            known = dict.fromkeys(
                (*resources.counties(self.caseload), *clients.counties(self.caseload))
            )
            counties = [(one, one) for one in sorted(known)]
            yield from _choice("county", "Any county", counties, before.county)
            taking = [("takes people now, or nobody has said", True)]
            yield from _choice("accepting", "Any", taking, before.accepting or None)
            with Horizontal(classes="buttons"):
                yield Button("List", variant="primary", id="list")
                yield Button("All", id="all")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "all":
            self.dismiss(ResourceFilter())
            return
        said: dict[str, Any] = {
            str(one.id): None if one.value is Select.NULL else one.value
            for one in self.query(Select)
        }
        self.dismiss(ResourceFilter(said["need"], said["county"], bool(said["accepting"])))


def _choice(name: str, prompt: str, options: list[tuple[str, Any]], before: Any) -> ComposeResult:
    shown = [(Text(safe_line(text)), value) for text, value in options]
    there = any(value == before for _, value in options)
    yield Label(name.capitalize())
    yield Select(shown, prompt=prompt, value=before if there else Select.NULL, id=name)
