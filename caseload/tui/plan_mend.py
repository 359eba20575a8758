"""A kept text of a plan that can't be read whole, mended as text: nothing of it is lost."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Footer, Static, TextArea

from caseload.model.planning import Plan
from caseload.settings import config
from caseload.show import safe_text
from caseload.texts import plan_reading, plan_text
from caseload.tree import Mistake
from caseload.tui.base import Dialog


class Mend(Dialog[str]):
    """Answers with the mended text, '' to throw it away; Escape leaves it for later."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "use", "Go on with it", id="mend.use"),
    ]
    HELP = "Mend the lines that are named, then go on. Escape leaves it for later."
    NAMED = 4
    """How many mistakes are named at once."""

    def __init__(self, text: str, before: Plan) -> None:
        super().__init__()
        self._text, self._before = plan_text.unmarked(text), before

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog whole"):
            yield Static(
                "You typed this before and did not save it. Some of it can't be read as a plan:",
                classes="form-title", markup=False,
            )  # fmt: skip
            yield Static("", id="mistakes", markup=False)
            yield TextArea(
                self._text, id="text", tab_behavior="focus", show_line_numbers=True, compact=True
            )
            with Horizontal(classes="buttons"):
                yield Button("Go on with it", variant="primary", id="use")
                yield Button("Throw it away", id="drop")
                yield Button("Later", id="later")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()
        self.on_text_area_changed()

    def on_text_area_changed(self) -> None:
        wrong = self._mistakes()
        more = f"\nand {len(wrong) - self.NAMED} more" if len(wrong) > self.NAMED else ""
        told = "\n".join(str(one) for one in wrong[: self.NAMED]) or "It can be read now."
        self.query_one("#mistakes", Static).update(safe_text(told + more))

    def _mistakes(self) -> list[Mistake]:
        order = config.read().date_format
        text = self.query_one(TextArea).text
        found = plan_reading.recovered(text, self._before, self.caseload.today, order)
        lost = plan_text.loses(found, self._before, self.caseload.today, order)
        return found.mistakes if lost else []

    def action_use(self) -> None:
        """Go on with the text, once it can be read."""
        if self._mistakes():
            self.say("It can't be read yet; the lines are named above.", wrong=True)
        else:
            self.dismiss(self.query_one(TextArea).text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "use":
            self.action_use()
        else:
            self.dismiss("" if event.button.id == "drop" else None)
