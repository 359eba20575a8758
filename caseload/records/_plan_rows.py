"""Plans as they are stored: parts, signatures and progress notes of the clients asked for.

One query each, however many clients, versions and notes there are.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from caseload.model.planning import (
    PROSE,
    Domain,
    Goal,
    Intervention,
    Objective,
    Progress,
    Signature,
)
from caseload.records._caseload import Caseload
from caseload.records._rows import columns_of, to_record

OF_CLIENTS = "client_id in (select value from json_each(?))"
"""A condition whose one value is `ids` of the clients."""


def ids(client_ids: Iterable[str]) -> tuple[str]:
    """The value of `OF_CLIENTS`."""
    return (json.dumps(list(client_ids)),)


def versions(caseload: Caseload, client_ids: Sequence[str]) -> list[tuple[Any, ...]]:
    """plan_id, client_id, version, effective_on, then the prose; of each client in order."""
    return caseload.rows(
        f"select plan_id, client_id, version, effective_on, {', '.join(PROSE)} from plan"
        f" where {OF_CLIENTS} order by client_id, version",
        ids(client_ids),
    )


def goals(caseload: Caseload, client_ids: Sequence[str]) -> dict[str, tuple[Goal, ...]]:
    """The goals of each version, by plan_id, with all that hangs on them."""
    actions = _children(
        caseload,
        "intervention",
        ("objective_id", *Intervention._fields),
        client_ids,
        lambda _, row: Intervention(*row),
    )
    steps = _children(
        caseload,
        "objective",
        ("goal_id", "objective_id", "statement", "measure", "target_on"),
        client_ids,
        lambda plan_id, row: Objective(
            row[0],
            row[1],
            row[2],
            date.fromisoformat(row[3]) if row[3] else None,
            interventions=actions.get((plan_id, row[0]), ()),
        ),
    )
    found = _children(
        caseload,
        "goal",
        ("plan_id", "goal_id", "domain", "statement"),
        client_ids,
        lambda plan_id, row: Goal(
            row[0], Domain(row[1]), row[2], objectives=steps.get((plan_id, row[0]), ())
        ),
    )
    return {plan_id: own for (plan_id, _), own in found.items()}


def _children(
    caseload: Caseload,
    table: str,
    columns: Sequence[str],
    client_ids: Sequence[str],
    make: Callable[[str, Sequence[Any]], Any],
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Parts in their order, by version and by the part they hang on, the first of the columns."""
    found: dict[tuple[str, str], list[Any]] = {}
    for plan_id, parent, *row in caseload.rows(
        f"select t.plan_id, {', '.join(f't.{name}' for name in columns)} from {table} t"
        f' join plan using (plan_id) where {OF_CLIENTS} order by t."order", t.{table}_id',
        ids(client_ids),
    ):
        found.setdefault((plan_id, parent), []).append(make(plan_id, row))
    return {key: tuple(own) for key, own in found.items()}


def signatures(caseload: Caseload, client_ids: Sequence[str]) -> dict[str, tuple[Signature, ...]]:
    """The signatures on each version, by plan_id, in their order."""
    found: dict[str, list[Signature]] = {}
    for of, *values in caseload.rows(
        f'select s."of", {columns_of(Signature, "s")} from signature s'
        f" join plan p on p.plan_id = s.\"of\" where s.record = 'plan' and p.{OF_CLIENTS}"
        " order by s.signed_on, s.signature_id",
        ids(client_ids),
    ):
        found.setdefault(of, []).append(to_record(Signature, values))
    return {plan_id: tuple(own) for plan_id, own in found.items()}


def notes(
    caseload: Caseload,
    client_ids: Sequence[str],
    since: date | None = None,
    until: date | None = None,
) -> list[Progress]:
    """Progress notes in their order; those entered in error are among them, marked."""
    return caseload.records(
        Progress,
        f"where {OF_CLIENTS} and noted_on between ? and ? order by noted_on, recorded_at, rowid",
        (*ids(client_ids), (since or date.min).isoformat(), (until or date.max).isoformat()),
    )
