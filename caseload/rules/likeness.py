"""Whether two people may be one: the same phone, or names and dates of birth that are close.

Nothing is decided here but who is shown to a person before a new client is made; a doubt costs a
look, a client kept twice costs a plan in two halves. All of it is pure.

A name is close to another when it is the same but for case, accents and order, or misspelled:
Jon and John, Nguyen and Ngyuen, one half of Brooks-Carter. How close a spelling must be was
measured on the pairs of tests/test_likeness.py.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from caseload.folding import fold

CLOSE = 0.85
"""Jaro-Winkler, from which on a spelling is close when the date of birth agrees."""
VERY_CLOSE = 0.92
"""The same when nobody knows the date of birth."""
SHORT = 2
"""Names of so few letters are close only when they are the same: Li is not Le."""
LONG = 5
"""In names of so many letters one mistake is a slip, and not another name."""
PHONE_DIGITS = 7
"""Fewer are no phone number to be known by."""


class Person(NamedTuple):
    """What is compared: names folded (without case and accents), the day as it is."""

    first_name: str
    last_name: str
    preferred_name: str = ""
    date_of_birth: date | None = None
    phone: str = ""


def person(
    first_name: str,
    last_name: str,
    preferred_name: str | None,
    date_of_birth: date | None,
    phone: str | None,
) -> Person:
    """Somebody as they are compared, from what is recorded."""
    folded = fold(first_name), fold(last_name), fold(preferred_name or "")
    return Person(*folded, date_of_birth, phone or "")


class Likeness(IntEnum):
    """How much speaks for it, the most last."""

    NAME = 1
    PHONE = 2
    BIRTH = 3
    NAME_AND_BIRTH = 4


class Alike(NamedTuple):
    """Why two people may be one."""

    likeness: Likeness
    reasons: tuple[str, ...]


def alike(one: Person, other: Person) -> Alike | None:
    """Why these may be one person; None when nothing speaks for it.

    The same phone is enough, though families share one. A date of birth that agrees, or is off by
    one figure, needs one of the names; two that disagree speak for two people.
    """
    phone = same_phone(one.phone, other.phone)
    born = _born(one.date_of_birth, other.date_of_birth)
    reasons: list[str] = []
    likeness: Likeness | None = None
    if born in (_SAME, _NEAR):
        if (names := _names(one, other)) is not None:
            likeness, reasons = Likeness.NAME_AND_BIRTH, [names, born]
        elif born == _SAME and (part := _one_name(one, other)) is not None:
            likeness, reasons = Likeness.BIRTH, [part, born]
    elif born is None and _very_close(one, other):
        likeness, reasons = Likeness.NAME, [_names(one, other) or "names spelled alike"]
    if phone:
        likeness = max(likeness or Likeness.PHONE, Likeness.PHONE)
        reasons.append("same phone")
    return Alike(likeness, tuple(reasons)) if likeness is not None else None


def misspelled(name: str, known: Iterable[str]) -> str | None:
    """Which of the known names one may be that was mistyped, or written in another order.

    One mistake in a word of more than two letters, and in none with a figure: Team A is not Team B,
    nor ACT 1 ACT 2, and in names as short as ACT a letter makes another one.
    """
    from rapidfuzz.distance import OSA

    mine = fold(name)
    for one in known:
        theirs = fold(one)
        if mine == theirs or min(len(mine), len(theirs)) < LONG:
            continue
        a, b = _words(mine), _words(theirs)
        if a == b:
            return one
        apart = {*(set(a) - set(b)), *(set(b) - set(a))}
        slight = all(len(word) > SHORT and word.isalpha() for word in apart)
        if slight and len(a) == len(b) and OSA.distance(mine, theirs) <= 1:
            return one
    return None


def _words(name: str) -> list[str]:
    return sorted(filter(None, re.split(r"[\W_]+", name)))


# --- dates of birth and phones -------------------------------------------------------------------

_SAME, _NEAR, _OTHER = "same date of birth", "date of birth one figure apart", "other"


def _born(one: date | None, other: date | None) -> str | None:
    """How two dates of birth compare; None when one is not known."""
    if one is None or other is None:
        return None
    if one == other:
        return _SAME
    mine, theirs = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    apart = [index for index in range(len(mine)) if mine[index] != theirs[index]]
    swapped = (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and mine[apart[0]] == theirs[apart[1]]
        and mine[apart[1]] == theirs[apart[0]]
    )
    # 5 March and 3 May are one day in two orders.
    turned = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return _NEAR if len(apart) == 1 or swapped or turned else _OTHER


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers are one, however they are written."""
    mine = digits(one)
    return len(mine) >= PHONE_DIGITS and mine == digits(other)


