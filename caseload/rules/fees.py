"""What a client pays, with its arithmetic: pure.

The sliding fee is worked out from the income, the household and the poverty guideline of a year
and region (42 U.S.C. 9902(2); how services use it: 42 CFR 51c.303(f)), by the bands that the
program sets. No figure stands here: guidelines are data with their source, bands are the program's.
All of it is reckoned in decimals, and a fee is rounded to the cent, half a cent up.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from caseload.errors import InvalidError
from caseload.model import Funding, Program
from caseload.tree import Mistake, Tree, short

LOWER_48 = "48 states"
"""The region of the contiguous states and the District of Columbia."""
_REGIONS = {"ak": "Alaska", "alaska": "Alaska", "hi": "Hawaii", "hawaii": "Hawaii"}
_BAND = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%? ?: ?(?:([0-9]+(?:\.[0-9]+)?) ?%|\$ ?([0-9.,]+))")
_DOLLARS = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?")
_CENT = Decimal("0.01")
LARGEST = 1_000_000_000
"""Dollars, and percent of a guideline; beyond it a number is a slip of the hand."""
LARGEST_HOUSEHOLD = 100
FIRST_YEAR = 1965
"""The year of the first poverty guidelines."""


class Guideline(NamedTuple):
    """A poverty guideline: what incomes of a year and region are measured by."""

    year: int
    region: str
    """48 states, Alaska, Hawaii."""
    base: int
    """US dollars a year for one person."""
    per_person: int
    """And for each further one."""
    source: str


class Band(NamedTuple):
    """What incomes up to some percent of the guideline pay: a part of the full fee, or dollars."""

    up_to: Decimal
    """Percent of the guideline, that percent included."""
    percent: Decimal | None
    dollars: Decimal | None


class Fee(NamedTuple):
    """What somebody pays a program, and how that was worked out."""

    program: str
    funding: Funding | None
    amount: Decimal | None
    """US dollars, to the cent; None where something is missing, which `lines` names."""
    per: str | None
    """What it is for: visit, month."""
    lines: tuple[str, ...]
    """The arithmetic, a line each."""
    level: Decimal | None = None
    """The income in percent of the guideline, exactly."""
    guideline: Guideline | None = None


def fee(
    program: Program,
    funding: Funding | None,
    household_size: int | None,
    annual_income: int | None,
    guideline: Guideline | None,
    on: date,
) -> Fee:
    """What somebody pays a program.

    Args:
        program: Its full fee and its sliding scale.
        funding: Who pays; None where nobody has said.
        household_size: People who live on the income, themselves among them.
        annual_income: US dollars a year.
        guideline: The one that `chosen` finds; None where there is none.
        on: The day asked about; an older guideline than of that year is said to be one.

    Raises:
        InvalidError: The household is of nobody, or the income below zero.
    """
    _check(household_size, annual_income)
    made = Fee(program.name, funding, None, program.fee_per, ())
    if funding is None:
        return made._replace(lines=("nobody has said who pays",))
    if funding in (Funding.MEDICAID, Funding.PROGRAM):
        who = "Medicaid pays" if funding is Funding.MEDICAID else "the program pays"
        return made._replace(amount=Decimal(0), lines=(f"{who}; nothing is asked of the client",))
    if funding is Funding.SELF_PAY or not program.sliding_scale:
        why = "self-pay" if funding is Funding.SELF_PAY else f"{program.name} has no sliding scale"
        return _full(made, program, why)
    missing = [
        f"{what} is not recorded"
        for what, value in (("household size", household_size), ("annual income", annual_income))
        if value is None
    ]
    if guideline is None:
        missing.append(f"there is no poverty guideline for {on.year} or before")
    if missing or guideline is None or household_size is None or annual_income is None:
        return made._replace(lines=tuple(missing))
    return _sliding(made, program, household_size, annual_income, guideline, on)


def _full(made: Fee, program: Program, why: str) -> Fee:
    if program.full_fee is None:
        return made._replace(lines=(f"{why}, and {program.name} has no full fee",))
    amount = Decimal(program.full_fee)
    return made._replace(amount=amount, lines=(f"{why}: the full fee, {_charged(amount, made)}",))


def _sliding(
    made: Fee, program: Program, household: int, income: int, guideline: Guideline, on: date
) -> Fee:
    limit = guideline_for(guideline, household)
    level = Decimal(income) * 100 / limit
    bands = scale(program.sliding_scale)
    band = next((one for one in bands if Decimal(income) * 100 <= one.up_to * limit), None)
    lines = [_guideline_line(guideline, household, limit), guideline.source]
    if guideline.year < on.year:
        lines.append(
            f"there is no guideline for {on.year} here yet, so that of {guideline.year} is used"
        )
    lines.append(f"{dollars(income)} a year is {_level_words(level, bands)} of it")
    done = made._replace(level=level, guideline=guideline)
    if band is None:
        above = f"above {number(bands[-1].up_to)} %"
        full = _full(done, program, above)
        return full._replace(lines=(*lines, *full.lines))
    begins = f"up to {number(band.up_to)} %: "
    if band.dollars is not None:
        amount = band.dollars
        lines.append(f"{begins}{_charged(amount, made)}")
    elif not band.percent:
        amount = Decimal(0)
        lines.append(f"{begins}nothing")
    elif program.full_fee is None:
        lines.append(
            f"{begins}{number(band.percent)} % of the full fee, and {program.name} has none"
        )
        return done._replace(lines=tuple(lines))
    else:
        full_fee = Decimal(program.full_fee)
        amount = (full_fee * band.percent / 100).quantize(_CENT, ROUND_HALF_UP)
        share = f"{number(band.percent)} % of {_charged(full_fee, made)}"
        lines.append(f"{begins}{share} = {dollars(amount, cents=True)}")
    return done._replace(amount=amount, lines=tuple(lines))


def _check(household_size: int | None, annual_income: int | None) -> None:
    if household_size is not None and not 1 <= household_size <= LARGEST_HOUSEHOLD:
        raise InvalidError("A household is of 1 to 100.", field="household_size")
    if annual_income is not None and not 0 <= annual_income <= LARGEST:
        raise InvalidError("An annual income is 0 to 1,000,000,000 dollars.", field="annual_income")


def _guideline_line(guideline: Guideline, household: int, limit: int) -> str:
    made = f"Guideline {guideline.year}, {guideline.region}, household of {household}: "
    if household == 1:
        return made + dollars(limit)
    more = f"{household - 1} \u00d7 {dollars(guideline.per_person)}"
    return f"{made}{dollars(guideline.base)} + {more} = {dollars(limit)}"


def _level_words(level: Decimal, bands: Sequence[Band]) -> str:
    """A percentage as short as it can be without seeming to lie in another band."""
    for places in range(5):
        shown = round(level, places)
        if all((level <= band.up_to) == (shown <= band.up_to) for band in bands):
            return f"{number(shown)} %"
    return f"just over {number(round(level, 0))} %"


# --- guidelines ----------------------------------------------------------------------------------


def region_of(state: str | None) -> str:
    """The region of a state's name or postal code; where none is recorded, the 48 states."""
    return _REGIONS.get((state or "").strip().casefold(), LOWER_48)


