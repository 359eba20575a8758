"""`caseload intake`: by options, by a document, and asked at a terminal."""

import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from at_terminal import Terminal
from bringing import Desk, another_file, desk_in

from caseload.records import clients, drafts, episodes, intake, programs, staff


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Monday 23 November 2026; Dana Whitfield acts; Outreach and Housing."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    with made.open() as caseload:
        caseload.staff = staff.get(caseload, "S0001")
        programs.add(caseload, "Outreach")
        programs.add(caseload, "Housing", diagnosis_codes=("F20-F29",), minimum_age=18)
        staff.add(caseload, "Ida Moss")
    monkeypatch.setenv("CASELOAD_STAFF", "Dana Whitfield")
    return made


ANA = ("--first-name", "Ana", "--last-name", "Ruiz", "--program", "out")


# --- by options ----------------------------------------------------------------------------------


def test_by_options_alone_nothing_is_asked_and_the_next_step_is_said(desk: Desk) -> None:
    ran = desk.run("intake", *ANA, "--on", "last fri", "--no-needs-coordination")
    assert ran.code == 0
    assert ran.out == (
        "Taken in: Ruiz, Ana (C0001), Outreach, Fri 20 Nov 2026 (3 days ago).\n"
        "Next: screening, due Tue 24 Nov 2026 (tomorrow)\n"
        "  caseload intake screen C0001\n"
    )
    assert ran.err == "last fri is Fri 20 Nov 2026 (3 days ago).\n"
    [stay] = desk.stays("C0001")
    assert (stay.needs_coordination, stay.taken_by) == (False, "S0001")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--first-name", "Ana"], 2, "--last-name and --program"),
        ([], 2, "--first-name and --last-name and --program"),
        (["--first-name", "", "--last-name", "Ruiz", "--program", "out"], 2, "--first-name"),
        ([*ANA, "--client", "C0001", "--new"], 2, "not both"),
        ([*ANA, "--from", "x.json"], 2, "not both"),
        ([*ANA, "--client", "C0009"], 4, "No client begins with 'C0009'"),
        ([*ANA[:4], "--program", "Nowhere"], 4, "program add"),
        (["--from", "none.json"], 4, "There is no file none.json"),
        ([*ANA, "--date-of-birth", "5 mar"], 3, "date_of_birth"),
        ([*ANA, "--date-of-birth", "2031-01-01"], 3, "can't be"),
        ([*ANA, "--on", "tomorrow"], 3, "lies ahead"),
        ([*ANA, "--diagnosis-code", "33.1"], 3, "they look like F33.1"),
        ([*ANA, "--first-name", "A\x1b[2J"], 3, "control character"),
        ([*ANA, "--household-size", "0"], 2, "--household-size"),
        ([*ANA, "--funding", "cash"], 2, "--funding"),
        ([*ANA, "list"], 2, "caseload intake list --help"),
        (["--from", "x.json", "screen", "C0001"], 2, "caseload intake screen --help"),
    ],
)
def test_what_is_missing_or_can_not_be_is_named_and_nothing_is_saved(
    desk: Desk, options: Sequence[str], code: int, said: str
) -> None:
    before = desk.path.read_bytes()
    ran = desk.run("intake", *options)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert desk.path.read_bytes() == before


def test_a_script_must_say_who_it_is_when_somebody_is_like_them(desk: Desk) -> None:
    desk.done("intake", *ANA, "--date-of-birth", "1990-02-01", "--county", "Hill")
    like = ("--first-name", "Anna", "--last-name", "Ruiz", "--program", "hous",
            "--date-of-birth", "1990-02-01", "--phone", "555-0100")  # fmt: skip
    before = desk.path.read_bytes()
    ran = desk.run("intake", *like)
    assert (ran.code, ran.out) == (5, "")
    assert "C0001 Ruiz, Ana (born 1990, Hill County, referred: names spelled alike" in ran.err
    assert "--client C0001" in ran.err
    assert desk.path.read_bytes() == before
    ran = desk.run("intake", *like, "--client", "C0001")
    assert ran.out.startswith("Taken in again: Ruiz, Ana (C0001), Housing")
    assert "C0001 has another first name, which stays" in ran.err
    assert desk.client("C0001").phone == "555-0100"
    assert "Anna (C0002)" in desk.done("intake", *like[:4], *ANA[4:], "--new")


