"""`caseload plan edit`: in an editor, from a file, from a pipe; nothing typed is ever lost."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from at_terminal import Terminal
from bringing import TODAY, Desk, desk_in
from making import full_file

from caseload.commands import _editor
from caseload.model.planning import Domain, Housing, Plan
from caseload.records import drafts, living_situations, plan_parts, plans, staff
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits

pytest.importorskip("pty", reason="an editor needs a terminal")
BACK = "Back to the editor?"
GO_ON = "Go on with it?"
SAME = "pass"
GOAL = "goal: Keep my apartment"


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """C0001: version 2 in force, a draft 3; lives in a rented flat."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    monkeypatch.setenv("CASELOAD_STAFF", "Dana Whitfield")
    return made


@pytest.fixture
def terminal(desk: Desk) -> Terminal:
    return Terminal(desk.folder / "terminal", desk.path)


def opened(desk: Desk) -> Caseload:
    caseload = desk.open()
    caseload.staff = staff.get(caseload, "S0001")
    return caseload


def newest(desk: Desk) -> Plan:
    with desk.open() as caseload:
        return plans.newest(caseload, "C0001")


def kept(desk: Desk) -> str | None:
    with opened(desk) as caseload:
        found = drafts.kept(caseload, "C0001", "plan")
        return found.text if found else None


def changed(old: str, new: str) -> str:
    """A turn of the editor."""
    return f"put(text.replace({old!r}, {new!r}))"


# --- in an editor --------------------------------------------------------------------------------


def test_a_text_is_edited_and_saved(desk: Desk, terminal: Terminal) -> None:
    blank = desk.done("plan", "show", "C0001", "--text")
    terminal.turns(changed(GOAL, "goal: Keep my flat, 李"))
    said = terminal.run("plan", "edit", "C0001")
    assert said.code == 0, said
    assert "Saved: draft 3 of Núñez, Ana (C0001).\n" in said.screen
    assert terminal.given(0) == blank
    assert newest(desk).goals[1].statement == "Keep my flat, 李"
    assert kept(desk) is None


def stamp_in(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("made_from: "))


def test_a_mistake_is_named_above_its_line_and_nothing_typed_is_lost(
    desk: Desk, terminal: Terminal
) -> None:
    terminal.turns(
        changed("domain: housing", "domain: huosing") + "\nput(path.read_text() + '# mine\\n')",
        changed("domain: huosing", "domain: legal"),
    )
    said = terminal.run("plan", "edit", "C0001", answers=[(BACK, "y")])
    assert said.code == 0, said
    assert "'huosing' is no domain; did you mean housing?" in said.screen
    lines = terminal.given(1).splitlines()
    wrong = lines.index("    domain: huosing")
    assert lines[wrong - 1] == "# ! 'huosing' is no domain; did you mean housing?"
    assert lines[-1] == "# mine"
    assert newest(desk).goals[1].domain is Domain.LEGAL
    assert kept(desk) is None


def test_what_is_declined_is_kept_and_offered_next_time(desk: Desk, terminal: Terminal) -> None:
    terminal.turns(changed("vision: |-", "visoin: |-"))
    before = newest(desk)
    said = terminal.run("plan", "edit", "C0001", answers=[(BACK, "n")])
    assert said.code == 3
    assert "What you typed is kept: caseload plan edit goes on with it." in said.screen
    assert "visoin" in (kept(desk) or "")
    assert newest(desk) == before
    terminal.turns("put(text.replace('visoin:', 'vision:').replace('my apartment', 'my flat'))")
    said = terminal.run("plan", "edit", "C0001", answers=[(GO_ON, "y")])
    assert said.code == 0, said
    assert "visoin" in terminal.given(0)
    assert newest(desk).goals[1].statement == "Keep my flat"
    assert kept(desk) is None


def test_what_was_kept_stays_when_it_is_not_wanted_now_and_goes_when_it_is_undone(
    desk: Desk, terminal: Terminal
) -> None:
    blank = desk.done("plan", "show", "C0001", "--text")
    with opened(desk) as caseload:
        drafts.keep(caseload, "C0001", "plan", blank + "# an hour's work\n")
    terminal.turns(SAME)
    said = terminal.run("plan", "edit", "C0001", answers=[(GO_ON, "n")])
    assert (said.code, "Nothing changed." in said.screen) == (0, True)
    assert (kept(desk) or "").endswith("# an hour's work\n")
    terminal.turns(changed("# an hour's work\n", ""))
    said = terminal.run("plan", "edit", "C0001", answers=[(GO_ON, "y")])
    assert (said.code, "Nothing changed." in said.screen) == (0, True)
    assert kept(desk) is None


