"""Resources: services in the community, and how one is named. `resource_search` ranks them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from caseload import dates, folding
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model.linking import Resource, ResourceNeed
from caseload.records import _resource_lines, _text
from caseload.records._caseload import Caseload, Change
from caseload.records._names import beginning, fold
from caseload.records._rows import columns_of, to_columns, to_record

PREFIX = "V"
OLDEST = 130
"""Years; a limit of age beyond is a slip of the finger."""
SHOWN_MATCHES = 10
UNVERIFIED_DAYS = 180
"""After so many days what was verified is to be verified anew."""
NONE_YET = (
    'No services are in this file yet. Add one: caseload resource add "ORGANIZATION" "NAME"; or '
    "bring in a list: caseload import resources FILE"
)


def get(caseload: Caseload, resource_id: str) -> Resource:
    """The service with that id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Resource, "where resource_id = ?", (resource_id,))
    if not found:
        raise NotFoundError(f"No service has the id {resource_id}. Try: caseload resource list")
    return found[0]


def find(caseload: Caseload, text: str) -> Resource:
    """The service meant by an id, a name, or the beginning of one, with or without who offers it.

    Raises:
        NotFoundError: None goes by that.
        AmbiguousError: More than one does.
    """
    wanted = fold(text)
    found = caseload.records(Resource, "where resource_id = ?", (text.strip(),))
    if not found and wanted:
        found = _called(caseload, "n.folded = ?", (wanted,))
    if not found:
        found = caseload.records(Resource, "where resource_id = ? collate nocase", (text.strip(),))
    if not found and wanted:
        found = _called(caseload, "n.folded >= ? and n.folded < ?", beginning(wanted))
    if not found and none_yet(caseload):
        raise NotFoundError(NONE_YET)
    if not found:
        raise NotFoundError(
            f"No service is called {_text.quoted(text)} or begins so. Search: caseload resource "
            "find WORDS"
        )
    if len(found) > 1:
        raise AmbiguousError(_which(found))
    return found[0]


def _called(caseload: Caseload, condition: str, values: tuple[str, ...]) -> list[Resource]:
    return caseload.records(
        Resource,
        "where resource_id in (select l.resource_id from resource_name n"
        f" join resource_line l using (number) where {condition})"
        f" order by active desc, organization, name, resource_id limit {SHOWN_MATCHES + 1}",
        values,
    )


def _which(found: list[Resource]) -> str:
    names = "; ".join(
        f"{one.resource_id} {one.name}, {one.organization}" for one in found[:SHOWN_MATCHES]
    )
    more = "; and more: type more of the name" if len(found) > SHOWN_MATCHES else ""
    return f"Which service?  {names}{more}"


def listed(
    caseload: Caseload,
    *,
    need: ResourceNeed | None = None,
    county: str | None = None,
    everyone: bool = False,
) -> list[Resource]:
    """Services by organization and name.

    Args:
        caseload: The open caseload.
        need: Only those for it.
        county: Only those that serve it, or everywhere.
        everyone: Those no longer offered as well.
    """
    return _in_order(caseload, "organization, name, resource_id", need, county, everyone)


def unverified(
    caseload: Caseload,
    days: int = UNVERIFIED_DAYS,
    *,
    need: ResourceNeed | None = None,
    county: str | None = None,
) -> list[Resource]:
    """Services that nobody has verified for so many days: never first, then the longest ago."""
    since = (caseload.today - timedelta(days)).isoformat()
    order = "verified_on is not null, verified_on, organization, name, resource_id"
    found = _in_order(caseload, order, need, county, False)
    return [one for one in found if one.verified_on is None or str(one.verified_on) < since]


def _in_order(
    caseload: Caseload, order: str, need: ResourceNeed | None, county: str | None, everyone: bool
) -> list[Resource]:
    where = ["1" if everyone else "active = 1"]
    values: list[str] = []
    for table, keys in (
        ("need", [need.value] if need else []),
        ("county", [folding.county(county), _resource_lines.EVERYWHERE]
         if county else []),
    ):  # fmt: skip
        if keys:
            where.append(
                f"resource_id in (select l.resource_id from resource_{table} t join resource_line"
                f" l using (number) where t.{table} in ({', '.join('?' * len(keys))}))"
            )
            values += keys
    return caseload.records(Resource, f"where {' and '.join(where)} order by {order}", values)


def none_yet(caseload: Caseload) -> bool:
    """Whether the file has no service at all."""
    return not caseload.rows("select 1 from resource limit 1")


def counties(caseload: Caseload) -> list[str]:
    """The counties that services name, as they spell them, in order."""
    spelled: dict[str, str] = {}
    for (several,) in caseload.rows(
        "select distinct counties from resource where counties is not null"
    ):
        for one in several.split(";"):
            spelled.setdefault(folding.county(one), one)
    return [spelled[key] for key in sorted(spelled)]


def by_id(caseload: Caseload, resource_ids: Iterable[str]) -> dict[str, Resource]:
    """Those of these ids that are known. One query, however many."""
    import json

    rows = caseload.rows(
        f"select {columns_of(Resource)} from resource where resource_id in"
        " (select value from json_each(?))",
        (json.dumps(list(resource_ids)),),
    )
    return {row[0]: to_record(Resource, row) for row in rows}


# --- writing -------------------------------------------------------------------------------------


