"""Why: how each date on the list comes about for a client."""

import io

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from caseload.records import clients, explain, explain_crises
from caseload.show import crisis as show_crisis
from caseload.show import explain as show_explain
from caseload.tui.base import Dialog


class Explain(Dialog[None]):
    """What counts, what doesn't, and why; the same words as `caseload due --explain`."""

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id

    def compose(self) -> ComposeResult:
        client = clients.get(self.caseload, self._client_id)
        today, out = self.caseload.today, io.StringIO()
        found = explain.explain(self.caseload, self._client_id, today)
        title = f"{client.full_name} ({client.client_id})"
        dated = explain.dated(self.caseload, self._client_id, today)
        left = explain_crises.explain(self.caseload, self._client_id, today)
        if found or dated or not left:
            show_explain.explanation(found, title, today, today, out, dated)
        show_crisis.explanation(left, today, today, out)
        with VerticalScroll(classes="dialog wide"):
            yield Static(out.getvalue(), markup=False)
