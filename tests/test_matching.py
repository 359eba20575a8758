"""Who fits whom: each reason and each weight alone changes the order, and a tie goes by name."""

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import InvalidError
from caseload.model import Staff
from caseload.rules import matching
from caseload.rules.matching import Candidate, Match, Sought, Specialty, Weights
from caseload.settings import data_files

SHIPPED = matching.read_weights(data_files.text_of(data_files.named()["matching"]), "matching.yaml")
SOUGHT = Sought(
    "ACT", ("LPC", "LCSW"), "Hill", "Spanish", ("F43.10",), "Behind on rent. Lost her job in May."
)
PLAIN = Staff("S1", "Ann", "case_manager", ("LPC",), ("Falls",), ("English",), capacity=10)


def ranked(
    *candidates: Candidate, sought: Sought = SOUGHT, weights: Weights = SHIPPED
) -> list[Match]:
    return matching.rank(sought, candidates, weights)


def two(staff: dict[str, Any], **facts: Any) -> tuple[Candidate, Candidate]:
    """Ann, who has nothing special, and Zoe, who differs from her in this alone."""
    zoe = PLAIN._replace(staff_id="S2", name="Zoe")._replace(**staff)
    return Candidate(PLAIN, 5), Candidate(zoe, facts.pop("load", 5), **facts)


HELPS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "county": ({"counties": ("Falls", "Hill County")}, {}, "serves Hill (+30)"),
    "language": ({"languages": ("spanish",)}, {}, "speaks Spanish (+40)"),
    "specialty": ({"specialties": ("Trauma",)}, {},
                  "works with Trauma: F43.10 lies in F43 (+20)"),
    "continuity": ({}, {"knows": "now"}, "is their case manager (+25)"),
    "room": ({}, {"load": 2}, "has room: 2 of 10 (+24)"),
}  # fmt: skip
HARMS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "full": ({}, {"load": 10}, "is at the limit: 10 of 10 (-60)"),
    "covering": ({}, {"covers": ("Bo",)}, "stands in for Bo (-10)"),
}


def test_what_differs_in_nothing_is_ordered_by_name() -> None:
    ann, zoe = two({})
    for order in ((ann, zoe), (zoe, ann)):
        assert [one.name for one in ranked(*order)] == ["Ann", "Zoe"]
    assert len({one.score for one in ranked(ann, zoe)}) == 1


@pytest.mark.parametrize("name", HELPS)
def test_each_reason_that_helps_changes_the_order_and_its_weight_alone_does_so(name: str) -> None:
    staff, facts, words = HELPS[name]
    ann, zoe = two(staff, **facts)
    first, second = ranked(ann, zoe)
    assert (first.name, second.name) == ("Zoe", "Ann")
    assert words in first.speaks_for
    assert words not in second.speaks_for
    without: dict[str, Any] = {name: 0}
    assert [one.name for one in ranked(ann, zoe, weights=SHIPPED._replace(**without))] == [
        *("Ann", "Zoe")
    ]
    twice: dict[str, Any] = {name: 2 * getattr(SHIPPED, name)}
    more = ranked(ann, zoe, weights=SHIPPED._replace(**twice))
    assert more[0].score - more[1].score == 2 * (first.score - second.score)


@pytest.mark.parametrize("name", HARMS)
def test_each_reason_that_harms_changes_the_order_and_its_weight_alone_does_so(name: str) -> None:
    staff, facts, words = HARMS[name]
    ann, zoe = two(staff, **facts)
    zoe = zoe._replace(staff=zoe.staff._replace(name="Aba"))
    first, second = ranked(ann, zoe)
    assert (first.name, second.name) == ("Ann", "Aba")
    assert words in second.speaks_against
    without: dict[str, Any] = {name: 0}
    if name == "full":
        # Without room either, for that is the same fact from its other side.
        without["room"] = 0
    assert [one.name for one in ranked(ann, zoe, weights=SHIPPED._replace(**without))] == [
        *("Aba", "Ann")
    ]


def test_the_weights_tested_are_all_there_are() -> None:
    assert {*HELPS, *HARMS} == set(matching.POINTS)


