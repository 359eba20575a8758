"""Intake: somebody is taken in once, and each step has its day, from the referral to the end."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import again, full_file, new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, CaseloadError, InvalidError, NotFoundError
from caseload.model import Client, Diagnosis, Episode, EpisodeStatus, Funding
from caseload.model.intaking import Intake
from caseload.model.planning import Employment, Housing, LivingSituation
from caseload.records import (
    checks,
    clients,
    contacts,
    episodes,
    intake,
    intake_list,
    programs,
    staff,
    undo,
)
from caseload.records._caseload import Caseload

d = date.fromisoformat
BORN = d("1988-10-02")
WHOLE = Intake(
    "Ngozi", "Okafor", "Outreach", date_of_birth=BORN, phone="(254) 555-0131",
    contact_notes="no voicemail\nafter 3 pm", referral_source="O'Brien [/]",
    referred_on=d("2026-11-16"), presenting_needs="=1+1\n李", needs_coordination=True,
    diagnosis_code="f331", diagnosis_description="Depression", county="McLennan",
    language="English", funding=Funding.SLIDING_SCALE, household_size=3, annual_income=31_000,
    history="x" * 200_000, housing=Housing.RENTED, employment=Employment.LOOKING,
    income_source="SNAP", preferred_name="Zee", pronouns="she/her", email="z@example.org",
    address="1 A St", city="Waco", state="TX", postal_code="00701",
)  # fmt: skip
PLAIN = Intake("Ana", "Ruiz", "Outreach")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """20 November 2026, a Friday; Dana (S0001) acts; Ida (S0002); two programs."""
    with new_file(tmp_path) as opened:
        staff.add(opened, "Ida Moss")
        programs.add(opened, "Outreach")
        programs.add(opened, "Housing First")
        yield opened


def taken(caseload: Caseload, **facts: Any) -> str:
    """The episode of Ana, referred on Monday."""
    told = PLAIN._replace(referred_on=d("2026-11-16"))._replace(**facts)
    return intake.begin(caseload, told).episode.episode_id


# --- taking somebody in --------------------------------------------------------------------------


def test_what_was_told_is_kept_where_it_belongs(caseload: Caseload) -> None:
    made = intake.begin(caseload, WHOLE)
    assert made.is_new
    assert made.client == clients.get(caseload, "C0001")
    assert made.client == Client(
        "C0001", "Ngozi", "Okafor", "Zee", "she/her", BORN, "(254) 555-0131", "z@example.org",
        "1 A St", "Waco", "McLennan", "TX", "00701", "English", "no voicemail\nafter 3 pm",
    )  # fmt: skip
    assert made.episode == episodes.get(caseload, "E0001")
    assert made.episode == Episode(
        "E0001", "C0001", "Outreach", EpisodeStatus.REFERRED, referred_on=d("2026-11-16"),
        referral_source="O'Brien [/]", presenting_needs="=1+1\n李", history="x" * 200_000,
        funding=Funding.SLIDING_SCALE, household_size=3, annual_income=31_000,
        needs_coordination=True, taken_by="S0001",
    )  # fmt: skip
    assert clients.diagnoses(caseload, "C0001") == [
        Diagnosis("D0001", "C0001", "F33.1", "Depression", principal=True)
    ]
    assert caseload.records(LivingSituation) == [
        LivingSituation(
            "L0001", "C0001", d("2026-11-16"), Housing.RENTED, Employment.LOOKING, "SNAP"
        )
    ]
    assert checks.damage(caseload) == []


def test_little_is_enough_and_the_day_is_today(caseload: Caseload) -> None:
    made = intake.begin(caseload, PLAIN._replace(program="hous"))
    assert made.episode.program == "Housing First"
    assert made.episode.referred_on == caseload.today
    assert clients.diagnoses(caseload, "C0001") == []
    assert caseload.records(LivingSituation) == []


def test_nobody_who_acts_is_no_taker(caseload: Caseload) -> None:
    caseload.staff = None
    assert intake.begin(caseload, PLAIN).episode.taken_by is None


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"first_name": ""}, InvalidError),
        ({"last_name": " \n"}, InvalidError),
        ({"program": "Nowhere"}, NotFoundError),
        ({"program": ""}, NotFoundError),
        ({"referred_on": d("2026-11-21")}, InvalidError),
        ({"date_of_birth": d("2026-11-21")}, InvalidError),
        ({"date_of_birth": d("1790-01-01")}, InvalidError),
        ({"diagnosis_code": "33.1"}, InvalidError),
        ({"household_size": 0}, InvalidError),
        ({"annual_income": -1}, InvalidError),
        ({"annual_income": 2**70}, InvalidError),
        ({"first_name": "A\x1b[31m"}, InvalidError),
        ({"history": "\u202egnp"}, InvalidError),
        ({"referral_source": "a\nb"}, InvalidError),
        ({"presenting_needs": "y" * 1_000_001}, InvalidError),
        ({"address": "\udcff"}, InvalidError),
    ],
)
def test_what_can_not_be_is_refused_whole(
    caseload: Caseload, facts: dict[str, Any], error: type[CaseloadError]
) -> None:
    refused(error, intake.begin, caseload, WHOLE._replace(**facts))


def test_a_program_that_is_offered_no_more_takes_nobody(caseload: Caseload) -> None:
    programs.edit(caseload, "Outreach", active=False)
    assert "not offered" in refused(InvalidError, intake.begin, caseload, PLAIN)


# --- who is known already ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"first_name": "Ngosi"},
        {"first_name": "Okafor", "last_name": "Ngozi"},
        {"first_name": "Zee"},
        {"last_name": "Tharp", "date_of_birth": BORN, "phone": None},
        {"first_name": "Cy", "last_name": "Poe", "date_of_birth": None, "phone": "+1 2545550131"},
        {"date_of_birth": d("1988-02-10"), "phone": None},
        {"date_of_birth": d("1978-10-02"), "phone": None},
        # Neither name begins as it should; the date of birth finds them.
        {"first_name": "Gnozi", "last_name": "Kokafor", "phone": None},
        {"date_of_birth": None, "phone": None},
        {"last_name": "Ókáfor"},
    ],
)
def test_one_who_may_be_known_is_not_made_anew_unasked(
    caseload: Caseload, facts: dict[str, Any]
) -> None:
    intake.begin(caseload, WHOLE)
    bare = Intake("Ngozi", "Okafor", "Housing", date_of_birth=BORN, phone=WHOLE.phone)
    told = bare._replace(**facts)
    said = refused(AmbiguousError, intake.begin, caseload, told)
    assert "C0001 Okafor, Ngozi (born 1988, McLennan County, referred:" in said
    assert "--client C0001" in said
    assert "--new" in said
    assert intake.begin(caseload, told, is_new=True).client.client_id == "C0002"


@pytest.mark.parametrize(
    "facts",
    [
        {"first_name": "Wesley", "last_name": "Tharp"},
        {"date_of_birth": d("1961-04-17")},
        {"first_name": "Bo", "last_name": "李", "date_of_birth": d("1970-01-01")},
    ],
)
def test_somebody_else_is_taken_in_without_a_question(
    caseload: Caseload, facts: dict[str, Any]
) -> None:
    intake.begin(caseload, WHOLE)
    told = WHOLE._replace(phone=None, preferred_name=None, **facts)
    assert intake.begin(caseload, told).is_new


def test_the_likeliest_come_first_and_ten_at_most(caseload: Caseload) -> None:
    clients.add(caseload, "Wesley", "Okafor", phone="(254) 555-0131")
    clients.add(caseload, "Ngozi", "Tharp", date_of_birth=BORN)
    clients.add(caseload, "Ngozi", "Okafor", date_of_birth=BORN)
    told = WHOLE._replace(preferred_name=None)
    assert [one.client_id for one in intake.like(caseload, told)] == ["C0003", "C0002", "C0001"]
    for _ in range(20):
        clients.add(caseload, "Ngozi", "Okafor", date_of_birth=BORN)
    assert len(intake.like(caseload, told)) == 10


def test_a_known_client_is_taken_in_again_and_only_what_lacks_is_filled_in(
    caseload: Caseload,
) -> None:
    clients.add(caseload, "Ngozi", "Okafor", phone="555-0100", county="Hill")
    made = intake.begin(caseload, WHOLE, client_id="C0001")
    assert not made.is_new
    assert set(made.kept) == {"phone", "county"}
    now = clients.get(caseload, "C0001")
    assert (now.phone, now.county) == ("555-0100", "Hill")
    assert (now.date_of_birth, now.city, now.contact_notes) == (
        *(BORN, "Waco", "no voicemail\nafter 3 pm"),
    )
    refused(NotFoundError, intake.begin, caseload, PLAIN, client_id="C0009")


def test_one_is_on_the_way_into_a_program_once_and_comes_back_in_a_new_episode(
    caseload: Caseload,
) -> None:
    first = taken(caseload)
    again_ = PLAIN._replace(referred_on=d("2026-11-18"))
    begin = intake.begin
    assert "on the way" in refused(InvalidError, begin, caseload, again_, client_id="C0001")
    intake.decline(caseload, first, d("2026-11-17"), "moved away")
    early = again_._replace(referred_on=d("2026-11-16"))
    assert "Tue 17 Nov 2026" in refused(InvalidError, begin, caseload, early, client_id="C0001")
    second = begin(caseload, again_, client_id="C0001").episode.episode_id
    assert second != first
    episodes.admit(caseload, "C0001", "Outreach", d("2026-11-19"))
    assert "has been in" in refused(InvalidError, begin, caseload, again_, client_id="C0001")
    episodes.discharge(caseload, second, d("2026-11-20"))
    third = begin(caseload, again_._replace(referred_on=d("2026-11-20")), client_id="C0001").episode
    assert [one.status.value for one in episodes.of_client(caseload, "C0001")] == [
        *("referred", "discharged", "not_eligible"),
    ]
    assert intake.the_one(caseload, "C0001") == third


# --- the steps -----------------------------------------------------------------------------------


def test_a_person_goes_from_the_referral_to_the_admission(caseload: Caseload) -> None:
    one = taken(caseload)
    screened = intake.screen(caseload, one, d("2026-11-17"))
    assert (screened.status, screened.screened_on) == (EpisodeStatus.SCREENED, d("2026-11-17"))
    waiting = intake.wait(caseload, one, d("2026-11-17"))
    assert (waiting.status, waiting.waiting_on) == (EpisodeStatus.WAITING, d("2026-11-17"))
    looked = intake.review_waiting(caseload, one, d("2026-11-18"))
    assert (looked.status, looked.waiting_reviewed_on) == (
        *(EpisodeStatus.WAITING, d("2026-11-18")),
    )
    assigned = intake.assign(caseload, one, "S0002", d("2026-11-19"))
    assert (assigned.status, assigned.assigned_on, assigned.case_manager) == (
        *(EpisodeStatus.SCREENED, d("2026-11-19"), "S0002"),
    )
    admitted = intake.admit(caseload, one, d("2026-11-20"), "high")
    assert admitted == assigned._replace(
        status=EpisodeStatus.ADMITTED, admitted_on=d("2026-11-20"), level_of_care="high"
    )
    assert [row[0] for row in caseload.rows("select action from audit order by audit_id")][-6:] == [
        *("wait intake", "review intake", "assign intake", "assign intake"),
        *("admit client", "admit client"),
    ]
    assert checks.damage(caseload) == []


def test_the_case_manager_is_theirs_from_the_day_of_the_assignment(caseload: Caseload) -> None:
    one = taken(caseload)
    intake.screen(caseload, one, d("2026-11-17"))
    intake.assign(caseload, one, "S0002", d("2026-11-19"))

    def manager(on: str) -> str | None:
        return episodes.of_client(caseload, "C0001", d(on))[0].case_manager

    assert [manager(on) for on in ("2026-11-18", "2026-11-19", "2026-12-31")] == [
        *(None, "S0002", "S0002"),
    ]


def test_one_who_is_turned_away_keeps_why_and_where_they_were_sent(caseload: Caseload) -> None:
    made = intake.decline(
        caseload, taken(caseload), d("2026-11-18"), " lives in\nBell County ", " The pantry "
    )
    assert made.status is EpisodeStatus.NOT_ELIGIBLE
    assert (made.not_eligible_on, made.not_eligible_reason, made.sent_to) == (
        *(d("2026-11-18"), "lives in\nBell County", "The pantry"),
    )


def test_who_has_left_takes_nobody_and_nobody_unknown_does(caseload: Caseload) -> None:
    one = taken(caseload)
    intake.screen(caseload, one, d("2026-11-17"))
    staff.edit(caseload, "S0002", active=False)
    assign, day = intake.assign, d("2026-11-18")
    assert "does not work here" in refused(InvalidError, assign, caseload, one, "S0002", day)
    refused(NotFoundError, assign, caseload, one, "S9999", day)
    refused(NotFoundError, assign, caseload, "E9999", "S0001", day)


STEPS: dict[str, Callable[[Caseload, str], object]] = {
    "screen": lambda c, one: intake.screen(c, one, c.today),
    "wait": lambda c, one: intake.wait(c, one, c.today),
    "review": lambda c, one: intake.review_waiting(c, one, c.today),
    "assign": lambda c, one: intake.assign(c, one, "S0001", c.today),
    "admit": lambda c, one: intake.admit(c, one, c.today),
    "decline": lambda c, one: intake.decline(c, one, c.today, "too young"),
}


@pytest.mark.parametrize(
    ("done", "refused_ones"),
    [
        ("", "wait review assign admit"),
        ("screen", "screen review admit"),
        ("screen wait", "screen wait admit"),
        ("screen assign", "screen wait review assign"),
        ("screen assign admit", "screen wait review assign admit decline"),
        ("decline", "screen wait review assign admit decline"),
    ],
)
def test_a_step_out_of_order_or_twice_is_refused_and_changes_nothing(
    caseload: Caseload, done: str, refused_ones: str
) -> None:
    one = taken(caseload)
    for step in done.split():
        STEPS[step](caseload, one)
    for step in refused_ones.split():
        refused(InvalidError, STEPS[step], caseload, one)


def test_a_direct_admission_goes_on_in_the_episode_and_ends_the_intake(caseload: Caseload) -> None:
    one = taken(caseload)
    made = episodes.admit(caseload, "C0001", "Outreach", d("2026-11-18"), case_manager="S0001")
    assert made.episode_id == one
    assert intake.next_step(caseload, made) is None


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"referred_on": d("2026-11-21")}, InvalidError),
        ({"referred_on": d("2026-11-18")}, InvalidError),
        ({"household_size": 0}, InvalidError),
        ({"annual_income": -5}, InvalidError),
        ({"referral_source": "a\x07"}, InvalidError),
    ],
)
def test_what_was_told_can_be_mended_but_not_into_what_can_not_be(
    caseload: Caseload, facts: dict[str, Any], error: type[CaseloadError]
) -> None:
    one = taken(caseload)
    intake.screen(caseload, one, d("2026-11-17"))
    made = intake.edit(caseload, one, needs_coordination=False, household_size=2)
    assert (made.needs_coordination, made.household_size) == (False, 2)
    refused(error, intake.edit, caseload, one, **facts)


def test_the_one_that_is_meant_is_the_one_on_the_way(caseload: Caseload) -> None:
    clients.add(caseload, "Bo", "Li")
    assert "never referred" in refused(NotFoundError, intake.the_one, caseload, "C0001")
    intake.begin(caseload, PLAIN, client_id="C0001")
    intake.begin(caseload, PLAIN._replace(program="Housing"), client_id="C0001")
    assert "--program" in refused(AmbiguousError, intake.the_one, caseload, "C0001")
    assert intake.the_one(caseload, "C0001", "out").program == "Outreach"


# --- how it stands -------------------------------------------------------------------------------


def test_the_list_shows_each_as_they_stood_on_a_day(caseload: Caseload) -> None:
    one = taken(caseload)
    intake.screen(caseload, one, d("2026-11-17"))
    intake.wait(caseload, one, d("2026-11-18"))
    intake.assign(caseload, one, "S0002", d("2026-11-19"))
    two = taken(caseload, first_name="Bo", referred_on=d("2026-11-12"))
    intake.decline(caseload, two, d("2026-11-18"), "age", "pantry")

    def stood(on: str, *, ended: bool = False) -> list[tuple[Any, ...]]:
        found = intake_list.listed(caseload, d(on), ended=ended)
        return [(line.client_id, line.status.value, line.next_step, line.due_on) for line in found]

    assert stood("2026-11-11") == []
    assert stood("2026-11-16") == [
        ("C0002", "referred", "screening", d("2026-11-16")),
        ("C0001", "referred", "screening", d("2026-11-18")),
    ]
    assert stood("2026-11-17")[1] == ("C0001", "screened", "assignment", d("2026-11-19"))
    assert stood("2026-11-18") == [("C0001", "waiting", "waiting_review", d("2026-12-18"))]
    assert stood("2026-11-20") == [("C0001", "screened", "admission", d("2026-12-03"))]
    assert stood("2026-11-20", ended=True)[1] == ("C0002", "not_eligible", None, None)
    assert stood("2026-11-17", ended=True) == stood("2026-11-17")
    [line] = intake_list.listed(caseload, d("2026-11-20"))
    assert (line.days_since_referral, line.days_since_screening, line.days_waiting) == (4, 3, 2)
    assert (line.days_since_assignment, line.days_overdue) == (1, -13)
    assert (line.case_manager, line.taken_by) == ("Ida Moss", "Dana Whitfield")
    [*_, away] = intake_list.listed(caseload, d("2026-11-20"), ended=True)
    assert (away.not_eligible_reason, away.sent_to) == ("age", "pantry")


def test_the_list_of_clients_shows_the_newest_of_the_stays_that_ended(caseload: Caseload) -> None:
    one = taken(caseload)
    intake.decline(caseload, one, d("2026-11-17"), "age")
    episodes.admit(caseload, "C0001", "Housing", d("2026-11-18"))
    episodes.discharge(caseload, episodes.the_open(caseload, "C0001").episode_id, d("2026-11-19"))
    [line] = clients.listed(caseload, caseload.today)
    assert line.status is EpisodeStatus.DISCHARGED
    assert [stay.status.value for stay in episodes.of_client(caseload, "C0001")] == [
        *("discharged", "not_eligible"),
    ]
    again_ = intake.begin(caseload, PLAIN, client_id="C0001").episode.episode_id
    assert clients.listed(caseload, caseload.today)[0].status is EpisodeStatus.REFERRED
    intake.decline(caseload, again_, d("2026-11-20"), "age")
    assert clients.listed(caseload, caseload.today)[0].status is EpisodeStatus.NOT_ELIGIBLE


# --- taking it back, and all of it elsewhere ------------------------------------------------------


@pytest.mark.parametrize("step", ["screen", "wait", "assign", "admit", "decline", "review"])
def test_a_step_can_be_taken_back(caseload: Caseload, step: str) -> None:
    before = {
        "wait": "screen",
        "assign": "screen",
        "admit": "screen assign",
        "review": "screen wait",
    }
    one = taken(caseload)
    for each in before.get(step, "").split():
        STEPS[each](caseload, one)
    stood = episodes.get(caseload, one)
    STEPS[step](caseload, one)
    undo.undo(caseload)
    assert episodes.get(caseload, one) == stood
    assert checks.damage(caseload) == []


def test_a_client_stays_whom_an_intake_made_and_a_known_one_is_as_before(
    caseload: Caseload,
) -> None:
    taken(caseload)
    assert "client edit C0001" in refused(InvalidError, undo.undo, caseload)
    clients.add(caseload, "Bo", "Li", county="Hill")
    intake.begin(caseload, PLAIN._replace(phone="555-0100"), client_id="C0002")
    undo.undo(caseload)
    assert episodes.of_client(caseload, "C0002") == []
    assert clients.get(caseload, "C0002").phone is None


def test_nothing_is_written_twice_over(caseload: Caseload) -> None:
    one = taken(caseload)
    before = written(caseload)
    intake.edit(caseload, one, referral_source=None)
    assert written(caseload) == before


def test_a_step_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        assert [line.client_id for line in intake_list.listed(caseload, caseload.today)]
    with again(tmp_path / "caseload.db") as caseload:
        found = intake_list.listed(caseload, caseload.today, ended=True)
        assert [line.client_id for line in found] == ["C0003", "C0004", "C0003"]
        assert contacts.listed(caseload, client_id="C0003") == []
