"""The needs of a chart, and what was assessed: open needs first, scores with a small chart."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from caseload.model.assessing import Assessment, Instrument, Need
from caseload.records import assessments, needs, plans, staff
from caseload.rules import assessment_rules
from caseload.rules.instrument_reading import span_of
from caseload.settings import instruments
from caseload.show import assessment as show_assessment
from caseload.show import day_style, safe_line, safe_text, score_chart
from caseload.show.plan import words
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.need_forms import AddNeed, EditNeed, InError, MetNeed, NeedGoal
from caseload.tui.rows import Head, Rows
from caseload.tui.tab import ChartTab

CHART_ROWS = 9
Row = Need | Assessment


class NeedsTab(ChartTab):
    """What the client needs, and what scores say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "assess", "Assess", id="needs.assess"),
        Binding("a", "add", "Add need", id="needs.add"),
        Binding("m", "met", "Met", id="needs.met"),
        Binding("o", "goal", "Make a goal", id="needs.goal"),
        Binding("e", "edit", "Edit", id="needs.edit"),
        Binding("x", "error", "In error", show=False, id="needs.error"),
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "Open needs, the gravest first; assessments, the newest first; needs that were met. s "
        "assesses, with an instrument or in words; o makes the need under the cursor a goal of the "
        "plan draft."
    )

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._names: dict[str, str] = {}
        self._goals: dict[str, str] = {}
        self._scores: dict[str, list[Assessment]] = {}
        self._known: dict[str, Instrument | None] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="needs-head", markup=False)
        empty = "Nothing is known yet. Press s to assess, a to add a need."
        rows = Rows(self._draw, lambda one: one[0], empty=empty, id="needs-rows")
        yield Beside(rows, self._card, "")

    def reload(self) -> None:
        whole = needs.listed(self.caseload, self.client_id)
        still_open = needs.listed(self.caseload, self.client_id, still_open=True)
        done = assessments.listed(self.caseload, self.client_id)
        self._names = staff.names(self.caseload)
        versions = plans.versions(self.caseload, self.client_id)
        self._goals = {goal.goal_id: goal.statement for plan in versions for goal in plan.goals}
        self._scores = {}
        for one in assessments.scored(done):
            self._scores.setdefault(one.instrument, []).append(one)
        open_ids = {one.need_id for one in still_open}
        closed = [one for one in reversed(whole) if one.need_id not in open_ids]
        rows: list[Row | Head] = []
        for title, part in (("OPEN NEEDS", still_open), ("ASSESSMENTS", done[::-1]),
                            ("MET OR IN ERROR", closed)):  # fmt: skip
            if part:
                rows += [Head(title), *part]
        self.query_one("#needs-head", Static).update(self._head(still_open))
        self.query_one(Rows).show(rows)

    def _head(self, still_open: list[Need]) -> Text:
        count = len(still_open)
        said = [f"{count} open need{'' if count == 1 else 's'}"]
        last = assessments.last_of_each(self.caseload, self.client_id).values()
        strong = dict.fromkeys(each for one in last for each in one.found_strengths)
        if strong:
            said.append(f"strengths: {assessment_rules.domains_in_words(list(strong))}")
        return Text(safe_line(" · ".join(said)))

    def _draw(self, one: Row, width: int) -> Text:
        text, today = Text(), self.caseload.today
        style = "strike" if one.entered_in_error_at else ""
        if isinstance(one, Need):
            text.append(f"{words(one.level):<8} ", style or "bold")
            text.append(f"{fit(words(one.domain), 15)} ", style)
            text.append(f"{show_assessment.standing(one, today):>15}  ", style)
            goal = f"goal: {self._goals[one.goal_id]}" if one.goal_id in self._goals else ""
            rest = " · ".join(filter(None, [" ".join((one.statement or "").split()), goal]))
        else:
            text.append(
                f"{day_style.plain(one.assessed_on):>11}  {fit(one.instrument, 12)} ", style
            )
            text.append(f"{assessment_rules.result_in_words(one)}  ", style or "bold")
            if one.flags:
                text.append(f"▲ FLAGGED: item {', '.join(one.flags)}  ", "bold")
            rest = self._names.get(one.assessor or "", "")
        if one.entered_in_error_at:
            rest = f"entered in error · {rest}"
        text.append(fit(rest, max(1, width - text.cell_len)), "dim")
        return text

    # The card

    def _card(self, one: Row) -> Text:
        return self._of_need(one) if isinstance(one, Need) else self._of_assessment(one)

    def _of_need(self, one: Need) -> Text:
        page, today = Text(), self.caseload.today
        page.append(f"{needs.in_words(one.domain)} · {one.need_id}\n", "bold")
        page.append(f"{words(one.level)}, {show_assessment.standing(one, today)}\n")
        if one.statement:
            page.append(f"\n{safe_text(one.statement)}\n")
        found = f"by {one.assessment_id}" if one.assessment_id else self._names.get(one.staff or "")
        for name, said in (
            ("found", f"{day_style.spoken(one.identified_on)}{f', {found}' if found else ''}"),
            ("met", day_style.spoken(one.met_on) if one.met_on else None),
            ("goal", self._goals.get(one.goal_id or "", "none yet; o makes it one")),
            ("in error", one.entered_in_error_why),
        ):
            if said:
                page.append(f"\n{name:<9}", "dim")
                page.append(safe_text(said))
        return page

    def _of_assessment(self, one: Assessment) -> Text:
        page, today = Text(), self.caseload.today
        known = self._instrument(one.instrument)
        page.append(f"{safe_line(known.title if known else one.instrument)}\n", "bold")
        page.append(
            f"{safe_line(day_style.spoken(one.assessed_on, today))} · {one.assessment_id}\n"
        )
        own = self._scores.get(one.instrument, [])
        before = own[own.index(one) - 1] if one in own and own.index(one) else None
        page.append(f"{safe_text(show_assessment.came_to(one, before, known, today))}\n")
        if one.flags:
            page.append(f"▲ FLAGGED: item {', '.join(one.flags)}\n", "bold")
        if one.score is not None and known is not None and own:
            page.append(f"\n{self._drawn(own, known)}\n")
        for name, said in (
            ("needs", assessment_rules.domains_in_words(one.needs)),
            ("found strong", assessment_rules.domains_in_words(one.found_strengths)),
            ("strengths", one.strengths), ("challenges", one.challenges), ("remark", one.remark),
            ("assessor", self._names.get(one.assessor or "")),
            ("in error", one.entered_in_error_why),
        ):  # fmt: skip
            if said:
                page.append(f"\n{name:<13}", "dim")
                page.append(safe_text(said))
        return page

    def _drawn(self, own: list[Assessment], known: Instrument) -> str:
        low, high = span_of(known.items, known.scoring, known.times)
        points = [(each.assessed_on, each.score or 0) for each in own]
        room = self.query_one(".on-card").size.width or 40
        return "\n".join(
            score_chart.lines(points, known.bands, low, high, width=room, height=CHART_ROWS)
        )

    def _instrument(self, name: str) -> Instrument | None:
        if name not in self._known:
            self._known[name] = instruments.look_up(name)
        return self._known[name]

    # Keys

    def _need(self) -> Need | None:
        """The open need under the cursor, or a word why there is none."""
        one = self.query_one(Rows).row
        if not isinstance(one, Need):
            self.say("Put the cursor on a need.")
            return None
        return one

    def on_rows_chosen(self) -> None:
        one = self.query_one(Rows).row
        if isinstance(one, Need):
            self.action_edit()
        elif isinstance(one, Assessment):
            from caseload.tui.assess import Answers

            self.app.push_screen(Answers(one))

    def action_assess(self) -> None:
        """Assess with an instrument, item by item."""
        from caseload.tui.assess import ChooseInstrument

        self.app.push_screen(ChooseInstrument(self.client_id))

    def action_add(self) -> None:
        """Record a need."""
        self.app.push_screen(AddNeed(self.client_id))

    def action_edit(self) -> None:
        """Change the need under the cursor."""
        one = self._need()
        if one is not None:
            self.app.push_screen(EditNeed(one))

    def action_met(self) -> None:
        """Close the need under the cursor: it is met."""
        one = self._need()
        if one is not None:
            self.app.push_screen(MetNeed(one))

    def action_goal(self) -> None:
        """Make the need under the cursor a goal of the plan draft."""
        one = self._need()
        if one is not None:
            self.app.push_screen(NeedGoal(one))

    def action_error(self) -> None:
        """Mark what is under the cursor as entered in error."""
        one = self.query_one(Rows).row
        if one is not None:
            self.app.push_screen(InError(one))
