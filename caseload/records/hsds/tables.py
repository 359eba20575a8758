"""HSDS 3 as a package of tables: services with what the other tables say of them.

What refers to a service, an organization or a location that is not there is a mistake, and named.
The specification's own sample has other references that lead nowhere (a location's organization, a
term's parent); those are none of ours.
"""

from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseload.errors import InvalidError
from caseload.records._sheet import Problem, open_sheet
from caseload.records.hsds import draft
from caseload.records.hsds.draft import Draft, Place
from caseload.rules.hsds_needs import Term

Row = dict[str, str]
Watch = Callable[[float], None]
Wrong = Callable[[Place, str, str], None]
"""Is told of a mistake: where, in which column, and what."""
EVERY = 2_000
"""After so many rows progress is told."""


class _Site:
    """A location, or an organization: what hangs on it."""

    __slots__ = ("access", "addresses", "languages", "name", "phones", "schedules", "url")

    def __init__(self, name: str = "", url: str = "") -> None:
        self.name, self.url = name, url
        self.addresses: list[tuple[bool, str, str]] = []
        self.phones: list[str] = []
        self.languages: list[str] = []
        self.schedules: list[str] = []
        self.access: list[str] = []


class Tables(NamedTuple):
    """What the tables say."""

    drafts: list[Draft]
    terms: dict[str, Term]


