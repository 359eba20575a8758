"""Contacts as work: where they belong, and how their minutes become billing units."""

from datetime import date, timedelta
from typing import Any

import pytest

from caseload.model import Mode, Purpose, Reached
from caseload.reporting import documentation, workload
from caseload.reporting.billing import Rounding, Rule, Rules, SameDay
from caseload.reporting.stays import People, Place, Stay, by_client
from caseload.reporting.talks import Talk

d = date.fromisoformat
DAY = d("2026-10-05")
"""A Monday."""


def stay(
    episode_id: str, program: str, admitted: str, left: str | None = None, manager: str = "Dana"
) -> Stay:
    return Stay(
        episode_id, "C1", "Lee, Ann", "Hill", program, d(admitted), d(left) if left else None,
        managers=((d(admitted), manager), (d("2026-09-15"), "Luis")),
    )  # fmt: skip


PEOPLE = People(
    by_client([
        stay("E3", "Housing", "2026-05-01", "2026-08-01", "Bo"),
        stay("E1", "ACT", "2026-02-01"),
        stay("E2", "Housing", "2026-09-01", manager="Bo"),
    ]),
    {"C1": ("Lee, Ann", "Hill"), "C2": ("Ortiz, Bo", None)},
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "program", "manager", "of"),
    [
        ("2026-10-05", None, "Luis", "Housing"),
        ("2026-10-05", "ACT", "Luis", "ACT"),
        ("2026-09-10", None, "Bo", "Housing"),
        ("2026-09-10", "ACT", "Dana", "ACT"),
        ("2026-08-10", None, "Dana", "ACT"),
        ("2026-08-10", "Housing", "Bo", "Housing"),
        ("2026-01-10", None, None, None),
        ("2026-01-10", "ACT", None, "ACT"),
    ],
)
def test_what_is_recorded_belongs_to_the_stay_of_its_day(
    on: str, program: str | None, manager: str | None, of: str | None
) -> None:
    assert PEOPLE.place("C1", d(on), program) == Place("C1", "Lee, Ann", manager, of, "Hill")


def test_of_somebody_without_a_stay_the_name_is_known() -> None:
    assert PEOPLE.place("C2", DAY) == Place("C2", "Ortiz, Bo", None, None, None)


def talk(
    number: int, minutes: int | None = 5, reached: Reached = Reached.CLIENT, **facts: Any
) -> Talk:
    made = Talk(
        f"K{number}", "C1", DAY, Mode.PHONE, reached, minutes, Purpose.MONITORING, None, None,
        False, DAY, None,
    )  # fmt: skip
    return made._replace(**facts)


ACT: dict[str, Any] = {"program": "ACT"}
GROUP, NOBODY, COLLATERAL = Reached.GROUP, Reached.NOBODY, Reached.COLLATERAL
EACH = Rule(same_day=SameDay.EACH)
BILLED = [
    # Contacts, the rule, the units of each line with its records.
    ([talk(1), talk(2)], Rule(), [("K1;K2", 1)]),
    ([talk(1), talk(2)], EACH, [("K1", 0), ("K2", 0)]),
    ([talk(1), talk(2)], EACH._replace(rounding=Rounding.UP, least_minutes=0),
     [("K1", 1), ("K2", 1)]),
    ([talk(1, 20), talk(2, 3)], Rule(), [("K1;K2", 2)]),
    ([talk(1, 20), talk(2, 3)], EACH, [("K1", 1), ("K2", 0)]),
    # Attempts never count, and what nobody timed can't.
    ([talk(1, 60, NOBODY), talk(2, 5)], Rule(), [("K2", 0)]),
    ([talk(1, None), talk(2, 15)], Rule(), [("K2", 1)]),
    # Another day, program or staff member is counted by itself.
    ([talk(1), talk(2, contacted_on=DAY + timedelta(days=1))], Rule(), [("K1", 0), ("K2", 0)]),
    ([talk(1), talk(2, **ACT)], Rule(), [("K1", 0), ("K2", 0)]),
    ([talk(1), talk(2, staff="Bo")], Rule(), [("K1", 0), ("K2", 0)]),
    ([talk(1, staff="Luis"), talk(2)], Rule(), [("K1;K2", 1)]),
    ([talk(1, 15, GROUP), talk(2, 15, COLLATERAL)], Rule(), [("K1;K2", 2)]),
    ([talk(1, 15, GROUP), talk(2, 15, COLLATERAL)],
     Rule(reached=frozenset({GROUP, NOBODY})), [("K1", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("talks", "rule", "units"), BILLED)
def test_minutes_of_a_day_become_units(
    talks: list[Talk], rule: Rule, units: list[tuple[str, int]]
) -> None:
    lines = workload.contact_lines(talks, PEOPLE, Rules(rule, {}))
    found = [(one.record_id, one.number) for one in lines if one.topic == "units"]
    assert sorted(found, key=str) == units


def test_a_program_may_be_billed_otherwise() -> None:
    rules = Rules(Rule(), {"act": EACH._replace(least_minutes=0, rounding=Rounding.UP)})
    lines = workload.contact_lines([talk(1, 1, **ACT), talk(2, 1, **ACT)], PEOPLE, rules)
    assert [one.number for one in lines if one.topic == "units"] == [1, 1]


# --- written down --------------------------------------------------------------------------------

OFF = frozenset({d("2026-10-08")})


@pytest.mark.parametrize(
    ("recorded", "days", "late"),
    [
        ("2026-10-05", 0, "prompt"),
        ("2026-10-07", 2, "prompt"),
        # The 8th is a holiday, the 10th a Saturday; the second business day was over by then.
        ("2026-10-08", 2, "late"),
        ("2026-10-09", 3, "late"),
        ("2026-10-11", 3, "late"),
        # A day before: recorded in another time zone.
        ("2026-10-04", 0, "prompt"),
    ],
)
def test_an_entry_is_late_after_two_business_days(recorded: str, days: int, late: str) -> None:
    lines = list(documentation.contact_lines(
        [talk(1, recorded_on=d(recorded))], PEOPLE, d("2026-11-23"), OFF
    ))  # fmt: skip
    entry, counted, note = lines
    assert (entry.outcome, counted.number) == (late, days)
    assert note.outcome == "late_unsigned"


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("2026-10-06", "unsigned"), ("2026-10-07", "unsigned"), ("2026-10-09", "late_unsigned"),
     ("2026-10-19", "late_unsigned"), ("2026-10-20", "signed")],
)  # fmt: skip
def test_a_signature_counts_from_its_day_on(on: str, outcome: str) -> None:
    signed = talk(1, signed_on=d("2026-10-20"))
    *_, note = documentation.contact_lines([signed], PEOPLE, d(on), OFF)
    assert note.outcome == outcome


def test_attempts_need_no_signature_and_imported_contacts_were_recorded_elsewhere() -> None:
    lines = list(documentation.contact_lines(
        [talk(1, reached=NOBODY), talk(2, imported=True)], PEOPLE, DAY, OFF
    ))  # fmt: skip
    assert [(one.record_id, one.topic) for one in lines] == [("K1", "entry"), ("K1", "entry_days")]
