"""What answers come to: scores, bands, flags, needs and strengths."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making_assessments import answers, instrument

from caseload.errors import InvalidError
from caseload.model.assessing import Instrument, InstrumentItem, Option, Scoring, half_up
from caseload.rules import assessment_rules as rules

PHQ = instrument("phq-9")
NEEDS = instrument("needs")
FEW = tuple(Option(n, f"option {n}") for n in range(5))


def scale(scoring: Scoring, times: int = 1, count: int = 3) -> Instrument:
    items = tuple(InstrumentItem(str(n), f"Item {n}", FEW) for n in range(1, count + 1))
    return Instrument("x", "X", "us", "free", items, scoring=scoring, times=times)


@pytest.mark.parametrize(
    ("values", "score", "band"),
    [
        ("0,0,0,0,0,0,0,0,0", 0, "minimal"),
        ("1,1,1,1,0,0,0,0,0", 4, "minimal"),
        ("1,1,1,1,1,0,0,0,0", 5, "mild"),
        ("3,3,3,0,0,0,0,0,0,3", 9, "mild"),
        ("3,3,3,1,0,0,0,0,0", 10, "moderate"),
        ("3,3,3,3,2,0,0,0,0", 14, "moderate"),
        ("3,3,3,3,3,0,0,0,0", 15, "moderately severe"),
        ("3,3,3,3,3,3,1,0,0", 19, "moderately severe"),
        ("3,3,3,3,3,3,2,0,0", 20, "severe"),
        ("3,3,3,3,3,3,3,3,3,3", 27, "severe"),
    ],
)  # fmt: skip
def test_a_phq_9_is_the_sum_of_its_nine_items_and_has_its_band(
    values: str, score: int, band: str
) -> None:
    found = rules.result(PHQ, answers(values))
    assert (found.score, found.band) == (score, band)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 4), min_size=1, max_size=7), st.integers(1, 100))
def test_a_mean_is_rounded_with_a_half_up_as_fractions_say(values: list[int], times: int) -> None:
    one = scale(Scoring.MEAN, times, len(values))
    said = {str(n): str(value) for n, value in enumerate(values, 1)}
    exact = Fraction(times * sum(values), len(values))
    assert rules.result(one, said).score == floor(exact + Fraction(1, 2))


@pytest.mark.parametrize(("above", "below", "made"), [(1, 2, 1), (3, 2, 2), (1, 3, 0), (2, 3, 1)])
def test_a_half_goes_up(above: int, below: int, made: int) -> None:
    assert half_up(above, below) == made


def test_without_a_scoring_there_is_no_score_and_no_band() -> None:
    found = rules.result(scale(Scoring.NONE), answers("1,2,3"))
    assert (found.score, found.band) == (None, None)


def test_an_answer_may_be_said_in_the_option_s_words() -> None:
    said = answers("1,1,1,1,1,1,1,1,1") | {"2": "  nearly EVERY day "}
    assert rules.result(PHQ, said).answers["2"] == 3


@pytest.mark.parametrize("bad", ["4", "-1", "1.0", "", "yes", "１", "[/]", "=1+1", "x" * 300])  # noqa: RUF001
def test_an_answer_that_can_t_be_is_refused(bad: str) -> None:
    with pytest.raises(InvalidError, match=r"item 3|without an answer: 3"):
        rules.result(PHQ, answers("1,1,1,1,1,1,1,1,1") | {"3": bad})


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidError) as caught:
        rules.result(PHQ, {"1": "4", "2": "1", "12": "0", "9": "x"})
    said = str(caught.value)
    for each in ("item 1: '4' is none of 0, 1, 2, 3", "item 9: 'x'", "no such item: '12'",
                 "without an answer: 3, 4, 5, 6, 7, 8", "Nothing was saved"):  # fmt: skip
        assert each in said, each
    assert "10" not in said.partition("without")[2], "the last item may be left out"


def test_more_answers_than_items_are_refused() -> None:
    assert rules.in_order(PHQ, ["1", "", "-", "2"]) == {"1": "1", "4": "2"}
    with pytest.raises(InvalidError, match="10 items, and these are 11"):
        rules.in_order(PHQ, ["1"] * 11)


@pytest.mark.parametrize(("value", "flagged"), [("0", 0), ("1", 1), ("2", 1), ("3", 1)])
def test_item_9_is_flagged_from_1_on_whatever_else_lacks(value: str, flagged: int) -> None:
    assert len(rules.raised(PHQ, rules.readable(PHQ, {"9": value, "1": "9"}))) == flagged


def test_needs_have_the_gravest_level_told_and_strengths_their_domains() -> None:
    found = rules.result(NEEDS, answers("1,2,3,0,0,0,0,0,0,0,0,0,0,0,0,1,2,3,"))
    assert found.needs == {"housing": "watch", "finances": "act", "employment": "act_now"}
    assert found.strengths == ("family", "social")


def test_two_items_about_one_part_of_life_tell_one_need() -> None:
    levels = NEEDS.items[0].levels
    items = tuple(item._replace(domain=NEEDS.items[0].domain, levels=levels)
                  for item in NEEDS.items[:2])  # fmt: skip
    one = NEEDS._replace(items=items, flags=())
    assert rules.result(one, {"1": "3", "2": "1"}).needs == {"housing": "act_now"}
    assert rules.result(one, {"1": "1", "2": "3"}).needs == {"housing": "act_now"}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (17, 12, "5 down from 17 on 3 Jun, better: the 5 points that mean something"),
        (17, 11, "6 down from 17 on 3 Jun, better: more than the 5 points that mean something"),
        (17, 16, "1 down from 17 on 3 Jun, better: less than the 5 points that mean something"),
        (3, 9, "6 up from 3 on 3 Jun, worse: more than the 5 points that mean something"),
        (3, 3, "as on 3 Jun"),
    ],
)
def test_a_change_says_its_way_and_whether_it_means_something(
    before: int, now: int, said: str
) -> None:
    assert rules.change_in_words(PHQ, before, now, "3 Jun") == said


def test_where_higher_is_better_a_rise_is() -> None:
    one = PHQ._replace(higher_is_worse=False, meaningful_change=None)
    assert rules.change_in_words(one, 3, 9, "3 Jun") == "6 up from 3 on 3 Jun, better"


def test_the_steps_of_a_crisis_name_988_and_the_agency_s_own_line() -> None:
    steps = rules.crisis_steps("Ours: 555-0100.")
    assert "988" in steps[1]
    assert "Ours: 555-0100." in steps[1]
    assert "safety plan" in steps[2]
    assert "supervisor" in steps[3]
    assert "988" in rules.crisis_steps(None)[1]
