"""Whom the invented programs take, in what time and for what fee; the guideline of 2026."""

from typing import Any

from caseload.records import guidelines, programs
from caseload.records._caseload import Caseload
from caseload.records.invented import words
from caseload.rules.fees import LOWER_48, Guideline

CREDENTIALS = ("LPC", "LCSW", "RN", "CCM", "QMHP-CS")
RULES: dict[str, dict[str, Any]] = {
    "I": {
        "diagnosis_codes": ("F20-F29", "F30-F39", "F40-F48", "F60-F69"), "minimum_age": 18,
        "counties": words.COUNTIES, "needs_coordination": True, "full_fee": 60,
        "required_credentials": CREDENTIALS,
        "fee_per": "visit", "sliding_scale": ("100: 0 %", "150: 20 %", "200: 40 %"),
    },
    "A": {
        "diagnosis_codes": ("F20-F29", "F31", "F33.2"), "minimum_age": 18,
        "counties": words.COUNTIES, "needs_coordination": True, "admitted_within_days": 5,
        "required_credentials": CREDENTIALS, "full_fee": 80, "fee_per": "visit",
        "sliding_scale": ("100: 0 %", "150: 20 %", "200: $20"),
    },
    "S": {
        "minimum_age": 18, "counties": words.COUNTIES, "admitted_within_days": 20,
        "full_fee": 150, "fee_per": "month", "sliding_scale": ("100: 0 %", "150: $25", "200: $60"),
    },
}  # fmt: skip
"""By the first letter of the program."""
GUIDELINE = Guideline(2026, LOWER_48, 15_960, 5_680, "HHS poverty guidelines 2026, 91 FR 1797")


def set_rules(caseload: Caseload) -> None:
    """Give each program its rules, and the file the guideline that the agency added."""
    for letter, facts in RULES.items():
        programs.edit(caseload, words.PROGRAMS[letter][0], **facts)
    guidelines.add(caseload, GUIDELINE)
