"""The words of the invented caseload: who works there, whom they serve, and how it goes.

What always holds: nobody here is real. There are no streets, since any that sounds right may be
someone's; every telephone number is made from 555-01…, which rings nowhere.
"""

from datetime import date
from typing import NamedTuple

from caseload.model import Client, HoldReason, Mode, Staff
from caseload.records._names import fold

# --- the agency ----------------------------------------------------------------------------------

PROGRAMS = {
    "I": ("Intensive case management", "For those who need more than one service."),
    "A": ("ACT-lite", "Seen most weeks, at home or wherever they are."),
    "S": ("Supported housing", "Keeping a lease, with home visits."),
}
"""By their first letter: name and description."""
PACE = {"I": (9, 18), "A": (5, 12), "S": (12, 22)}
"""Days from one contact to the next."""

COUNTIES = ("McLennan", "Bosque", "Falls", "Freestone", "Hill", "Limestone")
TEAM = (
    Staff("S0001", "Carolyn Mays", "supervisor", ("LCSW",), COUNTIES, ("English",)),
    Staff("S0002", "Dana Whitfield", "case_manager", ("QMHP-CS",), ("McLennan",), ("English",),
          ("benefits", "mood"), 12),
    Staff("S0003", "Luis Ortega", "case_manager", ("LPC",), ("McLennan", "Falls"),
          ("English", "Spanish"), ("housing", "trauma"), 10),
    Staff("S0004", "Thu Pham", "case_manager", ("RN",), ("McLennan",), ("English", "Vietnamese"),
          ("health", "anxiety"), 10),
    Staff("S0005", "Marcus Bell", "case_manager", ("CCM",), ("Freestone", "Limestone"),
          ("English",), ("employment", "psychosis"), 8, covered_by="S0002"),
    Staff("S0006", "Jolene Skala", "case_manager", ("LCSW",), ("Hill", "Bosque"), ("English",),
          ("families", "substance use"), 8),
    Staff("S0007", "Priya Raman", "case_manager", (), ("McLennan", "Hill"),
          ("English", "Hindi"), ("housing",), 6),
)  # fmt: skip

"""Priya Raman came on Monday last, and has neither a credential nor a client yet."""

# --- its clients ----------------------------------------------------------------------------------

