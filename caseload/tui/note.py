"""One contact in full: its facts, the goals it was about, the whole note, and what was added."""

from collections.abc import Container, Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from caseload.model import Contact, Reached
from caseload.records import contacts, plans, staff
from caseload.rules import plan_edits
from caseload.show import day_style
from caseload.show.plan import words
from caseload.tui.base import Dialog
from caseload.tui.page import Page


def marks(one: Contact, late: Container[str]) -> list[str]:
    """What is to be said of a contact in words: attempt, unsigned, late entry, in error."""
    found = []
    if one.entered_in_error_at is not None:
        found.append("entered in error")
    if one.reached is Reached.NOBODY:
        found.append("attempt")
    if waits(one):
        found.append("unsigned")
    if one.contact_id in late:
        found.append("late entry")
    return found


def waits(one: Contact) -> bool:
    """Whether it still needs a signature."""
    never = one.imported or one.reached is Reached.NOBODY or one.entered_in_error_at is not None
    return one.signed_at is None and not never


class Note(Dialog[None]):
    """All that is known of a contact."""

    HELP = "Arrows and Page up and down scroll; Escape closes it."

    def __init__(self, contact_id: str) -> None:
        super().__init__()
        self._contact_id = contact_id

    def compose(self) -> ComposeResult:
        one = contacts.get(self.caseload, self._contact_id)
        with VerticalScroll(classes="dialog wide"):
            yield Static(self._page(one).made, markup=False)

    def _page(self, one: Contact) -> Page:
        page, names = Page(), staff.names(self.caseload)
        late = contacts.late_entries(self.caseload, [one])
        page.heading(f"Contact {one.contact_id}")
        page.fact("day", day_style.spoken(one.contacted_on, self.caseload.today))
        page.fact("began", one.started_at)
        page.fact("how", words(one.mode))
        page.fact("reached", words(one.reached))
        page.fact("with whom", one.with_whom)
        page.fact("where", one.location)
        page.fact("minutes", None if one.minutes is None else str(one.minutes))
        page.fact("purpose", words(one.purpose) if one.purpose else None)
        page.fact("program", one.program)
        page.fact("by", names.get(one.staff or ""))
        page.fact("recorded", day_style.local_time(one.recorded_at))
        signer = names.get(one.signed_by or "", "")
        signed = f"{day_style.local_time(one.signed_at)}, {signer}" if one.signed_at else None
        page.fact("signed", signed)
        page.fact("marked", " · ".join(marks(one, late)), "bold")
        page.fact("why", one.entered_in_error_why)
        for goal in self._goals(one):
            page.fact("goal", goal)
        page.heading(f"Note ({one.note_format})" if one.note_format else "Note")
        page.text(one.note or "No note.")
        for added in contacts.addenda(self.caseload, one.contact_id):
            page.heading(
                f"{words(added.kind).capitalize()} · {day_style.local_time(added.recorded_at)}"
            )
            page.fact("by", names.get(added.staff or ""))
            page.fact("reason", added.reason)
            page.text(added.text or "")
        return page

    def _goals(self, one: Contact) -> Iterator[str]:
        known = {
            part[0]: plan_edits.title(part)
            for plan in plans.versions(self.caseload, one.client_id)
            for _, part in plan_edits.parts(plan)
        }
        for said in one.goals:
            yield known.get(said, said)
