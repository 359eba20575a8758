"""Poverty guidelines that the agency adds: for a year and region, they go before shipped ones."""

from typing import Any

from caseload.errors import InvalidError, NotFoundError
from caseload.records._caseload import Caseload
from caseload.records._rows import to_columns
from caseload.rules import fees
from caseload.rules.fees import Guideline

checked = fees.checked_guideline


def own(caseload: Caseload) -> list[Guideline]:
    """Those of the file, by region and year."""
    return caseload.records(Guideline, "order by region, year")


def find(caseload: Caseload, year: int, region: str) -> Guideline | None:
    """The file's own one of a year and region."""
    found = caseload.records(Guideline, "where region = ? and year = ?", (region, year))
    return found[0] if found else None


def add(caseload: Caseload, guideline: Guideline) -> Guideline:
    """Add the guideline of a year and region.

    Raises:
        InvalidError: A figure can't be, or the file has that one already.
    """
    made = checked(guideline)
    with caseload.write("add guideline") as change:
        if find(caseload, made.year, made.region) is not None:
            raise InvalidError(
                f"The file has a guideline for {made.year}, {made.region}. Correct it: caseload "
                f'guideline edit {made.year} --region "{made.region}"',
                field="year",
            )
        change.insert("guideline", to_columns(made), made.region)
    return made


def edit(caseload: Caseload, year: int, region: str, **facts: Any) -> Guideline:
    """Correct a guideline of the file; its year and region stay.

    Raises:
        NotFoundError: The file has none of that year and region.
        InvalidError: A figure can't be.
    """
    with caseload.write("edit guideline") as change:
        region = fees.checked_region(region)
        before = find(caseload, year, region)
        if before is None:
            raise NotFoundError(
                f"The file has no guideline of its own for {year}, {region}. Add it: caseload "
                f"guideline add {year}"
            )
        after = checked(before._replace(**facts))
        values = to_columns(after)
        del values["region"], values["year"]
        change.update_part("guideline", {"region": after.region, "year": after.year}, values)
    return after
