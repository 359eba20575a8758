"""A service on its way in: what a directory says of it, gathered, and made into one of ours."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.linking import Resource, ResourceNeed
from caseload.records import resources
from caseload.records._text import quoted
from caseload.records.resources import OLDEST
from caseload.rules import hsds_needs
from caseload.rules.hsds_needs import Term, Words

STATUSES = {"active": (True, None), "temporarily closed": (True, False),
            "inactive": (False, None), "defunct": (False, None)}  # fmt: skip
"""What a status says: whether it is offered, and whether it takes people."""
MOST_LISTED = 4
"""So many phones or addresses are kept; where there are more, their number is said."""
DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
FIELDS = ("id", "name", "description", "url", "email", "status", "application_process", "alert",
          "fees_description", "fees", "eligibility_description", "minimum_age", "maximum_age",
          "assured_date", "interpretation_services")  # fmt: skip


class Place(NamedTuple):
    """Where something stands in a package."""

    file: str
    row: int
    """As a spreadsheet shows it; of a page of JSON, which service of it, from 1."""


class Draft:
    """What a directory says of one service; lists grow as its tables are read."""

    __slots__ = ("access", "addresses", "areas", "documents", "fees", "languages", "organization",
                 "phones", "room", "said", "schedules", "terms", "where")  # fmt: skip

    def __init__(self, where: "Place", said: dict[str, str], organization: str) -> None:
        self.where, self.said, self.organization = where, said, organization
        self.phones: list[tuple[int, str]] = []
        """Each with how near it is to the service: 0 its own."""
        self.languages: list[str] = []
        self.areas: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        """Each with its region."""
        self.schedules: list[str] = []
        self.terms: list[tuple[Term, bool]] = []
        """Each with whether it says for whom the service is."""
        self.documents: list[str] = []
        self.access: list[str] = []
        self.fees: list[str] = []
        self.room: float | None = None
        """How many more it says it can take."""


class Made(NamedTuple):
    """A service of ours, made from a draft."""

    resource: Resource
    unknown: tuple[str, ...]
    """Names of terms of which nobody has said which need they are."""
    unread: bool
    """Whether it names areas that are no counties that we can read."""


class Maker:
    """Makes services of ours from drafts of one directory."""

    def __init__(
        self, terms: Mapping[str, Term], words: Words, known: Mapping[str, str], today: date
    ) -> None:
        """Begin with a directory.

        Args:
            terms: Its taxonomy, by id.
            words: What its terms and areas mean here.
            known: Counties of this caseload, by `county_key` → as they are spelled here.
            today: The day that a date may not lie beyond.
        """
        self._terms, self._words, self._known, self._today = terms, words, known, today
        self._meant: dict[Term, frozenset[str]] = {}

    def made(self, draft: Draft) -> Made:
        """One of our services.

        Raises:
            InvalidError: What it says can't be true; `field` is the directory's name for it.
        """
        said = draft.said
        active, accepting = _status(said.get("status", ""))
        needs, audience, unknown = self._needs(draft)
        areas = hsds_needs.counties_of(draft.areas, self._known, self._words)
        counties = areas.counties
        if not draft.areas:
            regions = [_region(region, self._words) for _, region in draft.addresses]
            counties = hsds_needs.counties_of(regions, self._known, self._words).counties
        where = f"Serves: {', '.join(areas.unread)}" if areas.unread else ""
        eligibility = [plain(said.get("eligibility_description", "")), *audience, where]
        fee = plain(said.get("fees_description") or said.get("fees", ""))
        one = Resource(
            "V0",
            draft.organization,
            " ".join(plain(said["name"]).split()),
            need=needs or frozenset({ResourceNeed.OTHER}),
            description=_description(draft),
            counties=counties,
            eligibility=_one_line(eligibility, ". "),
            minimum_age=_age("minimum_age", said.get("minimum_age", "")),
            maximum_age=_age("maximum_age", said.get("maximum_age", "")),
            fee=_one_line([fee, *draft.fees], "; "),
            languages=tuple(dict.fromkeys(_split(draft.languages))),
            phone=_first(text for _, text in sorted(draft.phones, key=lambda each: each[0])),
            email=_one_line([said.get("email", "")], " "),
            url=_one_line([said.get("url", "")], " "),
            address=_first((text for text, _ in draft.addresses), "\n"),
            hours=_one_line(draft.schedules, "; "),
            accepting=accepting if draft.room is None else draft.room > 0,
            verified_on=_assured(said.get("assured_date", "")),
            source_id=said["id"],
            active=active,
        )
        checked = resources.checked(one, self._today)
        return Made(checked, unknown, bool(areas.unread))

    def _needs(self, draft: Draft) -> tuple[frozenset[ResourceNeed], list[str], tuple[str, ...]]:
        """The needs, for whom it is, and the terms that say neither."""
        found: set[str] = set()
        audience: list[str] = []
        unknown: list[str] = []
        for term, for_whom in draft.terms:
            meant = frozenset({hsds_needs.AUDIENCE}) if for_whom else self._of_term(term)
            if hsds_needs.AUDIENCE in meant:
                audience.append(plain(term.name))
            elif meant:
                found |= meant
            else:
                unknown.append(" ".join(term.name.split()) or term.code)
        if not found:
            return hsds_needs.of_name(draft.said["name"], self._words), audience, tuple(unknown)
        return frozenset(map(ResourceNeed, found)), audience, tuple(unknown)

    def _of_term(self, term: Term) -> frozenset[str]:
        # A directory has a hundred terms for its 50,000 services.
        if term not in self._meant:
            self._meant[term] = hsds_needs.of_term(term, self._terms, self._words)
        return self._meant[term]


def _region(text: str, words: Words) -> str:
    """The region of an address, which in American directories is its county: "King"."""
    bare = " ".join(text.split())
    if not bare or hsds_needs.folded(bare) in words.everywhere:
        return ""
    return bare if hsds_needs.is_area(bare) else f"{bare} County"


def _status(text: str) -> tuple[bool, bool | None]:
    bare = " ".join(text.casefold().replace("_", " ").split()) or "active"
    if bare not in STATUSES:
        raise InvalidError(f"{quoted(text)} is none of: {', '.join(STATUSES)}", field="status")
    return STATUSES[bare]


def _description(draft: Draft) -> str | None:
    said = draft.said
    parts = [
        ("", [said.get("description", "")]),
        ("Now: ", [said.get("alert", "")]),
        ("How to apply: ", [said.get("application_process", "")]),
        ("Bring: ", draft.documents),
        ("Access: ", draft.access),
        ("Interpretation: ", [said.get("interpretation_services", "")]),
    ]
    told = [(head, dict.fromkeys(filter(None, map(plain, texts)))) for head, texts in parts]
    return "\n\n".join(f"{head}{'; '.join(text)}" for head, text in told if text) or None


def _age(field: str, text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text, re.ASCII) or float(text) > OLDEST:
        raise InvalidError(f"{quoted(text)} is no age of 0 to {OLDEST} years", field=field)
    return int(float(text))


def _assured(text: str) -> date | None:
    if not text:
        return None
    try:
        # Some give an instant; its day is what is asked.
        return dates.parse_iso(re.split(r"[T ]", text, maxsplit=1)[0])
    except InvalidError as error:
        raise InvalidError(str(error), field="assured_date") from None


def _split(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for part in re.split(r"[;,\n]", text):
            if part.strip():
                yield " ".join(part.split())


def _one_line(texts: Iterable[str], between: str) -> str | None:
    kept = dict.fromkeys(" ".join(text.split()).removesuffix(between.strip()) for text in texts)
    return between.join(filter(None, kept)) or None


def _first(texts: Iterable[str], between: str = "; ") -> str | None:
    kept = list(dict.fromkeys(filter(None, texts)))
    more = f"{between}and {len(kept) - MOST_LISTED} more" if len(kept) > MOST_LISTED else ""
    return between.join(kept[:MOST_LISTED]) + more or None


# --- parts, as tables and JSON both have them ---------------------------------------------------


def phone(row: Mapping[str, str]) -> str:
    """A phone number as it is given, with its extension and what it is for."""
    number = " ".join(row.get("number", "").strip("\"' ").split())
    if not number:
        return ""
    kind = row.get("type", "").strip().casefold()
    extension = row.get("extension", "").strip().removesuffix(".0")
    ext = f" ext. {extension}" if extension else ""
    return number + ext + (f" ({kind})" if kind not in ("", "voice", "cell", "text") else "")


def address(row: Mapping[str, str]) -> str:
    """An address on lines of its own."""
    town = " ".join(filter(None, (row.get("state_province", ""), row.get("postal_code", ""))))
    lines = [row.get("address_1", ""), row.get("address_2", ""),
             ", ".join(filter(None, (row.get("city", ""), town)))]  # fmt: skip
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def schedule(row: Mapping[str, str], today: date) -> str:
    """Opening hours in words; '' for those that have ended."""
    for name in ("valid_to", "until"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", row.get(name, "")[:10]) and (
            row[name][:10] < today.isoformat()
        ):
            return ""
    days = [part.strip().upper() for part in row.get("byday", "").split(",") if part.strip()]
    named = ", ".join(day[:-2] + DAYS.get(day[-2:], day[-2:]) for day in days)
    opens, closes = row.get("opens_at", "")[:5], row.get("closes_at", "")[:5]
    hours = f"{opens} to {closes}" if opens and closes else opens or closes
    often = "monthly " if row.get("freq", "").upper() == "MONTHLY" else ""
    told = f"{often}{named} {hours}".strip()
    return told or " ".join(plain(row.get("description", "")).split())


def cost(row: Mapping[str, str], today: date) -> str:
    """What it costs for whom; '' for a price that has ended."""
    until = row.get("valid_to", "")[:10]
    if until and until < today.isoformat():
        return ""
    amount = row.get("amount", "").strip()
    price = f"{amount} {row.get('currency', '').upper()}".strip() if amount else ""
    what = " ".join(filter(None, (price, row.get("amount_description", ""))))
    return ": ".join(filter(None, (plain(row.get("option", "")), plain(what))))


def area(row: Mapping[str, str]) -> str:
    """An area in words; a shape on a map has none but its name."""
    shape = row.get("extent_type", "").strip().casefold() in ("geojson", "topojson", "kml")
    extent = "" if shape or "{" in row.get("extent", "") else row.get("extent", "")
    return plain(row.get("name", "") or extent or row.get("description", ""))


def of_people(link_type: str) -> bool:
    """Whether a term says for whom a service is, by the kind of its link."""
    return any(word in link_type.casefold() for word in ("eligib", "audience", "target"))


# --- HTML ----------------------------------------------------------------------------------------

_BLOCKS = "p div br li ul ol tr table h1 h2 h3 h4 h5 h6 section article hr dt dd"
_INLINE = (
    "a b i u em strong span font small big sub sup abbr td th tbody thead img code label s strike"
    " del ins center dl mark q cite"
)
BLOCKS, INLINE = frozenset(_BLOCKS.split()), frozenset(_INLINE.split())
SILENT = frozenset(("script", "style", "head", "title"))


class _Plain(HTMLParser):
    """Keeps what is read; what only looks like a tag, such as <me@example.org>, stays text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag in BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag not in INLINE:
            self.handle_data(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in BLOCKS and tag not in ("br", "hr"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text without the HTML that a description may have (HSDS allows it), its paragraphs kept."""
    if "<" in text:
        reader = _Plain()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    elif "&" in text:
        text = unescape(text)
    if text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
