"""What belongs to the agency and to no client, as tables; and the audit log."""

from collections.abc import Iterator

from caseload.model import Program, Staff, Standard
from caseload.model.linking import Resource
from caseload.records import audit, guidelines, holidays, programs, resources, standards
from caseload.records._caseload import Caseload
from caseload.records._table import Days, Kind, Part, Row, named, names_of, of_record, told
from caseload.rules.fees import Guideline


def _standards(caseload: Caseload, _: Part) -> Iterator[Row]:
    return map(told, standards.listed(caseload, ended=True))


def _programs(caseload: Caseload, _: Part) -> Iterator[Row]:
    return map(told, programs.listed(caseload))


def _guidelines(caseload: Caseload, _: Part) -> Iterator[Row]:
    return map(told, guidelines.own(caseload))


def _resources(caseload: Caseload, _: Part) -> Iterator[Row]:
    names = names_of(caseload)
    for one in resources.listed(caseload, everyone=True):
        yield told(one._replace(verified_by=names.get(one.verified_by)))


def _holidays(caseload: Caseload, _: Part) -> Iterator[Row]:
    return map(told, holidays.listed(caseload))


def _audit(caseload: Caseload, _: Part) -> Iterator[Row]:
    return map(tuple, audit.entries(caseload))


KINDS: dict[str, Kind] = {
    "staff": Kind(
        "one staff member", of_record(Staff, by_name=("covered_by",)),
        named(Staff, "staff_id", "covered_by"), client=None, counties="counties",
    ),
    "standards": Kind(
        "one standard", of_record(Standard), _standards,
        Days(("effective_from",), ("effective_until",)), client=None,
    ),
    "programs": Kind(
        "one program", of_record(Program), _programs, client=None, counties="counties"
    ),
    "guidelines": Kind("one poverty guideline", of_record(Guideline), _guidelines, client=None),
    "resources": Kind(
        "one service in the community", of_record(Resource, by_name=("verified_by",)), _resources,
        client=None, counties="counties",
    ),
    "holidays": Kind(
        "one day off", of_record(holidays.Holiday), _holidays, Days(("day",)), client=None
    ),
    "audit": Kind(
        "one record changed, in the order of the log", of_record(audit.Entry), _audit,
        Days(("at",)), to_others=False,
    ),
}  # fmt: skip
"""What can be exported of the agency, by name."""
