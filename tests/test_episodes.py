"""Episodes: admission, transfer, discharge and re-admission, each day as it truly was."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import full_file, new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, CaseloadError, InvalidError, NotFoundError
from caseload.model import Episode, EpisodeStatus, Funding, HoldReason
from caseload.records import client_search, clients, episodes, holds, programs, staff
from caseload.records._caseload import Caseload
from caseload.records._episode_checks import checked

d = date.fromisoformat

ANA, BO = "C0001", "C0002"


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, admitted to Outreach 5 Jan 2026 under Dana (S0001); Bo; and Ida (S0002)."""
    with new_file(tmp_path) as opened:
        staff.add(opened, "Ida Moss")
        programs.add(opened, "Outreach")
        programs.add(opened, "Housing First")
        for name in ("Ana", "Bo"):
            clients.add(opened, name, "Ruiz")
        episodes.admit(
            opened, ANA, "Outreach", d("2026-01-05"), case_manager="S0001", level_of_care="high"
        )
        yield opened


def referred(caseload: Caseload, on: str, **facts: Any) -> None:
    """Bo referred to Outreach on that day."""
    with caseload.write("refer client", BO) as change:
        episode = Episode("E0900", BO, "Outreach", EpisodeStatus.REFERRED, referred_on=d(on))
        episodes.insert(change, checked(episode._replace(**facts)))


def stood(caseload: Caseload, on: str, client_id: str = ANA) -> list[tuple[str | None, str | None]]:
    """The level of care and case manager of each episode on a day."""
    found = episodes.of_client(caseload, client_id, d(on))
    return [(one.level_of_care, one.case_manager) for one in found]


# --- admission -----------------------------------------------------------------------------------


def test_an_admission_keeps_what_was_said(caseload: Caseload) -> None:
    made = episodes.admit(
        caseload,
        BO,
        "housing",
        d("2026-02-01"),
        case_manager="S0002",
        level_of_care="low",
        funding=Funding.MEDICAID,
        household_size=100,
        annual_income=1_000_000_000,
        referred_on=d("2026-02-01"),
    )
    assert made == Episode(
        "E0002",
        BO,
        "Housing First",
        EpisodeStatus.ADMITTED,
        level_of_care="low",
        case_manager="S0002",
        referred_on=d("2026-02-01"),
        admitted_on=d("2026-02-01"),
        funding=Funding.MEDICAID,
        household_size=100,
        annual_income=1_000_000_000,
    )
    assert episodes.of_client(caseload, BO) == [made]


@pytest.mark.parametrize(
    ("client_id", "program", "facts", "error"),
    [
        (ANA, "Outreach", {}, InvalidError),
        (ANA, "outr", {}, InvalidError),
        (BO, "Nowhere", {}, NotFoundError),
        (BO, "", {}, NotFoundError),
        ("C0009", "Outreach", {}, NotFoundError),
        ("Bo Ruiz", "Outreach", {}, NotFoundError),
        (BO, "Outreach", {"case_manager": "S9999"}, NotFoundError),
        (BO, "Outreach", {"case_manager": "Ida Moss"}, NotFoundError),
        (BO, "Outreach", {"level_of_care": " "}, InvalidError),
        (BO, "Outreach", {"level_of_care": "\x1b[31mhigh"}, InvalidError),
        (BO, "Outreach", {"level_of_care": "\udcff"}, InvalidError),
        (BO, "Outreach", {"referral_source": "a\x00b"}, InvalidError),
        (BO, "Outreach", {"household_size": 0}, InvalidError),
        (BO, "Outreach", {"household_size": 101}, InvalidError),
        (BO, "Outreach", {"household_size": 2**63}, InvalidError),
        (BO, "Outreach", {"annual_income": -1}, InvalidError),
        (BO, "Outreach", {"annual_income": 1_000_000_001}, InvalidError),
        (BO, "Outreach", {"annual_income": 2**100}, InvalidError),
        (BO, "Outreach", {"referred_on": d("2026-03-02")}, InvalidError),
        (BO, "Outreach", {"discharged_on": d("2026-02-28")}, InvalidError),
    ],
)
def test_an_admission_that_can_not_be_is_refused_whole(
    caseload: Caseload,
    client_id: str,
    program: str,
    facts: dict[str, Any],
    error: type[CaseloadError],
) -> None:
    refused(error, episodes.admit, caseload, client_id, program, d("2026-03-01"), **facts)


