"""Referrals in the file: sent with their disclosure or not at all, followed, taken back, undone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, full_file, new_file
from making_referrals import (
    ACCEPTED,
    BY_CLIENT,
    COMPLETED,
    DRAFT,
    FOOD,
    HOUSING,
    LINKED,
    NO_RESPONSE,
    PACE,
    SENT,
    WAITLISTED,
    resource,
    sent,
    step,
)
from refusing import refused, written

from caseload.errors import InvalidError, NotFoundError
from caseload.model.assessing import ActionLevel, Need
from caseload.model.linking import Disclosure, Referral, SentBy
from caseload.model.planning import Domain
from caseload.records import (
    audit,
    checks,
    clients,
    consents,
    disclosures,
    episodes,
    programs,
    referral_lines,
    referrals,
    staff,
    undo,
)
from caseload.records._caseload import Caseload

MAY = date(2026, 5, 4)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        clients.add(opened, "Bo", "Li")
        for each in ("Outreach", "Housing"):
            programs.add(opened, each)
        for client_id in ("C0001", "C0002"):
            episodes.admit(opened, client_id, "Outreach", date(2026, 1, 5), case_manager=STAFF)
        resource(opened)
        yield opened


def refer(caseload: Caseload, on: date = MAY, **facts: Any) -> Referral:
    return referrals.refer(caseload, "C0001", "V0001", on, **facts)


def told(caseload: Caseload) -> list[Disclosure]:
    return disclosures.listed(caseload, "C0001")


def released(caseload: Caseload) -> None:
    """CN0001: the organization may be told."""
    consents.add(
        caseload, "C0001", "Waco Housing", purpose="a room", scope="my need", signed_on=MAY,
        expires_on=date(2027, 5, 4),
    )  # fmt: skip


def a_need(caseload: Caseload, **facts: Any) -> str:
    made = Need("N0009", "C0001", Domain.HOUSING, ActionLevel.ACT, date(2026, 4, 1))
    with caseload.write("add need", "C0001") as change:
        change.add(made._replace(recorded_at=change.at, **facts))
    return made.need_id


# --- beginning -----------------------------------------------------------------------------------


def test_a_referral_is_a_draft_that_nobody_has_heard_of(caseload: Caseload) -> None:
    one = refer(caseload, remark=" A room. ")
    assert (one.status, one.drafted_on, one.sent_on, one.need) == (DRAFT, MAY, None, HOUSING)
    assert (one.remark, one.staff) == ("A room.", STAFF)
    assert told(caseload) == []
    assert [each.status for each in referrals.updates(caseload, "R0001")] == [DRAFT]


def test_what_can_not_be_begun_is_refused(caseload: Caseload) -> None:
    ahead = TODAY + timedelta(1)
    refused(NotFoundError, referrals.refer, caseload, "C0009", "V0001", MAY)
    refused(NotFoundError, referrals.refer, caseload, "C0001", "V0009", MAY)
    assert "lies ahead" in refused(InvalidError, refer, caseload, ahead)
    assert "before it is sent" in refused(
        InvalidError, refer, caseload, MAY, follow_up_on=date(2026, 5, 3)
    )
    said = refused(NotFoundError, refer, caseload, MAY, need_id="N0001")
    assert "Try: caseload need list" in said


def test_the_need_it_answers_must_be_the_clients_and_true(caseload: Caseload) -> None:
    need_id = a_need(caseload)
    one = refer(caseload, need_id="n0009")
    assert one.need_id == need_id
    sent_on = date(2026, 5, 6)
    referrals.send(caseload, "R0001", sent_on, exception="client_asked", pace=PACE)
    step(caseload, "R0001", LINKED, date(2026, 5, 11))
    line = referral_lines.told(caseload, "R0001", TODAY)
    assert (line.identified_on, line.days_to_link) == (date(2026, 4, 1), 40)
    assert "no need of C0002. Theirs: caseload need list C0002 --open" in refused(
        InvalidError, referrals.refer, caseload, "C0002", "V0001", MAY, need_id="N0009"
    )


def test_a_need_in_error_is_none(caseload: Caseload) -> None:
    a_need(caseload, entered_in_error_at="x", entered_in_error_why="y")
    refused(NotFoundError, refer, caseload, MAY, need_id="N0009")


def test_a_second_one_to_a_service_waits_for_the_first_or_is_asked_for(caseload: Caseload) -> None:
    one = sent(caseload, "C0001", "V0001", MAY)
    said = refused(InvalidError, refer, caseload)
    assert "R0001, sent" in said
    assert "--again" in said
    assert refer(caseload, again=True).referral_id == "R0002"
    referrals.entered_in_error(caseload, "R0002", "twice")
    step(caseload, one.referral_id, BY_CLIENT, MAY)
    assert refer(caseload).referral_id == "R0003"


# --- sending -------------------------------------------------------------------------------------


def test_what_was_sent_was_told_and_both_are_one_write(caseload: Caseload) -> None:
    refer(caseload)
    released(caseload)
    before = written(caseload)
    made = referrals.send(
        caseload, "r0001", MAY, release=" cn0001 ", pace=PACE, by=SentBy.FAX, remark="faxed"
    )
    assert (made.referral.status, made.referral.sent_on) == (SENT, MAY)
    assert made.referral.follow_up_on == date(2026, 5, 18)
    [one] = told(caseload)
    assert one == made.disclosure
    assert (one.to_whom, one.purpose) == (
        "Waco Housing, Section 8 waitlist",
        "referral for housing",
    )
    assert one.what.startswith("referral by fax: name")
    assert (one.consent, one.exception, one.referral_id) == ("CN0001", None, "R0001")
    rows = list(audit.entries(caseload))[before:]
    assert len({row.at for row in rows}) == 1
    assert {row.record for row in rows} == {"referral", "referral_update", "disclosure"}
    assert {row.client_id for row in rows} == {"C0001"}


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_nothing_is_told_without_a_release_or_an_exception(
    caseload: Caseload, empty: str | None
) -> None:
    refer(caseload)
    said = refused(
        InvalidError, referrals.send, caseload, "R0001", MAY, release=empty, exception=empty,
        pace=PACE,
    )  # fmt: skip
    assert "'Waco Housing, Section 8 waitlist' without their signed release" in said
    assert '--exception "…"' in said
    assert "not both" in refused(
        InvalidError,
        referrals.send,
        caseload,
        "R0001",
        MAY,
        release="CN0001",
        exception="y",
        pace=PACE,
    )


def test_a_release_for_the_service_or_its_organization_is_found_and_words_are_none(
    caseload: Caseload,
) -> None:
    refer(caseload)
    assert 'caseload consent add C0001 "Waco Housing' in refused(
        NotFoundError, referrals.send, caseload, "R0001", MAY, release="signed 3 May", pace=PACE
    )
    assert told(caseload) == []
    released(caseload)
    assert referrals.send(caseload, "R0001", MAY, pace=PACE).disclosure.consent == "CN0001"


def test_what_the_client_takes_there_needs_no_release_and_is_recorded_as_such(
    caseload: Caseload,
) -> None:
    refer(caseload)
    referrals.send(caseload, "R0001", MAY, by=SentBy.CLIENT, pace=PACE)
    [one] = told(caseload)
    assert (one.consent, one.exception) == (None, "the client took it there themself")


def test_a_sending_that_is_refused_tells_nothing(caseload: Caseload) -> None:
    one = sent(caseload, "C0001", "V0001", MAY)
    step(caseload, one.referral_id, LINKED, MAY)
    refused(
        InvalidError, referrals.send, caseload, "R0001", MAY, exception="client_asked", pace=PACE
    )
    assert len(told(caseload)) == 1


def test_a_draft_is_sent_by_sending_it(caseload: Caseload) -> None:
    refer(caseload)
    assert "caseload referral send R0001" in refused(
        InvalidError, referrals.update, caseload, "R0001", SENT, MAY, pace=PACE
    )


def test_sent_once_more_is_told_once_more(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    later = MAY + timedelta(9)
    after = referrals.send(
        caseload, "R0001", later, exception="client_asked: asked for it", pace=PACE
    ).referral
    assert (after.sent_on, after.follow_up_on) == (MAY, later + timedelta(14))
    assert [one.disclosed_on for one in told(caseload)] == [later, MAY]


def test_an_accounting_may_begin_with_a_day(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    sent(caseload, "C0001", "V0001", date(2026, 6, 1))
    sent(caseload, "C0002", "V0001", MAY)
    assert [one.disclosed_on.month for one in told(caseload)] == [6, 5]
    assert len(disclosures.listed(caseload, "C0001", date(2026, 5, 5))) == 1
    assert len(disclosures.listed(caseload, "C0001", date(2026, 6, 1))) == 1


def test_a_disclosure_says_to_whom_what_and_why_and_not_tomorrow(caseload: Caseload) -> None:
    right = disclosures.Right("signed")
    for facts in ((" ", "x", "x"), ("x", "", "x"), ("x", "x", "\n")):
        refused(InvalidError, disclosures.disclose, caseload, "C0001", *facts, right, MAY)
    refused(
        InvalidError, disclosures.disclose, caseload, "C0001", "x", "x", "x", right,
        TODAY + timedelta(1),
    )  # fmt: skip
    refused(
        InvalidError, disclosures.disclose, caseload, "C0001", "x", "x", "x", disclosures.Right(),
        MAY,
    )  # fmt: skip


@pytest.mark.parametrize("table", ["referral_update", "disclosure"])
@pytest.mark.parametrize("sql", ["update {0} set client_id = client_id", "delete from {0}"])
def test_steps_and_disclosures_are_never_changed(caseload: Caseload, table: str, sql: str) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    with pytest.raises(InvalidError, match="never"), caseload.write("try") as change:
        change.derived(sql.format(table), ())


# --- following -----------------------------------------------------------------------------------


def test_it_is_followed_until_it_has_ended(caseload: Caseload) -> None:
    one = sent(caseload, "C0001", "V0001", MAY)
    for status, days, ask in ((ACCEPTED, 3, 14), (WAITLISTED, 5, 30), (LINKED, 20, 30)):
        on = MAY + timedelta(days)
        one = step(caseload, "R0001", status, on)
        assert (one.status, one.follow_up_on) == (status, on + timedelta(ask))
    assert one.linked_on == MAY + timedelta(20)
    one = step(caseload, "R0001", COMPLETED, date(2026, 7, 1), outcome="Has a key.")
    assert (one.closed_on, one.follow_up_on, one.outcome) == (date(2026, 7, 1), None, "Has a key.")
    assert referrals.get(caseload, "R0001") == one
    assert checks.damage(caseload) == []


def test_one_that_never_answered_may_be_sent_again(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    step(caseload, "R0001", NO_RESPONSE, date(2026, 6, 10))
    one = referrals.send(
        caseload, "R0001", date(2026, 6, 11), exception="client_asked", pace=PACE
    ).referral
    assert (one.status, one.closed_on, one.sent_on) == (SENT, None, MAY)


def test_without_a_pace_the_day_to_ask_again_must_be_said(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    refused(InvalidError, referrals.update, caseload, "R0001", ACCEPTED, MAY)
    one = referrals.update(caseload, "R0001", ACCEPTED, MAY, follow_up_on=MAY)
    assert one.follow_up_on == MAY


@pytest.mark.parametrize("bad", ["R9", "", "'; drop table referral", "[/]", "李"])
def test_an_unknown_referral_is_not_found(caseload: Caseload, bad: str) -> None:
    refused(NotFoundError, referrals.update, caseload, bad, ACCEPTED, MAY, pace=PACE)
    refused(NotFoundError, referrals.entered_in_error, caseload, bad, "x")


HOSTILE = ("[/]", "=1+1", "O'Brien", "李 😀", "x" * 200_000, "a\nb")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_people_say_of_it_is_kept_as_it_is(caseload: Caseload, text: str) -> None:
    refer(caseload, remark=text)
    referrals.send(caseload, "R0001", MAY, exception="client_asked", pace=PACE, remark=text)
    assert referrals.get(caseload, "R0001").remark == text
    assert referrals.updates(caseload, "R0001")[-1].remark == text


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\u202eb", "x\x00"])
def test_what_could_act_on_a_screen_is_refused(caseload: Caseload, text: str) -> None:
    refused(InvalidError, refer, caseload, MAY, remark=text)
    refer(caseload)
    said = f"treatment: {text}"
    refused(InvalidError, referrals.send, caseload, "R0001", MAY, exception=said, pace=PACE)


# --- what was never true -------------------------------------------------------------------------


def test_a_step_is_taken_back_by_another_and_both_can_be_read(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    before = referrals.get(caseload, "R0001")
    step(caseload, "R0001", BY_CLIENT, date(2026, 5, 20), outcome="No.", remark="heard so")
    after = referrals.take_back(caseload, "R0001", "another client")
    assert after == before
    assert referrals.get(caseload, "R0001") == before
    *_, wrong, back = referrals.updates(caseload, "R0001")
    assert (wrong.remark, back.remark) == ("heard so", "another client")
    assert (back.takes_back, back.status, back.noted_on) == (wrong.referral_update_id, SENT, TODAY)
    line = referral_lines.told(caseload, "R0001", date(2026, 5, 25))
    assert (line.status, line.since) == (SENT, MAY), "it was never true, on no day"
    step(caseload, "R0001", ACCEPTED, date(2026, 5, 8))


def test_what_was_told_or_just_begun_is_not_taken_back(caseload: Caseload) -> None:
    refer(caseload)
    assert "caseload referral error R0001" in refused(
        InvalidError, referrals.take_back, caseload, "R0001", "x"
    )
    referrals.send(caseload, "R0001", MAY, exception="client_asked", pace=PACE)
    assert "what was told stays told" in refused(
        InvalidError, referrals.take_back, caseload, "R0001", "x"
    )
    step(caseload, "R0001", SENT, MAY)
    refused(InvalidError, referrals.take_back, caseload, "R0001", " ")
    referrals.take_back(caseload, "R0001", "x")
    referrals.send(caseload, "R0001", MAY, exception="client_asked: once more", pace=PACE)
    refused(InvalidError, referrals.take_back, caseload, "R0001", "x")


def test_one_in_error_stays_as_it_is_and_is_marked_once(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    refused(InvalidError, referrals.entered_in_error, caseload, "R0001", " ")
    marked = referrals.entered_in_error(caseload, "R0001", "wrong client")
    assert marked.entered_in_error_why == "wrong client"
    for verb, *given in (
        (referrals.entered_in_error, "R0001", "x"),
        (referrals.take_back, "R0001", "x"),
        (referrals.update, "R0001", ACCEPTED, MAY),
    ):
        refused(InvalidError, verb, caseload, *given)
    refused(
        InvalidError, referrals.send, caseload, "R0001", MAY, exception="client_asked", pace=PACE
    )
    assert referral_lines.listed(caseload) == []
    assert [one.entered_in_error_why for one in referral_lines.listed(caseload, everything=True)]


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_is_by_the_day_to_ask_and_may_be_a_part(caseload: Caseload) -> None:
    other = resource(caseload, "Pantry", need=frozenset({FOOD})).resource_id
    staff.add(caseload, "Marcus Bell")
    sent(caseload, "C0001", "V0001", MAY, follow_up_on=date(2026, 12, 1))
    sent(caseload, "C0002", "V0001", MAY, follow_up_on=date(2026, 11, 1))
    sent(caseload, "C0001", other, MAY)
    step(caseload, "R0003", BY_CLIENT, MAY)
    refer(caseload, again=True)

    def ids(**wanted: Any) -> list[str]:
        return [one.referral_id for one in referral_lines.listed(caseload, **wanted)]

    assert ids() == ["R0004", "R0002", "R0001"]
    assert ids(everything=True) == ["R0004", "R0002", "R0001", "R0003"]
    assert ids(client_id="C0001") == ["R0004", "R0001"]
    assert ids(resource_id=other, everything=True) == ["R0003"]
    assert ids(status=BY_CLIENT) == ["R0003"]
    assert ids(status=SENT) == ["R0002", "R0001"]
    assert ids(case_manager=STAFF) == ids()
    assert ids(case_manager="S0002") == []
    episodes.transfer(caseload, "E0002", TODAY, case_manager="S0002")
    assert ids(case_manager="S0002") == ["R0002"]
    assert ids(on=date(2026, 5, 3)) == []


def test_of_two_case_managers_the_one_who_made_it_asks_again(caseload: Caseload) -> None:
    two = staff.add(caseload, "Marcus Bell")
    episodes.admit(caseload, "C0001", "Housing", date(2026, 3, 1), case_manager=two.staff_id)
    sent(caseload, "C0001", "V0001", MAY)
    caseload.staff = two
    sent(caseload, "C0001", "V0001", MAY)
    by = {one.referral_id: one.case_manager for one in referral_lines.listed(caseload)}
    assert by == {"R0001": "Dana Whitfield", "R0002": "Marcus Bell"}


def test_before_it_was_begun_there_is_nothing_to_tell(caseload: Caseload) -> None:
    refer(caseload)
    refused(NotFoundError, referral_lines.told, caseload, "R0001", date(2026, 5, 3))


# --- undo ----------------------------------------------------------------------------------------


def test_undo_of_a_step_says_that_it_was_never_true(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    before = referrals.get(caseload, "R0001")
    step(caseload, "R0001", LINKED, MAY, outcome="Moved in.")
    done = undo.undo(caseload)
    assert done.action == "update referral"
    assert referrals.get(caseload, "R0001") == before
    assert referrals.updates(caseload, "R0001")[-1].takes_back is not None
    assert referral_lines.told(caseload, "R0001", TODAY).linked_on is None
    assert checks.damage(caseload) == []


def test_undo_of_a_draft_marks_it_in_error(caseload: Caseload) -> None:
    refer(caseload)
    assert undo.undo(caseload).changes == ("R0001 is marked as entered in error.",)
    assert referrals.get(caseload, "R0001").entered_in_error_why == "undone"
    assert len(referrals.updates(caseload, "R0001")) == 1
    assert checks.damage(caseload) == []


def test_undo_of_another_day_to_ask_leaves_the_day_before(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    step(caseload, "R0001", SENT, TODAY)
    undo.undo(caseload)
    assert referrals.get(caseload, "R0001").follow_up_on == date(2026, 5, 18)


NOT_TAKEN_BACK: dict[str, tuple[Callable[[Caseload], object], str]] = {
    "a sending": (
        lambda c: referrals.send(c, "R0002", TODAY, exception="client_asked", pace=PACE),
        "What was told to others stays told",
    ),
    "a step taken back": (
        lambda c: referrals.take_back(c, "R0001", "x"),
        "caseload referral update R0001",
    ),
    "an error": (
        lambda c: referrals.entered_in_error(c, "R0001", "x"),
        "stays marked as entered in error",
    ),
}


@pytest.mark.parametrize(("verb", "why"), NOT_TAKEN_BACK.values(), ids=NOT_TAKEN_BACK)
def test_what_undo_does_not_take_back_is_refused_with_its_reason(
    caseload: Caseload, verb: Callable[[Caseload], object], why: str
) -> None:
    sent(caseload, "C0001", "V0001", MAY)
    step(caseload, "R0001", ACCEPTED, MAY)
    refer(caseload, again=True)
    verb(caseload)
    assert why in refused(InvalidError, undo.undo, caseload)


def test_the_full_file_holds_referrals_that_stand_as_their_steps_say(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        found = referral_lines.listed(caseload, everything=True)
        assert {one.status for one in found} == {DRAFT, SENT, WAITLISTED, COMPLETED}
        for one in found:
            kept = referrals.get(caseload, one.referral_id)
            for name in ("status", "sent_on", "linked_on", "closed_on"):
                assert getattr(kept, name) == getattr(one, name)