def test_every_point_of_a_score_stands_in_a_reason() -> None:
    _, best = two(
        HELPS["county"][0] | HELPS["language"][0] | {"specialties": ("trauma", "housing", "golf")},
        covers=("Bo", "Cy"), knows="before", load=3,
    )  # fmt: skip
    (one,) = ranked(best)
    said = re.findall(r"\(([+-]\d+)\)", " ".join((*one.speaks_for, *one.speaks_against)))
    assert sum(map(int, said)) == one.score == 30 + 40 + 20 + 20 + 25 + 21 - 10 - 10
    assert one.speaks_for == (
        "has LPC, which ACT requires",
        "serves Hill (+30)",
        "speaks Spanish (+40)",
        "works with trauma: F43.10 lies in F43 (+20)",
        "works with housing: the needs say 'rent' (+20)",
        "has been their case manager (+25)",
        "has room: 3 of 10 (+21)",
    )


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        ((), "may not take them: has none of LPC and LCSW, which ACT requires"),
        (("RN", "CCM"), "may not take them: has none of LPC and LCSW, which ACT requires"),
    ],
)
def test_who_lacks_what_the_program_requires_comes_last_whatever_the_score(
    credentials: tuple[str, ...], words: str
) -> None:
    best = HELPS["county"][0] | HELPS["language"][0] | {"credentials": credentials}
    ann, zoe = two(best)
    first, last = ranked(zoe, ann)
    assert (first.name, first.may_take, last.may_take) == ("Ann", True, False)
    assert last.score > first.score
    assert last.speaks_against[0] == words


@pytest.mark.parametrize("asked", ["es", "spa", "Español", "SPANISH", "Castellano"])
@pytest.mark.parametrize("spoken", ["es-MX", "Spanish", "español"])
def test_a_language_is_the_same_however_either_of_them_names_it(asked: str, spoken: str) -> None:
    ann, zoe = two({"languages": ("English", spoken)})
    first, second = ranked(ann, zoe, sought=SOUGHT._replace(language=asked))
    assert (first.name, first.score - second.score) == ("Zoe", SHIPPED.language)
    assert any(each.startswith("speaks ") for each in first.speaks_for)
    assert "speaks English, not Spanish" in second.speaks_against


def test_one_required_credential_is_named_alone_and_compared_without_case() -> None:
    one = SOUGHT._replace(required_credentials=("lpc",))
    assert ranked(Candidate(PLAIN, 1), sought=one)[0].may_take
    other = ranked(Candidate(PLAIN, 1), sought=SOUGHT._replace(required_credentials=("RN",)))[0]
    assert other.speaks_against[0] == "may not take them: has no RN, which ACT requires"


@pytest.mark.parametrize(
    ("staff", "load", "words", "points"),
    [
        ({"capacity": None}, 7, "no limit is set for them; they have 7 clients", 0),
        ({"capacity": None}, 1, "no limit is set for them; they have 1 client", 0),
        ({"capacity": 10}, 11, "is over the limit: 11 of 10 (-60)", -60),
        ({"capacity": 10}, 10, "is at the limit: 10 of 10 (-60)", -60),
        ({"capacity": 0}, 0, "is at the limit: 0 of 0 (-60)", -60),
        ({"counties": ()}, 10, "no county is recorded for them", -60),
        ({"languages": ()}, 10, "no language is recorded for them", -60),
        ({}, 10, "serves Falls, not Hill", -60),
        ({"languages": ("English", "Thai")}, 10, "speaks English and Thai, not Spanish", -60),
    ],
)
def test_what_speaks_against_is_said(
    staff: dict[str, Any], load: int, words: str, points: int
) -> None:
    (one,) = ranked(two(staff, load=load)[1])
    assert words in one.speaks_against
    assert one.score == points


@pytest.mark.parametrize(("load", "points"), [(0, 30), (1, 27), (9, 3), (5, 15)])
def test_room_counts_by_the_part_of_the_capacity_that_is_free(load: int, points: int) -> None:
    assert ranked(two({}, load=load)[1])[0].score == points


def test_what_is_not_known_of_the_client_neither_helps_nor_harms() -> None:
    (one,) = ranked(two({})[1], sought=Sought())
    assert one.speaks_for == ("has room: 5 of 10 (+15)",)
    assert one.speaks_against == ()


