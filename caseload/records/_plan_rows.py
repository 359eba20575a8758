"""A client's plans as they are stored: parts, signatures and progress notes, read for all versions.

One query each, however many versions, goals and notes there are.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from caseload.planning import Goal, Intervention, Objective, Progress, Signature
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record


def goals(caseload: Caseload, client_id: str) -> dict[str, tuple[Goal, ...]]:
    """The goals of each version, by plan_id, with all that hangs on them."""
    actions = _children(caseload, "intervention", "objective_id", client_id, _intervention)
    steps = _children(
        caseload,
        "objective",
        "goal_id",
        client_id,
        lambda plan_id, row: Objective(
            row["objective_id"],
            row["statement"],
            row["measure"],
            date.fromisoformat(row["target_on"]) if row["target_on"] else None,
            interventions=actions.get((plan_id, row["objective_id"]), ()),
        ),
    )
    found = _children(
        caseload,
        "goal",
        "plan_id",
        client_id,
        lambda plan_id, row: to_record(
            Goal,
            (
                row["goal_id"], row["domain"], row["statement"], "not_started", 0, None,
            ),
        )._replace(objectives=steps.get((plan_id, row["goal_id"]), ())),
    )  # fmt: skip
    return {plan_id: goals for (plan_id, _), goals in found.items()}


def _intervention(_: str, row: Mapping[str, Any]) -> Intervention:
    return Intervention(*(row[name] for name in Intervention._fields))


def _children(
    caseload: Caseload,
    table: str,
    parent: str,
    client_id: str,
    make: Callable[[str, Mapping[str, Any]], Any],
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The rows of a table of parts, in their order, by version and parent."""
    names = [row[1] for row in caseload.rows(f"pragma table_info({table})")]
    columns = ", ".join(f't."{name}"' for name in names)
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for values in caseload.rows(
        f"select {columns} from {table} t join plan using (plan_id) where client_id = ?"
        f' order by t."order", t.{table}_id',
        (client_id,),
    ):
        row = dict(zip(names, values, strict=True))
        key = (row["plan_id"], row[parent])
        found[key] = (*found.get(key, ()), make(row["plan_id"], row))
    return found


def signatures(caseload: Caseload, client_id: str) -> dict[str, tuple[Signature, ...]]:
    """The signatures on each version, by plan_id, in their order."""
    found: dict[str, tuple[Signature, ...]] = {}
    for of, *values in caseload.rows(
        f'select s."of", {columns_of(Signature, "s")} from signature s'
        " join plan p on p.plan_id = s.\"of\" where s.record = 'plan' and p.client_id = ?"
        " order by s.signed_on, s.signature_id",
        (client_id,),
    ):
        found[of] = (*found.get(of, ()), to_record(Signature, values))
    return found


def notes(
    caseload: Caseload, client_id: str, since: date | None = None, until: date | None = None
) -> list[Progress]:
    """A client's progress notes in their order; those entered in error are among them, marked."""
    return caseload.records(
        Progress,
        "where client_id = ? and noted_on between ? and ? order by noted_on, recorded_at, rowid",
        (client_id, (since or date.min).isoformat(), (until or date.max).isoformat()),
    )
