"""A language is the same however it is named."""

import pytest

from caseload.languages import key, shown

SAME = {
    "es": ("es", "ES", "spa", "es-MX", "Spanish", "spanish ", "Español", "ESPAÑOL", "espanol",
           "Castellano", "español", "Spanish-speaking staff"),
    "vi": ("vi", "Vietnamese", "Tiếng Việt"),
    "zh": ("zh", "Chinese", "Mandarin", "中文", "cmn"),
    "ase": ("ASL", "American Sign Language", "sign language", "ase"),
    "ht": ("Haitian Creole", "Kreyòl", "Creole", "ht"),
    "fa": ("Farsi", "Persian", "fas"),
    "tl": ("Tagalog", "Filipino", "fil", "tl"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "text"), [(wanted, text) for wanted, texts in SAME.items() for text in texts]
)
def test_a_language_has_one_key(wanted: str, text: str) -> None:
    assert key(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["[/]", "=1+1", "\x1b[31m", "zxy", "x" * 200_000, "\ud800", "a-" * 9, "a\0b", "a\0bq0689z"],
)
def test_what_is_no_language_is_itself(text: str) -> None:
    assert key(text) == text.casefold()
    assert shown(text) == text.strip()


def test_blank_text_is_no_language() -> None:
    assert key(" ") == ""


def test_a_code_is_shown_by_its_name() -> None:
    assert [shown(text) for text in ("es", "Español", "asl", "vi")] == [
        "Spanish", "Spanish", "American Sign Language", "Vietnamese",
    ]  # fmt: skip
