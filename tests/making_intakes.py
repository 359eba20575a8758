"""Intakes of every sort, for the file that holds a record of every kind."""

from datetime import date

from caseload.model import Funding
from caseload.model.intaking import Intake
from caseload.model.planning import Employment, Housing
from caseload.records import holidays, intake
from caseload.records._caseload import Caseload


def fill_intakes(caseload: Caseload) -> None:
    """C0003: turned away by Outreach, waits for Housing; C0004: assigned, and in Housing."""
    told = Intake(
        "Eve", "O'Neil", "Outreach", date_of_birth=date(1999, 2, 28), phone="555-0102",
        contact_notes="[/] text first", referral_source="李, a cousin",
        referred_on=date(2026, 10, 1), presenting_needs="=1+1\nA place to sleep",
        needs_coordination=True, diagnosis_code="f41.1", county="Hill", language="Spanish",
        funding=Funding.SLIDING_SCALE, household_size=3, annual_income=9_000, history="None told.",
        housing=Housing.SHELTER, employment=Employment.LOOKING, income_source="SNAP",
    )  # fmt: skip
    first = intake.begin(caseload, told).episode.episode_id
    intake.edit(caseload, first, needs_coordination=False)
    intake.decline(caseload, first, date(2026, 10, 5), "Needs no coordination", "The pantry")
    housing = told._replace(program="Housing", referred_on=date(2026, 10, 5))
    second = intake.begin(caseload, housing, client_id="C0003").episode.episode_id
    intake.screen(caseload, second, date(2026, 10, 6))
    intake.wait(caseload, second, date(2026, 10, 7))
    intake.review_waiting(caseload, second, date(2026, 11, 2))
    plain = Intake("Gus", "Ray", "Outreach", referred_on=date(2026, 11, 9))
    third = intake.begin(caseload, plain).episode.episode_id
    intake.screen(caseload, third, date(2026, 11, 10))
    intake.assign(caseload, third, "S0002", date(2026, 11, 11))
    again = intake.begin(caseload, plain._replace(program="Housing"), client_id="C0004").episode
    intake.screen(caseload, again.episode_id, date(2026, 11, 9))
    intake.assign(caseload, again.episode_id, "S0001", date(2026, 11, 9))
    intake.admit(caseload, again.episode_id, date(2026, 11, 10), "low")
    holidays.add(caseload, date(2026, 12, 24), "Christmas Eve")
    holidays.remove(caseload, date(2026, 12, 24))
