"""A plan from draft to signed to superseded: what is signed stays, whatever becomes of the next."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from any_plan import any_edit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import TODAY, full_file, new_file
from refusing import refused, written

from caseload.errors import AmbiguousError, ConflictError, InvalidError, NotFoundError
from caseload.model import Mode, Reached, SignerRole
from caseload.model.planning import PROSE, Domain, Goal, Objective, Plan, PlanStatus, WorkStatus
from caseload.records import (
    audit,
    checks,
    clients,
    contacts,
    episodes,
    plan_parts,
    plans,
    programs,
    progress,
    signatures,
)
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits

DAY = date(2026, 11, 2)
CLIENT, MANAGER, *_ = SignerRole


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, with a complete draft."""
    with new_file(tmp_path) as opened:
        begin(opened)
        yield opened


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Caseload]:
    with full_file(tmp_path) as opened:
        yield opened


def begin(caseload: Caseload) -> None:
    clients.add(caseload, "Ana", "Ruiz")
    plans.new(caseload, "C0001", vision="My own key.")
    plan_parts.add_goal(caseload, "C0001", "Keep my apartment", Domain.HOUSING)
    plan_parts.add_objective(caseload, "C0001", "1", "Rent", measure="By the 5th", target_on=TODAY)
    plan_parts.add_intervention(caseload, "C0001", "1.1", "Budget sheet", frequency="weekly")


def sign(caseload: Caseload, on: date = DAY, *roles: SignerRole) -> Plan:
    for role in roles or (CLIENT, MANAGER):
        signed = signatures.sign(caseload, "C0001", role, on)
    return signed


def stands(caseload: Caseload, on: date | None = None) -> str:
    """Each version's status."""
    found = plans.versions(caseload, "C0001", on)
    return " ".join(f"{one.version}:{one.status}" for one in found)


def stored(caseload: Caseload, plan_id: str) -> list[tuple[Any, ...]]:
    """All rows of one version, as they lie in the file."""
    tables = ("plan", "goal", "objective", "intervention")
    return [
        (table, *row)
        for table in tables
        for row in caseload.rows(f"select * from {table} where plan_id = ? order by 2", (plan_id,))
    ] + caseload.rows('select * from signature where "of" = ?', (plan_id,))


# --- versions ------------------------------------------------------------------------------------


def test_a_plan_goes_from_draft_to_active_to_superseded_version_by_version(
    caseload: Caseload,
) -> None:
    assert stands(caseload) == "1:draft"
    for version in range(1, 5):
        kept = [stored(caseload, f"P{n:04d}") for n in range(1, version)]
        sign(caseload, DAY + timedelta(version), CLIENT)
        assert stands(caseload).endswith(f"{version}:draft")
        sign(caseload, DAY + timedelta(version), MANAGER)
        assert stands(caseload).endswith(f"{version}:active")
        plan_parts.edit(caseload, "C0001", "goal", "1", statement=f"Keep it, {version}")
        assert stands(caseload).endswith(f"{version}:active {version + 1}:draft")
        assert [stored(caseload, f"P{n:04d}") for n in range(1, version)] == kept
    assert stands(caseload) == "1:superseded 2:superseded 3:superseded 4:active 5:draft"
    said = [one.goals[0].statement for one in plans.versions(caseload, "C0001")]
    assert said == ["Keep my apartment", *(f"Keep it, {n}" for n in range(1, 5))]
    assert checks.damage(caseload) == []


EDITS: dict[str, Callable[[Caseload], object]] = {
    "prose": lambda c: plans.change(c, "C0001", "edit plan", lambda p: p._replace(barriers="x")),
    "a goal added": lambda c: plan_parts.add_goal(c, "C0001", "Work", Domain.EMPLOYMENT),
    "an objective added": lambda c: plan_parts.add_objective(c, "C0001", "1", "Lease"),
    "an intervention added": lambda c: plan_parts.add_intervention(c, "C0001", "1.1", "Call"),
    "a goal changed": lambda c: plan_parts.edit(c, "C0001", "goal", "1", statement="x"),
    "a measure changed": lambda c: plan_parts.edit(c, "C0001", "objective", "1.1", measure="x"),
    "a target gone": lambda c: plan_parts.edit(c, "C0001", "objective", "1.1", target_on=None),
    "an intervention out": lambda c: plan_parts.remove(c, "C0001", "intervention", "1.1.1"),
    "an objective out": lambda c: plan_parts.remove(c, "C0001", "objective", "1.1"),
    "a goal out": lambda c: plan_parts.remove(c, "C0001", "goal", "1"),
}


