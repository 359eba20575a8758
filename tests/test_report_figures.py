"""The figures of the reports, reckoned a second time by plain SQL over the raw exports.

Of two invented agencies, whose standards are of all sorts; what each figure counts is read from
docs/reports.md and docs/due.md alone.
"""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from making_reports import ON, SINCE, UNTIL, Agency

from caseload.records import reports
from caseload.records._opening import open_file
from caseload.records.reports import Asked
from caseload.reporting.catalog import REPORTS
from caseload.reporting.spans import Span

d = date.fromisoformat


@pytest.fixture(scope="module", params=[1, 2])
def agency(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Agency]:
    with pytest.MonkeyPatch.context() as patch:
        made = Agency(tmp_path_factory.mktemp("agency"), patch, request.param)
        yield made
        made.raw.close()


def test_compliance_agrees_with_a_query_that_asks_day_by_day(agency: Agency) -> None:
    # From before most came to a day that is not over yet, and a time that is.
    span = ("2025-02-01", "2026-11-30") if agency.cast == 2 else (SINCE, UNTIL)
    reckoned: dict[str, dict[str, int]] = {}
    for name, outcome, count in agency.sql_day_by_day(since=span[0], until=span[1]):
        reckoned.setdefault(name, {})[outcome] = count
    found = agency.figures("compliance", since=span[0], until=span[1])
    assert {of for _, _, of in found} == set(reckoned)
    assert len(reckoned) == 10
    for name, counts in reckoned.items():
        owed, every = counts["met"] + counts["missed"], sum(counts.values())
        for figure, of in (("met", owed), ("missed", owed), ("hold", every),
                           ("not_admitted", every)):  # fmt: skip
            assert found["", figure, name] == (counts[figure], of), (name, figure)


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


def test_the_other_outcomes_agree_with_plain_queries(agency: Agency) -> None:
    found = agency.figures("outcomes")
    began = """
        with at as (select client_id, max(min(admitted_on), :since) as began from episodes
                where admitted_on <= :until and (discharged_on is null or discharged_on > :until)
                group by 1),
            known as (select a.client_id, s.noted_on, s.{0} as now, s.noted_on <= a.began as early,
                row_number() over (partition by a.client_id, s.noted_on <= a.began
                    order by s.noted_on desc) as newest,
                row_number() over (partition by a.client_id order by s.noted_on) as oldest,
                row_number() over (partition by a.client_id order by s.noted_on desc) as last
                from at a join living_situations s on s.client_id = a.client_id
                where s.{0} is not null and s.noted_on <= :until),
            ends as (select client_id, ifnull(max(iif(early and newest = 1, now, null)),
                max(iif(oldest = 1, now, null))) as was, max(iif(last = 1, now, null)) as now
                from known group by 1)
        """
    for field in ("housing", "employment"):
        rows = agency.sql(f"{began.format(field)} select was, count(*), (select count(*) from ends)"
                          " from ends group by 1")  # fmt: skip
        assert len(rows) > 3
        for value, count, every in rows:
            assert found["", f"{field}_before", value] == (count, every)
    homeless, working = "'shelter', 'unsheltered'", "'full_time', 'part_time', 'supported'"
    ((home, without),) = agency.sql(
        f"{began.format('housing')} select sum(now not in ({homeless})), count(*) from ends"
        f" where was in ({homeless})"
    )
    assert found["", "home_found", None] == (home, without)
    ((work, jobless),) = agency.sql(
        f"{began.format('employment')} select sum(now in ({working})), count(*) from ends"
        f" where was not in ({working})"
    )
    assert work > 0
    assert found["", "work_found", None] == (work, jobless)
    values = {
        row["of"]: row["value"]
        for row in json.loads(agency.says(
            "report", "outcomes", "--since", SINCE, "--until", UNTIL, "--json"
        ))
        if row["figure"] == "days_to_link_median"
    }  # fmt: skip
    for need, median in agency.sql(
        """with linked as (select r.need, max(0, julianday(r.linked_on) - julianday(
                ifnull(n.identified_on, min(ifnull(r.drafted_on, r.sent_on), r.sent_on)))) as days
            from referrals r left join needs n on n.need_id = r.need_id
            where r.linked_on between :since and :until and r.entered_in_error_at is null),
        placed as (select *, row_number() over (partition by need order by days) as k,
            count(*) over (partition by need) as every from linked)
        select need, avg(days) from placed where k in ((every + 1) / 2, (every + 2) / 2)
        group by 1"""
    ):
        assert values[need] == median
    ((waiting,),) = agency.sql(
        """select count(*) from crises x where discharged_on between :since and :until
            and entered_in_error_at is null and date(discharged_on, '+30 days') >= :on
            and not exists (select 1 from contacts k where k.client_id = x.client_id
                and k.reached = 'client' and k.mode in ('in_person', 'video')
                and k.entered_in_error_at is null and k.contacted_on > x.discharged_on)"""
    )
    assert found["", "follow_up_waiting", None][0] == waiting


BUSINESS = """
    with recursive day(d) as (select date(:since, '-2 years') union all
            select date(d, '+1 day') from day where d < date(:on, '+1 year')),
        business as (select d, row_number() over (order by d) as k from day
            where strftime('%w', d) not in ('0', '6') and d not in (select day from holidays))
    """