def add(
    caseload: Caseload,
    organization: str,
    name: str,
    *,
    resource_id: str | None = None,
    **facts: Any,
) -> Resource:
    """Add a service.

    Args:
        caseload: The open caseload.
        organization: Who offers it.
        name: What it is called.
        resource_id: Its id; made when not given.
        facts: Fields of `Resource`.

    Raises:
        InvalidError: It has no name, is there already, or what is said of it can't be true.
    """
    with caseload.write("add resource") as change:
        made_id = resource_id or caseload.next_id("resource", "resource_id", PREFIX)
        made = checked(Resource(made_id, organization, name, **facts), caseload.today)
        if caseload.value("select 1 from resource where resource_id = ?", (made_id,)):
            raise InvalidError(f"{made_id} is another service's id.", field="resource_id")
        same = named_so(caseload, made)
        if same is not None:
            raise InvalidError(
                f"{made.organization} has a service called {made.name} already ({same}). Change "
                f"that one: caseload resource edit {same}",
                field="name",
            )
        insert(change, made)
    return made


def named_so(caseload: Caseload, one: Resource) -> str | None:
    """The id of the service of that organization and name, if there is one."""
    wanted = fold(f"{one.organization} {one.name}")
    for number, organization, name in caseload.rows(
        "select l.resource_id, l.organization, l.name from resource_name n"
        " join resource_line l using (number) where n.folded = ? order by l.resource_id",
        (wanted,),
    ):
        if (fold(organization), fold(name)) == (fold(one.organization), fold(one.name)):
            return str(number)
    return None


def edit(caseload: Caseload, resource_id: str, **facts: Any) -> Resource:
    """Change what is said of a service.

    Raises:
        InvalidError: What is said can't be true.
    """
    with caseload.write("edit resource") as change:
        before = get(caseload, resource_id)
        after = checked(before._replace(**facts), caseload.today)
        replace(caseload, change, after)
    return after


def verify(caseload: Caseload, resource_id: str, on: date, **facts: Any) -> Resource:
    """Record that somebody made sure, on a day, that what is said of a service is so.

    Args:
        caseload: The open caseload.
        resource_id: Which.
        on: The day.
        facts: What is otherwise: fields of `Resource`.

    Raises:
        InvalidError: The day lies ahead or before the last one, or what is said can't be true.
    """
    with caseload.write("verify resource") as change:
        before = get(caseload, resource_id)
        if before.verified_on is not None and on < before.verified_on:
            raise InvalidError(
                f"It was verified later already, {dates.spoken(before.verified_on)}.",
                field="verified_on",
            )
        after = before._replace(verified_on=on, verified_by=caseload.acting_staff_id, **facts)
        after = checked(after, caseload.today)
        replace(caseload, change, after)
    return after


def checked(one: Resource, today: date) -> Resource:
    """A service with its texts tidied, if what is said of it can be true.

    Raises:
        InvalidError: It has no name or organization, its ages are turned round or beyond a life,
            or it was verified in the future.
    """
    organization, name = " ".join(one.organization.split()), " ".join(one.name.split())
    if not organization:
        raise InvalidError("Say which organization offers it.", field="organization")
    if not name:
        raise InvalidError("A service needs a name.", field="name")
    if not one.resource_id.strip() or len(one.resource_id) > 64:
        raise InvalidError("A service's id is 1 to 64 characters.", field="resource_id")
    for field, age in (("minimum_age", one.minimum_age), ("maximum_age", one.maximum_age)):
        if age is not None and not 0 <= age <= OLDEST:
            raise InvalidError(f"An age is 0 to {OLDEST} years, not {age}.", field=field)
    low, high = one.minimum_age, one.maximum_age
    if low is not None and high is not None and low > high:
        raise InvalidError(
            f"From {low} to {high} years lets nobody in; the first is the younger.",
            field="maximum_age",
        )
    if one.verified_on is not None and one.verified_on > today:
        raise InvalidError(
            f"{dates.spoken(one.verified_on, today)} lies ahead.", field="verified_on"
        )
    if one.source is not None and one.source_id is None:
        raise InvalidError("What comes from a directory has its id there.", field="source_id")
    texts: dict[str, Any] = {
        field: _text.tidy(getattr(one, field))
        for field in ("description", "eligibility", "fee", "phone", "email", "url", "address",
                      "hours", "source", "source_id")
    }  # fmt: skip
    return one._replace(organization=organization, name=name, **texts)


def insert(change: Change, one: Resource) -> None:
    """Add a checked service, and what finds it."""
    change.add(one)
    _resource_lines.write(change, one)


def replace(caseload: Caseload, change: Change, one: Resource) -> bool:
    """Save a checked service over what stands; False when nothing differs."""
    if not change.update("resource", "resource_id", one.resource_id, to_columns(one)):
        return False
    find_anew(caseload, change, one.resource_id)
    return True


def find_anew(caseload: Caseload, change: Change, resource_id: str) -> None:
    """Write anew what finds a service whose row was changed."""
    number = _resource_lines.remove(caseload, change, resource_id)
    _resource_lines.write(change, get(caseload, resource_id), number)


def unfind(caseload: Caseload, change: Change, resource_id: str) -> None:
    """Take away what finds a service, before its row goes."""
    _resource_lines.remove(caseload, change, resource_id)
