"""Text fits into its columns, whatever it is written in, and none of it is lost."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.show.widths import cells, fit, sentence, unbroken, wrapped

SOME = st.text(st.sampled_from("a b-é李👩🏽\u200d🚀\ufe0f❤\u0301\u00a0\tمx"), max_size=80)


@given(st.text() | SOME, st.integers(2, 60))
def test_no_line_is_wider_than_asked_and_every_letter_is_on_one(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert max(map(cells, lines), default=0) <= width
    joined = "".join(lines).replace(" ", "").replace("\u00a0", "")
    assert len(joined) >= len("".join(text.split()).replace("\u00a0", ""))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("  \n ", 10, []),
        ("one two  three", 7, ["one two", "three"]),
        ("a supercalifragilistic x", 10, ["a", "supercalif", "ragilistic", "x"]),
        ("ab abcdefgh", 3, ["ab", "abc", "def", "gh"]),
        ("李" * 7, 6, ["李李李", "李李李", "李"]),
        ("李" * 7, 7, ["李李李", "李李李", "李"]),
        ("không Nguyễnnnnnnnnn", 9, ["không", "Nguyễnnnn", "nnnnn"]),
        ("a\x1b[31mb", 20, ["a␛[31mb"]),
        (unbroken("20 Nov 2026") + " or later", 12, ["20 Nov 2026", "or later"]),
    ],
)
def test_text_is_broken_between_words_and_in_those_too_long(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrapped(text, width) == lines


def test_text_long_as_a_book_is_wrapped_at_once() -> None:
    for letter in ("a", "李", "é"):
        lines = wrapped(letter * 200_000, 80)
        assert "".join(lines) == letter * 200_000
        assert {cells(line) for line in lines[:-1]} == {80}


LETTERS = st.text(st.sampled_from("a b-é李👩🚀م\t\n\x1bx"), max_size=60)
"""None that joins the next, as a space that fills up would be."""


@given(LETTERS, st.integers(1, 40))
def test_fitted_text_has_exactly_its_width(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width
    if cells(text) <= width and text.isprintable():
        assert fit(text, width).rstrip(" ") == text.rstrip(" ")


class Screen(io.StringIO):
    """A terminal of 40 columns, by COLUMNS."""

    def isatty(self) -> bool:
        return True


SAID = [
    ("Made plan.pdf.", ["Made plan.pdf."]),
    ("  'in person' is none of: in_person, video, phone",
     ["  'in person' is none of: in_person,", "  video, phone"]),
    ("caseload: Nobody is 'mar'. Try: caseload client list --all --limit 10; or look",
     ["caseload: Nobody is 'mar'. Try:", "caseload client list --all --limit 10;", "or look"]),
    ("Next: caseload consent add C0001 \"Food; it. is\" --purpose \"…\"",
     ["Next:", "caseload consent add C0001 \"Food; it. is\" --purpose \"…\""]),
    ("  caseload import clients /a/long/path/to/the/roster.csv --yes",
     ["  caseload import clients /a/long/path/to/the/roster.csv --yes"]),
    ("Logged: 李李李李李李李李李李, 美 (0008), phone, \x1b[31m",
     ["Logged: 李李李李李李李李李李, 美 (0008),", "phone, ␛[31m"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), SAID)
def test_a_sentence_on_a_terminal_breaks_between_words_and_never_in_a_command(
    monkeypatch: pytest.MonkeyPatch, text: str, lines: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert sentence(text, Screen()).split("\n") == lines


@pytest.mark.parametrize(("text", "_lines"), SAID)
def test_a_sentence_in_a_pipe_is_one_line(
    monkeypatch: pytest.MonkeyPatch, text: str, _lines: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert sentence(text, io.StringIO()) == text.replace("\x1b", "␛")