def test_a_client_is_in_several_programs_at_once_but_once_in_each(caseload: Caseload) -> None:
    episodes.admit(caseload, ANA, "Housing", d("2026-01-05"))
    assert [one.program for one in episodes.of_client(caseload, ANA)] == [
        *("Outreach", "Housing First")
    ]
    refused(InvalidError, episodes.admit, caseload, ANA, "Housing", d("2026-06-01"))


def test_who_was_referred_goes_on_in_the_same_episode(caseload: Caseload) -> None:
    referred(caseload, "2026-02-01", presenting_needs="Rent")
    refused(InvalidError, episodes.admit, caseload, BO, "Outreach", d("2026-01-31"))
    made = episodes.admit(caseload, BO, "Outreach", d("2026-02-01"), case_manager="S0002")
    assert made.episode_id == "E0900"
    assert (made.status, made.presenting_needs) == (EpisodeStatus.ADMITTED, "Rent")
    assert (made.referred_on, made.admitted_on) == (d("2026-02-01"), d("2026-02-01"))
    assert stood(caseload, "2026-02-01", BO) == [(None, "S0002")]


def test_a_readmission_is_a_new_episode_from_the_day_of_discharge_on(caseload: Caseload) -> None:
    episodes.discharge(caseload, "E0001", d("2026-06-01"), "moved away")
    said = refused(InvalidError, episodes.admit, caseload, ANA, "Outreach", d("2026-05-31"))
    assert "until Mon 1 Jun 2026" in said
    again = episodes.admit(caseload, ANA, "Outreach", d("2026-06-01"))
    assert again.episode_id == "E0002"
    assert [(one.episode_id, one.status) for one in episodes.of_client(caseload, ANA)] == [
        ("E0002", EpisodeStatus.ADMITTED),
        ("E0001", EpisodeStatus.DISCHARGED),
    ]
    assert again.case_manager is None


# --- which one is meant --------------------------------------------------------------------------


def test_the_open_episode_is_the_one_there_is_or_the_one_named(caseload: Caseload) -> None:
    assert episodes.the_open(caseload, ANA).episode_id == "E0001"
    refused(NotFoundError, episodes.the_open, caseload, BO)
    refused(NotFoundError, episodes.the_open, caseload, ANA, "Housing")
    refused(NotFoundError, episodes.the_open, caseload, ANA, "Nowhere")
    episodes.admit(caseload, ANA, "Housing", d("2026-02-01"))
    said = refused(AmbiguousError, episodes.the_open, caseload, ANA)
    assert said == "Which program? Say it with --program.  Housing First; Outreach"
    assert episodes.the_open(caseload, ANA, "hous").episode_id == "E0002"
    episodes.discharge(caseload, "E0001", d("2026-03-01"))
    assert episodes.the_open(caseload, ANA).episode_id == "E0002"
    refused(NotFoundError, episodes.the_open, caseload, ANA, "Outreach")


@pytest.mark.parametrize("episode_id", ["", "e0001", "E9", "%"])
def test_an_episode_is_got_by_its_very_id(caseload: Caseload, episode_id: str) -> None:
    refused(NotFoundError, episodes.get, caseload, episode_id)
    refused(NotFoundError, episodes.correct, caseload, episode_id, history="x")
    refused(NotFoundError, episodes.discharge, caseload, episode_id, d("2026-06-01"))
    refused(
        NotFoundError, episodes.transfer, caseload, episode_id, d("2026-06-01"), case_manager="S1"
    )


# --- transfer ------------------------------------------------------------------------------------


def test_a_transfer_is_a_row_from_a_day_on_and_leaves_the_past(caseload: Caseload) -> None:
    transfer = episodes.transfer
    transfer(caseload, "E0001", d("2026-06-01"), case_manager="S0002")
    transfer(caseload, "E0001", d("2026-03-01"), level_of_care="middle")
    now = transfer(caseload, "E0001", d("2027-01-01"), case_manager="S0001", level_of_care="low")
    assert (now.level_of_care, now.case_manager) == ("middle", "S0002")
    assert now.admitted_on == d("2026-01-05")
    for on, expected in {
        "2026-01-04": (None, None),
        "2026-01-05": ("high", "S0001"),
        "2026-02-28": ("high", "S0001"),
        "2026-03-01": ("middle", "S0001"),
        "2026-05-31": ("middle", "S0001"),
        "2026-06-01": ("middle", "S0002"),
        "2026-12-31": ("middle", "S0002"),
        "2027-01-01": ("low", "S0001"),
    }.items():
        assert stood(caseload, on) == [expected]


