"""Two people on one plan never overwrite each other, and a kill leaves whole versions."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from making import TODAY, again, new_file
from test_writers import started

from caseload.errors import ConflictError
from caseload.model import SignerRole
from caseload.model.planning import Domain, Goal, Objective, Plan
from caseload.records import audit, checks, clients, plan_parts, plans, signatures
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits

DAY = date(2026, 11, 2)


class Work(NamedTuple):
    """An edit that shows in the text whose it was."""

    name: str
    kind: int

    def done(self, plan: Plan) -> Plan:
        """The plan with a goal more, another vision, a goal moved, or an objective more."""
        if self.kind == 0:
            step = Objective("", "step", "x", TODAY)
            goal = Goal("", Domain.OTHER, self.name, objectives=(step,))
            return plan_edits.add(plan, (), goal)
        if self.kind == 1:
            return plan._replace(vision=f"{plan.vision} {self.name}")
        if self.kind == 2:
            moved = plan_edits.move(plan, (len(plan.goals) - 1,), "1")
            return plan_edits.edit(moved, (0,), statement=self.name)
        return plan_edits.add(plan, (0,), Objective("", self.name, "x", TODAY))


def begin(caseload: Caseload) -> None:
    clients.add(caseload, "Ana", "Ruiz")
    plans.new(caseload, "C0001", vision="My own key.")
    for statement in ("Keep my apartment", "Work"):
        plan_parts.add_goal(caseload, "C0001", statement, Domain.OTHER)
        plan_parts.add_objective(caseload, "C0001", statement, "x", measure="x", target_on=TODAY)


def shape(plan: Plan) -> Any:
    """What people read: without ids and numbers of versions."""
    goals = [(goal.statement, [one.statement for one in goal.objectives]) for goal in plan.goals]
    return plan.vision, goals


def test_of_two_who_edit_one_plan_the_later_is_told_and_nothing_is_overwritten(
    tmp_path: Path, heavy: bool
) -> None:
    # A file anew for each hundred: every read is of all versions there are.
    for seed in range(20 if heavy else 2):
        new_file(tmp_path).close()
        with again(tmp_path / "caseload.db") as one, again(tmp_path / "caseload.db") as other:
            begin(one)
            told = [edited_by_two(one, other, Random(f"{seed} {n}")) for n in range(100)]
            assert audit.first_broken(one) is None
            assert checks.damage(one) == []
            assert len(plans.versions(one, "C0001")) > 5
        assert told.count(True) > 25
        assert told.count(False) > 25


def edited_by_two(one: Caseload, other: Caseload, chance: Random) -> bool:
    """Two read, edit and save in any order; whether one was told of the other's edit."""
    editors = {"one": one, "other": other}
    start = plans.newest(one, "C0001")
    if chance.random() < 0.2:
        for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER)[: chance.choice((1, 2))]:
            if start.status == "draft" and role not in {each.role for each in start.signatures}:
                start = signatures.sign(one, "C0001", role, DAY)
    works = {name: Work(f"{name} {chance.random()}", chance.randrange(4)) for name in editors}
    steps = ["one", "one", "other", "other"]
    chance.shuffle(steps)
    read: dict[str, Plan] = {}
    expected, lost = start, list[str]()
    for name in steps:
        if name not in read:
            read[name] = plans.newest(editors[name], "C0001")
            continue
        try:
            plans.revise(editors[name], read[name], works[name].done(read[name]))
            expected = works[name].done(expected)
        except ConflictError:
            lost.append(name)
    end = plans.newest(one, "C0001")
    assert shape(end) == shape(expected)
    assert plans.newest(other, "C0001") == end
    one_by_one = steps[0] == steps[1]
    assert lost == ([] if one_by_one else [steps[3]])
    if len(end.goals) > 6:
        plans.revise(one, end, end._replace(goals=end.goals[:2], vision="My own key."))
    return bool(lost)


KILLED = """
import sys
from datetime import date
from pathlib import Path
from making import again
from caseload.rules import plan_edits
from caseload.model import SignerRole
from caseload.model.planning import Domain, Goal, Objective
from caseload.records import plans, signatures

path, name, count, sign = sys.argv[1:]
with again(Path(path)) as caseload:
    for number in range(int(count)):
        said = f"{name}-{number}"
        steps = tuple(Objective("", said, "x" * 20_000, date(2026, 12, 1)) for _ in range(4))
        before = plans.newest(caseload, "C0001")
        goals = tuple(Goal("", Domain.OTHER, said, objectives=steps) for _ in range(3))
        plans.revise(caseload, before, before._replace(vision=said, goals=goals))
        if number % 3 == 2:
            for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
                signatures.sign(caseload, "C0001", role, date(2026, 11, 2))
        print(said, flush=True)
"""


def killed(path: Path, name: str, wait: float) -> list[str]:
    """What a writer said it had saved before it was killed."""
    writer: subprocess.Popen[str] = started(KILLED, path, name, 1000, sys.platform)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(wait)
    writer.kill()
    said = (first + writer.communicate()[0]).split("\n")
    assert writer.returncode < 0
    return said[:-1]


def test_a_writer_killed_while_it_saves_a_plan_leaves_whole_versions(
    tmp_path: Path, heavy: bool
) -> None:
    chance = Random(5)
    path = tmp_path / "caseload.db"
    for run in range(200 if heavy else 8):
        if run % 8 == 0:
            # Anew from time to time, since each round reads all that the ones before wrote.
            with new_file(tmp_path) as caseload:
                begin(caseload)
        saved = killed(path, f"r{run}", chance.uniform(0, 0.15))
        with again(path) as caseload:
            assert checks.damage(caseload) == []
            for plan in plans.versions(caseload, "C0001")[1:]:
                texts = [goal.statement for goal in plan.goals]
                texts += [one.statement for goal in plan.goals for one in goal.objectives]
                assert set(texts) == {plan.vision}
                assert len(texts) == 15
            newest = plans.newest(caseload, "C0001").vision or ""
            assert newest.startswith(f"r{run}-")
            # What was said to be saved is; one more may have been before it was said.
            assert int(newest.partition("-")[2]) - len(saved) in (-1, 0)
