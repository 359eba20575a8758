"""What counts for a client and what doesn't is said contact by contact."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, new_file

from caseload.model import AddendumKind, Contact, HoldReason, Mode, Obligation, Reached, Status
from caseload.records import clients, contacts, episodes, holds, programs, standards
from caseload.records._caseload import Caseload
from caseload.records.due import due
from caseload.records.explain import explain, explained

d = date.fromisoformat


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, admitted 5 Jan 2026, on hold in March, and owed a visit each month since."""
    with new_file(tmp_path) as opened:
        standards.edit(opened, "T0001", d("2025-01-01"), active=False)
        standards.add(opened, "Visit", modes=frozenset({Mode.IN_PERSON}))
        for program in ("Outreach", "Housing"):
            programs.add(opened, program)
        clients.add(opened, "Ana", "Ruiz")
        episodes.admit(opened, "C0001", "Outreach", d("2026-01-05"), referred_on=d("2026-01-01"))
        end = d("2026-04-01")
        holds.hold(opened, "E0001", d("2026-03-01"), HoldReason.JAIL, until_on=end)
        yield opened


def log(caseload: Caseload, on: str, **facts: Any) -> Contact:
    """A visit that reached the client, but for the facts."""
    mode, reached = facts.pop("mode", Mode.IN_PERSON), facts.pop("reached", Reached.CLIENT)
    return contacts.log(caseload, "C0001", d(on), mode, reached, **facts)


def test_each_contact_counts_or_has_its_reason_newest_first(caseload: Caseload) -> None:
    log(caseload, "2026-03-31")
    log(caseload, "2026-04-01")
    log(caseload, "2026-04-01", reached=Reached.GROUP)
    log(caseload, "2026-05-01", mode=Mode.PHONE)
    log(caseload, "2026-05-02", reached=Reached.COLLATERAL)
    log(caseload, "2026-05-03", reached=Reached.NOBODY)
    log(caseload, "2026-05-04", program="Housing")
    log(caseload, "2026-05-05", program="Outreach")
    error = log(caseload, "2026-05-06")
    contacts.amend(caseload, error.contact_id, AddendumKind.ENTERED_IN_ERROR, "another client")
    log(caseload, "2026-11-20")
    (found,) = explain(caseload, "C0001", d("2026-11-19"))
    assert [(one.contact.contacted_on.isoformat(), one.why_not) for one in found.contacts] == [
        ("2026-05-06", "entered in error"),
        ("2026-05-05", None),
        ("2026-05-04", "for another program (Housing)"),
        ("2026-05-03", "attempt"),
        ("2026-05-02", "collateral only"),
        ("2026-05-01", "mode is not in person"),
        ("2026-04-01", None),
        ("2026-04-01", "on a day already counted"),
        ("2026-03-31", "before the clock start"),
    ]
    assert found.verdict is not None
    assert found.verdict.due_on == d("2026-06-05")


@pytest.mark.parametrize(
    ("on", "start", "by", "held_since", "status"),
    [
        ("2026-02-28", "2026-01-05", "admission", None, Status.OVERDUE),
        ("2026-03-01", "2026-01-05", "admission", "2026-03-01", Status.ON_HOLD),
        ("2026-03-31", "2026-01-05", "admission", "2026-03-01", Status.ON_HOLD),
        ("2026-04-01", "2026-04-01", "hold ended", None, Status.UPCOMING),
    ],
)
def test_it_says_where_the_clock_started_and_why(
    caseload: Caseload, on: str, start: str, by: str, held_since: str | None, status: Status
) -> None:
    (found,) = map(explained, explain(caseload, "C0001", d(on)))
    assert (found["clock_start_on"], found["clock_started_by"]) == (d(start), by)
    assert found["on_hold_since"] == (d(held_since) if held_since else None)
    assert found["status"] is status
    assert (found["due_on"] is None) == (status is Status.ON_HOLD)
    json.dumps(found, default=str)


def test_a_hold_is_not_said_to_have_begun_overdue_where_it_did_not_restart_the_clock(
    caseload: Caseload,
) -> None:
    asked = Obligation.ASSESSMENT
    standards.add(caseload, "Assessment", obligation=asked, first_within_days=0)
    reasons = {one.standard: one.reason for one in due(caseload, TODAY, within=None).items}
    for one in explain(caseload, "C0001", TODAY):
        assert one.verdict is not None
        assert one.verdict.reason == reasons[one.standard.name]
    assert "24 days overdue when the hold began" in reasons["Visit"]
    assert "when the hold began" not in reasons["Assessment"]


def test_a_client_in_no_program_or_unknown_has_nothing_to_explain(caseload: Caseload) -> None:
    assert explain(caseload, "C0001", d("2026-01-04")) == []
    assert explain(caseload, "C9", TODAY) == []
    episodes.discharge(caseload, "E0001", TODAY)
    assert explain(caseload, "C0001", TODAY) == []
