"""Appointments in forms: one written down or corrected, moved, and what became of it."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.agenda import Appointment, CancelledBy, Outcome
from caseload.records import appointments, care_team
from caseload.rules import circle_rules
from caseload.settings import config
from caseload.show import day_style, safe_line
from caseload.show.circle import names_in_words, whom_in_words
from caseload.tui.circle_forms import names_of
from caseload.tui.form import Form, choice, day_field, field

REMINDED = "reminded"
ENDS = [
    ("kept", Outcome.KEPT),
    ("missed", Outcome.MISSED),
    ("cancelled by the client", CancelledBy.CLIENT),
    ("cancelled by the other side", CancelledBy.OTHER),
    ("reminded, nothing more", REMINDED),
]


class _AtTime(Form):
    """A form with a time in it."""

    HELP = (
        "A time is a day with a clock time after it: tomorrow 14:30, fri 9am, 3 dec 2:30 pm. Tab "
        "goes from field to field, Ctrl+s saves, Escape leaves without saving."
    )

    def moment(self, name: str) -> str:
        """The time that was typed."""
        typed, order = self.typed(name) or "", config.read().date_format
        return dates.parse_moment(typed, self.caseload.today, order=order)

    def clash(self, made: Appointment) -> str:
        """What else the client has at that time, in a sentence; '' when nothing."""
        others = appointments.overlapping(self.caseload, made)
        told = ", ".join(f"{one.appointment_id} {one.time}" for one in others)
        return f" At the same time as {told}." if others else ""


class AppointmentForm(_AtTime):
    """A new one, or one that was written down wrongly."""

    def __init__(self, title: str, client_id: str, before: Appointment | None = None) -> None:
        super().__init__(title)
        self._client_id, self._before = client_id, before

    def fields(self) -> ComposeResult:
        one = self._before or Appointment("", self._client_id, "")
        when = one.starts_at.replace("T", " ")
        remind = one.remind_on.isoformat() if one.remind_on else ""
        with Horizontal(classes="fields"):
            placeholder = "tomorrow 14:30"
            yield from field("when", Input(when, id="starts_at", placeholder=placeholder))
            yield from field("minutes", Input(str(one.minutes or ""), id="minutes"))
        with Horizontal(classes="fields"):
            offered = names_of(self.caseload, self._client_id)
            whom = Input(one.with_whom or "", id="with_whom", suggester=offered)
            yield from field("with whom", whom)
            yield from field("where", Input(one.location or "", id="location"))
        yield Static(self._whom_in_words(one.with_whom or ""), id="whom", classes="label",
                     markup=False)  # fmt: skip
        with Horizontal(classes="fields"):
            yield from field("what for", Input(one.purpose or "", id="purpose"))
            yield from field("ride; who drives", Input(one.transport or "", id="transport"))
        label = "remind them on" if self._before else "remind them on; empty: the day before"
        yield from field(label, day_field("remind_on", remind, ahead=True))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say who is meant by what is typed, and their phone."""
        if event.input.id == "with_whom":
            self.query_one("#whom", Static).update(self._whom_in_words(event.value))

    def _whom_in_words(self, text: str) -> str:
        team = care_team.listed(self.caseload, self._client_id)
        if not text.strip():
            return safe_line(f"on the care team: {names_in_words(team)}" if team else "")
        found = care_team.meant(self.caseload, self._client_id, text)
        told = whom_in_words(text, found, team)
        one = len({each.name for each in found}) == 1
        phone = circle_rules.phone_of(found, found[0].name) if one else None
        return safe_line(" ".join(filter(None, (told, f"Phone {phone}." if phone else None))))

    def _with_whom(self) -> str | None:
        """Who was meant, by their whole name; what is not touched stays as it was."""
        typed = self.typed("with_whom")
        if typed is None or (self._before is not None and typed == self._before.with_whom):
            return typed
        return care_team.written_out(self.caseload, self._client_id, typed)

    def save(self) -> str:
        starts_at, minutes = self.moment("starts_at"), self.typed("minutes")
        if minutes is not None and not (minutes.isascii() and minutes.isdigit()):
            raise InvalidError("Minutes are a number.")
        facts: dict[str, Any] = {
            "minutes": int(minutes[:5]) if minutes else None,
            "remind_on": self.day_or_none("remind_on", ahead=True),
            "with_whom": self._with_whom(),
            **{name: self.typed(name) for name in ("location", "purpose", "transport")},
        }
        if self._before is None:
            made = appointments.add(self.caseload, self._client_id, starts_at, **facts)
            return f"{self._said(made)}{self.clash(made)}"
        if facts["remind_on"] == self._before.remind_on:
            del facts["remind_on"]
        key = self._before.appointment_id
        made = appointments.edit(self.caseload, key, starts_at=starts_at, **facts)
        return f"{self._said(made)}{self.clash(made)}"

    def _said(self, made: Appointment) -> str:
        whom = f" with {made.with_whom}" if made.with_whom else ""
        when = day_style.spoken_moment(made.starts_at, self.caseload.today)
        return f"{made.appointment_id}: {when}{whom}."


class MoveForm(_AtTime):
    """Another time."""

    SAVE = "Move"

    def __init__(self, title: str, before: Appointment) -> None:
        super().__init__(title)
        self._before = before

    def fields(self) -> ComposeResult:
        when = Input(id="starts_at", placeholder="next tue 10:00")
        yield from field("moved to", when)
        who = [("the client", CancelledBy.CLIENT), ("the other side", CancelledBy.OTHER)]
        yield from field("who asked for it", choice("by", who, CancelledBy.CLIENT))
        yield from field("why", Input(id="why"))

    def save(self) -> str:
        made = appointments.move(
            self.caseload, self._before.appointment_id, self.moment("starts_at"),
            by=self.chosen("by"), why=self.typed("why"),
        )  # fmt: skip
        said = day_style.spoken_moment(made.starts_at, self.caseload.today)
        return f"Moved: {made.appointment_id}, {said}.{self.clash(made)}"


class OutcomeForm(Form):
    """What became of it."""

    def __init__(self, title: str, before: Appointment) -> None:
        super().__init__(title)
        self._before = before

    def fields(self) -> ComposeResult:
        one, today = self._before, self.caseload.today
        asked = one.remind_on is not None and one.remind_on <= today and one.reminded_on is None
        likely = REMINDED if asked and one.day > today else None
        ends = ENDS[2:] if one.day > today else ENDS
        phone = care_team.phone_of(self.caseload, one.client_id, one.with_whom)
        if phone is not None:
            said = f"{one.with_whom}: {phone}"
            yield Static(safe_line(said), classes="label", markup=False)
        yield from field("outcome", choice("outcome", ends, likely))
        yield from field("why, if it was not kept", Input(id="why"))
        yield from field("known since", day_field("outcome_on"))

    def save(self) -> str:
        chosen, key = self.chosen("outcome"), self._before.appointment_id
        day, why = self.day("outcome_on"), self.typed("why")
        if chosen is None:
            raise InvalidError("Choose what became of it.")
        if chosen is Outcome.KEPT:
            appointments.kept(self.caseload, key, day, why)
        elif chosen is Outcome.MISSED:
            appointments.missed(self.caseload, key, day, why)
        elif chosen == REMINDED:
            appointments.reminded(self.caseload, key, day)
        else:
            appointments.cancelled(self.caseload, key, day, why, by=chosen)
        said = next(label for label, value in ENDS if value == chosen)
        return f"{key}: {said}."
