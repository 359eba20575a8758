"""The invented caseload holds on any day: its list, its history, and that nobody in it is real."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from plans_checked import check_plans

from caseload.model import (
    Client,
    Contact,
    Episode,
    EpisodeStatus,
    Hold,
    HoldReason,
    Item,
    Obligation,
    Purpose,
    Reached,
    Staff,
    Status,
)
from caseload.model.crises import lacks
from caseload.records import (
    applicants,
    checks,
    clients,
    contacts,
    crises,
    due,
    episodes,
    intake_list,
    safety_plans,
    staff,
    standards,
)
from caseload.records import matching as records_matching
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file, open_file
from caseload.records.invented import invent
from caseload.records.invented.cast import Cast
from caseload.records.invented.cast_words import CASTS
from caseload.rules import matching
from caseload.rules.eligibility import Judged, age_on
from caseload.rules.intake_rules import STARTED
from caseload.settings import data_files

d = date.fromisoformat
INTAKE_STEP = Obligation.INTAKE_STEP

AWKWARD = [
    *("2024-02-29", "2024-12-31", "2025-01-01", "2025-02-28", "2025-03-29", "2025-03-31"),
    *("2026-03-28", "2026-11-23", "2026-11-27", "2026-12-26", "2027-04-01", "2027-05-31"),
    *("2027-07-05", "2028-01-03", "2028-02-29", "2028-03-30"),
]
"""Ends of months, leap days, and the mornings after holidays."""
SPREAD = [d("2024-01-01") + timedelta(82 * n) for n in range(22)]
"""Each weekday, over five years."""
DAYS = sorted({*map(d, AWKWARD), *SPREAD})
PARTS = 4
"""Tests that these days are dealt out to, so that each processor takes some."""
APPOINTMENT = (
    "appointment_id, client_id, starts_at, minutes, with_whom, location, purpose, transport,"
    " remind_on, reminded_on, outcome, outcome_on, cancelled_by, outcome_why, moved_to, staff"
)
FOUND_BY = ("line", "need", "county", "language", "name")
KEPT = (*checks.KEYS, "client_name", "draft", *(f"resource_{one}" for one in FOUND_BY))
TABLES = dict.fromkeys(KEPT, "*") | {
    "resource_text": "rowid, *",
    "appointment": APPOINTMENT,
    "task": "task_id, text, client_id, due_on, staff, done_on, remark",
    "task_put_off": "task_id, put_off_on, from_on, until_on, reason, staff",
    "advocacy": "advocacy_id, client_id, issue, against, opened_on, file_by, filed_on, filed,"
    " respond_by, status, outcome, closed_on, staff",
    "advocacy_step": "advocacy_id, noted_on, text, status, file_by, respond_by, staff",
    "audit": "audit_id, actor, action, record, record_id, client_id, before, after",
}
"""All tables; of the audit log what no clock has touched."""


class Files:
    """Makes invented caseloads, each from a copy of one empty file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.empty = folder / "empty.db"
        create_file(self.empty, d("2024-01-01"), None, standards.add_shipped)
        self.made = 0

    def on(self, day: date, cast: int = 1) -> Caseload:
        """An invented caseload of that day."""
        self.made += 1
        path = self.folder / f"{self.made}.db"
        shutil.copy(self.empty, path)
        caseload = open_file(path, day, str)
        invent(caseload, cast)
        return caseload


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("invented"))


@pytest.fixture(scope="module")
def one(files: Files) -> Iterator[Caseload]:
    with files.on(d("2026-11-23")) as caseload:
        yield caseload


def content(caseload: Caseload) -> dict[str, list[tuple[object, ...]]]:
    found = {
        table: sorted(caseload.rows(f"select {columns} from {table}"), key=str)
        for table, columns in TABLES.items()
    }
    # The instant of what verbs record is the gate's; that of notes is looked at in their table.
    found["audit"] = [
        tuple(re.sub('"recorded_at":"[^"]*"', "", str(value)) for value in row)
        for row in found["audit"]
    ]
    return found


# Any day


def test_the_same_day_makes_the_same_caseload(files: Files, one: Caseload) -> None:
    tables = {row[0] for row in one.rows("select name from sqlite_schema where type = 'table'")}
    shadows = ("sqlite_", "_", "resource_text_")  # of the index of words, among others
    assert {name for name in tables if not name.startswith(shadows)} == {
        *TABLES,
        "attempt_tally",
    }
    with files.on(one.today) as again:
        assert content(again) == content(one)