def test_a_known_client_needs_no_name(desk: Desk) -> None:
    desk.done("client", "add", "Bo", "Li")
    ran = desk.run("intake", "--client", "Li", "--program", "hous")
    assert ran.out.startswith("Taken in again: Li, Bo (C0001), Housing")
    assert ran.err == ""


def test_json_gives_the_ids_to_go_on_with(desk: Desk) -> None:
    [one] = json.loads(desk.done("intake", *ANA, "--json"))
    assert (one["client_id"], one["episode_id"], one["is_new"]) == ("C0001", "E0001", True)
    assert (one["next_step"], one["due_on"], one["status"]) == (
        *("screening", "2026-11-25", "referred"),
    )


def test_the_fee_is_said_with_its_arithmetic(desk: Desk) -> None:
    desk.done("program", "edit", "out", "--full-fee", "80", "--sliding-scale", "100: 0 %;200: 50 %")
    said = desk.done(
        "intake", *ANA, "--funding", "sliding_scale", "--household-size", "3",
        "--annual-income", "31000",
    )  # fmt: skip
    assert "Fee: $40" in said
    assert "household of 3" in said
    said = desk.done("intake", *ANA[:4], "--program", "hous", "--client", "C0001",
                     "--funding", "sliding_scale")  # fmt: skip
    assert "Fee:" in said


# --- by a document -------------------------------------------------------------------------------

TWO = [
    {"first_name": "Ana", "last_name": "Ruiz", "program": "Outreach", "phone": "555-0100"},
    {
        "first_name": "O'Brien",
        "last_name": "李 [/] =1+1",
        "program": "Housing",
        "history": "x" * 200_000,
    },
]


def test_a_document_takes_in_all_and_says_each(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.write("intakes.json", json.dumps(TWO, indent=2))
    said = desk.done("intake", "--from", file)
    assert "Ruiz, Ana (C0001)" in said
    assert "李 [/] =1+1, O'Brien (C0002)" in said
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(TWO[0] | {"new": True})))
    found = json.loads(desk.done("intake", "--from", "-", "--json"))
    assert [one["client_id"] for one in found] == ["C0003"]


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"progam": "x"}, 3, "did you mean program?"),
        ({"program": "Nowhere"}, 4, "line 4: No program is called 'Nowhere'"),
        ({"date_of_birth": "31/02/1990"}, 3, "line 4: date_of_birth"),
        ({"referred_on": "2026-12-01"}, 3, "line 4: Tue 1 Dec 2026"),
        ({"client": "C0009"}, 4, "line 4: No client begins with"),
        ({"first_name": "Anna", "last_name": "Ruiz", "phone": "555 0100"}, 5,
         "line 4: They may be the person of line 3. If not, say so: new: yes."),
        ({"first_name": "Cy", "last_name": "Poe", "phone": "555-0199"}, 5,
         "line 4: They may be a client already:  C0001 Poe, Cyrus"),
    ],
)  # fmt: skip
def test_of_a_document_with_a_mistake_nobody_is_taken_in(
    desk: Desk, changed: dict[str, str], code: int, said: str
) -> None:
    desk.done("client", "add", "Cyrus", "Poe", "--phone", "555-0199")
    lines = [json.dumps(one) for one in (TWO[0], TWO[1] | {"history": None} | changed)]
    file = desk.write("intakes.json", "[\n\n" + ",\n".join(lines) + "]")
    before = desk.path.read_bytes()
    ran = desk.run("intake", "--from", file)
    assert (ran.code, ran.out) == (code, ""), ran
    assert said in ran.err
    assert desk.path.read_bytes() == before


def test_all_that_can_not_be_taken_in_is_named_at_once(desk: Desk) -> None:
    each = [json.dumps(TWO[0] | {"program": f"P{number}"}) for number in range(30)]
    file = desk.write("intakes.json", "[" + ",\n".join(each) + "]")
    ran = desk.run("intake", "--from", file)
    assert ran.code == 4
    assert ran.err.count("line ") == 20
    assert "And 10 more." in ran.err


