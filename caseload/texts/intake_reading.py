"""What people say at an intake, read: answers one by one, and documents whole.

Options, a document and the questions at a terminal are all read by the same table, so that the same
words mean the same at each door. A document is JSON or YAML, one intake or a list of them; every
mistake in it is named at once, with its line.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from caseload import dates
from caseload.errors import CaseloadError, InvalidError
from caseload.model import Funding
from caseload.model.intaking import REQUIRED, Intake, Told
from caseload.model.planning import Employment, Housing
from caseload.records import intake, programs
from caseload.records._caseload import Caseload
from caseload.records._columns import number, words, yes_or_no
from caseload.records._text import refuse_control, tidy
from caseload.rules import eligibility
from caseload.texts.questions import Question, Said
from caseload.tree import Tree

MOST_MISTAKES = 50
"""So many are named; the others are counted."""

QUESTIONS = (
    Question("first_name", "First name"),
    Question("last_name", "Last name"),
    Question("date_of_birth", "Date of birth", "With its year: 1988-10-02, 10/2/1988, 2 Oct 1988."),
    Question("phone", "Phone"),
    Question(
        "contact_notes", "How is it safe to reach them?", "no voicemail; after 3 pm; ask for Rosie"
    ),
    Question("referral_source", "Who referred them?", "Themselves, a hospital, the family, …"),
    Question("referred_on", "When did they call, or were they referred?",
             "today, yesterday, fri, 3 days ago, 2026-11-20"),
    Question("program", "Which program?"),
    Question("presenting_needs", "What do they need?", "In their own words, as far as can be."),
    Question("needs_coordination", "Do they need ongoing coordination of services?", "yes or no"),
    Question("diagnosis_code", "Diagnosis, as a code of ICD-10-CM",
             "They look like F33.1 or F20.9. Leave it empty, when there is none yet."),
    Question("county", "County"),
    Question("language", "Language"),
    Question("funding", "Who pays?", ", ".join(Funding)),
    Question("household_size", "How many live on the income?", "Themselves among them: 1 to 100."),
    Question("annual_income", "Income of the household", "US dollars a year, before taxes."),
    Question("history", "History", "Treatment, hospital stays, what has helped before."),
    Question("housing", "Where do they live?", ", ".join(Housing)),
    Question("employment", "What do they work?", ", ".join(Employment)),
    Question("income_source", "Where does the income come from?", "SSI, SSDI, wages, family, …"),
    Question("preferred_name", "What do they go by?"),
    Question("pronouns", "Pronouns"),
    Question("email", "Email"),
    Question("address", "Street and number"),
    Question("city", "City"),
    Question("state", "State"),
    Question("postal_code", "Postal code"),
)  # fmt: skip
"""In the order in which they matter: who, how to reach them, what they need; then the rest."""
OF_SLIDING_SCALE = ("household_size", "annual_income")
"""Asked where the sliding scale needs them."""


def read(name: str, text: str, today: date, order: str = "mdy") -> Said:
    """What an answer means.

    Args:
        name: The field that it answers.
        text: As it was typed.
        today: The day from which days in words count.
        order: How 11/12/2026 is read.
    """
    if not text.strip():
        needed = name in REQUIRED
        return Said(None, wrong="There is no intake without it." if needed else None)
    try:
        value = _reader(name, today, order)(text)
        refuse_control({name: value} if isinstance(value, str) else {})
    except CaseloadError as error:
        # The field is named by whoever says it.
        wrong = str(error)
        return Said(
            None, wrong=f"it{wrong[len(name) :]}" if wrong.startswith(f"{name} ") else wrong
        )
    if isinstance(value, date):
        back = dates.spoken(value, today if name == "referred_on" else None)
    else:
        back = str(value).replace("_", " ") if isinstance(value, Funding) else str(value)
    return Said(value, None if back == text.strip() or value is True or value is False else back)


def _reader(name: str, today: date, order: str) -> Callable[[str], Any]:
    if name == "date_of_birth":
        # Never in words, nor without its year: a birthday is not the last such day.
        return lambda text: dates.parse_entry(text, order=order)
    if name == "referred_on":
        return lambda text: dates.parse(text, today, order=order)
    return _READERS.get(name, tidy)


_READERS: dict[str, Callable[[str], Any]] = {
    "needs_coordination": yes_or_no,
    "diagnosis_code": eligibility.checked_code,
    "funding": words(Funding),
    "household_size": number,
    "annual_income": number,
    "housing": words(Housing),
    "employment": words(Employment),
}


def read_program(caseload: Caseload, client_id: str | None, text: str) -> Said:
    """Which program is meant, and whether a client, where they are one, can be referred to it."""
    try:
        program = programs.find(caseload, text)
        if client_id is not None:
            intake.check_room(caseload, client_id, program.name, caseload.today)
    except CaseloadError as error:
        return Said(None, wrong=str(error))
    return Said(program.name, None if program.name == text.strip() else program.name)


def intake_of(answers: dict[str, str], today: date, order: str = "mdy") -> Intake:
    """The intake that answers make; those it has no field for are left out.

    Raises:
        InvalidError: One of them can't be, or one that is needed is missing.
    """
    values: dict[str, Any] = {}
    for name in Intake._fields:
        said = read(name, answers.get(name, ""), today, order)
        if said.wrong is not None:
            raise InvalidError(f"{name}: {said.wrong}", field=name)
        values[name] = said.value
    return Intake(**values)


# --- documents -----------------------------------------------------------------------------------

FIELDS = (*Intake._fields, "client", "new")
"""The names that a document knows: an intake's own, who it is about, or that it is nobody known."""


