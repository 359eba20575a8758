"""Crises and safety plans as tables: crises, closed follow-ups, versions, signatures."""

from collections.abc import Callable, Iterator
from typing import Any

from caseload.model.crises import Crisis, CrisisClosing, SafetyPlan
from caseload.model.planning import Signature
from caseload.records import safety_plans
from caseload.records._caseload import Caseload
from caseload.records._table import Table
from caseload.records.exports.plans import named

VERSION = tuple(name for name in SafetyPlan._fields if name != "signatures")
WHOSE = ("client_id", "version")


def _safety_plans(caseload: Caseload) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        names = {None: None, **dict(caseload.rows("select staff_id, name from staff"))}
        for one in safety_plans.everyones(caseload):
            told = one._replace(staff=names.get(one.staff))
            yield tuple(getattr(told, name) for name in VERSION)

    return Table(VERSION, rows())


def _signatures(caseload: Caseload) -> Table:
    rows = (
        (plan.client_id, plan.version, *one)
        for plan in safety_plans.everyones(caseload)
        for one in plan.signatures
    )
    return Table((*WHOSE, *Signature._fields), rows)


def _closings(caseload: Caseload) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        of = dict(caseload.rows("select crisis_id, client_id from crisis"))
        for row in named(CrisisClosing, "crisis_id, days", "staff")(caseload).rows:
            yield (of[row[0]], *row)

    return Table(("client_id", *CrisisClosing._fields), rows())


KINDS: dict[str, Callable[[Caseload], Table]] = {
    "crises": named(Crisis, "client_id, occurred_at, crisis_id", "staff"),
    "crisis_closings": _closings,
    "safety_plans": _safety_plans,
    "safety_plan_signatures": _signatures,
}
"""What can be exported of crises, by name."""
