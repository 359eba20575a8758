"""The early warning: what is recorded of everyone with an open stay, judged by `watching`.

One query for each sign and for everyone at once, as of any day; what was recorded later, or was
entered in error, does not count.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from caseload import dates, rules
from caseload.records._caseload import Caseload
from caseload.records.due.facts import Standing, Wanted, open_episodes
from caseload.rules import watching
from caseload.rules.watching import Signs, Watched, Weights, Worse

Matters = Callable[[str], tuple[bool, int | None]]
"""Of an instrument: whether higher is worse, and by how many points a score must move to mean
something, where it says so."""


def watch(
    caseload: Caseload,
    on: date,
    weights: Weights,
    wanted: Wanted = Wanted(),  # noqa: B008 - immutable
    *,
    matters: Matters = lambda _: (True, None),
) -> list[Watched]:
    """Clients who may be slipping away on a day, those with the most signs first.

    Args:
        caseload: The open caseload.
        on: The day.
        weights: What counts, and how far back.
        wanted: Which part.
        matters: What a change of a score means, by instrument.
    """
    with caseload.reading():
        stays: dict[str, list[Standing]] = {}
        for one in open_episodes(caseload, on, wanted):
            stays.setdefault(one.client_id, []).append(one)
        attempts = _attempts(caseload, on)
        missed = _days(
            caseload, on, weights.missed_days,
            "select client_id, substr(starts_at, 1, 10) as day from appointment"
            " where outcome = 'missed' and outcome_on <= :on and entered_in_error_at is null",
        )  # fmt: skip
        crises = _days(
            caseload, on, weights.crisis_days,
            "select client_id, substr(occurred_at, 1, 10) as day from crisis"
            " where entered_in_error_at is null",
        )  # fmt: skip
        worse = _worse(caseload, on, weights, matters)
        nowhere = _nowhere(caseload, on, weights.nowhere_days)
    everyone = []
    for client_id, own in stays.items():
        held = [rules.hold_on(one.holds, on) for one in own]
        endless = [hold.from_on for hold in held if hold is not None and hold.until_on is None]
        count, reached = attempts.get(client_id, (0, None))
        first = own[0]
        everyone.append(
            Signs(
                client_id, first.client, first.case_manager,
                ", ".join(dict.fromkeys(one.program for one in own)), first.phone,
                first.contact_notes, count, reached, missed.get(client_id, ()),
                worse.get(client_id, ()), crises.get(client_id, ()), nowhere.get(client_id, ()),
                min(endless, default=None),
            )
        )  # fmt: skip
    return watching.watched(everyone, weights)


def _attempts(caseload: Caseload, on: date) -> dict[str, tuple[int, date | None]]:
    """How often nobody was reached since the client last was, and the day of that."""
    found = caseload.rows(
        """
        with reached as (
            select client_id, max(contacted_on) as last_on from contact indexed by contact_reached
            where reached in ('client', 'group') and entered_in_error_at is null
            and contacted_on <= :on group by client_id)
        select k.client_id, count(*), r.last_on
        from contact k indexed by contact_reached left join reached r using (client_id)
        where k.reached = 'nobody' and k.entered_in_error_at is null and k.contacted_on <= :on
        and k.contacted_on > ifnull(r.last_on, '')
        group by k.client_id
        """,
        {"on": on.isoformat()},
    )
    return {
        client_id: (count, date.fromisoformat(last) if last else None)
        for client_id, count, last in found
    }


def _days(caseload: Caseload, on: date, back: int, sql: str) -> dict[str, tuple[date, ...]]:
    """Days by client within so many days, the newest first."""
    rows = caseload.rows(
        f"select client_id, day from ({sql}) where day between :since and :on order by day desc",
        _span(on, back),
    )
    return _by_client((client_id, date.fromisoformat(day)) for client_id, day in rows)


def _worse(
    caseload: Caseload, on: date, weights: Weights, matters: Matters
) -> dict[str, tuple[Worse, ...]]:
    """Where the last score with an instrument is worse than the one before it."""
    rows = caseload.rows(
        """
        select client_id, instrument, score, assessed_on, before, before_on from (
            select client_id, instrument, score, assessed_on,
                lag(score) over same as before, lag(assessed_on) over same as before_on,
                lead(score) over same as after
            from assessment
            where score is not null and entered_in_error_at is null and assessed_on <= :on
            window same as (partition by client_id, instrument order by assessed_on, rowid))
        where after is null and before is not null and assessed_on >= :since
        order by client_id, instrument
        """,
        _span(on, weights.worse_days),
    )
    day = date.fromisoformat
    found = []
    for client_id, instrument, score, assessed_on, before, before_on in rows:
        higher_is_worse, meaningful = matters(instrument)
        moved = score - before if higher_is_worse else before - score
        if moved >= (meaningful or weights.worse_by):
            found.append(
                (client_id, Worse(instrument, before, day(before_on), score, day(assessed_on)))
            )
    return _by_client(found)


def _nowhere(caseload: Caseload, on: date, back: int) -> dict[str, tuple[str, ...]]:
    """Referrals that were declined, or that nobody answered."""
    rows = caseload.rows(
        """
        with step as (
            select referral_id, status, noted_on, rowid as place from referral_update u
            where noted_on <= :on and takes_back is null and not exists (
                select 1 from referral_update t where t.referral_id = u.referral_id
                and t.takes_back = u.referral_update_id))
        select r.client_id, v.name, u.status, u.noted_on
        from step u join referral r using (referral_id) join resource v using (resource_id)
        where u.status in ('declined_by_client', 'declined_by_service', 'no_response')
        and u.noted_on >= :since and r.entered_in_error_at is null
        and not exists (select 1 from step x where x.referral_id = u.referral_id
            and (x.noted_on, x.place) > (u.noted_on, u.place))
        order by u.noted_on desc, r.referral_id
        """,
        _span(on, back),
    )
    return _by_client(
        (client_id, f"{name}: {status.replace('_', ' ')} {dates.plain(date.fromisoformat(day))}")
        for client_id, name, status, day in rows
    )


def _span(on: date, back: int) -> Mapping[str, str]:
    return {"on": on.isoformat(), "since": (on - timedelta(days=back)).isoformat()}


def _by_client(pairs: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for client_id, each in pairs:
        found.setdefault(client_id, []).append(each)
    return {client_id: tuple(those) for client_id, those in found.items()}
