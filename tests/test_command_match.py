"""Matching, eligibility and fees by command: what is said, to whom, and with which exit code."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bringing import Desk, desk_in

from caseload.model import Episode, EpisodeStatus, Funding
from caseload.records import checks, clients, episodes, intake, programs, staff, team
from caseload.records._caseload import Caseload

d = date.fromisoformat
ADMITTED = d("2026-01-05")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Ana in ACT with Dana, Bo referred to it and screened; Luis, Thu, Max who is away, Eve."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("CASELOAD_STAFF", "Dana")
    with made.open() as caseload:
        _team(caseload)
        programs.add(
            caseload, "ACT", diagnosis_codes=("F20-F29",), minimum_age=18, counties=("Hill",),
            needs_coordination=True, required_credentials=("LPC", "QMHP-CS"), full_fee=80,
            fee_per="visit", sliding_scale=("100: 0 %", "150: 20 %"),
        )  # fmt: skip
        programs.add(caseload, "Peer")
        programs.add(caseload, "Closed")
        programs.edit(caseload, "Closed", active=False)
        clients.add(
            caseload, "Ana", "Ruiz", county="Hill", language="Spanish", state="TX",
            date_of_birth=d("1990-02-28"),
        )  # fmt: skip
        clients.diagnose(caseload, "C0001", "F20.9")
        clients.add(caseload, "Bo", "李", county="Falls")
        episodes.admit(
            caseload, "C0001", "ACT", ADMITTED, case_manager="S0001", needs_coordination=True,
            funding=Funding.SLIDING_SCALE, household_size=3, annual_income=31_000,
            presenting_needs="Behind on rent",
        )  # fmt: skip
        _refer(caseload, "C0002")
    return made


def _team(caseload: Caseload) -> None:
    staff.edit(caseload, "S0001", counties=("Hill",), languages=("English",), capacity=1)
    both: dict[str, Any] = {"languages": ("English", "Spanish"), "specialties": ("housing",)}
    staff.add(caseload, "Luis Ortega", credentials=("LPC",), counties=("Hill",), capacity=4, **both)
    staff.add(caseload, "Thu Pham", credentials=("RN",), counties=("Hill",), capacity=4, **both)
    staff.add(caseload, "Max Bell", credentials=("LPC",), covered_by="S0002")
    staff.add(caseload, "Eve Mays", role="supervisor", credentials=("LPC",))
    staff.add(caseload, "Al Gone", credentials=("LPC",))
    staff.edit(caseload, "S0006", active=False)


def _refer(caseload: Caseload, client_id: str) -> None:
    with caseload.write("refer", client_id) as change:
        episodes.insert(
            change,
            Episode(
                caseload.next_id("episode", "episode_id", "E"), client_id, "ACT",
                EpisodeStatus.SCREENED, referred_on=d("2026-11-16"), screened_on=d("2026-11-17"),
            ),
        )  # fmt: skip


# --- the ranking ---------------------------------------------------------------------------------


def test_the_ranking_names_what_speaks_for_and_against_each(desk: Desk) -> None:
    ran = desk.run("match", "ruiz", "--format", "table")
    assert (ran.code, ran.err) == (
        0, "Max Bell is away and not proposed; Luis Ortega stands in.\n"
    )  # fmt: skip
    assert (
        ran.out
        == """\
Ruiz, Ana (C0001), ACT

1        Luis Ortega (S0002), 110 points
for      has LPC, which ACT requires
         serves Hill (+30)
         speaks Spanish (+40)
         works with housing: the needs say 'rent' (+20)
         has room: 0 of 4 (+30)
against  stands in for Max Bell (-10)

2        Dana Whitfield (S0001), 85 points
for      has QMHP-CS, which ACT requires
         serves Hill (+30)
         is their case manager (+25)
         has room: 0 of 1, without this client (+30)
against  speaks English, not Spanish

3        Thu Pham (S0003), 120 points
for      serves Hill (+30)
         speaks Spanish (+40)
         works with housing: the needs say 'rent' (+20)
         has room: 0 of 4 (+30)
