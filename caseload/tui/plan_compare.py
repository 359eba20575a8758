"""Compare two versions of a plan: what differs, or both in full."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, Label, Select, Static

from caseload.model.planning import Plan
from caseload.show import day_style
from caseload.tui.base import Dialog
from caseload.tui.side_by_side import table, whole


class Compare(Dialog[None]):
    """An older version at the left, a newer at the right; `w` shows both in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "whole", "Whole texts", id="compare.whole"),
        Binding("left_square_bracket", "step(-1)", "Older", key_display="[", id="compare.older"),
        Binding("right_square_bracket", "step(1)", "Newer", key_display="]", id="compare.newer"),
    ]
    HELP = "The words that differ stand in [brackets]. [ and ] go through the older versions."

    def __init__(self, versions: Sequence[Plan], typed: Plan | None) -> None:
        super().__init__()
        self._texts = [(_name(one), one) for one in versions]
        if typed is not None:
            self._texts.append(("as typed, not saved", typed))
        in_force = [at for at, one in enumerate(versions) if one.status == "active"]
        last = len(self._texts) - 1
        # What one compares with is the plan in force; where that is the newest, the one before.
        first = in_force[0] if in_force and in_force[0] < last else max(0, last - 1)
        self._chosen = [first, last]
        self._all = False

    def compose(self) -> ComposeResult:
        options = [(name, at) for at, (name, _) in enumerate(self._texts)]
        with Vertical(classes="dialog whole"):
            with Horizontal(classes="row"):
                yield Label("Compare")
                yield Select(
                    options, value=self._chosen[0], id="older", compact=True, allow_blank=False
                )
                yield Label("with", id="with")
                yield Select(
                    options, value=self._chosen[1], id="newer", compact=True, allow_blank=False
                )
            with VerticalScroll(id="texts"):
                yield Static("", id="beside-text", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._draw()
        self.query_one("#texts").focus()

    def _draw(self) -> None:
        (old_name, old), (new_name, new) = (self._texts[at] for at in self._chosen)
        drawn = (whole if self._all else table)(old, new, (old_name, new_name))
        self.query_one("#beside-text", Static).update(drawn)

    def on_select_changed(self, event: Select.Changed) -> None:
        if isinstance(event.value, int):
            self._chosen[0 if event.select.id == "older" else 1] = event.value
            self._draw()

    def action_step(self, step: int) -> None:
        """Another version at the left."""
        at = min(max(0, self._chosen[0] + step), len(self._texts) - 1)
        self.query_one("#older", Select).value = at

    def action_whole(self) -> None:
        """Both in full, or only what differs."""
        self._all = not self._all
        self._draw()


def _name(one: Plan) -> str:
    if one.status == "draft":
        return f"draft {one.version}"
    since = f", {day_style.plain(one.effective_on)}" if one.effective_on else ", never in force"
    return f"version {one.version}{since}"
