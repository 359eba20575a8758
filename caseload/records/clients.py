"""Clients: who is served, how one is named, and the diagnoses that make them eligible."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload import folding
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Client, Diagnosis, EpisodeStatus
from caseload.records._caseload import Caseload, Change
from caseload.records._names import FITS, any_part, bare_part, beginning, fold, ways_to_say
from caseload.records._rows import columns_of, to_columns, to_record
from caseload.rules import eligibility

SHOWN_MATCHES = 10


class ClientLine(NamedTuple):
    """A client as a list shows them, with their latest episode."""

    client_id: str
    client: str
    date_of_birth: date | None
    phone: str | None
    county: str | None
    program: str | None
    level_of_care: str | None
    case_manager: str | None
    status: EpisodeStatus | None
    admitted_on: date | None
    discharged_on: date | None


def get(caseload: Caseload, client_id: str) -> Client:
    """The client with that very id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Client, "where client_id = ?", (client_id,))
    if not found:
        raise NotFoundError(f"No client has the id {client_id}. Try: caseload client list")
    return found[0]


def find(caseload: Caseload, text: str) -> Client:
    """The client meant by an id, a full name, or the beginning of a name.

    An exact id wins, then an exact name, then a unique beginning; nothing is ever guessed.

    Raises:
        NotFoundError: Nobody goes by that.
        AmbiguousError: More than one does; the sentence lists them with id, name and year of birth.
    """
    found = caseload.records(Client, "where client_id = ?", (text.strip(),))
    wanted = fold(text)
    if not found and wanted:
        found = _called(caseload, "folded = ?", (wanted,))
    if not found and wanted:
        found = caseload.records(Client, "where client_id = ? collate nocase", (text.strip(),))
    if not found and wanted:
        found = _called(caseload, "folded >= ? and folded < ?", beginning(wanted))
    if not found:
        raise NotFoundError(f"No client begins with '{text.strip()}'. Try: caseload client list")
    if len(found) > 1:
        raise AmbiguousError(_which(found))
    return found[0]


def _called(caseload: Caseload, condition: str, values: tuple[str, ...]) -> list[Client]:
    return caseload.records(
        Client,
        f"where client_id in (select client_id from client_name where {condition})"
        f" order by last_name, first_name, client_id limit {SHOWN_MATCHES + 1}",
        values,
    )


def _which(found: list[Client]) -> str:
    names = "; ".join(
        f"{one.client_id} {one.full_name}"
        + (f" (born {one.date_of_birth.year})" if one.date_of_birth else "")
        for one in found[:SHOWN_MATCHES]
    )
    more = "; and more: type more of the name" if len(found) > SHOWN_MATCHES else ""
    return f"Which client?  {names}{more}"


def find_county(caseload: Caseload, text: str) -> str:
    """The county meant by its name or the beginning of one, as clients' addresses spell it.

    Raises:
        NotFoundError: No client lives in one.
        AmbiguousError: Clients live in more than one.
    """
    spelled = {folding.county(one): one for one in counties(caseload)}
    wanted = folding.county(text)
    found = [wanted] if wanted in spelled else [
        name for name in sorted(spelled) if wanted and name.startswith(wanted)
    ]  # fmt: skip
    if not found:
        raise NotFoundError(
            f"No client lives in a county called {text!r}. They live in: "
            f"{', '.join(spelled.values()) or 'none that was said'}."
        )
    if len(found) > 1:
        raise AmbiguousError(f"Which county?  {'; '.join(spelled[name] for name in found)}")
    return spelled[found[0]]


