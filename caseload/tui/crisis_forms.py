"""Forms about crises: record or change one, a discharge from hospital, a follow-up closed."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.crises import Crisis, CrisisKind, Disposition
from caseload.records import crises
from caseload.rules.crisis_words import crisis_in_words, follow_up_in_words
from caseload.settings import config
from caseload.show import day_style
from caseload.tui.form import Form, choice, day_field, field, text_field, words_of


class CrisisForm(Form):
    """An emergency or an inpatient stay, recorded or changed."""

    HELP = (
        "When it happened may have a time of day: yesterday 22:15. With a first day in hospital it "
        "is a stay: each open program is on hold for it. Ctrl+s saves, Escape leaves."
    )

    def __init__(self, title: str, client_id: str, before: Crisis | None = None) -> None:
        kind = f"crisis {before.crisis_id}" if before is not None else "crisis"
        super().__init__(title, (client_id, kind))
        self._client_id, self._before = client_id, before

    def fields(self) -> ComposeResult:
        one = self._before
        admitted = one.admitted_on.isoformat() if one and one.admitted_on else ""
        left = one.discharged_on.isoformat() if one and one.discharged_on else ""
        when = one.occurred_at.replace("T", " ") if one else "today"
        with Horizontal(classes="fields"):
            yield from field("when", Input(when, id="occurred_at"))
            kind = one.kind if one else None
            yield from field("what sort", choice("kind", words_of(CrisisKind), kind))
        happened = text_field("what_happened", self._told("what_happened"))
        happened.styles.height = 5
        yield from field("what happened", happened)
        with Horizontal(classes="fields"):
            done = [("—", ""), *words_of(Disposition)]
            chosen = one.disposition if one and one.disposition else ""
            yield from field("what was done", choice("disposition", done, chosen))
            yield from field("where", Input(self._told("facility"), id="facility"))
        with Horizontal(classes="fields"):
            yield from field("in hospital since", day_field("admitted_on", admitted))
            yield from field("first day back", day_field("discharged_on", left))
        yield from field("to follow up", Input(self._told("follow_up"), id="follow_up"))

    def _told(self, name: str) -> str:
        return str(getattr(self._before, name) or "") if self._before is not None else ""

    def save(self) -> str:
        kind, done = self.chosen("kind"), self.chosen("disposition")
        if kind is None:
            raise InvalidError("Choose what sort of crisis it was.")
        order = config.read().date_format
        typed = self.typed("occurred_at") or "today"
        when = dates.parse_occurred(typed, self.caseload.today, order=order)
        facts = {
            "what_happened": self.typed("what_happened"), "facility": self.typed("facility"),
            "disposition": Disposition(done) if done else None,
            "admitted_on": self.day_or_none("admitted_on"),
            "discharged_on": self.day_or_none("discharged_on"),
            "follow_up": self.typed("follow_up"),
        }  # fmt: skip
        if self._before is None:
            saved = crises.add(self.caseload, self._client_id, when, CrisisKind(kind), **facts)
        else:
            saved = crises.edit(
                self.caseload, self._before.crisis_id,
                occurred_at=when, kind=CrisisKind(kind), **facts,
            )  # fmt: skip
        return f"Saved: {saved.crisis_id}, {day_style.in_sentence(crisis_in_words(saved))}."


class DischargedForm(Form):
    """The end of an inpatient stay."""

    SAVE = "Discharged"

    def __init__(self, title: str, crisis_id: str) -> None:
        super().__init__(title)
        self._crisis_id = crisis_id

    def fields(self) -> ComposeResult:
        yield from field("first day back", day_field("discharged_on"))

    def save(self) -> str:
        saved = crises.discharge(self.caseload, self._crisis_id, self.day("discharged_on"))
        owed = [
            day_style.in_sentence(follow_up_in_words(one, self.caseload.today))
            for one in crises.follow_ups(self.caseload, saved.client_id)
            if one.crisis_id == saved.crisis_id
        ]
        return f"Back from hospital. Owed: {'; '.join(owed) or 'nothing more'}."


class CloseForm(Form):
    """A follow-up closed without a visit."""

    SAVE = "Close"

    def __init__(self, title: str, crisis_id: str, days: int) -> None:
        super().__init__(title)
        self._crisis_id, self._days = crisis_id, days

    def fields(self) -> ComposeResult:
        yield from field("why, without a visit", Input(id="reason"))
        yield from field("day", day_field("closed_on"))

    def save(self) -> str:
        closed = crises.close(
            self.caseload, self._crisis_id, self._days, self.day("closed_on"),
            self.typed("reason") or "",
        )  # fmt: skip
        return f"Closed: the {closed.days}-day follow-up of {closed.crisis_id}."


class ErrorForm(Form):
    """A crisis that was written on the wrong client, or never was."""

    SAVE = "Mark"

    def __init__(self, title: str, crisis_id: str) -> None:
        super().__init__(title)
        self._crisis_id = crisis_id

    def fields(self) -> ComposeResult:
        yield from field("why it was entered in error", Input(id="reason"))

    def save(self) -> str:
        marked = crises.entered_in_error(self.caseload, self._crisis_id, self.typed("reason") or "")
        return f"{marked.crisis_id} is marked as entered in error."
