"""One stay of an invented client: on which days they were reached, how, and when they were not."""

from datetime import date, timedelta
from typing import NamedTuple

from caseload.model import Mode, Purpose, Reached
from caseload.records.invented import note_words as texts
from caseload.records.invented import words
from caseload.records.invented.agency import Agency
from caseload.records.invented.days import a_month_before, working
from caseload.records.invented.words import LATELY, Held, Lately, Person


class Stay(NamedTuple):
    """One stay of someone in one program."""

    person: Person
    admitted_on: date
    left_on: date | None = None
    why: str | None = None


class Life:
    """One stay as it went: on which days the client was reached, how, and when they were not."""

    def __init__(self, agency: Agency, stay: Stay, held: Held | None) -> None:
        self.agency, self.chance, self.today = agency, agency.chance, agency.today
        self.stay, self.person, self.held = stay, stay.person, held
        self.safely = stay.person.client.contact_notes or ""
        self.lately = Lately() if stay.left_on else LATELY.get(stay.person.client_id, Lately())
        self.planned = agency.last_plan(stay.person.client_id, self.lately)
        self.fixed = self._fixed()
        if self.planned is not None:
            self.fixed.insert(0, self.planned)

    def happens(self) -> None:
        """Days by chance, at the pace of the program, and those that make the list what it is."""
        before = self.stay.admitted_on
        for day in self._days():
            if self.chance.random() < 0.25 and self.lately.visit is None:
                self._try(before, day)
            self._reach(day, first=before == self.stay.admitted_on)
            asked_on = working(day + timedelta(self.chance.randint(1, 4)))
            if self.chance.random() < 0.12 and asked_on > day and self._free(asked_on):
                self._ask(asked_on, *self.chance.choice(texts.COLLATERAL))
            before = day
        self._end(before)

    def _free(self, day: date) -> bool:
        """Whether the client was there to be reached."""
        if self.held is not None and self.held.covers((self.today - day).days):
            return False
        return self.stay.admitted_on <= day < (self.stay.left_on or self.today)

    def _fixed(self) -> list[date]:
        """The days on which the client must have been reached, the last one last."""
        agency, lately, some = self.agency, self.lately, self.chance.randint
        last = agency.late if lately.unsigned else agency.ago(some(1, 15))
        if self.stay.left_on is not None:
            return [working(self.stay.left_on - timedelta(some(1, 7)))]
        if self.held is not None and self.held.lasts:
            return [agency.ago(self.held.began + some(1, 6))]
        if lately.never:
            return []
        if lately.visit is not None:
            return [agency.before_due(lately.visit, lambda due: [due - timedelta(90)]), last]
        if lately.due is not None:
            last = agency.before_due(lately.due, a_month_before)
        return [last, working(last + timedelta(15))] if lately.twice else [last]

    def _days(self) -> list[date]:
        """All days on which they were reached; now and then a month is missed."""
        found, some = set(self.fixed), self.chance.randint
        until = self.fixed[0 if self.lately.twice else -1] if found else self.stay.admitted_on
        day = self.stay.admitted_on + timedelta(some(1, 6))
        while day < until - timedelta(3):
            if all(abs((day - one).days) > 3 for one in self.fixed) and self._free(working(day)):
                found.add(working(day))
            missed = some(20, 30) if self.chance.random() < 0.03 else 0
            day += timedelta(some(*words.PACE[self.person.program]) + missed)
        return sorted(found)

    def _try(self, before: date, day: date) -> None:
        tried = {working(day - timedelta(self.chance.randint(1, 4))) for _ in range(2)}
        for one in sorted(one for one in tried if before < one < day and self._free(one)):
            self._attempt(one)

    def _attempt(self, on: date) -> None:
        mode, note = self.chance.choice(texts.ATTEMPTS)
        if self.safely:
            mode, note = next(
                tried for word, tried in texts.CAREFULLY.items() if word in self.safely
            )
        self.agency.jot(self.person, on, mode, Reached.NOBODY, note=note)

    def _ask(self, on: date, whom: str, note: str) -> None:
        note = self.agency.told(self.person.client_id, (note,))
        facts = {"with_whom": whom, "purpose": Purpose.COORDINATION, "note": note}
        self.agency.jot(self.person, on, Mode.PHONE, Reached.COLLATERAL, **facts)

    def _reach(self, on: date, *, first: bool) -> None:
        chance, mode, reached = self.chance, self.chance.choice(self._modes(on)), Reached.CLIENT
        purpose = Purpose.ASSESSMENT if first else chance.choice(texts.PURPOSES)
        notes, location = texts.NOTES[purpose], None
        if mode in (Mode.TEXT, Mode.EMAIL):
            purpose, notes = Purpose.MONITORING, texts.TEXTS
        elif mode is Mode.IN_PERSON:
            location = chance.choice(words.PLACES[: 3 if "house" in self.safely else None])
            alone = first or on == self.planned or self._leaves(on)
            if self.person.program == "A" and not alone and chance.random() < 0.3:
                reached, notes, location = Reached.GROUP, texts.GROUPS, "drop-in center"
        note = self.agency.told(self.person.client_id, notes)
        facts = {"purpose": purpose, "location": location, "note": note}
        self.agency.jot(self.person, on, mode, reached, **facts)

    def _leaves(self, on: date) -> bool:
        """Whether they were talked with for the last time."""
        return self.stay.left_on is not None and on == self.fixed[-1]

    def _modes(self, on: date) -> tuple[Mode, ...]:
        visited = self.fixed[0] if self.lately.visit is not None else None
        if visited is not None and on > visited:
            return (Mode.PHONE, Mode.PHONE, Mode.TEXT)
        if self._leaves(on) or on == self.planned:
            return (Mode.IN_PERSON,)
        housed = self.person.program == "S" or self.person.client_id == words.ALSO_HOUSED
        if on == visited or (housed and on == self.fixed[-1]):
            return (Mode.IN_PERSON,)
        return next(modes for word, modes in words.MODES.items() if word in self.safely)

    def _end(self, before: date) -> None:
        """What was tried since the last time that they were reached."""
        days = {self.agency.ago(days) for days in range(1, 15)}
        recent = sorted(day for day in days if day > before and self._free(day))[-8:]
        for day in self.chance.sample(recent, min(self.lately.attempts, len(recent))):
            self._attempt(day)
        if self.lately.sister:
            self._ask(recent[-1], "sister", "Client is well and at work; will say that we called.")
        if self.held is not None and self.held.heard:
            self._ask(self.agency.ago(4), self.held.heard_from, self.held.heard)