@pytest.mark.parametrize("roles", [(CLIENT,), (CLIENT, MANAGER)], ids=["partly", "wholly"])
@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_an_edit_of_what_anyone_has_signed_makes_the_next_version_and_leaves_it_byte_for_byte(
    caseload: Caseload, change: Callable[[Caseload], object], roles: tuple[SignerRole, ...]
) -> None:
    sign(caseload, DAY, *roles)
    before, last = stored(caseload, "P0001"), written(caseload)
    change(caseload)
    assert stored(caseload, "P0001") == before
    first, second = plans.versions(caseload, "C0001")
    assert first.status is (PlanStatus.ACTIVE if len(roles) == 2 else PlanStatus.SUPERSEDED)
    assert (second.version, second.status, second.signatures) == (2, PlanStatus.DRAFT, ())
    assert plan_edits.content(second)._replace(plan_id="", version=1) != (
        plan_edits.content(first)._replace(plan_id="")
    )
    rows = [one for one in audit.entries(caseload) if one.audit_id > last]
    assert {one.record_id for one in rows} == {"P0002"}
    assert plans.in_force(caseload, "C0001") == (first if len(roles) == 2 else None)


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_an_edit_of_a_draft_stays_in_its_version(
    caseload: Caseload, change: Callable[[Caseload], object]
) -> None:
    change(caseload)
    assert stands(caseload) == "1:draft"
    assert checks.damage(caseload) == []


NO_EDITS: dict[str, Callable[[Caseload], object]] = {
    "the same prose": lambda c: plans.change(
        c, "C0001", "edit plan", lambda p: p._replace(vision=" My own key.\r\n", barriers=" ")
    ),
    "the same goal": lambda c: plan_parts.edit(
        c, "C0001", "goal", "1", statement="Keep my apartment ", domain=Domain.HOUSING
    ),
    "the same place": lambda c: plan_parts.move(c, "C0001", "goal", "1", "1"),
    "the last place": lambda c: plan_parts.move(c, "C0001", "objective", "1.1", "1.9"),
    "the same plan": lambda c: plans.revise(
        c, plans.newest(c, "C0001"), plans.newest(c, "C0001")
    ),
    "other progress": lambda c: plans.change(
        c, "C0001", "edit plan",
        lambda p: plan_edits.edit(p, (0,), progress=60, status=WorkStatus.MET),
    ),
}  # fmt: skip


@pytest.mark.parametrize("signed", [0, 1, 2])
@pytest.mark.parametrize("change", NO_EDITS.values(), ids=NO_EDITS)
def test_an_edit_that_changes_nothing_makes_no_version_and_no_audit_row(
    caseload: Caseload, change: Callable[[Caseload], object], signed: int
) -> None:
    sign(caseload, DAY, *(CLIENT, MANAGER)[:signed]) if signed else None
    before, last = stands(caseload), written(caseload)
    change(caseload)
    assert (stands(caseload), written(caseload)) == (before, last)


def test_goals_objectives_and_interventions_keep_their_ids_from_version_to_version(
    caseload: Caseload,
) -> None:
    sign(caseload)
    plan_parts.add_goal(caseload, "C0001", "Work", Domain.EMPLOYMENT)
    plan_parts.add_objective(caseload, "C0001", "2", "Six hours")
    plan_parts.add_intervention(caseload, "C0001", "2.1", "Apply")
    plan_parts.move(caseload, "C0001", "goal", "2", "1")
    plan_parts.move(caseload, "C0001", "objective", "2.1", "1.1")
    ids = {
        plan_edits.title(part): part[0]
        for _, part in plan_edits.parts(plans.newest(caseload, "C0001"))
    }
    assert ids == {
        "Keep my apartment": "G0001", "Rent": "O0001", "Budget sheet": "V0001",
        "Work": "G0002", "Six hours": "O0002", "Apply": "V0002",
    }  # fmt: skip


