"""The fifth step: the directory of services, and what finds one in it."""

from caseload.records._shape import day

RESOURCES = f"""
create table resource (
    resource_id text primary key check (resource_id <> ''),
    organization text not null check (organization <> ''),
    name text not null check (name <> ''),
    need text, description text, counties text, eligibility text,
    minimum_age integer check (minimum_age >= 0),
    maximum_age integer check (maximum_age >= 0),
    fee text, languages text, phone text, email text, url text, address text, hours text,
    accepting integer check (accepting in (0, 1)),
    {day("verified_on")},
    verified_by text references staff,
    source text, source_id text,
    active integer not null default 1 check (active in (0, 1)),
    check (minimum_age is null or maximum_age is null or minimum_age <= maximum_age),
    check (source is null or source_id is not null)
) strict;
create unique index resource_source on resource (source, source_id) where source_id is not null;
"""
