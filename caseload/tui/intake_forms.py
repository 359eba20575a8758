"""Intakes on the screen: taking somebody in, and the next step of somebody who is on the way in."""

from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from caseload.errors import AmbiguousError, InvalidError
from caseload.model import Episode, EpisodeStatus, Funding
from caseload.model.planning import Employment, Housing
from caseload.records import applicants, clients, intake, programs, staff, team
from caseload.records._caseload import Caseload
from caseload.rules import intake_rules
from caseload.settings import config
from caseload.show import day_style
from caseload.show.intake import next_in_words
from caseload.texts.intake_reading import QUESTIONS, intake_of, read, read_program
from caseload.tui.client_forms import OfEpisode
from caseload.tui.form import Form, choice, day_field, small, text_field, words_of

SCREENED, WAITING, LOOKED, ASSIGNED, ADMITTED, DECLINED = (
    *("screened", "on the waiting list", "looked at the waiting list"),
    *("assigned to a case manager", "admitted", "not eligible"),
)
"""What can be recorded."""
_USUAL = {
    intake_rules.Step.SCREENING: SCREENED,
    intake_rules.Step.WAITING_REVIEW: LOOKED,
    intake_rules.Step.ASSIGNMENT: ASSIGNED,
    intake_rules.Step.ADMISSION: ADMITTED,
}
_NEVER = "n"
"""Who is nobody of those that they are like."""


def on_the_way(caseload: Caseload, client_id: str) -> list[Episode]:
    """A client's episodes between the referral and the admission."""
    from caseload.records import episodes

    stays = episodes.of_client(caseload, client_id)
    return [one for one in stays if one.status in intake_rules.STARTED]


class StepForm(OfEpisode):
    """Record the next step from the referral to the admission."""

    SAVE = "Record"

    def fields(self) -> ComposeResult:
        yield from self.which()
        step = intake.next_step(self.caseload, self._stays[0])
        assert step is not None
        done = [(one, one) for one in _possible(self._stays)]
        yield Static(f"Next: {next_in_words(step, self.caseload.today)}", markup=False)
        yield from small("what was done", choice("done", done, _USUAL[step.step]))
        yield from small("on which day", day_field("day"))
        team = [(one.name, one.staff_id) for one in staff.listed(self.caseload)]
        yield from small("case manager, when one is assigned", choice("case_manager", team))
        yield from small("level of care, when admitted", Input(id="level_of_care"))
        yield from small("reason, when not eligible", Input(id="reason"))
        yield from small("sent to, when not eligible", Input(id="sent_to"))

    def save(self) -> str:
        done, day, stay = self.chosen("done"), self.day("day"), self.stay
        caseload, episode_id = self.caseload, stay.episode_id
        if done == SCREENED:
            after = intake.screen(caseload, episode_id, day)
            [answer] = applicants.answers(caseload, after.client_id, day, after.program)
            words = "; ".join(reason.words for reason in answer.reasons)
            return f"Screened. Eligible for {answer.program}: {answer.eligible} ({words})."
        if done == WAITING:
            intake.wait(caseload, episode_id, day)
        elif done == LOOKED:
            intake.review_waiting(caseload, episode_id, day)
        elif done == ASSIGNED:
            manager = self.chosen("case_manager")
            if manager is None:
                raise InvalidError("Choose the case manager.")
            intake.assign(caseload, episode_id, manager, day)
            return f"{stay.program}: {done}, {day_style.spoken(day)}.{self._over(manager, day)}"
        elif done == ADMITTED:
            intake.admit(caseload, episode_id, day, self.typed("level_of_care"))
        else:
            reason = self.typed("reason") or ""
            intake.decline(caseload, episode_id, day, reason, self.typed("sent_to"))
        return f"{stay.program}: {done}, {day_style.spoken(day)}."

    def _over(self, staff_id: str, on: date) -> str:
        """That the limit of a case manager is passed, where it is."""
        one, load = staff.get(self.caseload, staff_id), team.load(self.caseload, staff_id, on)
        if one.capacity is None or load <= one.capacity:
            return ""
        return f" {one.name} is over the limit now: {load} of {one.capacity}."


