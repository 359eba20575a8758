"""Help: what the keys do, for the widget and the screen that one is on."""

from collections.abc import Iterator

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from caseload.tui.base import Dialog


class HelpScreen(Dialog[None]):
    """The keys of a screen, in words."""

    def __init__(self, of: Screen[object]) -> None:
        super().__init__()
        self._of = of

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog wide"):
            yield Static(self._text(), markup=False)

    def _text(self) -> Text:
        text = Text()
        focused = self._of.focused
        places: list[DOMNode] = [*([focused] if focused is not None else []), self._of, self.app]
        for place in places:
            said = getattr(place, "HELP", None)
            keys = dict(_keys(place))
            if not said and not keys:
                continue
            if said:
                text.append(f"{said}\n", "bold")
            for shown, does in keys.items():
                text.append(f"  {shown:<14}", "bold")
                text.append(f"{does}\n")
            text.append("\n")
        text.append("Escape closes this. Ctrl+p finds every action by its name.")
        return text


def _keys(place: DOMNode) -> Iterator[tuple[str, str]]:
    for binding in place._bindings.key_to_bindings.values():
        for one in binding:
            if one.description and not one.system:
                yield place.app.get_key_display(_plain(one)), one.description


def _plain(binding: Binding) -> Binding:
    return binding


__all__ = ["HelpScreen"]
