"""`caseload plan` from the outside: what each command says, writes and refuses."""

import json
from datetime import date
from pathlib import Path

import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file
from rich.cells import cell_len

from caseload.model import SignerRole
from caseload.model.planning import Goal, Intervention, Objective, Plan, Signature
from caseload.records import clients, plans
from caseload.records._caseload import Caseload

PLAN = [*Plan._fields, "living_situation"]


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """C0001: version 2 in force, a draft 3 with its goals swapped; C0002: an empty draft."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    monkeypatch.setenv("CASELOAD_STAFF", "Dana Whitfield")
    monkeypatch.delenv("COLUMNS", raising=False)
    return made


def newest(desk: Desk, client_id: str = "C0001") -> Plan:
    with desk.open() as caseload:
        return plans.newest(caseload, client_id)


# --- show ----------------------------------------------------------------------------------------


def test_a_plan_is_shown_as_a_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert desk.done("plan", "show", "nunez") == (
        """\
Núñez, Ana (C0001) · Recovery plan · version 2, in force since 3 Aug 2026

  “My own place.
  My own key.”

strengths     Never gives up
lives         rented, income: SSI (as of 3 Aug 2026)

1  Keep my apartment                                  housing · ▓▓▓▓░░░░░░  40 %
  1.1  Rent paid on time                                        ▓▓▓▓░░░░░░  40 %
       measure       By the 5th
       target        28 Feb 2027
       · Budget worksheet — D. Whitfield, monthly

2  Part-time work                                       employment · not started
  2.1  Six hours a week                                              not started
       measure       Pay slips
       target        31 Jan 2027