def test_a_document_that_is_no_text_is_refused(desk: Desk) -> None:
    ran = desk.run("intake", "--from", desk.write("intakes.json", b"\xff\xfe\x00"))
    assert (ran.code, ran.out) == (3, "")
    assert "not UTF-8" in ran.err


# --- the steps -----------------------------------------------------------------------------------


def test_a_person_is_taken_to_the_admission_by_five_commands(desk: Desk) -> None:
    desk.done("intake", *ANA[:4], "--program", "hous", "--on", "2026-11-16",
              "--date-of-birth", "2010-01-02", "--diagnosis-code", "f209")  # fmt: skip
    said = desk.done("intake", "screen", "Ruiz", "--on", "2026-11-17")
    assert said == (
        "Screened: Ruiz, Ana (C0001), Housing, Tue 17 Nov 2026 (6 days ago).\n"
        "Eligible for Housing: no.\n"
        "  + F20.9 lies in F20-F29\n"
        "  - 16 is under 18\n"
        '  caseload intake decline C0001 --reason "…" --sent-to "…"\n'
        "Next: case manager, due Thu 19 Nov 2026 (4 days ago)\n"
        "  caseload match C0001\n"
        "  caseload intake assign C0001 NAME\n"
        "  caseload intake wait C0001\n"
    )
    assert "waiting list, due" in desk.done("intake", "wait", "C0001", "--on", "2026-11-18")
    said = desk.done("intake", "wait", "C0001", "--reviewed", "--on", "yesterday")
    assert said.startswith("Looked at: Ruiz, Ana (C0001), Housing, waiting list, Sun 22 Nov 2026")
    said = desk.done("intake", "assign", "C0001", "Ida")
    assert "to Ida Moss, Mon 23 Nov 2026 (today)" in said
    said = desk.done("intake", "admit", "C0001", "--level-of-care", "2")
    assert said.startswith("Admitted: Ruiz, Ana (C0001), Housing, Ida Moss, Mon 23 Nov 2026")
    assert "Monthly contact is due Mon 7 Dec 2026." in said
    assert desk.stays("C0001")[0].level_of_care == "2"
    assert desk.run("intake", "screen", "C0001").code == 3


def test_a_limit_that_is_passed_is_told_and_stops_nothing(desk: Desk) -> None:
    desk.done("staff", "edit", "Ida", "--capacity", "1")
    for client_id, first in (("C0001", "Ana"), ("C0002", "Bo")):
        desk.done("intake", "--first-name", first, *ANA[2:], "--new")
        desk.done("intake", "screen", client_id)
    assert desk.run("intake", "assign", "C0001", "Ida").err == ""
    ran = desk.run("intake", "assign", "C0002", "Ida")
    assert (ran.code, ran.err) == (0, "Ida Moss is over the limit now: 2 of 1.\n")


def test_one_who_is_turned_away_is_shown_with_why(desk: Desk) -> None:
    desk.done("intake", *ANA)
    ran = desk.run("intake", "decline", "C0001")
    assert (ran.code, ran.out) == (3, "")
    assert '--reason "…"' in ran.err
    said = desk.done("intake", "decline", "C0001", "--reason", "age", "--sent-to", "The pantry")
    assert said == (
        "Not eligible: Ruiz, Ana (C0001), Outreach, sent to The pantry, Mon 23 Nov 2026 (today).\n"
    )
    shown = desk.done("client", "show", "C0001")
    assert "not eligible  Mon 23 Nov 2026 (today): age" in shown
    assert "sent to       The pantry" in shown
    assert desk.done("intake", "list", "--json") == "[]\n"
    [one] = json.loads(desk.done("intake", "list", "--all", "--json"))
    assert (one["status"], one["not_eligible_reason"], one["next_step"]) == (
        *("not_eligible", "age", None),
    )
    assert "new referral" in desk.run("intake", "admit", "C0001").err
    desk.done("intake", "--client", "C0001", "--program", "out")
    assert [stay.status.value for stay in desk.stays("C0001")] == ["referred", "not_eligible"]


