"""What carries its own date: hold reviews, unsigned notes, and what other records ask for.

There is no counting here: each record says by when, the rules say how that stands on the day. A
hold hides none of it. Each kind is a function of `KINDS`, and reads the file once for everyone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from caseload import dates, rules
from caseload.model import Item, Obligation
from caseload.records._as_of import case_manager, level_of_care
from caseload.records._caseload import Caseload
from caseload.records.due import agenda, circle
from caseload.records.due.crises import crisis_follow_ups
from caseload.records.due.facts import Asked, Standing, Wanted, item_of
from caseload.records.due.intake import intake_steps
from caseload.records.due.referrals import referrals
from caseload.records.holidays import days_off


def dated_items(
    caseload: Caseload, episodes: Sequence[Standing], on: date, wanted: Wanted
) -> Iterator[Item]:
    """All of them that are wanted, in no order."""
    asked = Asked(caseload, episodes, on, wanted)
    for obligation, items in KINDS.items():
        if wanted.obligation in (None, obligation):
            yield from items(asked)


def _hold_reviews(asked: Asked) -> Iterator[Item]:
    """Holds without an end."""
    endless = [
        (one, hold)
        for one in asked.episodes
        if one.holds and (hold := rules.hold_on(one.holds, asked.on)) and hold.until_on is None
    ]
    if not endless:
        return
    reviewed = dict(
        asked.caseload.rows(
            "select hold_id, max(reviewed_on) from hold_review where reviewed_on <= ?"
            " group by hold_id",
            (asked.on.isoformat(),),
        )
    )
    for one, hold in endless:
        last = reviewed.get(hold.hold_id)
        verdict = rules.judge_hold_review(
            hold.from_on, date.fromisoformat(last) if last else None, asked.on, hold.reason
        )
        yield item_of(one, Obligation.HOLD_REVIEW, None, verdict, hold.hold_id)


def _unsigned_notes(asked: Asked) -> Iterator[Item]:
    """Notes without a signature, whether or not the client is still in a program."""
    off: frozenset[date] | None = None
    rows = asked.caseload.rows(
        f"""
        select k.contact_id, k.client_id, c.last_name || ', ' || c.first_name,
            k.recorded_at, k.signed_at, k.staff, c.county, c.phone, c.contact_notes,
            e.program,
            {level_of_care()},
            {case_manager()}
        from (
            select * from contact where signed_at is null and imported = 0
                and reached <> 'nobody' and entered_in_error_at is null
            union all
            select * from contact where signed_at >= :day_before and imported = 0
                and reached <> 'nobody' and entered_in_error_at is null
        ) k
        join client c using (client_id)
        left join episode e on e.episode_id = (
            select episode_id from episode x where x.client_id = k.client_id
                and (k.program is null or x.program = k.program)
                and x.admitted_on <= :on
            order by x.discharged_on is null or x.discharged_on > :on desc, x.admitted_on desc,
                x.episode_id limit 1)
        """,
        # Signed since: it was not signed yet on a past day. Zones are at most a day apart.
        {"on": asked.on.isoformat(), "day_before": (asked.on - timedelta(days=1)).isoformat()},
    )
    if not rows:
        return
    names = dict(asked.caseload.rows("select staff_id, name from staff"))
    for (contact_id, client_id, client, recorded_at, signed_at, writer, county,
         phone, contact_notes, program, level, manager) in rows:  # fmt: skip
        if signed_at is not None and dates.local_day(signed_at) <= asked.on:
            continue
        owner = manager or writer
        if not asked.wants(client_id, owner, program, county):
            continue
        if off is None:
            off = days_off(asked.caseload)
        verdict = rules.judge_unsigned_note(dates.local_day(recorded_at), asked.on, off)
        if verdict is not None:
            yield Item(
                client_id, client, names.get(owner), program, level, county,
                Obligation.UNSIGNED_NOTE, None, verdict.due_on, verdict.days_overdue,
                verdict.status, None, None, None, verdict.reason,
                contact_id, phone, contact_notes, None,
            )  # fmt: skip


KINDS: dict[Obligation, Callable[[Asked], Iterator[Item]]] = {
    Obligation.HOLD_REVIEW: _hold_reviews,
    Obligation.UNSIGNED_NOTE: _unsigned_notes,
    Obligation.INTAKE_STEP: intake_steps,
    Obligation.CONSENT: circle.consents,
    Obligation.REFERRAL: referrals,
    Obligation.APPOINTMENT: agenda.appointments,
    Obligation.TASK: agenda.tasks,
    Obligation.APPEAL: agenda.appeals,
    Obligation.CRISIS_FOLLOW_UP: crisis_follow_ups,
}
"""What finds the items of an obligation that no standard asks for."""
