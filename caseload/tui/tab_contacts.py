"""The contacts of a chart, as a time line: attempts, late entries and unsigned notes in words."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from caseload.model import Contact, Reached
from caseload.records import contacts, staff
from caseload.show import day_style, safe_text
from caseload.show.plan import words
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.contact_forms import AmendContact, EditContact
from caseload.tui.note import Note, marks
from caseload.tui.rows import Rows
from caseload.tui.tab import ChartTab

PAGE = 200
"""So many contacts are read at first; twice as many whenever the cursor nears the end."""
SHOWN = 2_000
"""Letters of a note that stand on the card; all of it is opened with Enter."""


class ContactRows(Rows):
    """The time line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="contacts.open"),
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "The newest first. Enter opens the whole note. A note may be edited until it is signed; "
        "after that it is amended, and what was written stays."
    )


class ContactsTab(ChartTab):
    """What happened with the client, when, how, and who was reached."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sign", "Sign", id="contacts.sign"),
        Binding("e", "edit", "Edit", id="contacts.edit"),
        Binding("a", "amend", "Amend", id="contacts.amend"),
    ]

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._page = PAGE
        self._late: frozenset[str] = frozenset()
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        empty = "No contacts yet. Press l to log one."
        rows = ContactRows(self._draw, lambda one: one.contact_id, empty=empty, id="contacts-rows")
        yield Beside(rows, self._card, "No contact is chosen.")

    def reload(self) -> None:
        found = contacts.listed(self.caseload, client_id=self.client_id, limit=self._page)
        self._late = contacts.late_entries(self.caseload, found)
        self._names = staff.names(self.caseload)
        self.query_one(Rows).show(found)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.row is not None and event.rows.cursor >= self._page - PAGE // 4:
            self._page *= 2
            self.reload()

    def _draw(self, one: Contact, width: int) -> Text:
        text, nobody = Text(), one.reached is Reached.NOBODY
        style = "strike" if one.entered_in_error_at else "dim" if nobody else ""
        who = "nobody reached" if nobody else one.with_whom or words(one.reached)
        minutes = f"{one.minutes} min" if one.minutes is not None else ""
        text.append(f"{day_style.plain(one.contacted_on):>11}  ", style)
        text.append(f"{words(one.mode):<9}  {fit(who, 14)} {minutes:>6}  ", style)
        told = marks(one, self._late)
        if told:
            said = " · ".join(told)
            text.append(f"{said}  ", "bold")
        note = " ".join((one.note or "").split(maxsplit=40)[:40])
        rest = [words(one.purpose) if one.purpose else "", self._names.get(one.staff or "", "")]
        text.append(
            fit(" · ".join(filter(None, [*rest, note])), max(1, width - text.cell_len)), "dim"
        )
        return text

    def _card(self, one: Contact) -> Text:
        page = Text()
        told = marks(one, self._late)
        head = f"{day_style.spoken(one.contacted_on, self.caseload.today)} · {one.contact_id}"
        page.append(safe_text(head) + "\n", "bold")
        if told:
            page.append(" · ".join(told) + "\n", "bold italic")
        if one.note:
            rest = "\n… Enter shows all of it." if len(one.note) > SHOWN else ""
            page.append(f"\n{safe_text(one.note[:SHOWN])}{rest}\n")
        else:
            page.append("\nNo note.\n", "dim")
        for added in contacts.addenda(self.caseload, one.contact_id):
            page.append(
                f"\n{words(added.kind)}: {safe_text(added.text or added.reason)}\n", "italic"
            )
        page.rstrip()
        return page

    # Keys

    def _chosen(self) -> Contact | None:
        found: Contact | None = self.query_one(Rows).row
        return found

    def on_rows_chosen(self) -> None:
        one = self._chosen()
        if one is not None:
            self.app.push_screen(Note(one.contact_id))

    def action_sign(self) -> None:
        """Sign the note; from then on it never changes."""
        one = self._chosen()
        if one is None:
            return
        if self.act(contacts.sign, self.caseload, one.contact_id) is not None:
            self.say(f"Signed: {one.contact_id}.")
            self.reload()

    def action_edit(self) -> None:
        """Change a note that is not signed yet."""
        one = self._chosen()
        if one is None:
            return
        if one.signed_at is not None:
            self.say("It is signed and never changes. Press a to amend it.", wrong=True)
        elif one.entered_in_error_at is not None:
            self.say("It was entered in error; it stays as it is.", wrong=True)
        else:
            self.app.push_screen(EditContact(one))

    def action_amend(self) -> None:
        """Add to a note that is signed, or mark one as entered in error."""
        one = self._chosen()
        if one is not None:
            self.app.push_screen(AmendContact(one))
