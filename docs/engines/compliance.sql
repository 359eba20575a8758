-- Of each standard and month: in how many client-periods it was met, missed, or not owed.
-- The figures of `caseload report compliance`, for standards of contacts that count rolling, once
-- a period of more than 14 days. Day by day, as docs/due.md says it, so that it can be read:
--   a day is owed when the stay is open, not on hold, and the standard in force and fitting;
--   an owed day is late when, with all contacts up to its end, something was due by then;
--   a period is missed when a due day passed in it, or all its owed days were late.
--
-- It reads what `caseload export episodes holds episode_levels standards flat_contacts --format
-- parquet` writes, and one row `asked (since, until, as_of)`: whole months, and the day that is
-- asked about, which is not over.
with
rule as (
    select name, every, unit, modes, reached, first_within_days, program as for_program,
        level_of_care as for_level, client_id as for_client, effective_from, effective_until
    from standards
    where active and obligation = 'contact' and counting = 'rolling' and times = 1
        and (unit in ('month', 'year') or (unit = 'day' and every > 14)
            or (unit = 'week' and every > 2))
),
-- From the day before the period, which says what was late already, to the last day that is over.
span as (
    select since + cast(-1 as int) as first_day, since, until,
        case when until < as_of then until else as_of + cast(-1 as int) end as last_day
    from asked
),
stay as (
    select e.episode_id, e.client_id, e.program, e.admitted_on, e.discharged_on
    from episodes e cross join span s
    where e.admitted_on <= s.last_day and (e.discharged_on is null or e.discharged_on > s.since)
),
owing as (
    select r.*, s.*
    from rule r join stay s
        on (r.for_program is null or r.for_program = s.program)
        and (r.for_client is null or r.for_client = s.client_id)
),
-- Days on which somebody was reached as the standard asks, by stay and standard.
done as (
    select distinct o.name, o.effective_from, o.episode_id, c.contacted_on as done_on
    from owing o join flat_contacts c on c.client_id = o.client_id cross join span s
    where not c.entered_in_error and c.contacted_on <= s.last_day and c.reached <> 'nobody'
        and (c.for_program is null or c.for_program = o.program)
        and array_contains(o.reached, c.reached)
        and (size(o.modes) = 0 or array_contains(o.modes, c.mode))
),
done_before as (
    select d.name, d.effective_from, d.episode_id, max(d.done_on) as done_on
    from done d cross join span s where d.done_on < s.first_day
    group by d.name, d.effective_from, d.episode_id
),
held as (
    select s.episode_id, h.from_on, h.until_on
    from holds h join stay s on h.client_id = s.client_id and h.program = s.program
        and h.admitted_on = s.admitted_on
),
back as (
    select h.episode_id, h.until_on from held h where h.until_on is not null
),
back_before as (
    select b.episode_id, max(b.until_on) as until_on
    from back b cross join span s where b.until_on < s.first_day group by b.episode_id
),
level_rows as (
    select l.episode_id, l.from_on, l.level_of_care,
        lead(l.from_on) over (partition by l.episode_id order by l.from_on) as next_on
    from episode_levels l
),
-- One row for each day, stay and standard, the stay being open or not.
each_day as (
    select o.*, d.d,
        o.admitted_on <= d.d and (o.discharged_on is null or o.discharged_on > d.d) as open_,
        coalesce(o.effective_from <= d.d, true) and coalesce(o.effective_until > d.d, true)
            and (o.for_level is null or coalesce(l.level_of_care = o.for_level, false)) as meant,
        h.episode_id is not null as on_hold,
        max(coalesce(x.done_on, z.done_on)) over w as last_done,
        max(coalesce(b.until_on, y.until_on)) over w as last_back
    from owing o
    cross join day d
    left join level_rows l on l.episode_id = o.episode_id and l.from_on <= d.d
        and (l.next_on is null or l.next_on > d.d)
    left join held h on h.episode_id = o.episode_id and h.from_on <= d.d
        and (h.until_on is null or h.until_on > d.d)
    left join done x on x.episode_id = o.episode_id and x.name = o.name and x.done_on = d.d
        and x.effective_from is not distinct from o.effective_from
    left join done_before z on z.episode_id = o.episode_id and z.name = o.name
        and z.effective_from is not distinct from o.effective_from
    left join back b on b.episode_id = o.episode_id and b.until_on = d.d
    left join back_before y on y.episode_id = o.episode_id
    window w as (
        partition by o.episode_id, o.name, o.effective_from order by d.d
        rows between unbounded preceding and current row
    )
),
started as (
    select e.*, greatest(e.admitted_on, coalesce(e.last_back, e.admitted_on)) as start_on
    from each_day e
),
counted as (
    select s.*,
        case when s.last_done >= s.start_on then s.last_done else s.start_on end as from_day,
        s.last_done is not null and s.last_done >= s.start_on as any_done
    from started s
),
due as (
    select c.*,
        greatest(
            case
                when not c.any_done and c.first_within_days is not null
                    then c.start_on + cast(c.first_within_days as int)
                when c.unit = 'day' then c.from_day + cast(c.every as int)
                when c.unit = 'week' then c.from_day + cast(7 * c.every as int)
                when c.unit = 'month' then add_months(c.from_day, cast(c.every as int))
                else add_months(c.from_day, cast(12 * c.every as int))
            end,
            coalesce(c.effective_from, c.admitted_on)) as due_on,
        c.open_ and c.meant and not c.on_hold as owed
    from counted c
),
judged as (
    select d.*, d.owed and d.due_on <= d.d as late,
        lag(d.owed and d.due_on > d.d) over (
            partition by d.episode_id, d.name, d.effective_from order by d.d) as was_in_time
    from due d
),
period as (
    select j.name, j.effective_from, j.effective_until, j.episode_id,
        cast(date_trunc('month', j.d) as date) as month,
        sum(case when j.owed then 1 else 0 end) as owed,
        sum(case when j.late then 1 else 0 end) as late,
        sum(case when j.late and (j.due_on = j.d or coalesce(j.was_in_time, false))
            then 1 else 0 end) as missed,
        sum(case when j.open_ and j.meant then 1 else 0 end) as fitting,
        sum(case when j.open_ and j.meant and j.on_hold then 1 else 0 end) as on_hold,
        sum(case when j.open_ then 1 else 0 end) as open_days
    from judged j cross join span s
        cross join (select min(admitted_on) as came_on from stay) f
    -- Before anybody came there is nothing to tell.
    where j.d >= s.since and j.d >= f.came_on and j.d <= s.last_day
    group by j.name, j.effective_from, j.effective_until, j.episode_id,
        cast(date_trunc('month', j.d) as date)
),
meant_ever as (
    select p.*, sum(p.fitting) over (partition by p.name, p.effective_from, p.episode_id) as ever
    from period p
),
-- A standard that was edited goes on under its name: the month of the change is one client-period.
told as (
    select m.name, m.month, m.episode_id,
        min(case
            when m.missed > 0 or (m.owed > 0 and m.owed = m.late) then 0
            when m.owed > 0 then 1
            when m.on_hold > 0 then 2
            when m.open_days = 0 and coalesce(m.effective_from < add_months(m.month, 1), true)
                and coalesce(m.effective_until > m.month, true) then 3
        end) as outcome
    from meant_ever m where m.ever > 0
    group by m.name, m.month, m.episode_id
)
select name as standard, month,
    sum(case when outcome = 1 then 1 else 0 end) as met,
    sum(case when outcome = 0 then 1 else 0 end) as missed,
    sum(case when outcome = 2 then 1 else 0 end) as hold,
    sum(case when outcome = 3 then 1 else 0 end) as not_admitted
from told
where outcome is not null
group by name, month
order by name, month
