"""What kind of thing each field is, by its annotation: for checking and for documentation."""

import ast
import inspect
import sys
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from caseload.documents import fields
from caseload.documents.environment import public


class Kind(NamedTuple):
    """What a value is. `UNKNOWN` is anything, such as what a macro is given."""

    base: type | None = None
    """str, int, date, bool, tuple (a list), or a record's class."""
    item: "Kind | None" = None
    """What a list is made of."""
    optional: bool = False
    """Whether it may be empty."""

    @property
    def is_record(self) -> bool:
        """Whether it has fields."""
        return self.base is not None and hasattr(self.base, "_fields")


UNKNOWN = Kind()
TEXT, NUMBER, DAY, FLAG = Kind(str), Kind(int), Kind(date), Kind(bool)
LIST = Kind(tuple, UNKNOWN)


@cache
def of_hint(hint: Any) -> Kind:
    """The kind that an annotation says."""
    if isinstance(hint, UnionType):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return of_hint(inner)._replace(optional=True)
    if get_origin(hint) is tuple:
        return Kind(tuple, of_hint(get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return TEXT
    return Kind(hint)


@cache
def of_fields(record: type) -> dict[str, Kind]:
    """The kinds of a record's fields and described properties."""
    found = {name: of_hint(hint) for name, hint in get_type_hints(record).items()}
    for name in [one for one in vars(record) if one in public(record) and one not in found]:
        found[name] = of_hint(get_type_hints(getattr(record, name).fget)["return"])
    return found


TOP = of_fields(fields.Fields)


# --- an invented client --------------------------------------------------------------------------


def invented(*, full: bool) -> dict[str, Any]:
    """Facts for a trial: of a client who has everything, or of one who has next to nothing."""
    return {name: _example(hint, full=full) for name, hint in get_type_hints(fields.Fields).items()}


def _example(hint: Any, *, full: bool) -> Any:
    if isinstance(hint, UnionType):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return _example(inner, full=full) if full else None
    if get_origin(hint) is tuple:
        return (_example(get_args(hint)[0], full=full),) * 2 if full else ()
    if issubclass(hint, StrEnum):
        return next(iter(hint))
    if hasattr(hint, "_fields"):
        hints = get_type_hints(hint)
        return hint(**{name: _example(one, full=full) for name, one in hints.items()})
    return {str: "An invented text", int: 3, bool: full, date: date(2026, 11, 20)}[hint]


# --- descriptions --------------------------------------------------------------------------------


@cache
def descriptions(record: type) -> dict[str, str]:
    """What stands below each field in the code, on one line; '' where nothing does."""
    tree = ast.parse(inspect.getsource(sys.modules[record.__module__]))
    found = dict.fromkeys(of_fields(record), "")
    for one in tree.body:
        if isinstance(one, ast.ClassDef) and one.name == record.__name__:
            for field, below in zip(one.body, one.body[1:], strict=False):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                ):
                    found[field.target.id] = " ".join(str(below.value.value).split())
    for name in found:
        value = vars(record).get(name)
        if isinstance(value, property):
            found[name] = " ".join((value.__doc__ or "").split())
    return found


def words_of(record: type) -> dict[str, tuple[str, ...]]:
    """The words that a field may hold, where it is one of a few."""
    found = {}
    for name, hint in get_type_hints(record).items():
        inner = next(
            (part for part in get_args(hint) if part is not type(None)), hint
        ) if isinstance(hint, UnionType) else hint  # fmt: skip
        if isinstance(inner, type) and issubclass(inner, StrEnum):
            found[name] = tuple(str(word) for word in inner)
    return found
