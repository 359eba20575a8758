"""Four invented people on their way in: just referred, waiting, without a case manager, sent on.

They have a luck of their own, so that the others' days stay as they are.
"""

from datetime import date
from typing import NamedTuple

from caseload.model import Funding
from caseload.model.intaking import Intake
from caseload.model.planning import Employment, Housing
from caseload.records import intake
from caseload.records.invented.agency import Agency
from caseload.records.invented.words import PROGRAMS, REFERRED_BY, TOWNS


class Comer(NamedTuple):
    """Somebody on their way in; days are so many ago."""

    told: Intake
    town: str
    program: str
    """By its first letter, as the one who took the referral is by theirs."""
    taken_by: str
    referred: int
    screened: int | None = None
    waiting: int | None = None
    looked: int | None = None
    turned_away: int | None = None
    why: str = ""
    sent_to: str | None = None


COMERS = (
    Comer(
        Intake(
            "Denise", "Hrabal", "", date(1983, 8, 9), "(254) 555-0141", None,
            presenting_needs="Out of the hospital for two weeks; no appointment, no ride.",
            needs_coordination=True, diagnosis_code="F31.9",
            diagnosis_description="Bipolar disorder, unspecified", language="English",
            funding=Funding.MEDICAID, housing=Housing.FAMILY_OR_FRIENDS,
            employment=Employment.NOT_WORKING, pronouns="she/her",
        ),
        "Waco", "I", "C", 12, screened=9,
    ),
    Comer(
        Intake(
            "Alonzo", "Pryor", "", date(1969, 12, 20), "(254) 555-0142",
            "shelter's desk takes messages; ask for Al",
            presenting_needs="A place with a key; has been at the shelter since summer.",
            needs_coordination=True, diagnosis_code="F25.1",
            diagnosis_description="Schizoaffective disorder, depressive type", language="English",
            funding=Funding.PROGRAM, housing=Housing.SHELTER, employment=Employment.UNABLE,
            income_source="SSI", preferred_name="Al", pronouns="he/him",
        ),
        "Waco", "S", "C", 50, screened=48, waiting=46, looked=20,
    ),
    Comer(
        Intake(
            "Socorro", "Leal", "", date(1994, 5, 27), "(254) 555-0143", "text first",
            presenting_needs="Panic at work; has lost two jobs over it.",
            language="Spanish", funding=Funding.SLIDING_SCALE, household_size=3,
            annual_income=31_000, employment=Employment.LOOKING, pronouns="she/her",
        ),
        "Marlin", "I", "D", 1,
    ),
    Comer(
        Intake(
            "Grady", "Moffat", "", None, "(254) 555-0144", "call the mother",
            presenting_needs="Trouble at school; the mother asks for help.",
            needs_coordination=False, language="English", funding=Funding.MEDICAID,
        ),
        "Hewitt", "A", "C", 30, screened=27, turned_away=27, why="17; it is for adults",
        sent_to="the children's mobile crisis team",
    ),
)  # fmt: skip

SEVENTEEN = 6360
"""Days: the age of the one who is too young, whatever the year."""


def take_in(agency: Agency) -> None:
    """Write down how far each has come."""
    caseload = agency.caseload
    chance = agency.cast.luck(f"intake {agency.today}")
    before, seventeen = caseload.staff, agency.ago(SEVENTEEN)
    for one in COMERS:
        caseload.staff = agency.team[one.taken_by]
        county, postal_code = TOWNS[one.town]
        told = agency.cast.comer(one.told)._replace(
            program=PROGRAMS[one.program][0], referral_source=chance.choice(REFERRED_BY),
            referred_on=agency.ago(one.referred), city=one.town, county=county, state="TX",
            postal_code=postal_code, date_of_birth=one.told.date_of_birth or seventeen,
        )  # fmt: skip
        _steps(agency, one, intake.begin(caseload, told, is_new=True).episode.episode_id)
    caseload.staff = before


def _steps(agency: Agency, one: Comer, episode_id: str) -> None:
    caseload = agency.caseload
    if one.screened is not None:
        intake.screen(caseload, episode_id, agency.ago(one.screened))
    if one.waiting is not None:
        intake.wait(caseload, episode_id, agency.ago(one.waiting))
    if one.looked is not None:
        intake.review_waiting(caseload, episode_id, agency.ago(one.looked))
    if one.turned_away is not None:
        day = agency.ago(one.turned_away)
        intake.decline(caseload, episode_id, day, one.why, one.sent_to)
