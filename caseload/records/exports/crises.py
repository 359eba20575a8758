"""Crises and safety plans as tables: crises, closed follow-ups, versions, signatures."""

from collections.abc import Iterator

from caseload.model.crises import Crisis, CrisisClosing, SafetyPlan
from caseload.model.planning import Signature
from caseload.records import safety_plans
from caseload.records._caseload import Caseload
from caseload.records._table import Days, Kind, Part, Row, named, names_of, of_record, told

CRISIS = of_record(Crisis, by_name=("staff",))
VERSION = of_record(SafetyPlan, without=("signatures",), by_name=("staff",))
WHOSE = tuple(one for one in VERSION if one.name in ("client_id", "version"))
CLIENT = (next(one for one in CRISIS if one.name == "client_id"),)


def _safety_plans(caseload: Caseload, _: Part) -> Iterator[Row]:
    names = names_of(caseload)
    for one in safety_plans.everyones(caseload):
        said = one._replace(staff=names.get(one.staff))
        yield told(getattr(said, column.name) for column in VERSION)


def _signatures(caseload: Caseload, _: Part) -> Iterator[Row]:
    for plan in safety_plans.everyones(caseload):
        for one in plan.signatures:
            yield told((plan.client_id, plan.version, *one))


def _closings(caseload: Caseload, part: Part) -> Iterator[Row]:
    of = dict(caseload.rows("select crisis_id, client_id from crisis"))
    for row in named(CrisisClosing, "crisis_id, days", "staff")(caseload, part):
        yield (of[row[0]], *row)


KINDS: dict[str, Kind] = {
    "crises": Kind(
        "one emergency or inpatient stay", CRISIS,
        named(Crisis, "client_id, occurred_at, crisis_id", "staff"), Days(("occurred_at",)),
    ),
    "crisis_closings": Kind(
        "one follow-up closed without a visit",
        (*CLIENT, *of_record(CrisisClosing, by_name=("staff",))), _closings, Days(("closed_on",)),
    ),
    "safety_plans": Kind(
        "one version of a safety plan", VERSION, _safety_plans, Days(("signed_on",))
    ),
    "safety_plan_signatures": Kind(
        "one signature of a safety plan, or a refusal", (*WHOSE, *of_record(Signature)),
        _signatures, Days(("signed_on",)),
    ),
}  # fmt: skip
"""What can be exported of crises, by name."""
