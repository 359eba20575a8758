"""Follow-ups after an inpatient discharge, as lines of the due list."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from caseload.model import Item, Obligation
from caseload.records._as_of import case_manager, level_of_care
from caseload.records.due.facts import Asked
from caseload.rules import crisis_rules
from caseload.rules.crisis_rules import FollowUp, Stay

_FIRST = (
    "ifnull((select k.contacted_on from contact k indexed by contact_mode"
    " where k.client_id = x.client_id and k.mode = '{}' and k.reached = 'client'"
    " and k.entered_in_error_at is null and k.contacted_on > x.discharged_on"
    " and k.contacted_on <= :on order by k.contacted_on limit 1), '9')"
)
_STAYS = f"""
    select x.crisis_id, x.client_id, x.admitted_on, x.discharged_on,
        iif(x.discharged_on is null, '9', min({
    ", ".join(_FIRST.format(mode) for mode in crisis_rules.VISIT_MODES)
}))
    from crisis x indexed by crisis_stay
    where x.admitted_on is not null and x.entered_in_error_at is null and x.admitted_on <= :on
        and (:client is null or x.client_id = :client)"""
"""Each stay with the first visit after it: one seek each for in person and by video."""
_WHOSE = f"""
    select x.crisis_id, x.client_id, c.last_name || ', ' || c.first_name, x.facility, x.staff,
        c.county, c.phone, c.contact_notes, e.program,
        {level_of_care()},
        {case_manager()}
    from crisis x join client c using (client_id)
    left join episode e on e.episode_id = (
        select episode_id from episode y where y.client_id = x.client_id and y.admitted_on <= :on
        order by y.discharged_on is null or y.discharged_on > :on desc, y.admitted_on desc,
            y.episode_id limit 1)
    where x.crisis_id in (select value from json_each(:crises))"""


def crisis_follow_ups(asked: Asked) -> Iterator[Item]:
    """Visits owed after a discharge, whether or not the client is still in a program."""
    on = asked.on.isoformat()
    stays: dict[str, list[Stay]] = {}
    visits: dict[str, set[date]] = {}
    day = date.fromisoformat
    for crisis_id, client_id, admitted_on, discharged_on, seen in asked.caseload.rows(
        _STAYS, {"on": on, "client": asked.wanted.client_id}
    ):
        left = day(discharged_on) if discharged_on else None
        stays.setdefault(client_id, []).append(Stay(crisis_id, day(admitted_on), left))
        if seen != "9":
            visits.setdefault(client_id, set()).add(day(seen))
    if not stays:
        return
    closed: dict[str, list[tuple[str, int, date]]] = {}
    for crisis_id, days, closed_on, client_id in asked.caseload.rows(
        "select z.crisis_id, z.days, z.closed_on, x.client_id"
        " from crisis_closing z join crisis x using (crisis_id) where z.closed_on <= ?",
        (on,),
    ):
        closed.setdefault(client_id, []).append((crisis_id, days, day(closed_on)))
    owed = [
        one
        for client_id, own in stays.items()
        for one in crisis_rules.follow_ups(
            own, visits.get(client_id, ()), closed.get(client_id, ()), asked.on
        )
    ]
    if owed:
        yield from _items(asked, owed)


def _items(asked: Asked, owed: Sequence[FollowUp]) -> Iterator[Item]:
    names = dict(asked.caseload.rows("select staff_id, name from staff"))
    named = {"on": asked.on.isoformat(), "crises": json.dumps([one.crisis_id for one in owed])}
    whose = {crisis_id: row for crisis_id, *row in asked.caseload.rows(_WHOSE, named)}
    for one in owed:
        (client_id, client, facility, writer, county, phone, contact_notes, program, level,
         manager) = whose[one.crisis_id]  # fmt: skip
        owner = manager or writer
        if not asked.wants(client_id, owner, program, county):
            continue
        verdict = crisis_rules.judge(one._replace(facility=facility), asked.on)
        yield Item(
            client_id, client, names.get(owner), program, level, county,
            Obligation.CRISIS_FOLLOW_UP, None, verdict.due_on, verdict.days_overdue,
            verdict.status, None, None, None, verdict.reason, one.crisis_id, phone, contact_notes,
            one.discharged_on,
        )  # fmt: skip
