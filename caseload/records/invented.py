"""An invented caseload to try the program with: a small agency in Central Texas, two years old.

Dana Whitfield and four others serve six counties. A supervisor takes people in. Jolene Skala came
a year ago and took over Hill and Bosque; Marcus Bell has been on leave for two weeks, and Dana
covers for him. Most clients are fine; `LATELY`, in `_invented_words`, says who is not.

What always holds:

- Nobody in it is real, and no number rings. The same `caseload.today` makes the same caseload.
- On any day, after months of any length, a handful are overdue, one or two are due today, some soon
  and three on hold, each at about the number of days that the story says.
- Nothing happens on the day itself: it is early in the morning, and nobody has come in yet.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from caseload import dates, rules
from caseload.model import (
    Addendum,
    AddendumKind,
    Contact,
    Funding,
    Mode,
    Purpose,
    Reached,
    Staff,
    Unit,
)
from caseload.records import _invented_words as words
from caseload.records import clients, episodes, holds, programs, staff, standards
from caseload.records._caseload import Caseload, Change
from caseload.records._invented_words import DISCHARGED, HELD, LATELY, Held, Lately, Person
from caseload.records._rows import to_columns


def invent(caseload: Caseload) -> None:
    """Fill a file that was just made, and holds nothing but the shipped standards.

    The one who acts is the supervisor or case manager of the moment, then whoever it was before.
    """
    before = caseload.staff
    try:
        with caseload.write("make demo") as change:
            agency = _Agency(caseload)
            for person in words.PEOPLE:
                agency.take_in(person)
            agency.set_standards()
            agency.write_down(change)
    finally:
        caseload.staff = before


# --- days ----------------------------------------------------------------------------------------


def _works(day: date) -> bool:
    """Whether the office is open: not on weekends, New Year, 4 July, Thanksgiving and Christmas."""
    thanksgiving = (day.month, day.weekday()) == (11, 3) and 22 <= day.day <= 28
    closed = (day.month, day.day) in {(1, 1), (7, 4), (12, 25)} or thanksgiving
    return day.weekday() < 5 and not closed


def _working(day: date) -> date:
    """The working day on or before a day."""
    while not _works(day):
        day -= timedelta(1)
    return day


def _a_month_before(due: date) -> list[date]:
    """The days from which a month leads there: four for 28 February, none for 31 March."""
    near = [due - timedelta(days) for days in range(28, 32)]
    return [day for day in near if rules.add_period(day, 1, Unit.MONTH) == due]


def _instant(day: date, minute: int) -> str:
    """An instant in UTC, from the minute of that day."""
    return f"{day}T{minute // 60:02d}:{minute % 60:02d}:00.000Z"


# --- the agency ----------------------------------------------------------------------------------


class _Stay(NamedTuple):
    """One stay of someone in one program."""

    person: Person
    admitted_on: date
    left_on: date | None = None
    why: str | None = None


class _Agency:
    """The agency in the making: its team by first letter, and its contacts, not yet in order."""

    def __init__(self, caseload: Caseload) -> None:
        self.caseload, self.today = caseload, caseload.today
        self.chance = Random(self.today.toordinal())  # noqa: S311 - the same again, not a secret
        self.contacts: list[Contact] = []
        self.untold: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self.late = self.ago(6)
        """Notes of that day should be signed by now, wherever the weekend lies."""
        for one in words.TEAM:
            staff.add(caseload, **one._asdict())
        self.team = {one.name[0]: one for one in words.TEAM}
        caseload.staff = self.team["C"]
        for program, description in words.PROGRAMS.values():
            programs.add(caseload, program, description=description)

    def ago(self, days: int) -> date:
        """The last working day at least so many days ago."""
        return _working(self.today - timedelta(days))

    def before_due(self, left: int, before: Callable[[date], Iterable[date]]) -> date:
        """The day on which something last happened, for it to be due again in about so many days.

        About, for nobody works on Sundays and no month leads to 31 March; but never across today.
        """
        near = (0, 1, -1, 2, -2) if left else (0, 1, 2, 3)
        dues = [self.today + timedelta(left + n) for n in near if not left or (left + n) * left > 0]
        found = [day for due in dues for day in before(due)]
        return next(filter(_works, found), found[0])

    def case_manager(self, letter: str, on: date) -> Staff:
        """Whose client it was on a day: those of Jolene were Dana's before she came."""
        return self.team["D" if letter == "J" and on < self.ago(words.JOLENE_CAME) else letter]

    def on_duty(self, letter: str, on: date) -> Staff:
        """Who did the work on a day."""
        covered = letter == "M" and on >= self.ago(words.MARCUS_LEFT)
        return self.team["D"] if covered else self.case_manager(letter, on)

    def take_in(self, person: Person) -> None:
        """Someone's whole story, from the referral to what happened last."""
        caseload, chance = self.caseload, self.chance
        clients.add(caseload, **person.client._asdict())
        stays, held = self._stays(person), HELD.get(person.client_id)
        clients.diagnose(
            caseload, person.client_id, person.code, description=words.DIAGNOSES[person.code],
            diagnosed_on=stays[0].admitted_on - timedelta(chance.randint(30, 1500)),
            principal=True, source=chance.choice(words.DIAGNOSED_BY),
        )  # fmt: skip
        for stay in stays:
            episode_id = self._admit(stay)
            if stay.person == person:
                if held is not None:
                    self._hold(episode_id, held)
                _Life(self, stay, held).happens()
            if stay.left_on is not None:
                episodes.discharge(caseload, episode_id, stay.left_on, stay.why)
            caseload.staff = self.team["C"]

    def _stays(self, person: Person) -> list[_Stay]:
        client_id, number = person.client_id, int(person.client_id[1:])
        lately = LATELY.get(client_id, Lately())
        if lately.never and lately.due is not None:
            admitted_on = self.before_due(lately.due, lambda due: [due - timedelta(14)])
        else:
            # The agency opened with a waiting list and took two a week of it; then fewer came.
            admitted_on = self.ago(733 - 3 * number if number <= 26 else 1970 - 50 * number)
        stay = _Stay(person, admitted_on)
        if client_id == words.ALSO_HOUSED:
            housed = person._replace(program="S", level="1")
            return [stay, _Stay(housed, self.ago(words.HOUSED_SINCE))]
        if client_id not in DISCHARGED:
            return [stay]
        left, why, back = DISCHARGED[client_id]
        again = [_Stay(person, self.ago(back))] if back is not None else []
        return [_Stay(person, admitted_on, self.ago(left), why), *again]

    def _admit(self, stay: _Stay) -> str:
        caseload, chance, admitted_on = self.caseload, self.chance, stay.admitted_on
        client_id, _, program, level, letter, _ = stay.person
        referred_on = _working(admitted_on - timedelta(chance.randint(6, 24)))
        changed, level_before = words.LEVEL_BEFORE.get(client_id, (None, level))
        first = self.case_manager(letter, admitted_on)
        episode_id = episodes.admit(
            caseload, client_id, words.PROGRAMS[program][0], admitted_on,
            case_manager=first.staff_id, level_of_care=level_before, assigned_on=admitted_on,
            referred_on=referred_on, referral_source=chance.choice(words.REFERRED_BY),
            screened_on=_working(referred_on + timedelta(4)),
            presenting_needs=chance.choice(words.NEEDS),
            funding=chance.choices(tuple(Funding), weights=(30, 50, 15, 5))[0],
            household_size=chance.randint(1, 4), annual_income=600 * chance.randint(0, 40),
        ).episode_id  # fmt: skip
        now = caseload.staff = self.case_manager(letter, stay.left_on or self.today)
        if now != first:
            came = self.ago(words.JOLENE_CAME)
            episodes.transfer(caseload, episode_id, came, case_manager=now.staff_id)
        if changed is not None:
            episodes.transfer(caseload, episode_id, self.ago(changed), level_of_care=level)
        return episode_id

    def _hold(self, episode_id: str, held: Held) -> None:
        until_on = None if held.ended is None else self.today - timedelta(held.ended)
        holds.hold(
            self.caseload, episode_id, self.today - timedelta(held.began), held.reason,
            until_on=until_on, remark=held.remark,
        )  # fmt: skip
        for days in held.reviewed:
            holds.review(self.caseload, episode_id, self.ago(days), held.heard)

    def set_standards(self) -> None:
        """Beside the monthly contact: home visits in housing, and twice a month for one client."""
        caseload, (housing, _) = self.caseload, words.PROGRAMS["S"]
        visits = standards.find(caseload, "Face to face every 90 days").standard_id
        standards.edit(caseload, visits, self.ago(700), program=housing, active=True)
        twice = next(client_id for client_id, lately in LATELY.items() if lately.twice)
        facts: dict[str, Any] = {"client_id": twice, "effective_from": self.ago(130)}
        standards.add(caseload, "Seen twice a month", times=2, **facts)

    def told(self, client_id: str, notes: tuple[str, ...]) -> str:
        """A note that the client's chart does not have yet, as long as there is one."""
        left = self.untold.setdefault((client_id, notes), [])
        if not left:
            left.extend(self.chance.sample(notes, len(notes)))
        return left.pop().format(day=self.chance.choice(dates.LONG_WEEKDAYS[:5]))

    def jot(self, person: Person, on: date, mode: Mode, reached: Reached, **facts: Any) -> None:
        """Note a contact: recorded within hours, now and then weeks late, and signed soon after."""
        chance, safely = self.chance, person.client.contact_notes or ""
        started = chance.randint(
            *next(span for word, span in words.HOURS.items() if word in safely)
        )
        minutes = min(chance.randint(*words.MINUTES[mode]), 950 - started)
        recorded_on, lately = on, LATELY.get(person.client_id, Lately())
        unsigned = lately.unsigned and on == self.late
        if chance.random() < 0.03 and not unsigned:
            recorded_on = max(on, min(_working(on + timedelta(chance.randint(3, 24))), self.ago(1)))
        # Texas is six hours behind; from 15:00Z to 22:00Z it is one day in all American zones.
        recorded = min(1318, started + minutes + 360 + chance.randint(5, 120))
        signed_on = dates.business_days_after(recorded_on, chance.choice((0, 1, 1, 1, 2, 2)))
        by = self.on_duty(person.case_manager, on).staff_id
        made = Contact(
            "", person.client_id, on, mode, reached, f"{started // 60:02d}:{started % 60:02d}",
            None if reached is Reached.NOBODY else minutes, staff=by,
            recorded_at=_instant(recorded_on, recorded), **facts,
        )  # fmt: skip
        if signed_on < self.today and not unsigned:
            made = made._replace(signed_at=_instant(signed_on, recorded + 1), signed_by=by)
        self.contacts.append(made)

    def write_down(self, change: Change) -> None:
        """Save all contacts in the order of their days, and what was said of two of them since."""
        right, noticed = self._seen(words.WAS_ABOUT, 60)
        long, measured = self._seen(words.TOO_LONG, 40)
        wrong = right._replace(client_id=words.WRITTEN_ON)
        self.contacts.remove(right)
        self.contacts += [wrong, right._replace(recorded_at=noticed, signed_at=noticed)]
        self.contacts.sort(key=lambda one: (one.contacted_on, one.started_at, one.client_id))
        numbered = enumerate(self.contacts, 1)
        saved = {one: one._replace(contact_id=f"K{number:04d}") for number, one in numbered}
        known = {one.staff_id: one for one in words.TEAM}
        for one in saved.values():
            self.caseload.staff = known[one.staff or ""]
            with self.caseload.write("log contact", one.client_id):
                change.add(one)
        less = f"It lasted {(long.minutes or 0) - 5} minutes, not {long.minutes}."
        self._amend(change, saved[long], measured, "Wrong end time.", less)
        why = f"Written on the wrong María García; it was with {words.WAS_ABOUT}."
        self._amend(change, saved[wrong], noticed, why, None)

    def _seen(self, client_id: str, days: int) -> tuple[Contact, str]:
        """A contact of a client that many days ago, and an instant soon after it was signed."""
        found = [
            one
            for one in self.contacts
            if (one.client_id, one.reached) == (client_id, Reached.CLIENT)
            and one.contacted_on <= self.ago(days)
            and one.recorded_at.startswith(one.contacted_on.isoformat())
        ][-1]
        return found, _instant(dates.business_days_after(found.contacted_on, 3), 1000)

    def _amend(self, change: Change, of: Contact, at: str, why: str, text: str | None) -> None:
        """As `contacts.amend` does, which would date it by the machine's clock."""
        addendum_id = self.caseload.next_id("addendum", "addendum_id", "A")
        kind = AddendumKind.CORRECTION if text else AddendumKind.ENTERED_IN_ERROR
        addendum = Addendum(addendum_id, of.contact_id, kind, text, why, at, of.staff)
        with self.caseload.write("amend contact", of.client_id):
            change.insert("addendum", {**to_columns(addendum), "record": "contact"}, addendum_id)
            if text is None:
                error = {"entered_in_error_at": at, "entered_in_error_why": why}
                change.update("contact", "contact_id", of.contact_id, error)


