"""`caseload log` as a tired person uses it: nothing is counted unsaid, and what is odd is said."""

import json
from pathlib import Path

import pytest
from at_terminal import Terminal
from bringing import TODAY, Desk, desk_in
from making import STAFF, full_file

from caseload.model import Contact, Mode
from caseload.records import contacts

GOOD = ("log", "C0001", "Rent paid.")
TWIN = "The same as K0004, recorded today already. If it is one contact: caseload "
NOBODY = "Recorded by nobody: say who you are, once and for all with: caseload config staff NAME"


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    monkeypatch.setenv("CASELOAD_STAFF", "Dana Whitfield")
    return made


def last(desk: Desk) -> Contact:
    with desk.open() as caseload:
        return max(contacts.listed(caseload), key=lambda one: one.contact_id)


@pytest.mark.parametrize(
    "words", [(), ("",), ("--minutes", "20"), ("--reached", "collateral", "--sign")]
)
def test_a_bare_log_counts_nothing_and_says_what_to_add(desk: Desk, words: tuple[str, ...]) -> None:
    ran = desk.run("log", "núñez", *words)
    assert (ran.code, ran.out) == (2, "")
    assert 'caseload log C0001 --mode phone, or caseload log C0001 "…"' in ran.err
    assert last(desk).contact_id == "K0003"


@pytest.mark.parametrize("words", [("--mode", "text"), ("Rent paid.",), ("--attempt",)])
def test_a_mode_a_note_or_an_attempt_is_enough(desk: Desk, words: tuple[str, ...]) -> None:
    assert "Logged: Núñez, Ana (C0001)" in desk.done("log", "C0001", *words)
    assert last(desk).mode is (Mode.TEXT if "text" in words else Mode.PHONE)


def test_at_a_terminal_how_is_asked_until_it_is_said(desk: Desk) -> None:
    pytest.importorskip("pty", reason="a question needs a terminal")
    terminal = Terminal(desk.folder / "terminal", desk.path)
    said = terminal.run(
        "log", "C0001", answers=[("How (", ""), ("How (", "fax"), ("How (", "in p"), ("Note", "")]
    )
    assert said.code == 0, said
    assert (last(desk).mode, last(desk).note) == (Mode.IN_PERSON, None)
    said = terminal.run("log", "C0001", "--mode", "video", answers=[("Note", "Rent paid.")])
    assert said.code == 0, said
    assert (last(desk).mode, last(desk).note) == (Mode.VIDEO, "Rent paid.")


def test_the_default_mode_is_said_in_help(desk: Desk) -> None:
    assert "[default: (phone)]" in desk.done("log", "--help")


def test_the_same_once_more_is_said_with_the_way_back(desk: Desk) -> None:
    assert "The same" not in desk.run(*GOOD).err
    for other in (("--mode", "text"), ("--minutes", "5"), ("--on", "yesterday"), ("--attempt",)):
        assert "The same" not in desk.run(*GOOD, *other).err
    assert "The same" not in desk.run("--staff", "Bell", *GOOD).err
    again = desk.run(*GOOD)
    assert (again.code, again.err) == (0, f"{TWIN}undo\n")
    desk.done("undo")
    signed = " ".join(desk.run(*GOOD, "--sign").err.split())
    assert signed == f'{TWIN}contact amend K0011 --kind entered_in_error --reason "…"'


def test_a_contact_by_nobody_is_said_to_be(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert NOBODY not in desk.run(*GOOD).err
    monkeypatch.delenv("CASELOAD_STAFF")
    ran = desk.run("log", "C0001", "Called again.")
    assert (ran.code, ran.err) == (0, NOBODY + "\n")
    assert last(desk).staff is None


def test_a_contact_for_a_program_they_were_not_in_is_said_to_count_for_nothing(desk: Desk) -> None:
    says = "It counts for nothing: they were not in Housing on"
    assert says not in desk.run("log", "C0002", "x", "--program", "Outreach").err
    assert says not in desk.run("log", "C0002", "x", "--program", "housing", "--on", "9/1/2026").err
    ended = desk.run("log", "C0002", "x", "--program", "Housing", "--on", "2026-09-02")
    assert (ended.code, ended.err.split("\n")[0][: len(says)]) == (0, says)
    never = desk.run("contact", "log", "C0001", "x", "--program", "Housing")
    assert says in never.err
    assert f"caseload contact edit {last(desk).contact_id} --program ''" in never.err
    assert says not in desk.run("log", "C0001", "--attempt", "--program", "Housing").err
    desk.done("contact", "edit", "K0007", "--program", "")
    assert says in desk.run("contact", "edit", "K0007", "--program", "Housing").err


def test_a_signed_contact_says_how_to_add_to_it_and_that_is_enough(desk: Desk) -> None:
    refused = desk.run("contact", "edit", "K0001", "--minutes", "5")
    assert refused.code == 3
    assert 'caseload contact amend K0001 "…" --reason "…"' in " ".join(refused.err.split())
    desk.done("contact", "amend", "K0001", "It was 5 minutes.", "--reason", "misread the clock")


def test_a_contact_is_shown_with_names_and_local_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.done(*GOOD, "--sign")
    desk.done("contact", "amend", "K0004", "More.", "--reason", "forgot")
    shown = desk.done("contact", "show", "K0004")
    assert shown.count("Dana Whitfield") == 3
    assert STAFF not in shown
    assert ".000Z" not in shown
    made, *_ = json.loads(desk.done("contact", "list", "C0001", "--json", "--limit", "1"))
    assert (made["staff"], made["recorded_at"][-1]) == (STAFF, "Z")


@pytest.mark.skipif(not hasattr(__import__("time"), "tzset"), reason="the zone can't be set")
def test_the_day_of_a_signature_is_the_local_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    desk.done(*GOOD, "--sign")
    at = last(desk).signed_at
    assert at is not None
    try:
        for zone in ("UTC+12", "UTC-14"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            from caseload import dates

            day = dates.spoken(dates.local_day(at))
            refused = desk.run("contact", "sign", "K0004")
            assert f"K0004 is signed already, {day}." in refused.err
    finally:
        monkeypatch.undo()
        time.tzset()
