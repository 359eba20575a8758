"""Who plays the story: the people of the pages, or others, the same for the same number.

Cast 1 is that of the pages. Another has clients and staff of other names, dates of birth and
telephone numbers, and a luck of its own, so that several invented files are several caseloads. Two
people of each cast went away, and stand in the next one as its clients.
"""

import re
from datetime import timedelta
from random import Random

from caseload.model import Client, Staff
from caseload.model.intaking import Intake
from caseload.records.invented import words
from caseload.records.invented.cast_words import AREAS, FIRST_NAMES, LAST_NAMES, STAFF
from caseload.records.invented.words import Person

WENT_AWAY = {"C0030": "C0019", "C0037": "C0029"}
"""Which client of a cast is whom of the one before."""


class Cast:
    """The people of a number, from 1 to `CASTS`."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._chance = self.luck("cast")
        self._left: dict[str, list[str]] = {}
        """The names that nobody has yet, by their list."""
        self._named: dict[str, str] = {}
        """What the story's names are here, first and last apart."""
        self.people: list[Person] = words.PEOPLE
        self.team: tuple[Staff, ...] = words.TEAM
        if number > 1:
            self.team = tuple(map(self._colleague, words.TEAM))
            drawn = {one.client_id: self._other(one.client, self._named) for one in words.PEOPLE}
            before = {one.client_id: one.client for one in Cast(number - 1).people}
            for here, there in WENT_AWAY.items():
                drawn[here] = self._same(drawn[here], before[there])
            self.people = [
                one._replace(client=self._written(drawn[one.client_id])) for one in words.PEOPLE
            ]

    def luck(self, seed: int | str) -> Random:
        """A chance that is the same again for the same cast and seed."""
        own = seed if self._number == 1 else f"{seed} of {self._number}"
        return Random(own)  # noqa: S311 - the same again, not a secret

    def text(self, text: str) -> str:
        """Words of the story, with the names that people have here."""
        return _renamed(text, self._named)

    def comer(self, told: Intake) -> Intake:
        """Somebody on their way in."""
        if self._number == 1:
            return told
        named: dict[str, str] = {}
        made = self._other(
            Client(
                "", told.first_name, told.last_name, told.preferred_name, told.pronouns,
                told.date_of_birth, told.phone, language=told.language,
            ),
            named,
        )  # fmt: skip
        return told._replace(
            first_name=made.first_name, last_name=made.last_name, preferred_name=None,
            date_of_birth=made.date_of_birth, phone=made.phone,
            contact_notes=told.contact_notes and _renamed(told.contact_notes, named),
        )  # fmt: skip

    # --- other people ----------------------------------------------------------------------------

    def _colleague(self, one: Staff) -> Staff:
        language, names = STAFF[one.name[0]]
        first, last = one.name.split()
        firsts, lasts = names.split(), self._left_of(LAST_NAMES[language])
        # In turn, since nobody should be on the team of two casts.
        self._named[first] = firsts[self._number % len(firsts)]
        self._named[last] = lasts.pop(self._number % len(lasts))
        return one._replace(name=f"{self._named[first]} {self._named[last]}")

    def _other(self, one: Client, named: dict[str, str]) -> Client:
        """Somebody of another name, born some months before or after, with another number.

        Args:
            one: Who they are in the story.
            named: What its names became; theirs are added.
        """
        language, pronouns = one.language or "", one.pronouns or ""
        firsts = FIRST_NAMES[language][{"she": 0, "he/": 1}.get(pronouns[:3], 2)]
        for known, names in ((one.first_name, firsts), (one.last_name, LAST_NAMES[language])):
            if known not in named:
                named[known] = self._drawn(names)
        if one.preferred_name:
            named[one.preferred_name] = named[one.first_name]
        born = one.date_of_birth
        if born is not None:
            born += timedelta(days=self._chance.randint(-900, 300))
        area = f"({AREAS[self._number - 1]})"
        return one._replace(
            first_name=named[one.first_name], last_name=named[one.last_name], preferred_name=None,
            date_of_birth=born, phone=(one.phone or "").replace("(254)", area),
        )  # fmt: skip

    def _drawn(self, names: str) -> str:
        """One of a list of names that nobody has yet."""
        left = self._left_of(names)
        return left.pop(self._chance.randrange(len(left)))

    def _left_of(self, names: str) -> list[str]:
        return self._left.setdefault(names, names.split())

    def _same(self, one: Client, known: Client) -> Client:
        """A client who is somebody known elsewhere; what the story says of them stays."""
        story = next(each.client for each in words.PEOPLE if each.client_id == one.client_id)
        self._named |= {story.first_name: known.first_name, story.last_name: known.last_name}
        return one._replace(
            first_name=known.first_name, last_name=known.last_name, pronouns=known.pronouns,
            date_of_birth=known.date_of_birth, phone=known.phone,
        )  # fmt: skip

    def _written(self, one: Client) -> Client:
        return one._replace(
            email=one.email and words.mail(one.first_name, one.last_name),
            contact_notes=one.contact_notes and self.text(one.contact_notes),
        )


def _renamed(text: str, named: dict[str, str]) -> str:
    if not named:
        return text
    names = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    return re.sub(rf"\b({names})\b", lambda found: named[found[1]], text)
