"""The calendar: read back by two parsers, private, and without a name unless one is asked for."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from bringing import Desk, desk_in
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from caseload.model import Item, Obligation, Status
from caseload.model.agenda import Appointment, CancelledBy, Outcome
from caseload.records import advocacy, appointments, clients, episodes, programs, tasks
from caseload.texts.calendar_text import Naming, Said, calendar

WACO = ZoneInfo("America/Chicago")
MADE = datetime(2026, 11, 20, 13, 0, 0, 5, tzinfo=UTC)
AMES = Appointment(
    "AP0001", "C0001", "2026-12-03T14:30", 45, "Dr. Ames; Ph, D", "DePaul\\Center 李", "talk",
    "van 😀" * 20,
)  # fmt: skip


def item(client_id: str | None = "C0001", **facts: Any) -> Item:
    made = Item(
        client_id, "Núñez, Ana", "Dana Whitfield", "ACT", None, None, Obligation.CONTACT,
        "Monthly contact", date(2026, 12, 1), -11, Status.UPCOMING, None, 0, None,
        "Last reached by her sister", None, "555-0100", "no voicemail", date(2026, 1, 5),
    )  # fmt: skip
    return made._replace(**facts)


def text_of(
    visits: list[Appointment] | None = None, items: list[Item] | None = None, **facts: Any
) -> str:
    told: dict[str, Any] = {"zone": WACO, "made_at": MADE, "file_id": "f00", "said": Said(),
                            "name": "caseload", **facts}  # fmt: skip
    shown = [AMES] if visits is None else visits
    return calendar([(one, "Núñez, Ana") for one in shown], items or [], **told)


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_an_appointment_comes_back_at_its_time_in_its_zone() -> None:
    text = text_of(said=Said(details=True))
    (one,) = events(text)
    assert one.decoded("dtstart") == datetime(2026, 12, 3, 14, 30, tzinfo=WACO)
    assert one.decoded("duration") == timedelta(minutes=45)
    assert one["dtstart"].params["TZID"] == "America/Chicago"
    assert one.decoded("dtstamp") == MADE.replace(microsecond=0)
    assert (one["uid"], one["class"], one["status"]) == (
        "AP0001-f00@caseload", "PRIVATE", "CONFIRMED",
    )  # fmt: skip
    assert str(one["summary"]) == "C0001: appointment with Dr. Ames; Ph, D"
    assert str(one["location"]) == "DePaul\\Center 李"
    assert str(one["description"]) == f"For: talk\nRide: {'van 😀' * 20}"
    assert "BEGIN:VTIMEZONE" in text


def test_a_second_parser_reads_the_same() -> None:
    text = text_of([AMES, AMES._replace(appointment_id="AP2", minutes=None)], [item()],
                   said=Said(Naming.NAME, details=True))  # fmt: skip
    first, second, third = IcsCalendarStream.calendar_from_ics(text).events
    assert first.dtstart == datetime(2026, 12, 3, 14, 30, tzinfo=WACO)
    assert first.summary == "Núñez, Ana: appointment with Dr. Ames; Ph, D"
    assert first.location == "DePaul\\Center 李"
    assert second.dtstart == first.dtstart
    assert (third.dtstart, third.summary) == (date(2026, 12, 1), "Núñez, Ana: Monthly contact due")


def test_each_line_is_at_most_75_bytes_and_ends_as_the_standard_says() -> None:
    text = text_of(said=Said(details=True))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    for line in text.split("\r\n"):
        line.encode().decode()


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.KEPT, "CONFIRMED"), (Outcome.CANCELLED, "CANCELLED")]
)
def test_a_cancelled_one_says_so_and_blocks_no_time(outcome: Outcome, status: str) -> None:
    (one,) = events(text_of([AMES._replace(outcome=outcome)]))
    assert one["status"] == status
    assert ("transp" in one) is (outcome is Outcome.CANCELLED)


@pytest.mark.parametrize(
    ("starts_at", "utc"),
    [
        ("2026-03-07T14:30", "2026-03-07T20:30"),
        ("2026-03-08T14:30", "2026-03-08T19:30"),
        ("2026-10-31T14:30", "2026-10-31T19:30"),
        ("2026-11-01T14:30", "2026-11-01T20:30"),
    ],
)
def test_summer_and_winter_are_kept_apart_by_both_parsers(starts_at: str, utc: str) -> None:
    text = text_of([AMES._replace(starts_at=starts_at)])
    expected = datetime.fromisoformat(f"{utc}:00+00:00")
    (one,) = events(text)
    assert one.decoded("dtstart") == expected
    (other,) = IcsCalendarStream.calendar_from_ics(text).events
    assert isinstance(other.dtstart, datetime)
    assert other.dtstart == expected


def test_an_hour_is_an_hour_over_the_night_of_the_change() -> None:
    text = text_of([AMES._replace(starts_at="2026-11-01T00:30", minutes=120)])
    assert "DTEND" not in text, "half past one comes twice that night"
    (one,) = IcsCalendarStream.calendar_from_ics(text).events
    assert one.computed_duration == timedelta(minutes=120)


def test_a_due_date_is_a_day_and_blocks_no_time() -> None:
    own = item(None, client="", obligation=Obligation.TASK, standard=None, record_id="TK0001")
    one, two = events(text_of([], [item(), own, item(due_on=None)]))
    assert one.decoded("dtstart") == date(2026, 12, 1)
    assert (str(one["summary"]), one["transp"]) == ("C0001: contact due", "TRANSPARENT")
    assert str(two["summary"]) == "Own: task due"
    assert two["uid"] == "task-TK0001-f00@caseload"
    assert "VTIMEZONE" not in text_of([], [item()]), "days have no zone"


def test_a_uid_stays_when_the_day_moves_and_differs_otherwise() -> None:
    def uids(*items: Item, **facts: Any) -> list[str]:
        return [str(one["uid"]) for one in events(text_of([], list(items), **facts))]

    before, after = uids(item(), item(due_on=date(2027, 1, 1)))
    assert before == after
    others = uids(item("C0002"), item(program="Housing"), item(standard="x"))
    assert len({before, *others}) == 4
    assert uids(item(), file_id="another") != [before]


@pytest.mark.parametrize(
    ("naming", "shown"),
    [(Naming.ID, "C0001"), (Naming.INITIALS, "A.N."), (Naming.NAME, "Núñez, Ana")],
)
def test_a_client_is_named_as_asked(naming: Naming, shown: str) -> None:
    (one,) = events(text_of(said=Said(naming)))
    assert str(one["summary"]) == f"{shown}: appointment"
    assert ("Núñez" in text_of(said=Said(naming))) is (naming is Naming.NAME)


TEXT = st.text(st.sampled_from("\\nN;,:\"\u00e9\u674e\U0001f600 x") | st.characters(
    exclude_categories=("Cs", "Cc")), max_size=200)  # fmt: skip


def value_of(text: str, name: str) -> str:
    """A property's text, read as RFC 5545 says it (3.1 and 3.3.11); '' when it is not there."""
    for line in text.replace("\r\n ", "").split("\r\n"):
        head, _, value = line.partition(":")
        if head == name:
            return re.sub(r"\\(.)", lambda one: {"n": "\n", "N": "\n"}.get(one[1], one[1]), value)
    return ""


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_comes_back_whole(with_whom: str, where: str, ride: str) -> None:
    visit = AMES._replace(
        with_whom=with_whom or None, location=where or None, transport=ride or None, purpose=None
    )
    text = text_of([visit], said=Said(details=True))
    whom = f" with {with_whom}" if with_whom else ""
    assert value_of(text, "SUMMARY") == f"C0001: appointment{whom}"
    assert value_of(text, "LOCATION") == where
    assert value_of(text, "DESCRIPTION") == (f"Ride: {ride}" if ride else "")
    (one,) = events(text)
    if "\\" not in with_whom + where:
        # The library reads an escaped backslash before an n as a new line.
        assert (str(one["summary"]), str(one.get("location", ""))) == (
            f"C0001: appointment{whom}", where,
        )  # fmt: skip


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    with desk.open() as caseload:
        programs.add(caseload, "ACT")
        for first, last in (("Ngozi", "Okafor"), ("Bo", "李")):
            one = clients.add(caseload, first, last)
            episodes.admit(caseload, one.client_id, "ACT", date(2026, 11, 2), case_manager="S0001")
        appointments.add(
            caseload, "C0001", "2026-11-24T14:30", with_whom="Okafor's mother",
            location="Ngozi's flat",
        )  # fmt: skip
        off = appointments.add(caseload, "C0002", "2026-11-25T09:00")
        appointments.cancelled(caseload, off.appointment_id, by=CancelledBy.OTHER)
        wrong = appointments.add(caseload, "C0002", "2026-11-26T09:00")
        appointments.entered_in_error(caseload, wrong.appointment_id, "x")
        appointments.add(caseload, "C0001", "2027-11-26T09:00")
        tasks.add(caseload, "Call about Okafor", client_id="C0001", due_on=date(2026, 12, 1))
        advocacy.add(caseload, "C0002", "李's SNAP", "HHSC", respond_by=date(2026, 12, 5))
    return desk


