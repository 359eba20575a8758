"""The circle of a chart: who is around the client, what they may be told, and what was told."""

from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from caseload.model.circle import Call, Consent
from caseload.model.linking import Disclosure
from caseload.records import care_team, consents, disclosures, staff
from caseload.rules import circle_rules
from caseload.show import day_style
from caseload.show.circle import member_in_words, standing
from caseload.show.plan import words
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.circle_forms import (
    ConsentForm,
    ErrorForm,
    MemberForm,
    RenewForm,
    RevokeForm,
    ToldForm,
    whose,
)
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows
from caseload.tui.tab import ChartTab

Row = Call | Consent | Disclosure


class CircleRows(Rows):
    """Care team, releases and disclosures."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "The care team in the order in which it is called, then releases of information, then what "
        "was told. Enter changes what is said of somebody, and renews a release."
    )


class CircleTab(ChartTab):
    """Who to call, and what may be told to whom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add person", id="circle.add"),
        Binding("e", "edit", "Edit or renew", id="circle.edit"),
        Binding("c", "consent", "New release", id="circle.consent"),
        Binding("v", "revoke", "Revoke", id="circle.revoke"),
        Binding("o", "told", "Told someone", id="circle.told"),
        Binding("x", "error", "In error", show=False, id="circle.error"),
    ]

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        empty = "Nobody is on the care team yet. Press a to add somebody."
        rows = CircleRows(self._draw, _key, empty=empty, id="circle-rows")
        yield Beside(rows, self._card, "Nobody is chosen.")

    def reload(self) -> None:
        self._names = staff.names(self.caseload)
        found: list[Row | Head] = []
        team = care_team.card(self.caseload, self.client_id)
        known = consents.listed(self.caseload, self.client_id)
        told = disclosures.listed(self.caseload, self.client_id)
        for head, rows in (("CARE TEAM", team), ("RELEASES", known), ("TOLD", told)):
            if rows:
                found += [Head(head), *rows]
        self.query_one(Rows).show(found)

    # What a row says

    def _draw(self, one: Row, width: int) -> Text:
        text, today = Text(), self.caseload.today
        if isinstance(one, Call):
            number = one.member.emergency_contact
            text.append(f"{'!' + str(number) if number else '':<3}")
            text.append(fit(one.member.name, 20), "bold" if number else "")
            text.append(f" {fit(one.member.phone or '', 14)} ")
            member = one.member
            text.append(fit(member.relation or words(member.role), 13))
            told = day_style.in_sentence(circle_rules.may_tell(one))
            style = "" if one.consents or one.decides else "dim"
            text.append(f" {fit(told, max(1, width - text.cell_len - 1))}", style)
        elif isinstance(one, Consent):
            style = "" if circle_rules.in_force(one, today) else "dim"
            style = "strike dim" if one.entered_in_error_at else style
            stands = standing(one, today).removeprefix("in force ")
            text.append(f"   {fit(one.to_whom, 20)} ", style)
            text.append(f"{fit(stands, 20)} ", style or "bold")
            part2 = "substance use · " if one.part2 else ""
            said = f"{part2}{' '.join(one.scope.split())}"
            text.append(fit(said, max(1, width - text.cell_len)), "dim")
        else:
            text.append(f"{day_style.plain(one.disclosed_on):>11}  {fit(one.to_whom, 20)} ")
            said = " ".join(one.what.split())
            text.append(fit(said, max(1, width - text.cell_len)), "dim")
        return text

    def _card(self, one: Row) -> RenderableType:
        page, today = Page(), self.caseload.today
        if isinstance(one, Call):
            self._member_card(page, one)
        elif isinstance(one, Consent):
            page.heading(f"Release {one.consent_id}")
            page.fact("to", one.to_whom, "bold")
            page.fact("stands", standing(one, today), "bold")
            page.fact("may be told", one.scope)
            page.fact("what for", one.purpose)
            page.fact("substance use", "covered (42 CFR Part 2)" if one.part2 else None)
            page.fact("signed", f"{day_style.spoken(one.signed_on, today)} by the {one.signed_by}")
            page.fact("how", words(one.method))
            page.fact("begins", day_style.spoken(one.effective_on) if one.effective_on else None)
            page.fact("in place of", one.renews)
            page.fact("in error", one.entered_in_error_why)
            page.fact("taken by", self._names.get(one.staff or ""))
        else:
            page.heading(f"Told {one.to_whom}")
            page.fact("day", day_style.spoken(one.disclosed_on, today))
            page.fact("what", one.what)
            page.fact("what for", one.purpose)
            page.fact("release", one.consent)
            page.fact("no release", one.exception)
            page.fact("document", one.document_id)
            page.fact("referral", one.referral_id)
            page.fact("by", self._names.get(one.staff or ""))
        return page.made

    def _member_card(self, page: Page, one: Call) -> None:
        member, today = one.member, self.caseload.today
        page.heading(member.name)
        number = member.emergency_contact
        page.fact("phone", member.phone, "bold")
        page.fact("may be told", day_style.in_sentence(circle_rules.may_tell(one)), "bold")
        page.fact("is", member_in_words(member))
        page.fact("emergency", f"called as number {number}" if number else None)
        page.fact("email", member.email)
        page.fact("good to know", member.remark)
        page.fact("since", day_style.spoken(member.from_on, today) if member.from_on else None)
        page.fact("until", day_style.spoken(member.until_on, today) if member.until_on else None)
        page.fact("id", member.care_team_member_id)

    # Keys

    @property
    def _row(self) -> Row | None:
        found: Row | None = self.query_one(Rows).row
        return found

    @property
    def _whom(self) -> str:
        """Whom the row at hand is about."""
        one = self._row
        return "" if one is None else one.member.name if isinstance(one, Call) else one.to_whom

    def on_rows_chosen(self) -> None:
        self.action_edit()

    def action_add(self) -> None:
        """Add somebody to the care team."""
        title = f"Care team · {whose(self.caseload, self.client_id)}"
        self.app.push_screen(MemberForm(title, self.client_id))

    def action_edit(self) -> None:
        """Change what is said of somebody, or renew a release."""
        one = self._row
        if isinstance(one, Call):
            title = f"{one.member.name} · {whose(self.caseload, self.client_id)}"
            self.app.push_screen(MemberForm(title, self.client_id, one.member))
        elif isinstance(one, Consent):
            self.app.push_screen(RenewForm(self.caseload, one.consent_id))
        elif one is not None:
            self.say("What was told stays told.", wrong=True)

    def action_consent(self) -> None:
        """Record a release that was signed."""
        title = f"Release of information · {whose(self.caseload, self.client_id)}"
        self.app.push_screen(ConsentForm(title, self.client_id, self._whom))

    def action_revoke(self) -> None:
        """Say that a release was taken back."""
        one = self._row
        if isinstance(one, Consent):
            self.app.push_screen(RevokeForm(one))
        else:
            self.say("Choose a release first.", wrong=True)

    def action_told(self) -> None:
        """Record what was told by word of mouth."""
        title = f"Told someone · {whose(self.caseload, self.client_id)}"
        self.app.push_screen(ToldForm(title, self.client_id, self._whom))

    def action_error(self) -> None:
        """Mark somebody, or a release, as entered in error."""
        one = self._row
        if isinstance(one, Disclosure):
            self.say("What was told stays told.", wrong=True)
        elif one is not None:
            self.app.push_screen(ErrorForm(one.member if isinstance(one, Call) else one))


def _key(one: Row) -> object:
    return one.member.care_team_member_id if isinstance(one, Call) else one[0]
