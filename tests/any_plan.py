"""Plans of any shape for property tests: every text that the file lets in, in every field."""

from datetime import date

from hypothesis import strategies as st

from caseload.planning import Domain, Goal, Intervention, Objective, Plan

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
