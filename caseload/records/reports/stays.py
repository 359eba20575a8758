"""Everyone with a stay, as reports need them: read once, for everyone at once."""

from datetime import date

from caseload.model import Hold
from caseload.records._caseload import Caseload
from caseload.records._rows import to_record
from caseload.reporting.stays import Dated, People, Stay, by_client


def people(caseload: Caseload, on: date) -> People:
    """All clients, and all stays that had begun on a day.

    A discharge after that day has not happened yet, and neither has a transfer.
    """
    managers = _dated(caseload, on, "episode_case_manager d join staff s using (staff_id)", "name")
    levels = _dated(caseload, on, "episode_level d", "level_of_care")
    holds: dict[str, tuple[Hold, ...]] = {}
    for row in caseload.rows(
        "select hold_id, episode_id, from_on, until_on, reason, remark from hold"
        " where from_on <= ? order by episode_id, from_on",
        (on.isoformat(),),
    ):
        hold = to_record(Hold, row)
        holds[hold.episode_id] = (*holds.get(hold.episode_id, ()), hold)
    clients = {
        client_id: (client, county)
        for client_id, client, county in caseload.rows(
            "select client_id, last_name || ', ' || first_name, county from client"
        )
    }
    day = date.fromisoformat
    stays = [
        Stay(
            episode_id, client_id, *clients[client_id], program, day(admitted_on),
            day(left_on) if left_on is not None and left_on <= on.isoformat() else None,
            holds.get(episode_id, ()), levels.get(episode_id, ()), managers.get(episode_id, ()),
        )
        for episode_id, client_id, program, admitted_on, left_on in caseload.rows(
            "select episode_id, client_id, program, admitted_on, discharged_on from episode"
            " where admitted_on <= ?",
            (on.isoformat(),),
        )
    ]  # fmt: skip
    return People(by_client(stays), clients)


def _dated(caseload: Caseload, on: date, table: str, field: str) -> dict[str, Dated]:
    found: dict[str, list[tuple[date, str]]] = {}
    for episode_id, from_on, value in caseload.rows(
        f"select d.episode_id, d.from_on, {field} from {table} where d.from_on <= ?"
        " order by d.episode_id, d.from_on",
        (on.isoformat(),),
    ):
        found.setdefault(episode_id, []).append((date.fromisoformat(from_on), value))
    return {episode_id: tuple(each) for episode_id, each in found.items()}
