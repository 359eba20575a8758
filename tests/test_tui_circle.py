"""The circle on the screen: who to call, releases, what was told, by keyboard alone."""

from datetime import date
from pathlib import Path

import pytest
from making import STAFF, TODAY, again, new_file
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from caseload.model import SignerRole
from caseload.model.circle import CareRole
from caseload.model.planning import Domain
from caseload.records import (
    care_team,
    clients,
    consents,
    disclosures,
    documents,
    episodes,
    plan_parts,
    plans,
    programs,
    signatures,
)
from caseload.tui.chart import TABS
from caseload.tui.circle_forms import ConsentForm, MemberForm, RenewForm, RevokeForm, ToldForm
from caseload.tui.rows import Rows

CIRCLE = str(list(TABS).index("circle") + 1)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """C0001: a sister without a release, Dr. Ames with one that ends in ten days."""
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "ACT")
        clients.add(caseload, "Ana", "Ruiz")
        episodes.admit(caseload, "C0001", "ACT", date(2026, 11, 10), case_manager=STAFF)
        care_team.add(
            caseload, "C0001", "Ada [/] 李", CareRole.FAMILY, relation="sister", phone="555-0111",
            emergency_contact=1,
        )  # fmt: skip
        care_team.add(caseload, "C0001", "Dr. Ames", CareRole.PSYCHIATRIST)
        consents.add(
            caseload, "C0001", "Dr. Ames", purpose="care", scope="my plan",
            signed_on=date(2025, 11, 30), expires_on=date(2026, 11, 30),
        )  # fmt: skip
    return tmp_path / "caseload.db"


def type_in(pilot: Pilot[None], **fields: str) -> None:
    for name, text in fields.items():
        field = pilot.app.screen.query_one(f"#{name}")
        if isinstance(field, TextArea):
            field.text = text
        else:
            assert isinstance(field, Input | Select)
            field.value = text


@SIZES
def test_the_tab_says_who_to_call_and_what_each_may_be_told(
    path: Path, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, CIRCLE)
        said = shown(pilot)
        for each in ("CARE TEAM", "!1 Ada [/] 李", "555-0111", "RELEASES", "until 30 Nov 2026",
                     "▲ release for Dr. Ames ends 30 Nov"):  # fmt: skip
            assert each in said, each
        if size == NARROW:
            await press(pilot, "space")
        said = shown(pilot)
        assert "written permission" in said
        assert "called as number 1" in said

    play(path, steps, client="C0001", size=size)


def test_somebody_is_added_changed_and_marked_in_error(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, CIRCLE, "a")
        assert isinstance(pilot.app.screen, MemberForm)
        await press(pilot, "ctrl+s")
        assert "Choose what they are" in shown(pilot)
        type_in(pilot, name="Bo", role=CareRole.PEER, number="1", phone="555-0199")
        await press(pilot, "ctrl+s")
        rows = pilot.app.screen.query_one("#circle-rows", Rows)
        assert rows.row.member.name == "Ada [/] 李"
        await press(pilot, "g", "enter")
        type_in(pilot, remark="after noon", number="")
        await press(pilot, "ctrl+s")
        await press(pilot, "G", "x")
        await press(pilot, "=wrong paper", "ctrl+s")

    play(path, steps, client="C0001")
    with again(path) as caseload:
        team = care_team.listed(caseload, "C0001")
        assert [(one.name, one.emergency_contact) for one in team] == [
            ("Ada [/] 李", 2), ("Dr. Ames", None), ("Bo", None),
        ]  # fmt: skip
        assert team[2].remark == "after noon"
        assert consents.in_force(caseload, "C0001") == []


def test_a_release_is_recorded_for_the_person_at_hand_and_revoked(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, CIRCLE, "c")
        assert isinstance(pilot.app.screen, ConsentForm)
        await press(pilot, "ctrl+s")
        assert 'A release says what it is for: "what for".' in shown(pilot)
        type_in(pilot, purpose="family support", scope="how I am [/]")
        await press(pilot, "ctrl+s")
        assert "how I am [/]" in shown(pilot)
        await press(pilot, "v")
        assert "Choose a release first" in shown(pilot)
        await press(pilot, "j", "j", "v")
        assert isinstance(pilot.app.screen, RevokeForm)
        await press(pilot, "ctrl+s")

    play(path, steps, client="C0001")
    with again(path) as caseload:
        made = consents.get(caseload, "CN0002")
        assert (made.to_whom, made.expires_on) == ("Ada [/] 李", date(2027, 11, 20))
        assert made.revoked_on == TODAY


