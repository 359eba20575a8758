"""Plans of any shape for property tests: every text that the file lets in, in every field."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from caseload.model.planning import PROSE, Domain, Goal, Intervention, Objective, Plan
from caseload.rules import plan_edits

LETTERS = st.characters(
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
"""What the gate lets in, but for line breaks and tabs."""
ODD = st.sampled_from(
    ["no", "null", "~", "007", "2026-11-20", "- a", "# b", "a: b", "a #b", "'q'", '"q"', "|", ">-",
     "*x", "&x", "!x", "%x", "@x", "`x`", "[x]", "{x}", "? x", "x:", ":", "-", "---", "...", "\\n",
     "=1+1", "[/]", "李", "👩🏽\u200d🚀", "e\u0301", "\u0645", "\ufeffx", "a\u2028b", "a\u00a0"]
)  # fmt: skip
LINE = st.one_of(ODD, st.text(LETTERS, min_size=1, max_size=30))


def _outer_stripped(text: str) -> str:
    return text.strip()


TEXT = (
    st.lists(
        st.one_of(LINE, st.just(""), LINE.map(lambda text: f"  {text} ")), min_size=1, max_size=4
    )
    .map("\n".join)
    .map(_outer_stripped)
    .filter(bool)
)
"""Text of one line or several, as the verbs keep it: without outer white space."""
MAYBE = st.none() | TEXT


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A version with up to three goals; every part has an id."""
    numbers = iter(range(1, 1000))

    def intervention() -> Intervention:
        facts = [draw(MAYBE) for _ in range(3)]
        return Intervention(f"V{next(numbers):04d}", draw(TEXT), *facts)

    def objective() -> Objective:
        target = draw(st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)))
        return Objective(
            f"O{next(numbers):04d}", draw(TEXT), draw(MAYBE), target,
            interventions=tuple(intervention() for _ in range(draw(st.integers(0, 2)))),
        )  # fmt: skip

    def goal() -> Goal:
        return Goal(
            f"G{next(numbers):04d}", draw(st.sampled_from(Domain)), draw(TEXT),
            objectives=tuple(objective() for _ in range(draw(st.integers(0, 2)))),
        )  # fmt: skip

    return Plan(
        "P0001", "C0001", 1, vision=draw(MAYBE), strengths=draw(MAYBE), barriers=draw(MAYBE),
        supports=draw(MAYBE), discharge_criteria=draw(MAYBE),
        goals=tuple(goal() for _ in range(draw(st.integers(0, 3)))),
    )  # fmt: skip


def any_edit(draw: Callable[[st.SearchStrategy[Any]], Any], plan: Plan) -> Plan:
    """The plan after one edit by `plan_edits`, which may leave it as it was."""
    known = list(plan_edits.parts(plan))
    verbs = ["add goal", "prose"]
    if known:
        verbs += ["add", "edit", "move", "remove"]
    verb = draw(st.sampled_from(verbs))
    if verb == "prose":
        said: dict[str, Any] = {draw(st.sampled_from(PROSE)): draw(MAYBE)}
        return plan._replace(**said)
    new = f"{max((int(part[0][1:]) for _, part in known), default=0) + 1:04d}"
    if verb == "add goal":
        return plan_edits.add(plan, (), Goal(f"G{new}", Domain.OTHER, draw(TEXT)))
    place, part = draw(st.sampled_from(known))
    if verb == "edit":
        return plan_edits.edit(plan, place, **draw(st.sampled_from(_FACTS[type(part)])))
    if verb == "move":
        return plan_edits.move(plan, place, draw(some_number(plan, place)))
    if verb == "remove":
        return plan_edits.remove(plan, place)
    made = Objective(f"O{new}", "new") if len(place) == 1 else Intervention(f"V{new}", "new")
    return plan_edits.add(plan, place[:2], made)


_FACTS: dict[type[plan_edits.Part], list[dict[str, Any]]] = {
    Goal: [{"statement": "another"}, {"domain": Domain.LEGAL}],
    Objective: [{"statement": "x"}, {"measure": "x"}, {"target_on": date(2027, 1, 1)}],
    Intervention: [{"action": "x"}, {"responsible": "x"}, {"frequency": None}],
}


def some_number(plan: Plan, place: plan_edits.Place) -> st.SearchStrategy[str]:
    """Numbers that the part there can have: before and after each other part of its kind."""
    parents = {each[:-1] for each, _ in plan_edits.parts(plan) if len(each) == len(place)}
    if len(place) > 1:
        parents |= {each for each, _ in plan_edits.parts(plan) if len(each) == len(place) - 1}
    else:
        parents = {()}
    return st.builds(
        lambda parent, last: ".".join(map(str, [*(one + 1 for one in parent), last])),
        st.sampled_from(sorted(parents)),
        st.integers(1, 4),
    )


@st.composite
def edited(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """A plan, and what became of it by up to five edits."""
    before = draw(plans())
    after = before
    for _ in range(draw(st.integers(0, 5))):
        after = any_edit(draw, after)
    return before, after
