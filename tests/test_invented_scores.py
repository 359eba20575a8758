"""What the invented clients were assessed with is what the instruments would say."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from making_assessments import instrument

from caseload.records import assessments, checks, needs
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file, open_file
from caseload.records.invented import invent
from caseload.rules import assessment_rules as rules

DAYS = ("2024-02-29", "2025-03-31", "2026-11-23", "2027-06-25")


@pytest.fixture(params=DAYS)
def demo(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Caseload]:
    from caseload.records import standards

    day = date.fromisoformat(request.param)
    create_file(tmp_path / "demo.db", day, None, standards.add_shipped)
    with open_file(tmp_path / "demo.db", day, str) as caseload:
        invent(caseload)
        yield caseload


def test_scores_bands_flags_and_needs_follow_from_the_answers(demo: Caseload) -> None:
    found = assessments.listed(demo)
    assert len(found) > 100
    for one in found:
        asked = instrument(one.instrument)
        said = {item: str(value) for item, value in assessments.answers_of(one).items()}
        came = rules.result(asked, said)
        flags = tuple(flag.item_id for flag in came.flags)
        told = tuple(f"{domain}={level}" for domain, level in came.needs.items())
        assert (one.score, one.band, one.flags) == (came.score, came.band, flags)
        assert (one.needs, one.found_strengths) == (told, came.strengths)
        assert one.assessed_on < demo.today
        assert datetime.fromisoformat(one.recorded_at).date() < demo.today
        assert one.assessor is not None


def test_there_are_courses_to_look_at_and_one_was_flagged_a_while_ago(demo: Caseload) -> None:
    phq = Counter(one.client_id for one in assessments.listed(demo, instrument="phq-9"))
    assert max(phq.values()) >= 4
    assert len(phq) >= 8
    assert assessments.listed(demo, instrument="gad-7")
    flagged = [one for one in assessments.listed(demo) if one.flags]
    assert [one.client_id for one in flagged] == ["C0009"]
    assert 3 < (demo.today - flagged[0].assessed_on).days < 160


def test_needs_are_open_once_in_a_part_of_life_and_the_first_can_become_a_goal(
    demo: Caseload,
) -> None:
    found = needs.listed(demo)
    still_open = [(one.client_id, one.domain) for one in found if one.met_on is None]
    assert len(still_open) == len(set(still_open))
    assert any(one.met_on for one in found)
    first = needs.get(demo, "W0001")
    assert (first.client_id, first.goal_id, first.met_on) == ("C0031", None, None)
    assert checks.damage(demo) == []