@pytest.mark.parametrize("part", range(PARTS))
def test_on_any_day_the_list_is_believable_and_the_history_could_be_true(
    files: Files, heavy: bool, part: int
) -> None:
    days = DAYS
    if heavy:
        days = [d("2024-01-01") + timedelta(n) for n in range(1827)]
    assert {day.weekday() for day in days} == set(range(7))
    for day in days[part::PARTS]:
        with files.on(day) as caseload:
            check_list(caseload)
            check_contacts(caseload)
            check_plans(caseload)
            assert caseload.rows("pragma foreign_key_check") == [], day
        caseload.path.unlink()


def check_list(caseload: Caseload) -> None:
    day = caseload.today
    found = due.due(caseload, day)
    by_status = {
        status: [one for one in found.items if one.status is status] for status in due.LISTED
    }
    overdue = by_status[Status.OVERDUE]
    late = [one.days_overdue or 0 for one in overdue]
    # Two appointments today, one tomorrow, one over; tasks and an appeal beside them.
    assert 7 <= len(overdue) <= 12, day
    assert 3 <= len(by_status[Status.DUE_TODAY]) <= 4, day
    assert 9 <= len(by_status[Status.DUE_SOON]) <= 16, day
    check_intakes(caseload, [one for one in found.items if one.obligation is INTAKE_STEP])
    assert 2 <= found.on_hold <= 4, day
    assert found.open_episodes == 33, day
    assert late[0] in range(37, 46), day
    assert late[-1] in range(1, 4), day
    assert overdue[0].attempts, day
    assert all((one.attempts or 0) <= 3 for one in found.items), day
    owed = {one.obligation for one in found.items}
    assert owed | {Obligation.INTAKE_STEP} == set(Obligation), day
    assessed = [one for one in found.items if one.obligation is Obligation.ASSESSMENT]
    assert [(one.client_id, one.status) for one in assessed] == [("C0030", Status.DUE_SOON)], day
    check_agenda(found.items, day)
    assert sum(one.obligation is Obligation.UNSIGNED_NOTE for one in found.items) in (1, 2), day
    never = [one for one in found.items if one.clock_start_on and one.last_on is None]
    assert {one.status for one in never} == {Status.OVERDUE, Status.DUE_SOON}, day
    plan_reviews = [one for one in found.items if one.obligation is Obligation.PLAN_REVIEW]
    assert [one.client_id for one in plan_reviews] == ["C0007", "C0023"], day
    assert plan_reviews[0].days_overdue in range(14, 19), day
    assert plan_reviews[1].status is Status.DUE_SOON, day
    listed = due.due(caseload, day, include_held=True).items
    held = [one.obligation for one in listed if one.status is Status.ON_HOLD]
    assert 2 <= held.count(Obligation.CONTACT) <= 4, day
    assert set(held) == {Obligation.CONTACT, Obligation.PLAN_REVIEW}, day


def check_intakes(caseload: Caseload, items: list[Item]) -> None:
    day = caseload.today
    stand = {one.client_id: one for one in intake_list.listed(caseload, day, ended=True)}
    assert len(stand) == 4, day
    assert {one.status for one in stand.values()} == {*STARTED, EpisodeStatus.NOT_ELIGIBLE}, day
    overdue = [one.client_id for one in items if one.status is Status.OVERDUE]
    assert overdue == ["C0041"], day
    assert stand["C0041"].next_step == "assignment", day
    assert {one.client_id for one in items} <= {"C0041", "C0043"}, day
    young = stand["C0044"]
    assert (young.not_eligible_reason, bool(young.sent_to)) == ("17; it is for adults", True), day
    born = clients.get(caseload, young.client_id).date_of_birth
    assert age_on(born, young.not_eligible_on or day) == 17, day


def check_agenda(items: list[Item], day: date) -> None:
    visits = [one for one in items if one.obligation is Obligation.APPOINTMENT]
    assert [one.status for one in visits] == [
        Status.OVERDUE, Status.DUE_TODAY, Status.DUE_TODAY, Status.DUE_SOON
    ], day  # fmt: skip
    todo = [one for one in items if one.obligation is Obligation.TASK]
    assert [one.status for one in todo] == [
        Status.OVERDUE, Status.DUE_SOON, Status.DUE_SOON
    ], day  # fmt: skip
    assert [one.client_id for one in todo] == ["C0021", "C0031", None], day
    (appeal,) = [one for one in items if one.obligation is Obligation.APPEAL]
    assert (appeal.days_overdue, appeal.record_id) == (-5, "AV0003"), day


