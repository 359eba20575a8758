"""Which figures are left out, so that no few people are shown, nor can be worked out.

A number is *small* when fewer than so many different clients, and not none, stand behind it. All
that is known of the same lines (a *family*: met and missed, contacts and their minutes) is left out
together, group by group, for one of them tells the other. Where its figures hold an outcome against
the others, how many that were can be reckoned, whether a figure shows it or not: those followed up
within 30 days less those within 7 were seen on days 8 to 30. So it is the outcomes that must not be
small; what is shown is always a sum of some of them.

Groups add up to the total. So where groups are left out, they are at least two, and all of them
taken together are not small either: the total less what is shown tells no more than that. Where the
total is small, so is every group, and nothing of the family is shown. Contacts by mode and purpose
add up sideways as well, and the same holds there.

Who knows more than the report (that a case manager has clients of one program alone) may work out
more; no report can know what its readers know.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from caseload.reporting.figures import By, Cell, Key
from caseload.reporting.lines import Measure

_FAMILY = {
    "minutes": "contact", "entry_days": "entry",
    "housing_before": "housing", "housing_after": "housing", "home": "housing",
    "employment_before": "employment", "employment_after": "employment", "work": "employment",
}  # fmt: skip
"""Topics that are known from each other, by the name that they share; others are alone."""
_OWN = {"hold": "not_owed", "not_admitted": "not_owed"}
"""Figures of a family of their own within their topic."""
_WHOLE = ("housing", "employment")
"""Families whose values (shelter, rented …) add up, so that they are one."""
_PARTS = {"mode": "contact", "purpose": "contact"}
"""Topics whose values add up to what another family shows."""

Row = tuple[By, str | None]
Form = tuple[str, str, frozenset[str]]
"""A number that is shown or can be reckoned: of a topic, what it is about, and which outcomes."""
Clients = frozenset[str | None]
_TOTAL: Row = (By.TOTAL, None)


class _Table(NamedTuple):
    """A family: for each group, who stands behind each number, and the figures that tell it."""

    forms: Mapping[Row, Mapping[Form, Clients]]
    keys: Mapping[Row, Sequence[Key]]


def left_out(measures: Sequence[Measure], cells: Mapping[Key, Cell], least: int) -> frozenset[Key]:
    """The figures to leave out.

    Args:
        measures: Those of the report.
        cells: What they came to, the total among them.
        least: Fewer clients than this are small.
    """
    named = {one.figure: one for one in measures}
    families: dict[tuple[str, str], list[Key]] = {}
    parts: dict[str, list[Key]] = {}
    for key in cells:
        one = named[key.figure]
        if one.topic in _PARTS:
            parts.setdefault(one.topic, []).append(key)
        else:
            name = _family(one)
            families.setdefault((name, "" if name in _WHOLE else key.of), []).append(key)
    hidden: dict[tuple[str, str], set[Row]] = {}
    found = set[Key]()
    for own, keys in families.items():
        table = _table(keys, cells, [one for one in measures if _family(one) == own[0]])
        hidden[own] = _rows(table.forms, least)
        found.update(key for row in hidden[own] for key in table.keys[row])
    for topic, keys in parts.items():
        above = hidden.get((_PARTS[topic], ""), set())
        found |= _of_parts(keys, cells, above, least)
    return frozenset(found)


def _family(one: Measure) -> str:
    return _OWN.get(one.figure) or _FAMILY.get(one.topic, one.topic)


def _table(keys: Sequence[Key], cells: Mapping[Key, Cell], measures: Sequence[Measure]) -> _Table:
    """A family; `measures` are all of its own."""
    forms: dict[Row, dict[Form, Clients]] = {}
    own: dict[Row, list[Key]] = {}
    topics = {one.figure: one.topic for one in measures}
    told_apart = {topic: _told_apart(measures, topic) for topic in topics.values()}
    for key in keys:
        row, topic = (key.by, key.group), topics[key.figure]
        own.setdefault(row, []).append(key)
        told = forms.setdefault(row, {})
        for outcome, who in cells[key].behind.items():
            form = topic, key.of, told_apart[topic][outcome]
            told[form] = told.get(form, frozenset()) | (who - {None})
    return _Table(forms, own)


def _told_apart(measures: Sequence[Measure], topic: str) -> dict[str, frozenset[str]]:
    """By each outcome of a topic those that none of its figures tells from it, itself included."""
    own = [one for one in measures if one.topic == topic]
    every = frozenset[str]().union(*(one.counts | one.among for one in own))
    seen = {each: [(each in one.counts, each in one.among) for one in own] for each in every}
    return {each: frozenset(one for one in every if seen[one] == seen[each]) for each in every}


def _small(who: Clients, least: int) -> bool:
    return 0 < len(who) < least


def _rows(
    forms: Mapping[Row, Mapping[Form, Clients]], least: int, already: Iterable[Row] = ()
) -> set[Row]:
    """The groups to leave out, those `already` left out among them."""
    if any(_small(who, least) for who in forms.get(_TOTAL, {}).values()) or _TOTAL in already:
        return set(forms)
    found = set[Row]()
    for by in {row[0] for row in forms} - {By.TOTAL}:
        rows = sorted(
            (row for row in forms if row[0] is by),
            key=lambda row: (len(_everyone(forms[row])), row[1] or ""),
        )
        out = [
            row
            for row in rows
            if row in already or any(_small(who, least) for who in forms[row].values())
        ]
        while out and (len(out) == 1 or _tells(forms, out, least)):
            more = next((row for row in rows if row not in out), None)
            if more is None:
                break
            out.append(more)
        found.update(out)
    return found


def _everyone(forms: Mapping[Form, Clients]) -> Clients:
    return frozenset[str | None]().union(*forms.values())


def _tells(forms: Mapping[Row, Mapping[Form, Clients]], out: Sequence[Row], least: int) -> bool:
    """Whether what is left out, taken together, is small: the total less the rest would tell it."""
    together: dict[Form, Clients] = {}
    for row in out:
        for form, who in forms[row].items():
            together[form] = together.get(form, frozenset()) | who
    return any(_small(who, least) for who in together.values())


def _of_parts(
    keys: Sequence[Key], cells: Mapping[Key, Cell], above: set[Row], least: int
) -> set[Key]:
    """Of values that add up, such as modes, those to leave out everywhere, and the groups."""
    by_row: dict[Row, dict[str, Clients]] = {}
    for key in keys:
        who = frozenset(cells[key].clients - {None})
        by_row.setdefault((key.by, key.group), {})[key.of] = who
    total = by_row.get(_TOTAL, {})
    order = sorted(total, key=lambda of: (len(total[of]), of))
    out = [of for of in order if _small(total[of], least)]
    while out and (len(out) == 1 or _small(_of(total, out), least)):
        more = next((of for of in order if of not in out), None)
        if more is None:
            break
        out.append(more)
    forms: dict[Row, dict[Form, Clients]] = {}
    for row, told in by_row.items():
        shown: dict[Form, Clients] = {
            ("shown", of, frozenset()): who for of, who in told.items() if of not in out
        }
        forms[row] = {**shown, ("out", "", frozenset()): _of(told, out)}
    rows = _rows(forms, least, above)
    return {key for key in keys if key.of in out or (key.by, key.group) in rows}


def _of(told: Mapping[str, Clients], those: Iterable[str]) -> Clients:
    return frozenset[str | None]().union(*(told.get(of, frozenset()) for of in those))
