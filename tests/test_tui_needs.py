"""Needs and assessments on the whole screen: shown, done and flagged by keys alone."""

from pathlib import Path

import pytest
from making import TODAY, again, full_file
from making_assessments import answers, instrument
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Select, Static

from caseload.model.planning import Domain
from caseload.records import _driver, assessments, drafts, needs, plans
from caseload.tui.assess import Answers, Assess, Flagged
from caseload.tui.assess_words import Narrative, Words
from caseload.tui.need_forms import NeedGoal
from caseload.tui.rows import Rows

TO_PHQ = ("4", "s", "down", "down", "enter")


async def to(pilot: Pilot[None], wanted: str) -> None:
    """Walk to a need or an assessment by its id."""
    rows = pilot.app.screen.query_one("#needs-rows", Rows)
    for _ in range(30):
        if rows.row is not None and rows.row[0] == wanted:
            return
        await press(pilot, "down")
    raise AssertionError(f"{wanted} is not in the list")


def made_id(tmp_path: Path) -> str:
    """The id of the need that was added last."""
    with again(tmp_path / "caseload.db") as caseload:
        return needs.listed(caseload, "C0001")[-1].need_id


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_tab_shows_open_needs_scores_and_a_chart_with_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with full_file(tmp_path) as caseload:
        done = answers("1,1,2,1,0,1,1,0,1")
        assessments.assess(caseload, "C0001", instrument("phq-9"), done, TODAY)
        needs.edit(caseload, "W0001", statement="[/] a key =1+1")

    async def steps(pilot: Pilot[None]) -> None:
        assert "▲ phq-9 item 9 flagged 20 Nov 2026" in shown(pilot)
        await press(pilot, "4")
        said = shown(pilot)
        for each in ("OPEN NEEDS", "housing", "[/] a key =1+1", "days open"):
            assert each in said, each
        await to(pilot, "Q0007")
        if size == NARROW:
            await press(pilot, "space")
        said = shown(pilot)
        for each in ("8, mild", "FLAGGED: item 9") + (("15 moderately", "0 minimal")
                                                     if size == WIDE else ()):  # fmt: skip
            assert each in said, each

    play(tmp_path / "caseload.db", steps, client="C0001", size=size)


def test_a_whole_assessment_is_done_with_digits_and_flagged_at_once(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_PHQ)
        assert isinstance(pilot.app.screen, Assess)
        await press(pilot, "5")
        assert "Answer with one of 0, 1, 2, 3." in shown(pilot)
        await press(pilot, *"11211110")
        await press(pilot, "ctrl+s")
        assert "without an answer: 9" in shown(pilot)
        await press(pilot, "2")
        assert isinstance(pilot.app.screen, Flagged)
        said = shown(pilot)
        for each in ("FLAGGED: item 9", "988", "safety plan", "supervisor"):
            assert each in said, each
        await press(pilot, "enter", "right", "ctrl+s")
        assert isinstance(pilot.app.screen, Words)
        await press(pilot, "ctrl+s")
        assert "Assessed: 10, moderate" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        last = assessments.last_of_each(caseload, "C0001")["phq-9"]
        assert (last.score, last.flags, last.assessed_on) == (10, ("9",), TODAY)
        assert last.items[-2:] == ("9=2", "10=0")
        assert drafts.kept(caseload, "C0001", "assess phq-9") is None


def test_answers_that_can_not_be_kept_are_not_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_file(tmp_path).close()
    monkeypatch.setattr(_driver, "BUSY_SECONDS", 0.05)
    path = tmp_path / "caseload.db"

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_PHQ)
        with again(path) as other, other.write("hold", keep=False):
            await press(pilot, "1", "escape")
            assert isinstance(pilot.app.screen, Assess)
            said = str(pilot.app.screen.query_one("#wrong", Static).content)
            assert said.endswith("Escape once more leaves them.")
            await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, Assess)
        assert "Kept as a draft" not in shown(pilot)

    play(path, steps, client="C0001")
    with again(path) as caseload:
        assert drafts.kept(caseload, "C0001", "assess phq-9") is None


def test_that_answers_were_kept_is_said_once_what_they_flag_was_seen(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_PHQ, *"112111102", "enter", "escape")
        await press(pilot, "s", "down", "down", "enter")
        assert isinstance(pilot.app.screen, Flagged)
        await press(pilot, "enter")
        assert "the answers that you did" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")


