"""Services that fit, the best first, each with its reasons.

Narrow tables say what each service is beside what is asked; that is judged once for each kind of
answer, however many services give it, so a search over 50,000 takes little longer than over 500.
"""

import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from caseload import languages, resource_rules
from caseload.dates import local_day
from caseload.linking import ReferralStatus, Resource, ResourceNeed
from caseload.model import Client
from caseload.records import clients, living_situations, resources
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._resource_lines import EVERYWHERE, county_key
from caseload.resource_rules import Asked, Fit, History, Judged, Weights

LIMIT = 20
ENDED = (ReferralStatus.COMPLETED, ReferralStatus.DECLINED_BY_CLIENT,
         ReferralStatus.DECLINED_BY_SERVICE, ReferralStatus.NO_RESPONSE)  # fmt: skip


class Wanted(NamedTuple):
    """Which services are looked for; None asks nothing."""

    text: str | None = None
    """Words, or beginnings of words, that it has: all of them."""
    need: ResourceNeed | None = None
    county: str | None = None
    language: str | None = None
    age: int | None = None
    accepting: bool = False
    """Whether those are left out that take nobody now."""
    fee: str | None = None
    """Words that its fee has."""
    prefers: str | None = None
    """A language that ranks, and leaves nobody out: a client's own."""
    client_id: str | None = None
    """Whose record answers what a service asks for."""
    everyone: bool = False
    """Those no longer offered as well."""


class Found(NamedTuple):
    """A service that fits, and why it stands where it does."""

    resource: Resource
    judged: Judged


class Search(NamedTuple):
    """What was found."""

    found: tuple[Found, ...]
    """The best first, as many as were asked for."""
    fitting: int
    """How many fit in all."""
    hidden: dict[str, int]
    """By filter (county, language, age, accepting): how many more would fit but for it."""


def for_client(caseload: Caseload, client: Client, wanted: Wanted) -> Wanted:
    """What is wanted, completed by a client's county, language and age where nothing is said."""
    age = age_on(client.date_of_birth, caseload.today) if client.date_of_birth else None
    return wanted._replace(
        county=client.county if wanted.county is None else wanted.county or None,
        prefers=None if wanted.language is not None else client.language,
        language=wanted.language or None,
        age=age if wanted.age is None else wanted.age,
        client_id=client.client_id,
    )


