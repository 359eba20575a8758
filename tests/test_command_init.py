"""`caseload init`: by options, and asked at a terminal; whole or not at all."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from at_terminal import Terminal
from bringing import TODAY, Run

from caseload.cli import main
from caseload.model import Mode
from caseload.records import programs, staff, standards
from caseload.records._opening import is_encrypted, open_file
from caseload.settings import config

PASSPHRASE = "several plain words"


class Home:
    """Where caseload has never run: the file is to be `home/new.db`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.path = folder / "home" / "new.db"

    def run(self, *arguments: str) -> Run:
        self._capsys.readouterr()
        code = main(arguments)
        return Run(code, *self._capsys.readouterr())

    def holds(self) -> dict[str, Any]:
        """What the file begins with."""
        with open_file(self.path, TODAY, lambda: PASSPHRASE) as caseload:
            return {
                "staff": [
                    (one.name, one.role, one.credentials, one.counties)
                    for one in staff.listed(caseload)
                ],
                "programs": [(one.name, one.counties) for one in programs.listed(caseload)],
                "standards": [
                    (one.name, one.first_within_days)
                    for one in standards.listed(caseload)
                    if one.active
                ],
                "agency": config.read().agency.name,
            }


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Home:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "home" / "new.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.delenv("CASELOAD_STAFF", raising=False)
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    return Home(tmp_path, capsys)


# --- by options ----------------------------------------------------------------------------------


def test_without_a_word_it_is_the_monthly_contact_and_nothing_is_asked(home: Home) -> None:
    ran = home.run("init", "--no-encrypt")
    assert ran == (
        0,
        f"Made {home.path}.\n"
        "Next: caseload import clients ROSTER.csv, or caseload client add FIRST LAST\n",
        "",
    )
    assert home.holds() == {
        "staff": [], "programs": [], "standards": [("Monthly contact", 14)], "agency": None
    }  # fmt: skip
    assert not (home.folder / "config.toml").exists()


