"""The crisis card: all that helps with somebody on the phone, read in one go.

Nothing here writes, asks or waits for others: it works on a file that can only be read, and while
somebody else is writing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from caseload.model import Client, Contact, Diagnosis, Hold
from caseload.model.assessing import Assessment
from caseload.model.crises import Crisis, SafetyPlan
from caseload.model.planning import PlanStatus
from caseload.records import care_team, clients, crises, episodes, holds, safety_plans, staff
from caseload.records._caseload import Caseload
from caseload.rules import circle_rules
from caseload.rules.crisis_rules import FollowUp

LAST_CONTACTS, LAST_CRISES = 3, 2


class Called(NamedTuple):
    """Somebody to call."""

    name: str
    role: str
    """What they are to the client: case manager, sister."""
    phone: str | None = None
    remark: str | None = None
    """What must be known before: that somebody stands in, what may be told."""


class Held(NamedTuple):
    """A hold in force, and the program that it suspends."""

    program: str
    hold: Hold


class CrisisCard(NamedTuple):
    """What is known of a client in a crisis, as of a day."""

    client: Client
    safety_plan: SafetyPlan | None
    """The one in force, else a draft; see its status. None when there is neither."""
    call: tuple[Called, ...]
    stay: Crisis | None
    """The inpatient stay that they are in."""
    follow_ups: tuple[FollowUp, ...]
    """Visits owed after a discharge."""
    holds: tuple[Held, ...]
    diagnoses: tuple[Diagnosis, ...]
    crises: tuple[Crisis, ...]
    """The last ones, the newest first."""
    flagged: Assessment | None
    """The newest assessment in which an item was flagged, as item 9 of PHQ-9 is above 0."""
    contacts: tuple[Contact, ...]
    """The last ones, attempts among them, the newest first."""


def card(caseload: Caseload, client_id: str, on: date | None = None) -> CrisisCard:
    """Everything on the card of a client, as of a day (today).

    Raises:
        NotFoundError: There is no such client.
    """
    day = on or caseload.today
    with caseload.reading():
        client = clients.get(caseload, client_id)
        versions = safety_plans.versions(caseload, client_id, day)
        shown = [one for one in versions if one.status is not PlanStatus.SUPERSEDED]
        known = [
            one
            for one in crises.listed(caseload, client_id, day)
            if one.entered_in_error_at is None
        ]
        return CrisisCard(
            client,
            shown[0] if shown else None,
            tuple(one for source in CALLED for one in source(caseload, client_id, day)),
            crises.stay_on(caseload, client_id, day),
            tuple(crises.follow_ups(caseload, client_id, day)),
            tuple(_held(caseload, client_id, day)),
            tuple(
                sorted(clients.diagnoses(caseload, client_id), key=lambda one: not one.principal)
            ),
            tuple(known[:LAST_CRISES]),
            _flagged(caseload, client_id, day),
            tuple(_contacts(caseload, client_id, day)),
        )


def _contacts(caseload: Caseload, client_id: str, on: date) -> list[Contact]:
    return caseload.records(
        Contact,
        "where client_id = ? and contacted_on <= ? and entered_in_error_at is null"
        f" order by contacted_on desc, recorded_at desc, rowid desc limit {LAST_CONTACTS}",
        (client_id, on.isoformat()),
    )


def _held(caseload: Caseload, client_id: str, on: date) -> Iterator[Held]:
    for stay in episodes.of_client(caseload, client_id, on):
        for one in holds.of_episode(caseload, stay.episode_id):
            if one.from_on <= on and (one.until_on is None or one.until_on > on):
                yield Held(stay.program, one)


def _flagged(caseload: Caseload, client_id: str, on: date) -> Assessment | None:
    found = caseload.records(
        Assessment,
        "where client_id = ? and assessed_on <= ? and flags is not null"
        " and entered_in_error_at is null order by assessed_on desc, recorded_at desc limit 1",
        (client_id, on.isoformat()),
    )
    return found[0] if found else None


# --- who to call ---------------------------------------------------------------------------------


def _case_managers(caseload: Caseload, client_id: str, on: date) -> Iterator[Called]:
    """The case manager of each open episode, and who stands in for them."""
    everyone = {one.staff_id: one for one in staff.listed(caseload, everyone=True)}
    told = set[str]()
    for stay in episodes.of_client(caseload, client_id, on):
        own = everyone.get(stay.case_manager or "")
        ended = stay.discharged_on is not None and stay.discharged_on <= on
        if own is None or ended or own.staff_id in told:
            continue
        told.add(own.staff_id)
        cover = everyone.get(own.covered_by or "")
        yield Called(
            ", ".join([own.name, *own.credentials]),
            "case manager",
            remark=f"away: call {cover.name}, who stands in" if cover is not None else None,
        )


def _emergency(caseload: Caseload, client_id: str, on: date) -> Iterator[Called]:
    """The emergency contacts, in their order."""
    yield from _of_the_team(caseload, client_id, on, emergency=True)


def _others(caseload: Caseload, client_id: str, on: date) -> Iterator[Called]:
    """Whoever else of the care team has a phone."""
    yield from _of_the_team(caseload, client_id, on, emergency=False)


def _of_the_team(
    caseload: Caseload, client_id: str, on: date, *, emergency: bool
) -> Iterator[Called]:
    for one in care_team.card(caseload, client_id, on):
        member = one.member
        if (member.emergency_contact is not None) is emergency and (emergency or member.phone):
            told = f"may be told: {circle_rules.may_tell(one)}" if one.consents else None
            yield Called(
                member.name,
                member.relation or member.role.replace("_", " "),
                member.phone,
                " · ".join(filter(None, (told or circle_rules.may_tell(one), member.remark))),
            )


CALLED: tuple[Callable[[Caseload, str, date], Iterator[Called]], ...] = (
    _emergency,
    _case_managers,
    _others,
)
"""Where those to call come from, in the order in which they are called."""
