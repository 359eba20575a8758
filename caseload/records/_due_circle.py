"""Releases that end: each one is due on its last day, until it is renewed or revoked."""

from collections.abc import Iterator
from datetime import date

from caseload import circle_rules, rules
from caseload.circle import Consent
from caseload.model import Item, Obligation
from caseload.records._due_facts import Asked, Standing, item_of
from caseload.records._rows import columns_of, to_record


def consents(asked: Asked) -> Iterator[Item]:
    """Releases of clients with an open episode, once each, however many episodes are open."""
    stays: dict[str, Standing] = {}
    for one in sorted(asked.episodes, key=lambda each: (each.admitted_on, each.episode_id)):
        stays.setdefault(one.client_id, one)
    if not stays:
        return
    only = asked.wanted.client_id
    rows = asked.caseload.rows(
        f"select {columns_of(Consent, 'c')},"
        " (select group_concat(n.signed_on) from consent n where n.renews = c.consent_id"
        "   and n.entered_in_error_at is null)"
        " from consent c where c.expires_on is not null and c.entered_in_error_at is null"
        f" and c.signed_on <= :on {'and c.client_id = :client' if only else ''}",
        {"on": asked.on.isoformat(), **({"client": only} if only else {})},
    )
    for *values, renewed in rows:
        consent = to_record(Consent, values)
        stay = stays.get(consent.client_id)
        days = [date.fromisoformat(day) for day in (renewed or "").split(",") if day]
        ending = circle_rules.ending(consent, days, asked.on) if stay is not None else None
        if stay is None or ending is None:
            continue
        verdict = rules.Verdict(
            ending.due_on,
            (asked.on - ending.due_on).days,
            rules.status_of(ending.due_on, asked.on, circle_rules.CONSENT_SOON_DAYS),
            ending.reason,
        )
        yield item_of(stay, Obligation.CONSENT, None, verdict, consent.consent_id)