def guideline_for(guideline: Guideline, household: int) -> int:
    """The guideline in dollars a year for a household of so many."""
    return guideline.base + guideline.per_person * (household - 1)


def merged(own: Iterable[Guideline], shipped: Iterable[Guideline]) -> list[Guideline]:
    """All guidelines, the file's own before those shipped for the same year and region."""
    found = {(one.region, one.year): one for one in (*shipped, *own)}
    return [found[key] for key in sorted(found)]


def chosen(guidelines: Iterable[Guideline], region: str, on: date) -> Guideline | None:
    """The newest one of a region that is not of a later year than the day."""
    found = [one for one in guidelines if one.region == region and one.year <= on.year]
    return max(found, default=None)


def checked_guideline(guideline: Guideline) -> Guideline:
    """The guideline, if it can be one.

    Raises:
        InvalidError: A number can't be, or nothing is said of the region or the source.
    """
    region = checked_region(guideline.region)
    source = " ".join(guideline.source.split())
    if not FIRST_YEAR <= guideline.year <= 9999:
        raise InvalidError(f"A guideline's year is {FIRST_YEAR} or later.", field="year")
    for name in ("base", "per_person"):
        if not 0 < getattr(guideline, name) <= LARGEST:
            raise InvalidError(f"{name} is in dollars a year, 1 or more.", field=name)
    if not source:
        raise InvalidError("Say where the figures come from.", field="source")
    return guideline._replace(region=region, source=source)


def checked_region(text: str) -> str:
    """A region in its own spelling, from that, or from a state that is one.

    Raises:
        InvalidError: There is no such region.
    """
    known = {LOWER_48: LOWER_48, **_REGIONS}
    found = known.get(" ".join(text.casefold().split()))
    if found is None:
        raise InvalidError(
            f"{short(text)} is no region; there are: {LOWER_48}, Alaska, Hawaii.", field="region"
        )
    return found