def check_contacts(caseload: Caseload) -> None:
    day = caseload.today
    firsts, stays = contacts.first_days(caseload), dict[str, list[tuple[str, str]]]()
    for client_id, admitted_on, discharged_on in caseload.rows(
        "select client_id, admitted_on, discharged_on from episode"
    ):
        stays.setdefault(client_id, []).append((admitted_on, discharged_on or "9"))
    made = caseload.records(Contact, "order by contact_id")
    assert 2000 <= len(made) <= 3000, day
    assert [one.contact_id for one in made] == [f"K{n:04d}" for n in range(1, len(made) + 1)]
    for before, after in pairwise(made):
        assert before.contacted_on <= after.contacted_on
    weekend = [one for one in made if one.contacted_on.weekday() >= 5]
    assert len(weekend) <= 3, day
    for one in made:
        recorded_on = datetime.fromisoformat(one.recorded_at).date()
        assert one.contacted_on < day, (day, one)
        assert one.contacted_on <= recorded_on < day, (day, one)
        assert "15:00" <= one.recorded_at[11:16] < "22:00", (day, one)
        on = one.contacted_on.isoformat()
        assert any(first <= on < last for first, last in stays[one.client_id]), (day, one)
        contacts.check(one, day, firsts[one.client_id])
        if one.signed_at is not None:
            assert one.recorded_at <= one.signed_at < day.isoformat(), (day, one)
        elif one.client_id != "C0012":
            assert recorded_on > day - timedelta(6), (day, one)


# Other people


def test_another_cast_tells_the_same_story_of_others(files: Files, one: Caseload) -> None:
    known = {name for each in one.records(Client) for name in (each.first_name, each.last_name)}
    known |= {part for each in one.records(Staff) for part in each.name.split()}
    with files.on(one.today, 3) as other:
        check_list(other)
        check_contacts(other)
        check_plans(other)
        assert checks.damage(other) == []
        people = other.records(Client)
        assert not known & {name for each in people for name in (each.first_name, each.last_name)}
        assert not known & {part for each in other.records(Staff) for part in each.name.split()}
        # Nobody of the first cast is spoken of, as whom a note or a signature may name.
        told = str(content(other))
        full = {f"{each.first_name} {each.last_name}" for each in one.records(Client)}
        full |= {each.name for each in one.records(Staff)}
        assert [name for name in full if name in told] == []
        assert all(re.fullmatch(r"\(\d{3}\) 555-01[0-9]{2}", each.phone or "") for each in people)
        assert content(other)["contact"] != content(one)["contact"]


def test_two_of_a_cast_who_went_away_stand_in_the_next() -> None:
    def who(cast: Cast) -> dict[str, tuple[str, str, date | None, str | None]]:
        told = {each.client_id: each.client for each in cast.people}
        return {
            key: (each.first_name, each.last_name, each.date_of_birth, each.phone)
            for key, each in told.items()
        }

    casts = [who(Cast(number)) for number in range(1, CASTS + 1)]
    for here, after in pairwise(casts):
        assert set(here.values()) & set(after.values()) == {here["C0019"], here["C0029"]}
    staff = [each.name for number in range(1, CASTS + 1) for each in Cast(number).team]
    assert len(set(staff)) == len(staff)


# One day


def test_nobody_can_be_called_or_written_to(one: Caseload) -> None:
    people = one.records(Client)
    phones = [client.phone or "" for client in people]
    assert len(set(phones)) == len(people) == 44
    assert all(re.fullmatch(r"\(254\) 555-01[0-9]{2}", phone) for phone in phones)
    emails = [client.email for client in people if client.email]
    assert len(emails) == len(set(emails)) >= 8
    assert all(re.fullmatch(r"[a-z.-]+@example\.org", email) for email in emails)
    assert not any(client.address for client in people)


def test_clients_live_in_all_six_counties(one: Caseload) -> None:
    counties = {"McLennan", "Bosque", "Falls", "Freestone", "Hill", "Limestone"}
    assert {client.county for client in one.records(Client)} == counties
    assert all(set(member.counties) <= counties for member in one.records(Staff))


