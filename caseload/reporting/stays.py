"""Stays in programs over time: whose, with whom and at which level on each day."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from caseload import rules
from caseload.model import Hold

Dated = tuple[tuple[date, str], ...]
"""What held from which day on, the oldest first."""


class Stay(NamedTuple):
    """An episode that has begun, with everything about it that has a day."""

    episode_id: str
    client_id: str
    client: str
    county: str | None
    program: str
    admitted_on: date
    discharged_on: date | None
    holds: tuple[Hold, ...] = ()
    """The oldest first."""
    levels: Dated = ()
    managers: Dated = ()
    """Names of case managers."""

    def is_open(self, on: date) -> bool:
        """Whether they are in the program on a day."""
        return rules.is_open(self.admitted_on, self.discharged_on, on)

    def level_on(self, on: date) -> str | None:
        """The level of care on a day."""
        return _at(self.levels, on)

    def manager_on(self, on: date) -> str | None:
        """The case manager on a day, by name."""
        return _at(self.managers, on)


def _at(dated: Dated, on: date) -> str | None:
    place = bisect_right(dated, (on, "\U0010ffff"))
    return dated[place - 1][1] if place else None


class Place(NamedTuple):
    """Where something about a client belongs."""

    client_id: str | None
    client: str
    case_manager: str | None
    program: str | None
    county: str | None


NOWHERE = Place(None, "", None, None, None)
"""Where what is about no client belongs."""


class People(NamedTuple):
    """Everyone in the file, so that what is recorded of a client finds where it belongs."""

    stays: Mapping[str, Sequence[Stay]]
    """By client_id, in order of the admissions."""
    clients: Mapping[str, tuple[str, str | None]]
    """By client_id the name and the county."""

    def place(self, client_id: str, on: date, program: str | None = None) -> Place:
        """Where a client belongs on a day: by the stay in the program named, else the newest open.

        Outside of any stay it is the last one that had begun by then.
        """
        name, county = self.clients[client_id]
        begun = [one for one in self.stays.get(client_id, ()) if one.admitted_on <= on]
        of = max(
            begun,
            key=lambda one: (one.program == program, one.is_open(on), one.admitted_on),
            default=None,
        )
        if of is None:
            return Place(client_id, name, None, program, county)
        return Place(client_id, name, of.manager_on(on), program or of.program, county)


def by_client(stays: Iterable[Stay]) -> dict[str, list[Stay]]:
    """Stays by client_id, in order of the admissions."""
    found: dict[str, list[Stay]] = {}
    for one in sorted(stays, key=lambda one: (one.admitted_on, one.episode_id)):
        found.setdefault(one.client_id, []).append(one)
    return found
