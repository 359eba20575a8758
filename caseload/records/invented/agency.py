"""The invented agency: who works there on which day, and what they write down.

Notes are jotted client by client, and saved at the end in the order of their days.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from caseload import dates
from caseload.model import (
    Addendum,
    AddendumKind,
    Contact,
    Mode,
    Reached,
    SignerRole,
    Staff,
)
from caseload.model.planning import PlanReview, Progress
from caseload.records import programs, staff
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import to_columns
from caseload.records.invented import words
from caseload.records.invented.cast import Cast
from caseload.records.invented.days import instant, working, works
from caseload.records.invented.words import LATELY, Lately, Person


class Agency:
    """The agency in the making: its team by first letter, and its notes, not yet in order."""

    def __init__(self, caseload: Caseload, cast: Cast) -> None:
        self.caseload, self.today, self.cast = caseload, caseload.today, cast
        self.chance = cast.luck(self.today.toordinal())
        self.contacts: list[Contact] = []
        self.progress: list[tuple[Progress, Contact | None]] = []
        """Each with the contact that it comes from, whose id is not known yet."""
        self.reviews: list[PlanReview] = []
        self.untold: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self.late = self.ago(6)
        """Notes of that day should be signed by now, wherever the weekend lies."""
        for one in cast.team:
            staff.add(caseload, **one._asdict())
        self.team = {one.name[0]: one for one in cast.team}
        self.known = {one.staff_id: one for one in cast.team}
        caseload.staff = self.team["C"]
        for program, description in words.PROGRAMS.values():
            programs.add(caseload, program, description=description)
        three = frozenset({SignerRole.CLIENT, SignerRole.CASE_MANAGER, SignerRole.SUPERVISOR})
        programs.edit(caseload, words.PROGRAMS["S"][0], plan_signers=three)

    def ago(self, days: int) -> date:
        """The last working day at least so many days ago."""
        return working(self.today - timedelta(days))

    def before_due(self, left: int, before: Callable[[date], Iterable[date]]) -> date:
        """The day on which something last happened, for it to be due again in about so many days.

        About, for nobody works on Sundays and no month leads to 31 March; but never across today.
        """
        near = (0, 1, -1, 2, -2) if left else (0, 1, 2, 3)
        dues = [self.today + timedelta(left + n) for n in near if not left or (left + n) * left > 0]
        found = [day for due in dues for day in before(due)]
        return next(filter(works, found), found[0])

    def last_plan(self, client_id: str, lately: Lately) -> date | None:
        """The day of the last plan, when it matters on which day that was."""
        if client_id in words.LAST_PLAN:
            return self.ago(words.LAST_PLAN[client_id])
        if lately.plan is None:
            return None
        return self.before_due(lately.plan, lambda due: [due - timedelta(180)])

    def case_manager(self, letter: str, on: date) -> Staff:
        """Whose client it was on a day: those of Jolene were Dana's before she came."""
        return self.team["D" if letter == "J" and on < self.ago(words.JOLENE_CAME) else letter]

    def on_duty(self, letter: str, on: date) -> Staff:
        """Who did the work on a day."""
        covered = letter == "M" and on >= self.ago(words.MARCUS_LEFT)
        return self.team["D"] if covered else self.case_manager(letter, on)

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
            recorded_on = max(on, min(working(on + timedelta(chance.randint(3, 24))), self.ago(1)))
        # Texas is six hours behind; from 15:00Z to 22:00Z it is one day in all American zones.
        recorded = min(1318, started + minutes + 360 + chance.randint(5, 120))
        signed_on = dates.business_days_after(recorded_on, chance.choice((0, 1, 1, 1, 2, 2)))
        by = self.on_duty(person.case_manager, on).staff_id
        made = Contact(
            "", person.client_id, on, mode, reached, f"{started // 60:02d}:{started % 60:02d}",
            None if reached is Reached.NOBODY else minutes, staff=by,
            recorded_at=instant(recorded_on, recorded), **facts,
        )  # fmt: skip
        if signed_on < self.today and not unsigned:
            made = made._replace(signed_at=instant(signed_on, recorded + 1), signed_by=by)
        self.contacts.append(made)

    def write_down(self, change: Change) -> None:
        """Save all notes in the order of their days, and what was said of two of them since."""
        right, noticed = self._seen(words.WAS_ABOUT, 60)
        long, measured = self._seen(words.TOO_LONG, 40)
        wrong = right._replace(client_id=words.WRITTEN_ON, goals=())
        self.contacts.remove(right)
        self.contacts += [wrong, right._replace(recorded_at=noticed, signed_at=noticed)]
        self.contacts.sort(key=lambda one: (one.contacted_on, one.started_at, one.client_id))
        numbered = enumerate(self.contacts, 1)
        saved = {one: one._replace(contact_id=f"K{number:04d}") for number, one in numbered}
        for one in saved.values():
            self._add(change, "log contact", one)
        less = f"It lasted {(long.minutes or 0) - 5} minutes, not {long.minutes}."
        self._amend(change, saved[long], measured, "Wrong end time.", less)
        why = self.cast.text(f"Written on the wrong María García; it was with {words.WAS_ABOUT}.")
        self._amend(change, saved[wrong], noticed, why, None)
        self._write_progress(change, saved)

    def _write_progress(self, change: Change, saved: dict[Contact, Contact]) -> None:
        """Save what was said of goals, each with the id of the contact that it comes from."""
        self.progress.sort(key=lambda told: (told[0].noted_on, told[0].client_id))
        for number, (one, contact) in enumerate(self.progress, 1):
            of = saved[contact].contact_id if contact in saved else None
            made = one._replace(progress_id=f"N{number:04d}", contact=of)
            self._add(change, "plan progress", made)
        self.reviews.sort(key=lambda one: (one.reviewed_on, one.client_id))
        for number, review in enumerate(self.reviews, 1):
            self._add(change, "review plan", review._replace(plan_review_id=f"R{number:04d}"))

    def _add(self, change: Change, action: str, one: Contact | Progress | PlanReview) -> None:
        """As the verb of that name does, which would date it by the machine's clock."""
        self.caseload.staff = self.known[one.staff or ""]
        with self.caseload.write(action, one.client_id):
            change.add(one)

    def _seen(self, client_id: str, days: int) -> tuple[Contact, str]:
        """A contact of a client that many days ago, and an instant soon after it was signed."""
        found = [
            one
            for one in self.contacts
            if (one.client_id, one.reached) == (client_id, Reached.CLIENT)
            and one.contacted_on <= self.ago(days)
            and one.recorded_at.startswith(one.contacted_on.isoformat())
        ][-1]
        return found, instant(dates.business_days_after(found.contacted_on, 3), 1000)

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
