"""`caseload intake` by itself: somebody is taken in, by options, a document, or asked."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands._intake_told import (
    AnnualIncome,
    AsFunding,
    History,
    HouseholdSize,
    Needs,
    PresentingNeeds,
    ReferralSource,
    tell,
    tell_next,
)
from caseload.errors import UsageError
from caseload.model import Episode, Funding
from caseload.model.intaking import REQUIRED, Intake
from caseload.model.planning import Employment, Housing
from caseload.records import clients, intake, intake_batch
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.texts.intake_reading import document, intake_of, read

ReferredOn = Annotated[
    str | None, typer.Option("--referred-on", "--on", metavar="DATE", help="When; today.")
]


def begin(
    ctx: typer.Context,
    first_name: Annotated[str | None, typer.Option("--first-name", help="Given name.")] = None,
    last_name: Annotated[str | None, typer.Option("--last-name", help="Family name.")] = None,
    date_of_birth: Annotated[
        str | None, typer.Option("--date-of-birth", metavar="DATE", help="When they were born.")
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="Phone number.")] = None,
    contact_notes: Annotated[
        str | None, typer.Option("--contact-notes", help="How it is safe to reach them.")
    ] = None,
    referral_source: ReferralSource = None,
    referred_on: ReferredOn = None,
    program: door.Program = None,
    presenting_needs: PresentingNeeds = None,
    needs_coordination: Needs = None,
    diagnosis_code: Annotated[
        str | None, typer.Option("--diagnosis-code", help="ICD-10-CM, such as F33.1.")
    ] = None,
    diagnosis_description: Annotated[
        str | None, typer.Option("--diagnosis-description", help="The diagnosis in words.")
    ] = None,
    county: Annotated[str | None, typer.Option("--county", help="Where they live.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="What they speak best: a name or code.")
    ] = None,
    funding: AsFunding = None,
    household_size: HouseholdSize = None,
    annual_income: AnnualIncome = None,
    history: History = None,
    housing: Annotated[
        Housing | None, typer.Option("--housing", show_default=False, help="Where they live.")
    ] = None,
    employment: Annotated[
        Employment | None, typer.Option("--employment", show_default=False, help="What they work.")
    ] = None,
    income_source: Annotated[
        str | None, typer.Option("--income-source", help="SSI, wages, …")
    ] = None,
    preferred_name: Annotated[
        str | None, typer.Option("--preferred-name", help="What they like to be called.")
    ] = None,
    pronouns: Annotated[
        str | None, typer.Option("--pronouns", help="How they are spoken of.")
    ] = None,
    email: Annotated[str | None, typer.Option("--email", help="E-mail address.")] = None,
    address: Annotated[str | None, typer.Option("--address", help="Street and number.")] = None,
    city: Annotated[str | None, typer.Option("--city", help="City.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="State, such as TX.")] = None,
    postal_code: Annotated[str | None, typer.Option("--postal-code", help="ZIP code.")] = None,
    client: Annotated[
        str | None, typer.Option("--client", metavar="CLIENT", help="They are a client already.")
    ] = None,
    is_new: Annotated[
        bool, typer.Option("--new", help="They are nobody of those who are like them.")
    ] = False,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            readable=False,
            allow_dash=True,
            help="A JSON or YAML document of one intake or several; - is standard input.",
        ),
    ] = None,
    as_json: door.AsJson = False,
) -> None:
    """Take in somebody who calls or is referred.

    At a terminal it asks, and keeps each answer: after Ctrl-C, or when the window closes, it goes
    on where you were. With --first-name, --last-name and --program it asks nothing. Before a new
    client is made, those who may be the same person are shown.

    \b
    caseload intake --first-name Ana --last-name Ruiz --program ACT-lite --phone "(254) 555-0177"
    caseload intake --client C0010 --program ACT-lite --referral-source "the family"
    caseload intake --from intakes.json
    """
    told: dict[str, Any] = {
        name: value
        for name, value in ctx.params.items()
        if name in Intake._fields and value is not None
    }
    if ctx.invoked_subcommand is not None:
        if told or client or is_new or from_ or as_json:
            raise UsageError(
                f"These options begin an intake. Those of {ctx.invoked_subcommand} stand after it: "
                f"caseload intake {ctx.invoked_subcommand} --help"
            )
        return
    caseload = door.opened(ctx)
    if from_ is not None:
        if told or client or is_new:
            raise UsageError("Say it by --from FILE or by other options, not both.")
        text, what = door.text_of(from_), "standard input" if str(from_) == "-" else str(from_)
        found = document(text, what, caseload.today, config.read().date_format)
        _said(caseload, intake_batch.begin_all(caseload, found), as_json)
        return
    taken = _begin(caseload, {name: _text(told[name]) for name in told}, client, is_new)
    if taken is not None:
        _said(caseload, [taken], as_json)


def _begin(
    caseload: Caseload, told: dict[str, str], client: str | None, is_new: bool
) -> intake.Taken | None:
    """One intake: by options alone, or asked where a person can answer; None is kept for later."""
    if client and is_new:
        raise UsageError("Choose --client or --new, not both.")
    client_id = clients.find(caseload, client).client_id if client else None
    if client_id is not None:
        known = clients.get(caseload, client_id)
        told = {"first_name": known.first_name, "last_name": known.last_name, **told}
    missing = [name for name in REQUIRED if not told.get(name, "").strip()]
    who = {"client": client_id} if client_id else {"client": "n"} if is_new else {}
    if missing and show.has_terminal():
        from caseload.commands import _intake_asking as asking

        answered = asking.ask(caseload, told | who)
        if answered is None:
            return None
        taken = intake.begin(
            caseload, answered.intake, client_id=answered.client, is_new=answered.is_new
        )
        asking.forget(caseload)
        return taken
    if missing:
        options = " and ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise UsageError(f"An intake needs {options}; or answer its questions at a terminal.")
    order = config.read().date_format
    back = read("referred_on", told.get("referred_on", ""), caseload.today, order).back
    if back is not None:
        door.say(f"{told['referred_on'].strip()} is {back}.")
    one = intake_of(told, caseload.today, order)
    return intake.begin(caseload, one, client_id=client_id, is_new=is_new)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _said(caseload: Caseload, taken: list[intake.Taken], as_json: bool) -> None:
    steps = {one.episode.episode_id: intake.next_step(caseload, one.episode) for one in taken}
    if as_json:
        show.one_json(
            [
                {
                    "client_id": one.client.client_id,
                    "client": one.client.full_name,
                    "is_new": one.is_new,
                    **one.episode._asdict(),
                    "next_step": step.step if step else None,
                    "due_on": step.due_on if step else None,
                }
                for one in taken
                for step in [steps[one.episode.episode_id]]
            ],
            sys.stdout,
        )
    for one in taken:
        for name in one.kept:
            door.say(
                f"{one.client.client_id} has another {name.replace('_', ' ')}, which stays. To "
                f"change it: caseload client edit {one.client.client_id}"
            )
        if not as_json:
            made = "Taken in" if one.is_new else "Taken in again"
            tell(caseload, made, one.client, one.episode, one.episode.referred_on)
            _tell_fee(caseload, one.client.client_id, one.episode)
            tell_next(caseload, one.client, one.episode)


def _tell_fee(caseload: Caseload, client_id: str, episode: Episode) -> None:
    """What they pay and how that is worked out, where they pay at all."""
    if episode.funding not in (Funding.SLIDING_SCALE, Funding.SELF_PAY):
        return
    from caseload.records import applicants
    from caseload.settings import yardsticks
    from caseload.show.matching import fee_in_words

    guidelines = yardsticks.guidelines()
    fee = applicants.fee_of(
        caseload, client_id, guidelines, caseload.today, program=episode.program
    )
    door.tell(f"Fee: {fee_in_words(fee)}")
    for line in fee.lines:
        door.tell(f"  {line}")