@pytest.mark.parametrize(
    ("specialty", "needs", "found"),
    [
        ("housing", "behind on RENT", "the needs say 'rent'"),
        ("housing", "Housing first", "the needs say 'housing'"),
        ("housing", "a rental; parent", None),
        ("employment", "no Job.", "the needs say 'job'"),
        ("employment", "jobless", None),
        ("golf", "wants golf", "the needs say 'golf'"),
        ("golf", "wants tennis", None),
        ("C++ [/]", "learns c++ [/] at night", "the needs say 'C++ [/]'"),
        ("Größe", "fragt nach grosse", "the needs say 'Größe'"),
        ("housing", None, None),
    ],
)
def test_a_specialty_answers_to_whole_words_of_the_needs(
    specialty: str, needs: str | None, found: str | None
) -> None:
    sought = Sought(presenting_needs=needs)
    (one,) = ranked(two({"specialties": (specialty,)})[1], sought=sought)
    words = [each for each in one.speaks_for if each.startswith("works with")]
    assert words == ([f"works with {specialty}: {found} (+20)"] if found else [])


def test_a_code_less_exact_than_a_specialty_s_does_not_answer_to_it() -> None:
    weights = SHIPPED._replace(specialties=(Specialty("ptsd", ("F43.1",)),))
    _, zoe = two({"specialties": ("ptsd",)})
    for code, answers in (("F43", False), ("F43.1", True), ("F43.12", True), ("F43.2", False)):
        (one,) = ranked(zoe, sought=Sought(diagnosis_codes=(code,)), weights=weights)
        assert any(each.startswith("works with ptsd") for each in one.speaks_for) is answers


WORDS = st.sampled_from(["Hill", "Falls", "Ñuñez", "", "trauma", "rent"])
CANDIDATES = st.lists(
    st.builds(
        lambda number, capacity, load, counties, specialties, covers: Candidate(
            Staff(f"S{number}", f"N{number % 3}", counties=tuple(filter(None, counties)),
                  specialties=tuple(filter(None, specialties)), capacity=capacity,
                  credentials=("LPC",) if number % 2 else ()),
            load, tuple(covers),
        ),
        st.integers(0, 50), st.none() | st.integers(0, 20), st.integers(0, 30),
        st.lists(WORDS, max_size=2), st.lists(WORDS, max_size=2), st.lists(WORDS, max_size=2),
    ),
    max_size=6, unique_by=lambda one: one.staff.staff_id,
)  # fmt: skip


@given(CANDIDATES, st.integers())
def test_the_order_does_not_hang_on_the_order_of_what_came_in(
    candidates: list[Candidate], seed: int
) -> None:
    mixed = Random(seed).sample(candidates, len(candidates))
    assert ranked(*candidates) == ranked(*mixed)
    keys = [(not one.may_take, -one.score) for one in ranked(*candidates)]
    assert keys == sorted(keys)


# --- the file of weights -------------------------------------------------------------------------


def test_the_shipped_weights_know_the_specialties_by_code_and_word() -> None:
    assert (SHIPPED.county, SHIPPED.language, SHIPPED.full) == (30, 40, 60)
    assert Specialty("psychosis", ("F20-F29",), ("voices",)) in SHIPPED.specialties


BAD = """weights:
  county: much
  languge: 40
  specialty: 1001
  continuity: -1
  room: 1.5
  full: ''
  covering: 10
specialties:
  - specialty: trauma
    diagnosis_codes: [F43, F4, F39-F30]
  - specialty: Trauma
    words: ['']
  - words: [x]
"""


def test_each_mistake_in_a_file_of_weights_is_named_by_its_line() -> None:
    with pytest.raises(InvalidError) as raised:
        matching.read_weights(BAD, "m.yaml")
    assert str(raised.value).split("; line ") == [
        "m.yaml: line 2: county is 0 to 1000 points, not 'much'",
        "2: the weight language is missing; 0 leaves it out",
        "3: weights has no 'languge'; did you mean language?",
        "4: specialty is 0 to 1000 points, not '1001'",
        "5: continuity is 0 to 1000 points, not '-1'",
        "6: room is 0 to 1000 points, not '1.5'",
        "7: full is 0 to 1000 points, not ''",
        "11: 'F4' is no code, category or range of ICD-10-CM; they look like F33.1, F33 or F20-F29",
        "11: F39-F30 runs backwards; write F30-F39",
        "12: 'Trauma' stands twice",
        "13: the word says nothing",
        "14: the specialty says nothing.",
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "weights: 3", "specialties: []", "weights: &a {}", "\x1b", "=1+1", "李: 🙂"]
)
def test_what_is_no_file_of_weights_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match=r"m\.yaml: line 1: "):
        matching.read_weights(text, "m.yaml")
