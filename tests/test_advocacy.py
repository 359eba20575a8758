"""Advocacy: taken up, filed, answered, closed; each step with its day, and none back in time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model.agenda import Advocacy, AdvocacyStatus
from caseload.records import advocacy, checks, clients
from caseload.records._caseload import Caseload

d = date.fromisoformat


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "李")
        yield opened


def add(
    caseload: Caseload, issue: str = "SNAP cut", against: str = "HHSC", **facts: Any
) -> Advocacy:
    return advocacy.add(caseload, "C0001", issue, against, **facts)


def texts(caseload: Caseload, one: Advocacy) -> list[str]:
    return [step.text for step in advocacy.steps(caseload, one.advocacy_id)]


def test_from_the_notice_to_the_outcome(caseload: Caseload) -> None:
    one = add(
        caseload, "SNAP cut\n[/] 李", "HHSC", opened_on=d("2026-09-01"), right="a hearing",
        decided_on=d("2026-08-20"), file_by=d("2026-11-18"),
    )  # fmt: skip
    assert (one.status, one.file_by, one.staff) == (AdvocacyStatus.OPEN, d("2026-11-18"), STAFF)
    key = one.advocacy_id
    filed = advocacy.appeal(caseload, key, "request", d("2026-09-03"), respond_by=d("2026-11-02"))
    assert filed[8:13] == (None, d("2026-09-03"), "request", d("2026-11-02"), "appealed")
    later = advocacy.step(caseload, key, "They ask for a week", respond_by=d("2026-11-27"))
    assert later.respond_by == d("2026-11-27")
    answered = advocacy.step(caseload, key, "Denied", answered=True)
    assert (answered.respond_by, answered.status) == (None, AdvocacyStatus.APPEALED)
    again = advocacy.step(
        caseload, key, "To the judge next", file_by=d("2027-01-20"), decided_on=TODAY
    )
    assert (again.status, again.filed_on, again.file_by) == ("open", None, d("2027-01-20"))
    won = advocacy.resolve(caseload, key, "restored")
    assert (won.status, won.outcome, won.closed_on) == ("resolved", "restored", TODAY)
    assert (won.file_by, won.respond_by) == (None, None)
    assert advocacy.get(caseload, key.lower()) == won
    assert texts(caseload, one) == [
        "Taken up: SNAP cut\n[/] 李", "Filed: request", "They ask for a week", "Denied",
        "To the judge next", "Resolved: restored",
    ]  # fmt: skip
    assert checks.damage(caseload) == []


def test_what_was_filed_before_it_was_written_down_is_appealed(caseload: Caseload) -> None:
    one = add(
        caseload, filed="a grievance", filed_on=d("2026-11-01"), respond_by=d("2026-12-01"),
        file_by=d("2026-12-24"),
    )  # fmt: skip
    assert (one.status, one.file_by) == (AdvocacyStatus.APPEALED, None)
    assert texts(caseload, one) == ["Taken up: SNAP cut; filed 1 Nov 2026: a grievance"]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"issue": " "}, "Say what was refused"),
        ({"against": ""}, "by whom"),
        ({"opened_on": d("2026-11-21")}, "lies ahead"),
        ({"decided_on": d("2026-11-21")}, "lies ahead"),
        ({"filed": "x", "filed_on": d("2026-11-21")}, "lies ahead"),
        ({"decided_on": d("2026-11-10"), "file_by": d("2026-11-09")}, "last day to file"),
        ({"filed": "x", "filed_on": d("2026-11-10"), "respond_by": d("2026-11-09")}, "The answer"),
        ({"filed": "x", "filed_on": d("2026-11-10"), "decided_on": d("2026-11-11")}, "was filed"),
        ({"issue": "a\x1b[31m"}, "control character"),
        ({"issue": "x" * 1_000_001}, "longer than a million"),
    ],
)
def test_what_can_not_be_is_refused(caseload: Caseload, facts: dict[str, Any], says: str) -> None:
    assert says in refused(InvalidError, add, caseload, **facts)


def test_a_story_of_200_kilobytes_is_kept_whole(caseload: Caseload) -> None:
    one = add(caseload, "x" * 200_000)
    assert advocacy.get(caseload, one.advocacy_id).issue == "x" * 200_000


def test_steps_go_forward_and_never_ahead_of_today(caseload: Caseload) -> None:
    key = add(caseload, opened_on=d("2026-11-10")).advocacy_id
    assert "10 Nov" in refused(InvalidError, advocacy.step, caseload, key, "x", d("2026-11-09"))
    refused(InvalidError, advocacy.step, caseload, key, "x", d("2026-11-21"))
    refused(InvalidError, advocacy.step, caseload, key, " ")
    refused(InvalidError, advocacy.appeal, caseload, key, " ")
    refused(InvalidError, advocacy.resolve, caseload, key, "")
    refused(InvalidError, advocacy.appeal, caseload, key, "x", TODAY, respond_by=d("2026-11-19"))


@pytest.mark.parametrize("close", [advocacy.resolve, advocacy.withdraw])
def test_what_is_closed_takes_no_step(caseload: Caseload, close: Any) -> None:
    key = add(caseload).advocacy_id
    close(caseload, key, "over")
    for verb in (advocacy.step, advocacy.appeal, advocacy.resolve, advocacy.withdraw):
        assert "caseload advocacy add C0001" in refused(InvalidError, verb, caseload, key, "x")
    assert advocacy.edit(caseload, key, right="mine").right == "mine"


def test_one_entered_in_error_stays_as_it_is(caseload: Caseload) -> None:
    key = add(caseload).advocacy_id
    advocacy.entered_in_error(caseload, key, "wrong client")
    refused(InvalidError, advocacy.step, caseload, key, "x")
    refused(InvalidError, advocacy.edit, caseload, key, issue="x")
    refused(InvalidError, advocacy.entered_in_error, caseload, key, "x")
    refused(NotFoundError, advocacy.get, caseload, "AV0009")
    assert advocacy.listed(caseload, still_open=True) == []


def test_a_list_begins_with_what_waits(caseload: Caseload) -> None:
    add(caseload, "waits for nothing")
    add(caseload, "answer in December", respond_by=d("2026-12-10"))
    add(caseload, "file in November", file_by=d("2026-11-30"), respond_by=d("2026-12-20"))
    closed = advocacy.add(caseload, "C0002", "closed", "x")
    advocacy.withdraw(caseload, closed.advocacy_id, "x")
    found = [one.advocacy.issue for one in advocacy.listed(caseload)]
    assert found == ["file in November", "answer in December", "waits for nothing", "closed"]
    assert [one.client for one in advocacy.listed(caseload, client_id="C0002")] == ["李, Bo"]
