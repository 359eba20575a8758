"""Log a contact: a form that is done from the keyboard in ten seconds, and loses nothing."""

import json
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Footer, Input, Label, Select, SelectionList, Static, TextArea

from caseload import dates
from caseload.errors import CaseloadError, InvalidError
from caseload.model import Contact, Mode, Purpose, Reached
from caseload.model.circle import Call
from caseload.records import care_team, clients, contacts, drafts, due, note_formats, plans
from caseload.settings import config
from caseload.show import circle as show_circle
from caseload.show import day_style, due_words, safe_line
from caseload.show.plan import words
from caseload.tui.base import Dialog
from caseload.tui.circle_forms import names_of
from caseload.tui.toggles import Choices

KIND = "note"
SAVED_AFTER = 1.0
"""Seconds after the last key for which a draft waits; nothing typed is older than two."""


class LogContact(Dialog[bool]):
    """Record a contact with one client; True once it is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="log.save"),
        Binding("ctrl+g", "sign", "Save and sign", id="log.sign"),
    ]
    HELP = (
        "Tab goes from field to field. The day may be in words: today, yesterday, fri, 3 days ago. "
        "Nobody reached is an attempt, and never counts as a contact."
    )

    def __init__(self, client_id: str, mode: Mode = Mode.PHONE) -> None:
        """Ask about a contact with a client; `mode` is how it took place unless told otherwise."""
        super().__init__()
        self._client_id, self._mode = client_id, mode
        self._waiting: Timer | None = None
        self._blank: dict[str, Any] = {}
        self._goals: list[tuple[str, str]] = []
        self._calls: tuple[Call, ...] = ()

    def compose(self) -> ComposeResult:
        client = clients.get(self.caseload, self._client_id)
        plan = plans.in_force(self.caseload, self._client_id)
        self._goals = [(one.goal_id, one.statement) for one in plan.goals] if plan else []
        self._calls = care_team.card(self.caseload, self._client_id)
        formats = [one.name for one in note_formats.listed(self.caseload)]
        safely = " ".join((client.contact_notes or "").split())
        with VerticalScroll(classes="form"):
            yield Static(safe_line(f"Log contact · {client.full_name} ({client.client_id})"),
                         classes="form-title", markup=False)  # fmt: skip
            if safely:
                yield Static(safe_line(f"! {safely}"), classes="safely", markup=False)
            with Horizontal(classes="fields"):
                yield from _field("day", Input("today", id="day"))
                yield from _field("how", _choice("mode", list(Mode), self._mode))
                yield from _field("reached", _choice("reached", list(Reached), Reached.CLIENT))
                yield from _field(
                    "minutes", Input("", id="minutes", max_length=4, restrict="[0-9]*")
                )
            with Horizontal(classes="fields"):
                yield from _field("purpose", _choice("purpose", list(Purpose), None))
                offered = names_of(self.caseload, self._client_id)
                yield from _field("with whom", Input("", id="with_whom", suggester=offered))
                yield from _field("format", _choice("note_format", formats, None))
            yield Static("", id="told", classes="label", markup=False)
            if self._goals:
                yield Label("about these goals (space chooses)", classes="label")
                yield Choices(
                    *[(_plain(text), goal_id) for goal_id, text in self._goals], id="goals"
                )
            yield Label("note", classes="label")
            yield TextArea("", id="note", tab_behavior="focus", soft_wrap=True)
            yield Static("", id="wrong", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._blank = self._typed()
        kept = drafts.kept(self.caseload, self._client_id, KIND)
        if kept is not None:
            self._fill(json.loads(kept.text))
            self.say("This is what you typed before and did not save.")
        # What comes before is as it mostly is. A note that is typed too early would take the place
        # of the day; here its letters are refused.
        self.query_one("#minutes", Input).focus()

    # What is typed

    @property
    def unsaved(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self._typed() != self._blank

    def _typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = {one.id: one.value for one in self.query(Input) if one.id}
        for choice in self.query(Select):
            typed[choice.id or ""] = None if choice.value is Select.NULL else str(choice.value)
        typed["note"] = self.query_one("#note", TextArea).text
        for goals in self.query("#goals").results(SelectionList):
            typed["goals"] = sorted(goals.selected)
        return typed

    def _fill(self, typed: dict[str, Any]) -> None:
        for one in self.query(Input):
            one.value = typed.get(one.id or "", "")
        for choice in self.query(Select):
            value = typed.get(choice.id or "")
            choice.value = Select.NULL if value is None else value
        self.query_one("#note", TextArea).text = typed.get("note", "")
        for goals in self.query("#goals").results(SelectionList):
            for goal_id in typed.get("goals", []):
                goals.select(goal_id)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._soon()
        if event.input.id == "with_whom":
            self._say_what_may_be_told(event.value)

    def _say_what_may_be_told(self, name: str) -> None:
        """Of somebody on the care team: what may be told to them, or that nothing may."""
        said = show_circle.may_tell(self._calls, name)
        self.query_one("#told", Static).update(safe_line(said or ""))

    def on_text_area_changed(self) -> None:
        self._soon()

    def on_select_changed(self, event: Select.Changed) -> None:
        self._soon()
        note = self.query_one("#note", TextArea)
        if event.select.id == "note_format" and event.value is not Select.NULL:
            chosen = note_formats.find(self.caseload, str(event.value))
            if not note.text.strip():
                note.text = note_formats.blank(chosen)

    def on_selection_list_selected_changed(self) -> None:
        self._soon()

    def _soon(self) -> None:
        if self._waiting is None and self.is_mounted:
            self._waiting = self.set_timer(SAVED_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        """Keep what is typed in the caseload file, beside what is saved."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if not self.home.locked and self._blank and self.unsaved:
            text = json.dumps(self._typed())
            self.act(drafts.keep, self.caseload, self._client_id, KIND, text)

    # Leaving a field, saving, leaving

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say what is wrong with a field once it is left, in words beneath the form."""
        if isinstance(event.widget, Input):
            wrong = self._wrong_with(event.widget)
            event.widget.set_class(wrong is not None, "-wrong")
            self.query_one("#wrong", Static).update(wrong or "")

    def _wrong_with(self, field: Input) -> str | None:
        try:
            if field.id == "day":
                day = self._day()
                if day > self.caseload.today:
                    return "That day lies ahead; a contact is logged once it has happened."
            elif field.id == "minutes":
                self._minutes()
        except CaseloadError as error:
            return str(error)
        return None

    def _day(self) -> date:
        order = config.read().date_format
        typed = self.query_one("#day", Input).value
        return dates.parse(typed or "today", self.caseload.today, order=order)

    def _minutes(self) -> int | None:
        typed = self.query_one("#minutes", Input).value.strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()):
            raise InvalidError("Minutes are a whole number, or nothing.")
        return int(typed)

    def action_save(self) -> None:
        """Save it as a draft note, to be signed later."""
        self._save(sign=False)

    def action_sign(self) -> None:
        """Save and sign it; a signed note never changes."""
        self._save(sign=True)

    def _save(self, *, sign: bool) -> None:
        saved = self.act(self._log, sign)
        if saved is None:
            return
        if self._waiting is not None:
            self._waiting.stop()
        self.say(f"Logged: {saved.contact_id}. {self._next()}")
        self.dismiss(True)

    def _log(self, sign: bool) -> Contact:
        typed = self._typed()
        # Both or neither: a draft that stayed would be offered again, and logged twice.
        with self.caseload.write("log contact", self._client_id):
            saved = contacts.log(
                self.caseload,
                self._client_id,
                self._day(),
                Mode(typed["mode"]),
                Reached(typed["reached"]),
                sign=sign,
                minutes=self._minutes(),
                purpose=Purpose(typed["purpose"]) if typed["purpose"] else None,
                with_whom=typed["with_whom"].strip() or None,
                goals=tuple(typed.get("goals", ())),
                note=typed["note"].strip() or None,
                note_format=typed["note_format"],
            )
            drafts.drop(self.caseload, self._client_id, KIND)
        return saved

    def _next(self) -> str:
        wanted = due.Wanted(client_id=self._client_id)
        items = due.due(self.caseload, self.caseload.today, wanted, within=None).items
        told = [
            f"{due_words.label(one)}: next {day_style.spoken(one.due_on)}"
            for one in items
            if one.standard and one.due_on
        ]
        return ". ".join(told)

    def action_leave(self) -> None:
        """Leave; what was typed is kept as a draft."""
        if self.unsaved:
            self.keep_draft()
            self.say("Kept as a draft; it is offered again when you log a contact here.")
        else:
            self.act(drafts.drop, self.caseload, self._client_id, KIND)
        self.dismiss(False)


def _field(label: str, widget: Input | Select[Any]) -> ComposeResult:
    with VerticalScroll(classes="field", can_focus=False):
        yield Label(label, classes="label")
        yield widget


def _choice(name: str, options: list[Any], chosen: Any) -> Select[Any]:
    shown = [(words(str(one)), str(one)) for one in options]
    value = str(chosen) if chosen is not None else Select.NULL
    return Select(shown, value=value, allow_blank=chosen is None, prompt="—", id=name)


def _plain(text: str) -> Any:
    from textual.content import Content

    return Content(safe_line(text))
