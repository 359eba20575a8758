"""`crisis` and `safety-plan` as people run them: what is said, exit codes, the card anywhere."""

import json
import shlex
import sys
from pathlib import Path

import pytest
from bringing import TODAY, Desk
from making import STAFF, full_file, new_file
from making_crises import STEPS, begin, sign
from sqlcipher3 import dbapi2 as sqlite

from caseload.model import Mode, Reached
from caseload.model.circle import CareRole
from caseload.model.crises import STEPS as SIX
from caseload.records import care_team, clients, contacts, crisis_card, safety_plans, staff
from caseload.settings.config import Agency
from caseload.show import crisis_card as show_card


@pytest.fixture
def full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a record of every kind."""
    desk.path.unlink()
    full_file(desk.folder, today=TODAY).close()
    monkeypatch.setenv("CASELOAD_STAFF", STAFF)
    return desk


# --- crises --------------------------------------------------------------------------------------


def test_a_stay_is_said_back_with_its_holds_and_its_end_with_what_is_owed(full: Desk) -> None:
    said = full.done("crisis", "add", "C0001", "--on", "2026-11-20 22:15", "--kind", "overdose",
                     "--admitted-on", "2026-11-20", "--facility", "O'Brien [/]")  # fmt: skip
    assert said == (
        "Recorded: X0004, Núñez, Ana (C0001), Fri 20 Nov 2026 22:15 (3 days ago), overdose, "
        "inpatient, O'Brien [/], 20 Nov 2026 until now.\n"
        "On hold in Outreach from 20 Nov 2026 until they are back.\n"
        "When they are back: caseload crisis discharge X0004\n"
    )
    said = full.done("crisis", "discharge", "X0004")
    assert "On hold in Outreach from 20 Nov 2026 to 23 Nov 2026." in said
    assert "Owed: visit within 7 days of 23 Nov 2026, due 30 Nov (in 7 days)." in said
    assert "due 23 Dec (in 30 days)" in said


def test_days_in_words_are_said_back(full: Desk) -> None:
    ran = full.run("crisis", "add", "C0001", "--on", "yesterday 10pm", "--kind", "self_harm")
    assert (ran.code, ran.err) == (
        0, "yesterday 10pm is Sun 22 Nov 2026 22:00 (yesterday).\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("add C0001", 2, "--kind suicidal_thoughts"),
        ("add C0009 --kind other", 4, "C0009"),
        ("add C0001 --kind other --on 2026-11-24", 3, "lies ahead"),
        ("add C0001 --kind other --on 2026-02-29", 3, "no day of any year"),
        ("add C0001 --kind other --discharged-on 2026-11-20", 3, "--admitted-on DATE"),
        ("add C0001 --kind other --admitted-on 2026-10-12 --on 2026-10-12", 3, "X0001"),
        ("discharge X0002", 3, "crisis edit X0002 --admitted-on"),
        ("discharge X0001", 3, "already"),
        ("show X0099", 4, "crisis list"),
        ("edit X0001", 2, "Say what to change"),
        ("edit X0001 --disposition flown", 2, "emergency_department"),
        ("edit X0003 --facility y", 3, "in error"),
        ("close X0001 --days 9", 2, "--days 30"),
        ("close X0001 --days 30", 3, "--reason"),
        ("close X0001 --days 7 --reason x", 4, "it is closed"),
        ("error X0001", 3, "--reason"),
        ("card C0009", 4, "client list"),
    ],
)
def test_a_mistake_has_its_exit_code_and_its_mend(
    full: Desk, arguments: str, code: int, words: str
) -> None:
    before = full.path.read_bytes()
    ran = full.run("crisis", *shlex.split(arguments))
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert full.path.read_bytes() == before


def test_a_follow_up_is_closed_opened_again_and_shown(full: Desk) -> None:
    assert "7-day follow-up of X0001" in full.done(
        "crisis", "close", "X0001", "--days", "7", "--reopen"
    )
    full.done("crisis", "close", "X0001", "--days", "30", "--reason", "=1+1")
    told = json.loads(full.done("crisis", "show", "X0001", "--json"))
    assert [one["days"] for one in told["follow_ups"]] == [7]
    assert told["follow_ups"][0]["due_on"] == "2026-10-26"
    assert [one["until_on"] for one in told["holds"]] == ["2026-10-19"]
    assert "visit within 7 days of 19 Oct 2026" in full.done("crisis", "show", "X0001")


def test_the_list_of_crises_has_every_field_in_json(full: Desk) -> None:
    rows = json.loads(full.done("crisis", "list", "C0001", "--json"))
    assert [(one["crisis_id"], one["kind"]) for one in rows] == [
        ("X0003", "medical"), ("X0001", "overdose"),
    ]  # fmt: skip
    assert rows[1]["what_happened"] == "Found.\nAwake."
    assert rows[0]["disposition"] is None


def one_line(text: str) -> str:
    """What is said, however wide the screen is."""
    return " ".join(text.split())


def test_the_due_list_explains_a_discharge(full: Desk) -> None:
    full.done("log", "C0001", "--mode", "phone", "--on", "2026-10-21")
    said = full.done("due", "--explain", "C0001", "--format", "table")
    assert "Follow-up after the discharge 19 Oct 2026, DePaul Center (X0001)" in said
    assert "21 Oct 2026 phone, reached client (neither in person nor by video)" in one_line(said)
    assert "closed, 7 days    30 Oct 2026  out of town" in said
    assert "due, 30 days      18 Nov 2026  today 23 Nov 2026: overdue by 5 days" in said
    told = json.loads(full.done("due", "--explain", "C0001", "--json"))
    assert {tuple(sorted(one)) for one in told} == {tuple(sorted(told[0]))}
    assert told[-1]["record_id"] == "X0001"
    full.done("log", "C0001", "--mode", "video", "--on", "2026-11-20")
    said = full.done("due", "--explain", "C0001", "--format", "table")
    assert "seen 20 Nov 2026, on day 32" in said


def test_a_client_shows_their_stay_and_their_safety_plan(full: Desk) -> None:
    full.done("crisis", "add", "C0001", "--kind", "other", "--admitted-on", "2026-11-20",
              "--facility", "DePaul Center")  # fmt: skip
    said = full.done("client", "show", "C0001")
    assert "in hospital since 20 Nov 2026, DePaul Center" in said
    assert "safety plan version 1, signed 3 Aug 2026" in one_line(said)
    told = json.loads(full.done("client", "show", "C0001", "--json"))
    assert told["inpatient_stay"]["crisis_id"] == "X0004"
    assert told["safety_plan"]["coping"] == ["Walk to the river", "Sudoku"]


@pytest.mark.parametrize("kind", ["crises", "crisis_closings", "safety_plans",
                                  "safety_plan_signatures"])  # fmt: skip
def test_each_kind_is_exported_with_staff_by_name(full: Desk, kind: str) -> None:
    rows = full.rows(kind)
    assert rows
    assert all(one.get("staff", "Dana Whitfield") == "Dana Whitfield" for one in rows)
    assert full.export(kind).count("\n") >= len(rows)


# --- the card ------------------------------------------------------------------------------------


def test_the_card_says_988_first_then_the_plan_in_force_and_who_to_call(full: Desk) -> None:
    said = full.done("crisis", "card", "C0001").splitlines()
    assert said[0].startswith("Call or text 988")
    assert "Núñez, Ana (C0001)" in said[1]
    text = "\n".join(said)
    assert "SAFETY PLAN, version 1, signed 3 Aug 2026" in text
    steps = text.partition("SAFETY PLAN")[2]
    places = [steps.index(line) for name in STEPS for line in STEPS[name]]
    assert places == sorted(places)
    # The case manager of the open episode is away, and Dana stands in.
    away = "Marcus Bell, case manager · away: call Dana Whitfield, who stands in"
    assert away in one_line(text)
    assert "F20.9" in text
    assert "visit within 30 days of 19 Oct 2026" in text


def test_the_card_names_emergency_contacts_first_and_what_each_may_be_told(full: Desk) -> None:
    said = one_line(full.done("crisis", "card", "C0001"))
    places = [
        said.index(each) for each in ("Ada Núñez, sister · 555-0112", "Marcus Bell, case manager")
    ]
    assert places == sorted(places)
    assert "Ada Núñez, sister · 555-0112 · may be told: how I am (when I say so)" in said
    assert "Dr. Ames, psychiatrist" in said
    told = json.loads(full.done("crisis", "card", "C0001", "--json"))
    assert [one["name"] for one in told["call"]][:2] == ["Dr. Ames", "Ada Núñez"]


def test_the_agency_s_own_line_and_phone_stand_beside_988(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = full.folder / "config.toml"
    settings.write_text(
        '[agency]\ncrisis_line = "Ours: 555-0111, all night."\nphone = "555-0100"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("CASELOAD_CONFIG", str(settings))
    said = full.done("crisis", "card", "C0001").splitlines()
    assert said[0].startswith("Call or text 988")
    assert said[1] == "Ours: 555-0111, all night."
    assert any("555-0100 (agency)" in line for line in said)


def test_without_a_plan_the_card_asks_the_six_questions(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Bo", "Li")
    said = desk.done("crisis", "card", "C0001")
    assert "NO SAFETY PLAN" in said
    assert all(step.question in " ".join(said.split()) for step in SIX)
    assert "nobody is named" in said


def test_a_draft_is_shown_as_what_it_is_with_questions_where_it_says_nothing(full: Desk) -> None:
    said = full.done("crisis", "card", "C0002")
    assert "NO SAFETY PLAN IN FORCE, only draft 1, not signed:" in said
    assert "2 alone       Breathe" in said
    assert "1 signs       Ask:" in said


def test_the_card_is_one_json_object_of_all_it_says(full: Desk) -> None:
    told = json.loads(full.done("crisis", "card", "C0001", "--json"))
    assert told["line"] == "988"
    assert told["safety_plan"]["warning_signs"] == list(STEPS["warning_signs"])
    assert [one["name"] for one in told["call"]] == ["Dr. Ames", "Ada Núñez", "Marcus Bell"]
    assert set(crisis_card.CrisisCard._fields) < set(told)


def test_a_flagged_assessment_is_on_the_card(full: Desk) -> None:
    with full.open() as caseload, caseload.write("assess") as change:
        row = {
            "assessment_id": "B0001", "client_id": "C0001", "instrument": "phq-9",
            "assessed_on": "2026-11-02", "items": "1=2;9=1", "flags": "9", "recorded_at": "x",
        }  # fmt: skip
        change.insert("assessment", row, "B0001")
    assert "flagged       phq-9 2 Nov 2026: item 9 = 1" in full.done("crisis", "card", "C0001")


def test_the_card_prints_while_somebody_else_is_writing(full: Desk) -> None:
    other = sqlite.connect(full.path, isolation_level=None)
    other.execute("begin immediate")
    other.execute("update client set phone = '1' where client_id = 'C0001'")
    try:
        assert "SAFETY PLAN" in full.done("crisis", "card", "C0001")
    finally:
        other.execute("rollback")
        other.close()


def test_the_card_writes_nothing_and_asks_nothing(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full.path.read_bytes()
    monkeypatch.setattr(sys, "stdin", None)
    full.done("crisis", "card", "C0001")
    assert sys.stdin is not None
    sys.stdin.close()
    assert full.path.read_bytes() == before


HOSTILE = ("[/]", "=1+1", "O'Brien", "李", "🦋", "[bold]x", "{{ 7*7 }}", "é" * 3_000)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_any_text_fits_the_card_at_any_width(tmp_path: Path, width: int) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Ruiz", contact_notes="\n".join(HOSTILE), city="[/]")
        begin(caseload, "C0001", coping=HOSTILE, people_who_help=HOSTILE)
        sign(caseload, "C0001", caseload.today)
        card = crisis_card.card(caseload, "C0001")
        lines = [one.text for one in show_card.lines(card, Agency(), caseload.today, width)]
    assert max(map(len, lines)) <= width
    for text in HOSTILE[:-1]:
        assert text in " ".join(" ".join(lines).split())


def test_a_long_text_pushes_nothing_off_the_card(tmp_path: Path) -> None:
    book = "word [/] 李 🦋 " * 16_000
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Ruiz", contact_notes=book, phone="555-0100")
        begin(caseload, "C0001", warning_signs=(book,), coping=("Walk",))
        sign(caseload, "C0001", caseload.today)
        care_team.add(
            caseload, "C0001", "Bea", CareRole.FAMILY, phone="555-0177", relation="aunt",
            remark=book,
        )  # fmt: skip
        care_team.add(caseload, "C0001", f"Dr. {book}", CareRole.OTHER, phone="555-0188")
        contacts.log(caseload, "C0001", caseload.today, Mode.PHONE, Reached.CLIENT, with_whom=book)
        card = crisis_card.card(caseload, "C0001")
        for width in (40, 80):
            lines = [one.text for one in show_card.lines(card, Agency(), caseload.today, width)]
            said = one_line("\n".join(lines))
            for kept in ("555-0100", "Walk", "555-0177 · written permission needed: listen only",
                         "555-0188", "20 Nov: phone, reached client (word"):  # fmt: skip
                assert kept in said
            assert "… (more in the chart)" in said
            assert len(lines) < 120


def test_the_usual_card_fits_a_screen_of_24_lines(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(
            caseload, "Ana", "Ruiz", phone="555-0100", city="Waco", contact_notes="mornings"
        )
        begin(caseload, "C0001")
        sign(caseload, "C0001", caseload.today)
        card = crisis_card.card(caseload, "C0001")
        lines = list(show_card.lines(card, Agency(), caseload.today, 80))
    assert len(lines) <= 20


# --- safety plans --------------------------------------------------------------------------------

OPTIONS = (
    "--warning-signs", "I don't sleep", "--coping", "Walk; then rest", "--distractions", "Library",
    "--people-who-help", "Rosa, 555-0199", "--professionals", "988", "--safer-environment", "Yes",
)  # fmt: skip


def test_a_safety_plan_is_begun_signed_and_in_force_by_options(full: Desk) -> None:
    said = full.done("safety-plan", "edit", "C0002", *OPTIONS)
    assert said == "Saved: safety plan of 李, Bo (C0002), draft 1.\n"
    said = full.done("safety-plan", "sign", "C0002", "--as", "client")
    assert "Still to sign: case manager." in said
    said = full.done("safety-plan", "sign", "C0002")
    assert "In force since Mon 23 Nov 2026 (today). On paper: caseload render safety_plan" in said
    told = json.loads(full.done("safety-plan", "show", "C0002", "--json"))
    assert (told["coping"], told["status"], told["signed_on"]) == (
        ["Walk; then rest"], "active", "2026-11-23",
    )  # fmt: skip
    said = full.done("safety-plan", "edit", "C0002", "--coping", "")
    assert "draft 2, begun from the one before" in said
    assert "Says nothing yet: What I can do myself." in said
    assert "version 1" in full.done("safety-plan", "show", "C0002")
    assert "draft 2" in full.done("safety-plan", "show", "C0002", "--draft")
    assert "What I can do" in full.done("safety-plan", "diff", "C0002")


def test_a_text_goes_out_and_comes_back_from_standard_input(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    text = full.done("safety-plan", "show", "C0002", "--text")
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert full.done("safety-plan", "edit", "C0002", "-") == "Nothing changed.\n"
    changed = text.replace("  - Breathe", "  - Breathe\n  - 'Sing: \"La\"'")
    monkeypatch.setattr(sys, "stdin", io.StringIO(changed))
    assert "Saved" in full.done("safety-plan", "edit", "C0002", "-")
    monkeypatch.setattr(sys, "stdin", io.StringIO(changed.replace("Sing", "Hum")))
    ran = full.run("safety-plan", "edit", "C0002", "-")
    assert ran.code == 3
    assert "was changed after this text was made" in ran.err
    with full.open() as caseload:
        caseload.staff = staff.get(caseload, STAFF)
        from caseload.records import drafts

        assert drafts.kept(caseload, "C0002", safety_plans.KIND) is not None


def test_the_editor_goes_on_until_the_text_can_be_read(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import sys; p = sys.argv[1]; t = open(p).read(); open(p, 'w').write({!r} + t)"
    broken = shlex.join([sys.executable, "-c", code.format("copping: x\n")])
    monkeypatch.setenv("EDITOR", broken)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    ran = full.run("safety-plan", "edit", "C0002")
    assert ran.code == 3
    assert "did you mean coping?" in ran.err
    assert "kept" in ran.err
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "-c", ""]))
    assert full.done("safety-plan", "edit", "C0002") == "Nothing changed.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("show C0002 --version 4", 4, "There are: 1."),
        ("new C0002", 3, "safety-plan edit C0002"),
        ("edit C0002", 2, "no terminal"),
        ("edit C0002 x.yaml --coping y", 2, "Either a text or options"),
        ("edit C0002 none.yaml", 4, "none.yaml"),
        ("sign C0002", 3, "say nothing"),
        ("sign C0001 --as client --refused no --method verbal", 2, "--method verbal"),
        ("diff C0002", 4, "none is older"),
    ],
)
def test_a_mistake_with_a_safety_plan_has_its_mend(
    full: Desk, arguments: str, code: int, words: str
) -> None:
    ran = full.run("safety-plan", *shlex.split(arguments))
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


def test_the_history_of_safety_plans_is_told_the_newest_first(full: Desk) -> None:
    rows = json.loads(full.done("safety-plan", "history", "C0001", "--json"))
    assert {one["what"] for one in rows} >= {
        "version 1 in force", "version 2 refused", "version 2 begun",
    }  # fmt: skip
    assert [one["day"] for one in rows] == sorted((one["day"] for one in rows), reverse=True)
