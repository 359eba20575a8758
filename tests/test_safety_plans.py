"""Safety plans: versions, signatures that freeze them, and the text that people edit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import full_file, new_file
from making_crises import STEPS, begin, sign
from refusing import refused
from sqlcipher3 import dbapi2 as sqlite

from caseload.errors import ConflictError, InvalidError, NotFoundError, UsageError
from caseload.model import SignerRole
from caseload.model.crises import NAMES, SafetyPlan, content, lacks, tidied
from caseload.model.planning import PlanStatus, SignatureMethod
from caseload.records import checks, clients, safety_plans, staff, undo
from caseload.records._caseload import Caseload
from caseload.records._text import BIDIRECTIONAL
from caseload.texts import safety_plan_text

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
CLIENT, MANAGER = SignerRole.CLIENT, SignerRole.CASE_MANAGER


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "Li")
        yield opened


def states(caseload: Caseload, on: date | None = None) -> list[tuple[int, str]]:
    return [(one.version, one.status) for one in safety_plans.versions(caseload, "C0001", on)]


# --- versions ------------------------------------------------------------------------------------


def test_it_is_in_force_with_the_second_signature_and_from_its_day(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    safety_plans.sign(caseload, "C0001", CLIENT, MAY)
    assert safety_plans.in_force(caseload, "C0001") is None
    safety_plans.sign(caseload, "C0001", MANAGER, JUNE)
    found = safety_plans.in_force(caseload, "C0001")
    assert found is not None
    assert (found.signed_on, found.version) == (JUNE, 1)
    assert [one.signer for one in found.signatures] == ["Ana Ruiz", "Dana Whitfield"]
    assert safety_plans.in_force(caseload, "C0001", MAY) is None
    assert content(found) == tuple(STEPS[name] for name in NAMES)


def test_an_edit_of_a_signed_one_begins_the_next_and_the_old_stays_in_force(
    caseload: Caseload,
) -> None:
    begin(caseload, "C0001")
    sign(caseload, "C0001", MAY)
    saved = safety_plans.change(caseload, "C0001", lambda one: one._replace(coping=("Sing",)))
    assert (saved.version, saved.coping, saved.warning_signs) == (
        2, ("Sing",), STEPS["warning_signs"],
    )  # fmt: skip
    assert states(caseload) == [(1, "active"), (2, "draft")]
    sign(caseload, "C0001", JUNE)
    assert states(caseload) == [(1, "superseded"), (2, "active")]
    assert states(caseload, MAY) == [(1, "active"), (2, "draft")]


def test_one_that_only_the_client_has_signed_is_frozen_too(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    safety_plans.sign(caseload, "C0001", CLIENT, MAY)
    safety_plans.change(caseload, "C0001", lambda one: one._replace(coping=("Sing",)))
    assert states(caseload) == [(1, "superseded"), (2, "draft")]


def test_nothing_that_differs_is_saved_as_nothing(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    sign(caseload, "C0001", MAY)
    safety_plans.change(
        caseload, "C0001", lambda one: one._replace(coping=(" Walk to the river ", "", "Sudoku\n"))
    )
    assert states(caseload) == [(1, "active")]


def test_what_somebody_else_has_saved_is_not_written_over(caseload: Caseload) -> None:
    before = begin(caseload, "C0001")
    safety_plans.change(caseload, "C0001", lambda one: one._replace(coping=("Sing",)))
    after = before._replace(professionals=("911",))
    refused(ConflictError, safety_plans.revise, caseload, before, after)


def test_one_draft_at_a_time(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    assert "safety-plan edit C0001" in refused(InvalidError, safety_plans.new, caseload, "C0001")
    assert "safety-plan new C0002" in refused(NotFoundError, safety_plans.newest, caseload, "C0002")
    assert "none yet" in refused(NotFoundError, safety_plans.get, caseload, "C0002", 3)
    refused(NotFoundError, safety_plans.new, caseload, "C0009")


# --- signatures ----------------------------------------------------------------------------------


def test_a_step_that_says_nothing_keeps_it_from_being_signed(caseload: Caseload) -> None:
    begin(caseload, "C0001", coping=(), professionals=("  ",))
    said = refused(InvalidError, safety_plans.sign, caseload, "C0001", CLIENT, MAY)
    assert "What I can do myself; Professionals and agencies" in said


def test_who_signs_how_and_when(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    safety_plans.sign(caseload, "C0001", CLIENT, MAY)
    for error, role, day, facts, mend in (
        (InvalidError, CLIENT, MAY, {}, "already"),
        (InvalidError, MANAGER, date(2026, 11, 21), {}, "lies ahead"),
        (InvalidError, SignerRole.GUARDIAN, MAY, {}, "--signer"),
        (InvalidError, MANAGER, MAY, {"method": SignatureMethod.REFUSED, "reason": "no"}, "staff"),
        (InvalidError, MANAGER, MAY, {"reason": "why"}, "Only a refusal"),
    ):
        assert mend in refused(error, safety_plans.sign, caseload, "C0001", role, day, **facts)
    staff.add(caseload, "Luis Ortega")
    said = refused(
        InvalidError, safety_plans.sign, caseload, "C0001", MANAGER, MAY,
        signer="Luis", method=SignatureMethod.ELECTRONIC,
    )  # fmt: skip
    assert "safety-plan sign" in said
    caseload.staff = None
    refused(UsageError, safety_plans.sign, caseload, "C0001", MANAGER, MAY)


def test_a_guardian_signs_for_the_client_and_a_refusal_is_an_answer(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    safety_plans.sign(caseload, "C0001", SignerRole.GUARDIAN, MAY, signer="Rosa Ruiz")
    assert safety_plans.sign(caseload, "C0001", MANAGER, MAY).status is PlanStatus.ACTIVE
    begin(caseload, "C0002")
    safety_plans.sign(
        caseload, "C0002", CLIENT, MAY, method=SignatureMethod.REFUSED, reason="No paper"
    )
    assert safety_plans.sign(caseload, "C0002", MANAGER, MAY).signed_on == MAY


def test_no_version_is_signed_before_the_one_it_was_made_from(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    assert sign(caseload, "C0001", JUNE).signed_on == JUNE
    said = refused(NotFoundError, safety_plans.sign, caseload, "C0001", CLIENT, JUNE)
    assert "safety-plan edit C0001" in said
    safety_plans.change(caseload, "C0001", lambda one: one._replace(coping=("Sing",)))
    assert "came into force" in refused(
        InvalidError, safety_plans.sign, caseload, "C0001", CLIENT, MAY
    )


@pytest.mark.parametrize(
    "sql",
    [
        "update safety_plan set coping = 'x' where version = 1",
        "update safety_plan set signed_on = '2026-05-05' where version = 1",
        "update safety_plan set signed_on = null where version = 1",
        "update safety_plan set version = 9",
        "delete from safety_plan where version = 1",
        "insert or replace into safety_plan (safety_plan_id, client_id, version, recorded_at)"
        " values ('Y0001', 'C0001', 1, '')",
        "insert or replace into safety_plan (safety_plan_id, client_id, version, recorded_at)"
        " values ('Y9', 'C0001', 1, '')",
        "update safety_plan_signature set signer = 'x'",
        "delete from safety_plan_signature",
        "insert or replace into safety_plan_signature select signature_id, safety_plan_id, 'x',"
        " role, signed_on, method, reason, credentials from safety_plan_signature",
        "update safety_plan set signed_on = '2026-05-05' where version = 2",
    ],
)
def test_the_file_itself_refuses_to_change_what_was_signed(caseload: Caseload, sql: str) -> None:
    begin(caseload, "C0001")
    sign(caseload, "C0001", MAY)
    safety_plans.change(caseload, "C0001", lambda one: one._replace(coping=("Sing",)))
    with pytest.raises(sqlite.IntegrityError):
        caseload.attached().execute(sql)


def test_undo_takes_a_draft_away_and_leaves_what_was_signed(caseload: Caseload) -> None:
    begin(caseload, "C0001")
    undo.undo(caseload)
    assert safety_plans.versions(caseload, "C0001") == []
    luis = staff.add(caseload, "Luis Ortega")
    begin(caseload, "C0001")
    with caseload.again() as other:
        other.staff = luis
        safety_plans.sign(other, "C0001", CLIENT, MAY)
    assert "safety-plan edit C0001" in refused(InvalidError, undo.undo, caseload)
    assert checks.damage(caseload) == []


def test_all_versions_of_all_clients_are_read(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        found = [(one.client_id, one.version, one.status)
                 for one in safety_plans.everyones(caseload)]  # fmt: skip
    assert found == [("C0001", 1, "active"), ("C0001", 2, "draft"), ("C0002", 1, "draft")]


# --- text ----------------------------------------------------------------------------------------


def odd(text: str) -> bool:
    """Whether a line holds what the file refuses, or what can't be part of a text."""
    return bool(set(text) & (BIDIRECTIONAL | set("\ufeff\ufffe")))


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
LINE = st.text(LETTERS, max_size=40).filter(lambda text: not odd(text))
HOSTILE = ("[/]", "=1+1", "O'Brien", "李", "🦋", "no", "2026", "- dash", "a: b", "# x", "&a *b",
           "|", "'", '"', "\\", "{}", "[1, 2]", "null", "~", "a\u2028b", "é" * 5_000)  # fmt: skip


