-- What docs/due.md and docs/reports.md say of standards, day by day, over the raw exports.
drop table if exists temp.rule;
create temp table rule as
select rowid as n, *,
    '+' || every || case unit when 'day' then ' days' when 'week' then ' weeks'
        when 'month' then ' months' else ' years' end as step,
    case when counting = 'rolling' and unit = 'day' and every <= 14
            or counting = 'rolling' and unit = 'week' and every <= 2 then 'week'
        when counting = 'rolling' then 'month' else unit end as judged_by
from standards where active;
-- How the first day of a period is found, and the first of the next.
drop table if exists temp.period;
create temp table period as
select 'week' as unit, '-6 days' as back, 'weekday 1' as first, '+7 days' as next
union all select 'month', '+0 days', 'start of month', '+1 month'
union all select 'year', '+0 days', 'start of year', '+1 year';
-- The days on which it was done, whatever the clock.
drop table if exists temp.done;
create temp table done as
with told as (
select distinct r.n, k.client_id, k.program, k.contacted_on as c from rule r join contacts k
where r.obligation = 'contact' and k.entered_in_error_at is null and k.reached <> 'nobody'
    and instr(';' || r.reached || ';', ';' || k.reached || ';') > 0
    and (ifnull(r.modes, '') = '' or instr(';' || r.modes || ';', ';' || k.mode || ';') > 0)
union select r.n, p.client_id, null, p.effective_on from rule r join plans p
where r.obligation = 'plan_review' and p.effective_on is not null
union select r.n, v.client_id, null, v.reviewed_on from rule r join plan_reviews v
where r.obligation = 'plan_review' and v.entered_in_error_at is null
union select r.n, a.client_id, null, a.assessed_on from rule r join assessments a
where r.obligation = 'assessment' and a.entered_in_error_at is null
    and (r.instrument is null or r.instrument = a.instrument)),
own as (select distinct t.n, e.episode_id, t.c from told t
    join episodes e on e.client_id = t.client_id and (t.program is null or t.program = e.program))
select n, episode_id, c, row_number() over (partition by n, episode_id order by c) as k from own;
create index temp.done_of on done (n, episode_id, c);
create index temp.done_as on done (n, episode_id, k);
-- A row for each standard, stay and day; the day asked about is not over, and stands for itself.
drop table if exists temp.judged;
create temp table judged as
with recursive
    day(d) as (select date(:since, '-7 days', 'weekday 1', '-1 day')
        union all select date(d, '+1 day') from day where d < min(:until, date(:on, '-1 day'))),
    asked(d) as (select d from day union select :on),
    open_ as (select r.*, e.episode_id, e.client_id as whose, e.program as where_, a.d,
            e.admitted_on, a.d >= e.admitted_on and (e.discharged_on is null or a.d < e.discharged_on)
                as is_open,
            (r.effective_from is null or r.effective_from <= a.d)
                and (r.effective_until is null or r.effective_until > a.d)
                and (r.level_of_care is null or r.level_of_care = (
                    select l.level_of_care from episode_levels l where l.episode_id = e.episode_id
                        and l.from_on <= a.d order by l.from_on desc limit 1)) as meant,
            exists (select 1 from holds h where h.client_id = e.client_id
                and h.program = e.program and h.admitted_on = e.admitted_on
                and h.from_on <= a.d and (h.until_on is null or h.until_on > a.d)) as held,
            max(e.admitted_on, iif(r.obligation = 'contact', ifnull((select max(h.until_on)
                from holds h where h.client_id = e.client_id and h.program = e.program
                and h.admitted_on = e.admitted_on and h.until_on <= a.d), ''), '')) as start
        from rule r join episodes e on e.admitted_on <= :on
            and (r.program is null or r.program = e.program)
            and (r.client_id is null or r.client_id = e.client_id)
        cross join asked a),
    ranked as (select o.*, is_open and meant and not held as owed,
            case when is_open and meant and not held then ifnull((select min(k) from done x
                where x.n = o.n and x.episode_id = o.episode_id and c between o.start and o.d), 1)
                end as first_k,
            case when is_open and meant and not held then ifnull((select max(k) from done x
                where x.n = o.n and x.episode_id = o.episode_id and c between o.start and o.d), 0)
                end as last_k
        from open_ o),
    seen as (select o.*, o.last_k - o.first_k + 1 as days,
            (select c from done x where x.n = o.n and x.episode_id = o.episode_id
                and x.k = o.last_k - o.times + 1 and x.k >= o.first_k) as nth,
            -- The last period that was met, or that did not have to be.
            case when o.owed then max(date(o.start, '-1 day', p.back, p.first), ifnull((select max(m) from (
                select date(c, p.back, p.first) as m from done x where x.n = o.n
                    and x.episode_id = o.episode_id and c between o.start and o.d
                group by m having count(*) >= o.times)), '')) end as settled,
            p.back, p.first, p.next
        from ranked o left join period p on p.unit = o.unit and o.counting = 'calendar'),
    due as (select s.*, max(ifnull(effective_from, ''), case
            when days = 0 and first_within_days is not null
                then date(start, '+' || first_within_days || ' days')
            when counting = 'rolling' then date(ifnull(nth, start), step, 'floor')
            when days = 0 then date(start, back, first, next, '-1 day')
            else date(settled, next, next, '-1 day') end) as due_on
        from seen s)
select n, name, obligation, judged_by, effective_from, effective_until, episode_id, whose, d,
    is_open, meant, held, owed, due_on, owed and due_on <= d as late,
    lag(owed and due_on > d) over (partition by n, episode_id order by d) as was_in_time
from due;
with counted as (
    select j.*, date(j.d, p.back, p.first) as begins, date(j.d, p.back, p.first, p.next) as next_on
    from judged j join period p on p.unit = j.judged_by where j.d <= :until and j.d < :on),
told as (
    select n, name, episode_id, begins, sum(owed) as owed, sum(late) as late,
        sum(late and (due_on = d or ifnull(was_in_time, 0))) as missed,
        sum(is_open and meant) as fitting, sum(is_open and meant and held) as held,
        sum(is_open) as open_days,
        ifnull(effective_from < min(next_on, date(:until, '+1 day')), 1)
            and ifnull(effective_until > max(begins, iif(judged_by = 'week', '', :since)), 1) as stands
    from counted
    -- A week belongs where it ends; months and years are cut at the ends of the time.
    where iif(judged_by = 'week', next_on > :since and next_on <= date(:until, '+1 day'), d >= :since)
    group by n, episode_id, begins),
judged_ as (
    select name, episode_id, begins, min(case when missed > 0 or (owed > 0 and late = owed) then 1
        when owed > 0 then 2 when held > 0 then 3 when open_days = 0 and stands then 4 end) as rank
    from (select *, sum(fitting) over (partition by n, episode_id) as ever from told)
    where ever > 0 group by name, episode_id, begins)
select s.name, o.outcome, sum(ifnull(j.rank = o.r, 0))
from (select distinct name from judged_ where rank is not null) s
cross join (select 1 as r, 'missed' as outcome union all select 2, 'met'
    union all select 3, 'hold' union all select 4, 'not_admitted') o
join judged_ j on j.name = s.name group by 1, 2
