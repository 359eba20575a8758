"""How records look: whole words on a screen of any width, whole lines in a pipe."""

import csv
import io
import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


class Answer(NamedTuple):
    number: int
    yes: bool | None


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("record", [Answer, lambda *values: values])
def test_a_yes_is_never_taken_for_a_one(form: str, record: Any) -> None:
    rows = [record(0, None), record(1, True), record(1, False), record(0, True)]
    out = io.StringIO()
    show.rows(rows, Answer._fields, form, out)
    text = out.getvalue()
    found = json.loads(text) if form == "json" else list(map(json.loads, text.splitlines()))
    assert [(one["number"], one["yes"]) for one in found] == [tuple(row) for row in rows]
    assert [type(one["number"]) for one in found] == [int] * 4


LETTERS = st.sampled_from([*"a=+-@'\",;\t\r\n1 ", "é", "\u202e", "\x1b", "\u00a0", "👋"])
VALUES = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(LETTERS, max_size=5)
    | st.lists(st.text(LETTERS, max_size=3), max_size=2).map(tuple) | st.dates()
)  # fmt: skip


@given(st.lists(st.tuples(VALUES, VALUES), max_size=6), st.sampled_from([",", "\t"]))
def test_each_cell_of_delimited_text_is_made_safe_however_many_are_written_at_once(
    rows: list[tuple[Any, Any]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    show.rows(rows, ("a", "b"), "csv" if delimiter == "," else "tsv", out)
    found = list(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=delimiter))
    assert found[1:] == [
        [str(one) if type(one) is int else show.safe_cell(show.cell(one)) for one in row]
        for row in rows
    ]
