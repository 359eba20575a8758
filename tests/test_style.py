"""How dates, weeks and numbers are shown to people, by their settings; machines never notice."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from caseload.cli import main
from caseload.errors import InvalidError
from caseload.settings import config
from caseload.show import day_style, style

DAY = date(2026, 11, 5)
TODAY = date(2026, 11, 23)
Run = Callable[..., str]


@pytest.fixture
def run(
    on_the_demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command under some settings; what it says, and what beside it."""

    def once(*arguments: str, **settings: str) -> str:
        lines = [f'{name} = "{value}"\n' for name, value in settings.items()]
        (on_the_demo / "config.toml").write_text("".join(lines), encoding="utf-8")
        monkeypatch.setenv("COLUMNS", "200")
        capsys.readouterr()
        assert main(list(arguments)) == 0
        said = capsys.readouterr()
        return said.out + said.err

    return once


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put settings in place."""

    def put(**settings: str) -> None:
        lines = [f'{name} = "{value}"\n' for name, value in settings.items()]
        (tmp_path / "config.toml").write_text("".join(lines), encoding="utf-8")
        monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))

    return put


@pytest.mark.parametrize(
    ("shown", "order", "plain", "short", "long", "spoken"),
    [
        ("words", "mdy", "5 Nov 2026", "5 Nov", "Thursday 5 November 2026", "Thu 5 Nov 2026"),
        ("iso", "dmy", "2026-11-05", "2026-11-05", "Thursday 2026-11-05", "Thu 2026-11-05"),
        ("numbers", "mdy", "11/5/2026", "11/5/2026", "Thursday 11/5/2026", "Thu 11/5/2026"),
        ("numbers", "dmy", "5/11/2026", "5/11/2026", "Thursday 5/11/2026", "Thu 5/11/2026"),
        ("numbers", "ymd", "2026/11/5", "2026/11/5", "Thursday 2026/11/5", "Thu 2026/11/5"),
    ],
)
def test_a_day_is_shown_as_it_is_wanted(
    settled: Callable[..., None],
    shown: str,
    order: str,
    plain: str,
    short: str,
    long: str,
    spoken: str,
) -> None:
    settled(date_shown=shown, date_format=order)
    with style.of_a_command():
        assert day_style.plain(DAY) == plain
        assert day_style.short(DAY, TODAY) == short
        assert day_style.long(DAY) == long
        assert day_style.spoken(DAY, TODAY) == f"{spoken} (18 days ago)"
        assert day_style.spoken_moment("2026-11-05T14:30") == f"{spoken} 14:30"
        assert day_style.local_time("2026-11-05T12:00:00Z").startswith(f"{plain} ")
        assert day_style.in_sentence("ended 5 Nov 2026, not 31 Feb 2026.") == (
            f"ended {plain}, not 31 Feb 2026."
        )
    assert day_style.plain(DAY) == "5 Nov 2026"


@pytest.mark.parametrize(
    ("form", "whole", "half", "dollars"),
    [
        ("1,234.5", "1,234,567", "1,234.5", "$15,650, $7 and $0.50."),
        ("1.234,5", "1.234.567", "1.234,5", "$15.650, $7 and $0,50."),
        ("1 234,5", "1\xa0234\xa0567", "1\xa0234,5", "$15\xa0650, $7 and $0,50."),
    ],
)
def test_a_number_is_shown_as_it_is_wanted(
    settled: Callable[..., None], form: str, whole: str, half: str, dollars: str
) -> None:
    settled(number_format=form)
    with style.of_a_command():
        assert style.number(1234567) == whole
        assert style.number(1234.5, 1) == half
        assert style.amounts("$15,650, $7 and $0.50.") == dollars


@pytest.mark.parametrize(
    ("start", "day", "first", "last"),
    [
        ("monday", "2026-11-23", "2026-11-23", "2026-11-29"),
        ("monday", "2026-11-22", "2026-11-16", "2026-11-22"),
        ("sunday", "2026-11-23", "2026-11-22", "2026-11-28"),
        ("sunday", "2026-11-22", "2026-11-22", "2026-11-28"),
        ("sunday", "2026-11-28", "2026-11-22", "2026-11-28"),
    ],
)
def test_a_week_begins_where_people_begin_it(
    settled: Callable[..., None], start: str, day: str, first: str, last: str
) -> None:
    settled(week_start=start)
    with style.of_a_command():
        found = day_style.week(date.fromisoformat(day))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("date_shown", "roman", "date_shown is words, iso or numbers"),
        ("week_start", "friday", "week_start is monday or sunday"),
        ("number_format", "1'234", "number_format is 1,234.5, 1.234,5 or 1 234,5"),
        ("plain", "1", "plain is on or off"),
    ],
)
def test_a_setting_that_can_t_be_is_refused_with_those_that_can(
    name: str, value: str, mend: str
) -> None:
    with pytest.raises(InvalidError, match=mend):
        config.checked({name: value}, "x")


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["due", "--format", "table"], {"date_shown": "iso"}, "Monday 2026-11-23"),
        (["due", "--format", "table"], {"date_shown": "iso"}, "Dr. Ames ended 2026-11-11"),
        (["client", "show", "C0031"], {"date_shown": "numbers"}, "10/2/1988 (age 38)"),
        (["client", "show", "C0031"], {"date_shown": "numbers", "date_format": "dmy"}, "2/10/1988"),
        (["client", "show", "C0031"], {"number_format": "1.234,5"}, "$16.800 a year"),
        (["crisis", "add", "C0031", "--kind=medical", "--on=19 nov", "--admitted-on=19 nov",
          "--discharged-on=21 nov"], {"date_shown": "iso"}, "within 7 days of 2026-11-21, due"),
        (["report", "workload", "--format", "table"], {"number_format": "1 234,5"}, ",0 %"),
        (["report", "compliance", "--month=2026-11", "--format=table"], {"date_shown": "numbers"},
         "up to the day before 11/23/2026."),
        (["report", "workload", "--format", "html"], {"number_format": "1.234,5"}, ",0 %"),
        (["task", "list", "--format", "table"], {"date_shown": "numbers"}, "11/25/2026"),
        (["task", "list", "--format", "table"], {}, "2026-11-25"),
        (["appointment", "list", "--week", "today"], {},
         "The week from Mon 23 Nov 2026 to Sun 29 Nov 2026."),
        (["contact", "list", "--week", "last sat"], {"week_start": "sunday", "date_shown": "iso"},
         "The week from Sun 2026-11-15 to Sat 2026-11-21."),
    ],
)  # fmt: skip
def test_commands_show_it_so(
    run: Run, arguments: list[str], settings: dict[str, str], said: str
) -> None:
    assert said in run(*arguments, **settings)


@pytest.mark.parametrize(
    "arguments",
    [
        ["due", "--json"],
        ["due", "--csv"],
        ["due"],
        ["standard", "list", "--json"],
        ["due", "--explain", "C0031", "--json"],
        ["report", "compliance", "--json"],
        ["export", "contacts", "--csv"],
        ["client", "show", "C0031", "--json"],
        ["plan", "history", "C0028", "--json"],
        ["safety-plan", "history", "C0031", "--json"],
    ],
)
def test_what_programs_read_is_the_same_under_all_settings(run: Run, arguments: list[str]) -> None:
    wanted = {"date_shown": "numbers", "week_start": "sunday", "number_format": "1.234,5",
              "plain": "on", "date_format": "dmy"}  # fmt: skip
    assert run(*arguments) == run(*arguments, **wanted)


def test_a_workbook_is_the_same_under_all_settings(run: Run, on_the_demo: Path) -> None:
    wanted = {"date_shown": "numbers", "number_format": "1.234,5", "plain": "on"}
    for name, settings in (("one", {}), ("two", wanted)):
        run("export", "contacts", "needs", "-o", f"rows {name}.xlsx", **settings)
        run("report", "compliance", "-o", f"report {name}.xlsx", **settings)
    one, two = (load_workbook(on_the_demo / f"rows {name}.xlsx") for name in ("one", "two"))
    for sheet in one.sheetnames:
        assert list(one[sheet].values) == list(two[sheet].values)
    # What follows has the head of the audit log, to which each command adds.
    one, two = (load_workbook(on_the_demo / f"report {name}.xlsx") for name in ("one", "two"))
    assert list(one["about"].values)[:3] == list(two["about"].values)[:3]


def test_a_day_that_was_shown_can_be_typed_again(run: Run) -> None:
    for shown in ("words", "iso", "numbers"):
        for order in ("mdy", "dmy", "ymd"):
            settings = {"date_shown": shown, "date_format": order}
            said = run("log", "C0031", "--on", "5 nov", "x", **settings)
            day = said.partition("5 nov is ")[2].partition(" (")[0]
            assert f"{day} (18 days ago)" in run("log", "C0031", "--on", day, "x", **settings)
            logged = json.loads(run("contact", "list", "C0031", "--json", **settings))
            assert logged[0]["contacted_on"] <= "2026-11-19"
