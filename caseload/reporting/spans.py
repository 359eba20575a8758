"""The period of a report: from a day to a day, both in it."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from caseload import dates, rules
from caseload.errors import UsageError
from caseload.model import Unit

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-?[qQ]([1-4])")


class Span(NamedTuple):
    """From a day to a day, both in it."""

    since: date
    until: date


def last_full_month(on: date) -> Span:
    """The calendar month that ended last before a day, or on it."""
    first, last = rules.period_holding(on, Unit.MONTH)
    return Span(*(first, last) if last == on else rules.period_holding(_before(first), Unit.MONTH))


def _before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def month(text: str) -> Span:
    """A month as it is written: 2026-10.

    Raises:
        UsageError: It is none.
    """
    found = _MONTH.fullmatch(text.strip())
    year, number = (int(part) for part in found.groups()) if found else (0, 0)
    if not (dates.FIRST_YEAR <= year <= dates.LAST_YEAR and 1 <= number <= 12):
        raise UsageError(f"'{text.strip()[:40]}' is no month. Write it so: --month 2026-10")
    return Span(*rules.period_holding(date(year, number, 1), Unit.MONTH))


def quarter(text: str) -> Span:
    """A quarter of a calendar year as it is written: 2026-Q3.

    Raises:
        UsageError: It is none.
    """
    found = _QUARTER.fullmatch(text.strip())
    if found is None or not dates.FIRST_YEAR <= int(found[1]) <= dates.LAST_YEAR:
        raise UsageError(f"'{text.strip()[:40]}' is no quarter. Write it so: --quarter 2026-Q3")
    first = date(int(found[1]), 3 * int(found[2]) - 2, 1)
    last = rules.period_holding(first.replace(month=first.month + 2), Unit.MONTH)[1]
    return Span(first, last)


def chosen(
    on: date,
    since: date | None = None,
    until: date | None = None,
    *,
    in_month: str | None = None,
    in_quarter: str | None = None,
) -> Span:
    """The period that was asked for; the last full month when nothing was said.

    Args:
        on: The day as of which the report is made; a period without an end goes up to it.
        since: The first day.
        until: The last one.
        in_month: A month, instead of days.
        in_quarter: A quarter, instead of days.

    Raises:
        UsageError: More than one way was used, it ends before it begins, or begins after `on`.
    """
    by_days = since is not None or until is not None
    if sum((by_days, in_month is not None, in_quarter is not None)) > 1:
        raise UsageError("Say the period in one way: --month, --quarter, or --since and --until.")
    if in_month is not None:
        span = month(in_month)
    elif in_quarter is not None:
        span = quarter(in_quarter)
    elif since is not None:
        span = Span(since, until or on)
    elif until is not None:
        raise UsageError("Say where the period begins as well: --since DATE --until DATE")
    else:
        span = last_full_month(on)
    if span.until < span.since:
        raise UsageError(
            f"The period ends {dates.spoken(span.until)}, before it begins, "
            f"{dates.spoken(span.since)}. Put --since first."
        )
    if span.since > on:
        raise UsageError(
            f"The period begins {dates.spoken(span.since)}, after the day that is asked about, "
            f"{dates.spoken(on)}. Choose an earlier one, or a later --on."
        )
    return span
