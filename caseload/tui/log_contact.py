"""Log a contact: a form that is done from the keyboard in ten seconds, and loses nothing."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Input, Select, Static, TextArea

from caseload.errors import InvalidError
from caseload.model import Mode, Purpose, Reached
from caseload.model.circle import Call
from caseload.records import care_team, clients, contacts, due, note_formats, plans
from caseload.show import circle as show_circle
from caseload.show import day_style, due_words, safe_line
from caseload.tui.circle_forms import names_of
from caseload.tui.form import Form, choice, day_field, field, text_field, words_of
from caseload.tui.toggles import Choices

KIND = "note"


class LogContact(Form):
    """Record a contact with one client; True once it is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="log.save"),
        Binding("ctrl+g", "sign", "Save and sign", id="log.sign"),
    ]
    HELP = (
        "Tab goes from field to field. The day may be in words: today, yesterday, fri, 3 days ago. "
        "Nobody reached is an attempt, and never counts as a contact."
    )
    ENTER_SAVES = False

    def __init__(self, client_id: str, mode: Mode = Mode.PHONE) -> None:
        """Ask about a contact with a client; `mode` is how it took place unless told otherwise."""
        super().__init__("Log contact", (client_id, KIND))
        self._client_id, self._mode = client_id, mode
        self._calls: tuple[Call, ...] = ()

    def compose(self) -> ComposeResult:
        client = clients.get(self.caseload, self._client_id)
        self._calls = care_team.card(self.caseload, self._client_id)
        safely = " ".join((client.contact_notes or "").split())
        with VerticalScroll(classes="form", can_focus=False):
            title = f"{self._title} · {client.full_name} ({client.client_id})"
            yield Static(safe_line(title), classes="form-title", markup=False)
            if safely:
                yield Static(safe_line(f"! {safely}"), classes="safely", markup=False)
            yield from self.fields()
            yield Static("", id="wrong", markup=False)
        yield Footer(show_command_palette=False)

    def fields(self) -> ComposeResult:
        # First what is typed each time: the other fields are as they mostly are. The format is
        # last, a step back from the note that it gives its parts to.
        yield from field("note", text_field("note"))
        with Horizontal(classes="fields"):
            yield from field("day", day_field("day"))
            yield from field("how", choice("mode", words_of(Mode), self._mode))
            yield from field("reached", choice("reached", words_of(Reached), Reached.CLIENT))
            minutes = Input("", id="minutes", max_length=4, restrict="[0-9]*", classes="checked")
            yield from field("minutes", minutes)
        plan = plans.in_force(self.caseload, self._client_id)
        if plan is not None and plan.goals:
            goals = [(Text(safe_line(one.statement)), one.goal_id) for one in plan.goals]
            yield from field("about these goals (space chooses)", Choices(*goals, id="goals"))
        with Horizontal(classes="fields"):
            yield from field("purpose", choice("purpose", words_of(Purpose)))
            offered = names_of(self.caseload, self._client_id)
            yield from field("with whom", Input("", id="with_whom", suggester=offered))
            formats = [(one.name, one.name) for one in note_formats.listed(self.caseload)]
            yield from field("format", choice("note_format", formats))
        yield Static("", id="told", classes="label", markup=False)

    # What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "with_whom":
            self._say_what_may_be_told(event.value)

    def _say_what_may_be_told(self, name: str) -> None:
        """Of somebody on the care team: what may be told to them, or that nothing may."""
        said = show_circle.may_tell(self._calls, name)
        told = self.query_one("#told", Static)
        told.update(safe_line(said or ""))
        told.display = said is not None

    def on_select_changed(self, event: Select.Changed) -> None:
        note = self.query_one("#note", TextArea)
        if event.select.id == "note_format" and event.value is not Select.NULL:
            chosen = note_formats.find(self.caseload, str(event.value))
            if not note.text.strip():
                note.text = note_formats.blank(chosen)

    def check(self, field: Input) -> None:
        """Refuse a day that lies ahead as well, and minutes that are no number."""
        super().check(field)
        if field.id == "day" and self.day("day") > self.caseload.today:
            raise InvalidError("That day lies ahead; a contact is logged once it has happened.")
        if field.id == "minutes":
            self._minutes()

    def _minutes(self) -> int | None:
        typed = self.typed("minutes")
        if typed is None:
            return None
        if not (typed.isascii() and typed.isdigit()):
            raise InvalidError("Minutes are a whole number, or nothing.")
        return int(typed)

    # Saving

    def save(self) -> str:
        """Save it as a draft note, to be signed later."""
        return self._log(sign=False)

    def action_sign(self) -> None:
        """Save and sign it; a signed note never changes."""
        self.save_by(lambda: self._log(sign=True))

    def _log(self, *, sign: bool) -> str:
        typed = self._typed()
        saved = contacts.log(
            self.caseload,
            self._client_id,
            self.day("day"),
            Mode(typed["mode"]),
            Reached(typed["reached"]),
            sign=sign,
            minutes=self._minutes(),
            purpose=Purpose(typed["purpose"]) if typed["purpose"] else None,
            with_whom=self.typed("with_whom"),
            goals=tuple(typed.get("goals", ())),
            note=self.typed("note"),
            note_format=typed["note_format"],
        )
        return f"Logged: {saved.contact_id}. {self._next()}"

    def _next(self) -> str:
        wanted = due.Wanted(client_id=self._client_id)
        items = due.due(self.caseload, self.caseload.today, wanted, within=None).items
        told = [
            f"{due_words.label(one)}: next {day_style.spoken(one.due_on)}"
            for one in items
            if one.standard and one.due_on
        ]
        return ". ".join(told)
