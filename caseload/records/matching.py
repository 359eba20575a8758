"""Who could be a client's case manager: the facts for a ranking, and giving them one of it.

The ranking itself is pure (`caseload.rules.matching`); weights come from the one who asks.
"""

from datetime import date
from typing import NamedTuple

from caseload.errors import InvalidError, NotFoundError
from caseload.model import Episode, Staff
from caseload.records import clients, episodes, intake, programs, staff, team
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.rules import matching
from caseload.rules.matching import Candidate, Match, Sought, Weights

ROLE = "case_manager"


class Ranking(NamedTuple):
    """Case managers for a client, the best first."""

    program: str | None
    episode: Episode | None
    """Their open episode there, if they have one."""
    matches: list[Match]
    away: list[tuple[str, str]]
    """Those who are away and not proposed, each with who stands in; by name."""


class Assigned(NamedTuple):
    """A client given a case manager."""

    episode: Episode
    match: Match
    load: int
    """What they carry now, this client with them."""
    over: bool
    """Whether that is more than their capacity."""


def ranked(
    caseload: Caseload, client_id: str, weights: Weights, on: date, program: str | None = None
) -> Ranking:
    """Rank those who could be a client's case manager on a day.

    Args:
        caseload: The open caseload.
        client_id: For whom.
        weights: What each reason counts.
        on: The day whose case managers and loads count.
        program: For which program, by its name or the beginning of it: one they are in, or one
            they may come into. Without it, that of their open episode, if there is one.

    Raises:
        NotFoundError, AmbiguousError: The client or program is not to be found, or two episodes
            are open and no program was named.
    """
    with caseload.reading():
        client = clients.get(caseload, client_id)
        stay = _stay(caseload, client_id, program)
        named = program or (stay.program if stay else None)
        offered = programs.find(caseload, named) if named else None
        needs = stay.presenting_needs if stay else None
        sought = Sought(
            offered.name if offered else None,
            offered.required_credentials if offered else (),
            client.county,
            client.language,
            tuple(one.code for one in clients.diagnoses(caseload, client_id)),
            needs,
        )
        everyone = staff.listed(caseload)
        candidates = _candidates(caseload, client_id, everyone, on)
    names = {one.staff_id: one.name for one in everyone}
    away = [
        (one.name, names.get(one.covered_by, one.covered_by))
        for one in everyone
        if one.role == ROLE and one.covered_by is not None
    ]
    found = matching.rank(sought, candidates, weights)
    return Ranking(sought.program, stay, found, away)


def assign(
    caseload: Caseload,
    client_id: str,
    weights: Weights,
    on: date,
    *,
    staff_id: str | None = None,
    program: str | None = None,
) -> Assigned:
    """Give a client the case manager who fits best, or the one who is named, from a day on.

    Somebody who is not admitted yet is assigned; an admitted client is transferred. A limit that
    is passed does not stop it, and is told.

    Raises:
        NotFoundError: They have no open episode, or nobody can take them.
        InvalidError: The one named has left or is away, lacks what the program requires, or is
            their case manager already; or the day can't be.
    """
    with caseload.write("match client", client_id):
        found = ranked(caseload, client_id, weights, on, program)
        if found.episode is None:
            where = f" in {found.program}" if found.program else ""
            raise NotFoundError(
                f"{client_id} has no open episode{where}, so there is nothing to assign. Begin "
                f"with: caseload intake --client {client_id}"
            )
        match = _best(found) if staff_id is None else _the_one(caseload, found, staff_id)
        before = found.episode
        if before.case_manager == match.staff_id:
            best = "" if staff_id else ", and fits best"
            raise InvalidError(f"{match.name} is their case manager already{best}.")
        if before.admitted_on is None:
            after = intake.assign(caseload, before.episode_id, match.staff_id, on)
        else:
            after = episodes.transfer(caseload, before.episode_id, on, case_manager=match.staff_id)
        carried = team.carried(caseload, on)
        one = staff.get(caseload, match.staff_id)
        away = _covered(staff.listed(caseload)).get(one.staff_id, [])
        load = len(_load(one, away, carried))
    over = one.capacity is not None and load > one.capacity
    return Assigned(after, match, load, over)