def test_an_editor_closed_without_a_change_saves_nothing(desk: Desk, terminal: Terminal) -> None:
    before = desk.path.read_bytes()
    terminal.turns(SAME)
    said = terminal.run("plan", "edit", "C0001")
    assert (said.code, "Nothing changed." in said.screen) == (0, True)
    assert desk.path.read_bytes() == before


CLOSES = {
    "it fails": "put(text + '# mine\\n')\nraise SystemExit(1)",
    "it is killed": "put(text + '# mine\\n')\nos.kill(os.getpid(), 9)",
}


@pytest.mark.parametrize("turn", CLOSES.values(), ids=CLOSES)
def test_what_was_typed_is_kept_when_the_editor_fails(
    desk: Desk, terminal: Terminal, turn: str
) -> None:
    before = newest(desk)
    terminal.turns(turn)
    said = terminal.run("plan", "edit", "C0001")
    assert (said.code, "failed; nothing was saved" in said.screen) == (2, True)
    assert (kept(desk) or "").endswith("# mine\n")
    assert newest(desk) == before
    terminal.turns(SAME)
    terminal.run("plan", "edit", "C0001", answers=[(GO_ON, "y")])
    assert terminal.given(0).endswith("# mine\n")


def test_an_editor_that_takes_its_file_away_saves_nothing(desk: Desk, terminal: Terminal) -> None:
    terminal.turns("path.unlink()")
    said = terminal.run("plan", "edit", "C0001")
    assert (said.code, "failed" in said.screen) == (2, True)
    assert "Traceback" not in said.screen
    assert kept(desk) is None


def test_an_interrupt_is_the_editors_own(desk: Desk, terminal: Terminal) -> None:
    terminal.turns(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "os.kill(os.getppid(), signal.SIGINT)\n" + changed(GOAL, "goal: Keep my flat")
    )
    said = terminal.run("plan", "edit", "C0001")
    assert said.code == 0, said
    assert newest(desk).goals[1].statement == "Keep my flat"


TYPED = {
    "a mark of its encoding": (b"\xef\xbb\xbf", "utf-8", "a é b"),
    "Windows' own letters": (b"", "cp1252", "a é “b”"),
    "bytes of no letter": (b"", "latin-1", "a é"),
}


@pytest.mark.parametrize(("mark", "encoding", "text"), TYPED.values(), ids=TYPED)
def test_an_editor_may_write_in_an_encoding_and_with_line_ends_of_its_own(
    desk: Desk, terminal: Terminal, mark: bytes, encoding: str, text: str
) -> None:
    terminal.turns(
        f"said = text.replace({GOAL!r}, {'goal: ' + text!r}).replace('\\n', '\\r\\n')\n"
        f"path.write_bytes({mark!r} + said.encode({encoding!r}))"
    )
    said = terminal.run("plan", "edit", "C0001")
    assert said.code == 0, said
    assert newest(desk).goals[1].statement == text


def test_bytes_that_are_no_text_are_named_and_kept(desk: Desk, terminal: Terminal) -> None:
    terminal.turns("path.write_bytes(text.encode() + b'# \\x81\\xff\\n')")
    said = terminal.run("plan", "edit", "C0001", answers=[(BACK, "n")])
    assert (said.code, "a control character; remove it" in said.screen) == (3, True)
    assert (kept(desk) or "").endswith("# \x81\xff\n")


@pytest.mark.parametrize("typed", ['"\\e[2J"', "a\u202eb"])
def test_text_that_can_only_deceive_is_named_with_its_line(
    desk: Desk, terminal: Terminal, typed: str
) -> None:
    terminal.turns(changed(GOAL, f"goal: {typed}"), changed(typed, "A flat"))
    said = terminal.run("plan", "edit", "C0001", answers=[(BACK, "y")])
    assert said.code == 0, said
    assert "it holds a control character (U+" in said.screen
    assert "\u202e" not in said.screen
    assert newest(desk).goals[1].statement == "A flat"


@pytest.mark.parametrize(
    ("editor", "fragment"),
    [
        ("/nowhere/at/all", "can't be started. Set EDITOR."),
        ('vi "', "EDITOR has a quote that is never closed"),
    ],
)
def test_an_editor_that_is_not_there_is_named(
    desk: Desk, terminal: Terminal, editor: str, fragment: str
) -> None:
    terminal.environment["EDITOR"] = editor
    said = terminal.run("plan", "edit", "C0001")
    assert (said.code, fragment in said.screen) == (2, True)
    assert list(terminal.memory.iterdir()) == []