def test_of_two_transfers_on_one_day_the_later_stands_and_both_are_in_the_log(
    caseload: Caseload,
) -> None:
    before = written(caseload)
    for level in ("low", "middle"):
        episodes.transfer(caseload, "E0001", d("2026-06-01"), level_of_care=level)
    assert stood(caseload, "2026-06-01") == [("middle", "S0001")]
    assert stood(caseload, "2026-05-31") == [("high", "S0001")]
    assert caseload.rows(
        "select before, after from audit where audit_id > ? order by audit_id", (before,)
    ) == [
        (None, '{"from_on":"2026-06-01","level_of_care":"low"}'),
        (
            '{"from_on":"2026-06-01","level_of_care":"low"}',
            '{"from_on":"2026-06-01","level_of_care":"middle"}',
        ),
    ]


@pytest.mark.parametrize(
    ("from_on", "facts", "error"),
    [
        ("2026-06-01", {}, InvalidError),
        ("2026-01-04", {"case_manager": "S0002"}, InvalidError),
        ("2026-06-01", {"case_manager": "S9999"}, NotFoundError),
        ("2026-06-01", {"case_manager": "Ida"}, NotFoundError),
        ("2026-06-01", {"case_manager": "S9", "level_of_care": "low"}, NotFoundError),
        ("2026-06-01", {"case_manager": "S0002", "level_of_care": ""}, InvalidError),
        ("2026-06-01", {"case_manager": "S0002", "level_of_care": "\x1b[2J"}, InvalidError),
        ("2026-06-01", {"case_manager": "S0002", "level_of_care": "\udcff"}, InvalidError),
    ],
)
def test_a_transfer_that_can_not_be_is_refused_whole(
    caseload: Caseload, from_on: str, facts: dict[str, str], error: type[CaseloadError]
) -> None:
    refused(error, episodes.transfer, caseload, "E0001", d(from_on), **facts)


def test_nobody_is_transferred_after_their_discharge(caseload: Caseload) -> None:
    episodes.discharge(caseload, "E0001", d("2026-06-01"))
    facts = {"case_manager": "S0002"}
    refused(InvalidError, episodes.transfer, caseload, "E0001", d("2026-06-01"), **facts)
    episodes.transfer(caseload, "E0001", d("2026-05-31"), **facts)
    assert stood(caseload, "2026-05-31") == [("high", "S0002")]


def test_who_is_only_referred_can_be_given_a_case_manager_from_then_on(caseload: Caseload) -> None:
    referred(caseload, "2026-02-01")
    facts = {"case_manager": "S0002"}
    refused(InvalidError, episodes.transfer, caseload, "E0900", d("2026-01-31"), **facts)
    assert episodes.transfer(caseload, "E0900", d("2026-02-01"), **facts).case_manager == "S0002"


# --- discharge -----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-01-05", "2026-06-01", "2026-11-20"])
def test_a_discharge_ends_the_episode_on_that_day(caseload: Caseload, day: str) -> None:
    ended = episodes.discharge(caseload, "E0001", d(day), "goals met")
    assert (ended.status, ended.discharged_on, ended.discharge_reason) == (
        *(EpisodeStatus.DISCHARGED, d(day), "goals met"),
    )


@pytest.mark.parametrize("day", ["2026-01-04", "2026-11-21"])
def test_a_discharge_before_the_admission_or_ahead_is_refused(caseload: Caseload, day: str) -> None:
    refused(InvalidError, episodes.discharge, caseload, "E0001", d(day))


def test_a_discharge_happens_once_and_to_those_admitted(caseload: Caseload) -> None:
    referred(caseload, "2026-02-01")
    said = refused(InvalidError, episodes.discharge, caseload, "E0900", d("2026-03-01"))
    assert "never admitted" in said
    episodes.discharge(caseload, "E0001", d("2026-06-01"))
    said = refused(InvalidError, episodes.discharge, caseload, "E0001", d("2026-07-01"))
    assert "Mon 1 Jun 2026 already" in said


