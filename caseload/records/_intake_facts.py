"""Who stands between referral and admission on a day, and by when the next step is taken."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from caseload.errors import DamagedError
from caseload.model import Episode, Program
from caseload.records._caseload import Caseload
from caseload.records._driver import damaged
from caseload.rules import intake_rules


class Standing(NamedTuple):
    """An episode not yet admitted on the day, with who it is about and what comes next."""

    episode: Episode
    """As it stands in the file; `intake_rules.as_of` takes away what came later."""
    client: str
    county: str | None
    phone: str | None
    contact_notes: str | None
    next_step: intake_rules.NextStep


# The first part is an index of its own, and in most files all that there is.
_BETWEEN = """
    select episode_id from episode where status in ('referred', 'screened', 'waiting')
    union all
    select episode_id from episode where status in ('admitted', 'discharged')
        and admitted_on > :on
    union all
    select episode_id from episode where status = 'not_eligible' and not_eligible_on > :on"""


def between(caseload: Caseload, on: date, client_id: str | None = None) -> Iterator[Standing]:
    """Those who were referred by that day and neither admitted nor turned away, in no order.

    Args:
        caseload: The open caseload.
        on: The day; steps taken later don't count.
        client_id: Only this client's.
    """
    values = {"on": on.isoformat()}
    found = [row[0] for row in caseload.rows(_BETWEEN, values)]
    if not found:
        return
    # What most mornings do without is loaded here.
    import json

    from caseload.records._rows import to_record
    from caseload.records.episodes import SELECT
    from caseload.records.holidays import days_off
    from caseload.records.programs import listed

    programs: dict[str, Program] = {one.name: one for one in listed(caseload)}
    off = days_off(caseload)
    for *stored, client, county, phone, contact_notes in caseload.rows(
        f"{SELECT}, c.last_name || ', ' || c.first_name, c.county, c.phone, c.contact_notes"
        " from episode e join client c using (client_id)"
        " where e.episode_id in (select value from json_each(:ids))"
        " and (:client_id is null or e.client_id = :client_id)",
        {**values, "ids": json.dumps(found), "client_id": client_id},
    ):
        episode = to_record(Episode, stored)
        if episode.program not in programs:
            raise DamagedError(damaged(caseload.path))
        step = intake_rules.next_step(episode, programs[episode.program], on, off)
        if step is not None:
            yield Standing(episode, client, county, phone, contact_notes, step)
