"""Clients and their stays as tables.

A client's row carries their latest episode, principal diagnosis and latest hold, as an imported one
does.
"""

from collections.abc import Iterator

from caseload.model import Client, Diagnosis, Episode, EpisodeStatus, Hold
from caseload.records._caseload import Caseload
from caseload.records._rows import to_record
from caseload.records._table import (
    STAFF,
    Column,
    Days,
    Kind,
    Part,
    Row,
    Type,
    also,
    names_of,
    of_record,
    own,
    told,
)
from caseload.records.episodes import SELECT as EPISODES

ORDER = "order by client_id, admitted_on, referred_on, episode_id"
ENDED = (EpisodeStatus.DISCHARGED, EpisodeStatus.NOT_ELIGIBLE)
STAY_DAYS = Days(
    ("admitted_on", "referred_on"), ("discharged_on", "not_eligible_on"), from_ever=False
)
EPISODE = of_record(Episode, by_name=("case_manager", "taken_by"))
STAY = tuple(one for one in EPISODE if one.name not in ("episode_id", "client_id"))
_DIAGNOSIS = {one.name: one for one in of_record(Diagnosis)}
_HOLD = {one.name: one for one in of_record(Hold)}
PRINCIPAL = {"diagnosis_code": "code", "diagnosis_description": "description"} | {
    "diagnosed_on": "diagnosed_on"
}
HELD = {"hold_from_on": "from_on", "hold_until_on": "until_on", "hold_reason": "reason"}


def _beside(names: dict[str, str], columns: dict[str, Column]) -> tuple[Column, ...]:
    return tuple(also(columns[of], name=name, required=False) for name, of in names.items())


def episodes_on(caseload: Caseload, part: Part) -> Iterator[Episode]:
    """All episodes as they stood on the day, with staff by name."""
    names = names_of(caseload)
    for row in caseload.rows(f"{EPISODES} from episode e {ORDER}", {"on": part.on.isoformat()}):
        one = to_record(Episode, row)
        yield one._replace(
            case_manager=names.get(one.case_manager), taken_by=names.get(one.taken_by)
        )


def _episodes(caseload: Caseload, part: Part) -> Iterator[Row]:
    return map(told, episodes_on(caseload, part))


def _clients(caseload: Caseload, part: Part) -> Iterator[Row]:
    latest: dict[str, Episode] = {}
    for one in episodes_on(caseload, part):
        before = latest.get(one.client_id)
        if before is None or before.status in ENDED or one.status not in ENDED:
            latest[one.client_id] = one
    known = {one.client_id: one for one in caseload.records(Diagnosis, "where principal = 1")}
    held = {one.episode_id: one for one in caseload.records(Hold, "order by from_on")}
    for client in caseload.records(Client, "order by client_id"):
        stay, diagnosis = latest.get(client.client_id), known.get(client.client_id)
        hold = held.get(stay.episode_id) if stay else None
        yield told((
            *client,
            *[getattr(stay, column.name, None) for column in STAY],
            *[getattr(diagnosis, name, None) for name in PRINCIPAL.values()],
            *[getattr(hold, name, None) for name in HELD.values()],
        ))  # fmt: skip


_OF_STAY = tuple(one for one in EPISODE if one.name in ("client_id", "program", "admitted_on"))
_OF_HOLD = tuple(_HOLD[name] for name in ("from_on", "until_on", "reason", "remark"))


def _holds(caseload: Caseload, part: Part) -> Iterator[Row]:
    stays = {one.episode_id: one for one in episodes_on(caseload, part)}
    for hold in caseload.records(Hold, "order by from_on, hold_id"):
        of = [getattr(stays[hold.episode_id], column.name) for column in _OF_STAY]
        yield told((*of, *[getattr(hold, column.name) for column in _OF_HOLD]))


def _diagnoses(caseload: Caseload, _: Part) -> Iterator[Row]:
    for one in caseload.records(Diagnosis, "order by client_id, diagnosis_id"):
        yield told(one[1:])


EPISODE_ID, CLIENT_ID, PROGRAM = EPISODE[0], EPISODE[1], EPISODE[2]
FROM = own("from_on", Type.DAY, "The first day.", required=True)


def _dated(table: str, field: str) -> Kind:
    """What held of each stay from a day on."""

    def rows(caseload: Caseload, _: Part) -> Iterator[Row]:
        names = names_of(caseload) if field == "staff_id" else {}
        for *of, value in caseload.stream(
            f"select e.client_id, e.program, e.episode_id, d.from_on, d.{field} from {table} d"
            " join episode e using (episode_id) order by e.client_id, e.episode_id, d.from_on"
        ):
            yield (*of, names.get(value, value))

    value = (
        own("case_manager", Type.TEXT, STAFF, required=True)
        if field == "staff_id"
        else own("level_of_care", Type.TEXT, "Level of care, in the agency's words.", required=True)
    )
    row = f"the {value.name.replace('_', ' ')} of a stay from a day on"
    return Kind(
        row, (CLIENT_ID, PROGRAM, EPISODE_ID, FROM, value), rows, Days(("from_on",)),
        program="program", to_others=False,
    )  # fmt: skip


def _hold_reviews(caseload: Caseload, _: Part) -> Iterator[Row]:
    names = names_of(caseload)
    for *of, staff, remark in caseload.stream(
        "select e.client_id, e.program, h.from_on, r.reviewed_on, r.staff, r.remark"
        " from hold_review r join hold h using (hold_id) join episode e using (episode_id)"
        " order by e.client_id, h.from_on, r.reviewed_on"
    ):
        yield (*of, names.get(staff), remark)


KINDS: dict[str, Kind] = {
    "clients": Kind(
        "one client, with their latest stay, principal diagnosis and latest hold",
        (*of_record(Client), *(also(one, required=False) for one in STAY),
         *_beside(PRINCIPAL, _DIAGNOSIS), *_beside(HELD, _HOLD)),
        _clients, STAY_DAYS, program="program", case_manager="case_manager", as_of=True,
    ),
    "episodes": Kind(
        "one stay in a program", EPISODE, _episodes, STAY_DAYS, program="program",
        case_manager="case_manager", as_of=True,
    ),
    "holds": Kind(
        "one hold of a stay", (*_OF_STAY, *_OF_HOLD), _holds, Days(("from_on",), ("until_on",)),
        program="program",
    ),
    "hold_reviews": Kind(
        "one look at a hold",
        (CLIENT_ID, PROGRAM, FROM, own("reviewed_on", Type.DAY, "The day.", required=True),
         own("staff", Type.TEXT, STAFF), own("remark", Type.TEXT, "What was found.")),
        _hold_reviews, Days(("reviewed_on",)), program="program", to_others=False,
    ),
    "diagnoses": Kind(
        "one diagnosis", tuple(of_record(Diagnosis)[1:]), _diagnoses, Days(("diagnosed_on",))
    ),
    "episode_case_managers": _dated("episode_case_manager", "staff_id"),
    "episode_levels": _dated("episode_level", "level_of_care"),
}  # fmt: skip
"""What can be exported of clients and their stays, by name."""
