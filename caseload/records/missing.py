"""Facts that the agency needs and that nobody has written down yet, each with its command."""

from datetime import date

from caseload.records._caseload import Caseload
from caseload.records.checks import Finding

MISSING = (
    ("client", "no diagnosis: what makes them eligible",
        "caseload client diagnose {client_id} CODE --principal", """
        select c.client_id, c.client_id from client c
        where exists (select 1 from episode e where e.client_id = c.client_id
            and e.status = 'admitted')
        and not exists (select 1 from diagnosis d where d.client_id = c.client_id)"""),
    ("client", "no date of birth",
        "caseload client edit {client_id} --date-of-birth YYYY-MM-DD", """
        select client_id, client_id from client where date_of_birth is null"""),
    ("client", "no phone, email or address: no way to reach them",
        "caseload client edit {client_id} --phone NUMBER", """
        select client_id, client_id from client
        where phone is null and email is null and address is null"""),
    ("client", "no county: where services are looked for",
        "caseload client edit {client_id} --county NAME", """
        select client_id, client_id from client where county is null"""),
    ("client", "never referred or admitted",
        "caseload client admit {client_id} --program NAME", """
        select c.client_id, c.client_id from client c
        where not exists (select 1 from episode e where e.client_id = c.client_id)"""),
    ("episode", "no case manager",
        "caseload client transfer {client_id} --case-manager NAME", """
        select episode_id, client_id from episode e where status = 'admitted'
        and not exists (select 1 from episode_case_manager m
            where m.episode_id = e.episode_id)"""),
    ("episode", "no funding: who pays",
        "caseload import episodes FILE --update", """
        select episode_id, client_id from episode where status = 'admitted' and funding is null"""),
    ("episode", "on the list of a case manager who has left",
        "caseload client transfer {client_id} --case-manager NAME", """
        select e.episode_id, e.client_id from episode e where status = 'admitted'
        and exists (select 1 from staff s where s.active = 0 and s.covered_by is null
            and s.staff_id = (select m.staff_id from episode_case_manager m
                where m.episode_id = e.episode_id order by m.from_on desc limit 1))"""),
    ("referral", "open, and the client is in no program: nobody asks what became of it",
        "caseload referral list {client_id}, then: caseload referral update REFERRAL STATUS", """
        select referral_id, client_id from referral r where closed_on is null
        and status <> 'draft' and entered_in_error_at is null
        and not exists (select 1 from episode e where e.client_id = r.client_id
            and e.status = 'admitted')"""),
    ("holiday", "none after today, so business days know weekends alone",
        "caseload holiday fill", """
        select null, null where not exists (select 1 from holiday where day > :today)"""),
    ("standard", "no active standard: nothing is owed to anyone",
        "caseload standard list, then: caseload standard edit STANDARD --active", """
        select null, null where not exists (select 1 from standard where active = 1
            and (effective_until is null or effective_until > :today))"""),
)  # fmt: skip
"""Which record lacks what, the command for it, and the query that finds its id and client."""


def listed(caseload: Caseload, on: date | None = None) -> list[Finding]:
    """What is missing in the file as it is, kind by kind, in order of the ids.

    What lies after a day (today) is told by that day: holidays, and the end of standards.
    """
    today = {"today": (on or caseload.today).isoformat()}
    return [
        Finding("missing", record, record_id, client_id, words, mend.format(client_id=client_id))
        for record, words, mend, sql in MISSING
        for record_id, client_id in caseload.rows(f"{sql} order by 1", today)
    ]
