"""A client's stay in a program: `caseload client admit|hold|resume|transfer|discharge`."""

from datetime import date
from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.model import Client, Funding, HoldReason
from caseload.records import clients, episodes, holds, staff
from caseload.records._caseload import Caseload
from caseload.show import day_style

Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="From which day; today.")]
CaseManager = Annotated[
    str | None, typer.Option("--case-manager", metavar="STAFF", help="Whose client they become.")
]
Level = Annotated[
    str | None, typer.Option("--level-of-care", metavar="LEVEL", help="How close the care is.")
]


def admit(
    ctx: typer.Context,
    client: door.Client,
    program: Annotated[str, typer.Option("--program", metavar="PROGRAM", help="To which program.")],
    on: Annotated[
        str | None, typer.Option("--on", "--admitted-on", metavar="DATE", help="The day; today.")
    ] = None,
    case_manager: CaseManager = None,
    level_of_care: Level = None,
    funding: Annotated[Funding | None, typer.Option("--funding", help="Who pays.")] = None,
    household_size: Annotated[
        int | None, typer.Option("--household-size", min=1, help="Who live on the income.")
    ] = None,
    annual_income: Annotated[
        int | None, typer.Option("--annual-income", min=0, help="US dollars.")
    ] = None,
    referred_on: Annotated[
        str | None, typer.Option("--referred-on", metavar="DATE", help="When they were referred.")
    ] = None,
    referral_source: Annotated[
        str | None, typer.Option("--referral-source", help="Who sent them.")
    ] = None,
    presenting_needs: Annotated[
        str | None, typer.Option("--presenting-needs", help="What brings them here.")
    ] = None,
    history: Annotated[
        str | None, typer.Option("--history", help="What went before, in words.")
    ] = None,
) -> None:
    """Admit a client to a program, also again. The clock starts that day.

    \b
    caseload client admit C0031 --program ACT-lite --case-manager Whitfield --level-of-care 2
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    manager = staff.find(caseload, case_manager).staff_id if case_manager else None
    standing = episodes.on_the_way(caseload, found.client_id, program)
    if standing is None or standing.case_manager is None:
        manager = manager or caseload.acting_staff_id
    saved = episodes.admit(
        caseload,
        found.client_id,
        program,
        door.day(caseload, on),
        case_manager=manager,
        level_of_care=level_of_care,
        **fields.given(
            funding=funding,
            household_size=household_size,
            annual_income=annual_income,
            referred_on=door.optional_day(caseload, referred_on),
            referral_source=referral_source,
            presenting_needs=presenting_needs,
            history=history,
        ),
    )
    who = staff.names(caseload).get(saved.case_manager or "", "no case manager yet")
    _said(caseload, "Admitted", found, f"{saved.program}, {who}", saved.admitted_on)


def hold(
    ctx: typer.Context,
    client: door.Client,
    reason: Annotated[
        HoldReason | None, typer.Option("--reason", help="Why nothing is owed for now.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", "--from-on", metavar="DATE", help="The first day; today.")
    ] = None,
    until_on: Annotated[
        str | None, typer.Option("--until-on", metavar="DATE", help="The first day back, if known.")
    ] = None,
    remark: Annotated[str | None, typer.Option("--remark", help="In words.")] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Record that the hold was looked at again.")
    ] = False,
    program: door.Program = None,
) -> None:
    """Suspend what is owed while a client is away, or review a hold.

    \b
    caseload client hold C0031 --reason inpatient --on yesterday
    caseload client hold C0031 --review --remark "Still at the state hospital."
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    episode = episodes.the_open(caseload, found.client_id, program)
    day = door.day(caseload, on)
    if review:
        saved = holds.review(caseload, episode.episode_id, day, remark)
        _said(caseload, "Hold reviewed", found, saved.reason.replace("_", " "), day)
        return
    if reason is None:
        raise UsageError(f"Say why: --reason {'|'.join(HoldReason)}.")
    saved = holds.hold(
        caseload,
        episode.episode_id,
        day,
        reason,
        until_on=door.optional_day(caseload, until_on, ahead=True) or None,
        remark=remark,
    )
    until = f", back {day_style.spoken(saved.until_on)}" if saved.until_on else ", without an end"
    _said(caseload, "On hold", found, saved.reason.replace("_", " ") + until, saved.from_on)