def test_the_plan_in_force_is_that_of_the_day(caseload: Caseload) -> None:
    sign(caseload, date(2026, 3, 2))
    plan_parts.add_intervention(caseload, "C0001", "1.1", "Call")
    sign(caseload, date(2026, 6, 1), CLIENT)
    sign(caseload, date(2026, 6, 8), MANAGER)
    plan_parts.add_intervention(caseload, "C0001", "1.1", "Write")
    for on, version in (
        ("2026-03-01", None), ("2026-03-02", 1), ("2026-06-01", 1), ("2026-06-07", 1),
        ("2026-06-08", 2), ("2026-11-20", 2), ("2030-01-01", 2),
    ):  # fmt: skip
        found = plans.in_force(caseload, "C0001", date.fromisoformat(on))
        assert (found.version if found else None) == version, on
    assert stands(caseload, date(2026, 6, 7)) == "1:active 2:superseded 3:draft"
    assert stands(caseload) == "1:superseded 2:active 3:draft"
    assert [one.effective_on for one in plans.versions(caseload, "C0001")] == [
        date(2026, 3, 2), date(2026, 6, 8), None
    ]  # fmt: skip


def test_of_two_versions_signed_for_one_day_the_newer_is_in_force(caseload: Caseload) -> None:
    sign(caseload, date(2026, 6, 1))
    plan_parts.add_intervention(caseload, "C0001", "1.1", "Call")
    sign(caseload, date(2026, 6, 1))
    assert stands(caseload) == "1:superseded 2:active"
    assert stands(caseload, date(2026, 6, 1)) == "1:superseded 2:active"


def test_a_version_that_some_signed_and_that_was_edited_never_came_into_force(
    caseload: Caseload,
) -> None:
    sign(caseload, DAY, CLIENT)
    plan_parts.add_intervention(caseload, "C0001", "1.1", "Call")
    sign(caseload, DAY)
    assert stands(caseload) == "1:superseded 2:active"
    assert plans.get(caseload, "C0001", 1).effective_on is None


def test_the_plans_of_many_clients_read_at_once_are_those_read_one_by_one(full: Caseload) -> None:
    clients.add(full, "Cy", "Ng")
    for on in (TODAY, date(2026, 2, 1), date(2026, 3, 15)):
        together = plans.of_clients(full, ["C0003", "C0002", "C0001"], on)
        assert together == {
            one: plans.versions(full, one, on) for one in ("C0001", "C0002")
        }  # fmt: skip
    everyone = list(plans.everyones(full))
    assert everyone == [*plans.versions(full, "C0001"), *plans.versions(full, "C0002")]
    assert plans.of_clients(full, []) == {}
    assert plans.versions(full, "C0003") == []


# --- what is refused -----------------------------------------------------------------------------


def test_a_plan_is_begun_once_and_again_only_when_it_is_signed(caseload: Caseload) -> None:
    said = refused(InvalidError, plans.new, caseload, "C0001")
    assert said == ("C0001 has a draft already, version 1. Go on with it: caseload plan edit C0001")
    sign(caseload, DAY, CLIENT)
    refused(InvalidError, plans.new, caseload, "C0001")
    sign(caseload, DAY, MANAGER)
    assert plans.new(caseload, "C0001", vision="Anew.").version == 2
    assert plans.newest(caseload, "C0001").goals == ()
    refused(NotFoundError, plans.new, caseload, "C9999")


@pytest.mark.parametrize("text", ["", "  ", "\n\t "])
def test_a_plan_begun_with_white_space_says_nothing(tmp_path: Path, text: str) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
        made = plans.new(caseload, "C0001", **dict.fromkeys(PROSE, text))
        assert [getattr(made, name) for name in PROSE] == [None] * 5
        tidied = plans.change(
            caseload, "C0001", "edit plan", lambda plan: plan._replace(vision=" a\r\nb\r ")
        )
        assert tidied.vision == "a\nb"


