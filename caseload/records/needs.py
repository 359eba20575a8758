"""Needs by life domain: found by an assessment or in a talk, answered by a goal, and met one day.

What always holds: a part of life has one open need (of `other` there may be several); a need is
closed by people and never by a score; one that was entered in error stays readable and counts for
nothing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.assessing import ActionLevel, Need
from caseload.model.planning import Domain
from caseload.records import clients, plan_parts, plans
from caseload.records._caseload import Caseload, Change
from caseload.records._text import tidy


def listed(
    caseload: Caseload,
    client_id: str | None = None,
    *,
    still_open: bool = False,
    on: date | None = None,
) -> list[Need]:
    """Needs of one client or of all, those entered in error among them, marked.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        still_open: Only those that are neither met nor in error: the gravest first.
        on: As of that day (today).
    """
    day = (on or caseload.today).isoformat()
    where, values = ["identified_on <= ?"], [day]
    if client_id is not None:
        where.append("client_id = ?")
        values.append(client_id)
    order = "client_id, identified_on, rowid"
    if still_open:
        where.append("entered_in_error_at is null and (met_on is null or met_on > ?)")
        values.append(day)
        ranks = " ".join(f"when '{level}' then {-n}" for n, level in enumerate(ActionLevel))
        order = f"client_id, case level {ranks} end, identified_on, rowid"
    return caseload.records(Need, f"where {' and '.join(where)} order by {order}", values)


def get(caseload: Caseload, need_id: str) -> Need:
    """One need.

    Raises:
        NotFoundError: There is none with that id.
    """
    wanted = need_id.strip().upper()
    found = caseload.records(Need, "where need_id = ?", (wanted,))
    if not found:
        raise NotFoundError(
            f"No need has the id {need_id.strip()[:40]}. Try: caseload need list CLIENT"
        )
    return found[0]


def of_domain(caseload: Caseload, client_id: str, domain: Domain) -> Need | None:
    """The client's open need in a part of life; the newest where there are several."""
    found = caseload.records(
        Need,
        "where client_id = ? and domain = ? and met_on is null and entered_in_error_at is null"
        " order by identified_on desc, rowid desc limit 1",
        (client_id, domain),
    )
    return found[0] if found else None


# --- writing -------------------------------------------------------------------------------------


def add(
    caseload: Caseload,
    client_id: str,
    domain: Domain,
    level: ActionLevel,
    identified_on: date,
    *,
    statement: str | None = None,
    assessment_id: str | None = None,
) -> Need:
    """Record a need.

    Raises:
        InvalidError: The day lies ahead, or that part of life has an open need already.
    """
    with caseload.write("add need", client_id) as change:
        clients.get(caseload, client_id)
        if identified_on > caseload.today:
            raise InvalidError(
                f"{dates.spoken(identified_on, caseload.today)} lies ahead; a need is recorded "
                "once it is found."
            )
        before = of_domain(caseload, client_id, domain)
        if before is not None and domain is not Domain.OTHER:
            raise InvalidError(
                f"{before.need_id} is an open need in {domain.replace('_', ' ')} already. Change "
                f"it: caseload need edit {before.need_id} --level {level}"
            )
        made = Need(
            caseload.next_id("need", "need_id", "W"), client_id, domain, level, identified_on,
            tidy(statement), assessment_id=assessment_id, staff=caseload.acting_staff_id,
            recorded_at=change.at,
        )  # fmt: skip
        change.add(made)
    return made


class FoundNeeds(NamedTuple):
    """What became of the needs that an assessment found."""

    added: tuple[Need, ...]
    changed: tuple[tuple[Need, Need], ...]
    """As it was, and as it is now."""
    same: tuple[Need, ...]
    """Open before, at the same level."""
    not_found: tuple[Need, ...]
    """Open before, and not found this time: they stay open until somebody closes them."""


def found_by(
    caseload: Caseload,
    change: Change,
    client_id: str,
    assessment_id: str,
    assessed_on: date,
    levels: Mapping[Domain, ActionLevel],
    asked: frozenset[Domain],
    *,
    late: bool,
) -> FoundNeeds:
    """Record what an assessment found: a need that is open already gets its level.

    Args:
        caseload: The open caseload.
        change: The write that it belongs to.
        client_id: Whose.
        assessment_id: What found it.
        assessed_on: The day.
        levels: The needs found.
        asked: The parts of life that were asked about.
        late: Whether a newer assessment has told of needs, or that there are none; an old paper
            that is entered late then changes no level, and opens nothing that was met since.
    """
    added, changed, same = list[Need](), list[tuple[Need, Need]](), list[Need]()
    for domain, level in levels.items():
        before = of_domain(caseload, client_id, domain)
        if before is None and late and _met_since(caseload, client_id, domain, assessed_on):
            continue
        if before is None:
            added.append(
                add(caseload, client_id, domain, level, assessed_on, assessment_id=assessment_id)
            )
        elif before.level == level or late:
            same.append(before)
        else:
            change.update("need", "need_id", before.need_id, {"level": level.value})
            changed.append((before, before._replace(level=level)))
    others = [] if late else [
        one for one in listed(caseload, client_id, still_open=True)
        if one.domain in asked and one.domain not in levels
    ]  # fmt: skip
    return FoundNeeds(tuple(added), tuple(changed), tuple(same), tuple(others))