def summaries(text: str) -> list[str]:
    return sorted(str(one["summary"]) for one in events(text))


def test_without_being_asked_it_says_no_name_and_nothing_that_people_typed(desk: Desk) -> None:
    text = desk.done("calendar")
    assert summaries(text) == [
        "C0001: appointment", "C0001: contact due", "C0001: task due", "C0002: appeal due",
        "C0002: appointment", "C0002: contact due",
    ]  # fmt: skip
    for word in ("Okafor", "Ngozi", "李", "mother", "flat", "HHSC"):
        assert word not in text
    assert text.count("CLASS:PRIVATE") == text.count("BEGIN:VEVENT") == 6


def test_names_initials_and_details_are_asked_for(desk: Desk) -> None:
    assert "Okafor, Ngozi: appointment" in summaries(desk.done("calendar", "--names"))
    assert "N.O.: appointment" in summaries(desk.done("calendar", "--initials"))
    said = summaries(desk.done("calendar", "--details"))
    assert "C0001: appointment with Okafor's mother" in said
    assert "C0001: Monthly contact due" in said
    assert desk.run("calendar", "--names", "--initials").code == 2


def test_it_is_of_a_client_a_case_manager_or_oneself_and_of_some_days(desk: Desk) -> None:
    assert len(events(desk.done("calendar", "C0002"))) == 3
    assert len(events(desk.done("calendar", "--mine"))) == 6
    assert len(events(desk.done("calendar", "--case-manager", "Whitfield", "--no-due"))) == 2
    assert len(events(desk.done("calendar", "--until", "2027-12-31", "--no-due"))) == 3
    ran = desk.run("calendar", "--from", "2026-12-01", "--until", "2026-11-30")
    assert (ran.code, ran.out) == (3, "")
    assert desk.run("calendar", "--mine", "--case-manager", "x").code == 2
    assert desk.run("calendar", "Nobody").code == 4


