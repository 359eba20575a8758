"""The four reports, by name, and what each of them counts."""

from caseload.errors import UsageError
from caseload.reporting import compliance, documentation, outcomes, workload
from caseload.reporting.lines import Measure

REPORTS: dict[str, tuple[Measure, ...]] = {
    "compliance": compliance.MEASURES,
    "outcomes": outcomes.MEASURES,
    "workload": workload.MEASURES,
    "documentation": documentation.MEASURES,
}
TITLES = {
    "compliance": "Compliance: were the standards met",
    "outcomes": "Outcomes: what became of it",
    "workload": "Workload: who carries what",
    "documentation": "Documentation: is it written down",
}


def measure(report: str, figure: str) -> Measure:
    """The measure of a report that goes by a name.

    Raises:
        UsageError: There is none.
    """
    named = {one.figure: one for one in REPORTS[report]}
    found = named.get(figure.strip().casefold().replace("-", "_").replace(" ", "_"))
    if found is None:
        raise UsageError(
            f"The report {report} has no figure '{figure.strip()[:40]}'. It has: "
            f"{', '.join(named)}."
        )
    return found
