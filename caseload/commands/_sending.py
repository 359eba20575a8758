"""What the commands share that send a referral: how it goes, and by what right."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.model.linking import Referral, SentBy
from caseload.records import referrals
from caseload.records._caseload import Caseload
from caseload.show import day_style

AsBy = Annotated[
    SentBy | None,
    typer.Option("--by", help="How it goes; client: they take it there.", show_default="letter"),
]
Release = Annotated[
    str | None,
    typer.Option("--release", metavar="ID", help="Which release, if several are in force."),
]
Exempt = Annotated[
    str | None, typer.Option("--exception", metavar="REASON", help="Or why none is needed.")
]
What = Annotated[
    str | None, typer.Option("--what", metavar="TEXT", help="What is told, if not the letter.")
]
WithDiagnosis = Annotated[
    bool, typer.Option("--with-diagnosis", help="The letter tells the diagnoses too.")
]
Letter = Annotated[
    Path | None,
    typer.Option("-o", "--letter", metavar="FILE", readable=False, help="Make the letter there."),
]
FollowUp = Annotated[
    str | None,
    typer.Option("--follow-up-on", metavar="DATE", help="When to ask again; fri, 2026-12-01."),
]
StepOn = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened.")]


def ask_on(caseload: Caseload, text: str | None) -> date | None:
    """The day to ask again that was said, if any."""
    return door.day(caseload, text, ahead=True) if text else None


def tell_sent(caseload: Caseload, sent: referrals.Sent, letter: Path | None) -> None:
    """Say what was sent, by what right, and when somebody asks again."""
    one, told = sent
    day = day_style.spoken(told.disclosed_on, caseload.today)
    if letter is not None:
        door.tell(f"Made {letter}.")
    door.tell(f"Sent: {one.referral_id} to {told.to_whom}, {day}.{ask_again(caseload, one)}")
    right = told.consent or f"no release needed: {told.exception}"
    door.tell(door.closed(f"Kept as disclosure {told.disclosure_id}, {right}"))


def ask_again(caseload: Caseload, one: Referral) -> str:
    """When somebody asks again, as the end of what is said of a step."""
    if one.follow_up_on is None:
        return ""
    return f" Ask again {day_style.spoken(one.follow_up_on, caseload.today)}."
