"""Which case manager fits a client: facts and weights → a ranking with its reasons. Pure.

What always holds: each point of a score stands in a reason; who lacks what a program requires comes
last, whatever the score; a tie is broken by name and never by chance; the same facts and weights
give the same order. What is not recorded neither helps nor harms, and is said where it matters.
The weights are data: the agency's to set, in matching.yaml.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from caseload import folding, languages
from caseload.errors import InvalidError
from caseload.model import Staff
from caseload.rules.eligibility import Judged, checked_span, holds, listed
from caseload.tree import Tree, short

LARGEST_WEIGHT = 1000


class Specialty(NamedTuple):
    """What a specialty of a case manager answers to."""

    specialty: str
    """As staff records name it."""
    diagnosis_codes: tuple[str, ...] = ()
    """ICD-10-CM codes, categories or ranges."""
    words: tuple[str, ...] = ()
    """Words of the presenting needs; its own name is always one."""


class Weights(NamedTuple):
    """What each reason counts, in points of 0 to 1,000; 0 leaves it out of the score."""

    county: int
    """They serve the client's county."""
    language: int
    """They speak the client's language, however it is named: es, Spanish, Español."""
    specialty: int
    """For each specialty that answers to a diagnosis or a presenting need."""
    continuity: int
    """They are, or have been, this client's case manager."""
    room: int
    """Times the part of their capacity that is free."""
    full: int
    """Taken away from those at or over their capacity."""
    covering: int
    """Taken away for each person that they stand in for."""
    specialties: tuple[Specialty, ...] = ()


POINTS = tuple(name for name in Weights._fields if name != "specialties")


class Sought(NamedTuple):
    """Whom and what a case manager is looked for."""

    program: str | None = None
    required_credentials: tuple[str, ...] = ()
    """Of which a case manager there has one; empty: any will do."""
    county: str | None = None
    language: str | None = None
    diagnosis_codes: tuple[str, ...] = ()
    presenting_needs: str | None = None


class Candidate(NamedTuple):
    """A case manager who works today, with what they carry."""

    staff: Staff
    load: int
    """Clients with an open episode, this one not among them: their own, and those of whom they
    stand in for."""
    covers: tuple[str, ...] = ()
    """The names of those."""
    covered: int = 0
    """How many of the clients are of those alone."""
    knows: str | None = None
    """now or before, where they are or were this client's case manager."""


class Match(NamedTuple):
    """A case manager's place in the ranking, and why."""

    staff_id: str
    name: str
    score: int
    speaks_for: tuple[str, ...]
    """With the points that each reason gives: "serves Hill (+30)"."""
    speaks_against: tuple[str, ...]
    load: int
    """Clients that they have already, this one not among them."""
    capacity: int | None
    may_take: bool
    """Whether they have a credential that the program requires."""


COLUMNS = ("staff_id", "name", "score", "for", "against", "load", "capacity", "may_take")
"""What the fields of a `Match` are called in tables and JSON."""


class _Reasons:
    """The reasons of one candidate while they are gathered."""

    def __init__(self) -> None:
        self.score = 0
        self.speaks_for: list[str] = []
        self.speaks_against: list[str] = []

    def helps(self, points: int, words: str) -> None:
        self.score += points
        self.speaks_for.append(f"{words} (+{points})")

    def harms(self, points: int, words: str) -> None:
        self.score -= points
        self.speaks_against.append(f"{words} (-{points})" if points else words)


def rank(sought: Sought, candidates: Iterable[Candidate], weights: Weights) -> list[Match]:
    """The case managers, the best first; those who may not take the client last."""
    found = [_match(sought, one, weights) for one in candidates]
    return sorted(found, key=lambda one: (not one.may_take, -one.score, *_named(one)))


def _named(one: Match) -> tuple[str, str]:
    return folding.fold(one.name), one.staff_id


def _match(sought: Sought, one: Candidate, weights: Weights) -> Match:
    reasons, staff = _Reasons(), one.staff
    may_take = _credentials(reasons, sought, staff)
    _county(reasons, sought, staff, weights)
    _language(reasons, sought, staff, weights)
    for words in _specialties(sought, staff, weights):
        reasons.helps(weights.specialty, words)
    if one.knows is not None:
        when = "is" if one.knows == "now" else "has been"
        reasons.helps(weights.continuity, f"{when} their case manager")
    _load(reasons, one, weights)
    for name in one.covers:
        reasons.harms(weights.covering, f"stands in for {name}")
    return Match(
        staff.staff_id, staff.name, reasons.score, tuple(reasons.speaks_for),
        tuple(reasons.speaks_against), one.load, staff.capacity, may_take,
    )  # fmt: skip


# --- the reasons ---------------------------------------------------------------------------------


def _credentials(reasons: _Reasons, sought: Sought, staff: Staff) -> bool:
    if not sought.required_credentials:
        return True
    program = sought.program or "the program"
    asked = {folding.fold(one) for one in sought.required_credentials}
    has = [one for one in staff.credentials if folding.fold(one) in asked]
    if has:
        reasons.speaks_for.append(f"has {listed(has)}, which {program} requires")
        return True
    lacking = f"has none of {listed(sought.required_credentials)}"
    if len(sought.required_credentials) == 1:
        lacking = f"has no {sought.required_credentials[0]}"
    reasons.speaks_against.append(f"may not take them: {lacking}, which {program} requires")
    return False


