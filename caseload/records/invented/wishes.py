"""What the invented clients want, read from `_invented_plan_words`: one block is one stay.

    client | goals by their keys in `_invented_goals`, @2 where one comes with the second version
    need   | as it was said when they came
    lives  | when they came; then what changed, each with how many days ago that was
    vision | in their own words
    bring, hinder, help, done: strengths, barriers, supports, and when they will not need us

What follows || was added with the second version. "again" is the second stay of one who came back.
"""

from typing import NamedTuple

from caseload.model.planning import Employment, Housing
from caseload.records.invented.plan_words import FIRST_HALF, SECOND_HALF


class Home(NamedTuple):
    """How someone lives from a day on; what is None is as it was before."""

    days_ago: int | None
    """None: since they came."""
    housing: Housing | None
    employment: Employment | None
    income_source: str | None


class Wish(NamedTuple):
    """What someone's plan is made of, version by version."""

    aims: tuple[tuple[str, int], ...]
    """Keys of goals, and with which version each comes."""
    need: str
    homes: tuple[Home, ...]
    prose: dict[str, tuple[str, ...]]
    """By field: the text, and what was added to it."""


_FIELDS = {
    "vision": "vision", "bring": "strengths", "hinder": "barriers", "help": "supports",
    "done": "discharge_criteria",
}  # fmt: skip


def _wish(block: str) -> tuple[str, Wish]:
    split = [line.split("|", 1) for line in block.splitlines()]
    (who, aims), *lines = [(key.strip(), said.strip()) for key, said in split]
    told = dict(lines)
    parts = [key.partition("@") for key in aims.split(", ") if key]
    came = [(key, int(version or 1)) for key, _, version in parts]
    prose = {field: tuple(map(str.strip, told.get(key, "").split("||")))
             for key, field in _FIELDS.items()}  # fmt: skip
    homes = tuple(_home(text.strip()) for text in told["lives"].split(";"))
    return who, Wish(tuple(came), told["need"], homes, prose)


def _home(text: str) -> Home:
    first, _, rest = text.partition(" ")
    days_ago = int(first) if first.isdigit() else None
    words = [word.strip() for word in (rest if first.isdigit() else text).split(",")]
    housing = next((one for one in Housing if one in words), None)
    employment = next((one for one in Employment if one in words), None)
    income = [word for word in words if word not in (housing, employment)]
    return Home(days_ago, housing, employment, income[0] if income else None)


WISHES = dict(map(_wish, (FIRST_HALF + SECOND_HALF).strip().split("\n\n")))
"""By client_id, with "again" for the second stay of someone who came back."""
