"""Releases that end: each one is due on its last day, until it is renewed or revoked."""

from collections.abc import Iterator
from datetime import date

from caseload import rules
from caseload.model import Item, Obligation
from caseload.records.due.facts import Asked, Standing, item_of
from caseload.rules import circle_rules


def consents(asked: Asked) -> Iterator[Item]:
    """Releases of clients with an open episode, once each, however many episodes are open."""
    stays: dict[str, Standing] = {}
    for one in sorted(asked.episodes, key=lambda each: (each.admitted_on, each.episode_id)):
        stays.setdefault(one.client_id, one)
    if not stays:
        return
    only, on, day = asked.wanted.client_id, asked.on, date.fromisoformat
    # Few columns, and no records made of them: most releases are far from their end.
    rows = asked.caseload.rows(
        "select c.consent_id, c.client_id, c.to_whom, c.signed_on, c.expires_on, c.revoked_on,"
        " (select min(n.signed_on) from consent n where n.renews = c.consent_id"
        "   and n.entered_in_error_at is null)"
        " from consent c where c.expires_on is not null and c.entered_in_error_at is null"
        f" {'and c.client_id = :client' if only else ''}",
        {"client": only} if only else {},
    )
    for consent_id, client_id, to_whom, signed_on, expires_on, *over in rows:
        stay = stays.get(client_id)
        over_on = min((day(each) for each in over if each), default=None)
        if stay is None or not circle_rules.is_waiting(day(signed_on), over_on, on):
            continue
        due_on = day(expires_on)
        verdict = rules.Verdict(
            due_on,
            on.toordinal() - due_on.toordinal(),
            rules.status_of(due_on, on, circle_rules.CONSENT_SOON_DAYS),
            circle_rules.reason(to_whom, due_on, on),
        )
        yield item_of(stay, Obligation.CONSENT, None, verdict, consent_id)
