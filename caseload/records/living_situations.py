"""Living situations: housing and employment as of a day, by which independence is measured."""

from datetime import date

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.planning import Employment, Housing, LivingSituation
from caseload.records import clients
from caseload.records._caseload import Caseload
from caseload.records._rows import to_columns


def listed(caseload: Caseload, client_id: str) -> list[LivingSituation]:
    """What is known of a client's living situation, in order of the days."""
    return caseload.records(LivingSituation, "where client_id = ? order by noted_on", (client_id,))


def latest(caseload: Caseload, client_id: str, on: date | None = None) -> LivingSituation | None:
    """The living situation as last known on a day (today); None when nobody has said."""
    day = on or caseload.today
    found = [one for one in listed(caseload, client_id) if one.noted_on <= day]
    return found[-1] if found else None


def noted(
    caseload: Caseload,
    client_id: str,
    housing: Housing | None,
    employment: Employment | None,
    income_source: str | None,
) -> bool:
    """Record today's living situation where what is said differs from the last; whether it did."""
    before = latest(caseload, client_id)
    known = before[3:] if before is not None else (None, None, None)
    said = (housing, employment, (income_source or "").strip() or None)
    if all(new in (None, old) for new, old in zip(said, known, strict=True)):
        return False
    note(
        caseload, client_id, caseload.today, housing=housing, employment=employment,
        income_source=income_source,
    )  # fmt: skip
    return True


def note(
    caseload: Caseload,
    client_id: str,
    noted_on: date,
    *,
    housing: Housing | None = None,
    employment: Employment | None = None,
    income_source: str | None = None,
) -> LivingSituation:
    """Record how a client lives; what is not said is as it was before. One a day: the last said.

    Raises:
        InvalidError: The day lies ahead, or nothing is said.
    """
    with caseload.write("note living situation", client_id) as change:
        clients.get(caseload, client_id)
        if noted_on > caseload.today:
            raise InvalidError(f"{dates.spoken(noted_on, caseload.today)} lies ahead.")
        income_source = (income_source or "").strip() or None
        if housing is None and employment is None and income_source is None:
            raise InvalidError("Say where they live, what they work, or where income comes from.")
        before = latest(caseload, client_id, noted_on)
        same_day = before is not None and before.noted_on == noted_on
        made = LivingSituation(
            before.living_situation_id
            if before is not None and same_day
            else caseload.next_id("living_situation", "living_situation_id", "L"),
            client_id,
            noted_on,
            housing or (before.housing if before else None),
            employment or (before.employment if before else None),
            income_source or (before.income_source if before else None),
        )
        if same_day:
            change.update(
                "living_situation", "living_situation_id", made.living_situation_id,
                to_columns(made),
            )  # fmt: skip
        else:
            change.add(made)
    return made