against  may not take them: has none of LPC and QMHP-CS, which ACT requires
"""
    )


def test_the_ranking_as_json_has_the_public_names(desk: Desk) -> None:
    found = json.loads(desk.done("match", "C0001", "--json"))
    assert list(found[0]) == [
        *("staff_id", "name", "score", "for", "against", "load", "capacity", "may_take")
    ]
    assert [one["name"] for one in found] == ["Luis Ortega", "Dana Whitfield", "Thu Pham"]
    assert [(one["load"], one["capacity"], one["may_take"]) for one in found] == [
        *((0, 4, True), (0, 1, True), (0, 4, False))
    ]
    assert found[2]["against"] == [
        "may not take them: has none of LPC and QMHP-CS, which ACT requires"
    ]


def test_the_load_counts_those_covered_and_those_assigned_each_once(desk: Desk) -> None:
    desk.done("client", "admit", "C0002", "--program", "Peer", "--case-manager", "Bell")
    rows = {one["name"]: one for one in json.loads(desk.done("match", "C0001", "--json"))}
    assert rows["Luis Ortega"]["load"] == 1
    assert "has room: 1 of 4, 1 of them covered (+22)" in rows["Luis Ortega"]["for"]
    desk.done("match", "C0002", "--assign", "Ortega", "--program", "ACT")
    rows = {one["name"]: one for one in json.loads(desk.done("match", "C0001", "--json"))}
    assert rows["Luis Ortega"]["load"] == 1
    listed = {
        one["name"]: one["clients"] for one in json.loads(desk.done("staff", "list", "--json"))
    }
    assert (listed["Luis Ortega"], listed["Max Bell"], listed["Dana Whitfield"]) == (1, 1, 1)


def test_a_limit_is_not_passed_by_a_client_whom_they_have(desk: Desk) -> None:
    for client, words in (
        ("C0001", "has room: 0 of 1, without this client (+30)"),
        ("C0002", "is at the limit: 1 of 1 (-60)"),
    ):
        (dana,) = json.loads(desk.done("match", client, "Dana", "--json"))
        assert words in (*dana["for"], *dana["against"])


def test_one_case_manager_can_be_looked_at_alone(desk: Desk) -> None:
    found = json.loads(desk.done("match", "C0001", "thu", "--json"))
    assert [one["staff_id"] for one in found] == ["S0003"]
    for away in ("Bell", "Mays"):
        ran = desk.run("match", "C0001", away)
        assert (ran.code, ran.out) == (4, "")
        assert "is no case manager who is here" in ran.err


def test_without_an_open_episode_a_program_may_be_named_or_none(desk: Desk) -> None:
    desk.done("client", "add", "Cy", "Ro", "--client-id", "X1")
    free = json.loads(desk.done("match", "X1", "--json"))
    assert [one["may_take"] for one in free] == [True, True, True]
    for_act = json.loads(desk.done("match", "X1", "--program", "act", "--json"))
    assert [one["may_take"] for one in for_act] == [True, True, False]
    ran = desk.run("match", "X1", "--program", "act", "--assign")
    assert (ran.code, ran.out) == (4, "")
    assert "X1 has no open episode in ACT" in ran.err
    assert "caseload intake --client X1" in ran.err


def test_an_agency_s_own_weights_go_before_ours_and_its_mistakes_are_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = desk.folder / "data"
    own.mkdir()
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.folder / "own.toml"))
    desk.done("config", "data", str(own))
    names = ("county", "language", "specialty", "continuity", "room", "full", "covering")
    text = "weights:\n" + "".join(f"  {name}: 0\n" for name in names)
    (own / "matching.yaml").write_text(text.replace("continuity: 0", "continuity: 9"))
    found = json.loads(desk.done("match", "C0001", "--json"))
    assert [(one["name"], one["score"]) for one in found] == [
        *(("Dana Whitfield", 9), ("Luis Ortega", 0), ("Thu Pham", 0))
    ]
    (own / "matching.yaml").write_text(text.replace("room: 0", "rom: 0"))
    ran = desk.run("match", "C0001")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "caseload: matching.yaml: line 2: the weight room is missing; 0 leaves it out; "
        "line 6: weights has no 'rom'; did you mean room?.\n"
    )


# --- assigning -----------------------------------------------------------------------------------


def test_the_best_one_is_assigned_and_an_admitted_client_is_transferred(desk: Desk) -> None:
    said = desk.done("match", "C0001", "--assign")
    assert said.splitlines()[0] == (
        "Assigned: Ruiz, Ana (C0001), ACT, to Luis Ortega from Mon 23 Nov 2026 (today)"
    )
    assert "  speaks Spanish (+40)" in said
    (stay,) = desk.stays("C0001")
    assert (stay.case_manager, stay.admitted_on, stay.assigned_on) == ("S0002", ADMITTED, None)
    assert desk.stays("C0001", d("2026-11-22"))[0].case_manager == "S0001"
    ran = desk.run("match", "C0001", "--assign")
    assert ran.code == 3
    assert "Luis Ortega is their case manager already, and fits best." in ran.err
    assert "E0001" in desk.done("undo")
    assert desk.stays("C0001")[0].case_manager == "S0001"


def test_who_is_not_admitted_yet_is_assigned_and_the_next_step_is_said(desk: Desk) -> None:
    said = desk.done("match", "C0002", "Ortega", "--assign", "--on", "2026-11-20")
    assert said.splitlines()[-1] == "Next: caseload intake admit C0002"
    (stay,) = desk.stays("C0002")
    assert (stay.assigned_on, stay.case_manager) == (d("2026-11-20"), "S0002")
    assert stay.admitted_on is None


def test_a_limit_that_is_passed_is_told_and_does_not_stop_it(desk: Desk) -> None:
    ran = desk.run("match", "C0002", "--assign", "Dana")
    assert ran.code == 0
    assert (
        "Dana Whitfield is over the limit now: 2 of 1. Hand somebody over, or change the limit: "
        "caseload staff edit S0001 --capacity 2" in ran.err
    )
    assert "limit now" not in desk.run("match", "C0001", "--assign", "Ortega").err


@pytest.mark.parametrize(
    ("who", "code", "words"),
    [
        ("Thu", 3, "Thu Pham may not take them: has none of LPC and QMHP-CS, which ACT requires."),
        ("Bell", 3, "Max Bell is away, and Luis Ortega stands in."),
        ("Mays", 3, "Eve Mays has the role supervisor."),
        ("Gone", 3, "Al Gone does not work here any more."),
        ("Dana", 3, "Dana Whitfield is their case manager already."),
        ("nobody", 4, "No staff member is called 'nobody'"),
        ("[/]", 4, "No staff member is called '[/]'"),
        ("a", 5, "Which staff member?"),
    ],
)
def test_who_can_t_be_assigned_is_refused_with_the_mend(
    desk: Desk, who: str, code: int, words: str
) -> None:
    before = desk.path.read_bytes()
    if who == "a":
        with desk.open() as caseload:
            staff.add(caseload, "Al Bo")
        before = desk.path.read_bytes()
        who = "al"
    ran = desk.run("match", "C0001", "--assign", who)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    if code == 3 and who in ("Thu", "Bell", "Mays"):
        assert "caseload client transfer C0001 --case-manager S000" in ran.err
    assert desk.path.read_bytes() == before


def test_nobody_who_can_take_them_is_said(desk: Desk) -> None:
    desk.done("program", "edit", "ACT", "--required-credentials", "PMHNP")
    ran = desk.run("match", "C0001", "--assign")
    assert (ran.code, ran.out) == (4, "")
    assert "Nobody can take them in ACT" in ran.err


@pytest.mark.parametrize("day", ["2026-01-04", "soon"])
def test_a_day_that_can_t_be_is_refused(desk: Desk, day: str) -> None:
    ran = desk.run("match", "C0001", "--assign", "Ortega", "--on", day)
    assert (ran.code, ran.out) == (3, "")


# --- eligibility ---------------------------------------------------------------------------------


def test_eligibility_is_answered_for_each_program_that_is_offered(desk: Desk) -> None:
    assert (
        desk.done("client", "eligibility", "C0002", "--format", "table")
        == """\
