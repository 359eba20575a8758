"""Whose clients a list is about: the options that the lists of everyone share."""

from typing import Annotated

import typer

from caseload.errors import UsageError
from caseload.model import Obligation
from caseload.records._caseload import Caseload
from caseload.records.due import Wanted

Mine = Annotated[bool, typer.Option("--mine", help="Of one's own clients and those one covers.")]
Manager = Annotated[
    str | None, typer.Option("--case-manager", metavar="STAFF", help="Whose clients.")
]
County = Annotated[str | None, typer.Option("--county", metavar="NAME", help="Who live there.")]
Program = Annotated[
    str | None, typer.Option("--program", metavar="PROGRAM", help="In this program.")
]


def whose(caseload: Caseload, case_manager: str | None, *, mine: bool) -> tuple[str, ...] | None:
    """The staff_ids whose clients are meant: one's own and those one covers, somebody's, or all.

    Raises:
        UsageError: Both were said, or nobody has said who acts.
        NotFoundError, AmbiguousError: A name leads to none, or to several.
    """
    from caseload.records import staff

    if mine:
        if case_manager is not None:
            raise UsageError("Choose --mine or --case-manager, not both.")
        own = staff.acting(caseload).staff_id
        return (own, *staff.covered_by(caseload, own))
    return (staff.find(caseload, case_manager).staff_id,) if case_manager is not None else None


def wanted_part(
    caseload: Caseload,
    mine: bool,
    case_manager: str | None,
    county: str | None,
    program: str | None,
    obligation: Obligation | None = None,
) -> Wanted:
    """Which part of everyone is asked for.

    Raises:
        UsageError: Both --mine and --case-manager, or nobody has said who acts.
        NotFoundError, AmbiguousError: A name leads to none, or to several.
    """
    from caseload.records import clients, programs

    ids = whose(caseload, case_manager, mine=mine)
    named = programs.find(caseload, program).name if program else None
    lives = clients.find_county(caseload, county) if county is not None else None
    return Wanted(ids, lives, named, obligation)
