"""Days as people want to read them: `dates` says them in words, the settings may ask for numbers.

The functions have the names and the arguments that they have in `dates`.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from caseload import dates
from caseload.show.style import now

_NUMBERS = {"mdy": "{0.month}/{0.day}/{0.year}", "dmy": "{0.day}/{0.month}/{0.year}",
            "ymd": "{0.year}/{0.month}/{0.day}"}  # fmt: skip


def _numbered(day: date) -> str | None:
    """A day in numbers, or None where words are wanted."""
    style = now()
    if style.date_shown == "words":
        return None
    if style.date_shown == "iso":
        return day.isoformat()
    return _NUMBERS[style.date_format].format(day)


def plain(day: date) -> str:
    """15 Sep 2026, 2026-09-15 or 9/15/2026."""
    return _numbered(day) or dates.plain(day)


def short(day: date, today: date) -> str:
    """15 Sep, with its year when it lies far from today; numbers always have theirs."""
    return _numbered(day) or dates.short(day, today)


def long(day: date) -> str:
    """Monday 23 November 2026, or Monday 2026-11-23."""
    numbered = _numbered(day)
    return f"{dates.LONG_WEEKDAYS[day.weekday()]} {numbered}" if numbered else dates.long(day)


def spoken(day: date, today: date | None = None) -> str:
    """Fri 20 Nov 2026 or Fri 2026-11-20; with today given, how far away it is."""
    said = f"{dates.WEEKDAYS[day.weekday()]} {plain(day)}"
    return said if today is None else f"{said} ({dates.away(day, today)})"


def spoken_moment(moment: str, today: date | None = None) -> str:
    """Thu 3 Dec 2026 14:30; with today given, how far away it is."""
    day = date.fromisoformat(moment[:10])
    said = f"{spoken(day)} {moment[11:]}".rstrip()
    return said if today is None else f"{said} ({dates.away(day, today)})"


def in_sentence(text: str) -> str:
    """A sentence of the rules, which name days in words, with its days as they are shown."""
    return text if now().date_shown == "words" else re.sub(_IN_WORDS, _again, text)


_IN_WORDS = rf"\b([0-9]{{1,2}}) ({'|'.join(dates.MONTHS)}) ([0-9]{{4}})\b"
"""A pattern that is compiled at its first use: few settings need it, and the list is waited for."""


def _again(found: re.Match[str]) -> str:
    day, month, year = int(found[1]), dates.MONTHS.index(found[2]) + 1, int(found[3])
    if not year or not 1 <= day <= monthrange(year, month)[1]:
        return found[0]
    return plain(date(year, month, day))


def week(day: date) -> tuple[date, date]:
    """The first and the last day of the week of a day, as people count it; the rules never do."""
    back = (day.weekday() + (now().week_start == "sunday")) % 7
    first = day - timedelta(days=back)
    return first, first + timedelta(days=6)


def local_time(instant: str) -> str:
    """An instant in the machine's zone: 20 Nov 2026 14:30."""
    moment = datetime.fromisoformat(instant).astimezone()
    return f"{plain(moment.date())} {moment:%H:%M}"


def born(day: date | None, on: date) -> str | None:
    """A day of birth, and the age where they are born by then; None where nobody knows it."""
    from caseload.rules.eligibility import age_on

    years = age_on(day, on)
    age = f" (age {years})" if years is not None else ""
    return f"{plain(day)}{age}" if day else None
