"""What a plan lacks, who must sign it, where it stands, and how far its goals have come."""

from collections.abc import Iterable
from datetime import date
from itertools import permutations, product

import pytest
from any_plan import plans
from hypothesis import given

from caseload.model import SignerRole
from caseload.model.planning import (
    DIMENSIONS,
    Dimension,
    Domain,
    Goal,
    Intervention,
    Objective,
    Plan,
    PlanStatus,
    Progress,
    Signature,
    SignatureMethod,
    WorkStatus,
)
from caseload.rules import plan_edits, plan_rules
from caseload.rules.plan_rules import Standing

DAY = date(2026, 11, 20)
CLIENT, MANAGER, SUPERVISOR, GUARDIAN = SignerRole
NOT_STARTED, IN_PROGRESS, MET, DROPPED = WorkStatus


# --- what it lacks -------------------------------------------------------------------------------

WHOLE = Objective("O1", "Rent on time", "By the 5th", DAY)


def plan(*goals: Goal, vision: str | None = "My own key.") -> Plan:
    return Plan("P1", "C1", 1, vision=vision, goals=goals)


def goal(*objectives: Objective) -> Goal:
    return Goal("G1", Domain.HOUSING, "Keep my apartment", objectives=objectives)


LACKS = {
    "nothing": (plan(goal(WHOLE)), []),
    "all": (plan(vision=None), ["the client's vision", "a goal"]),
    "a vision": (plan(goal(WHOLE), vision=None), ["the client's vision"]),
    "an empty vision": (plan(goal(WHOLE), vision=""), ["the client's vision"]),
    "goals": (plan(), ["a goal"]),
    "an objective": (plan(goal()), ["1 an objective"]),
    "in the second goal": (plan(goal(WHOLE), goal()), ["2 an objective"]),
    "a measure": (plan(goal(WHOLE._replace(measure=None))), ["1.1 a measure"]),
    "an empty measure": (plan(goal(WHOLE._replace(measure=""))), ["1.1 a measure"]),
    "a target": (plan(goal(WHOLE, WHOLE._replace(target_on=None))), ["1.2 a target date"]),
    "much, in the order in which it is read": (
        plan(goal(), goal(WHOLE, Objective("O2", "x")), vision=None),
        ["the client's vision", "1 an objective", "2.2 a measure", "2.2 a target date"],
    ),
    "no interventions": (plan(goal(WHOLE._replace(interventions=()))), []),
    "a dropped objective's measure": (
        plan(goal(WHOLE, Objective("O2", "x", None, DAY, DROPPED))), ["1.2 a measure"]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("draft", "lacking"), LACKS.values(), ids=LACKS)
def test_a_draft_says_what_it_lacks(draft: Plan, lacking: list[str]) -> None:
    assert [str(one) for one in plan_rules.lacks(draft)] == lacking


@given(plans())
def test_what_is_lacking_is_told_by_the_number_of_the_part_that_lacks_it(any_one: Plan) -> None:
    numbers = {plan_edits.number(place): part for place, part in plan_edits.parts(any_one)}
    told = plan_rules.lacks(any_one)
    for one in told:
        part = numbers.get(one.number)
        if one.what == "an objective":
            assert isinstance(part, Goal)
            assert not part.objectives
        elif one.number:
            assert isinstance(part, Objective)
            assert (part.measure, part.target_on)[one.what == "a target date"] is None
    assert len(set(told)) == len(told)


def test_each_domain_of_a_life_stands_under_one_of_the_four_dimensions() -> None:
    assert set(DIMENSIONS) == set(Domain)
    assert set(DIMENSIONS.values()) == set(Dimension)
    assert {one: Goal("G", one, "x").dimension for one in Domain} == DIMENSIONS


# --- who signs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programs", "required"),
    [
        ([], [CLIENT, MANAGER]),
        ([set()], [CLIENT, MANAGER]),
        ([set(), {MANAGER}], [MANAGER]),
        ([{SUPERVISOR, CLIENT}], [CLIENT, SUPERVISOR]),
        ([{SUPERVISOR}, {GUARDIAN, CLIENT}], [CLIENT, SUPERVISOR, GUARDIAN]),
        ([set(SignerRole), {CLIENT}], [CLIENT, MANAGER, SUPERVISOR, GUARDIAN]),
    ],
)
def test_those_must_sign_whom_any_program_asks_for_else_the_usual_two(
    programs: list[set[SignerRole]], required: list[SignerRole]
) -> None:
    assert plan_rules.required_signers(map(frozenset, programs)) == required


def signed(*roles: SignerRole, by: SignatureMethod = SignatureMethod.IN_PERSON) -> list[Signature]:
    return [Signature(f"Z{n}", "x", role, DAY, by) for n, role in enumerate(roles)]


