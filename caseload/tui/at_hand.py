"""For screens with a client at hand: a contact, their chart, plan and crisis card, a document."""

from caseload.tui.base import Acting


class ClientAtHand(Acting):
    """What is done with the client that the cursor stands on, if any."""

    @property
    def client_id(self) -> str | None:
        """The client at hand."""
        raise NotImplementedError

    def action_log(self) -> None:
        """Record a contact with the client at hand."""
        if self.client_id is not None:
            from caseload.tui.log_contact import LogContact

            self.home.push_screen(LogContact(self.client_id))

    def action_crisis(self) -> None:
        """The crisis card of the client at hand: 988, safety plan, who to call."""
        if self.client_id is not None:
            from caseload.tui.crisis_card import CrisisCardScreen

            self.home.push_screen(CrisisCardScreen(self.client_id))

    def action_chart(self) -> None:
        """The chart of the client at hand."""
        if self.client_id is not None:
            from caseload.tui.chart import Chart

            self.home.push_screen(Chart(self.client_id))

    def action_plan(self) -> None:
        """The plan of the client at hand."""
        if self.client_id is not None:
            from caseload.tui.plan_editor import PlanEditor

            self.home.push_screen(PlanEditor(self.client_id))

    def action_render(self) -> None:
        """Make a document of the client at hand."""
        if self.client_id is not None:
            from caseload.tui.render import RenderDialog

            self.home.push_screen(RenderDialog(self.client_id))
