"""Days as people type them: each form has one reading, and all else is refused."""

# ruff: noqa: RUF001 - digits of other scripts are among what is refused

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseload import dates
from caseload.errors import InvalidError

d = date.fromisoformat
T = TypeVar("T")

TODAY = d("2026-11-20")
"""A Friday."""

ANY_DAY = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
ANY_TODAY = st.dates(date(1950, 1, 1), date(2150, 12, 31))


# --- what is understood --------------------------------------------------------------------------

SAME_EITHER_WAY = [
    ("2026-11-20", "2026-11-20"),
    (" 2024-02-29 ", "2024-02-29"),
    ("1900-01-01", "1900-01-01"),
    ("2200-12-31", "2200-12-31"),
    ("today", "2026-11-20"),
    ("Today", "2026-11-20"),
    ("YESTERDAY", "2026-11-19"),
    ("tomorrow", "2026-11-21"),
    ("0 days ago", "2026-11-20"),
    ("1 day ago", "2026-11-19"),
    ("3 days ago", "2026-11-17"),
    ("three  days   ago", "2026-11-17"),
    ("a week ago", "2026-11-13"),
    ("2 weeks ago", "2026-11-06"),
    ("an month ago", "2026-10-20"),
    ("one month ago", "2026-10-20"),
    ("6 months ago", "2026-05-20"),
    ("ten years ago", "2016-11-20"),
    ("in 1 day", "2026-11-21"),
    ("in 2 weeks", "2026-12-04"),
    ("in a month", "2026-12-20"),
    ("in two years", "2028-11-20"),
    ("last fri", "2026-11-13"),
    ("last thursday", "2026-11-19"),
    ("last sat", "2026-11-14"),
    ("next fri", "2026-11-27"),
    ("Next Saturday", "2026-11-21"),
    ("next thu", "2026-11-26"),
    ("5 nov 2026", "2026-11-05"),
    ("nov 5 2026", "2026-11-05"),
    ("Nov 5, 2026", "2026-11-05"),
    ("5th November 2026", "2026-11-05"),
    ("1st sept. 2025", "2025-09-01"),
    ("february 29 2024", "2024-02-29"),
    ("Fri 20 Nov 2026", "2026-11-20"),
    ("Friday, 20 November 2026", "2026-11-20"),
    ("fri nov 20 2026", "2026-11-20"),
    ("2026/11/5", "2026-11-05"),
    ("2026.1.5", "2026-01-05"),
    ("Fri 2026/11/20", "2026-11-20"),
]


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize(("text", "expected"), SAME_EITHER_WAY)
def test_a_day_that_says_which_one_it_is_reads_alike_ahead_or_not(
    text: str, expected: str, ahead: bool
) -> None:
    assert dates.parse(text, TODAY, ahead=ahead) == d(expected)


@pytest.mark.parametrize(
    ("text", "past", "ahead"),
    [
        ("fri", "2026-11-20", "2026-11-20"),
        ("sat", "2026-11-14", "2026-11-21"),
        ("thurs", "2026-11-19", "2026-11-26"),
        ("Monday", "2026-11-16", "2026-11-23"),
        ("20 nov", "2026-11-20", "2026-11-20"),
        ("5 nov", "2026-11-05", "2027-11-05"),
        ("nov 21 2025", "2025-11-21", "2025-11-21"),
        ("22 dec", "2025-12-22", "2026-12-22"),
        ("31 dec", "2025-12-31", "2026-12-31"),
        ("1st jan.", "2026-01-01", "2027-01-01"),
        ("Thu 5 nov", "2026-11-05", None),
        ("Fri 5 nov", None, "2027-11-05"),
    ],
)
def test_a_day_without_a_year_is_the_last_such_day_or_the_next(
    text: str, past: str | None, ahead: str | None
) -> None:
    for wanted, is_ahead in ((past, False), (ahead, True)):
        if wanted is None:
            with pytest.raises(InvalidError, match="that day is a"):
                dates.parse(text, TODAY, ahead=is_ahead)
        else:
            assert dates.parse(text, TODAY, ahead=is_ahead) == d(wanted)


