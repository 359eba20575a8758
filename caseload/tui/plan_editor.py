"""The plan editor: the tree of a recovery plan, and the form for what the cursor stands on.

What is typed changes a plan in memory and is kept as a draft; the plan itself changes when it is
saved. A version that anyone has signed stays as it is, and what is typed becomes the next one.
"""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.timer import Timer
from textual.widgets import Footer, Markdown, Static

from caseload.model.planning import PROSE, Domain, Employment, Housing
from caseload.records import plans
from caseload.settings import config
from caseload.show import safe_line
from caseload.show.plan import title
from caseload.texts.plan_reading import Living
from caseload.tui import plan_words
from caseload.tui.choose import Choose
from caseload.tui.plan_acts import PlanActs
from caseload.tui.plan_form import PlanForm
from caseload.tui.plan_outline import LIVES, Line, Outline, draw, lines
from caseload.tui.rows import Rows

ALL_SAID = 100
"""Columns from which the title says that it is a recovery plan."""
PREVIEWED_AFTER = 0.3
"""Seconds after the last key until the preview is drawn anew."""


class PlanEditor(PlanActs):
    """One client's recovery plan."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="plan.add"),
        Binding("e", "edit", "Edit", id="plan.edit"),
        Binding("x", "remove", "Remove", id="plan.remove"),
        Binding("g", "rate", "Rate", id="plan.rate"),
        Binding("v", "preview", "Preview", id="plan.preview"),
        Binding("S", "sign", "Sign", id="plan.sign"),
        Binding("ctrl+s", "save", "Save", id="plan.save"),
        Binding("A", "another", "Add one of the same kind", show=False, id="plan.another"),
        Binding("shift+up,K", "move(-1)", "Move up", show=False, id="plan.up"),
        Binding("shift+down,J", "move(1)", "Move down", show=False, id="plan.down"),
        Binding("c", "compare", "Compare versions", show=False, id="plan.compare"),
        Binding("r", "render", "Render to a file", show=False, id="plan.render"),
        Binding("R", "review", "Record a review", show=False, id="plan.review"),
        Binding("ctrl+z", "back_step", "Undo", show=False, id="plan.undo"),
    ]
    HELP = (
        "The tree of the plan, and the form for what the cursor stands on. An objective needs a "
        "measure and a target date; what is lacking is said where it lacks. Nothing changes in the "
        "plan before ctrl+s, and nothing typed is lost before that."
    )

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._drawing: Timer | None = None
        self._told_next = 0
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-roomy")]

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        with Container(id="plan"):
            yield Outline(draw, lambda line: line.key if line.kind != "add" else f"+{line.key}",
                          empty="No plan yet.", id="outline")  # fmt: skip
            yield PlanForm(self._edited)
            with VerticalScroll(id="preview"):
                yield Markdown(open_links=False)
        yield Static(id="totals", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Outline).focus()

    # Showing

    def show_plan(self) -> None:
        """Draw everything anew."""
        self.query_one(PlanForm).forget()
        if self.work is None:
            self.query_one("#title", Static).update(
                safe_line(f"{self.name_of_client} ({self.client_id}) · Recovery plan · none yet")
            )
            return
        self.query_one(Outline).show(list(lines(self.work)))
        self._show_part()
        self._show_edges()

    def _show_edges(self) -> None:
        assert self.work is not None
        said = title(self.work.before, self.name_of_client, self.in_force)
        if self.size.width < ALL_SAID:
            said = said.replace(" · Recovery plan", "")
        if self.work.before.signatures and self.unsaved:
            said += f" · draft {self.work.before.version + 1}, not saved"
        self.query_one("#title", Static).update(safe_line(said))
        self.query_one("#form").set_class(bool(self.work.before.signatures), "-signed")
        required = plans.signers(self.caseload, self.client_id)
        self.query_one("#totals", Static).update(plan_words.foot(self.work, required))
        if self.has_class("-preview"):
            if self._drawing is not None:
                self._drawing.stop()
            self._drawing = self.set_timer(PREVIEWED_AFTER, self.draw_preview)

    def _show_part(self) -> None:
        line, work = self.line, self.work
        if line is None or work is None:
            return
        form = self.query_one(PlanForm)
        if line.kind == "add":
            below = f"Enter adds {'an' if line.text == 'objective' else 'a'} {line.text} here."
            form.show("", f"+{line.key}", below, {}, "")
            return
        head, values, tells = plan_words.part(work, line)
        form.show(line.kind, line.key, head, values, tells)
        self._say_target(values.get("target", ""))

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        row: Line | None = self.query_one(Outline).row
        return row

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_part()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.action_edit()

    def on_plan_form_left(self) -> None:
        self.query_one(Outline).focus()

    # What is typed

    def _edited(self, key: str, name: str, value: str) -> None:
        """A field holds something else now."""
        work = self.work
        if work is None:
            return
        if key == LIVES:
            facts = work.state.living._asdict() | {name: value or None}
            work.set_living(
                Living(
                    Housing(facts["housing"]) if facts["housing"] else None,
                    Employment(facts["employment"]) if facts["employment"] else None,
                    facts["income_source"],
                )
            )
        elif key in PROSE:
            work.set("", **{key: value or None})
        elif name == "target":
            found, _ = self._read_day(value)
            work.set_target(key, found, value)
            self._say_target(value)
        elif name == "domain":
            work.set(key, domain=Domain(value))
        else:
            needed = name in ("statement", "action")
            work.set(key, **{name: value if needed else value or None})
        self.typed()

    def typed(self) -> None:
        """Something has changed: draw it, and keep it soon."""
        work = self.work
        assert work is not None
        self.query_one(Outline).show(list(lines(work)))
        line = self.line
        if line is not None and line.kind != "add":
            head, _, tells = plan_words.part(work, line)
            self.query_one(PlanForm).tell(head, tells)
        self._show_edges()
        version = work.before.version
        if work.before.signatures and work.unsaved and self._told_next != version:
            self._told_next = version
            self.say(
                f"Version {version} stays as it was signed. What you type begins draft "
                f"{version + 1}, once you save it."
            )
        self.keep_soon()

    def _read_day(self, text: str) -> tuple[date | None, str]:
        """The day that was typed and how it was understood, or why it can't be read."""
        return plan_words.target(text, self.caseload.today, config.read().date_format)

    def _say_target(self, text: str) -> None:
        day, said = self._read_day(text)
        self.query_one(PlanForm).understood(said, wrong=day is None and bool(text.strip()))

    def begin_with_vision(self) -> None:
        """Put the cursor into the vision."""
        self.query_one(Outline).stand_on("vision")
        self._show_part()
        self.query_one(PlanForm).enter()

    def flush(self) -> None:
        """Take in what is typed in the form."""
        self.query_one(PlanForm).flush()

    # Parts

    def action_edit(self) -> None:
        """Into the form; at a + the part is added first."""
        if self.line is not None and self.line.kind == "add":
            self.action_add()
        else:
            self.query_one(PlanForm).enter()

    def action_add(self) -> None:
        """Add a part below where the cursor stands."""
        line, work = self.line, self.work
        if line is None or work is None:
            return
        place = work.place(line.key) if line.key else ()
        if place is None or line.kind in ("prose", "living"):
            place = ()
        if len(place) == 3:
            self._added(work.add(place[:2], place[2] + 1))
        else:
            self._added(work.add(place))

    def action_another(self) -> None:
        """Add a part of the same kind after the one where the cursor stands."""
        line, work = self.line, self.work
        place = work.place(line.key) if work is not None and line is not None else None
        if work is None or not place or (line is not None and line.kind == "add"):
            self.action_add()
        else:
            self._added(work.add(place[:-1], place[-1] + 1))

    def _added(self, key: str) -> None:
        self.typed()
        self.query_one(Outline).stand_on(key)
        self._show_part()
        self.query_one(PlanForm).enter()

    def action_move(self, step: int) -> None:
        """Move a part among its siblings, or on into the next goal or objective."""
        line, work = self.line, self.work
        if line is not None and work is not None and work.move(line.key, step):
            self.typed()
            self.query_one(Outline).stand_on(line.key)

    def action_remove(self) -> None:
        """Take a part out; one with progress is closed instead."""
        line, work = self.line, self.work
        part = work.part(line.key) if line is not None and work is not None else None
        if line is None or work is None or part is None or line.kind == "add":
            self.say("Goals, objectives and interventions can be removed.", wrong=True)
            return
        below = [each[0] for each in plan_words.below(part)]
        told = self.act(plans.told_of, self.caseload, self.client_id, [part[0], *below]) or set()
        if told:
            self.close_part(part)
        elif below:
            many = f"{len(below)} part{'' if len(below) == 1 else 's'}"
            question = f"{line.kind.capitalize()} {line.number} has {many} under it. Remove all?"
            answers = {"yes": "Remove", "no": "Stay"}
            self.app.push_screen(
                Choose(question, answers), lambda answer: self._removed(answer, line.key)
            )
        else:
            self._removed("yes", line.key)

    def _removed(self, answer: str | None, key: str) -> None:
        if answer == "yes" and self.work is not None:
            self.work.remove(key)
            self.typed()
            self._show_part()

    def action_back_step(self) -> None:
        """Undo the last part added, moved or removed; else the last action that was saved."""
        if self.work is not None and self.work.back():
            self.typed()
            self._show_part()
            self.say("Taken back.")
        else:
            self.home.action_undo()
