"""Why one service stands before another. All of it is pure.

What is known of a service, beside what is asked for, is a `Fit`: a word per reason. Its points come
from the agency's weights, its sentences from the facts. Whatever is not known speaks against a
service, and never rules it out.
"""

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from caseload import dates, languages
from caseload.model.linking import Resource
from caseload.model.planning import Housing


class Ask(NamedTuple):
    """What words in a service's eligibility ask of a client."""

    words: tuple[str, ...]
    diagnoses: tuple[tuple[str, str], ...] = ()
    """Ranges of ICD-10-CM categories, first and last: F20 to F29."""
    housing: frozenset[Housing] = frozenset()


class Weights(NamedTuple):
    """Points for each reason, as resources.yaml gives them."""

    points: dict[str, int]
    """By group and word: "county named"."""
    recently: int
    """Days within which what was verified is fresh."""
    lately: int
    """Days after which it is to be verified anew."""
    history: int
    """Days for which an ended referral counts."""
    quick: int
    """Days."""
    referrals: int
    """How many have ended before their outcome counts."""
    asks: tuple[Ask, ...] = ()


class Asked(NamedTuple):
    """What is looked for; None is not asked."""

    county: str | None = None
    language: str | None = None
    age: int | None = None
    text: str | None = None
    diagnoses: tuple[str, ...] | None = None
    """The client's; None when no client is meant."""
    housing: Housing | None = None


class History(NamedTuple):
    """How past referrals to a service went."""

    ended: int = 0
    """Those that were linked or have been closed."""
    linked: int = 0
    days: int | None = None
    """Half of those linked were linked within so many days of sending."""


class Fit(NamedTuple):
    """One service beside what is asked: a word of its group each; '' where nothing is asked."""

    county: str = ""
    age: str = ""
    language: str = ""
    accepting: str = "unknown"
    verified: str = "never"
    text: str = ""
    asks: tuple[tuple[int, str], ...] = ()
    """Which of the weights' `asks` it has, and whether that is met, unknown or unmet."""
    history: History = History()


class Judged(NamedTuple):
    """What speaks for a service and against it, and the points of both."""

    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]


NOTHING = History()
YES_NO = {1: "yes", 0: "no", None: "unknown"}


def verified(on: date | None, today: date, weights: Weights) -> str:
    """How long ago somebody made sure, in a word."""
    if on is None:
        return "never"
    days = (today - on).days
    if days <= weights.recently:
        return "recently"
    return "lately" if days <= weights.lately else "long_ago"


def age_fit(age: int | None, minimum: int | None, maximum: int | None) -> str:
    """Whether an age lies within limits, both included; '' when none is asked."""
    if age is None:
        return ""
    if minimum is None and maximum is None:
        return "unlimited"
    low, high = minimum or 0, age if maximum is None else maximum
    return "within" if low <= age <= high else "outside"


def answer(ask: Ask, asked: Asked) -> str:
    """Whether a client is what a service asks for: met, unknown or unmet; unknown is never no."""
    if ask.diagnoses:
        if not asked.diagnoses:
            return "unknown"
        inside = any(_within(code, span) for code in asked.diagnoses for span in ask.diagnoses)
        return "met" if inside else "unmet"
    if ask.housing:
        if asked.housing is None:
            return "unknown"
        return "met" if asked.housing in ask.housing else "unmet"
    return "unknown"


def _within(code: str, span: tuple[str, str]) -> bool:
    return span[0] <= code[:3].upper() <= span[1]


def history(days: Sequence[int | None]) -> History:
    """How past referrals went: for each that was linked, its days; None for one that was not."""
    linked = [each for each in days if each is not None]
    return History(len(days), len(linked), round(median(linked)) if linked else None)


