"""Resources: services in the community, and how one is named."""

from typing import Any

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.linking import Resource
from caseload.records._caseload import Caseload
from caseload.records._names import fold


def get(caseload: Caseload, resource_id: str) -> Resource:
    """The service with that very id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Resource, "where resource_id = ?", (resource_id,))
    if not found:
        raise NotFoundError(f"No service has the id {resource_id}. Try: caseload resource list")
    return found[0]


def listed(caseload: Caseload) -> list[Resource]:
    """The active services, by name."""
    return caseload.records(Resource, "where active = 1 order by name, organization, resource_id")


def find(caseload: Caseload, text: str) -> Resource:
    """The service meant by an id, a name, or the beginning of one.

    Raises:
        NotFoundError: None goes by that.
        AmbiguousError: More than one does; they are listed with their organizations.
    """
    everything, wanted = listed(caseload), fold(text)
    found = [one for one in everything if one.resource_id.casefold() == text.strip().casefold()]
    found = found or [one for one in everything if fold(one.name) == wanted]
    if not found and wanted:
        found = [one for one in everything if fold(one.name).startswith(wanted)]
    if not found:
        raise NotFoundError(
            f"No service is called {text!r} or begins so. Try: caseload resource list"
        )
    if len(found) > 1:
        names = " · ".join(f"{one.resource_id} {one.name} ({one.organization})" for one in found)
        raise AmbiguousError(f"Which service?  {names}")
    return found[0]


def add(caseload: Caseload, organization: str, name: str, **facts: Any) -> Resource:
    """Add a service.

    Raises:
        InvalidError: It has no name, or nobody offers it.
    """
    with caseload.write("add resource") as change:
        if not organization.strip() or not name.strip():
            raise InvalidError("A service has a name, and an organization that offers it.")
        made_id = caseload.next_id("resource", "resource_id", "V")
        made = Resource(made_id, organization.strip(), name.strip(), **facts)
        change.add(made)
    return made
