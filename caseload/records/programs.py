"""Programs: what the agency offers, known by name."""

from typing import Any

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Program
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._rows import to_columns


def listed(caseload: Caseload) -> list[Program]:
    """All programs by name."""
    return caseload.records(Program, "order by name")


def find(caseload: Caseload, text: str) -> Program:
    """The program meant by a name or the beginning of one.

    Raises:
        NotFoundError: There is none.
        AmbiguousError: There is more than one.
    """
    everything, wanted = listed(caseload), fold(text)
    found = [one for one in everything if fold(one.name) == wanted] or [
        one for one in everything if wanted and fold(one.name).startswith(wanted)
    ]
    if not found:
        raise NotFoundError(
            f"No program is called {text!r} or begins so. Try: caseload program list; or add it: "
            f"caseload program add NAME"
        )
    if len(found) > 1:
        raise AmbiguousError(f"Which program?  {' · '.join(one.name for one in found)}")
    return found[0]


def add(caseload: Caseload, name: str, **facts: Any) -> Program:
    """Add a program.

    Raises:
        InvalidError: The name is empty or taken.
    """
    program = Program(" ".join(name.split()), **facts)
    if not program.name:
        raise InvalidError("A program needs a name.")
    with caseload.write("add program") as change:
        if fold(program.name) in {fold(one.name) for one in listed(caseload)}:
            raise InvalidError(f"There is a program called {program.name} already.")
        change.add(program)
    return program


def edit(caseload: Caseload, name: str, **facts: Any) -> Program:
    """Change a program's description, or whether it is active.

    Its name stays: signed contacts hold it, and they never change.
    """
    with caseload.write("edit program") as change:
        before = find(caseload, name)
        after = before._replace(**facts)
        change.update("program", "name", before.name, to_columns(after))
    return after


def named(caseload: Caseload, texts: list[str]) -> dict[str, str]:
    """For names from a roster, the program's own spelling; those not known are added."""
    known = {fold(one.name): one.name for one in listed(caseload)}
    found: dict[str, str] = {}
    for text in texts:
        if fold(text) not in known:
            known[fold(text)] = add(caseload, text).name
        found[text] = known[fold(text)]
    return found
