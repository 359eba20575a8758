"""Large caseload files, made quickly: rows straight into the tables, the same every time.

They have no audit rows for their clients and contacts, so `caseload check` would complain of them;
everything that reads finds what it would find in a file that was written day by day.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from caseload.model import Mode, Reached
from caseload.records import programs, staff, standards
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file

TODAY = date(2026, 11, 23)
ADMITTED = date(2021, 1, 4)
SPAN = (TODAY - ADMITTED).days - 1
PER_MANAGER = 50


def build(
    path: Path,
    clients: int,
    contacts: int,
    *,
    mode: Mode = Mode.PHONE,
    reached: Reached = Reached.CLIENT,
    only_mode: Mode | None = None,
) -> None:
    """Make a plain file.

    Args:
        path: Where.
        clients: How many, each with one open episode, 50 to a case manager.
        contacts: How many in all, spread evenly over clients and years.
        mode: How each contact took place.
        reached: Who was reached in each.
        only_mode: The mode that the standard asks for; None is any.
    """
    # In a process of its own: a child begins with the memory of the one that starts it, and the
    # peak that is printed would be that of the building.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        elsewhere.submit(_made, path, clients, contacts, mode, reached, only_mode).result()


def _made(
    path: Path, clients: int, contacts: int, mode: Mode, reached: Reached, only_mode: Mode | None
) -> None:
    def fill(caseload: Caseload) -> None:
        with caseload.write("build"):
            standards.add_shipped(caseload)
            programs.add(caseload, "ACT")
            if only_mode is not None:
                standards.edit(caseload, "T0001", ADMITTED, active=False)
                standards.add(caseload, "In that mode", modes=frozenset({only_mode}))
            for number in range(-(-clients // PER_MANAGER)):
                staff.add(caseload, f"Manager {number:05d}", staff_id=f"S{number:05d}")
        _rows(caseload, clients, contacts, mode, reached)

    create_file(path, TODAY, None, fill, anywhere=True)


def _rows(caseload: Caseload, clients: int, contacts: int, mode: Mode, reached: Reached) -> None:
    connection = caseload.attached()
    indexes = connection.execute(
        "select name, sql from sqlite_master where type = 'index' and sql is not null"
        " and tbl_name = 'contact'"
    ).fetchall()
    connection.execute("pragma synchronous = off")
    connection.execute("begin")
    for name, _ in indexes:
        connection.execute(f"drop index {name}")
    connection.executemany(
        "insert into client (client_id, first_name, last_name, phone, county)"
        " values (?, 'Ann', ?, '(254) 555-0100', 'McLennan')",
        ((f"C{number:06d}", f"Client{number}") for number in range(clients)),
    )
    connection.executemany(
        "insert into client_name values (?, ?)",
        (
            (folded, f"C{number:06d}")
            for number in range(clients)
            for folded in (f"client{number} ann", f"ann client{number}")
        ),
    )
    connection.executemany(
        "insert into episode (episode_id, client_id, program, status, admitted_on)"
        f" values (?, ?, 'ACT', 'admitted', '{ADMITTED}')",
        ((f"E{number:06d}", f"C{number:06d}") for number in range(clients)),
    )
    connection.executemany(
        f"insert into episode_case_manager values (?, '{ADMITTED}', ?)",
        ((f"E{number:06d}", f"S{number // PER_MANAGER:05d}") for number in range(clients)),
    )
    connection.executemany(
        "insert into contact (contact_id, client_id, contacted_on, mode, reached, imported,"
        f" recorded_at) values (?, ?, ?, '{mode}', '{reached}', 1, '2026-11-22T17:00:00.000Z')",
        _contacts(clients, contacts),
    )
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("commit")


def _contacts(clients: int, contacts: int) -> Iterator[tuple[str, str, str]]:
    """The newest contact of a client is from 0 to 59 days old, however many there are."""
    each = contacts // clients
    number = 0
    for client in range(clients):
        newest = TODAY - timedelta(days=client % 60)
        for index in range(each):
            day = newest - timedelta(days=index * (SPAN - 60) // each)
            yield f"K{number:08d}", f"C{client:06d}", day.isoformat()
            number += 1
