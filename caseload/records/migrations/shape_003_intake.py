"""The third step: whom a program takes, in what time and for what fee; who was turned away."""

from caseload.records._shape import day


def phone_key(phone: str) -> str:
    """SQL of what a phone number is found by: its first ten figures, without a 1 or + before.

    The index below is on this very expression, so it never changes.
    """
    for sign in (" ", "-", "(", ")", ".", "/"):
        phone = f"replace({phone}, '{sign}', '')"
    return f"substr(ltrim({phone}, '+1'), 1, 10)"


INTAKE = f"""
alter table program add column diagnosis_codes text;
alter table program add column minimum_age integer check (minimum_age >= 0);
alter table program add column maximum_age integer check (maximum_age >= 0);
alter table program add column counties text;
alter table program add column needs_coordination integer not null default 0
    check (needs_coordination in (0, 1));
alter table program add column required_credentials text;
alter table program add column screened_within_days integer default 2
    check (screened_within_days >= 0);
alter table program add column assigned_within_days integer default 2
    check (assigned_within_days >= 0);
alter table program add column admitted_within_days integer default 10
    check (admitted_within_days >= 0);
alter table program add column waiting_review_days integer default 30
    check (waiting_review_days >= 1);
alter table program add column full_fee integer check (full_fee >= 0);
alter table program add column fee_per text;
alter table program add column sliding_scale text;

alter table episode add column needs_coordination integer check (needs_coordination in (0, 1));
alter table episode add column taken_by text references staff;
alter table episode add column {day("waiting_on")};
alter table episode add column {day("waiting_reviewed_on")};
alter table episode add column {day("not_eligible_on")};
alter table episode add column not_eligible_reason text;
alter table episode add column sent_to text;

create index episode_taken_in on episode (status)
    where status in ('referred', 'screened', 'waiting');
-- By these an intake finds who is known already.
create index client_born on client (date_of_birth) where date_of_birth is not null;
create index client_phone on client ({phone_key("phone")}) where phone is not null;

-- What incomes are measured by; a year that the agency adds goes before the shipped one.
create table guideline (
    year integer not null check (year between 1965 and 9999),
    region text not null check (region <> ''),
    base integer not null check (base > 0),
    per_person integer not null check (per_person > 0),
    source text not null check (source <> ''),
    primary key (region, year)
) strict, without rowid;

-- An intake has no client yet, so a draft may have none.
alter table draft rename to draft_before;
create table draft (
    staff text not null,
    client_id text references client,
    kind text not null,
    text text not null,
    saved_at text not null
) strict;
insert into draft select staff, client_id, kind, text, saved_at from draft_before;
drop table draft_before;
create unique index draft_of on draft (staff, kind, ifnull(client_id, ''));
"""
