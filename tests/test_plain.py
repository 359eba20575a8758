"""Plain mode: what a screen reader is given, of every command that reads."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from at_terminal import Terminal
from pages import console, page_of, walk
from test_help import EXAMPLES, folder

from caseload.cli import main
from caseload.commands import _progress
from caseload.settings import config
from caseload.show import style
from caseload.tui.app import CaseloadApp

__all__ = ["folder"]
READS = re.compile(
    r"caseload (due|watch|history|match|check|disclosures|eligibility|config|calendar)( |$)"
    r"|caseload [a-z-]+ (list|show|find|check|chart|card|kinds|diff|log|history|tree|verify)( |$)"
    r"|caseload report |caseload rollup "
)
OTHER = re.compile(
    r" -o | \| |--(json|csv|text|assign)|contact log|config [a-z_.]+ |backup|resource verify"
    "|template show"
)
"""What writes, and what gives a text as it is: to an editor, or to a program."""
DRAWN = re.compile("[\x00-\x09\x0b-\x1f\u2500-\u25ff\u2800-\u28ff·•✓✗→█]|  ")
"""Control characters, boxes, blocks, braille dots and bullets; and columns: two spaces."""
READABLE = [one for one in EXAMPLES if READS.match(one) and not OTHER.search(one)]


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a newcomer whose terminal is read aloud."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CASELOAD_CONFIG", str(folder / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    monkeypatch.setenv("CASELOAD_FILE", str(folder / "demo/demo.db"))
    monkeypatch.setenv("CASELOAD_PLAIN", "1")
    return folder


@pytest.mark.parametrize("example", READABLE)
def test_what_a_command_says_plainly_holds_no_drawing(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], example: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(shlex.split(example)[1:]) in (0, 20)
    said = capsys.readouterr()
    wrong = [line for line in (said.out + said.err).split("\n") if DRAWN.search(line)]
    assert wrong == []


def test_a_list_is_read_out_line_by_line(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["due", "--mine"]) == 0
    said = capsys.readouterr().out.split("\n")
    assert said[:11] == [
        "Monday 23 November 2026; Dana Whitfield, QMHP-CS",
        "",
        "Overdue: 6",
        "1 of 6",
        "client: Okafor, Ngozi",
        "id: C0031",
        "what: Monthly contact",
        "overdue by: 40 days",
        "why: last reached 14 Sep",
        "phone: (254) 555-0131",
        "good to know: Dana Whitfield; 3 attempts, last Thu 19 Nov; no voicemail, after 3 pm",
    ]
    assert main(["staff", "list"]) == 0
    said = capsys.readouterr().out.split("\n")
    assert said[0].startswith("1 of ")
    assert said[1] == "staff id: S0001"


@pytest.mark.parametrize(
    ("setting", "environment", "options", "plainly"),
    [
        ("", "1", [], True),
        ("", "on", [], True),
        ('plain = "on"', None, [], True),
        ('plain = "on"', "", [], True),
        ('plain = "on"', "0", [], False),
        ('plain = "on"', "off", [], False),
        ("", None, [], False),
        ('plain = "on"', None, ["--format", "table"], False),
        ("", "1", ["--format", "plain"], False),
    ],
)
def test_the_environment_goes_before_the_settings_and_a_format_before_both(
    desk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    environment: str | None,
    options: list[str],
    plainly: bool,
) -> None:
    (tmp_path / "config.toml").write_text(setting, encoding="utf-8")
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("CASELOAD_PLAIN")
    if environment is not None:
        monkeypatch.setenv("CASELOAD_PLAIN", environment)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["staff", "list", *options]) == 0
    assert capsys.readouterr().out.startswith("1 of ") == plainly


def test_at_a_terminal_nothing_acts_and_questions_are_lines(desk: Path, tmp_path: Path) -> None:
    at = Terminal(tmp_path / "at", desk / "demo/demo.db")
    at.environment |= {"CASELOAD_PLAIN": "1", "TERM": "xterm-256color"}
    said = at.run("log", "C0020", "[/] =1+1 O'Brien 李 · 😀")
    assert said.code == 0, said.screen
    assert "\x1b" not in said.screen
    said = at.run("contact", "list", "C0020", "--limit", "1")
    assert "note: [/] =1+1 O'Brien 李 · 😀" in said.screen
    answers = [(f"{item}> ", "1" if item == 1 else "0") for item in range(1, 9)]
    said = at.run("assess", "C0020", "gad-7", answers=answers)
    assert said.code == 0, said.screen
    assert "1 of 8: Feeling nervous" in said.screen
    assert not DRAWN.search(said.screen.replace("\n", ""))


def test_the_full_screen_program_says_where_its_tasks_are(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("caseload.show.has_terminal", lambda: True)
    assert main(["tui"]) == 2
    said = capsys.readouterr().err
    assert "Each of its tasks has a command" in said
    assert "CASELOAD_PLAIN=off caseload tui" in said
    opened = list[str | None]()

    async def run(self: CaseloadApp) -> None:
        opened.append(self.client)

    monkeypatch.setattr("caseload.tui.app.CaseloadApp.run_async", run)
    monkeypatch.setenv("CASELOAD_PLAIN", "off")
    assert main(["tui"]) == 0
    assert len(opened) == 1


def test_long_work_says_how_far_it_is_in_lines(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(_progress, "PATIENCE_SECONDS", -1)
    monkeypatch.setattr(_progress, "BETWEEN_SECONDS", -1)
    with style.of_a_command(), _progress.bar("export") as watch:
        watch(0.25)
        watch(1.0)
    assert capsys.readouterr().err == "export: 25 % done\nexport: 100 % done\n"


def test_the_page_about_reading_runs(on_the_demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of("reading.md")
    walk(console(page), capsys, 9)
    for name, kinds in re.findall(r"^\| `([a-z_]+)` \| (.+) \| `[^`]+` \|$", page, re.MULTILINE):
        assert set(config.WORDS[name]) <= set(re.findall("`([^`]+)`", kinds)), name
