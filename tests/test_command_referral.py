"""`caseload refer`, `referral` and `disclosures`: what is said, refused, asked, shown and made."""

import json
import shlex
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bringing import TODAY, Desk, desk_in
from making import STAFF
from making_referrals import DRAFT, FOOD, HOUSING, SENT, resource, sent, step
from pypdf import PdfReader

from caseload.model.linking import ReferralStatus
from caseload.records import (
    clients,
    consents,
    disclosures,
    documents,
    episodes,
    plans,
    programs,
    referrals,
    staff,
)
from caseload.records.referral_lines import ReferralLine


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    monkeypatch.chdir(tmp_path)
    with made.open() as caseload:
        caseload.staff = staff.get(caseload, STAFF)
        programs.add(caseload, "Outreach")
        born = date(1988, 10, 2)
        clients.add(
            caseload, "Ngozi", "Okafor", date_of_birth=born, phone="555-0131", county="Hill",
            contact_notes="no voicemail", email="n@example.org", address="1 Elm",
        )  # fmt: skip
        clients.add(caseload, "Bo", "Okafor", county="Falls")
        clients.diagnose(caseload, "C0001", "F31.81", description="Bipolar II disorder")
        for client_id in ("C0001", "C0002"):
            episodes.admit(
                caseload, client_id, "Outreach", date(2026, 1, 5), case_manager=STAFF,
                history="Prison", presenting_needs="Sleeps in a car",
            )  # fmt: skip
        resource(caseload, verified_on=TODAY, counties=("Hill",), phone="555-0155")
        resource(caseload, "Pantry", need=frozenset({FOOD, HOUSING}), verified_on=TODAY)
    return made


def fields(desk: Desk, referral_id: str = "R0001") -> Any:
    with desk.open() as caseload:
        return referrals.get(caseload, referral_id)


def told(desk: Desk) -> list[Any]:
    with desk.open() as caseload:
        return disclosures.listed(caseload, "C0001")


# --- refer ---------------------------------------------------------------------------------------


def test_a_referral_is_a_draft_and_how_to_send_it_is_said(desk: Desk) -> None:
    ran = desk.run("refer", "ngozi", "section", "--note", "A room.")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "Referred: Okafor, Ngozi (C0001) to Waco Housing, Section 8 waitlist, for housing: R0001\n"
        "A draft until it is sent: caseload referral send R0001\n"
    )
    assert (fields(desk).status, fields(desk).remark) == (DRAFT, "A room.")


def test_sent_at_once_it_says_when_to_ask_and_what_was_kept(desk: Desk) -> None:
    desk.done(
        "consent", "add", "C0001", "Waco Housing", "--purpose", "a room", "--scope", "my need"
    )
    out = desk.done("refer", "C0001", "V0001", "--send")
    assert "Sent: R0001 to Waco Housing, Section 8 waitlist, Mon 23 Nov 2026 (today)." in out
    assert "Ask again Mon 7 Dec 2026 (in 14 days)." in out
    assert "Kept as disclosure DS0001, CN0001." in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("refer C0009 V0001", 4, "No client"),
        ("refer okafor V0001", 5, "Which client?"),
        ("refer C0001 nothing", 4, "'nothing'"),
        ("refer C0001 V0002", 3, "--need food or --need housing"),
        ("refer C0001 V0001 --need rent", 2, "rent"),
        ("refer C0001 V0001 --need-id N0001", 4, "No need"),
        ("refer C0001 V0001 --on tomorrow", 3, "lies ahead"),
        ("refer C0001 V0001 --on 31.2.", 3, "no date"),
        ("refer C0001 V0001 --release x", 2, "add --send"),
        ("refer C0001 V0001 --send", 3, "without their signed release"),
        ("refer C0001 V0001 --send --release 'signed 3 Nov'", 4, "caseload consent add C0001"),
        ("refer C0001 V0001 --send --exception because", 3, "is no exception"),
        ("refer C0001 V0001 --send --release x --exception y", 3, "not both"),
        ("refer C0001 V0001 --send --exception treatment -o letter.txt", 2, "says no format"),
        ("refer C0001 V0001 --send --exception treatment -o no/l.pdf", 15, "can't be written"),
        ("refer C0001 V0001 --follow-up-on 2026-11-01", 3, "before it is sent"),
        ("referral show R0009", 4, "No referral"),
        ("referral send R0009 --release x", 4, "No referral"),
        ("referral update R0009 linked", 4, "No referral"),
        ("referral update R0009 found", 2, "found"),
        ("referral error R0009 --reason x", 4, "No referral"),
        ("referral list --resource nothing", 4, "'nothing'"),
        ("disclosures C0009", 4, "No client"),
        ("disclosures C0001 --since soon", 3, "no date"),
    ],
)
def test_bad_input_is_refused_in_one_sentence_and_changes_nothing(
    desk: Desk, arguments: str, code: int, said: str
) -> None:
    before = desk.path.read_bytes()
    ran = desk.run(*shlex.split(arguments))
    assert (ran.code, ran.out) == (code, ""), ran
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert desk.path.read_bytes() == before
    assert not list(desk.folder.glob("*letter*"))


