"""All actions by their names (Ctrl+p): those of where one is, and the program's."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from caseload import config
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
    """What can be done, most at hand first; while it is locked, nothing but to quit."""
    if not app.locked:
        seen = set[str]()
        for active in (
            *screen.active_bindings.values(),
            *app.screen_stack[0].active_bindings.values(),
        ):
            one = active.binding
            shown = one.id and not one.id.startswith(HIDDEN) and one.description
            if shown and active.enabled and one.id not in seen and one.id != "quit":
                seen.add(one.id or "")
                does = partial(app.run_action, one.action, active.node)
                yield SystemCommand(_title(one.id or "", one.description), _help(app, active), does)
        for name, said in THEMES.items():
            yield SystemCommand(f"Theme: {name}", said, partial(use, app, name))
    yield SystemCommand("Quit", "What is not saved is kept as a draft", app.action_leave)


def _title(name: str, description: str) -> str:
    return f"Go to {description}" if name in ("today", "clients", "team") else description


def _help(app: "CaseloadApp", active: Any) -> str:
    does = getattr(
        active.node, f"action_{active.binding.action.split('(')[0].split('.')[-1]}", None
    )
    if does is None:
        does = getattr(
            app.screen, f"action_{active.binding.action.split('(')[0].split('.')[-1]}", None
        )
    said = (does.__doc__ or "").strip().partition("\n")[0].rstrip(".") if does else ""
    key = app.get_key_display(active.binding)
    return f"{said} ({key})" if said else f"Key: {key}"


def use(app: "CaseloadApp", name: str) -> None:
    """Take another theme, and keep to it."""
    from caseload.tui.app import THEMES as NAMES

    app.theme = NAMES[name]
    if isinstance(app.screen, Acting):
        app.screen.act(config.put, "theme", name)