def test_two_clients_share_a_name_and_names_have_many_shapes(one: Caseload) -> None:
    people = one.records(Client)
    names = [client.full_name for client in people]
    assert len(names) - len(set(names)) == 1
    twins = [client for client in people if names.count(client.full_name) == 2]
    assert len({client.date_of_birth.year for client in twins if client.date_of_birth}) == 2
    for shape in ("ñ", "í", "O'", "-", "De León", "Nguyen", "Marek"):
        assert any(shape in name for name in names), shape
    assert "李" in "".join(client.preferred_name or "" for client in people)
    assert 12 <= sum(client.contact_notes is not None for client in people) <= 20


def test_each_has_an_episode_and_whoever_was_admitted_a_principal_diagnosis(
    one: Caseload,
) -> None:
    for client in one.records(Client):
        if not any(stay.admitted_on for stay in episodes.of_client(one, client.client_id)):
            assert episodes.of_client(one, client.client_id)
            continue
        first, *others = clients.diagnoses(one, client.client_id)
        assert first.principal
        assert not any(other.principal for other in others)
        assert episodes.of_client(one, client.client_id)


def test_some_left_two_came_back_and_one_is_in_two_programs(one: Caseload) -> None:
    rows = one.rows("select client_id, status, discharge_reason from episode")
    left = [(client, why) for client, status, why in rows if status == EpisodeStatus.DISCHARGED]
    standing = [client for client, status, _ in rows if status == EpisodeStatus.ADMITTED]
    assert 6 <= len(left) <= 8
    assert all(why for _, why in left)
    assert sum(client in standing for client, _ in left) == 2
    assert len(standing) - len(set(standing)) == 1


def test_holds_have_many_reasons_and_two_have_no_end(one: Caseload) -> None:
    all_holds = one.records(Hold)
    assert {hold.reason for hold in all_holds} == set(HoldReason) - {HoldReason.OTHER}
    assert sum(hold.until_on is None for hold in all_holds) == 2
    assert any(hold.until_on and hold.until_on > one.today for hold in all_holds)
    assert one.value("select count(*) from hold_review") == 3


def test_clients_changed_case_managers_and_levels(one: Caseload) -> None:
    for table in ("episode_case_manager", "episode_level"):
        moved = (
            f"select count(*) from (select 1 from {table} group by episode_id having count(*) > 1)"
        )
        assert one.value(moved) >= 3, table


def test_history_has_all_purposes_late_entries_and_both_kinds_of_addendum(one: Caseload) -> None:
    made = one.records(Contact)
    assert {contact.reached for contact in made} == set(Reached)
    assert {contact.purpose for contact in made} >= set(Purpose)
    late = [
        contact
        for contact in made
        if datetime.fromisoformat(contact.recorded_at).date() > contact.contacted_on
    ]
    assert 20 <= len(late) <= 200
    assert all(contact.with_whom for contact in made if contact.reached is Reached.COLLATERAL)
    assert all(contact.note for contact in made)
    wrong = [contact for contact in made if contact.entered_in_error_at]
    assert len(wrong) == 1
    [error] = contacts.addenda(one, wrong[0].contact_id)
    assert error.recorded_at == wrong[0].entered_in_error_at
    assert one.value("select count(*) from addendum where kind = 'correction'") == 1


def test_one_stands_in_for_another_and_dana_comes_first(one: Caseload) -> None:
    dana = staff.find(one, "Dana Whitfield")
    assert dana.credentials == ("QMHP-CS",)
    assert len(staff.covered_by(one, dana.staff_id)) == 1
    roles = [member.role for member in one.records(Staff, "order by staff_id")]
    assert roles == ["supervisor", *["case_manager"] * 6]


def test_the_audit_log_names_who_did_it_and_the_one_who_acts_is_as_before(one: Caseload) -> None:
    assert one.staff is None
    logged = one.rows(
        "select actor, json_extract(after, '$.staff') from audit where action = 'log contact'"
    )
    assert len(logged) > 2000
    assert all(actor == by for actor, by in logged)


