"""The invented directory: services of six counties for every need. None is real, none rings."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from caseload.model.linking import Resource, ResourceNeed
from caseload.records import resources
from caseload.records._caseload import Caseload
from caseload.records.invented.days import working

N = ResourceNeed
ENGLISH, SPANISH, BOTH = ("English",), ("Spanish",), ("English", "Spanish")
NEVER, UNKNOWN = None, None
HOURS = ("Mon to Fri 8 to 5", "Mon to Thu 9 to 4", "Tue and Thu 9 to 12", "Mon, Wed, Fri 10 to 3",
         "any time, by phone")  # fmt: skip


class Service(NamedTuple):
    """A service of the directory, in the making."""

    organization: str
    name: str
    need: tuple[ResourceNeed, ...]
    counties: tuple[str, ...]
    verified: int | None
    """Days ago; None: never."""
    accepting: bool | None = True
    languages: tuple[str, ...] = ENGLISH
    eligibility: str | None = None
    ages: tuple[int | None, int | None] = (18, None)
    fee: str | None = "Free"
    description: str | None = None


SERVICES = (
    Service("Brazos Door", "Brazos Door, rent help", (N.HOUSING,), ("McLennan", "Falls"), 40,
            languages=BOTH, eligibility="Renters with a notice to pay",
            description="One month of rent, once a year. Bring the lease and the notice."),
    Service("Heart of Texas Homes", "Section 8 waitlist", (N.HOUSING,), (), 90,
            eligibility="Low income; a local address", description="The list opens twice a year."),
    Service("Cedar Ridge Works", "Supported employment", (N.EMPLOYMENT,), ("McLennan",), 20,
            eligibility="Adults with mental illness",
            description="A job coach helps to find work and comes along at first."),
    Service("Bluebonnet Benefits", "SNAP and SSI help", (N.BENEFITS, N.FOOD), (), 200,
            languages=BOTH, ages=(None, None)),
    Service("Brazos Pantry", "Brazos Pantry", (N.FOOD,), ("McLennan", "Hill"), 15, languages=BOTH,
            ages=(None, None), description="Groceries for a week, once a month. Bring bags."),
    Service("Open Porch", "Open Porch peer groups", (N.PEER_SUPPORT,), (), 60, False,
            eligibility="Adults with mental illness"),
    Service("Cottonwood House", "Night shelter", (N.HOUSING,), ("McLennan",), 9, languages=BOTH,
            eligibility="People who are homeless; sober at the door"),
    Service("Cottonwood House", "Women's beds", (N.HOUSING, N.FAMILY), ("McLennan",), 75, False,
            BOTH, "Women and mothers with children"),
    Service("Bosque Hearth", "Home repair", (N.HOUSING,), ("Bosque", "Hill"), 210, UNKNOWN,
            ages=(60, None), fee="Materials at cost"),
    Service("Limestone Lofts", "Supported housing", (N.HOUSING,), ("Limestone", "Freestone"), 33,
            False, eligibility="Adults with mental illness who are homeless",
            fee="30 % of income"),
    Service("Two Rivers Staffing", "Day labor desk", (N.EMPLOYMENT,), ("McLennan", "Falls"), 150,
            languages=BOTH),
    Service("Prairie Skills", "Resume workshop", (N.EMPLOYMENT, N.EDUCATION), (), 12, UNKNOWN,
            ages=(16, None)),
    Service("Hill Country Hands", "Garden jobs", (N.EMPLOYMENT,), ("Hill",), NEVER, UNKNOWN),
    Service("Pecan Street Advocates", "SSI and SSDI claims", (N.BENEFITS, N.LEGAL), ("McLennan",),
            25, eligibility="Adults with a disability, mental illness included"),
    Service("Casa Encina", "Ayuda con beneficios", (N.BENEFITS,), ("McLennan", "Limestone"), 48,
            languages=SPANISH, ages=(None, None)),
    Service("Freestone Table", "Hot lunch", (N.FOOD,), ("Freestone",), 100, ages=(None, None)),
    Service("Falls Fellowship", "Saturday groceries", (N.FOOD,), ("Falls",), NEVER, UNKNOWN,
            ages=(None, None)),
    Service("Casa Encina", "Despensa", (N.FOOD,), ("McLennan",), 30, languages=SPANISH,
            ages=(None, None), description="Alimentos los martes y jueves."),
    Service("Loop Line", "Dial-a-ride", (N.TRANSPORT,), ("Bosque", "Hill", "Falls"), 66,
            ages=(None, None), fee="$2 a ride", description="Call a day ahead before noon."),
    Service("Waco Wheels for All", "Bus passes", (N.TRANSPORT,), ("McLennan",), 18,
            eligibility="Low income; proof of an appointment or a job", ages=(None, None)),
    Service("Live Oak Clinic", "Sliding-scale clinic", (N.HEALTH,), ("McLennan", "Hill"), 7,
            languages=("English", "Spanish", "Vietnamese"), ages=(None, None),
            fee="Sliding scale by income; Medicaid"),
    Service("Live Oak Clinic", "Dental days", (N.HEALTH,), ("McLennan",), 120, False, BOTH,
            fee="Sliding scale by income"),
    Service("Steady Ground", "Outpatient recovery", (N.HEALTH,), (), 55,
            eligibility="Adults with substance use", fee="Medicaid; sliding scale"),
    Service("Limestone Legal Desk", "Tenant law clinic", (N.LEGAL, N.HOUSING),
            ("Limestone", "Freestone", "McLennan"), 82, eligibility="Tenants with low income"),
    Service("Clean Slate Table", "Records and fines", (N.LEGAL,), ("McLennan",), 230, UNKNOWN),
    Service("Evening Light School", "GED classes", (N.EDUCATION,), ("McLennan", "Bosque"), 44,
            ages=(17, None)),
    Service("Evening Light School", "Inglés por la tarde", (N.EDUCATION,), ("McLennan",), 205,
            languages=SPANISH, ages=(16, None)),
    Service("Kitchen Table Circle", "Family evenings", (N.FAMILY, N.PEER_SUPPORT),
            ("McLennan", "Hill"), 36, ages=(None, None),
            eligibility="Families of people with mental illness"),
    Service("Sapling", "Parenting classes", (N.FAMILY,), ("Hill", "Bosque"), 95, UNKNOWN, BOTH,
            ages=(14, None), fee="$10, waived on request"),
    Service("Morning Walkers", "Peer walks", (N.PEER_SUPPORT,), ("McLennan",), 5,
            ages=(18, 64)),
    Service("Veterans' Bench", "Veterans' drop-in", (N.PEER_SUPPORT, N.BENEFITS), (), 70,
            eligibility="Veterans and their families"),
    Service("Old Depot Exchange", "Furniture and clothes", (N.OTHER,), ("McLennan", "Falls"), 190,
            ages=(None, None), fee="Free with a voucher"),
)  # fmt: skip


def list_services(caseload: Caseload) -> None:
    """Put them into the directory, each as verified so many days ago."""
    # A chance of its own, so that nobody else's story changes with the directory.
    chance = Random(caseload.today.toordinal() + 5)  # noqa: S311 - the same again, not a secret
    with caseload.write("add resource") as change:
        for number, one in enumerate(SERVICES, 1):
            made = Resource(
                f"V{number:04d}", one.organization, one.name, frozenset(one.need),
                description=one.description, counties=one.counties, eligibility=one.eligibility,
                minimum_age=one.ages[0], maximum_age=one.ages[1], fee=one.fee,
                languages=one.languages, phone=f"(254) 555-01{60 + number % 40:02d}",
                hours=chance.choice(HOURS), accepting=one.accepting,
                verified_on=_on(caseload.today, one.verified),
                verified_by=None if one.verified is None else "S0002",
            )  # fmt: skip
            resources.insert(change, resources.checked(made, caseload.today))


def _on(today: date, days: int | None) -> date | None:
    return None if days is None else working(today - timedelta(days))