_TABLE = """
Earl       | Kubena        |       | he/him    | 1949-06-05 | West         | English    | I1D F33.1
Ruth       | Abbott        |       | she/her   | 1957-07-21 | Waco         | English    | I2D F33.1
Cedrick    | Hollins       |       | he/him    | 1984-01-03 | Waco         | English    | A4D F20.9
María      | García        |       | she/her   | 1961-09-04 | Marlin       | Spanish    | I2L F41.1
Billy Ray  | Stoddard      | Ray   |           | 1966-06-19 | Fairfield    | English    | S2M F31.9
Hanh       | Nguyen        |       |           | 1972-01-17 | Waco         | Vietnamese | I2T F43.10
Mei        | Li            | 李梅  | she/her   | 1979-04-02 | Woodway      | Mandarin   | I2T F31.81
Tyrone     | Gaines        |       | he/him    | 1990-02-14 | Mexia        | English    | A4M F25.0
Rosalinda  | De León       | Rosie | she/her   | 1976-07-03 | Rosebud      | Spanish    | I3L F33.2
Wanda      | Sulak         |       |           | 1953-04-03 | West         | English    | I1D F41.1
Sara       | Haile         |       | she/her   | 1986-09-14 | Hewitt       | Amharic    | I2D F43.10
Jesús      | Treviño       | Chuy  | he/him    | 1981-01-27 | Hillsboro    | Spanish    | I2J F31.81
Ashley     | Brandt        | Ash   | they/them | 1997-10-04 | Clifton      | English    | A4J F25.1
Curtis     | Bledsoe       |       |           | 1968-04-21 | Teague       | English    | S2M F20.9
Linda      | O'Connell     |       | she/her   | 1959-11-19 | Whitney      | English    | I1J F33.1
Guadalupe  | Ibarra        | Lupe  | she/her   | 1970-01-19 | Waco         | Spanish    | S2L F25.0
Quang      | Tran          |       | he/him    | 1964-10-13 | Waco         | Vietnamese | A4T F20.9
Keisha     | Monroe        |       | she/her   | 1992-01-08 | Waco         | English    | I3D F43.10
Stanley    | Marek         | Stan  |           | 1951-01-18 | West         | English    | I1T F33.1
Imani      | Brooks-Carter |       | she/her   | 1995-03-10 | Bellmead     | English    | A4D F31.9
Dwayne     | Tidwell       |       |           | 1973-07-05 | Groesbeck    | English    | I2M F33.2
María      | García        |       | she/her   | 1994-03-30 | Waco         | English    | S1L F41.1
Ana        | Villarreal    |       | she/her   | 1988-10-10 | Marlin       | Spanish    | I2L F60.3
Clarence   | Poole         |       | he/him    | 1955-09-27 | Marlin       | English    | I3L F25.0
Travis     | Holub         |       |           | 1987-11-06 | Hillsboro    | English    | S2J F31.9
Brenda     | Sykora        |       | she/her   | 1969-02-19 | Meridian     | English    | S1J F33.1
Marisol    | Peña          |       | she/her   | 1983-10-21 | Mart         | Spanish    | S2T F43.10
Deshawn    | Pruitt        |       | he/him    | 2001-04-12 | Waco         | English    | A4T F20.9
Kimberly   | Vo            | Kim   | she/her   | 1999-02-18 | Waco         | English    | I1T F41.1
Otis       | Freeman       |       | he/him    | 1960-12-03 | Mexia        | English    | S2M F25.1
Ngozi      | Okafor        |       | she/her   | 1988-10-02 | Waco         | English    | I2D F31.81
Héctor     | Muñiz         |       | he/him    | 1978-10-07 | Rosebud      | Spanish    | A4L F20.9
Patricia   | Nemec         | Pat   | she/her   | 1947-08-22 | Moody        | English    | S1T F33.1
Cody       | Rutledge      |       |           | 1993-09-14 | Valley Mills | English    | I2J F43.10
Yolanda    | Ávila         |       | she/her   | 1967-06-15 | Lott         | Spanish    | S2L F31.81
Samuel     | Okafor        |       | he/him    | 1961-10-15 | Robinson     | English    | A4D F25.0
Jasmine    | Fields        | Jaz   | she/they  | 2002-06-10 | Hubbard      | English    | S1J F60.3
José       | Nuñez         |       | he/him    | 1985-04-26 | Waco         | Spanish    | A4D F33.2
Luz        | Zamora        |       | she/her   | 1991-03-23 | McGregor     | Spanish    | I3T F43.10
Wesley     | Tharp         |       | he/him    | 1974-04-03 | Hewitt       | English    | A4L F31.9
"""

TOWNS = {
    "Bellmead": ("McLennan", "76705"), "Hewitt": ("McLennan", "76643"),
    "Mart": ("McLennan", "76664"), "McGregor": ("McLennan", "76657"),
    "Moody": ("McLennan", "76557"), "Robinson": ("McLennan", "76706"),
    "Waco": ("McLennan", "76707"), "West": ("McLennan", "76691"),
    "Woodway": ("McLennan", "76712"),
    "Clifton": ("Bosque", "76634"), "Meridian": ("Bosque", "76665"),
    "Valley Mills": ("Bosque", "76689"),
    "Lott": ("Falls", "76656"), "Marlin": ("Falls", "76661"), "Rosebud": ("Falls", "76570"),
    "Fairfield": ("Freestone", "75840"), "Teague": ("Freestone", "75860"),
    "Hillsboro": ("Hill", "76645"), "Hubbard": ("Hill", "76648"), "Whitney": ("Hill", "76692"),
    "Groesbeck": ("Limestone", "76642"), "Mexia": ("Limestone", "76667"),
}  # fmt: skip