def age_on(born: date, on: date) -> int:
    """Years of age on a day; who is born on 29 February has the birthday on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def search(caseload: Caseload, wanted: Wanted, weights: Weights, *, limit: int = LIMIT) -> Search:
    """The services that fit, the best first; those of equal points by name.

    Args:
        caseload: The open caseload.
        wanted: Which.
        weights: What each reason counts.
        limit: At most so many.
    """
    with caseload.reading():
        return _searched(caseload, wanted, weights, limit)


def _searched(caseload: Caseload, wanted: Wanted, weights: Weights, limit: int) -> Search:
    asked = _asked(caseload, wanted)
    kinds = _Kinds(caseload, wanted, asked, weights)
    hidden: Counter[str] = Counter()
    by_score: dict[int, dict[int, Fit]] = {}
    for line in _lines(caseload, wanted, asked):
        kind = kinds.of(line)
        if not kind.out:
            by_score.setdefault(kind.score, {})[line[0]] = kind.fit
        elif len(kind.out) == 1:
            hidden[kind.out[0]] += 1
    best: list[tuple[str, Fit]] = []
    for score in sorted(by_score, reverse=True):
        if len(best) < limit:
            best += _by_name(caseload, by_score[score])
    known = resources.by_id(caseload, [resource_id for resource_id, _ in best[:limit]])
    found = tuple(
        Found(known[each], resource_rules.judge(known[each], fit, asked, weights, caseload.today))
        for each, fit in best[:limit]
    )
    return Search(found, sum(map(len, by_score.values())), dict(hidden))


def _by_name(caseload: Caseload, fits: dict[int, Fit]) -> list[tuple[str, Fit]]:
    """The ids of lines, by who offers them and their name."""
    return [
        (resource_id, fits[number])
        for number, resource_id in caseload.rows(
            "select number, resource_id from resource_line where number in"
            " (select value from json_each(?)) order by organization, name, resource_id",
            (json.dumps(list(fits)),),
        )
    ]


def judged(caseload: Caseload, one: Resource, wanted: Wanted, weights: Weights) -> Judged:
    """What speaks for one service and against it, whether or not it would be found."""
    wanted = wanted._replace(text=None, fee=None, need=None, everyone=True)
    asked = _asked(caseload, wanted)
    kinds = _Kinds(caseload, wanted, asked, weights)
    (line,) = _lines(caseload, wanted, asked, one.resource_id)
    return resource_rules.judge(one, kinds.of(line).fit, asked, weights, caseload.today)


def _asked(caseload: Caseload, wanted: Wanted) -> Asked:
    diagnoses = housing = None
    if wanted.client_id is not None:
        diagnoses = tuple(one.code for one in clients.diagnoses(caseload, wanted.client_id))
        living = living_situations.latest(caseload, wanted.client_id)
        housing = living.housing if living else None
    return Asked(
        wanted.county, wanted.language or wanted.prefers, wanted.age, (wanted.text or "").strip(),
        diagnoses, housing,
    )  # fmt: skip


def _lines(
    caseload: Caseload, wanted: Wanted, asked: Asked, resource_id: str | None = None
) -> list[tuple[Any, ...]]:
    """For each service with the words and for the need: what there is to judge it by."""
    values: dict[str, Any] = {
        "county": county_key(asked.county or ""),
        "language": languages.key(asked.language) if asked.language else "",
        "need": wanted.need,
        "id": resource_id,
    }
    where = [] if wanted.everyone else ["l.active = 1"]
    has = "l.number in (select rowid from resource_text where resource_text match"
    named = "0"
    if resource_id is not None:
        where.append("l.resource_id = :id")
    if wanted.text and wanted.text.strip():
        values["text"] = _matching(wanted.text)
        where.append(f"{has} :text)")
        values["named"] = f"name : ({values['text']})"
        named = f"{has} :named)"
    if wanted.fee and wanted.fee.strip():
        values["fee"] = f"fee : ({_matching(wanted.fee)})"
        where.append(f"{has} :fee)")
    of = "resource_line l"
    if wanted.need is not None:
        of = "resource_need n join resource_line l using (number)"
        where.append("n.need = :need")
    county = _kind_of("county", "county") if values["county"] else "null"
    language = _kind_of("language", "language") if values["language"] else "null"
    return caseload.rows(
        f"select l.number, {named}, l.accepting, l.verified_on, l.minimum_age, l.maximum_age,"
        f" {county}, {language}"
        f" from {of} where {' and '.join(where) or '1'}",
        values,
    )


def _kind_of(table: str, name: str) -> str:
    """SQL: 2 where a service names what is asked, 1 where it names nothing of its kind, else null.

    Two seeks for each service, into an index that holds those of one county side by side.
    """
    return f"""case when exists (select 1 from resource_{table} t
            where t.{table} = :{name} and t.number = l.number) then 2
        when exists (select 1 from resource_{table} t
            where t.{table} = '{EVERYWHERE}' and t.number = l.number) then 1 end"""


def _matching(text: str) -> str:
    """Words as FTS5 takes them: each the beginning of a word that must be there."""
    said = re.findall(r"\w+", fold(text).replace("_", " "))
    # Signs alone are in no text.
    return " ".join(f'"{each}"*' for each in said) or '"\uffff"'


class _Kind(NamedTuple):
    """What services that answer alike have in common."""

    fit: Fit
    score: int
    out: tuple[str, ...]
    """The filters that leave them out."""


class _Kinds:
    """Judges each kind of answer once."""

    def __init__(self, caseload: Caseload, wanted: Wanted, asked: Asked, weights: Weights) -> None:
        self.asked = asked
        self._wanted, self._weights, self._today = wanted, weights, caseload.today
        self._past = _histories(caseload, weights)
        self._asks = _asks(caseload, asked, weights)
        self._answers = [resource_rules.answer(ask, asked) for ask in weights.asks]
        self._known: dict[Any, _Kind] = {}

    def of(self, line: tuple[Any, ...]) -> _Kind:
        """The kind of a line of `_lines`."""
        number, facts = line[0], line[1:]
        key = facts
        if number in self._asks or number in self._past:
            key = (*facts, self._asks.get(number), self._past.get(number))
        found = self._known.get(key)
        if found is None:
            more = key[len(facts) :] or (None, None)
            found = self._known[key] = self._judged(*facts, *more)
        return found

    def _judged(
        self,
        named: int,
        accepting: int | None,
        verified_on: str | None,
        minimum: int | None,
        maximum: int | None,
        county: int | None,
        language: int | None,
        asks: tuple[int, ...] | None,
        past: History | None,
    ) -> _Kind:
        wanted, asked = self._wanted, self.asked
        since = date.fromisoformat(verified_on) if verified_on else None
        fit = Fit(
            {2: "named", 1: "everywhere", None: "other"}[county] if asked.county else "",
            resource_rules.age_fit(asked.age, minimum, maximum),
            {2: "spoken", 1: "unsaid", None: "other"}[language] if asked.language else "",
            resource_rules.YES_NO[accepting],
            resource_rules.verified(since, self._today, self._weights),
            ("name" if named else "description") if asked.text else "",
            tuple((number, self._answers[number]) for number in asks or ()),
            past or resource_rules.NOTHING,
        )
        out = tuple(
            name
            for name, left_out in (
                ("county", fit.county == "other"),
                ("language", wanted.language is not None and fit.language == "other"),
                ("age", fit.age == "outside"),
                ("accepting", wanted.accepting and accepting == 0),
            )
            if left_out
        )
        return _Kind(fit, 0 if out else resource_rules.points(fit, self._weights), out)


def _asks(caseload: Caseload, asked: Asked, weights: Weights) -> dict[int, tuple[int, ...]]:
    """For a client: by number of the line, which words of the weights its eligibility has."""
    found: dict[int, tuple[int, ...]] = {}
    if asked.diagnoses is None:
        return found
    for index, ask in enumerate(weights.asks):
        phrases = [f'"{words}"' for each in ask.words if (words := fold(each).replace('"', " "))]
        query = f"eligibility : ({' OR '.join(phrases)})"
        for (number,) in caseload.rows(
            "select rowid from resource_text where resource_text match ?", (query,)
        ):
            found[number] = (*found.get(number, ()), index)
    return found


def _histories(caseload: Caseload, weights: Weights) -> dict[int, History]:
    """By number of the line, how the referrals to it went that were linked or have ended lately."""
    since = caseload.today - timedelta(weights.history)
    gone: dict[int, list[int | None]] = {}
    for number, status, sent, linked, closed, recorded in caseload.rows(
        "select number, status, sent_on, linked_on, closed_on, recorded_at from referral"
        " join resource_line using (resource_id) where entered_in_error_at is null"
    ):
        if linked is None and status not in ENDED:
            continue
        last = closed or linked
        ended_on = date.fromisoformat(last) if last else local_day(recorded)
        if ended_on < since:
            continue
        days = None
        if linked is not None:
            began = date.fromisoformat(sent) if sent else date.fromisoformat(linked)
            days = (date.fromisoformat(linked) - began).days
        gone.setdefault(number, []).append(days)
    return {number: resource_rules.history(days) for number, days in gone.items()}
