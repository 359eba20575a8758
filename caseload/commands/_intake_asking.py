"""The questions of `caseload intake` at a terminal, one at a time; each answer is kept at once."""

import json

from caseload.commands import _door as door
from caseload.commands._asking import (
    BACK,
    BEFORE,
    END,
    HELP,
    ON,
    answer,
    in_turn,
    say_keys,
    typed,
    yes,
)
from caseload.model import Funding
from caseload.model.intaking import OF_PERSON, Told
from caseload.records import clients, drafts, intake, programs
from caseload.records._caseload import Caseload
from caseload.records.client_likeness import LikeClient
from caseload.settings import config
from caseload.show import day_style, style
from caseload.texts.intake_reading import (
    OF_SLIDING_SCALE,
    QUESTIONS,
    intake_of,
    read,
    read_program,
)
from caseload.texts.questions import Question, Said

WHO = ("first_name", "last_name", "date_of_birth", "phone")
"""By these it is looked whether they are a client already."""
CLIENT = Question("client", "Which one? An id, or n for somebody else")
NEW = "n"
REVIEW = Question("review", "Save it? [Y/n]", "y saves it, n keeps it for later.")
Answers = dict[str, str]


def ask(caseload: Caseload, given: Answers) -> Told | None:
    """Everything that was not given, asked; None when it is kept for later.

    Args:
        caseload: The open caseload.
        given: What the options said, as text by field; it is not asked again.
    """
    answers = _resumed(caseload, given) | given
    say_keys()
    door.say("After Ctrl-C it goes on here: caseload intake")
    return _Asking(caseload, given, answers).all()


def forget(caseload: Caseload) -> None:
    """Throw away the answers: they are saved."""
    drafts.drop(caseload, None, intake.KIND)


def _resumed(caseload: Caseload, given: Answers) -> Answers:
    """The answers that were kept, if they are wanted."""
    kept = drafts.kept(caseload, None, intake.KIND)
    if kept is None:
        return {}
    answers: Answers = json.loads(kept.text)
    who = " ".join(filter(None, (answers.get("first_name"), answers.get("last_name"))))
    left = _Asking(caseload, given, answers | given).next.asks
    door.say(f"An intake was begun{f' with {who}' if who else ''} and not saved.")
    door.say(f"You were at: {left} (kept {day_style.local_time(kept.saved_at)})")
    if yes("Go on with it? n forgets it and begins anew."):
        return answers
    forget(caseload)
    return {}


class _Asking:
    """Questions one by one, and the answers to them."""

    def __init__(self, caseload: Caseload, given: Answers, answers: Answers) -> None:
        self.caseload, self.given, self.answers = caseload, given, answers
        self.today, self.order = caseload.today, config.read().date_format
        at = QUESTIONS.index(next(one for one in QUESTIONS if one.name == WHO[-1])) + 1
        self.questions = (*QUESTIONS[:at], CLIENT, *QUESTIONS[at:], REVIEW)

    def all(self) -> Told | None:
        if not in_turn(self.questions, self._one, self.next):
            return None
        told = intake_of(self.answers, self.today, self.order)
        client = self._client()
        return Told(told, client, client is None and self.answers.get("client") == NEW)

    @property
    def next(self) -> Question:
        """The first that is not answered."""
        return next(
            one
            for one in self.questions
            if one is REVIEW or (one.name not in self.answers and self._applies(one))
        )

    def _one(self, question: Question) -> int | None:
        if question is REVIEW:
            return self._review()
        if not self._applies(question):
            return None
        if question is CLIENT:
            self._list_like()
        name = question.name
        text = answer(
            question.asks,
            self._standing(name),
            lambda text: self._read(name, text),
            lambda: self._hint(question),
        )
        if text is None:
            return BEFORE
        self._keep(name, text)
        return ON

    # What stands, and what is possible

    def _applies(self, question: Question) -> bool:
        name = question.name
        if name in self.given:
            return False
        if question is CLIENT:
            return bool(self._like())
        if name in OF_SLIDING_SCALE:
            return self._read("funding", self.answers.get("funding", "")).value is (
                Funding.SLIDING_SCALE
            )
        known = self._client()
        if known is not None and name in OF_PERSON and name not in WHO:
            return getattr(clients.get(self.caseload, known), name) is None
        return True

    def _standing(self, name: str) -> str:
        """The answer that Enter keeps: the one that stands, else the usual one."""
        if name in self.answers:
            return self.answers[name]
        if name == "referred_on":
            return "today"
        offered = self._programs() if name == "program" else []
        return offered[0] if len(offered) == 1 else ""

    def _programs(self) -> list[str]:
        return [one.name for one in programs.listed(self.caseload) if one.active]

    def _hint(self, question: Question) -> str:
        if question.name == "program":
            return style.apart(self._programs()) or "None yet. Add one: caseload program add NAME"
        if question.name == "county":
            return ", ".join(clients.counties(self.caseload)) or "Where they live: McLennan, Hill"
        return question.hint or "Any words; Enter skips it."

    # What is answered

    def _read(self, name: str, text: str) -> Said:
        if name == CLIENT.name:
            return self._read_client(text)
        if name == "program" and text.strip():
            return read_program(self.caseload, self._client(), text)
        return read(name, text, self.today, self.order)

    def _read_client(self, text: str) -> Said:
        ids = {one.client_id.casefold(): one.client_id for one in self._like()}
        typed = text.strip().casefold()
        if typed in (NEW, "no", "new"):
            return Said(NEW, None)
        if typed in ids:
            return Said(ids[typed], None)
        return Said(None, wrong=f"Type one of {', '.join(ids.values())}; or n for somebody else.")

    def _keep(self, name: str, text: str) -> None:
        if name in WHO and self.answers.get(name, text) != text:
            self.answers.pop(CLIENT.name, None)
        self.answers[name] = self._read(name, text).value if name == CLIENT.name else text
        drafts.keep(self.caseload, None, intake.KIND, json.dumps(self.answers))

    # Who it may be

    def _like(self) -> list[LikeClient]:
        if any(self._read(name, self.answers.get(name, "")).wrong for name in WHO):
            return []
        who = {name: self.answers.get(name, "") for name in WHO} | {"program": "-"}
        return intake.like(self.caseload, intake_of(who, self.today, self.order))

    def _list_like(self) -> None:
        door.say("They may be a client already:")
        for one in self._like():
            door.say(f"  {intake.in_words(one)}")

    def _client(self) -> str | None:
        chosen = self.answers.get(CLIENT.name)
        return chosen if chosen not in (None, NEW) else None

    # The end

    def _review(self) -> int:
        """Show all of it: `ON` saves it, `END` keeps it for later."""
        door.say("")
        for one in QUESTIONS:
            text = self.answers.get(one.name, "")
            if text.strip():
                said = self._read(one.name, text)
                door.say(f"  {one.name.replace('_', ' ')}: {said.back or text.strip()}")
        while (wanted := typed(REVIEW.asks)) == HELP:
            door.say(f"  {REVIEW.hint}")
        if wanted == BACK:
            return BEFORE
        if wanted.casefold() in ("n", "no"):
            door.say("It is kept. Go on with: caseload intake")
            return END
        return ON
