"""A crisis, a stay and a safety plan of every kind, for the full file of `making`."""

from datetime import date, timedelta
from random import Random
from typing import Any

from caseload.model import SignerRole
from caseload.model.crises import CrisisKind, Disposition, SafetyPlan
from caseload.model.planning import SignatureMethod
from caseload.records import (
    crises,
    crisis_card,
    due,
    explain_crises,
    safety_plans,
)
from caseload.records._caseload import Caseload

STEPS: dict[str, Any] = {
    "warning_signs": ("I stop answering my phone", "I don't sleep; two nights are too many"),
    "coping": ("Walk to the river", "Sudoku"),
    "distractions": ("The library on Austin Avenue",),
    "people_who_help": ("Rosa, my sister, (254) 555-0199",),
    "professionals": ("Dr. Ames, (254) 555-0198", "988"),
    "safer_environment": ("Rosa keeps my pills",),
}
"""What the six steps say."""


def begin(caseload: Caseload, client_id: str, **other: Any) -> SafetyPlan:
    """A draft whose steps all say something."""
    return safety_plans.new(caseload, client_id, **{**STEPS, **other})


def sign(caseload: Caseload, client_id: str, on: date) -> SafetyPlan:
    """Both signatures on the draft."""
    safety_plans.sign(caseload, client_id, SignerRole.CLIENT, on)
    return safety_plans.sign(caseload, client_id, SignerRole.CASE_MANAGER, on)


def fill_crises(caseload: Caseload) -> None:
    """C0001: two stays, one closed follow-up, one in error, plans; C0002: an emergency, a draft."""
    stay = crises.add(
        caseload, "C0001", "2026-10-10T22:15", CrisisKind.OVERDOSE, what_happened="Found.\nAwake.",
        facility="DePaul Center", admitted_on=date(2026, 10, 11), follow_up="Call Rosa",
    )  # fmt: skip
    crises.discharge(caseload, stay.crisis_id, date(2026, 10, 19))
    crises.close(caseload, stay.crisis_id, 7, date(2026, 10, 30), "out of town")
    crises.add(caseload, "C0002", "2026-11-01", CrisisKind.SELF_HARM,
               disposition=Disposition.MOBILE_CRISIS)  # fmt: skip
    wrong = crises.add(caseload, "C0001", "2026-11-10", CrisisKind.OTHER)
    crises.edit(caseload, wrong.crisis_id, kind=CrisisKind.MEDICAL, follow_up="none")
    crises.entered_in_error(caseload, wrong.crisis_id, "wrong client")
    begin(caseload, "C0001")
    sign(caseload, "C0001", date(2026, 8, 3))
    safety_plans.change(caseload, "C0001", lambda plan: plan._replace(coping=("Sing", "Walk")))
    safety_plans.sign(
        caseload, "C0001", SignerRole.CLIENT, date(2026, 9, 1),
        method=SignatureMethod.REFUSED, reason="too long",
    )  # fmt: skip
    safety_plans.new(caseload, "C0002", coping=("Breathe",))


def read_crises(caseload: Caseload) -> None:
    """Every query about crises."""
    crises.listed(caseload)
    for client_id in ("C0001", "C0002"):
        crises.listed(caseload, client_id)
        crises.follow_ups(caseload, client_id)
        crisis_card.card(caseload, client_id)
        explain_crises.explain(caseload, client_id, caseload.today)
        for one in crises.listed(caseload, client_id):
            crises.holds_of(caseload, one.crisis_id)
        safety_plans.versions(caseload, client_id)
    due.due(caseload, caseload.today, due.Wanted(client_id="C0001"))
    list(safety_plans.everyones(caseload))


def any_crisis(caseload: Caseload, client_id: str, dice: Random, text: str, began: date) -> None:
    """What a random caseload holds of crises: an emergency or a stay, and a plan, maybe signed."""
    day = began + timedelta(dice.randint(1, 20))
    stay = crises.add(
        caseload, client_id, f"{day}T22:15", dice.choice(list(CrisisKind)), what_happened=text,
        admitted_on=day if dice.random() < 0.6 else None,
    )  # fmt: skip
    if stay.admitted_on is not None:
        crises.discharge(caseload, stay.crisis_id, day + timedelta(3))
        owed = [one.days for one in crises.follow_ups(caseload, client_id)]
        if 7 in owed:
            crises.close(caseload, stay.crisis_id, 7, caseload.today, text)
    begin(caseload, client_id, coping=(text,))
    if dice.random() < 0.5:
        sign(caseload, client_id, caseload.today)