refused       Ana Núñez (client) refused, 3 Aug 2026: too much
signed        Dana Whitfield, QMHP-CS (case manager), electronic, 3 Aug 2026
"""
    )


def test_which_version_is_shown_follows_from_what_was_asked_and_the_day(desk: Desk) -> None:
    def shown(*options: str) -> str:
        return desk.done("plan", "show", "C0001", *options).partition("\n")[0].split("plan · ")[1]

    assert shown() == "version 2, in force since 3 Aug 2026"
    assert shown("--draft") == "draft 3 (version 2 in force since 3 Aug 2026)"
    assert shown("--version", "1") == "version 1, signed 1 Feb 2026, superseded"
    assert shown("--on", "2026-08-02") == "version 1, in force since 1 Feb 2026"
    assert shown("--version", "3") == "draft 3 (version 2 in force since 3 Aug 2026)"
    assert "version 3" in desk.done("plan", "show", "C0001", "--text")
    desk.done("plan", "goal", "C0001", "x", "--domain", "other")
    desk.done("plan", "objective", "C0001", "x", "--goal", "3", "--measure", "m", "--target-on",
              "2027-01-01")  # fmt: skip
    desk.done("plan", "sign", "C0001")
    desk.done("plan", "edit", "C0001", "--barriers", "x")
    assert shown("--version", "3") == "version 3, never in force"


def test_a_draft_says_what_it_lacks_and_who_must_still_sign(desk: Desk) -> None:
    said = desk.done("plan", "show", "C0002")
    assert said.startswith("李, Bo (C0002) · Recovery plan · draft 1\n")
    lacking = "the client's vision · a goal · signature: client · signature: case manager"
    assert f"lacks         {lacking}\n" in said


def test_a_plan_in_json_has_every_name_in_order(desk: Desk) -> None:
    found = json.loads(desk.done("plan", "show", "C0001", "--json"))
    assert list(found) == PLAN
    goal = found["goals"][0]
    assert list(goal) == list(Goal._fields)
    assert list(goal["objectives"][0]) == list(Objective._fields)
    assert list(goal["objectives"][0]["interventions"][0]) == list(Intervention._fields)
    assert list(found["signatures"][0]) == list(Signature._fields)
    assert (found["version"], found["status"], found["effective_on"]) == (2, "active", "2026-08-03")
    assert goal["objectives"][0]["target_on"] == "2027-02-28"
    assert found["living_situation"]["housing"] == "rented"
    empty = json.loads(desk.done("plan", "show", "C0002", "--json"))
    assert list(empty) == PLAN
    assert (empty["goals"], empty["vision"], empty["living_situation"]) == ([], None, None)


@pytest.mark.parametrize("columns", ["40", "60", "100"])
def test_every_page_fits_its_screen_and_nothing_is_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    long = "Keeps on going to the market every single Thursday morning, 李 and all"
    desk.done("plan", "goal", "C0001", long, "--domain", "daily_living")
    desk.done("plan", "edit", "C0001", "--vision", f"{long} {'x' * 90}", "--barriers", "李" * 60)
    desk.done("plan", "progress", "C0001", "1.1", "--remark", long)
    for command in (["show", "C0001", "--draft"], ["diff", "C0001"], ["history", "C0001"]):
        said = desk.done("plan", *command)
        assert max(map(cell_len, said.splitlines())) <= int(columns), command
    drafted = "".join(desk.done("plan", "show", "C0001", "--draft").split())
    assert "".join(long.split()) in drafted
    assert "李" * 60 in drafted.replace("barriers:", "")
    assert "x" * 90 in drafted


def test_colour_is_never_the_only_sign_and_none_is_written_to_a_pipe(desk: Desk) -> None:
    for command in (["show"], ["diff"], ["history"]):
        assert "\x1b" not in desk.done("plan", *command, "C0001")


HOSTILE = ["[/]", "[red]x[/red]", "=1+1", "O'Brien", "李", "👩🏽\u200d🚀", "{{ 7*7 }}",
           "#read('x')", "<script>", "مرحبا", "a: b # c", "- x", "| y", "'q' \"r\"", "\\n", "%s",
           "…"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_an_odd_text_appears_whole_in_every_view(desk: Desk, text: str) -> None:
    desk.done("plan", "edit", "C0001", "--vision", f"a {text}")
    desk.done("plan", "goal", "C0001", f"b {text}", "--domain", "other")
    desk.done("plan", "objective", "C0001", f"c {text}", "--goal", "3", "--measure", f"d {text}",
              "--target-on", "1 feb 2027")  # fmt: skip
    desk.done("plan", "intervention", "C0001", f"e {text}", "--objective", "3.1")
    shown = desk.done("plan", "show", "C0001", "--draft")
    for letter in "abcde":
        assert f"{letter} {text}" in shown
    assert f"b {text}" in desk.done("plan", "diff", "C0001")
    kept = json.loads(desk.done("plan", "show", "C0001", "--draft", "--json"))
    assert kept["goals"][2]["objectives"][0]["interventions"][0]["action"] == f"e {text}"
    before = desk.path.read_bytes()
    desk.write("plan.yaml", desk.done("plan", "show", "C0001", "--text"))
    said = desk.done("plan", "edit", "C0001", str(desk.folder / "plan.yaml"))
    assert said == "Nothing changed.\n"
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\u202eb", "a\x07b", "\x9b31m", "a\x00b"])
def test_text_that_can_only_deceive_is_refused_on_the_way_in(desk: Desk, text: str) -> None:
    before = desk.path.read_bytes()
    for command in (
        ["edit", "C0001", "--vision", text],
        ["goal", "C0001", text, "--domain", "other"],
        ["objective", "C0001", "x", "--goal", "1", "--measure", text],
        ["intervention", "C0001", "x", "--objective", "1.1", "--responsible", text],
        ["progress", "C0001", "1.1", "--remark", text],
        ["review", "C0001", "--remark", text],
        ["sign", "C0001", "--as", "client", "--refused", text],
        ["sign", "C0001", "--as", "guardian", "--signer", text],
    ):
        ran = desk.run("plan", *command)
        assert (ran.code, ran.out) == (3, ""), command
        assert "control character" in ran.err
        assert text not in ran.err
    assert desk.path.read_bytes() == before


def test_a_vision_of_200_kilobytes_is_kept_shown_and_compared(desk: Desk) -> None:
    vision = "Ämter, Wege & 李. " * 12_000
    with desk.open() as caseload:
        plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(vision=vision))
    kept = json.loads(desk.done("plan", "show", "C0001", "--draft", "--json"))["vision"]
    assert kept == vision.strip()
    with desk.open() as caseload:
        for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
            _sign(caseload, role)
        other = vision.replace("Wege", "Weg", 1).replace("Ämter", "Amt", 9_000)
        plans.change(caseload, "C0001", "edit plan", lambda plan: plan._replace(vision=other))
    assert "[Amt," in desk.done("plan", "diff", "C0001")
    assert "Ämter" in desk.done("plan", "show", "C0001")


def _sign(caseload: Caseload, role: SignerRole) -> None:
    from caseload.records import signatures, staff

    caseload.staff = staff.get(caseload, "S0001")
    signatures.sign(caseload, "C0001", role, TODAY)


# --- new, goal, objective, intervention ----------------------------------------------------------


def test_a_plan_is_written_from_nothing_to_in_force_by_commands(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Cy", "Ng", client_id="C0099")
    said = [
        desk.done("plan", *command)
        for command in (
            ["new", "ng"],
            ["edit", "ng", "--vision", "My own key.", "--strengths", "Patient"],
            ["goal", "ng", "Keep my apartment", "--domain", "housing"],
            ["objective", "ng", "Rent", "--goal", "1"],
            ["objective", "ng", "--edit", "1.1", "--measure", "By the 5th", "--target-on",
             "28 feb 2027"],
            ["intervention", "ng", "Budget sheet", "--objective", "1.1", "--responsible", "client",
             "--frequency", "weekly", "--duration", "3 months"],
            ["sign", "ng", "--as", "client", "--method", "verbal", "--on", "2026-11-20"],
            ["sign", "ng"],
        )
    ]  # fmt: skip
    assert said == [
        "Begun: draft 1 for Ng, Cy (C0099).\nIt lacks: the client's vision; a goal.\n",
        "Saved: draft 1 of Ng, Cy (C0099).\nIt lacks: a goal.\n",
        "Saved: draft 1 of C0099. Goals: 1 Keep my apartment.\nIt lacks: 1 an objective.\n",
        "Saved: draft 1 of C0099. Goals: 1 Keep my apartment.\n"
        "It lacks: 1.1 a measure; 1.1 a target date.\n",
        "Saved: draft 1 of C0099. Goals: 1 Keep my apartment.\n"
        "It is complete. Sign it: caseload plan sign C0099\n",
        "Saved: draft 1 of C0099. Goals: 1 Keep my apartment.\n"
        "It is complete. Sign it: caseload plan sign C0099\n",
        "Version 1: Cy Ng (client), verbal, 20 Nov 2026.\nStill to sign: case manager.\n",
        "Version 1: Dana Whitfield, QMHP-CS (case manager), electronic, 23 Nov 2026.\n"
        "In force since Mon 23 Nov 2026 (today). On paper: caseload render plan C0099\n",
    ]
    (objective,) = newest(desk, "C0099").goals[0].objectives
    assert objective[1:4] == ("Rent", "By the 5th", date(2027, 2, 28))
    assert objective.interventions[0][1:] == ("Budget sheet", "client", "weekly", "3 months")
    assert desk.done("plan", "edit", "ng", "--strengths", "") == (
        "Saved: draft 2 of Ng, Cy (C0099).\nVersion 1 stays as it was signed.\n"
        "It is complete. Sign it: caseload plan sign C0099\n"
    )


def test_a_part_is_changed_moved_and_removed_by_number_id_or_beginning(desk: Desk) -> None:
    def order() -> list[str]:
        return [one.statement for one in newest(desk).goals]

    assert order() == ["Part-time work", "Keep my apartment"]
    desk.done("plan", "goal", "C0001", "--edit", "2", "--to", "1")
    desk.done("plan", "goal", "C0001", "--edit", "keep", "Keep my flat", "--to", "2")
    assert order() == ["Part-time work", "Keep my flat"]
    desk.done("plan", "objective", "C0001", "--edit", "O0001", "--to", "1.1")
    desk.done("plan", "intervention", "C0001", "--edit", "v0001", "--duration", "a year")
    goal = newest(desk).goals[0]
    assert [one.objective_id for one in goal.objectives] == ["O0001", "O0002"]
    assert goal.objectives[0].interventions[0].duration == "a year"
    desk.done("plan", "intervention", "C0001", "--edit", "1.1.1", "--remove")
    assert newest(desk).goals[0].objectives[0].interventions == ()


def test_what_changes_nothing_says_so_and_writes_nothing(desk: Desk) -> None:
    desk.done("plan", "sign", "C0001")
    desk.done("plan", "sign", "C0001", "--as", "client")
    before = desk.path.read_bytes()
    for command in (
        ["goal", "C0001", "--edit", "1", "--to", "1"],
        ["goal", "C0001", "--edit", "1", "Part-time work", "--domain", "employment"],
        ["objective", "C0001", "--edit", "1.1", "--measure", "Pay slips"],
        ["edit", "C0001", "--strengths", "Never gives up"],
    ):
        assert desk.done("plan", *command) == "Nothing changed.\n"
    assert desk.path.read_bytes() == before


# --- sign, progress, review ----------------------------------------------------------------------


def test_a_refusal_is_recorded_and_said_back(desk: Desk) -> None:
    said = desk.done("plan", "sign", "C0001", "--as", "client", "--refused", "Wants to wait.")
    assert said == (
        "Version 3: Ana Núñez (client) refused, 23 Nov 2026: Wants to wait.\n"
        "Still to sign: case manager.\n"
    )


def test_the_signature_just_given_is_said_back_when_ids_have_grown_a_digit(desk: Desk) -> None:
    with desk.open() as caseload, caseload.write("try") as change:
        values = {"signature_id": "Z9998", "record": "plan", "of": "P0001", "signer": "x"}
        change.insert(
            "signature",
            {**values, "role": "guardian", "signed_on": "2026-02-01", "method": "verbal"},
            "Z9998",
        )
    assert "Dana" in desk.done("plan", "sign", "C0001")
    assert "Ana Núñez (client)" in desk.done("plan", "sign", "C0001", "--as", "client")


def test_those_whom_the_program_asks_for_must_sign(desk: Desk) -> None:
    said = desk.done("program", "edit", "Outreach", "--plan-signers", "client;supervisor")
    assert said == "Saved: Outreach\n"
    listed = json.loads(desk.done("program", "list", "--json"))
    assert {one["name"]: one["plan_signers"] for one in listed}["Outreach"] == [
        "client", "supervisor"
    ]  # fmt: skip
    assert desk.done("plan", "sign", "C0001", "--as", "client").endswith(
        "Still to sign: supervisor.\n"
    )
    said = desk.done("plan", "sign", "C0001", "--as", "supervisor", "--signer", "Bell")
    assert "Marcus Bell (supervisor), in person" in said
    assert "In force since" in said
    desk.done("program", "edit", "Outreach", "--plan-signers", "")
    listed = json.loads(desk.done("program", "list", "--json"))
    assert {one["name"]: one["plan_signers"] for one in listed}["Outreach"] == []
    desk.done("program", "add", "Peer", "--plan-signers", "guardian", "--plan-signers", "client")
    ran = desk.run("program", "add", "X", "--plan-signers", "uncle")
    assert (ran.code, "no role of a signer 'uncle'" in ran.err) == (2, True)


def test_progress_and_reviews_are_said_back(desk: Desk) -> None:
    for command, said in (
        (["progress", "C0001", "1.1", "--rating", "60", "--contact", "K0001"],
         "Noted N0003: Núñez, Ana (C0001), 1.1 Rent paid on time: 60 %"),
        (["progress", "C0001", "2", "--status", "dropped", "--remark", "No longer wanted."],
         "Noted N0004: Núñez, Ana (C0001), 2 Part-time work: dropped"),
        (["progress", "C0001", "O0001", "--status", "met"],
         "Noted N0005: Núñez, Ana (C0001), 1.1 Rent paid on time: met"),
        (["progress", "--entered-in-error", "n0005", "--reason", "mistyped"],
         "Marked as entered in error: N0005."),
        (["progress", "C0001", "keep", "--remark", "Going well."],
         "Noted N0006: Núñez, Ana (C0001), 1 Keep my apartment: 60 %"),
        (["review", "C0001", "--outcome", "revise", "--on", "2026-11-20", "--remark", "x"],
         "Reviewed R0003: Núñez, Ana (C0001), revise, Fri 20 Nov 2026 (3 days ago).\n"
         "Next: caseload plan edit C0001"),
        (["review", "C0001"],
         "Reviewed R0004: Núñez, Ana (C0001), continue, Mon 23 Nov 2026 (today)."),
        (["review", "--entered-in-error", "R0004", "--reason", "another client"],
         "Marked as entered in error: R0004."),
    ):  # fmt: skip
        assert desk.done("plan", *command) == f"{said}\n"


def test_a_review_says_when_the_next_is_due(desk: Desk) -> None:
    with desk.open() as caseload:
        from caseload.records import standards

        shipped = next(s for s in standards.listed(caseload) if s.name.startswith("Plan review"))
        standards.edit(caseload, shipped.standard_id, TODAY, active=True)
    said = desk.done("plan", "review", "C0001")
    assert "Plan review every 180 days is next due Sat 22 May 2027.\n" in said


# --- diff, history -------------------------------------------------------------------------------


def test_two_versions_are_shown_side_by_side_with_the_words_that_differ_in_brackets(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    desk.done("plan", "edit", "C0001", "--vision", "My own place.\nMy own car.", "--barriers", "x")
    desk.done("plan", "intervention", "C0001", "--edit", "2.1.1", "--remove")
    assert desk.done("plan", "diff", "C0001") == (
        """\
                    version 2                      version 3
