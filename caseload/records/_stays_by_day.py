"""In which stays clients were on a day, with whom, on which level: for filters and flat tables.

All stays are read at once and kept, some 60 MB for 100,000 clients, so that a million rows can be
asked about one after another without a query each.
"""

from collections.abc import Sequence
from typing import NamedTuple

from caseload.records._caseload import Caseload

Dated = tuple[tuple[str, str], ...]
"""What held from a day on, the oldest first."""
_NONE: Dated = ()
_FIRST, _LAST = "", "9999-12-31"


class StayRow(NamedTuple):
    """One stay. Days are text YYYY-MM-DD."""

    episode_id: str
    program: str
    began_on: str
    """The admission, else the referral."""
    admitted_on: str | None
    ended_on: str | None
    """The discharge, or the day on which they were found not to be eligible."""
    funding: str | None
    managers: Dated
    """Staff_ids."""
    levels: Dated
    holds: tuple[tuple[str, str | None], ...]
    """First day, and first day back."""

    def manager(self, day: str) -> str | None:
        """The staff_id of the case manager on a day."""
        return as_of(self.managers, day)

    def open_on(self, day: str) -> bool:
        """Whether they were admitted by then and not discharged."""
        return (
            self.admitted_on is not None
            and self.admitted_on <= day
            and (self.ended_on is None or self.ended_on > day)
        )

    def held_on(self, day: str) -> bool:
        """Whether standards were suspended on that day."""
        return any(first <= day and (back is None or back > day) for first, back in self.holds)


class Stays:
    """All stays of a file, by client."""

    def __init__(self, caseload: Caseload) -> None:
        managers = _dated(caseload, "episode_case_manager", "staff_id")
        levels = _dated(caseload, "episode_level", "level_of_care")
        holds: dict[str, list[tuple[str, str | None]]] = {}
        for episode_id, first, back in caseload.stream(
            "select episode_id, from_on, until_on from hold order by from_on"
        ):
            holds.setdefault(episode_id, []).append((first, back))
        self._of: dict[str, tuple[StayRow, ...]] = {}
        for (
            client_id,
            episode_id,
            program,
            admitted_on,
            referred_on,
            ended_on,
            funding,
        ) in caseload.stream(
            "select client_id, episode_id, program, admitted_on, referred_on,"
            " coalesce(discharged_on, not_eligible_on), funding from episode"
            " order by client_id, coalesce(admitted_on, referred_on), episode_id"
        ):
            one = StayRow(
                episode_id, program, admitted_on or referred_on or _FIRST, admitted_on, ended_on,
                funding, managers.get(episode_id, _NONE), levels.get(episode_id, _NONE),
                tuple(holds.get(episode_id, ())),
            )  # fmt: skip
            self._of[client_id] = (*self._of.get(client_id, ()), one)

    def on(self, client_id: str | None, day: str) -> Sequence[StayRow]:
        """The stays open on a day, the earliest first.

        Where none was, the one that ended last before it, else the first that began after it: what
        is recorded about somebody between two stays belongs to one of them.
        """
        own = self._of.get(client_id or "", ())
        found = [one for one in own if one.open_on(day)]
        if found or not own:
            return found
        before = [one for one in own if one.began_on <= day]
        if before:
            return [max(before, key=lambda one: (one.ended_on or _LAST, one.began_on))]
        return [own[0]]


def as_of(dated: Dated, day: str) -> str | None:
    """What held on a day."""
    return next((value for first, value in reversed(dated) if first <= day), None)


def _dated(caseload: Caseload, table: str, field: str) -> dict[str, Dated]:
    found: dict[str, Dated] = {}
    known: dict[str, str] = {}
    for episode_id, from_on, value in caseload.stream(
        f"select episode_id, from_on, {field} from {table} order by episode_id, from_on"
    ):
        found[episode_id] = (*found.get(episode_id, ()), (from_on, known.setdefault(value, value)))
    return found
