"""What a new caseload file begins with: its standards, programs, holidays, and whoever makes it."""

from typing import NamedTuple

from caseload.records import holidays, programs, staff, standards
from caseload.records._caseload import Caseload


class Beginning(NamedTuple):
    """What is said of an agency when its file is made; each can be changed later."""

    name: str | None = None
    """The full name of its first staff member, if there is to be one."""
    credentials: tuple[str, ...] = ()
    """Theirs."""
    role: str = "case_manager"
    """Theirs."""
    program: tuple[str, ...] = ()
    """The names of the programs."""
    counties: tuple[str, ...] = ()
    """Where the programs serve, and where the first staff member works."""
    standard: tuple[str, ...] = standards.USUAL
    """The names of those `standards.OFFERED` that apply."""
    first_within_days: int | None = standards.FIRST_WITHIN_DAYS
    """Days from the admission to the first contact; None: no time of its own."""


def fill(caseload: Caseload, begins: Beginning, *, name: str, encrypted: bool) -> None:
    """Write what a file begins with, as one change; `name` is what the file will be called.

    Raises:
        InvalidError: A name can't be.
    """
    with caseload.write("make file") as change:
        change.note("file", name, None, {"encrypted": int(encrypted)})
        standards.add_shipped(caseload, begins.standard, begins.first_within_days)
        holidays.fill(caseload)
        for program in begins.program:
            programs.add(caseload, program, counties=begins.counties)
        if begins.name:
            staff.add(
                caseload,
                begins.name,
                role=begins.role,
                credentials=begins.credentials,
                counties=begins.counties,
            )
