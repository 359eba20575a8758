"""Which records are substance-use records under 42 CFR Part 2. All of it is pure.

A diagnosis is one by its code, a stay by its program, a goal by its domain; a contact by its
program, by a goal that it is about, or by the stay that it falls into. Where that can't be told, it
is one: what is left out by mistake can be sent later, what is told by mistake can't be taken back.
"""

import re
from collections.abc import Iterable
from datetime import date

from caseload.errors import InvalidError
from caseload.planning import Domain
from caseload.tree import short

CODES = "F10-F19"
"""ICD-10-CM: mental and behavioral disorders due to psychoactive substance use. A setting."""
DOMAINS = frozenset({Domain.SUBSTANCE_USE})
Ranges = tuple[tuple[str, str], ...]
_RANGE = re.compile(r"([A-Z]\d[0-9A-Z])(?:\.([0-9A-Z]{1,4}))?(?:-([A-Z]\d[0-9A-Z]))?", re.ASCII)


def code_ranges(text: str) -> Ranges:
    """ICD-10-CM codes, categories and ranges, as a setting writes them: "F10-F19, Z71.41".

    Raises:
        InvalidError: One is none.
    """
    found = []
    for part in text.upper().replace(";", ",").split(","):
        if not part.strip():
            continue
        said = _RANGE.fullmatch(part.strip())
        if said is None or (said[3] and (said[2] or said[3] < said[1])):
            raise InvalidError(
                f"{short(part.strip())} is no ICD-10-CM code or range; they look like F10-F19 or "
                "Z71.41."
            )
        first = said[1] + (said[2] or "")
        found.append((first, said[3] or first))
    return tuple(found)


def is_within(code: str, ranges: Iterable[tuple[str, str]]) -> bool:
    """Whether a diagnosis code lies in one of the ranges; F10 holds all that begin so."""
    bare = code.strip().upper().replace(".", "")
    return any(
        first <= bare[: len(first)] and bare[: len(last)] <= last for first, last in ranges
    )


def falls_into(admitted_on: date | None, discharged_on: date | None, on: date) -> bool:
    """Whether a day lies in a stay. The day of discharge does: what is said then is about it."""
    return (
        admitted_on is not None
        and admitted_on <= on
        and (discharged_on is None or on <= discharged_on)
    )
