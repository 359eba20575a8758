"""A contact as reports need it, and where it belongs."""

from datetime import date
from typing import NamedTuple

from caseload.model import Mode, Purpose, Reached
from caseload.reporting.lines import Line
from caseload.reporting.stays import People, Place


class Talk(NamedTuple):
    """A contact or an attempt."""

    contact_id: str
    client_id: str
    contacted_on: date
    mode: Mode
    reached: Reached
    minutes: int | None
    purpose: Purpose | None
    program: str | None
    staff: str | None
    """The name of who recorded it."""
    imported: bool
    recorded_on: date
    """In the machine's zone, as the next two."""
    signed_on: date | None

    @property
    def is_attempt(self) -> bool:
        """Whether nobody was reached."""
        return self.reached is Reached.NOBODY


def placed(talk: Talk, people: People) -> Place:
    """Where a contact belongs: whose work it was, else the case manager of that day."""
    place = people.place(talk.client_id, talk.contacted_on, talk.program)
    return place._replace(case_manager=talk.staff or place.case_manager)


def line(
    talk: Talk, place: Place, topic: str, outcome: str, why: str, *, of: str = "", number: int = 1
) -> Line:
    """A line about a contact."""
    return Line(
        topic, outcome, of, number, *place, "contact", talk.contact_id, talk.contacted_on,
        talk.contacted_on, why,
    )  # fmt: skip
