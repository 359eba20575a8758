"""The ninth step: crises and inpatient stays, follow-ups closed, safety plans in versions."""

from caseload.model import SignerRole
from caseload.model.crises import NAMES, CrisisKind, Disposition
from caseload.model.planning import SignatureMethod
from caseload.records._shape import day, one_of

_STEPS = ", ".join(f"{name} text" for name in NAMES)
_SAID = ", ".join(NAMES)
_SIGNED = (
    "exists (select 1 from safety_plan_signature s where s.safety_plan_id = {row}.safety_plan_id)"
)

CRISIS = f"""
create table crisis (
    crisis_id text primary key check (crisis_id <> ''),
    client_id text not null references client,
    -- Local: a real day, with a time of day after it where that is known.
    occurred_at text not null check (
        date(substr(occurred_at, 1, 10)) is substr(occurred_at, 1, 10)
        and (length(occurred_at) = 10
            or (substr(occurred_at, 11) glob 'T[0-2][0-9]:[0-5][0-9]'
                and substr(occurred_at, 12, 2) < '24'))),
    kind text not null check ({one_of("kind", CrisisKind)}),
    what_happened text,
    disposition text check ({one_of("disposition", Disposition)}),
    facility text,
    {day("admitted_on")},
    {day("discharged_on")},
    follow_up text,
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check (admitted_on is null or admitted_on >= substr(occurred_at, 1, 10)),
    check (discharged_on is null or (admitted_on is not null and discharged_on >= admitted_on)),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index crisis_of on crisis (client_id, occurred_at);
-- What the due list reads: stays, without the text of what happened.
create index crisis_stay
    on crisis (client_id, admitted_on, discharged_on, crisis_id, entered_in_error_at)
    where admitted_on is not null and entered_in_error_at is null;

-- The holds that a stay has opened, and that its end lifts.
create table crisis_hold (
    crisis_id text not null references crisis,
    hold_id text not null references hold,
    primary key (crisis_id, hold_id)
) strict, without rowid;

create table crisis_closing (
    crisis_id text not null references crisis,
    days integer not null check (days in (7, 30)),
    {day("closed_on")} not null,
    reason text not null check (reason <> ''),
    staff text references staff,
    recorded_at text not null,
    primary key (crisis_id, days)
) strict, without rowid;

create table safety_plan (
    safety_plan_id text primary key check (safety_plan_id <> ''),
    client_id text not null references client,
    version integer not null check (version >= 1),
    {day("signed_on")},
    {_STEPS},
    staff text references staff,
    recorded_at text not null
) strict, without rowid;
create unique index safety_plan_of on safety_plan (client_id, version);

create table safety_plan_signature (
    signature_id text primary key check (signature_id <> ''),
    safety_plan_id text not null references safety_plan,
    signer text not null check (signer <> ''),
    role text not null check ({one_of("role", SignerRole)}),
    {day("signed_on")} not null,
    method text not null check ({one_of("method", SignatureMethod)}),
    reason text,
    credentials text,
    check ((method = 'refused') = (reason is not null))
) strict, without rowid;
create unique index safety_plan_signed_once on safety_plan_signature (safety_plan_id, role)
    where method <> 'refused';
create index safety_plan_signature_on on safety_plan_signature (safety_plan_id);

create trigger safety_plan_update
    before update of {_SAID}, staff, recorded_at on safety_plan when {_SIGNED.format(row="old")}
    begin select raise(abort, 'a signed safety plan is never changed'); end;
create trigger safety_plan_in_force before update of signed_on on safety_plan
    when old.signed_on is not null or not {_SIGNED.format(row="old")}
    begin select raise(abort, 'a safety plan comes into force once, by its signatures'); end;
create trigger safety_plan_key before update of safety_plan_id, client_id, version on safety_plan
    begin select raise(abort, 'the number of a safety plan is never changed'); end;
create trigger safety_plan_delete before delete on safety_plan when {_SIGNED.format(row="old")}
    begin select raise(abort, 'a signed safety plan is never deleted'); end;
create trigger safety_plan_replace before insert on safety_plan
    when exists (select 1 from safety_plan where safety_plan_id = new.safety_plan_id
        or (client_id = new.client_id and version = new.version))
    begin select raise(abort, 'a safety plan is never replaced'); end;
create trigger safety_plan_signature_twice before insert on safety_plan_signature
    when exists (select 1 from safety_plan_signature where signature_id = new.signature_id
        or (safety_plan_id = new.safety_plan_id and role = new.role and method <> 'refused'
            and new.method <> 'refused'))
    begin select raise(abort, 'a signature is given once'); end;
create trigger safety_plan_signature_update before update on safety_plan_signature
    begin select raise(abort, 'a signature is never changed'); end;
create trigger safety_plan_signature_delete before delete on safety_plan_signature
    begin select raise(abort, 'a signature is never deleted'); end;
"""
