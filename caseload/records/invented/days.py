"""Days of the invented agency: when its office is open, and from where a period leads to a day."""

from datetime import date, timedelta

from caseload import rules
from caseload.model import Unit


def works(day: date) -> bool:
    """Whether the office is open: not on weekends, New Year, 4 July, Thanksgiving and Christmas."""
    thanksgiving = (day.month, day.weekday()) == (11, 3) and 22 <= day.day <= 28
    closed = (day.month, day.day) in {(1, 1), (7, 4), (12, 25)} or thanksgiving
    return day.weekday() < 5 and not closed


def working(day: date) -> date:
    """The working day on or before a day."""
    while not works(day):
        day -= timedelta(1)
    return day


def a_month_before(due: date) -> list[date]:
    """The days from which a month leads there: four for 28 February, none for 31 March."""
    near = [due - timedelta(days) for days in range(28, 32)]
    return [day for day in near if rules.add_period(day, 1, Unit.MONTH) == due]


def end_of_month(day: date, months: int) -> date:
    """The last day of the month so many months later."""
    first = rules.add_period(day.replace(day=1), months + 1, Unit.MONTH)
    return first - timedelta(1)


def instant(day: date, minute: int) -> str:
    """An instant in UTC, from the minute of that day."""
    return f"{day}T{minute // 60:02d}:{minute % 60:02d}:00.000Z"
