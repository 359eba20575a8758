"""Referrals of every kind for the files of tests, and the days after which somebody asks again."""

from datetime import date, timedelta
from random import Random
from typing import Any

from caseload.model.linking import Referral, ReferralStatus, Resource, ResourceNeed, SentBy
from caseload.records import referrals, resources
from caseload.records._caseload import Caseload
from caseload.rules.referral_rules import Pace

PACE = Pace(14, 14, 30, 30, 180)
SENT, ACCEPTED = ReferralStatus.SENT, ReferralStatus.ACCEPTED
WAITLISTED = ReferralStatus.WAITLISTED
LINKED, COMPLETED = ReferralStatus.LINKED, ReferralStatus.COMPLETED
DRAFT, NO_RESPONSE = ReferralStatus.DRAFT, ReferralStatus.NO_RESPONSE
BY_CLIENT, BY_SERVICE = ReferralStatus.DECLINED_BY_CLIENT, ReferralStatus.DECLINED_BY_SERVICE
HOUSING, FOOD = ResourceNeed.HOUSING, ResourceNeed.FOOD
SHELF = "Section 8 waitlist"


def resource(caseload: Caseload, name: str = SHELF, **facts: Any) -> Resource:
    """A service for housing, but for what is said."""
    return resources.add(
        caseload, "Waco Housing", name, **{"need": frozenset({HOUSING}), **facts}
    )  # fmt: skip


def sent(caseload: Caseload, client_id: str, resource_id: str, on: date, **facts: Any) -> Referral:
    """A referral that was sent while the client asked for it."""
    need = facts.pop("need", None)
    made = referrals.refer(caseload, client_id, resource_id, on, need=need, again=True)
    facts = {"exception": "client_asked", "pace": PACE, **facts}
    return referrals.send(caseload, made.referral_id, on, **facts).referral


def step(
    caseload: Caseload, referral_id: str, status: ReferralStatus, on: date, **facts: Any
) -> Referral:
    """One more step, asked after as usual."""
    return referrals.update(caseload, referral_id, status, on, pace=PACE, **facts)


def fill_referrals(caseload: Caseload) -> None:
    """C0001: one that was completed, one in error; C0002: one on a list, one that is a draft."""
    first = date(2026, 3, 2)
    shelf = resource(caseload, counties=("Hill",), phone="555-0155", verified_on=first).resource_id
    pantry = resource(caseload, "Pantry", need=frozenset({FOOD, HOUSING})).resource_id
    one = sent(caseload, "C0001", shelf, first, what="all of it").referral_id
    step(caseload, one, ACCEPTED, date(2026, 3, 9), remark="came by\nwith 李")
    step(caseload, one, LINKED, date(2026, 3, 20))
    step(caseload, one, NO_RESPONSE, date(2026, 4, 1))
    referrals.take_back(caseload, one, "another client")
    step(caseload, one, COMPLETED, date(2026, 5, 2), outcome="Has a key.")
    wrong = sent(caseload, "C0001", pantry, first, by=SentBy.CLIENT, exception=None, need=FOOD)
    referrals.entered_in_error(caseload, wrong.referral_id, "wrong client")
    two = sent(caseload, "C0002", shelf, date(2026, 11, 2)).referral_id
    step(caseload, two, WAITLISTED, date(2026, 11, 16), follow_up_on=date(2027, 2, 1))
    referrals.refer(
        caseload, "C0002", pantry, date(2026, 11, 18), need=FOOD, remark="A box.\nEach week."
    )


def any_referral(caseload: Caseload, client_id: str, dice: Random, text: str, began: date) -> None:
    """What a random caseload holds of services: one, and a referral to it with some steps."""
    service = resource(caseload, f"{text} {client_id}", description=text).resource_id
    day = began + timedelta(dice.randint(1, 20))
    made = sent(caseload, client_id, service, day).referral_id
    if dice.random() < 0.5:
        step(caseload, made, ACCEPTED, day + timedelta(2), remark=text)
