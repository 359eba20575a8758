"""Days as people type and read them.

Pure: what was typed and which day it is go in, a day or a refusal comes out. What can be read in
two ways is refused, and what was understood is always said back (`spoken`).

What is understood: 2026-11-20; today, yesterday, tomorrow; 3 days ago, in 2 weeks; fri (the last
one, or today), last fri, next fri; 5 nov, nov 5 2026, fri 20 nov 2026; 11/20/2026 in the order of
the settings. A day without a year is the most recent one, or the next one where a day ahead is
asked for; what would lie a year back, and lies ahead within a month, wants its year. A two-digit
year, a bare number and all else are refused. A moment is a day with a time of day after it:
tomorrow 14:30, fri 9am, 3 dec 2:30 pm, 2026-12-03T14:30.
"""

import re
from calendar import monthrange
from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from caseload.errors import InvalidError

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December")  # fmt: skip
ORDERS = ("mdy", "dmy", "ymd")
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Beyond these, a year is a slip of the finger."""
MOST_DAYS_AWAY = 300
"""A day further away than this is named with its year."""
SLIP_DAYS = 31
"""Of a day that was: one that lies ahead by no more than this is a slip of the month as likely as
last year's, and wants its year."""

_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HALF = r"[ap]\.?(?:m\.?)?"
_CLOCKS = {1: rf"[0-9]{{1,2}}(?::[0-9]{{2}}(?::[0-9]{{2}})?(?:{_HALF})?|{_HALF})",
           2: rf"[0-9]{{1,2}}(?::[0-9]{{2}}(?::[0-9]{{2}})?)? {_HALF}"}  # fmt: skip
"""A time of day in one word, and in two; bare numbers are none."""
_RELATIVE = {"today": 0, "yesterday": -1, "tomorrow": 1}
_UNITS = {"day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months",
          "months": "months", "year": "years", "years": "years"}  # fmt: skip
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
            "seven": 7, "eight": 8, "nine": 9, "ten": 10}  # fmt: skip


# --- reading -------------------------------------------------------------------------------------


def parse(text: str, today: date, *, order: str = "mdy", ahead: bool = False) -> date:
    """The day that was typed.

    Args:
        text: What was typed.
        today: The day from which "yesterday" and "fri" are counted.
        order: How 11/12/2026 is read: mdy, dmy or ymd.
        ahead: Whether "fri" and "5 nov" mean the next such day; else they mean the last.

    Raises:
        InvalidError: It is no day of any year, or could be read in more than one way.
    """
    words = text.casefold().replace(",", " ").split()
    if re.fullmatch(_ISO, " ".join(words), re.ASCII):
        return parse_iso(" ".join(words))
    found = _relative(words, today) or _weekday(words, today, ahead)
    if found is None:
        named, words = _leading_weekday(words)
        found = _named_month(words, today, text, ahead) or _numeric(" ".join(words), order, text)
        if found is not None and named not in (None, found.weekday()):
            raise InvalidError(f"{_shown(text)}: that day is a {LONG_WEEKDAYS[found.weekday()]}.")
        if found is not None and named is None and not ahead and len(words) == 2:
            _refuse_slip(found, today, text)
    if found is None:
        raise _refusal(text, today)
    return _in_range(found, text)


def parse_iso(text: str) -> date:
    """A day written YYYY-MM-DD, as files and scripts write it.

    Raises:
        InvalidError: It is not written so, or is no day of any year.
    """
    shown = _shown(text)
    if not re.fullmatch(_ISO, text.strip(), re.ASCII):
        raise InvalidError(f"{shown} is no date; write it as YYYY-MM-DD.")
    year, month, day = (int(part) for part in text.strip().split("-"))
    return _in_range(_day(year, month, day, text), text)


def parse_entry(text: str, *, order: str = "mdy") -> date:
    """A day as other systems write it into a table: complete, perhaps with a time of day after it.

    Raises:
        InvalidError: It is no day of any year, or is written in no way that can be told.
    """
    words = text.replace(",", " ").split()
    if words and words[0][:1].isdigit():
        words[0] = words[0].partition("T")[0]
    if len(words) > 1 and ":" in words[1]:
        words = words[:1]  # whatever follows it: a half of the day, a zone, both
    joined = day_and_clock(" ".join(words))[0]
    if re.fullmatch(_ISO, joined, re.ASCII):
        return parse_iso(joined)
    found = _numeric(joined, order, text)
    if found is None and joined.count(" ") == 2:
        found = _named_month(joined.split(), date.min, text, ahead=False)
    if found is None:
        raise InvalidError(f"{_shown(text)} is no date; write it as YYYY-MM-DD.")
    return _in_range(found, text)


