"""The figures of the reports, reckoned a second time by plain SQL over the raw exports."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making_reports import tables
from sqlcipher3 import dbapi2 as sqlite

from caseload.cli import main
from caseload.records import reports
from caseload.records._opening import open_file
from caseload.records.reports import Asked
from caseload.reporting.catalog import REPORTS
from caseload.reporting.spans import Span

d = date.fromisoformat

KINDS = ("clients", "contacts", "episodes", "holds", "appointments", "referrals", "crises",
         "living_situations", "assessments", "needs", "holidays", "staff")  # fmt: skip
SINCE, UNTIL, ON = "2026-01-01", "2026-10-31", "2026-11-23"
TIME = {"since": SINCE, "until": UNTIL, "on": ON}


class Agency:
    """The invented agency: its raw exports as tables, and its reports."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self._capsys = capsys
        monkeypatch.setenv("CASELOAD_CONFIG", str(folder / "config.toml"))
        monkeypatch.setenv("CASELOAD_TODAY", ON)
        assert main(["demo", str(folder / "demo")]) == 0
        self.path = folder / "demo" / "demo.db"
        monkeypatch.setenv("CASELOAD_FILE", str(self.path))
        capsys.readouterr()
        self.raw = tables({kind: self.says("export", kind, "--format", "jsonl") for kind in KINDS})

    def says(self, *arguments: str) -> str:
        assert main(list(arguments)) == 0, self._capsys.readouterr().err
        return str(self._capsys.readouterr().out)

    def figures(self, report: str, *options: str) -> dict[tuple[str, str, str | None], Any]:
        """By whom, figure and what it is about: numerator and denominator."""
        said = self.says("report", report, "--since", SINCE, "--until", UNTIL, "--json", *options)
        rows = json.loads(said)
        return {
            (row["group"] or "", row["figure"], row["of"]): (row["numerator"], row["denominator"])
            for row in rows
        }

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        try:
            return list(self.raw.execute(text, TIME))
        except sqlite.Error as error:  # pragma: no cover - a mistake in a query of ours
            raise AssertionError(text) from error


@pytest.fixture
def agency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Agency]:
    made = Agency(tmp_path, monkeypatch, capsys)
    yield made
    made.raw.close()


DAY_BY_DAY = """
with recursive
    day(d) as (select :since union all select date(d, '+1 day') from day where d < :until),
    stay as (select episode_id, client_id, program, admitted_on, discharged_on from episodes
        where admitted_on is not null and admitted_on <= :until
            and (discharged_on is null or discharged_on > :since)),
    reached as (select distinct client_id, contacted_on as c from contacts
        where reached in ('client', 'group') and entered_in_error_at is null),
    told as (
        select s.episode_id, s.client_id, s.program, d, substr(d, 1, 7) as month,
            d >= s.admitted_on and (s.discharged_on is null or d < s.discharged_on) as is_open,
            exists (select 1 from holds h where h.client_id = s.client_id
                and h.program = s.program and h.admitted_on = s.admitted_on
                and h.from_on <= d and (h.until_on is null or h.until_on > d)) as held,
            max(s.admitted_on, ifnull((select max(h.until_on) from holds h
                where h.client_id = s.client_id and h.program = s.program
                and h.admitted_on = s.admitted_on and h.until_on <= d), '')) as start
        from stay s cross join day),
    last as (select t.*, is_open and not held as owed,
            (select max(c) from reached r where r.client_id = t.client_id
                and c between t.start and t.d) as seen from told t),
    judged as (select episode_id, month, owed, is_open, held,
            owed and ifnull(date(seen, '+1 month', 'floor'), date(start, '+14 days')) <= d as late,
            owed and ifnull(date(seen, '+1 month', 'floor'), date(start, '+14 days')) = d as falls
        from last),
    period as (select episode_id, month, sum(owed) as owed, sum(late) as late,
            sum(late and falls) as missed, sum(is_open) as open, sum(is_open and held) as held
        from judged group by 1, 2)
select case when owed > 0 and (missed > 0 or late = owed) then 'missed' when owed > 0 then 'met'
        when held > 0 then 'hold' else 'not_admitted' end, count(*)
from period group by 1
"""


def test_compliance_agrees_with_a_query_that_asks_day_by_day(agency: Agency) -> None:
    reckoned = {"met": 0, "missed": 0, "hold": 0, "not_admitted": 0, **dict(agency.sql(DAY_BY_DAY))}
    found = agency.figures("compliance")
    owed = reckoned["met"] + reckoned["missed"]
    assert reckoned["met"] > 200
    assert min(reckoned.values()) > 1
    for figure, of in (("met", owed), ("missed", owed), ("hold", sum(reckoned.values())),
                       ("not_admitted", sum(reckoned.values()))):  # fmt: skip
        assert found["", figure, "Monthly contact"] == (reckoned[figure], of), figure


