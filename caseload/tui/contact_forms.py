"""A contact changed before it is signed, and added to afterwards."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from caseload.errors import InvalidError
from caseload.model import AddendumKind, Contact, Mode, Purpose, Reached
from caseload.records import contacts
from caseload.show import day_style
from caseload.tui.form import Form, choice, day_field, field, text_field, words_of


class EditContact(Form):
    """Change what is not signed yet."""

    def __init__(self, before: Contact) -> None:
        super().__init__(
            f"Edit contact {before.contact_id}",
            (before.client_id, f"edit {before.contact_id}"),
        )
        self._before = before

    def fields(self) -> ComposeResult:
        one = self._before
        minutes = "" if one.minutes is None else str(one.minutes)
        with Horizontal(classes="fields"):
            yield from field("day", day_field("contacted_on", one.contacted_on.isoformat()))
            yield from field("how", choice("mode", words_of(Mode), one.mode))
        with Horizontal(classes="fields"):
            yield from field("reached", choice("reached", words_of(Reached), one.reached))
            yield from field("minutes", Input(minutes, id="minutes", max_length=4))
        with Horizontal(classes="fields"):
            purposes = [("—", ""), *words_of(Purpose)]
            yield from field("purpose", choice("purpose", purposes, one.purpose or ""))
            yield from field("with whom", Input(one.with_whom or "", id="with_whom"))
        yield from field("note", text_field("note", one.note or ""))

    def save(self) -> str:
        purpose = self.chosen("purpose")
        after = contacts.edit(
            self.caseload,
            self._before.contact_id,
            contacted_on=self.day("contacted_on"),
            mode=Mode(self.chosen("mode")),
            reached=Reached(self.chosen("reached")),
            minutes=self._minutes(),
            purpose=Purpose(purpose) if purpose else None,
            with_whom=self.typed("with_whom"),
            note=self.typed("note"),
        )
        return f"Saved: {after.contact_id}, {day_style.spoken(after.contacted_on)}."

    def _minutes(self) -> int | None:
        typed = self.typed("minutes")
        if typed is None:
            return None
        if not (typed.isascii() and typed.isdigit()):
            raise InvalidError("Minutes are a whole number, or nothing.")
        return int(typed)


class AmendContact(Form):
    """Add to what is signed, or mark it as entered in error; what was written stays."""

    SAVE = "Add"

    def __init__(self, one: Contact) -> None:
        super().__init__(
            f"Amend contact {one.contact_id}", (one.client_id, f"amend {one.contact_id}")
        )
        self._contact_id = one.contact_id

    def fields(self) -> ComposeResult:
        yield from field("what it is", choice("kind", words_of(AddendumKind)))
        yield from field("why", Input(id="reason"))
        yield from field("new words (none for a retraction or an error)", text_field("text"))

    def save(self) -> str:
        kind = self.chosen("kind")
        if kind is None:
            raise InvalidError("Choose what it is: a correction, a late addition, …")
        if self.typed("reason") is None:
            raise InvalidError("Say why; an addendum needs its reason.")
        if self.typed("text") is None and kind in (
            AddendumKind.CORRECTION, AddendumKind.LATE_ADDITION,
        ):  # fmt: skip
            raise InvalidError("Say what is to be added.")
        made = contacts.amend(
            self.caseload, self._contact_id, AddendumKind(kind), self.typed("reason") or "",
            self.typed("text"),
        )  # fmt: skip
        return f"Added: {made.addendum_id} to {self._contact_id}."