@pytest.mark.parametrize(
    ("until_on", "discharged_on", "expected"),
    [
        (None, "2026-06-01", "2026-06-01"),
        ("2026-07-01", "2026-06-01", "2026-06-01"),
        ("2026-05-20", "2026-06-01", "2026-05-20"),
        ("2026-06-01", "2026-06-01", "2026-06-01"),
        (None, "2026-05-01", "2026-05-02"),
    ],
)
def test_a_discharge_ends_a_hold_that_would_outlast_it(
    caseload: Caseload, until_on: str | None, discharged_on: str, expected: str
) -> None:
    holds.hold(
        caseload,
        "E0001",
        d("2026-05-01"),
        HoldReason.INPATIENT,
        until_on=d(until_on) if until_on else None,
    )
    episodes.discharge(caseload, "E0001", d(discharged_on))
    assert [one.until_on for one in holds.of_episode(caseload, "E0001")] == [d(expected)]


def test_a_discharge_before_a_hold_is_refused(caseload: Caseload) -> None:
    holds.hold(caseload, "E0001", d("2026-05-01"), HoldReason.INPATIENT)
    refused(InvalidError, episodes.discharge, caseload, "E0001", d("2026-04-30"))


# --- editing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"discharged_on": d("2026-01-04")},
        {"discharged_on": d("2026-06-01")},
        {"status": EpisodeStatus.DISCHARGED},
        {"status": EpisodeStatus.ADMITTED, "admitted_on": None},
        {"referred_on": d("2026-01-06")},
        {"household_size": 2**64},
        {"annual_income": -1},
        {"history": "\x07"},
    ],
)
def test_a_correction_that_contradicts_itself_is_refused(
    caseload: Caseload, facts: dict[str, Any]
) -> None:
    refused(InvalidError, episodes.correct, caseload, "E0001", **facts)


def test_a_correction_writes_what_differs_and_no_dated_row(caseload: Caseload) -> None:
    before = written(caseload)
    after = episodes.correct(caseload, "E0001", history="Long", referred_on=d("2026-01-02"))
    assert written(caseload) == before + 1
    assert episodes.get(caseload, "E0001") == after
    assert stood(caseload, "2026-01-05") == [("high", "S0001")]
    episodes.correct(caseload, "E0001", history="Long")
    assert written(caseload) == before + 1


@pytest.mark.parametrize(
    ("episode_id", "facts"),
    [
        ("E0001", {"admitted_on": date(2026, 7, 2)}),
    ],
)
def test_new_dates_leave_room_for_the_holds_of_an_episode(
    tmp_path: Path, episode_id: str, facts: dict[str, Any]
) -> None:
    with full_file(tmp_path) as caseload, pytest.raises(InvalidError, match="hold"):
        episodes.correct(caseload, episode_id, **facts)


