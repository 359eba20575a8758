"""The plan editor by keyboard alone: what one types is saved, kept, offered again, never lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from making import STAFF, TODAY, again, full_file, new_file
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static, TextArea
from textual.widgets._footer import FooterKey

from caseload.entrance import Door
from caseload.model import SignerRole
from caseload.model.planning import Domain, Goal, Plan, WorkStatus
from caseload.records import (
    checks,
    clients,
    documents,
    drafts,
    plan_parts,
    plan_reviews,
    plans,
    progress,
    signatures,
)
from caseload.texts import plan_text
from caseload.tui.app import CaseloadApp
from caseload.tui.plan_editor import PlanEditor
from caseload.tui.plan_outline import Line, Outline
from caseload.tui.rows import Head

SIZES = [(80, 24), (200, 60)]
HOSTILE = [
    "[/]", "[bold]x", "[@click=app.bell]x[/]", "李 小龙", "👩🏽\u200d🚀 up", "שלום", "a\nb\n\nc",
    "{{ 7 * 7 }}", "\\", "'\"",
]  # fmt: skip
Hands = Pilot[None]
Steps = Callable[[Hands, PlanEditor], Awaitable[None]]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_STAFF", STAFF)


def edited(steps: Steps, client_id: str = "C0001", size: tuple[int, int] = (120, 40)) -> None:
    """Open the editor of a client, do the steps, and leave without saving anything more."""

    async def run() -> None:
        app = CaseloadApp(Door(None, None, None))
        async with app.run_test(size=size) as hands:
            editor = PlanEditor(client_id)
            await app.push_screen(editor)
            await hands.pause()
            await hands.pause()
            await steps(hands, editor)

    asyncio.run(run())


async def typed(hands: Hands, text: str) -> None:
    names = {
        " ": "space",
        "\n": "enter",
        "-": "minus",
        "/": "slash",
        ".": "full_stop",
        "'": "apostrophe",
    }
    await hands.press(*[names.get(one, one) for one in text])


async def onto(hands: Hands, editor: PlanEditor, begins: str) -> Line:
    """Walk down to the line that begins so."""
    outline = editor.query_one(Outline)
    await hands.press("home")
    for _ in range(60):
        row = outline.row
        if row is not None and f"{row.number} {row.text}".startswith(begins):
            await hands.pause()
            found: Line = row
            return found
        await hands.press("down")
    raise AssertionError(begins)


def shown(editor: PlanEditor, selector: str) -> str:
    return str(editor.app.screen.query_one(selector, Static).content)


def goals(editor: PlanEditor) -> tuple[Goal, ...]:
    """As they are typed."""
    assert editor.work is not None
    return editor.work.plan.goals


def plan(tmp_path: Path, client_id: str = "C0001") -> Plan:
    with again(tmp_path / "caseload.db") as caseload:
        return plans.newest(caseload, client_id)


def ready(tmp_path: Path, *, sign: bool = False) -> None:
    """C0001 with a finished draft, or with a plan in force."""
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Núñez")
        plans.new(caseload, "C0001", vision="My own key")
        plan_parts.add_goal(caseload, "C0001", "Keep my flat", Domain.HOUSING)
        for words in ("Pay rent", "Renew lease"):
            plan_parts.add_objective(
                caseload, "C0001", "1", words, measure="Seen", target_on=date(2027, 1, 5)
            )
        if sign:
            for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
                signatures.sign(caseload, "C0001", role, TODAY)


# --- writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_plan_is_begun_and_written_by_keyboard_alone(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ana", "Núñez")

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await hands.pause()
        await typed(hands, "My own key")
        await hands.press("escape", "a")
        await typed(hands, "Keep my flat")
        await hands.press("tab", "escape")
        assert "Lacks: 1 an objective" in shown(editor, "#totals")
        await hands.press("a")
        await typed(hands, "Pay rent")
        await hands.press("tab")
        await typed(hands, "Paid by the 5th")
        await hands.press("tab")
        await typed(hands, "in 3 months")
        assert shown(editor, "#understood") == "= Sat 20 Feb 2027 (in 92 days)"
        await hands.press("escape", "a")
        await typed(hands, "Budget together")
        await hands.press("tab")
        await typed(hands, "client")
        await hands.press("enter")
        await typed(hands, "weekly")
        assert editor.unsaved
        assert plan(tmp_path).goals == ()
        await hands.press("ctrl+s")
        assert not editor.unsaved
        assert shown(editor, "#totals") == "Lacks: signature: client · signature: case manager"

    edited(steps, size=size)
    saved = plan(tmp_path)
    (goal,) = saved.goals
    (objective,) = goal.objectives
    (action,) = objective.interventions
    assert (saved.vision, goal.statement) == ("My own key", "Keep my flat")
    assert (objective.statement, objective.measure, objective.target_on) == (
        "Pay rent",
        "Paid by the 5th",
        date(2027, 2, 20),
    )
    assert action[1:] == ("Budget together", "client", "weekly", None)
    with again(tmp_path / "caseload.db") as caseload:
        assert drafts.kept(caseload, "C0001", "plan") is None
        assert checks.damage(caseload) == []


def test_a_part_moves_among_its_siblings_and_is_removed_once_asked(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await onto(hands, editor, "1.2 Renew lease")
        await hands.press("K", "ctrl+s")
        assert [one.statement for one in plan(tmp_path).goals[0].objectives] == [
            "Renew lease", "Pay rent",
        ]  # fmt: skip
        await hands.press("shift+down")
        await onto(hands, editor, "1 Keep")
        await hands.press("x")
        await hands.pause()
        await hands.press("tab", "enter")
        await hands.pause()
        assert len(goals(editor)) == 1
        await hands.press("x")
        await hands.pause()
        await hands.press("enter")
        await hands.pause()
        assert len(goals(editor)) == 0
        await hands.press("ctrl+z")
        assert [one.statement for one in goals(editor)[0].objectives] == [
            "Pay rent", "Renew lease",
        ]  # fmt: skip
        assert len(plan(tmp_path).goals) == 1

    edited(steps)


def test_a_signed_version_stays_and_the_first_edit_begins_the_next(tmp_path: Path) -> None:
    ready(tmp_path, sign=True)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        assert "version 1, in force since 20 Nov 2026" in shown(editor, "#title")
        await hands.press("enter")
        await typed(hands, "X")
        assert "draft 2, not saved" in shown(editor, "#title")
        await hands.press("ctrl+s")
        assert "draft 2 (version 1 in force since 20 Nov 2026)" in shown(editor, "#title")

    edited(steps)
    with again(tmp_path / "caseload.db") as caseload:
        first, second = plans.versions(caseload, "C0001")
    assert first.vision == "My own key"
    assert second.vision is not None
    assert "X" in second.vision


def test_looking_at_every_line_changes_nothing(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "[/]", "[bold]x 李")
        odd = "a\u2028b\td"
        plans.new(caseload, "C0001", vision=odd, barriers="x" * 200_000)
        for words in HOSTILE:
            plan_parts.add_goal(caseload, "C0001", words, Domain.OTHER)
            number = str(len(plans.newest(caseload, "C0001").goals))
            plan_parts.add_objective(caseload, "C0001", number, words, measure=words)
            plan_parts.add_intervention(
                caseload, "C0001", f"{number}.1", words, responsible=words, frequency=odd
            )
    before = plan(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        rows = editor.query_one(Outline)._rows
        for number, row in enumerate(rows):
            if not isinstance(row, Head):
                editor.query_one(Outline).cursor = number
                await hands.pause()
        assert not editor.unsaved
        editor.app.export_screenshot()
        await hands.press("v")
        await hands.pause(0.5)
        editor.app.export_screenshot()

    edited(steps)
    assert plan(tmp_path) == before


def test_the_way_back_to_the_tree_is_in_the_footer_and_out_of_the_preview_is_escape(
    tmp_path: Path,
) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await hands.pause(0.3)
        keys = [one.description for one in editor.query(FooterKey)]
        assert "To the tree" in keys
        await hands.press("escape", "v")
        await hands.pause(0.5)
        editor.query_one("#preview").focus()
        await hands.press("escape")
        await hands.pause()
        assert editor.app.screen is editor
        assert not editor.has_class("-preview")
        assert editor.focused is editor.query_one(Outline)
        await hands.press("escape")
        await hands.pause()
        assert editor.app.screen is not editor

    edited(steps)


@pytest.mark.parametrize("words", HOSTILE)
def test_any_text_is_saved_as_it_was_typed(tmp_path: Path, words: str) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        editor.query_one("#prose-text", TextArea).text = words
        await hands.pause()
        await hands.press("escape")
        editor.app.export_screenshot()
        await hands.press("ctrl+s", "c")
        await hands.pause()
        editor.app.export_screenshot()

    edited(steps, size=(80, 24))
    assert plan(tmp_path).vision == words


# --- nothing typed is lost -----------------------------------------------------------------------


def test_what_was_typed_is_offered_again_after_the_window_was_closed(tmp_path: Path) -> None:
    ready(tmp_path)

    async def half(hands: Hands, editor: PlanEditor) -> None:
        await onto(hands, editor, "1.1 Pay")
        await hands.press("e", "tab", "tab")
        target = editor.query_one("#objective-target", Input)
        target.value = ""
        await typed(hands, "feb 3")
        await typed(hands, "x")
        await hands.press("escape", "a")
        await hands.pause(1.2)

    edited(half)
    before = plan(tmp_path)
    assert before.goals[0].objectives[0].target_on == date(2027, 1, 5)
    with again(tmp_path / "caseload.db") as caseload:
        kept = drafts.kept(caseload, "C0001", "plan")
        assert kept is not None
        assert "target_on: feb 3x" in kept.text
        assert f"made_from: {plan_text.stamp(before)}" in kept.text

    async def on(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await hands.pause()
        assert editor.unsaved
        await onto(hands, editor, "1.1 Pay")
        assert editor.query_one("#objective-target", Input).value == "feb 3x"
        await hands.press("ctrl+s")
        assert editor.unsaved
        await hands.press("e", "tab", "tab", "end", "backspace", "escape")
        await onto(hands, editor, "· …")
        await hands.press("x", "ctrl+s")
        assert not editor.unsaved

    edited(on)
    assert plan(tmp_path).goals[0].objectives[0].target_on == date(2027, 2, 3)
    with again(tmp_path / "caseload.db") as caseload:
        assert drafts.kept(caseload, "C0001", "plan") is None


def test_a_text_of_the_other_editor_that_cannot_be_read_is_mended_here(tmp_path: Path) -> None:
    ready(tmp_path)
    before = plan(tmp_path)
    good = plan_text.write(before, "t").replace("My own key", "My own door")
    bad = good.replace("measure:", "mesure:", 1)
    with again(tmp_path / "caseload.db") as caseload:
        drafts.keep(caseload, "C0001", "plan", bad)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        assert "did you mean measure" in shown(editor, "#mistakes")
        await hands.press("ctrl+s")
        assert editor.app.screen is not editor
        area = editor.app.screen.query_one("#text", TextArea)
        area.text = good
        await hands.pause()
        await hands.press("ctrl+s")
        await hands.pause()
        assert editor.app.screen is editor
        await hands.press("ctrl+s")

    edited(steps)
    assert plan(tmp_path).vision == "My own door"


def test_leaving_asks_only_when_something_is_unsaved(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await typed(hands, "y")
        await hands.press("escape", "escape")
        await hands.pause()
        assert type(editor.app.screen).__name__ == "Choose"
        await hands.press("tab", "enter")
        await hands.pause()
        assert editor not in editor.app.screen_stack

    edited(steps)
    with again(tmp_path / "caseload.db") as caseload:
        assert drafts.kept(caseload, "C0001", "plan") is not None
        drafts.drop(caseload, "C0001", "plan")

    async def quick(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("escape")
        await hands.pause()
        assert editor not in editor.app.screen_stack

    edited(quick)


def test_what_is_typed_is_kept_when_the_screen_is_locked(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await typed(hands, "Z")
        await hands.press("ctrl+l")
        await hands.pause()
        with again(tmp_path / "caseload.db") as caseload:
            kept = drafts.kept(caseload, "C0001", "plan")
        assert kept is not None
        assert "Z" in kept.text
        await hands.press("enter")
        await hands.pause()
        assert editor.app.screen is editor
        await hands.press("ctrl+s")

    edited(steps)
    assert "Z" in (plan(tmp_path).vision or "")


# --- two people in one plan ----------------------------------------------------------------------


def _meanwhile(tmp_path: Path) -> None:
    with again(tmp_path / "caseload.db") as other:
        plans.change(other, "C0001", "edit plan", lambda one: one._replace(vision="Theirs [/]"))


@pytest.mark.parametrize(("key", "vision"), [("t", "Theirs [/]"), ("y", "QMy own key")])
def test_of_two_texts_one_is_chosen_after_both_were_seen(
    tmp_path: Path, key: str, vision: str
) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await hands.press("ctrl+home")
        editor.query_one("#prose-text", TextArea).move_cursor((0, 0))
        await typed(hands, "Q")
        _meanwhile(tmp_path)
        await hands.press("ctrl+s")
        await hands.pause()
        assert type(editor.app.screen).__name__ == "Conflict"
        assert plan(tmp_path).vision == "Theirs [/]"
        await hands.press("w", "w", key)
        await hands.pause()
        assert editor.app.screen is editor
        assert not editor.unsaved

    edited(steps)
    assert plan(tmp_path).vision == vision
    with again(tmp_path / "caseload.db") as caseload:
        assert drafts.kept(caseload, "C0001", "plan") is None
        assert checks.damage(caseload) == []


def test_leaving_the_choice_keeps_both(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await typed(hands, "Q")
        _meanwhile(tmp_path)
        await hands.press("ctrl+s")
        await hands.pause()
        await hands.press("escape")
        await hands.pause()
        assert editor.unsaved

    edited(steps)
    assert plan(tmp_path).vision == "Theirs [/]"

    async def later(hands: Hands, editor: PlanEditor) -> None:
        assert type(editor.app.screen).__name__ == "Conflict"
        await hands.press("y")
        await hands.pause()
        await hands.press("ctrl+s")

    edited(later)
    assert "Q" in (plan(tmp_path).vision or "")


# --- what is done with it ------------------------------------------------------------------------


def test_both_sign_and_it_is_in_force(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        for _ in range(2):
            await hands.press("S")
            await hands.pause()
            await hands.press("ctrl+s")
            await hands.pause()
        assert "version 1, in force" in shown(editor, "#title")
        await hands.press("S")
        await hands.pause()
        assert editor.app.screen is editor

    edited(steps)
    saved = plan(tmp_path)
    assert saved.status == "active"
    assert {one.role for one in saved.signatures} == {SignerRole.CLIENT, SignerRole.CASE_MANAGER}


def test_a_refusal_is_recorded_with_its_reason_and_not_without(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("S")
        await hands.pause()
        dialog = editor.app.screen
        dialog.query_one("#method", Select).value = "refused"
        await hands.press("ctrl+s")
        await hands.pause()
        assert editor.app.screen is dialog
        dialog.query_one("#reason").focus()
        await typed(hands, "Not now")
        await hands.press("ctrl+s")
        await hands.pause()
        assert shown(editor, "#totals") == "Lacks: signature: case manager"

    edited(steps)
    (one,) = plan(tmp_path).signatures
    assert (one.method, one.reason) == ("refused", "Not now")


def test_what_is_not_complete_is_not_signed(tmp_path: Path) -> None:
    ready(tmp_path)
    with again(tmp_path / "caseload.db") as caseload:
        plan_parts.edit(caseload, "C0001", "objective", "1.2", measure=None)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        line = await onto(hands, editor, "1.2")
        assert line.lacks == "measure"
        assert "! lacks: measure" in shown(editor, "#form-head")
        await hands.press("S")
        await hands.pause()
        assert editor.app.screen is editor

    edited(steps)
    assert plan(tmp_path).signatures == ()


def test_progress_is_rated_and_a_part_with_progress_is_closed(tmp_path: Path) -> None:
    ready(tmp_path, sign=True)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await onto(hands, editor, "1.1")
        await hands.press("g")
        await hands.pause()
        await typed(hands, "60")
        await hands.press("ctrl+s")
        await hands.pause()
        assert editor.line is not None
        assert editor.line.stands == "60 %"
        await hands.press("x")
        await hands.pause()
        await hands.press("enter")
        await hands.pause()
        assert editor.line.stands == "dropped"
        await hands.press("R")
        await hands.pause()
        await hands.press("ctrl+s")
        await hands.pause()

    edited(steps)
    with again(tmp_path / "caseload.db") as caseload:
        first, second = progress.listed(caseload, "C0001")
        assert (first.rating, second.status) == (60, WorkStatus.DROPPED)
        assert len(plan_reviews.listed(caseload, "C0001")) == 1


def test_a_document_is_made_and_never_over_another_without_asking(tmp_path: Path) -> None:
    ready(tmp_path, sign=True)
    path = tmp_path / "C0001-plan-2026-11-20.md"
    path.write_text("mine", encoding="utf-8")

    async def made(hands: Hands) -> None:
        await hands.app.workers.wait_for_complete()
        await hands.pause()

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("r")
        await hands.pause()
        dialog = editor.app.screen
        dialog.query_one("#form", Select).value = "md"
        await hands.pause()
        assert "is there already" in shown(editor, "#where")
        await hands.press("ctrl+s")
        await hands.pause()
        await hands.press("enter")
        await made(hands)
        assert path.read_text(encoding="utf-8") == "mine"
        await hands.press("ctrl+s")
        await hands.pause()
        await hands.press("tab", "enter")
        await hands.pause()
        await made(hands)
        assert editor.app.screen is editor

    edited(steps)
    assert "Keep my flat" in path.read_text(encoding="utf-8")
    with again(tmp_path / "caseload.db") as caseload:
        assert [one.format for one in documents.listed(caseload, "C0001")] == ["md"]


def test_versions_are_compared_and_the_preview_follows_what_is_typed(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("c")
        await hands.pause()
        assert type(editor.app.screen).__name__ == "Compare"
        await hands.press("w", "left_square_bracket", "escape")
        await hands.pause()
        await hands.press("v")
        await hands.pause()
        await hands.press("enter")
        await typed(hands, "Qqq")
        await hands.pause(0.6)
        text = editor._rendered(editor._previewed())
        assert "Qqq" in text

    edited(steps, size=(200, 60))


def test_undo_takes_back_what_was_saved_once_nothing_is_typed(tmp_path: Path) -> None:
    ready(tmp_path)

    async def steps(hands: Hands, editor: PlanEditor) -> None:
        await hands.press("enter")
        await typed(hands, "Q")
        await hands.press("escape", "ctrl+s")
        assert "Q" in (plan(tmp_path).vision or "")
        await hands.press("ctrl+z")
        await hands.pause()
        await hands.press("enter")
        await hands.pause()

    edited(steps)
    assert plan(tmp_path).vision == "My own key"


def test_every_key_has_a_name_and_the_footer_shows_at_most_eight() -> None:
    bindings = [one for one in PlanEditor.BINDINGS if isinstance(one, Binding)]
    assert len(bindings) == len(PlanEditor.BINDINGS)
    assert all(one.id for one in bindings)
    assert len([one for one in bindings if one.show]) <= 7
