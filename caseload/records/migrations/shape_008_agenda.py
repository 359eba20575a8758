"""The eighth step: appointments, tasks and advocacy, each with what happened to it by its day."""

from caseload.model.agenda import AdvocacyStatus, CancelledBy, Outcome
from caseload.records._shape import day, one_of

_IN_ERROR = """
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check ((entered_in_error_at is null) = (entered_in_error_why is null))"""

AGENDA = f"""
create table appointment (
    appointment_id text primary key check (appointment_id <> ''),
    client_id text not null references client,
    starts_at text not null check (strftime('%Y-%m-%dT%H:%M', starts_at) is starts_at),
    minutes integer check (minutes between 1 and 1440),
    with_whom text, location text, purpose text, transport text,
    {day("remind_on")},
    {day("reminded_on")},
    outcome text not null check ({one_of("outcome", Outcome)}),
    {day("outcome_on")},
    cancelled_by text check ({one_of("cancelled_by", CancelledBy)}),
    outcome_why text,
    moved_to text references appointment,
    {_IN_ERROR},
    check ((outcome = 'scheduled') = (outcome_on is null)),
    check ((outcome = 'cancelled') = (cancelled_by is not null)),
    check (moved_to is null or outcome = 'cancelled')
) strict;
create index appointment_of on appointment (client_id, starts_at);
create index appointment_open on appointment (starts_at) where outcome = 'scheduled';
create index appointment_over on appointment (outcome_on) where outcome <> 'scheduled';
create index appointment_at on appointment (starts_at);

create table task (
    task_id text primary key check (task_id <> ''),
    text text not null check (text <> ''),
    client_id text references client,
    {day("due_on")},
    staff text references staff,
    {day("done_on")},
    remark text,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check (client_id is not null or staff is not null),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index task_of on task (client_id) where client_id is not null;
create index task_open on task (due_on) where done_on is null;
create index task_done on task (done_on) where done_on is not null;

create table task_put_off (
    task_put_off_id text primary key check (task_put_off_id <> ''),
    task_id text not null references task,
    client_id text references client,
    {day("put_off_on")} not null,
    {day("from_on")} not null,
    {day("until_on")} not null,
    reason text not null check (reason <> ''),
    staff text references staff,
    recorded_at text not null,
    check (until_on > from_on)
) strict;
create index task_put_off_of on task_put_off (task_id, put_off_on);

create table advocacy (
    advocacy_id text primary key check (advocacy_id <> ''),
    client_id text not null references client,
    issue text not null check (issue <> ''),
    against text not null check (against <> ''),
    {day("opened_on")} not null,
    "right" text, kind text,
    {day("decided_on")},
    {day("file_by")},
    {day("filed_on")},
    filed text,
    {day("respond_by")},
    status text not null check ({one_of("status", AdvocacyStatus)}),
    outcome text,
    {day("closed_on")},
    {_IN_ERROR},
    check ((status in ('resolved', 'withdrawn')) = (closed_on is not null)),
    check (filed_on is null or respond_by is null or respond_by >= filed_on)
) strict;
create index advocacy_of on advocacy (client_id, opened_on);
create index advocacy_open on advocacy (status) where closed_on is null;
create index advocacy_over on advocacy (closed_on) where closed_on is not null;

create table advocacy_step (
    advocacy_step_id text primary key check (advocacy_step_id <> ''),
    advocacy_id text not null references advocacy,
    client_id text not null references client,
    {day("noted_on")} not null,
    text text not null check (text <> ''),
    status text not null check ({one_of("status", AdvocacyStatus)}),
    {day("file_by")},
    {day("respond_by")},
    staff text references staff,
    recorded_at text not null
) strict;
create index advocacy_step_of on advocacy_step (advocacy_id, noted_on);
"""
