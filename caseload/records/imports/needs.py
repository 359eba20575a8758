"""Rows about assessments and needs, as another system or another file of ours tells them.

Where a row has answers, they are held against the instrument and the score follows from them; a
score without answers is taken as it is told, if it can be. Needs are rows of their own: an imported
assessment opens none.
"""

from difflib import get_close_matches
from typing import Any

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.assessing import NARRATIVE, ActionLevel, Assessment, Instrument, Need
from caseload.model.planning import Domain
from caseload.records._columns import Column, of_record
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values
from caseload.records._rows import to_columns
from caseload.records.assessments import PREFIX
from caseload.records.imports.known import refuse_another_client
from caseload.records.needs import of_domain
from caseload.rules import assessment_rules, instrument_reading

BY_PROGRAM = ("recorded_at", "entered_in_error_at")
DERIVED = ("flags", "found_strengths")
"""What follows from the answers."""
LARGEST_SCORE = 100_000


def _assessment_columns(order: str) -> list[Column]:
    return of_record(Assessment, order, *BY_PROGRAM, *DERIVED)


def _need_columns(order: str) -> list[Column]:
    return of_record(Need, order, *BY_PROGRAM, "goal_id")


# --- assessments ---------------------------------------------------------------------------------


def _save_assessment(incoming: Incoming, values: Values) -> Saved:
    change = incoming.change
    client_id = change.client_id = incoming.client(values)
    why = values.pop("entered_in_error_why", None)
    if "assessor" in values:
        values["assessor"] = incoming.staff_id(values["assessor"])
    if "assessment_id" in values:
        values["assessment_id"] = values["assessment_id"].upper()
        incoming.once("assessment_id", values["assessment_id"])
    told = _checked(incoming, values)
    said = {name: told[name] for name in told if name in values or told[name]}
    before = _standing(incoming, told, said)
    if before is not None:
        return _again(incoming, before, said, why)
    own = told["assessment_id"] or incoming.new_id("assessment", "assessment_id", PREFIX)
    made = Assessment(**{**told, "assessment_id": own, "recorded_at": change.at})
    change.add(made)
    _known(incoming, client_id).append(made)
    if why is not None:
        change.in_error("assessment", own, None, why)
        _known(incoming, client_id)[-1] = made._replace(entered_in_error_at=change.at)
    return Saved.ADDED


def _checked(incoming: Incoming, values: Values) -> dict[str, Any]:
    """What a row tells, with what follows from its answers.

    Raises:
        CellError: The instrument is unknown, or the answers or the score can't be.
    """
    if values["assessed_on"] > incoming.caseload.today:
        raise CellError("assessed_on", f"{dates.plain(values['assessed_on'])} lies ahead")
    name = values["instrument"].strip()
    instrument = _instrument(incoming, name)
    told: dict[str, Any] = {"assessment_id": "", **values}
    told["instrument"] = instrument.recorded_as if instrument else name
    _refuse_levels(told.get("needs", ()))
    items = told.get("items", ())
    if items and instrument is None:
        raise CellError("items", f"there is no instrument {name} here to hold the answers against")
    if instrument is not None and items:
        came = _came(instrument, items)
        if told.get("score", came.score) != came.score:
            raise CellError("score", f"the answers make {came.score}, and the row says "
                            f"{told['score']}")  # fmt: skip
        told |= {
            "items": tuple(f"{item}={value}" for item, value in came.answers.items()),
            "score": came.score,
            "band": came.band,
            "flags": tuple(dict.fromkeys(flag.item_id for flag in came.flags)),
            "needs": tuple(f"{domain}={level}" for domain, level in came.needs.items()),
            "found_strengths": tuple(came.strengths),
        }
    elif instrument is not None and "score" in told:
        low, high = instrument_reading.span_of(
            instrument.items, instrument.scoring, instrument.times
        )
        if not low <= told["score"] <= high:
            raise CellError("score", f"scores of {instrument.name} are {low} to {high}")
        told["band"] = assessment_rules.band_of(instrument, told["score"])
    if (told.get("score") or 0) > LARGEST_SCORE:
        raise CellError("score", "that is no score")
    says = [told.get(each) for each in
            ("items", "score", "needs", "strengths", "challenges", "remark")]  # fmt: skip
    if not any(each is not None and each != () for each in says):
        raise CellError("score", "neither answers nor a score, nor any words: it says nothing")
    return told


def _instrument(incoming: Incoming, name: str) -> Instrument | None:
    """The instrument of a name; None for words alone, and for one that nobody here knows.

    Raises:
        CellError: Nobody knows it, and it looks like one that is misspelled.
    """
    folded = name.casefold()
    if folded in incoming.instruments:
        return incoming.instruments[folded]
    alike = {_bare(each): each for each in (*incoming.instruments, NARRATIVE)}
    if folded != NARRATIVE and (near := get_close_matches(_bare(name), alike, 1, 0.8)):
        raise CellError("instrument", f"there is no {name}; did you mean {alike[near[0]]}?")
    return None


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _came(instrument: Instrument, items: tuple[str, ...]) -> assessment_rules.Result:
    said: dict[str, str] = {}
    for each in items:
        item, equals, value = each.partition("=")
        if not equals or item in said:
            raise CellError("items", "write each answer once, as 9=1, with ; between")
        said[item] = value
    try:
        return assessment_rules.result(instrument, said)
    except InvalidError as error:
        raise CellError("items", str(error).removesuffix(" Nothing was saved.")) from None


def _refuse_levels(found: tuple[str, ...]) -> None:
    for each in found:
        domain, _, level = each.partition("=")
        if domain not in list(Domain) or level not in list(ActionLevel):
            raise CellError("needs", f"{each[:40]!r} is no need; write housing=act")