def test_the_text_lies_where_nobody_else_looks_and_is_gone_afterwards(
    desk: Desk, terminal: Terminal
) -> None:
    for turn, code in ((SAME, 0), ("raise SystemExit(3)", 2), ("put('vision: x: y')", 3)):
        terminal.turns(turn)
        said = terminal.run("plan", "edit", "C0001", answers=[(BACK, "n")] if code == 3 else [])
        assert said.code == code
        assert terminal.told("mode-0") == "100600 40700"
        path = Path(terminal.told("path-0"))
        assert path.parent.parent == terminal.memory
        assert path.name == "plan-3.yaml"
        assert list(terminal.memory.iterdir()) == []


def test_what_cannot_even_be_kept_stays_where_it_was_typed(desk: Desk, terminal: Terminal) -> None:
    table = "drop table draft"
    terminal.turns(
        "put(text + '# mine\\n')\nfrom sqlcipher3 import dbapi2 as sqlite\n"
        f"sqlite.connect({str(desk.path)!r}).execute({table!r})"
    )
    said = terminal.run("plan", "edit", "C0001")
    assert said.code not in (0, 2)
    path = Path(terminal.told("path-0"))
    assert f"What you typed is in {path}." in said.screen.replace("\n", " ")
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_plan_in_force_is_edited_into_its_next_version(desk: Desk, terminal: Terminal) -> None:
    for role in ("client", "case_manager"):
        desk.done("plan", "sign", "C0001", "--as", role)
    terminal.turns(changed("id: O0001\n", "id: O0001\n      - objective: Lease renewed\n"))
    said = terminal.run("plan", "edit", "C0001")
    assert said.code == 0, said
    assert "Saved: draft 4 of Núñez, Ana (C0001).\n" in said.screen
    plan = newest(desk)
    assert (plan.version, plan.status) == (4, "draft")
    assert "Version 3 stays as it was signed." in said.screen
    assert "It lacks: 2.2 a measure; 2.2 a target date." in said.screen


# --- two at once ---------------------------------------------------------------------------------


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_both_are_shown(
    desk: Desk, terminal: Terminal
) -> None:
    other = f"""
from datetime import date
from caseload.records import plan_parts
from caseload.records._opening import open_file
with open_file(Path({str(desk.path)!r}), date(2026, 11, 23), str) as caseload:
    plan_parts.edit(caseload, "C0001", "goal", "2", statement="Theirs")
"""
    terminal.turns(changed(GOAL, "goal: Mine") + other)
    said = terminal.run("plan", "edit", "C0001")
    assert said.code == 3, said
    assert "Yours is kept, not saved: caseload plan edit shows it" in " ".join(said.screen.split())
    assert newest(desk).goals[1].statement == "Theirs"
    terminal.turns(SAME)
    said = terminal.run("plan", "edit", "C0001", answers=[(GO_ON, "y")])
    assert said.code == 0, said
    head = terminal.given(0).splitlines()[:3]
    assert head[0].startswith("# ! The plan was changed after this text was begun.")
    assert "# ! 2 statement: there now: Theirs; yours: Mine" in head
    assert newest(desk).goals[1].statement == "Mine"
    assert kept(desk) is None


def test_where_a_client_lives_is_not_overwritten_by_an_older_text(
    desk: Desk, terminal: Terminal
) -> None:
    desk.write("old.yaml", desk.done("plan", "show", "C0001", "--text").replace(GOAL, "goal: Mine"))
    desk.done("client", "living", "C0001", "--housing", "shelter")
    ran = desk.run("plan", "edit", "C0001", str(desk.folder / "old.yaml"))
    assert (ran.code, "or how they live, was changed" in ran.err) == (3, True)
    with desk.open() as caseload:
        found = living_situations.latest(caseload, "C0001")
        assert found is not None
        assert found.housing is Housing.SHELTER
    terminal.turns(SAME)
    said = terminal.run("plan", "edit", "C0001", answers=[(GO_ON, "y")])
    assert said.code == 0, said
    assert "# ! housing: there now: shelter; yours: rented" in terminal.given(0)


# --- from a file, from a pipe --------------------------------------------------------------------