@pytest.mark.parametrize(
    ("today", "text", "readings"),
    [
        ("2026-11-25", "30 nov", "2025-11-30 or 2026-11-30"),
        ("2026-11-25", "Nov 26", "2025-11-26 or 2026-11-26"),
        ("2026-11-25", "26 dec", "2025-12-26 or 2026-12-26"),
        ("2026-12-20", "5 jan", "2026-01-05 or 2027-01-05"),
        ("2028-02-10", "29 feb", "2024-02-29 or 2028-02-29"),
        ("2026-11-25", "27 dec", None),
        ("2026-11-25", "25 nov", None),
        ("2026-11-25", "24 nov", None),
        ("2026-11-25", "sun 30 nov", None),
        ("2026-11-25", "30 nov 2025", None),
    ],
)
def test_a_day_that_was_and_that_comes_within_a_month_wants_its_year(
    today: str, text: str, readings: str | None
) -> None:
    if readings is None:
        assert dates.parse(text, d(today)) <= d(today)
        return
    with pytest.raises(InvalidError, match=rf"^'{text}': {readings}\? Write the year\.$"):
        dates.parse(text, d(today))
    with pytest.raises(InvalidError, match=readings):
        dates.parse_occurred(f"{text} 14:30", d(today))
    assert dates.parse(text, d(today), ahead=True) > d(today)


@pytest.mark.parametrize(
    ("today", "past", "ahead"),
    [
        ("2026-11-20", "2024-02-29", "2028-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-01-28", "2020-02-29", "2024-02-29"),
        ("2024-03-01", "2024-02-29", "2028-02-29"),
        ("2097-01-01", "2096-02-29", "2104-02-29"),
        ("2104-01-28", "2096-02-29", "2104-02-29"),
    ],
)
def test_29_february_without_a_year_is_that_of_a_leap_year(
    today: str, past: str, ahead: str
) -> None:
    assert dates.parse("29 feb", d(today)) == d(past)
    assert dates.parse("feb 29", d(today), ahead=True) == d(ahead)


@pytest.mark.parametrize(
    ("text", "mdy", "dmy", "ymd"),
    [
        ("11/12/2026", "2026-11-12", "2026-12-11", None),
        ("11-12-2026", "2026-11-12", "2026-12-11", None),
        ("11.12.2026", "2026-11-12", "2026-12-11", None),
        ("1/2/2026", "2026-01-02", "2026-02-01", None),
        ("11/20/2026", "2026-11-20", None, None),
        ("20/11/2026", None, "2026-11-20", None),
        ("2026/11/12", "2026-11-12", "2026-11-12", "2026-11-12"),
    ],
)
def test_month_and_day_are_read_in_the_order_of_the_settings(
    text: str, mdy: str | None, dmy: str | None, ymd: str | None
) -> None:
    for order, expected in zip(dates.ORDERS, (mdy, dmy, ymd), strict=True):
        if expected is None:
            with pytest.raises(InvalidError):
                dates.parse(text, TODAY, order=order)
        else:
            assert dates.parse(text, TODAY, order=order) == d(expected)


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        ("2026-03-31", "1 month ago", "2026-02-28"),
        ("2024-03-31", "1 month ago", "2024-02-29"),
        ("2026-01-31", "in 1 month", "2026-02-28"),
        ("2026-10-31", "in 4 months", "2027-02-28"),
        ("2024-02-29", "1 year ago", "2023-02-28"),
        ("2024-02-29", "in 4 years", "2028-02-29"),
        ("2026-12-31", "in 1 day", "2027-01-01"),
    ],
)
def test_months_and_years_away_clip_to_the_end_of_the_month(
    today: str, text: str, expected: str
) -> None:
    assert dates.parse(text, d(today)) == d(expected)


# --- what is refused -----------------------------------------------------------------------------

