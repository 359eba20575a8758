"""Who stands in two files: the same by name and date of birth, or by name and phone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.folding import fold
from caseload.rules.likeness import Person
from caseload.rules.same_people import MOST_BORN, MOST_CALLED, Known, again

BORN = date(1988, 10, 2)
PHONE = "(254) 555-0131"


def person(name: str, born: date | None = BORN, phone: str = "", preferred: str = "") -> Person:
    first, _, last = name.partition(" ")
    return Person(fold(first), fold(last), fold(preferred), born, phone)


ONE = [
    (person("Ana Ruiz"), person("Ana Ruiz"), ("same name", "same date of birth")),
    (person("José Nuñez"), person("JOSE NUNEZ"), ("same name", "same date of birth")),
    (
        person("Ngozi Okafor"),
        person("Okafor Ngozi"),
        ("first and last name exchanged", "same date of birth"),
    ),
    (person("Jon Smith"), person("John Smith"), ("names spelled alike", "same date of birth")),
    (
        person("Ana Ruiz"),
        person("Ana Ruiz", date(1988, 2, 10)),
        ("same name", "date of birth one figure apart"),
    ),
    (
        person("Samantha Ruiz", preferred="Sam"),
        person("Sam Ruiz"),
        ("same name", "same date of birth"),
    ),
    (person("Ana Ruiz", None, PHONE), person("Ana Ruiz", None, "254-555-0131"), ("same name",
     "same phone")),
    (person("Ana Ruiz", None, PHONE), person("Ana Ruiz", BORN, PHONE), ("same name", "same phone")),
    (person("Bo 李"), person("bo 李"), ("same name", "same date of birth")),
]  # fmt: skip
TWO = [
    (person("Ana Ruiz"), person("Ana Ruiz", date(1971, 3, 4))),
    (person("Ana Ruiz", None), person("Ana Ruiz", None)),
    (person("Ana Ruiz", None), person("Ana Ruiz")),
    (person("Mei Li"), person("Bo Okafor")),
    # Twins share a day, a phone and half a name.
    (person("Ana Ruiz", BORN, PHONE), person("Tomás Ruiz", BORN, PHONE)),
    (person("Ana Ruiz", BORN, PHONE), person("Ana Ruiz", date(1971, 3, 4), PHONE)),
]


@pytest.mark.parametrize(("one", "other", "why"), ONE)
def test_those_are_one_person(one: Person, other: Person, why: tuple[str, ...]) -> None:
    found = again([Known(0, one), Known(1, other)])
    assert {place: [each.place for each in those] for place, those in found.items()} == {
        0: [1],
        1: [0],
    }
    assert found[0][0].reasons[: len(why)] == why


@pytest.mark.parametrize(("one", "other"), TWO)
def test_those_are_two_people(one: Person, other: Person) -> None:
    assert again([Known(0, one), Known(1, other)]) == {}


def test_the_same_client_twice_in_one_file_is_that_file_s_affair() -> None:
    ana = person("Ana Ruiz")
    assert again([Known(0, ana), Known(0, ana)]) == {}
    found = again([Known(0, ana), Known(0, ana), Known(1, ana)])
    assert [(place, [one.place for one in those]) for place, those in found.items()] == [
        (0, [2]),
        (1, [2]),
        (2, [0, 1]),
    ]


def test_a_phone_that_a_shelter_s_people_share_tells_nobody_apart() -> None:
    anns = [f"Ann Client{letter}" for letter in "abcdefghijklmnop"]
    few = [Known(place, person(name, None, PHONE)) for place, name in enumerate(anns[:2])]
    assert set(again(few)) == {0, 1}
    many = [Known(place, person(name, None, PHONE)) for place, name in enumerate(anns)]
    assert len(many) > MOST_CALLED
    assert again(many) == {}
    # The same name under it is the same person still.
    assert set(again([*many, many[0]._replace(file=99)])) == {0, len(many)}


def test_a_day_that_was_made_up_for_many_tells_nobody_apart_but_by_the_whole_name() -> None:
    made_up = date(1900, 1, 1)
    letters = "abcdefghijklmnopqrst"
    names = [f"{a * 3}{b * 3} {b * 4}{a * 2}" for a in letters for b in letters[:6]]
    many = [Known(place, person(name, made_up)) for place, name in enumerate(names)]
    assert len(many) > MOST_BORN
    assert set(again([*many, many[7]._replace(file=99)])) == {7, len(many)}


PEOPLE = st.builds(
    Person,
    st.sampled_from(["ana", "anna", "bo", "ngozi"]),
    st.sampled_from(["ruiz", "ruis", "li", "okafor"]),
    st.sampled_from(["", "nita"]),
    st.none() | st.sampled_from([BORN, date(1988, 10, 3), date(1971, 3, 4)]),
    st.sampled_from(["", PHONE, "254 555 0131", "(254) 555-0132"]),
)


@given(st.lists(st.builds(Known, st.integers(0, 3), PEOPLE), max_size=12))
def test_what_is_said_of_one_is_said_of_the_other_and_never_within_a_file(
    everyone: list[Known],
) -> None:
    found = again(everyone)
    for place, those in found.items():
        for other in those:
            assert everyone[place].file != everyone[other.place].file
            assert place in [one.place for one in found[other.place]]
    whole = {
        (one, other)
        for one, mine in enumerate(everyone)
        for other, theirs in enumerate(everyone)
        if mine.file != theirs.file
        and mine.person == theirs.person
        and mine.person.date_of_birth is not None
    }
    assert whole <= {(place, one.place) for place, those in found.items() for one in those}
