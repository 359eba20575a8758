"""What is known of a client who asks for a program, and what the program's rules and fees say."""

from datetime import date

from caseload.model import Episode, Funding, Program
from caseload.records import clients, episodes, guidelines, programs
from caseload.records._caseload import Caseload
from caseload.rules import eligibility
from caseload.rules.eligibility import Answer, Applicant
from caseload.rules.fees import Fee, Guideline, chosen, fee, merged, region_of


def applicant(
    caseload: Caseload, client_id: str, on: date, program: str | None = None
) -> Applicant:
    """What is known of a client on a day.

    Whether they need ongoing coordination is what their episode in that program says, else the
    newest episode that says anything.

    Raises:
        NotFoundError: There is no such client.
    """
    client = clients.get(caseload, client_id)
    said = [
        one for one in episodes.of_client(caseload, client_id) if one.needs_coordination is not None
    ]
    there = [one for one in said if one.program == program] or said
    return Applicant(
        tuple(one.code for one in clients.diagnoses(caseload, client_id)),
        eligibility.age_on(client.date_of_birth, on),
        client.county,
        there[0].needs_coordination if there else None,
    )


def answers(
    caseload: Caseload, client_id: str, on: date, program: str | None = None
) -> list[Answer]:
    """Whether a program takes a client, or each program that is offered; by name.

    Raises:
        NotFoundError, AmbiguousError: The client or program is not to be found.
    """
    with caseload.reading():
        if program is not None:
            asked = [programs.find(caseload, program)]
        else:
            asked = [one for one in programs.listed(caseload) if one.active]
        clients.get(caseload, client_id)
        return [
            eligibility.judge(one, applicant(caseload, client_id, on, one.name)) for one in asked
        ]


def fee_of(
    caseload: Caseload,
    client_id: str,
    shipped: list[Guideline],
    on: date,
    *,
    program: str | None = None,
    funding: Funding | None = None,
    household_size: int | None = None,
    annual_income: int | None = None,
) -> Fee:
    """What a client pays a program, by what their episode says, or by what is said here.

    Args:
        caseload: The open caseload.
        client_id: Whose fee.
        shipped: The guidelines that come with the program; the file's own go before them.
        on: The day asked about.
        program: Its name or the beginning; the one of their open episode when not given.
        funding: Instead of what is recorded. A household or income that is given, and no funding
            at all, asks for the sliding scale.
        household_size: Instead of what is recorded.
        annual_income: The same, in US dollars.

    Raises:
        NotFoundError, AmbiguousError: The client, program or open episode is not to be found.
        InvalidError: The household is of nobody, or the income below zero.
    """
    with caseload.reading():
        client = clients.get(caseload, client_id)
        offered, stay = _where(caseload, client_id, program)
        known = merged(guidelines.own(caseload), shipped)
    told = household_size is not None or annual_income is not None
    recorded = stay.funding if stay is not None else None
    return fee(
        offered,
        funding or recorded or (Funding.SLIDING_SCALE if told else None),
        household_size if household_size is not None else stay and stay.household_size,
        annual_income if annual_income is not None else stay and stay.annual_income,
        chosen(known, region_of(client.state), on),
        on,
    )


def _where(
    caseload: Caseload, client_id: str, program: str | None
) -> tuple[Program, Episode | None]:
    """The program that is meant, and the client's newest episode there."""
    if program is None:
        stay = episodes.the_open(caseload, client_id)
        return programs.find(caseload, stay.program), stay
    offered = programs.find(caseload, program)
    there = [one for one in episodes.of_client(caseload, client_id) if one.program == offered.name]
    return offered, there[0] if there else None
