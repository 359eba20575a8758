"""Search as one types: a page of clients by any part of a name or id, however many there are.

Names that begin so come first, from the folded index; then ids that begin so; then what holds the
text anywhere, without regard to apostrophes and hyphens. At 100,000 clients a page takes some 5 ms,
and 30 ms when hardly anybody fits.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice

from caseload.model import EpisodeStatus
from caseload.records._caseload import Caseload
from caseload.records._names import FITS, any_part, bare_part, beginning, fold
from caseload.records.clients import LATEST_FIRST, ClientLine, lines

FEW = 2_000
"""Up to so many clients of a filter are looked at one by one; more are met soon enough."""


def search(
    caseload: Caseload,
    on: date,
    text: str = "",
    *,
    among: Collection[str] | None = None,
    limit: int = 200,
) -> list[ClientLine]:
    """The first clients that fit, each with the latest episode.

    Args:
        caseload: The open caseload.
        on: The day whose level of care and case manager are shown.
        text: Any part of the name or id; all clients by name when there is none.
        among: Only these client_ids; see `standing_so`.
        limit: At most so many.
    """
    wanted = fold(text)
    if among is not None and len(among) <= FEW:
        found = _of_few(caseload, wanted, among)
    elif not wanted:
        found = _by_name(caseload)
    else:
        found = _ways(caseload, wanted, text.strip())
    distinct = _distinct(found, among)
    return lines(caseload, on, list(islice(distinct, limit)))


def standing_so(
    caseload: Caseload,
    on: date,
    *,
    status: EpisodeStatus | None = None,
    program: str | None = None,
    case_manager: str | None = None,
) -> frozenset[str] | None:
    """The ids of those whose latest episode is like this; None when nothing is asked.

    Args:
        caseload: The open caseload.
        on: The day whose case manager counts.
        status: How it stands.
        program: In which program.
        case_manager: With this staff_id.
    """
    if status is None and program is None and case_manager is None:
        return None
    rows = caseload.rows(
        f"""
        select e.client_id from episode e
        where (:status is null or e.status = :status) and (:program is null or e.program = :program)
            and (:manager is null or (
                e.episode_id in (select episode_id from episode_case_manager
                    where staff_id = :manager)
                and (select staff_id from episode_case_manager where episode_id = e.episode_id
                    and from_on <= :on order by from_on desc limit 1) = :manager))
            and e.episode_id = (
                select episode_id from episode where client_id = e.client_id
                order by {LATEST_FIRST} limit 1)
        """,
        {
            "on": on.isoformat(),
            "status": status.value if status else None,
            "program": program,
            "manager": case_manager,
        },
    )
    return frozenset(row[0] for row in rows)


def how_many(caseload: Caseload) -> int:
    """How many clients there are."""
    found: int = caseload.value("select count(*) from client")
    return found


def _distinct(found: Iterator[str], among: Collection[str] | None) -> Iterator[str]:
    seen = set[str]()
    for client_id in found:
        if client_id not in seen and (among is None or client_id in among):
            seen.add(client_id)
            yield client_id


def _by_name(caseload: Caseload) -> Iterator[str]:
    """All, by family name: of the ways to say a name, those that begin with it."""
    for client_id, folded, first, last in caseload.stream(
        "select n.client_id, n.folded, c.first_name, c.last_name"
        " from client_name n join client c using (client_id) order by n.folded, n.client_id"
    ):
        if folded == fold(f"{last} {first}"):
            yield client_id


def _ways(caseload: Caseload, wanted: str, typed: str) -> Iterator[str]:
    names = "select client_id from client_name where folded"
    for start in _begun(wanted):
        yield from _ids(caseload, f"{names} >= ? and folded < ? order by folded", *beginning(start))
    for start in dict.fromkeys((typed, typed.upper(), typed.lower())):
        by_id = "select client_id from client where client_id >= ? and client_id < ? order by 1"
        yield from _ids(caseload, by_id, *beginning(start))
    # In the order of the index, so that it ends as soon as the page is full.
    part = any_part(wanted)
    fits = FITS.format(part="?1", spare="?2")
    by_name = f"select client_id from client_name n where {fits} order by folded"
    yield from _ids(caseload, by_name, part, bare_part(wanted))
    by_id = "select client_id from client where client_id like ? escape '\\' order by 1"
    yield from _ids(caseload, by_id, part)


def _begun(wanted: str) -> list[str]:
    """The beginnings that are meant: an apostrophe left out stands after the first letters."""
    after = [f"{wanted[:place]}'{wanted[place:]}" for place in (1, 2) if len(wanted) > place]
    return [wanted, *after]


def _ids(caseload: Caseload, sql: str, *values: str) -> Iterator[str]:
    for row in caseload.stream(sql, values):
        yield row[0]


def _of_few(caseload: Caseload, wanted: str, among: Collection[str]) -> Iterator[str]:
    part, spare = any_part(wanted), bare_part(wanted)
    rows = caseload.stream(
        f"""
        select c.client_id, min(not {FITS.format(part=":begun", spare=":spare_begun")}) as later
        from client c left join client_name n using (client_id)
        where c.client_id in (select value from json_each(:among))
            and ({FITS.format(part=":part", spare=":spare")}
                or c.client_id like :part escape '\\')
        group by c.client_id
        order by later, c.last_name collate nocase, c.first_name collate nocase, c.client_id
        """,
        {
            "among": json.dumps(list(among)),
            "part": part, "begun": part[1:], "spare": spare, "spare_begun": spare[1:],
        },
    )  # fmt: skip
    for row in rows:
        yield row[0]
