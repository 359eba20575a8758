"""Recovery plans, and the needs and scores that lead to them, as tables: a row for each.

A part names the client, the version and the parts above it, so that tables can be joined by people
who have nothing but the tables. Status and progress are those of today.
"""

from collections.abc import Callable, Iterator

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
from caseload.records._table import (
    Column,
    Days,
    Kind,
    Part,
    Row,
    Type,
    named,
    of_record,
    own,
    told,
)
from caseload.rules import plan_edits

Columns = tuple[Column, ...]
PLAN: Columns = of_record(Plan, without=("goals", "signatures"))
WHOSE: Columns = tuple(one for one in PLAN if one.name in ("client_id", "version"))
GOAL_ID, OBJECTIVE_ID = of_record(Goal)[0], of_record(Objective)[0]


def _plans(caseload: Caseload, _: Part) -> Iterator[Row]:
    for one in plans.everyones(caseload):
        yield told(getattr(one, column.name) for column in PLAN)


def _parts(row: str, part: Columns, above: Columns) -> Kind:
    """A table of one kind of part.

    Args:
        row: What a row is.
        part: The record's own columns.
        above: The columns that name the parts it hangs on.
    """
    order = own("order", Type.INTEGER, "Its place among those beside it, from 1.", required=True)
    return Kind(row, (*WHOSE, *above, order, *part), _rows_of(part, len(above)))


def _rows_of(part: Columns, depth: int) -> Callable[[Caseload, Part], Iterator[Row]]:
    def rows(caseload: Caseload, _: Part) -> Iterator[Row]:
        for plan in plans.everyones(caseload):
            for place, one in plan_edits.parts(plan):
                if len(place) == depth + 1:
                    ids = [plan_edits.at(plan, place[:end])[0] for end in range(1, depth + 1)]
                    fields = [getattr(one, column.name) for column in part]
                    yield told((plan.client_id, plan.version, *ids, place[-1] + 1, *fields))

    return rows


def _signatures(caseload: Caseload, _: Part) -> Iterator[Row]:
    for plan in plans.everyones(caseload):
        for one in plan.signatures:
            yield told((plan.client_id, plan.version, *one))


def _note_formats(caseload: Caseload, _: Part) -> Iterator[Row]:
    return map(told, note_formats.listed(caseload, everyone=True))


KINDS: dict[str, Kind] = {
    "plans": Kind("one version of a recovery plan", PLAN, _plans, Days(("effective_on",))),
    "goals": _parts("one goal of a version", of_record(Goal, without=("objectives",)), ()),
    "objectives": _parts(
        "one objective of a version", of_record(Objective, without=("interventions",)), (GOAL_ID,)
    ),
    "interventions": _parts(
        "one intervention of a version", of_record(Intervention), (GOAL_ID, OBJECTIVE_ID)
    ),
    "signatures": Kind(
        "one signature of a plan, or a refusal", (*WHOSE, *of_record(Signature)), _signatures,
        Days(("signed_on",)),
    ),
    "progress": Kind(
        "one rating or remark", of_record(Progress, by_name=("staff",)),
        named(Progress, "client_id, noted_on, recorded_at, rowid", "staff"), Days(("noted_on",)),
    ),
    "plan_reviews": Kind(
        "one review of a plan", of_record(PlanReview, by_name=("staff",)),
        named(PlanReview, "client_id, reviewed_on, rowid", "staff"), Days(("reviewed_on",)),
    ),
    "assessments": Kind(
        "one assessment", of_record(Assessment, by_name=("assessor",)),
        named(Assessment, "client_id, assessed_on, recorded_at, rowid", "assessor"),
        Days(("assessed_on",)),
    ),
    "needs": Kind(
        "one need", of_record(Need, by_name=("staff",)),
        named(Need, "client_id, identified_on, rowid", "staff"),
        Days(("identified_on",), ("met_on",)),
    ),
    "living_situations": Kind(
        "where a client lived and worked from a day on", of_record(LivingSituation),
        named(LivingSituation, "client_id, noted_on"), Days(("noted_on",)),
    ),
    "documents": Kind(
        "one document made", of_record(Document, by_name=("made_by",)),
        named(Document, "document_id", "made_by"), Days(("made_at",)),
    ),
    "note_formats": Kind(
        "one format of notes", of_record(NoteFormat), _note_formats, client=None
    ),
}  # fmt: skip
"""What can be exported of plans, by name."""
