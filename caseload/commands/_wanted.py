"""Whose clients a list is about: the options that the lists of everyone share."""

from caseload.errors import UsageError
from caseload.model import Obligation
from caseload.records._caseload import Caseload
from caseload.records.due import Wanted


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
    from caseload.records import clients, programs, staff

    ids: tuple[str, ...] | None = None
    if mine:
        if case_manager is not None:
            raise UsageError("Choose --mine or --case-manager, not both.")
        own = staff.acting(caseload).staff_id
        ids = (own, *staff.covered_by(caseload, own))
    elif case_manager is not None:
        ids = (staff.find(caseload, case_manager).staff_id,)
    named = programs.find(caseload, program).name if program else None
    lives = clients.find_county(caseload, county) if county is not None else None
    return Wanted(ids, lives, named, obligation)
