"""A client's chart: all that is known of one client on a day, gathered for whoever shows it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from caseload.model import Client, Contact, Diagnosis, Episode, Hold
from caseload.model.agenda import Advocacy, Appointment, FollowThrough, Task
from caseload.model.assessing import Assessment, Need
from caseload.model.circle import Call, Consent
from caseload.model.crises import Crisis, SafetyPlan
from caseload.model.planning import LivingSituation, Plan
from caseload.records import (
    advocacy,
    appointments,
    assessments,
    care_team,
    clients,
    consents,
    contacts,
    crises,
    episodes,
    holds,
    intake,
    living_situations,
    needs,
    plans,
    referral_lines,
    safety_plans,
    staff,
    tasks,
)
from caseload.records._caseload import Caseload
from caseload.records.referral_lines import ReferralLine
from caseload.rules.intake_rules import NextStep

LAST = 5
"""So many of the last contacts."""
LAST_CRISES = 3


class Chart(NamedTuple):
    """A client as they stand on a day."""

    client: Client
    on: date
    staff: Mapping[str, str]
    """Names by staff_id."""
    episodes: Sequence[Episode]
    """The newest first."""
    holds: Mapping[str, Sequence[Hold]]
    """Of each episode, by episode_id."""
    next_steps: Mapping[str, NextStep]
    """What comes next for those not admitted yet, by episode_id."""
    diagnoses: Sequence[Diagnosis]
    contacts: Sequence[Contact]
    """The last ones."""
    plan: Plan | None
    """The one in force."""
    living_situation: LivingSituation | None
    needs: Sequence[Need]
    """The open ones."""
    assessments: Sequence[Assessment]
    """The last with each instrument."""
    referrals: Sequence[ReferralLine]
    """The open ones."""
    calls: Sequence[Call]
    """Whom one calls, in that order, and what may be told to each."""
    appointments: Sequence[Appointment]
    """Those that they still have before them, the next one first."""
    inpatient_stay: Crisis | None
    """The one that they are in."""
    safety_plan: SafetyPlan | None
    """The one in force."""
    consents: Sequence[Consent]
    """The releases in force."""
    follow_through: FollowThrough
    """How many of their appointments were kept."""
    tasks: Sequence[Task]
    """Those to be done, with the day that is meant now."""
    advocacy: Sequence[Advocacy]
    """What is fought for, with the days that are waited for now."""
    crises: Sequence[Crisis]
    """The last ones, the newest first."""


def read(caseload: Caseload, client_id: str, on: date) -> Chart:
    """A client's chart as it stood on a day.

    Raises:
        NotFoundError: There is no such client.
    """
    stays = episodes.of_client(caseload, client_id, on)
    return Chart(
        client=clients.get(caseload, client_id),
        on=on,
        staff=staff.names(caseload),
        episodes=stays,
        holds={one.episode_id: holds.of_episode(caseload, one.episode_id) for one in stays},
        next_steps=intake.next_steps(caseload, stays, on),
        diagnoses=clients.diagnoses(caseload, client_id),
        contacts=contacts.listed(caseload, client_id=client_id, until=on, limit=LAST),
        plan=plans.in_force(caseload, client_id, on),
        living_situation=living_situations.latest(caseload, client_id, on),
        needs=needs.listed(caseload, client_id, still_open=True, on=on),
        assessments=list(assessments.last_of_each(caseload, client_id, on).values()),
        referrals=referral_lines.listed(caseload, on, client_id=client_id),
        calls=care_team.card(caseload, client_id, on),
        appointments=appointments.ahead(caseload, client_id, on),
        inpatient_stay=crises.stay_on(caseload, client_id, on),
        safety_plan=safety_plans.in_force(caseload, client_id, on),
        consents=consents.in_force(caseload, client_id, on),
        follow_through=appointments.follow_through(caseload, until=on, client_id=client_id)[-1],
        tasks=[
            one.task
            for one in tasks.listed(caseload, client_id=client_id, everything=True)
            if one.task.entered_in_error_at is None and (one.task.done_on or date.max) > on
        ],
        advocacy=[
            one.advocacy
            for one in advocacy.listed(caseload, client_id=client_id)
            if one.advocacy.entered_in_error_at is None
            and one.advocacy.opened_on <= on < (one.advocacy.closed_on or date.max)
        ],
        crises=[
            one for one in crises.listed(caseload, client_id, on) if one.entered_in_error_at is None
        ][:LAST_CRISES],
    )
