"""Recovery plans, and the needs and scores that lead to them, as tables: a row for each.

A part names the client, the version and the parts above it, so that tables can be joined by people
who have nothing but the tables. Status and progress are those of today.
"""

from collections.abc import Callable, Iterator
from typing import Any

from caseload.model import Document
from caseload.model.assessing import Assessment, Need
from caseload.model.planning import (
    Goal,
    Intervention,
    LivingSituation,
    NoteFormat,
    Objective,
    Plan,
    PlanReview,
    Progress,
    Signature,
)
from caseload.records import note_formats, plans
from caseload.records._caseload import Caseload
from caseload.records._table import Table
from caseload.rules import plan_edits

Names = tuple[str, ...]
PLAN: Names = tuple(name for name in Plan._fields if name not in ("goals", "signatures"))
WHOSE: Names = ("client_id", "version")


def _plans(caseload: Caseload) -> Table:
    rows = (tuple(getattr(one, name) for name in PLAN) for one in plans.everyones(caseload))
    return Table(PLAN, rows)


def _parts(fields: Names, above: Names, below: str | None) -> Callable[[Caseload], Table]:
    """A table of one kind of part.

    Args:
        fields: The record's.
        above: The columns that name the parts it hangs on.
        below: The field that holds the parts that hang on it.
    """
    own = tuple(name for name in fields if name != below)

    def table(caseload: Caseload) -> Table:
        return Table((*WHOSE, *above, "order", *own), _rows(caseload, own, len(above)))

    return table


def _rows(caseload: Caseload, own: Names, depth: int) -> Iterator[tuple[Any, ...]]:
    for plan in plans.everyones(caseload):
        for place, part in plan_edits.parts(plan):
            if len(place) == depth + 1:
                ids = [plan_edits.at(plan, place[:end])[0] for end in range(1, depth + 1)]
                told = [getattr(part, name) for name in own]
                yield (plan.client_id, plan.version, *ids, place[-1] + 1, *told)


def _signatures(caseload: Caseload) -> Table:
    rows = (
        (plan.client_id, plan.version, *one)
        for plan in plans.everyones(caseload)
        for one in plan.signatures
    )
    return Table((*WHOSE, *Signature._fields), rows)


def named(record: Any, order: str, *by_name: str) -> Callable[[Caseload], Table]:
    """Records of one kind, with staff by their names."""

    def table(caseload: Caseload) -> Table:
        names = {None: None, **dict(caseload.rows("select staff_id, name from staff"))}
        rows = (
            one._replace(**{field: names.get(getattr(one, field)) for field in by_name})
            for one in caseload.records(record, f"order by {order}")
        )
        return Table(record._fields, rows)

    return table


KINDS: dict[str, Callable[[Caseload], Table]] = {
    "plans": _plans,
    "goals": _parts(Goal._fields, (), "objectives"),
    "objectives": _parts(Objective._fields, ("goal_id",), "interventions"),
    "interventions": _parts(Intervention._fields, ("goal_id", "objective_id"), None),
    "signatures": _signatures,
    "progress": named(Progress, "client_id, noted_on, recorded_at, rowid", "staff"),
    "plan_reviews": named(PlanReview, "client_id, reviewed_on, rowid", "staff"),
    "assessments": named(Assessment, "client_id, assessed_on, recorded_at, rowid", "assessor"),
    "needs": named(Need, "client_id, identified_on, rowid", "staff"),
    "living_situations": named(LivingSituation, "client_id, noted_on"),
    "documents": named(Document, "document_id", "made_by"),
    "note_formats": lambda caseload: Table(
        NoteFormat._fields, iter(note_formats.listed(caseload, everyone=True))
    ),
}
"""What can be exported of plans, by name."""
