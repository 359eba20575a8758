"""The questions of `caseload init` at a terminal; nothing is made before the last is answered."""

import sys

from caseload.commands import _door as door
from caseload.commands._asking import BEFORE, ON, answer, in_turn, say_keys
from caseload.records import standards
from caseload.rules import reasons
from caseload.settings import config
from caseload.show import screen_width
from caseload.show.widths import wrapped
from caseload.texts.first_reading import QUESTIONS, applies, read
from caseload.texts.questions import Question

Answers = dict[str, str]


def ask(given: Answers) -> Answers:
    """Everything that was not given, asked.

    Args:
        given: What the options said, as text by question; it is not asked again.
    """
    say_keys()
    door.say("Each answer can be changed later. Ctrl-C leaves nothing behind.")
    answers = _usual() | given

    def one(question: Question) -> int | None:
        name = question.name
        if name in given or not applies(name, answers):
            return None
        if name == "standard":
            _list_standards()
        text = answer(
            question.asks,
            answers.get(name, ""),
            lambda text: read(name, text),
            lambda: question.hint,
        )
        if text is None:
            return BEFORE
        answers[name] = text
        return ON

    in_turn(QUESTIONS, one)
    return {name: text for name, text in answers.items() if applies(name, answers)}


def _usual() -> Answers:
    """What Enter keeps at first."""
    offered = [one.name for one in standards.OFFERED]
    numbers = [str(offered.index(name) + 1) for name in standards.USUAL]
    return {
        "agency": config.read().agency.name or "",
        "standard": " ".join(numbers),
        "first_within_days": str(standards.FIRST_WITHIN_DAYS),
    }


def _list_standards() -> None:
    width = screen_width(sys.stderr) - 5
    door.say("What a client may be owed:")
    for number, one in enumerate(standards.OFFERED, 1):
        first, *rest = wrapped(f"{one.name}: {reasons.in_words(one)}", width)
        door.say(f"  {number}  {first}")
        for line in rest:
            door.say(f"     {line}")
