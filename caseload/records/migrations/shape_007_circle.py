"""The seventh step: care teams, releases of information, and programs under 42 CFR Part 2."""

from caseload.model.circle import CareRole, ConsentMethod, ConsentSigner
from caseload.records._shape import day, one_of

CIRCLE = f"""
alter table program add column part2 integer not null default 0 check (part2 in (0, 1));

create table care_team_member (
    care_team_member_id text primary key check (care_team_member_id <> ''),
    client_id text not null references client,
    name text not null check (name <> ''),
    role text not null check ({one_of("role", CareRole)}),
    relation text, organization text, phone text, email text,
    emergency_contact integer check (emergency_contact >= 1),
    remark text,
    {day("from_on")},
    {day("until_on")},
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check (until_on > from_on),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index care_team_of on care_team_member (client_id);

create table consent (
    consent_id text primary key check (consent_id <> ''),
    client_id text not null references client,
    to_whom text not null check (to_whom <> ''),
    purpose text not null check (purpose <> ''),
    scope text not null check (scope <> ''),
    {day("signed_on")} not null,
    care_team_member_id text references care_team_member,
    {day("effective_on")},
    {day("expires_on")},
    expires_when text,
    {day("revoked_on")},
    part2 integer not null check (part2 in (0, 1)),
    signed_by text not null check ({one_of("signed_by", ConsentSigner)}),
    method text not null check ({one_of("method", ConsentMethod)}),
    renews text references consent,
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check (effective_on >= signed_on),
    check (expires_on >= signed_on and expires_on >= effective_on),
    check (revoked_on >= signed_on),
    check ((expires_on is null) <> (expires_when is null)),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index consent_of on consent (client_id);
create index consent_renewed on consent (renews) where renews is not null;
"""
