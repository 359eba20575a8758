"""The sixth step: referrals with their story, and what was told to others."""

from caseload.model.linking import ReferralStatus, ResourceNeed
from caseload.records._shape import day, never_changed, one_of

_ENDED = "'completed', 'declined_by_client', 'declined_by_service', 'no_response'"
TABLES = f"""
create table referral (
    referral_id text primary key check (referral_id <> ''),
    client_id text not null references client,
    resource_id text not null references resource,
    need text not null check ({one_of("need", ResourceNeed)}),
    status text not null check ({one_of("status", ReferralStatus)}),
    need_id text references need,
    {day("drafted_on")},
    {day("sent_on")},
    {day("linked_on")},
    {day("closed_on")},
    {day("follow_up_on")},
    outcome text, remark text,
    staff text references staff,
    recorded_at text not null,
    entered_in_error_at text,
    entered_in_error_why text,
    check ((entered_in_error_at is null) = (entered_in_error_why is null)),
    check (status in ('draft', {_ENDED}) or follow_up_on is not null),
    check (status not in ({_ENDED}) or follow_up_on is null),
    check ((closed_on is not null) = (status in ({_ENDED}))),
    check (linked_on is not null or status not in ('linked', 'completed'))
) strict;
create index referral_of on referral (client_id);
create index referral_to on referral (resource_id);
create index referral_closed on referral (closed_on, referral_id, client_id)
    where entered_in_error_at is null;

create table referral_update (
    referral_update_id text primary key check (referral_update_id <> ''),
    referral_id text not null references referral,
    client_id text not null references client,
    {day("noted_on")} not null,
    status text not null check ({one_of("status", ReferralStatus)}),
    {day("follow_up_on")},
    remark text,
    staff text references staff,
    recorded_at text not null,
    takes_back text references referral_update,
    check (status in ('draft', {_ENDED}) or follow_up_on is not null)
) strict;
create index referral_update_of on referral_update (
    referral_id, noted_on, status, follow_up_on, takes_back, referral_update_id
);

create table disclosure (
    disclosure_id text primary key check (disclosure_id <> ''),
    client_id text not null references client,
    {day("disclosed_on")} not null,
    to_whom text not null check (to_whom <> ''),
    what text not null check (what <> ''),
    purpose text not null check (purpose <> ''),
    consent text, exception text,
    document_id text references document,
    referral_id text references referral,
    staff text references staff,
    recorded_at text not null,
    check (consent is not null or exception is not null)
) strict;
create index disclosure_of on disclosure (client_id, disclosed_on);
"""
REFERRALS = (
    TABLES
    + never_changed("referral_update", "referral_update_id")
    + never_changed("disclosure", "disclosure_id")
)