def test_what_was_answered_is_kept_and_offered_again(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_PHQ, *"123", "backspace", "escape", "s")
        assert "3 answered, not saved" in shown(pilot)
        await press(pilot, "down", "down", "enter")
        assert "3 Nearly every day" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        kept = drafts.kept(caseload, "C0001", "assess phq-9")
        assert kept is not None
        assert kept.text == '{"1": "1", "2": "2", "3": "3"}'


TO_WORDS = ("4", "s", "end", "enter")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_an_assessment_in_words_is_recorded_with_its_needs(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with full_file(tmp_path) as caseload:
        before = {one.domain: one for one in needs.listed(caseload, "C0001", still_open=True)}
    assert before[Domain.HOUSING].level == "act"
    assert "legal" not in before

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_WORDS)
        assert isinstance(pilot.app.screen, Narrative)
        await press(pilot, "ctrl+s")
        assert "it says nothing yet" in shown(pilot)
        await press(pilot, "tab", "=Sings [/] in a choir", "tab", "=Fears =1+1 letters")
        choices = pilot.app.screen.query(Select)
        assert len(choices) == len(Domain)
        for domain, level in (("housing", "watch"), ("legal", "act now")):
            pilot.app.screen.query_one(f"#need-{domain}", Select).focus()
            await press(pilot, "enter", f"={level}", "enter")
        await press(pilot, "ctrl+s")
        (told,) = [str(one.message) for one in pilot.app._notifications]
        assert "New needs: legal (act now); o makes one a goal." in told
        assert "Changed: housing is watch, was act." in told
        pilot.app.clear_notifications()
        await to(pilot, "Q0007")
        if size == NARROW:
            await press(pilot, "space")
        said = shown(pilot)
        assert "Sings [/] in a choir" in said
        assert size == NARROW or "Fears =1+1 letters" in said

    play(tmp_path / "caseload.db", steps, client="C0001", size=size)
    with again(tmp_path / "caseload.db") as caseload:
        last = assessments.last_of_each(caseload, "C0001")["narrative"]
        assert (last.score, last.assessed_on) == (None, TODAY)
        assert last.needs == ("housing=watch", "legal=act_now")
        assert needs.get(caseload, before[Domain.HOUSING].need_id).level == "watch"
        assert drafts.kept(caseload, "C0001", "assess narrative") is None


def test_words_that_are_not_saved_are_kept_and_offered_again(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_WORDS, "tab", "=Sings", "escape", "s")
        assert "begun, not saved" in shown(pilot)
        await press(pilot, "end", "enter")
        assert "Sings" in shown(pilot)
        await press(pilot, "escape", "s", "down", "down", "enter", *"000000000", "right", "ctrl+s")
        assert isinstance(pilot.app.screen, Words)
        await press(pilot, "tab", "=Tells jokes", "escape", "ctrl+s")
        assert isinstance(pilot.app.screen, Words)
        assert "Tells jokes" in shown(pilot)
        await press(pilot, "ctrl+s")

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        assert assessments.last_of_each(caseload, "C0001")["phq-9"].strengths == "Tells jokes"
        assert drafts.kept(caseload, "C0001", "assess phq-9 words") is None
        assert drafts.kept(caseload, "C0001", "assess narrative") is not None


def test_a_need_is_added_made_a_goal_and_met(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "4", "a", "ctrl+s")
        assert "Choose the part of life" in shown(pilot)
        await press(pilot, "enter", "=safety", "enter", "tab", "enter", "up", "down", "enter")
        await press(pilot, "tab", "=A lock", "ctrl+s")
        assert "A lock" in shown(pilot)
        await to(pilot, made_id(tmp_path))
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, NeedGoal)
        await press(pilot, "ctrl+s")
        assert "goal: A lock" in shown(pilot)
        await press(pilot, "m", "ctrl+s")

    play(tmp_path / "caseload.db", steps, client="C0001")
    with again(tmp_path / "caseload.db") as caseload:
        (made,) = [one for one in needs.listed(caseload, "C0001") if one.domain == "safety"]
        assert (made.statement, made.met_on) == ("A lock", TODAY)
        goals = plans.newest(caseload, "C0001").goals
        assert made.goal_id in {one.goal_id for one in goals}


def test_an_assessment_is_opened_and_marked_in_error(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "4")
        await to(pilot, "Q0001")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Answers)
        assert "Nearly every day: Trouble falling" in shown(pilot)
        await press(pilot, "escape", "x", "ctrl+s")
        assert "Say why" in shown(pilot)
        await press(pilot, "=wrong form", "ctrl+s")
        assert "entered in error" in shown(pilot)

    play(tmp_path / "caseload.db", steps, client="C0001")
