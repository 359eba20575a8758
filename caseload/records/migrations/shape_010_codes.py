"""The tenth step: the random codes by which de-identified exports name records, always the same."""

CODES = """
create table deidentified_code (
    code text primary key check (code <> ''),
    record text not null check (record <> ''),
    record_id text not null check (record_id <> ''),
    unique (record, record_id)
) strict, without rowid;

create trigger deidentified_code_update before update on deidentified_code
    begin select raise(abort, 'a code is never changed'); end;
create trigger deidentified_code_delete before delete on deidentified_code
    begin select raise(abort, 'a code is never deleted'); end;
create trigger deidentified_code_replace before insert on deidentified_code
    when exists (select 1 from deidentified_code where code = new.code
        or (record = new.record and record_id = new.record_id))
    begin select raise(abort, 'a code is never replaced'); end;
"""
