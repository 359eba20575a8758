"""Which figures are left out, so that no few people are shown, nor can be worked out.

A figure is *small* when fewer than so many different clients, and not none, stand in its numerator,
in its denominator, or in the denominator alone. All that is known of the same lines (a *family*:
met and missed, contacts and their minutes) is left out together, group by group, for one of them
tells the other.

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
_ALSO = {"not_owed": "met"}
"""What a family's figures tell besides: all client-periods less those not owed are those owed."""
_WHOLE = ("housing", "employment")
"""Families whose values (shelter, rented …) add up, so that they are one."""
_PARTS = {"mode": "contact", "purpose": "contact"}
"""Topics whose values add up to what another family shows."""

Row = tuple[By, str | None]
Form = tuple[str, str, str]
"""A number that is shown or can be reckoned: figure, of, and which part of it."""
Clients = frozenset[str | None]
_TOTAL: Row = (By.TOTAL, None)


class _Table(NamedTuple):
    """A family: for each group, who stands behind each number, and the figures that show it."""

    forms: Mapping[Row, Mapping[Form, Clients]]
    keys: Mapping[Row, Sequence[Key]]


def left_out(measures: Sequence[Measure], cells: Mapping[Key, Cell], least: int) -> frozenset[Key]:
    """The figures to leave out.

    Args:
        measures: Those of the report.
        cells: What they came to, the total among them.
        least: Fewer clients than this are small.
    """
    topics = {one.figure: one.topic for one in measures}
    families: dict[tuple[str, str], list[Key]] = {}
    parts: dict[str, list[Key]] = {}
    for key in cells:
        topic = topics[key.figure]
        if topic in _PARTS:
            parts.setdefault(topic, []).append(key)
        else:
            name = _OWN.get(key.figure) or _FAMILY.get(topic, topic)
            families.setdefault((name, "" if name in _WHOLE else key.of), []).append(key)
    hidden: dict[tuple[str, str], set[Row]] = {}
    found = set[Key]()
    for own, keys in families.items():
        also = _ALSO.get(own[0])
        table = _table(keys, cells, [key for key in cells if key.figure == also])
        hidden[own] = _rows(table.forms, least)
        found.update(key for row in hidden[own] for key in table.keys[row])
    for topic, keys in parts.items():
        above = hidden.get((_PARTS[topic], ""), set())
        found |= _of_parts(keys, cells, above, least)
    return frozenset(found)


def _table(keys: Sequence[Key], cells: Mapping[Key, Cell], also: Iterable[Key] = ()) -> _Table:
    """A family; `also` are figures of another whose denominators it tells."""
    forms: dict[Row, dict[Form, Clients]] = {}
    own: dict[Row, list[Key]] = {}
    for key in keys:
        own.setdefault((key.by, key.group), []).append(key)
    of = {key.of for key in keys}
    for key in also:
        if key.of in of and (key.by, key.group) in own:
            whole = frozenset((cells[key].clients | cells[key].others) - {None})
            forms.setdefault((key.by, key.group), {})[key.figure, key.of, "all"] = whole
    for key in keys:
        row, cell = (key.by, key.group), cells[key]
        counted, rest = frozenset(cell.clients - {None}), frozenset(cell.others - {None})
        told = forms.setdefault(row, {})
        for part, who in (("numerator", counted), ("rest", rest), ("all", counted | rest)):
            told[key.figure, key.of, part] = who
    return _Table(forms, own)


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
            ("", of, ""): who for of, who in told.items() if of not in out
        }
        forms[row] = {**shown, ("", "", "out"): _of(told, out)}
    rows = _rows(forms, least, above)
    return {key for key in keys if key.of in out or (key.by, key.group) in rows}


def _of(told: Mapping[str, Clients], those: Iterable[str]) -> Clients:
    return frozenset[str | None]().union(*(told.get(of, frozenset()) for of in those))