def listed(
    caseload: Caseload,
    on: date,
    *,
    text: str | None = None,
    status: EpisodeStatus | None = None,
    program: str | None = None,
    case_manager: str | None = None,
    county: str | None = None,
) -> list[ClientLine]:
    """Clients by name, each with the latest episode, open ones first.

    Args:
        caseload: The open caseload.
        on: The day whose level of care and case manager are shown.
        text: Any part of the name or id; apostrophes and hyphens may be left out.
        status: Only those whose latest episode stands so.
        program: Only those whose latest episode is in this program.
        case_manager: Only those of this staff_id.
        county: Only those who live there.
    """
    rows = caseload.rows(
        f"""
        {_LINES} where (:text = '%%' or c.client_id like :text escape '\\' or exists (
                select 1 from client_name n
                where n.client_id = c.client_id
                    and {FITS.format(part=":text", spare=":bare")}))
            and (:status is null or e.status = :status)
            and (:program is null or e.program = :program)
            and (:manager is null or manager = :manager)
            and (:county is null or c.county in (select value from json_each(:county)))
        order by c.last_name collate nocase, c.first_name collate nocase, c.client_id
        """,
        {
            "on": on.isoformat(),
            "text": any_part(text or ""),
            "bare": bare_part(text or ""),
            "status": status.value if status else None,
            "program": program,
            "manager": case_manager,
            "county": spellings(caseload, county) if county is not None else None,
        },
    )
    return [to_record(ClientLine, row[:-1]) for row in rows]


def lines(caseload: Caseload, on: date, client_ids: Sequence[str]) -> list[ClientLine]:
    """As `listed` shows them, those of these ids, in the order of the ids."""
    rows = caseload.rows(
        f"{_LINES} where c.client_id in (select value from json_each(:ids))",
        {"on": on.isoformat(), "ids": json.dumps(list(client_ids))},
    )
    found = {row[0]: to_record(ClientLine, row[:-1]) for row in rows}
    return [found[client_id] for client_id in client_ids if client_id in found]


LATEST_FIRST = """status in ('discharged', 'not_eligible'), status <> 'admitted',
            coalesce(admitted_on, not_eligible_on, referred_on) desc, episode_id"""
"""The order of a client's episodes wherever they stand: open before ended ones; one who is in a
program and was referred to another is seen where they are; then the newest."""
_LINES = f"""
    select c.client_id, c.last_name || ', ' || c.first_name, c.date_of_birth, c.phone,
        c.county, e.program,
        (select level_of_care from episode_level where episode_id = e.episode_id
            and from_on <= :on order by from_on desc limit 1),
        (select s.name from episode_case_manager m join staff s using (staff_id)
            where m.episode_id = e.episode_id and m.from_on <= :on
            order by m.from_on desc limit 1),
        e.status, e.admitted_on, e.discharged_on,
        (select staff_id from episode_case_manager where episode_id = e.episode_id
            and from_on <= :on order by from_on desc limit 1) as manager
    from client c left join episode e on e.episode_id = (
        select episode_id from episode where client_id = c.client_id
        order by {LATEST_FIRST} limit 1)
"""
"""The columns of a `ClientLine` on the day :on, and the staff_id of the case manager."""


def counties(caseload: Caseload) -> list[str]:
    """Where clients live, each county once, as it is spelled first."""
    known: dict[str, str] = {}
    for one in _spelled(caseload):
        known.setdefault(folding.county(one), one)
    return list(known.values())


def spellings(caseload: Caseload, county: str) -> str:
    """How clients' addresses spell a county, as JSON: "Hill" and "Hill County" are the same."""
    key = folding.county(county)
    return json.dumps([one for one in _spelled(caseload) if folding.county(one) == key])


def _spelled(caseload: Caseload) -> list[str]:
    found = caseload.rows("select distinct county from client where county is not null order by 1")
    return [row[0] for row in found]


def add(
    caseload: Caseload,
    first_name: str,
    last_name: str,
    *,
    client_id: str | None = None,
    **facts: Any,
) -> Client:
    """Add a client; an episode begins with `episodes.admit`.

    Args:
        caseload: The open caseload.
        first_name: Given name.
        last_name: Family name.
        client_id: The agency's own; made (C0001) when not given.
        facts: Fields of `Client`.

    Raises:
        InvalidError: A name is empty, the id is taken, or a date of birth lies ahead.
    """
    with caseload.write("add client") as change:
        made_id = (client_id or "").strip() or caseload.next_id("client", "client_id", "C")
        client = checked(Client(made_id, first_name, last_name, **facts), caseload.today)
        if caseload.value("select 1 from client where client_id = ?", (made_id,)):
            raise InvalidError(f"{made_id} is another client's id. Try: caseload client show")
        change.client_id = made_id
        insert(change, client)
    return client


