"""The shape of the file, as numbered steps. A step is never edited once it has been released.

What always holds: every table is strict; a day is text that is a real day; the words a column
may hold stand in its check; a signed contact, a signed plan version, a signature, an addendum and
an audit row refuse UPDATE and DELETE, and being replaced, here and not in Python.
"""

from sqlite_utils import Database, Migrations

from caseload.records._m001_caseload import CASELOAD
from caseload.records._m002_plans import PLANS

migrations = Migrations("caseload")


@migrations()
def m001_the_caseload(db: Database) -> None:
    """Staff, clients, episodes, holds, contacts, standards and the audit log."""
    _run(db, CASELOAD)


@migrations()
def m002_plans(db: Database) -> None:
    """Recovery plans with their signatures, progress and reviews; note formats; documents made."""
    _run(db, PLANS)


def _run(db: Database, script: str) -> None:
    """Each statement by itself: `executescript` would commit what the gate has begun."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if _complete(statement):
            db.execute(statement)
            statement = ""


def _complete(statement: str) -> bool:
    from caseload.records._driver import sqlite

    return bool(statement.strip()) and sqlite.complete_statement(statement)
