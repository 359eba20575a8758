"""The goals of the invented plans, read from outlines: one block is one goal.

    key | domain | what the client says
    * objective | measure, or the first one => the one of the next version | months until its target
      | housed or works, where it hangs on how the client lives
    > what is done | who, CM for the case manager | how often | how long
    + a remark when it goes well, - when it does not, = when it is reached

An objective with ** comes in a version later than its goal.
"""

from typing import NamedTuple

from caseload.model.planning import Domain, Intervention
from caseload.records.invented.goals_health import HEALTH_AND_COMMUNITY
from caseload.records.invented.goals_home import HOME_AND_PURPOSE


class Step(NamedTuple):
    """An objective as it is written before anyone has it."""

    statement: str
    measures: tuple[str, ...]
    """The last one is the one that lasts."""
    months: int
    when: str
    """housed or works, or nothing."""
    later: bool
    actions: tuple[Intervention, ...]
    well: str
    badly: str | None
    reached: str


class Aim(NamedTuple):
    """A goal as it is written before anyone has it."""

    domain: Domain
    statement: str
    steps: tuple[Step, ...]


def _aim(block: str) -> tuple[str, Aim]:
    head, *lines = block.strip().splitlines()
    key, domain, statement = map(str.strip, head.split("|"))
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("*"):
            found.append([])
        found[-1].append(line)
    return key, Aim(Domain(domain), statement, tuple(map(_step, found)))


def _step(lines: list[str]) -> Step:
    statement, measure, months, *when = map(str.strip, lines[0].lstrip("*").split("|"))
    told = {line[0]: line[2:] for line in lines if line[0] in "+-="}
    actions = [map(str.strip, line[1:].split("|")) for line in lines if line.startswith(">")]
    return Step(
        statement, tuple(measure.split(" => ")), int(months), "".join(when),
        lines[0].startswith("**"),
        tuple(Intervention("", *action) for action in actions),
        told["+"], told.get("-"), told["="],
    )  # fmt: skip


AIMS = dict(map(_aim, (HOME_AND_PURPOSE + HEALTH_AND_COMMUNITY).strip().split("\n\n")))
"""By their keys."""