SAFE_CONTACT = {
    "C0002": "hard of hearing: let it ring, speak slowly",
    "C0003": "mornings only",
    "C0007": "prefers e-mail; interpreter for anything on paper",
    "C0009": "ask for Rosie; if anyone else answers, call back later",
    "C0012": "works nights: text first",
    "C0015": "mail to the PO box, never to the house",
    "C0016": "dog in the yard: call before coming",
    "C0018": "deaf: text or video, no calls",
    "C0020": "works mornings, call after 3 pm",
    "C0023": "no visits to the house; meets at the library",
    "C0030": "a neighbor's phone: ask for Otis, first name only",
    "C0031": "no voicemail, after 3 pm",
    "C0035": "daughter may answer and knows of the visits",
    "C0038": "leave no message",
    "C0039": "text only, partner reads the mail",
}
"""How it is safe to reach those who said so."""


class Person(NamedTuple):
    """A client and the care they get."""

    client_id: str
    client: Client
    program: str
    """By its first letter, as the case manager is by theirs."""
    level: str
    case_manager: str
    code: str


def mail(first: str, last: str) -> str:
    """An address that is nobody's."""
    kept = "".join(letter for letter in fold(f"{first}.{last}") if letter not in " '")
    return f"{kept}@example.org"


def _person(number: int, line: str) -> Person:
    first, last, called, pronouns, born, town, language, care = map(str.strip, line.split("|"))
    client_id, (county, postal_code) = f"C{number:04d}", TOWNS[town]
    client = Client(
        client_id, first, last, called or None, pronouns or None, date.fromisoformat(born),
        f"(254) 555-01{number:02d}", mail(first, last) if number % 4 == 3 else None, None, town,
        county, "TX", postal_code, language, SAFE_CONTACT.get(client_id),
    )  # fmt: skip
    return Person(client_id, client, care[0], care[1], care[2], care[4:])


PEOPLE = [_person(number, line) for number, line in enumerate(_TABLE.strip().splitlines(), 1)]
"""In the order in which they came."""

HOURS = {"after 3 pm": (900, 915), "mornings": (540, 660), "": (540, 840)}
"""Minutes of the day between which such a client is called; all others are in the last line."""
MODES = {
    "e-mail": (Mode.EMAIL, Mode.VIDEO, Mode.IN_PERSON),
    "deaf": (Mode.TEXT, Mode.VIDEO, Mode.IN_PERSON),
    "text": (Mode.TEXT, Mode.IN_PERSON, Mode.IN_PERSON),
    "": (Mode.IN_PERSON,) * 8 + (Mode.PHONE,) * 8 + (Mode.TEXT,) * 2 + (Mode.VIDEO,),
}
MINUTES = {
    Mode.IN_PERSON: (30, 75), Mode.PHONE: (10, 35), Mode.VIDEO: (20, 45), Mode.TEXT: (5, 5),
    Mode.EMAIL: (5, 10),
}  # fmt: skip
PLACES = ("office", "clinic", "library", "home", "home")

DIAGNOSES = {
    "F20.9": "Schizophrenia, unspecified",
    "F25.0": "Schizoaffective disorder, bipolar type",
    "F25.1": "Schizoaffective disorder, depressive type",
    "F31.81": "Bipolar II disorder",
    "F31.9": "Bipolar disorder, unspecified",
    "F33.1": "Major depressive disorder, recurrent, moderate",
    "F33.2": "Major depressive disorder, recurrent severe without psychotic features",
    "F41.1": "Generalized anxiety disorder",
    "F43.10": "Post-traumatic stress disorder, unspecified",
    "F60.3": "Borderline personality disorder",
}
DIAGNOSED_BY = ("hospital discharge summary", "psychiatric evaluation", "community psychiatrist")
REFERRED_BY = (
    "an intake call", "a hospital social worker", "the family", "a primary care clinic",
    "a county jail's diversion desk", "a shelter", "an emergency room",
    "a veterans' service office", "the crisis line", "a church pantry",
)  # fmt: skip

# --- the story: days ago, or days ahead where something is due ------------------------------------


class Lately(NamedTuple):
    """How a client's history leads up to today. Without any of this, all is well."""

    due: int | None = None
    """Days until the monthly contact is due, or the first one of someone never reached."""
    visit: int | None = None
    """Days until the visit every 90 days is due."""
    plan: int | None = None
    """Days until the plan review every 180 days is due."""
    never: bool = False
    """Nobody has reached them since admission."""
    twice: bool = False
    """They are to be seen twice a month, and it is the second time that is due."""
    attempts: int = 0
    sister: bool = False
    """Their sister was reached since, which is not the same."""
    unsigned: bool = False
    """The last note has waited too long for its signature."""