def test_which_program_is_asked_when_there_are_two(desk: Desk) -> None:
    desk.done("intake", *ANA)
    desk.done("intake", "--client", "C0001", "--program", "hous")
    ran = desk.run("intake", "screen", "C0001")
    assert (ran.code, ran.out) == (5, "")
    assert "--program" in ran.err
    assert "Housing" in desk.done("intake", "screen", "C0001", "--program", "hous")


def test_what_was_told_is_mended_and_shown(desk: Desk) -> None:
    desk.done("intake", *ANA, "--referral-source", "the family", "--presenting-needs", "A job.")
    desk.done("intake", "edit", "C0001", "--needs-coordination", "--funding", "sliding_scale",
              "--household-size", "3", "--annual-income", "31000",
              "--presenting-needs", "")  # fmt: skip
    shown = desk.done("client", "show", "C0001")
    assert "referred      Mon 23 Nov 2026 (today) from the family, taken by Dana Whitfield" in shown
    assert "next step     screening, due Wed 25 Nov 2026 (in 2 days)" in shown
    assert "coordination  needed" in shown
    assert "funding       sliding scale, household of 3, $31,000 a year" in shown
    assert "A job." not in shown
    assert desk.run("intake", "edit", "C0001").code == 2
    said = json.loads(desk.done("client", "show", "C0001", "--json"))
    assert said["episodes"][0]["next_step"]["step"] == "screening"
    assert said["episodes"][0]["taken_by"] == "S0001"


def test_numbers_are_mended_as_people_write_them_and_emptied_as_all_fields_are(desk: Desk) -> None:
    desk.done("intake", *ANA)
    desk.done("intake", "edit", "C0001", "--annual-income", "$31,000", "--household-size", "3")
    desk.done("intake", "edit", "C0001", "--household-size", "")
    (stay,) = json.loads(desk.done("client", "show", "C0001", "--json"))["episodes"]
    assert (stay["annual_income"], stay["household_size"]) == (31_000, None)
    for option, text, code, words in (
        ("--annual-income", "-5", 3, "An annual income is 0 to 1,000,000,000 dollars."),
        ("--household-size", "0", 3, "A household is of 1 to 100."),
        ("--annual-income", "a lot", 2, "--annual-income 'a lot' is no whole number"),
    ):
        ran = desk.run("intake", "edit", "C0001", option, text)
        assert (ran.code, words in ran.err) == (code, True), ran


def test_a_control_character_is_named_by_its_field_once(desk: Desk) -> None:
    ran = desk.run("intake", *ANA, "--history", "a\x1b[31m")
    assert (ran.code, desk.count("client")) == (3, 0)
    assert "history: it holds a control character (U+001B); remove it." in ran.err


def test_the_due_list_and_its_explanation_tell_of_it(desk: Desk) -> None:
    desk.done("intake", *ANA, "--on", "2026-11-16")
    [one] = json.loads(desk.done("due", "--mine", "--json"))
    assert (one["obligation"], one["record_id"], one["days_overdue"]) == ("intake_step", "E0001", 5)
    said = desk.done("due", "--format", "table")
    assert "Intake" in said
    assert "Not screened since the referral 16 Nov 2026" in said
    said = desk.done("due", "--explain", "C0001")
    assert "2 business days ended 18 Nov 2026." in " ".join(said.split())
    assert "overdue by 5 days" in said
    [told] = json.loads(desk.done("due", "--explain", "C0001", "--json"))
    assert (told["obligation"], told["due_on"]) == ("intake_step", "2026-11-18")
    assert desk.done("due", "--on", "2026-11-15", "--json") == "[]\n"


def test_a_direct_admission_leaves_the_case_manager_who_was_assigned(desk: Desk) -> None:
    desk.done("intake", *ANA)
    desk.done("intake", "screen", "C0001")
    desk.done("intake", "assign", "C0001", "Ida")
    assert "Ida Moss" in desk.done("client", "admit", "C0001", "--program", "out")


