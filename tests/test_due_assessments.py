"""When somebody is next assessed: by its standard, from what was done with which instrument."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, new_file
from making_assessments import answers, instrument

from caseload.cli import main
from caseload.model import Counting, HoldReason, Item, Obligation, Unit
from caseload.records import assessments, clients, episodes, holds, programs, standards
from caseload.records._caseload import Caseload
from caseload.records.due import Wanted, due
from caseload.records.explain import explain, explained

d = date.fromisoformat
LAST = d("2027-12-31")
ONLY = Wanted(obligation=Obligation.ASSESSMENT)
PHQ, GAD = instrument("phq-9"), instrument("gad-7")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana, admitted 5 Jan 2026; an assessment is owed every 180 days, at first in 30."""
    with new_file(tmp_path, today=LAST) as opened:
        standards.edit(opened, "T0001", d("2025-01-01"), active=False)
        programs.add(opened, "ACT")
        clients.add(opened, "Ana", "Ruiz")
        episodes.admit(opened, "C0001", "ACT", d("2026-01-05"), case_manager=STAFF)
        yield opened


def owed(caseload: Caseload, name: str = "Assessed", **facts: Any) -> None:
    usual: dict[str, Any] = {"every": 180, "unit": Unit.DAY, "first_within_days": 30}
    standards.add(caseload, name, obligation=Obligation.ASSESSMENT, **usual | facts)


def done(caseload: Caseload, on: str, which: str = "phq-9", client_id: str = "C0001") -> str:
    one = {"phq-9": PHQ, "gad-7": GAD}.get(which)
    if one is None:
        made = assessments.narrate(caseload, client_id, d(on), remark="x")
    else:
        said = answers(",".join("0" * (9 if which == "phq-9" else 7)))
        made = assessments.assess(caseload, client_id, one, said, d(on))
    return made.assessment.assessment_id


def lines(caseload: Caseload, on: str) -> list[Item]:
    return due(caseload, d(on), ONLY, within=None).items


def owes(caseload: Caseload, on: str) -> str | None:
    found = lines(caseload, on)
    return found[0].due_on.isoformat() if found and found[0].due_on else None


def test_the_shipped_standard_is_one_in_30_days_and_then_every_180(caseload: Caseload) -> None:
    shipped = next(one for one in standards.listed(caseload) if one.name.startswith("Assessment"))
    assert (shipped.obligation, shipped.active) == (Obligation.ASSESSMENT, False)
    assert (shipped.counting, shipped.every, shipped.unit) == (Counting.ROLLING, 180, Unit.DAY)
    assert (shipped.times, shipped.first_within_days, shipped.instrument) == (1, 30, None)


@pytest.mark.parametrize(
    ("named", "on", "due_on"),
    [
        (None, "2026-01-05", "2026-02-04"),
        (None, "2026-03-01", "2026-08-09"),
        (None, "2026-04-01", "2026-09-28"),
        (None, "2026-05-01", "2026-10-28"),
        ("phq-9", "2026-05-01", "2026-08-09"),
        ("PHQ-9", "2026-05-01", "2026-08-09"),
        ("gad-7", "2026-05-01", "2026-09-28"),
        ("narrative", "2026-05-01", "2026-10-28"),
        ("needs", "2026-05-01", "2026-02-04"),
    ],
)
def test_the_days_that_count_are_those_with_the_named_instrument_or_any(
    caseload: Caseload, named: str | None, on: str, due_on: str
) -> None:
    owed(caseload, instrument=named)
    done(caseload, "2026-02-10")
    done(caseload, "2026-04-01", "gad-7")
    done(caseload, "2026-05-01", "narrative")
    assert owes(caseload, on) == due_on


def test_one_in_error_before_the_admission_or_of_another_counts_for_nothing(
    caseload: Caseload,
) -> None:
    owed(caseload)
    clients.add(caseload, "Bo", "Li")
    done(caseload, "2026-01-04")
    done(caseload, "2026-02-01", client_id="C0002")
    wrong = done(caseload, "2026-02-02")
    assert owes(caseload, "2026-02-03") == "2026-08-01"
    assessments.entered_in_error(caseload, wrong, "another client")
    assert owes(caseload, "2026-02-03") == "2026-02-04"


def test_a_hold_hides_it_and_does_not_restart_its_clock(caseload: Caseload) -> None:
    owed(caseload)
    done(caseload, "2026-01-20")
    holds.hold(caseload, "E0001", d("2026-06-01"), HoldReason.JAIL, until_on=d("2026-09-01"))
    assert owes(caseload, "2026-05-31") == "2026-07-19"
    assert owes(caseload, "2026-06-01") is None
    (item,) = lines(caseload, "2026-09-01")
    assert (item.due_on, item.days_overdue) == (d("2026-07-19"), 44)
    assert item.clock_start_on == d("2026-01-05")
    assert "hold" not in item.reason


def test_two_on_one_day_are_one_day_and_a_calendar_counts_days(caseload: Caseload) -> None:
    owed(caseload, times=2)
    done(caseload, "2026-03-01")
    done(caseload, "2026-03-01", "gad-7")
    assert owes(caseload, "2026-03-02") == "2026-07-04"
    done(caseload, "2026-04-01")
    assert owes(caseload, "2026-04-02") == "2026-08-28"


def test_its_explanation_names_the_days_that_count_with_what_they_came_to(
    caseload: Caseload,
) -> None:
    owed(caseload)
    done(caseload, "2026-01-20")
    done(caseload, "2026-01-20", "gad-7")
    done(caseload, "2026-02-20", "narrative")
    (found,) = map(explained, explain(caseload, "C0001", d("2026-03-02")))
    assert found["assessment_days"] == [
        {"day": d("2026-02-20"), "what": "narrative"},
        {"day": d("2026-01-20"), "what": "gad-7: 0, minimal"},
        {"day": d("2026-01-20"), "what": "phq-9: 0, minimal"},
    ]
    assert (found["plan_days"], found["contacts"]) == ([], [])
    assert found["reason"] == lines(caseload, "2026-03-02")[0].reason


def test_the_list_and_its_explanation_show_it_on_the_command_line(
    caseload: Caseload, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(caseload, instrument="phq-9")
    done(caseload, "2026-01-20")
    path = caseload.path
    monkeypatch.setenv("CASELOAD_FILE", str(path))
    monkeypatch.setenv("CASELOAD_CONFIG", str(path.with_name("none.toml")))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-07-20")
    assert main(["due", "--json", "--obligation", "assessment"]) == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert (item["standard"], item["due_on"], item["days_overdue"]) == ("Assessed", "2026-07-19", 1)
    assert (item["last_on"], item["attempts"], item["record_id"]) == ("2026-01-20", None, None)
    assert main(["due", "--explain", "C0001"]) == 0
    said = capsys.readouterr().out
    assert "counts            20 Jan 2026  phq-9: 0, minimal" in said
    assert "assessed (phq-9), once within 180 days" in said