def test_what_is_not_there_is_not_found(full: Caseload) -> None:
    clients.add(full, "Cy", "Ng")
    add = plan_parts.add_objective
    assert "Begin one: caseload plan new C0003" in refused(
        NotFoundError, plans.newest, full, "C0003"
    )
    refused(NotFoundError, plan_parts.add_goal, full, "C0003", "x", Domain.OTHER)
    assert "There are: 1, 2, 3." in refused(NotFoundError, plans.get, full, "C0001", 9)
    assert "none yet" in refused(NotFoundError, plans.get, full, "C0003", 1)
    assert "no goal '9'" in refused(NotFoundError, add, full, "C0001", "9", "x")
    assert "no goal '1.1'" in refused(NotFoundError, add, full, "C0001", "1.1", "x")
    refused(NotFoundError, plan_parts.add_intervention, full, "C0001", "1", "x")
    refused(NotFoundError, plan_parts.edit, full, "C0001", "goal", "2.1", statement="x")
    refused(NotFoundError, plan_parts.move, full, "C0001", "objective", "2", "1")
    refused(NotFoundError, plan_parts.remove, full, "C0001", "intervention", "2.1")
    plan_parts.add_goal(full, "C0001", "Keep working", Domain.EMPLOYMENT)
    refused(AmbiguousError, plan_parts.remove, full, "C0001", "goal", "keep")


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_part_that_says_nothing_is_refused(caseload: Caseload, text: str) -> None:
    for verb, arguments, said in (
        (plan_parts.add_goal, (text, Domain.OTHER), "Goal 2 says nothing."),
        (plan_parts.add_objective, ("1", text), "Objective 1.2 says nothing."),
        (plan_parts.add_intervention, ("1.1", text), "Intervention 1.1.2 says nothing."),
    ):
        assert refused(InvalidError, verb, caseload, "C0001", *arguments) == said
    refused(InvalidError, plan_parts.edit, caseload, "C0001", "goal", "1", statement=text)
    refused(InvalidError, plan_parts.edit, caseload, "C0001", "goal", "1", statement=None)


def test_an_edit_with_a_move_that_cannot_be_is_refused_whole(caseload: Caseload) -> None:
    edit = plan_parts.edit
    refused(InvalidError, edit, caseload, "C0001", "goal", "1", to="0", statement="x")
    plan_parts.add_goal(caseload, "C0001", "Work", Domain.EMPLOYMENT)
    after = edit(caseload, "C0001", "goal", "Keep my", to="2", statement="A flat")
    assert [one.statement for one in after.goals] == ["Work", "A flat"]


def test_a_part_that_progress_or_contacts_are_about_is_not_removed(caseload: Caseload) -> None:
    remove = plan_parts.remove
    for statement in ("Work", "Family", "Health"):
        plan_parts.add_goal(caseload, "C0001", statement, Domain.OTHER)
        plan_parts.add_objective(caseload, "C0001", statement, "x", measure="x", target_on=TODAY)
    programs.add(caseload, "Outreach")
    episodes.admit(caseload, "C0001", "Outreach", date(2026, 1, 5))
    sign(caseload)
    progress.note(caseload, "C0001", "1.1", DAY, rating=40)
    wrong = progress.note(caseload, "C0001", "2", DAY, remark="x")
    progress.entered_in_error(caseload, wrong.progress_id, "another client")
    contacts.log(caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT, goals=("3",))
    for kind, part in (("goal", "1"), ("objective", "1.1"), ("goal", "2"), ("goal", "3")):
        said = refused(InvalidError, remove, caseload, "C0001", kind, part)
        assert f"plan progress C0001 {part} --status dropped" in said
    refused(
        InvalidError, plans.change, caseload, "C0001", "edit plan",
        lambda plan: plan._replace(goals=()),
    )  # fmt: skip
    remove(caseload, "C0001", "intervention", "1.1.1")
    remove(caseload, "C0001", "objective", "3.1")
    left = remove(caseload, "C0001", "goal", "4")
    assert [one.statement for one in left.goals] == ["Keep my apartment", "Work", "Family"]


