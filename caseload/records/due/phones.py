"""Whom to call about an appointment: the phone of the one whom they see, for many clients at once.

Judged by `circle_rules.phone_of`, as the screens do, so that "DR. PEÑA" is Dr. Peña everywhere.
"""

import json
from collections.abc import Iterable
from datetime import date

from caseload.model.circle import CareTeamMember
from caseload.records._caseload import Caseload
from caseload.rules import circle_rules


class Phones:
    """The care teams of some clients on a day, as far as they can be called."""

    def __init__(
        self, caseload: Caseload, visits: Iterable[tuple[str | None, str | None]], on: date
    ) -> None:
        """Read the teams of those who see somebody.

        Args:
            caseload: The open caseload.
            visits: Of each appointment whose it is, and whom they see.
            on: The day.
        """
        wanted = {client_id for client_id, with_whom in visits if client_id and with_whom}
        self._teams: dict[str, list[CareTeamMember]] = {}
        self._on = on
        if not wanted:
            return
        for member in caseload.records(
            CareTeamMember,
            "where client_id in (select value from json_each(?)) and phone is not null"
            " and entered_in_error_at is null order by rowid",
            (json.dumps(list(wanted)),),
        ):
            self._teams.setdefault(member.client_id, []).append(member)

    def of(self, client_id: str | None, with_whom: str | None) -> str | None:
        """The phone of the one whom a client sees, where they are on the care team."""
        team = self._teams.get(client_id or "")
        if not team or not with_whom:
            return None
        there = (each.member for each in circle_rules.calls(team, (), self._on))
        return circle_rules.phone_of(there, with_whom)
