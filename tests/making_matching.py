"""For `making.fill`: rules and fees of a program, and a poverty guideline."""

from caseload.records import guidelines, programs
from caseload.records._caseload import Caseload
from caseload.rules.fees import Guideline

GUIDELINE = Guideline(2026, "48 states", 15_960, 5_680, "HHS poverty guidelines 2026, 91 FR 1797")


def fill_matching(caseload: Caseload) -> None:
    """A guideline of the file's own, corrected since; all that can be asked in Housing."""
    guidelines.add(caseload, GUIDELINE._replace(base=1))
    guidelines.edit(caseload, 2026, "48 states", base=GUIDELINE.base)
    programs.edit(
        caseload, "Housing", diagnosis_codes=("F20-F29", "F33"), minimum_age=18, maximum_age=90,
        counties=("Hill", "Falls"), needs_coordination=True, required_credentials=("LPC", "LCSW"),
        screened_within_days=3, admitted_within_days=None, waiting_review_days=14, full_fee=80,
        fee_per="visit", sliding_scale=("100: 0 %", "150: 20 %", "200: $20"),
    )  # fmt: skip


def read_matching(caseload: Caseload) -> None:
    """What `making.read_all` reads of these."""
    guidelines.own(caseload)
    guidelines.find(caseload, 2026, "48 states")