@pytest.mark.parametrize("text", ["[/]", "=1+1", "O'Brien", "李", "😀", "\x1b[31m", "", "x" * 5000])
def test_an_odd_name_of_a_service_is_looked_for_and_not_acted_on(desk: Desk, text: str) -> None:
    ran = desk.run("refer", "C0001", text)
    assert ran.code == 4
    assert "\x1b" not in ran.err


def test_two_services_of_one_beginning_are_listed_with_who_offers_them(desk: Desk) -> None:
    with desk.open() as caseload:
        resource(caseload, "Section 9")
    ran = desk.run("refer", "C0001", "section")
    assert ran.code == 5
    assert "V0001 Section 8 waitlist" in ran.err
    assert "Waco Housing" in ran.err


def test_what_speaks_against_it_is_said_and_forbids_nothing(desk: Desk) -> None:
    with desk.open() as caseload:
        resource(caseload, "Far", accepting=False, minimum_age=60, counties=("Falls",))
    ran = desk.run("refer", "C0001", "Far", "--need", "food")
    assert ran.code == 0
    assert ran.err.count("Mind: ") == 5
    for words in ("not taking anyone", "food", "Hill County", "60 years", "Nobody has verified"):
        assert words in ran.err


def test_a_second_open_one_is_refused_until_it_is_meant(desk: Desk) -> None:
    desk.done("refer", "C0001", "V0001")
    ran = desk.run("refer", "C0001", "V0001")
    assert ran.code == 3
    assert "R0001, draft" in ran.err
    assert "R0002" in desk.done("refer", "C0001", "V0001", "--again")