def _met_since(caseload: Caseload, client_id: str, domain: Domain, day: date) -> bool:
    return any(
        one.domain is domain and one.met_on is not None and one.met_on >= day
        for one in listed(caseload, client_id)
        if one.entered_in_error_at is None
    )


def edit(caseload: Caseload, need_id: str, **facts: Any) -> Need:
    """Change an open need's `domain`, `level`, `statement` or `identified_on`.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is met or in error, or that part of life has another open need.
    """
    with caseload.write("edit need") as change:
        before = get(caseload, need_id)
        change.client_id = before.client_id
        _refuse_closed(before)
        after = before._replace(**facts)
        after = after._replace(statement=tidy(after.statement))
        if after.identified_on > caseload.today:
            raise InvalidError(f"{dates.spoken(after.identified_on, caseload.today)} lies ahead.")
        if after.domain != before.domain and after.domain is not Domain.OTHER:
            other = of_domain(caseload, before.client_id, after.domain)
            if other is not None:
                raise InvalidError(
                    f"{other.need_id} is an open need in {after.domain.replace('_', ' ')} already."
                )
        change.update(
            "need", "need_id", before.need_id,
            {
                "domain": after.domain.value, "level": after.level.value,
                "statement": after.statement, "identified_on": after.identified_on.isoformat(),
            },
        )  # fmt: skip
    return after


def met(caseload: Caseload, need_id: str, met_on: date) -> Need:
    """Close a need: it is met.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is closed already, or the day lies ahead or before it was found.
    """
    with caseload.write("meet need") as change:
        before = get(caseload, need_id)
        change.client_id = before.client_id
        _refuse_closed(before)
        if met_on > caseload.today:
            raise InvalidError(f"{dates.spoken(met_on, caseload.today)} lies ahead.")
        if met_on < before.identified_on:
            raise InvalidError(
                f"{before.need_id} was found {dates.spoken(before.identified_on)}, so it was not "
                "met before. Check the date."
            )
        change.update("need", "need_id", before.need_id, {"met_on": met_on.isoformat()})
    return before._replace(met_on=met_on)


def entered_in_error(caseload: Caseload, need_id: str, why: str) -> Need:
    """Mark a need as entered in error: it stays readable, and counts for nothing.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("mark need in error") as change:
        before = get(caseload, need_id)
        change.client_id = before.client_id
        marks = change.in_error("need", before.need_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def goal(caseload: Caseload, need_id: str, statement: str | None = None) -> Need:
    """Make a need a goal of the plan: of the draft, of the next version, or of a first draft.

    Args:
        caseload: The open caseload.
        need_id: Which.
        statement: What the client wants; else what the need says, else its part of life.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is closed, or a goal of the plan answers it already.
    """
    with caseload.write("make need a goal") as change:
        before = get(caseload, need_id)
        change.client_id = before.client_id
        _refuse_closed(before)
        standing = plans.versions(caseload, before.client_id)
        goals = {one.goal_id for one in standing[-1].goals} if standing else set()
        if before.goal_id in goals:
            raise InvalidError(
                f"{before.need_id} is goal {before.goal_id} of the plan already. See: caseload "
                f"plan show {before.client_id}"
            )
        if not standing:
            plans.new(caseload, before.client_id)
        words = tidy(statement) or before.statement or in_words(before.domain)
        plan = plan_parts.add_goal(caseload, before.client_id, words, before.domain)
        made = next(one for one in reversed(plan.goals) if one.goal_id not in goals)
        change.update("need", "need_id", before.need_id, {"goal_id": made.goal_id})
    return before._replace(goal_id=made.goal_id)


def in_words(domain: Domain) -> str:
    """A part of life as the beginning of a sentence."""
    return domain.replace("_", " ").capitalize()


def _refuse_closed(one: Need) -> None:
    if one.entered_in_error_at is not None:
        raise InvalidError(f"{one.need_id} was entered in error, and stays as it is.")
    if one.met_on is not None:
        raise InvalidError(
            f"{one.need_id} was met {dates.spoken(one.met_on)}. If it is back, record it anew: "
            f"caseload need add {one.client_id} {one.domain}"
        )
