"""Where a goal stands by its notes, where a goal has notes of its own."""

from datetime import date

import pytest

from caseload.model.planning import Domain, Goal, Objective, Plan, Progress, WorkStatus
from caseload.rules import plan_rules

PLAN = Plan(
    "P0001",
    "C0001",
    1,
    goals=(
        Goal("G0001", Domain.HOUSING, "Keep my apartment", objectives=(Objective("O1", "Rent"),)),
    ),
)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_remark_on_a_goal_does_not_hide_how_far_its_objectives_have_come(
    order: tuple[int, int],
) -> None:
    day = date(2026, 11, 2)
    notes = (
        Progress("N0001", "C0001", "G0001", "O1", day, rating=60),
        Progress("N0002", "C0001", "G0001", None, day, remark="Still the one that matters most."),
    )
    stands = plan_rules.standings(notes[n] for n in order)
    [goal] = plan_rules.with_progress(PLAN, stands).goals
    assert (goal.status, goal.progress) == (WorkStatus.IN_PROGRESS, 60)
