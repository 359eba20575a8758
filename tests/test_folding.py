"""How names of people and counties are compared, and how a county is named in a line."""

import pytest

from caseload import folding

SAME = {
    "mclennan": ("McLennan", "MCLENNAN COUNTY", "McLennan  County", "McLennan Co.", "mclennan co"),
    "dona ana": ("Doña Ana", "Doña Ana County", "Dona Ana"),
    "orleans": ("Orleans Parish", "Orleans"),
    "kenai peninsula": ("Kenai Peninsula Borough",),
    "county": ("County",),
    "": ("", " "),
}


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, texts in SAME.items() for text in texts]
)
def test_a_county_has_one_key(key: str, text: str) -> None:
    assert folding.county(text) == key


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hill", "Hill County"),
        ("Hill County", "Hill County"),
        ("Orleans Parish", "Orleans Parish"),
        ("[/] 李", "[/] 李 County"),
    ],
)
def test_a_county_is_called_one_once(text: str, named: str) -> None:
    assert folding.county_named(text) == named
