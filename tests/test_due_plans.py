"""When a plan is next looked at together: by its standard, from what was signed and reviewed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, new_file

from caseload.cli import main
from caseload.model import Counting, HoldReason, Item, Mode, Obligation, Reached, SignerRole, Unit
from caseload.model.planning import Domain, ReviewOutcome
from caseload.records import (
    clients,
    contacts,
    episodes,
    holds,
    plan_parts,
    plan_reviews,
    plans,
    programs,
    signatures,
    standards,
)
from caseload.records._caseload import Caseload
from caseload.records.due import Wanted, due
from caseload.records.explain import explain, explained

d = date.fromisoformat
LAST = d("2027-12-31")
CALENDAR: dict[str, Any] = {"counting": Counting.CALENDAR, "every": 1, "unit": Unit.MONTH}
ONLY = Wanted(obligation=Obligation.PLAN_REVIEW)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, admitted 5 Jan 2026, with a draft; a plan is owed every 180 days, at first in 30."""
    with new_file(tmp_path, today=LAST) as opened:
        standards.edit(opened, "T0001", d("2025-01-01"), active=False)
        owed(opened)
        programs.add(opened, "ACT")
        clients.add(opened, "Ana", "Ruiz")
        episodes.admit(opened, "C0001", "ACT", d("2026-01-05"), case_manager=STAFF)
        plans.new(opened, "C0001", vision="My own key.")
        plan_parts.add_goal(opened, "C0001", "Keep my apartment", Domain.HOUSING)
        plan_parts.add_objective(
            opened, "C0001", "1", "Rent", measure="By the 5th", target_on=d("2026-12-01")
        )
        yield opened


def owed(caseload: Caseload, name: str = "Plan", **facts: Any) -> None:
    usual: dict[str, Any] = {"every": 180, "unit": Unit.DAY, "first_within_days": 30}
    standards.add(caseload, name, obligation=Obligation.PLAN_REVIEW, **usual | facts)


def sign(caseload: Caseload, on: str, *roles: SignerRole) -> None:
    for role in roles or (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, d(on))


def review(caseload: Caseload, on: str) -> str:
    return plan_reviews.review(caseload, "C0001", d(on), ReviewOutcome.CONTINUE).plan_review_id


def lines(caseload: Caseload, on: str) -> list[Item]:
    return due(caseload, d(on), ONLY, within=None).items


def owes(caseload: Caseload, on: str) -> str | None:
    """When the one plan review is due, as of a day; None when none is listed."""
    found = lines(caseload, on)
    return found[0].due_on.isoformat() if found and found[0].due_on else None


def test_the_shipped_standard_is_a_plan_in_30_days_and_a_review_every_180(
    caseload: Caseload,
) -> None:
    shipped = next(one for one in standards.listed(caseload) if one.name.startswith("Plan review"))
    assert (shipped.obligation, shipped.active) == (Obligation.PLAN_REVIEW, False)
    assert (shipped.counting, shipped.every, shipped.unit) == (Counting.ROLLING, 180, Unit.DAY)
    assert (shipped.times, shipped.first_within_days) == (1, 30)


def test_the_first_is_owed_from_the_admission_and_a_draft_is_no_plan(caseload: Caseload) -> None:
    assert owes(caseload, "2026-01-04") is None
    assert owes(caseload, "2026-01-05") == "2026-02-04"
    sign(caseload, "2026-01-20", SignerRole.CLIENT)
    (item,) = lines(caseload, "2026-02-05")
    assert (item.due_on, item.days_overdue, item.last_on) == (d("2026-02-04"), 1, None)
    assert (item.attempts, item.last_attempt_on) == (None, None)


def test_a_plan_counts_from_its_last_signature_and_each_review_from_its_own_day(
    caseload: Caseload,
) -> None:
    sign(caseload, "2026-01-12", SignerRole.CLIENT)
    sign(caseload, "2026-01-20", SignerRole.CASE_MANAGER)
    review(caseload, "2026-06-30")
    for on, due_on, last_on in (
        ("2026-01-19", "2026-02-04", None),
        ("2026-01-20", "2026-07-19", "2026-01-20"),
        ("2026-06-29", "2026-07-19", "2026-01-20"),
        ("2026-06-30", "2026-12-27", "2026-06-30"),
        ("2027-01-05", "2026-12-27", "2026-06-30"),
    ):
        (item,) = lines(caseload, on)
        assert item.due_on == d(due_on), on
        assert (item.last_on.isoformat() if item.last_on else None) == last_on


def test_a_review_in_error_never_counts_and_a_next_version_does(caseload: Caseload) -> None:
    sign(caseload, "2026-01-20")
    wrong = review(caseload, "2026-06-30")
    plan_reviews.entered_in_error(caseload, wrong, "another client")
    assert owes(caseload, "2026-07-01") == "2026-07-19"
    plan_parts.add_objective(caseload, "C0001", "1", "x", measure="x", target_on=d("2026-12-01"))
    assert owes(caseload, "2026-07-01") == "2026-07-19"
    sign(caseload, "2026-07-10")
    assert owes(caseload, "2026-07-10") == "2027-01-06"
    assert owes(caseload, "2026-07-09") == "2026-07-19"