def resume(
    ctx: typer.Context,
    client: door.Client,
    on: Annotated[
        str | None,
        typer.Option("--on", "--until-on", metavar="DATE", help="The first day back; today."),
    ] = None,
    program: door.Program = None,
) -> None:
    """End a hold; the clock starts anew on the first day back.

    \b
    caseload client resume C0031 --on yesterday
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    episode = episodes.the_open(caseload, found.client_id, program)
    ended = holds.resume(caseload, episode.episode_id, door.day(caseload, on))
    _said(caseload, "Back", found, episode.program, ended.until_on)


def transfer(
    ctx: typer.Context,
    client: door.Client,
    on: Day = None,
    case_manager: CaseManager = None,
    level_of_care: Level = None,
    program: door.Program = None,
) -> None:
    """Hand a client to another case manager or level of care. No date moves.

    \b
    caseload client transfer C0031 --case-manager Ortega --on "next mon"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    episode = episodes.the_open(caseload, found.client_id, program)
    day = door.day(caseload, on, ahead=True)
    manager = staff.find(caseload, case_manager) if case_manager else None
    episodes.transfer(
        caseload,
        episode.episode_id,
        day,
        case_manager=manager.staff_id if manager else None,
        level_of_care=level_of_care,
    )
    to = [manager.name] if manager else []
    to += [f"level {level_of_care}"] if level_of_care else []
    _said(caseload, "Transferred", found, f"{episode.program}, to {' and '.join(to)}", day)


def discharge(
    ctx: typer.Context,
    client: door.Client,
    reason: Annotated[str | None, typer.Option("--reason", help="Why they leave.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", "--discharged-on", metavar="DATE", help="The day; today.")
    ] = None,
    program: door.Program = None,
) -> None:
    """Discharge a client from a program. From that day nothing is owed.

    \b
    caseload client discharge C0031 --reason "goals met"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    episode = episodes.the_open(caseload, found.client_id, program)
    ended = episodes.discharge(caseload, episode.episode_id, door.day(caseload, on), reason)
    _said(caseload, "Discharged", found, ended.program, ended.discharged_on)


def correct(
    ctx: typer.Context,
    client: door.Client,
    admitted_on: Annotated[
        str | None, typer.Option("--admitted-on", metavar="DATE", help="When they were admitted.")
    ] = None,
    discharged_on: Annotated[
        str | None,
        typer.Option("--discharged-on", metavar="DATE", help="When they left; '' is not yet."),
    ] = None,
    discharge_reason: Annotated[
        str | None, typer.Option("--discharge-reason", help="Why they left.")
    ] = None,
    referred_on: Annotated[
        str | None, typer.Option("--referred-on", metavar="DATE", help="When they were referred.")
    ] = None,
    referral_source: Annotated[
        str | None, typer.Option("--referral-source", help="Who sent them.")
    ] = None,
    presenting_needs: Annotated[
        str | None, typer.Option("--presenting-needs", help="What brought them here.")
    ] = None,
    history: Annotated[
        str | None, typer.Option("--history", help="What went before, in words.")
    ] = None,
    funding: Annotated[
        str | None, typer.Option("--funding", metavar="|".join(Funding), help="Who pays.")
    ] = None,
    household_size: Annotated[
        str | None, typer.Option("--household-size", metavar="N", help="Who live on the income.")
    ] = None,
    annual_income: Annotated[
        str | None, typer.Option("--annual-income", metavar="DOLLARS", help="US dollars a year.")
    ] = None,
    program: door.Program = None,
    episode: Annotated[
        str | None, typer.Option("--episode", metavar="ID", help="Which, where there are several.")
    ] = None,
) -> None:
    """Mend what was recorded of a stay, its days included; '' empties a field.

    Every due date follows from the days as they are then, and the audit log keeps what stood there
    before. What is worked out from the day of admission moves with it.

    \b
    caseload client correct C0031 --admitted-on "5 jan 2026"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    meant = episodes.meant(caseload, found.client_id, program, episode)
    facts = fields.given(
        discharge_reason=discharge_reason,
        referral_source=referral_source,
        presenting_needs=presenting_needs,
        history=history,
    ) | fields.whole_numbers(household_size=household_size, annual_income=annual_income)
    facts |= fields.days(
        caseload, admitted_on=admitted_on, discharged_on=discharged_on, referred_on=referred_on
    ) | fields.word(Funding, funding=funding)
    saved = episodes.correct(caseload, meant.episode_id, **fields.something(ctx, facts))
    _said(caseload, "Corrected", found, f"{saved.program}, admitted", saved.admitted_on)


def _said(caseload: Caseload, what: str, client: Client, how: str, day: date | None) -> None:
    assert day is not None
    when = day_style.spoken(day, caseload.today)
    door.tell(f"{what}: {client.full_name} ({client.client_id}), {how}, {when}")
