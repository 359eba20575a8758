"""What finds a service: its line in narrow tables, and its words, folded, for a full-text search.

All of it is worked out from `resource` and never written by hand. What was written down stands in
the line itself, so that it can be taken away again whatever is worked out otherwise by then.
`check` holds it against the records, and an import of everything makes it anew.
"""

from collections.abc import Iterator

from caseload import folding, languages
from caseload.model.linking import Resource
from caseload.records._caseload import Caseload, Change
from caseload.records._names import fold
from caseload.records._rows import Value, to_columns

EVERYWHERE = ""
"""What stands for a county where a service names none."""
_TABLES = {"need": "needs", "county": "counties", "language": "languages"}
_FACTS = (
    "active",
    "accepting",
    "verified_on",
    "minimum_age",
    "maximum_age",
    "organization",
    "name",
)


def write(change: Change, one: Resource, number: int | None = None) -> None:
    """Write a service's line, the words that find it and the names it goes by.

    Args:
        change: The write under way.
        one: The service.
        number: That of its line before, if it had one.
    """
    line = _line(one)
    number = change.derived(_INSERT, (number, one.resource_id, *line.values()))
    for table, column in _TABLES.items():
        for value in str(line[column]).split(";"):
            change.derived(f"insert into resource_{table} values (?, ?)", (value, number))
    for folded in str(line["folded"]).split("\n"):
        change.derived("insert into resource_name values (?, ?)", (folded, number))
    change.derived(
        "insert into resource_text (rowid, name, description, eligibility, fee)"
        " values (?, ?, ?, ?, ?)",
        (number, *_words(one)),
    )


def remove(caseload: Caseload, change: Change, resource_id: str) -> int | None:
    """Take away what `write` wrote; the number of its line."""
    found = caseload.rows(
        "select number, needs, counties, languages, folded from resource_line"
        " where resource_id = ?",
        (resource_id,),
    )
    for number, *listed, folded in found:
        for table, values in zip(_TABLES, listed, strict=True):
            for value in values.split(";"):
                change.derived(
                    f"delete from resource_{table} where {table} = ? and number = ?",
                    (value, number),
                )
        for name in folded.split("\n"):
            change.derived(
                "delete from resource_name where folded = ? and number = ?", (name, number)
            )
        change.derived("delete from resource_text where rowid = ?", (number,))
        change.derived("delete from resource_line where number = ?", (number,))
    return found[0][0] if found else None


def wrong(caseload: Caseload) -> Iterator[str]:
    """The ids of services that a search finds otherwise than they are; '' for the index itself."""
    lines = {
        row[0]: row[1:]
        for row in caseload.stream(
            f"select resource_id, number, {', '.join(_COLUMNS)} from resource_line"
        )
    }
    words = {
        row[0]: row[1:]
        for row in caseload.stream(
            "select rowid, name, description, eligibility, fee from resource_text"
        )
    }
    for one in caseload.records(Resource, "order by resource_id"):
        number, *told = lines.pop(one.resource_id, (None,))
        # Names of languages are a library's to know, and it learns.
        told_of = {**dict(zip(_COLUMNS, told, strict=False)), "languages": ""}
        if told_of != {**_line(one), "languages": ""} or words.pop(number, None) != _words(one):
            yield one.resource_id
    yield from lines
    for table, column in _TABLES.items():
        count = f"select count(*) from resource_{table}"
        many = f"length({column}) - length(replace({column}, ';', '')) + 1"
        listed = f"select ifnull(sum({many}), 0) from resource_line"
        strangers = f"""{count} t where not exists (select 1 from resource_line l
            where l.number = t.number
            and instr(';' || l.{column} || ';', ';' || t.{table} || ';') > 0)"""
        if words or caseload.value(count) != caseload.value(listed) or caseload.value(strangers):
            yield ""


def _line(one: Resource) -> dict[str, Value]:
    stored = to_columns(one)
    keys = dict.fromkeys(key for each in one.languages if (key := languages.key(each)))
    counties = dict.fromkeys(key for each in one.counties if (key := folding.county(each)))
    ways = dict.fromkeys((fold(one.name), fold(f"{one.organization} {one.name}")))
    return {
        **{name: stored[name] for name in _FACTS},
        "needs": ";".join(sorted(one.need)),
        "counties": ";".join(counties) or EVERYWHERE,
        "languages": ";".join(keys),
        "folded": "\n".join(ways),
    }


def _words(one: Resource) -> tuple[str, str, str, str]:
    described = (one.description, one.address, one.hours, one.phone, one.email, one.url)
    needs = (need.replace("_", " ") for need in sorted(one.need))
    return (
        fold(f"{one.organization} {one.name}"),
        fold(" ".join(filter(None, (*needs, *described, *one.counties, *one.languages)))),
        fold(one.eligibility or ""),
        fold(one.fee or ""),
    )


_COLUMNS = (*_FACTS, "needs", "counties", "languages", "folded")
_INSERT = (
    f"insert into resource_line (number, resource_id, {', '.join(_COLUMNS)})"
    f" values ({', '.join('?' * (len(_COLUMNS) + 2))})"
)