def edit(caseload: Caseload, client_id: str, **facts: Any) -> Client:
    """Change a client's fields.

    Raises:
        InvalidError: As for `add`.
    """
    with caseload.write("edit client", client_id) as change:
        after = checked(get(caseload, client_id)._replace(**facts), caseload.today)
        replace(change, after)
    return after


def diagnose(
    caseload: Caseload,
    client_id: str,
    code: str,
    *,
    description: str | None = None,
    diagnosed_on: date | None = None,
    principal: bool = False,
    source: str | None = None,
) -> Diagnosis:
    """Record a diagnosis, or what more is known of one. A new principal one leads the others.

    Raises:
        InvalidError: The code has not the form of ICD-10-CM, or the day lies ahead.
    """
    with caseload.write("diagnose client", client_id) as change:
        known, right = diagnoses(caseload, client_id), eligibility.checked_code(code)
        before = next((one for one in known if one.code == right), None)
        diagnosis = before or Diagnosis(
            caseload.next_id("diagnosis", "diagnosis_id", "D"),
            get(caseload, client_id).client_id,
            right,
            principal=not known,
        )
        leads = principal and not diagnosis.principal
        diagnosis = diagnosis._replace(
            description=description or diagnosis.description,
            diagnosed_on=diagnosed_on or diagnosis.diagnosed_on,
            principal=principal or diagnosis.principal,
            source=source or diagnosis.source,
        )
        if diagnosed_on is not None and diagnosed_on > caseload.today:
            raise InvalidError("A diagnosis in the future can't be recorded.", field="diagnosed_on")
        if leads:
            lead(change, known)
        if before is None:
            change.add(diagnosis)
        else:
            key = diagnosis.diagnosis_id
            change.update("diagnosis", "diagnosis_id", key, to_columns(diagnosis))
    return diagnosis


def lead(change: Change, others: Iterable[Diagnosis]) -> None:
    """Make room for a new principal diagnosis."""
    for other in others:
        if other.principal:
            change.update("diagnosis", "diagnosis_id", other.diagnosis_id, {"principal": 0})


def diagnoses(caseload: Caseload, client_id: str) -> list[Diagnosis]:
    """A client's diagnoses, the principal one first."""
    return caseload.records(
        Diagnosis,
        "where client_id = ? order by principal desc, diagnosed_on desc, diagnosis_id",
        (client_id,),
    )


def checked(client: Client, today: date) -> Client:
    """The client with names tidied, if what is said of them can be true.

    Raises:
        InvalidError: A name or id is empty or too long, or they would be born tomorrow.
    """
    first, last = " ".join(client.first_name.split()), " ".join(client.last_name.split())
    if not first or not last:
        raise InvalidError(
            "A client needs a first and a last name.", field="last_name" if first else "first_name"
        )
    if not client.client_id.strip() or len(client.client_id) > 64:
        raise InvalidError("A client's id is 1 to 64 characters.", field="client_id")
    if client.date_of_birth is not None and not 0 <= (today - client.date_of_birth).days < 47_500:
        raise InvalidError(
            f"Born {client.date_of_birth.isoformat()} can't be; give the year in full, YYYY-MM-DD.",
            field="date_of_birth",
        )
    return client._replace(first_name=first, last_name=last)


def insert(change: Change, client: Client) -> None:
    """Add a checked client and the names they are found by."""
    change.add(client)
    name(change, client)


def replace(change: Change, client: Client) -> bool:
    """Save a checked client over what stands; False when nothing differs."""
    if not change.update("client", "client_id", client.client_id, to_columns(client)):
        return False
    change.derived("delete from client_name where client_id = ?", (client.client_id,))
    name(change, client)
    return True


def name(change: Change, client: Client) -> None:
    """Write down the names a client is found by."""
    ways = ways_to_say(client.first_name, client.last_name, client.preferred_name)
    for folded in sorted(ways):
        change.derived("insert into client_name values (?, ?)", (folded, client.client_id))


def by_id(caseload: Caseload, client_ids: Iterable[str]) -> dict[str, Client]:
    """Those of these ids that are known. One query, however many."""
    wanted = json.dumps(list(client_ids))
    found = f"select {columns_of(Client)} from client where client_id in "
    sql = found + "(select value from json_each(?))"
    return {row[0]: to_record(Client, row) for row in caseload.rows(sql, (wanted,))}
