"""The first step: staff, clients, episodes, contacts, standards and the audit log."""

from caseload.model import (
    AddendumKind,
    Counting,
    EpisodeStatus,
    Funding,
    HoldReason,
    Mode,
    Obligation,
    Purpose,
    Reached,
    Unit,
)
from caseload.records._shape import day, never_changed, one_of

OWED_BY_STANDARD = (Obligation.CONTACT, Obligation.PLAN_REVIEW, Obligation.ASSESSMENT)

SIGNED_CONTACT_COLUMNS = (
    "contact_id, client_id, contacted_on, started_at, minutes, mode, reached, with_whom, location,"
    " program, purpose, goals, note, note_format, staff, imported, recorded_at, signed_at,"
    " signed_by"
)

TABLES = f"""
create table staff (
    staff_id text primary key check (staff_id <> ''),
    name text not null collate nocase unique check (name <> ''),
    role text not null default 'case_manager',
    credentials text, counties text, languages text, specialties text,
    capacity integer check (capacity >= 0),
    covered_by text references staff,
    active integer not null default 1 check (active in (0, 1))
) strict;

create table program (
    name text primary key collate nocase check (name <> ''),
    description text,
    active integer not null default 1 check (active in (0, 1))
) strict;

create table holiday (
    {day("day")} primary key,
    name text not null
) strict;

create table client (
    client_id text primary key check (client_id <> ''),
    first_name text not null check (first_name <> ''),
    last_name text not null check (last_name <> ''),
    preferred_name text, pronouns text,
    {day("date_of_birth")},
    phone text, email text, address text, city text, county text, state text, postal_code text,
    language text, contact_notes text
) strict;

create table client_name (
    folded text not null,
    client_id text not null references client,
    primary key (folded, client_id)
) strict, without rowid;
create index client_name_of on client_name (client_id);

create table episode (
    episode_id text primary key check (episode_id <> ''),
    client_id text not null references client,
    program text not null references program (name),
    status text not null check ({one_of("status", EpisodeStatus)}),
    {day("referred_on")},
    referral_source text, presenting_needs text, history text,
    {day("screened_on")},
    {day("assigned_on")},
    {day("admitted_on")},
    {day("discharged_on")},
    discharge_reason text,
    funding text check ({one_of("funding", Funding)}),
    household_size integer check (household_size >= 1),
    annual_income integer check (annual_income >= 0),
    check (discharged_on is null or admitted_on is null or discharged_on >= admitted_on),
    check (status not in ('admitted', 'discharged') or admitted_on is not null),
    check ((status = 'discharged') = (discharged_on is not null))
) strict;
create index episode_of on episode (client_id);
create unique index episode_one_open on episode (client_id, program)
    where status not in ('discharged', 'not_eligible');

create table episode_case_manager (
    episode_id text not null references episode,
    {day("from_on")} not null,
    staff_id text not null references staff,
    primary key (episode_id, from_on)
) strict, without rowid;
create index episode_case_manager_staff on episode_case_manager (staff_id, episode_id);

create table episode_level (
    episode_id text not null references episode,
    {day("from_on")} not null,
    level_of_care text not null,
    primary key (episode_id, from_on)
) strict, without rowid;

create table hold (
    hold_id text primary key check (hold_id <> ''),
    episode_id text not null references episode,
    {day("from_on")} not null,
    {day("until_on")},
    reason text not null check ({one_of("reason", HoldReason)}),
    remark text,
    check (until_on is null or until_on > from_on)
) strict;
create unique index hold_of on hold (episode_id, from_on);

create table hold_review (
    hold_id text not null references hold,
    {day("reviewed_on")} not null,
    staff text references staff,
    remark text,
    primary key (hold_id, reviewed_on)
) strict, without rowid;

create table diagnosis (
    diagnosis_id text primary key check (diagnosis_id <> ''),
    client_id text not null references client,
    code text not null check (code <> ''),
    description text,
    {day("diagnosed_on")},
    principal integer not null default 0 check (principal in (0, 1)),
    source text
) strict;
create index diagnosis_of on diagnosis (client_id);

create table contact (
    contact_id text primary key check (contact_id <> ''),
    client_id text not null references client,
    {day("contacted_on")} not null,
    started_at text check (started_at glob '[0-2][0-9]:[0-5][0-9]'),
    minutes integer check (minutes between 0 and 1440),
    mode text not null check ({one_of("mode", Mode)}),
    reached text not null check ({one_of("reached", Reached)}),
    with_whom text, location text,
    program text references program (name),
    purpose text check ({one_of("purpose", Purpose)}),
    goals text, note text, note_format text,
    staff text references staff,
    imported integer not null default 0 check (imported in (0, 1)),
    recorded_at text not null,
    signed_at text,
    signed_by text references staff,
    entered_in_error_at text,
    entered_in_error_why text,
    check ((signed_at is null) = (signed_by is null)),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
-- One seek finds the newest contact of a client that reached the client; the second index does
-- the same for standards that ask for a mode. Both cover, so the contact itself is never read;
-- entered_in_error_at is always null in them, but SQLite reads the table when it isn't there.
create index contact_reached
    on contact (client_id, reached, contacted_on, program, entered_in_error_at)
    where entered_in_error_at is null;
create index contact_mode
    on contact (client_id, mode, reached, contacted_on, program, entered_in_error_at)
    where entered_in_error_at is null;
create index contact_unsigned on contact (recorded_at)
    where signed_at is null and imported = 0 and reached <> 'nobody'
    and entered_in_error_at is null;
create index contact_signed on contact (signed_at) where signed_at is not null;

-- How many attempts there were, by client, program ('' for none named) and month: kept by the
-- triggers below as an index is, so that counting a thousand attempts costs no more than sixty.
create table attempt_tally (
    client_id text not null references client,
    month text not null,
    program text not null,
    attempts integer not null,
    primary key (client_id, month, program)
) strict, without rowid;

create table addendum (
    addendum_id text primary key check (addendum_id <> ''),
    record text not null check (record in ('contact')),
    "of" text not null references contact,
    kind text not null check ({one_of("kind", AddendumKind)}),
    text text,
    reason text not null check (reason <> ''),
    recorded_at text not null,
    staff text references staff
) strict;
create index addendum_of on addendum ("of");

create table standard (
    standard_id text primary key check (standard_id <> ''),
    name text not null check (name <> ''),
    obligation text not null check ({one_of("obligation", OWED_BY_STANDARD)}),
    instrument text,
    active integer not null check (active in (0, 1)),
    counting text not null check ({one_of("counting", Counting)}),
    every integer not null check (every >= 1),
    unit text not null check ({one_of("unit", Unit)}),
    times integer not null check (times >= 1),
    modes text,
    reached text not null,
    first_within_days integer check (first_within_days >= 0),
    due_soon_days integer not null check (due_soon_days >= 0),
    program text references program (name),
    level_of_care text,
    client_id text references client,
    {day("effective_from")},
    {day("effective_until")},
    check (counting <> 'calendar' or (every = 1 and unit <> 'day')),
    check (effective_until is null or effective_from is null or effective_until >= effective_from)
) strict;

create table audit (
    audit_id integer primary key,
    at text not null,
    actor text not null,
    action text not null,
    record text not null,
    record_id text,
    client_id text,
    before text,
    after text,
    chain_hash text not null
) strict;

create trigger signed_contact_update before update of {SIGNED_CONTACT_COLUMNS} on contact
    when old.signed_at is not null
    begin select raise(abort, 'a signed contact is never changed'); end;
create trigger contact_error_update before update of entered_in_error_at, entered_in_error_why
    on contact
    when old.entered_in_error_at is not null or not exists (
        select 1 from addendum where "of" = old.contact_id and kind = 'entered_in_error')
    begin select raise(abort, 'entered in error is set once, with its addendum'); end;
create trigger signed_contact_delete before delete on contact
    when old.signed_at is not null
    begin select raise(abort, 'a signed contact is never deleted'); end;
create trigger signed_contact_replace before insert on contact
    when exists (
        select 1 from contact
        where (contact_id = new.contact_id or rowid = new.rowid) and signed_at is not null)
    begin select raise(abort, 'a signed contact is never replaced'); end;
-- UPDATE OR REPLACE would delete, and fire nothing, the row whose id or rowid another takes.
create trigger contact_id_update before update on contact
    when new.contact_id is not old.contact_id or new.rowid <> old.rowid
    begin select raise(abort, 'the id of a contact is never changed'); end;
"""


_COUNTS = "{row}.reached = 'nobody' and {row}.entered_in_error_at is null"


def _tally(row: str, by: int) -> str:
    return f"""insert into attempt_tally
        select {row}.client_id, substr({row}.contacted_on, 1, 7), ifnull({row}.program, ''), {by}
        where {_COUNTS.format(row=row)}
        on conflict do update set attempts = attempts + {by};"""


TALLY = f"""
create trigger attempt_insert after insert on contact when {_COUNTS.format(row="new")}
    begin {_tally("new", 1)} end;
create trigger attempt_update
    after update of client_id, contacted_on, reached, program, entered_in_error_at on contact
    begin {_tally("old", -1)} {_tally("new", 1)} end;
create trigger attempt_delete after delete on contact when {_COUNTS.format(row="old")}
    begin {_tally("old", -1)} end;
"""

CASELOAD = (
    TABLES + TALLY + never_changed("audit", "audit_id") + never_changed("addendum", "addendum_id")
)
