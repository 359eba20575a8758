"""The facts of a document without substance-use records, for one that goes to somebody.

`gather` leaves them out where it reads; here all that a template gets is looked through once more,
so that a fact added later can't slip by. What a record is about follows from its fields.
"""

from collections.abc import Mapping
from typing import Any

from caseload.documents import kinds
from caseload.errors import NotFoundError
from caseload.model.planning import PROSE, Plan
from caseload.records.part2 import Part2
from caseload.rules import part2_rules

_GONE = object()


def without(values: Mapping[str, Any], part2: Part2, client_id: str) -> dict[str, Any]:
    """The values of a template without what is withheld.

    Raises:
        NotFoundError: The document is about nothing else.
    """
    kept = {name: _kept(value, part2, client_id) for name, value in values.items()}
    for name, value in kept.items():
        if value is _GONE:
            if not kinds.TOP[name].optional:
                raise NotFoundError(
                    f"The {name} is a record of substance-use treatment, and is left out of what "
                    "goes to others. See: --include-part2"
                )
            kept[name] = None
    return kept


def _kept(value: Any, part2: Part2, client_id: str) -> Any:
    if not isinstance(value, tuple):
        return value
    parts = [_kept(each, part2, client_id) for each in value]
    if not hasattr(value, "_fields"):
        return tuple(
            each for each in parts
            if each is not _GONE and not (isinstance(each, str) and each in part2_rules.DOMAINS)
        )  # fmt: skip
    if _hidden(value, part2, client_id):
        return _GONE
    made: Any = type(value)
    kept = made(*(None if each is _GONE else each for each in parts))
    if isinstance(kept, Plan) and kept.plan_id in part2.plans:
        # What was written freely in a plan with such a goal may well be about it.
        free = [name for name in PROSE if getattr(kept, name)]
        kept = kept._replace(**dict.fromkeys(free, part2_rules.NOT_SHARED))  # type: ignore[arg-type]
    return kept


def _hidden(record: Any, part2: Part2, client_id: str) -> bool:
    def told(name: str) -> Any:
        return getattr(record, name, None)

    return (
        told("domain") in part2_rules.DOMAINS
        or told("program") in part2.programs
        or (isinstance(told("code"), str) and part2.has_code(record.code))
        or (client_id, told("goal_id")) in part2.goals
        or told("need_id") in part2.needs
        or told("consent_id") in part2.consents
        or told("part2") is True
    )
