"""Two people in one plan: theirs and yours side by side, before either goes away."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Static

from caseload.model.planning import Plan
from caseload.tui.base import Dialog
from caseload.tui.side_by_side import table, whole


class Conflict(Dialog[str]):
    """Answers theirs or yours; Escape keeps both: theirs is saved, yours is a draft."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "whole", "Whole texts", id="conflict.whole"),
        Binding("t", "answer('theirs')", "Keep theirs", id="conflict.theirs"),
        Binding("y", "answer('yours')", "Put yours in place", id="conflict.yours"),
    ]
    HELP = (
        "The plan was changed by somebody else since you began. Look at both; then keep theirs, "
        "which throws yours away, or put yours in place of theirs, which stays in the audit log."
    )

    def __init__(self, theirs: Plan, yours: Plan, since: str) -> None:
        super().__init__()
        self._theirs, self._yours = theirs, yours
        self._heads = (f"theirs, saved: version {theirs.version}", f"yours, {since}")
        self._all = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog whole"):
            yield Static(
                "Somebody else has saved this plan since you began. Nothing is lost: yours is a "
                "draft. What differs:",
                classes="form-title", markup=False,
            )  # fmt: skip
            with VerticalScroll(id="texts"):
                yield Static(table(self._theirs, self._yours, self._heads), id="beside-text")
            with Horizontal(classes="buttons"):
                yield Button("Keep theirs, drop yours", id="theirs")
                yield Button("Put yours in place", id="yours")
                yield Button("Neither yet", id="later")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#texts").focus()

    def action_whole(self) -> None:
        """Both texts in full, or only what differs."""
        self._all = not self._all
        drawn = (whole if self._all else table)(self._theirs, self._yours, self._heads)
        self.query_one("#beside-text", Static).update(drawn)

    def action_answer(self, which: str) -> None:
        """Choose."""
        self.dismiss(which)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id if event.button.id != "later" else None)
