-- What a person would ask the database by hand: of each open client the latest contact that reached
-- the client or their group, a row each.
select e.client_id, c.last_name, c.first_name, e.program, e.admitted_on,
    k.contact_id, k.contacted_on, k.mode, k.reached
from episode e join client c using (client_id)
left join contact k on k.contact_id = (
    select k.contact_id from contact k
    where k.client_id = e.client_id and k.reached in ('client', 'group')
    and k.entered_in_error_at is null and k.contacted_on between e.admitted_on and '2026-11-23'
    and (k.program is null or k.program = e.program)
    order by k.contacted_on desc limit 1)
where e.admitted_on <= '2026-11-23' and (e.discharged_on is null or e.discharged_on > '2026-11-23');
