"""Services that fit, the best first, each with its reasons.

Narrow tables say what each service is beside what is asked; that is judged once for each kind of
answer, however many services give it, so a search over 50,000 takes little longer than over 500.
"""

import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from caseload import folding, languages
from caseload.dates import local_day
from caseload.model import Client
from caseload.model.linking import ReferralStatus, Resource, ResourceNeed
from caseload.records import clients, living_situations, resources
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._resource_lines import EVERYWHERE
from caseload.rules import eligibility, resource_rules
from caseload.rules.resource_rules import Ask, Asked, Fit, History, Judged, Weights

LIMIT = 20
NOWHERE = '"\uffff"'
"""What no text has."""
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
    age = eligibility.age_on(client.date_of_birth, caseload.today)
    return wanted._replace(
        county=client.county if wanted.county is None else wanted.county or None,
        prefers=None if wanted.language is not None else client.language,
        language=wanted.language or None,
        age=age if wanted.age is None else wanted.age,
        client_id=client.client_id,
    )


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
    judge = _Judge(caseload, wanted, asked, weights)
    hidden: Counter[str] = Counter()
    by_score: dict[int, list[tuple[str, Fit]]] = {}
    fitting = 0
    for group in _groups(caseload, wanted, asked, judge):
        fit, score, out = judge.of(group)
        if not out:
            by_score.setdefault(score, []).append((group.numbers, fit))
            fitting += group.many
        elif len(out) == 1:
            hidden[out[0]] += group.many
    best: list[tuple[str, Fit]] = []
    for score in sorted(by_score, reverse=True):
        if len(best) < limit:
            best += _by_name(caseload, by_score[score], limit - len(best))
    known = resources.by_id(caseload, [resource_id for resource_id, _ in best])
    found = tuple(
        Found(known[each], resource_rules.judge(known[each], fit, asked, weights, caseload.today))
        for each, fit in best
    )
    return Search(found, fitting, dict(hidden))


def _by_name(
    caseload: Caseload, groups: list[tuple[str, Fit]], limit: int
) -> list[tuple[str, Fit]]:
    """The first ids of services of equal points, by who offers them and their name."""
    fits = {int(number): fit for numbers, fit in groups for number in numbers.split(",")}
    rows = caseload.rows(
        "select number, resource_id from resource_line where number in"
        " (select value from json_each(?)) order by organization, name, resource_id limit ?",
        (json.dumps(list(fits)), limit),
    )
    return [(resource_id, fits[number]) for number, resource_id in rows]


def judged(caseload: Caseload, one: Resource, wanted: Wanted, weights: Weights) -> Judged:
    """What speaks for one service and against it, whether or not it would be found."""
    wanted = wanted._replace(text=None, fee=None, need=None, everyone=True)
    asked = _asked(caseload, wanted)
    judge = _Judge(caseload, wanted, asked, weights)
    (group,) = _groups(caseload, wanted, asked, judge, one.resource_id)
    return resource_rules.judge(one, judge.of(group)[0], asked, weights, caseload.today)


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


class _Group(NamedTuple):
    """Services that answer alike, as far as they can be judged without being read."""

    numbers: str
    """Of their lines, with commas between."""
    many: int
    past: int
    """The number of the line, of one to which referrals have ended; else 0: these are alike."""
    asks: str
    """A digit for each of the weights' `asks`: 1 where the eligibility has its words."""
    named: int
    """Whether the words of the search stand in the name."""
    accepting: int | None
    verified_on: str | None
    minimum_age: int | None
    maximum_age: int | None
    county: int | None
    language: int | None


def _groups(
    caseload: Caseload,
    wanted: Wanted,
    asked: Asked,
    judge: "_Judge",
    resource_id: str | None = None,
) -> list[_Group]:
    """The services with the words and for the need, those together that answer alike."""
    values: dict[str, Any] = {
        "county": folding.county(asked.county or ""),
        "language": languages.key(asked.language) if asked.language else "",
        "need": wanted.need,
        "id": resource_id,
        "past": json.dumps(list(judge.past)),
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
    asks = []
    for index, words in enumerate(judge.asks):
        values[f"ask{index}"] = words
        asks.append(f"({has} :ask{index}))")
    past = "l.number in (select value from json_each(:past))"
    columns = (
        f"iif({past}, l.number, 0)" if judge.past else "0",
        " || ".join(asks) or "''",
        named,
        "l.accepting, l.verified_on, l.minimum_age, l.maximum_age",
        _kind_of("county", "county") if values["county"] else "null",
        _kind_of("language", "language") if values["language"] else "null",
    )
    rows = caseload.rows(
        f"select group_concat(l.number), count(*), {', '.join(columns)} from {of}"
        f" where {' and '.join(where) or '1'} group by 3, 4, 5, 6, 7, 8, 9, 10, 11",
        values,
    )
    return [_Group(*row) for row in rows]


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
    return " ".join(f'"{each}"*' for each in said) or NOWHERE


class _Judge:
    """What groups are judged by, read once."""

    def __init__(self, caseload: Caseload, wanted: Wanted, asked: Asked, weights: Weights) -> None:
        self._wanted, self._asked = wanted, asked
        self._weights, self._today = weights, caseload.today
        self.past = _histories(caseload, weights)
        """By number of the line."""
        self.asks = [] if asked.diagnoses is None else list(map(_eligibility, weights.asks))
        """What finds each of the weights' `asks`; nothing where no client is meant."""
        self._answers = [resource_rules.answer(ask, asked) for ask in weights.asks]

    def of(self, group: _Group) -> tuple[Fit, int, tuple[str, ...]]:
        """The fit of a group, its points, and the names of the filters that leave it out."""
        wanted, asked = self._wanted, self._asked
        since = date.fromisoformat(group.verified_on) if group.verified_on else None
        fit = Fit(
            {2: "named", 1: "everywhere", None: "other"}[group.county] if asked.county else "",
            resource_rules.age_fit(asked.age, group.minimum_age, group.maximum_age),
            {2: "spoken", 1: "unsaid", None: "other"}[group.language] if asked.language else "",
            resource_rules.YES_NO[group.accepting],
            resource_rules.verified(since, self._today, self._weights),
            ("name" if group.named else "description") if asked.text else "",
            tuple((at, self._answers[at]) for at, has in enumerate(group.asks) if has == "1"),
            self.past.get(group.past, resource_rules.NOTHING),
        )
        out = tuple(
            name
            for name, left_out in (
                ("county", fit.county == "other"),
                ("language", wanted.language is not None and fit.language == "other"),
                ("age", fit.age == "outside"),
                ("accepting", wanted.accepting and group.accepting == 0),
            )
            if left_out
        )
        return fit, 0 if out else resource_rules.points(fit, self._weights), out


def _eligibility(ask: Ask) -> str:
    """What finds the words of an `ask` in an eligibility."""
    phrases = [" ".join(re.findall(r"\w+", fold(words))) for words in ask.words]
    quoted = [f'"{each}"' for each in phrases if each]
    # Words of signs alone are in no text.
    return f"eligibility : ({' OR '.join(quoted or [NOWHERE])})"


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
