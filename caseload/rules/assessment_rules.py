"""What answers come to: the score, its band, flags, needs and strengths. All of it is pure.

A score is made of all items that are scored, or not at all: there is no prorating. What is flagged
is told of each answer by itself, so that it can be said before the last item is asked.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from caseload.errors import InvalidError
from caseload.model.assessing import (
    NARRATIVE,
    ActionLevel,
    Assessment,
    Band,
    Flag,
    Instrument,
    InstrumentItem,
    Scoring,
    half_up,
)
from caseload.model.planning import Domain
from caseload.tree import short

Answers = Mapping[str, int]
"""The value of the answer, by item."""
SEVERITY = {level: rank for rank, level in enumerate(ActionLevel)}


class Result(NamedTuple):
    """What the answers to an instrument come to."""

    answers: dict[str, int]
    """In the order of the items."""
    score: int | None
    band: str | None
    flags: tuple[Flag, ...]
    needs: dict[Domain, ActionLevel]
    strengths: tuple[Domain, ...]


def result(instrument: Instrument, said: Mapping[str, str]) -> Result:
    """What answers come to, each said as a value or as its option's words.

    Raises:
        InvalidError: An answer is none of its options, an item is none, or one is missing; all
            of them are named.
    """
    known = {item.item_id.casefold(): item for item in instrument.items}
    given = {item.strip().casefold(): text.strip() for item, text in said.items()}
    wrong, answers = list[str](), dict[str, int]()
    for key, item in known.items():
        text = given.get(key, "")
        value = value_of(item, text) if text else None
        if value is not None:
            answers[item.item_id] = value
        elif text:
            wrong.append(f"item {item.item_id}: {short(text)} is none of {options_in_words(item)}")
    strange = [text for text in given if text not in known]
    if strange:
        wrong.append(f"no such item: {', '.join(short(text) for text in strange[:10])}")
    lacking = [item.item_id for key, item in known.items()
               if not given.get(key) and not item.optional]  # fmt: skip
    if lacking:
        wrong.append(f"without an answer: {', '.join(lacking)}")
    if wrong:
        raise InvalidError(f"{instrument.name}: {'; '.join(wrong)}. Nothing was saved.")
    total = score(instrument, answers)
    return Result(
        answers, total, band_of(instrument, total), raised(instrument, answers),
        needs(instrument, answers), strengths(instrument, answers),
    )  # fmt: skip


def in_order(instrument: Instrument, values: Sequence[str]) -> dict[str, str]:
    """Answers that were said one after another, by item; an empty one is left out.

    Raises:
        InvalidError: There are more of them than items.
    """
    if len(values) > len(instrument.items):
        raise InvalidError(
            f"{instrument.name} has {len(instrument.items)} items, and these are {len(values)} "
            "answers. Nothing was saved."
        )
    pairs = zip(instrument.items, values, strict=False)
    return {item.item_id: text for item, text in pairs if text.strip() not in ("", "-")}


def readable(instrument: Instrument, said: Mapping[str, str]) -> dict[str, int]:
    """Those answers that can be, whatever is wrong with the others."""
    known = {item.item_id.casefold(): item for item in instrument.items}
    found = {}
    for name, text in said.items():
        item = known.get(name.strip().casefold())
        value = value_of(item, text) if item is not None else None
        if item is not None and value is not None:
            found[item.item_id] = value
    return found


def value_of(item: InstrumentItem, text: str) -> int | None:
    """The value of an answer, said as its value or as its option's words; None when it is none."""
    bare = text.strip().casefold()
    for option in item.options:
        if bare in (str(option.value), option.label.casefold()):
            return option.value
    return None


def options_in_words(item: InstrumentItem) -> str:
    """The values that an item's answer can have."""
    return ", ".join(str(option.value) for option in item.options)


def label_of(item: InstrumentItem, value: int) -> str:
    """What an answer says."""
    return next((one.label for one in item.options if one.value == value), str(value))


def score(instrument: Instrument, answers: Answers) -> int | None:
    """The score of answers of which none that is scored lacks; None without a scoring."""
    values = [answers[item.item_id] for item in instrument.items if item.scored]
    if instrument.scoring is Scoring.NONE or not values:
        return None
    if instrument.scoring is Scoring.SUM:
        return sum(values)
    return half_up(instrument.times * sum(values), len(values))


