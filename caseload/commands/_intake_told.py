"""What the commands of an intake share: options, and how a step and the next are told."""

from datetime import date
from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.model import Client, Episode, Funding
from caseload.records import intake
from caseload.records._caseload import Caseload
from caseload.rules import intake_rules
from caseload.show import day_style

Needs = Annotated[
    bool | None,
    typer.Option(
        "--needs-coordination/--no-needs-coordination",
        help="Ongoing coordination of services.",
        show_default=False,
    ),
]
ReferralSource = Annotated[str | None, typer.Option("--referral-source", help="Who sent them.")]
PresentingNeeds = Annotated[
    str | None, typer.Option("--presenting-needs", help="What brings them here.")
]
History = Annotated[str | None, typer.Option("--history", help="What went before, in words.")]
AsFunding = Annotated[
    Funding | None, typer.Option("--funding", help="Who pays.", show_default=False)
]
HouseholdSize = Annotated[
    int | None, typer.Option("--household-size", min=1, max=100, help="Who live on the income.")
]
AnnualIncome = Annotated[
    int | None, typer.Option("--annual-income", min=0, max=1_000_000_000, help="US dollars.")
]
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today.")]

COMMANDS = {
    intake_rules.Step.SCREENING: ("intake screen {}",),
    intake_rules.Step.ASSIGNMENT: ("match {}", "intake assign {} NAME", "intake wait {}"),
    intake_rules.Step.WAITING_REVIEW: ("intake wait {} --reviewed", "intake assign {} NAME"),
    intake_rules.Step.ADMISSION: ("intake admit {}",),
}
"""What comes next, as one types it after `caseload`."""


def tell(
    caseload: Caseload, what: str, client: Client, episode: Episode, day: date | None, how: str = ""
) -> None:
    """What was done, and on which day."""
    assert day is not None
    when = day_style.spoken(day, caseload.today)
    door.tell(f"{what}: {client.full_name} ({client.client_id}), {episode.program}{how}, {when}.")


def tell_next(caseload: Caseload, client: Client, episode: Episode) -> None:
    """What comes next, by when, and how to record it; nothing where nothing does."""
    step = intake.next_step(caseload, episode)
    if step is None:
        return
    due = f", due {day_style.spoken(step.due_on, caseload.today)}" if step.due_on else ""
    door.tell(f"Next: {intake_rules.WORDS[step.step]}{due}")
    for words in COMMANDS[step.step]:
        door.tell(f"  caseload {words.format(client.client_id)}")
