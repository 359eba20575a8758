"""Six invented services, so that clients can be referred somewhere. None of them is real."""

from datetime import timedelta
from typing import NamedTuple

from caseload.linking import Resource, ResourceNeed
from caseload.records._caseload import Caseload
from caseload.records._invented_days import working


class Service(NamedTuple):
    """A service, and how many days ago somebody last made sure of it."""

    organization: str
    name: str
    need: ResourceNeed
    counties: tuple[str, ...]
    phone: str
    verified: int
    accepting: bool = True


SERVICES = (
    Service("Brazos Door", "Brazos Door, rent help", ResourceNeed.HOUSING, ("McLennan", "Falls"),
            "(254) 555-0161", 40),
    Service("Heart of Texas Homes", "Section 8 waitlist", ResourceNeed.HOUSING, (),
            "(254) 555-0162", 90),
    Service("Cedar Ridge Works", "Supported employment", ResourceNeed.EMPLOYMENT, ("McLennan",),
            "(254) 555-0163", 20),
    Service("Bluebonnet Benefits", "SNAP and SSI help", ResourceNeed.BENEFITS, (),
            "(254) 555-0164", 200),
    Service("Brazos Pantry", "Brazos Pantry", ResourceNeed.FOOD, ("McLennan", "Hill"),
            "(254) 555-0165", 15),
    Service("Open Porch", "Open Porch peer groups", ResourceNeed.PEER_SUPPORT, (),
            "(254) 555-0166", 60, accepting=False),
)  # fmt: skip


def list_services(caseload: Caseload) -> None:
    """Put them into the directory."""
    with caseload.write("add resource") as change:
        for number, one in enumerate(SERVICES, 1):
            change.add(
                Resource(
                    f"V{number:04d}", one.organization, one.name, frozenset({one.need}),
                    counties=one.counties, phone=one.phone, accepting=one.accepting,
                    verified_on=working(caseload.today - timedelta(one.verified)),
                )
            )  # fmt: skip