def test_each_answer_can_be_given_by_an_option(home: Home) -> None:
    ran = home.run(
        "--passphrase-file", "passphrase", "init", "--agency", "O'Brien & 李 [/]",
        "--name", "Dana  Whitfield", "--credentials", "LPC, QMHP-CS", "--role", "supervisor",
        "--program", "=1+1", "--program", "Peer support; ACT-lite; act-LITE",
        "--counties", "McLennan;Hill", "--standard", "face to face every m", "--standard", "plan",
        "--first-within-days", "7",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    served = ("McLennan", "Hill")
    assert is_encrypted(home.path)
    assert home.holds() == {
        "staff": [("Dana Whitfield", "supervisor", ("LPC", "QMHP-CS"), served)],
        "programs": [("=1+1", served), ("ACT-lite", served), ("Peer support", served)],
        "standards": [("Plan review every 180 days", 30), ("Face to face every month", 7)],
        "agency": "O'Brien & 李 [/]",
    }
    with open_file(home.path, TODAY, lambda: PASSPHRASE) as caseload:
        found = standards.find(caseload, "Face to face every month")
        assert (found.modes, found.every) == (frozenset({Mode.IN_PERSON}), 1)


def test_it_says_for_each_answer_how_to_change_it_and_each_of_these_commands_runs(
    home: Home,
) -> None:
    ran = home.run(
        "init", "--no-encrypt", "--agency", 'The "$1" house', "--name", "Bo O'Brien",
        "--credentials", "LPC", "--program", "ACT-lite", "--counties", "Hill",
        "--standard", "Monthly contact;Calendar", "--first-within-days", "",
    )  # fmt: skip
    shown = [line.strip() for line in ran.out.splitlines() if line.startswith("    caseload ")]
    assert len(shown) == 12
    for line in shown:
        words = shlex.split(line)[1:]
        done = home.run(*["Housing" if each == "NAME" else each for each in words])
        assert done.code == 0, (line, done.err)
    assert home.holds()["standards"] == []


def test_no_standard_is_an_answer_too(home: Home) -> None:
    assert home.run("init", "--no-encrypt", "--standard", "").code == 0
    assert home.holds()["standards"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--standard", "monthly;f"], "Which of them?  Face to face every 90 days; Face to face"),
        (["--standard", "weekly"], "'weekly' is none of: Monthly contact"),
        (["--standard", "7"], "There is no 7; there are 1 to 6."),
        (["--first-within-days", "soon"], "first_within_days: It is a whole number of days"),
        (["--first-within-days", "10001"], "0 to 10,000"),
        (["--agency", "A\x1b[2J"], "agency: it holds a control character (U+001B)"),
        (["--program", "A\u202eB"], "program: it holds a control character"),
        (["--name", "x" * 1_000_001], "longer than a million"),
    ],
)
def test_what_can_not_be_is_said_before_anything_is_made(
    home: Home, options: list[str], said: str
) -> None:
    ran = home.run("init", "--no-encrypt", *options)
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert [one.name for one in home.folder.iterdir()] == ["passphrase"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--credentials", "LPC"], "--credentials goes with --name"),
        (["--role", "supervisor"], "--role goes with --name"),
        (["--counties", "Hill", "--agency", "A"], "--counties goes with --name or --program"),
        (["--first-within-days", "3", "--standard", "Plan review"], "that times the first contact"),
    ],
)
def test_what_would_be_kept_nowhere_is_refused(home: Home, options: list[str], said: str) -> None:
    ran = home.run("init", "--no-encrypt", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not home.path.exists()
    assert home.run("init", "--no-encrypt", "--credentials", "", "--counties", "").code == 0


def test_a_place_that_is_taken_is_said_before_the_passphrase_is_read(home: Home) -> None:
    home.path.parent.mkdir()
    home.path.write_bytes(b"mine")
    ran = home.run("--passphrase-file", "none", "init")
    assert (ran.code, home.path.read_bytes()) == (3, b"mine")
    assert "exists already" in ran.err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a place where nothing can be made")
def test_a_file_is_whole_and_its_key_shown_even_where_the_settings_can_not_be_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", "/proc/none/config.toml")
    ran = home.run("--passphrase-file", "passphrase", "init", "--agency", "A", "--name", "Dana")
    assert ran.code == 15
    assert "config.toml can't be written" in ran.err
    assert re.search("recovery key.*\n\n([0-9a-f-]{53}\n){2}\n$", ran.out), "last of all"
    with open_file(home.path, TODAY, lambda: PASSPHRASE) as caseload:
        assert [one.name for one in staff.listed(caseload)] == ["Dana"]


# --- at a terminal -------------------------------------------------------------------------------


@pytest.fixture
def terminal(home: Home) -> Terminal:
    made = Terminal(home.folder / "terminal", home.path)
    made.environment["CASELOAD_CONFIG"] = str(home.folder / "config.toml")
    del made.environment["CASELOAD_STAFF"]
    return made


QUESTIONS = (
    *("Name of the agency:", "Your full name:", "Your credentials:", "Programs:"),
    *("Counties that you serve:", "Which of these apply? [1]:", "first contact [14]:"),
)


def test_it_asks_one_thing_after_another_and_makes_the_file_at_the_end(
    home: Home, terminal: Terminal
) -> None:
    said = terminal.run(
        "init",
        answers=[
            ("New passphrase:", PASSPHRASE), ("Again:", PASSPHRASE),
            ("Name of the agency:", "Hart of Texas"), ("Your full name:", "<"),
            ("Name of the agency [Hart of Texas]:", "Heart of Texas"),
            ("Your full name:", "Dana Whitfield"), ("Your credentials:", "LPC, QMHP-CS"),
            ("Programs:", "?"), ("Programs:", "ACT-lite; Outreach"),
            ("Counties that you serve:", "Hill, 李"), ("apply? [1]:", "1 9"),
            ("apply? [1]:", "1 3"), ("first contact [14]:", "soon"), ("first contact [14]:", "10"),
        ],
    )  # fmt: skip
    assert said.code == 0, said.screen
    served = ("Hill", "李")
    assert home.holds() == {
        "staff": [("Dana Whitfield", "case_manager", ("LPC", "QMHP-CS"), served)],
        "programs": [("ACT-lite", served), ("Outreach", served)],
        "standards": [("Monthly contact", 10), ("Face to face every 90 days", None)],
        "agency": "Heart of Texas",
    }
    for each in ("= LPC; QMHP-CS", "There is no 9; there are 1 to 6.", "several with semicolons",
                 "whole number of days", "= Monthly contact; Face to face every 90 days",
                 "Write down this recovery key"):  # fmt: skip
        assert each in said.screen
    assert PASSPHRASE not in said.screen
    assert re.search(
        r"Name of the agency: Heart of Texas\n +caseload config agency.name", said.screen
    )


def test_enter_passes_each_question_and_leaves_the_usual(home: Home, terminal: Terminal) -> None:
    answers = [(each, "") for each in QUESTIONS if each not in QUESTIONS[2:5:2]]
    said = terminal.run("init", "--no-encrypt", answers=answers)
    assert said.code == 0, said.screen
    assert home.holds() == {
        "staff": [], "programs": [], "standards": [("Monthly contact", 14)], "agency": None
    }  # fmt: skip
    assert "Your credentials" not in said.screen
    assert "Programs: nothing said\n    caseload program add NAME" in said.screen


def test_what_an_option_says_is_not_asked_and_yes_asks_nothing(
    home: Home, terminal: Terminal
) -> None:
    given = ("--name", "Dana", "--agency", "A", "--program", "P", "--standard", "5")
    said = terminal.run("init", "--no-encrypt", *given, answers=[
        ("Your credentials:", ""), ("Counties that you serve:", ""),
    ])  # fmt: skip
    assert said.code == 0, said.screen
    assert home.holds()["standards"] == [("Assessment every 180 days", 30)]
    home.path.unlink()
    said = terminal.run("init", "--no-encrypt", "--yes")
    assert (said.code, "Each answer" in said.screen) == (0, False)


def test_the_agency_that_is_known_stands_as_the_answer(home: Home, terminal: Terminal) -> None:
    config.put("agency.name", "Old name")
    answers = [("Name of the agency [Old name]:", "''"), *[(each, "") for each in QUESTIONS[1:]]]
    answers = [one for one in answers if one[0] not in QUESTIONS[2:5:2]]
    assert terminal.run("init", "--no-encrypt", answers=answers).code == 0
    assert home.holds()["agency"] is None


@pytest.mark.parametrize(
    ("first", "second", "code"), [("short", "short", 3), (PASSPHRASE, "another one", 12)]
)
def test_a_passphrase_that_can_not_be_is_refused_before_the_questions(
    home: Home, terminal: Terminal, first: str, second: str, code: int
) -> None:
    asked = [("New passphrase:", first), *([("Again:", second)] if code == 12 else [])]
    said = terminal.run("init", answers=asked * 3)
    assert said.code == code
    assert ("Again:" in said.screen) == (code == 12), "what is too short is not typed twice"
    assert "Name of the agency" not in said.screen
    assert not home.path.parent.exists()


def test_a_slip_in_the_passphrase_is_asked_for_once_more(home: Home, terminal: Terminal) -> None:
    answers = [
        ("New passphrase:", "short"), ("New passphrase:", PASSPHRASE), ("Again:", "another one"),
        ("New passphrase:", PASSPHRASE), ("Again:", PASSPHRASE),
    ]  # fmt: skip
    said = terminal.run("init", "--yes", answers=answers)
    assert said.code == 0, said.screen
    assert "has at least" in said.screen
    assert "The two differ." in said.screen
    assert home.path.exists()


@pytest.mark.parametrize(("sent", "code"), [("SIGINT", 130), ("SIGHUP", 130), ("SIGKILL", -9)])
def test_whoever_breaks_off_leaves_nothing_behind(
    home: Home, terminal: Terminal, sent: str, code: int
) -> None:
    answers = [(each, "1" if "apply" in each else "X") for each in QUESTIONS[:6]]
    arguments = ("init", "--no-encrypt")
    assert terminal.broken_off(sent, QUESTIONS[6], *arguments, answers=answers) == code
    assert sorted(one.name for one in home.folder.iterdir()) == ["passphrase", "terminal"]
