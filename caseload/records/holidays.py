"""Days off, which are no business days: those of a country from a library, and the agency's own.

They stand in the file, a row each, so that what was due on a past day stays what it was whatever
the library says next year, everyone who opens the file counts alike, and no list waits for the
library. `fill` writes years of them down; `add` and `remove` say where the agency differs.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import to_columns

USUAL = "US"
"""Where no other place is said: the federal holidays of the United States."""
YEARS_AHEAD = 5
"""Written down at once; `check` says when the last of them has come."""
YEARS_BEFORE = 1
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Beyond them no library knows what will be a holiday."""


class Holiday(NamedTuple):
    """A day off, which is no business day."""

    day: date
    name: str


def listed(caseload: Caseload, year: int | None = None) -> list[Holiday]:
    """Days off in their order, of one year or of all."""
    if year is None:
        return caseload.records(Holiday, "order by day")
    return caseload.records(
        Holiday,
        "where day between ? and ? order by day",
        (f"{year:04d}-01-01", f"{year:04d}-12-31"),
    )


def days_off(caseload: Caseload) -> frozenset[date]:
    """All days off, for counting business days."""
    return frozenset(date.fromisoformat(row[0]) for row in caseload.rows("select day from holiday"))


def add(caseload: Caseload, day: date, name: str) -> Holiday:
    """Add a day off.

    Raises:
        InvalidError: It has no name, or is a day off already.
    """
    holiday = Holiday(day, " ".join(name.split()))
    if not holiday.name:
        raise InvalidError("A holiday needs a name.", field="name")
    with caseload.write("add holiday") as change:
        if caseload.value("select 1 from holiday where day = ?", (day.isoformat(),)):
            raise InvalidError(f"{dates.spoken(day)} is a day off already.", field="day")
        _insert(change, holiday)
    return holiday


def remove(caseload: Caseload, day: date) -> Holiday:
    """Say that people work on a day after all.

    Raises:
        NotFoundError: It is no day off.
    """
    with caseload.write("remove holiday") as change:
        found = caseload.records(Holiday, "where day = ?", (day.isoformat(),))
        if not found:
            raise NotFoundError(
                f"{dates.spoken(day)} is no day off here. Try: caseload holiday list"
            )
        change.remove("holiday", {"day": day.isoformat()}, {"name": found[0].name})
    return found[0]


def fill(
    caseload: Caseload, place: str = USUAL, years: Iterable[int] | None = None
) -> list[Holiday]:
    """Write down a place's public holidays; what stands in the file already is left alone.

    Args:
        caseload: The open caseload.
        place: A country, or a part of one: US, US-TX (ISO 3166).
        years: Which; from last year to five years from now when not said.

    Returns:
        Those that were added.

    Raises:
        InvalidError: There is no such place, or a year lies too far away.
    """
    if years is None:
        this = caseload.today.year
        years = range(this - YEARS_BEFORE, this + YEARS_AHEAD + 1)
    added = []
    with caseload.write("fill holiday") as change:
        known = days_off(caseload)
        for holiday in of_place(place, years):
            if holiday.day not in known:
                _insert(change, holiday)
                added.append(holiday)
    return added


def _insert(change: Change, holiday: Holiday) -> None:
    change.insert("holiday", to_columns(holiday), holiday.day.isoformat())


def of_place(place: str, years: Iterable[int]) -> list[Holiday]:
    """A place's public holidays that fall on a working day, from the library `holidays`.

    Raises:
        InvalidError: There is no such place, or a year lies too far away.
    """
    # 80 to 130 ms to import, so no list asks it; see DECISIONS.md.
    from holidays import country_holidays

    wanted = sorted(set(years))
    if not wanted or wanted[0] < FIRST_YEAR or wanted[-1] > LAST_YEAR:
        raise InvalidError(
            f"Holidays are known for the years {FIRST_YEAR} to {LAST_YEAR}.", field="years"
        )
    country, _, part = place.strip().upper().partition("-")
    try:
        found = country_holidays(country, subdiv=part or None, years=wanted)
    except NotImplementedError:
        raise InvalidError(
            f"No holidays are known for {place!r}. Name a country, or a country and a part of it, "
            "by their codes: US, US-TX.",
            field="place",
        ) from None
    return [Holiday(day, name) for day, name in sorted(found.items()) if day.weekday() < 5]
