"""Staff: case managers, supervisors and others, and how one is named."""

from typing import Any

from caseload.errors import AmbiguousError, InvalidError, NotFoundError, UsageError
from caseload.model import Staff
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._rows import to_columns

LARGEST_CAPACITY = 10_000


def listed(caseload: Caseload, *, everyone: bool = False) -> list[Staff]:
    """Staff by name; those who have left as well when `everyone`."""
    where = "" if everyone else "where active = 1"
    return caseload.records(Staff, f"{where} order by name, staff_id")


def get(caseload: Caseload, staff_id: str) -> Staff:
    """The staff member with that id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Staff, "where staff_id = ?", (staff_id,))
    if not found:
        raise NotFoundError(f"No staff member has the id {staff_id}. Try: caseload staff list")
    return found[0]


def find(caseload: Caseload, text: str) -> Staff:
    """The staff member meant by an id, a name, or the beginning of a first or family name.

    The very id wins, then a name, then an id in other capitals: so for clients too.

    Raises:
        NotFoundError: Nobody goes by that.
        AmbiguousError: More than one does.
    """
    everyone = listed(caseload, everyone=True)
    wanted = fold(text)
    exact = [one for one in everyone if one.staff_id == text] or [
        one for one in everyone if fold(one.name) == wanted
    ]
    exact = exact or [one for one in everyone if wanted and fold(one.staff_id) == wanted]
    found = exact or [one for one in everyone if wanted and f" {wanted}" in f" {fold(one.name)}"]
    if not found:
        raise NotFoundError(
            f"No staff member is called {text!r} or begins so. Try: caseload staff list"
        )
    if len(found) > 1:
        names = "; ".join(f"{one.staff_id} {one.name}" for one in found)
        raise AmbiguousError(f"Which staff member?  {names}")
    return found[0]


def names(caseload: Caseload) -> dict[str, str]:
    """Each staff member's name by id."""
    return dict(caseload.rows("select staff_id, name from staff"))


def covered_by(caseload: Caseload, staff_id: str) -> list[str]:
    """The ids of those whom this staff member stands in for."""
    return [
        row[0]
        for row in caseload.rows("select staff_id from staff where covered_by = ?", (staff_id,))
    ]


def add(caseload: Caseload, name: str, *, staff_id: str | None = None, **facts: Any) -> Staff:
    """Add a staff member.

    Args:
        caseload: The open caseload.
        name: Their full name; no two share one, since lists name people by it.
        staff_id: The agency's own id; made when not given.
        facts: Fields of `Staff`.

    Raises:
        InvalidError: The name or id is empty or taken.
    """
    name = " ".join(name.split())
    if not name:
        raise InvalidError("A staff member needs a name.")
    with caseload.write("add staff") as change:
        _refuse_taken(caseload, name, None)
        made_id = (staff_id or "").strip() or caseload.next_id("staff", "staff_id", "S")
        if caseload.value("select 1 from staff where staff_id = ?", (made_id,)):
            raise InvalidError(f"{made_id} is another staff member's id.")
        staff = Staff(made_id, name, **facts)
        _check(caseload, staff)
        change.add(staff)
    return staff


def edit(caseload: Caseload, staff_id: str, **facts: Any) -> Staff:
    """Change a staff member's fields.

    Raises:
        InvalidError: The new name is empty or taken, or someone would cover for themselves.
    """
    with caseload.write("edit staff") as change:
        before = get(caseload, staff_id)
        after = before._replace(**facts)
        after = after._replace(name=" ".join(after.name.split()))
        if not after.name:
            raise InvalidError("A staff member needs a name.")
        _refuse_taken(caseload, after.name, staff_id)
        _check(caseload, after)
        change.update("staff", "staff_id", staff_id, to_columns(after))
    return after


def acting(caseload: Caseload) -> Staff:
    """The one who acts.

    Raises:
        UsageError: They have not said who they are.
    """
    if caseload.staff is None:
        raise UsageError(
            "Say who you are: caseload --staff NAME …, or once and for all: "
            "caseload config staff NAME"
        )
    return caseload.staff


def _refuse_taken(caseload: Caseload, name: str, but: str | None) -> None:
    for one in listed(caseload, everyone=True):
        if fold(one.name) == fold(name) and one.staff_id != but:
            raise InvalidError(
                f"{one.staff_id} is called {one.name} too. Lists tell people apart by name: "
                "add a middle name or an initial."
            )


def _check(caseload: Caseload, staff: Staff) -> None:
    if not staff.role:
        raise InvalidError("A staff member has a role, such as case_manager.", field="role")
    if staff.covered_by is not None:
        if staff.covered_by == staff.staff_id:
            raise InvalidError(f"{staff.name} can't cover for themselves.", field="covered_by")
        get(caseload, staff.covered_by)
    if staff.capacity is not None and not 0 <= staff.capacity <= LARGEST_CAPACITY:
        raise InvalidError("A capacity is 0 to 10,000 clients.", field="capacity")
