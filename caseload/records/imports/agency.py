"""Rows about the agency: staff, programs, standards, poverty guidelines, holidays."""

from caseload.model import Program, Staff, Standard
from caseload.records import guidelines, programs, staff, standards
from caseload.records._columns import of_record
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values, told
from caseload.records._names import fold
from caseload.records.holidays import Holiday
from caseload.rules.fees import Guideline


def _save_staff(incoming: Incoming, values: Values) -> Saved:
    caseload = incoming.caseload
    incoming.once("name", fold(values["name"]))
    if "covered_by" in values:
        values["covered_by"] = incoming.staff_id(values["covered_by"])
    if "staff_id" in values:
        incoming.once("staff_id", values["staff_id"])
    everyone = staff.listed(caseload, everyone=True)
    staff_id = values.pop("staff_id", None)
    before = next(
        (
            one
            for one in everyone
            if one.staff_id == staff_id
            or (staff_id is None and fold(one.name) == fold(values["name"]))
        ),
        None,
    )
    if before is None:
        # Someone else's row may have named them first, and made them with their name alone.
        made = f"staff {values['name']}" in incoming.made
        before = next((one for one in everyone if made and one.name == values["name"]), None)
    if before is None:
        namesake = next((one for one in everyone if fold(one.name) == fold(values["name"])), None)
        if namesake is not None:
            raise CellError(
                "staff_id",
                f"{namesake.name} stands in the file as {namesake.staff_id}; leave the cell empty, "
                "or import staff before the tables that name them",
            )
        made_id = staff_id or incoming.new_id("staff", "staff_id", "S")
        incoming.now_known(staff.add(caseload, values.pop("name"), staff_id=made_id, **values))
        return Saved.ADDED
    after = before._replace(**values)
    if f"staff {before.name}" in incoming.made:
        incoming.now_known(staff.edit(caseload, before.staff_id, **values))
        return Saved.ADDED
    saved = incoming.came(differs=after != before)
    if saved is Saved.CHANGED:
        incoming.now_known(staff.edit(caseload, before.staff_id, **values))
    return saved


def _save_program(incoming: Incoming, values: Values) -> Saved:
    caseload, name = incoming.caseload, values.pop("name")
    incoming.once("name", fold(name))
    known = {fold(one.name): one for one in programs.listed(caseload)}
    before = known.get(fold(name))
    if before is None:
        # A new program whose table has a column of days and no number there is not timed.
        untimed = dict.fromkeys(incoming.given.intersection(programs.DAYS))
        programs.add(caseload, name, **untimed | values)
        return Saved.ADDED
    saved = incoming.came(differs=programs.checked(before._replace(**values)) != before)
    if saved is Saved.CHANGED:
        programs.edit(caseload, before.name, **values)
    return saved


def _save_guideline(incoming: Incoming, values: Values) -> Saved:
    caseload, made = incoming.caseload, guidelines.checked(Guideline(**values))
    incoming.once("year", made.region, str(made.year))
    before = guidelines.find(caseload, made.year, made.region)
    if before is None:
        guidelines.add(caseload, made)
        return Saved.ADDED
    saved = incoming.came(differs=made != before)
    if saved is Saved.CHANGED:
        said = told(values, ("base", "per_person", "source"))
        guidelines.edit(caseload, made.year, made.region, **said)
    return saved


def _save_standard(incoming: Incoming, values: Values) -> Saved:
    caseload = incoming.caseload
    # One name may stand in several rows: the rule of before, and the one that took its place.
    if "standard_id" in values:
        incoming.once("standard_id", values["standard_id"])
    else:
        incoming.once("name", fold(values["name"]))
    if "program" in values:
        values["program"] = incoming.program(values["program"])
    if "client_id" in values:
        incoming.client(values)
    standard_id = values.pop("standard_id", None)
    known = standards.listed(caseload, ended=True)
    before = next((one for one in known if one.standard_id == standard_id), None)
    if before is None:
        # The same agency's rule under another number, as between two files of one agency.
        said = [one for one in known if fold(one.name) == fold(values["name"])]
        before = next((one for one in said if one.effective_until is None), None)
    if before is None:
        made_id = standard_id or incoming.new_id("standard", "standard_id", "T")
        standards.add(caseload, values.pop("name"), standard_id=made_id, **values)
        return Saved.ADDED
    saved = incoming.came(differs=before._replace(**values) != before)
    if saved is Saved.CHANGED:
        ended = before.effective_until
        if ended is not None and ended <= caseload.today:
            raise CellError("standard_id", f"{before.standard_id} has ended and stays as it was")
        standards.edit(caseload, before.standard_id, caseload.today, **values)
    return saved


def _save_holiday(incoming: Incoming, values: Values) -> Saved:
    day = values["day"].isoformat()
    incoming.once("day", day)
    caseload, change = incoming.caseload, incoming.change
    before = caseload.value("select name from holiday where day = ?", (day,))
    if before is None:
        change.insert("holiday", {"day": day, "name": values["name"]}, day)
        return Saved.ADDED
    saved = incoming.came(differs=before != values["name"])
    if saved is Saved.CHANGED:
        change.update("holiday", "day", day, {"name": values["name"]})
    return saved


KINDS = {
    "staff": Kind(lambda order: of_record(Staff, order), ("name",), _save_staff, named="staff_id"),
    "programs": Kind(lambda order: of_record(Program, order), ("name",), _save_program),
    "standards": Kind(
        lambda order: of_record(Standard, order), ("name",), _save_standard, named="standard_id"
    ),
    "guidelines": Kind(
        lambda order: of_record(Guideline, order), Guideline._fields, _save_guideline
    ),
    "holidays": Kind(lambda order: of_record(Holiday, order), ("day", "name"), _save_holiday),
}
