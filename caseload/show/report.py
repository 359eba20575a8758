"""How a report looks in a terminal: what it is of, its figures, and what each of them counts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from caseload import show
from caseload.records.reports import Report
from caseload.reporting.catalog import REPORTS, TITLES
from caseload.reporting.figures import By, Figure
from caseload.reporting.lines import Kind, Measure
from caseload.show import day_style, style
from caseload.show.widths import sentence

TOTAL = "total"
NONE = "(none)"
LEFT_OUT = "left out"
PERCENT = (Kind.SHARE, Kind.LOAD)


class _Shown(NamedTuple):
    """A figure on a line."""

    whose: str
    figure: str
    of: str
    value: str
    counted: str


def heading(report: Report) -> list[str]:
    """What the report is of, as sentences; the same for every form."""
    asked, span = report.asked, report.asked.span
    lines = [
        f"{TITLES[asked.report]}, {day_style.plain(span.since)} to {day_style.plain(span.until)}",
        f"As of {day_style.plain(asked.on)}, with what was recorded up to "
        f"{day_style.plain(report.as_recorded)}.",
    ]
    only = [
        f"{name} {value}"
        for name, value in zip(("case manager", "program", "county"), asked.part, strict=True)
        if value is not None
    ]
    if only:
        lines.append(f"Only {', '.join(only)}.")
    lines += [
        f"Without {one.file}, which could not be read."
        for one in report.files
        if one.audit_head is None
    ]
    if asked.report == "compliance" and asked.on <= span.until:
        before = day_style.plain(asked.on)
        lines.append(f"Days are judged once they are over: up to the day before {before}.")
    return lines


def footing(report: Report) -> list[str]:
    """What was left out, and by what the report can be held against the audit log."""
    lines = []
    if report.asked.min_cell:
        out = sum(one.left_out for one in report.figures)
        lines.append(
            f"{out} figures are left out: fewer than {report.asked.min_cell} clients stand behind "
            "them, or such a figure could be worked out by them."
        )
    none = "none: nothing was recorded by then"
    if not report.files:
        return [*lines, f"Audit head {report.audit_head or none}"]
    return lines + [
        f"Audit head {one.audit_head or none} of {one.file}"
        for one in report.files
        if one.audit_head is not None
    ]


def measures(report: Report) -> Iterator[tuple[Measure, list[Figure]]]:
    """Each measure with its figures, in order."""
    for one in REPORTS[report.asked.report]:
        yield one, [each for each in report.figures if each.figure == one.figure]


def definition(one: Measure) -> str:
    """What a measure counts, and of what."""
    if one.kind in (Kind.COUNT, Kind.CLIENTS):
        return f"{one.counted}."
    if one.kind in (Kind.SHARE, Kind.LOAD):
        return f"{one.counted}, of: {one.out_of}."
    return f"{one.counted}; over: {one.out_of}."


def whose(one: Figure) -> str:
    """Whom a figure is about."""
    return TOTAL if one.by is By.TOTAL else one.group or NONE


def value(one: Figure, kind: Kind) -> str:
    """What a figure is worth, with its unit."""
    if one.left_out:
        return LEFT_OUT
    if one.value is None:
        return "-"
    if kind in PERCENT:
        return f"{style.number(one.value, 1)} %"
    return style.number(one.value, 1 if isinstance(one.value, float) else None)


def count(one: Figure, kind: Kind) -> str:
    """Numerator and denominator as people say them: 6 of 8 clients, or 45 days over 3 referrals."""
    if one.left_out or one.denominator is None:
        return ""
    among = "of" if kind in PERCENT else "over"
    numerator = "" if one.numerator is None else style.number(one.numerator)
    return f"{numerator} {among} {style.number(one.denominator)}".lstrip()


def report(made: Report, out: TextIO) -> None:
    """Write a report as a table, with what its figures count below."""
    said = list(measures(made))
    out.writelines(f"{sentence(line, out)}\n" for line in heading(made))
    out.write("\n")
    by_name = {one.figure: one for one, _ in said}
    rows: Iterable[_Shown] = [
        _Shown(
            whose(one), by_name[one.figure].title, (one.of or "").replace("_", " "),
            value(one, by_name[one.figure].kind), count(one, by_name[one.figure].kind),
        )
        for one in made.figures
    ]  # fmt: skip
    shown = _Shown._fields if made.asked.by != (By.TOTAL,) else _Shown._fields[1:]
    show.rows(rows, _Shown._fields, "table", out, shown=shown)
    out.write("\n")
    defined = (f"{one.title} ({one.figure}): {definition(one)}" for one, _ in said)
    out.writelines(f"{sentence(line, out)}\n" for line in (*defined, *footing(made)))
