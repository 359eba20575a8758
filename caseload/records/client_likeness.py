"""Who is known already: clients that somebody at an intake may be, before they are made anew.

Candidates come by index: the same date of birth, the same phone, a name that begins alike. Python
compares those alone, so that 100,000 clients are searched in the time of some thousand.
"""

from collections.abc import Set
from datetime import date
from typing import NamedTuple

from caseload.model import EpisodeStatus
from caseload.records._caseload import Caseload
from caseload.records._names import beginning
from caseload.records.clients import lines
from caseload.records.migrations.shape_003_intake import phone_key
from caseload.rules.likeness import Alike, Person, alike, person
from caseload.rules.same_people import Known, again, marks

BEGINNING = 3
"""So many letters of the first or last name must be right, where nothing else finds them."""
MOST = 10
"""More are a matter of a better question."""


class LikeClient(NamedTuple):
    """A client that somebody may be, and why."""

    client_id: str
    client: str
    year_of_birth: int | None
    county: str | None
    program: str | None
    status: EpisodeStatus | None
    reasons: tuple[str, ...]


class Twice(NamedTuple):
    """Two clients who may be one person, and why."""

    client_id: str
    other_id: str
    reasons: tuple[str, ...]


def twice(caseload: Caseload, added: Set[str]) -> tuple[Twice, ...]:
    """Which of the clients that were just added may be another client, as `same_people` judges."""
    ids, known = list[str](), list[Known]()
    everyone = people(caseload)
    new = {mark for client_id in added for mark in marks(everyone[client_id])}
    for number, (client_id, someone) in enumerate(everyone.items(), 1):
        if not new.isdisjoint(marks(someone)):
            ids.append(client_id)
            # Those that were there before are one group, which is not compared with itself.
            known.append(Known(number if client_id in added else 0, someone))
    return tuple(
        Twice(ids[place], ids[other.place], other.reasons)
        for place, others in again(known).items()
        for other in others
        if ids[place] in added and (ids[other.place] not in added or other.place > place)
    )


def people(caseload: Caseload) -> dict[str, Person]:
    """Everyone who is or was a client of a file, by client_id, as they are compared."""
    rows = caseload.rows(
        "select client_id, first_name, last_name, preferred_name, date_of_birth, phone from client"
    )
    return {
        client_id: person(first, last, preferred, date.fromisoformat(born) if born else None, phone)
        for client_id, first, last, preferred, born, phone in rows
    }


def like(
    caseload: Caseload,
    first_name: str,
    last_name: str,
    *,
    preferred_name: str | None = None,
    date_of_birth: date | None = None,
    phone: str | None = None,
) -> list[LikeClient]:
    """Clients that this person may be, the likeliest first; at most `MOST`.

    Args:
        caseload: The open caseload.
        first_name: Given name, as it was told.
        last_name: Family name.
        preferred_name: What they go by.
        date_of_birth: When it is known.
        phone: In whatever way it is written.
    """
    someone = person(first_name, last_name, preferred_name, date_of_birth, phone)
    found: list[tuple[Alike, str]] = []
    seen = set[str]()
    for row in _candidates(caseload, someone, phone):
        client_id, first, last, preferred, born, number, by_key = row
        if client_id in seen:
            continue
        if by_key:
            seen.add(client_id)
        # Whom only a name has found has another phone, so it need not be looked at.
        day = date.fromisoformat(born) if born else None
        why = alike(someone, person(first, last, preferred, day, number if by_key else None))
        if why is not None:
            found.append((why, client_id))
    found.sort(key=lambda each: (-each[0].likeness, -len(each[0].reasons), each[1]))
    why_of = {client_id: why for why, client_id in found[:MOST]}
    return [
        LikeClient(
            one.client_id,
            one.client,
            one.date_of_birth.year if one.date_of_birth else None,
            one.county,
            one.program,
            one.status,
            why_of[one.client_id].reasons,
        )
        for one in lines(caseload, caseload.today, list(why_of))
    ]


def _candidates(
    caseload: Caseload, someone: Person, phone: str | None
) -> list[tuple[str, str, str, str | None, str | None, str | None, int]]:
    """Those by date of birth and phone (1), then those whose name begins alike and who may fit (0).

    Where both dates of birth are known, only one that is a figure apart can fit, which has the same
    year or the same month and day.
    """
    names = filter(None, (someone.last_name, someone.first_name, someone.preferred_name))
    starts = dict.fromkeys(beginning(name[:BEGINNING]) for name in names)
    born = someone.date_of_birth.isoformat() if someone.date_of_birth else None
    values = {"born": born, "phone": phone}
    parts = []
    for index, (first, after) in enumerate(starts):
        values |= {f"first{index}": first, f"after{index}": after}
        within = f"folded >= :first{index} and folded < :after{index}"
        parts.append(f"select client_id from client_name where {within}")
    near = (
        "1 = 1"
        if born is None
        else "(date_of_birth is null or substr(date_of_birth, 1, 4) = substr(:born, 1, 4)"
        " or substr(date_of_birth, 6) = substr(:born, 6))"
    )
    columns = "client_id, first_name, last_name, preferred_name, date_of_birth, phone"
    return caseload.rows(
        f"""
        select {columns}, 1 from client where date_of_birth = :born
        union all
        select {columns}, 1 from client
        where phone is not null and {phone_key("phone")} = {phone_key(":phone")}
        union all
        select {columns}, 0 from client where client_id in ({" union ".join(parts)}) and {near}
        """,
        values,
    )
