"""What a report is made of: lines, and what is counted of them."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Line(NamedTuple):
    """One thing that counts, with whom and what it belongs to."""

    topic: str
    """What is counted: client_period, contact, discharge …"""
    outcome: str
    """What became of it, by which figures tell it apart: met, missed, hold …"""
    of: str
    """What it is about, which figures are kept apart by: a standard, a mode; '' for nothing."""
    number: int
    """What it adds to a sum: minutes, units, days; 1 where it is merely counted."""
    client_id: str | None
    """None: about no client, such as a case manager's places."""
    client: str
    case_manager: str | None
    """The name."""
    program: str | None
    county: str | None
    record: str
    record_id: str | None
    from_on: date | None
    until_on: date | None
    """The day that it is of, or the last of its days; months are told by it."""
    why: str
    """Why it counts as it does, in words that a person can check."""
    file: str | None = None
    """Which file it comes from, in a report of several."""


class Kind(StrEnum):
    """How a figure is made of lines."""

    SHARE = "share"
    """Of the lines in the denominator those in the numerator, in percent."""
    COUNT = "count"
    """How many lines."""
    CLIENTS = "clients"
    """How many different clients."""
    LOAD = "load"
    """Different clients in the numerator, the numbers of other lines in the denominator."""
    SUM = "sum"
    """The numbers of the lines, added up; the denominator is how many lines."""
    MEAN = "mean"
    """The numbers added up, by how many lines."""
    MEDIAN = "median"
    """The number in the middle; of two in the middle the half between them."""


class Measure(NamedTuple):
    """A figure: what stands in its numerator and its denominator, in words and in outcomes."""

    figure: str
    title: str
    kind: Kind
    topic: str
    counts: frozenset[str]
    """Outcomes in the numerator."""
    among: frozenset[str]
    """Outcomes in the denominator; those of `counts` where it has none of its own."""
    counted: str
    """What the numerator is, in words."""
    out_of: str
    """What the denominator is, in words; '' where there is none."""
    unit: str
    """What the value is in: %, days, minutes …"""


def measure(
    figure: str,
    title: str,
    kind: Kind,
    topic: str,
    counts: str,
    counted: str,
    *,
    among: str = "",
    out_of: str = "",
    unit: str = "%",
) -> Measure:
    """A measure whose outcomes are named with spaces between them."""
    these = frozenset(counts.split())
    return Measure(
        figure, title, kind, topic, these, frozenset(among.split()) or these, counted, out_of, unit
    )