OPEN = """exists (select 1 from episodes e where e.client_id = x.client_id and e.admitted_on <= :on
    and (e.discharged_on is null or e.discharged_on > :on))"""
NOTES = f"""{BUSINESS},
    note as (select *, date(recorded_at, 'localtime') as r from contacts where not imported
        and reached <> 'nobody' and signed_at is null and entered_in_error_at is null),
    waiting as (select *, (select d from business where k = 2 + (select count(*) from business
        where d <= r)) as due_on from note)
    """
OVERDUE = {
    "unsigned_note": f"{NOTES} select count(*) from waiting where due_on < :on",
    "consent": f"""select count(*) from consents x where expires_on < :on and revoked_on is null
        and entered_in_error_at is null and {OPEN} and not exists (select 1 from consents y
            where y.renews = x.consent_id and y.entered_in_error_at is null)""",
    "task": """select count(*) from tasks where due_on < :on and done_on is null
        and entered_in_error_at is null""",
    "appointment": f"""select count(*) from appointments x where date(starts_at) < :on
        and outcome = 'scheduled' and entered_in_error_at is null and {OPEN}""",
    "appeal": """select count(*) from advocacy where status in ('open', 'appealed')
        and ifnull(file_by, respond_by) < :on and entered_in_error_at is null""",
    "referral": f"""select count(*) from referrals x where follow_up_on < :on
        and closed_on is null and status <> 'draft' and entered_in_error_at is null and {OPEN}""",
    "hold_review": f"""select count(*) from holds x where until_on is null and {OPEN} and date(
        max(from_on, ifnull((select max(reviewed_on) from hold_reviews r
            where r.client_id = x.client_id and r.program = x.program and r.from_on = x.from_on),
        '')), '+30 days') < :on""",
}
"""What is overdue and has its own date, as docs/due.md says it."""


def test_what_is_overdue_agrees_with_a_query_for_each_obligation(agency: Agency) -> None:
    found = {of: n for (_, one, of), (n, _) in agency.figures("workload").items()
             if one == "overdue_now"}  # fmt: skip
    agency.sql_day_by_day(since=ON, until=ON)
    reckoned = dict(agency.sql(
        "select obligation, count(*) from judged where d = :on and owed and due_on < :on group by 1"
    ))  # fmt: skip
    reckoned |= {name: agency.sql(query)[0][0] for name, query in OVERDUE.items()}
    assert {"contact", "plan_review", "unsigned_note", "task", "appointment"} <= {
        name for name, count in reckoned.items() if count
    }
    others = {"intake_step", "crisis_follow_up"}
    assert {of: n for of, n in found.items() if of not in others} == {
        name: count for name, count in reckoned.items() if count
    }


def test_workload_counts_clients_and_what_nobody_timed(agency: Agency) -> None:
    found = agency.figures("workload")
    ((clients, untimed, every),) = agency.sql(
        """select count(distinct client_id), sum(minutes is null), count(*) from contacts
        where contacted_on between :since and :until and entered_in_error_at is null
            and reached <> 'nobody'"""
    )
    assert found["", "clients_reached", None][0] == clients
    assert found["", "untimed", None] == (untimed, every)


def test_the_other_documentation_agrees_with_plain_queries(agency: Agency) -> None:
    found = agency.figures("documentation")
    ((late,),) = agency.sql(
        f"{NOTES} select count(*) from waiting where contacted_on between :since and :until"
        " and due_on <= :on"
    )
    assert found["", "unsigned_late", None][0] == late
    ((expired, expiring),) = agency.sql(
        f"""select sum(expires_on < :on), sum(expires_on between :on and date(:on, '+30 days'))
        from consents x where revoked_on is null and entered_in_error_at is null and {OPEN}
            and not exists (select 1 from consents y where y.renews = x.consent_id
                and y.entered_in_error_at is null)"""
    )
    assert expired > 0
    assert expiring > 0
    assert found["", "consents_expired", None][0] == expired
    assert found["", "consents_expiring", None][0] == expiring
    agency.sql_day_by_day(since=ON, until=ON)
    ((name, past, every),) = agency.sql(
        """select name, sum(due_on < :on), count(*) from judged
        where obligation = 'plan_review' and d = :on and owed group by 1"""
    )
    assert past > 0
    assert found["", "plans_past_review", name] == (past, every)
    missing = {of: n for (_, one, of), (n, _) in found.items() if one == "missing"}
    clients = "select count(*) from clients"
    stays = "select count(*) from episodes where status = 'admitted'"
    lacking = {
        "client: no date of birth": f"{clients} where date_of_birth is null",
        "client: no county: where services are looked for": f"{clients} where county is null",
        "client: no phone, email or address: no way to reach them":
            f"{clients} where coalesce(phone, email, address) is null",
        "client: no diagnosis: what makes them eligible":
            f"{clients} where status = 'admitted'"
            " and client_id not in (select client_id from diagnoses)",
        "episode: no funding: who pays": f"{stays} and funding is null",
        "episode: no case manager": f"{stays} and case_manager is null",
    }  # fmt: skip
    reckoned = {name: agency.sql(query)[0][0] for name, query in lacking.items()}
    assert {name: missing.get(name, 0) for name in lacking} == reckoned


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