def test_workload_agrees_with_plain_sums(agency: Agency) -> None:
    found = agency.figures("workload", "--by", "case_manager")
    real = "contacted_on between :since and :until and entered_in_error_at is null"
    reached = f"{real} and reached <> 'nobody'"
    for column, figure in (("mode", "contacts_by_mode"), ("purpose", "contacts_by_purpose")):
        rows = agency.sql(f"select {column}, count(*) from contacts where {reached} group by 1")
        assert len(rows) > 3
        assert {of: n for (who, one, of), (n, _) in found.items()
                if one == figure and not who} == dict(rows)  # fmt: skip
    for staff, contacts, minutes, attempts in agency.sql(
        f"""select staff, sum(reached <> 'nobody'),
            sum(iif(reached <> 'nobody', minutes, 0)), sum(reached = 'nobody')
        from contacts where {real} group by 1
        union all select '', sum(reached <> 'nobody'),
            sum(iif(reached <> 'nobody', minutes, 0)), sum(reached = 'nobody')
        from contacts where {real}"""
    ):
        assert found[staff, "contacts", None][0] == contacts
        assert found[staff, "minutes", None] == (minutes, contacts)
        assert found[staff, "attempts", None] == (attempts, contacts + attempts)
    ((units, days),) = agency.sql(
        f"""select sum(iif(minutes >= 8, (2 * minutes + 15) / 30, 0)), count(*) from (
            select sum(minutes) as minutes from contacts where {reached} and minutes is not null
            group by client_id, contacted_on, staff)"""
    )
    assert found["", "units", None] == (units, days)
    ((new, left),) = agency.sql(
        "select sum(admitted_on between :since and :until),"
        " sum(discharged_on between :since and :until) from episodes"
    )
    assert (found["", "new", None][0], found["", "discharged", None][0]) == (new, left)
    ((capacity,),) = agency.sql(
        "select sum(capacity) from staff where role = 'case_manager' and active"
    )
    ((open_clients,),) = agency.sql(
        """select count(distinct client_id) from episodes
        where ifnull(admitted_on, assigned_on) <= :until and status <> 'not_eligible'
            and (discharged_on is null or discharged_on > :until)"""
    )
    assert found["", "caseload", None] == (open_clients, capacity)


def test_documentation_agrees_with_a_calendar_in_sql(agency: Agency) -> None:
    found = agency.figures("documentation")
    ((late, every, days),) = agency.sql(
        """
        with recursive day(d) as (select date(:since, '-1 year') union all
                select date(d, '+1 day') from day where d < date(:on, '+1 year')),
            business as (select d from day where strftime('%w', d) not in ('0', '6')
                and d not in (select day from holidays)),
            entry as (select contacted_on as c, date(recorded_at, 'localtime') as r from contacts
                where contacted_on between :since and :until and not imported
                and entered_in_error_at is null),
            counted as (select (select count(*) from business where d > c and d <= r) as days,
                (select count(*) from business where d > c and d < r) as over
                from entry)
        select sum(over >= 2), count(*), sum(days) from counted
        """
    )
    assert late > 5
    assert found["", "late_entries", None] == (late, every)
    assert found["", "days_to_entry", None] == (days, every)
    ((unsigned, notes),) = agency.sql(
        """select sum(signed_at is null or date(signed_at, 'localtime') > :on), count(*)
        from contacts where contacted_on between :since and :until and not imported
            and reached <> 'nobody' and entered_in_error_at is null"""
    )
    assert found["", "unsigned", None] == (unsigned, notes)


def test_outcomes_agree_with_plain_queries(agency: Agency) -> None:
    found = agency.figures("outcomes")
    ((kept, missed, client),) = agency.sql(
        """select sum(outcome = 'kept'), sum(outcome = 'missed'),
            sum(outcome = 'cancelled' and moved_to is null and cancelled_by = 'client')
        from appointments where date(starts_at) between :since and :until
            and entered_in_error_at is null and (outcome_on is null or outcome_on <= :on)"""
    )
    assert kept > 5
    assert found["", "appointments_kept", None] == (kept, kept + missed + client)
    sent = agency.sql(
        """select need, sum(linked_on is not null and linked_on <= :on), count(*) from referrals
        where sent_on between :since and :until and entered_in_error_at is null group by 1"""
    )
    assert len(sent) > 2
    for need, linked, every in sent:
        assert found["", "referrals_linked", need] == (linked, every)
    for need, days, every in agency.sql(
        """select r.need, sum(max(0, julianday(r.linked_on) - julianday(
                ifnull(n.identified_on, min(ifnull(r.drafted_on, r.sent_on), r.sent_on))))),
            count(*)
        from referrals r left join needs n on n.need_id = r.need_id
        where r.linked_on between :since and :until and r.entered_in_error_at is null group by 1"""
    ):
        assert found["", "days_to_link", need] == (days, every)
    ((discharges, again, week, month),) = agency.sql(
        """with stay as (select *, exists (select 1 from crises y where y.client_id = x.client_id
                    and y.crisis_id <> x.crisis_id and y.entered_in_error_at is null
                    and julianday(y.admitted_on) - julianday(x.discharged_on) between 0 and 30)
                    as again,
                (select min(julianday(k.contacted_on)) - julianday(x.discharged_on)
                    from contacts k where k.client_id = x.client_id and k.reached = 'client'
                    and k.mode in ('in_person', 'video') and k.entered_in_error_at is null
                    and k.contacted_on > x.discharged_on) as days
            from crises x where discharged_on between :since and :until
                and entered_in_error_at is null)
        select count(*), sum(again), sum(not again and days <= 7), sum(not again and days <= 30)
        from stay"""
    )
    assert discharges > 1
    assert found["", "readmitted_30", None] == (again, discharges)
    assert found["", "followed_up_7", None] == (week, discharges - again)
    assert found["", "followed_up_30", None] == (month, discharges - again)
    living = """
        with at as (select client_id, min(admitted_on) as began from episodes
                where admitted_on <= :until and (discharged_on is null or discharged_on > :until)
                group by 1),
            known as (select a.client_id, s.{0} as now from at a join living_situations s
                on s.client_id = a.client_id and s.noted_on = (select max(x.noted_on)
                    from living_situations x where x.client_id = a.client_id
                    and x.noted_on <= :until and x.{0} is not null))
        select now, count(*), (select count(*) from known) from known group by 1"""
    for field in ("housing", "employment"):
        rows = agency.sql(living.format(field))
        assert len(rows) > 3
        for value, count, every in rows:
            assert found["", f"{field}_after", value] == (count, every)


