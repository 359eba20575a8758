"""The referrals of a chart: the open ones by when somebody asks again, those that ended below."""

from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from caseload.model.linking import ReferralStatus
from caseload.records import clients, disclosures, referral_lines, referrals, resources, staff
from caseload.records.referral_lines import ReferralLine
from caseload.rules import referral_rules
from caseload.show import day_style
from caseload.show.plan import words
from caseload.show.referral import in_words, service, steps
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows
from caseload.tui.tab import ChartTab


class ReferralRows(Rows):
    """The referrals."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Update", show=False, id="referrals.open"),
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "Open ones first, by the day on which somebody asks again. A draft is told to nobody until "
        "it is sent. Each step stays; one that was never true is taken back, and can still be read."
    )


class ReferralsTab(ChartTab):
    """Where the client was sent, and what became of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "refer", "Refer", id="referrals.refer"),
        Binding("e", "update", "Update", id="referrals.update"),
        Binding("s", "send", "Send", id="referrals.send"),
        Binding("b", "take_back", "Take back", show=False, id="referrals.take_back"),
        Binding("x", "in_error", "In error", show=False, id="referrals.in_error"),
    ]

    def compose(self) -> ComposeResult:
        empty = "No referrals yet. Press a to refer the client to a service."
        rows = ReferralRows(self._draw, lambda one: one.referral_id, empty=empty, id="referrals")
        yield Beside(rows, self._card, "No referral is chosen.")

    def reload(self) -> None:
        found = referral_lines.listed(self.caseload, client_id=self.client_id, everything=True)
        rows: list[ReferralLine | Head] = []
        for head, part in (
            ("OPEN", [one for one in found if one.is_open]),
            ("ENDED", [one for one in found if not one.is_open]),
        ):
            rows += [Head(head), *part] if part else []
        self.query_one(Rows).show(rows)

    def _draw(self, one: ReferralLine, width: int) -> Text:
        text, draft = Text(), one.status is ReferralStatus.DRAFT
        style = "strike" if one.entered_in_error_at else "" if one.is_open else "dim"
        ask = one.follow_up_on if one.is_open and not draft else None
        late = ask is not None and ask <= self.caseload.today
        day = day_style.plain(ask or one.closed_on or one.since)
        text.append(f"{day:>11}  ", "bold" if late else style)
        text.append(fit(words(one.status), 19) + " ", "bold" if one.is_open else style)
        left = max(12, width - text.cell_len)
        text.append(fit(f"{one.resource} · {words(one.need)}", left), style)
        return text

    def _card(self, one: ReferralLine) -> RenderableType:
        page, today = Page(), self.caseload.today
        where = resources.get(self.caseload, one.resource_id)
        page.heading(f"{one.referral_id} · {words(one.need)}")
        page.fact("to", service(one))
        page.fact("phone", where.phone)
        page.fact("stands", in_words(one, today), "bold" if one.is_open else "")
        page.fact("in error", one.entered_in_error_why)
        page.fact("asked for", one.remark)
        page.fact("outcome", one.outcome)
        if one.days_to_link is not None and one.linked_on is not None:
            page.fact("linked", f"{day_style.plain(one.linked_on)}, after {one.days_to_link} days")
        page.heading("What happened")
        told = steps(referrals.updates(self.caseload, one.referral_id), staff.names(self.caseload))
        for day, happened, text in told:
            page.fact(day, "\n".join([happened, *text]))
        self._told(page, one)
        return page.made

    def _told(self, page: Page, one: ReferralLine) -> None:
        found = [
            each
            for each in disclosures.listed(self.caseload, self.client_id)
            if each.referral_id == one.referral_id
        ]
        if found:
            page.heading("What was told")
        for each in reversed(found):
            right = each.consent or f"no release needed: {each.exception}"
            said = (f"to {each.to_whom}", each.what, right)
            page.fact(day_style.plain(each.disclosed_on), "\n".join(said))

    # Keys

    def _chosen(self) -> ReferralLine | None:
        found: ReferralLine | None = self.query_one(Rows).row
        return found

    def on_rows_chosen(self) -> None:
        self.action_update()

    def action_refer(self) -> None:
        """Refer the client to a service."""
        from caseload.tui.referral_forms import NewReferral

        self.app.push_screen(NewReferral(clients.get(self.caseload, self.client_id)))

    def action_update(self) -> None:
        """Write down what was heard; a draft is sent."""
        from caseload.tui.referral_forms import UpdateReferral

        one = self._chosen()
        if one is None:
            return
        if one.status is ReferralStatus.DRAFT:
            self.action_send()
        elif one.entered_in_error_at is not None:
            self.say("It was entered in error; it stays as it is.", wrong=True)
        elif not referral_rules.NEXT[one.status]:
            self.say("It has ended. Press a to begin another.", wrong=True)
        else:
            self.app.push_screen(UpdateReferral(one))

    def action_send(self) -> None:
        """Send it, with its letter."""
        from caseload.tui.referral_forms import SendReferral

        one = self._chosen()
        if one is None:
            return
        if ReferralStatus.SENT not in referral_rules.NEXT[one.status]:
            self.say(f"It is {words(one.status)}, so it is not sent again.", wrong=True)
            return
        where = resources.get(self.caseload, one.resource_id)
        found = referrals.get(self.caseload, one.referral_id)
        self.app.push_screen(SendReferral(found, referral_rules.to_whom(where)))

    def action_take_back(self) -> None:
        """Take back the last step."""
        from caseload.tui.referral_forms import TakeBack

        one = self._chosen()
        if one is not None:
            self.app.push_screen(TakeBack(one))

    def action_in_error(self) -> None:
        """Mark it as entered in error."""
        from caseload.tui.referral_forms import InError

        one = self._chosen()
        if one is not None:
            self.app.push_screen(InError(one))