def band_of(instrument: Instrument, total: int | None) -> str | None:
    """What a score is called."""
    if total is None:
        return None
    found: Band | None = next(
        (one for one in instrument.bands if one.minimum <= total <= one.maximum), None
    )
    return found.label if found else None


def raised(instrument: Instrument, answers: Answers) -> tuple[Flag, ...]:
    """What is flagged of these answers, whether or not others lack."""
    return tuple(
        flag for flag in instrument.flags
        if flag.item_id in answers and answers[flag.item_id] >= flag.at_least
    )  # fmt: skip


def needs(instrument: Instrument, answers: Answers) -> dict[Domain, ActionLevel]:
    """The parts of a life in which they tell a need, each with the gravest level told."""
    found: dict[Domain, ActionLevel] = {}
    for item in instrument.items:
        if item.domain is None or item.item_id not in answers:
            continue
        told = [level for least, level in item.levels if answers[item.item_id] >= least]
        before = found.get(item.domain)
        if told and (before is None or SEVERITY[told[-1]] > SEVERITY[before]):
            found[item.domain] = told[-1]
    return found


def strengths(instrument: Instrument, answers: Answers) -> tuple[Domain, ...]:
    """The parts of a life of which they tell a strength."""
    told = dict.fromkeys(
        item.domain
        for item in instrument.items
        if item.domain is not None
        and item.strength_from is not None
        and answers.get(item.item_id, item.strength_from + 1) <= item.strength_from
    )
    return tuple(told)


# --- in words ------------------------------------------------------------------------------------


def flag_in_words(instrument: Instrument, flag: Flag, answers: Answers) -> str:
    """What was answered, and what that tells: "item 9, Several days (1): …"."""
    item = next(one for one in instrument.items if one.item_id == flag.item_id)
    value = answers[flag.item_id]
    return f"item {flag.item_id}, {label_of(item, value)} ({value}): {flag.message}"


def crisis_steps(crisis_line: str | None) -> tuple[str, ...]:
    """What to do now, in order; `crisis_line` is the agency's own, as a sentence."""
    return (
        "Stay with them, and ask plainly: do you think of ending your life, how, and when?",
        "Call or text 988 together, day or night. If someone is in danger, call 911."
        + (f" {crisis_line}" if crisis_line else ""),
        "Go through their safety plan together (caseload crisis card CLIENT), or make one now; put "
        "what could harm out of reach.",
        "Tell your supervisor before you leave them, and write down what was said and done.",
    )


def change_in_words(instrument: Instrument | None, before: int, now: int, day: str) -> str:
    """How a score has moved since a day: "5 down from 17 on 3 Jun, better: …"."""
    if before == now:
        return f"as on {day}"
    points = abs(now - before)
    said = f"{points} {'up' if now > before else 'down'} from {before} on {day}"
    if instrument is None:
        return said
    worse = (now > before) is instrument.higher_is_worse
    said += f", {'worse' if worse else 'better'}"
    least = instrument.meaningful_change
    if least is None:
        return said
    enough = "" if points >= least else "less than "
    count = "1 point that means" if least == 1 else f"{least} points that mean"
    if points > least:
        enough = "more than "
    return f"{said}: {enough}the {count} something"


def result_in_words(one: Assessment) -> str:
    """What an assessment came to: "12, moderate"."""
    if one.instrument == NARRATIVE:
        return "in words"
    told = [str(one.score) if one.score is not None else None, one.band]
    if one.score is None and one.needs:
        told.append(f"{len(one.needs)} need{'' if len(one.needs) == 1 else 's'}")
    return ", ".join(filter(None, told)) or "answered"


def domains_in_words(found: Sequence[str]) -> str:
    """Needs with their levels, or strengths, as people read them: "housing (act now), family"."""
    said = []
    for each in found:
        domain, _, level = each.partition("=")
        said.append(domain.replace("_", " ") + (f" ({level.replace('_', ' ')})" if level else ""))
    return ", ".join(said)
