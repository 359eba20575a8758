"""Rows about services in the community, as `export resources` writes them or another list has them.

The same service is told by its `resource_id`, else by `source_id` within its `source`, else by who
offers it and its name.
"""

from caseload.model.linking import Resource
from caseload.records import resources
from caseload.records._columns import of_record
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values
from caseload.records._names import fold

Key = tuple[str, ...]


class _Known:
    """The services that are there, by each way to tell one."""

    def __init__(self, incoming: Incoming) -> None:
        self.by: dict[Key, Resource] = {}
        for one in incoming.caseload.records(Resource, "order by resource_id desc"):
            self.now(one)

    def now(self, one: Resource) -> None:
        """Note a service as it is now."""
        self.by |= dict.fromkeys(_keys(one), one)


def _keys(one: Resource) -> list[Key]:
    by_source = [] if one.source_id is None else [("source_id", one.source or "", one.source_id)]
    return [("resource_id", one.resource_id), *by_source, _by_name(one.organization, one.name)]


def _by_name(organization: str, name: str) -> Key:
    return ("name", fold(organization), fold(name))


def _save(incoming: Incoming, values: Values) -> Saved:
    caseload = incoming.caseload
    known: _Known = incoming.kept.setdefault("resources", None) or _Known(incoming)
    incoming.kept["resources"] = known
    if "verified_by" in values:
        values["verified_by"] = incoming.staff_id(values["verified_by"])
    if "source" in values and "source_id" not in values:
        raise CellError("source_id", "empty, and source is not: its id there")
    keys = _told_by(values)
    incoming.once(keys[0][0], *keys[0][1:])
    before = next((known.by[key] for key in keys if key in known.by), None)
    if before is None:
        made_id = values.pop("resource_id", None) or incoming.new_id(
            "resource", "resource_id", resources.PREFIX
        )
        made = resources.checked(Resource(made_id, **values), caseload.today)
        resources.insert(incoming.change, made)
        known.now(made)
        return Saved.ADDED
    values.pop("resource_id", None)
    after = resources.checked(before._replace(**values), caseload.today)
    saved = incoming.came(differs=after != before)
    if saved is Saved.CHANGED:
        resources.replace(caseload, incoming.change, after)
        known.now(after)
    return saved


def _told_by(values: Values) -> list[Key]:
    """The ways in which a row tells which service it is, the surest first."""
    keys: list[Key] = []
    if "resource_id" in values:
        keys.append(("resource_id", values["resource_id"]))
    if "source_id" in values:
        keys.append(("source_id", values.get("source", ""), values["source_id"]))
        return keys
    return [*keys, _by_name(values["organization"], values["name"])]


KINDS = {
    "resources": Kind(
        lambda order: of_record(Resource, order), ("organization", "name"), _save,
        named="resource_id",
    ),
}  # fmt: skip
