"""Two texts of a plan beside each other: what differs first, then both in full."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from caseload.model.planning import PROSE, Goal, Intervention, Objective, Plan
from caseload.rules import plan_edits, plan_rules
from caseload.show import day_style, safe_text, style
from caseload.show.plan import marked, words

LONGEST = 4_000
"""Characters of one text that are shown; beyond it says how many more there are."""


def table(old: Plan, new: Plan, heads: tuple[str, str]) -> Table:
    """What differs, side by side; the words that differ stand in [brackets]."""
    found = plan_rules.differences(old, new)
    drawn = _table(("where", *heads))
    for one in found:
        before, after = marked(one) if _short(one) else (one.before, one.after)
        drawn.add_row(Text(one.where, "bold"), _text(before), _text(after))
    if not found:
        drawn.add_row(Text(""), Text("Both say the same."), Text(""))
    return drawn


def whole(old: Plan, new: Plan, heads: tuple[str, str]) -> Table:
    """Both in full, the same part in the same row."""
    drawn = _table(("", *heads))
    left, right = _told(old), _told(new)
    for key in [*left, *(key for key in right if key not in left)]:
        label, text = right.get(key) or left[key]
        before = left[key][1] if key in left else "—"
        drawn.add_row(Text(label, "bold"), _text(before), _text(text if key in right else "—"))
    return drawn


def _told(plan: Plan) -> dict[str, tuple[str, str]]:
    """Each part's number and words, by its key."""
    found = {name: (words(name), getattr(plan, name) or "—") for name in PROSE}
    for place, part in plan_edits.parts(plan):
        found[part[0]] = plan_edits.number(place), "\n".join(filter(None, _lines(part)))
    return found


def _lines(part: plan_edits.Part) -> Sequence[str | None]:
    if isinstance(part, Goal):
        return part.statement, f"domain: {words(part.domain)}"
    if isinstance(part, Objective):
        target = f"target: {day_style.plain(part.target_on)}" if part.target_on else None
        return part.statement, f"measure: {part.measure}" if part.measure else None, target
    assert isinstance(part, Intervention)
    return part.action, ", ".join(filter(None, (part.responsible, part.frequency, part.duration)))


def _table(heads: tuple[str, str, str]) -> Table:
    drawn = Table(expand=True, show_lines=True, header_style="bold")
    drawn.add_column(Text(heads[0]), ratio=1, min_width=9, overflow="fold")
    for head in heads[1:]:
        drawn.add_column(Text(head), ratio=3, overflow="fold")
    return drawn


def _short(one: plan_rules.Difference) -> bool:
    """Whether words can be compared one by one in no time."""
    return len(one.before or "") + len(one.after or "") < LONGEST


def _text(text: str | None) -> Text:
    text = text or "—"
    rest = len(text) - LONGEST
    more = f" … and {style.number(rest)} characters more" if rest > 0 else ""
    return Text(safe_text(text[:LONGEST]) + more)
