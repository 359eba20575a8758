"""What differs between two versions is told once each, in the order in which the newer is read."""

from datetime import date
from typing import Any

import pytest
from any_plan import edited, plans
from hypothesis import given, settings

from caseload.model.planning import Domain, Goal, Intervention, Objective, Plan, WorkStatus
from caseload.rules import plan_edits
from caseload.rules.plan_rules import Difference, differences


def plan(goals: str) -> Plan:
    """Goals in few words: "a(p q) b" is a goal a with objectives p and q, and a goal b."""
    made: list[Goal] = []
    inside: list[Objective] | None = None
    for text in goals.replace("(", " ( ").replace(")", " ) ").split():
        if text == "(":
            inside = []
        elif text == ")":
            made[-1] = made[-1]._replace(objectives=tuple(inside or ()))
            inside = None
        elif made and inside is not None:
            inside.append(Objective(text, f"say {text}"))
        else:
            made.append(Goal(text, Domain.OTHER, f"say {text}"))
            inside = None
    return Plan("P1", "C1", 1, goals=tuple(made))


MOVES = {
    "nothing": ("a b c", "a b c", []),
    "two swapped": ("a b", "b a", ["2 place: 1 2"]),
    "one to the top": ("a b c d", "d a b c", ["1 place: 4 1"]),
    "one to the end": ("a b c d", "b c d a", ["4 place: 1 4"]),
    "one into the middle": ("a b c d e", "a d b c e", ["2 place: 4 2"]),
    "all the other way round": ("a b c", "c b a", ["1 place: 3 1", "3 place: 1 3"]),
    "the order of some, where others came and went": (
        "d a b", "x y b a", ["1 goal: - say x; other", "2 goal: - say y; other",
                             "4 place: 2 4", "1 goal: say d; other -"],
    ),
    "one gone": ("a b c", "b c", ["1 goal: say a; other -"]),
    "one new at the top": ("a b", "c a b", ["1 goal: - say c; other"]),
    "the first gone and the others swapped": (
        "a b c", "c b", ["1 place: 3 1", "1 goal: say a; other -"],
    ),
    "objectives swapped": ("a(p q)", "a(q p)", ["1.2 place: 1.1 1.2"]),
    "to another goal": ("a(p q) b(r)", "a(q) b(p r)", ["2.1 place: 1.1 2.1"]),
    "to another goal of the same number": (
        "a(p) b", "b(p)", ["1.1 place: 1.1 1.1, in another order", "1 goal: say a; other -"],
    ),
    "with its goal": ("a(p q) b(r)", "b(r) a(p q)", ["2 place: 1 2"]),
    "to another goal, and one after it stays": (
        "a(p q r) b", "a(q r) b(p)", ["2.1 place: 1.1 2.1"],
    ),
    "one for another": ("a b", "c b", ["1 goal: - say c; other", "1 goal: say a; other -"]),
    "all gone": ("a(p)", "", ["1 goal: say a; other -", "1.1 objective: say p -"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), MOVES.values(), ids=MOVES)
def test_a_new_order_is_told_by_as_few_moves_as_make_it(
    old: str, new: str, told: list[str]
) -> None:
    found = differences(plan(old), plan(new))
    shown = [f"{one.where}: {one.before or '-'} {one.after or '-'}" for one in found]
    assert shown == told


WORK = Intervention("v", "Budget sheet", "client", "weekly", "a month")
RENT = Objective("o", "Rent on time", "By the 5th", date(2027, 2, 28), interventions=(WORK,))
HOME = Goal("g", Domain.HOUSING, "Keep my apartment", objectives=(RENT,))
PLAN = Plan("P1", "C1", 1, vision="My own key", goals=(HOME,))


def with_goal(**facts: Any) -> Plan:
    return PLAN._replace(goals=(HOME._replace(**facts),))


def with_objective(**facts: Any) -> Plan:
    return with_goal(objectives=(RENT._replace(**facts),))


def with_work(**facts: Any) -> Plan:
    return with_objective(interventions=(WORK._replace(**facts),))


TOLD = {
    "a vision": (PLAN._replace(vision="x"), ("vision", "My own key", "x")),
    "no vision": (PLAN._replace(vision=None), ("vision", "My own key", None)),
    "the criteria": (PLAN._replace(discharge_criteria="x"), ("discharge criteria", None, "x")),
    "a domain": (
        with_goal(domain=Domain.DAILY_LIVING), ("1 domain", "housing", "daily living")
    ),
    "a goal": (with_goal(statement="x"), ("1 statement", "Keep my apartment", "x")),
    "an objective": (with_objective(statement="x"), ("1.1 statement", "Rent on time", "x")),
    "a measure": (with_objective(measure=None), ("1.1 measure", "By the 5th", None)),
    "a target": (
        with_objective(target_on=date(2028, 2, 28)), ("1.1 target", "28 Feb 2027", "28 Feb 2028")
    ),
    "an action": (with_work(action="x"), ("1.1.1 action", "Budget sheet", "x")),
    "who does it": (with_work(responsible=None), ("1.1.1 responsible", "client", None)),
    "how often": (with_work(frequency="x"), ("1.1.1 frequency", "weekly", "x")),
    "how long": (with_work(duration="x"), ("1.1.1 duration", "a month", "x")),
    "an intervention gone": (
        with_objective(interventions=()),
        ("1.1.1 intervention", "Budget sheet; client; weekly; a month", None),
    ),
    "an intervention more": (
        with_objective(interventions=(WORK, Intervention("w", "Call"))),
        ("1.1.2 intervention", None, "Call"),
    ),
    "a goal more": (
        PLAN._replace(goals=(HOME, Goal("h", Domain.LEGAL, "Clear the ticket"))),
        ("2 goal", None, "Clear the ticket; legal"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("new", "told"), TOLD.values(), ids=TOLD)
def test_what_was_rewritten_is_told_with_both_texts(
    new: Plan, told: tuple[str, str | None, str | None]
) -> None:
    assert differences(PLAN, new) == [Difference(*told)]
    back = differences(new, PLAN)
    assert [(one.before, one.after) for one in back] == [(told[2], told[1])]


def test_status_and_progress_are_no_differences_and_empty_is_as_not_said() -> None:
    rated = with_objective(status=WorkStatus.MET, progress=100)
    assert differences(PLAN, rated) == []
    assert differences(PLAN, PLAN._replace(barriers="")) == []


def test_a_part_that_was_rewritten_and_moved_is_told_of_both() -> None:
    old = plan("a(p q) b")
    new = plan("a(q) b(p)")
    new = plan_edits.edit(new, (1, 0), statement="x")
    assert differences(old, new) == [
        Difference("2.1 statement", "say p", "x"), Difference("2.1 place", "1.1", "2.1")
    ]  # fmt: skip


@given(plans())
def test_a_plan_differs_in_nothing_from_itself(any_one: Plan) -> None:
    assert differences(any_one, any_one) == []
    assert differences(any_one, any_one._replace(version=2)) == []


@settings(max_examples=300)
@given(edited())
def test_something_differs_if_and_only_if_something_was_rewritten(
    both: tuple[Plan, Plan],
) -> None:
    old, new = both
    found = differences(old, new)
    assert bool(found) == (plan_edits.content(old) != plan_edits.content(new))
    assert len(set(found)) == len(found)
    assert all(one.before != one.after for one in found)
    kept = {part[0] for _, part in plan_edits.parts(new)}
    gone = sum(part[0] not in kept for _, part in plan_edits.parts(old))
    assert sum(one.after is None and one.where.endswith(plan_edits.KINDS) for one in found) == gone