def parse_time(text: str) -> str:
    """A time of day, "14:30", "2:30 pm" or "2pm", as HH:MM.

    Raises:
        InvalidError: It is none.
    """
    found = re.fullmatch(
        r"([0-9]{1,2})(?::([0-9]{2})(?::[0-5][0-9])?)?(?:\s*([ap])\.?(?:m\.?)?)?",
        text.strip().casefold(),
        re.ASCII,
    )
    if found and (found[2] or found[3]):
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            good = 1 <= hour <= 12
            hour = hour % 12 + (12 if found[3] == "p" else 0)
        else:
            good = hour <= 23
        if good and minute <= 59:
            return f"{hour:02d}:{minute:02d}"
    raise InvalidError(f"{_shown(text)} is no time of day. Write 14:30 or 2:30pm.")


def parse_moment(text: str, today: date, *, order: str = "mdy", ahead: bool = True) -> str:
    """A day with a time of day after it, as YYYY-MM-DDTHH:MM.

    Raises:
        InvalidError: One of both is missing, or is none that there is.
    """
    named, clock = day_and_clock(text)
    if clock is None:
        raise InvalidError(
            f"{_shown(text)} says no time of day. Write: tomorrow 14:30, fri 9am, 3 dec 2:30 pm."
        )
    if not named:
        raise InvalidError(f"{_shown(text)} says no day. Write: tomorrow {clock}.")
    day = parse(named, today, order=order, ahead=ahead)
    return f"{day.isoformat()}T{parse_time(clock)}"


def parse_occurred(text: str, today: date, *, order: str = "mdy") -> str:
    """A day, or a day with a time of day after it, as YYYY-MM-DD or YYYY-MM-DDTHH:MM.

    Raises:
        InvalidError: The day or the time can't be read.
    """
    clock = day_and_clock(text)[1]
    if clock is None:
        return parse(text, today, order=order).isoformat()
    return parse_moment(text, today, order=order, ahead=False)


def day_and_clock(text: str) -> tuple[str, str | None]:
    """The words that say the day, and those after them that say the time, if any do."""
    words = text.casefold().replace(",", " ").split()
    if len(words) == 1 and re.match(f"{_ISO}t", words[0], re.ASCII):
        words = [words[0][:10], words[0][11:]]
    for count in (2, 1):
        time = " ".join(words[-count:])
        if len(words) >= count and re.fullmatch(_CLOCKS[count], time, re.ASCII):
            named = words[:-count]
            if named and named[-1] == "at":
                named.pop()
            return " ".join(named), time
    return " ".join(words), None


def skipped(moment: str) -> bool:
    """Whether clocks of this machine's zone leap over that local time, so that it never comes."""
    local = datetime.fromisoformat(moment)
    return local.astimezone(UTC).astimezone().replace(tzinfo=None) != local


def _relative(words: list[str], today: date) -> date | None:
    if len(words) == 1 and words[0] in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words[0]])
    if len(words) == 3 and words[2] == "ago":
        return _counted(words[0], words[1], today, -1)
    if len(words) == 3 and words[0] == "in":
        return _counted(words[1], words[2], today, 1)
    return None


def _counted(number: str, unit: str, today: date, sign: int) -> date | None:
    if unit not in _UNITS:
        return None
    if number in _NUMBERS:
        count = _NUMBERS[number]
    elif number.isascii() and number.isdigit() and len(number) <= 5:
        count = int(number)
    else:
        return None
    # 15 ms, which no command pays that is given a day in any other way.
    from dateutil.relativedelta import relativedelta

    try:
        return today + sign * relativedelta(**{_UNITS[unit]: count})  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return None


def _weekday(words: list[str], today: date, ahead: bool) -> date | None:
    if not 1 <= len(words) <= 2:
        return None
    which = _beginning(words[-1], LONG_WEEKDAYS)
    if which is None:
        return None
    back = (today.weekday() - which) % 7
    if len(words) == 1:
        return today + timedelta(days=(7 - back) % 7 if ahead else -back)
    if words[0] == "last":
        return today - timedelta(days=back or 7)
    if words[0] == "next":
        return today + timedelta(days=7 - back)
    return None


def _leading_weekday(words: list[str]) -> tuple[int | None, list[str]]:
    """A day may be typed as it is said back: "Fri 20 Nov 2026"."""
    named = _beginning(words[0], LONG_WEEKDAYS) if len(words) > 1 else None
    return (named, words[1:]) if named is not None else (None, words)


def _named_month(words: list[str], today: date, text: str, ahead: bool) -> date | None:
    if not 2 <= len(words) <= 3:
        return None
    first, second = words[0], words[1]
    month = _beginning(second.rstrip("."), LONG_MONTHS)
    number = first
    if month is None:
        month, number = _beginning(first.rstrip("."), LONG_MONTHS), second
    day = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", number, re.ASCII)
    if month is None or day is None:
        return None
    if len(words) == 3:
        if not re.fullmatch("[0-9]{4}", words[2], re.ASCII):
            return None
        return _day(int(words[2]), month + 1, int(day[1]), text)
    return _nearest(month + 1, int(day[1]), today, text, 1 if ahead else -1)