@lru_cache(maxsize=256)
def digits(phone: str) -> str:
    """A number's figures alone, without the 1 of the United States before and an extension."""
    bare = re.sub(r"[^0-9x]", "", phone.casefold().partition("ext")[0]).partition("x")[0]
    return bare[1:] if len(bare) == 11 and bare.startswith("1") else bare


# --- names ---------------------------------------------------------------------------------------


def _ways(one: Person) -> list[tuple[str, str]]:
    """First and last name, by the given name and the one they go by."""
    firsts = dict.fromkeys(filter(None, (one.first_name, one.preferred_name)))
    return [(first, one.last_name) for first in firsts]


def _names(one: Person, other: Person) -> str | None:
    """In which way two names are close as a whole; None when they aren't."""
    mine, theirs = _ways(one), _ways(other)
    pairs = [(a, b) for a in mine for b in theirs]
    if any(a == b for a, b in pairs):
        return "same name"
    if any(a == b[::-1] for a, b in pairs):
        return "first and last name exchanged"
    if any(_close(a[0], b[0]) and _close(a[1], b[1]) for a, b in pairs):
        return "names spelled alike"
    if any(_close(a[0], b[1]) and _close(a[1], b[0]) for a, b in pairs):
        return "names spelled alike, exchanged"
    return None


def _one_name(one: Person, other: Person) -> str | None:
    """Which of two names is the same or close: people marry, and twins are registered twice."""
    if any(_close(a[0], b[0]) for a in _ways(one) for b in _ways(other)):
        return "first name alike"
    return "last name alike" if _close(one.last_name, other.last_name) else None


def _very_close(one: Person, other: Person) -> bool:
    """Whether both names are the same, or one mistake away, where no day of birth helps."""
    pairs = [(way, b) for a in _ways(one) for b in _ways(other) for way in (a, a[::-1])]
    return any(all(map(_nearly, a, b)) for a, b in pairs)


@lru_cache(maxsize=4096)
def _nearly(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) <= SHORT:
        return False
    from rapidfuzz.distance import OSA, JaroWinkler

    mistakes = int(min(len(one), len(other)) >= LONG)
    if OSA.distance(one, other) <= mistakes:
        return True
    return bool(JaroWinkler.normalized_similarity(one, other) >= VERY_CLOSE)


@lru_cache(maxsize=4096)
def _close(one: str, other: str) -> bool:
    """Whether two folded names may be one, misspelled, cut short or half of the other."""
    if one == other:
        return True
    if min(len(one), len(other)) <= SHORT:
        return False
    # Only here is the library needed; most pairs never come so far.
    from rapidfuzz.distance import OSA, JaroWinkler

    if _parts(one) & _parts(other):
        return True
    # Two letters exchanged count as one mistake.
    if OSA.distance(one, other) <= 1:
        return True
    return bool(JaroWinkler.normalized_similarity(one, other) >= CLOSE)


def _parts(name: str) -> set[str]:
    """The halves of Brooks-Carter and García López; short ones such as de are none."""
    parts: Sequence[str] = re.split(r"[ \-]+", name)
    return {part for part in parts if len(part) > SHORT}
