"""The tree of a plan: its prose, goals, objectives and interventions, with what each lacks."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType

from caseload.model.planning import PROSE, Goal, Intervention, WorkStatus
from caseload.rules import plan_edits
from caseload.show import day_style, safe_line
from caseload.show.plan import standing, words
from caseload.show.widths import cells, fit
from caseload.tui.plan_work import Work
from caseload.tui.rows import Head, Rows

LIVES = "living"
LABELS = {name: words(name) for name in PROSE} | {
    "discharge_criteria": "discharge",
    LIVES: "lives",
}
"""What the tree calls the plan's own fields."""
ROOMY = 64
"""Columns from which a bar stands beside a statement."""


class Line(NamedTuple):
    """A line of the tree."""

    kind: str
    """prose, living, goal, objective, intervention or add."""
    key: str
    """The field, the part's id, or the place to which something is added."""
    depth: int
    number: str
    text: str
    stands: str
    """How far it has come, or who does it; short."""
    bar: str = ""
    """The same with a bar, where there is room."""
    lacks: str = ""
    closed: bool = False


class Outline(Rows, inherit_bindings=False):
    """The lines of a plan; letters are left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="outline.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="outline.up"),
        Binding("pagedown,ctrl+d", "page(1)", "A page down", show=False, id="outline.page_down"),
        Binding("pageup,ctrl+u", "page(-1)", "A page up", show=False, id="outline.page_up"),
        Binding("home", "edge(0)", "To the first", show=False, id="outline.first"),
        Binding("end", "edge(-1)", "To the last", show=False, id="outline.last"),
        Binding("enter", "choose", "Edit", show=False, id="outline.choose"),
    ]
    HELP = "Arrows or j and k walk, Enter edits what the cursor stands on, or adds at a +."

    def on_resize(self) -> None:
        """Where the form takes room from the tree, the cursor stays in view."""
        super().on_resize()
        self._keep_in_view()

    def stand_on(self, key: str) -> None:
        """Put the cursor on the line with that key."""
        for place, row in enumerate(self._rows):
            if not isinstance(row, Head) and row.key == key:
                self.cursor = place
                return


def lines(work: Work) -> Iterator[Line | Head]:
    """A plan as the lines of its tree."""
    plan = work.plan
    lacking: dict[str, list[str]] = {}
    for lack in work.lacks:
        lacking.setdefault(lack.number, []).append(lack.what)
    yield Head("THE CLIENT")
    for name in PROSE:
        text = getattr(plan, name) or ""
        quoted = f"“{_begins(text)}”" if name == "vision" and text else _begins(text)
        no_vision = "the client's vision" if name == "vision" and not text.strip() else ""
        yield Line("prose", name, 0, LABELS[name], quoted, "", lacks=no_vision)
    living = work.state.living
    told = [words(one) for one in (living.housing, living.employment) if one]
    told += [living.income_source] if living.income_source else []
    yield Line("living", LIVES, 0, LABELS[LIVES], _begins(", ".join(told)), "")
    yield Head("GOALS")
    for place, part in plan_edits.parts(plan):
        number = plan_edits.number(place)
        lacks = lacking.get(number, [])
        if part[0] in work.state.typed:
            lacks = [one for one in lacks if one != "a target date"] + ["a date to mend"]
        if not plan_edits.title(part).strip():
            lacks = ["words", *lacks]
        yield _part(place, part, ", ".join(one.removeprefix("a ") for one in lacks))
        yield from _adding(work, place)
    if not plan.goals:
        yield Line("add", "", 0, "+", "goal", "", lacks="a goal")


def _part(place: plan_edits.Place, part: plan_edits.Part, lacks: str) -> Line:
    number, text = plan_edits.number(place), _begins(plan_edits.title(part)) or "…"
    depth = len(place) - 1
    if isinstance(part, Intervention):
        told = ", ".join(filter(None, (part.responsible, part.frequency, part.duration)))
        return Line("intervention", part[0], depth, "·", text, _begins(told), lacks=lacks)
    bar = standing(part.status, part.progress)
    short = bar if not bar.endswith("%") else f"{part.progress} %"
    closed = part.status is WorkStatus.DROPPED
    if isinstance(part, Goal):
        kind, domain = "goal", words(part.domain)
        return Line(kind, part[0], depth, number, text, domain, f"{domain} · {bar}", lacks, closed)
    due = f"{day_style.plain(part.target_on)} · " if part.target_on else ""
    return Line("objective", part[0], depth, number, text, short, f"{due}{bar}", lacks, closed)


def _adding(work: Work, place: plan_edits.Place) -> Iterator[Line]:
    """The line below the last of its kind, where one more is added."""
    goal = work.plan.goals[place[0]]
    end: plan_edits.Place = (place[0],)
    if goal.objectives:
        last = len(goal.objectives) - 1
        actions = goal.objectives[last].interventions
        end = (*end, last, len(actions) - 1) if actions else (*end, last)
    if place == end:
        yield Line("add", goal.goal_id, 1, "+", "objective", "")
        if place[0] == len(work.plan.goals) - 1:
            yield Line("add", "", 0, "+", "goal", "")


def _begins(text: str) -> str:
    """The beginning of a text on one line."""
    return safe_line(" ".join(text[:300].split()))


def draw(line: Line, width: int) -> Text:
    """One line of the tree."""
    text = Text()
    indent = "  " * line.depth
    if line.kind in ("prose", "living"):
        text.append(f"{line.number:<11}", "bold")
    elif line.kind == "add":
        text.append(f"{indent}+ ", "dim")
    else:
        text.append(f"{indent}{line.number} ", "bold" if line.kind == "goal" else "")
    right = f"! {line.lacks}" if line.lacks else (line.bar if width >= ROOMY else line.stands)
    room = width - text.cell_len
    right = fit(right, min(cells(right), max(0, room * 3 // 5))).rstrip() if right else ""
    left = max(4, room - cells(right) - (2 if right else 0))
    style = {"goal": "bold", "add": "dim"}.get(line.kind, "strike" if line.closed else "")
    text.append(fit(line.text, left), style)
    if right:
        text.append(f"  {right}", "bold" if line.lacks else "dim")
    return text