def plan_of(*steps: tuple[str, ...]) -> SafetyPlan:
    said: dict[str, Any] = dict(zip(NAMES, steps, strict=False))
    return SafetyPlan("Y0001", "C0001", 1, **said)


@given(st.lists(st.lists(LINE, max_size=3).map(tuple), min_size=6, max_size=6))
def test_a_text_says_what_the_plan_says(steps: list[tuple[str, ...]]) -> None:
    plan = tidied(plan_of(*steps))
    said = safety_plan_text.read(safety_plan_text.write(plan, "Ana: #1\n'"), plan)
    assert content(said.plan) == content(plan)
    assert said.made_from == safety_plan_text.stamp(plan)


def test_hostile_lines_come_back_whole_from_text_and_file(caseload: Caseload) -> None:
    saved = begin(caseload, "C0001", coping=HOSTILE)
    assert saved.coping == HOSTILE
    text = safety_plan_text.write(saved, "x")
    assert safety_plan_text.read(text, saved).plan.coping == HOSTILE
    assert checks.damage(caseload) == []


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "line 1: the text is empty"),
        ("made_from: x", "line 1: no step stands there"),
        ("copping:\n  - x", "line 1: the safety plan has no 'copping'; did you mean coping?"),
        ("coping:\n  - x\ncoping:\n  - y", "line 3: coping stands twice"),
        ("coping:\n  a: b", "line 2: under coping each one begins with a dash"),
        ("coping:\n  - [a]", "line 2: here text is wanted"),
        ("coping: &a x", "line 1: there are no & or * names here"),
        ("coping:\n  - 'x", "a quote that is never closed"),
        ("just words", "line 1: here the safety plan is wanted"),
        ('coping:\n  - "\\e[31m"', "control character (U+001B)"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, mistake: str) -> None:
    with pytest.raises(InvalidError) as raised:
        safety_plan_text.read(text, plan_of())
    assert mistake in str(raised.value)
    assert safety_plan_text.mistakes(text, plan_of()) != []


def test_a_line_without_its_dash_is_a_line(caseload: Caseload) -> None:
    said = safety_plan_text.read("professionals: 988", plan_of())
    assert said.plan.professionals == ("988",)


@pytest.mark.parametrize(
    ("line", "error"), [("a\x1b[31m", InvalidError), ("x" * 1_000_001, InvalidError)]
)
def test_what_could_deceive_a_screen_or_is_endless_is_refused(
    caseload: Caseload, line: str, error: type[InvalidError]
) -> None:
    refused(error, safety_plans.new, caseload, "C0001", coping=(line,))


def test_a_note_of_200_kilobytes_fits_a_step(caseload: Caseload) -> None:
    long = "river " * 35_000
    assert begin(caseload, "C0001", coping=(long,)).coping == (long.strip(),)


def test_what_is_lacking_is_named_in_the_order_of_the_steps() -> None:
    assert lacks(plan_of(("a",), (), ("b",), ("c",), ("d",))) == [
        "What I can do myself", "Making my surroundings safer",
    ]  # fmt: skip