def _known(incoming: Incoming, client_id: str) -> list[Assessment]:
    """The client's assessments, those of this table among them."""
    known: dict[str, list[Assessment]] = incoming.kept.setdefault("assessments", {})
    if client_id not in known:
        known[client_id] = incoming.caseload.records(
            Assessment, "where client_id = ? order by assessed_on, rowid", (client_id,)
        )
    return known[client_id]


def _standing(incoming: Incoming, told: dict[str, Any], said: dict[str, Any]) -> Assessment | None:
    """The one that a row tells of: by its id, else that of the day with the instrument.

    One that was entered in error is meant by a row that says the same; another row is a new one.
    """
    if told["assessment_id"]:
        found = incoming.caseload.records(
            Assessment, "where assessment_id = ?", (told["assessment_id"],)
        )
        return found[0] if found else None
    same = [
        one for one in _known(incoming, told["client_id"])
        if one.assessed_on == told["assessed_on"]
        and one.instrument.casefold() == told["instrument"].casefold()
    ]  # fmt: skip
    alike = [one for one in same if not _differs(one, said)]
    meant = alike or [one for one in same if one.entered_in_error_at is None]
    return meant[-1] if meant else None


def _differs(before: Assessment, said: dict[str, Any]) -> bool:
    return before._replace(**{**said, "assessment_id": before.assessment_id}) != before


def _again(incoming: Incoming, before: Assessment, said: dict[str, Any], why: str | None) -> Saved:
    differs = _differs(before, said)
    newly = why is not None and before.entered_in_error_at is None
    saved = incoming.came(differs=differs or newly)
    if saved is Saved.CHANGED and differs:
        raise CellError(
            "assessment_id",
            f"{before.assessment_id} says otherwise, and an assessment is never changed; mark it: "
            f"caseload assessment error {before.assessment_id}",
        )
    if saved is Saved.CHANGED and why is not None:
        incoming.change.in_error("assessment", before.assessment_id, None, why)
    return saved


# --- needs ---------------------------------------------------------------------------------------


def _save_need(incoming: Incoming, values: Values) -> Saved:
    change = incoming.change
    change.client_id = incoming.client(values)
    why = values.pop("entered_in_error_why", None)
    if "staff" in values:
        values["staff"] = incoming.staff_id(values["staff"])
    for name in ("need_id", "assessment_id"):
        if name in values:
            values[name] = values[name].upper()
    if "need_id" in values:
        incoming.once("need_id", values["need_id"])
    _check_need(incoming, values)
    before = _standing_need(incoming, values)
    _refuse_second(incoming, before, values, in_error=why is not None)
    if before is None:
        own = values.pop("need_id", None) or incoming.new_id("need", "need_id", "W")
        made = Need(own, recorded_at=change.at, **values)
        change.add(made)
        if why is not None:
            change.in_error("need", own, None, why)
        return Saved.ADDED
    values["need_id"] = before.need_id
    after = before._replace(**values)
    newly = why is not None and before.entered_in_error_at is None
    saved = incoming.came(differs=after != before or newly)
    if saved is Saved.CHANGED:
        refuse_another_client(before, values)
        change.update("need", "need_id", before.need_id, to_columns(after))
        if newly and why is not None:
            change.in_error("need", before.need_id, None, why)
    return saved


def _check_need(incoming: Incoming, values: Values) -> None:
    caseload = incoming.caseload
    found, met = values["identified_on"], values.get("met_on")
    for name, day in (("identified_on", found), ("met_on", met)):
        if day is not None and day > caseload.today:
            raise CellError(name, f"{dates.plain(day)} lies ahead")
    if met is not None and met < found:
        raise CellError("met_on", "it lies before identified_on")
    assessment_id = values.get("assessment_id")
    if assessment_id is not None and not caseload.value(
        "select 1 from assessment where assessment_id = ? and client_id = ?",
        (assessment_id, values["client_id"]),
    ):
        raise CellError(
            "assessment_id", f"{assessment_id} is no assessment of theirs; import assessments first"
        )


def _refuse_second(
    incoming: Incoming, before: Need | None, values: Values, *, in_error: bool
) -> None:
    """A part of life has one open need, whichever way it comes in.

    Raises:
        CellError: The row opens a second one.
    """
    now = {**before._asdict(), **values} if before else values
    if in_error or now.get("entered_in_error_at") or now.get("met_on"):
        return
    if before is not None and before.domain is now["domain"]:
        return
    other = of_domain(incoming.caseload, now["client_id"], now["domain"])
    if other is not None and now["domain"] is not Domain.OTHER:
        raise CellError(
            "domain", f"{other.need_id} is open there already; give that need_id, or its met_on"
        )


def _standing_need(incoming: Incoming, values: Values) -> Need | None:
    """The one that a row tells of: by its id, else by client, part of life and day."""
    if "need_id" in values:
        where, keys = "need_id = ?", [values["need_id"]]
    else:
        where = "client_id = ? and domain = ? and identified_on = ? and statement is ?"
        day = values["identified_on"].isoformat()
        keys = [values["client_id"], values["domain"], day, values.get("statement")]
    found = incoming.caseload.records(Need, f"where {where}", keys)
    return found[0] if found else None


KINDS = {
    "assessments": Kind(
        _assessment_columns, ("client_id", "instrument", "assessed_on"), _save_assessment,
        named="assessment_id", left=(*BY_PROGRAM, *DERIVED),
    ),
    "needs": Kind(
        _need_columns, ("client_id", "domain", "level", "identified_on"), _save_need,
        named="need_id", left=(*BY_PROGRAM, "goal_id"),
    ),
}  # fmt: skip
