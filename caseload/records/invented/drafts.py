"""Two drafts of invented plans that still lack something, as drafts do."""

from datetime import timedelta

from caseload.model.planning import Domain
from caseload.records import plan_parts, plans
from caseload.records._caseload import Caseload
from caseload.records.invented.days import end_of_month
from caseload.records.invented.wishes import Wish

LACKING, NEWCOMER = "C0031", "C0039"


def begin_next(caseload: Caseload, client_id: str) -> None:
    """The next version of a plan in force, with a new objective that nothing tells the end of."""
    if client_id != LACKING:
        return
    soon = end_of_month(caseload.today, 5)
    plan_parts.add_objective(
        caseload, client_id, "2", "An employer who can move a shift", target_on=soon
    )
    plan_parts.add_intervention(
        caseload, client_id, "2.2", "Three places where a cousin's friends work",
        responsible="client", frequency="once",
    )  # fmt: skip


def begin_one(caseload: Caseload, client_id: str, wish: Wish) -> None:
    """The first plan of a newcomer, as far as it was told at the intake call."""
    if client_id != NEWCOMER:
        return
    plans.new(caseload, client_id, **{name: told[0] or None for name, told in wish.prose.items()})
    plan_parts.add_goal(caseload, client_id, "Feel safe where I am", Domain.SAFETY)
    soon = end_of_month(caseload.today + timedelta(60), 0)
    plan_parts.add_objective(caseload, client_id, "1", "Mail at a box of my own", target_on=soon)
    plan_parts.add_goal(caseload, client_id, "A place of my own", Domain.HOUSING)