REFUSED = signed(CLIENT, by=SignatureMethod.REFUSED)
UNSIGNED = [
    ([CLIENT, MANAGER], [], [CLIENT, MANAGER]),
    ([CLIENT, MANAGER], signed(CLIENT), [MANAGER]),
    ([CLIENT, MANAGER], signed(MANAGER), [CLIENT]),
    ([CLIENT, MANAGER], signed(MANAGER, CLIENT), []),
    ([CLIENT, MANAGER], signed(GUARDIAN), [MANAGER]),
    ([CLIENT, MANAGER], signed(GUARDIAN, MANAGER), []),
    ([CLIENT, MANAGER], signed(SUPERVISOR), [CLIENT, MANAGER]),
    ([CLIENT, MANAGER], REFUSED, [MANAGER]),
    ([CLIENT, MANAGER], REFUSED + signed(MANAGER), []),
    ([GUARDIAN], signed(CLIENT), [GUARDIAN]),
    ([CLIENT, GUARDIAN], signed(CLIENT), [GUARDIAN]),
    ([CLIENT, GUARDIAN], signed(GUARDIAN), [CLIENT]),
    ([SUPERVISOR], signed(MANAGER), [SUPERVISOR]),
    ([], [], []),
]


@pytest.mark.parametrize(("required", "given_", "waits"), UNSIGNED)
def test_a_guardian_signs_for_the_client_nobody_for_another_and_a_refusal_is_an_answer(
    required: list[SignerRole], given_: list[Signature], waits: list[SignerRole]
) -> None:
    for order in permutations(given_):
        assert plan_rules.unsigned(required, order) == waits


def test_a_plan_comes_into_force_on_the_day_of_its_last_signature_whenever_it_was_recorded() -> (
    None
):
    days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 5)]
    for order in permutations(days):
        given_ = [Signature("Z", "x", CLIENT, day, SignatureMethod.VERBAL) for day in order]
        assert plan_rules.in_force_from(given_) == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("version", "newest", "in_force", "status"),
    [
        (1, 1, None, PlanStatus.DRAFT),
        (1, 1, 1, PlanStatus.ACTIVE),
        (1, 2, 1, PlanStatus.ACTIVE),
        (2, 2, 1, PlanStatus.DRAFT),
        (1, 2, 2, PlanStatus.SUPERSEDED),
        (1, 2, None, PlanStatus.SUPERSEDED),
        (2, 3, 1, PlanStatus.SUPERSEDED),
        (3, 3, 1, PlanStatus.DRAFT),
    ],
)
def test_where_a_version_stands(
    version: int, newest: int, in_force: int | None, status: PlanStatus
) -> None:
    assert plan_rules.status(Plan("P", "C", version), newest, in_force) is status


# --- how far it has come -------------------------------------------------------------------------

Told = tuple[str, int | None, WorkStatus | None] | str
"""Of which part a note is, its rating and status; text alone is a remark on O1."""


def notes(told: Iterable[Told]) -> list[Progress]:
    made = []
    for number, one in enumerate(told):
        part, rating, status = ("O1", None, None) if isinstance(one, str) else one
        goal_id, objective_id = ("G1", part) if part.startswith("O") else (part, None)
        made.append(Progress(f"N{number}", "C1", goal_id, objective_id, DAY, rating, status, "x"))
    return made


