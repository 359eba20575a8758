"""Our records as the plain facts of templates."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_type_hints

from caseload.documents import around_fields, fields, people
from caseload.model import Staff
from caseload.model.assessing import Assessment, Instrument
from caseload.model.planning import Progress

R = TypeVar("R", bound=tuple[Any, ...])


def made(kind: type[R], record: Any, **other: Any) -> R:
    """A record for templates: the fields of ours, but those that are said."""
    told = {name: getattr(record, name) for name in _names(kind) if name not in other}
    return kind(**told, **other)


@cache
def _names(record: type) -> tuple[str, ...]:
    return tuple(get_type_hints(record))


def score(found: Sequence[Assessment], instrument: Instrument | None) -> around_fields.Score:
    """The last of the scores with an instrument, the oldest first, and the one before it."""
    last, before = found[-1], found[-2] if len(found) > 1 else None
    assert last.score is not None
    return around_fields.Score(
        last.instrument, instrument.title if instrument else last.instrument, last.assessed_on,
        last.score, last.band, before.score if before else None,
        before.assessed_on if before else None,
    )  # fmt: skip


def staff_member(one: Staff) -> people.StaffMember:
    """A staff member as templates see them."""
    return people.StaffMember(one.staff_id, one.name, one.role, ", ".join(one.credentials) or None)


def moved(
    goal_id: str, statement: str, notes: Iterable[Progress], since: date | None
) -> fields.Change | None:
    """What a goal's or an objective's notes since a day come to; None when there are none."""
    before = [one for one in notes if since is not None and one.noted_on < since]
    after = [one for one in notes if since is None or one.noted_on >= since]
    if not after:
        return None

    def last(what: str, among: list[Progress]) -> Any:
        return next((v for one in reversed(among) if (v := getattr(one, what)) is not None), None)

    return fields.Change(
        goal_id, after[-1].objective_id, statement, last("rating", before), last("rating", after),
        last("status", after), after[-1].noted_on, last("remark", after),
        next((one.noted_on for one in reversed(after) if one.remark is not None), None),
    )  # fmt: skip