def test_what_goes_out_is_noted_in_the_audit_log(desk: Desk) -> None:
    desk.done("calendar", "C0002")
    (last, *_) = json.loads(desk.done("audit", "log", "--json"))
    assert (last["action"], last["record_id"]) == ("export calendar", "calendar")


def test_a_zone_that_is_none_is_told_and_nothing_is_noted(desk: Desk) -> None:
    before = desk.done("audit", "log", "--json")
    # A process of its own: the zone is looked up once.
    done = subprocess.run(
        [sys.executable, "-m", "caseload", "--allow-unsafe-location", "calendar"],
        env={**os.environ, "TZ": "../../etc", "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert "none that calendars know" in done.stderr
    assert desk.done("audit", "log", "--json") == before


def test_a_file_is_its_owners_and_is_written_over_only_when_asked(desk: Desk) -> None:
    path = desk.folder / "mine.ics"
    desk.done("calendar", "-o", path)
    content = path.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert desk.run("calendar", "-o", path).code == 3
    desk.done("calendar", "-o", path, "--force")
    stamp = re.compile(rb"DTSTAMP:\w+")
    assert stamp.sub(b"", path.read_bytes()) == stamp.sub(b"", content)
    assert len(list(icalendar.Calendar.from_ical(io.BytesIO(content).read()).walk("VEVENT"))) == 6