def test_tables_carry_an_intake_out_and_in_again(desk: Desk) -> None:
    desk.done("intake", *ANA, "--on", "2026-11-12", "--needs-coordination")
    desk.done("intake", "screen", "C0001", "--on", "2026-11-13")
    desk.done("intake", "wait", "C0001", "--on", "2026-11-13")
    desk.done("intake", "wait", "C0001", "--reviewed", "--on", "2026-11-16")
    desk.done("intake", "--client", "C0001", "--program", "hous", "--on", "2026-11-12")
    desk.done(
        "intake", "decline", "C0001", "--program", "hous", "--reason", "age", "--sent-to", "x"
    )
    desk.done("intake", "--first-name", "Bo", "--last-name", "Li", "--program", "hous")
    desk.done("intake", "screen", "C0002")
    desk.done("intake", "assign", "C0002", "Ida")
    other = another_file(desk)
    for kind in ("staff", "programs", "clients", "episodes"):
        table = desk.write(f"{kind}.csv", desk.export(kind))
        desk.done("--file", other, "import", kind, table)
        again = desk.done("--file", other, "import", kind, table)
        assert " 0 added" in again.replace(f"{kind}:", ""), again
    assert [row | {"episode_id": ""} for row in desk.rows("episodes")] == [
        row | {"episode_id": ""} for row in desk.rows("episodes", other)
    ]
    assert desk.rows("clients") == desk.rows("clients", other)
    assert {row["taken_by"] for row in desk.rows("episodes")} == {"Dana Whitfield"}
    assert desk.done("intake", "list", "--all", "--csv") == desk.done(
        "--file", other, "intake", "list", "--all", "--csv"
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "referred", "screened_on": "2026-11-02"}, "status"),
        ({"status": "screened", "not_eligible_on": "2026-11-02"}, "status"),
        ({"status": "admitted"}, "admitted_on"),
        ({"screened_on": "2026-10-31"}, "screened_on"),
        ({"not_eligible_on": "2026-10-31"}, "not_eligible_on"),
        ({"waiting_on": "2026-11-03", "waiting_reviewed_on": "2026-11-02"}, "waiting_reviewed_on"),
        ({"needs_coordination": "perhaps"}, "needs_coordination"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(
    desk: Desk, cells: dict[str, str], column: str
) -> None:
    row = {"client_id": "X1", "first_name": "Bo", "last_name": "Li", "program": "Outreach"}
    row |= {"referred_on": "2026-11-01"} | cells
    text = ",".join(row) + "\n" + ",".join(row.values()) + "\n"
    assert column in desk.refused("clients", text)


# --- at a terminal -------------------------------------------------------------------------------


@pytest.fixture
def terminal(tmp_path: Path, desk: Desk) -> Terminal:
    with desk.open() as caseload:
        clients.add(caseload, "Ngozi", "Okafor", county="Hill", phone="(254) 555-0131")
    return Terminal(tmp_path / "terminal", desk.path)


Answers = list[tuple[str, str]]
WHO: Answers = [("First name:", "Ana"), ("Last name:", "Ruiz"), ("Date of birth:", "1990-02-01")]
SKIPPED: Answers = [
    (question, "")
    for question in (
        *("What do they need?", "coordination of services?", "ICD-10-CM:", "County:", "Language:"),
        *("Who pays?", "History:", "Where do they live?", "What do they work?"),
        *("income come from?", "go by?", "Pronouns:", "Email:", "Street and number:", "City:"),
        *("State:", "Postal code:"),
    )
]


def kept(desk: Desk) -> dict[str, Any] | None:
    with desk.open() as caseload:
        caseload.staff = staff.get(caseload, "S0001")
        found = drafts.kept(caseload, None, intake.KIND)
    return json.loads(found.text) if found else None


def test_it_asks_one_thing_after_another_and_says_what_it_understood(
    desk: Desk, terminal: Terminal
) -> None:
    said = terminal.run(
        "intake",
        answers=[
            *WHO, ("Phone:", "555-0177"), ("safe to reach them?", "?"),
            ("safe to reach them?", "text first"), ("Who referred them?", "[/] O'Brien"),
            ("or were they referred? [today]", "last fri"), ("Which program?", "?"),
            ("Which program?", "x"), ("Which program?", "out"), *SKIPPED[:2], ("ICD-10-CM:", "33"),
            ("ICD-10-CM:", "f331"), *SKIPPED[3:5], ("Who pays?", "sliding scale"),
            ("live on the income?", "3"), ("Income of the household:", "31000"), *SKIPPED[6:],
            ("Save it? [Y/n]", ""),
        ],
    )  # fmt: skip
    assert said.code == 0
    assert "= Thu 1 Feb 1990" in said.screen
    assert "no voicemail; after 3 pm" in said.screen
    assert "= Fri 20 Nov 2026 (3 days ago)" in said.screen
    assert "Housing · Outreach" in said.screen
    assert "No program is called 'x'" in said.screen
    assert "'33' is no ICD-10-CM code" in said.screen
    assert "Taken in: Ruiz, Ana (C0002), Outreach, Fri 20 Nov 2026" in said.screen
    assert "caseload intake screen C0002" in said.screen
    [stay] = desk.stays("C0002")
    assert (stay.household_size, stay.annual_income, stay.referral_source) == (
        *(3, 31_000, "[/] O'Brien"),
    )
    assert kept(desk) is None


def test_an_angle_goes_back_and_enter_keeps_what_stands(desk: Desk, terminal: Terminal) -> None:
    said = terminal.run(
        "intake", "--program", "out",
        answers=[
            ("First name:", "Anna"), ("Last name:", "<"), ("First name [Anna]:", "Ana"),
            ("Last name:", "Ruiz"),
            ("Date of birth:", "1990-02-01"), ("Phone:", "<"), ("birth [1990-02-01]:", "''"),
            ("Phone:", ""), ("safe to reach them?", "<"), ("Phone:", ""),
            ("safe to reach them?", ""), ("Who referred them?", ""), ("[today]", ""), *SKIPPED,
            ("Save it? [Y/n]", "<"), ("Postal code:", "00701"), ("Save it? [Y/n]", "y"),
        ],
    )  # fmt: skip
    assert said.code == 0
    assert "Which program?" not in said.screen
    one = desk.client("C0002")
    assert (one.first_name, one.date_of_birth, one.postal_code) == ("Ana", None, "00701")


def test_who_is_like_them_is_shown_and_chosen(desk: Desk, terminal: Terminal) -> None:
    said = terminal.run(
        "intake",
        answers=[
            ("First name:", "Ngosi"), ("Last name:", "Okafor"), ("Date of birth:", ""),
            ("Phone:", ""), ("Which one? An id, or n for somebody else:", ""),
            ("Which one?", "C0009"), ("Which one?", "<"), ("Phone:", "<"), ("Date of birth:", ""),
            ("Phone:", ""), ("Which one?", "c0001"), ("safe to reach them?", ""),
            ("Who referred them?", ""), ("[today]", ""), ("Which program?", "out"),
            *SKIPPED[:3], *SKIPPED[4:], ("Save it? [Y/n]", ""),
        ],
    )  # fmt: skip
    assert said.code == 0
    assert "C0001 Okafor, Ngozi (Hill County, never referred: names spelled alike)" in said.screen
    assert "Type one of C0001; or n for somebody else." in said.screen
    # What the record has is not asked: the county.
    assert "County:" not in said.screen
    assert "Taken in again: Okafor, Ngozi (C0001)" in said.screen
    assert len(desk.stays("C0001")) == 1


def test_somebody_else_is_a_new_client(desk: Desk, terminal: Terminal) -> None:
    said = terminal.run(
        "intake", "--first-name", "Ngozi", "--last-name", "Okafor",
        answers=[
            ("Date of birth:", "1990-02-01"), ("Phone:", "254 555 0131"), ("Which one?", "n"),
            ("safe to reach them?", ""), ("Who referred them?", ""), ("[today]", ""),
            ("Which program?", "out"), *SKIPPED, ("Save it? [Y/n]", ""),
        ],
    )  # fmt: skip
    assert said.code == 0
    assert "Taken in: Okafor, Ngozi (C0002)" in said.screen


def test_who_they_are_is_asked_again_once_the_name_is_another(
    desk: Desk, terminal: Terminal
) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Bo", "Li", phone="555-0100")
    said = terminal.run(
        "intake", "--last-name", "Li",
        answers=[
            ("First name:", "Bo"), ("Date of birth:", ""), ("Phone:", "254 555 0131"),
            ("Which one?", "C0001"), ("safe to reach them?", "<"), ("Which one? An id", "<"),
            ("Phone [254 555 0131]:", "555 0100"), ("Which one?", "\x04"),
        ],
    )  # fmt: skip
    assert "same phone" in said.screen
    told = kept(desk)
    assert told is not None
    assert "client" not in told


def test_what_was_answered_is_offered_again(desk: Desk, terminal: Terminal) -> None:
    ended = terminal.run("intake", answers=[*WHO, ("Phone:", "\x04")])
    assert ended.code == 130
    assert kept(desk) == {
        "first_name": "Ana", "last_name": "Ruiz", "date_of_birth": "1990-02-01"
    }  # fmt: skip
    said = terminal.run("intake", answers=[("Go on with it?", ""), ("Phone:", "\x04")])
    assert "An intake was begun with Ana Ruiz and not saved." in said.screen
    assert "You were at: Phone (kept " in said.screen
    said = terminal.run(
        "intake",
        answers=[
            ("Go on with it?", "y"), ("Phone:", ""), ("safe to reach them?", ""),
            ("Who referred them?", ""), ("[today]", ""), ("Which program?", "out"), *SKIPPED,
            ("Save it? [Y/n]", "n"),
        ],
    )  # fmt: skip
    assert (said.code, "Go on with: caseload intake" in said.screen) == (0, True)
    said = terminal.run("intake", answers=[("Go on with it?", "y"), ("Save it? [Y/n]", "y")])
    assert "You were at: Save it?" in said.screen
    assert "Taken in: Ruiz, Ana (C0002)" in said.screen
    assert kept(desk) is None


def test_what_is_not_wanted_any_more_is_forgotten(desk: Desk, terminal: Terminal) -> None:
    terminal.run("intake", answers=[*WHO, ("Phone:", "\x04")])
    terminal.run("intake", answers=[("Go on with it?", "n"), ("First name:", "\x04")])
    assert kept(desk) is None


@pytest.mark.parametrize("sent", ["SIGKILL", "SIGHUP", "SIGINT"])
def test_a_crash_or_a_closed_terminal_loses_no_answer(
    desk: Desk, terminal: Terminal, sent: str
) -> None:
    terminal.broken_off(sent, "Phone:", "intake", answers=WHO)
    assert kept(desk) == {
        "first_name": "Ana", "last_name": "Ruiz", "date_of_birth": "1990-02-01"
    }  # fmt: skip


def test_what_the_file_refuses_is_kept_to_be_mended(desk: Desk, terminal: Terminal) -> None:
    with desk.open() as caseload:
        stays = episodes.of_client(caseload, "C0001")
        assert stays == []
    said = terminal.run(
        "intake", "--program", "out", "--date-of-birth", "2031-01-01",
        answers=[
            ("First name:", "Ana"), ("Last name:", "Ruiz"), ("Phone:", ""),
            ("safe to reach them?", ""), ("Who referred them?", ""), ("[today]", ""), *SKIPPED,
            ("Save it? [Y/n]", ""),
        ],
    )  # fmt: skip
    assert said.code == 3
    assert "give the year in full" in said.screen
    told = kept(desk)
    assert told is not None
    assert told["first_name"] == "Ana"


def test_a_file_without_programs_says_how_to_add_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = desk_in(tmp_path, monkeypatch, capsys)
    shutil.rmtree(tmp_path / "terminal", ignore_errors=True)
    there = Terminal(tmp_path / "terminal", bare.path)
    said = there.run(
        "intake", "--first-name", "Ana", "--last-name", "Ruiz",
        answers=[
            ("Date of birth:", ""), ("Phone:", ""), ("safe to reach them?", ""),
            ("Who referred them?", ""), ("[today]", ""), ("Which program?", "?"),
            ("Which program?", ""), ("Which program?", "\x04"),
        ],
    )  # fmt: skip
    assert "caseload program add NAME" in said.screen
    assert "There is no intake without it." in said.screen
