"""A plan changed as a value: its parts are found, and none is lost but those taken out."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from any_plan import plans, some_number
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model.planning import (
    Domain,
    Goal,
    Intervention,
    Objective,
    Plan,
    PlanStatus,
    Signature,
    SignatureMethod,
    WorkStatus,
)
from caseload.rules import plan_edits

PLAN = Plan(
    "P1", "C1", 1,
    goals=(
        Goal(
            "G0001", Domain.HOUSING, "Keep my apartment",
            objectives=(
                Objective(
                    "O0001", "Rent",
                    interventions=(Intervention("V0001", "Call"), Intervention("V0002", "Write")),
                ),
                Objective("O0002", "Rent on time"),
            ),
        ),
        Goal("G0002", Domain.EMPLOYMENT, "Keep working", objectives=(Objective("O0003", "Call"),)),
        Goal("G0003", Domain.FAMILY, "See my daughter"),
    ),
)  # fmt: skip

# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("1", None, (0,)),
        (" 3 ", "goal", (2,)),
        ("1.2", None, (0, 1)),
        ("1.1.2", "intervention", (0, 0, 1)),
        ("G0002", None, (1,)),
        ("g0002", "goal", (1,)),
        ("o0003", None, (1, 0)),
        ("V0002", None, (0, 0, 1)),
        ("see", None, (2,)),
        ("SEE MY", "goal", (2,)),
        ("Keep w", None, (1,)),
        ("rent on", None, (0, 1)),
        ("rent", "objective", (0, 0)),
        ("call", "intervention", (0, 0, 0)),
        ("call", "objective", (1, 0)),
    ],
)
def test_a_part_is_found_by_number_id_statement_or_the_beginning_of_one(
    text: str, kind: str | None, place: plan_edits.Place
) -> None:
    assert plan_edits.find(PLAN, text, kind) == place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("", None), ("  ", None), ("0", None), ("4", None), ("1.3", None), ("1.1.3", None)),
        *(("apartment", None), ("G0009", None), ("1.", None), ("01", None), ("1,1", None)),
        *(("1.1", "goal"), ("O0001", "goal"), ("1", "objective"), ("G0001", "objective")),
        *(("1.1", "intervention"), ("see", "objective"), ("²", None), ("\udcff", None)),
    ],
)
def test_nothing_is_found_by_anything_else_or_of_another_kind(text: str, kind: str | None) -> None:
    with pytest.raises(NotFoundError) as raised:
        plan_edits.find(PLAN, text, kind)
    assert str(raised.value).startswith(f"The plan has no {kind or 'part'} ")
    assert "There are: 1" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "kind", "numbers"), [("keep", None, "1, 2"), ("call", None, "1.1.1, 2.1")]
)
def test_two_that_are_meant_alike_are_named_and_never_guessed(
    text: str, kind: str | None, numbers: str
) -> None:
    with pytest.raises(AmbiguousError, match=f"use its number: {numbers}\\.") as raised:
        plan_edits.find(PLAN, text, kind)
    assert raised.value.exit_code == 5


def test_a_plan_without_parts_says_so() -> None:
    with pytest.raises(NotFoundError, match="There are: none yet"):
        plan_edits.find(Plan("P", "C", 1), "1", "goal")


@given(plans())
def test_every_part_is_found_by_its_number_and_by_its_id(plan: Plan) -> None:
    for place, part in plan_edits.parts(plan):
        assert plan_edits.at(plan, place) == part
        kind = plan_edits.KINDS[len(place) - 1]
        for text in (plan_edits.number(place), part[0], part[0].lower()):
            assert plan_edits.find(plan, text) == plan_edits.find(plan, text, kind) == place


# --- changing ------------------------------------------------------------------------------------


def bare(part: plan_edits.Part) -> plan_edits.Part:
    """A part without those that hang on it."""
    if isinstance(part, Intervention):
        return part
    return (
        part._replace(objectives=()) if isinstance(part, Goal) else part._replace(interventions=())
    )


def counted(plan: Plan) -> Counter[plan_edits.Part]:
    return Counter(bare(part) for _, part in plan_edits.parts(plan))


def whole(part: plan_edits.Part) -> Counter[plan_edits.Part]:
    """A part with all that hang on it, each by itself."""
    within = (
        () if isinstance(part, Intervention) else
        part.objectives if isinstance(part, Goal) else part.interventions
    )  # fmt: skip
    return sum(map(whole, within), Counter({bare(part): 1}))


@st.composite
def plan_and_place(draw: st.DrawFn) -> tuple[Plan, plan_edits.Place]:
    plan = draw(plans().filter(lambda one: one.goals))
    return plan, draw(st.sampled_from([place for place, _ in plan_edits.parts(plan)]))


@given(plan_and_place())
def test_what_is_added_stands_last_in_its_parent_and_all_else_stays(
    any_one: tuple[Plan, plan_edits.Place],
) -> None:
    plan, place = any_one
    made: plan_edits.Part = Goal("", Domain.OTHER, "new")
    for parent, part in (
        ((), made), (place[:1], Objective("", "new")), (place[:2], Intervention("", "new"))
    ):  # fmt: skip
        if len(parent) == 1 and len(place) == 1 and isinstance(part, Intervention):
            continue
        after = plan_edits.add(plan, parent, part)
        assert counted(after) == counted(plan) + Counter({part: 1})
        own = [each for each, _ in plan_edits.parts(after) if each[:-1] == parent]
        assert plan_edits.at(after, own[-1]) == part
        assert plan_edits.remove(after, own[-1]) == plan


@given(plan_and_place())
def test_an_edit_changes_one_part_and_no_other(any_one: tuple[Plan, plan_edits.Place]) -> None:
    plan, place = any_one
    part = plan_edits.at(plan, place)
    name = "action" if isinstance(part, Intervention) else "statement"
    facts: dict[str, Any] = {name: "another text altogether"}
    after = plan_edits.edit(plan, place, **facts)
    changed = plan_edits.at(after, place)
    assert changed == part._replace(**facts)
    assert [each for each, _ in plan_edits.parts(after)] == [
        each for each, _ in plan_edits.parts(plan)
    ]
    assert counted(after) + Counter({bare(part): 1}) == counted(plan) + Counter({bare(changed): 1})
    assert plan_edits.edit(after, place, **{name: plan_edits.title(part)}) == plan


@given(plan_and_place())
def test_what_is_taken_out_is_a_part_with_all_that_hangs_on_it_and_nothing_else(
    any_one: tuple[Plan, plan_edits.Place],
) -> None:
    plan, place = any_one
    after = plan_edits.remove(plan, place)
    assert counted(after) + whole(plan_edits.at(plan, place)) == counted(plan)


@given(st.data(), plan_and_place())
def test_a_part_that_is_moved_is_where_it_was_told_to_and_none_is_lost(
    data: st.DataObject, any_one: tuple[Plan, plan_edits.Place]
) -> None:
    plan, place = any_one
    to = data.draw(some_number(plan, place))
    after = plan_edits.move(plan, place, to)
    part = plan_edits.at(plan, place)
    assert counted(after) == counted(plan)
    landed = plan_edits.find(after, part[0])
    assert plan_edits.at(after, landed) == part
    siblings = [each for each, _ in plan_edits.parts(after) if each[:-1] == landed[:-1]
                and len(each) == len(landed)]  # fmt: skip
    *parent, last = (int(one) - 1 for one in to.split("."))
    assert landed == (*parent, min(last, len(siblings) - 1))
    assert plan_edits.move(after, landed, plan_edits.number(place)) == plan


@pytest.mark.parametrize(
    ("place", "to"),
    [
        *(((0,), to) for to in ("", "0", "-1", "1.1", "x", "1.", "²", "1 1", "9" * 5000, "+1")),
        *(((0, 0), to) for to in ("1", "0.1", "1.0", "4.1", "9.1", "1.1.1", "1..1", ".1", "1,1")),
        *(((0, 0, 0), to) for to in ("1", "1.1", "1.3.1", "3.1.1", "0.1.1", "1.0.1", "1.1.0")),
    ],
)
def test_a_number_that_a_part_cannot_have_is_refused(place: plan_edits.Place, to: str) -> None:
    with pytest.raises(InvalidError) as raised:
        plan_edits.move(PLAN, place, to)
    assert len(str(raised.value)) < 150


@pytest.mark.parametrize(
    ("place", "to", "order"),
    [
        ((2,), "1", "G0003 G0001 G0002"),
        ((0,), "3", "G0002 G0003 G0001"),
        ((0,), "2", "G0002 G0001 G0003"),
        ((0,), "99", "G0002 G0003 G0001"),
        ((1,), " 2 ", "G0001 G0002 G0003"),
    ],
)
def test_a_goal_gets_the_number_it_is_to_have(place: plan_edits.Place, to: str, order: str) -> None:
    assert [one.goal_id for one in plan_edits.move(PLAN, place, to).goals] == order.split()


def test_what_people_wrote_is_a_plan_without_signatures_status_and_progress() -> None:
    one = Objective("O1", "x", status=WorkStatus.MET, progress=100)
    plan = Plan(
        "P1", "C1", 2, PlanStatus.ACTIVE, date(2026, 1, 5), "v",
        goals=(Goal("G1", Domain.OTHER, "g", WorkStatus.MET, 100, (one,)),),
        signatures=(Signature("Z1", "x", "client", date(2026, 1, 5), SignatureMethod.VERBAL),),  # type: ignore[arg-type]
    )  # fmt: skip
    bare_one = Objective("O1", "x")
    assert plan_edits.content(plan) == Plan(
        "P1", "C1", 2, vision="v", goals=(Goal("G1", Domain.OTHER, "g", objectives=(bare_one,)),)
    )
