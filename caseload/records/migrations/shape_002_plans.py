"""The second step: recovery plans with signatures, progress and reviews; documents; charts."""

from caseload.model import SignerRole
from caseload.model.planning import (
    Domain,
    Employment,
    Housing,
    ReviewOutcome,
    SignatureMethod,
    WorkStatus,
)
from caseload.records._shape import day, never_changed, one_of

_SIGNED = "exists (select 1 from signature where record = 'plan' and \"of\" = {plan_id})"

TABLES = f"""
alter table program add column plan_signers text;

-- One client's contacts, the newest first: for their chart, and what documents say of them.
create index contact_of on contact (client_id, contacted_on);

create table note_format (
    name text primary key collate nocase check (name <> ''),
    headings text not null check (headings <> ''),
    active integer not null default 1 check (active in (0, 1))
) strict;

create table plan (
    plan_id text primary key check (plan_id <> ''),
    client_id text not null references client,
    version integer not null check (version >= 1),
    {day("effective_on")},
    vision text, strengths text, barriers text, supports text, discharge_criteria text
) strict, without rowid;
create unique index plan_of on plan (client_id, version);

-- A goal, an objective and an intervention keep their ids from version to version.
create table goal (
    plan_id text not null references plan,
    goal_id text not null check (goal_id <> ''),
    "order" integer not null check ("order" >= 1),
    domain text not null check ({one_of("domain", Domain)}),
    statement text not null check (statement <> ''),
    primary key (plan_id, goal_id)
) strict, without rowid;

create table objective (
    plan_id text not null references plan,
    objective_id text not null check (objective_id <> ''),
    goal_id text not null,
    "order" integer not null check ("order" >= 1),
    statement text not null check (statement <> ''),
    measure text,
    {day("target_on")},
    primary key (plan_id, objective_id),
    foreign key (plan_id, goal_id) references goal deferrable initially deferred
) strict, without rowid;

create table intervention (
    plan_id text not null references plan,
    intervention_id text not null check (intervention_id <> ''),
    objective_id text not null,
    "order" integer not null check ("order" >= 1),
    action text not null check (action <> ''),
    responsible text, frequency text, duration text,
    primary key (plan_id, intervention_id),
    foreign key (plan_id, objective_id) references objective deferrable initially deferred
) strict, without rowid;

create table signature (
    signature_id text primary key check (signature_id <> ''),
    record text not null check (record in ('plan')),
    "of" text not null references plan,
    signer text not null check (signer <> ''),
    role text not null check ({one_of("role", SignerRole)}),
    {day("signed_on")} not null,
    method text not null check ({one_of("method", SignatureMethod)}),
    reason text,
    credentials text,
    check ((method = 'refused') = (reason is not null))
) strict, without rowid;
create unique index signature_of on signature ("of", role) where method <> 'refused';
create index signature_on on signature ("of");

create table progress (
    progress_id text primary key check (progress_id <> ''),
    client_id text not null references client,
    goal_id text not null,
    objective_id text,
    {day("noted_on")} not null,
    rating integer check (rating between 0 and 100),
    status text check ({one_of("status", WorkStatus)}),
    remark text,
    contact text references contact,
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check (rating is not null or status is not null or remark is not null),
    check (rating is null or objective_id is not null),
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index progress_of on progress (client_id, noted_on);

create table plan_review (
    plan_review_id text primary key check (plan_review_id <> ''),
    client_id text not null references client,
    plan_id text not null references plan,
    {day("reviewed_on")} not null,
    outcome text not null check ({one_of("outcome", ReviewOutcome)}),
    remark text,
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check ((entered_in_error_at is null) = (entered_in_error_why is null))
) strict;
create index plan_review_of on plan_review (client_id, reviewed_on);

create table living_situation (
    living_situation_id text primary key check (living_situation_id <> ''),
    client_id text not null references client,
    {day("noted_on")} not null,
    housing text check ({one_of("housing", Housing)}),
    employment text check ({one_of("employment", Employment)}),
    income_source text,
    check (housing is not null or employment is not null or income_source is not null)
) strict;
create unique index living_situation_of on living_situation (client_id, noted_on);

create table document (
    document_id text primary key check (document_id <> ''),
    client_id text references client,
    template text not null check (template <> ''),
    template_hash text not null,
    plan_version integer,
    format text not null,
    made_at text not null,
    made_by text references staff,
    sent_to text
) strict;
create index document_of on document (client_id);

-- What is typed and not yet saved, outside the audit log: gone once it is saved.
create table draft (
    staff text not null,
    client_id text not null references client,
    kind text not null,
    text text not null,
    saved_at text not null,
    primary key (staff, client_id, kind)
) strict, without rowid;

create trigger plan_update
    before update of vision, strengths, barriers, supports, discharge_criteria on plan
    when {_SIGNED.format(plan_id="old.plan_id")}
    begin select raise(abort, 'a signed plan version is never changed'); end;
create trigger plan_effective before update of effective_on on plan
    when old.effective_on is not null or not {_SIGNED.format(plan_id="old.plan_id")}
    begin select raise(abort, 'a plan comes into force once, by its signatures'); end;
create trigger plan_key before update of plan_id, client_id, version on plan
    begin select raise(abort, 'the number of a plan version is never changed'); end;
create trigger plan_delete before delete on plan
    begin select raise(abort, 'a plan version is never deleted'); end;
create trigger plan_replace before insert on plan
    when exists (select 1 from plan where plan_id = new.plan_id
        or (client_id = new.client_id and version = new.version))
    begin select raise(abort, 'a plan version is never replaced'); end;
-- UPDATE and INSERT OR REPLACE would delete the row whose key they take, and fire no trigger.
create trigger signature_twice before insert on signature
    when exists (select 1 from signature where signature_id = new.signature_id
        or ("of" = new."of" and role = new.role and method <> 'refused'
            and new.method <> 'refused'))
    begin select raise(abort, 'a signature is given once'); end;
create trigger signature_update before update on signature
    begin select raise(abort, 'a signature is never changed'); end;
create trigger signature_delete before delete on signature
    begin select raise(abort, 'a signature is never deleted'); end;
"""


def _fixed_once_signed(table: str) -> str:
    """Triggers by which a part of a plan stays as it was signed."""
    refused = "begin select raise(abort, 'a signed plan version is never changed'); end;"
    new, old = (_SIGNED.format(plan_id=f"{row}.plan_id") for row in ("new", "old"))
    return f"""
create trigger {table}_insert before insert on {table} when {new} {refused}
create trigger {table}_update before update on {table} when {old} or {new} {refused}
create trigger {table}_delete before delete on {table} when {old} {refused}
"""


PLANS = (
    TABLES
    + "".join(map(_fixed_once_signed, ("goal", "objective", "intervention")))
    + never_changed("document", "document_id")
)
