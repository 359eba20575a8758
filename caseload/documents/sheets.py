"""A case manager's caseload on one page, for `gather`."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from caseload.documents import facts, fields
from caseload.errors import InvalidError
from caseload.records import clients, due, staff
from caseload.records._caseload import Caseload
from caseload.records.episodes import OPEN

if TYPE_CHECKING:
    from caseload.documents.gather import Wanted

SHEET_DAYS = 14
"""A caseload sheet shows what falls due in so many days."""


class Sheets:
    """The part of `Gathering` that is about many clients."""

    _caseload: Caseload
    _wanted: "Wanted"
    _client_id: str | None
    today: date

    @cached_property
    def sheet(self) -> fields.Sheet:
        """As `fields.Fields` says."""
        if self._client_id is not None:
            raise InvalidError("This template is about a caseload: name no client.")
        wanted = self._wanted.case_manager
        if wanted is None:
            raise InvalidError("Say whose caseload: --case-manager NAME.")
        owed: dict[str, list[fields.Due]] = {}
        mine = due.Wanted(case_managers=(wanted,))
        items = due.due(
            self._caseload, self.today, mine, within=SHEET_DAYS, include_held=True
        ).items
        for item in items:
            what = item.standard or str(item.obligation).replace("_", " ").capitalize()
            owed.setdefault(item.client_id or "", []).append(
                fields.Due(what, item.due_on, item.days_overdue, item.status, item.reason)
            )
        order = {client_id: place for place, client_id in enumerate(owed)}
        lines = self._lines(wanted, owed)
        lines.sort(key=lambda one: (order.get(one.client_id, len(order)), one.full_name))
        return fields.Sheet(facts.staff_member(staff.get(self._caseload, wanted)), tuple(lines))

    def _lines(self, manager: str, owed: dict[str, list[fields.Due]]) -> list[fields.Line]:
        shown = [
            one for one in clients.listed(self._caseload, self.today, case_manager=manager)
            if one.status in OPEN
        ]  # fmt: skip
        notes = clients.by_id(self._caseload, [one.client_id for one in shown])
        return [
            fields.Line(
                one.client_id, one.client, one.phone, notes[one.client_id].contact_notes,
                one.program or "", one.level_of_care, tuple(owed.get(one.client_id, ())),
            )
            for one in shown
        ]  # fmt: skip