class Reader:
    """One package being read."""

    def __init__(self, tables: dict[str, Path], today: date, wrong: Wrong, watch: Watch) -> None:
        self._tables, self._today, self._wrong, self._watch = tables, today, wrong, watch
        self._sizes = {of: path.stat().st_size or 1 for of, path in tables.items()}
        self._done = 0
        self._organizations: dict[str, _Site] = {}
        self._locations: dict[str, _Site] = {}
        self._services: dict[str, Draft] = {}
        self._of_service: dict[str, str] = {}
        """The organization of each service."""
        self._at: dict[str, tuple[Draft, _Site]] = {}
        """A service at a location, by its own id."""
        self._sites: dict[str, list[_Site]] = {}
        """The locations of each service."""
        self._phones: dict[str, tuple[Draft | None, _Site | None]] = {}
        self._terms: dict[str, Term] = {}
        self._unread: set[str] = set()
        """Objects of which a row could not be read: what is missing may be there."""

    def read(self) -> Tables:
        """Read all of it."""
        self._read_organizations()
        self._read_locations()
        self._read_services()
        self._read_at()
        self._read_phones()
        self._read_schedules()
        self._read_languages()
        self._read_attributes()
        self._read_rest()
        for service_id, one in self._services.items():
            self._complete(service_id, one)
        return Tables(list(self._services.values()), self._terms)

    # Rows

    def _rows(self, of: str, *needed: str) -> Iterator[tuple[Place, Row]]:
        path = self._tables.get(of)
        if path is None:
            return
        with open_sheet(path) as sheet:
            names = {
                header: header.strip().casefold().replace(" ", "_") for header in sheet.headers
            }
            missing = [name for name in needed if name not in names.values()]
            if missing:
                raise InvalidError(
                    f"{path.name} is not of HSDS 3: it has no column "
                    f"{' and no column '.join(missing)}."
                )
            spelled = all(name == header for header, name in names.items())
            total = sum(self._sizes.values())
            for index, row in enumerate(sheet):
                if index % EVERY == 0:
                    self._watch((self._done + sheet.progress * self._sizes[of]) / total)
                if isinstance(row, Problem):
                    self._wrong(Place(path.name, row.row), row.column, row.message)
                    self._unread.add(of)
                    continue
                values = row.values
                if not spelled:
                    values = {names[header]: text for header, text in values.items()}
                yield Place(path.name, row.number), values
        self._done += self._sizes[of]

    def _missing(self, place: Place, column: str, what: str, own_id: str) -> None:
        if what.replace(" ", "_") not in self._unread:
            self._wrong(place, column, f"there is no {what} with the id {own_id[:40]}")

    def _once(self, place: Place, known: Container[str], own_id: str) -> bool:
        """Whether an id is there, and was not before."""
        if not own_id.strip():
            self._wrong(place, "id", "empty")
        elif own_id in known:
            self._wrong(place, "id", f"{own_id[:40]} stands in an earlier row already")
        else:
            return True
        return False

    # Who, where, what

    def _read_organizations(self) -> None:
        for place, row in self._rows("organization", "id", "name"):
            if self._once(place, self._organizations, row["id"]):
                if not row["name"].strip():
                    self._wrong(place, "name", "empty")
                self._organizations[row["id"]] = _Site(row["name"], row.get("website", ""))

    def _read_locations(self) -> None:
        for place, row in self._rows("location", "id"):
            if self._once(place, self._locations, row["id"]):
                self._locations[row["id"]] = _Site(row.get("name", ""), row.get("url", ""))
        for place, row in self._rows("address", "location_id"):
            if site := self._site(place, row):
                postal = row.get("address_type", "").strip().casefold() == "postal"
                site.addresses.append((postal, draft.address(row), row.get("region", "")))
        for place, row in self._rows("accessibility", "location_id"):
            if site := self._site(place, row):
                site.access.append(row.get("description", "") or row.get("details", ""))

    def _site(self, place: Place, row: Row) -> _Site | None:
        own_id = row["location_id"]
        if own_id and own_id not in self._locations:
            self._missing(place, "location_id", "location", own_id)
        return self._locations.get(own_id)

    def _read_services(self) -> None:
        for place, row in self._rows("service", "id", "organization_id", "name"):
            if not self._once(place, self._services, row["id"]):
                continue
            if not row["name"].strip():
                self._wrong(place, "name", "empty")
                continue
            of = self._organizations.get(row["organization_id"])
            if of is None:
                if row["organization_id"]:
                    what = row["organization_id"]
                    self._missing(place, "organization_id", "organization", what)
                else:
                    self._wrong(place, "organization_id", "empty")
                # Known all the same, so that its phones are not called strangers.
                of = _Site("?")
            said = {name: row[name] for name in draft.FIELDS if row.get(name)}
            if not said.get("url") and of.url:
                said["url"] = of.url
            self._services[row["id"]] = Draft(place, said, of.name)
            self._of_service[row["id"]] = row["organization_id"]

    def _read_at(self) -> None:
        for place, row in self._rows("service_at_location", "service_id", "location_id"):
            one = self._service(place, row)
            site = self._locations.get(row["location_id"])
            if site is None:
                self._missing(place, "location_id", "location", row["location_id"])
            if one is not None and site is not None:
                self._at[row.get("id", "")] = one, site
                self._sites.setdefault(row["service_id"], []).append(site)

    def _service(self, place: Place, row: Row) -> Draft | None:
        own_id = row.get("service_id", "")
        if own_id and own_id not in self._services:
            self._missing(place, "service_id", "service", own_id)
        return self._services.get(own_id)

    # What hangs on them

    def _read_phones(self) -> None:
        for place, row in self._rows("phone", "number"):
            told, one = draft.phone(row), self._service(place, row)
            at = self._at.get(row.get("service_at_location_id", ""))
            site = self._locations.get(row.get("location_id", ""))
            of = self._organizations.get(row.get("organization_id", ""))
            late = 9 if row.get("type", "").strip().casefold() in ("fax", "pager") else 0
            if one is not None:
                one.phones.append((late, told))
            elif at is not None:
                at[0].phones.append((late + 1, told))
            elif not late:
                for owner in filter(None, (site or of,)):
                    owner.phones.append(told)
            self._phones[row.get("id", "")] = one or (at[0] if at else None), site

    def _read_schedules(self) -> None:
        for place, row in self._rows("schedule"):
            told, one = draft.schedule(row, self._today), self._service(place, row)
            at = self._at.get(row.get("service_at_location_id", ""))
            site = self._locations.get(row.get("location_id", ""))
            one = one or (at[0] if at else None)
            if one is not None:
                one.schedules.append(told)
            elif site is not None:
                site.schedules.append(told)

    def _read_languages(self) -> None:
        for place, row in self._rows("language"):
            told, one = row.get("name", "") or row.get("code", ""), self._service(place, row)
            site = self._locations.get(row.get("location_id", ""))
            by_phone = self._phones.get(row.get("phone_id", ""), (None, None))
            one, site = one or by_phone[0], site or by_phone[1]
            if one is not None:
                one.languages.append(told)
            elif site is not None:
                site.languages.append(told)

    def _read_attributes(self) -> None:
        for place, row in self._rows("taxonomy_term", "id", "name"):
            if self._once(place, self._terms, row["id"]):
                self._terms[row["id"]] = Term(
                    row.get("code", "").strip(), row["name"], row.get("parent_id", "")
                )
        for place, row in self._rows("attribute", "link_id", "taxonomy_term_id"):
            one = self._services.get(row["link_id"])
            entity = row.get("link_entity", "").strip().casefold()
            if one is None:
                if entity in ("service", "services"):
                    self._missing(place, "link_id", "service", row["link_id"])
                continue
            term = self._terms.get(row["taxonomy_term_id"])
            if term is None:
                self._missing(place, "taxonomy_term_id", "taxonomy term", row["taxonomy_term_id"])
                continue
            one.terms.append((term, draft.of_people(row.get("link_type", ""))))

    def _read_rest(self) -> None:
        for place, row in self._rows("service_area"):
            one = self._service(place, row)
            if one is None:
                one = self._at.get(row.get("service_at_location_id", ""), (None,))[0]
            if one is not None:
                one.areas.append(draft.area(row))
        for place, row in self._rows("required_document", "document"):
            if one := self._service(place, row):
                one.documents.append(row["document"])
        for place, row in self._rows("cost_option"):
            if one := self._service(place, row):
                one.fees.append(draft.cost(row, self._today))
        for _, row in self._rows("service_capacity", "service_id"):
            one = self._services.get(row["service_id"])
            if one is not None:
                with suppress(ValueError):
                    one.room = (one.room or 0) + float(row.get("available", ""))

    def _complete(self, service_id: str, one: Draft) -> None:
        """What a service does not say itself is what its locations, then its organization say."""
        sites = list(dict.fromkeys(self._sites.get(service_id, [])))
        told = sorted((each for site in sites for each in site.addresses), key=lambda each: each[0])
        one.addresses += [(text, region) for _, text, region in told]
        for site in sites:
            one.phones += [(2, number) for number in site.phones]
            one.languages += site.languages
            one.access += site.access
            if not one.said.get("url") and site.url:
                one.said["url"] = site.url
        if not any(one.schedules):
            one.schedules += [hours for site in sites for hours in site.schedules]
        of = self._organizations.get(self._of_service[service_id])
        if of is not None and not one.phones:
            one.phones += [(3, number) for number in of.phones]