@pytest.mark.parametrize("key", ["enter", "l"])
def test_a_release_on_the_list_opens_the_form_that_renews_it(path: Path, key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "G", key)
        assert isinstance(pilot.app.screen, RenewForm)
        await press(pilot, "ctrl+s")
        assert "Release" not in [
            line for line in shown(pilot).splitlines() if "Ruiz" in line and "days" in line
        ]
        assert "Dr. Ames ends" not in shown(pilot)

    play(path, steps)
    with again(path) as caseload:
        made = consents.get(caseload, "CN0002")
        assert (made.renews, made.scope, made.signed_on) == ("CN0001", "my plan", TODAY)


def test_what_was_told_is_recorded_or_refused_in_the_form(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, CIRCLE, "o")
        assert isinstance(pilot.app.screen, ToldForm)
        type_in(pilot, what="the new phone")
        await press(pilot, "ctrl+s")
        said = " ".join(shown(pilot).replace("│", " ").split())
        assert "none in force names them" in said
        assert '"Ada [/] 李" --purpose "…" --scope "…"; or say why none is needed: "by what' in said
        type_in(pilot, to_whom="ER", exception="emergency", detail="fell")
        await press(pilot, "ctrl+s")
        assert "TOLD" in shown(pilot)
        await press(pilot, "G", "enter")
        assert "stays told" in shown(pilot)

    play(path, steps, client="C0001")
    with again(path) as caseload:
        (one,) = disclosures.listed(caseload, "C0001")
        assert (one.to_whom, one.exception) == ("ER", "emergency: fell")


def test_the_contact_form_says_what_may_be_told_while_a_name_is_typed(path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "l")
        pilot.app.screen.query_one("#with_whom", Input).focus()
        await press(pilot, "=dr. ames")
        assert "Dr. Ames, psychiatrist, may be told: my plan (until 30 Nov 2026)" in shown(pilot)
        await press(pilot, "=x")
        assert "may be told" not in shown(pilot)

    play(path, steps, client="C0001")


@SIZES
def test_a_document_says_by_what_right_it_goes_and_is_not_made_without(
    path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(path.parent)
    with again(path) as caseload:
        plans.new(caseload, "C0001")
        plan_parts.add_goal(caseload, "C0001", "Home", Domain.HOUSING)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "r")
        type_in(pilot, template="who_to_call", form="md", to="Court")
        await press(pilot, "ctrl+s")
        said = " ".join(str(pilot.app.screen.query_one("#right").render()).split())
        assert "none in force names them" in said
        assert 'say why none is needed: "No release" (' in said
        assert not list(path.parent.glob("*.md"))
        type_in(pilot, to="Dr. Ames")
        await press(pilot)
        said = " ".join(str(pilot.app.screen.query_one("#right").render()).split())
        assert said.startswith("CN0001: The client agreed in writing")
        await press(pilot, "ctrl+s")

    play(path, steps, client="C0001", size=size)
    with again(path) as caseload:
        (document,) = documents.listed(caseload, "C0001")
        (told,) = disclosures.listed(caseload, "C0001")
    assert (told.document_id, told.consent) == (document.document_id, "CN0001")
    assert len(list(path.parent.glob("*.md"))) == 1


def test_signing_names_the_guardian_who_may_sign(path: Path) -> None:
    with again(path) as caseload:
        care_team.add(caseload, "C0001", "Luz Ruiz", CareRole.GUARDIAN)
        plans.new(caseload, "C0001", vision="x")
        plan_parts.add_goal(caseload, "C0001", "Home", Domain.HOUSING)
        plan_parts.add_objective(
            caseload, "C0001", "1", "Lease", measure="signed", target_on=date(2027, 1, 1)
        )
        signatures.sign(caseload, "C0001", SignerRole.CASE_MANAGER, TODAY)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "p", "S")
        assert "Luz Ruiz is their guardian" in shown(pilot)

    play(path, steps, client="C0001")
