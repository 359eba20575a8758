"""On which days what a standard asks was done, beside contacts: plans and assessments."""

import json
from collections.abc import Set
from datetime import date
from typing import NamedTuple

from caseload.model import Counting, Standard
from caseload.records._caseload import Caseload
from caseload.records.due.facts import Wanted, days_in, filters


class DayDone(NamedTuple):
    """A day on which what a standard asks was done: a plan signed or reviewed, an assessment."""

    client_id: str
    day: date
    words: str


Whose = Wanted | Set[str]
"""Clients in a program on the day, or these client_ids whether they are in one or not."""


def _those(caseload: Caseload, whose: Whose) -> tuple[str, dict[str, str | None]]:
    """SQL of their client_ids, and the values that it names."""
    if not isinstance(whose, Wanted):
        ids = json.dumps(sorted(whose))
        return "select value as client_id from json_each(:those)", {"those": ids}
    condition, values = filters(caseload, whose)
    return f"select distinct e.client_id from episode e where {condition}", values


def plan_days(caseload: Caseload, on: date, whose: Whose) -> list[DayDone]:
    """The days up to `on` that count for plan reviews, newest first.

    One day may stand twice, when a plan was reviewed on the day that it came into force.
    """
    those, values = _those(caseload, whose)
    rows = caseload.rows(
        f"""
        with those as ({those})
        select client_id, effective_on, 'version ' || version || ' came into force'
        from plan join those using (client_id) where effective_on <= :on
        union all
        select client_id, reviewed_on, 'reviewed: ' || outcome
        from plan_review join those using (client_id)
        where reviewed_on <= :on and entered_in_error_at is null
        order by 2 desc, 3
        """,
        {"on": on.isoformat(), **values},
    )
    return [DayDone(client_id, date.fromisoformat(day), words) for client_id, day, words in rows]


def assessment_days(
    caseload: Caseload, on: date, whose: Whose, instrument: str | None
) -> list[DayDone]:
    """The days up to `on` of assessments with an instrument, or any; newest first.

    One day may stand twice, when two were done on it.
    """
    those, values = _those(caseload, whose)
    only = "and instrument = :instrument collate nocase" if instrument is not None else ""
    rows = caseload.rows(
        f"""
        with those as ({those})
        select client_id, assessed_on, instrument
            || iif(score is null, '', ': ' || score) || iif(band is null, '', ', ' || band)
        from assessment join those using (client_id)
        where assessed_on <= :on and entered_in_error_at is null {only}
        order by 2 desc, 3
        """,
        {"on": on.isoformat(), **values, **({"instrument": instrument} if instrument else {})},
    )
    return [DayDone(client_id, date.fromisoformat(day), words) for client_id, day, words in rows]


def assessed_days(
    caseload: Caseload, standard: Standard, on: date, wanted: Wanted
) -> dict[str, tuple[date, ...]]:
    """By client the days of `assessment_days`, each once, newest first: what the list counts.

    Of a rolling standard the newest few alone, one seek each, so that a long history costs nothing.
    """
    condition, values = filters(caseload, wanted)
    only = "and a.instrument = :instrument collate nocase" if standard.instrument else ""
    newest = f"limit {standard.times}" if standard.counting is Counting.ROLLING else ""
    rows = caseload.rows(
        f"""
        with those as (select distinct e.client_id from episode e where {condition})
        select client_id, (select group_concat(day) from (
            select distinct a.assessed_on as day from assessment a
            where a.client_id = those.client_id and a.assessed_on <= :on
                and a.entered_in_error_at is null {only}
            order by a.assessed_on desc {newest}))
        from those
        """,
        {"on": on.isoformat(), **values, **({"instrument": standard.instrument} if only else {})},
    )
    return {client_id: days_in(text) for client_id, text in rows if text}
