"""A report as the sheets of a workbook."""

from caseload.records.reports import Report, Row
from caseload.show import style
from caseload.show.report import definition, footing, heading, measures
from caseload.tables.workbook import Sheet


def sheets(made: Report) -> list[Sheet]:
    """A report as the sheets of a workbook: its figures, and what each of them counts."""
    with style.as_it_comes():
        about = [("report", line) for line in heading(made)]
    about += [("note", line) for line in footing(made)]
    about += [(one.figure, f"{one.title}: {definition(one)}") for one, _ in measures(made)]
    return [
        Sheet(made.asked.report, Row._fields, made.rows()),
        Sheet("about", ("what", "it is"), about),
    ]