# --- asked at a terminal -------------------------------------------------------------------------


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    given: list[str] = []
    monkeypatch.setattr("caseload.show.has_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: given.pop(0))
    return given


def test_at_a_terminal_what_for_is_asked_until_it_is_said(desk: Desk, answers: list[str]) -> None:
    answers += ["x", "0", "3", "1"]
    assert "for food" in desk.done("refer", "C0001", "Pantry")


# --- the letter ----------------------------------------------------------------------------------

LEAST = (
    "Ngozi Okafor", "2 Oct 1988", "555-0131", "no voicemail", "Housing", "A room, by spring",
    "Waco Housing", "Section 8 waitlist", "555-0155", "Dana Whitfield, QMHP-CS", "Confidential",
)  # fmt: skip
KEPT_BACK = ("F31", "Bipolar", "Prison", "Sleeps", "1 Elm", "n@example.org", "Hill", "heard so")


def test_the_letter_tells_the_least_and_stands_with_what_was_sent(desk: Desk) -> None:
    desk.done("refer", "C0001", "V0001", "--note", "A room, by spring")
    out = desk.done(
        "referral",
        "send",
        "R0001",
        "--exception",
        "client_asked",
        "-o",
        "letter.pdf",
        "--remark",
        "heard so",
    )
    assert out.startswith("Made letter.pdf.\n")
    pages = PdfReader(BytesIO((desk.folder / "letter.pdf").read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for each in (*LEAST, "by Monday 7 December 2026"):
        assert each in text, each
    for each in KEPT_BACK:
        assert each not in text, each
    with desk.open() as caseload:
        [made] = documents.listed(caseload, "C0001")
    assert (made.template, made.sent_to) == ("referral_letter", "Waco Housing, Section 8 waitlist")
    assert told(desk)[0].document_id == made.document_id


def test_diagnoses_are_told_when_asked_for_and_then_accounted_for(desk: Desk) -> None:
    desk.done("refer", "C0001", "V0001")
    plain = desk.done("render", "referral_letter", "C0001", "--format", "md", "-o", "-")
    assert "F31.81" not in plain
    said = ("render", "referral_letter", "C0001", "--include", "diagnosis", "-o", "-")
    assert "F31.81, Bipolar II disorder" in desk.done(*said, "--format", "md")
    desk.done(
        "referral", "send", "R0001", "--exception", "client_asked", "--with-diagnosis", "-o", "l.md"
    )
    assert "F31.81" in (desk.folder / "l.md").read_text(encoding="utf-8")
    assert told(desk)[0].what.endswith(", diagnosis")


def test_a_letter_that_can_not_be_put_there_leaves_nothing_said_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.done("refer", "C0001", "V0001")
    before = desk.path.read_bytes()
    (desk.folder / "there.md").write_text("mine", encoding="utf-8")
    ran = desk.run("referral", "send", "R0001", "--exception", "client_asked", "-o", "there.md")
    assert (ran.code, ran.out) == (3, "")
    assert (
        desk.run("referral", "send", "R0001", "--exception", "client_asked", "-o", "no/l.md").code
        == 15
    )
    assert (desk.folder / "there.md").read_text(encoding="utf-8") == "mine"
    assert desk.path.read_bytes() == before
    desk.done(
        "referral", "send", "R0001", "--exception", "client_asked", "-o", "there.md", "--force"
    )


def test_which_referral_a_letter_is_about_is_never_guessed(desk: Desk) -> None:
    letter = ("render", "referral_letter", "C0001", "--format", "md", "-o", "-")
    assert desk.run(*letter).code == 4
    desk.done("refer", "C0001", "V0001")
    desk.done("refer", "C0001", "V0002", "--need", "food")
    ran = desk.run(*letter)
    assert ran.code == 5
    assert "R0001 Section 8 waitlist; R0002 Pantry" in ran.err
    assert "Pantry" in desk.done(*letter, "--referral", "r0002")
    desk.done("refer", "C0002", "V0001")
    assert desk.run(*letter, "--referral", "R0003").code == 3
    desk.done("referral", "error", "R0001", "--reason", "x")
    assert desk.run(*letter, "--referral", "R0001").code == 3


def test_hostile_words_stand_in_the_letter_as_they_are(desk: Desk) -> None:
    words = "[/] =1+1 {{ 7*7 }} <b>O'Brien</b> 李 😀 | `x`"
    desk.done("refer", "C0001", "V0001", "--note", words)
    desk.done("render", "referral_letter", "C0001", "-o", "l.pdf")
    text = PdfReader(BytesIO((desk.folder / "l.pdf").read_bytes())).pages[0].extract_text()
    assert "{{ 7*7 }} <b>O'Brien</b> 李" in " ".join(text.split())


# --- following -----------------------------------------------------------------------------------


def test_from_sent_to_linked_each_step_says_when_to_ask_next(desk: Desk) -> None:
    desk.done(
        "refer", "C0001", "V0001", "--send", "--exception", "client_asked", "--on", "2026-11-02"
    )
    out = desk.done("referral", "update", "R0001", "waitlisted", "--on", "2026-11-09")
    assert "waitlisted, Mon 9 Nov 2026 (14 days ago). Ask again Wed 9 Dec 2026" in out
    out = desk.done("referral", "update", "R0001", "linked", "--follow-up-on", "fri")
    assert "21 days from the referral to the linkage. Ask again Fri 27 Nov 2026" in out
    out = desk.done("referral", "update", "R0001", "completed", "--outcome", "Has a key.")
    assert out.endswith("completed, Mon 23 Nov 2026 (today).\n")
    assert fields(desk).outcome == "Has a key."
    ran = desk.run("referral", "update", "R0001", "linked")
    assert ran.code == 3
    assert "has ended: completed" in ran.err


def test_sent_by_update_goes_the_same_way_as_sending(desk: Desk) -> None:
    desk.done("refer", "C0001", "V0001")
    assert desk.run("referral", "update", "R0001", "sent").code == 3
    desk.done("referral", "update", "R0001", "sent", "--by", "client")
    assert told(desk)[0].exception == "the client took it there themself"
    desk.done("referral", "update", "R0001", "sent", "--follow-up-on", "2026-12-24")
    assert len(told(desk)) == 1
    assert fields(desk).follow_up_on == date(2026, 12, 24)
    assert desk.run("referral", "update", "R0001", "accepted", "--by", "fax").code == 2


def test_a_wrong_step_is_taken_back_and_a_wrong_referral_marked(desk: Desk) -> None:
    desk.done("refer", "C0001", "V0001", "--send", "--by", "client")
    desk.done("referral", "update", "R0001", "no_response")
    assert desk.run("referral", "take-back", "R0001").code == 3
    out = desk.done("referral", "take-back", "R0001", "--reason", "they rang")
    assert "sent, as before. Ask again Mon 7 Dec 2026" in out
    shown = desk.done("referral", "show", "R0001")
    assert "no response (taken back since)" in shown
    assert "taken back; sent as before" in shown
    assert desk.run("referral", "error", "R0001").code == 3
    desk.done("referral", "error", "R0001", "--reason", "wrong client")
    assert "wrong client" in desk.done("referral", "show", "R0001")
    assert desk.done("referral", "list", "--format", "json") == "[]\n"


def test_undo_takes_a_step_back_and_not_a_sending(desk: Desk) -> None:
    desk.done(
        "--staff", "Whitfield", "refer", "C0001", "V0001", "--send", "--exception", "client_asked"
    )
    ran = desk.run("--staff", "Whitfield", "undo")
    assert ran.code == 3
    assert "What was told to others stays told" in ran.err
    desk.done("--staff", "Whitfield", "referral", "update", "R0001", "accepted")
    assert "never true" in desk.done("--staff", "Whitfield", "undo")
    assert fields(desk).status is SENT


# --- showing -------------------------------------------------------------------------------------


def two(desk: Desk) -> None:
    with desk.open() as caseload:
        first = date(2026, 10, 1)
        consents.add(
            caseload, "C0001", "Waco Housing", purpose="a room", scope="my need", signed_on=first,
            expires_on=date(2027, 10, 1),
        )  # fmt: skip
        sent(caseload, "C0001", "V0001", first, exception=None)
        step(caseload, "R0001", ReferralStatus.LINKED, date(2026, 10, 20), remark="came\nalone")
        sent(caseload, "C0002", "V0001", date(2026, 11, 2), follow_up_on=date(2026, 11, 27))


def test_a_list_has_the_names_of_the_record_and_the_days_to_link(desk: Desk) -> None:
    two(desk)
    rows = json.loads(desk.done("referral", "list", "--json"))
    assert [list(row) for row in rows] == [list(ReferralLine._fields)] * 2
    assert {"referral_id", "client_id", "resource_id", *["need", "status", "sent_on"]} <= set(
        rows[0]
    )
    assert [(row["referral_id"], row["days_to_link"]) for row in rows] == [
        ("R0001", 19), ("R0002", None),
    ]  # fmt: skip
    [past] = json.loads(desk.done("referral", "list", "--json", "--on", "2026-10-19"))
    assert (past["status"], past["days_to_link"], past["linked_on"]) == ("sent", None, None)
    assert desk.done("referral", "list", "C0002", "--csv").count("\n") == 2
    assert "R0002" in desk.done("referral", "list", "--status", "sent")


@pytest.mark.parametrize("columns", ["40", "80", "140"])
def test_a_list_and_a_story_fit_every_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    two(desk)
    monkeypatch.setenv("COLUMNS", columns)
    said = desk.done("referral", "list", "--format", "table")
    assert "R0001" in said
    assert max(map(len, said.splitlines())) <= int(columns)


def test_a_story_tells_each_step_with_the_days_between_and_what_was_told(desk: Desk) -> None:
    two(desk)
    said = desk.done("referral", "show", "R0001")
    for each in (
        "Okafor, Ngozi (C0001)", "linked since 20 Oct, ask again Thu 19 Nov",
        "20 Oct 2026, 19 days from the referral", "linked, 19 days later", "             came\n"
        "             alone", "told         1 Oct 2026, to Waco Housing, Section 8 waitlist",
        "by right of  CN0001",
    ):  # fmt: skip
        assert each in said, each
    before = desk.done("referral", "show", "R0001", "--on", "2026-10-02")
    assert "linked" not in before
    whole = json.loads(desk.done("referral", "show", "R0001", "--json"))
    assert [one["status"] for one in whole["updates"]] == ["draft", "sent", "linked"]
    assert whole["disclosures"][0]["consent"] == "CN0001"
    assert desk.run("referral", "show", "R0001", "--on", "2026-09-30").code == 4


def test_the_chart_and_the_list_of_the_day_show_what_is_open(desk: Desk) -> None:
    two(desk)
    shown = desk.done("client", "show", "C0002")
    assert "referral R0002  Section 8 waitlist (Waco Housing): sent since 2 Nov" in shown
    whole = json.loads(desk.done("client", "show", "C0002", "--json"))
    assert [one["referral_id"] for one in whole["referrals"]] == ["R0002"]
    due = json.loads(desk.done("due", "--json", "--obligation", "referral"))
    assert [(one["record_id"], one["days_overdue"]) for one in due] == [("R0001", 4), ("R0002", -4)]
    table = desk.done("due", "--format", "table", "--obligation", "referral")
    assert "Section 8 waitlist, sent 2 Nov" in table
    said = desk.done("due", "--explain", "C0002")
    assert "Referral R0002" in said
    assert "ask again Fri 27 Nov." in " ".join(said.split())


def test_an_accounting_says_what_to_whom_when_why_and_by_which_right(desk: Desk) -> None:
    two(desk)
    [row] = json.loads(desk.done("disclosures", "C0001", "--json"))
    assert (row["disclosed_on"], row["to_whom"], row["purpose"], row["consent"]) == (
        "2026-10-01", "Waco Housing, Section 8 waitlist", "referral for housing",
        "CN0001",
    )  # fmt: skip
    assert desk.done("disclosures", "C0001", "--since", "2026-10-02") == ""
    assert "C0002" not in desk.done("disclosures", "C0001", "--csv")


def test_a_plan_and_the_summaries_name_the_services(desk: Desk) -> None:
    two(desk)
    with desk.open() as caseload:
        plans.new(caseload, "C0001", vision="x")
    draft = ("render", "plan", "C0001", "--draft", "--format", "md", "-o", "-")
    assert "| Section 8 waitlist, Waco Housing | Housing | Linked | 20 Oct 2026 |" in desk.done(
        *draft
    )
    assert "| Sent | 1 Oct 2026 |" in desk.done(*draft, "--on", "2026-10-06")
    summary = desk.done("render", "progress_summary", "C0001", "--format", "md", "-o", "-")
    assert "linked since 20 Oct 2026" in summary
    assert "## Services" not in desk.done(
        "render", "progress_summary", "C0002", "--format", "md", "-o", "-"
    )
    with desk.open() as caseload:
        episodes.discharge(caseload, "E0001", TODAY)
    ended = desk.done("render", "discharge_summary", "C0001", "--format", "md", "-o", "-")
    assert "- Section 8 waitlist, Waco Housing (housing), 555-0155" in ended
