"""What a directory's words mean here: terms of taxonomies as needs, areas as counties. Pure.

A term is known by its code (211 Human Services: by its beginning, the longest wins) or by words
in its name (Open Eligibility, or free ones); else by its parent's. The words are data:
hsds_needs.yaml.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from caseload import folding
from caseload.model.linking import ResourceNeed

AUDIENCE = "audience"
"""Of a code: it says for whom a service is, not what for."""
_COUNTY = re.compile(r"(.+?)[ ]+(?:county|counties|parish|borough|co\.)", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;/&|\n]|\band\b")
_DIGITS = re.compile(r"\d")
LONGEST_COUNTY = 40
"""Characters; what is longer is prose that ends with the word."""


class Term(NamedTuple):
    """A term of a taxonomy."""

    code: str
    name: str
    parent_id: str = ""


class Words(NamedTuple):
    """What hsds_needs.yaml says."""

    codes: Mapping[str, str]
    """The beginning of a code → a need, or `audience`."""
    needs: Mapping[ResourceNeed, tuple[str, ...]]
    """Words in a name, each as it is folded."""
    everywhere: frozenset[str]
    """Areas that are no county but all of them, folded."""


def folded(text: str) -> str:
    """Words as they are compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def county_key(text: str) -> str:
    """A county as it is compared: "Doña Ana County" and "dona ana", "St. Clair" and "St Clair"."""
    return folded(folding.county(text))


def of_term(term: Term, terms: Mapping[str, Term], words: Words) -> frozenset[str]:
    """What a term says: needs, or `audience`; nothing when neither it nor its parents are known."""
    for each in (term, *parents(term, terms)):
        found = _of_code(each.code, words) or _of_name(each.name, words)
        if found:
            return found
    return frozenset()


def of_name(name: str, words: Words) -> frozenset[ResourceNeed]:
    """The needs that a service's own name says."""
    return frozenset(map(ResourceNeed, _of_name(name, words)))


def parents(term: Term, terms: Mapping[str, Term]) -> list[Term]:
    """The terms above a term, the nearest first."""
    found: list[Term] = []
    while term.parent_id in terms and len(found) < 20:
        term = terms[term.parent_id]
        found.append(term)
    return found


def _of_code(code: str, words: Words) -> frozenset[str]:
    # What looks like a code of 211: two letters or one, then a hyphen and digits, or nothing.
    if not re.match(r"[A-Z]{1,2}(?:$|-\d)", code):
        return frozenset()
    known = [each for each in words.codes if code.startswith(each)]
    return frozenset((words.codes[max(known, key=len)],)) if known else frozenset()


def _of_name(name: str, words: Words) -> frozenset[str]:
    padded = f" {folded(name)} "
    return frozenset(
        need.value
        for need, phrases in words.needs.items()
        if any(f" {phrase} " in padded for phrase in phrases)
    )


def counties_of(areas: Iterable[str], known: Mapping[str, str], words: Words) -> "Counties":
    """The counties that areas name.

    Args:
        areas: "McLennan County", "Hill and Bosque Counties", "Statewide", "Waco".
        known: Counties of this caseload, by `county_key` → as they are spelled here.
        words: Which areas are all counties.
    """
    found: dict[str, None] = {}
    unread: list[str] = []
    everywhere = False
    for area in areas:
        many = re.search(r"\bcounties\s*$", area.strip(), re.IGNORECASE)
        named, all_of_it = list[str](), False
        for part in _BETWEEN.split(area):
            name = " ".join(part.split())
            county = _COUNTY.fullmatch(name)
            bare = county[1].strip() if county else name
            if not name:
                continue
            if folded(name) in words.everywhere:
                all_of_it = True
            elif (key := county_key(bare)) in known:
                named.append(known[key])
            elif (county or many) and len(bare) <= LONGEST_COUNTY and not _DIGITS.search(bare):
                named.append(bare)
            else:
                unread.append(name)
        # "McLennan County, Texas" is one county of Texas, and not all of them.
        everywhere = everywhere or (all_of_it and not named)
        found |= dict.fromkeys(named)
    return Counties(() if everywhere else tuple(found), everywhere, tuple(unread))


def is_area(text: str) -> bool:
    """Whether a text says itself that it is a county, or several."""
    return bool(_COUNTY.fullmatch(text))


class Counties(NamedTuple):
    """Where a service serves, as far as its areas can be read."""

    counties: tuple[str, ...]
    everywhere: bool
    unread: tuple[str, ...]
    """Parts that name neither a county nor everywhere."""