def test_new_dates_leave_room_for_other_stays_in_the_program(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        again = episodes.admit(caseload, "C0002", "Housing", date(2026, 9, 10))
        with pytest.raises(InvalidError, match="overlap"):
            episodes.correct(caseload, again.episode_id, admitted_on=date(2026, 8, 1))


def test_an_earlier_admission_takes_case_manager_and_level_with_it(caseload: Caseload) -> None:
    ahead, meant = d("2062-11-01"), d("2026-11-01")
    episodes.admit(caseload, BO, "Outreach", ahead, case_manager="S0001", level_of_care="low")
    assert stood(caseload, "2026-11-20", BO) == [(None, None)]
    after = episodes.correct(caseload, "E0002", admitted_on=meant)
    assert (after.admitted_on, after.case_manager, after.level_of_care) == (meant, "S0001", "low")
    episodes.transfer(caseload, "E0002", d("2026-11-10"), case_manager="S0002")
    assert stood(caseload, "2070-01-01", BO) == [("low", "S0002")], "nothing is left on the old day"


def test_a_later_admission_leaves_who_has_them(caseload: Caseload) -> None:
    episodes.transfer(caseload, "E0001", d("2026-03-01"), case_manager="S0002")
    episodes.correct(caseload, "E0001", admitted_on=d("2026-04-01"))
    assert stood(caseload, "2026-04-01") == [("high", "S0002")]


def test_who_was_given_in_between_keeps_them(caseload: Caseload) -> None:
    referred(caseload, "2026-10-01")
    episodes.transfer(caseload, "E0900", d("2026-10-20"), case_manager="S0002")
    episodes.admit(caseload, BO, "Outreach", d("2026-11-01"), case_manager="S0001")
    episodes.correct(caseload, "E0900", admitted_on=d("2026-10-10"))
    assert stood(caseload, "2026-10-25", BO) == [(None, "S0002")]
    assert stood(caseload, "2026-11-01", BO) == [(None, "S0001")]


def test_a_discharge_that_was_none_goes_on_and_its_day_can_be_another(caseload: Caseload) -> None:
    episodes.discharge(caseload, "E0001", d("2026-11-01"), "moved")
    assert episodes.correct(caseload, "E0001", discharged_on=d("2026-10-30")).discharged_on == d(
        "2026-10-30"
    )
    after = episodes.correct(caseload, "E0001", discharged_on=None)
    assert (after.status, after.discharge_reason) == (EpisodeStatus.ADMITTED, None)
    assert episodes.the_open(caseload, ANA) == after


@pytest.mark.parametrize(
    ("ends", "facts", "says"),
    [
        (None, {"admitted_on": None}, "caseload client discharge"),
        (None, {"discharged_on": d("2026-11-01")}, "caseload client discharge"),
        ("2026-11-01", {"discharged_on": d("2026-11-21")}, "future"),
        ("2026-11-01", {"admitted_on": d("2026-11-02")}, "lies before admitted"),
    ],
)
def test_a_correction_takes_no_step_and_turns_no_day_around(
    caseload: Caseload, ends: str | None, facts: dict[str, Any], says: str
) -> None:
    if ends:
        episodes.discharge(caseload, "E0001", d(ends))
    with pytest.raises(InvalidError, match=says):
        episodes.correct(caseload, "E0001", **facts)


def test_a_discharge_before_a_mistyped_admission_says_how_to_mend_it(caseload: Caseload) -> None:
    episodes.admit(caseload, BO, "Outreach", d("2062-11-01"))
    mend = f"client correct {BO} --admitted-on"
    with pytest.raises(InvalidError, match=mend):
        episodes.discharge(caseload, "E0002", d("2026-11-20"))
    with pytest.raises(InvalidError, match=mend):
        episodes.admit(caseload, BO, "Outreach", d("2026-11-01"))


def test_the_episode_that_is_meant_is_the_only_one_or_the_open_one_or_named(
    caseload: Caseload,
) -> None:
    episodes.discharge(caseload, "E0001", d("2026-02-01"))
    assert episodes.meant(caseload, ANA).episode_id == "E0001"
    episodes.admit(caseload, ANA, "Housing First", d("2026-02-01"))
    assert episodes.meant(caseload, ANA).episode_id == "E0002"
    assert episodes.meant(caseload, ANA, episode_id="e0001").episode_id == "E0001"
    assert episodes.meant(caseload, ANA, "Outreach").episode_id == "E0001"
    episodes.admit(caseload, ANA, "Outreach", d("2026-03-01"))
    with pytest.raises(AmbiguousError, match=r"E0001 Outreach, from .* 2026 to .* 2026"):
        episodes.meant(caseload, ANA)
    refused(NotFoundError, episodes.meant, caseload, BO)
    refused(NotFoundError, episodes.meant, caseload, ANA, None, "E0009")


def test_the_list_the_search_and_the_chart_begin_with_the_same_episode(caseload: Caseload) -> None:
    episodes.admit(caseload, BO, "Outreach", d("2026-02-01"), case_manager="S0002")
    with caseload.write("refer client", BO) as change:
        later = Episode("E0900", BO, "Housing First", EpisodeStatus.REFERRED)
        episodes.insert(change, checked(later._replace(referred_on=d("2026-11-01"))))
    episodes.admit(caseload, ANA, "Housing First", d("2026-01-05"))
    today = caseload.today
    for client_id, program in ((ANA, "Outreach"), (BO, "Outreach")):
        first = episodes.of_client(caseload, client_id)[0]
        (line,) = clients.listed(caseload, today, text=client_id)
        (found,) = client_search.search(caseload, today, client_id)
        assert (first.program, first.status) == (program, EpisodeStatus.ADMITTED)
        assert (line.program, line.status) == (found.program, found.status) == first[2:4]
        among = client_search.standing_so(caseload, today, program=program)
        assert among is not None
        assert client_id in among
