"""Whom a program takes, and diagnosis codes: pure.

What always holds: what nobody has said is never a no. Every answer comes with a sentence for each
rule, which a person can check against what the program asks and what the chart says.

Codes have the form of ICD-10-CM (CMS and NCHS, Official Guidelines for Coding and Reporting,
I.A.2): a letter, a digit, a letter or digit, and up to four more after a point. Of the letter U,
kept for provisional codes, there are U07 and U09 alone. Whether a code of right form is one that
exists is for the one who codes: the list changes every October.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from caseload import folding
from caseload.errors import InvalidError
from caseload.model import Program

_CODE = re.compile(r"([A-TV-Z][0-9][0-9A-Z]|U0[79])(?:\.|(?:\.?)([0-9A-Z]{1,4}))?")
_LAST = "\x7f"
"""Sorts after every letter and digit: what ends all that a code holds."""
OLDEST = 130
"""Years; a limit of age above that is a slip of the hand."""


class Judged(StrEnum):
    """What is known of a rule, or of all of a program's rules together."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """What a program can ask."""

    DIAGNOSIS = "diagnosis"
    AGE = "age"
    COUNTY = "county"
    COORDINATION = "coordination"
    NONE = "none"
    """It asks nothing; said once, so that no program is without an answer."""


class Applicant(NamedTuple):
    """What is known of somebody on a day."""

    diagnosis_codes: tuple[str, ...] = ()
    """In their right form: F33.1."""
    age: int | None = None
    """In years."""
    county: str | None = None
    needs_coordination: bool | None = None
    """Whether they need ongoing coordination of services; None: nobody has said."""


class Reason(NamedTuple):
    """One rule, and how somebody stands to it."""

    rule: Rule
    met: Judged
    words: str
    """A sentence without its full stop: "F33.1 lies in F30-F39"."""


class Answer(NamedTuple):
    """Whether a program takes somebody, and why."""

    program: str
    eligible: Judged
    """no where one rule is not met; unknown where none is, and something is not known."""
    reasons: tuple[Reason, ...]
    """One for each rule of the program, in the order of `Rule`."""


def judge(program: Program, applicant: Applicant) -> Answer:
    """Whether a program takes somebody, rule by rule."""
    reasons: list[Reason] = []
    if program.diagnosis_codes:
        reasons.append(_diagnosis(program.diagnosis_codes, applicant.diagnosis_codes))
    if program.minimum_age is not None or program.maximum_age is not None:
        reasons.append(_age(program.minimum_age, program.maximum_age, applicant.age))
    if program.counties:
        reasons.append(_county(program.counties, applicant.county))
    if program.needs_coordination:
        reasons.append(_coordination(applicant.needs_coordination))
    if not reasons:
        reasons.append(Reason(Rule.NONE, Judged.YES, "it takes everyone; it has no rules"))
    found = {reason.met for reason in reasons}
    eligible = next(one for one in (Judged.NO, Judged.UNKNOWN, Judged.YES) if one in found)
    return Answer(program.name, eligible, tuple(reasons))


def age_on(born: date | None, day: date) -> int | None:
    """Full years on a day; who was born on 29 February is a year older on 1 March of a short year.

    None where the day of birth is not known, or lies ahead.
    """
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# --- the rules -----------------------------------------------------------------------------------


def _diagnosis(spans: tuple[str, ...], codes: Sequence[str]) -> Reason:
    takes = listed(spans)
    if not codes:
        return Reason(Rule.DIAGNOSIS, Judged.UNKNOWN, f"no diagnosis is recorded; it takes {takes}")
    vague = ""
    for code in codes:
        for span in spans:
            held = holds(span, code)
            if held is Judged.YES:
                words = f"{code} is one it takes" if code == span else f"{code} lies in {span}"
                return Reason(Rule.DIAGNOSIS, Judged.YES, words)
            if held is Judged.UNKNOWN:
                vague = vague or f"{code} is less exact than {span}, which it takes"
    if vague:
        return Reason(Rule.DIAGNOSIS, Judged.UNKNOWN, vague)
    lies = "lies" if len(codes) == 1 else "lie"
    words = f"{listed(codes)} {lies} outside {takes}"
    return Reason(Rule.DIAGNOSIS, Judged.NO, words)


