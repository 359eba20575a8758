"""The page of fields and filters, made from the code: docs/reference/template-fields.md."""

from caseload.documents import fields, kinds
from caseload.documents.filters import FILTERS
from caseload.documents.kinds import Kind

_NAMES = {str: "text", int: "number", bool: "yes or no"}
_JOIN = 'The values as one text: `join(", ")`; `join(", ", " and ")` before the last one.'


def page() -> str:
    """The whole page."""
    parts = [
        "# Fields and filters of templates",
        "Made from the code (`caseload/documents/fields.py` and `people.py`), and held to it by a "
        "test. *May be empty* means: ask `{% if … %}` before you use what is in it; printed, it "
        "is nothing.",
        "## Names that every template knows",
        _table(fields.Fields),
    ]
    for record in _records(fields.Fields):
        parts += [f"## {record.__name__}", _told(record), _table(record)]
    parts += ["## Filters", _filters()]
    return "\n\n".join(parts) + "\n"


def _records(record: type) -> list[type]:
    """The records within a record, each once, by name."""
    found: dict[str, type] = {}
    waiting = [record]
    while waiting:
        for kind in kinds.of_fields(waiting.pop()).values():
            inner = kind.item if kind.item is not None else kind
            if inner.is_record and inner.base is not None and inner.base.__name__ not in found:
                found[inner.base.__name__] = inner.base
                waiting.append(inner.base)
    return [found[name] for name in sorted(found)]


def _told(record: type) -> str:
    return " ".join((record.__doc__ or "").split())


def _table(record: type) -> str:
    said, words = kinds.descriptions(record), kinds.words_of(record)
    rows = ["| name | is | what it says |", "| --- | --- | --- |"]
    for name, kind in kinds.of_fields(record).items():
        may = ", may be empty" if kind.optional else ""
        choice = f" One of {', '.join(words[name])}." if name in words else ""
        rows.append(f"| `{name}` | {_name(kind)}{may} | {said[name]}{choice} |")
    return "\n".join(rows)


def _name(kind: Kind) -> str:
    if kind.base is tuple and kind.item is not None:
        return f"list of {_name(kind.item)}"
    if kind.is_record and kind.base is not None:
        return f"[{kind.base.__name__}](#{kind.base.__name__.lower()})"
    assert kind.base is not None
    return _NAMES.get(kind.base, "day")


def _filters() -> str:
    rows = ["| filter | does |", "| --- | --- |"]
    told = {name: (one.__doc__ or "").partition("\n")[0] for name, one in FILTERS.items()}
    told |= {"default": "Another value where there is none: `default(\"unknown\", true)`.",
             "join": _JOIN}  # fmt: skip
    rows += [f"| `{name}` | {told[name].replace('|', chr(92) + '|')} |" for name in sorted(told)]
    return "\n".join(rows)
