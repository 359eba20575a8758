"""The due list for a day: facts from the file, judged by the rules, worst first."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from caseload import dates, rules
from caseload.errors import DamagedError
from caseload.model import Item, Obligation, Standard, Status
from caseload.records._caseload import Caseload
from caseload.records.due.dated import dated_items
from caseload.records.due.days import DayDone, assessed_days, assessment_days, plan_days
from caseload.records.due.facts import (
    NO_DAYS,
    Standing,
    Wanted,
    active_standards,
    contact_facts,
    days_in,
    days_of,
    item_of,
    open_episodes,
)

__all__ = [
    "LISTED",
    "DueList",
    "InAll",
    "Wanted",
    "due",
    "fits",
    "in_all",
    "overdue_when_held",
    "uncollected",
]

LISTED = (Status.OVERDUE, Status.DUE_TODAY, Status.DUE_SOON)
_RANK = {status: rank for rank, status in enumerate(Status)}


class DueList(NamedTuple):
    """What is due, sorted, and what was counted along the way."""

    items: list[Item]
    open_episodes: int
    on_hold: int
    """Episodes on hold, beyond the open ones."""


def due(
    caseload: Caseload,
    on: date,
    wanted: Wanted = Wanted(),  # noqa: B008 - immutable
    *,
    within: int | None = 0,
    include_held: bool = False,
) -> DueList:
    """The list for a day, worst first.

    Args:
        caseload: The open caseload.
        on: The day.
        wanted: Which part.
        within: Show upcoming items too that fall due in so many days; None shows all of them.
        include_held: List those on hold as well, last.
    """
    with _damage_told(caseload), caseload.reading(), uncollected():
        episodes = open_episodes(caseload, on, wanted)
        held = {one.episode_id for one in episodes if rules.hold_on(one.holds, on) is not None}
        active = [one for one in episodes if one.episode_id not in held]
        standards = [one for one in active_standards(caseload) if rules.in_force(one, on)]
        items: list[Item] = []
        for standard in standards:
            if wanted.obligation not in (None, standard.obligation):
                continue
            items.extend(_owed(caseload, standard, active, on, wanted))
            if include_held:
                items.extend(
                    _held_item(one, standard, on)
                    for one in episodes
                    if one.episode_id in held and fits(standard, one)
                )
        items.extend(dated_items(caseload, episodes, on, wanted))
        items = [one for one in items if _shown(one, within)]
        items.sort(key=order)
    return DueList(items, len(active), len(held))


def in_order(items: list[Item]) -> list[Item]:
    """Items that were read in parts, worst first."""
    return sorted(items, key=order)


def how_many_open(caseload: Caseload, on: date) -> int:
    """How many episodes are open on a day, which tells how long the whole list will take."""
    found: int = caseload.value(
        "select count(*) from episode where admitted_on <= ?"
        " and (discharged_on is null or discharged_on > ?)",
        (on.isoformat(), on.isoformat()),
    )
    return found


class InAll(NamedTuple):
    """What the whole file has, of which a list may be a part."""

    clients: int
    open_episodes: int


def in_all(caseload: Caseload, on: date) -> InAll:
    """How many clients the file has, and how many episodes are open on a day."""
    clients: int = caseload.value("select count(*) from client")
    return InAll(clients, how_many_open(caseload, on))


def _shown(item: Item, within: int | None) -> bool:
    if item.status is not Status.UPCOMING or within is None:
        return True
    assert item.days_overdue is not None
    return -item.days_overdue <= within


def order(item: Item) -> tuple[int, int, str, str, str]:
    """Worst first; then by client, standard and record."""
    return (
        _RANK[item.status],
        -(item.days_overdue or 0),
        item.client_id or "",
        item.standard or "",
        item.record_id or "",
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Building 100,000 lines makes no cycles; looking for them takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _damage_told(caseload: Caseload) -> Iterator[None]:
    """A value that no check would let in is damage, and not a fault of ours."""
    try:
        yield
    except (TypeError, ValueError):
        from caseload.records import checks

        if checks.damage(caseload):
            raise DamagedError(
                f"Records in {caseload.path} are damaged; see: caseload check. Restore a backup."
            ) from None
        raise


# --- judgement -----------------------------------------------------------------------------------


def fits(standard: Standard, episode: Standing) -> bool:
    """Whether the standard is meant for this episode, as it stands on the day."""
    return rules.fits(standard, episode.client_id, episode.program, episode.level_of_care)


def _owed(
    caseload: Caseload,
    standard: Standard,
    episodes: Sequence[Standing],
    on: date,
    wanted: Wanted,
) -> Iterator[Item]:
    fitting = [one for one in episodes if fits(standard, one)]
    if not fitting:
        return
    if standard.client_id is not None:
        wanted = wanted._replace(client_id=standard.client_id)
    is_contact = standard.obligation is Obligation.CONTACT
    facts = contact_facts(caseload, standard, on, wanted) if is_contact else {}
    waiting = [
        one
        for one in fitting
        if one.holds
        and is_contact
        and not facts[one.episode_id][0].strip(",")
        and rules.clock(one.admitted_on, one.holds, on).hold is not None
    ]
    before = overdue_when_held(caseload, standard, waiting, on)
    obligation, name, to_date = standard.obligation, standard.name, date.fromisoformat
    done = {} if is_contact else _done(caseload, standard, on, wanted)
    for one in fitting:
        attempts: int | None = None
        last_attempt_on: date | None = None
        days = NO_DAYS
        if is_contact:
            text, attempts, last = facts[one.episode_id]
            days = days_in(text)
            if last is not None:
                last_attempt_on = to_date(last)
        if one.holds:
            since = rules.clock(one.admitted_on, one.holds, on, obligation)
        else:
            since = rules.Clock(one.admitted_on, None)
        if one.client_id in done:
            days = tuple(day for day in done[one.client_id] if day >= since.start)
        verdict = rules.judge(standard, since, days, on, before.get(one.episode_id, 0))
        yield Item(
            one.client_id, one.client, one.case_manager, one.program, one.level_of_care,
            one.county, obligation, name, verdict.due_on, verdict.days_overdue, verdict.status,
            days[0] if days else None, attempts, last_attempt_on, verdict.reason, None, one.phone,
            one.contact_notes, since.start,
        )  # fmt: skip


def days_done(caseload: Caseload, standard: Standard, on: date, wanted: Wanted) -> list[DayDone]:
    """The days that count for a standard of plan reviews or assessments, newest first."""
    if standard.obligation is Obligation.PLAN_REVIEW:
        return plan_days(caseload, on, wanted)
    return assessment_days(caseload, on, wanted, standard.instrument)


def _done(
    caseload: Caseload, standard: Standard, on: date, wanted: Wanted
) -> dict[str, tuple[date, ...]]:
    """Those days by client, each once, newest first, as far back as the rule looks."""
    if standard.obligation is Obligation.ASSESSMENT:
        return assessed_days(caseload, standard, on, wanted)
    found: dict[str, dict[date, None]] = {}
    for client_id, day, _ in plan_days(caseload, on, wanted):
        found.setdefault(client_id, {})[day] = None
    return {client_id: tuple(days) for client_id, days in found.items()}


def overdue_when_held(
    caseload: Caseload, standard: Standard, episodes: Sequence[Standing], on: date
) -> dict[str, int]:
    """For episodes not reached since a hold: by how many days they were overdue when it began."""
    if not episodes:
        return {}
    wanted = {one.client_id for one in episodes}
    days: dict[tuple[str, str | None], list[date]] = {}
    for client_id, program, contacted_on in days_of(caseload, standard, wanted, on):
        days.setdefault((client_id, program), []).append(date.fromisoformat(contacted_on))
    found = {}
    for one in episodes:
        own = days.get((one.client_id, None), []) + days.get((one.client_id, one.program), [])
        since = rules.clock(one.admitted_on, one.holds, on)
        late = rules.overdue_when_held(
            standard, one.admitted_on, one.holds, since, sorted(set(own), reverse=True)
        )
        if late:
            found[one.episode_id] = late
    return found


def _held_item(one: Standing, standard: Standard, on: date) -> Item:
    hold = rules.hold_on(one.holds, on)
    assert hold is not None
    until = f" until {dates.plain(hold.until_on)}" if hold.until_on else ""
    why = hold.reason.replace("_", " ")
    return item_of(
        one,
        standard.obligation,
        standard.name,
        rules.Verdict(
            on, 0, Status.ON_HOLD, f"On hold since {dates.plain(hold.from_on)}{until} ({why})."
        ),
        None,
    )._replace(due_on=None, days_overdue=None)
