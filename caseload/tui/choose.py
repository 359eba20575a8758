"""A question with a few answers, each a button; Escape gives none of them."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from caseload.show import safe_line, safe_text
from caseload.tui.base import Dialog


class Choose(Dialog[str]):
    """Asks something; the answer's key, or None. Arrows and Tab go from answer to answer."""

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        super().__init__()
        self._question, self._answers = question, answers

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe_text(self._question), markup=False)
            with Horizontal(classes="buttons"):
                for number, (key, said) in enumerate(self._answers.items()):
                    label = Content(safe_line(said))
                    yield Button(label, variant="default" if number else "primary", id=key)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id)
