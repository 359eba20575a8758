"""When appointments, tasks and appeals are due; follow-through; the days of usual appeals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import InvalidError, NotFoundError
from caseload.model import Status
from caseload.model.agenda import CancelledBy, Outcome
from caseload.rules import agenda_rules, appealing, follow_through
from caseload.settings import appeals, data_files

d = date.fromisoformat
NOON = "2026-11-20T14:30"
KEPT, MISSED = (Outcome.KEPT, None, False), (Outcome.MISSED, None, False)
BY_CLIENT = (Outcome.CANCELLED, CancelledBy.CLIENT, False)
BY_OTHER = (Outcome.CANCELLED, CancelledBy.OTHER, False)
MOVED = (Outcome.CANCELLED, CancelledBy.CLIENT, True)
OPEN = (Outcome.SCHEDULED, None, False)


def visit(on: str, **facts: str | bool | None) -> tuple[Status, int, str]:
    told = {"with_whom": "Dr. Ames", "purpose": None, "location": "DePaul Center",
            "transport": "van", "remind": False, **facts}  # fmt: skip
    found = agenda_rules.judge_appointment(NOON, d(on), **told)  # type: ignore[arg-type]
    assert found.due_on == d("2026-11-20")
    return found.status, found.days_overdue, found.reason


@pytest.mark.parametrize(
    ("on", "status", "days"),
    [
        ("2026-11-18", Status.UPCOMING, -2),
        ("2026-11-19", Status.DUE_SOON, -1),
        ("2026-11-20", Status.DUE_TODAY, 0),
        ("2026-11-21", Status.OVERDUE, 1),
    ],
)
def test_an_appointment_is_listed_on_its_day_and_the_day_before_and_late_the_day_after(
    on: str, status: Status, days: int
) -> None:
    assert visit(on)[:2] == (status, days)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "14:30 with Dr. Ames, DePaul Center; ride: van"),
        ({"remind": True}, "14:30 with Dr. Ames, DePaul Center; ride: van; remind them"),
        ({"phone": "555"}, "14:30 with Dr. Ames, DePaul Center; ride: van; their phone 555"),
        ({"with_whom": None, "location": None, "transport": None}, "14:30"),
        ({"with_whom": None, "purpose": "lab"}, "14:30 lab, DePaul Center; ride: van"),
        ({"with_whom": "李 \n[/]", "transport": None}, "14:30 with 李 [/], DePaul Center"),
    ],
)
def test_the_line_of_an_appointment_says_the_time_with_whom_where_and_the_ride(
    facts: dict[str, str | bool | None], reason: str
) -> None:
    assert visit("2026-11-20", **facts)[2] == reason


def test_one_that_is_over_asks_whether_it_was_kept_and_reminds_nobody() -> None:
    said = visit("2026-11-21", remind=True)[2]
    assert said == "14:30 with Dr. Ames, DePaul Center; was it kept?"


def test_the_reminder_is_the_day_before_unless_that_is_past() -> None:
    assert agenda_rules.remind_on(d("2026-11-22"), d("2026-11-20")) == d("2026-11-21")
    assert agenda_rules.remind_on(d("2026-11-21"), d("2026-11-20")) == d("2026-11-20")
    assert agenda_rules.remind_on(d("2026-11-20"), d("2026-11-20")) is None


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-11-12", Status.UPCOMING),
        ("2026-11-13", Status.DUE_SOON),
        ("2026-11-20", Status.DUE_TODAY),
        ("2026-11-21", Status.OVERDUE),
    ],
)
def test_a_task_and_an_appeal_are_listed_seven_days_before(on: str, status: Status) -> None:
    due = d("2026-11-20")
    assert agenda_rules.judge_task("Call SSA", due, d(on), 0).status is status
    found = agenda_rules.judge_appeal("SNAP cut", "HHSC", None, due, d(on))
    assert found is not None
    assert found.status is status


def test_a_task_says_how_often_it_was_put_off_and_is_cut_to_a_line() -> None:
    said = [agenda_rules.judge_task("Call", d(NOON[:10]), d(NOON[:10]), n).reason for n in range(3)]
    assert said == ["Call", "Call (put off once)", "Call (put off 2 times)"]
    long = agenda_rules.judge_task("x " * 100_000, d(NOON[:10]), d(NOON[:10]), 0).reason
    assert len(long) == agenda_rules.SHOWN
    assert long.endswith("…")


def test_an_appeal_waits_for_the_sooner_of_filing_and_answer_and_else_for_nothing() -> None:
    file_by, respond_by, on = d("2026-12-01"), d("2026-11-25"), d("2026-11-20")
    both = agenda_rules.judge_appeal("SNAP cut", "HHSC", file_by, respond_by, on)
    filing = agenda_rules.judge_appeal("SNAP cut", "HHSC", file_by, None, on)
    assert both is not None
    assert filing is not None
    assert both.reason == "Answer from HHSC 25 Nov 2026: SNAP cut"
    assert filing.reason == "Last day to file against HHSC 1 Dec 2026: SNAP cut"
    assert agenda_rules.judge_appeal("SNAP cut", "HHSC", None, None, on) is None


# --- follow-through ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcomes", "scheduled", "percent"),
    [
        ([], 0, None),
        ([OPEN, MOVED, BY_OTHER], 0, None),
        ([KEPT], 1, 100),
        ([MISSED], 1, 0),
        ([KEPT, KEPT, MISSED], 3, 67),
        ([KEPT, BY_CLIENT], 2, 50),
        ([KEPT, BY_OTHER, MOVED, OPEN], 1, 100),
        ([KEPT] * 1 + [MISSED] * 7, 8, 13),
    ],
)
def test_follow_through_is_kept_of_what_was_the_clients_to_keep(
    outcomes: list[tuple[Outcome, CancelledBy | None, bool]], scheduled: int, percent: int | None
) -> None:
    found = follow_through.counted("C0001", "Ruiz, Ana", outcomes)
    assert (found.scheduled, found.percent) == (scheduled, percent)
    assert sum(found[2:8]) == len(outcomes)


# --- overlaps ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "minutes", "overlaps"),
    [
        ("2026-11-20T14:00", 30, False),
        ("2026-11-20T14:00", 31, True),
        ("2026-11-20T14:45", 10, True),
        ("2026-11-20T15:00", 10, False),
        ("2026-11-20T14:30", None, True),
        ("2026-11-20T14:45", None, True),
        ("2026-11-20T15:00", None, False),
        ("2026-11-19T23:00", 1440, True),
        ("2026-11-21T14:30", 30, False),
    ],
)
def test_two_overlap_when_they_share_a_minute_or_their_beginning(
    begins: str, minutes: int | None, overlaps: bool
) -> None:
    there = [("AP1", "2026-11-20T14:30", 30)]
    assert bool(list(agenda_rules.overlapping(begins, minutes, there))) is overlaps
    other = [("AP2", begins, minutes)]
    assert bool(list(agenda_rules.overlapping("2026-11-20T14:30", 30, other))) is overlaps


# --- usual appeals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "decided_on", "last"),
    [
        ("medicaid_fair_hearing", "2026-11-02", "2027-01-31"),
        ("medicaid_plan_appeal", "2026-11-02", "2027-01-01"),
        ("medicaid_plan_hearing", "2026-11-02", "2027-01-31"),
        # 60 days and 5 for the mail; a Saturday or Sunday moves to Monday.
        ("ssi_reconsideration", "2026-09-22", "2026-11-26"),
        ("ssi_reconsideration", "2026-09-24", "2026-11-30"),
        ("ssi_reconsideration", "2026-09-25", "2026-11-30"),
        ("social_security_hearing", "2026-09-22", "2026-11-26"),
        ("snap_fair_hearing", "2026-11-02", "2027-01-31"),
        ("fair_housing_complaint", "2027-03-01", "2028-02-29"),
        ("ada_complaint", "2026-01-01", "2026-06-30"),
        ("hipaa_complaint", "2026-01-01", "2026-06-30"),
        ("housing_grievance", "2026-01-01", None),
    ],
)
def test_the_last_day_to_file_is_counted_from_the_notice(
    kind: str, decided_on: str, last: str | None
) -> None:
    found = appealing.file_by(appeals.kind(kind), d(decided_on))
    assert (found.day.isoformat() if found else None) == last


def test_the_arithmetic_is_shown_with_its_source() -> None:
    found = appealing.file_by(appeals.kind("SSI reconsideration"), d("2026-09-24"))
    assert found is not None
    assert found.how == (
        "24 Sep 2026 + 5 days for the mail + 60 days = Sat 28 Nov 2026, no weekday, so Mon 30 Nov "
        "2026 (20 CFR 416.1409, 416.1401; POMS SI 04005.012; read 25 Nov 2026)"
    )
    answer = appealing.answer_by(appeals.kind("snap-fair-hearing"), d("2026-11-02"))
    assert answer is not None
    assert answer.how == (
        "2 Nov 2026 + 60 days = Fri 1 Jan 2027 (7 CFR 273.15(g), 273.15(c)(1); not checked against "
        "the source: go by the notice)"
    )


def test_the_hearing_after_a_plans_appeal_is_answered_sooner_than_a_first_one() -> None:
    # 42 CFR 431.244(f)(1)(i): the 90 days begin with the appeal to the plan, which took 30 of them.
    first, after = appeals.kind("medicaid_fair_hearing"), appeals.kind("medicaid_plan_hearing")
    assert (first.answer_days, after.answer_days) == (90, 60)


def test_a_kind_says_whether_and_when_its_source_was_read() -> None:
    rest = "title: t, right: r, what: w, source: s, days: 9"
    kinds, mistakes = appealing.read(
        f"- {{name: a, {rest}, checked: 2026-11-25, read: page 7}}\n- {{name: b, {rest}}}\n"
    )
    assert mistakes == []
    assert (kinds["a"].checked, kinds["a"].read) == (d("2026-11-25"), "page 7")
    assert (kinds["b"].checked, kinds["b"].read) == (None, None)
    read, unread = (appealing.file_by(one, d("2026-11-02")) for one in kinds.values())
    assert read is not None
    assert unread is not None
    assert read.how.endswith("(s; read 25 Nov 2026)")
    assert unread.how.endswith("(s; not checked against the source: go by the notice)")


def test_each_shipped_kind_says_what_right_what_is_filed_and_its_source() -> None:
    path = data_files.named()["appeals"]
    kinds, mistakes = appealing.read(data_files.text_of(path))
    assert mistakes == []
    assert len(kinds) >= 12
    for kind in kinds.values():
        assert all((kind.title, kind.right, kind.what, kind.source))
        assert kind.days is not None or kind.remark, kind.name
        # Who says that a source was read says which copy of it.
        assert (kind.checked is None) == (kind.read is None), kind.name
    unread = {kind.name for kind in kinds.values() if kind.checked is None}
    assert unread == {
        "medicaid_plan_appeal", "medicaid_plan_hearing", "snap_fair_hearing", "voucher_hearing",
        "patient_rights",
    }  # fmt: skip


@given(st.dates(d("2000-01-01"), d("2100-01-01")))
def test_a_last_day_is_never_before_the_days_that_the_law_gives(day: date) -> None:
    kind = appeals.kind("ssi_reconsideration")
    found = appealing.file_by(kind, day)
    assert found is not None
    assert 65 <= (found.day - day).days <= 67
    assert found.day.weekday() < 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the text is empty"),
        ("- name: x\n", "the title says nothing"),
        ("- name: x\n  title: t\n  right: r\n  what: w\n  source: s\n  days: ninety\n", "a number"),
        ("- name: x\n  title: t\n  right: r\n  what: w\n  source: s\n  days: 99999\n", "a number"),
        ("- name: x\n  title: t\n  right: r\n  what: w\n  source: s\n  day: 9\n", "mean days"),
        (
            "- {name: x, title: t, right: r, what: w, source: s, next_weekday: maybe}\n",
            "yes or no",
        ),
        ("- {name: x, title: t, right: r, what: w, source: s}\n" * 2, "stands twice"),
        ("- {name: x, title: t, right: r, what: w, source: s, checked: soon}\n", "YYYY-MM-DD"),
        ("- {name: x, title: t, right: r, what: w, source: s, checked: 2026-02-29}\n", "checked"),
        ("- {name: x, title: t, right: r, what: w, source: s, checked: [x]}\n", "text is wanted"),
        ("- &a [x]\n", "no & or"),
    ],
)
def test_a_mistake_in_an_agencys_own_list_is_named_with_its_line(text: str, says: str) -> None:
    _, mistakes = appealing.read(text)
    assert any(says in str(one) for one in mistakes), mistakes


def test_an_unknown_kind_is_told_which_there_are() -> None:
    with pytest.raises(NotFoundError, match="medicaid_fair_hearing"):
        appeals.kind("[/]")


def test_an_agencys_own_list_goes_before_ours(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    from caseload.settings import config

    folder = Path(str(tmp_path))
    (folder / "appeals.yaml").write_text(
        "- {name: local, title: Local, right: r, what: w, source: s, days: 10}\n"
    )
    monkeypatch.setattr(config, "read", lambda: config.Config(data=str(folder)))
    assert list(appeals.kinds()) == ["local"]
    (folder / "appeals.yaml").write_text("- name: x\n")
    with pytest.raises(InvalidError, match="line 1"):
        appeals.kinds()


def test_a_day_of_an_appointment_is_that_of_its_beginning() -> None:
    late = agenda_rules.judge_appointment(
        "2026-11-20T23:59", d("2026-11-20"), with_whom=None, purpose=None, location=None,
        transport=None, remind=False,
    )  # fmt: skip
    assert late.due_on + timedelta(1) == d("2026-11-21")
