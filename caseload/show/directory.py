"""What an import of a directory did, in sentences: what came, what stays, what is gone."""

from collections.abc import Sequence

from caseload.records.hsds import Changed, Outcome
from caseload.show import style

MOST = 10
"""So many services or terms are named; the others are counted."""


def told(source: str, outcome: Outcome, *, dry_run: bool) -> tuple[str, list[str]]:
    """What was done in one sentence, and what is to be known beside it."""
    would = "would be " if dry_run else ""
    parts = [f"{outcome.added} {would}added"]
    if outcome.changed:
        parts.append(f"{len(outcome.changed)} {would}changed")
    if outcome.same:
        parts.append(f"{outcome.same} there already")
    if outcome.gone and outcome.retired:
        parts.append(f"{len(outcome.gone)} {would}set aside")
    beside = _named("changed", outcome.changed)
    beside += _named("kept as it was changed here", outcome.kept)
    if outcome.kept:
        beside.append("  To take what the directory says of these: --update")
    if outcome.gone and not outcome.retired:
        many, them = f"{len(outcome.gone)} of {source} are no longer in it; they stay", "them"
        if len(outcome.gone) == 1:
            many, them = f"1 of {source} is no longer in it; it stays", "it"
        names = [f"{one.resource_id} {one.name}, {one.organization}" for one in outcome.gone]
        beside += [f"{many}. To set {them} aside: --retire", *_listed(names)]
    if not outcome.whole:
        beside.append("These are not all pages of the directory; fetch the others as well.")
    if outcome.bare:
        services = "service came" if outcome.bare == 1 else "services came"
        beside.append(
            f"{outcome.bare} {services} without phones, places and hours; fetch each with them."
        )
    if outcome.other:
        services = "service has" if outcome.other == 1 else "services have"
        beside.append(f"{outcome.other} {services} no need that is known here, so: other.")
    if outcome.unknown:
        terms = [f"{name}: {count}" for name, count in outcome.unknown]
        beside += ["Terms that nobody has mapped yet (in hsds_needs.yaml):", *_listed(terms)]
    if outcome.unread:
        services = "service names" if outcome.unread == 1 else "services name"
        where = "areas that are no counties; they stand in the eligibility"
        beside.append(f"{outcome.unread} {services} {where}.")
    return f"{source}: {', '.join(parts)}.", beside


def _named(what: str, changed: Sequence[Changed]) -> list[str]:
    lines = [
        f"{what}: {one.resource.resource_id} {one.resource.name}: {', '.join(one.fields)}"
        for one in changed
    ]
    return _listed(lines)


def _listed(lines: Sequence[str]) -> list[str]:
    more = [f"  and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return [*(f"  {line}" for line in lines[:MOST]), *more]


def complaint(name: str, outcome: Outcome) -> list[str]:
    """What is wrong with a directory, by file and row."""
    many = "1 mistake" if outcome.wrong == 1 else f"{outcome.wrong} mistakes"
    lines = [f"{name}: {many}; nothing was imported."]
    file = max(len(one.file) for one in outcome.problems)
    row = max(len(str(one.row)) for one in outcome.problems)
    column = max(len(one.column) for one in outcome.problems)
    widths = [file, 4 + row, column]
    lines += [
        style.in_columns([one.file, f"row {one.row}", one.column, one.message], widths)
        for one in outcome.problems
    ]
    more = outcome.wrong - len(outcome.problems)
    return [*lines, *([f"  and {more} more"] if more else []), "Mend these and run it again."]
