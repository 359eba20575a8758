"""A plan as text to edit comes back as it was, and what can't be read is named with its line."""

from datetime import date

import pytest
from any_plan import MAYBE, plans
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.model.planning import (
    Domain,
    Employment,
    Goal,
    Housing,
    Intervention,
    LivingSituation,
    Objective,
    Plan,
)
from caseload.texts import TextError, plan_reading, plan_text
from caseload.tree import Mistake

TODAY = date(2026, 11, 23)
PLAN = Plan(
    "P0003",
    "C0031",
    3,
    vision="My own place,\nmy own key.",
    goals=(
        Goal(
            "G0001", Domain.HOUSING, "Keep my apartment",
            objectives=(
                Objective("O0001", "Lease renewed", "Signed copy", date(2027, 2, 28),
                          interventions=(Intervention("V0001", "Call the office", "client"),)),
                Objective("O0002", "Rent on time"),
            ),
        ),
        Goal("G0002", Domain.EMPLOYMENT, "Part-time work: six hours"),
    ),
)  # fmt: skip
TEXT = plan_text.write(PLAN, "Recovery plan of Okafor, Ngozi (C0031), draft 3")


@settings(max_examples=300)
@given(
    plans(), MAYBE, st.none() | st.sampled_from(Housing), st.none() | st.sampled_from(Employment)
)
def test_any_plan_comes_back_as_it_was(
    plan: Plan, income: str | None, housing: Housing | None, employment: Employment | None
) -> None:
    living = LivingSituation("L0001", "C0001", TODAY, housing, employment, income)
    text = plan_text.write(plan, "any # title: \n of - a 'plan'", living)
    stamp = plan_text.stamp(plan, living)
    assert plan_reading.read(text, plan, TODAY) == (plan, housing, employment, income, stamp)


def test_the_text_can_be_read_without_knowing_its_language() -> None:
    assert (
        TEXT
        == """\
# Recovery plan of Okafor, Ngozi (C0031), draft 3
# Lines that begin with # are help. An objective needs a measure and a target_on date; leave
# out what you don't know yet. The id lines say which part is which: keep them with their
# part, and give a new part none. Put text of several lines below a |, indented.
# It still lacks: 1.2 a measure; 1.2 a target date; 2 an objective.
made_from: 3-43bd5a43

vision: |-
  My own place,
  my own key.
strengths:
barriers:
supports:
discharge_criteria:

# How they live today. Leave it, or say what has changed.
# housing: own_home, rented, supported_housing, group_home, family_or_friends, shelter, \
unsheltered, institution, other; employment: full_time, part_time, supported, volunteer, student, \
looking, not_working, unable, retired, other
housing:
employment:
income_source:

# Domains: physical_health, mental_health, substance_use, housing, daily_living, safety, \
employment, education, finances, legal, transport, family, social, spirituality, other
goals:

  # Goal 1
  - goal: Keep my apartment
    domain: housing
    id: G0001
    objectives:
      - objective: Lease renewed
        measure: Signed copy
        target_on: 2027-02-28
        id: O0001
        interventions:
          - action: Call the office
            responsible: client
            frequency:
            duration:
            id: V0001
      - objective: Rent on time
        measure:
        target_on:
        id: O0002

  # Goal 2
  - goal: "Part-time work: six hours"
    domain: employment
    id: G0002
"""
    )


def test_the_stamp_tells_what_people_wrote_and_nothing_else() -> None:
    goal = PLAN.goals[0]
    rated = PLAN._replace(goals=(goal._replace(progress=40), *PLAN.goals[1:]))
    other = PLAN._replace(goals=(goal._replace(statement="Keep my flat"), *PLAN.goals[1:]))
    assert plan_text.stamp(rated) == plan_text.stamp(PLAN) != plan_text.stamp(other)
    said = plan_reading.read(TEXT.replace("made_from", "# made_from"), PLAN, TODAY)
    assert said.made_from is None


def test_what_people_type_by_hand_is_understood() -> None:
    typed = """
vision: My own place, my own key.
housing: Own home
goals:
- goal: Keep my apartment
  domain: Housing
  id: G0001
  objectives:
  - objective: Rent on time
    measure: 'Paid by the 5th: three months'
    target_on: 28 feb 2027
  - objective: Lease
    target_on: tomorrow
    interventions:
    - {action: Budget sheet, responsible: client}
"""
    said = plan_reading.read(typed, PLAN, TODAY)
    goal = said.plan.goals[0]
    assert [one[:4] for one in goal.objectives] == [
        ("", "Rent on time", "Paid by the 5th: three months", date(2027, 2, 28)),
        ("", "Lease", None, date(2026, 11, 24)),
    ]
    assert goal.objectives[1].interventions == (Intervention("", "Budget sheet", "client"),)
    assert (said.housing, said.employment) == (Housing.OWN_HOME, None)
    assert (said.plan.plan_id, said.plan.version) == ("P0003", 3)


