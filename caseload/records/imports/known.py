"""Which record of the file a row is about, where a row may come without an id."""

from collections import Counter
from typing import Any, TypeVar

from caseload.records._incoming import CellError, Incoming, Values
from caseload.records._rows import fields

R = TypeVar("R", bound=tuple[Any, ...])


def before(incoming: Incoming, record: type[R], values: Values, alike: tuple[str, ...]) -> R | None:
    """The record of the row's own id, else the one that says the same of `alike`; None: a new one.

    Of several rows that say the same, each is about a record of its own. An id is written large.

    Args:
        incoming: The import under way, of this one kind of record.
        record: The kind; its id is its first field.
        values: What the row says.
        alike: The fields by which one without an id is known, as far as the table has them.

    Raises:
        CellError: Another row has that id.
    """
    key = fields(record)[0].name
    given = tuple(name for name in alike if name in incoming.given)
    kept = incoming.kept
    if "known" not in kept:
        known = incoming.caseload.records(record, "order by rowid")
        kept["known"] = {getattr(one, key): one for one in known}
        kept["alike"] = {}
        kept["seen"] = Counter()
        for one in known:
            told = tuple(getattr(one, name) for name in given)
            kept["alike"].setdefault(told, []).append(one)
    if key in values:
        values[key] = values[key].upper()
        incoming.once(key, values[key])
        found: R | None = kept["known"].get(values[key])
        return found
    said = tuple(values.get(name) for name in given)
    same: list[R] = kept["alike"].get(said, [])
    seen: Counter[Any] = kept["seen"]
    seen[said] += 1
    return same[seen[said] - 1] if seen[said] <= len(same) else None


def refuse_another_client(before: Any, values: Values) -> None:
    """Refuse to make one client's record another's: two files may have one id for two records.

    Raises:
        CellError: The row names another client than the record.
    """
    client_id = values.get("client_id", before.client_id)
    if before.client_id not in (None, client_id):
        raise CellError("client_id", f"{before[0]} is about another client here, and that stays")
