"""A small form: a few fields and one verb. What is wrong is said beneath, and nothing is saved."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select, SelectionList, Static, TextArea
from textual.widgets.select import InvalidSelectValueError

from caseload import dates
from caseload.errors import CaseloadError
from caseload.records import drafts
from caseload.settings import config
from caseload.show import safe_line, safe_text
from caseload.show.plan import words
from caseload.tui.base import Dialog

Field = Input | Select[Any] | TextArea | SelectionList[str]
SAVED_AFTER = 1.0
"""Seconds after the last key for which a draft waits."""


class Form(Dialog[bool]):
    """True once it is saved. A form says its fields and its verb."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="form.save"),
    ]
    HELP = (
        "Tab goes from field to field, Ctrl+s saves, Escape leaves without saving. A day may be "
        "in words: today, yesterday, fri, 3 days ago."
    )
    SAVE = "Save"
    ENTER_SAVES = True

    def __init__(self, title: str, draft: tuple[str | None, str] | None = None) -> None:
        """Make a form.

        Args:
            title: What it is about.
            draft: For a form with much to type: the client_id, where there is one, and the kind
                under which it is kept.
        """
        super().__init__()
        self._title, self._draft = title, draft
        self._blank: dict[str, Any] = {}
        self._waiting: Timer | None = None
        self._warned = False

    def fields(self) -> ComposeResult:
        """The fields, in order."""
        raise NotImplementedError

    def save(self) -> str:
        """Do it, and say what was done; '' when the next screen says it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog small-form", can_focus=False):
            yield Static(safe_line(self._title), classes="form-title", markup=False)
            yield from self.fields()
            yield Static("", id="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(f"{self.SAVE}  ^s", variant="primary", id="save")
                yield Button("Leave  Esc", id="leave")

    # What is typed is kept. Textual calls each of these after that of the same name in a form.

    def on_mount(self) -> None:
        self._blank = self._typed()
        kept = drafts.kept(self.caseload, *self._draft) if self._draft else None
        if kept is not None:
            gone = self._fill(json.loads(kept.text))
            said = f" No longer to be chosen, and left out: {', '.join(gone)}." if gone else ""
            self.say(f"This is what you typed before and did not save.{said}")
        # The first field takes the focus, and would move what stands above it out of view.
        top = self.query(VerticalScroll).first()
        self.call_after_refresh(top.scroll_home, animate=False)

    @property
    def unsaved(self) -> bool:
        """Whether anything was typed that is not saved."""
        return bool(self._blank) and self._typed() != self._blank

    def _typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = {str(one.id): one.value for one in self.query(Input)}
        typed |= {str(one.id): one.text for one in self.query(TextArea)}
        for one in self.query(Select):
            typed[str(one.id)] = None if one.value is Select.NULL else str(one.value)
        for several in self.query(SelectionList):
            typed[str(several.id)] = sorted(several.selected)
        return typed

    def _fill(self, typed: dict[str, Any]) -> list[str]:
        """Put in what was typed before; give back what was chosen then and is no longer offered."""
        gone = []
        for one in self.query(Input):
            one.value = typed.get(str(one.id), one.value)
        for area in self.query(TextArea):
            area.text = typed.get(str(area.id), area.text)
            area.move_cursor(area.document.end)
        for choice in self.query(Select):
            value = typed.get(str(choice.id))
            try:
                choice.value = Select.NULL if value is None else value
            except InvalidSelectValueError:
                gone += [] if value is None else [words(value)]
        for several in self.query(SelectionList):
            places = range(several.option_count)
            offered = {several.get_option_at_index(at).value for at in places}
            chosen = typed.get(str(several.id), ())
            for one in offered.intersection(chosen):
                several.select(one)
            gone += sorted(set(chosen) - offered)
        here = {str(one.id) for one in self.query(SelectionList)}
        lists = (one for name, one in typed.items() if name not in here and isinstance(one, list))
        return gone + [one for several in lists for one in several]

    def draft_of(self) -> dict[str, Any]:
        """What is kept of what is typed."""
        return self._typed()

    def keep_draft(self) -> bool:
        """Keep what is typed in the caseload file, beside what is saved; or say why it can't be."""
        self._wait_no_more()
        return self.home.locked or self.act(self._keep) is not None

    def _keep(self) -> str:
        text = json.dumps(self.draft_of())
        if self._draft and self.unsaved:
            drafts.keep(self.caseload, *self._draft, text)
        return text

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _soon(self) -> None:
        if self._draft and self._waiting is None and self._blank:
            self._waiting = self.set_timer(SAVED_AFTER, self.keep_draft)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._soon()

    def on_text_area_changed(self) -> None:
        self._soon()

    def on_select_changed(self, event: Select.Changed) -> None:
        self._soon()

    def on_selection_list_selected_changed(self) -> None:
        self._soon()

    # Saving and leaving

    def action_save(self) -> None:
        """Save, and close when that went well."""
        self.save_by(self.save)

    def save_by(self, save: Callable[[], str]) -> None:
        """Save by a verb, and close when that went well."""
        said = self.act(self._save_and_forget, save)
        if said is not None:
            self._wait_no_more()
            if said:
                self.say(said)
            self.dismiss(True)

    def _save_and_forget(self, save: Callable[[], str]) -> str:
        if not self._draft:
            return save()
        # Both or neither: a draft that stayed would be offered again, and saved twice.
        with self.caseload.write("drop draft"):
            said = save()
            drafts.drop(self.caseload, *self._draft)
        return said

    def action_leave(self) -> None:
        """Leave without saving; where much was typed, it is kept as a draft."""
        if self._draft and self.unsaved:
            kept = self.keep_draft()
            if not kept and not self._warned:
                self._warned = True
                why = self.query_one("#wrong", Static).content
                self.say(
                    f"{why} What you typed is not kept; Escape once more leaves it.", wrong=True
                )
                return
            if kept:
                self.say("Kept as a draft; it is offered when you open this form again.")
        elif self._draft:
            self._wait_no_more()
            self.act(drafts.drop, self.caseload, *self._draft)
        self.dismiss(False)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """What begins with the name of a field is said beneath it; all else that is wrong, last."""
        if wrong:
            name = sentence.partition(":")[0]
            field = next((one for one in self.focus_chain if one.id == name), None)
            self._stand_by(field)
            if field is not None:
                field.focus()
        super().say(sentence, wrong=wrong)

    def _stand_by(self, field: Widget | None) -> None:
        top, ends = self.query(VerticalScroll).first(), self.query(".buttons")
        if field is not None and isinstance(field.parent, Widget) and field.parent.parent is top:
            top.move_child(self.query_one("#wrong"), after=field.parent)
        elif ends:
            top.move_child(self.query_one("#wrong"), before=ends.first())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_leave()

    def on_input_submitted(self) -> None:
        if self.ENTER_SAVES:
            self.action_save()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say what is wrong with a field once it is left."""
        field = event.widget
        if isinstance(field, Input) and (field.has_class("day") or field.has_class("checked")):
            wrong, before = self._wrong_with(field), field.has_class("-wrong")
            field.set_class(wrong is not None, "-wrong")
            # What is said of something else stays until that is right.
            if wrong is not None or before:
                self._stand_by(field)
                self.query_one("#wrong", Static).update(wrong or "")

    def _wrong_with(self, field: Input) -> str | None:
        try:
            self.check(field)
        except CaseloadError as error:
            return safe_text(str(error))
        return None

    def check(self, field: Input) -> None:
        """Refuse what a field can't mean; the class `checked` has it looked at, as a day is.

        Raises:
            CaseloadError: It can't be read, or can't be.
        """
        if field.has_class("day"):
            self.day_or_none(str(field.id), ahead=field.has_class("ahead"))

    # What was typed

    def day(self, name: str, *, ahead: bool = False) -> date:
        """The day that was typed; today when nothing was."""
        typed = self.typed(name) or "today"
        order = config.read().date_format
        return dates.parse(typed, self.caseload.today, order=order, ahead=ahead)

    def day_or_none(self, name: str, *, ahead: bool = False) -> date | None:
        """The day that was typed, or None."""
        return self.day(name, ahead=ahead) if self.typed(name) else None

    def typed(self, name: str) -> str | None:
        """The text of a field, None when it is empty."""
        field = self.query_one(f"#{name}")
        text = field.text if isinstance(field, TextArea) else field.value  # type: ignore[attr-defined]
        return text.strip() or None

    def chosen(self, name: str) -> Any:
        """What was chosen, None when nothing was."""
        value = self.query_one(f"#{name}", Select).value
        return None if value is Select.NULL else value


def small(label: str, widget: Field) -> ComposeResult:
    """A field without a frame, for forms of many."""
    widget.compact = True
    if isinstance(widget, TextArea):
        widget.styles.height = 3
    yield from field(label, widget)


def field(label: str, widget: Field) -> ComposeResult:
    """A field under its label."""
    with Vertical(classes="labelled"):
        yield Label(label, classes="label")
        yield widget


def day_field(name: str, value: str = "today", *, ahead: bool = False) -> Input:
    """A field for a day, in words or figures."""
    return Input(value, id=name, classes="day ahead" if ahead else "day")


def choice(name: str, options: list[tuple[str, Any]], chosen: Any = None) -> Select[Any]:
    """A field with so many choices, as label and value; one may be chosen already."""
    # As Text, since a letter typed looks in those alone, and never as markup.
    shown = [(Text(safe_line(label)), value) for label, value in options]
    value = Select.NULL if chosen is None else chosen
    return Select(shown, value=value, allow_blank=chosen is None, prompt="—", id=name)


def words_of(kind: Any) -> list[tuple[str, Any]]:
    """The words of one of our enumerations, with spaces."""
    return [(words(str(one)), one) for one in kind]


def text_field(name: str, text: str = "") -> TextArea:
    """A field for several lines."""
    return TextArea(text, id=name, tab_behavior="focus", soft_wrap=True)