UNREADABLE = [
    *("", " ", "\n", "5", "20", "2026", "20261120", "-3"),
    *("11/20/26", "26/11/20", "26-11-20", "5 nov 26", "nov 5 '26", "1/2/3"),
    *("11/12", "nov", "nov 2026", "5 november 2026 10:00", "2026-11-20T10:00", "2026-11"),
    *("2026-1-5-6", "2026-11/20", "11-12/2026", "2026 -11-20", "+2026-11-20", "12026-11-20"),
    *("soon", "someday", "this fri", "fr", "f", "fri fri", "last 5 nov", "next", "ago", "in"),
    *("3 days", "days ago", "in days", "eleven days ago", "-3 days ago", "1.5 days ago"),
    *("3 fortnights ago", "100000 days ago", "99999 years ago", "in 9999999999999999 days"),
    *("5 xyz 2026", "5 no 2026", "5a nov", "nd nov", "32nd", "5 nov 2026 2027", "fri today"),
    *(
        "٢٠٢٦-١١-٢٠",
        "٣ days ago",
        "٥ nov",
        "２０２６-１１-２０",
        "５ nov",
        "11／12／2026",
        "²/3/2026",
    ),
    *("today\x00", "to\x1bday", "\x1b[31m2026-11-20", "5\x08 nov", "2026-11-20\u202e", "\udcff"),
    *("x" * 100_000, "9" * 100_000, "3 " * 50_000, "1" * 5_000 + " days ago"),
    *("nul", "None", "null", "';drop table client", "%s", "{today}", "2026-11-20;2026-11-21"),
]


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: ascii(text[:20]))
def test_what_is_no_date_is_refused_with_two_examples_that_can_be_read(
    text: str, ahead: bool
) -> None:
    with pytest.raises(InvalidError) as caught:
        dates.parse(text, TODAY, ahead=ahead)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 200
    iso = re.search(r"Write ([0-9-]{10}),", said)
    assert iso is not None
    in_words = re.findall(r'"([^"]+)"', said)[-3:]
    assert [dates.parse(one, TODAY) for one in (iso[1], *in_words)] == [
        d("2026-11-17"),
        d("2026-11-17"),
        d("2026-11-13"),
        d("2026-11-17"),
    ]


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("2026-02-30", "mdy", "no day of any year"),
        ("2026-13-01", "mdy", "no day of any year"),
        ("0000-01-01", "mdy", "no day of any year"),
        ("2025-02-29", "mdy", "no day of any year"),
        ("31/02/2026", "dmy", "no day of any year when it is read as day/month/year"),
        ("02/31/2026", "mdy", "no day of any year when it is read as month/day/year"),
        ("31/02/2026", "mdy", "no day of any year when it is read as month/day/year"),
        ("2026/2/30", "ymd", "no day of any year"),
        ("30 feb", "mdy", "no day of any year"),
        ("0 nov", "mdy", "no day of any year"),
        ("31 nov 2026", "mdy", "no day of any year"),
        ("29 feb 2025", "mdy", "no day of any year"),
        ("5 nov 0000", "mdy", "no day of any year"),
        ("1899-12-31", "mdy", "outside the years 1900 to 2200"),
        ("2201-01-01", "mdy", "outside the years 1900 to 2200"),
        ("11/20/0026", "mdy", "outside the years 1900 to 2200"),
        ("5 nov 9999", "mdy", "outside the years 1900 to 2200"),
        ("in 300 years", "mdy", "outside the years 1900 to 2200"),
        ("200 years ago", "mdy", "outside the years 1900 to 2200"),
        ("Thu 20 Nov 2026", "mdy", "that day is a Friday"),
        ("sat 11/20/2026", "mdy", "that day is a Friday"),
    ],
)
def test_a_day_that_never_was_is_refused_and_said_to_be_one(
    text: str, order: str, why: str
) -> None:
    with pytest.raises(InvalidError, match=re.escape(why)) as caught:
        dates.parse(text, TODAY, order=order)
    assert f"'{text}'" in str(caught.value)


def read_or_refused(read: Callable[[], T]) -> T | None:
    """What was read, or None where it was refused, in a sentence safe to show."""
    try:
        return read()
    except InvalidError as refusal:
        shown = str(refusal)
    assert shown.isprintable()
    return None


PIECES = st.sampled_from(
    [
        *("0123456789 /-.,:０٣ſ\x1b\x1f\udcff"),
        *(*dates.MONTHS, *dates.WEEKDAYS, "st", "29 feb", "9999", "today"),
        *(" ago", "in ", " days", " years", "last ", "next "),
    ]
)


