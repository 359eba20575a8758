"""All actions by their names (Ctrl+p): those of where one is, and the program's."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.binding import ActiveBinding
from textual.screen import Screen

from caseload.settings import config
from caseload.tui.base import Acting

if TYPE_CHECKING:
    from caseload.tui.app import CaseloadApp

THEMES = {
    "dark": "Light letters on a dark ground",
    "light": "Dark letters on a light ground",
    "contrast": "Black, white and yellow, for those who need it",
}
HIDDEN = ("rows.", "leave")
"""Walking through a list is no action to look for."""


def commands(app: "CaseloadApp", screen: Screen[Any]) -> Iterator[SystemCommand]:
    """What can be done; while it is locked, nothing but to quit."""
    if not app.locked:
        seen = {"quit"}
        lowest = app.screen_stack[0].active_bindings.values()
        everywhere = [one for one in lowest if one.node is app]
        for active in (*screen.active_bindings.values(), *everywhere):
            one = active.binding
            if not one.id or one.id.startswith(HIDDEN) or one.id in seen:
                continue
            seen.add(one.id)
            if one.description and active.enabled:
                does = partial(app.run_action, one.action, active.node)
                yield SystemCommand(_title(active), _help(app, screen, active), does)
        for name, said in THEMES.items():
            yield SystemCommand(f"Theme: {name}", said, partial(use, app, name))
    yield SystemCommand("Quit", "What is not saved is kept as a draft (^q)", app.action_leave)


def _title(active: ActiveBinding) -> str:
    description, action = active.binding.description, active.binding.action
    if action.startswith("go("):
        return f"Go to {description}"
    return f"Tab: {description}" if action.startswith("tab(") else description


def _help(app: "CaseloadApp", screen: Screen[Any], active: ActiveBinding) -> str:
    """What the action's own sentence says, and its key."""
    name = active.binding.action.partition("(")[0].rpartition(".")[2]
    does = getattr(active.node, f"action_{name}", None) or getattr(screen, f"action_{name}", None)
    said = (does.__doc__ or "").strip().partition("\n")[0].rstrip(".") if does else ""
    return f"{said} ({app.get_key_display(active.binding)})".strip()


def use(app: "CaseloadApp", name: str) -> None:
    """Take another theme, and keep to it."""
    from caseload.tui.app import THEMES as NAMES

    app.theme = NAMES[name]
    if isinstance(app.screen, Acting):
        app.screen.act(config.put, "theme", name)
