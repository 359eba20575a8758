"""Assessments and needs for the file that holds a record of every kind."""

from datetime import date, timedelta
from random import Random

from caseload.model.assessing import ActionLevel, Instrument
from caseload.model.planning import Domain
from caseload.records import assessments, needs
from caseload.records._caseload import Caseload
from caseload.rules.instrument_reading import read
from caseload.settings.data_files import shipped, text_of


def instrument(name: str) -> Instrument:
    """One of those that the program ships."""
    return read(text_of(shipped() / "instruments" / f"{name}.yaml"), name)


def answers(values: str) -> dict[str, str]:
    """Answers to items 1, 2, 3, …: "1,0,2"; an empty one is left out."""
    return {str(n): each for n, each in enumerate(values.split(","), 1) if each}


def fill_assessments(caseload: Caseload) -> None:
    """C0001: a PHQ-9 twice, needs of all kinds; C0002: one in words alone, flagged and in error."""
    phq, asked = instrument("phq-9"), instrument("needs")
    assessments.assess(
        caseload, "C0001", phq, answers("2,2,3,2,1,2,2,1,1,2"), date(2026, 3, 1),
        strengths="Never gives up", challenges="Sleeps badly.\nNo ride.", remark="by phone",
    )  # fmt: skip
    assessments.assess(caseload, "C0001", phq, answers("1,1,2,1,0,1,1,0,0"), date(2026, 9, 1))
    assessments.assess(
        caseload, "C0001", asked, answers("2,1,0,0,0,3,0,1,0,0,0,0,0,0,0,2,,1"), date(2026, 9, 2)
    )
    assessments.assess(
        caseload, "C0001", asked, answers("2,0,0,0,0,1" + ",0" * 8), date(2026, 10, 2)
    )
    assessments.narrate(
        caseload, "C0002", date(2026, 10, 5), levels={Domain.LEGAL: ActionLevel.WATCH},
        strengths="A trade",
    )  # fmt: skip
    assessments.assess(caseload, "C0002", phq, answers("1,1,2,1,0,1,1,0,3"), date(2026, 9, 1))
    assessments.entered_in_error(caseload, "Q0006", "another client's form")
    needs.edit(caseload, "W0001", statement="A lease of her own")
    needs.met(caseload, "W0002", date(2026, 11, 2))
    with caseload.write("make need a goal", "C0001") as change:
        # A goal that the plan has already, so that no other test's plan grows.
        change.update("need", "need_id", "W0001", {"goal_id": "G0001"})
    needs.add(caseload, "C0002", Domain.OTHER, ActionLevel.ACT, date(2026, 10, 6), statement="李")
    needs.entered_in_error(caseload, "W0006", "another client")


def any_assessments(caseload: Caseload, client_id: str, dice: Random, text: str) -> None:
    """Assessments of one client in which anything may have happened."""
    for name in dice.sample(("phq-9", "gad-7", "needs"), dice.randrange(4)):
        asked, day = instrument(name), date(2026, 3, 1) + timedelta(dice.randrange(200))
        said = {
            item.item_id: str(dice.choice(item.options).value)
            for item in asked.items
            if not item.optional or dice.random() < 0.5
        }
        done = assessments.assess(caseload, client_id, asked, said, day, remark=text)
        if dice.random() < 0.3:
            assessments.entered_in_error(caseload, done.assessment.assessment_id, text)
    for one in needs.listed(caseload, client_id, still_open=True):
        if dice.random() < 0.3:
            needs.met(caseload, one.need_id, caseload.today)
        elif dice.random() < 0.5:
            needs.edit(caseload, one.need_id, statement=text)
        elif dice.random() < 0.3:
            needs.goal(caseload, one.need_id)


def read_assessments(caseload: Caseload, client_id: str) -> None:
    """What is read of one client."""
    assessments.last_of_each(caseload, client_id)
    needs.listed(caseload, client_id, still_open=True)
