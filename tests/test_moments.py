"""A day with a time after it, as people type it: read in one way, or refused with the mend."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload import dates
from caseload.errors import InvalidError

FRIDAY = date(2026, 11, 20)
at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tomorrow 14:30", "2026-11-21T14:30"),
        ("Tomorrow at 2 PM", "2026-11-21T14:00"),
        ("today 2 p.m.", "2026-11-20T14:00"),
        ("fri 9am", "2026-11-20T09:00"),
        ("next fri 9:05am", "2026-11-27T09:05"),
        ("3 dec 2:30 pm", "2026-12-03T14:30"),
        ("Dec 3, 2:30pm", "2026-12-03T14:30"),
        ("fri 4 dec 2026 00:00", "2026-12-04T00:00"),
        ("12 am today", None),
        ("today 12am", "2026-11-20T00:00"),
        ("today 12pm", "2026-11-20T12:00"),
        ("2026-12-03T14:30", "2026-12-03T14:30"),
        ("2026-12-03t14:30:00", "2026-12-03T14:30"),
        ("2026-12-03 14:30", "2026-12-03T14:30"),
        ("in 2 weeks 9am", "2026-12-04T09:00"),
        ("12/3/2026 9:15", "2026-12-03T09:15"),
        ("29 feb 10am", "2028-02-29T10:00"),
        ("yesterday 10:00", "2026-11-19T10:00"),
        *((text, None) for text in ("", " ", "fri", "14:30", "2pm", "3 dec 2", "tomorrow 25:00")),
        *((text, None) for text in ("tomorrow 13pm", "tomorrow 9:60", "fri 930", "2026-12-03T")),
        *((text, None) for text in ("[/] 9am", "=1+1 9am", "李 9am", "29 feb 2026 9am", "😀")),
        *(
            (text, None)
            for text in ("tomorrow 14:30-15:00", "9am tomorrow", "tomorrow \u0669:\u0660\u0660")
        ),
        ("9am " * 50_000, None),
    ],
)
def test_a_moment_is_a_day_and_then_a_time_or_refused(typed: str, meant: str | None) -> None:
    if meant is not None:
        assert dates.parse_moment(typed, FRIDAY) == meant
        return
    with pytest.raises(InvalidError) as raised:
        dates.parse_moment(typed, FRIDAY)
    assert len(str(raised.value)) < 200


def test_the_order_of_the_settings_holds_here_too() -> None:
    assert dates.parse_moment("3/12/2026 9:00", FRIDAY, order="dmy") == "2026-12-03T09:00"


@given(
    st.datetimes(at("1950-01-01"), at("2150-01-01")).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    )
)
def test_what_is_said_back_is_read_as_the_same(moment: datetime) -> None:
    kept = moment.isoformat(timespec="minutes")
    assert dates.parse_moment(dates.spoken_moment(kept), FRIDAY) == kept
    assert dates.parse_moment(kept, FRIDAY) == kept


@pytest.fixture
def waco(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clocks of America/Chicago."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Chicago")
        time.tzset()
        yield
    time.tzset()


def test_an_hour_that_the_clocks_leap_over_never_comes(waco: None) -> None:
    begin = at("2026-03-08")
    leapt = [
        f"{moment:%H:%M}"
        for minutes in range(0, 1440, 10)
        if dates.skipped((moment := begin + timedelta(minutes=minutes)).isoformat())
    ]
    assert leapt == ["02:00", "02:10", "02:20", "02:30", "02:40", "02:50"]
    assert not dates.skipped("2026-11-01T01:30"), "that hour comes twice"
