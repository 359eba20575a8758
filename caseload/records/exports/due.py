"""What is due, as a table: the list of a day whole, upcoming items and those on hold among it."""

from collections.abc import Iterator
from typing import Any

from caseload.model import Item
from caseload.records import due
from caseload.records._caseload import Caseload
from caseload.records._table import STAFF, Days, Kind, Part, Row, also, of_record, told

_SAID: dict[str, dict[str, Any]] = {
    "case_manager": {"meaning": STAFF},
    # A task of one's own is about nobody.
    "client": {"required": False},
}
ITEM = tuple(also(column, **_SAID.get(column.name, {})) for column in of_record(Item))


def _due(caseload: Caseload, part: Part) -> Iterator[Row]:
    managers = None if part.case_manager is None else (part.case_manager,)
    wanted = due.Wanted(managers, part.county, part.program)
    found = due.due(caseload, part.on, wanted, within=None, include_held=True)
    return map(told, found.items)


KINDS: dict[str, Kind] = {
    "due": Kind(
        "one thing that is owed, due or on hold on the day", ITEM, _due, Days(("due_on",)),
        program="program", case_manager="case_manager", as_of=True, to_others=False,
    ),
}  # fmt: skip
"""What can be exported of what is due, by name."""
