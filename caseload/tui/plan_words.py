"""What the plan editor says: of a part above and below its form, of the whole at the foot."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from caseload import dates
from caseload.errors import InvalidError
from caseload.model import SignerRole
from caseload.model.planning import Goal, Intervention, Objective
from caseload.rules import plan_edits, plan_rules
from caseload.show import day_style, safe_line
from caseload.show.plan import signature_in_words, standing, words
from caseload.tui.plan_outline import Line
from caseload.tui.plan_work import Work

HEADS = {
    "vision": "Vision, in the client's own words",
    "strengths": "Strengths: what they build on",
    "barriers": "Barriers: what stands in the way",
    "supports": "Supports: who and what helps",
    "discharge_criteria": "Discharge criteria: how one will know that it is enough",
    "living": "How they live today",
}
Shown = tuple[str, dict[str, str], str]
"""What stands above a form, what its fields hold, and what stands below."""


def part(work: Work, line: Line) -> Shown:
    """What the form says of a line of the tree."""
    if line.kind == "prose":
        return HEADS[line.key], {"text": getattr(work.plan, line.key) or ""}, _signatures(work)
    if line.kind == "living":
        return HEADS[line.key], {k: v or "" for k, v in work.state.living._asdict().items()}, ""
    found = work.part(line.key)
    place = work.place(line.key)
    assert place is not None
    head = f"{line.kind.capitalize()} {plan_edits.number(place)}"
    head += f"   ! lacks: {line.lacks}" if line.lacks else ""
    if isinstance(found, Goal):
        values = {"statement": found.statement, "domain": str(found.domain)}
        return head, values, f"Progress      {standing(found.status, found.progress)}"
    if isinstance(found, Objective):
        target = day_style.plain(found.target_on) if found.target_on else ""
        target = work.state.typed.get(line.key, target)
        values = {"statement": found.statement, "measure": found.measure or "", "target": target}
        return head, values, "\n".join(_objective(found))
    assert isinstance(found, Intervention)
    names = ("action", "responsible", "frequency", "duration")
    return head, {name: getattr(found, name) or "" for name in names}, ""


def _objective(one: Objective) -> Iterator[str]:
    yield f"Status        {words(one.status)}"
    yield f"Progress      {standing(one.status, one.progress)}"
    yield ""
    yield "Interventions" if one.interventions else "No interventions yet: a adds one."
    for each in one.interventions:
        told = ", ".join(filter(None, (each.responsible, each.frequency, each.duration)))
        yield safe_line(f"  · {each.action[:200] or '…'}{f' — {told[:120]}' if told else ''}")


def _signatures(work: Work) -> str:
    return "\n".join(safe_line(signature_in_words(one)) for one in work.before.signatures)


def target(text: str, today: date, order: str, *, ahead: bool = True) -> tuple[date | None, str]:
    """The day meant by what was typed and how it was understood, or why it can't be read."""
    if not text.strip():
        return None, ""
    try:
        day = dates.parse(text, today, order=order, ahead=ahead)
    except InvalidError as error:
        return None, str(error)
    return day, day_style.spoken(day, today)


def below(one: plan_edits.Part) -> Iterator[plan_edits.Part]:
    """All parts that hang on a part."""
    if isinstance(one, Goal):
        for objective in one.objectives:
            yield objective
            yield from objective.interventions
    elif isinstance(one, Objective):
        yield from one.interventions


def foot(work: Work, required: Sequence[SignerRole]) -> Text:
    """What the plan still lacks, in one line, and whether it is saved."""
    text = Text(no_wrap=True, overflow="ellipsis")
    signed = bool(work.before.signatures)
    if work.unsaved:
        text.append("Not saved: ctrl+s · ", "bold")
    lacking = [str(one) for one in work.lacks]
    if work.state.typed:
        lacking.append("a date to mend")
    there = work.before.signatures if not (signed and work.unsaved) else ()
    in_force = work.before.status == "active" and not work.unsaved
    waits = [] if in_force else plan_rules.unsigned(required, there)
    lacking += [f"signature: {words(role)}" for role in waits]
    if lacking:
        text.append(f"Lacks: {' · '.join(lacking)}")
    elif in_force:
        text.append("In force. What you change begins the next draft.")
    else:
        text.append("Complete.")
    return text