def _nearest(month: int, day: int, today: date, text: str, way: int) -> date:
    """Without a year, the last such day or the next; 29 February may be eight years away."""
    for year in range(today.year, today.year + 9 * way, way):
        if 1 <= day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found == today or (found > today) == (way > 0):
                return found
    return _day(today.year, month, day, text)


def _refuse_slip(found: date, today: date, text: str) -> None:
    """Refuse a day without a year that was a year ago, where the same day is about to come."""
    coming = _nearest(found.month, found.day, today, text, 1)
    if 0 < (coming - today).days <= SLIP_DAYS:
        raise InvalidError(
            f"{_shown(text)}: {found.isoformat()} or {coming.isoformat()}? Write the year."
        )


def _numeric(joined: str, order: str, text: str) -> date | None:
    found = re.fullmatch(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})", joined, re.ASCII)
    if found is None:
        return None
    first, middle, last = found[1], found[3], found[4]
    if len(first) == 4 and len(last) <= 2:
        return _day(int(first), int(middle), int(last), text)
    if len(first) <= 2 and len(last) == 4 and order in ("mdy", "dmy"):
        day, month = (middle, first) if order == "mdy" else (first, middle)
        read_as = "month/day/year" if order == "mdy" else "day/month/year"
        return _day(int(last), int(month), int(day), text, f" when it is read as {read_as}")
    return None


def _beginning(word: str, names: tuple[str, ...]) -> int | None:
    """Which name a word of three letters or more begins; "tues" is Tuesday, "sept" September."""
    if len(word) < 3:
        return None
    for index, name in enumerate(names):
        if name.casefold().startswith(word):
            return index
    return None


def _day(year: int, month: int, day: int, text: str, read_as: str = "") -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidError(
            f"{_shown(text)} is no day of any year{read_as}; write it as YYYY-MM-DD."
        ) from None


def _in_range(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidError(
            f"{_shown(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}. Check the year."
        )
    return day


def _refusal(text: str, today: date) -> InvalidError:
    example = today - timedelta(days=3)
    return InvalidError(
        f"{_shown(text)} is no date that can be read in one way only. Write {example.isoformat()}, "
        f'or in words: "3 days ago", "last fri", "{example.day} {MONTHS[example.month - 1]}".'
    )


def _shown(text: str) -> str:
    """What was typed, short, and without anything that could act on a terminal."""
    kept = "".join(letter if letter.isprintable() else "\ufffd" for letter in text.strip())
    return f"'{kept[:30]}…'" if len(kept) > 30 else f"'{kept}'"


# --- saying --------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def plain(day: date) -> str:
    """15 Sep 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(day: date, today: date) -> str:
    """15 Sep; with its year when it lies more than 300 days from today."""
    if abs((day - today).days) > MOST_DAYS_AWAY:
        return plain(day)
    return f"{day.day} {MONTHS[day.month - 1]}"


def long(day: date) -> str:
    """Monday 23 November 2026."""
    return f"{LONG_WEEKDAYS[day.weekday()]} {day.day} {LONG_MONTHS[day.month - 1]} {day.year}"


def spoken(day: date, today: date | None = None) -> str:
    """Fri 20 Nov 2026; with today given, how far away it is: Fri 20 Nov 2026 (3 days ago)."""
    said = f"{WEEKDAYS[day.weekday()]} {plain(day)}"
    return said if today is None else f"{said} ({away(day, today)})"


def away(day: date, today: date) -> str:
    """How far a day is from today: "3 days ago", "today", "in 2 days"."""
    days = (day - today).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{-days} days ago" if days < 0 else f"in {days} days"


def spoken_moment(moment: str, today: date | None = None) -> str:
    """Thu 3 Dec 2026 14:30; with today given, how far away: Thu 3 Dec 2026 14:30 (in 10 days)."""
    day = date.fromisoformat(moment[:10])
    said = f"{spoken(day)} {moment[11:]}".rstrip()
    return said if today is None else f"{said} ({away(day, today)})"


def local_day(instant: str) -> date:
    """The day of an instant in the machine's zone, where people count their business days."""
    return datetime.fromisoformat(instant).astimezone().date()


def local_time(instant: str) -> str:
    """An instant in the machine's zone, for the records' own sentences: 20 Nov 2026 14:30."""
    moment = datetime.fromisoformat(instant).astimezone()
    return f"{plain(moment.date())} {moment:%H:%M}"


# --- business days -------------------------------------------------------------------------------


def business_days_after(day: date, count: int, holidays: Container[date] = ()) -> date:
    """The day so many business days later; weekends and holidays are left out."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day


def business_days_between(first: date, last: date, holidays: Container[date] = ()) -> int:
    """How many business days come after a day, up to another; 0 when that is no later."""
    ahead = (first + timedelta(days=each) for each in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in ahead)
