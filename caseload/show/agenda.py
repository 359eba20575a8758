"""How an appointment looks in a line."""

from datetime import date

from caseload import dates
from caseload.model.agenda import Appointment


def appointment_in_words(one: Appointment, on: date | None = None, phone: str | None = None) -> str:
    """When it is, how long, with whom and their phone, where, and how they get there."""
    parts = [dates.spoken_moment(one.starts_at, on)]
    parts += [f"{one.minutes} min"] if one.minutes else []
    parts += [f"with {one.with_whom}"] if one.with_whom else []
    parts += [f"phone {phone}"] if phone else []
    parts += [one.location] if one.location else []
    parts += [f"ride: {one.transport}"] if one.transport else []
    return ", ".join(parts)
