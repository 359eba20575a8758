"""Services for tests: a few in every file that holds a record of each kind."""

from datetime import date

from caseload.model.linking import ResourceNeed
from caseload.records import resource_search, resources
from caseload.records._caseload import Caseload
from caseload.settings.resource_files import weights

HOUSING, FOOD = frozenset({ResourceNeed.HOUSING}), frozenset({ResourceNeed.FOOD})
CALLED = date(2026, 10, 1)


def fill_resources(caseload: Caseload) -> None:
    """Two services: one edited and verified, one that is no longer offered."""
    made = resources.add(
        caseload, "Casa Encina", "Renta y depósito", need=HOUSING, counties=("Hill", "Bosque"),
        languages=("Spanish",), eligibility="Adults with mental illness", minimum_age=18,
        fee="Free", description="One month.\nBring the lease.",
    )  # fmt: skip
    resources.edit(caseload, made.resource_id, hours="Tue 9 to 12", email="casa@example.org")
    resources.verify(caseload, made.resource_id, CALLED, accepting=True)
    gone = resources.add(caseload, "Table", "Pantry 李", need=FOOD | HOUSING)
    resources.edit(caseload, gone.resource_id, active=False)


def read_resources(caseload: Caseload) -> None:
    """Every way to read them."""
    resources.listed(caseload, need=ResourceNeed.HOUSING, county="Hill", everyone=True)
    resources.unverified(caseload, 30)
    resources.find(caseload, "renta")
    for one in resources.listed(caseload):
        resources.named_so(caseload, one)
    wanted = resource_search.Wanted("renta", ResourceNeed.HOUSING, "Hill", "es", 40, fee="free")
    resource_search.search(caseload, wanted, weights())