def test_scores_are_held_against_the_last_before_the_time(agency: Agency) -> None:
    found = agency.figures("outcomes")
    rows = agency.sql(
        """with scored as (select client_id, instrument, score, assessed_on, assessed_on >= :since
                as within, row_number() over (partition by client_id, instrument,
                    assessed_on >= :since order by assessed_on) as first,
                row_number() over (partition by client_id, instrument, assessed_on >= :since
                    order by assessed_on desc) as last,
                count(*) over (partition by client_id, instrument) as every
            from assessments where score is not null and entered_in_error_at is null
                and assessed_on <= :until
                and client_id in (select client_id from episodes where admitted_on <= :until
                    and (discharged_on is null or discharged_on > :since))),
            ends as (select client_id, instrument,
                max(iif(within and last = 1, score, null)) as now,
                ifnull(max(iif(not within and last = 1, score, null)),
                    max(iif(within and first = 1, score, null))) as was, max(every) as every
                from scored group by 1, 2)
        select instrument, sum(now - was), count(*), sum(now - was <= -5), sum(now - was >= 5)
        from ends where now is not null and every > 1 group by 1"""
    )
    assert {row[0] for row in rows} >= {"phq-9", "gad-7"}
    for instrument, change, every, better, worse in rows:
        assert found["", "score_change", instrument] == (change, every)
        if instrument == "phq-9":
            assert found["", "scores_better", instrument] == (better, every)
            assert found["", "scores_worse", instrument] == (worse, every)


NOT_COUNTED = {
    # What the other side cancelled, what was moved, and what nobody knows yet.
    ("appointment", "other"), ("appointment", "moved"), ("appointment", "open"),
}  # fmt: skip


@pytest.mark.parametrize("report", REPORTS)
def test_each_line_is_counted_by_a_figure_and_each_figure_has_lines(
    agency: Agency, report: str
) -> None:
    asked = Asked(report, Span(d("2024-12-01"), d(UNTIL)), d(ON))
    with open_file(agency.path, d(ON), lambda: "") as caseload, caseload.reading():
        told = {(one.topic, one.outcome) for one in reports._lines(caseload, asked, lambda _: None)}
    known = {(one.topic, outcome) for one in REPORTS[report] for outcome in one.counts | one.among}
    assert told - known <= NOT_COUNTED
    for one in REPORTS[report]:
        assert {(one.topic, outcome) for outcome in one.among} & told or one.figure == "missing"


@pytest.mark.parametrize("report", REPORTS)
def test_each_figure_is_what_its_list_adds_up_to(agency: Agency, report: str) -> None:
    figures = agency.figures(report)
    names = {figure for _, figure, _ in figures}
    for name in names - {"days_to_link_median"}:
        options = ("--list", name, "--denominator")
        rows = json.loads(agency.says(
            "report", report, "--since", SINCE, "--until", UNTIL, "--json", *options
        ))  # fmt: skip
        for (_, figure, of), (numerator, denominator) in figures.items():
            if figure != name:
                continue
            own = [row for row in rows if row["of"] == of and row["counted"]]
            if name in ("caseload", "clients_reached"):
                assert len({row["client_id"] for row in own}) == numerator
            elif name in ("minutes", "units", "days_to_entry", "days_to_link", "score_change"):
                assert sum(row["number"] for row in own) == numerator
            else:
                assert len(own) == numerator, name
            if denominator is not None and name != "caseload":
                assert len([row for row in rows if row["of"] == of]) == denominator, name
