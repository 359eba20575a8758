"""How a program, an answer of eligibility, a fee and a ranking of case managers look in words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TextIO

from caseload import show
from caseload.model import Client, Program
from caseload.rules import fees
from caseload.rules.eligibility import Answer, Judged, listed
from caseload.rules.fees import Fee
from caseload.rules.matching import Match
from caseload.show import style

ELIGIBLE = {Judged.YES: "eligible", Judged.NO: "not eligible", Judged.UNKNOWN: "not known yet"}
MET = {Judged.YES: "met", Judged.NO: "not met", Judged.UNKNOWN: "not known"}


def program_page(program: Program, out: TextIO) -> None:
    """One program: whom it takes, who may work there, in what time and for what fee."""
    signers = [role.replace("_", " ") for role in sorted(program.plan_signers)]
    required = program.required_credentials
    show.facts(
        [
            (program.name, program.description or "no description"),
            ("offered", "yes" if program.active else "no longer"),
            ("takes", "\n".join(takes(program))),
            ("case managers", f"with {_any_of(required)}" if required else "any"),
            ("screened", _within(program.screened_within_days, "the referral")),
            ("assigned", _within(program.assigned_within_days, "the screening")),
            ("admitted", _within(program.admitted_within_days, "the assignment")),
            ("waiting list", _looked_at(program.waiting_review_days)),
            ("full fee", _full_fee(program)),
            ("sliding scale", "\n".join(scale_in_words(program))),
            ("plans signed by", listed(signers) if signers else "client and case manager"),
        ],
        out,
    )


def takes(program: Program) -> list[str]:
    """A program's rules of eligibility, a line each."""
    lowest, highest = program.minimum_age, program.maximum_age
    rules = [f"diagnosis: {listed(program.diagnosis_codes)}"] if program.diagnosis_codes else []
    if lowest is not None and highest is not None:
        rules.append(f"age: {lowest} to {highest}")
    elif lowest is not None:
        rules.append(f"age: {lowest} and over")
    elif highest is not None:
        rules.append(f"age: {highest} and under")
    if program.counties:
        rules.append(f"county: {listed(program.counties)}")
    if program.needs_coordination:
        rules.append("need of ongoing coordination of services")
    return rules or ["everyone"]


def scale_in_words(program: Program) -> list[str]:
    """The bands of a program's sliding scale, a line each."""
    bands = fees.scale(program.sliding_scale)
    lines = []
    for band in bands:
        asked = "nothing"
        if band.dollars is not None:
            asked = style.amounts(fees.dollars(band.dollars))
        elif band.percent:
            asked = f"{fees.number(band.percent)} % of the full fee"
        lines.append(f"up to {fees.number(band.up_to)} % of the poverty guideline: {asked}")
    return [*lines, "above that: the full fee"] if lines else []


def eligibility_page(client: Client, answers: Sequence[Answer], out: TextIO) -> None:
    """Which programs take a client, rule by rule."""
    out.write(f"{show.safe_line(client.full_name)} ({show.safe_line(client.client_id)})\n")
    if not answers:
        out.write("There is no program yet. Add one: caseload program add NAME\n")
    for answer in answers:
        out.write(f"\n{show.safe_line(answer.program)}: {ELIGIBLE[answer.eligible]}\n")
        show.facts([(f"  {MET[each.met]}", each.words) for each in answer.reasons], out)


def fee_in_words(fee: Fee) -> str:
    """What somebody pays, in a few words."""
    if fee.amount is None:
        return "not known yet"
    if not fee.amount:
        return "nothing"
    per = f" per {fee.per}" if fee.per else ""
    return style.amounts(fees.dollars(fee.amount, cents=True)) + per


def fee_page(client: Client, fee: Fee, out: TextIO) -> None:
    """What a client pays a program, and the arithmetic."""
    funding = fee.funding.replace("_", " ") if fee.funding else "nobody has said who pays"
    show.facts(
        [
            (client.client_id, f"{client.full_name}, {fee.program}"),
            ("funding", funding),
            ("pays", fee_in_words(fee)),
            ("because", style.amounts("\n".join(fee.lines))),
        ],
        out,
    )


def fee_values(fee: Fee) -> dict[str, Any]:
    """A fee for JSON: dollars with their cents and percent to two places, as text."""
    said = fee._asdict()
    said["amount"] = None if fee.amount is None else f"{fee.amount:.2f}"
    said["level"] = None if fee.level is None else f"{round(fee.level, 2):.2f}"
    said["guideline"] = fee.guideline._asdict() if fee.guideline else None
    return said


def ranking_page(
    client: Client, program: str | None, matches: Sequence[Match], out: TextIO
) -> None:
    """Case managers for a client, the best first, with what speaks for and against each."""
    who = f"{client.full_name} ({client.client_id})" + (f", {program}" if program else "")
    out.write(f"{show.safe_line(who)}\n")
    if not matches:
        out.write("There is no case manager to choose from. See: caseload staff list\n")
    for place, one in enumerate(matches, 1):
        out.write("\n")
        show.facts(
            [
                (f"{place}", f"{one.name} ({one.staff_id}), {one.score} points"),
                ("for", "\n".join(one.speaks_for)),
                ("against", "\n".join(one.speaks_against)),
            ],
            out,
        )


def _any_of(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"one of {listed(words)}"


def _within(days: int | None, after: str) -> str:
    if days is None:
        return "not timed"
    return f"within {days} business day{'' if days == 1 else 's'} of {after}"


def _looked_at(days: int | None) -> str:
    return "not timed" if days is None else f"looked at every {days} day{'' if days == 1 else 's'}"


def _full_fee(program: Program) -> str:
    if program.full_fee is None:
        return "none"
    per = f" per {program.fee_per}" if program.fee_per else ""
    return style.amounts(fees.dollars(Decimal(program.full_fee))) + per
