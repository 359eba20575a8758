"""Forms about the people around a client: who they are, releases, and what was told."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import SuggestFromList
from textual.widgets import Input, TextArea

from caseload.errors import InvalidError
from caseload.model.circle import (
    CareRole,
    CareTeamMember,
    Consent,
    ConsentMethod,
    ConsentSigner,
    WithoutRelease,
)
from caseload.records import care_team, clients, consents, disclosures
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.show import day_style
from caseload.show.circle import member_in_words
from caseload.tui.form import Form, choice, day_field, field, text_field, words_of

WHAT_HAPPENED = "emergency or law: what happened"
YES_OR_NO = [("no", "no"), ("yes", "yes")]


def whose(caseload: Caseload, client_id: str) -> str:
    """A client as a form's title names them."""
    client = clients.get(caseload, client_id)
    return f"{client.full_name} ({client.client_id})"


def names_of(caseload: Caseload, client_id: str) -> SuggestFromList:
    """Offers the names on the care team while one is typed."""
    names = [one.name for one in care_team.listed(caseload, client_id)]
    return SuggestFromList(names, case_sensitive=False)


def by_what_right() -> ComposeResult:
    """Asks whether a release names whoever is told, or why none is needed."""
    without = [("a release names them", ""), *words_of(WithoutRelease)]
    yield from field("by what right", choice("exception", without, ""))


def exception_of(form: Form) -> str | None:
    """The exception that was chosen, with what happened; None where a release is to be found."""
    without, detail = form.chosen("exception"), form.typed("detail")
    return ": ".join(filter(None, (str(without), detail))) if without else None


class MemberForm(Form):
    """Add somebody to a care team, or change what is said of them."""

    def __init__(self, title: str, client_id: str, before: CareTeamMember | None = None) -> None:
        super().__init__(title)
        self._client_id, self._before = client_id, before

    def fields(self) -> ComposeResult:
        one = self._before
        number = one.emergency_contact if one else None
        with Horizontal(classes="fields"):
            yield from field("name", Input(one.name if one else "", id="name"))
            yield from field("what they are", choice("role", words_of(CareRole),
                                                     one.role if one else None))  # fmt: skip
        with Horizontal(classes="fields"):
            yield from field("relation (sister, …)", _line("relation", one))
            yield from field("works at", _line("organization", one))
        with Horizontal(classes="fields"):
            yield from field("phone", _line("phone", one))
            yield from field("email", _line("email", one))
        with Horizontal(classes="fields"):
            yield from field("called in an emergency as number",
                             Input("" if number is None else str(number), id="number"))  # fmt: skip
            until = one.until_on.isoformat() if one and one.until_on else ""
            yield from field("no longer from", day_field("until_on", until, ahead=True))
        yield from field("good to know", _line("remark", one))

    def save(self) -> str:
        role, number = self.chosen("role"), self.typed("number")
        if role is None:
            raise InvalidError("Choose what they are to the client.")
        facts = {name: self.typed(name)
                 for name in ("relation", "organization", "phone", "email", "remark")}  # fmt: skip
        told = {
            **facts,
            "emergency_contact": care_team.number(number) if number else None,
            "until_on": self.day_or_none("until_on", ahead=True),
        }
        if self._before is None:
            made = care_team.add(
                self.caseload, self._client_id, self.typed("name") or "", CareRole(role), **told
            )
            return f"Added: {made.name}, {member_in_words(made)}."
        after = care_team.edit(
            self.caseload, self._before.care_team_member_id, name=self.typed("name") or "",
            role=CareRole(role), **told,
        )  # fmt: skip
        return f"Saved: {after.name}, {member_in_words(after)}."


def _line(name: str, one: CareTeamMember | None) -> Input:
    said = getattr(one, name) if one is not None else None
    return Input(" ".join((said or "").split()), id=name)


def _few_lines(name: str, text: str = "") -> TextArea:
    """A field of a few lines, so that the whole form fits a small screen."""
    area = text_field(name, text)
    area.styles.height = 4
    return area


