"""What is done with a referral: begin one, send it, write down what was heard, take back, mark."""

from datetime import date
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from caseload.documents import letters, placing
from caseload.documents.gather import Wanted
from caseload.documents.making import Form as LetterForm
from caseload.errors import InvalidError
from caseload.model import Client
from caseload.model.linking import Referral, ReferralStatus, Resource, ResourceNeed, SentBy
from caseload.records import clients, referral_lines, referrals, resources
from caseload.rules import eligibility, referral_rules
from caseload.settings.referral_pace import pace
from caseload.show import day_style
from caseload.show.plan import words
from caseload.show.referral import service
from caseload.tui.circle_forms import WHAT_HAPPENED, by_what_right, exception_of
from caseload.tui.form import Form, choice, day_field, field, words_of

MOST_OFFERED = 200
"""Services that a list offers; any other is named."""
NO_LETTER = "none"


def doubts(
    client: Client, resource: Resource, need: ResourceNeed | None, today: date, unverified: int
) -> list[str]:
    """What speaks against sending a client there today."""
    years = eligibility.age_on(client.date_of_birth, today)
    return referral_rules.doubts(resource, need, client.county, years, today, unverified)


class NewReferral(Form):
    """Refer the client: a draft, until it is sent."""

    HELP = (
        "The list offers services that take people now and fit the client's county and age; any "
        "other is named by its id, its name or the beginning of one. Ctrl+s saves a draft."
    )

    def __init__(self, client: Client) -> None:
        super().__init__(
            f"Refer · {client.full_name} ({client.client_id})", (client.client_id, "referral")
        )
        self._client_id = client.client_id

    def fields(self) -> ComposeResult:
        client = clients.get(self.caseload, self._client_id)
        offered = [
            (f"{one.name} · {one.organization} · {', '.join(map(words, sorted(one.need)))}",
             one.resource_id)
            for one in resources.listed(self.caseload)
            if one.accepting is not False and self._fits(client, one)
        ]  # fmt: skip
        yield from field("service", choice("resource", offered[:MOST_OFFERED]))
        with Horizontal(classes="fields"):
            yield from field("or another, by id or name", Input(id="other"))
            yield from field("ask again, once sent", day_field("follow_up_on", "", ahead=True))
        needs = words_of(ResourceNeed)
        yield from field("what for, if it does several things", choice("need", needs))
        yield from field("what is asked for; the letter says it", Input(id="remark"))

    def _fits(self, client: Client, one: Resource) -> bool:
        # A directory has thousands: nothing is read for each, and a call is of no matter here.
        today = self.caseload.today
        return not doubts(client, one._replace(verified_on=today), None, today, 0)

    def save(self) -> str:
        named = self.typed("other")
        if named is not None:
            where = resources.find(self.caseload, named)
        elif self.chosen("resource") is not None:
            where = resources.get(self.caseload, self.chosen("resource"))
        else:
            raise InvalidError("Choose a service, or name one.")
        need = self.chosen("need")
        made = referrals.refer(
            self.caseload, self._client_id, where.resource_id, self.caseload.today,
            need=ResourceNeed(need) if need else None,
            follow_up_on=self.day_or_none("follow_up_on", ahead=True), remark=self.typed("remark"),
        )  # fmt: skip
        client = clients.get(self.caseload, self._client_id)
        against = doubts(client, where, made.need, self.caseload.today, pace().unverified)
        told = [f"Mind: {one}" for one in against]
        return " ".join([f"{made.referral_id} is a draft; s sends it.", *told])


