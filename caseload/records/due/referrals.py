"""Open referrals on the due list: somebody asks again on the day that was set.

How a referral stood on a past day follows from its steps. It is shown to the case manager of the
client's open episode, of several to the one who made the referral; without any it is not listed.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from caseload import rules
from caseload.model import Item, Obligation
from caseload.records._as_of import case_manager, level_of_care
from caseload.records.due.facts import Asked

OPEN = ("sent", "accepted", "waitlisted", "linked")
"""As in `referral_rules`, whose nouns the morning list does without."""

OPENED_BY = f"""(
    select episode_id from episode x where x.client_id = r.client_id
        and x.admitted_on <= :on and (x.discharged_on is null or x.discharged_on > :on)
    order by {case_manager("x.episode_id")} is r.staff desc, x.admitted_on desc, x.episode_id
    limit 1)"""
"""SQL of the open episode that referral `r` belongs to on the day :on."""


def referrals(asked: Asked) -> Iterator[Item]:
    """Open referrals of clients in a program."""
    standing = _standing(asked)
    if not standing:
        return
    names = dict(asked.caseload.rows("select staff_id, name from staff"))
    for (referral_id, client_id, client, service, writer, county, phone, contact_notes,
         program, level, manager) in _facts(asked, list(standing)):  # fmt: skip
        owner = manager or writer
        if not asked.wants(client_id, owner, program, county):
            continue
        verdict = rules.judge_referral(service, *standing[referral_id], asked.on)
        yield Item(
            client_id, client, names.get(owner), program, level, county, Obligation.REFERRAL, None,
            verdict.due_on, verdict.days_overdue, verdict.status, None, None, None,
            verdict.reason, referral_id, phone, contact_notes, None,
        )  # fmt: skip


def _standing(asked: Asked) -> dict[str, tuple[str, date, date]]:
    """Those open on the day: how each stands, since when, and when somebody asks again."""
    only, values = "", {"on": asked.on.isoformat()}
    if asked.wanted.client_id is not None:
        only, values["client_id"] = "r.client_id = :client_id and", asked.wanted.client_id
    # One that ended since was open on a past day; what was taken back was never true on any.
    rows = asked.caseload.rows(
        f"""
        select u.referral_id, u.status, u.noted_on, u.follow_up_on
        from (
            select referral_id, client_id from referral
            where closed_on is null and entered_in_error_at is null
            union all
            select referral_id, client_id from referral
            where closed_on > :on and entered_in_error_at is null
        ) r join referral_update u using (referral_id)
        where {only} u.noted_on <= :on and u.takes_back is null
        and not exists (select 1 from referral_update t where t.referral_id = u.referral_id
            and t.takes_back = u.referral_update_id)
        order by u.referral_id, u.noted_on, u.rowid
        """,
        values,
    )
    last: dict[str, tuple[str, str, str | None]] = {}
    for referral_id, status, noted_on, follow_up_on in rows:
        before = last.get(referral_id)
        since = before[1] if before is not None and before[0] == status else noted_on
        last[referral_id] = status, since, follow_up_on
    day = date.fromisoformat
    return {
        referral_id: (status, day(since), day(ask_on))
        for referral_id, (status, since, ask_on) in last.items()
        if status in OPEN and ask_on is not None
    }


def _facts(asked: Asked, referral_ids: list[str]) -> list[tuple[Any, ...]]:
    return asked.caseload.rows(
        f"""
        select r.referral_id, r.client_id, c.last_name || ', ' || c.first_name, s.name, r.staff,
            c.county, c.phone, c.contact_notes, e.program,
            {level_of_care()},
            {case_manager()}
        from referral r join client c using (client_id) join resource s using (resource_id)
        join episode e on e.episode_id = {OPENED_BY}
        where r.referral_id in (select value from json_each(:ids))
        """,
        {"on": asked.on.isoformat(), "ids": json.dumps(referral_ids)},
    )
