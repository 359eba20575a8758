"""What the due list is made from: open episodes, their holds, and the days that count.

SQL fetches facts for everyone at once; Python judges. For a standard, the facts are the newest
qualifying days of each open episode and the attempts since: one seek each over a covering index, so
the list costs the same however long the history is.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload import folding, rules
from caseload.model import Counting, Hold, Item, Obligation, Standard
from caseload.records._as_of import case_manager, level_of_care
from caseload.records._caseload import Caseload
from caseload.records._rows import to_record

NO_DAYS: tuple[date, ...] = ()


class Wanted(NamedTuple):
    """Which part of the list is asked for; None is everything."""

    case_managers: tuple[str, ...] | None = None
    """staff_ids."""
    county: str | None = None
    program: str | None = None
    obligation: Obligation | None = None
    client_id: str | None = None


class Standing(NamedTuple):
    """An open episode on the day, with what its lines say of it."""

    episode_id: str
    client_id: str
    client: str
    case_manager: str | None
    """The name."""
    program: str
    level_of_care: str | None
    county: str | None
    phone: str | None
    contact_notes: str | None
    admitted_on: date
    holds: tuple[Hold, ...]


class Asked(NamedTuple):
    """What is asked for, and what is known already."""

    caseload: Caseload
    episodes: Sequence[Standing]
    """Those open on the day that are wanted."""
    on: date
    wanted: Wanted

    def wants(
        self, client_id: str | None, owner: str | None, program: str | None, county: str | None
    ) -> bool:
        """Whether a record of that client and staff_id belongs to the part that is asked for."""
        managers, only = self.wanted.case_managers, self.wanted
        return (
            (managers is None or owner in managers)
            and only.client_id in (None, client_id)
            and only.program in (None, program)
            and (only.county is None or folding.county(only.county) == folding.county(county or ""))
        )


def item_of(
    one: Standing,
    obligation: Obligation,
    standard: str | None,
    verdict: rules.Verdict,
    record_id: str | None,
) -> Item:
    """A line of the list about an episode, which nothing but a day hangs on."""
    return Item(
        client_id=one.client_id,
        client=one.client,
        case_manager=one.case_manager,
        program=one.program,
        level_of_care=one.level_of_care,
        county=one.county,
        obligation=obligation,
        standard=standard,
        due_on=verdict.due_on,
        days_overdue=verdict.days_overdue,
        status=verdict.status,
        last_on=None,
        attempts=None,
        last_attempt_on=None,
        reason=verdict.reason,
        record_id=record_id,
        phone=one.phone,
        contact_notes=one.contact_notes,
        clock_start_on=None,
    )


def active_standards(caseload: Caseload) -> list[Standard]:
    """Those that may apply on some day, in the order they were made."""
    return caseload.records(Standard, "where active = 1 order by rowid")


_OPEN = "e.admitted_on <= :on and (e.discharged_on is null or e.discharged_on > :on)"


def filters(caseload: Caseload, wanted: Wanted) -> tuple[str, dict[str, str | None]]:
    """SQL of the open episodes `e` that are wanted, and the values that it names."""
    conditions, values = [_OPEN], dict[str, str | None]()
    if wanted.case_managers is not None:
        names = [f"m{index}" for index in range(len(wanted.case_managers))]
        values.update(zip(names, wanted.case_managers, strict=True))
        listed = ", ".join(f":{name}" for name in names)
        conditions.append(
            "e.episode_id in (select x.episode_id from episode_case_manager x"
            f" where x.staff_id in ({listed}) and x.from_on <= :on)"
            f" and {case_manager()} in ({listed})"
        )
    if wanted.program is not None:
        conditions.append("e.program = :only_program")
        values["only_program"] = wanted.program
    if wanted.client_id is not None:
        conditions.append("e.client_id = :only_client")
        values["only_client"] = wanted.client_id
    if wanted.county is not None:
        from caseload.records.clients import spellings

        conditions.append(
            "e.client_id in (select client_id from client"
            " where county in (select value from json_each(:county)))"
        )
        values["county"] = spellings(caseload, wanted.county)
    return " and ".join(conditions), values


def open_episodes(caseload: Caseload, on: date, wanted: Wanted) -> list[Standing]:
    """The episodes open on that day, those on hold among them."""
    condition, values = filters(caseload, wanted)
    day = date.fromisoformat
    holds = _holds(caseload, condition, {"on": on.isoformat(), **values})
    names = dict(caseload.rows("select staff_id, name from staff"))
    rows = caseload.rows(
        "select e.episode_id, e.client_id, c.last_name || ', ' || c.first_name,"
        f" {case_manager()}, e.program, {level_of_care()},"
        " c.county, c.phone, c.contact_notes, e.admitted_on"
        f" from episode e join client c using (client_id) where {condition}",
        {"on": on.isoformat(), **values},
    )
    none: tuple[Hold, ...] = ()
    return [
        Standing(
            episode_id, client_id, client, names.get(manager), program, level, county, phone,
            contact_notes, day(admitted_on), holds.get(episode_id, none),
        )
        for episode_id, client_id, client, manager, program, level, county, phone, contact_notes,
        admitted_on in rows
    ]  # fmt: skip


def _holds(
    caseload: Caseload, condition: str, values: dict[str, str | None]
) -> dict[str, tuple[Hold, ...]]:
    found: dict[str, tuple[Hold, ...]] = {}
    for row in caseload.rows(
        "select h.hold_id, h.episode_id, h.from_on, h.until_on, h.reason, h.remark"
        f" from hold h join episode e using (episode_id) where {condition}"
        " order by h.episode_id, h.from_on",
        values,
    ):
        hold = to_record(Hold, row)
        found[hold.episode_id] = (*found.get(hold.episode_id, ()), hold)
    return found


_CLOCK_START = (
    "max(e.admitted_on, ifnull((select max(h.until_on) from hold h"
    " where h.episode_id = e.episode_id and h.until_on <= :on), ''))"
)


def _day_of(reached: str, mode: str | None) -> str:
    """SQL of the contacts of one kind that count for episode `e` since its clock start."""
    by_mode = f" and k.mode = '{mode}'" if mode else ""
    index = "contact_mode" if mode else "contact_reached"
    return (
        f"from contact k indexed by {index} where k.client_id = e.client_id{by_mode}"
        f" and k.reached = '{reached}' and k.entered_in_error_at is null"
        " and k.contacted_on between e.clock_start and :on"
        " and (k.program is null or k.program = e.program)"
    )


def _newest_day(standard: Standard) -> str:
    """SQL of the newest qualifying day, '' when there is none: one seek per kind of contact."""
    seeks = [
        f"ifnull((select k.contacted_on {_day_of(kind[0], kind[1])}"
        " order by k.contacted_on desc limit 1), '')"
        for kind in _kinds(standard)
    ]
    return f"max({', '.join(seeks)}, '')"


def _qualifying_days(standard: Standard) -> str:
    """SQL of qualifying days joined by commas: the newest few of a rolling standard, or all.

    A calendar standard that asks for several days in a period may have to look back through many
    half-met periods, so it reads all days since the clock start.
    """
    newest = f" limit {standard.times}" if standard.counting is Counting.ROLLING else ""
    each = [
        "ifnull((select group_concat(day) from (select distinct k.contacted_on as day"
        f" {_day_of(kind[0], kind[1])} order by k.contacted_on desc{newest})), '')"
        for kind in _kinds(standard)
    ]
    return " || ',' || ".join(each)


def _kinds(standard: Standard) -> list[tuple[str, str | None]]:
    modes: Sequence[str | None] = sorted(standard.modes) or [None]
    return [(who, mode) for who in sorted(rules.qualifying_reached(standard)) for mode in modes]


def _attempts(first: str, last: str) -> str:
    """SQL of the attempts that concern episode `e` from one day to another."""
    return (
        "from contact k indexed by contact_reached where k.client_id = e.client_id"
        " and k.reached = 'nobody' and k.entered_in_error_at is null"
        f" and k.contacted_on between {first} and {last}"
        " and (k.program is null or k.program = e.program)"
    )


# Whole months between the first and the last are tallied by the file itself, so that a thousand
# attempts cost what sixty months do. A month and '-99' sorts after each of its days.
_FIRST_MONTH = "substr(e.attempts_from, 1, 7)"
_LAST_MONTH = "substr(:on, 1, 7)"
_ATTEMPT_COUNT = f"""
    (select count(*) {_attempts("e.attempts_from", f"min(:on, {_FIRST_MONTH} || '-99')")})
    + (select ifnull(sum(t.attempts), 0) from attempt_tally t where t.client_id = e.client_id
        and t.month > {_FIRST_MONTH} and t.month < {_LAST_MONTH} and t.program in ('', e.program))
    + iif({_FIRST_MONTH} < {_LAST_MONTH},
        (select count(*) {_attempts(f"{_LAST_MONTH} || '-00'", ":on")}), 0)"""
_LAST_ATTEMPT = (
    f"(select k.contacted_on {_attempts('e.attempts_from', ':on')}"
    " order by k.contacted_on desc limit 1)"
)


def contact_facts(
    caseload: Caseload, standard: Standard, on: date, wanted: Wanted
) -> dict[str, tuple[str, int, str | None]]:
    """For each open episode: qualifying days, attempts since, and the day of the last attempt.

    The days are newest first and joined by commas. Attempts are those since the newest, or since
    the clock start. Days are chosen by the same terms as in `rules.why_not`; a property test holds
    them to it.
    """
    condition, values = filters(caseload, wanted)
    several = standard.times > 1
    # An attempt on a qualifying day is part of that day; '+' sorts after a day and before the next.
    rows = caseload.rows(
        f"""
        with started as materialized (
            select e.episode_id, e.client_id, e.program, {_CLOCK_START} as clock_start
            from episode e where {condition}),
        reached as materialized (
            select e.episode_id, e.client_id, e.program, e.clock_start,
                {_newest_day(standard)} as last_on
                {", " + _qualifying_days(standard) + " as days" if several else ""}
            from started e),
        since as materialized (
            select *, iif(last_on = '', clock_start, last_on || '+') as attempts_from from reached),
        e as materialized (select e.*, {_LAST_ATTEMPT} as last_attempt_on from since e)
        select e.episode_id, {"e.days" if several else "e.last_on"},
            iif(e.last_attempt_on is null, 0, {_ATTEMPT_COUNT}), e.last_attempt_on
        from e
        """,
        {"on": on.isoformat(), **values},
    )
    return {row[0]: row[1:] for row in rows}


def days_in(text: str) -> tuple[date, ...]:
    """The days that a query joined by commas, each once, newest first."""
    if len(text) == 10:
        return (date.fromisoformat(text),)
    found = {date.fromisoformat(part) for part in text.split(",") if part}
    return tuple(sorted(found, reverse=True))


def days_of(
    caseload: Caseload, standard: Standard, client_ids: Iterable[str], on: date
) -> list[tuple[Any, ...]]:
    """All days that would count were it not for the clock: client, program (or None), day."""
    kinds = " or ".join(
        f"(k.reached = '{who}'" + (f" and k.mode = '{mode}')" if mode else ")")
        for who, mode in _kinds(standard)
    )
    index = "contact_mode" if standard.modes else "contact_reached"
    return caseload.rows(
        f"select distinct k.client_id, k.program, k.contacted_on from contact k indexed by {index}"
        " where k.client_id in (select value from json_each(?)) and k.entered_in_error_at is null"
        f" and k.contacted_on <= ? and ({kinds})",
        (json.dumps(sorted(client_ids)), on.isoformat()),
    )