def piped(desk: Desk, monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> tuple[int, str]:
    """How `plan edit CLIENT -` ends, and what it says."""
    raw = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    ran = desk.run("plan", "edit", "C0001", "-")
    return ran.code, ran.out + ran.err


def test_the_text_that_show_writes_comes_back_by_a_pipe(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, before = desk.done("plan", "show", "C0001", "--text"), desk.path.read_bytes()
    assert piped(desk, monkeypatch, text) == (0, "Nothing changed.\n")
    assert piped(desk, monkeypatch, "\ufeff" + text) == (0, "Nothing changed.\n")
    assert desk.path.read_bytes() == before
    code, said = piped(desk, monkeypatch, text.replace(GOAL, "goal: A flat"))
    assert (code, said.startswith("Saved: draft 3 of Núñez, Ana (C0001).\n")) == (0, True)
    assert newest(desk).goals[1].statement == "A flat"


def test_a_text_made_from_what_is_no_longer_there_is_refused_and_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = desk.done("plan", "show", "C0001", "--text").replace(GOAL, "goal: Mine")
    desk.done("plan", "edit", "C0001", "--barriers", "x")
    code, said = piped(desk, monkeypatch, stale)
    assert code == 3
    assert said.startswith("caseload: The plan of C0001, or how they live, was changed after this")
    assert newest(desk).goals[1].statement == "Keep my apartment"
    assert kept(desk) == stale
    code, _ = piped(desk, monkeypatch, stale.replace(stamp_in(stale), ""))
    assert (code, kept(desk)) == (0, None)
    assert newest(desk).goals[1].statement == "Mine"


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        (
            "visoin: x\ngoals: many\n",
            "line 1: the plan has no 'visoin'; did you mean vision?; line 2",
        ),
        ("", "the text is empty"),
        ("vision: x\n", "the goals are missing; to remove them all, write goals: []"),
        ("vision: x\ngoals: []\n", "has progress notes or contacts and is not removed"),
        ("vision: \x1b[2J\n", "a control character"),
        (b"vision: \xff\n", "Standard input is not UTF-8 text."),
    ],
)
def test_a_text_that_cannot_be_saved_is_refused_and_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, text: str | bytes, fragment: str
) -> None:
    before = newest(desk)
    code, said = piped(desk, monkeypatch, text)
    assert (code, fragment in said) == (3, True), said
    assert "\x1b" not in said
    assert newest(desk) == before
    if isinstance(text, str):
        assert kept(desk) == text
    path = desk.write("plan.yaml", text)
    ran = desk.run("plan", "edit", "C0001", path)
    assert (ran.code, ran.out) == (3, "")


def test_a_text_says_how_the_client_lives_today(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = desk.done("plan", "show", "C0001", "--text")
    code, said = piped(desk, monkeypatch, text.replace("housing: rented", "housing:"))
    assert (code, said) == (0, "Nothing changed.\n")
    code, said = piped(desk, monkeypatch, text.replace("housing: rented", "housing: Own home"))
    assert (code, said.startswith("Saved: draft 3")) == (0, True)
    with desk.open() as caseload:
        found = living_situations.latest(caseload, "C0001")
        assert found is not None
        assert found[2:] == (TODAY, Housing.OWN_HOME, None, "SSI")


def test_goals_that_nothing_is_told_of_are_removed_when_that_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(desk) as caseload:
        plan_parts.add_goal(caseload, "C0002", "x", Domain.OTHER)
    monkeypatch.setattr(sys, "stdin", io.StringIO("goals: []\n"))
    assert desk.run("plan", "edit", "C0002", "-").code == 0
    assert json.loads(desk.done("plan", "show", "C0002", "--json"))["goals"] == []


def test_parts_without_an_id_are_new_and_those_with_one_are_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = desk.done("plan", "show", "C0001", "--text")
    new = "  - goal: See my daughter\n    domain: family\n    objectives:\n    - objective: Call\n"
    code, _ = piped(desk, monkeypatch, text.replace("goals:\n", f"goals:\n{new}"))
    assert code == 0
    found = newest(desk)
    assert [(one.goal_id, one.statement) for one in found.goals] == [
        ("G0003", "See my daughter"), ("G0002", "Part-time work"), ("G0001", "Keep my apartment")
    ]  # fmt: skip
    assert plan_edits.find(found, "O0003") == (0, 0)


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="has no memory that is a folder")
def test_what_is_edited_lies_in_memory_also_without_a_folder_of_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "where"
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\nopen({str(path)!r}, 'w').write(sys.argv[1])\n")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    assert _editor.edited("text", "plan.yaml", lambda _: None) == "text"
    assert path.read_text().startswith("/dev/shm/caseload-")
    assert not Path(path.read_text()).parent.exists()
