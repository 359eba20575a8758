"""A report as one self-contained HTML page: no network, no script; light, dark and on paper."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from caseload.documents import report_charts
from caseload.documents.report_charts import Stack
from caseload.documents.writing import visible
from caseload.records.reports import Report
from caseload.reporting.figures import By, Figure
from caseload.reporting.lines import Kind, Measure
from caseload.show import report as show_report

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_WHOSE = {
    By.FILE: "File", By.CASE_MANAGER: "Case manager", By.PROGRAM: "Program",
    By.COUNTY: "County", By.MONTH: "Month",
}  # fmt: skip


def write(report: Report, agency: str | None) -> str:
    """The whole page; `agency` is the agency's name, if it has one."""
    title, *more = show_report.heading(report)
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    head = f'<p class="agency">{_said(agency)}</p>\n' if agency else ""
    said = "".join(f"<p>{_said(line)}</p>\n" for line in more)
    foot = "".join(f"<p>{_said(line)}</p>\n" for line in show_report.footing(report))
    body = "".join(_section(report, one, own) for one, own in show_report.measures(report))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_said(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header>\n{head}<h1>{_said(title)}</h1>\n{said}</header>\n<main>\n"
        f"{_overview(report)}{body}</main>\n<footer>\n{foot}</footer>\n</body>\n</html>\n"
    )


# --- the picture at the top ----------------------------------------------------------------------


def _overview(report: Report) -> str:
    """Of each standard how many client-periods were what; other reports have none."""
    if report.asked.report != "compliance":
        return ""
    total = [one for one in report.figures if one.by is By.TOTAL and one.of is not None]
    names = list(dict.fromkeys(one.of for one in total if one.of is not None))
    rows = []
    for name in names:
        own = {one.figure: one for one in total if one.of == name}
        parts = [own.get(part) for part in ("met", "missed", "hold", "not_admitted")]
        if not any(one is None or one.left_out for one in parts):
            counts = tuple(one.numerator or 0 for one in parts if one is not None)
            rows.append(Stack(name, counts))
    if not rows:
        return ""
    title = "Client-periods by standard"
    drawn = report_charts.stacks(rows, ("met", "missed", "on hold", "not admitted"), title)
    return f"<figure>\n{drawn}\n<figcaption>{title}</figcaption>\n</figure>\n"


# --- figures -------------------------------------------------------------------------------------


def _section(report: Report, measure: Measure, own: Sequence[Figure]) -> str:
    about = any(one.of for one in own)
    grouped = [one for one in report.asked.by if one is not By.TOTAL]
    heads = ["Whose"] if grouped else []
    heads += ["About"] if about else []
    bare = measure.kind in (Kind.COUNT, Kind.CLIENTS)
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    cells += '<th scope="col" class="number">Value</th>'
    cells += "" if bare else '<th scope="col" class="number">Counted</th>'
    rows = "".join(_rows(measure, own, whose=bool(grouped), about=about, bare=bare))
    name = f"{_said(measure.title)}"
    return (
        f'<section>\n<h2 id="{measure.figure}">{name}</h2>\n'
        f'<p class="what">{_said(show_report.definition(measure))}</p>\n<div class="wide">\n'
        f"<table>\n<thead><tr>{cells}<td></td></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        "</div>\n</section>\n"
    )


def _rows(
    measure: Measure, own: Sequence[Figure], *, whose: bool, about: bool, bare: bool
) -> Iterator[str]:
    largest = max((abs(one.value) for one in own if one.value is not None), default=0)
    for one in own:
        name = show_report.whose(one)
        if one.by in _WHOSE:
            name = f"{_WHOSE[one.by]}: {name}"
        heads = [name] if whose else []
        heads += [(one.of or "").replace("_", " ")] if about else []
        cells = "".join(f'<th scope="row" dir="auto">{_said(head)}</th>' for head in heads)
        worth = show_report.value(one, measure.kind)
        cells += f'<td class="number">{worth}{_unit(measure, one)}</td>'
        cells += "" if bare else f'<td class="number">{show_report.count(one, measure.kind)}</td>'
        part = None if one.value is None else _part(measure, one.value, largest)
        label = " ".join(each for each in (*heads, worth) if each)
        drawn = report_charts.bar(part, label) if part is not None else ""
        total = ' class="total"' if whose and one.by is By.TOTAL else ""
        yield f'<tr{total}>{cells}<td class="chart">{drawn}</td></tr>\n'


def _part(measure: Measure, value: float, largest: float) -> float | None:
    """How long a bar is; None where there is nothing to compare, or less than nothing."""
    if measure.kind in show_report.PERCENT:
        return value / 100
    return abs(value) / largest if largest and measure.unit != "points" else None


def _unit(measure: Measure, one: Figure) -> str:
    known = one.value is not None and measure.kind not in show_report.PERCENT
    return f" {_said(measure.unit)}" if known else ""


def _said(text: str) -> str:
    return escape(visible(text))
