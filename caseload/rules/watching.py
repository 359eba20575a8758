"""Who may be slipping away: signs that are recorded, and what each counts. Pure.

What always holds: each point stands in a reason; the same facts and weights give the same order; a
tie is broken by id. It is an order to look in and no verdict: nothing here adds anyone to the due
list or takes anyone off it. The weights are data, in watch.yaml.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from caseload import dates
from caseload.tree import Tree, short

LARGEST = 1000


class Points(NamedTuple):
    """What each sign counts, 0 to 1,000."""

    attempts: int
    missed: int
    worse: int
    crisis: int
    nowhere: int
    endless_hold: int


class Weights(NamedTuple):
    """What counts, and how far back it is looked for."""

    points: Points
    attempts_at_least: int
    missed_days: int
    worse_days: int
    worse_by: int
    crisis_days: int
    nowhere_days: int


SPANS = Weights._fields[1:]


class Worse(NamedTuple):
    """Two scores with one instrument, of which the newer tells that it goes worse."""

    instrument: str
    before: int
    before_on: date
    after: int
    after_on: date


class Signs(NamedTuple):
    """What is recorded of one client that may be a sign."""

    client_id: str
    client: str
    case_manager: str | None
    """The name."""
    program: str
    phone: str | None
    contact_notes: str | None
    attempts: int = 0
    """Since they were last reached."""
    last_reached_on: date | None = None
    missed_on: tuple[date, ...] = ()
    """Appointments that they missed, the newest first."""
    worse: tuple[Worse, ...] = ()
    crises_on: tuple[date, ...] = ()
    nowhere: tuple[str, ...] = ()
    """Referrals that went nowhere, in words."""
    held_since: date | None = None
    """Since when they are on a hold without an end."""


class Watched(NamedTuple):
    """A client to look at, and why."""

    client_id: str
    client: str
    case_manager: str | None
    program: str
    points: int
    reasons: tuple[str, ...]
    """With the points that each gives: "missed 2 appointments, last 3 Nov 2026 (+30)"."""
    phone: str | None
    contact_notes: str | None


def watched(everyone: Iterable[Signs], weights: Weights) -> list[Watched]:
    """Those of whom there is a sign, those with the most points first."""
    found = []
    for one in everyone:
        told = list(_told(one, weights))
        if told:
            reasons = tuple(f"{words} (+{points})" for points, words in told)
            found.append(
                Watched(
                    one.client_id, one.client, one.case_manager, one.program,
                    sum(points for points, _ in told), reasons, one.phone, one.contact_notes,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (-one.points, one.client_id))


def _told(one: Signs, weights: Weights) -> Iterator[tuple[int, str]]:
    """Each sign of a client: its points, and it in words."""
    points = weights.points
    if one.attempts >= weights.attempts_at_least:
        reached = one.last_reached_on
        since = f"last reached {dates.plain(reached)}" if reached else "never reached"
        yield points.attempts * one.attempts, f"{_counted(one.attempts, 'attempt')}, {since}"
    if one.missed_on:
        last = dates.plain(one.missed_on[0])
        words = f"missed {_counted(len(one.missed_on), 'appointment')}, last {last}"
        yield points.missed * len(one.missed_on), words
    for each in one.worse:
        yield (
            points.worse,
            (
                f"{each.instrument} {each.before} on {dates.plain(each.before_on)}, "
                f"{each.after} on {dates.plain(each.after_on)}"
            ),
        )
    if one.crises_on:
        last = dates.plain(one.crises_on[0])
        words = "crisis" if len(one.crises_on) == 1 else f"{len(one.crises_on)} crises, last"
        yield points.crisis * len(one.crises_on), f"{words} {last}"
    for referral in one.nowhere:
        yield points.nowhere, referral
    if one.held_since is not None:
        yield points.endless_hold, f"on hold without an end since {dates.plain(one.held_since)}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


# --- the file of weights -------------------------------------------------------------------------


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
        root = self.parsed(text)
        if root is None:
            return Weights(Points(*[0] * len(Points._fields)), *[0] * len(SPANS))
        said = self.fields(root, Weights._fields, "the file")
        node = said.get("points")
        given = self.fields(node, Points._fields, "points") if node is not None else {}
        points = Points(*(self.number(node or root, given.get(n), n, 0) for n in Points._fields))
        return Weights(points, *(self.number(root, said.get(name), name, 1) for name in SPANS))

    def number(self, owner: Any, node: Any, name: str, least: int) -> int:
        """A whole number that must be there."""
        if node is None:
            self.wrong(owner, f"{name} is missing")
            return least
        text = (self.text(node) or "").strip()
        if not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= LARGEST:
            self.wrong(node, f"{name} is {least} to {LARGEST}, not {short(text)}")
            return least
        return int(text)