def test_a_plan_signed_before_the_admission_or_by_another_client_counts_for_nothing(
    caseload: Caseload,
) -> None:
    clients.add(caseload, "Bo", "Li")
    episodes.admit(caseload, "C0002", "ACT", d("2026-01-05"), case_manager=STAFF)
    sign(caseload, "2026-01-04")
    assert [one.due_on for one in lines(caseload, "2026-01-10")] == [d("2026-02-04")] * 2
    review(caseload, "2026-01-05")
    assert {one.client_id: one.due_on for one in lines(caseload, "2026-01-10")} == {
        "C0001": d("2026-07-04"), "C0002": d("2026-02-04")
    }  # fmt: skip


def test_a_hold_hides_it_and_does_not_restart_its_clock(caseload: Caseload) -> None:
    sign(caseload, "2026-01-20")
    holds.hold(caseload, "E0001", d("2026-06-01"), HoldReason.JAIL, until_on=d("2026-09-01"))
    assert owes(caseload, "2026-05-31") == "2026-07-19"
    assert owes(caseload, "2026-06-01") is None
    (held,) = due(caseload, d("2026-08-31"), ONLY, within=None, include_held=True).items
    assert (held.due_on, held.status) == (None, "on_hold")
    (item,) = lines(caseload, "2026-09-01")
    assert (item.due_on, item.days_overdue) == (d("2026-07-19"), 44)
    assert item.clock_start_on == d("2026-01-05")
    assert "hold" not in item.reason


def test_it_is_owed_once_in_each_program_and_one_plan_serves_them_all(caseload: Caseload) -> None:
    programs.add(caseload, "Housing")
    episodes.admit(caseload, "C0001", "Housing", d("2026-03-01"), case_manager=STAFF)
    sign(caseload, "2026-01-20")
    found = {one.program: one.due_on for one in lines(caseload, "2026-03-01")}
    assert found == {"ACT": d("2026-07-19"), "Housing": d("2026-03-31")}
    review(caseload, "2026-03-15")
    found = {one.program: one.due_on for one in lines(caseload, "2026-03-15")}
    assert found == {"ACT": d("2026-09-11"), "Housing": d("2026-09-11")}
    episodes.discharge(caseload, "E0001", d("2026-03-20"))
    assert [one.program for one in lines(caseload, "2026-03-20")] == ["Housing"]


@pytest.mark.parametrize(
    ("facts", "on", "due_on"),
    [
        (CALENDAR | {"unit": Unit.YEAR}, "2026-12-01", "2027-12-31"),
        (CALENDAR, "2026-09-15", "2026-07-31"),
        (CALENDAR, "2026-06-15", "2026-02-28"),
        (CALENDAR, "2026-01-31", "2026-02-28"),
        ({"times": 2}, "2026-07-01", "2026-07-19"),
        ({"times": 3}, "2026-07-01", "2026-07-04"),
        ({"every": 6, "unit": Unit.MONTH}, "2026-07-01", "2026-12-30"),
    ],
)  # fmt: skip
def test_it_is_counted_by_the_calendar_and_several_times_like_anything_owed(
    caseload: Caseload, facts: dict[str, Any], on: str, due_on: str
) -> None:
    sign(caseload, "2026-01-20")
    review(caseload, "2026-01-20")
    review(caseload, "2026-06-30")
    owed(caseload, "Other", **facts)
    found = {one.standard: one.due_on for one in lines(caseload, on)}
    assert found["Other"] == d(due_on)


def test_contacts_count_for_no_plan_and_plans_for_no_contact(caseload: Caseload) -> None:
    standards.add(caseload, "Talk")
    sign(caseload, "2026-01-20")
    contacts.log(caseload, "C0001", d("2026-02-01"), Mode.IN_PERSON, Reached.CLIENT)
    found = due(caseload, d("2026-02-02"), within=None).items
    assert {one.obligation: one.last_on for one in found} == {
        "contact": d("2026-02-01"), "plan_review": d("2026-01-20")
    }  # fmt: skip


def test_its_explanation_names_the_days_that_count_and_why(caseload: Caseload) -> None:
    sign(caseload, "2026-01-20")
    review(caseload, "2026-01-20")
    wrong = review(caseload, "2026-03-01")
    plan_reviews.entered_in_error(caseload, wrong, "another client")
    (found,) = map(explained, explain(caseload, "C0001", d("2026-03-02")))
    assert found["plan_days"] == [
        {"day": d("2026-01-20"), "what": "reviewed: continue"},
        {"day": d("2026-01-20"), "what": "version 1 came into force"},
    ]
    assert (found["contacts"], found["due_on"]) == ([], d("2026-07-19"))
    assert found["clock_started_by"] == "admission"
    (item,) = lines(caseload, "2026-03-02")
    assert found["reason"] == item.reason


def test_the_list_and_its_explanation_show_plan_reviews_on_the_command_line(
    caseload: Caseload, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(caseload, "2026-01-20")
    path = caseload.path
    monkeypatch.setenv("CASELOAD_FILE", str(path))
    monkeypatch.setenv("CASELOAD_CONFIG", str(path.with_name("none.toml")))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-07-20")
    assert main(["due", "--json", "--obligation", "plan_review"]) == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert (item["standard"], item["due_on"], item["days_overdue"]) == ("Plan", "2026-07-19", 1)
    assert (item["last_on"], item["attempts"], item["record_id"]) == ("2026-01-20", None, None)
    for columns in ("100", "40"):
        monkeypatch.setenv("COLUMNS", columns)
        assert main(["due", "--explain", "C0001"]) == 0
        said = capsys.readouterr().out
        assert "version 1 came into force" in " ".join(said.split())
        assert "20 Jan 2026" in " ".join(said.split())
    assert main(["due", "--explain", "C0001", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["plan_days"] == [{"day": "2026-01-20", "what": "version 1 came into force"}]