class ConsentForm(Form):
    """Record a release that was signed; with `before` it takes that one's place."""

    def __init__(
        self, title: str, client_id: str, to_whom: str = "", before: Consent | None = None
    ) -> None:
        super().__init__(title)
        self._client_id, self._to_whom, self._before = client_id, to_whom, before

    def fields(self) -> ComposeResult:
        one = self._before
        months = config.read().agency.release_months
        when, covers = one.expires_when if one else None, "yes" if one and one.part2 else "no"
        with Horizontal(classes="fields"):
            if one is None:
                offered = names_of(self.caseload, self._client_id)
                whom = Input(self._to_whom, id="to_whom", suggester=offered)
                yield from field("who may be told", whom)
            yield from field("what for", Input(one.purpose if one else "", id="purpose"))
        yield from field("what may be told", _few_lines("scope", one.scope if one else ""))
        with Horizontal(classes="fields"):
            yield from field("signed", day_field("signed_on"))
            last = day_field("expires_on", "", ahead=True)
            yield from field(f"last day ({months} months)", last)
            yield from field("or what ends it", Input(when or "", id="expires_when"))
        with Horizontal(classes="fields"):
            signer = one.signed_by if one else ConsentSigner.CLIENT
            how = one.method if one else ConsentMethod.IN_PERSON
            yield from field("signed by", choice("signed_by", words_of(ConsentSigner), signer))
            yield from field("how", choice("method", words_of(ConsentMethod), how))
            yield from field("substance use too", choice("part2", YES_OR_NO, covers))

    def save(self) -> str:
        signed_on, when = self.day("signed_on"), self.typed("expires_when")
        last = self.day_or_none("expires_on", ahead=True)
        if last is None and when is None:
            last = consents.usual_end(signed_on, config.read().agency.release_months)
        facts = {
            "purpose": self.typed("purpose") or "",
            "scope": self.typed("scope") or "",
            "expires_when": when,
            "part2": self.chosen("part2") == "yes",
            "signed_by": ConsentSigner(self.chosen("signed_by")),
            "method": ConsentMethod(self.chosen("method")),
        }
        if self._before is not None:
            made = consents.renew(
                self.caseload, self._before.consent_id, signed_on, expires_on=last, **facts
            )
        else:
            made = consents.add(
                self.caseload, self._client_id, self.typed("to_whom") or "",
                signed_on=signed_on, expires_on=last, **facts,
            )  # fmt: skip
        until = (
            f"until {day_style.spoken(made.expires_on)}" if made.expires_on else made.expires_when
        )
        return f"{made.consent_id}: {made.to_whom} may be told, {until}."


class RenewForm(ConsentForm):
    """Renew a release that ends, or say that it was taken back."""

    HELP = f"{Form.HELP} To revoke it instead: the Circle tab of the chart, key v."

    def __init__(self, caseload: Caseload, consent_id: str) -> None:
        one = consents.get(caseload, consent_id)
        title = f"Renew release {one.consent_id} for {one.to_whom} · "
        super().__init__(title + whose(caseload, one.client_id), one.client_id, before=one)


class RevokeForm(Form):
    """Say that a release was taken back."""

    SAVE = "Revoke"

    def __init__(self, one: Consent) -> None:
        super().__init__(f"Revoke release {one.consent_id} for {one.to_whom}")
        self._one = one

    def fields(self) -> ComposeResult:
        yield from field("from which day nothing may be told", day_field("revoked_on"))

    def save(self) -> str:
        done = consents.revoke(self.caseload, self._one.consent_id, self.day("revoked_on"))
        assert done.revoked_on is not None
        return f"Revoked: {done.to_whom}, {day_style.spoken(done.revoked_on)}."


class ErrorForm(Form):
    """Mark somebody, or a release, as entered in error."""

    SAVE = "Mark"

    def __init__(self, one: CareTeamMember | Consent) -> None:
        name = one.to_whom if isinstance(one, Consent) else one.name
        super().__init__(f"Entered in error: {one[0]}, {name}")
        self._one = one

    def fields(self) -> ComposeResult:
        yield from field("why", Input(id="reason"))

    def save(self) -> str:
        verb = consents.error if isinstance(self._one, Consent) else care_team.error
        verb(self.caseload, self._one[0], self.typed("reason") or "")
        return f"Marked as entered in error: {self._one[0]}."


class ToldForm(Form):
    """Record what was told by word of mouth."""

    HELP = (
        f"{Form.HELP} It takes a release in force that names them. Where none is needed, choose "
        "why; an emergency and what the law asks need a word of explanation."
    )

    def __init__(self, title: str, client_id: str, to_whom: str = "") -> None:
        super().__init__(title)
        self._client_id, self._to_whom = client_id, to_whom

    def fields(self) -> ComposeResult:
        offered = names_of(self.caseload, self._client_id)
        with Horizontal(classes="fields"):
            whom = Input(self._to_whom, id="to_whom", suggester=offered)
            yield from field("who was told", whom)
            yield from field("what for (or as released)", Input(id="purpose"))
        yield from field("what they were told", _few_lines("what"))
        with Horizontal(classes="fields"):
            yield from field("day", day_field("day"))
            yield from by_what_right()
        yield from field(WHAT_HAPPENED, Input(id="detail"))

    def save(self) -> str:
        told = disclosures.tell(
            self.caseload, self._client_id, self.typed("to_whom") or "", self.typed("what") or "",
            self.day("day"), purpose=self.typed("purpose"), exception=exception_of(self),
        )  # fmt: skip
        return f"Recorded {told.disclosure_id}: told {told.to_whom}."
