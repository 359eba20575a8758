"""Records as tables that people open elsewhere and that our own import reads.

Staff appear by name, since another file has other ids. What is exported can be imported: a client's
row carries their latest episode, principal diagnosis and latest hold, as an imported one does.
"""

from collections.abc import Callable, Iterator
from typing import Any

from caseload.model import (
    Client,
    Contact,
    Diagnosis,
    Episode,
    EpisodeStatus,
    Hold,
    Program,
    Staff,
    Standard,
)
from caseload.model.linking import Resource
from caseload.records import guidelines, holidays, programs, resources, standards
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record
from caseload.records._table import Table
from caseload.records.episodes import SELECT as EPISODES
from caseload.records.exports.agenda import KINDS as AGENDA_KINDS
from caseload.records.exports.circle import KINDS as CIRCLE_KINDS
from caseload.records.exports.crises import KINDS as CRISIS_KINDS
from caseload.records.exports.plans import KINDS as PLAN_KINDS
from caseload.records.exports.referrals import KINDS as REFERRAL_KINDS
from caseload.rules.fees import Guideline

ORDER = "order by client_id, admitted_on, referred_on, episode_id"
DIAGNOSIS = {"diagnosis_code": "code", "diagnosis_description": "description"} | {
    "diagnosed_on": "diagnosed_on"
}
HOLD = {"hold_from_on": "from_on", "hold_until_on": "until_on", "hold_reason": "reason"}
ENDED = (EpisodeStatus.DISCHARGED, EpisodeStatus.NOT_ELIGIBLE)
STAY = tuple(name for name in Episode._fields if name not in ("episode_id", "client_id"))


def _names(caseload: Caseload) -> dict[str | None, str | None]:
    return {None: None, **dict(caseload.rows("select staff_id, name from staff"))}


def _episodes(caseload: Caseload) -> Iterator[Episode]:
    names = _names(caseload)
    today = caseload.today.isoformat()
    for row in caseload.rows(f"{EPISODES} from episode e {ORDER}", {"on": today}):
        one = to_record(Episode, row)
        yield one._replace(
            case_manager=names.get(one.case_manager), taken_by=names.get(one.taken_by)
        )


def _clients(caseload: Caseload) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        latest: dict[str, Episode] = {}
        for one in _episodes(caseload):
            before = latest.get(one.client_id)
            if before is None or before.status in ENDED or one.status not in ENDED:
                latest[one.client_id] = one
        known = {one.client_id: one for one in caseload.records(Diagnosis, "where principal = 1")}
        held = {one.episode_id: one for one in caseload.records(Hold, "order by from_on")}
        for client in caseload.records(Client, "order by client_id"):
            stay, diagnosis = latest.get(client.client_id), known.get(client.client_id)
            hold = held.get(stay.episode_id) if stay else None
            yield (
                *client,
                *[getattr(stay, name, None) for name in STAY],
                *[getattr(diagnosis, name, None) for name in DIAGNOSIS.values()],
                *[getattr(hold, name, None) for name in HOLD.values()],
            )

    return Table((*Client._fields, *STAY, *DIAGNOSIS, *HOLD), rows())


def _contacts(caseload: Caseload) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        names = _names(caseload)
        sql = f"select {columns_of(Contact)} from contact order by contacted_on, rowid"
        for row in caseload.stream(sql):
            one = to_record(Contact, row)
            yield one._replace(staff=names.get(one.staff), signed_by=names.get(one.signed_by))

    return Table(Contact._fields, rows())


def _staff(caseload: Caseload) -> Table:
    names = _names(caseload)
    found = caseload.records(Staff, "order by staff_id")
    rows = (one._replace(covered_by=names.get(one.covered_by)) for one in found)
    return Table(Staff._fields, rows)


def _holds(caseload: Caseload) -> Table:
    stay = ("client_id", "program", "admitted_on")
    own = tuple(name for name in Hold._fields if name not in ("hold_id", "episode_id"))

    def rows() -> Iterator[tuple[Any, ...]]:
        stays = {one.episode_id: one for one in _episodes(caseload)}
        for hold in caseload.records(Hold, "order by from_on, hold_id"):
            of = [getattr(stays[hold.episode_id], name) for name in stay]
            yield (*of, *[getattr(hold, name) for name in own])

    return Table((*stay, *own), rows())


def _diagnoses(caseload: Caseload) -> Table:
    found = caseload.records(Diagnosis, "order by client_id, diagnosis_id")
    names = tuple(name for name in Diagnosis._fields if name != "diagnosis_id")
    return Table(names, (one[1:] for one in found))


def _resources(caseload: Caseload) -> Table:
    names = _names(caseload)
    found = resources.listed(caseload, everyone=True)
    rows = (one._replace(verified_by=names.get(one.verified_by)) for one in found)
    return Table(Resource._fields, rows)


KINDS: dict[str, Callable[[Caseload], Table]] = {
    "clients": _clients,
    "contacts": _contacts,
    "staff": _staff,
    "standards": lambda caseload: Table(
        Standard._fields, iter(standards.listed(caseload, ended=True))
    ),
    "programs": lambda caseload: Table(Program._fields, iter(programs.listed(caseload))),
    "guidelines": lambda caseload: Table(Guideline._fields, iter(guidelines.own(caseload))),
    "episodes": lambda caseload: Table(Episode._fields, _episodes(caseload)),
    "holds": _holds,
    "diagnoses": _diagnoses,
    **PLAN_KINDS,
    "resources": _resources,
    **AGENDA_KINDS,
    **CIRCLE_KINDS,
    **REFERRAL_KINDS,
    **CRISIS_KINDS,
    "holidays": lambda caseload: Table(holidays.Holiday._fields, iter(holidays.listed(caseload))),
}
"""What can be exported as a table, by name."""


def noted(caseload: Caseload, kind: str) -> None:
    """Write into the audit log that a table goes out of the file, with whatever is in it now."""
    with caseload.write(f"export {kind.replace('_', ' ')}") as change:
        change.note("export", kind, None, {"kind": kind})
