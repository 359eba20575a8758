"""A damaged file is refused, or its damage is found; it is never modified and never a fault."""

from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from making import PASSPHRASE, TODAY, again, full_file, read_all, recovery_key
from sqlcipher3 import dbapi2 as sqlite

from caseload.errors import CaseloadError, DamagedError
from caseload.records import checks
from caseload.records._key import SALT_BYTES
from caseload.records._opening import open_file

PAGE = 4096


def damages(whole: bytes, count: int) -> list[tuple[str, bytes]]:
    """Copies of a file: some cut off, some with a page zeroed, most with flipped bits."""
    made = []
    for number in range(count):
        chance, data = Random(number), bytearray(whole)
        if number % 10 == 0:
            size = chance.randrange(len(data))
            made.append((f"cut to {size}", bytes(data[:size])))
            continue
        if number % 10 == 1:
            page = chance.randrange(len(data) // PAGE) * PAGE
            data[page : page + PAGE] = bytes(PAGE)
            made.append((f"zeroed from {page}", bytes(data)))
            continue
        bits = [chance.randrange(len(data) * 8) for _ in range(chance.choice((1, 1, 4, 64)))]
        if number % 10 == 2:
            bits = [chance.randrange(100 * 8)]
        for bit in bits:
            data[bit // 8] ^= 1 << bit % 8
        made.append((f"bits {bits}", bytes(data)))
    return made


@pytest.mark.parametrize("key", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_a_damaged_file_is_refused_or_found_and_never_modified(
    tmp_path: Path, key: str | None, heavy: bool
) -> None:
    with full_file(tmp_path, key=key) as caseload:
        path = caseload.path
    secret = recovery_key() if key else "0" * 96
    unnoticed, codes = [], set[int]()
    whole = path.read_bytes()
    for what, data in damages(whole, 2000 if heavy else 100):
        path.write_bytes(data)
        try:
            with open_file(path, TODAY, lambda: secret) as opened:
                # A recovery key brings the salt along, so the file's own is not even read.
                if not checks.damage(opened) and data[SALT_BYTES:] != whole[SALT_BYTES:]:
                    unnoticed.append(what)
                with suppress(DamagedError):
                    read_all(opened)
        except CaseloadError as error:
            codes.add(error.exit_code)
        assert path.read_bytes() == data, what
        assert [one.name for one in tmp_path.iterdir()] == [path.name], what
    assert 13 in codes
    # A plain file's version (14) or magic (12) may be what is flipped, and it has unused room that
    # nobody reads. Each page of an encrypted one is sealed.
    assert codes <= ({12, 13} if key else {1, 12, 13, 14})
    assert not key or unnoticed == []


WRONG = ["2026-02-30", "2o26-01-01", "", "rol,ing", ";", b"\xff\xfe"]
READ_AS = [
    *(("client", "date_of_birth"), ("diagnosis", "diagnosed_on"), ("holiday", "day")),
    *(("episode", "status"), ("episode", "admitted_on"), ("episode", "discharged_on")),
    *(("episode", "funding"), ("episode_case_manager", "from_on"), ("episode_level", "from_on")),
    *(("hold", "from_on"), ("hold", "until_on"), ("hold", "reason"), ("hold_review", "hold_id")),
    *(("hold_review", "reviewed_on"), ("contact", "contacted_on"), ("contact", "mode")),
    *(("contact", "reached"), ("contact", "purpose"), ("contact", "recorded_at")),
    *(("contact", "signed_at"), ("addendum", "kind"), ("standard", "obligation")),
    *(("standard", "counting"), ("standard", "unit"), ("standard", "modes")),
    *(("standard", "reached"), ("standard", "effective_from")),
    *(("audit", "at"), ("audit", "before"), ("audit", "after"), ("audit", "record_id")),
]
"""The columns that are read as a day, an instant, a word, or JSON."""


@pytest.mark.parametrize(("table", "column"), READ_AS)
def test_a_value_that_the_file_would_never_let_in_is_found_and_no_fault(
    tmp_path: Path, table: str, column: str
) -> None:
    with full_file(tmp_path) as caseload:
        path = caseload.path
    with closing(sqlite.connect(path, isolation_level=None)) as direct:
        direct.execute("pragma writable_schema = on")
        direct.execute("delete from sqlite_schema where type = 'trigger'")
        direct.execute("update sqlite_schema set sql = replace(sql, ') strict', ')')")
    whole = path.read_bytes()
    for value in WRONG:
        path.write_bytes(whole)
        with closing(sqlite.connect(path, isolation_level=None)) as direct:
            direct.execute("pragma ignore_check_constraints = on")
            direct.execute(f"update or replace {table} set {column} = ?", (value,))
        with again(path) as caseload:
            assert checks.damage(caseload) != []
            with suppress(DamagedError):
                read_all(caseload)
