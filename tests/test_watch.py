"""The early warning: each sign with its points and its reason, and nobody off the due list."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from bringing import Desk
from making import TODAY, full_file, new_file
from making_referrals import resource, sent, step

from caseload.errors import InvalidError
from caseload.model import HoldReason, Mode, Reached
from caseload.model.crises import CrisisKind
from caseload.model.linking import ReferralStatus
from caseload.records import (
    appointments,
    clients,
    contacts,
    crises,
    due,
    episodes,
    holds,
    programs,
    referrals,
    watch,
)
from caseload.records._caseload import Caseload
from caseload.rules import watching
from caseload.rules.watching import Points, Signs, Weights, Worse
from caseload.settings import data_files, yardsticks

d = date.fromisoformat
WEIGHTS = Weights(Points(10, 15, 25, 30, 15, 20), 2, 60, 180, 5, 90, 90)
NOBODY = Signs("C1", "Lee, Ann", "Dana", "ACT", None, None)
SIGNS = {
    "attempts": (
        NOBODY._replace(attempts=3, last_reached_on=d("2026-09-14")),
        30, "3 attempts, last reached 14 Sep 2026 (+30)",
    ),
    "missed": (
        NOBODY._replace(missed_on=(d("2026-11-03"), d("2026-10-01"))),
        30, "missed 2 appointments, last 3 Nov 2026 (+30)",
    ),
    "worse": (
        NOBODY._replace(worse=(Worse("phq-9", 8, d("2026-06-01"), 15, d("2026-10-01")),)),
        25, "phq-9 8 on 1 Jun 2026, 15 on 1 Oct 2026 (+25)",
    ),
    "crisis": (NOBODY._replace(crises_on=(d("2026-11-03"),)), 30, "crisis 3 Nov 2026 (+30)"),
    "nowhere": (
        NOBODY._replace(nowhere=("Rent help: no response 1 Sep 2026",)),
        15, "Rent help: no response 1 Sep 2026 (+15)",
    ),
    "endless_hold": (
        NOBODY._replace(held_since=d("2026-08-19")),
        20, "on hold without an end since 19 Aug 2026 (+20)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_gives_its_points_with_its_reason(sign: str) -> None:
    signs, points, reason = SIGNS[sign]
    (found,) = watching.watched([signs], WEIGHTS)
    assert (found.points, found.reasons) == (points, (reason,))


@pytest.mark.parametrize("sign", SIGNS)
def test_each_weight_changes_the_order(sign: str) -> None:
    one = SIGNS[sign][0]
    other = next(signs for name, (signs, _, _) in SIGNS.items() if name != sign)
    other = other._replace(client_id="C2")
    for points, first in ((1000, "C1"), (0, "C2")):
        weights = WEIGHTS._replace(points=WEIGHTS.points._replace(**{sign: points}))
        found = watching.watched([one, other], weights)
        assert found[0].client_id == first
        assert len(found) == 2


def test_a_sign_that_counts_nothing_is_still_said() -> None:
    weights = WEIGHTS._replace(points=WEIGHTS.points._replace(crisis=0))
    (found,) = watching.watched([SIGNS["crisis"][0]], weights)
    assert (found.points, found.reasons) == (0, ("crisis 3 Nov 2026 (+0)",))


def test_one_attempt_is_no_sign_and_without_any_nobody_is_named() -> None:
    assert watching.watched([NOBODY._replace(attempts=1), NOBODY], WEIGHTS) == []


def test_a_tie_is_broken_by_id() -> None:
    one = SIGNS["crisis"][0]
    both = [one._replace(client_id="C2"), one]
    assert [each.client_id for each in watching.watched(both, WEIGHTS)] == ["C1", "C2"]


def test_our_weights_are_read_and_are_those_of_the_page() -> None:
    assert yardsticks.watch() == WEIGHTS


def test_the_page_says_the_points_and_spans_that_ship() -> None:
    page = (Path(__file__).parents[1] / "docs" / "watch.md").read_text(encoding="utf-8")
    for each in ("10 each", "15 each", "| 25 |", "30 each", "| 20 |", "60 days", "180 days",
                 "90 days", "else 5 points", "from the second on"):  # fmt: skip
        assert each in page


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("crisis: 30", "crisis: many", "line 8: crisis is 0 to 1000, not 'many"),
        ("  crisis: 30", "  crises: 30", "did you mean crisis?"),
        ("missed_days: 60", "missed_days: 0", "missed_days is 1 to 1000, not '0"),
        ("worse_by: 5", "#", "worse_by is missing"),
        ("points:", "points: 3\nother:", "here points is wanted"),
    ],
)
def test_a_file_of_weights_with_a_gap_is_refused_by_its_line(
    before: str, after: str, words: str
) -> None:
    text = data_files.text_of(data_files.named()["watch"])
    assert before in text
    with pytest.raises(InvalidError, match=r"^watch\.yaml: ") as raised:
        watching.read_weights(text.replace(before, after, 1), "watch.yaml")
    assert words in str(raised.value)


# --- what is recorded ----------------------------------------------------------------------------


@pytest.fixture
def caseload(tmp_path: Path) -> Caseload:
    opened = new_file(tmp_path)
    programs.add(opened, "Outreach")
    for first in ("Ana", "Bo"):
        client = clients.add(opened, first, "Lee")
        episodes.admit(opened, client.client_id, "Outreach", d("2026-01-10"))
    return opened


def found(caseload: Caseload, on: date = TODAY) -> dict[str, tuple[str, ...]]:
    return {one.client_id: one.reasons for one in watch.watch(caseload, on, WEIGHTS)}


def attempt(caseload: Caseload, day: str, reached: Reached = Reached.NOBODY) -> str:
    return contacts.log(caseload, "C0001", d(day), Mode.PHONE, reached).contact_id


def test_attempts_count_since_the_client_was_reached(caseload: Caseload) -> None:
    attempt(caseload, "2026-10-01")
    attempt(caseload, "2026-10-02")
    assert found(caseload) == {"C0001": ("2 attempts, never reached (+20)",)}
    attempt(caseload, "2026-10-05", Reached.CLIENT)
    assert found(caseload) == {}
    assert found(caseload, d("2026-10-04")) == {"C0001": ("2 attempts, never reached (+20)",)}
    for day in ("2026-10-06", "2026-10-07"):
        attempt(caseload, day)
    attempt(caseload, "2026-10-08", Reached.COLLATERAL)
    assert found(caseload) == {"C0001": ("2 attempts, last reached 5 Oct 2026 (+20)",)}


def test_an_attempt_in_error_is_none(caseload: Caseload) -> None:
    from caseload.model import AddendumKind

    attempt(caseload, "2026-10-01")
    wrong = attempt(caseload, "2026-10-02")
    contacts.amend(caseload, wrong, AddendumKind.ENTERED_IN_ERROR, "another client")
    assert found(caseload) == {}


def test_a_missed_appointment_counts_from_the_day_it_was_missed_for_two_months(
    caseload: Caseload,
) -> None:
    one = appointments.add(caseload, "C0001", "2026-11-02T09:00", with_whom="Dr. Ames")
    appointments.missed(caseload, one.appointment_id, on=d("2026-11-04"))
    assert found(caseload, d("2026-11-03")) == {}
    said = {"C0001": ("missed 1 appointment, last 2 Nov 2026 (+15)",)}
    assert found(caseload, d("2026-11-04")) == said
    assert found(caseload, d("2027-01-01")) == said
    assert found(caseload, d("2027-01-02")) == {}


def test_a_crisis_counts_for_ninety_days(caseload: Caseload) -> None:
    one = crises.add(caseload, "C0001", "2026-08-10T22:00", CrisisKind.OTHER)
    assert found(caseload, d("2026-08-09")) == {}
    assert found(caseload, d("2026-11-08")) == {"C0001": ("crisis 10 Aug 2026 (+30)",)}
    assert found(caseload, d("2026-11-09")) == {}
    crises.entered_in_error(caseload, one.crisis_id, "another client")
    assert found(caseload, d("2026-11-08")) == {}


def test_a_referral_that_was_taken_up_again_went_somewhere(caseload: Caseload) -> None:
    shelf = resource(caseload, "Rent help").resource_id
    one = sent(caseload, "C0001", shelf, d("2026-10-01"))
    step(caseload, one.referral_id, ReferralStatus.NO_RESPONSE, d("2026-10-20"))
    assert found(caseload) == {"C0001": ("Rent help: no response 20 Oct 2026 (+15)",)}
    assert found(caseload, d("2026-10-19")) == {}
    step(caseload, one.referral_id, ReferralStatus.ACCEPTED, d("2026-11-02"))
    assert found(caseload) == {}
    assert found(caseload, d("2026-11-01")) != {}


def test_a_step_of_a_referral_that_never_was_true_tells_nothing(caseload: Caseload) -> None:
    shelf = resource(caseload, "Rent help").resource_id
    one = sent(caseload, "C0001", shelf, d("2026-10-01")).referral_id
    step(caseload, one, ReferralStatus.NO_RESPONSE, d("2026-10-20"))
    step(caseload, one, ReferralStatus.ACCEPTED, d("2026-11-02"))
    referrals.take_back(caseload, one, "another client")
    assert found(caseload) == {"C0001": ("Rent help: no response 20 Oct 2026 (+15)",)}
    referrals.take_back(caseload, one, "another client too")
    assert found(caseload) == found(caseload, d("2026-10-20")) == {}


def test_a_hold_without_an_end_counts_and_one_with_an_end_does_not(caseload: Caseload) -> None:
    stay = episodes.the_open(caseload, "C0001").episode_id
    holds.hold(caseload, stay, d("2026-10-01"), HoldReason.JAIL, until_on=d("2026-10-20"))
    assert found(caseload, d("2026-10-10")) == {}
    holds.hold(caseload, stay, d("2026-11-01"), HoldReason.JAIL)
    said = {"C0001": ("on hold without an end since 1 Nov 2026 (+20)",)}
    assert found(caseload) == said


def test_who_is_in_no_program_is_not_watched(caseload: Caseload) -> None:
    for day in ("2026-10-01", "2026-10-02"):
        attempt(caseload, day)
    stay = episodes.the_open(caseload, "C0001").episode_id
    episodes.discharge(caseload, stay, d("2026-11-01"))
    assert found(caseload) == {}
    assert found(caseload, d("2026-10-31")) != {}


def test_it_hides_nobody_from_the_due_list(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        before = due.due(caseload, TODAY, within=None)
        assert watch.watch(caseload, TODAY, WEIGHTS)
        assert due.due(caseload, TODAY, within=None) == before


def test_on_the_demo_it_says_why_and_takes_the_parts_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    desk = Desk(tmp_path, capsys)
    desk.done("demo", tmp_path / "demo")
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "demo" / "demo.db"))
    rows = json.loads(desk.done("watch", "--json"))
    assert [one["points"] for one in rows] == sorted((one["points"] for one in rows), reverse=True)
    assert all(one["reasons"] for one in rows)
    assert "C0031" in {one["client_id"] for one in rows}
    own = json.loads(desk.done("watch", "--case-manager", "Whitfield", "--json"))
    assert {one["case_manager"] for one in own} == {"Dana Whitfield"}
    assert desk.run("watch", "--mine", "--case-manager", "Whitfield").code == 2
    long_ago = (d("2026-11-23") - timedelta(3000)).isoformat()
    ran = desk.run("watch", "--on", long_ago, "--format", "table")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No sign of anyone slipping away.\n"
