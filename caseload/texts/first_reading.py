"""What people say when a caseload begins, read: by option and at a terminal alike."""

from collections.abc import Mapping
from typing import Any

from caseload.errors import CaseloadError, InvalidError
from caseload.records import standards
from caseload.records._names import fold
from caseload.records._text import refuse_control
from caseload.texts.questions import Question, Said

QUESTIONS = (
    Question("agency", "Name of the agency", "It stands on what is printed. Enter leaves it out."),
    Question("name", "Your full name", "You become the first of the staff, and record under it."),
    Question("credentials", "Your credentials", "LPC, LCSW, QMHP-CS: with commas between."),
    Question("program", "Programs", "What clients are admitted to, as you call it; several with "
             "semicolons between: ACT-lite; Supported housing"),
    Question("counties", "Counties that you serve", "McLennan, Hill: with commas between. Enter is "
             "everywhere."),
    Question("standard", "Which of these apply?", "Their numbers: 1 4. Or their names, with "
             "semicolons between."),
    Question("first_within_days", "Days from the admission to the first contact",
             "A whole number. '' sets no limit of its own."),
)  # fmt: skip
"""In their order: who you are, whom you serve, what they are owed."""
SEVERAL = {"credentials": ",;", "program": ";", "counties": ",;"}
"""Of these there may be several, with one of these signs between."""

GOES_WITH = {
    "role": "--name",
    "credentials": "--name",
    "counties": "--name or --program",
    "first_within_days": "a --standard that times the first contact",
}
"""What has to be said as well for an answer to be kept anywhere."""


def read(name: str, text: str) -> Said:
    """What an answer means.

    Args:
        name: The name of its question.
        text: As it was typed; empty is nothing said.
    """
    try:
        refuse_control({"it": text})
        value = _value(name, " ".join(text.split()))
    except CaseloadError as error:
        return Said(None, wrong=str(error))
    back = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return Said(value, None if back in (text.strip(), "") else back)


def understood(name: str, text: str) -> Any:
    """What an answer means, where nobody can be asked again.

    Raises:
        InvalidError: It can't be.
    """
    said = read(name, text)
    if said.wrong is not None:
        raise InvalidError(f"{name}: {said.wrong}", field=name)
    return said.value


def applies(name: str, answers: Mapping[str, str]) -> bool:
    """Whether an answer to a question would be kept anywhere, after the other answers."""
    if name in ("credentials", "role"):
        return bool(answers.get("name"))
    if name == "counties":
        return bool(answers.get("name") or answers.get("program"))
    if name == "first_within_days":
        chosen = answers.get("standard")
        names = standards.USUAL if chosen is None else read("standard", chosen).value
        return bool(standards.timed(names))
    return True


def _value(name: str, text: str) -> Any:
    if name in SEVERAL:
        parts = [text]
        for sign in SEVERAL[name]:
            parts = [each.strip() for part in parts for each in part.split(sign)]
        once = dict[str, str]()
        for each in filter(None, parts):
            once.setdefault(fold(each), each)
        return tuple(once.values())
    if name == "standard":
        return _standards(text)
    if name == "first_within_days" and text:
        if not (text.isascii() and text.isdigit() and int(text[:9]) <= standards.LARGEST_NUMBER):
            raise InvalidError(f"It is a whole number of days, 0 to {standards.LARGEST_NUMBER:,}.")
        return int(text)
    return text or None


def _standards(text: str) -> tuple[str, ...]:
    """Those of numbers, or of names or their beginnings."""
    offered = [one.name for one in standards.OFFERED]
    numbers = text.replace(",", " ").replace(";", " ").split()
    if all(each.isascii() and each.isdigit() for each in numbers):
        wrong = [each for each in numbers if not 1 <= int(each[:9]) <= len(offered)]
        if wrong:
            raise InvalidError(f"There is no {wrong[0]}; there are 1 to {len(offered)}.")
        return tuple(dict.fromkeys(offered[int(each) - 1] for each in numbers))
    chosen = list[str]()
    for part in filter(None, map(fold, text.split(";"))):
        found = [one for one in offered if fold(one).startswith(part)]
        if len(found) != 1:
            which = f"Which of them?  {'; '.join(found)}" if found else (
                f"{part!r} is none of: {', '.join(offered)}.")  # fmt: skip
            raise InvalidError(which)
        chosen += found
    return tuple(dict.fromkeys(chosen))
