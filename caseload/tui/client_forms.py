"""What is done with a client as a whole: hold, resume, transfer, discharge, living situation."""

from textual.app import ComposeResult
from textual.widgets import Input

from caseload.errors import InvalidError
from caseload.model import Episode, HoldReason
from caseload.model.planning import Employment, Housing
from caseload.records import episodes, holds, living_situations, staff
from caseload.show import day_style
from caseload.tui.form import Form, choice, day_field, field, words_of


class OfEpisode(Form):
    """A form about an open episode; which one is asked when two are open."""

    def __init__(self, title: str, stays: list[Episode]) -> None:
        super().__init__(title)
        self._stays = stays

    def which(self) -> ComposeResult:
        """The field that asks for the program."""
        if len(self._stays) > 1:
            options = [(one.program, one.episode_id) for one in self._stays]
            yield from field("program", choice("episode", options, self._stays[0].episode_id))

    @property
    def stay(self) -> Episode:
        """The episode that is meant."""
        if len(self._stays) == 1:
            return self._stays[0]
        wanted = self.chosen("episode")
        return next(one for one in self._stays if one.episode_id == wanted)


class HoldForm(OfEpisode):
    """Suspend what is owed."""

    SAVE = "Hold"

    def fields(self) -> ComposeResult:
        yield from self.which()
        yield from field("reason", choice("reason", words_of(HoldReason)))
        yield from field("first day on hold", day_field("from_on"))
        yield from field("first day back, if known", day_field("until_on", "", ahead=True))
        yield from field("remark", Input(id="remark"))

    def save(self) -> str:
        reason = self.chosen("reason")
        if reason is None:
            raise InvalidError("Choose the reason for the hold.")
        made = holds.hold(
            self.caseload, self.stay.episode_id, self.day("from_on"), reason,
            until_on=self.day_or_none("until_on", ahead=True), remark=self.typed("remark"),
        )  # fmt: skip
        until = f", back {day_style.spoken(made.until_on)}" if made.until_on else ", without an end"
        return f"On hold in {self.stay.program} from {day_style.spoken(made.from_on)}{until}."


class ResumeForm(OfEpisode):
    """End a hold."""

    SAVE = "Resume"

    def fields(self) -> ComposeResult:
        yield from self.which()
        yield from field("first day back", day_field("until_on"))

    def save(self) -> str:
        ended = holds.resume(self.caseload, self.stay.episode_id, self.day("until_on"))
        assert ended.until_on is not None
        return f"Back in {self.stay.program}, {day_style.spoken(ended.until_on)}."


class TransferForm(OfEpisode):
    """Hand over to another case manager or level of care."""

    SAVE = "Transfer"

    def fields(self) -> ComposeResult:
        yield from self.which()
        team = [(one.name, one.staff_id) for one in staff.listed(self.caseload)]
        yield from field("to the case manager", choice("case_manager", team))
        yield from field("level of care, if it changes", Input(id="level_of_care"))
        yield from field("from which day", day_field("from_on", ahead=True))

    def save(self) -> str:
        manager, level = self.chosen("case_manager"), self.typed("level_of_care")
        if manager is None and level is None:
            raise InvalidError("Choose another case manager, or name another level of care.")
        day = self.day("from_on", ahead=True)
        episodes.transfer(
            self.caseload, self.stay.episode_id, day, case_manager=manager, level_of_care=level
        )
        name = staff.get(self.caseload, manager).name if manager else None
        to = [one for one in (name, f"level {level}" if level else None) if one]
        return f"Transferred in {self.stay.program} to {' and '.join(to)}, {day_style.spoken(day)}."


class DischargeForm(OfEpisode):
    """End an episode."""

    SAVE = "Discharge"

    def fields(self) -> ComposeResult:
        yield from self.which()
        yield from field("day of discharge", day_field("discharged_on"))
        yield from field("reason", Input(id="reason"))

    def save(self) -> str:
        day = self.day("discharged_on")
        ended = episodes.discharge(self.caseload, self.stay.episode_id, day, self.typed("reason"))
        return f"Discharged from {ended.program}, {day_style.spoken(day)}."


class LivingForm(Form):
    """Note how a client lives."""

    def __init__(self, title: str, client_id: str) -> None:
        super().__init__(title)
        self._client_id = client_id

    def fields(self) -> ComposeResult:
        last = living_situations.latest(self.caseload, self._client_id)
        housing, work = (last.housing, last.employment) if last else (None, None)
        yield from field("housing", choice("housing", words_of(Housing), housing))
        yield from field("employment", choice("employment", words_of(Employment), work))
        income = last.income_source if last else None
        yield from field("income from", Input(income or "", id="income_source"))
        yield from field("as of", day_field("noted_on"))

    def save(self) -> str:
        made = living_situations.note(
            self.caseload, self._client_id, self.day("noted_on"),
            housing=self.chosen("housing"), employment=self.chosen("employment"),
            income_source=self.typed("income_source"),
        )  # fmt: skip
        return f"Noted as of {day_style.spoken(made.noted_on)}."