def document(text: str, what: str, today: date, order: str = "mdy") -> list[Told]:
    """The intakes of a document: one, or a list of them.

    Args:
        text: JSON or YAML.
        what: The document's name, as a sentence says it.
        today: The day from which days in words count.
        order: How 11/12/2026 is read.

    Raises:
        InvalidError: Something in it can't be read; every mistake is named with its line.
    """
    reader = _Document(today, order)
    found = reader.whole(_as_yaml(text))
    if reader.mistakes:
        named = sorted(reader.mistakes)
        more = len(named) - MOST_MISTAKES
        rest = f"; and {more} more" if more > 0 else ""
        told = "; ".join(map(str, named[:MOST_MISTAKES]))
        raise InvalidError(f"{what}: {told}{rest}. Nothing was saved.")
    return found


class _Document(Tree):
    what = "the document"

    def __init__(self, today: date, order: str) -> None:
        super().__init__()
        self._today, self._order = today, order

    def whole(self, text: str) -> list[Told]:
        root = self.parsed(text)
        if root is None:
            return []
        nodes = root.value if root.id == "sequence" else [root]
        if not nodes:
            self.wrong(root, "the list holds no intake")
        return [self.one(node) for node in nodes]

    def one(self, node: Any) -> Told:
        said = self.fields(node, FIELDS, "an intake")
        values: dict[str, Any] = {}
        for name in Intake._fields:
            values[name] = self.value(node, name, said.get(name))
        client, is_new = self.single(said.get("client")), self.single(said.get("new"))
        new = read("needs_coordination", is_new or "", self._today)
        if new.wrong is not None:
            self.wrong(said["new"], f"new: {new.wrong}")
        if client and new.value:
            self.wrong(said["new"], "it names a client, and says that it is somebody new")
        return Told(Intake(**values), client, bool(new.value), node.start_mark.line + 1)

    def value(self, owner: Any, name: str, node: Any) -> Any:
        text = self.single(node)
        if text is None and name not in REQUIRED:
            return None
        said = read(name, text or "", self._today, self._order)
        if said.wrong is not None:
            wrong = said.wrong if text else "empty, and there is no intake without it"
            self.wrong(node if node is not None else owner, f"{name}: {wrong.rstrip('.')}")
        return said.value

    def single(self, node: Any) -> str | None:
        """The text of a value; nothing for a null."""
        if node is not None and node.id == "scalar":
            return None if not node.style and node.value in _NULL else self.text(node)
        return self.text(node)


_NULL = ("null", "~")
"""Nothing, as JSON and YAML write it; in quotes it is somebody's name."""


_SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE
)


def _as_yaml(text: str) -> str:
    """JSON as YAML reads it: letters that it writes as two halves are made whole."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    return _SURROGATES.sub(_whole_letter, text)


def _whole_letter(found: re.Match[str]) -> str:
    high, low = int(found[2], 16), int(found[3], 16)
    return found[1] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
