"""Appointments and due dates as an iCalendar (RFC 5545), for a calendar elsewhere.

What leaves the file here is read on telephones and in shared calendars, so it names a client by id
or initials and says nothing that people typed, unless more is asked for. Every entry is private.
The same entry has the same UID whenever it is written, so a calendar takes the newer for the older.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from caseload import __version__
from caseload.model import Item, Obligation
from caseload.model.agenda import Appointment, Outcome

PRODUCT = f"-//caseload//caseload {__version__}//EN"


class Naming(StrEnum):
    """How a client is named."""

    ID = "id"
    INITIALS = "initials"
    NAME = "name"


class Said(NamedTuple):
    """What a calendar says of clients."""

    naming: Naming = Naming.ID
    details: bool = False
    """With whom, where, what for, the ride, and the words of tasks and reasons."""

    def client(self, client_id: str | None, full_name: str) -> str:
        """A client as the calendar names them; one's own where there is none."""
        if client_id is None:
            return "Own"
        if self.naming is Naming.NAME:
            return full_name
        if self.naming is Naming.INITIALS:
            last, _, first = full_name.partition(", ")
            return "".join(f"{word[0].upper()}." for word in (*first.split(), *last.split()))
        return client_id


def calendar(
    appointments: Iterable[tuple[Appointment, str]],
    items: Iterable[Item],
    *,
    zone: Any,
    made_at: datetime,
    file_id: str,
    said: Said,
    name: str,
) -> str:
    """The text of a calendar, with CRLF at each end of a line.

    Args:
        appointments: Each with the client's full name, the family name first.
        items: Lines of the due list; those about appointments are left out.
        zone: The zone of the machine, a `ZoneInfo`, in which appointments are kept.
        made_at: When it is made, with its zone.
        file_id: What tells this caseload file from others, so that no two share a UID.
        said: What it says of clients.
        name: What calendars show as its name.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", _text(name), encode=False)
    stamp = made_at.astimezone(UTC).replace(microsecond=0)
    days = list[date]()
    for one, client in appointments:
        event = _event(f"{one.appointment_id}-{file_id}", stamp)
        _fill_appointment(event, one, said.client(one.client_id, client), zone, said)
        made.add_component(event)
        days.append(one.day)
    for item in items:
        if item.obligation is Obligation.APPOINTMENT or item.due_on is None:
            continue
        event = _event(f"{_key(item)}-{file_id}", stamp)
        _fill_due(event, item, said)
        made.add_component(event)
    if days:
        first, last = min(days) - timedelta(366), max(days) + timedelta(366)
        made.add_missing_timezones(first_date=first, last_date=last)
    text: bytes = made.to_ical()
    return text.decode("utf-8")


def _event(uid: str, stamp: datetime) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{uid}@caseload")
    event.add("dtstamp", stamp)
    event.add("class", "PRIVATE")
    return event


def _fill_appointment(event: Any, one: Appointment, client: str, zone: Any, said: Said) -> None:
    begins = datetime.fromisoformat(one.starts_at).replace(tzinfo=zone)
    event.add("dtstart", begins)
    if one.minutes:
        # No end on the wall's clock, which says one time twice on the night of the change.
        event.add("duration", timedelta(minutes=one.minutes))
    off = one.outcome is Outcome.CANCELLED
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if off:
        event.add("transp", "TRANSPARENT")
    whom = f" with {one.with_whom}" if said.details and one.with_whom else ""
    event.add("summary", _text(f"{client}: appointment{whom}"), encode=False)
    if said.details:
        if one.location:
            event.add("location", _text(one.location), encode=False)
        told = {"For": one.purpose, "Ride": one.transport}
        words = "\n".join(f"{head}: {text}" for head, text in told.items() if text)
        if words:
            event.add("description", _text(words), encode=False)


def _fill_due(event: Any, item: Item, said: Said) -> None:
    what = item.obligation.replace("_", " ")
    if item.standard is not None:
        what = item.standard if said.details else what
    assert item.due_on is not None
    event.add("dtstart", item.due_on)
    event.add("transp", "TRANSPARENT")
    summary = f"{said.client(item.client_id, item.client)}: {what} due"
    event.add("summary", _text(summary), encode=False)
    if said.details:
        event.add("description", _text(item.reason), encode=False)


def _text(value: str) -> Any:
    """Text as a property's value. The library's own writes a backslash and N as a new line."""
    import icalendar

    class Text(icalendar.vText):
        def to_ical(self) -> bytes:
            return str(self).translate(_ESCAPED).encode("utf-8")

    return Text(value)


_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
"""RFC 5545, 3.3.11."""


def _key(item: Item) -> str:
    """What tells a line of the due list apart, whenever it is due."""
    if item.record_id is not None:
        return f"{item.obligation}-{item.record_id}"
    words = "\n".join(
        str(part) for part in (item.client_id, item.program, item.standard, item.obligation)
    )
    return sha256(words.encode()).hexdigest()[:20]