李, Bo (C0002)

ACT: not eligible
  not known  no diagnosis is recorded; it takes F20-F29
  not known  no date of birth is recorded; it takes ages 18 and over
  not met    it does not serve Falls, but Hill
  not known  nobody has said whether they need ongoing coordination of services

Peer: eligible
  met  it takes everyone; it has no rules
"""
    )


def test_eligibility_as_json_is_an_object_a_rule(desk: Desk) -> None:
    found = json.loads(desk.done("client", "eligibility", "C0001", "--program", "ACT", "--json"))
    assert [(one["rule"], one["met"]) for one in found] == [
        *(("diagnosis", "yes"), ("age", "yes"), ("county", "yes"), ("coordination", "yes"))
    ]
    assert found[0] == {
        "client_id": "C0001", "program": "ACT", "eligible": "yes", "rule": "diagnosis",
        "met": "yes", "reason": "F20.9 lies in F20-F29",
    }  # fmt: skip


def test_eligibility_is_of_the_day_asked_about(desk: Desk) -> None:
    for day, eligible in (("2008-02-27", "no"), ("2008-02-28", "yes")):
        found = json.loads(
            desk.done("client", "eligibility", "C0001", "--program", "ACT", "--on", day, "--json")
        )
        assert {one["eligible"] for one in found} == {eligible}


def test_a_program_no_longer_offered_is_answered_when_it_is_named(desk: Desk) -> None:
    found = json.loads(desk.done("client", "eligibility", "C0001", "--program", "clo", "--json"))
    assert [(one["program"], one["eligible"]) for one in found] == [("Closed", "yes")]


@pytest.mark.parametrize(("client", "program"), [("nobody", "ACT"), ("C0001", "Nothing")])
def test_who_or_what_is_not_known_is_not_found(desk: Desk, client: str, program: str) -> None:
    ran = desk.run("client", "eligibility", client, "--program", program)
    assert (ran.code, ran.out) == (4, "")


# --- fees ----------------------------------------------------------------------------------------


def test_a_fee_shows_its_arithmetic_and_an_old_guideline_says_so(desk: Desk) -> None:
    assert (
        desk.done("client", "fee", "C0001")
        == """\
