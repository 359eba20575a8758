"""Days off: from a library once, then in the file, where the agency says how it differs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from bringing import Desk
from making import new_file
from refusing import refused

from caseload.cli import main
from caseload.errors import InvalidError, NotFoundError
from caseload.records import checks, contacts, holidays, undo
from caseload.records._caseload import Caseload

d = date.fromisoformat


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        yield opened


def test_the_federal_holidays_of_a_year_are_known_on_the_days_on_which_they_are_kept() -> None:
    found = {one.day: one.name for one in holidays.of_place("US", [2026, 2027])}
    assert [day.isoformat() for day in found if day.year == 2026] == [
        *("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03"),
        *("2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"),
    ]
    # Juneteenth of 2027 falls on a Saturday and is kept on Friday; New Year 2028 in 2027.
    assert d("2027-06-18") in found
    assert d("2027-06-19") not in found
    assert found[d("2026-11-26")] == "Thanksgiving Day"
    assert all(day.weekday() < 5 for day in found)


def test_texas_has_days_of_its_own() -> None:
    texas = {one.day for one in holidays.of_place("us-tx", [2026])}
    assert d("2026-11-27") in texas
    assert d("2026-03-02") in texas
    assert d("2026-10-12") not in texas


@pytest.mark.parametrize("place", ["XX", "US-ZZ", "", "=1+1", "[/]", "李", "US TX", "us-"])
def test_a_place_that_nobody_knows_is_refused(caseload: Caseload, place: str) -> None:
    if place == "us-":
        assert holidays.of_place(place, [2026])
        return
    refused(InvalidError, holidays.fill, caseload, place)


@pytest.mark.parametrize("years", [[1969], [2101], [], [2026, 9999]])
def test_years_too_far_away_are_refused(caseload: Caseload, years: list[int]) -> None:
    refused(InvalidError, holidays.fill, caseload, "US", years)


def test_what_stands_in_the_file_is_left_alone(caseload: Caseload) -> None:
    holidays.add(caseload, d("2026-11-26"), "Turkey")
    added = holidays.fill(caseload, "US", [2026])
    assert len(added) == 10
    assert holidays.fill(caseload, "US", [2026]) == []
    assert [one.name for one in holidays.listed(caseload, 2026)][9] == "Turkey"
    assert holidays.days_off(caseload) == {one.day for one in holidays.listed(caseload)}
    assert checks.damage(caseload) == []


def test_last_year_and_the_next_five_are_written_down_when_no_years_are_said(
    caseload: Caseload,
) -> None:
    assert {one.day.year for one in holidays.fill(caseload)} == set(range(2025, 2032))


def test_a_day_off_is_added_and_taken_away_once(caseload: Caseload) -> None:
    day = d("2026-12-24")
    assert holidays.add(caseload, day, " Christmas  Eve ").name == "Christmas Eve"
    assert "already" in refused(InvalidError, holidays.add, caseload, day, "Again")
    refused(InvalidError, holidays.add, caseload, d("2026-12-23"), " ")
    refused(InvalidError, holidays.add, caseload, d("2026-12-23"), "\x1b[2J")
    undo.undo(caseload)
    assert holidays.listed(caseload) == []
    holidays.add(caseload, day, "Christmas Eve")
    holidays.remove(caseload, day)
    assert holidays.listed(caseload) == []
    refused(NotFoundError, holidays.remove, caseload, day)
    undo.undo(caseload)
    assert [one.day for one in holidays.listed(caseload)] == [day]
    assert checks.damage(caseload) == []


def test_a_new_file_and_the_demo_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    assert main(["--file", "mine.db", "init", "--no-encrypt"]) == 0
    assert main(["demo", "demo"]) == 0
    for file in ("mine.db", "demo/demo.db"):
        capsys.readouterr()
        assert main(["--file", file, "holiday", "list", "--year", "2026", "--csv"]) == 0
        said = capsys.readouterr().out
        assert said.splitlines()[0] == "day,name"
        assert "2026-11-26,Thanksgiving Day" in said
        assert len(said.splitlines()) == 12


def test_a_late_entry_and_an_unsigned_note_count_by_them(caseload: Caseload) -> None:
    from caseload.model import Contact, Mode, Reached

    contact = Contact(
        "K1", "C1", d("2026-11-25"), Mode.PHONE, Reached.CLIENT,
        recorded_at="2026-11-30T18:00:00.000Z",
    )  # fmt: skip
    assert contacts.late_entries(caseload, [contact]) == {"K1"}
    holidays.fill(caseload, "US", [2026])
    assert contacts.late_entries(caseload, [contact]) == frozenset()


def test_commands_say_back_what_they_did(desk: Desk) -> None:
    assert "Thu 24 Dec 2026, Christmas Eve" in desk.done(
        "holiday", "add", "2026-12-24", "Christmas Eve"
    )
    assert desk.done("holiday", "list") == "2026-12-24\tChristmas Eve\n"
    assert "A working day again: Thu 24 Dec 2026" in desk.done("holiday", "remove", "2026-12-24")
    said = desk.done("holiday", "fill", "US-TX", "--since", "2026", "--until", "2026")
    assert "Fri 27 Nov 2026, Friday After Thanksgiving" in said
    assert said.endswith("added, 2026 to 2026.\n")
    ran = desk.run("holiday", "fill", "XX")
    assert (ran.code, ran.out) == (3, "")
    assert "US-TX" in ran.err
    assert desk.run("holiday", "remove", "2026-12-23").code == 4
