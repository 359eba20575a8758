"""An instrument's items, asked one after another on a terminal; nothing answered is lost.

Each answer is kept as a draft before the next item is asked. `<` goes back, and what is flagged is
said right after its answer.
"""

import json

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.model.assessing import Instrument, Need
from caseload.records import drafts, needs
from caseload.records._caseload import Caseload
from caseload.rules import assessment_rules
from caseload.settings import config

BACK = "<"


def asked(caseload: Caseload, client_id: str, instrument: Instrument) -> dict[str, str]:
    """The answers by item, as a person gives them at the terminal."""
    from caseload.show import assessment as show_assessment

    answers = _kept(caseload, client_id, instrument)
    items, place = instrument.items, _first_open(instrument, answers)
    width = show.screen_width(typer.get_text_stream("stdout"))
    if instrument.prompt:
        door.tell(instrument.prompt)
    while place < len(items):
        item = items[place]
        for line in show_assessment.item_lines(item, place + 1, len(items), width):
            print(line)
        said = prompted(f"{item.item_id}> ")
        if said == BACK:
            place = max(0, place - 1)
            answers.pop(items[place].item_id, None)
            continue
        value = assessment_rules.value_of(item, said) if said else None
        if value is None and (said or not item.optional):
            door.tell(f"Answer with one of {assessment_rules.options_in_words(item)}; < goes back.")
            continue
        place += 1
        if value is None:
            continue
        answers[item.item_id] = str(value)
        drafts.keep(caseload, client_id, kind(instrument), json.dumps(answers))
        tell_flags(instrument, {item.item_id: value})
    return answers


def kind(instrument: Instrument) -> str:
    """The kind of draft that unfinished answers are."""
    return f"assess {instrument.name}"


def tell_flags(instrument: Instrument, answers: assessment_rules.Answers) -> None:
    """Say what is flagged in these answers, and what to do now."""
    flags = assessment_rules.raised(instrument, answers)
    if flags:
        from caseload.show import assessment as show_assessment

        out = typer.get_text_stream("stdout")
        crisis_line = config.read().agency.crisis_line
        for line in show_assessment.flag_lines(
            instrument, flags, answers, crisis_line, show.screen_width(out)
        ):
            print(line)


def prompted(question: str) -> str:
    """What a person types, '' for nothing; Ctrl-C and Ctrl-D leave the command."""
    text: str = typer.prompt(question, default="", show_default=False, prompt_suffix="")
    return text.strip()


def ask_goal(caseload: Caseload, one: Need, named: str) -> None:
    """Ask whether a need becomes a goal, and what the client wants; make it one."""
    if not typer.confirm(f"Make {named} a goal of the plan?", False):
        return
    usual = one.statement or needs.in_words(one.domain)
    wanted = prompted(f"What do they want? (Enter for {show.safe_line(show.shortened(usual))}) ")
    tell_goal(needs.goal(caseload, one.need_id, wanted or None))


def tell_goal(one: Need) -> None:
    """Say that a need became a goal."""
    door.tell(
        f"{one.need_id} is goal {one.goal_id} of the draft now. Go on: caseload plan edit "
        f"{one.client_id}"
    )


def _kept(caseload: Caseload, client_id: str, instrument: Instrument) -> dict[str, str]:
    """The answers of a time before that were not saved, if they are wanted."""
    kept = drafts.kept(caseload, client_id, kind(instrument))
    if kept is None:
        return {}
    before: dict[str, str] = json.loads(kept.text)
    found = assessment_rules.readable(instrument, before)
    count = f"{len(found)} of {len(instrument.items)}"
    if found and typer.confirm(f"You answered {count} before and did not save. Go on?", True):
        tell_flags(instrument, found)
        return {item: str(value) for item, value in found.items()}
    drafts.drop(caseload, client_id, kind(instrument))
    return {}


def _first_open(instrument: Instrument, answers: dict[str, str]) -> int:
    """The place of the first item that has no answer, from which to go on."""
    for place, item in enumerate(instrument.items):
        if item.item_id not in answers:
            return place
    return len(instrument.items)