def read_guidelines(text: str, name: str) -> list[Guideline]:
    """The guidelines of a data file: a list of year, region, base, per_person and source.

    Raises:
        InvalidError: Something in it can't be read; each mistake is named with its line.
    """
    reader = _Guidelines()
    found = reader.whole(text)
    reader.refuse_mistakes(name)
    return found


class _Guidelines(Tree):
    what = "the file of guidelines"

    def whole(self, text: str) -> list[Guideline]:
        root = self.parsed(text)
        if root is None:
            return []
        found = [self.one(node) for node in self.items(root, "guidelines")]
        seen = set[tuple[int, str]]()
        for line, one in [each for each in found if each is not None]:
            if one[:2] in seen:
                self.mistakes.append(Mistake(line, f"{one.year}, {one.region} stands twice"))
            seen.add(one[:2])
        return [each[1] for each in found if each is not None]

    def one(self, node: Any) -> tuple[int, Guideline] | None:
        before = len(self.mistakes)
        said = self.fields(node, Guideline._fields, "a guideline")
        year, base, more = (
            self.number(node, said, name) for name in ("year", "base", "per_person")
        )
        region, source = (self.needed(node, said.get(name), name) for name in ("region", "source"))
        if len(self.mistakes) > before:
            return None
        line = int(node.start_mark.line) + 1
        try:
            return line, checked_guideline(Guideline(year, region, base, more, source))
        except InvalidError as error:
            self.wrong(said.get(error.field, node), str(error).rstrip("."))
            return None

    def number(self, owner: Any, said: dict[str, Any], name: str) -> int:
        text = self.needed(owner, said.get(name), name).strip().replace("_", "").replace(",", "")
        if text and not (text.isascii() and text.isdigit() and len(text) <= 12):
            self.wrong(said[name], f"{name} is a whole number, not {short(text)}")
            return 0
        return int(text or 0)


# --- the sliding scale ---------------------------------------------------------------------------


def scale(texts: Iterable[str]) -> list[Band]:
    """The bands of a sliding scale, in their order.

    Raises:
        InvalidError: One can't be read, or does not lie above the one before.
    """
    bands = [_band(text) for text in texts]
    for before, after in pairwise(bands):
        if after.up_to <= before.up_to:
            raise InvalidError(
                f"The bands go up: {number(after.up_to)} can't follow {number(before.up_to)}.",
                field="sliding_scale",
            )
    return bands


def checked_scale(texts: Iterable[str]) -> tuple[str, ...]:
    """The bands in their usual form: "100: 0 %", "200: $20".

    Raises:
        InvalidError: As for `scale`.
    """
    return tuple(
        f"{number(band.up_to)}: "
        + (
            dollars(band.dollars)
            if band.dollars is not None
            else f"{number(band.percent or Decimal(0))} %"
        )
        for band in scale(texts)
    )


def _band(text: str) -> Band:
    found = _BAND.fullmatch(" ".join(text.split()))
    if found is None or (found[3] and not _DOLLARS.fullmatch(found[3])):
        raise InvalidError(
            f'{short(text)} is no band of a sliding scale; they look like "150: 20 %" or '
            '"200: $20".',
            field="sliding_scale",
        )
    up_to = Decimal(found[1])
    percent = Decimal(found[2]) if found[2] else None
    flat = Decimal(found[3].replace(",", "")) if found[3] else None
    if max(up_to, percent or 0, flat or 0) > LARGEST:
        raise InvalidError(f"{short(text)} holds too large a number.", field="sliding_scale")
    if percent is not None and percent > 100:
        raise InvalidError(
            f"{short(text)} asks more than the full fee; a part of it is 0 to 100 %.",
            field="sliding_scale",
        )
    return Band(up_to, percent, flat)


# --- words ---------------------------------------------------------------------------------------


def dollars(amount: Decimal | int, *, cents: bool = False) -> str:
    """An amount as people write it: $15,650, $16.50; with `cents` also $16.00."""
    whole = amount == int(amount)
    return f"${int(amount):,}" if whole and not cents else f"${amount:,.2f}"


def number(value: Decimal) -> str:
    """A number without needless places: 100, 12.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _charged(amount: Decimal, made: Fee) -> str:
    return dollars(amount) + (f" per {made.per}" if made.per else "")
