"""What is chosen and what is not, told by a sign and not by its colour alone: [x] and [ ]."""

from typing import TypeVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Checkbox, SelectionList

Value = TypeVar("Value")


class Choices(SelectionList[Value]):
    """A list of which several may be chosen."""

    def render_line(self, y: int) -> Strip:
        """One line in view, its button as a sign."""
        line = super().render_line(y)
        (first, *_), prompt = list(line)[:3], list(line)[3:]
        meta = first.style.meta if first.style else {}
        if "option" not in meta or not prompt:
            return line
        chosen = self.get_option_at_index(meta["option"]).value in self.selected
        signs = "[x]" if chosen else "[ ]"
        style = prompt[0].style
        return Strip([Segment(sign, style) for sign in signs] + prompt)


class Toggle(Checkbox):
    """A question with yes or no."""

    BUTTON_LEFT, BUTTON_RIGHT = "[", "]"

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802 - Textual's own name
        """The sign between the brackets."""
        return "x" if self.value else " "