C0001    Ruiz, Ana, ACT
funding  sliding scale
pays     $16.00 per visit
because  Guideline 2025, 48 states, household of 3: $15,650 + 2 \u00d7 $5,500 = $26,650
         HHS poverty guidelines 2025, 90 FR 5917 (17 January 2025)
         there is no guideline for 2026 here yet, so that of 2025 is used
         $31,000 a year is 116 % of it
         up to 150 %: 20 % of $80 per visit = $16.00
"""
    )


def test_the_file_s_own_guideline_of_the_year_goes_before(desk: Desk) -> None:
    desk.done(
        "guideline", "add", "2026", "--base", "15960", "--per-person", "5680", "--source", "FR"
    )
    found = json.loads(desk.done("client", "fee", "C0001", "--json"))
    assert (found["amount"], found["level"], found["per"]) == ("16.00", "113.47", "visit")
    assert found["guideline"]["source"] == "FR"
    assert found["client_id"] == "C0001"
    past = json.loads(desk.done("client", "fee", "C0001", "--on", "2025-06-02", "--json"))
    assert past["guideline"]["year"] == 2025


@pytest.mark.parametrize(
    ("state", "level"), [("AK", "93.07"), ("Hawaii", "101.14"), ("", "116.32")]
)
def test_the_client_s_state_says_the_region(desk: Desk, state: str, level: str) -> None:
    desk.done("client", "edit", "C0001", "--state", state)
    assert json.loads(desk.done("client", "fee", "C0001", "--json"))["level"] == level


def test_what_is_said_on_the_line_goes_before_what_is_recorded_and_nothing_is_saved(
    desk: Desk,
) -> None:
    before = desk.path.read_bytes()
    for options, amount in (
        (("--annual-income", "90000"), "80.00"),
        (("--annual-income", "$90,000"), "80.00"),
        (("--household-size", "4"), "0.00"),
        (("--funding", "medicaid"), "0.00"),
        (("--funding", "self_pay"), "80.00"),
    ):
        found = json.loads(desk.done("client", "fee", "C0001", *options, "--json"))
        assert found["amount"] == amount
    assert desk.path.read_bytes() == before


def test_what_is_missing_for_a_fee_is_named(desk: Desk) -> None:
    said = desk.done("client", "fee", "C0002")
    assert "pays     not known yet\nbecause  nobody has said who pays\n" in said
    said = desk.done("client", "fee", "C0002", "--annual-income", "100")
    assert "because  household size is not recorded\n" in said


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--annual-income", "-1"), 3, "An annual income is 0 to 1,000,000,000"),
        (("--household-size", "0"), 3, "A household is of 1 to 100"),
        (("--household-size", "many"), 2, "--household-size 'many' is no whole number"),
        (("--annual-income", "12.50"), 2, "--annual-income '12.50' is no whole number"),
        (("--funding", "luck"), 2, "--funding"),
        (("--program", "Nothing"), 4, "No program is called"),
    ],
)
def test_a_fee_that_can_t_be_worked_out_is_refused(
    desk: Desk, options: tuple[str, ...], code: int, words: str
) -> None:
    ran = desk.run("client", "fee", "C0001", *options)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


def test_an_agency_s_own_guidelines_replace_the_shipped_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = desk.folder / "data"
    own.mkdir()
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.folder / "own.toml"))
    desk.done("config", "data", str(own))
    (own / "guidelines.yaml").write_text(
        "- {year: 2026, region: 48 states, base: 31000, per_person: 1, source: ours}\n"
    )
    listed = json.loads(desk.done("guideline", "list", "--json"))
    assert [(one["year"], one["base"], one["kept_in"]) for one in listed] == [
        (2026, 31000, "shipped")
    ]
    (own / "guidelines.yaml").write_text("- {year: 2026}\n")
    ran = desk.run("client", "fee", "C0001")
    assert (ran.code, ran.out) == (3, "")
    assert "guidelines.yaml: line 1: the base says nothing" in ran.err


# --- programs and guidelines ---------------------------------------------------------------------


def test_every_field_of_a_program_has_its_option_and_is_emptied_by_nothing(desk: Desk) -> None:
    options = {
        "--description": "x", "--plan-signers": "client", "--diagnosis-codes": "f33",
        "--minimum-age": "18", "--maximum-age": "64", "--counties": "Hill;Falls",
        "--required-credentials": "LPC", "--screened-within-days": "3",
        "--assigned-within-days": "4", "--admitted-within-days": "5",
        "--waiting-review-days": "6", "--full-fee": "$1,080", "--fee-per": "visit",
        "--sliding-scale": "100: $5",
    }  # fmt: skip
    words = [part for pair in options.items() for part in pair]
    desk.done("program", "add", "New", *words, "--needs-coordination")
    found = json.loads(desk.done("program", "show", "new", "--json"))
    assert found == {
        "name": "New", "description": "x", "active": True, "plan_signers": ["client"],
        "diagnosis_codes": ["F33"], "minimum_age": 18, "maximum_age": 64, "part2": False,
        "counties": ["Hill", "Falls"], "needs_coordination": True,
        "required_credentials": ["LPC"], "screened_within_days": 3, "assigned_within_days": 4,
        "admitted_within_days": 5, "waiting_review_days": 6, "full_fee": 1080, "fee_per": "visit",
        "sliding_scale": ["100: $5"],
    }  # fmt: skip
    words = [part for name in options for part in (name, "")]
    desk.done("program", "edit", "New", *words, "--no-needs-coordination")
    emptied = json.loads(desk.done("program", "show", "new", "--json"))
    assert set(options) == {f"--{name.replace('_', '-')}" for name in found} - {
        *("--name", "--active", "--needs-coordination", "--part2")
    }
    assert {name for name, value in emptied.items() if value} == {"name", "active"}


def test_a_program_s_page_says_whom_it_takes_in_what_time_and_for_what(desk: Desk) -> None:
    said = desk.done("program", "show", "ACT")
    for line in (
        "takes            diagnosis: F20-F29\n                 age: 18 and over\n",
        "case managers    with one of LPC and QMHP-CS\n",
        "screened         within 2 business days of the referral\n",
        "waiting list     looked at every 30 days\n",
        "full fee         $80 per visit\n",
        "                 up to 150 % of the poverty guideline: 20 % of the full fee\n",
        "                 above that: the full fee\n",
    ):
        assert line in said
    assert "takes            everyone\n" in desk.done("program", "show", "Peer")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--minimum-age", "young"), 2, "--minimum-age 'young' is no whole number; '' empties it"),
        (("--minimum-age", "-1"), 3, "0 to 130 years"),
        (("--screened-within-days", "-1"), 3, "is 0 to 3650"),
        (("--full-fee", "-1"), 3, "A full fee is 0 to"),
        (("--full-fee", "=1+1"), 2, "--full-fee '=1+1' is no whole number"),
        (("--full-fee", "1" * 40), 2, "is no whole number"),
        (("--diagnosis-codes", "[/]"), 3, "'[/]' is no code, category or range"),
        (("--sliding-scale", "李"), 3, "'李' is no band"),
        (("--sliding-scale", "100: 120 %"), 3, "more than the full fee"),
        (("--counties", "\x1b[31m"), 3, "counties holds a control character"),
        (("--minimum-age", "70", "--maximum-age", "60"), 3, "lies above the maximum age"),
        ((), 2, "Say what to change"),
    ],
)
def test_a_program_s_rule_that_can_t_be_is_refused(
    desk: Desk, options: tuple[str, ...], code: int, words: str
) -> None:
    before = desk.path.read_bytes()
    ran = desk.run("program", "edit", "ACT", *options)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "\x1b" not in ran.err
    assert desk.path.read_bytes() == before


ADD = ("guideline", "add", "2026", "--base", "15960", "--per-person", "5680", "--source", "FR")


def _whole(desk: Desk) -> None:
    with desk.open() as caseload:
        assert checks.damage(caseload) == []


def test_a_guideline_is_added_once_and_corrected_after_that(desk: Desk) -> None:
    assert desk.done(*ADD) == (
        "Added: 2026, 48 states: $15,960 for one person, $5,680 for each further one\n"
    )
    ran = desk.run(*ADD)
    assert (ran.code, ran.out) == (3, "")
    assert 'caseload guideline edit 2026 --region "48 states"' in ran.err
    desk.done("guideline", "edit", "2026", "--base", "15961")
    listed = json.loads(desk.done("guideline", "list", "--json"))
    assert [(one["year"], one["region"], one["base"], one["kept_in"]) for one in listed] == [
        (2025, "48 states", 15650, "shipped"), (2026, "48 states", 15961, "this file"),
        (2025, "Alaska", 19550, "shipped"), (2025, "Hawaii", 17990, "shipped"),
    ]  # fmt: skip
    _whole(desk)
    assert "base is '15960' again" in desk.done("undo")
    _whole(desk)


def test_a_guideline_just_added_is_taken_back(desk: Desk) -> None:
    desk.done(*ADD)
    assert "guideline 48 states is gone." in desk.done("undo")
    assert desk.count("guideline") == 0
    _whole(desk)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((*ADD, "--region", "Texas"), 3, "'Texas' is no region"),
        (("guideline", "add", "1900", *ADD[3:]), 3, "1965 or later"),
        ((*ADD[:4], "0", *ADD[5:]), 3, "base is in dollars a year, 1 or more"),
        ((*ADD[:-1], " "), 3, "Say where the figures come from"),
        ((*ADD[:-1], "\x1b"), 3, "control character"),
        (("guideline", "edit", "2024", "--base", "1"), 4, "no guideline of its own for 2024"),
        (("guideline", "edit", "2024"), 2, "Say what to change"),
        (("guideline", "edit", "2026", "--region", "=1", "--base", "1"), 3, "no region"),
    ],
)
def test_a_guideline_that_can_t_be_is_refused(
    desk: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = desk.run(*words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert desk.count("guideline") == 0


# --- what a case manager carries -----------------------------------------------------------------


def test_a_load_is_that_of_the_day(desk: Desk) -> None:
    today = d("2026-11-23")
    with desk.open() as caseload:
        other = "S0002"
        stay = episodes.admit(caseload, "C0001", "Peer", ADMITTED, case_manager=other).episode_id
        episodes.transfer(caseload, stay, d("2026-03-01"), case_manager="S0003")
        episodes.discharge(caseload, stay, d("2026-09-01"))
        intake.assign(caseload, "E0002", other, d("2026-11-18"))

        def carried(day: date) -> dict[str, set[str]]:
            return team.carried(caseload, day)

        assert carried(d("2026-01-04")) == {}
        assert carried(d("2026-02-28")) == {"S0001": {"C0001"}, other: {"C0001"}}
        assert carried(d("2026-03-01")) == {"S0001": {"C0001"}, "S0003": {"C0001"}}
        assert carried(d("2026-08-31")) == {"S0001": {"C0001"}, "S0003": {"C0001"}}
        assert carried(d("2026-09-01")) == {"S0001": {"C0001"}}
        assert carried(d("2026-11-17")) == {"S0001": {"C0001"}}
        assert carried(today) == {"S0001": {"C0001"}, other: {"C0002"}}
        intake.decline(caseload, "E0002", today, "moved away")
        assert carried(d("2026-11-22")) == {"S0001": {"C0001"}, other: {"C0002"}}
        assert carried(today) == {"S0001": {"C0001"}}