def _possible(stays: list[Episode]) -> list[str]:
    """What may come next for one of these, in the order of the steps."""
    found = dict.fromkeys([SCREENED, WAITING, LOOKED, ASSIGNED, ADMITTED], False)
    for one in stays:
        screened = one.status is not EpisodeStatus.REFERRED
        waits = one.status is EpisodeStatus.WAITING
        assigned = one.assigned_on is not None
        found[SCREENED] |= not screened
        found[WAITING] |= screened and not waits and not assigned
        found[LOOKED] |= waits
        found[ASSIGNED] |= screened and not assigned
        found[ADMITTED] |= assigned
    return [*(name for name, may in found.items() if may), DECLINED]


class IntakeForm(Form):
    """Take in somebody who calls or is referred; what is typed is kept, as at a terminal."""

    SAVE = "Take in"
    HELP = (
        "What `caseload intake` asks, on one page. What is typed is kept, and either of them goes "
        "on with it. Before a new client is made, those who may be the same person are named."
    )

    def __init__(self) -> None:
        super().__init__("Intake", (None, intake.KIND))

    def fields(self) -> ComposeResult:
        offered = [(one.name, one.name) for one in programs.listed(self.caseload) if one.active]
        only = offered[0][1] if len(offered) == 1 else None
        choices = {
            "program": choice("program", offered, only),
            "needs_coordination": choice("needs_coordination", [("yes", "yes"), ("no", "no")]),
            "funding": choice("funding", words_of(Funding)),
            "housing": choice("housing", words_of(Housing)),
            "employment": choice("employment", words_of(Employment)),
        }
        for question in QUESTIONS:
            name = question.name
            if name in choices:
                yield from small(question.asks, choices[name])
            elif name == "referred_on":
                yield from small(question.asks, day_field(name))
            elif name in ("presenting_needs", "history"):
                yield from small(question.asks, text_field(name))
            else:
                yield from small(question.asks, Input(id=name, placeholder=question.hint))
            if name == "phone":
                asks = "A client already? The id; or n for somebody else"
                yield from small(asks, Input(id="client"))

    def draft_of(self) -> dict[str, Any]:
        """As the terminal keeps it: only what was answered."""
        return self._answers()

    def _answers(self) -> dict[str, str]:
        return {name: str(text) for name, text in self._typed().items() if text}

    def _fill(self, typed: dict[str, Any]) -> list[str]:
        """Fill in what was answered, also at a terminal, where words may be spelled otherwise."""
        today, order = self.caseload.today, config.read().date_format
        for name in ("funding", "housing", "employment"):
            said = typed.get(name, "")
            typed[name] = read(name, said, today, order).value or said or None
        said = typed.get("needs_coordination", "")
        needs = read("needs_coordination", said, today).value
        typed["needs_coordination"] = {True: "yes", False: "no"}.get(needs, said or None)
        program = typed.get("program", "")
        if program:
            typed["program"] = read_program(self.caseload, None, program).value or program
        return super()._fill(typed)

    def save(self) -> str:
        answers = self._answers()
        who = answers.pop("client", "").strip()
        told = intake_of(answers, self.caseload.today, config.read().date_format)
        is_new = who.casefold() == _NEVER
        known = clients.find(self.caseload, who).client_id if who and not is_new else None
        if not who and (found := intake.like(self.caseload, told)):
            raise AmbiguousError(
                f"They may be a client already:  {' · '.join(map(intake.in_words, found))}. Say it "
                f"above: the id, or {_NEVER} for somebody else."
            )
        taken = intake.begin(self.caseload, told, client_id=known, is_new=is_new)
        step = intake.next_step(self.caseload, taken.episode)
        assert step is not None
        comes = next_in_words(step, self.caseload.today)
        return f"Taken in: {taken.client.full_name} ({taken.client.client_id}). Next: {comes}."
