"""How assessments and needs look on a terminal: flags first, then what they came to, over time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TextIO

from caseload.model.assessing import Assessment, Flag, Instrument, InstrumentItem, Need
from caseload.records.assessments import answers_of
from caseload.rules import assessment_rules
from caseload.rules.instrument_reading import span_of
from caseload.show import day_style, facts, safe_line, score_chart, screen_width, style
from caseload.show.plan import words
from caseload.show.widths import wrapped


def flag_lines(
    instrument: Instrument,
    flags: Sequence[Flag],
    answers: Mapping[str, int],
    crisis_line: str | None,
    width: int,
) -> list[str]:
    """What is flagged, and what to do now where it is a crisis: words, never colour alone."""
    found = list[str]()
    for flag in flags:
        said = assessment_rules.flag_in_words(instrument, flag, answers)
        found += wrapped(safe_line(f"FLAGGED: {said}."), width)
    if any(flag.crisis for flag in flags):
        found.append("Do this now, before anything else:")
        for number, step in enumerate(assessment_rules.crisis_steps(crisis_line), 1):
            first, *rest = wrapped(safe_line(step), max(16, width - 5))
            found += [f"{style.indent(2)}{number}. {first}", *(f"     {line}" for line in rest)]
    return found


def item_lines(item: InstrumentItem, number: int, count: int, width: int) -> list[str]:
    """A question with the answers that it can have."""
    optional = " (Enter leaves it out)" if item.optional else ""
    options = [f"{option.value} {option.label}" for option in item.options]
    if style.now().plain:
        return [f"{number} of {count}: {safe_line(item.text)}{optional}", *map(safe_line, options)]
    head = f"{number}/{count}"
    indent = len(f"{count}/{count}") + 2
    text = wrapped(safe_line(f"{item.text}{optional}"), max(16, width - indent))
    found = [f"{head.ljust(indent)}{text[0]}", *(f"{'':{indent}}{line}" for line in text[1:])]
    one_line = style.apart(options)
    if len(one_line) + indent <= width:
        return [*found, f"{'':{indent}}{safe_line(one_line)}"]
    return [*found, *(f"{'':{indent}}{safe_line(option)}" for option in options)]


def came_to(
    one: Assessment, before: Assessment | None, instrument: Instrument | None, today: date
) -> str:
    """The result and how it has moved: "12, moderate; 5 down from 17 on 3 Jun, better: …"."""
    said = assessment_rules.result_in_words(one)
    if one.score is None or before is None or before.score is None:
        return said
    day = day_style.short(before.assessed_on, today)
    moved = assessment_rules.change_in_words(instrument, before.score, one.score, day)
    return f"{said}; {moved}"


def assessment(
    one: Assessment, client: str, staff: Mapping[str, str], instrument: Instrument | None,
    today: date, out: TextIO,
) -> None:  # fmt: skip
    """Write an assessment with its answers."""
    flagged = f"item {', '.join(one.flags)}" if one.flags else None
    facts(
        [
            ("assessment", one.assessment_id),
            ("client", client),
            ("instrument", instrument.title if instrument else one.instrument),
            ("day", day_style.spoken(one.assessed_on, today)),
            ("assessor", staff.get(one.assessor or "")),
            ("FLAGGED", flagged),
            ("result", assessment_rules.result_in_words(one)),
            ("needs", assessment_rules.domains_in_words(one.needs) or None),
            ("found strengths", assessment_rules.domains_in_words(one.found_strengths) or None),
            ("strengths", one.strengths),
            ("challenges", one.challenges),
            ("remark", one.remark),
            ("in error", one.entered_in_error_why),
            *_answers(one, instrument),
        ],
        out,
    )


def _answers(one: Assessment, instrument: Instrument | None) -> list[tuple[str, str | None]]:
    known = {item.item_id: item for item in instrument.items} if instrument else {}
    found: list[tuple[str, str | None]] = []
    for item_id, value in answers_of(one).items():
        item = known.get(item_id)
        label = f"{assessment_rules.label_of(item, value)}: {item.text}" if item else ""
        found.append((f"item {item_id}", f"{value} {label}".rstrip()))
    return found


def chart(
    found: Sequence[Assessment], instrument: Instrument, width: int, *, dots: bool
) -> list[str]:
    """Scores over time: drawn, and below each as a line of words; plainly, the words alone."""
    if style.now().plain:
        return [_course(found), *score_lines(found, width)]
    low, high = span_of(instrument.items, instrument.scoring, instrument.times)
    points = [(one.assessed_on, one.score or 0) for one in found]
    drawn = score_chart.lines(points, instrument.bands, low, high, width=width, dots=dots)
    return [*drawn, "", *score_lines(found, width)]


def _course(found: Sequence[Assessment]) -> str:
    """What a drawing shows at a glance, as a sentence."""
    scores = [one.score or 0 for one in found]
    first, last = found[0], found[-1]
    began = f"{scores[0]} on {day_style.plain(first.assessed_on)}"
    if len(found) == 1:
        return f"One score: {began}."
    moved = scores[-1] - scores[0]
    ended = f"{scores[-1]} on {day_style.plain(last.assessed_on)}"
    how = f"{abs(moved)} {'up' if moved > 0 else 'down'}" if moved else "as before"
    return (
        f"{len(found)} scores, from {began} to {ended}: {how}. "
        f"The lowest is {min(scores)}, the highest {max(scores)}."
    )


def score_lines(found: Sequence[Assessment], width: int) -> list[str]:
    """A line for each score, the newest first, with how it moved since the one before."""
    lines = list[str]()
    for before, one in zip([None, *found[:-1]], found, strict=True):
        said = assessment_rules.result_in_words(one)
        if before is not None and before.score is not None and one.score is not None:
            moved = one.score - before.score
            said += f" ({moved:+d})" if moved else " (as before)"
        if one.flags:
            said += f"; FLAGGED: item {', '.join(one.flags)}"
        day = f"{day_style.plain(one.assessed_on):>11}"
        if style.now().plain:
            lines.append(f"{day.strip()}: {safe_line(said)}")
            continue
        first, *rest = wrapped(safe_line(said), max(16, width - 13)) or [""]
        lines += [*(f"{'':13}{line}" for line in reversed(rest)), f"{day}  {first}"]
    return lines[::-1]


def need_in_words(one: Need, goals: Mapping[str, str], on: date) -> str:
    """A need in a line: "act now, 12 days open: a place to sleep · goal: Keep my apartment"."""
    said = f"{words(one.level)}, {standing(one, on)}"
    if one.statement:
        said += f": {' '.join(one.statement.split())}"
    if one.goal_id in goals:
        said = style.apart([said, f"goal: {goals[one.goal_id or '']}"])
    return said


def standing(one: Need, on: date) -> str:
    """How long it has been open, or when it was met."""
    if one.entered_in_error_at is not None:
        return "entered in error"
    if one.met_on is not None and one.met_on <= on:
        return f"met {day_style.short(one.met_on, on)}"
    days = (on - one.identified_on).days
    return "found today" if not days else "1 day open" if days == 1 else f"{days} days open"


def instrument_page(one: Instrument, out: TextIO) -> None:
    """Write an instrument: where it is from, its items, and what scores and answers mean."""
    width = screen_width(out)
    scoring = {"sum": "the sum of the answers", "none": "no score"}.get(
        one.scoring, f"the mean of the answers, times {one.times}, rounded"
    )
    least = one.meaningful_change
    facts(
        [
            ("instrument", f"{one.name}: {one.title}"),
            ("recorded as", one.form_of),
            ("language", one.language),
            ("source", one.source),
            ("licence", one.licence),
            ("scoring", scoring),
            ("a change of", f"{least} means something" if least else None),
            *((f"{band.minimum} to {band.maximum}", band.label) for band in one.bands),
            *((f"flag, item {flag.item_id}", f"from {flag.at_least} on: {flag.message}")
              for flag in one.flags),
        ],
        out,
    )  # fmt: skip
    out.write("\n")
    out.writelines(f"{line}\n" for line in wrapped(safe_line(one.prompt or ""), width))
    for number, item in enumerate(one.items, 1):
        out.writelines(f"{line}\n" for line in item_lines(item, number, len(one.items), width))
