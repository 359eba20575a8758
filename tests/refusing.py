"""A verb that refuses has changed nothing: every table is as it was."""

from collections.abc import Callable
from typing import Any

import pytest

from caseload.errors import CaseloadError
from caseload.records._caseload import Caseload
from caseload.records.checks import KEYS


def refused(
    error: type[CaseloadError],
    verb: Callable[..., object],
    caseload: Caseload,
    *args: Any,
    **facts: Any,
) -> str:
    """The sentence with which a verb refuses; the file is held against what it was before."""
    before = contents(caseload)
    with pytest.raises(error) as caught:
        verb(caseload, *args, **facts)
    assert type(caught.value) is error
    assert contents(caseload) == before
    return str(caught.value)


def contents(caseload: Caseload) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, the audit log among them."""
    tables = (*KEYS, "client_name", "audit")
    return {table: caseload.rows(f"select * from {table} order by 1, 2") for table in tables}


def written(caseload: Caseload) -> int:
    """How many audit rows there are."""
    return int(caseload.value("select count(*) from audit"))