def points(fit: Fit, weights: Weights) -> int:
    """The points of a service."""
    of = weights.points
    found = of[f"accepting {fit.accepting}"] + of[f"verified {fit.verified}"]
    for group, word in (
        ("county", fit.county),
        ("age", fit.age),
        ("language", fit.language),
        ("text", fit.text),
    ):
        if word:
            found += of[f"{group} {word}"]
    found += sum(of[f"eligible {said}"] for _, said in fit.asks)
    past = fit.history
    if past.ended >= weights.referrals:
        share = past.linked / past.ended
        found += round(of["history worked"] * share + of["history failed"] * (1 - share))
        if past.days is not None and past.days <= weights.quick:
            found += of["history quick"]
    return found


def judge(one: Resource, fit: Fit, asked: Asked, weights: Weights, today: date) -> Judged:
    """A service's points, and each of its reasons as a sentence that can be checked."""
    good: list[str] = []
    bad: list[str] = []
    county = asked.county or ""
    _say(fit.county, good, bad, {
        "named": f"covers {county}",
        "everywhere": "names no county: everywhere, or nobody has said where",
        "other": f"covers {', '.join(one.counties)}, not {county}",
    }, ("everywhere", "other"))  # fmt: skip
    limits = ages(one.minimum_age, one.maximum_age)
    _say(fit.age, good, bad, {
        "within": f"takes {limits}",
        "unlimited": "names no ages",
        "outside": f"takes {limits}, not {asked.age}",
    }, ("outside",))  # fmt: skip
    if fit.language:
        language = languages.shown(asked.language or "")
        others = ", ".join(map(languages.shown, one.languages))
        _say(fit.language, good, bad, {
            "spoken": f"speaks {language}",
            "unsaid": f"names no languages: ask for {language}",
            "other": f"speaks {others}, not {language}",
        }, ("unsaid", "other"))  # fmt: skip
    _say(fit.accepting, good, bad, {
        "yes": "takes people now",
        "unknown": "nobody has said whether it takes people now",
        "no": "takes nobody now",
    }, ("unknown", "no"))  # fmt: skip
    since = f"{dates.spoken(one.verified_on, today)}" if one.verified_on else ""
    _say(fit.verified, good, bad, {
        "recently": f"verified {since}",
        "lately": f"verified {since}",
        "long_ago": f"not verified since {since}",
        "never": "never verified",
    }, ("long_ago", "never"))  # fmt: skip
    _say(fit.text, good, bad, {"name": f"its name has '{asked.text}'"})
    for number, said in fit.asks:
        (good if said == "met" else bad).append(_asking(one, weights.asks[number], said, asked))
    if fit.history.ended:
        past, enough = _past(fit.history, weights)
        (good if enough and 2 * fit.history.linked >= fit.history.ended else bad).append(past)
    return Judged(points(fit, weights), tuple(good), tuple(bad))


def _say(
    word: str, good: list[str], bad: list[str], said: dict[str, str], against: Sequence[str] = ()
) -> None:
    if word in said:
        (bad if word in against else good).append(said[word])


def ages(minimum: int | None, maximum: int | None) -> str:
    """Whom limits of age let in: "ages 12 to 17", "ages 18 and over"."""
    if minimum and maximum is not None:
        return f"ages {minimum} to {maximum}"
    if maximum is not None:
        return f"ages up to {maximum}"
    return f"ages {minimum or 0} and over"


def _asking(one: Resource, ask: Ask, said: str, asked: Asked) -> str:
    wanted = (one.eligibility or "").casefold()
    word = next((each for each in ask.words if each.casefold() in wanted), ask.words[0])
    what = f"asks for '{word}'"
    if said == "unknown":
        return f"{what}: their record does not say"
    if ask.diagnoses:
        codes = asked.diagnoses or ()
        if said == "met":
            codes = tuple(each for each in codes if any(_within(each, r) for r in ask.diagnoses))
        return f"{what}: they have {', '.join(codes)}"
    return f"{what}: they were noted as {str(asked.housing).replace('_', ' ')}"


def _past(past: History, weights: Weights) -> tuple[str, bool]:
    if past.ended < weights.referrals:
        return f"{past.linked} of {past.ended} past referral linked: too few to tell", False
    days = "" if past.days is None else f", half of them within {past.days} days"
    return f"{past.linked} of {past.ended} past referrals linked{days}", True