STANDINGS: dict[str, tuple[list[Told], Standing | None]] = {
    "nothing said": ([], None),
    "a remark alone": (["x"], None),
    "rated": ([("O1", 40, None)], Standing(IN_PROGRESS, 40)),
    "rated 0": ([("O1", 0, None)], Standing(IN_PROGRESS, 0)),
    "rated 99": ([("O1", 99, None)], Standing(IN_PROGRESS, 99)),
    "all the way": ([("O1", 100, None)], Standing(MET, 100)),
    "the last counts": ([("O1", 80, None), ("O1", 20, None)], Standing(IN_PROGRESS, 20)),
    "falls back": ([("O1", 100, None), ("O1", 60, None)], Standing(IN_PROGRESS, 60)),
    "a remark after a rating": ([("O1", 40, None), "x"], Standing(IN_PROGRESS, 40)),
    "a remark after it was met": ([("O1", None, MET), "x"], Standing(MET, 100)),
    "met": ([("O1", None, MET)], Standing(MET, 100)),
    "met after a rating": ([("O1", 40, None), ("O1", None, MET)], Standing(MET, 100)),
    "met though not all the way": ([("O1", 80, MET)], Standing(MET, 80)),
    "dropped": ([("O1", 40, None), ("O1", None, DROPPED)], Standing(DROPPED, 40)),
    "rated after it was dropped": (
        [("O1", None, DROPPED), ("O1", 10, None)], Standing(IN_PROGRESS, 10)
    ),
    "all the way, said to go on": ([("O1", 100, IN_PROGRESS)], Standing(IN_PROGRESS, 100)),
    "taken up again after it was met": (
        [("O1", 60, None), ("O1", None, MET), ("O1", None, IN_PROGRESS)], Standing(IN_PROGRESS, 60)
    ),
    "taken up again, never rated": (
        [("O1", None, MET), ("O1", None, IN_PROGRESS)], Standing(IN_PROGRESS, 0)
    ),
    "said not to be begun": (
        [("O1", 60, None), ("O1", None, NOT_STARTED)], Standing(NOT_STARTED, 0)
    ),
    "begun, without a rating": ([("O1", None, IN_PROGRESS)], Standing(IN_PROGRESS, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("told", "stands"), STANDINGS.values(), ids=STANDINGS)
def test_where_an_objective_stands_by_its_notes(told: list[Told], stands: Standing | None) -> None:
    assert plan_rules.standings(notes(told)).get("O1") == stands


def test_a_note_entered_in_error_never_counts_wherever_it_stands() -> None:
    right = notes([("O1", 20, None), ("O1", 50, None), "x"])
    wrong = notes([("O1", 100, MET), ("O2", 7, None), ("G1", None, DROPPED)])
    marked = [one._replace(entered_in_error_at="x", entered_in_error_why="x") for one in wrong]
    for place, one in product(range(4), marked):
        mixed = [*right[:place], one, *right[place:]]
        assert plan_rules.standings(mixed) == {"O1": Standing(IN_PROGRESS, 50)}


def shown(told: list[Told], *objectives: str) -> Goal:
    """Goal G1 with these objectives after the notes."""
    made = goal(*(WHOLE._replace(objective_id=one) for one in objectives))
    return plan_rules.with_progress(plan(made), plan_rules.standings(notes(told))).goals[0]


GOALS: dict[str, tuple[list[Told], list[str], tuple[WorkStatus, int]]] = {
    "no objectives": ([], [], (NOT_STARTED, 0)),
    "nothing begun": ([], ["O1", "O2"], (NOT_STARTED, 0)),
    "the mean": ([("O1", 60, None), ("O2", 20, None)], ["O1", "O2"], (IN_PROGRESS, 40)),
    "one not begun": ([("O1", 60, None)], ["O1", "O2"], (IN_PROGRESS, 30)),
    "dropped ones are left out": (
        [("O1", 60, None), ("O2", None, DROPPED)], ["O1", "O2"], (IN_PROGRESS, 60)
    ),
    "all dropped": ([("O1", 60, None), ("O1", None, DROPPED)], ["O1"], (NOT_STARTED, 0)),
    "all met": ([("O1", None, MET), ("O2", 100, None)], ["O1", "O2"], (MET, 100)),
    "all met but the dropped": (
        [("O1", None, MET), ("O2", None, DROPPED)], ["O1", "O2"], (MET, 100)
    ),
    "one met": ([("O1", None, MET)], ["O1", "O2"], (IN_PROGRESS, 50)),
    "begun at 0 percent": ([("O1", 0, None)], ["O1"], (IN_PROGRESS, 0)),
    "thirds": ([("O1", 100, None)], ["O1", "O2", "O3"], (IN_PROGRESS, 33)),
    "its own status goes before": (
        [("O1", 60, None), ("G1", None, MET)], ["O1"], (MET, 60)
    ),
    "dropped itself": ([("O1", 60, None), ("G1", None, DROPPED)], ["O1"], (DROPPED, 60)),
    "its own last status": (
        [("G1", None, DROPPED), ("G1", None, IN_PROGRESS)], ["O1"], (IN_PROGRESS, 0)
    ),
    "a remark on it says nothing of its status": (
        [("O1", 60, None), ("G1", None, None)], ["O1"], (IN_PROGRESS, 60)
    ),
    "a remark on it after its own status": (
        [("G1", None, MET), ("G1", None, None)], ["O1"], (MET, 0)
    ),
    "another goal's notes": ([("O9", 60, None), ("G9", None, MET)], ["O1"], (NOT_STARTED, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("told", "objectives", "stands"), GOALS.values(), ids=GOALS)
def test_where_a_goal_stands(
    told: list[Told], objectives: list[str], stands: tuple[WorkStatus, int]
) -> None:
    found = shown(told, *objectives)
    assert (found.status, found.progress) == stands


@given(plans())
def test_progress_changes_nothing_that_people_wrote(any_one: Plan) -> None:
    ids = [part[0] for _, part in plan_edits.parts(any_one) if not isinstance(part, Intervention)]
    rated = plan_rules.with_progress(any_one, dict.fromkeys(ids, Standing(MET, 100)))
    assert plan_edits.content(rated) == any_one
    again = plan_rules.with_progress(rated, {})
    assert again == any_one
