"""Reports: which lines there are, read for everyone at once, and the figures they come to.

A report reads and writes nothing. Whatever day it is made, the same period, `on` and `as_recorded`
give the same figures: facts after `on` have not happened yet, and what was written after
`as_recorded` was not known yet.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from caseload.errors import UsageError
from caseload.records._caseload import Caseload
from caseload.records.as_recorded import as_recorded, head
from caseload.records.reports import compliance, documentation, outcomes, stays, workload
from caseload.reporting import suppression
from caseload.reporting.billing import Rule, Rules
from caseload.reporting.catalog import REPORTS, measure
from caseload.reporting.figures import By, Cell, Figure, Key, added_up, figure, in_order
from caseload.reporting.lines import Line
from caseload.reporting.outcomes import Matters
from caseload.reporting.spans import Span

Watch = Callable[[float], None]
"""Is told what part of the work is done, 0 to 1."""
NO_BILLING = Rules(Rule(), {})


class Part(NamedTuple):
    """Of whom a report is; None is everyone."""

    case_manager: str | None = None
    """The name."""
    program: str | None = None
    county: str | None = None

    def holds(self, line: Line) -> bool:
        """Whether a line belongs to it. What belongs to no client belongs to case managers."""
        return (
            self.case_manager in (None, line.case_manager)
            and self.program in (None, line.program)
            and (self.county is None or self.county.casefold() == (line.county or "").casefold())
        )


class Asked(NamedTuple):
    """What a report is asked for."""

    report: str
    span: Span
    on: date
    as_recorded: date | None = None
    """Leave out what was written after this day; None: as it is."""
    part: Part = Part()
    by: tuple[By, ...] = (By.TOTAL,)
    min_cell: int = 0
    """Leave out what fewer clients stand behind, and what would tell it; 0 leaves nothing out."""
    billing: Rules = NO_BILLING
    matters: Matters = lambda _: (True, None)

    @property
    def groups(self) -> tuple[By, ...]:
        """What the figures are told apart by, in order; the total is always first."""
        return (By.TOTAL, *(one for one in By if one in self.by and one is not By.TOTAL))


class Row(NamedTuple):
    """A figure as files hold it, which stands for itself wherever it is put."""

    report: str
    by: By
    group: str | None
    figure: str
    of: str | None
    numerator: int | None
    denominator: int | None
    value: float | None
    unit: str
    counted: str
    out_of: str | None
    left_out: bool
    since: date
    until: date
    on: date
    as_recorded: date
    audit_head: str | None
    """None where nothing was recorded by then."""


class OneFile(NamedTuple):
    """One of the files that a report is of."""

    file: str
    audit_head: str | None
    """The last hash of its audit log as of then; None when the file could not be read."""


class Report(NamedTuple):
    """A report as it was made."""

    asked: Asked
    as_recorded: date
    """The day up to whose end records count."""
    audit_head: str
    """The last hash of the audit log as of then; '' where nothing was recorded."""
    figures: list[Figure]
    files: tuple[OneFile, ...] = ()
    """Those that it is of, when they are several; `audit_head` is '' then."""

    def rows(self) -> list[Row]:
        """The figures, each with what it takes to make it again."""
        span = self.asked.span
        heads: dict[str | None, str | None] = {
            one.file: one.audit_head or None for one in self.files
        }
        made = (span.since, span.until, self.asked.on, self.as_recorded)
        return [
            Row(*one, *made, heads.get(one.group) if one.by is By.FILE else self.audit_head or None)
            for one in self.figures
        ]


def made(caseload: Caseload, asked: Asked, watch: Watch = lambda _: None) -> Report:
    """The figures of a report.

    Args:
        caseload: The open caseload.
        asked: What is asked for.
        watch: Is told what part of the work is done, 0 to 1.

    Raises:
        UsageError: What was recorded is asked for as of a day to come.
    """
    measures = REPORTS[asked.report]
    with _as_asked(caseload, asked):
        cells = added_up(measures, _lines(caseload, asked, watch), asked.groups)
        last = head(caseload)
    out = suppression.left_out(measures, cells, asked.min_cell) if asked.min_cell else frozenset()
    figures = as_figures(asked, cells, out)
    return Report(asked, asked.as_recorded or caseload.today, last, figures)


def as_figures(asked: Asked, cells: Mapping[Key, Cell], out: frozenset[Key]) -> list[Figure]:
    """Cells as the figures of a report, in order; those in `out` are left out."""
    measures = REPORTS[asked.report]
    named = {one.figure: one for one in measures}
    return [
        figure(asked.report, named[key.figure], key, cells[key], left_out=key in out)
        for key in in_order(measures, cells, asked.groups)
    ]


def read(caseload: Caseload, asked: Asked) -> tuple[list[Line], str]:
    """What the figures are added up from, and the audit head of then, for a report of many files.

    Raises:
        UsageError: As for `made`.
    """
    with _as_asked(caseload, asked):
        return list(_lines(caseload, asked, lambda _: None)), head(caseload)


class Listed(NamedTuple):
    """A record behind a figure."""

    figure: str
    of: str | None
    counted: bool
    """Whether it stands in the numerator; the others stand in the denominator alone."""
    client_id: str | None
    client: str
    case_manager: str | None
    program: str | None
    county: str | None
    record: str
    record_id: str | None
    from_on: date | None
    until_on: date | None
    number: int
    """What it adds: minutes, units, days, points; 1 where it is counted."""
    why: str


def listed(
    caseload: Caseload,
    asked: Asked,
    figure_name: str,
    *,
    denominator: bool = False,
    watch: Watch = lambda _: None,
) -> list[Listed]:
    """The records behind a figure, those of the numerator first.

    Args:
        caseload: The open caseload.
        asked: What is asked for.
        figure_name: The figure.
        denominator: Those as well that stand in the denominator alone.
        watch: As for `made`.

    Raises:
        UsageError: The report has no such figure.
    """
    one = measure(asked.report, figure_name)
    with _as_asked(caseload, asked):
        lines = [
            line
            for line in _lines(caseload, asked, watch)
            if line.topic == one.topic
            and (line.outcome in one.counts or (denominator and line.outcome in one.among))
        ]
    found = [
        Listed(
            one.figure, line.of or None, line.outcome in one.counts, line.client_id, line.client,
            line.case_manager, line.program, line.county, line.record, line.record_id,
            line.from_on, line.until_on, line.number, line.why,
        )
        for line in lines
    ]  # fmt: skip
    return sorted(found, key=_order)


def _order(one: Listed) -> tuple[bool | str, ...]:
    return (
        not one.counted, one.of or "", one.client_id or "~", str(one.until_on), one.record_id or "",
        one.why,
    )  # fmt: skip


def refuse_unknown(asked: Asked, today: date) -> None:
    """Refuse what nobody can know today.

    Raises:
        UsageError: What was recorded is asked for as of a day to come.
    """
    if asked.as_recorded is not None and asked.as_recorded > today:
        raise UsageError(
            f"What was recorded up to {asked.as_recorded} isn't known yet. Choose today or before."
        )


def read_head(caseload: Caseload, asked: Asked) -> str:
    """The audit head of then alone."""
    with _as_asked(caseload, asked):
        return head(caseload)


def _as_asked(caseload: Caseload, asked: Asked) -> AbstractContextManager[None]:
    refuse_unknown(asked, caseload.today)
    whole = asked.as_recorded in (None, caseload.today)
    return as_recorded(caseload, None if whole else asked.as_recorded)


def _lines(caseload: Caseload, asked: Asked, watch: Watch) -> Iterator[Line]:
    people = stays.people(caseload, asked.on)
    span, on = asked.span, asked.on
    if asked.report == "compliance":
        found = compliance.lines(caseload, people, span, on, watch)
    elif asked.report == "outcomes":
        found = outcomes.lines(caseload, people, span, on, asked.matters)
    elif asked.report == "workload":
        found = workload.lines(caseload, people, span, on, asked.billing, watch)
    else:
        found = documentation.lines(caseload, people, span, on, watch)
    return (line for line in found if asked.part.holds(line))
