"""`note-format`, `client living`, and notes in a format from the command line."""

import io
import json
import sys
from pathlib import Path

import pytest
from at_terminal import Terminal
from bringing import TODAY, Desk, desk_in
from making import full_file

from caseload.model.planning import NoteFormat
from caseload.records import contacts, living_situations

GOOD = "Data: Rent paid. Assessment: On track. Plan: SNAP. Next: Call."
"""As the full file's own DAP asks for it."""


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    monkeypatch.setenv("CASELOAD_STAFF", "Dana Whitfield")
    return made


def listed(desk: Desk, *options: str) -> dict[str, list[str]]:
    found = json.loads(desk.done("note-format", "list", "--json", *options))
    assert [list(one) for one in found] == [list(NoteFormat._fields)] * len(found)
    return {one["name"]: one["headings"] for one in found}


def test_formats_are_listed_added_edited_and_put_away(desk: Desk) -> None:
    assert list(listed(desk)) == ["BIRP", "DAP", "Field note", "GIRP", "SOAP"]
    said = desk.done("note-format", "add", "Visit 李", "Seen [/]", "=1+1")
    assert said == "Added: Visit 李: Seen [/], =1+1\n"
    said = desk.done("note-format", "edit", "dap", "Data", "Assessment", "Plan")
    assert said == "Saved: DAP: Data, Assessment, Plan\n"
    desk.done("note-format", "edit", "GIRP", "--inactive")
    found = listed(desk)
    assert (found["Visit 李"], found["DAP"][-1], "GIRP" in found) == (
        ["Seen [/]", "=1+1"],
        "Plan",
        False,
    )
    assert "GIRP" in listed(desk, "--all")
    desk.done("note-format", "edit", "GIRP", "--active")
    assert listed(desk)["GIRP"] == ["Goal", "Intervention", "Response", "Plan"]
    rows = desk.done("note-format", "list", "--csv").splitlines()
    assert rows[0] == "name,headings,active"
    assert "DAP,Data;Assessment;Plan,yes" in rows
    assert "Seen [/]" in desk.done("note-format", "list", "--format", "table")


@pytest.mark.parametrize(
    ("command", "code", "fragment"),
    [
        (["note-format", "add", "X"], 2, "HEADING"),
        (["note-format", "add", "dap", "A"], 3, "There is a note format DAP already."),
        (["note-format", "add", "X", "A", "a"], 3, "stands twice"),
        (["note-format", "add", "X", "A\x1b[0m"], 3, "control character"),
        (["note-format", "edit", "XYZ", "--inactive"], 4, "There is no note format 'XYZ'"),
        (["note-format", "edit", "DAP", "A:"], 3, "no colon"),
        (["note-format", "edit", "DAP"], 2, "Say what to change"),
        (["client", "living", "C0001"], 3, "Say where they live"),
        (["client", "living", "C0001", "--housing", "tent"], 2, "--housing"),
        (["client", "living", "C0001", "--employment", "x"], 2, "--employment"),
        (["client", "living", "C0001", "--housing", "rented", "--on", "tomorrow"], 3, "lies ahead"),
        (["client", "living", "Nobody", "--housing", "rented"], 4, "No client"),
        (["client", "living", "C0001", "--income-source", "a\x1b[0m"], 3, "control character"),
        (["log", "C0001", "x", "--note-format", "DAP"], 3, "nothing under Data, Assessment"),
        (["log", "C0001", GOOD, "--note-format", "XYZ"], 4, "There is no note format 'XYZ'"),
        (["log", "C0001", "x", "--goal", "9"], 4, "no goal '9'. There are: 1, 2."),
        (["log", "C0001", "x", "--goal", "1.1"], 4, "no goal '1.1'"),
    ],
    ids=lambda each: str(each)[:50],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(
    desk: Desk, command: list[str], code: int, fragment: str
) -> None:
    desk.refuses(*command, code=code, fragment=fragment)


def test_a_living_situation_is_said_back_and_shown_with_the_client(desk: Desk) -> None:
    said = desk.done("client", "living", "C0001", "--employment", "part_time")
    assert said == (
        "Noted: Núñez, Ana (C0001), rented, part time, income: SSI (as of 23 Nov 2026).\n"
    )
    said = desk.done("client", "living", "nunez", "--housing", "shelter", "--on", "2026-05-01",
                     "--income-source", "none")  # fmt: skip
    assert said == "Noted: Núñez, Ana (C0001), shelter, income: none (as of 1 May 2026).\n"
    assert "rented, part time, income: SSI" in desk.done("client", "show", "C0001")
    with desk.open() as caseload:
        assert len(living_situations.listed(caseload, "C0001")) == 4


def test_a_note_in_a_format_is_logged_by_argument_and_by_a_pipe(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.done("log", "C0001", GOOD, "--note-format", "dap", "--goal", "keep", "--goal", "2")
    typed = GOOD.replace(". ", ".\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed + "\n"))
    desk.done("contact", "log", "C0001", "-", "--note-format", "DAP")
    with desk.open() as caseload:
        second, first = contacts.listed(caseload, client_id="C0001", limit=2)
    assert (first.note, first.note_format, first.goals) == (GOOD, "DAP", ("G0001", "G0002"))
    assert (second.note, second.note_format, second.goals) == (typed, "DAP", ())


def test_an_edit_of_a_contact_keeps_the_rules(desk: Desk) -> None:
    desk.done("log", "C0001", GOOD, "--note-format", "DAP", "--goal", "1")
    with desk.open() as caseload:
        made = contacts.listed(caseload, client_id="C0001", limit=1)[0].contact_id
    for options in (["--note", "Rent."], ["--note-format", "SOAP"], ["--note", ""]):
        ran = desk.run("contact", "edit", made, *options)
        assert (ran.code, "says something under each heading" in ran.err) == (3, True)
    assert desk.run("contact", "edit", made, "--goal", "7").code == 4
    desk.done("contact", "edit", made, "--goal", "part-time", "--minutes", "5")
    desk.done("contact", "edit", made, "--note-format", "", "--note", "Rent.")
    with desk.open() as caseload:
        found = contacts.get(caseload, made)
    assert (found.goals, found.note_format, found.note) == (("G0002",), None, "Rent.")


def test_a_note_is_asked_for_heading_by_heading_until_each_says_something(desk: Desk) -> None:
    pytest.importorskip("pty", reason="an editor needs a terminal")
    terminal = Terminal(desk.folder / "terminal", desk.path)
    said = terminal.run(
        "log", "C0001", "--note-format", "SOAP",
        answers=[("Subjective:", "Tired."), ("Objective:", ""), ("Objective:", "Pale."),
                 ("Assessment:", "On track."), ("Plan:", "Call.")],
    )  # fmt: skip
    assert said.code == 0, said
    with desk.open() as caseload:
        found = contacts.listed(caseload, client_id="C0001", limit=1)[0]
    assert found.note == (
        "Subjective: Tired.\n\nObjective: Pale.\n\nAssessment: On track.\n\nPlan: Call."
    )
