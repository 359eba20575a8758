"""Referrals on the screen: begun, sent, updated and taken back by keys alone."""

from datetime import date
from pathlib import Path

import pytest
from making import TODAY, again, new_file
from making_referrals import DRAFT, LINKED, SENT, WAITLISTED, resource, sent
from playing import NARROW, WIDE, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from caseload.records import clients, disclosures, episodes, programs, referrals
from caseload.rules import referral_rules
from caseload.settings.referral_pace import pace
from caseload.tui import referral_forms
from caseload.tui.chart import TABS
from caseload.tui.referral_forms import NewReferral, SendReferral, UpdateReferral
from caseload.tui.tab_referrals import ReferralsTab

TAB = str(list(TABS).index("referrals") + 1)
OCT = date(2026, 10, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as caseload:
        programs.add(caseload, "Outreach")
        clients.add(caseload, "Ana", "[/] Núñez", county="Hill", date_of_birth=date(1990, 1, 1))
        episodes.admit(caseload, "C0001", "Outreach", date(2026, 10, 20), case_manager="S0001")
        resource(caseload, "Shelf [b]x", counties=("Hill",), verified_on=TODAY)
        resource(caseload, "Far", counties=("Falls",), verified_on=TODAY)
        return caseload.path


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_referral_is_begun_with_what_fits_and_sent_with_its_letter(
    path: Path, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB)
        assert "No referrals yet. Press a" in shown(pilot)
        await press(pilot, "a")
        form = pilot.app.screen
        assert isinstance(form, NewReferral)
        offered = form.query_one("#resource", Select)
        assert [str(value) for _, value in offered._options if value is not Select.NULL] == [
            "V0001"
        ]
        await press(pilot, "ctrl+s")
        assert "Choose a service, or name one." in shown(pilot)
        offered.value = "V0001"
        form.query_one("#remark", Input).value = "A room [/] 李"
        await press(pilot, "ctrl+s")
        assert "OPEN" in shown(pilot)
        assert "draft" in shown(pilot)
        await press(pilot, "s")
        form = pilot.app.screen
        assert isinstance(form, SendReferral)
        form.query_one("#folder", Input).value = str(path.parent)
        await press(pilot, "ctrl+s")
        wrong = form.query_one("#wrong", Static)
        assert "without their signed release" in str(wrong.content)
        form.query_one("#exception", Select).value = "client_asked"
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is not form

    play(path, steps, client="C0001", size=size)
    assert (path.parent / "C0001-R0001-referral_letter-2026-11-20.pdf").exists()
    with again(path) as caseload:
        one = referrals.get(caseload, "R0001")
        assert (one.status, one.remark) == (SENT, "A room [/] 李")
        assert disclosures.listed(caseload, "C0001")[0].document_id == "D0001"


def test_no_data_file_is_read_for_each_service_that_is_offered(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted() -> referral_rules.Pace:
        asked.append("pace")
        return pace()

    monkeypatch.setattr(referral_forms, "pace", counted)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "a")
        assert isinstance(pilot.app.screen, NewReferral)
        assert asked == []
        pilot.app.screen.query_one("#other", Input).value = "Far"
        await press(pilot, "ctrl+s")
        assert asked == ["pace"]

    play(path, steps, client="C0001")


def test_a_letter_without_a_release_leaves_no_file(path: Path) -> None:
    with again(path) as caseload:
        referrals.refer(caseload, "C0001", "V0001", OCT)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "s")
        pilot.app.screen.query_one("#folder", Input).value = str(path.parent)
        await press(pilot, "ctrl+s", "escape")

    play(path, steps, client="C0001")
    assert not list(path.parent.glob("*.pdf"))
    with again(path) as caseload:
        assert referrals.get(caseload, "R0001").status is DRAFT


def test_a_line_of_today_opens_its_update_and_goes_once_it_is_saved(path: Path) -> None:
    with again(path) as caseload:
        sent(caseload, "C0001", "V0001", OCT)

    async def steps(pilot: Pilot[None]) -> None:
        rows = pilot.app.screen.query_one("#due")
        assert "Referral" in shown(pilot)
        labels = [(str(one.obligation), n) for n, one in enumerate(rows._rows)  # type: ignore[attr-defined]
                  if not isinstance(one, str)]  # fmt: skip
        contact = next(n for kind, n in labels if kind == "contact")
        referral = next(n for kind, n in labels if kind == "referral")
        rows.cursor = contact  # type: ignore[attr-defined]
        await press(pilot, "u")
        assert not isinstance(pilot.app.screen, UpdateReferral), "a contact has no such form"
        assert "u Update" not in shown(pilot)
        rows.cursor = referral  # type: ignore[attr-defined]
        await press(pilot)
        assert "u Update" in shown(pilot)
        await press(pilot, "u")
        form = pilot.app.screen
        assert isinstance(form, UpdateReferral)
        await press(pilot, "ctrl+s")
        assert "Choose what was heard." in shown(pilot)
        form.query_one("#status", Select).value = WAITLISTED
        form.query_one("#remark", Input).value = "third"
        await press(pilot, "ctrl+s")
        assert "Referral" not in shown(pilot), "it is asked about in 30 days"

    play(path, steps)
    with again(path) as caseload:
        assert referrals.updates(caseload, "R0001")[-1].remark == "third"


def test_a_step_is_taken_back_and_what_has_ended_says_so(path: Path) -> None:
    with again(path) as caseload:
        sent(caseload, "C0001", "V0001", OCT)
        referrals.update(caseload, "R0001", LINKED, OCT, follow_up_on=TODAY)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, TAB, "b")
        pilot.app.screen.query_one("#reason", Input).value = "not there yet"
        await press(pilot, "ctrl+s")
        assert pilot.app.screen.query_one(ReferralsTab)
        assert "linked (taken back since)" in " ".join(shown(pilot).split())
        await press(pilot, "x")
        pilot.app.screen.query_one("#reason", Input).value = "wrong client"
        await press(pilot, "ctrl+s", "e")
        assert "entered in error" in shown(pilot)
        assert isinstance(pilot.app.screen.query_one(ReferralsTab), ReferralsTab)

    play(path, steps, client="C0001", size=(140, 50))
    with again(path) as caseload:
        assert referrals.get(caseload, "R0001").entered_in_error_why == "wrong client"