def _age(minimum: int | None, maximum: int | None, age: int | None) -> Reason:
    if minimum is None:
        takes = f"{maximum} and under"
    elif maximum is None:
        takes = f"{minimum} and over"
    else:
        takes = f"{minimum} to {maximum}"
    if age is None:
        return Reason(
            Rule.AGE, Judged.UNKNOWN, f"no date of birth is recorded; it takes ages {takes}"
        )
    if minimum is not None and age < minimum:
        return Reason(Rule.AGE, Judged.NO, f"{age} is under {minimum}")
    if maximum is not None and age > maximum:
        return Reason(Rule.AGE, Judged.NO, f"{age} is over {maximum}")
    return Reason(Rule.AGE, Judged.YES, f"{age} lies in ages {takes}")


def _county(counties: tuple[str, ...], county: str | None) -> Reason:
    serves = listed(counties)
    if not (county or "").strip():
        return Reason(Rule.COUNTY, Judged.UNKNOWN, f"no county is recorded; it serves {serves}")
    assert county is not None
    if folding.county(county) in map(folding.county, counties):
        return Reason(Rule.COUNTY, Judged.YES, f"it serves {county}")
    return Reason(Rule.COUNTY, Judged.NO, f"it does not serve {county}, but {serves}")


def _coordination(needs: bool | None) -> Reason:
    if needs is None:
        said = "nobody has said whether they need ongoing coordination of services"
        return Reason(Rule.COORDINATION, Judged.UNKNOWN, said)
    met, said = (Judged.YES, "need") if needs else (Judged.NO, "do not need")
    return Reason(Rule.COORDINATION, met, f"they {said} ongoing coordination of services")


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them: "F20-F29, F33 and F41.1"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


# --- codes ---------------------------------------------------------------------------------------


def is_code(text: str) -> bool:
    """Whether a text has the form of an ICD-10-CM code, with its point or without."""
    return _parts(text) is not None


def checked_code(text: str) -> str:
    """A diagnosis code in its usual form: F33.1 from "f331".

    Raises:
        InvalidError: It has not the form of one.
    """
    found = _parts(text)
    if found is None:
        raise InvalidError(f"{_quoted(text)} is no ICD-10-CM code; they look like F33.1 or F20.9.")
    category, rest = found.groups()
    return f"{category}.{rest}" if rest else category


def checked_span(text: str) -> str:
    """Codes that a program takes, in their usual form: a code, a category, or a range of either.

    F33.1 is that code and what is coded more exactly below it, F33 a whole category, F20-F29 all
    from the beginning of F20 to the end of F29.

    Raises:
        InvalidError: It has not the form of one, or runs backwards.
    """
    ends = re.split(r"\s*[-\u2010-\u2013]\s*", text.strip())
    if len(ends) > 2 or not all(map(is_code, ends)):
        raise InvalidError(
            f"{_quoted(text)} is no code, category or range of ICD-10-CM; they look like F33.1, "
            "F33 or F20-F29."
        )
    codes = [checked_code(end) for end in ends]
    if _bare(codes[0]) > _bare(codes[-1]) + _LAST:
        raise InvalidError(f"{'-'.join(codes)} runs backwards; write {'-'.join(codes[::-1])}.")
    return "-".join(codes)


def holds(span: str, code: str) -> Judged:
    """Whether a code lies in a span of right form; unknown where it is less exact than the span."""
    first, _, last = span.partition("-")
    lowest, highest = _bare(first), _bare(last or first) + _LAST
    begins, ends = _bare(code), _bare(code) + _LAST
    if lowest <= begins and ends <= highest:
        return Judged.YES
    return Judged.NO if ends < lowest or begins > highest else Judged.UNKNOWN


def _parts(text: str) -> re.Match[str] | None:
    # Some letters of other alphabets become one of ours when they are made capital.
    return _CODE.fullmatch(text.strip().upper()) if text.isascii() else None


def _bare(code: str) -> str:
    return code.replace(".", "")


def _quoted(text: str) -> str:
    # Of no use but for a mistake, and every command would pay for it.
    from caseload.tree import short

    return short(text.strip())