def test_another_clients_contact_or_progress_holds_no_part(full: Caseload) -> None:
    plan_parts.add_goal(full, "C0002", "Rent", Domain.HOUSING)
    contacts.log(full, "C0001", DAY, Mode.PHONE, Reached.CLIENT, goals=("1",))
    assert plan_parts.remove(full, "C0002", "goal", "1").goals == ()


# --- saved since ---------------------------------------------------------------------------------


def test_a_plan_that_somebody_saved_since_is_not_overwritten(caseload: Caseload) -> None:
    read = plans.newest(caseload, "C0001")
    mine = plan_edits.edit(read, (0,), statement="mine")
    plan_parts.edit(caseload, "C0001", "goal", "1", statement="theirs")
    said = refused(ConflictError, plans.revise, caseload, read, mine)
    assert said.startswith("Somebody else has changed the plan of C0001 since you opened it")
    theirs = plan_edits.edit(read, (0,), statement="theirs")
    last = written(caseload)
    assert plans.revise(caseload, read, theirs).goals[0].statement == "theirs"
    assert written(caseload) == last


def test_a_plan_that_somebody_signed_since_goes_on_in_the_next_version(caseload: Caseload) -> None:
    read = plans.newest(caseload, "C0001")
    sign(caseload)
    plans.revise(caseload, read, plan_edits.edit(read, (0,), statement="mine"))
    assert stands(caseload) == "1:active 2:draft"
    assert plans.in_force(caseload, "C0001").goals[0].statement == "Keep my apartment"  # type: ignore[union-attr]


def test_what_is_taken_out_is_told_in_the_order_in_which_it_stood(caseload: Caseload) -> None:
    for number in range(20):
        plan_parts.add_objective(caseload, "C0001", "1", f"step {number}")
    last = written(caseload)
    plan_parts.remove(caseload, "C0001", "goal", "1")
    gone = [one.before or "" for one in audit.entries(caseload) if one.audit_id > last]
    steps = [text.partition("step ")[2].partition('"')[0] for text in gone if "step " in text]
    assert steps == [str(number) for number in range(20)]


# --- any edits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [0, 1, 2])
def test_any_edits_are_stored_as_they_were_made_and_replayed_from_the_audit_log(
    tmp_path: Path, first: int, heavy: bool
) -> None:
    with new_file(tmp_path) as caseload:
        begin(caseload)
        sign(caseload, DAY, *(CLIENT, MANAGER)[:first]) if first else None

        @settings(
            max_examples=300 if heavy else 15,
            deadline=None,
            database=None,
            derandomize=not heavy,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def same(data: st.DataObject) -> None:
            with caseload.write("try", keep=False):
                before = plans.newest(caseload, "C0001")
                for _ in range(3):
                    wanted = any_edit(data.draw, before)
                    saved = plans.revise(caseload, before, wanted)
                    assert shape(saved) == shape(wanted)
                    kept = {part[0] for _, part in plan_edits.parts(wanted)}
                    assert kept == {part[0] for _, part in plan_edits.parts(saved)}
                    before = saved
                assert checks.damage(caseload) == []

        same()


def shape(plan: Plan) -> Plan:
    """What people wrote, without the version."""
    return plan_edits.content(plan)._replace(plan_id="", version=0)


def test_new_parts_get_the_next_free_ids_in_the_order_in_which_they_are_read(
    full: Caseload,
) -> None:
    made = plans.change(
        full, "C0002", "edit plan",
        lambda plan: plan._replace(
            goals=tuple(
                Goal("", Domain.OTHER, text, objectives=(Objective("", f"{text} step"),))
                for text in "ab"
            )
        ),
    )  # fmt: skip
    assert [(one.goal_id, one.objectives[0].objective_id) for one in made.goals] == [
        ("G0003", "O0003"), ("G0004", "O0004")
    ]  # fmt: skip
