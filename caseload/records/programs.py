"""Programs: what the agency offers, known by name."""

from typing import Any

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Program
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._rows import to_columns
from caseload.rules import eligibility

DAYS = (
    "screened_within_days",
    "assigned_within_days",
    "admitted_within_days",
    "waiting_review_days",
)
MOST_DAYS = 3650
LARGEST_FEE = 1_000_000


def listed(caseload: Caseload) -> list[Program]:
    """All programs by name."""
    return caseload.records(Program, "order by name")


def find(caseload: Caseload, text: str) -> Program:
    """The program meant by a name or the beginning of one.

    Raises:
        NotFoundError: There is none.
        AmbiguousError: There is more than one.
    """
    everything, wanted = listed(caseload), fold(text)
    found = [one for one in everything if fold(one.name) == wanted] or [
        one for one in everything if wanted and fold(one.name).startswith(wanted)
    ]
    if not found:
        raise NotFoundError(
            f"No program is called {text!r} or begins so. Try: caseload program list; or add it: "
            f"caseload program add NAME"
        )
    if len(found) > 1:
        raise AmbiguousError(f"Which program?  {'; '.join(one.name for one in found)}")
    return found[0]


def add(caseload: Caseload, name: str, **facts: Any) -> Program:
    """Add a program.

    Raises:
        InvalidError: The name is empty or taken, or as for `checked`.
    """
    program = checked(Program(" ".join(name.split()), **facts))
    if not program.name:
        raise InvalidError("A program needs a name.")
    with caseload.write("add program") as change:
        if fold(program.name) in {fold(one.name) for one in listed(caseload)}:
            raise InvalidError(f"There is a program called {program.name} already.")
        change.add(program)
    return program


def edit(caseload: Caseload, name: str, **facts: Any) -> Program:
    """Change what is said of a program, or whether it is offered.

    Its name stays: signed contacts hold it, and they never change.

    Raises:
        InvalidError: As for `checked`.
    """
    with caseload.write("edit program") as change:
        before = find(caseload, name)
        after = checked(before._replace(**facts))
        change.update("program", "name", before.name, to_columns(after))
    return after


def checked(program: Program) -> Program:
    """The program with its codes and bands in their usual form, if its rules can be.

    Raises:
        InvalidError: A code or band can't be read, limits of age or bands run backwards, a number
            can't be, or a part of no full fee is asked; `field` names which.
    """
    try:
        codes = tuple(eligibility.checked_span(text) for text in program.diagnosis_codes)
    except InvalidError as error:
        raise InvalidError(str(error), field="diagnosis_codes") from None
    lowest, highest = program.minimum_age, program.maximum_age
    for name, value in (("minimum_age", lowest), ("maximum_age", highest)):
        if value is not None and not 0 <= value <= eligibility.OLDEST:
            raise InvalidError(f"{_words(name)} is 0 to {eligibility.OLDEST} years.", field=name)
    if lowest is not None and highest is not None and lowest > highest:
        raise InvalidError(
            f"The minimum age {lowest} lies above the maximum age {highest}.", field="maximum_age"
        )
    for name in DAYS:
        days, least = getattr(program, name), 1 if name == "waiting_review_days" else 0
        if days is not None and not least <= days <= MOST_DAYS:
            raise InvalidError(f"{_words(name)} is {least} to {MOST_DAYS}.", field=name)
    if program.full_fee is not None and not 0 <= program.full_fee <= LARGEST_FEE:
        raise InvalidError("A full fee is 0 to 1,000,000 dollars.", field="full_fee")
    return program._replace(
        diagnosis_codes=codes,
        counties=_each(program.counties),
        required_credentials=_each(program.required_credentials),
        fee_per=" ".join((program.fee_per or "").split()) or None,
        sliding_scale=_checked_scale(program),
    )


def _checked_scale(program: Program) -> tuple[str, ...]:
    if not program.sliding_scale:
        return ()
    # Fees reckon in decimals, which a morning list has no need of.
    from caseload.rules import fees

    bands = fees.scale(program.sliding_scale)
    if program.full_fee is None and any(band.percent for band in bands):
        raise InvalidError(
            "A part of the full fee is asked, and there is none: give it with --full-fee DOLLARS.",
            field="full_fee",
        )
    full = program.full_fee
    dear = [each for band in bands if (each := band.dollars) and full is not None and each > full]
    if dear and full is not None:
        raise InvalidError(
            f"{fees.dollars(dear[0])} is more than the full fee, {fees.dollars(full)}.",
            field="sliding_scale",
        )
    return fees.checked_scale(program.sliding_scale)


def _each(values: tuple[str, ...]) -> tuple[str, ...]:
    """Values without outer spaces, each once, none empty."""
    return tuple(dict.fromkeys(text for each in values if (text := " ".join(each.split()))))


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
