"""The audit log: what was written, by whom and when, each row tied to all before it.

A row's hash covers the row and the hash before it, so a row that was edited, removed, added or
moved is found. A tail cut off, or a log computed anew from some row on, can be told only by someone
who kept the last hash elsewhere.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from caseload.records._caseload import Caseload, chain_hash, written_out


class Entry(NamedTuple):
    """One audit row. `before` and `after` are JSON objects of the fields that changed."""

    audit_id: int
    at: str
    actor: str
    action: str
    record: str
    record_id: str | None
    client_id: str | None
    before: str | None
    after: str | None
    chain_hash: str


def entries(caseload: Caseload) -> Iterator[Entry]:
    """All rows from the first, in flat memory."""
    columns = ", ".join(Entry._fields)
    for row in caseload.stream(f"select {columns} from audit order by audit_id"):
        yield Entry(*row)


def file_id(caseload: Caseload) -> str:
    """What tells this caseload file from others: the first hash of its log, which never changes."""
    found: str = caseload.value("select chain_hash from audit order by audit_id limit 1")
    return found[:16]


def of_client(caseload: Caseload, client_id: str, limit: int = 1_000) -> list[Entry]:
    """The rows about one client, the newest first, at most so many."""
    columns = ", ".join(Entry._fields)
    rows = caseload.rows(
        f"select {columns} from audit where client_id = ? order by audit_id desc limit ?",
        (client_id, limit),
    )
    return [Entry(*row) for row in rows]


class Asked(NamedTuple):
    """Which part of the log is asked for; None is everything."""

    client_id: str | None = None
    actor: str | None = None
    """A staff_id, or the name of an account."""
    action: str | None = None
    """An action, or words of one: "contact" finds log contact and sign contact."""
    since: date | None = None
    until: date | None = None
    """Days in the machine's zone, both included."""


def log(caseload: Caseload, asked: Asked, limit: int | None = None) -> list[Entry]:
    """The rows that are asked for, the newest first."""
    conditions, values = ["1"], list[str | int]()
    for column, value in (("client_id", asked.client_id), ("actor", asked.actor)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    if asked.action is not None:
        conditions.append("instr(' ' || lower(action) || ' ', ?)")
        values.append(f" {asked.action.strip().lower()} " if asked.action.strip() else "")
    if asked.since is not None:
        conditions.append("at >= ?")
        values.append(began(asked.since))
    if asked.until is not None:
        conditions.append("at < ?")
        values.append(began(asked.until + timedelta(days=1)))
    rows = caseload.rows(
        f"select {', '.join(Entry._fields)} from audit where {' and '.join(conditions)}"
        " order by audit_id desc limit ?",
        (*values, -1 if limit is None else limit),
    )
    return [Entry(*row) for row in rows]


def began(day: date) -> str:
    """When a day begins in the machine's zone, as the log writes instants."""
    return written_out(datetime.combine(day, time.min).astimezone())


class Verdict(NamedTuple):
    """Whether the log is as it was written."""

    rows: int
    head: str
    """The last hash; kept elsewhere, it tells a tail that was cut off, or a log made anew."""
    first_broken: int | None
    """The audit_id of the first row that is not as it was written."""
    holds_head: bool | None
    """Whether the hash that was kept stands in it; None when none was given."""


def verify(caseload: Caseload, head: str | None = None) -> Verdict:
    """Hold the log against itself, and against a last hash that was kept elsewhere."""
    with caseload.reading():
        rows, last = caseload.rows(
            "select (select count(*) from audit), ifnull((select chain_hash from audit"
            " order by audit_id desc limit 1), '')"
        )[0]
        wanted = head.strip().lower() if head is not None else None
        holds = None
        if wanted is not None:
            holds = bool(caseload.value("select 1 from audit where chain_hash = ?", (wanted,)))
        return Verdict(rows, last, first_broken(caseload), holds)


def first_broken(caseload: Caseload) -> int | None:
    """The audit_id of the first row that is not as it was written, or None."""
    head, expected = "", 1
    for entry in entries(caseload):
        head = chain_hash(head, entry[:-1])
        if entry.audit_id != expected or entry.chain_hash != head:
            return entry.audit_id
        expected += 1
    return None