LATELY = {
    "C0031": Lately(-41, attempts=3),
    "C0038": Lately(-16, never=True, attempts=3),
    "C0021": Lately(-9, attempts=1),
    "C0009": Lately(-4, sister=True),
    "C0007": Lately(plan=-16),
    "C0012": Lately(unsigned=True),
    "C0016": Lately(visit=-1),
    "C0002": Lately(0),
    "C0039": Lately(1, never=True, attempts=1),
    "C0028": Lately(2),
    "C0003": Lately(3, twice=True),
    "C0020": Lately(4),
    "C0023": Lately(plan=4),
    "C0035": Lately(visit=5),
    "C0015": Lately(5),
    "C0040": Lately(11, never=True),
}


class Held(NamedTuple):
    """A hold: when it began and ended, why, and what was heard of them since."""

    began: int
    ended: int | None
    reason: HoldReason
    remark: str | None = None
    reviewed: tuple[int, ...] = ()
    heard_from: str = ""
    heard: str = ""

    @property
    def lasts(self) -> bool:
        """Whether it is in force today."""
        return self.ended is None or self.ended < 0

    def covers(self, days_ago: int) -> bool:
        """Whether it was in force on a day."""
        return days_ago <= self.began and (self.ended is None or days_ago > self.ended)


HELD = {
    "C0017": Held(30, None, HoldReason.INPATIENT, "State hospital; no day of discharge yet.",
                  heard_from="ward social worker",
                  heard="Still on the ward; they call us two days before discharge."),
    "C0024": Held(97, None, HoldReason.JAIL, "County jail; court date pending.", (69, 41, 13),
                  "public defender", "Court date moved again; will call with the new one."),
    "C0034": Held(12, -9, HoldReason.OUT_OF_AREA, "With family in Lubbock; has a ticket back."),
    "C0006": Held(160, 149, HoldReason.INPATIENT),
    "C0018": Held(260, 232, HoldReason.DECLINED, "Asked for a month without visits."),
    "C0008": Held(400, 365, HoldReason.UNREACHABLE, "Moved, phone off; found through the pantry."),
    "C0025": Held(430, 396, HoldReason.JAIL),
}  # fmt: skip
DISCHARGED: dict[str, tuple[int, str, int | None]] = {
    "C0001": (380, "Goals met; has the office number.", None),
    "C0010": (250, "Goals met.", None),
    "C0013": (410, "Moved away.", 200),
    "C0019": (500, "Moved to Bell County; linked with the center there.", None),
    "C0026": (120, "Stepped down to outpatient care.", None),
    "C0029": (200, "Left for college; knows how to come back.", None),
    "C0032": (230, "No longer wanted services.", 110),
}
"""When, why, and when they came back, if they did."""
LEVEL_BEFORE = {"C0007": (300, "3"), "C0011": (210, "3"), "C0027": (150, "1")}
"""When it changed, and what it was."""
ALSO_HOUSED, HOUSED_SINCE = "C0018", 205
"""The one in two programs."""
WRITTEN_ON, WAS_ABOUT = "C0022", "C0004"
"""Two of one name, and a note that landed with the wrong one."""
TOO_LONG = "C0006"
"""Whose visit was noted as longer than it was."""
JOLENE_CAME, MARCUS_LEFT = 340, 16
LAST_PLAN = {"C0031": 193, "C0008": 170}
"""When their last plan was signed."""
COURSES = {
    "C0031": {
        "Lease renewed": ((310, 30), (240, 50), (125, 100)),
        "Rent paid on time": ((330, 20), (260, 40), (205, 30), (150, 45), (78, 60)),
        "Six to ten hours a week": ((140, 10), (78, 20)),
    }
}
"""How objectives went that the story tells of: days ago, percent."""
HALF_SIGNED = "C0008"
"""Whose next plan the client has signed, and the case manager on leave has not."""
REFUSED = {"C0025": "I'll do what's in it. I don't sign papers anymore, not since the courthouse."}
"""Who did not sign the last plan, and why."""
GUARDIAN = {"C0028": "Denise Pruitt"}
"""Who signs for them."""
