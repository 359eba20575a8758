"""Instruments by name: ours, and the agency's own, which go before ours."""

from pathlib import Path

from caseload.errors import CaseloadError, InvalidError, NotFoundError
from caseload.model.assessing import NARRATIVE, Instrument
from caseload.rules import instrument_reading
from caseload.settings import config, data_files

FOLDER = "instruments"


def files() -> dict[str, Path]:
    """The file of each instrument by its name, in order.

    Raises:
        NotFoundError: The folder that the setting `data` names is not there.
    """
    return data_files.named(FOLDER, own_folder=data_files.own())


def own_folder() -> Path | None:
    """Where the agency's own are, if the setting `data` names a folder; it may not be made yet."""
    named = config.read().data
    return Path(named).expanduser() / FOLDER if named is not None else None


def find(name: str) -> Instrument:
    """The instrument of a name, or of the one name that begins so.

    Raises:
        NotFoundError: There is none, or more than one begins so; those there are, are named.
        InvalidError: Its file can't be read.
    """
    there, wanted = files(), name.strip().casefold()
    begin = [each for each in there if wanted and each.startswith(wanted)]
    found = wanted if wanted in there else begin[0] if len(begin) == 1 else None
    if found is None:
        raise NotFoundError(
            f"There is no instrument {name.strip()[:40]!r}. There are: "
            f"{', '.join([*there, NARRATIVE])}. An agency adds its own: caseload instrument new"
        )
    return of_file(there[found], there)


def of_file(path: Path, there: dict[str, Path]) -> Instrument:
    """The instrument that a file tells, held against the one that it is a form of.

    Raises:
        NotFoundError, InvalidError: It can't be read, or is no form of what it says.
    """
    made = instrument_reading.read(data_files.text_of(path), path.stem)
    if made.form_of is None:
        return made
    if made.form_of not in there:
        raise InvalidError(f"{path.name}: form_of names {made.form_of}, and there is none such.")
    original = instrument_reading.read(data_files.text_of(there[made.form_of]), made.form_of)
    if original.form_of is not None or _shape(made) != _shape(original):
        raise InvalidError(
            f"{path.name} is no form of {made.form_of}: items, values, scoring, bands and flags "
            "must be the same, so that their scores can stand side by side."
        )
    return made


def _shape(one: Instrument) -> object:
    """What forms in several languages share."""
    items = [
        (item.item_id, [option.value for option in item.options], item.scored, item.optional,
         item.domain, item.levels, item.strength_from)
        for item in one.items
    ]  # fmt: skip
    flags = [(flag.item_id, flag.at_least, flag.crisis) for flag in one.flags]
    return items, one.scoring, one.times, one.bands, flags, one.higher_is_worse


def mistakes(path: Path) -> list[str]:
    """All that is wrong with an instrument's file, each with the file and its line.

    Raises:
        NotFoundError, InvalidError: It is not there, or no text.
    """
    text = data_files.text_of(path)
    found = [
        f"{path}:{one.line}: {one.message}" for one in instrument_reading.mistakes(text, path.stem)
    ]
    if not found:
        try:
            of_file(path, files() | {path.stem: path})
        except CaseloadError as error:
            found = [f"{path}: {error}"]
    return found


def known() -> dict[str, Instrument]:
    """Every instrument by its name.

    Raises:
        InvalidError: The file of one can't be read.
    """
    there = files()
    return {name: of_file(path, there) for name, path in there.items()}


def look_up(name: str) -> Instrument | None:
    """The instrument of exactly that name, to show what was recorded; None when it can't be had."""
    there = files()
    path = there.get(name.casefold())
    if path is None:
        return None
    try:
        return of_file(path, there)
    except CaseloadError:
        return None


def change_of(name: str) -> tuple[bool, int | None]:
    """Of an instrument: whether higher is worse, and how many points mean something, if it says.

    One that is not there any more is taken to be of the usual kind: higher is worse.
    """
    one = look_up(name)
    return (True, None) if one is None else (one.higher_is_worse, one.meaningful_change)


def recorded_name(name: str) -> str:
    """The name under which assessments with an instrument are recorded, for a standard to name.

    Raises:
        NotFoundError: There is no such instrument.
    """
    if name.strip().casefold() == NARRATIVE:
        return NARRATIVE
    return find(name).recorded_as
