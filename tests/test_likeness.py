"""Whether two people may be one: who is shown before a new client is made."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.folding import fold
from caseload.rules.likeness import Likeness, Person, alike, digits, misspelled, same_phone

BORN = date(1988, 10, 2)


def person(name: str, born: date | None = BORN, phone: str = "", preferred: str = "") -> Person:
    first, _, last = name.partition(" ")
    return Person(fold(first), fold(last), fold(preferred), born, phone)


SPELLED_ALIKE = [
    ("John Smith", "Jon Smith"),
    ("Ngozi Okafor", "Ngosi Okafor"),
    ("Ngozi Okafor", "Ngozi Okafro"),
    ("Hanh Nguyen", "Hanh Ngyuen"),
    ("José Nuñez", "Jose Nunes"),
    ("Catherine Ames", "Katherine Ames"),
    ("Imani Brooks-Carter", "Imani Carter"),
    ("Rosa De León", "Rosa Leon"),
    ("Samuel Okafor", "Sam Okafor"),
    ("Ana Núñez", "Anna Nunez"),
    ("Eva Marek", "Iva Marek"),
]
SAME = [
    ("José Nuñez", "JOSE  NUNEZ"),
    ("Bo 李", "bo 李"),
    ("Siobhan O\u2019Brien", "siobhan o'brien"),
]
EXCHANGED = [("Ngozi Okafor", "Okafor Ngozi"), ("Mei Li", "Li Mei")]
OTHERS = [
    ("Mei Li", "Tom Xu"),
    ("Mei Li", "Bo Le"),
    ("Ana Ruiz", "Tom Okafor"),
    ("María García", "Wesley Tharp"),
]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        *((*pair, "names spelled alike") for pair in SPELLED_ALIKE),
        *((*pair, "same name") for pair in SAME),
        *((*pair, "first and last name exchanged") for pair in EXCHANGED),
    ],
)
def test_names_that_are_close_and_born_on_one_day_may_be_one_person(
    one: str, other: str, reason: str
) -> None:
    for a, b in ((one, other), (other, one)):
        found = alike(person(a), person(b))
        assert found is not None
        assert found.likeness is Likeness.NAME_AND_BIRTH
        assert found.reasons == (reason, "same date of birth")


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_that_are_not_are_two_people_even_when_born_on_one_day(one: str, other: str) -> None:
    assert alike(person(one), person(other)) is None


@pytest.mark.parametrize(("one", "other"), [*SPELLED_ALIKE, *SAME, *EXCHANGED])
def test_two_dates_of_birth_that_disagree_speak_for_two_people(one: str, other: str) -> None:
    assert alike(person(one), person(other, date(1961, 4, 17))) is None


@pytest.mark.parametrize(
    ("born", "near"),
    [
        (date(1988, 10, 3), True),
        (date(1988, 10, 20), True),
        (date(1988, 2, 10), True),
        (date(1898, 10, 2), True),
        (date(1978, 10, 2), True),
        (date(1989, 10, 2), True),
        (date(1988, 11, 3), False),
        (date(1990, 10, 3), False),
        (date(1989, 9, 2), False),
    ],
)
def test_a_date_of_birth_may_be_off_by_a_figure(born: date, near: bool) -> None:
    found = alike(person("Ngozi Okafor"), person("Ngosi Okafor", born))
    assert (found is not None) is near
    if found is not None:
        assert "date of birth one figure apart" in found.reasons
    # With a figure off, one name alone is too little.
    assert alike(person("Ngozi Okafor"), person("Ngozi Tharp", born)) is None


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Ngozi Okafor", "Ngozi Okafor", True),
        ("Ngozi Okafor", "Okafor Ngozi", True),
        ("Ngozi Okafor", "Ngosi Okafor", True),
        ("John Smith", "Jon Smith", True),
        ("Imani Brooks-Carter", "Imani Carter", False),
        ("Samuel Okafor", "Sarah Okafor", False),
    ],
)
def test_without_a_date_of_birth_names_must_be_nearly_the_same(
    one: str, other: str, shown: bool
) -> None:
    for a, b in ((BORN, None), (None, BORN), (None, None)):
        assert (alike(person(one, a), person(other, b)) is not None) is shown


@pytest.mark.parametrize(
    ("other", "reason"),
    [("Ngozi Tharp", "first name alike"), ("Wesley Okafor", "last name alike")],
)
def test_one_name_and_the_day_of_birth_are_enough_since_people_marry_and_have_twins(
    other: str, reason: str
) -> None:
    found = alike(person("Ngozi Okafor"), person(other))
    assert found is not None
    assert found.likeness is Likeness.BIRTH
    assert found.reasons == (reason, "same date of birth")


def test_what_they_go_by_counts_as_a_first_name() -> None:
    rosie = person("Rosalinda Garza", preferred="Rosie")
    assert alike(rosie, person("Rosie Garza")) is not None
    assert alike(person("Rosie Garza"), rosie) is not None


@pytest.mark.parametrize(
    ("phone", "same"),
    [
        ("2545550131", True),
        ("254.555.0131", True),
        ("+1 254 555 0131", True),
        ("1-254-555-0131", True),
        ("(254) 555-0131 ext. 7", True),
        ("254-555-0131 x7", True),
        ("(254) 555-0132", False),
        ("555-0131", False),
        ("", False),
        ("none", False),
    ],
)
def test_a_phone_is_the_same_however_it_is_written(phone: str, same: bool) -> None:
    assert same_phone("(254) 555-0131", phone) is same
    found = alike(person("A B", None, "(254) 555-0131"), person("Cy Poe", None, phone))
    assert (found is not None) is same
    if found is not None:
        assert found.reasons == ("same phone",)


def test_two_who_have_no_phone_do_not_share_one() -> None:
    assert not same_phone("", "")
    assert not same_phone("none", "none")
    assert not same_phone("911", "911")


@pytest.mark.parametrize(
    ("name", "known", "likely"),
    [
        ("ACT-lte", "ACT-lite", True),
        ("act lite", "ACT-lite", True),
        ("Dana Whitfeild", "Dana Whitfield", True),
        ("Whitfield, Dana", "Dana Whitfield", True),
        ("Ortega Munoz", "Ortega Muñoz", False),  # one name already
        ("Team A", "Team B", False),
        ("ACT 1", "ACT 2", False),
        ("Outreach 11", "Outreach 1", False),
        ("ACT", "ACE", False),
        ("Dana Wood", "Dana Whitfield", False),
        ("", "ACT-lite", False),
    ],
)
def test_a_name_is_a_slip_for_another_where_one_letter_is_and_no_figure(
    name: str, known: str, likely: bool
) -> None:
    assert misspelled(name, ["Intake", known]) == (known if likely else None)
    assert misspelled(known, [name]) == (name if likely else None)


people = st.builds(
    Person,
    st.text("abno ñ-'", min_size=1, max_size=8),
    st.text("abno ñ-'", min_size=1, max_size=8),
    st.just(""),
    st.none() | st.dates(date(1988, 1, 1), date(1989, 12, 31)),
    st.text("0123456789 ()-+x", max_size=16),
)


@given(people, people)
def test_it_is_the_same_from_either_side(one: Person, other: Person) -> None:
    mine, theirs = alike(one, other), alike(other, one)
    assert (mine and mine.likeness) == (theirs and theirs.likeness)


@given(people)
def test_everyone_is_like_themselves(one: Person) -> None:
    assert alike(one, one) is not None


@given(st.text(max_size=30))
def test_the_figures_of_a_phone_are_figures(phone: str) -> None:
    assert digits(phone).isdigit() or digits(phone) == ""
