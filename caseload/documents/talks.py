"""Contacts as templates see them, for `gather`: those of a period, and a single one."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from caseload import dates
from caseload.documents import facts, fields, people
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Contact, Reached
from caseload.model.planning import Plan
from caseload.records import contacts, note_formats
from caseload.records._caseload import Caseload
from caseload.records.part2 import Part2

if TYPE_CHECKING:
    from caseload.documents.gather import Wanted

USUAL_MONTHS = 3
"""A period of which nothing is said."""


class Talks:
    """The part of `Gathering` that is about contacts."""

    _caseload: Caseload
    _wanted: "Wanted"
    _withheld: Part2 | None
    today: date

    @property
    def client_id(self) -> str:
        """Whom it is about."""
        raise NotImplementedError

    @property
    def _staff(self) -> dict[str, people.StaffMember]:
        raise NotImplementedError

    @property
    def _versions(self) -> list[Plan]:
        raise NotImplementedError

    @cached_property
    def period(self) -> fields.Period:
        """As `fields.Fields` says."""
        until = self._wanted.until or self.today
        since = self._wanted.since or until - relativedelta(months=USUAL_MONTHS)
        if since > until:
            raise InvalidError(
                f"--since {dates.plain(since)} lies after --until {dates.plain(until)}."
            )
        return fields.Period(since, until)

    def _contacts(self, since: date, until: date) -> list[Contact]:
        found = contacts.listed(self._caseload, client_id=self.client_id, since=since, until=until)
        return [
            one for one in reversed(found)
            if one.entered_in_error_at is None and not self._is_withheld(one)
        ]  # fmt: skip

    def _is_withheld(self, one: Contact) -> bool:
        return self._withheld is not None and self._withheld.has_contact(
            one.client_id, one.program, one.goals, one.contacted_on
        )

    @cached_property
    def contacts(self) -> fields.Contacts:
        """As `fields.Fields` says."""
        found = [self._talk(one) for one in self._contacts(*self.period)]
        reached = tuple(one for one in found if one.reached is not Reached.NOBODY)
        purposes = {one.purpose: (0, 0) for one in reached}
        for one in reached:
            count, minutes = purposes[one.purpose]
            purposes[one.purpose] = count + 1, minutes + (one.minutes or 0)
        tallies = [fields.Tally(purpose, *both) for purpose, both in purposes.items()]
        tallies.sort(key=lambda one: (-one.times, str(one.purpose)))
        return fields.Contacts(
            reached,
            tuple(one for one in found if one.reached is Reached.NOBODY),
            sum(one.minutes or 0 for one in reached),
            tuple(tallies),
        )

    @cached_property
    def contact(self) -> fields.Talk:
        """As `fields.Fields` says."""
        wanted = self._wanted.contact_id
        if wanted is not None:
            one = contacts.get(self._caseload, wanted)
            if one.client_id != self.client_id:
                raise InvalidError(f"{one.contact_id} is no contact of {self.client_id}.")
            if self._is_withheld(one):
                raise InvalidError(
                    f"{one.contact_id} is a record of substance-use treatment; it goes out with "
                    "--include-part2 alone, under a release that covers it."
                )
            return self._talk(one)
        for one in contacts.listed(self._caseload, client_id=self.client_id, until=self.today):
            if one.signed_at is None or one.entered_in_error_at is not None:
                continue
            if self._is_withheld(one):
                continue
            if one.reached is not Reached.NOBODY:
                return self._talk(one)
        raise NotFoundError(f"{self.client_id} has no signed contact. Name another: --contact ID")

    def _talk(self, one: Contact) -> fields.Talk:
        return facts.made(
            fields.Talk,
            one,
            goals=tuple(self._goals.get(goal, goal) for goal in one.goals),
            parts=self._parts(one),
            staff=self._staff.get(one.staff or ""),
            signed_on=dates.local_day(one.signed_at) if one.signed_at else None,
            signed_by=self._staff.get(one.signed_by or ""),
            additions=self._additions(one),
            entered_in_error=one.entered_in_error_why,
        )

    @cached_property
    def _goals(self) -> dict[str, str]:
        hidden = self._withheld.goals if self._withheld is not None else frozenset()
        return {
            goal.goal_id: goal.statement
            for plan in self._versions
            for goal in plan.goals
            if (self.client_id, goal.goal_id) not in hidden
        }

    def _parts(self, one: Contact) -> tuple[fields.Part, ...]:
        if not one.note:
            return ()
        if one.note_format is None:
            return (fields.Part("", one.note),)
        try:
            form = note_formats.find(self._caseload, one.note_format)
        except NotFoundError:
            return (fields.Part("", one.note),)
        return tuple(fields.Part(*part) for part in note_formats.parts(form, one.note))

    def _additions(self, one: Contact) -> tuple[fields.Addition, ...]:
        return tuple(
            fields.Addition(
                added.kind, added.text, added.reason, dates.local_day(added.recorded_at),
                self._staff.get(added.staff or ""),
            )
            for added in contacts.addenda(self._caseload, one.contact_id)
        )  # fmt: skip