vision              My own place.                  My own place.
                    My own [key.]                  My own [car.]
barriers            —                              x
2 place             [1]                            [2]
1.1.1 intervention  Budget worksheet; D.           —
                    Whitfield; monthly
"""
    )
    monkeypatch.setenv("COLUMNS", "40")
    assert desk.done("plan", "diff", "C0001", "2", "3").startswith(
        "vision\n  version 2: My own place.\n  My own [key.]\n  version 3: My own place.\n"
    )


def test_differences_in_json_and_between_any_two(desk: Desk) -> None:
    found = json.loads(desk.done("plan", "diff", "C0001", "1", "2", "--json"))
    assert [list(one) for one in found] == [["where", "before", "after"]] * 2
    assert [one["where"] for one in found] == ["2 goal", "2.1 objective"]
    assert {one["before"] for one in found} == {None}
    back = json.loads(desk.done("plan", "diff", "C0001", "2", "1", "--json"))
    assert [one["after"] for one in back] == [None, None]
    same = desk.done("plan", "diff", "C0001", "2", "2")
    assert same == "version 2 and version 2 say the same.\n"


def test_the_history_is_told_newest_first(desk: Desk) -> None:
    said = desk.done("plan", "history", "C0001").splitlines()
    assert said[0] == "Núñez, Ana (C0001) · Recovery plans"
    assert [line[13:31].strip() for line in said[2:] if line[:11].strip()] == [
        "version 2 in force", "version 2 signed", "version 2 refused", "review R0002",
        "review R0001", "progress N0002", "progress N0001", "version 1 in force",
        "version 1 signed", "version 1 signed",
    ]  # fmt: skip
    assert "Keep my apartment: met · wrong client" in " ".join(" ".join(said).split())
    assert "entered in error: wrong client" in " ".join(" ".join(said).split())
    rows = json.loads(desk.done("plan", "history", "C0001", "--json"))
    assert [list(one) for one in rows] == [["day", "what", "said"]] * 10
    assert [one["day"] for one in rows] == sorted((one["day"] for one in rows), reverse=True)
    with desk.open() as caseload:
        clients.add(caseload, "Cy", "Ng", client_id="C0099")
    assert desk.done("plan", "history", "ng").endswith("\nNothing yet.\n")
    assert json.loads(desk.done("plan", "history", "ng", "--json")) == []


# --- what is refused -----------------------------------------------------------------------------

REFUSED: list[tuple[list[str], int, str]] = [
    (["show", "Nobody"], 4, "No client begins with 'Nobody'"),
    (["show", "C0001", "--version", "9"], 4, "C0001 has no plan version 9. There are: 1, 2, 3."),
    (["show", "C0001", "--version", "0"], 2, "--version"),
    (["show", "C0001", "--on", "soon"], 3, "no date"),
    (["new", "C0001"], 3, "has a draft already, version 3. Go on with it"),
    (["new", "Nobody"], 4, "No client"),
    (["edit", "C0001"], 2, "no terminal to edit on"),
    (["edit", "C0001", "nowhere.yaml"], 4, "There is no file nowhere.yaml"),
    (["edit", "C0001", "x.yaml", "--vision", "x"], 2, "Either a text or options"),
    (["goal", "C0001"], 2, "Say what the goal is"),
    (["goal", "C0001", "x"], 2, "--domain physical_health|"),
    (["goal", "C0001", "x", "--domain", "pets"], 2, "--domain"),
    (["goal", "C0001", " ", "--domain", "other"], 3, "Goal 3 says nothing."),
    (["goal", "C0001", "x", "--domain", "other", "--to", "1"], 2, "--edit"),
    (["goal", "C0001", "Keep my apartment", "--domain", "housing", "--remove"], 2, "--edit"),
    (["goal", "C0001", "--remove"], 2, "Say which goal is meant"),
    (["goal", "C0001", "--edit", "1"], 2, "Say what is to change."),
    (["goal", "C0001", "--edit", "1", "--to", ""], 2, "Say what is to change."),
    (["goal", "C0001", "--edit", "9", "x"], 4, "no goal '9'. There are: 1, 2."),
    (["goal", "C0001", "--edit", "1.1", "x"], 4, "no goal '1.1'"),
    (["goal", "C0001", "--edit", "1", "--to", "0"], 3, "'0' is no place for goal 1"),
    (["goal", "C0001", "--edit", "1", "x", "--remove"], 2, "--remove takes it out"),
    (["goal", "C0001", "--edit", "keep", "--remove"], 3, "has progress notes or contacts"),
    (["goal", "C0001", "--edit", "1", ""], 3, "Goal 1 says nothing."),
    (["objective", "C0001", "x"], 2, "--goal 1"),
    (["objective", "C0001", "--goal", "1"], 2, "Say what the objective is"),
    (["objective", "C0001", "x", "--goal", "7"], 4, "no goal '7'"),
    (["objective", "C0001", "x", "--goal", "1", "--target-on", "1/2/27"], 3, "Write 2026-11-20"),
    (["objective", "C0001", "--edit", "1.1", "--goal", "2"], 2, "--to 2.1"),
    (["objective", "C0001", "--edit", "1.1", "--to", "2"], 3, "no place for objective 1.1"),
    (["objective", "C0001", "--edit", "1.1", "--to", "7.1"], 3, "There is no 7 to move it to."),
    (["intervention", "C0001", "x"], 2, "--objective 1.1"),
    (["intervention", "C0001", "x", "--objective", "1"], 4, "no objective '1'"),
    (["intervention", "C0001", "--edit", "2.1.1", "--objective", "1.1"], 2, "--to 1.2.1"),
    (["sign", "C0002"], 3, "Version 1 is not ready to sign. It lacks: the client's vision"),
    (["sign", "C0001", "--on", "tomorrow"], 3, "lies ahead"),
    (["sign", "C0001", "--as", "uncle"], 2, "--as"),
    (["sign", "C0001", "--method", "fax"], 2, "--method"),
    (["sign", "C0001", "--as", "client", "--method", "refused"], 3, '--refused "…"'),
    (["sign", "C0001", "--as", "client", "--refused", ""], 3, '--refused "…"'),
    (["sign", "C0001", "--refused", "no"], 3, "A client or their guardian may refuse"),
    (["sign", "C0001", "--as", "client", "--refused", "x", "--method", "verbal"], 2, "--refused"),
    (["sign", "C0001", "--as", "guardian"], 3, "Say who the guardian is"),
    (["sign", "C0001", "--signer", "Bell", "--method", "electronic"], 3, "Nobody signs"),
    (["sign", "C0001", "--signer", "Nobody"], 4, "No staff member"),
    (["progress", "C0001"], 2, "which goal or objective"),
    (["progress"], 2, "which goal or objective"),
    (["progress", "C0001", "1.1"], 3, "Say a rating, a status or a remark."),
    (["progress", "C0001", "1.1", "--rating", "101"], 2, "--rating"),
    (["progress", "C0001", "1.1", "--rating", "-1"], 2, "--rating"),
    (["progress", "C0001", "1", "--rating", "5"], 3, "is not rated itself"),
    (["progress", "C0001", "1.1", "--status", "done"], 2, "--status"),
    (["progress", "C0001", "1.1", "--rating", "5", "--contact", "K0003"], 3, "another client's"),
    (["progress", "C0001", "1.1", "--rating", "5", "--reason", "x"], 2, "--entered-in-error"),
    (["progress", "C0002", "1.1", "--rating", "5"], 4, "no plan in force"),
    (["progress", "--entered-in-error", "N0001"], 3, '--reason "…"'),
    (["progress", "--entered-in-error", "N0002", "--reason", "x"], 3, "already"),
    (["progress", "--entered-in-error", "N0099", "--reason", "x"], 4, "N0099"),
    (["progress", "C0002", "--entered-in-error", "N0001", "--reason", "x"], 2, "nothing else"),
    (["review"], 2, "Say whose plan"),
    (["review", "C0002"], 4, "had no plan in force"),
    (["review", "C0001", "--on", "tomorrow"], 3, "lies ahead"),
    (["review", "C0001", "--outcome", "stop"], 2, "--outcome"),
    (["review", "C0001", "--entered-in-error", "R0001", "--reason", "x"], 2, "nothing else"),
    (["review", "--entered-in-error", "R0001", "--outcome", "close"], 2, "nothing else"),
    (["diff", "C0001", "1", "9"], 4, "no plan version 9"),
    (["diff", "C0002"], 4, "Version 1 of C0002 is the first; none is older."),
    (["diff", "C0001", "one"], 2, "[OLD]"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "code", "fragment"), REFUSED, ids=lambda each: str(each)[:60])
def test_a_wrong_command_is_refused_in_one_sentence_and_changes_nothing(
    desk: Desk, command: list[str], code: int, fragment: str
) -> None:
    desk.refuses("plan", *command, code=code, fragment=fragment)


def test_a_client_without_a_plan_is_told_how_to_begin_one(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Cy", "Ng", client_id="C0099")
        clients.add(caseload, "Cyd", "Ng")
    for command in (
        ["show"], ["edit", "--vision", "x"], ["diff"], ["goal", "x", "--domain", "other"], ["sign"]
    ):  # fmt: skip
        ran = desk.run("plan", command[0], "C0003", *command[1:])
        assert (ran.code, ran.out) == (4, ""), command
        assert "Begin one: caseload plan new C0003" in ran.err
    assert desk.run("plan", "show", "ng").code == 5
    desk.done("plan", "sign", "C0001")
    desk.done("plan", "sign", "C0001", "--as", "client")
    ran = desk.run("plan", "show", "C0001", "--draft")
    assert (ran.code, "no draft. Begin one: caseload plan edit C0001" in ran.err) == (4, True)
    ran = desk.run("plan", "sign", "C0001")
    assert (ran.code, "there is no draft" in ran.err) == (4, True)


def test_staff_who_have_not_said_who_they_are_cannot_sign(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASELOAD_STAFF")
    ran = desk.run("plan", "sign", "C0001")
    assert (ran.code, ran.out) == (2, "")
    assert "--staff" in ran.err