# --- what happened -------------------------------------------------------------------------------


class _Life:
    """One stay as it went: on which days the client was reached, how, and when they were not."""

    def __init__(self, agency: _Agency, stay: _Stay, held: Held | None) -> None:
        self.agency, self.chance, self.today = agency, agency.chance, agency.today
        self.stay, self.person, self.held = stay, stay.person, held
        self.safely = stay.person.client.contact_notes or ""
        self.lately = Lately() if stay.left_on else LATELY.get(stay.person.client_id, Lately())
        self.fixed = self._fixed()

    def happens(self) -> None:
        """Days by chance, at the pace of the program, and those that make the list what it is."""
        before = self.stay.admitted_on
        for day in self._days():
            if self.chance.random() < 0.25 and self.lately.visit is None:
                self._try(before, day)
            self._reach(day, first=before == self.stay.admitted_on)
            asked_on = _working(day + timedelta(self.chance.randint(1, 4)))
            if self.chance.random() < 0.12 and asked_on > day and self._free(asked_on):
                self._ask(asked_on, *self.chance.choice(words.COLLATERAL))
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
            return [_working(self.stay.left_on - timedelta(some(1, 7)))]
        if self.held is not None and self.held.lasts:
            return [agency.ago(self.held.began + some(1, 6))]
        if lately.never:
            return []
        if lately.visit is not None:
            return [agency.before_due(lately.visit, lambda due: [due - timedelta(90)]), last]
        if lately.due is not None:
            last = agency.before_due(lately.due, _a_month_before)
        return [last, _working(last + timedelta(15))] if lately.twice else [last]

    def _days(self) -> list[date]:
        """All days on which they were reached; now and then a month is missed."""
        found, some = set(self.fixed), self.chance.randint
        until = self.fixed[0 if self.lately.twice else -1] if found else self.stay.admitted_on
        day = self.stay.admitted_on + timedelta(some(1, 6))
        while day < until - timedelta(3):
            if all(abs((day - one).days) > 3 for one in self.fixed) and self._free(_working(day)):
                found.add(_working(day))
            missed = some(20, 30) if self.chance.random() < 0.03 else 0
            day += timedelta(some(*words.PACE[self.person.program]) + missed)
        return sorted(found)

    def _try(self, before: date, day: date) -> None:
        tried = {_working(day - timedelta(self.chance.randint(1, 4))) for _ in range(2)}
        for one in sorted(one for one in tried if before < one < day and self._free(one)):
            self._attempt(one)

    def _attempt(self, on: date) -> None:
        mode, note = self.chance.choice(words.ATTEMPTS)
        if self.safely:
            mode, note = next(
                tried for word, tried in words.CAREFULLY.items() if word in self.safely
            )
        self.agency.jot(self.person, on, mode, Reached.NOBODY, note=note)

    def _ask(self, on: date, whom: str, note: str) -> None:
        note = self.agency.told(self.person.client_id, (note,))
        facts = {"with_whom": whom, "purpose": Purpose.COORDINATION, "note": note}
        self.agency.jot(self.person, on, Mode.PHONE, Reached.COLLATERAL, **facts)

    def _reach(self, on: date, *, first: bool) -> None:
        chance, mode, reached = self.chance, self.chance.choice(self._modes(on)), Reached.CLIENT
        purpose = Purpose.ASSESSMENT if first else chance.choice(words.PURPOSES)
        notes, location = words.NOTES[purpose], None
        if mode in (Mode.TEXT, Mode.EMAIL):
            purpose, notes = Purpose.MONITORING, words.TEXTS
        elif mode is Mode.IN_PERSON:
            location = chance.choice(words.PLACES[: 3 if "house" in self.safely else None])
            if self.person.program == "A" and not first and chance.random() < 0.3:
                reached, notes, location = Reached.GROUP, words.GROUPS, "drop-in center"
        note = self.agency.told(self.person.client_id, notes)
        facts = {"purpose": purpose, "location": location, "note": note}
        self.agency.jot(self.person, on, mode, reached, **facts)

    def _modes(self, on: date) -> tuple[Mode, ...]:
        visited = self.fixed[0] if self.lately.visit is not None else None
        if visited is not None and on > visited:
            return (Mode.PHONE, Mode.PHONE, Mode.TEXT)
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
