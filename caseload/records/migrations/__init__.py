"""The shape of the file, as numbered steps. A step is never edited once it has been released.

What always holds: every table is strict; a day is text that is a real day; the words a column
may hold stand in its check; a signed contact, a signed plan version, a signature, an addendum and
an audit row refuse UPDATE and DELETE, and being replaced, here and not in Python.
"""

from sqlite_utils import Database, Migrations

from caseload.records.migrations.shape_001_caseload import CASELOAD
from caseload.records.migrations.shape_002_plans import PLANS
from caseload.records.migrations.shape_003_intake import INTAKE
from caseload.records.migrations.shape_004_assessments import ASSESSMENTS
from caseload.records.migrations.shape_005_resources import RESOURCES
from caseload.records.migrations.shape_006_referrals import REFERRALS
from caseload.records.migrations.shape_007_circle import CIRCLE
from caseload.records.migrations.shape_008_agenda import AGENDA
from caseload.records.migrations.shape_009_crisis import CRISIS
from caseload.records.migrations.shape_010_codes import CODES

migrations = Migrations("caseload")


@migrations()
def m001_the_caseload(db: Database) -> None:
    """Staff, clients, episodes, holds, contacts, standards and the audit log."""
    _run(db, CASELOAD)


@migrations()
def m002_plans(db: Database) -> None:
    """Recovery plans with their signatures, progress and reviews; note formats; documents made."""
    _run(db, PLANS)


@migrations()
def m003_intake(db: Database) -> None:
    """Eligibility, deadlines and fees of programs; the steps of an intake; poverty guidelines."""
    _run(db, INTAKE)


@migrations()
def m004_assessments(db: Database) -> None:
    """Assessments and needs."""
    _run(db, ASSESSMENTS)


@migrations()
def m005_resources(db: Database) -> None:
    """The directory of services in the community."""
    _run(db, RESOURCES)


@migrations()
def m006_referrals(db: Database) -> None:
    """Referrals with their story; disclosures."""
    _run(db, REFERRALS)


@migrations()
def m007_circle(db: Database) -> None:
    """Care teams, releases of information, programs under 42 CFR Part 2."""
    _run(db, CIRCLE)


@migrations()
def m008_agenda(db: Database) -> None:
    """Appointments, tasks and advocacy, each with its story."""
    _run(db, AGENDA)


@migrations()
def m009_crisis(db: Database) -> None:
    """Crises and inpatient stays with their follow-ups; safety plans."""
    _run(db, CRISIS)


@migrations()
def m010_codes(db: Database) -> None:
    """The codes of de-identified exports."""
    _run(db, CODES)


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
