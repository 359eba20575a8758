"""The form of a plan: fields for what the cursor of the tree stands on, and what is said of it.

Every change is handed on at once. A field counts as changed only when it no longer holds what was
put there, so that looking at a text never alters it.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static, TextArea

from caseload.model.planning import Domain, Employment, Housing
from caseload.show import safe_line, safe_text
from caseload.show.plan import words


class Field(NamedTuple):
    """One field of a form."""

    name: str
    label: str
    lines: int = 0
    """Lines of a text; 0 is one line that Enter leaves."""
    words: type[StrEnum] | None = None
    """The words to choose from."""


FORMS: dict[str, tuple[Field, ...]] = {
    "prose": (Field("text", "", 8),),
    "living": (
        Field("housing", "Housing", 0, Housing),
        Field("employment", "Employment", 0, Employment),
        Field("income_source", "Income from"),
    ),
    "goal": (Field("statement", "In words", 3), Field("domain", "Domain", 0, Domain)),
    "objective": (
        Field("statement", "In words", 3),
        Field("measure", "Measure", 3),
        Field("target", "Target date"),
    ),
    "intervention": (
        Field("action", "Action", 3),
        Field("responsible", "Who"),
        Field("frequency", "How often"),
        Field("duration", "How long"),
    ),
}
Typing = Input | Select[str] | TextArea
Edited = Callable[[str, str, str], None]
"""Called with the part's key, the field's name, and what it holds now ('' for nothing)."""


class PlanForm(VerticalScroll, can_focus=False):
    """Fields for one part of a plan at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_tree", "To the tree", id="plan_form.leave"),
    ]
    HELP = "Tab goes from field to field, Escape back to the tree. Nothing is saved before ctrl+s."

    class Left(Message):
        """Somebody wants to go back to the tree."""

    def __init__(self, edited: Edited) -> None:
        super().__init__(id="form")
        self._edited = edited
        self.kind, self.key = "", ""
        self._held: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static("", id="form-head", markup=False)
        for kind, fields in FORMS.items():
            with Vertical(classes=f"part part-{kind}"):
                for field in fields:
                    with Horizontal(classes="row close" if field.name == "target" else "row"):
                        if field.label:
                            yield Label(field.label, markup=False)
                        yield _widget(kind, field)
                    if field.name == "target":
                        yield Static("", id="understood", markup=False)
        yield Static("", id="form-tells", markup=False)

    # Showing

    def show(self, kind: str, key: str, head: str, values: dict[str, str], tells: str) -> None:
        """Show a part; the fields of the one before are handed on first."""
        self.flush()
        other = (kind, key) != (self.kind, self.key)
        self.kind, self.key = kind, key
        for part in self.query(".part"):
            part.display = part.has_class(f"part-{kind}")
        for name, value in values.items():
            widget = self._field(name)
            # What somebody is typing in stays as they type it, however it is understood.
            if other or (value != self._held.get(name) and not widget.has_focus):
                _put(widget, value)
            self._held[name] = _value(widget)
        self._held = {name: self._held[name] for name in values}
        self.tell(head, tells)
        if other:
            self.scroll_home(animate=False)

    def forget(self) -> None:
        """Hold nothing any more: what is shown next is put there anew, whoever is typing."""
        self.kind, self.key, self._held = "", "", {}

    def tell(self, head: str, tells: str) -> None:
        """Say what stands above and below the fields."""
        self.query_one("#form-head", Static).update(safe_line(head))
        self.query_one("#form-tells", Static).update(safe_text(tells))

    def understood(self, sentence: str, *, wrong: bool) -> None:
        """Say beneath the target date how it was read."""
        said = self.query_one("#understood", Static)
        said.update(safe_line(f"{'! ' if wrong else '= '}{sentence}" if sentence else ""))
        said.set_class(wrong, "-wrong")

    def enter(self) -> None:
        """Put the cursor in the first field."""
        for name in self._held:
            self._field(name).focus()
            return

    # What is typed

    def flush(self) -> None:
        """Hand on whatever was typed and not yet told."""
        for name in list(self._held):
            value = _value(self._field(name))
            if value != self._held[name]:
                self._held[name] = value
                self._edited(self.key, name, value)

    def on_input_changed(self) -> None:
        self.flush()

    def on_text_area_changed(self) -> None:
        self.flush()

    def on_select_changed(self) -> None:
        self.flush()

    def on_input_submitted(self) -> None:
        self.screen.focus_next()

    def action_to_tree(self) -> None:
        """Back to the tree. Named otherwise than quitting, with which a footer would join it."""
        self.flush()
        self.post_message(self.Left())

    def _field(self, name: str) -> Typing:
        found: Any = self.query_one(f"#{self.kind}-{name}", Widget)
        made: Typing = found
        return made


def _widget(kind: str, field: Field) -> Typing:
    made = f"{kind}-{field.name}"
    if field.words is not None:
        options = [(words(word).capitalize(), str(word)) for word in field.words]
        return Select(options, prompt="—", id=made, compact=True, allow_blank=kind == "living")
    if field.lines:
        area = TextArea("", id=made, tab_behavior="focus", soft_wrap=True, compact=True)
        area.styles.height = field.lines
        return area
    return Input("", id=made, compact=True, select_on_focus=field.name == "target")


def _value(widget: Typing) -> str:
    if isinstance(widget, TextArea):
        return widget.text
    if isinstance(widget, Select):
        return "" if widget.value is Select.NULL else str(widget.value)
    return widget.value


def _put(widget: Typing, value: str) -> None:
    if isinstance(widget, TextArea):
        at = widget.cursor_location
        widget.load_text(value)
        if widget.has_focus:
            widget.move_cursor(at)
    elif isinstance(widget, Select):
        widget.value = value or Select.NULL
    else:
        widget.value = value
        widget.cursor_position = len(value)