@example("9999999 years ago", TODAY, "mdy", False)
@example("in 99999 weeks", TODAY, "mdy", True)
@given(
    st.text(max_size=40) | st.lists(PIECES, max_size=8).map("".join),
    ANY_TODAY,
    st.sampled_from(dates.ORDERS),
    st.booleans(),
)
def test_no_text_whatever_gives_anything_but_a_day_or_a_refusal(
    text: str, today: date, order: str, ahead: bool
) -> None:
    found = read_or_refused(lambda: dates.parse(text, today, order=order, ahead=ahead))
    assert found is None or dates.FIRST_YEAR <= found.year <= dates.LAST_YEAR


@given(st.text(max_size=30) | st.lists(PIECES, max_size=8).map("".join))
def test_no_text_breaks_the_reading_of_files_or_times(text: str) -> None:
    for read in (dates.parse_iso, dates.parse_entry):
        day = read_or_refused(partial(read, text))
        assert day is None or dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR
    time = read_or_refused(partial(dates.parse_time, text))
    assert time is None or re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", time, re.ASCII)


@given(ANY_DAY, ANY_TODAY, st.sampled_from(dates.ORDERS), st.booleans())
def test_a_day_said_back_is_read_as_the_same_day(
    day: date, today: date, order: str, ahead: bool
) -> None:
    for said in (dates.spoken(day), dates.plain(day), dates.long(day), day.isoformat()):
        assert dates.parse(said, today, order=order, ahead=ahead) == day


@given(ANY_TODAY, st.integers(-18_000, 18_000))
def test_how_far_away_a_day_is_is_read_as_that_day(today: date, days: int) -> None:
    day = today + timedelta(days=days)
    assert dates.parse(dates.away(day, today), today) == day


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026-11-20", " 2026-11-20\n"])
def test_a_file_writes_a_day_as_iso(text: str) -> None:
    assert dates.parse_iso(text) == d("2026-11-20")


@pytest.mark.parametrize(
    "text",
    [
        *("", "today", "20261120", "2026-11-2", "11/20/2026", "2026-11-31", "1026-11-20"),
        *("２０２６-11-20", "2026-11-20 x"),
    ],
)
def test_a_file_writes_a_day_in_no_other_way(text: str) -> None:
    with pytest.raises(InvalidError):
        dates.parse_iso(text)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-11-05", "mdy", "2026-11-05"),
        ("2026-11-05 14:30", "mdy", "2026-11-05"),
        ("2026-11-05T14:30:00Z", "mdy", "2026-11-05"),
        ("11/05/2026", "mdy", "2026-11-05"),
        ("11/05/2026 2:30 PM", "dmy", "2026-05-11"),
        ("5 Nov 2026", "mdy", "2026-11-05"),
        ("November 5, 2026", "mdy", "2026-11-05"),
        ("Nov 5, 2026 14:30", "mdy", "2026-11-05"),
        ("5 Nov 2026 14:30", "mdy", "2026-11-05"),
        ("5 Nov 2026 2:30:15 PM", "mdy", "2026-11-05"),
        ("5 Nov 2026 at 2pm", "mdy", "2026-11-05"),
        ("11/05/2026 2 PM", "mdy", "2026-11-05"),
        ("11/05/2026 2:30:15 PM", "mdy", "2026-11-05"),
        ("2026-11-05 14:30:15.000+00:00", "mdy", "2026-11-05"),
        ("2026-11-05T1430Z", "mdy", "2026-11-05"),
    ],
)
def test_a_table_of_another_system_writes_a_complete_day(
    text: str, order: str, expected: str
) -> None:
    assert dates.parse_entry(text, order=order) == d(expected)


@pytest.mark.parametrize(
    "text", ["", "today", "fri", "5 nov", "5 nov 14:30", "14:30", "11/05/26", "46000", "2026-11"]
)
def test_a_table_never_holds_a_day_that_depends_on_when_it_is_read(text: str) -> None:
    with pytest.raises(InvalidError, match="is no date"):
        dates.parse_entry(text)


