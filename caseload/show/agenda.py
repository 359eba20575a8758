"""How appointments, tasks and advocacy records look in a line."""

from datetime import date

from caseload.model.agenda import Advocacy, Appointment, FollowThrough, Task
from caseload.show import day_style, shortened


def appointment_in_words(one: Appointment, on: date | None = None, phone: str | None = None) -> str:
    """When it is, how long, with whom and their phone, where, and how they get there."""
    parts = [day_style.spoken_moment(one.starts_at, on)]
    parts += [f"{one.minutes} min"] if one.minutes else []
    parts += [f"with {one.with_whom}"] if one.with_whom else []
    parts += [f"phone {phone}"] if phone else []
    parts += [one.location] if one.location else []
    parts += [f"ride: {one.transport}"] if one.transport else []
    return ", ".join(parts)


def kept_in_words(one: FollowThrough) -> str | None:
    """How many were kept of those that were the client's to keep; None where there was none."""
    if not one.scheduled:
        return None
    return f"kept {one.kept} of {one.scheduled} ({one.percent} %)"


def task_in_words(one: Task, on: date) -> str:
    """What is to be done, and by when."""
    due = f"due {day_style.spoken(one.due_on, on)}" if one.due_on else "no day"
    return f"{shortened(one.text)}, {due}"


def advocacy_in_words(one: Advocacy, on: date) -> str:
    """What was refused, by whom, and what is waited for."""
    waits = [
        f"{words} {day_style.spoken(day, on)}"
        for day, words in ((one.file_by, "file by"), (one.respond_by, "answer due"))
        if day is not None
    ]
    return ", ".join(
        [f"{shortened(one.issue)}, against {shortened(one.against)}", *(waits or [one.status])]
    )
