"""The fourth step: assessments, and the needs that they and others find."""

from caseload.model.assessing import ActionLevel
from caseload.model.planning import Domain
from caseload.records._shape import day, one_of

ASSESSMENTS = f"""
create table assessment (
    assessment_id text primary key check (assessment_id <> ''),
    client_id text not null references client,
    instrument text not null check (instrument <> ''),
    {day("assessed_on")} not null,
    assessor text references staff,
    items text,
    score integer,
    band text, flags text, needs text, found_strengths text,
    strengths text, challenges text, remark text,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index assessment_of on assessment (client_id, assessed_on);

create table need (
    need_id text primary key check (need_id <> ''),
    client_id text not null references client,
    domain text not null check ({one_of("domain", Domain)}),
    level text not null check ({one_of("level", ActionLevel)}),
    {day("identified_on")} not null,
    statement text,
    {day("met_on")},
    assessment_id text references assessment,
    goal_id text,
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check (met_on is null or met_on >= identified_on),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index need_of on need (client_id, identified_on);
"""
