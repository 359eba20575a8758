"""Lines added up: the figures of a report, in total and by whom, where and when.

Each figure is added up from lines alone, in one pass, whatever their number. A figure names what
its numerator and its denominator are.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from caseload.reporting.lines import Kind, Line, Measure


class By(StrEnum):
    """What figures are told apart by."""

    TOTAL = "total"
    FILE = "file"
    CASE_MANAGER = "case_manager"
    PROGRAM = "program"
    COUNTY = "county"
    MONTH = "month"


OF_ONE_FILE = tuple(one for one in By if one is not By.FILE)
"""What the figures of a single file can be told apart by."""


class Cell:
    """What lines came to, for one measure, one thing that it is about and one group."""

    __slots__ = ("behind", "clients", "denominator", "numbers", "numerator")

    def __init__(self) -> None:
        self.numerator = 0
        self.denominator = 0
        self.clients: set[str | None] = set()
        """Who stands in the numerator."""
        self.behind: dict[str, set[str | None]] = {}
        """By outcome who stands in numerator or denominator."""
        self.numbers: list[int] = []
        """For a median."""

    def add(self, measure: Measure, line: Line) -> None:
        """Count a line in, which stands in the numerator, the denominator, or both."""
        kind = measure.kind
        counts = line.outcome in measure.counts
        behind = self.behind.get(line.outcome)
        if behind is None:
            behind = self.behind[line.outcome] = set()
        behind.add(line.client_id)
        if counts:
            self.clients.add(line.client_id)
        if kind is Kind.LOAD:
            self.denominator += line.number if line.outcome in measure.among else 0
        elif line.outcome in measure.among:
            self.denominator += 1
        if not counts:
            return
        if kind in (Kind.CLIENTS, Kind.LOAD):
            self.numerator = len(self.clients)
        elif kind in (Kind.SHARE, Kind.COUNT):
            self.numerator += 1
        else:
            self.numerator += line.number
            if kind is Kind.MEDIAN:
                self.numbers.append(line.number)


class Key(NamedTuple):
    """Which figure, about what, for whom."""

    by: By
    group: str | None
    figure: str
    of: str


class Figure(NamedTuple):
    """A figure with all that it takes to read it."""

    report: str
    by: By
    group: str | None
    """Whose: a file, a case manager, a program, a county, a month; None in the total, for none."""
    figure: str
    of: str | None
    """What it is about: a standard, a mode, an instrument."""
    numerator: int | None
    denominator: int | None
    value: float | None
    """None where nothing stands in the denominator, and where it is left out."""
    unit: str
    counted: str
    """What the numerator is."""
    out_of: str | None
    """What the denominator is."""
    left_out: bool = False
    """Whether it is left out: few clients stand behind it, or it would tell of few."""


def groups(line: Line, by: Sequence[By]) -> Iterator[tuple[By, str | None]]:
    """Whom a line counts for. Places of a case manager are nobody's in a program or county."""
    for each in by:
        if each is By.TOTAL:
            yield each, None
        elif each is By.FILE:
            yield each, line.file
        elif each is By.CASE_MANAGER:
            yield each, line.case_manager
        elif each is By.MONTH:
            yield each, line.until_on.isoformat()[:7] if line.until_on is not None else None
        elif line.client_id is not None:
            yield each, line.program if each is By.PROGRAM else line.county


def added_up(
    measures: Sequence[Measure], lines: Iterable[Line], by: Sequence[By]
) -> dict[Key, Cell]:
    """The cells of a report; the total has one for each measure, with nothing in it if need be."""
    of_topic: dict[str, list[Measure]] = {}
    for one in measures:
        of_topic.setdefault(one.topic, []).append(one)
    found: dict[Key, Cell] = {}
    for line in lines:
        wanted = [
            one
            for one in of_topic.get(line.topic, ())
            if line.outcome in one.among or line.outcome in one.counts
        ]
        if not wanted:
            continue
        for each, group in groups(line, by):
            for one in wanted:
                key = Key(each, group, one.figure, line.of)
                cell = found.get(key)
                if cell is None:
                    cell = found[key] = Cell()
                cell.add(one, line)
    said = {(key.by, key.figure) for key in found}
    for one in measures:
        if (By.TOTAL, one.figure) not in said:
            found[Key(By.TOTAL, None, one.figure, "")] = Cell()
    return found


def in_order(measures: Sequence[Measure], cells: Iterable[Key], by: Sequence[By]) -> list[Key]:
    """The total first, then group by group; the measures as they stand, what each is about by name.

    What belongs to none comes last.
    """
    rank = {one.figure: place for place, one in enumerate(measures)}
    places = {one: place for place, one in enumerate(by)}
    return sorted(
        cells,
        key=lambda key: (
            places[key.by], key.group is None, (key.group or "").casefold(), key.group or "",
            rank[key.figure], key.of.casefold(), key.of,
        ),
    )  # fmt: skip


def figure(
    report: str, measure: Measure, key: Key, cell: Cell, *, left_out: bool = False
) -> Figure:
    """A cell as a figure."""
    summed = measure.kind is not Kind.MEDIAN
    without = measure.kind in (Kind.COUNT, Kind.CLIENTS)
    numerator = cell.numerator if summed else None
    denominator = None if without else cell.denominator
    worth = value(measure, cell)
    if left_out:
        numerator = denominator = worth = None
    return Figure(
        report, key.by, key.group, key.figure, key.of or None, numerator, denominator, worth,
        measure.unit, measure.counted, measure.out_of or None, left_out,
    )  # fmt: skip


def value(measure: Measure, cell: Cell) -> float | None:
    """What a figure is worth in its unit, with one decimal; None where it is of nothing."""
    kind = measure.kind
    if kind in (Kind.COUNT, Kind.CLIENTS, Kind.SUM):
        return cell.numerator
    if not cell.denominator:
        return None
    if kind is Kind.MEDIAN:
        ordered = sorted(cell.numbers)
        middle = len(ordered) // 2
        low = ordered[middle if len(ordered) % 2 else middle - 1]
        return _tenths(Fraction(low + ordered[middle], 2))
    times = 100 if kind in (Kind.SHARE, Kind.LOAD) else 1
    return _tenths(Fraction(times * cell.numerator, cell.denominator))


def _tenths(exact: Fraction) -> float:
    """Rounded to one decimal, a half away from zero, as people do it by hand."""
    tenths = int(abs(exact) * 10 + Fraction(1, 2))
    return (-tenths if exact < 0 else tenths) / 10
