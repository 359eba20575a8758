"""Facts about the people around a client, for `gather`: care team, releases, who stands in."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from caseload.documents import around_fields, facts, people
from caseload.errors import InvalidError
from caseload.model.circle import Call, Consent
from caseload.records import care_team, consents, staff
from caseload.records._caseload import Caseload
from caseload.rules import circle_rules

if TYPE_CHECKING:
    from caseload.documents.gather import Wanted


class Around:
    """The part of `Gathering` that these are; it says who the client is and what is wanted."""

    _caseload: Caseload
    _wanted: "Wanted"
    today: date
    agency: people.Agency
    episode: Any
    """A `people.Stay`, or None."""

    @property
    def client_id(self) -> str:
        """Whom it is about."""
        raise NotImplementedError

    @cached_property
    def _calls(self) -> tuple[Call, ...]:
        return care_team.card(self._caseload, self.client_id, self.today)

    @cached_property
    def care_team(self) -> tuple[around_fields.Member, ...]:
        """As `fields.Fields` says; so do the others."""
        return tuple(map(self._member, self._calls))

    def _member(self, call: Call) -> around_fields.Member:
        right = self._wanted.right
        if right is not None and not right.part2:
            told = tuple(one for one in call.consents if not one.part2)
            call = call._replace(consents=told)
        return facts.made(
            around_fields.Member,
            call.member,
            may_tell=circle_rules.may_tell(call),
            has_release=bool(call.consents),
        )

    @cached_property
    def releases(self) -> tuple[around_fields.Release, ...]:
        """As `fields.Fields` says."""
        found = consents.in_force(self._caseload, self.client_id, self.today)
        return tuple(map(_release, found))

    @cached_property
    def release(self) -> around_fields.Release | None:
        """As `fields.Fields` says."""
        if self._wanted.consent is None:
            return None
        one = consents.get(self._caseload, self._wanted.consent)
        if one.client_id != self.client_id:
            raise InvalidError(f"{one.consent_id} is no release of {self.client_id}.")
        return _release(one)

    @cached_property
    def member(self) -> around_fields.Member | None:
        """As `fields.Fields` says."""
        if self._wanted.member is None:
            return None
        one = care_team.get(self._caseload, self._wanted.member)
        for call in self._calls:
            if call.member.care_team_member_id == one.care_team_member_id:
                return self._member(call)
        raise InvalidError(
            f"{one.care_team_member_id} is not on the care team of {self.client_id}."
        )

    @cached_property
    def release_ends_on(self) -> date:
        """As `fields.Fields` says."""
        return consents.usual_end(self.today, self.agency.release_months)

    @cached_property
    def covering(self) -> people.StaffMember | None:
        """As `fields.Fields` says."""
        manager = self.episode.case_manager if self.episode else None
        found = staff.get(self._caseload, manager.staff_id) if manager is not None else None
        covered_by = found.covered_by if found is not None else None
        return facts.staff_member(staff.get(self._caseload, covered_by)) if covered_by else None


def _release(one: Consent) -> around_fields.Release:
    return facts.made(around_fields.Release, one)
