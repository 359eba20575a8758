"""A calendar of a part of the caseload: what both doors write into an iCalendar file.

It leaves the encrypted file, so it is noted in the audit log before it goes out, as exports are.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from caseload.errors import InvalidError
from caseload.records import appointments, audit, due, exports
from caseload.records._caseload import Caseload
from caseload.texts.calendar_text import Said, calendar

BACK_DAYS, AHEAD_DAYS = 30, 90
"""How far it looks back and ahead when nothing is said."""


class Asked(NamedTuple):
    """Which part of the caseload, from which day to which."""

    first: date
    last: date
    client_id: str | None = None
    case_managers: tuple[str, ...] | None = None
    """staff_ids whose clients are meant; None: everyone's."""
    due_dates: bool = True
    """Whether the lines of the due list stand in it too."""


def span(today: date, first: date | None, last: date | None) -> tuple[date, date]:
    """The days that are meant, where one or both are not said.

    Raises:
        InvalidError: The last day lies before the first.
    """
    begins = first or today - timedelta(BACK_DAYS)
    ends = last or today + timedelta(AHEAD_DAYS)
    if ends < begins:
        raise InvalidError(
            f"The last day, {ends}, lies before the first, {begins}. Check the dates.",
            field="until",
        )
    return begins, ends


def text_of(caseload: Caseload, asked: Asked, said: Said, name: str) -> str:
    """The text of an iCalendar file, in the machine's zone.

    Args:
        caseload: The open caseload.
        asked: Which part of it.
        said: What it says of clients.
        name: Whose it is, which calendars show as its name after the word caseload.
    """
    zone = _zone()
    exports.noted(caseload, "calendar")
    with caseload.reading():
        booked = [
            (one.appointment, one.client)
            for one in appointments.listed(
                caseload,
                client_id=asked.client_id,
                since=asked.first,
                until=asked.last,
                case_managers=asked.case_managers,
            )
            if one.appointment.entered_in_error_at is None
        ]
        wanted = due.Wanted(case_managers=asked.case_managers, client_id=asked.client_id)
        within = max(0, (asked.last - caseload.today).days)
        items = due.due(caseload, caseload.today, wanted, within=within).items
        return calendar(
            booked,
            [
                one
                for one in items
                if asked.due_dates
                and one.due_on is not None
                and asked.first <= one.due_on <= asked.last
            ],
            zone=zone,
            made_at=datetime.now(UTC),
            file_id=audit.file_id(caseload),
            said=said,
            name=f"caseload {name}".rstrip(),
        )


def _zone() -> Any:
    """The machine's zone, by its name in the list that all calendars know.

    Raises:
        InvalidError: It is set to one that is not in it.
    """
    from tzlocal import get_localzone

    try:
        return get_localzone()
    except (LookupError, ValueError, OSError):
        raise InvalidError(
            "This machine's time zone is none that calendars know. Set it, or the variable TZ, to "
            "a name such as America/Chicago."
        ) from None
