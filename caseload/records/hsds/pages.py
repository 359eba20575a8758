"""HSDS 3 as JSON: services with all that is said of them inside, alone, in a list, or in pages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from caseload.errors import InvalidError
from caseload.records._text import quoted
from caseload.records.hsds import draft, package
from caseload.records.hsds.draft import Draft, Place
from caseload.records.hsds.tables import Tables, Watch, Wrong
from caseload.rules.hsds_needs import Term

_LISTS = ("phones", "schedules", "languages", "service_areas", "service_at_locations", "attributes",
          "required_documents", "cost_options", "capacities")  # fmt: skip


class Reader:
    """The pages of one directory being read."""

    def __init__(
        self, pages: list[tuple[str, Path]], today: date, wrong: Wrong, watch: Watch
    ) -> None:
        self._pages, self._today, self._wrong, self._watch = pages, today, wrong, watch
        self._terms: dict[str, Term] = {}
        self._seen: dict[str, Place] = {}
        self.bare = 0
        """How many services came without anything that belongs to them."""
        self.whole = True
        """Whether these are all pages that there are, as far as they say."""

    def read(self) -> Tables:
        """Read all of it.

        Raises:
            InvalidError: A page is no JSON, holds no services, or is of another version.
        """
        drafts: list[Draft] = []
        numbers: set[int] = set()
        total = 0
        for index, (name, path) in enumerate(self._pages):
            found = package.document(name, path)
            if isinstance(found, dict) and "contents" in found:
                total = max(total, _whole_number(found.get("total_pages")))
                numbers.add(_whole_number(found.get("page_number")))
            for number, one in enumerate(_services(name, found), 1):
                made = self._draft(Place(name, number), one)
                if made is not None:
                    drafts.append(made)
            self._watch((index + 1) / len(self._pages))
        self.whole = len(numbers) >= total
        return Tables(drafts, self._terms)

    def _draft(self, place: Place, one: Any) -> Draft | None:
        if not isinstance(one, dict):
            self._wrong(place, "", "is no service: a JSON object is wanted")
            return None
        said: dict[str, str] = {}
        good = True
        for name in draft.FIELDS:
            value = one.get(name)
            if isinstance(value, dict | list):
                self._wrong(place, name, "is a list or object where text is wanted")
                good = False
            elif value is not None and value != "":
                said[name] = _text(value)
        for name in _LISTS:
            value = one.get(name)
            if value is not None and not (
                isinstance(value, list) and all(isinstance(each, dict) for each in value)
            ):
                self._wrong(place, name, "is no list of objects")
                good = False
        for name in ("id", "name"):
            if not said.get(name, "").strip():
                self._wrong(place, name, "empty")
                good = False
        before = self._seen.setdefault(said.get("id", ""), place)
        if good and before is not place:
            again = f"{said['id'][:40]} is service {before.row} of {before.file} already"
            self._wrong(place, "id", again)
            good = False
        of = one.get("organization")
        if not isinstance(of, dict) or not _text(of.get("name")).strip():
            self._wrong(place, "organization", "there is no organization with a name")
            return None
        return self._filled(place, one, said, of) if good else None

    def _filled(self, place: Place, one: Any, said: dict[str, str], of: Any) -> Draft:
        if not said.get("url") and _text(of.get("website")):
            said["url"] = _text(of["website"])
        made = Draft(place, said, _text(of["name"]))
        self.bare += not any(name in one for name in _LISTS)
        self._take(made, one, 0)
        sites = []
        for at in _objects(one, "service_at_locations"):
            self._take(made, at, 1)
            if isinstance(at.get("location"), dict):
                sites.append(at["location"])
        hours = len(list(filter(None, made.schedules)))
        addresses = []
        for site in sites:
            self._take(made, site, 2, schedules=not hours)
            for row in map(_row, _objects(site, "addresses")):
                postal = row.get("address_type", "").casefold() == "postal"
                addresses.append((postal, draft.address(row), row.get("region", "")))
            made.access += [row.get("description", "") or row.get("details", "")
                            for row in map(_row, _objects(site, "accessibility"))]  # fmt: skip
        addresses.sort(key=lambda each: each[0])
        made.addresses += [(text, region) for _, text, region in addresses]
        if not made.phones:
            made.phones += [(3, draft.phone(_row(each))) for each in _objects(of, "phones")]
        made.areas += [draft.area(_row(each)) for each in _objects(one, "service_areas")]
        made.documents += [
            _text(each.get("document")) for each in _objects(one, "required_documents")
        ]
        made.fees += [draft.cost(_row(each), self._today) for each in _objects(one, "cost_options")]
        for each in _objects(one, "capacities"):
            if isinstance(each.get("available"), int | float):
                made.room = (made.room or 0) + each["available"]
        for each in _objects(one, "attributes"):
            if isinstance(each.get("taxonomy_term"), dict):
                made.terms.append(
                    (
                        self._term(each["taxonomy_term"]),
                        draft.of_people(_text(each.get("link_type"))),
                    )
                )
        return made

    def _take(self, made: Draft, one: Any, rank: int, *, schedules: bool = True) -> None:
        """Phones, languages and hours of a service, of it at a location, or of the location."""
        for each in _objects(one, "phones"):
            row = _row(each)
            late = 9 if row.get("type", "").casefold() in ("fax", "pager") else 0
            made.phones.append((rank + late, draft.phone(row)))
            made.languages += map(_language, _objects(each, "languages"))
        made.languages += map(_language, _objects(one, "languages"))
        if schedules:
            made.schedules += [
                draft.schedule(_row(each), self._today) for each in _objects(one, "schedules")
            ]

    def _term(self, of: Any) -> Term:
        row = _row(of)
        term = Term(row.get("code", "").strip(), row.get("name", ""), row.get("parent_id", ""))
        self._terms.setdefault(row.get("id", "") or f"{len(self._terms)}", term)
        return term


def _services(name: str, found: Any) -> Iterator[Any]:
    """The services of a file: one, a list of them, a page of them, or those of organizations."""
    if isinstance(found, dict):
        version = found.get("version")
        if isinstance(version, str) and "organization" not in found and version[:1] != "3":
            raise InvalidError(f"{quoted(name)} is HSDS {version}, and caseload reads HSDS 3.")
        found = found.get("contents", [found])
    if not isinstance(found, list):
        raise InvalidError(f"{quoted(name)} holds no list of services; have it exported anew.")
    for one in found:
        if isinstance(one, dict) and isinstance(one.get("services"), list):
            of = {key: value for key, value in one.items() if key != "services"}
            for service in one["services"]:
                yield {"organization": of, **service} if isinstance(service, dict) else service
        elif isinstance(one, dict) and isinstance(one.get("service"), dict) and "location" in one:
            yield {"service_at_locations": [one], **one["service"]}
        elif isinstance(one, dict) and "organization" not in one and "status" not in one:
            raise InvalidError(
                f"{quoted(name)} holds no services; it may be another list of the same directory. "
                "Fetch its services with all that belongs to them."
            )
        else:
            yield one


def _objects(of: Any, name: str) -> list[Any]:
    found = of.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _row(of: Any) -> dict[str, str]:
    return {name: _text(value) for name, value in of.items() if not isinstance(value, dict | list)}


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _language(of: Any) -> str:
    return _text(of.get("name")) or _text(of.get("code"))


def _whole_number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