# --- facts ---------------------------------------------------------------------------------------


def _stay(caseload: Caseload, client_id: str, program: str | None) -> Episode | None:
    """The open episode that is meant; with a program named, there may be none."""
    name = programs.find(caseload, program).name if program else None
    found = [
        one
        for one in episodes.of_client(caseload, client_id)
        if one.status in episodes.OPEN and name in (None, one.program)
    ]
    if len(found) > 1:
        return episodes.the_open(caseload, client_id, program)
    return found[0] if found else None


def _candidates(
    caseload: Caseload, client_id: str, everyone: list[Staff], on: date
) -> list[Candidate]:
    """The case managers who work here and are not away."""
    carried, covered = team.carried(caseload, on), _covered(everyone)
    now, before = _who_knows(caseload, client_id, on)
    found = []
    for one in everyone:
        if one.role != ROLE or one.covered_by is not None:
            continue
        knows = "now" if one.staff_id in now else "before" if one.staff_id in before else None
        away = covered.get(one.staff_id, [])
        load = _load(one, away, carried) - {client_id}
        only = len(load - carried.get(one.staff_id, set()))
        names = tuple(each.name for each in away)
        found.append(Candidate(one, len(load), names, only, knows))
    return found


def _covered(everyone: list[Staff]) -> dict[str, list[Staff]]:
    """Those for whom each staff_id stands in."""
    found: dict[str, list[Staff]] = {}
    for one in everyone:
        if one.covered_by is not None:
            found.setdefault(one.covered_by, []).append(one)
    return found


def _load(one: Staff, away: list[Staff], carried: dict[str, set[str]]) -> set[str]:
    """The client_ids that somebody sees to: their own, and those of whom they stand in for."""
    return set().union(*(carried.get(each.staff_id, set()) for each in (one, *away)))


def _who_knows(caseload: Caseload, client_id: str, on: date) -> tuple[set[str], set[str]]:
    """The staff_ids of those who are a client's case manager on a day, and of those who were."""
    now = {
        one.case_manager
        for one in episodes.of_client(caseload, client_id, on)
        if one.status in episodes.OPEN and one.case_manager is not None
    }
    rows = caseload.rows(
        "select distinct m.staff_id from episode_case_manager m join episode e using (episode_id)"
        " where e.client_id = ? and m.from_on <= ?",
        (client_id, on.isoformat()),
    )
    return now, {row[0] for row in rows} - now


# --- whom ----------------------------------------------------------------------------------------


def _best(found: Ranking) -> Match:
    if not found.matches or not found.matches[0].may_take:
        raise NotFoundError(
            f"Nobody can take them{f' in {found.program}' if found.program else ''}: no case "
            "manager who is here has what it requires. See: caseload staff list"
        )
    return found.matches[0]


def _the_one(caseload: Caseload, found: Ranking, staff_id: str) -> Match:
    assert found.episode is not None
    named = staff.get(caseload, staff_id)
    anyway = (
        "Choose another, or hand over all the same: caseload client transfer "
        f"{found.episode.client_id} --case-manager {staff_id}"
    )
    if not named.active:
        raise InvalidError(
            f"{named.name} does not work here any more. Choose another: caseload staff list"
        )
    covering = next((each[1] for each in found.away if fold(each[0]) == fold(named.name)), None)
    if covering is not None:
        raise InvalidError(f"{named.name} is away, and {covering} stands in. {anyway}")
    match = next((one for one in found.matches if one.staff_id == staff_id), None)
    if match is None:
        raise InvalidError(f"{named.name} has the role {named.role}. {anyway}")
    if not match.may_take:
        raise InvalidError(f"{match.name} {match.speaks_against[0]}. {anyway}")
    return match
