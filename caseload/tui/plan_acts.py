"""What one does with a plan besides writing it: rate, sign, review, compare, preview, render."""

import re

from textual.widgets import Markdown

from caseload.model.planning import Intervention, Plan, PlanStatus, WorkStatus
from caseload.records import plans, progress
from caseload.rules import plan_edits
from caseload.rules.plan_edits import Part
from caseload.settings import config
from caseload.tui.choose import Choose
from caseload.tui.plan_keeping import PlanKeeping
from caseload.tui.plan_outline import Line

_NO_HEAD = re.compile(r"^(?:\|[ ]*)+\|?\n(\|[-:| ]+\n)(\|.*\n)", re.MULTILINE)
"""A table whose head is empty, as paper has it; on a screen its first row is the head."""


class PlanActs(PlanKeeping):
    """Dialogs over the plan."""

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        raise NotImplementedError

    def _part(self) -> Part | None:
        line, work = self.line, self.work
        return work.part(line.key) if line is not None and work is not None else None

    # Progress

    def action_rate(self) -> None:
        """Rate the progress of a goal or objective of the plan in force."""
        part, line = self._part(), self.line
        if part is None or line is None or isinstance(part, Intervention) or line.kind == "add":
            self.say("Put the cursor on a goal or an objective; progress is told of those.")
        elif self.in_force is None:
            self.say("Progress is told of a signed plan; this one is not signed yet.", wrong=True)
        elif part[0] not in {each[0] for _, each in plan_edits.parts(self.in_force)}:
            self.say("It is new in this draft; progress is told of it once it is signed.")
        else:
            from caseload.tui.plan_progress import Rate

            self.app.push_screen(Rate(self.client_id, part, line.number), self._done)

    def close_part(self, part: Part) -> None:
        """Offer to close a part that progress or contacts are about, which is never removed."""
        if self.in_force is None or isinstance(part, Intervention):
            self.say("Progress notes or contacts are about it, so it stays.", wrong=True)
            return
        self.app.push_screen(
            Choose(
                "Progress notes or contacts are about it, so it is not removed. Close it as "
                "dropped?",
                {"close": "Close it", "no": "Stay"},
            ),
            lambda answer: self._close(answer, part),
        )

    def _close(self, answer: str | None, part: Part) -> None:
        if answer != "close":
            return
        today = self.caseload.today
        noted = self.act(
            progress.note, self.caseload, self.client_id, part[0], today, status=WorkStatus.DROPPED
        )
        if noted is not None:
            self._done("plan progress")

    def _done(self, what: str | None) -> None:
        """Something was recorded: say what, and read the plan anew."""
        if what:
            self.reload()

    # Signatures and reviews

    def action_sign(self) -> None:
        """Record a signature on what is saved."""
        work = self.work
        if work is None:
            return
        if self.unsaved:
            self.say("Save first (ctrl+s): what is signed is what is saved.", wrong=True)
        elif work.before.status != "draft":
            self.say(f"Version {work.before.version} is signed and in force; there is no draft.")
        elif work.lacks:
            lacking = " · ".join(map(str, work.lacks))
            self.say(f"Not ready to sign. It lacks: {lacking}.", wrong=True)
        else:
            from caseload.tui.plan_sign import Sign

            self.app.push_screen(Sign(self.client_id), self._done)

    def action_review(self) -> None:
        """Record that the plan in force was looked at together."""
        if self.in_force is None:
            self.say("A review is of a signed plan; none is in force.", wrong=True)
            return
        from caseload.tui.plan_review import Review

        self.app.push_screen(Review(self.client_id), self._done)

    # Other looks at it

    def action_compare(self) -> None:
        """Two versions side by side."""
        if self.work is None:
            return
        from caseload.tui.plan_compare import Compare

        now = self.work.plan if self.unsaved else None
        self.app.push_screen(Compare(plans.versions(self.caseload, self.client_id), now))

    def action_render(self) -> None:
        """Render a document to a file."""
        from caseload.tui.render import RenderDialog

        if self.unsaved:
            self.say("What is rendered is what is saved; ctrl+s saves what you typed.")
        self.app.push_screen(RenderDialog(self.client_id))

    def action_preview(self) -> None:
        """Show or hide the plan as it is rendered, live."""
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self.draw_preview()

    def action_back(self) -> None:
        """Out of the preview first; then to the screen before."""
        if self.has_class("-preview"):
            self.query_one("#outline").focus()
            self.action_preview()
            return
        super().action_back()

    def draw_preview(self) -> None:
        """The plan as its template renders it, with what is typed."""
        if self.work is None or not self.has_class("-preview") or self.home.locked:
            return
        text = self.act(self._rendered, self._previewed())
        if text is not None:
            self.query_one(Markdown).update(text)

    def _previewed(self) -> Plan:
        assert self.work is not None
        before, plan = self.work.before, self.work.bare()
        if not self.unsaved:
            return plan
        version = before.version + 1 if before.signatures else before.version
        return plan._replace(
            version=version, status=PlanStatus.DRAFT, effective_on=None, signatures=()
        )

    def _rendered(self, plan: Plan) -> str:
        from caseload.documents.folders import own_templates
        from caseload.documents.gather import Wanted
        from caseload.documents.making import Form, Maker

        settings = config.read()
        wanted = Wanted(self.caseload.today, plan=plan)
        own = own_templates(None, settings)
        with Maker(self.caseload, "plan", Form.MD, own, settings) as maker:
            text = maker.make(wanted, self.client_id).content.decode()
        return _NO_HEAD.sub(r"\2\1", text)
