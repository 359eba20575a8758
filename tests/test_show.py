"""How records look: whole words on a screen of any width, whole lines in a pipe."""

import io
from typing import NamedTuple

import pytest

from caseload import show

NEEDS = "Papers lost in a fire: state ID, Social Security card, birth certificate.\n\nSee note."


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Person(NamedTuple):
    name: str
    counties: tuple[str, ...]


def shown(out: io.StringIO) -> list[str]:
    show.facts([("phone", "555-0100"), ("needs", NEEDS), ("email", None)], out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", ["20", "40", "80", "200"])
def test_a_long_fact_is_broken_between_words_on_a_screen(
    monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = shown(Screen())
    assert max(map(len, lines)) <= int(width)
    said = " ".join(lines).split()
    assert [word for word in said if word.rstrip(":") not in ("phone", "needs")] == [
        "555-0100",
        *NEEDS.split(),
    ]


def test_a_long_fact_stays_on_its_line_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert shown(io.StringIO())[1] == f"needs  {NEEDS.splitlines()[0]}"


def test_several_values_in_a_narrow_column_are_broken_between_two_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    counties = ("McLennan", "Bosque", "Falls", "Freestone", "Hill", "Limestone")
    out = io.StringIO()
    show.rows([Person("Ana Ruiz", counties)], Person._fields, "table", out)
    assert set(counties) <= set(out.getvalue().replace(";", " ").split())


def test_a_list_holds_the_beginning_of_a_note_alone() -> None:
    assert show.shortened("Rent paid.\n  Wants help.") == "Rent paid. Wants help."
    assert show.shortened("a" * 200_000) == "a" * 59 + "…"
    assert show.shortened(None) == ""