MISTAKES = {
    "a colon in bare text": ("vision: Rent: paid", 1, "a colon in the text"),
    "an unknown name": ("visoin: x", 1, "the plan has no 'visoin'; did you mean vision?"),
    "no such field": ("colour: x", 1, "It has: vision, strengths"),
    "a name twice": ("vision: x\nvision: y", 2, "vision stands twice"),
    "a goal without text": ("goals:\n- domain: housing", 2, "the goal says nothing"),
    "a goal without domain": ("goals:\n- goal: x", 2, "the goal has no domain"),
    "an empty domain": ("goals:\n- goal: x\n  domain:", 3, "the domain is empty"),
    "a domain misspelled": ("goals:\n- goal: x\n  domain: huosing", 3, "did you mean housing?"),
    "a goal that is a word": ("goals:\n- x", 2, "here a goal is wanted"),
    "goals without dashes": ("goals:\n  goal: x", 2, "each one begins with a dash"),
    "goals as text": ("goals: many", 1, "each one begins with a dash"),
    "no such day": (
        "goals:\n- goal: x\n  domain: other\n  objectives:\n  - objective: y\n"
        "    target_on: 31 feb 2027", 6, "31 feb 2027",
    ),
    "a two-digit year": (
        "goals:\n- goal: x\n  domain: other\n  objectives:\n  - objective: y\n"
        "    target_on: 1/2/27", 6, "1/2/27",
    ),
    "an id of another plan": (
        "goals:\n- {goal: x, domain: other, id: G0999}", 2, "no goal 'G0999'"
    ),
    "the id of another kind": (
        "goals:\n- {goal: x, domain: other, id: O0001}", 2, "no goal 'O0001'"
    ),
    "an id twice": (
        "goals:\n- {goal: x, domain: other, id: G0001}\n- {goal: y, domain: other, id: G0001}",
        3, "G0001 stands in line 2 already",
    ),
    "a tab": ("goals:\n\t- goal: x", 2, ""),
    "a quote never closed": ('vision: "My own', 1, "a quote that is never closed"),
    "an alias": ("vision: &a x\nbarriers: *a", 1, "no & or * names"),
    "nothing": ("# only help\n", 1, "the text is empty"),
    "text alone": ("My own place", 1, "here the plan is wanted"),
    "a list of text": ("vision: [a, b]", 1, "here text is wanted"),
    "an odd indent": ("vision: x\n   barriers: y", 2, ""),
    "a control character": ("vision: a\x00b", 1, "a control character"),
    "an escaped surrogate": ('vision: "\\ud800"', 1, ""),
    "an escape in quotes": ('goals: []\nvision: "\\e[2J"', 2, "a control character (U+001B)"),
    "a direction override": ("vision: a\u202eb", 1, "a control character (U+202E)"),
    "too long for a field": ("vision: " + "x" * 1_000_001, 1, "longer than a million"),
    "two documents": ("vision: x\n---\nvision: y", 2, ""),
    "a deep nest": ("vision: " + "[" * 20_000, 1, ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(TextError) as raised:
        plan_reading.read(text, PLAN, TODAY)
    assert raised.value.mistakes[0].line == line
    assert words in raised.value.mistakes[0].message
    assert "Nothing was saved" in str(raised.value)


def test_all_mistakes_are_named_at_once() -> None:
    text = "visoin: x\ngoals:\n- goal: x\n  domain: huosing\n- domain: other\n"
    with pytest.raises(TextError) as raised:
        plan_reading.read(text, PLAN, TODAY)
    assert [one.line for one in raised.value.mistakes] == [1, 4, 5]


def test_a_note_as_long_as_a_book_is_read() -> None:
    plan = PLAN._replace(vision="My own place: yes.\n" * 12_000 + "end")
    assert plan_reading.read(plan_text.write(plan, "x"), plan, TODAY).plan == plan


def test_mistakes_are_marked_above_their_lines_in_their_order_and_taken_out_again() -> None:
    wrong = [Mistake(2, "b"), Mistake(1, "one\nmore"),
             Mistake(2, "c"), Mistake(9, "d")]  # fmt: skip
    marked = plan_text.marked("first\nsecond\n", wrong)
    assert marked == "# ! one more\nfirst\n# ! b\n# ! c\nsecond\n\n# ! d"
    assert plan_text.unmarked(marked) == "first\nsecond\n"


def test_a_text_cut_short_does_not_drop_the_goals() -> None:
    for text in ("vision: x\n", TEXT.partition("goals:")[0]):
        (mistake,) = plan_reading.mistakes(text, PLAN, TODAY)
        assert mistake.message == "the goals are missing; to remove them all, write goals: []"
    for text in ("goals: []", "goals:"):
        assert plan_reading.read(text, PLAN, TODAY).plan.goals == ()
    bare = PLAN._replace(goals=())
    assert plan_reading.read("vision: x", bare, TODAY).plan.vision == "x"
