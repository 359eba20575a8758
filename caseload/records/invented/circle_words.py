"""Who is around the invented clients. Nobody is real; every number is made from (254) 555-01…."""

from typing import NamedTuple

from caseload.model.circle import CareRole

R = CareRole


class Someone(NamedTuple):
    """A provider, or a relative."""

    name: str
    role: CareRole
    organization: str | None = None
    relation: str | None = None
    remark: str | None = None


PSYCHIATRISTS = (
    Someone("Dr. Ames", R.PSYCHIATRIST, "Brazos Psychiatric Associates", None,
            "The nurse calls back by noon."),
    Someone("Dr. Castellano", R.PSYCHIATRIST, "Six Counties Clinic"),
    Someone("Dr. Rao", R.PSYCHIATRIST, "Six Counties Clinic", None, "Video only on Fridays."),
)  # fmt: skip
OTHERS = (
    Someone("Joyce Petty", R.THERAPIST, "Elm Street Counseling"),
    Someone("Neil Farrow", R.THERAPIST, "Elm Street Counseling"),
    Someone("Dr. Lindqvist", R.PRIMARY_CARE, "Courthouse Square Family Practice"),
    Someone("Dr. Obi", R.PRIMARY_CARE, "Prairie Health"),
    Someone("Beth Sandoval", R.NURSE, "Prairie Health", None, "Does the injections on Tuesdays."),
    Someone("Corner Drug", R.PHARMACIST, "Corner Drug", None, "Blister packs by the week."),
    Someone("Ray Dominguez", R.PEER, "Clubhouse on Fifth"),
    Someone("Terri Kovar", R.HOUSING, "Cedar Court Apartments", None, "Call before a visit."),
)  # fmt: skip
KIN = {
    "C0031": Someone("Adaeze Okafor", R.FAMILY, None, "sister", "Works nights; after noon."),
    "C0028": Someone("Denise Pruitt", R.GUARDIAN, None, "grandmother"),
    "C0002": Someone("Carol Abbott", R.FAMILY, None, "daughter"),
    "C0003": Someone("Yvette Hollins", R.FAMILY, None, "mother"),
    "C0007": Someone("Jian Li", R.FAMILY, None, "husband", "Speaks Mandarin."),
    "C0009": Someone("Irma De León", R.FAMILY, None, "sister"),
    "C0012": Someone("Alma Treviño", R.FAMILY, None, "wife"),
    "C0015": Someone("Sean O'Connell", R.FAMILY, None, "son"),
    "C0016": Someone("Beto Ibarra", R.FAMILY, None, "brother"),
    "C0020": Someone("Gloria Brooks", R.FAMILY, None, "mother"),
    "C0023": Someone("Oscar Villarreal", R.FAMILY, None, "uncle"),
    "C0027": Someone("Teresa Peña", R.FAMILY, None, "mother"),
    "C0035": Someone("Belén Ávila", R.FAMILY, None, "daughter"),
    "C0037": Someone("Monique Fields", R.FAMILY, None, "mother"),
    "C0040": Someone("Dora Zamora", R.FAMILY, None, "aunt"),
}
"""Relatives, by whose."""
KEPT_OUT = ("C0003", "C0012", "C0015", "C0023", "C0037")
"""Who has not said yet that anything may be told to their relative."""
ALSO = {
    "C0024": Someone("Harold Beck", R.ATTORNEY, "Public defender's office"),
    "C0038": Someone("Officer Lamb", R.PROBATION, "County probation", None, "On the first."),
    "C0036": Someone("Officer Lamb", R.PROBATION, "County probation"),
    "C0022": Someone("Joan Whitley", R.SCHOOL, "Adult learning center"),
}  # fmt: skip
SCOPE = {
    R.PSYCHIATRIST: ("treatment", "diagnoses, medication, my plan and how it goes"),
    R.THERAPIST: ("treatment", "my plan and how it goes"),
    R.PRIMARY_CARE: ("treatment", "medication and appointments"),
    R.NURSE: ("treatment", "medication and appointments"),
    R.PHARMACIST: ("treatment", "medication"),
    R.PEER: ("support", "my goals, not my diagnoses"),
    R.HOUSING: ("keeping my lease", "that I get services, and whom to call"),
    R.FAMILY: ("family support", "how I am, appointments, what to do in a crisis"),
    R.PROBATION: ("probation", "dates of visits, nothing else"),
    R.ATTORNEY: ("my case", "dates of visits and my plan"),
    R.SCHOOL: ("classes", "which days I can't come"),
}
"""What a release is for and what it allows, by whom it names."""
ENDS_SOON, ENDED, RENEWED = ("C0031", 19), ("C0014", 12), ("C0011", 44)
"""Whose release ends in so many days, ended so many days ago, was renewed so many days ago."""
SOBER = "C0018"
"""Who has a goal about drinking; their psychiatrist is told of it."""
DIAGNOSIS = ("F10.21", "Alcohol dependence, in remission")
TOLD = (
    ("C0031", 34, "Dr. Ames", "by phone: sleep is bad again since the night shifts"),
    ("C0031", 12, "Adaeze Okafor", "by phone: the next appointment"),
    ("C0020", 20, "Gloria Brooks", "by phone: what helps when nobody answers"),
    ("C0035", 41, "Belén Ávila", "at the kitchen table: what the plan says"),
)
"""What was told to whom, so many days ago."""
IN_AN_EMERGENCY = (
    "C0017", 30, "Hillcrest emergency room", "medication, allergies, whom to call",
    "emergency: brought in by ambulance, could not say who they are",
)  # fmt: skip
"""What was told without a release, and why."""