# --- times of day --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", "14:30"),
        ("9:05", "09:05"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
        ("14:30:15", "14:30"),
        ("2:30pm", "14:30"),
        ("2:30 PM", "14:30"),
        ("2pm", "14:00"),
        ("2 p.m.", "14:00"),
        ("2p", "14:00"),
        ("9 a.m.", "09:00"),
        ("12am", "00:00"),
        ("12:01 am", "00:01"),
        ("12pm", "12:00"),
        (" 14:30 ", "14:30"),
    ],
)
def test_a_time_of_day_is_hours_and_minutes(text: str, expected: str) -> None:
    assert dates.parse_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "14", "2", "24:00", "14:60", "14:30:99", "13pm", "0am", "0:30 pm", "14:30 pm"),
        *("noon", "14.30", "1430", "2:3", "-2:30", "14:30m", "14:30.", "２:30", "٢:٣٠"),
        "2:30\x1bpm",
    ],
)
def test_what_is_no_time_of_day_is_refused_with_two_examples(text: str) -> None:
    with pytest.raises(InvalidError, match=r"Write 14:30 or 2:30pm\.") as caught:
        dates.parse_time(text)
    assert str(caught.value).isprintable()


# --- saying --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "short", "plain", "long", "spoken"),
    [
        (
            *("2026-11-20", "20 Nov", "20 Nov 2026", "Friday 20 November 2026"),
            "Fri 20 Nov 2026 (today)",
        ),
        (
            *("2026-01-24", "24 Jan", "24 Jan 2026", "Saturday 24 January 2026"),
            "Sat 24 Jan 2026 (300 days ago)",
        ),
        (
            *("2026-01-23", "23 Jan 2026", "23 Jan 2026", "Friday 23 January 2026"),
            "Fri 23 Jan 2026 (301 days ago)",
        ),
        (
            *("2027-09-16", "16 Sep", "16 Sep 2027", "Thursday 16 September 2027"),
            "Thu 16 Sep 2027 (in 300 days)",
        ),
        (
            *("2027-09-17", "17 Sep 2027", "17 Sep 2027", "Friday 17 September 2027"),
            "Fri 17 Sep 2027 (in 301 days)",
        ),
    ],
)
def test_a_day_is_said_in_four_ways(
    day: str, short: str, plain: str, long: str, spoken: str
) -> None:
    assert dates.short(d(day), TODAY) == short
    assert dates.plain(d(day)) == plain
    assert dates.long(d(day)) == long
    assert dates.spoken(d(day), TODAY) == spoken
    assert dates.spoken(d(day)) == spoken.partition(" (")[0]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "today"), (-1, "yesterday"), (1, "tomorrow"), (-2, "2 days ago"), (2, "in 2 days")],
)
def test_a_day_near_by_is_said_by_its_distance(days: int, expected: str) -> None:
    assert dates.away(TODAY + timedelta(days=days), TODAY) == expected


# --- business days -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count", "holidays", "expected"),
    [
        ("2026-11-20", 0, (), "2026-11-20"),
        ("2026-11-16", 2, (), "2026-11-18"),
        ("2026-11-19", 2, (), "2026-11-23"),
        ("2026-11-20", 2, (), "2026-11-24"),
        ("2026-11-21", 2, (), "2026-11-24"),
        ("2026-11-22", 2, (), "2026-11-24"),
        ("2026-11-25", 2, ("2026-11-26",), "2026-11-30"),
        ("2026-11-24", 2, ("2026-11-26", "2026-11-27"), "2026-11-30"),
        ("2026-11-26", 1, ("2026-11-26",), "2026-11-27"),
        ("2026-11-20", 1, ("2026-11-21",), "2026-11-23"),
        ("2026-12-31", 10, ("2027-01-01",), "2027-01-15"),
    ],
)
def test_business_days_leave_out_weekends_and_holidays(
    day: str, count: int, holidays: tuple[str, ...], expected: str
) -> None:
    days_off = {d(one) for one in holidays}
    assert dates.business_days_after(d(day), count, days_off) == d(expected)
