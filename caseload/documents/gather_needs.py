"""The facts of one document about needs and scores; see `gather`, which it is a part of."""

from datetime import date
from functools import cached_property

from caseload.documents import around_fields, facts
from caseload.model.assessing import Assessment
from caseload.model.planning import Domain
from caseload.records import assessments, needs
from caseload.records._caseload import Caseload
from caseload.records.part2 import Part2
from caseload.settings import instruments


class Assessed:
    """What was assessed, of one client, as of the day of the document."""

    _caseload: Caseload
    _withheld: Part2 | None
    today: date

    @property
    def client_id(self) -> str:
        """Whom it is about."""
        raise NotImplementedError

    @cached_property
    def _goals(self) -> dict[str, str]:
        """Goals of all versions in their own words, by id."""
        raise NotImplementedError

    @cached_property
    def needs(self) -> tuple[around_fields.OpenNeed, ...]:
        found = needs.listed(self._caseload, self.client_id, still_open=True, on=self.today)
        return tuple(
            facts.made(around_fields.OpenNeed, one, goal=self._goals.get(one.goal_id or ""))
            for one in found
        )

    @cached_property
    def _assessed(self) -> list[Assessment]:
        found = assessments.listed(self._caseload, self.client_id, counted=True, until=self.today)
        hidden = self._withheld
        return [one for one in found if hidden is None or not hidden.has_assessment(one)]

    @cached_property
    def strengths(self) -> tuple[Domain, ...]:
        last = {one.instrument: one.found_strengths for one in self._assessed}
        return tuple(dict.fromkeys(Domain(each) for found in last.values() for each in found))

    @cached_property
    def strengths_told(self) -> str | None:
        return next((one.strengths for one in self._in_words if one.strengths), None)

    @cached_property
    def challenges_told(self) -> str | None:
        return next((one.challenges for one in self._in_words if one.challenges), None)

    @cached_property
    def _in_words(self) -> list[Assessment]:
        """Those whose own words may be told, the newest first.

        Words are about anything: within a stay under Part 2 they stay out, as a contact's note.
        """
        hidden = self._withheld
        return [
            one
            for one in reversed(self._assessed)
            if hidden is None or not hidden.may_be_about(one.client_id, one.assessed_on)
        ]

    @cached_property
    def scores(self) -> tuple[around_fields.Score, ...]:
        by_name: dict[str, list[Assessment]] = {}
        for one in assessments.scored(self._assessed):
            by_name.setdefault(one.instrument, []).append(one)
        return tuple(facts.score(found, instruments.look_up(name))
                     for name, found in by_name.items())  # fmt: skip
