"""Which records are substance-use records under 42 CFR Part 2. All of it is pure.

A diagnosis is one by its code, a stay by its program, a goal by its domain; a contact by its
program, by a goal that it is about, or by the stay that it falls into. Where that can't be told, it
is one: what is left out by mistake can be sent later, what is told by mistake can't be taken back.
"""

import re
from collections.abc import Iterable
from datetime import date

from caseload.errors import InvalidError
from caseload.model.planning import Domain
from caseload.tree import short

DOMAINS = frozenset({Domain.SUBSTANCE_USE})
NOTICE = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules "
    "(42 CFR part 2). These rules prohibit you from using or disclosing this record, or testimony "
    "that describes the information contained in this record, in any civil, criminal, "
    "administrative, or legislative proceedings by any Federal, State, or local authority, against "
    "the patient, unless authorized by the consent of the patient, except as provided at 42 CFR "
    "2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, "
    "the Federal rules prohibit you from making any other use or disclosure of this record unless "
    "at least one of the following applies:\n"
    "(i) Further use or disclosure is expressly permitted by the written consent of the individual "
    "whose information is being disclosed in this record or as otherwise permitted by 42 CFR part "
    "2.\n"
    "(ii) You are a covered entity or business associate and have received the record for "
    "treatment, payment, or health care operations, or\n"
    "(iii) You have received the record from a covered entity or business associate as permitted "
    "by 45 CFR part 164, subparts A and E.\n"
    "A general authorization for the release of medical or other information is NOT sufficient to "
    "meet the required elements of written consent to further use or redisclose the record (see "
    "42 CFR 2.31)."
)
"""What goes along with such records: statement 1 of 42 CFR 2.32(a), word for word, as it is
required since 16 February 2026."""
NOT_SHARED = "(not shared)"
"""What stands for free text that is left out, since what it is about can't be told."""
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
    return any(first <= bare[: len(first)] and bare[: len(last)] <= last for first, last in ranges)


def tells(words: Iterable[str]) -> bool:
    """Whether one of several words is such a domain: "substance_use", "substance_use=act"."""
    return any(str(word).partition("=")[0] in DOMAINS for word in words)


def falls_into(admitted_on: date | None, discharged_on: date | None, on: date) -> bool:
    """Whether a day lies in a stay. The day of discharge does: what is said then is about it."""
    return (
        admitted_on is not None
        and admitted_on <= on
        and (discharged_on is None or on <= discharged_on)
    )
