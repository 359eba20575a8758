"""The audit log: what was written, by whom and when, each row tied to all before it.

A row's hash covers the row and the hash before it, so a row that was edited, removed, added or
moved is found. A tail cut off, or a log computed anew from some row on, can be told only by someone
who kept the last hash elsewhere.
"""

from collections.abc import Iterator
from typing import NamedTuple

from caseload.records._caseload import Caseload, chain_hash


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


def of_client(caseload: Caseload, client_id: str, limit: int = 1_000) -> list[Entry]:
    """The rows about one client, the newest first, at most so many."""
    columns = ", ".join(Entry._fields)
    rows = caseload.rows(
        f"select {columns} from audit where client_id = ? order by audit_id desc limit ?",
        (client_id, limit),
    )
    return [Entry(*row) for row in rows]


def first_broken(caseload: Caseload) -> int | None:
    """The audit_id of the first row that is not as it was written, or None."""
    head, expected = "", 1
    for entry in entries(caseload):
        head = chain_hash(head, entry[:-1])
        if entry.audit_id != expected or entry.chain_hash != head:
            return entry.audit_id
        expected += 1
    return None
