"""Each reason moves a service up or down, and says itself in a sentence that can be checked."""

from datetime import date, timedelta
from typing import Any

import pytest

from caseload.model.linking import Resource, ResourceNeed
from caseload.model.planning import Housing
from caseload.rules.resource_rules import (
    Asked,
    Fit,
    History,
    age_fit,
    ages,
    answer,
    history,
    judge,
    points,
    verified,
)
from caseload.settings.resource_files import weights

TODAY = date(2026, 11, 20)
W = weights()
PLAIN = Fit("named", "within", "spoken", "yes", "recently", "name", (), History(4, 4, 9))
ILLNESS = next(n for n, ask in enumerate(W.asks) if "mental illness" in ask.words)
HOMELESS = next(n for n, ask in enumerate(W.asks) if "homeless" in ask.words)
VETERAN = next(n for n, ask in enumerate(W.asks) if "veteran" in ask.words)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"county": "named"}, {"county": "everywhere"}),
        ({"age": "within"}, {"age": "unlimited"}),
        ({"language": "spoken"}, {"language": "unsaid"}),
        ({"language": "unsaid"}, {"language": "other"}),
        ({"accepting": "yes"}, {"accepting": "unknown"}),
        ({"accepting": "unknown"}, {"accepting": "no"}),
        ({"verified": "recently"}, {"verified": "lately"}),
        ({"verified": "lately"}, {"verified": "long_ago"}),
        ({"verified": "long_ago"}, {"verified": "never"}),
        ({"text": "name"}, {"text": "description"}),
        ({"asks": ((0, "met"),)}, {"asks": ()}),
        ({"asks": ()}, {"asks": ((0, "unknown"),)}),
        ({"asks": ((0, "unknown"),)}, {"asks": ((0, "unmet"),)}),
        ({"history": History(4, 4, 60)}, {"history": History(4, 2, 60)}),
        ({"history": History(4, 2, 60)}, {"history": History(4, 0, None)}),
        ({"history": History(4, 4, 3)}, {"history": History(4, 4, 60)}),
        ({"history": History(4, 4, 60)}, {"history": History()}),
        ({"history": History()}, {"history": History(4, 0, None)}),
    ],
)
def test_each_reason_alone_changes_the_order(better: Any, worse: Any) -> None:
    assert points(PLAIN._replace(**better), W) > points(PLAIN._replace(**worse), W)


HELPS = {
    "county named", "county everywhere", "age within", "age unlimited", "language spoken",
    "accepting yes", "verified recently", "verified lately", "text name", "eligible met",
    "history worked", "history quick",
}  # fmt: skip
HARMS = {
    "county other", "age outside", "language other", "accepting no", "verified long_ago",
    "verified never", "eligible unknown", "eligible unmet", "history failed",
}  # fmt: skip
NEITHER = {"language unsaid", "accepting unknown", "text description"}


def test_the_reasons_tested_are_all_there_are() -> None:
    assert set(W.points) == HELPS | HARMS | NEITHER


@pytest.mark.parametrize("name", sorted(W.points))
def test_each_shipped_weight_alone_moves_a_service_past_its_equal(name: str) -> None:
    without = W._replace(points={**W.points, name: 0})
    moved = points(fit_of(name), W) - points(fit_of(name), without)
    assert (moved > 0, moved < 0) == (name in HELPS, name in HARMS)


def fit_of(name: str) -> Fit:
    """A service of which a weight's word holds, the others as they are in all."""
    group, _, word = name.partition(" ")
    if group == "eligible":
        return PLAIN._replace(asks=((0, word),))
    if group == "history":
        return PLAIN._replace(history=History(4, 0 if word == "failed" else 4, 9))
    words: dict[str, Any] = {group: word}
    return PLAIN._replace(**words)


def test_one_past_referral_is_too_few_to_count() -> None:
    assert points(PLAIN._replace(history=History(1, 0)), W) == points(
        PLAIN._replace(history=History()), W
    )


@pytest.mark.parametrize("name", sorted(W.points))
def test_each_weight_counts(name: str) -> None:
    more = W._replace(points={**W.points, name: W.points[name] + 100})
    assert points(fit_of(name), more) == points(fit_of(name), W) + 100


