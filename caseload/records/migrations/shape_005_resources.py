"""The fifth step: the directory of services, and what finds one in it.

`resource_line` and what hangs on its number are worked out from `resource`, so that a search reads
narrow tables alone: see `_resource_lines`.
"""

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

create table resource_line (
    number integer primary key,
    resource_id text not null unique references resource,
    active integer not null,
    accepting integer,
    verified_on text,
    minimum_age integer,
    maximum_age integer,
    organization text not null,
    name text not null,
    needs text not null,
    counties text not null,
    languages text not null,
    folded text not null
) strict;
create table resource_need (
    need text not null, number integer not null, primary key (need, number)
) strict, without rowid;
create table resource_county (
    county text not null, number integer not null, primary key (county, number)
) strict, without rowid;
create table resource_language (
    language text not null, number integer not null, primary key (language, number)
) strict, without rowid;
create table resource_name (
    folded text not null, number integer not null, primary key (folded, number)
) strict, without rowid;
create virtual table resource_text using fts5 (
    name, description, eligibility, fee, tokenize = 'unicode61'
);
"""
