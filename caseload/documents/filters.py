"""The filters of templates: few, and none that could run away.

The first line of each docstring is its line in docs/reference/template-fields.md.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from jinja2 import Undefined
from jinja2.filters import do_default

from caseload import dates
from caseload.documents import writing
from caseload.documents.writing import Written
from caseload.show import style

SPANISH = "es"
MONTHS_ES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
WEEKDAYS_ES = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]


def day(value: date | None, language: str = "en") -> str:
    """A day as 15 Sep 2026; `day("es")` is 15 de septiembre de 2026."""
    if _none(value):
        return ""
    return _in_spanish(_day(value)) if language == SPANISH else dates.plain(_day(value))


def long_day(value: date | None, language: str = "en") -> str:
    """A day as Monday 23 November 2026; `long_day("es")` is lunes 23 de noviembre de 2026."""
    if _none(value):
        return ""
    if language == SPANISH:
        return f"{WEEKDAYS_ES[_day(value).weekday()]} {_in_spanish(_day(value))}"
    return dates.long(_day(value))


def _in_spanish(value: date) -> str:
    return f"{value.day} de {MONTHS_ES[value.month - 1]} de {value.year}"


def words(value: Any) -> str:
    """A word of the records as people say it: in_person becomes in person."""
    return "" if _none(value) else str(value).replace("_", " ")


def upper(value: Any) -> str:
    """In capital letters."""
    return writing.plain(value).upper()


def lower(value: Any) -> str:
    """In small letters."""
    return writing.plain(value).lower()


def capital(value: Any) -> str:
    """With a capital first letter; the rest as it is."""
    text = writing.plain(value)
    return text[:1].upper() + text[1:]


def percent(value: float | None) -> str:
    """A number of hundredths as 60 %."""
    return "" if _none(value) else f"{value:.0f} %"


def number(value: float | None, places: int | None = None) -> str:
    """A number as the settings write it, such as 1,234.5; to so many places when they are said."""
    if value is None or _none(value):
        return ""
    return style.number(value, places and min(max(places, 0), 6))


def rounded(value: float, places: int = 0) -> float:
    """Rounded to so many places, none unless said."""
    return round(value, places) if 0 < places <= 6 else round(value)


def length(value: Any) -> int:
    """How many there are."""
    return len(value)


def first(value: Iterable[Any]) -> Any:
    """The first one; nothing when there is none."""
    return next(iter(value), None)


def last(value: Any) -> Any:
    """The last one; nothing when there is none."""
    return value[-1] if value else None


def ordered(value: Iterable[Any], attribute: str | None = None, reverse: bool = False) -> list[Any]:
    """In order, by a field when one is named; those without a value come last."""
    kept = list(value)
    if attribute is None:
        return sorted(kept, reverse=reverse)

    def key(one: Any) -> Any:
        return _field(one, attribute)

    some = [one for one in kept if key(one) is not None]
    return sorted(some, key=key, reverse=reverse) + [one for one in kept if key(one) is None]


def having(value: Iterable[Any], attribute: str, wanted: Any) -> list[Any]:
    """Those alone whose field has a value, as in `plan.goals | where("status", "met")`."""
    return [one for one in value if _field(one, attribute) == wanted]


def paragraphs(value: str | None, before: str = "") -> str:
    """Text of several lines, its paragraphs and line breaks kept; "> " goes on with a quotation."""
    if _none(value) or not str(value).strip():
        return ""
    return value if isinstance(value, Written) else writing.paragraphs(str(value), before[:8])


def _field(one: Any, attribute: str) -> Any:
    from caseload.documents.environment import is_field

    if not is_field(one, attribute):
        raise AttributeError(f"there is no field {attribute!r} there")
    return getattr(one, attribute)


def _none(value: Any) -> bool:
    if isinstance(value, Undefined):
        str(value)  # which says what is not there
    return value is None


def _day(value: Any) -> date:
    if type(value) is not date:
        raise TypeError("a day is asked for here")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "long_day": long_day,
    "words": words,
    "upper": upper,
    "lower": lower,
    "capital": capital,
    "percent": percent,
    "number": number,
    "round": rounded,
    "length": length,
    "first": first,
    "last": last,
    "sort": ordered,
    "where": having,
    "default": do_default,
    "paragraphs": paragraphs,
}
