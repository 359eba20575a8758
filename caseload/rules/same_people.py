"""Who stands in two files: clients of several case managers' files who are one person.

Two are one when their names are the same or close, and the date of birth, or else the phone, says
the same; `likeness` knows what close is. A person moves, a case manager leaves, somebody is taken
in twice: which of these it is, people find out. All of it is pure.

What is compared shares the date of birth, the name or the phone, so that thousands cost what they
have in common. Two slips at once, in the name and in the day, are not found.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from caseload.rules.likeness import PHONE_DIGITS, Likeness, Person, alike, digits

MOST_BORN = 100
"""A date of birth that more people share was made up."""
MOST_CALLED = 10
"""A phone that more people share is a shelter's, and no family's."""


class Known(NamedTuple):
    """A client of one file."""

    file: int
    """The number of the file."""
    person: Person


class Again(NamedTuple):
    """Where else a client is known."""

    place: int
    """Their place among all that were compared."""
    reasons: tuple[str, ...]


def again(everyone: Sequence[Known]) -> dict[int, list[Again]]:
    """Those who stand in another file too, by their place in `everyone`, and where that is."""
    same: dict[Person, list[int]] = defaultdict(list)
    for place, known in enumerate(everyone):
        same[known.person].append(place)
    people = list(same)
    found: dict[int, list[Again]] = defaultdict(list)
    for one, other in _pairs(people):
        why = _one_person(one, other)
        if why is None:
            continue
        for mine in same[one]:
            for theirs in same[other]:
                if everyone[mine].file != everyone[theirs].file:
                    found[mine].append(Again(theirs, why))
                    if one is not other:
                        found[theirs].append(Again(mine, why))
    return {place: sorted(found[place]) for place in sorted(found)}


def _one_person(one: Person, other: Person) -> tuple[str, ...] | None:
    """Why these are one person. Half a name is not enough: twins share the rest of it."""
    why = alike(one, other)
    if why is None:
        return None
    by_phone = why.likeness is Likeness.PHONE and len(why.reasons) > 1
    return why.reasons if by_phone or why.likeness is Likeness.NAME_AND_BIRTH else None


def marks(one: Person) -> Iterator[tuple[str, object]]:
    """What tells people apart: those who are one person have one of these in common."""
    if one.date_of_birth is not None:
        yield "born", one.date_of_birth
    number = digits(one.phone)
    if len(number) >= PHONE_DIGITS:
        yield "called", number
    for first in {one.first_name, one.preferred_name} - {""}:
        yield "named", frozenset((first, one.last_name))


def _pairs(people: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Each with themselves, and with those who have a mark in common."""
    yield from ((one, one) for one in people)
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        for mark in marks(one):
            groups[mark].append(place)
    most = {"born": MOST_BORN, "called": MOST_CALLED}
    met = {
        pair
        for (kind, _), group in groups.items()
        if len(group) <= most.get(kind, len(group))
        for pair in combinations(group, 2)
    }
    yield from ((people[one], people[other]) for one, other in sorted(met))
