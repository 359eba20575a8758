"""`caseload help`: topics that are true, every command in its place, and the nearest to a slip."""

import re
from datetime import date

import pytest
from test_screen_docs import bound

from caseload import dates
from caseload.cli import COMMANDS, main
from caseload.commands import _door as door
from caseload.commands.help import BY_FUNCTION, FOLDER, TOPICS
from caseload.tui.app import CaseloadApp
from caseload.tui.base import CaseloadScreen
from caseload.tui.today import Today


def topic(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def table(text: str) -> list[tuple[str, str]]:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return [(left.strip("`"), right) for left, right in rows if not left.startswith("---")][1:]


def test_every_command_stands_in_one_function() -> None:
    named = " ".join(BY_FUNCTION.values()).split()
    assert sorted(named) == sorted(COMMANDS)


def test_what_is_typed_for_a_day_is_the_day_that_the_topic_says() -> None:
    for typed, day in table(topic("dates")):
        assert dates.parse(typed, date(2026, 11, 23), order="mdy") == date.fromisoformat(day)


def test_the_topics_tables_are_those_of_the_program() -> None:
    assert [name for name, _ in table(topic("formats"))] == list(door.Format)
    keys = ",".join([*bound(CaseloadApp, Today, CaseloadScreen).values(), "ctrl+p"]).split(",")
    names = {"/": "slash", "?": "question_mark", "!": "exclamation_mark"}
    for key, _ in table(topic("keys")):
        assert names.get(key, key) in keys, key


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_markdown_in_a_pipe(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", name.upper()]) == 0
    assert capsys.readouterr().out == topic(name)


def test_help_names_topics_and_the_commands_by_what_they_are_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["help"]) == 0
    told = capsys.readouterr().out
    assert "- `exit-codes`: What a command ends with, for scripts." in told
    assert "## Crisis support\n\n- `crisis`: Crises and hospital stays" in told


def test_help_on_a_command_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "goal", "--help"]) == 0
    own = capsys.readouterr().out
    assert main(["help", "plan", "goal"]) == 0
    assert capsys.readouterr().out == own


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["help", "dats"], 4, "Did you mean dates?"),
        (["help", "plan", "gaol"], 4, "Did you mean plan goal?"),
        (["help", "goal"], 4, "Did you mean plan goal or need goal?"),
        (["help", "[/]"], 4, "There is no help on '[/]'. All there is: caseload help"),
        (["help", "due", "more"], 4, "There is no help on 'due more'."),
        (["deu"], 2, "Did you mean 'due'?"),
        (["admit"], 2, "Did you mean 'intake admit', 'client admit'?"),
        (["client", "shwo"], 2, "Did you mean 'show'?"),
        (["due", "--explian", "x"], 2, "No such option: --explian. Did you mean '--explain'?"),
        (["--flie", "x", "due"], 2, "Did you mean '--file'?"),
        (["due", "--format", "jsn"], 2, "'jsn' is not one of 'table', 'plain', 'json'"),
    ],
)
def test_a_slip_is_told_the_nearest(
    capsys: pytest.CaptureFixture[str], typed: list[str], code: int, said: str
) -> None:
    assert main(typed) == code
    told = capsys.readouterr()
    assert (told.out, said in told.err) == ("", True), told.err
