"""Help: what the keys do, for the widget that one is on, the screen, and the program."""

from collections.abc import Iterator
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, Select, SelectionList, Static, TextArea

from caseload.tui.base import Dialog
from caseload.tui.page import Page

BUILT_IN: dict[type[DOMNode], tuple[str, str]] = {
    Input: ("A line of text", "Type; Tab goes to the next field, Shift+Tab to the one before."),
    TextArea: ("Text", "Type; Enter begins a new line, Tab goes to the next field."),
    Select: ("A choice", "Enter or Space opens the choices, the arrows walk, letters search."),
    SelectionList: ("Several choices", "The arrows walk, Space chooses."),
}
"""What to say of widgets that are not ours."""
PROGRAM = "Everywhere"


class HelpScreen(Dialog[None]):
    """The keys of a place, in words."""

    def __init__(self, of: Screen[Any]) -> None:
        super().__init__()
        # The keys of a screen are those of the moment before this one covers it.
        self._parts = list(_parts(of))

    def compose(self) -> ComposeResult:
        page = Page()
        page.line("Escape closes this. ^q leaves the program.", "dim")
        for title, said, keys in self._parts:
            page.heading(title)
            if said:
                page.text(said, "italic")
            for key, does in keys:
                page.fact(key, does)
        with VerticalScroll(classes="dialog wide"):
            yield Static(page.made, markup=False)


def _parts(of: Screen[Any]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    app, keys = of.app, _keys(of)
    places = [] if of.focused is None else list(of.focused.ancestors_with_self)
    for place in [*places[: places.index(of) if of in places else None], of]:
        own, said = keys.pop(place, []), getattr(place, "HELP", "")
        title = "This screen" if place is of else "Where you are"
        for kind, (name, told) in BUILT_IN.items():
            if isinstance(place, kind) and not said:
                title, said = name, told
        if own or said:
            yield title, said, own
    everywhere = _keys(app.screen_stack[0]).get(app, [])
    yield PROGRAM, "", [*everywhere, ("^p", "All actions by their names")]


def _keys(of: Screen[Any]) -> dict[DOMNode, list[tuple[str, str]]]:
    """The keys that are ours, by where they are bound; those of one action together."""
    found: dict[DOMNode, dict[tuple[str, str], list[str]]] = {}
    for active in of.active_bindings.values():
        one = active.binding
        if one.id and one.description:
            shown = found.setdefault(active.node, {}).setdefault((one.id, one.description), [])
            key = of.app.get_key_display(one)
            if key not in shown:
                shown.append(key)
    return {
        node: [(" ".join(keys), does) for (_, does), keys in actions.items()]
        for node, actions in found.items()
    }
