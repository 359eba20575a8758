"""The holds that inpatient stays open: one for each open episode, where it isn't on hold already.

What always holds: a stay touches the holds that it has opened, and no others.
"""

from datetime import date

from caseload.model import EpisodeStatus, Hold, HoldReason
from caseload.model.crises import Crisis
from caseload.records import episodes, holds
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record
from caseload.rules import crisis_rules


def of(caseload: Caseload, crisis_id: str) -> list[Hold]:
    """The holds that a stay has opened."""
    rows = caseload.rows(
        f"select {columns_of(Hold, 'h')} from crisis_hold join hold h using (hold_id)"
        " where crisis_id = ? order by h.from_on, h.hold_id",
        (crisis_id,),
    )
    return [to_record(Hold, row) for row in rows]


def follow(caseload: Caseload, one: Crisis) -> None:
    """Put each open episode on hold for a stay, where it isn't already.

    The holds that the stay has opened before are given its days. Episodes that have ended since
    are left as they are.
    """
    own = of(caseload, one.crisis_id)
    for episode_id, after in _spans(caseload, one, {hold.hold_id for hold in own}).items():
        before = [hold for hold in own if hold.episode_id == episode_id]
        if len(before) == 1 and after:
            holds.move(caseload, before[0], *after.pop(0))
        else:
            for hold in before:
                _drop(caseload, one.crisis_id, hold)
        for from_on, until_on in after:
            _open(caseload, one, episode_id, from_on, until_on)


def _open(
    caseload: Caseload, one: Crisis, episode_id: str, from_on: date, until_on: date | None
) -> None:
    remark = f"{one.facility} ({one.crisis_id})" if one.facility else one.crisis_id
    with caseload.write("hold client", one.client_id) as change:
        made = holds.hold(
            caseload, episode_id, from_on, HoldReason.INPATIENT, until_on=until_on, remark=remark
        )
        keys = {"crisis_id": one.crisis_id, "hold_id": made.hold_id}
        change.insert("crisis_hold", keys, one.crisis_id)


def _spans(
    caseload: Caseload, one: Crisis, own: set[str]
) -> dict[str, list[tuple[date, date | None]]]:
    """For each open episode the holds that a stay asks for: first day and first day back."""
    found: dict[str, list[tuple[date, date | None]]] = {}
    for stay in episodes.of_client(caseload, one.client_id):
        if stay.status is not EpisodeStatus.ADMITTED or stay.admitted_on is None:
            continue
        found[stay.episode_id] = []
        begins = max(one.admitted_on or date.max, stay.admitted_on)
        if one.admitted_on is not None and begins < (one.discharged_on or date.max):
            others = [
                hold
                for hold in holds.of_episode(caseload, stay.episode_id)
                if hold.hold_id not in own
            ]
            spans = crisis_rules.uncovered(begins, one.discharged_on, others)
            found[stay.episode_id] = list(spans)
    return found


def _drop(caseload: Caseload, crisis_id: str, hold: Hold) -> None:
    with caseload.write("drop hold") as change:
        keys = {"crisis_id": crisis_id, "hold_id": hold.hold_id}
        change.remove("crisis_hold", keys, {})
        holds.drop(caseload, hold)


def lift(caseload: Caseload, crisis_id: str, on: date) -> None:
    """End the holds that a stay has opened; `on` is the first day back.

    One that was ended before stays so; one that would have no day left never was.
    """
    for one in of(caseload, crisis_id):
        if on <= one.from_on:
            _drop(caseload, crisis_id, one)
        elif one.until_on is None or one.until_on > on:
            holds.move(caseload, one, one.from_on, on)


def drop(caseload: Caseload, crisis_id: str) -> None:
    """Take away the holds of a stay that never was."""
    for one in of(caseload, crisis_id):
        _drop(caseload, crisis_id, one)