class SendReferral(Form):
    """Send a referral, with its letter; what is told is kept as a disclosure."""

    SAVE = "Send"
    HELP = (
        "Sending tells the service about the client: it takes a release in force that names the "
        "service or its organization, or the reason why none is needed. What the client takes "
        "there themself needs none. The letter goes into the folder; the file is named by ids, "
        "template and day."
    )

    def __init__(self, one: Referral, to_whom: str) -> None:
        super().__init__(f"Send {one.referral_id} · to {to_whom}")
        self._one = one

    def fields(self) -> ComposeResult:
        with Horizontal(classes="fields"):
            yield from field("day", day_field("sent_on"))
            yield from field("how", choice("by", words_of(SentBy), SentBy.LETTER))
        with Horizontal(classes="fields"):
            yield from by_what_right()
            yield from field(WHAT_HAPPENED, Input(id="detail"))
        forms = [("no letter now", NO_LETTER)] + [
            (str(one), str(one)) for one in (LetterForm.PDF, LetterForm.HTML, LetterForm.MD)
        ]
        with Horizontal(classes="fields"):
            yield from field("letter", choice("letter", forms, str(LetterForm.PDF)))
            yield from field("into the folder", Input(str(Path.cwd()), id="folder"))
        with Horizontal(classes="fields"):
            yield from field("ask again (usual when empty)", day_field("ask", "", ahead=True))
            told = [("no diagnosis", ""), ("the diagnoses too", "diagnosis")]
            yield from field("the letter tells", choice("diagnosis", told, ""))

    def save(self) -> str:
        day = self.day("sent_on")
        how = letters.Sending(
            SentBy(self.chosen("by")), exception=exception_of(self), letter=self._letter(),
            follow_up_on=self.day_or_none("ask", ahead=True),
            diagnosis=bool(self.chosen("diagnosis")),
        )  # fmt: skip
        sent = letters.send(self.caseload, self._one.referral_id, day, how, pace())
        made = f" The letter: {how.letter}." if how.letter is not None else ""
        assert sent.referral.follow_up_on is not None
        ask = day_style.spoken(sent.referral.follow_up_on, self.caseload.today)
        return f"Sent: {sent.referral.referral_id}. Ask again {ask}.{made}"

    def _letter(self) -> Path | None:
        form = self.chosen("letter")
        if form == NO_LETTER:
            return None
        folder = Path(self.typed("folder") or ".").expanduser()
        own = f"{self._one.client_id}-{self._one.referral_id}"
        wanted = Wanted(self.caseload.today)
        path = placing.file_of(own, letters.TEMPLATE, LetterForm(form), folder, wanted)
        placing.in_folder(path.parent, [path.name], force=False)
        return path


class UpdateReferral(Form):
    """Write down what was heard of a referral."""

    HELP = (
        "Only what can follow is offered; the same again says that nothing has changed, and moves "
        "the day to ask again. What ends it needs no such day."
    )

    def __init__(self, one: referral_lines.ReferralLine) -> None:
        super().__init__(f"{one.referral_id} · {one.client} · {service(one)}")
        self._one = one

    def fields(self) -> ComposeResult:
        one = self._one
        stands = f"{words(one.status)} since {day_style.plain(one.since)}"
        may = [
            (words(status), status)
            for status in referral_rules.NEXT[one.status]
            if status is not ReferralStatus.SENT or one.status is ReferralStatus.SENT
        ]
        yield from field(f"it is {stands}; now it is", choice("status", may))
        with Horizontal(classes="fields"):
            yield from field("heard on", day_field("noted_on"))
            yield from field("ask again (usual when empty)", day_field("ask", "", ahead=True))
        yield from field("what was heard; for us alone", Input(id="remark"))
        yield from field("what came of it", Input(id="outcome"))

    def save(self) -> str:
        status = self.chosen("status")
        if status is None:
            raise InvalidError("Choose what was heard.")
        after = referrals.update(
            self.caseload, self._one.referral_id, ReferralStatus(status), self.day("noted_on"),
            pace=pace(), follow_up_on=self.day_or_none("ask", ahead=True),
            remark=self.typed("remark"), outcome=self.typed("outcome"),
        )  # fmt: skip
        ask = ""
        if after.follow_up_on is not None:
            ask = f" Ask again {day_style.spoken(after.follow_up_on, self.caseload.today)}."
        return f"{after.referral_id}: {words(after.status)}.{ask}"


class TakeBack(Form):
    """Take back the last step: it was never true."""

    SAVE = "Take back"

    def __init__(self, one: referral_lines.ReferralLine) -> None:
        super().__init__(f"Take back the last step of {one.referral_id}: {words(one.status)}")
        self._one = one

    def fields(self) -> ComposeResult:
        yield from field("why it was never true", Input(id="reason"))

    def save(self) -> str:
        after = referrals.take_back(
            self.caseload, self._one.referral_id, self.typed("reason") or ""
        )  # fmt: skip
        return f"{after.referral_id} is {words(after.status)}, as before."


class InError(Form):
    """Mark a referral as entered in error; it stays readable."""

    SAVE = "Mark"

    def __init__(self, one: referral_lines.ReferralLine) -> None:
        super().__init__(f"{one.referral_id} was entered in error")
        self._one = one

    def fields(self) -> ComposeResult:
        yield from field("why", Input(id="reason"))

    def save(self) -> str:
        marked = referrals.entered_in_error(
            self.caseload, self._one.referral_id, self.typed("reason") or ""
        )  # fmt: skip
        return f"Entered in error: {marked.referral_id}."
