"""A small form over a screen that records one thing: fields, ctrl+s records, Escape leaves."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Label, Select, Static, TextArea

from caseload import dates
from caseload.settings import config
from caseload.show import safe_line, safe_text
from caseload.show.plan import words
from caseload.tui.base import Dialog


class Recording(Dialog[str]):
    """Fields for one record; answers with what was done, once it is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "record", "Record", id="recording.record"),
    ]
    HEAD = ""
    HELP = "Tab goes from field to field, ctrl+s records. A day may be in words: today, last fri."

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog recording", can_focus=False):
            yield Static(safe_line(self.head()), classes="form-title", markup=False)
            yield Static(safe_text(self.tells()), id="tells", markup=False)
            for label, widget in self.fields():
                with Horizontal(classes="row close" if widget.id == "day" else "row"):
                    yield Label(label, markup=False)
                    yield widget
            yield Static("", id="understood", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(self.HEAD, variant="primary", id="record")
                yield Button("Leave", id="leave")
        yield Footer(show_command_palette=False)

    def head(self) -> str:
        """What stands at the top."""
        return self.HEAD

    def tells(self) -> str:
        """What is to be known before."""
        return ""

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """The fields, each with its label."""
        raise NotImplementedError

    def record(self) -> str:
        """Record it, by a verb; what was done."""
        raise NotImplementedError

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "day":
            self.query_one("#understood", Static).update(self._day_in_words())

    def _day_in_words(self) -> str:
        from caseload.tui.plan_words import target

        order = config.read().date_format
        day, said = target(self.typed("day") or "today", self.caseload.today, order, ahead=False)
        return safe_line(f"{'=' if day else '!'} {said}")

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "record":
            self.action_record()
        else:
            self.action_leave()

    def action_record(self) -> None:
        """Record what the fields say."""
        done = self.act(self.record)
        if done is not None:
            self.dismiss(done)

    # What the fields say

    def typed(self, name: str) -> str:
        """A field's text, '' for nothing."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, TextArea):
            return widget.text
        if isinstance(widget, Select):
            return "" if widget.value is Select.NULL else str(widget.value)
        assert isinstance(widget, Input)
        return widget.value

    def day(self) -> date:
        """The day that was meant, today when none was said."""
        order = config.read().date_format
        return dates.parse(self.typed("day") or "today", self.caseload.today, order=order)


def day_field() -> Input:
    """A field for a day."""
    return Input("today", id="day", compact=True)


def line_field(name: str, hint: str = "") -> Input:
    """A field of one line."""
    return Input("", id=name, placeholder=hint, compact=True)


def text_field(name: str) -> TextArea:
    """A field of several lines."""
    area = TextArea("", id=name, tab_behavior="focus", soft_wrap=True, compact=True)
    area.styles.height = 4
    return area


def choice_field(
    name: str, options: Iterable[StrEnum], chosen: StrEnum | None, prompt: str = "—"
) -> Select[str]:
    """A field that holds one of a few words, or none when none is chosen at first."""
    shown = [(words(one).capitalize(), str(one)) for one in options]
    value = str(chosen) if chosen is not None else Select.NULL
    return Select(
        shown, value=value, prompt=prompt, id=name, compact=True, allow_blank=chosen is None
    )  # type: ignore[arg-type, unused-ignore]
