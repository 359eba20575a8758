"""What is left out so that few people are not shown: nothing shown is small, nor tells of it."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.reporting import compliance, documentation, outcomes, suppression, workload
from caseload.reporting.figures import By, Cell, Key, added_up
from caseload.reporting.lines import Line, Measure

BY = (By.TOTAL, By.CASE_MANAGER, By.PROGRAM)
LEAST = 4
DAY = date(2026, 10, 1)


def line(topic: str, outcome: str, client: int, manager: str, program: str, of: str = "") -> Line:
    return Line(
        topic, outcome, of, 1, f"C{client}", "", manager, program, None, "x", None, DAY, DAY, ""
    )


def periods(*counts: tuple[str, str, int]) -> list[Line]:
    """Client-periods of clients of their own: whose, what came of it, how many."""
    made: list[Line] = []
    for manager, outcome, count in counts:
        for _ in range(count):
            made.append(line(compliance.TOPIC, outcome, len(made), manager, "P", "Monthly"))
    return made


def hidden(lines: Sequence[Line], measures: Sequence[Measure]) -> dict[str | None, set[str]]:
    """By case manager the figures that are left out; None for the total."""
    cells = added_up(measures, lines, (By.TOTAL, By.CASE_MANAGER))
    found: dict[str | None, set[str]] = {}
    for key in suppression.left_out(measures, cells, LEAST):
        found.setdefault(key.group, set()).add(key.figure)
    return found


def test_where_one_group_is_small_a_second_is_left_out_with_it() -> None:
    lines = periods(("Ana", "met", 2), ("Bo", "met", 9), ("Cy", "met", 5))
    assert hidden(lines, compliance.MEASURES).keys() == {"Ana", "Cy"}


def test_where_all_groups_are_large_nothing_is_left_out() -> None:
    lines = periods(("Ana", "met", 9), ("Bo", "met", 9), ("Ana", "missed", 4), ("Bo", "missed", 4))
    assert hidden(lines, compliance.MEASURES) == {}


def test_few_missed_are_told_by_those_met_so_both_are_left_out() -> None:
    lines = periods(("Ana", "met", 9), ("Ana", "missed", 1), ("Bo", "met", 9), ("Bo", "missed", 9))
    out = hidden(lines, compliance.MEASURES)
    assert out == {name: {"met", "missed"} for name in ("Ana", "Bo")}


def test_few_on_hold_leave_met_and_missed_where_they_are() -> None:
    lines = periods(("Ana", "met", 9), ("Bo", "met", 9), ("Ana", "hold", 1), ("Bo", "hold", 8))
    assert hidden(lines, compliance.MEASURES) == {
        name: {"hold", "not_admitted"} for name in ("Ana", "Bo")
    }


def test_few_who_were_owed_are_not_told_by_those_who_were_not() -> None:
    lines = periods(("Ana", "met", 2), ("Ana", "hold", 9), ("Bo", "met", 9), ("Bo", "hold", 9))
    everything = {"met", "missed", "hold", "not_admitted"}
    assert hidden(lines, compliance.MEASURES) == {"Ana": everything, "Bo": everything}


def test_where_the_total_is_small_nothing_is_shown() -> None:
    lines = periods(("Ana", "met", 9), ("Bo", "met", 9), ("Bo", "missed", 1))
    assert hidden(lines, compliance.MEASURES).keys() == {None, "Ana", "Bo"}


def test_one_client_seen_often_is_one_client() -> None:
    often = [line("contact", "reached", 1, "Ana", "P") for _ in range(50)]
    many = [line("contact", "reached", n, "Bo", "P") for n in range(2, 20)]
    out = hidden(often + many, workload.MEASURES)
    assert out["Ana"] >= {"contacts", "attempts", "clients_reached"}


def test_none_at_all_is_no_secret() -> None:
    assert hidden(periods(("Ana", "met", 9), ("Bo", "met", 9)), compliance.MEASURES) == {}


def test_a_rare_mode_is_left_out_with_another_everywhere() -> None:
    lines = []
    for n in range(20):
        lines += [
            line("mode", "reached", n, "AB"[n % 2], "P", mode)
            for mode in ("phone", "video", "text")
        ]
        lines.append(line("contact", "reached", n, "AB"[n % 2], "P"))
    lines += [line("mode", "reached", n, "A", "P", "letter") for n in (0, 2)]
    cells = added_up(workload.MEASURES, lines, (By.TOTAL, By.CASE_MANAGER))
    out = suppression.left_out(workload.MEASURES, cells, LEAST)
    modes = {key.of for key in out if key.figure == "contacts_by_mode"}
    assert len(modes) == 2
    assert "letter" in modes
    assert {key.group for key in out if key.of in modes} == {None, "A", "B"}


@pytest.mark.parametrize(
    ("measures", "topic", "large", "few"),
    [
        # Within 30 days less within 7: seen on days 8 to 30.
        (outcomes.MEASURES, "discharge", ("within_7", "waiting", "later"), "within_30"),
        # All less those seen within 30 days less those waiting: seen too late, or never.
        (outcomes.MEASURES, "discharge", ("within_7", "waiting", "within_30"), "later"),
        (outcomes.MEASURES, "score", ("better", "worse"), "same"),
        (documentation.MEASURES, "note", ("signed", "late_unsigned"), "unsigned"),
    ],
)
def test_few_are_not_told_by_a_figure_less_another(
    measures: Sequence[Measure], topic: str, large: Sequence[str], few: str
) -> None:
    shown = [line(topic, one, n, "Ana", "P") for n in range(9) for one in large]
    shown += [line(topic, one, n, "Bo", "P") for n in range(9, 18) for one in large]
    assert hidden(shown, measures) == {}
    told = {one.figure for one in measures if one.topic == topic}
    enough = [line(topic, few, n, "Bo", "P") for n in range(9, 18)]
    out = hidden([*shown, *enough, line(topic, few, 1, "Ana", "P")], measures)
    assert out == {"Ana": told, "Bo": told}


SOME = st.lists(
    st.tuples(
        st.sampled_from(("met", "missed", "hold", "not_admitted")), st.integers(0, 30),
        st.sampled_from("ABC"), st.sampled_from("PQ"),
    ),
    max_size=60,
)  # fmt: skip


@given(SOME)
def test_whatever_the_figures_what_can_be_reckoned_is_not_small(
    told: list[tuple[str, int, str, str]],
) -> None:
    lines = [
        line(compliance.TOPIC, outcome, client, manager, program, "Monthly")
        for outcome, client, manager, program in told
    ]
    cells = added_up(compliance.MEASURES, lines, BY)
    out = suppression.left_out(compliance.MEASURES, cells, LEAST)
    for key, cell in cells.items():
        if key not in out:
            assert not small(cell.clients)
            assert not small(others(cell, key.figure))
            assert not small(cell.clients | others(cell, key.figure))
            owed = cells.get(key._replace(figure="met"))
            if key.figure == "hold" and owed is not None:
                assert not small(owed.clients | others(owed, "met"))
    total = {key for key in cells if key.by is By.TOTAL}
    for by in BY[1:]:
        for figure in {key.figure for key in cells}:
            own = {key: cells[key] for key in cells if (key.by, key.figure) == (by, figure)}
            left = [key for key in own if key in out]
            if any(key in out for key in total if key.figure == figure):
                assert len(left) == len(own)
            elif left:
                assert len(left) > 1
                together = [own[key] for key in left]
                assert not small(set[str | None]().union(*(one.clients for one in together)))
                assert not small(
                    set[str | None]().union(*(others(one, figure) for one in together))
                )


def others(cell: Cell, figure: str) -> set[str | None]:
    """Who stands in the denominator alone, of a figure that counts the outcome of its name."""
    return {one for outcome, who in cell.behind.items() if outcome != figure for one in who}


def small(who: set[str | None]) -> bool:
    return 0 < len(who) < LEAST


def test_a_cell_without_lines_is_not_left_out() -> None:
    cells = {Key(By.TOTAL, None, "met", ""): Cell()}
    assert suppression.left_out(compliance.MEASURES, cells, 11) == frozenset()