@pytest.mark.parametrize(
    ("days", "word"),
    [(0, "recently"), (90, "recently"), (91, "lately"), (180, "lately"), (181, "long_ago")],
)
def test_what_was_verified_grows_old(days: int, word: str) -> None:
    assert verified(TODAY - timedelta(days), TODAY, W) == word
    assert verified(None, TODAY, W) == "never"


@pytest.mark.parametrize(
    ("age", "minimum", "maximum", "word"),
    [
        (None, 18, 64, ""),
        (17, None, None, "unlimited"),
        (17, 18, None, "outside"),
        (18, 18, None, "within"),
        (64, None, 64, "within"),
        (65, None, 64, "outside"),
        (0, 0, 0, "within"),
        (1, None, 0, "outside"),
        (130, 18, None, "within"),
    ],
)
def test_both_limits_of_age_are_included(
    age: int | None, minimum: int | None, maximum: int | None, word: str
) -> None:
    assert age_fit(age, minimum, maximum) == word


def test_limits_of_age_in_words() -> None:
    assert [ages(*each) for each in ((12, 17), (18, None), (None, 64), (0, 5))] == [
        "ages 12 to 17", "ages 18 and over", "ages up to 64", "ages up to 5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "asked", "said"),
    [
        (ILLNESS, Asked(diagnoses=("F33.1",)), "met"),
        (ILLNESS, Asked(diagnoses=("E11.9", "F01")), "met"),
        (ILLNESS, Asked(diagnoses=("F99",)), "met"),
        (ILLNESS, Asked(diagnoses=("G10",)), "unmet"),
        (ILLNESS, Asked(diagnoses=()), "unknown"),
        (HOMELESS, Asked(diagnoses=(), housing=Housing.SHELTER), "met"),
        (HOMELESS, Asked(diagnoses=(), housing=Housing.RENTED), "unmet"),
        (HOMELESS, Asked(diagnoses=("F20.9",)), "unknown"),
        (VETERAN, Asked(diagnoses=("F20.9",), housing=Housing.RENTED), "unknown"),
    ],
)
def test_what_is_not_known_is_never_a_no(ask: int, asked: Asked, said: str) -> None:
    assert answer(W.asks[ask], asked) == said


def test_past_referrals_are_told_by_their_median() -> None:
    assert history([3, 9, 30, None]) == History(4, 3, 9)
    assert history([None]) == History(1, 0, None)
    assert history([]) == History()


def test_each_reason_stands_as_a_sentence_for_or_against() -> None:
    one = Resource(
        "V0001", "Casa", "Renta", frozenset({ResourceNeed.HOUSING}), counties=("Hill",),
        eligibility="Adults with Mental Health needs, homeless", minimum_age=18,
        languages=("es", "English"), verified_on=TODAY - timedelta(200),
    )  # fmt: skip
    asked = Asked("Hill", "vi", 40, "renta", ("E11.9",), Housing.SHELTER)
    fit = Fit("named", "within", "other", "unknown", "long_ago", "name",
              ((ILLNESS, "unmet"), (HOMELESS, "met")), History(3, 1, 20))  # fmt: skip
    told = judge(one, fit, asked, W, TODAY)
    assert told.reasons == (
        "covers Hill", "takes ages 18 and over", "its name has 'renta'",
        "asks for 'homeless': they were noted as shelter",
    )  # fmt: skip
    assert told.against == (
        "speaks Spanish, English, not Vietnamese",
        "nobody has said whether it takes people now",
        "not verified since Mon 4 May 2026 (200 days ago)",
        "asks for 'mental health': they have E11.9",
        "1 of 3 past referrals linked, half of them within 20 days",
    )
    assert told.score == points(fit, W)
    good = fit._replace(
        county="everywhere", language="spoken", accepting="yes", verified="never",
        asks=((ILLNESS, "met"), (VETERAN, "unknown")), history=History(1, 1, 2),
    )  # fmt: skip
    told = judge(one, good, asked._replace(diagnoses=("F20.9", "E11.9")), W, TODAY)
    assert told.reasons == (
        "takes ages 18 and over", "speaks Vietnamese", "takes people now", "its name has 'renta'",
        "asks for 'mental health': they have F20.9",
    )  # fmt: skip
    assert told.against == (
        "names no county: everywhere, or nobody has said where",
        "never verified",
        "asks for 'veteran': their record does not say",
        "1 of 1 past referral linked: too few to tell",
    )
