"""Names to complete a line with: read in milliseconds, and nothing else of the file.

The file is only ever read, and nobody waits for another program that holds it. Loads the driver and
no more of the records, for a line is completed while somebody types it.
"""

from contextlib import closing
from pathlib import Path

from caseload.folding import fold
from caseload.records._driver import connect, driver_errors
from caseload.records._key import MAGIC, Key
from caseload.records._names import beginning

Name = tuple[str, str]
"""What to type, and what to say beside it."""

MOST = 1000
"""More than this are no help, and a part of them would complete to what is not common to all."""
_NAMED = {
    "STAFF": "select name, staff_id from staff where active order by name",
    "PROGRAM": "select name, coalesce(description, '') from program where active order by name",
    "STANDARD": "select name, standard_id from standard order by name",
}


def is_plain(path: Path) -> bool:
    """Whether anybody can read the file.

    Raises:
        OSError: It can't be read.
    """
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def named(path: Path, key: Key | None, kind: str) -> list[Name]:
    """Staff, programs or standards by name.

    Args:
        path: The caseload file.
        key: That of an encrypted one.
        kind: STAFF, PROGRAM or STANDARD.

    Raises:
        CaseloadError: The file can't be read, or not with that key.
    """
    return _rows(path, key, _NAMED[kind])


def clients_by_id(path: Path, key: Key | None, begun: str) -> list[Name]:
    """Clients whose id begins so, each with their name.

    Raises:
        CaseloadError: As for `named`.
    """
    sql = (
        "select client_id, last_name || ', ' || first_name from client"
        " where substr(client_id, 1, ?) = ? collate nocase order by client_id limit ?"
    )
    return _rows(path, key, sql, (len(begun), begun, MOST + 1))


def clients_by_name(path: Path, key: Key | None, begun: str) -> list[Name]:
    """Clients one of whose names begins so, as it was begun, each with their id.

    Raises:
        CaseloadError: As for `named`.
    """
    wanted = fold(begun)
    sql = (
        "select client_id, last_name, first_name, preferred_name from client where client_id in"
        " (select client_id from client_name where folded >= ? and folded < ?)"
        " order by last_name, first_name, client_id limit ?"
    )
    found = _rows(path, key, sql, (*beginning(wanted), MOST + 1))
    return [(_said(wanted, *names), client_id) for client_id, *names in found]


def _said(wanted: str, last: str, first: str, preferred: str | None) -> str:
    """The name as far as it was typed: the given name first for who began with it."""
    for given in (first, preferred):
        for way in (f"{last}, {given}", f"{given} {last}"):
            if given and fold(way).startswith(wanted):
                return way
    return f"{last}, {first}"


def _rows(path: Path, key: Key | None, sql: str, values: tuple[object, ...] = ()) -> list[Name]:
    with closing(connect(path, key, read_only=True, patience=0)) as file, driver_errors(path):
        found = file.execute(sql, values).fetchall()
    return found if len(found) <= MOST else []
