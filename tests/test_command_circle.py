"""`care-team`, `consent`, `disclosures`, and documents that go to somebody, as people type them."""

import json
from pathlib import Path
from typing import Any

import pytest
from bringing import TODAY, Desk, desk_in
from making import again

from caseload.errors import InvalidError
from caseload.model.circle import CareTeamMember, Consent
from caseload.model.linking import Disclosure
from caseload.records import clients, documents, episodes, plan_parts, plans, programs, staff, undo


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """C0001 Ngozi Okafor, with a draft of a plan; C0002 Bo Li; Dana Whitfield acts."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    with again(made.path, today=TODAY) as caseload:
        programs.add(caseload, "ACT")
        staff.add(caseload, "Marcus Bell")
        staff.edit(caseload, "S0001", covered_by="S0002")
        clients.add(caseload, "Ngozi", "Okafor", phone="(254) 555-0131", contact_notes="after 3 pm")
        clients.add(caseload, "Bo", "Li")
        episodes.admit(caseload, "C0001", "ACT", TODAY.replace(day=2), case_manager="S0001")
        plans.new(caseload, "C0001", vision="My own place")
        plan_parts.add_goal(caseload, "C0001", "Keep my home", "housing")  # type: ignore[arg-type]
    return made


def team(desk: Desk) -> None:
    desk.done("care-team", "add", "Okafor", "Ada Okafor", "--role", "family", "--relation",
              "sister", "--phone", "555-0111", "--emergency-contact", "1")  # fmt: skip
    desk.done("care-team", "add", "Okafor", "Dr. Ames", "--role", "psychiatrist",
              "--organization", "Waco Clinic", "--remark", "Ask for Pam.")  # fmt: skip


def released(desk: Desk, *more: str) -> str:
    return desk.done("consent", "add", "C0001", "Dr. Ames", "--purpose", "my care", "--scope",
                     "my plan", "--on", "2026-01-31", *more)  # fmt: skip


# --- care-team -----------------------------------------------------------------------------------


def test_a_care_team_is_added_listed_edited_and_ended(desk: Desk) -> None:
    team(desk)
    rows = json.loads(desk.done("care-team", "list", "okafor", "--json"))
    assert [list(one) for one in rows] == [list(CareTeamMember._fields)] * 2
    assert [(one["name"], one["emergency_contact"]) for one in rows] == [
        ("Ada Okafor", 1), ("Dr. Ames", None),
    ]  # fmt: skip
    said = desk.done("care-team", "edit", "ct0002", "--phone", "555-0112", "--remark", "")
    assert said == "Saved CT0002: Dr. Ames, psychiatrist, Waco Clinic\n"
    released(desk)
    said = desk.done("care-team", "end", "CT0002")
    assert "no longer on the care team from Mon 23 Nov 2026 (today)" in said
    assert "caseload consent revoke CN0001" in said
    assert "Dr. Ames" not in desk.done("care-team", "list", "C0001")
    assert "Dr. Ames" in desk.done("care-team", "list", "C0001", "--all")
    assert "Dr. Ames" in desk.done("care-team", "list", "C0001", "--on", "yesterday")


def test_adding_somebody_says_that_nothing_may_be_told_to_them_yet(desk: Desk) -> None:
    said = desk.done("care-team", "add", "C0001", "Ada", "--role", "family")
    assert "caseload consent add C0001 CT0001" in said
    said = desk.done("care-team", "add", "C0001", "Luz", "--role", "guardian")
    assert "may accept or decline for the client" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "C0001", "Ada"], 2, "--role"),
        (["add", "C0001", "Ada", "--role", "king"], 2, "king"),
        (["add", "C0001", " ", "--role", "peer"], 3, "needs a name"),
        (["add", "C9", "Ada", "--role", "peer"], 4, "C9"),
        (["add", "C0001", "a\x1b[2Jb", "--role", "peer"], 3, "control character"),
        (["add", "C0001", "A", "--role", "peer", "--emergency-contact", "x"], 3, "1 is called"),
        (["edit", "CT0009", "--name", "x"], 4, "CT0009"),
        (["edit", "CT0001"], 2, "Say what to change"),
        (["edit", "CT0001", "--name", ""], 3, "needs a name"),
        (["end", "CT0001", "--on", "2026-02-31"], 3, "2026-02-31"),
        (["error", "CT0001"], 3, "--reason"),
        (["list", "Nobody"], 4, "Nobody"),
    ],
)
def test_a_care_team_command_that_cannot_be_says_why(
    desk: Desk, arguments: list[str], code: int, said: str
) -> None:
    team(desk)
    before = desk.path.read_bytes()
    ran = desk.run("care-team", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize("columns", ["20", "40", "100"])
def test_a_card_fits_any_width_and_begins_with_the_emergency(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    team(desk)
    released(desk)
    monkeypatch.setenv("COLUMNS", columns)
    page = desk.done("care-team", "card", "okafor")
    assert max(map(len, page.splitlines())) <= int(columns)
    said = " ".join(page.split())
    order = ["988", "after 3 pm", "1. Ada Okafor, sister", "555-0111",
             "written permission needed: listen only", "Dr. Ames, psychiatrist",
             "may be told: my plan (until 31 Jan 2027)", "Ask for Pam.",
             "Dana Whitfield, case manager (ACT)", "away; Marcus Bell covers"]  # fmt: skip
    places = [said.index(each) for each in order]
    assert places == sorted(places)


def test_a_card_of_nobody_says_how_to_add_somebody(desk: Desk) -> None:
    page = desk.done("care-team", "card", "C0002")
    assert "caseload care-team add C0002" in page
    assert "No case manager." in page


def test_the_agency_speaks_on_the_card(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = desk.write("settings.toml", '[agency]\nname = "HOT [/]"\nphone = "555-0100"\n'
                          'crisis_line = "Call Ana first."\n')  # fmt: skip
    monkeypatch.setenv("CASELOAD_CONFIG", str(settings))
    page = desk.done("care-team", "card", "C0001")
    for each in ("HOT [/]", "Phone 555-0100", "Call Ana first."):
        assert each in page
    assert "988" not in page


def test_a_card_as_json_says_what_may_be_told_and_by_which_release(desk: Desk) -> None:
    team(desk)
    released(desk)
    rows = json.loads(desk.done("care-team", "card", "C0001", "--json"))
    assert [(one["name"], one["consents"]) for one in rows] == [
        ("Ada Okafor", []), ("Dr. Ames", ["CN0001"]),
    ]  # fmt: skip
    assert rows[1]["may_tell"] == "my plan (until 31 Jan 2027)"


# --- consent -------------------------------------------------------------------------------------


def test_a_release_is_recorded_with_the_usual_end_and_said_back(desk: Desk) -> None:
    team(desk)
    said = released(desk)
    assert said == (
        "Recorded CN0001: Dr. Ames may be told my plan; signed Sat 31 Jan 2026, holds until Sun "
        "31 Jan 2027. Okafor, Ngozi (C0001)\n"
    )
    rows = json.loads(desk.done("consent", "list", "C0001", "--json"))
    assert [list(one) for one in rows] == [list(Consent._fields)]
    assert (rows[0]["care_team_member_id"], rows[0]["staff"]) == ("CT0002", "S0001")


def test_the_usual_end_is_a_setting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.folder / "own.toml"))
    desk.done("config", "agency.release_months", "6")
    assert "holds until Fri 31 Jul 2026" in released(desk)


def test_a_second_release_says_that_one_is_in_force(desk: Desk) -> None:
    released(desk)
    ran = desk.run("consent", "add", "C0001", "dr. ames", "--purpose", "p", "--scope", "s")
    assert ran.code == 0
    assert "caseload consent renew CN0001" in ran.err


def test_a_release_is_renewed_revoked_and_listed(desk: Desk) -> None:
    released(desk)
    said = desk.done("consent", "renew", "CN0001", "--expires-when", "when I leave", "--part2")
    assert said.endswith("holds when I leave, in the place of CN0001\n")
    said = desk.done("consent", "revoke", "CN0002", "--on", "today")
    assert "Revoked CN0002 for Dr. Ames, Mon 23 Nov 2026 (today)" in said
    assert len(desk.done("consent", "list", "C0001").splitlines()) == 1
    assert len(desk.done("consent", "list", "C0001", "--all").splitlines()) == 2
    assert len(desk.done("consent", "list", "C0001", "--on", "2025-01-01").splitlines()) == 0
    assert desk.done("consent", "error", "CN0001", "--reason", "x").endswith("CN0001\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "C0001", "X"], 3, "--purpose"),
        (["add", "C0001", "X", "--purpose", "p"], 3, "--scope"),
        (["add", "C0001", "X", "--purpose", "p", "--scope", "s", "--on", "2026-11-24"], 3,
         "lies ahead"),
        (["add", "C0001", "X", "--purpose", "p", "--scope", "s", "--expires-on", "2026-11-22"], 3,
         "before it begins"),
        (["add", "C0001", "X", "--purpose", "p", "--scope", "s", "--expires-on", "tomorrow",
          "--expires-when", "x"], 3, "one of the two"),
        (["add", "C0001", "X", "--purpose", "p", "--scope", "s", "--signed-by", "king"], 2, "king"),
        (["add", "C0001", "X", "--purpose", "p", "--scope", "s", "--method", "verbal"], 2,
         "verbal"),
        (["add", "C0001", "X", "--purpose", "p", "--scope", "s", "--signed-by", "guardian"], 3,
         "--role guardian"),
        (["revoke", "CN0001", "--on", "2026-01-30"], 3, "before it was signed"),
        (["revoke", "CN0001", "--on", "2026-11-24"], 3, "lies ahead"),
        (["revoke", "CN0009"], 4, "CN0009"),
        (["renew", "CN0001", "--on", "2026-01-01"], 3, "before it was signed"),
        (["error", "CN0001"], 3, "--reason"),
    ],
)  # fmt: skip
def test_a_release_that_cannot_be_is_refused_with_the_mend(
    desk: Desk, arguments: list[str], code: int, said: str
) -> None:
    released(desk)
    before = desk.path.read_bytes()
    ran = desk.run("consent", *arguments)
    assert (ran.code, ran.out) == (code, ""), ran
    assert said in ran.err
    assert desk.path.read_bytes() == before


def test_the_morning_list_says_whose_release_ends(desk: Desk) -> None:
    released(desk, "--expires-on", "2026-12-01")
    (line,) = json.loads(desk.done("due", "--json", "--obligation", "consent"))
    assert (line["obligation"], line["due_on"], line["record_id"], line["status"]) == (
        "consent", "2026-12-01", "CN0001", "due_soon",
    )  # fmt: skip
    assert "Release for Dr. Ames ends 1 Dec 2026" in desk.done("due")


def test_a_chart_says_who_is_around_and_logging_says_what_they_may_be_told(desk: Desk) -> None:
    team(desk)
    released(desk)
    assert "2 people, 1 with a release; first Ada Okafor 555-0111" in desk.done(
        "client", "show", "C0001"
    )
    told = json.loads(desk.done("client", "show", "C0001", "--json"))
    assert [one["name"] for one in told["care_team"]] == ["Ada Okafor", "Dr. Ames"]
    assert [one["consent_id"] for one in told["consents"]] == ["CN0001"]
    logged = ("log", "C0001", "x", "--reached", "collateral", "--with-whom")
    assert "written permission needed" in desk.run(*logged, "ada okafor").err
    assert "may be told: my plan" in desk.run(*logged, "Dr. Ames").err
    assert "may be told" not in desk.run(*logged, "a neighbor").err


# --- disclosures ---------------------------------------------------------------------------------


def test_what_was_told_is_recorded_and_listed(desk: Desk) -> None:
    released(desk)
    said = desk.done("disclosures", "add", "C0001", "--to", "Dr. Ames", "--what", "new phone",
                     "--on", "2026-11-20")  # fmt: skip
    assert said == "Recorded DS0001: told Dr. Ames, Fri 20 Nov 2026 (3 days ago), under CN0001\n"
    said = desk.done("disclosures", "add", "C0001", "--to", "ER", "--what", "all", "--exception",
                     "emergency: fell")  # fmt: skip
    assert said.endswith("without a release: emergency: fell\n")
    for asked in (["C0001"], ["list", "okafor"], ["--json", "C0001"]):
        assert desk.run("disclosures", *asked).code == 0
    rows = json.loads(desk.done("disclosures", "C0001", "--json"))
    assert [list(one) for one in rows] == [list(Disclosure._fields)] * 2
    since = json.loads(desk.done("disclosures", "C0001", "--since", "2026-11-21", "--json"))
    assert [one["to_whom"] for one in since] == ["ER"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["C0001", "--to", "Court", "--what", "x"], 3, "none in force names them"),
        (["C0001", "--to", "Dr. Ames", "--what", " "], 3, "says what"),
        (["C0001", "--to", "Dr. Ames", "--what", "x", "--on", "tomorrow"], 3, "lies ahead"),
        (["C0001", "--to", "Dr. Ames", "--what", "x", "--on", "2026-01-01"], 3, "none in force"),
        (["C0001", "--to", "ER", "--what", "x", "--exception", "emergency"], 3, "what happened"),
        (["C0001", "--what", "x"], 2, "--to"),
    ],
)
def test_a_telling_without_release_or_exception_is_refused(
    desk: Desk, arguments: list[str], code: int, said: str
) -> None:
    released(desk)
    ran = desk.run("disclosures", "add", *arguments)
    assert (ran.code, ran.out) == (code, ""), ran
    assert said in ran.err
    assert desk.count("disclosure") == 0


# --- documents that go to somebody ---------------------------------------------------------------


def rendered(desk: Desk, *arguments: str) -> Any:
    return desk.run("render", "plan", "C0001", "--draft", "-o", "plan.md", "--force", *arguments)


def test_a_document_for_somebody_and_its_disclosure_are_one_write(desk: Desk) -> None:
    released(desk)
    ran = rendered(desk, "--to", "dr. ames")
    assert (ran.code, ran.out) == (0, "Made plan.md.\n")
    assert "Recorded DS0001: C0001 to dr. ames, under CN0001" in ran.err
    with desk.open() as caseload:
        (document,) = documents.listed(caseload, "C0001")
        ((one,),) = caseload.rows("select count(distinct at) from audit where record in "
                                  "('document', 'disclosure')")  # fmt: skip
    (told,) = json.loads(desk.done("disclosures", "C0001", "--json"))
    assert (told["document_id"], told["to_whom"]) == (document.document_id, document.sent_to)
    assert (told["what"], told["purpose"]) == ("plan, version 1 (md)", "my care")
    assert told["disclosed_on"] == "2026-11-23"
    assert one == 1


def test_a_purpose_and_an_exception_are_recorded_as_said(desk: Desk) -> None:
    ran = rendered(desk, "--to", "Court", "--purpose", "hearing", "--exception",
                   "required by law: order 26-117")  # fmt: skip
    assert ran.code == 0
    (told,) = json.loads(desk.done("disclosures", "C0001", "--json"))
    assert (told["consent"], told["purpose"]) == (None, "hearing")
    assert told["exception"] == "required_by_law: order 26-117"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--to", "Court"], 3, "There are releases for: Dr. Ames"),
        (["--to", "Dr. Ames", "--include-part2"], 3, "does not cover substance-use"),
        (["--to", "Court", "--exception", "friend"], 3, "is no exception"),
        (["--purpose", "x"], 2, "--to"),
        (["--exception", "treatment"], 2, "--to"),
        (["--include-part2"], 2, "--to"),
    ],
)
def test_a_document_that_may_not_go_is_not_made(
    desk: Desk, arguments: list[str], code: int, said: str
) -> None:
    released(desk)
    ran = rendered(desk, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert not (desk.folder / "plan.md").exists()
    assert desk.count("document") == desk.count("disclosure") == 0


def test_of_several_clients_each_has_a_release_or_gets_nothing(desk: Desk) -> None:
    released(desk)
    ran = desk.run("render", "who_to_call", "C0001", "C0002", "--to", "Dr. Ames", "--format",
                   "md", "-o", "out")  # fmt: skip
    assert ran.code == 3
    assert ran.out == "Made 1 document in out; 1 could not be made.\n"
    assert "Nothing about C0002 is told" in ran.err
    assert [one.name for one in (desk.folder / "out").iterdir()] == [
        "C0001-who_to_call-2026-11-23.md"
    ]
    assert desk.count("disclosure") == 1


def test_a_caseload_goes_to_nobody_outside(desk: Desk) -> None:
    ran = desk.run("render", "caseload_sheet", "--case-manager", "Whitfield", "--to", "Funder",
                   "--exception", "payment", "--format", "md", "-o", "-")  # fmt: skip
    assert (ran.code, ran.out) == (2, "")
    assert "about many clients" in ran.err


def test_a_document_for_our_own_use_is_no_disclosure(desk: Desk) -> None:
    assert rendered(desk).code == 0
    assert desk.count("disclosure") == 0


# --- templates -----------------------------------------------------------------------------------


def page(desk: Desk, template: str, *more: str) -> str:
    return desk.done("render", template, "C0001", "--format", "md", "-o", "-", *more)


def test_a_release_to_sign_names_who_gets_it_and_when_it_ends(desk: Desk) -> None:
    team(desk)
    blank = page(desk, "release_of_information")
    assert "| Who may get it | ____ |" in blank
    assert "it ends on 23 Nov 2027 if I write nothing" in blank
    filled = page(desk, "release_of_information", "--member", "ct0002")
    assert "**Dr. Ames**, Waco Clinic" in filled


def test_the_form_in_spanish_says_the_same_in_spanish(desk: Desk) -> None:
    team(desk)
    said = page(desk, "release_of_information_es", "--member", "CT0002")
    for each in ("Permiso para compartir información", "23 de noviembre de 2027", "**Dr. Ames**",
                 "No tengo que firmar", "Confidencial", "¿También datos"):  # fmt: skip
        assert each in said
    for english in ("Nov 2027", "Confidential.", "Signature", "page"):
        assert english not in said


def test_a_release_that_was_signed_is_said_again(desk: Desk) -> None:
    released(desk, "--part2")
    said = page(desk, "release_of_information", "--release", "cn0001")
    for each in ("**Dr. Ames**", "my plan", "my care", "31 Jan 2027", "Yes, these too",
                 "31 Jan 2026"):  # fmt: skip
        assert each in said
    assert "____" not in said
    said = page(desk, "release_of_information_es", "--release", "cn0001")
    for each in ("31 de enero de 2027", "Sí, estos también", "Firma en persona"):
        assert each in said


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--member", "CT0009"], 4, "CT0009"),
        (["--release", "CN0009"], 4, "CN0009"),
        (["--member", "CT0003"], 3, "not on the care team"),
        (["--release", "CN0002"], 3, "no release of C0001"),
    ],
)
def test_a_form_about_somebody_elses_is_refused(
    desk: Desk, more: list[str], code: int, said: str
) -> None:
    team(desk)
    released(desk)
    desk.done("care-team", "add", "C0002", "Cy", "--role", "peer")
    desk.done("consent", "add", "C0002", "Cy", "--purpose", "p", "--scope", "s")
    ran = desk.run("render", "release_of_information", "C0001", "-o", "x.md", *more)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_who_to_call_on_paper_says_what_the_card_says(desk: Desk) -> None:
    team(desk)
    released(desk)
    said = " ".join(page(desk, "who_to_call").split())
    for each in ("Ada Okafor", "Sister", "Written permission needed: listen only", "Dr. Ames",
                 "My plan (until 31 Jan 2027)", "Marcus Bell stands in", "after 3 pm"):  # fmt: skip
        assert each in said, each


def test_a_plan_names_who_is_around_and_a_guardian_has_a_line_to_sign(desk: Desk) -> None:
    team(desk)
    desk.done("care-team", "add", "C0001", "Luz", "--role", "guardian")
    said = page(desk, "plan", "--draft")
    assert "Ada Okafor (sister)" in said
    assert "| Luz&#10;Guardian | ____ | ____ |" in said


# --- undo ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("does", "table", "left"),
    [
        (["care-team", "add", "C0001", "Cy", "--role", "peer", "--emergency-contact", "1"],
         "care_team_member", [("CT0001", 1), ("CT0002", None)]),
        (["care-team", "edit", "CT0002", "--emergency-contact", "1"], "care_team_member",
         [("CT0001", 1), ("CT0002", None)]),
        (["care-team", "end", "CT0001"], "care_team_member", [("CT0001", 1), ("CT0002", None)]),
    ],
)  # fmt: skip
def test_what_was_done_to_a_care_team_is_taken_back(
    desk: Desk, does: list[str], table: str, left: list[tuple[str, int | None]]
) -> None:
    team(desk)
    desk.done(*does)
    desk.done("undo")
    rows = json.loads(desk.done("care-team", "list", "C0001", "--json"))
    assert [(one["care_team_member_id"], one["emergency_contact"]) for one in rows] == left
    assert desk.run("check").err == ""


def test_a_release_a_renewal_and_a_revocation_are_taken_back(desk: Desk) -> None:
    released(desk)
    desk.done("consent", "revoke", "CN0001")
    desk.done("undo")
    desk.done("consent", "renew", "CN0001")
    desk.done("undo")
    with again(desk.path, today=TODAY) as caseload:
        ids = caseload.rows("select consent_id from consent where entered_in_error_at is null")
        assert ids == [("CN0001",)]
        with pytest.raises(InvalidError, match="undo"):
            undo.undo(caseload)
    assert len(desk.done("due", "--all", "--obligation", "consent").splitlines()) == 1


def test_what_was_told_is_not_taken_back(desk: Desk) -> None:
    released(desk)
    desk.done("disclosures", "add", "C0001", "--to", "Dr. Ames", "--what", "x")
    ran = desk.run("undo")
    assert ran.code == 3
    assert "stays told" in ran.err
    rendered(desk, "--to", "Dr. Ames")
    assert desk.run("undo").code == 3
    assert desk.count("disclosure") == 2
