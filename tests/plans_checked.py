"""What holds for every plan of the invented caseload on any day."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from caseload.model import Contact, Reached, SignerRole
from caseload.model.planning import (
    LivingSituation,
    Plan,
    PlanReview,
    Progress,
    ReviewOutcome,
    SignatureMethod,
)
from caseload.records import note_formats, plans
from caseload.records._caseload import Caseload
from caseload.rules import plan_rules

DRAFTS = {"C0008", "C0031", "C0039"}
HOUSED = "Supported housing"


def check_plans(caseload: Caseload) -> None:
    """Versions, signatures, progress, reviews, living situations and the goals named in notes."""
    day = caseload.today
    found = {one[0]: one[1] for one in everyones(caseload)}
    standing = {row[0] for row in caseload.rows(
        "select client_id from episode where status = 'admitted'")}  # fmt: skip
    in_force = {client_id for client_id, own in found.items() if active(own, day)}
    assert standing - in_force == {"C0038", "C0039", "C0040"}, day
    stays = caseload.rows("select client_id, program, admitted_on, discharged_on from episode")
    for client_id, own in found.items():
        within = [stay[1:] for stay in stays if stay[0] == client_id]
        check_versions(own, day, within)
    assert {own[-1].client_id for own in found.values() if own[-1].status == "draft"} == DRAFTS
    check_drafts(found, day)
    made = caseload.records(Contact)
    check_progress(caseload, found, {one.contact_id: one for one in made})
    check_reviews(caseload, found)
    check_goals_of_contacts(caseload, found, made)
    noted = caseload.records(LivingSituation, "order by client_id, noted_on")
    admitted_ones = "select client_id from episode where admitted_on is not null"
    assert {one.client_id for one in noted} >= {row[0] for row in caseload.rows(admitted_ones)}
    firsts = "select client_id, coalesce(admitted_on, referred_on) from episode"
    admitted = {(who, date.fromisoformat(first)) for who, first in caseload.rows(firsts)}
    for one in noted:
        assert any(
            client_id == one.client_id and first <= one.noted_on <= day
            for client_id, first in admitted
        ), (day, one)
        assert one.noted_on < day, (day, one)


def everyones(caseload: Caseload) -> list[tuple[str, list[Plan]]]:
    clients = [row[0] for row in caseload.rows("select distinct client_id from plan")]
    return list(plans.of_clients(caseload, clients).items())


def active(own: list[Plan], on: date) -> Plan | None:
    found = [one for one in own if one.effective_on and one.effective_on <= on]
    return found[-1] if found else None


def check_versions(own: list[Plan], day: date, stays: list[tuple[str, str, str | None]]) -> None:
    assert [one.version for one in own] == list(range(1, len(own) + 1))
    signed = [one for one in own if one.effective_on is not None]
    days = [one.effective_on for one in signed if one.effective_on]
    assert days == sorted(set(days)), day
    kept = [one for one in own if one.status == "draft"]
    assert own == signed + kept, (day, own[0].client_id)
    for one in signed:
        assert plan_rules.lacks(one) == [], (day, one)
        assert all((one.strengths, one.barriers, one.supports, one.discharge_criteria)), (day, one)
        assert 1 <= len(one.goals) <= 4, (day, one)
        assert all(1 <= len(goal.objectives) <= 3 for goal in one.goals), (day, one)
        steps = [step for goal in one.goals for step in goal.objectives]
        assert all(1 <= len(step.interventions) <= 3 for step in steps), (day, one)
        assert all(made.responsible for step in steps for made in step.interventions), (day, one)
        assert one.effective_on == plan_rules.in_force_from(one.signatures), (day, one)
        assert one.effective_on < day, (day, one)
        # As their programs asked on the day of the client's signature.
        on = min(each.signed_on for each in one.signatures).isoformat()
        asked = [
            frozenset({*plan_rules.USUAL_SIGNERS, SignerRole.SUPERVISOR})
            if program == HOUSED
            else plan_rules.USUAL_SIGNERS
            for program, first, last in stays
            if first <= on < (last or "9")
        ]
        assert asked, (day, one)
        required = plan_rules.required_signers(asked)
        assert plan_rules.unsigned(required, one.signatures) == [], (day, one)
        assert len(one.signatures) == len(required), (day, one)
    for before, after in pairwise(own):
        assert plan_rules.differences(before, after), (day, after)
        if before.effective_on and after.effective_on and len(stays) == 1:
            assert 100 <= (after.effective_on - before.effective_on).days <= 400, (day, after)
    for one in own:
        assert all(each.signed_on < day for each in one.signatures), (day, one)
        assert all(each.signed_on.weekday() < 5 for each in one.signatures), (day, one)


def check_drafts(found: dict[str, list[Plan]], day: date) -> None:
    half = found["C0008"][-1]
    assert plan_rules.lacks(half) == [], day
    assert [one.role for one in half.signatures] == [SignerRole.CLIENT], day
    assert plan_rules.lacks(found["C0039"][-1]), day
    okafor = found["C0031"]
    assert [str(one) for one in plan_rules.lacks(okafor[-1])] == ["2.2 a measure"], day
    current = okafor[1]
    assert (current.version, current.status, okafor[-1].version) == (2, "active", 3), day
    assert current.effective_on is not None
    assert (day - current.effective_on).days in range(165, 215), day
    assert current.vision == "My own place, my own key."
    assert [(one.statement, one.domain) for one in current.goals] == [
        ("Keep my apartment", "housing"),
        ("Part-time work", "employment"),
    ]
    lease, rent = current.goals[0].objectives
    assert (lease.statement, lease.status) == ("Lease renewed", "met"), day
    assert (rent.statement, rent.progress) == ("Rent paid on time", 60), day
    assert rent.measure == "Rent paid by the 5th, three months running"
    assert rent.target_on is not None
    assert timedelta(45) < rent.target_on - day < timedelta(140), day
    assert current.goals[1].progress == 20, day
    everything = [one for own in found.values() for one in own]
    refused = [
        each
        for one in everything
        for each in one.signatures
        if each.method is SignatureMethod.REFUSED
    ]
    assert len(refused) == 1, day
    assert refused[0].reason
    guarded = {
        one.client_id
        for one in everything
        for each in one.signatures
        if each.role is SignerRole.GUARDIAN
    }
    assert guarded == {"C0028"}, day


def check_progress(
    caseload: Caseload, found: dict[str, list[Plan]], made: dict[str, Contact]
) -> None:
    day = caseload.today
    noted = caseload.records(Progress, "order by progress_id")
    assert 500 <= len(noted) <= 1100, day
    assert [one.noted_on for one in noted] == sorted(one.noted_on for one in noted)
    rated: dict[str, list[int]] = {}
    for one in noted:
        plan = active(found[one.client_id], one.noted_on)
        assert plan is not None, (day, one)
        goals = {goal.goal_id: goal for goal in plan.goals}
        steps = {step.objective_id for step in goals[one.goal_id].objectives}
        assert one.objective_id is None or one.objective_id in steps, (day, one)
        assert one.noted_on < day, (day, one)
        recorded_on = datetime.fromisoformat(one.recorded_at).date()
        assert one.noted_on <= recorded_on < day, (day, one)
        if one.contact is not None:
            told = made[one.contact]
            assert (told.client_id, told.contacted_on) == (one.client_id, one.noted_on), (day, one)
            assert told.entered_in_error_at is None, (day, one)
            assert one.goal_id in told.goals, (day, one)
            assert not one.remark or one.remark in (told.note or ""), (day, one)
        if one.rating is not None and one.objective_id is not None:
            rated.setdefault(one.objective_id, []).append(one.rating)
    assert sum(one.contact is not None for one in noted) > len(noted) / 2, day
    assert sum(any(b < a for a, b in pairwise(r)) for r in rated.values()) >= 15
    ended = {str(step.status) for own in found.values() for one in own[-1:] for goal in one.goals
             for step in goal.objectives}  # fmt: skip
    assert ended == {"not_started", "in_progress", "met", "dropped"}, day


def check_reviews(caseload: Caseload, found: dict[str, list[Plan]]) -> None:
    day = caseload.today
    reviews = caseload.records(PlanReview, "order by plan_review_id")
    assert 80 <= len(reviews) <= 170, day
    assert {one.outcome for one in reviews} == set(ReviewOutcome), day
    for one in reviews:
        plan = active(found[one.client_id], one.reviewed_on)
        assert plan is not None, (day, one)
        assert plan.plan_id == one.plan_id, (day, one)
        assert one.reviewed_on < day, (day, one)
        assert datetime.fromisoformat(one.recorded_at).date() < day, (day, one)
        assert one.remark, (day, one)
    for client_id, left_on in caseload.rows(
        "select client_id, discharged_on from episode where discharged_on is not null"
    ):
        left = date.fromisoformat(left_on)
        last = [
            one
            for one in reviews
            if one.client_id == client_id and left - timedelta(20) < one.reviewed_on <= left
        ]
        assert [one.outcome for one in last][-1:] == [ReviewOutcome.CLOSE], (day, client_id)
        plan = active(plans.versions(caseload, client_id, left), left)
        assert plan is not None
        assert {goal.status for goal in plan.goals} <= {"met", "dropped"}, (day, client_id)


def check_goals_of_contacts(
    caseload: Caseload, found: dict[str, list[Plan]], made: list[Contact]
) -> None:
    day = caseload.today
    written = 0
    for one in made:
        signed = [
            plan
            for plan in found.get(one.client_id, [])
            if plan.signatures and plan.signatures[0].signed_on <= one.contacted_on
        ]
        known = {goal.goal_id for goal in signed[-1].goals} if signed else set()
        assert set(one.goals) <= known, (day, one)
        if one.note_format is not None:
            written += 1
            form = note_formats.find(caseload, one.note_format)
            note_formats.check(form, one.note or "")
            assert note_formats.written(form, dict(note_formats.parts(form, one.note or ""))) == (
                one.note
            ), (day, one)
    assert 4 <= written <= 50, day
    for purpose in ("planning", "monitoring"):
        those = [one for one in made if one.purpose == purpose and one.reached is Reached.CLIENT]
        assert sum(bool(one.goals) for one in those) > len(those) / 3, (day, purpose)