def test_no_capacity_is_exceeded(one: Caseload) -> None:
    for member in one.records(Staff, "where capacity is not null"):
        own = [
            line
            for line in clients.listed(one, one.today, case_manager=member.staff_id)
            if line.status is EpisodeStatus.ADMITTED
        ]
        least = 0 if member.name == "Priya Raman" else 3
        assert least <= len(own) <= (member.capacity or 0), member.name


def test_one_is_over_the_limit_by_covering_one_is_away_and_one_has_no_credential_yet(
    one: Caseload,
) -> None:
    path = data_files.named()["matching"]
    weights = matching.read_weights(data_files.text_of(path), path.name)
    found = records_matching.ranked(one, "C0006", weights, one.today)
    assert found.away == [("Marcus Bell", "Dana Whitfield")]
    assert [each.name for each in found.matches if each.load > (each.capacity or 0)] == [
        "Dana Whitfield"
    ]
    assert [each.name for each in found.matches if not each.may_take] == ["Priya Raman"]
    assert len(found.matches) == 5


def test_everyone_admitted_is_eligible_for_the_program_they_are_in(one: Caseload) -> None:
    for client in one.records(Client):
        for stay in episodes.of_client(one, client.client_id):
            if stay.status is EpisodeStatus.ADMITTED:
                (answer,) = applicants.answers(one, client.client_id, one.today, stay.program)
                assert answer.eligible is Judged.YES, answer


def test_days_of_an_episode_follow_each_other(one: Caseload) -> None:
    for client in one.records(Client):
        for episode in episodes.of_client(one, client.client_id):
            assert in_order(episode), episode


def in_order(episode: Episode) -> bool:
    days = (episode.referred_on, episode.screened_on, episode.admitted_on, episode.discharged_on)
    known = [day for day in days if day is not None]
    return known == sorted(known)


def test_nothing_in_the_plans_is_damaged_or_speaks_of_he_or_she(one: Caseload) -> None:
    assert checks.damage(one) == []
    spoken = re.compile(r"\b(he|she|his|her|him|hers)\b", re.IGNORECASE)
    for table in (
        "plan",
        "goal",
        "objective",
        "intervention",
        "progress",
        "plan_review",
        "contact",
    ):
        for row in one.rows(f"select * from {table}"):
            assert not spoken.search(" ".join(str(each) for each in row)), (table, row)


def test_plans_do_not_read_as_copied(one: Caseload) -> None:
    assert one.value("select count(distinct statement) from goal") >= 35
    assert one.value("select count(distinct statement) from objective") >= 55
    visions = [row[0] for row in one.rows("select distinct client_id, vision from plan")]
    assert len(visions) == len(one.rows("select distinct vision from plan where vision <> ''"))


def test_how_some_live_has_changed(one: Caseload) -> None:
    changed = one.rows(
        "select client_id from living_situation group by client_id"
        " having count(distinct housing) > 1 or count(distinct employment) > 1"
    )
    assert 15 <= len(changed) <= 30


def test_one_is_in_hospital_one_came_back_and_one_was_readmitted(one: Caseload) -> None:
    for client_id, owed in (("C0017", []), ("C0028", [7, 30]), ("C0006", [])):
        assert [each.days for each in crises.follow_ups(one, client_id)] == owed
    assert crises.stay_on(one, "C0017") is not None
    first, second = crises.stays(one, "C0006")[::-1]
    assert first.discharged_on is not None
    assert (second.admitted_on - first.discharged_on).days <= 30
    on_list = due.due(one, one.today, due.Wanted(obligation=Obligation.CRISIS_FOLLOW_UP)).items
    assert [(item.client_id, item.days_overdue) for item in on_list] == [("C0028", -2)]
    assert one.value("select count(*) from crisis_closing") == 1


def test_most_have_a_safety_plan_and_one_waits_for_its_signatures(one: Caseload) -> None:
    known = list(safety_plans.everyones(one))
    signed = {plan.client_id for plan in known if plan.status == "active"}
    drafts = [plan for plan in known if plan.status == "draft"]
    assert len(signed) >= 25
    assert [plan.client_id for plan in drafts] == ["C0020"]
    assert lacks(drafts[0]) == []
    assert sum(plan.client_id == "C0031" for plan in known) == 2
    assert all(not lacks(plan) for plan in known)
    guarded = safety_plans.in_force(one, "C0028")
    assert guarded is not None
    assert guarded.signatures[-1].role == "guardian" or guarded.signatures[0].role == "guardian"
