"""An agency's files for tests: small ones by case manager, one in every state of disrepair."""

import atexit
import os
import shutil
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from making import PASSPHRASE, TODAY
from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils import Database

from caseload.model import HoldReason, Mode, Reached
from caseload.records import clients, contacts, episodes, holds, programs, staff, standards
from caseload.records._caseload import Caseload
from caseload.records._driver import connect
from caseload.records._key import Key, derive
from caseload.records._opening import APPLICATION_ID, create_file
from caseload.records.migrations import migrations

ADMITTED = date(2026, 1, 5)
STATES = ("cut", "foreign", "newer", "unfinished", "empty", "missing", "encrypted", "folder")


def manager_file(
    path: Path,
    manager: str,
    people: Sequence[tuple[str, date | None, int | None]],
    *,
    every: int = 1,
    key: str | None = None,
    program: str = "ACT",
) -> Path:
    """A case manager's file.

    Args:
        path: Where.
        manager: The name of the case manager, who can have 10 clients.
        people: First and last name, date of birth, and how many days ago they were reached; None is
            never since they were admitted.
        every: The standard asks for a contact within so many months.
        key: A passphrase, for an encrypted file.
        program: Where all are admitted.
    """

    def fill(caseload: Caseload) -> None:
        with caseload.write("make file"):
            standards.add_shipped(caseload)
            caseload.staff = staff.add(caseload, manager, capacity=10)
            programs.add(caseload, program)
            if every != 1:
                standards.edit(caseload, "T0001", date(2026, 1, 1), every=every)
            for name, born, ago in people:
                first, _, last = name.partition(" ")
                one = clients.add(caseload, first, last, date_of_birth=born, county="Hill")
                episodes.admit(caseload, one.client_id, program, ADMITTED, case_manager="S0001")
                if ago is not None:
                    day = date.fromordinal(TODAY.toordinal() - ago)
                    contacts.log(caseload, one.client_id, day, Mode.PHONE, Reached.CLIENT)

    path.parent.mkdir(parents=True, exist_ok=True)
    create_file(path, TODAY, (lambda: key) if key else None, fill, anywhere=True)
    return path


@cache
def _agency() -> Path:
    folder = Path(mkdtemp(prefix="caseload-agency-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    born = date(1990, 2, 28)
    manager_file(
        folder / "dana.db",
        "Dana Whitfield",
        [("Ana Ruiz", born, 60), ("Bo Li", date(1988, 1, 31), 3), ("=1+1 O'Brien", None, 40)],
    )
    manager_file(
        folder / "luis" / "caseload.db",
        "Luis Ortega",
        [("Anna Ruiz", born, 60), ("[/] 李", None, 200), ("Cy Held", None, 70)],
        every=3,
        program="Housing",
    )
    with_hold = Caseload(connect(folder / "luis" / "caseload.db", None), folder, TODAY)
    with with_hold:
        holds.hold(with_hold, "E0003", date(2026, 11, 1), HoldReason.JAIL)
    return folder


def agency(folder: Path) -> Path:
    """Two files in a folder: one is asked for a contact a month, one for one in three months.

    Ana Ruiz is in both, spelled Anna in one. Of Dana's, two are overdue; of Luis's, one is, and one
    is on hold.
    """
    shutil.copytree(_agency(), folder / "agency")
    return folder / "agency"


def spoiled(folder: Path, state: str) -> Path:
    """A file that can't be read, in one of `STATES`."""
    path = folder / f"{state}.db"
    if state == "missing":
        return path
    if state == "folder":
        path = folder / "locked-away"
        path.mkdir()
        return path
    whole = _agency() / "dana.db"
    if state == "encrypted":
        return manager_file(path, "Thu Pham", [], key=PASSPHRASE)
    if state == "foreign":
        with sqlite.connect(str(path)) as made:
            made.execute("pragma journal_mode = wal")
            made.execute("create table note (text)")
        made.close()
    elif state == "unfinished":
        _killed_while_writing(whole, path)
    else:
        shutil.copy(whole, path)
        if state == "cut":
            os.truncate(path, 40_000)
        elif state == "empty":
            os.truncate(path, 0)
        else:
            changed = sqlite.connect(str(path))
            changed.execute("pragma user_version = 99")
            changed.close()
    return path


def _killed_while_writing(whole: Path, path: Path) -> None:
    """What a process leaves that was killed while it wrote: pages, and the journal of the old."""
    live = path.with_name("live.db")
    shutil.copy(whole, live)
    writing = sqlite.connect(str(live), isolation_level=None)
    writing.execute("pragma cache_size = 5")
    writing.execute("begin immediate")
    writing.execute("create table many (number)")
    writing.execute(
        "insert into many with recursive n(i) as (select 1 union all select i + 1 from n"
        " where i < 50000) select i from n"
    )
    shutil.copy(live, path)
    shutil.copy(f"{live}-journal", f"{path}-journal")
    writing.execute("rollback")
    writing.close()
    live.unlink()


def older_file(path: Path, version: int, *, key: str | None = None) -> Key | None:
    """A file as a program with so many migrations left it: one client, admitted, overdue."""
    path.touch()
    made = derive(key, os.urandom(16)) if key else None
    connection = connect(path, made)
    connection.execute("begin immediate")
    names = [each.name for each in migrations.pending(Database(connection, execute_plugins=False))]
    migrations.apply(Database(connection, execute_plugins=False), stop_before=names[version:])
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {version}")
    rows: dict[str, dict[str, str | int]] = {
        "staff": {"staff_id": "S0001", "name": "Dana Whitfield"},
        "program": {"name": "ACT"},
        "client": {"client_id": "C0001", "first_name": "Ana", "last_name": "Ruiz"},
        "episode": {"episode_id": "E0001", "client_id": "C0001", "program": "ACT",
                    "status": "admitted", "admitted_on": "2026-01-05"},
        "standard": {"standard_id": "T0001", "name": "Monthly contact", "obligation": "contact",
                     "active": 1, "counting": "rolling", "every": 1, "unit": "month", "times": 1,
                     "reached": "client", "due_soon_days": 7},
    }  # fmt: skip
    for table, row in rows.items():
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"insert into {table} ({columns}) values ({marks})", (*row.values(),))
    connection.execute("commit")
    connection.close()
    return made


def as_it_was(folder: Path) -> dict[str, tuple[bytes, int, int, int]]:
    """All that can be seen of a folder and the files in it: bytes, times, modes."""
    seen = {}
    for path in sorted([folder, *folder.rglob("*")]):
        about = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        # SQLite gives a journal that it looks at to the file's owner when root runs it.
        changed = 0 if path.name.endswith("-journal") else about.st_ctime_ns
        seen[str(path)] = (content, about.st_mtime_ns, changed, about.st_mode)
    return seen
