"""The documents of a chart: what was made, when, from which template, for whom."""

from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from caseload.model import Document
from caseload.records import documents, staff
from caseload.show import day_style
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.page import Page
from caseload.tui.rows import Rows
from caseload.tui.tab import ChartTab


class DocumentRows(Rows):
    """The documents made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "screen.render", "Render", id="chart.render"),
    ]
    HELP = "What was made is listed here; the document itself lies where it was saved."


class DocumentsTab(ChartTab):
    """What was rendered, for whom."""

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        empty = "Nothing was made yet. Press r to render a document."
        rows = DocumentRows(
            self._draw, lambda one: one.document_id, empty=empty, id="documents-rows"
        )
        yield Beside(rows, self._card, "No document is chosen.")

    def reload(self) -> None:
        self._names = staff.names(self.caseload)
        self.query_one(Rows).show(documents.listed(self.caseload, self.client_id))

    def _draw(self, one: Document, width: int) -> Text:
        text = Text()
        text.append(f"{day_style.local_time(one.made_at):>17}  ")
        text.append(fit(one.template, 18), "bold")
        version = f"plan v{one.plan_version}" if one.plan_version else ""
        text.append(f" {one.format:<5} {version:<9} ")
        by = self._names.get(one.made_by or "", "")
        sent = f"for {one.sent_to}" if one.sent_to else ""
        rest = " · ".join(filter(None, (by, sent)))
        text.append(fit(rest, max(1, width - text.cell_len)), "dim")
        return text

    def _card(self, one: Document) -> RenderableType:
        page = Page()
        page.heading(one.template)
        page.fact("id", one.document_id)
        page.fact("made", day_style.local_time(one.made_at))
        page.fact("by", self._names.get(one.made_by or "", one.made_by))
        page.fact("format", one.format)
        page.fact("plan", f"version {one.plan_version}" if one.plan_version else None)
        page.fact("for", one.sent_to)
        page.fact("hash", one.template_hash)
        return page.made

    def on_rows_chosen(self) -> None:
        self.screen.action_render()  # type: ignore[attr-defined]