def _county(reasons: _Reasons, sought: Sought, staff: Staff, weights: Weights) -> None:
    if not (sought.county or "").strip():
        return
    assert sought.county is not None
    if not staff.counties:
        reasons.harms(0, "no county is recorded for them")
    elif folding.county(sought.county) in map(folding.county, staff.counties):
        reasons.helps(weights.county, f"serves {sought.county}")
    else:
        reasons.harms(0, f"serves {listed(staff.counties)}, not {sought.county}")


def _language(reasons: _Reasons, sought: Sought, staff: Staff, weights: Weights) -> None:
    if not (sought.language or "").strip():
        return
    assert sought.language is not None
    if not staff.languages:
        reasons.harms(0, "no language is recorded for them")
    elif folding.fold(sought.language) in map(folding.fold, staff.languages):
        reasons.helps(weights.language, f"speaks {sought.language}")
    else:
        # Only here, since names of languages take 0.1 s to read.
        asked = languages.shown(sought.language)
        if languages.key(sought.language) in map(languages.key, staff.languages):
            reasons.helps(weights.language, f"speaks {asked}")
        else:
            spoken = listed(map(languages.shown, staff.languages))
            reasons.harms(0, f"speaks {spoken}, not {asked}")


def _specialties(sought: Sought, staff: Staff, weights: Weights) -> list[str]:
    """A sentence for each specialty that answers to something of the client's."""
    known = {folding.fold(one.specialty): one for one in weights.specialties}
    needs = folding.fold(sought.presenting_needs or "")
    found = []
    for name in staff.specialties:
        one = known.get(folding.fold(name), Specialty(name))
        answer = _answers(one, sought.diagnosis_codes, needs)
        if answer is not None:
            found.append(f"works with {name}: {answer}")
    return found


def _answers(one: Specialty, codes: Sequence[str], needs: str) -> str | None:
    for code in codes:
        for span in one.diagnosis_codes:
            if holds(span, code) is Judged.YES:
                return f"{code}" if code == span else f"{code} lies in {span}"
    for word in (one.specialty, *one.words):
        if needs and re.search(rf"(?<!\w){re.escape(folding.fold(word))}(?!\w)", needs):
            return f"the needs say '{word}'"
    return None


def _load(reasons: _Reasons, one: Candidate, weights: Weights) -> None:
    load, capacity = one.load, one.staff.capacity
    covered = f", {one.covered} of them covered" if one.covered else ""
    covered += ", without this client" if one.knows == "now" else ""
    if capacity is None:
        clients = "client" if load == 1 else "clients"
        reasons.harms(0, f"no limit is set for them; they have {load} {clients}{covered}")
    elif load >= capacity:
        over = "at" if load == capacity else "over"
        reasons.harms(weights.full, f"is {over} the limit: {load} of {capacity}{covered}")
    else:
        points = weights.room * (capacity - load) // capacity
        reasons.helps(points, f"has room: {load} of {capacity}{covered}")


# --- the weights ---------------------------------------------------------------------------------


def read_weights(text: str, name: str) -> Weights:
    """The weights of a data file, each of which must be there.

    Raises:
        InvalidError: Something in it can't be read; each mistake is named with its line.
    """
    reader = _Weights()
    found = reader.whole(text)
    reader.refuse_mistakes(name)
    return found


class _Weights(Tree):
    what = "the file of weights"

    def whole(self, text: str) -> Weights:
        none = Weights(0, 0, 0, 0, 0, 0, 0)
        root = self.parsed(text)
        if root is None:
            return none
        said = self.fields(root, ("weights", "specialties"), "the file")
        if "weights" not in said:
            self.wrong(root, "the weights are missing")
            return none
        node = said["weights"]
        points = self.fields(node, POINTS, "weights")
        made = {each: self.points(node, points.get(each), each) for each in POINTS}
        seen = set[str]()
        specialties = []
        for each in self.items(said.get("specialties"), "specialties"):
            one = self.specialty(each)
            if folding.fold(one.specialty) in seen:
                self.wrong(each, f"{short(one.specialty)} stands twice")
            seen.add(folding.fold(one.specialty))
            specialties.append(one)
        return Weights(**made, specialties=tuple(specialties))

    def points(self, owner: Any, node: Any, name: str) -> int:
        if node is None:
            self.wrong(owner, f"the weight {name} is missing; 0 leaves it out")
            return 0
        text = (self.text(node) or "").strip()
        if not (text.isascii() and text.isdigit()) or int(text[:9]) > LARGEST_WEIGHT:
            self.wrong(node, f"{name} is 0 to {LARGEST_WEIGHT} points, not {short(text)}")
            return 0
        return int(text)

    def specialty(self, node: Any) -> Specialty:
        said = self.fields(node, Specialty._fields, "a specialty")
        spans = []
        for each in self.items(said.get("diagnosis_codes"), "diagnosis_codes"):
            try:
                spans.append(checked_span(self.text(each) or ""))
            except InvalidError as error:
                self.wrong(each, str(error).rstrip("."))
        words = [self.needed(node, each, "word") for each in self.items(said.get("words"), "words")]
        name = self.needed(node, said.get("specialty"), "specialty")
        return Specialty(name, tuple(spans), tuple(words))
