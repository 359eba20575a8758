"""Needs: one a part of life, changed while open, closed by people, made goals; and by command."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bringing import Desk, desk_in, table
from making import full_file, new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model import SignerRole
from caseload.model.assessing import ActionLevel, Need
from caseload.model.planning import Domain
from caseload.records import clients, needs, plan_parts, plans, signatures, undo
from caseload.records._caseload import Caseload

d = date.fromisoformat
ACT, NOW = ActionLevel.ACT, ActionLevel.ACT_NOW


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        yield opened


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.brought("clients", table("client_id first_name last_name", ("C0001", "Ana", "Lopez")))
    return desk


def add(caseload: Caseload, domain: Domain = Domain.HOUSING, **facts: Any) -> Need:
    level = facts.pop("level", ACT)
    return needs.add(caseload, "C0001", domain, level, facts.pop("on", d("2026-10-01")), **facts)


def test_a_part_of_life_has_one_open_need_and_other_has_several(caseload: Caseload) -> None:
    add(caseload)
    assert "W0001 is an open need in housing already" in refused(
        InvalidError, needs.add, caseload, "C0001", Domain.HOUSING, ACT, d("2026-10-02")
    )
    add(caseload, Domain.OTHER)
    add(caseload, Domain.OTHER)
    needs.met(caseload, "W0001", d("2026-10-05"))
    again = add(caseload)
    assert [one.need_id for one in needs.listed(caseload, "C0001", still_open=True)] == [
        again.need_id, "W0002", "W0003"
    ] or len(needs.listed(caseload, "C0001", still_open=True)) == 3  # fmt: skip


def test_the_open_ones_come_gravest_first_as_of_any_day(caseload: Caseload) -> None:
    add(caseload, Domain.LEGAL, level=ActionLevel.WATCH, on=d("2026-09-01"))
    add(caseload, Domain.HOUSING, level=NOW, on=d("2026-10-01"))
    add(caseload, Domain.FAMILY, on=d("2026-08-01"))
    needs.met(caseload, "W0003", d("2026-10-20"))

    def standing(on: str) -> list[str]:
        found = needs.listed(caseload, "C0001", still_open=True, on=d(on))
        return [one.domain for one in found]

    assert standing("2026-11-20") == ["housing", "legal"]
    assert standing("2026-10-20") == ["housing", "legal"]
    assert standing("2026-10-19") == ["housing", "family", "legal"]
    assert standing("2026-08-31") == ["family"]


@pytest.mark.parametrize(
    ("verb", "facts", "words"),
    [
        (needs.met, {"met_on": d("2026-09-30")}, "was found"),
        (needs.met, {"met_on": d("2026-11-21")}, "lies ahead"),
        (needs.edit, {"identified_on": d("2026-11-21")}, "lies ahead"),
        (needs.edit, {"domain": Domain.LEGAL}, "open need in legal"),
        (needs.entered_in_error, {"why": ""}, "Say why"),
    ],
)
def test_what_can_t_be_is_refused(
    caseload: Caseload, verb: Any, facts: dict[str, Any], words: str
) -> None:
    add(caseload)
    add(caseload, Domain.LEGAL)
    assert words in refused(InvalidError, verb, caseload, "W0001", **facts)
    refused(NotFoundError, verb, caseload, "W0009", **facts)


@pytest.mark.parametrize("close", ["met", "error"])
def test_a_closed_one_is_never_changed(caseload: Caseload, close: str) -> None:
    add(caseload)
    if close == "met":
        needs.met(caseload, "W0001", d("2026-10-05"))
    else:
        needs.entered_in_error(caseload, "W0001", "another client")
    for verb, facts in ((needs.edit, {"level": NOW}), (needs.goal, {}),
                        (needs.met, {"met_on": d("2026-10-06")})):  # fmt: skip
        refused(InvalidError, verb, caseload, "w0001", **facts)


# --- goals ---------------------------------------------------------------------------------------


def test_it_becomes_a_goal_of_a_first_draft_of_the_draft_and_of_the_next_version(
    caseload: Caseload,
) -> None:
    first = needs.goal(caseload, add(caseload, statement="A home").need_id)
    assert [goal.statement for goal in plans.newest(caseload, "C0001").goals] == ["A home"]
    second = needs.goal(caseload, add(caseload, Domain.LEGAL).need_id, "Pay the fine")
    plan = plans.newest(caseload, "C0001")
    assert [(goal.goal_id, goal.domain) for goal in plan.goals] == [
        (first.goal_id, "housing"), (second.goal_id, "legal")
    ]  # fmt: skip
    for number in ("1", "2"):
        plan_parts.add_objective(
            caseload, "C0001", number, "x", measure="x", target_on=d("2027-01-01")
        )
    plans.change(caseload, "C0001", "edit plan", lambda one: one._replace(vision="Mine"))
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, d("2026-11-01"))
    third = needs.goal(caseload, add(caseload, Domain.FAMILY).need_id)
    newest = plans.newest(caseload, "C0001")
    assert (newest.version, newest.status) == (2, "draft")
    assert newest.goals[-1].goal_id == third.goal_id
    assert newest.goals[-1].statement == "Family"


def test_it_is_made_a_goal_once_and_again_when_that_goal_was_removed(caseload: Caseload) -> None:
    add(caseload)
    needs.goal(caseload, "W0001")
    assert "is goal G0001 of the plan already" in refused(
        InvalidError, needs.goal, caseload, "W0001"
    )
    plan_parts.remove(caseload, "C0001", "goal", "1")
    assert needs.goal(caseload, "W0001").goal_id == needs.get(caseload, "W0001").goal_id
    assert len(plans.newest(caseload, "C0001").goals) == 1


@pytest.mark.parametrize(
    "verb",
    [
        lambda c: needs.edit(c, "W0001", level=NOW, statement="x"),
        lambda c: needs.met(c, "W0001", d("2026-11-01")),
        lambda c: needs.add(c, "C0001", Domain.SPIRITUALITY, ACT, d("2026-11-01")),
        lambda c: needs.goal(c, needs.add(c, "C0002", Domain.SAFETY, ACT, d("2026-11-01")).need_id),
    ],
)
def test_the_last_thing_done_with_a_need_is_taken_back(tmp_path: Path, verb: Any) -> None:
    with full_file(tmp_path) as caseload:
        with caseload.write("do"):
            open_before = [needs.listed(caseload, c, still_open=True) for c in ("C0001", "C0002")]
            verb(caseload)
        assert undo.undo(caseload).changes
        open_now = [needs.listed(caseload, c, still_open=True) for c in ("C0001", "C0002")]
        assert open_now == open_before


# --- commands ------------------------------------------------------------------------------------


def test_needs_by_command_from_found_to_met(desk: Desk) -> None:
    said = desk.done("need", "add", "C0001", "housing", "--level", "act_now", "--on", "2026-11-01",
                     "--statement", "Sleeps in a car")  # fmt: skip
    assert said == (
        "Added W0001: Lopez, Ana (C0001), housing, act now, Sun 1 Nov 2026 (22 days ago).\n"
    )
    desk.done("need", "edit", "W0001", "--level", "act", "--statement", "")
    assert desk.done("need", "goal", "W0001", "My own key").startswith("W0001 is goal G0001")
    (row,) = json.loads(desk.done("need", "list", "C0001", "--open", "--json"))
    assert (row["level"], row["statement"], row["goal_id"]) == ("act", None, "G0001")
    assert "22 days open" in desk.done("need", "list", "--format", "table")
    assert desk.done("need", "met", "W0001") == "Met: W0001, housing, after 22 days.\n"
    assert desk.done("need", "list", "C0001", "--open", "--csv").splitlines()[1:] == []
    desk.done("need", "error", "W0001", "--reason", "another client")
    assert "entered in error" in desk.done("need", "list", "C0001", "--format", "table")


def test_a_need_is_added_as_a_goal_with_one_option(desk: Desk) -> None:
    said = desk.done("need", "add", "C0001", "legal", "--goal")
    assert said.endswith("W0001 is goal G0001 of the draft now. Go on: caseload plan edit C0001\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "C0001", "house"], 2),
        (["add", "C0001", "legal", "--on", "tomorrow"], 3),
        (["add", "C0009", "legal"], 4),
        (["add", "C0001", "legal", "--statement", "x\x1b[2J"], 3),
        (["edit", "W0001"], 2),
        (["edit", "W0001", "--level", "act"], 4),
        (["met", "[/]"], 4),
        (["error", "W0001"], 4),
    ],
)
def test_what_is_put_wrongly_is_refused(desk: Desk, arguments: list[str], code: int) -> None:
    ran = desk.run("need", *arguments)
    assert (ran.code, ran.out) == (code, ""), ran
    assert "\x1b" not in ran.err
    assert desk.count("need") == 0


def test_the_chart_of_a_client_shows_needs_scores_and_what_is_flagged(desk: Desk) -> None:
    desk.done("need", "add", "C0001", "housing", "--statement", "[/] a key")
    desk.done("assess", "C0001", "phq-9", "--answers", "0,0,0,0,0,0,0,0,1")
    said = desk.done("client", "show", "C0001")
    assert said.startswith("FLAGGED  phq-9 item 9 flagged 23 Nov 2026\n")
    assert "need housing  act, found today: [/] a key" in said
    assert "phq-9         1, minimal (23 Nov, Q0001)" in said
    shown = json.loads(desk.done("client", "show", "C0001", "--json"))
    assert [one["domain"] for one in shown["needs"]] == ["housing"]
    assert [one["flags"] for one in shown["assessments"]] == [["9"]]


def test_what_an_assessment_says_in_words_stands_in_the_chart_and_on_paper(desk: Desk) -> None:
    desk.done("need", "add", "C0001", "housing", "--statement", "A key", "--goal")
    desk.done("assess", "C0001", "narrative", "--strengths", "Old news", "--on", "2026-10-01")
    desk.done("assess", "C0001", "narrative", "--strengths", "Sings [/] | =1+1")
    desk.done("assess", "C0001", "phq-9", "--answers", "2" + ",0" * 8, "--challenges", "Fears 李")
    said = desk.done("client", "show", "C0001")
    assert re.search(r"\nstrengths +Sings \[/\] \| =1\+1\n", said)
    assert "Fears 李" in said
    assert "Old news" not in said
    for template, strong, hard in (
        ("plan", "Strengths we talked about", "What is hard, as we talked about it"),
        ("progress_summary", "Strengths", "Challenges"),
    ):
        path = desk.folder / f"{template}.html"
        draft = ["--draft"] if template == "plan" else []
        desk.done("render", template, "C0001", *draft, "-o", path)
        text = path.read_text(encoding="utf-8")
        assert re.search(rf"{strong}</t[hd]>\s*<td[^>]*>Sings \[/\] \| =1\+1<", text), text
        assert re.search(rf"{hard}</t[hd]>\s*<td[^>]*>Fears 李<", text)


def test_the_plan_on_paper_says_what_the_client_needs_and_is_strong_in(desk: Desk) -> None:
    desk.done(
        "need", "add", "C0001", "housing", "--level", "act_now", "--statement", "A key", "--goal"
    )
    desk.done("assess", "C0001", "needs", "--answers", "2" + ",0" * 13 + ",0")
    desk.done("assess", "C0001", "phq-9", "--answers", "1" + ",0" * 8, "--on", "2026-10-01")
    desk.done("assess", "C0001", "phq-9", "--answers", "2" + ",0" * 8)
    path = desk.folder / "plan.md"
    desk.done("render", "plan", "C0001", "--draft", "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "| Housing | help | A key; see goal: A key |" in text
    assert "| Strengths we found | family |" in text
    path = desk.folder / "summary.md"
    desk.done("render", "progress_summary", "C0001", "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "2, minimal (23 Nov 2026) | 1 (1 Oct 2026) |" in text
