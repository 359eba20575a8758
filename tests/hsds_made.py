"""Directories in the Open Referral format, made for tests: tables, zips, pages of JSON."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

Tables = dict[str, list[dict[str, Any]]]
ID = "ac148810-d857-441c-9679-408f346de1{:02}"


def tables() -> Tables:
    """Two services of one organization, with something in every table; shaped as published ones."""
    return {
        "organizations": [
            {"id": "o1", "name": "Casa Encina, Inc.", "description": "x", "website": "http://casa"},
        ],
        "services": [
            {
                "id": ID.format(1), "organization_id": "o1", "name": "Help with rent",
                "description": "<p>One month of rent &amp; deposit.</p><li>Once a year</li>",
                "status": "active", "email": "rent@casa.example", "fees_description": "Free",
                "eligibility_description": "Adults with a lease", "minimum_age": "18",
                "maximum_age": "", "assured_date": "2026-05-04",
                "application_process": "Call first", "alert": "Closed on Friday",
            },
            {
                "id": ID.format(2), "organization_id": "o1", "name": "Despensa",
                "description": "Alimentos", "status": "temporarily closed", "url": "http://pan",
                "minimum_age": "0.5", "maximum_age": "17.0",
            },
        ],
        "locations": [{"id": "l1", "location_type": "physical", "name": "Office"}],
        "addresses": [
            {"id": "a1", "location_id": "l1", "address_1": "PO Box 9", "city": "Waco",
             "state_province": "TX", "postal_code": "76701", "region": "McLennan County",
             "address_type": "postal"},
            {"id": "a2", "location_id": "l1", "address_1": "1 Elm St", "address_2": "Room 2",
             "city": "Waco", "state_province": "TX", "postal_code": "76701",
             "region": "McLennan County", "address_type": "physical"},
        ],
        "accessibility": [{"id": "x1", "location_id": "l1", "description": "Ramp"}],
        "service_at_location": [
            {"id": "sl1", "service_id": ID.format(1), "location_id": "l1"},
            {"id": "sl2", "service_id": ID.format(2), "location_id": "l1"},
        ],
        "phones": [
            {"id": "p1", "service_id": ID.format(1), "number": "(254) 555-0101", "extension": "7",
             "type": "voice"},
            {"id": "p2", "service_id": ID.format(1), "number": "(254) 555-0102", "type": "fax"},
            {"id": "p3", "location_id": "l1", "number": '"+1 254 555 0103"', "type": "voice"},
        ],
        "schedules": [
            {"id": "h1", "service_id": ID.format(1), "freq": "WEEKLY", "byday": "MO,TU",
             "opens_at": "09:00:00", "closes_at": "17:00:00"},
            {"id": "h2", "service_id": ID.format(1), "description": "Long ago",
             "valid_to": "2020-01-01"},
            {"id": "h3", "location_id": "l1", "description": "By appointment"},
        ],
        "languages": [
            {"id": "g1", "service_id": ID.format(1), "name": "Spanish"},
            {"id": "g2", "location_id": "l1", "name": "", "code": "vi"},
        ],
        "service_areas": [
            {"id": "r1", "service_id": ID.format(1), "name": "Hill and Bosque Counties"},
            {"id": "r2", "service_id": ID.format(1), "name": "Waco"},
        ],
        "taxonomy_terms": [
            {"id": "t1", "code": "BH-3800", "name": "Housing Expense Assistance"},
            {"id": "t2", "code": "", "name": "Things unheard of"},
            {"id": "t3", "code": "YB-9000", "name": "Young Adults"},
        ],
        "attributes": [
            {"id": "b1", "link_entity": "service", "link_id": ID.format(1),
             "taxonomy_term_id": "t1"},
            {"id": "b2", "link_entity": "service", "link_id": ID.format(2),
             "taxonomy_term_id": "t2"},
            {"id": "b3", "link_entity": "service", "link_id": ID.format(2),
             "taxonomy_term_id": "t3"},
            {"id": "b4", "link_entity": "organization", "link_id": "o1",
             "taxonomy_term_id": "t1"},
        ],
        "required_documents": [{"id": "d1", "service_id": ID.format(1), "document": "The lease"}],
        "cost_options": [
            {"id": "c1", "service_id": ID.format(2), "option": "Adults", "currency": "usd",
             "amount": "5", "amount_description": "a bag"},
        ],
    }  # fmt: skip


def text_of(rows: list[dict[str, Any]]) -> str:
    """Rows as a table."""
    heads = list(dict.fromkeys(name for row in rows for name in row)) or ["id", "service_id"]
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def descriptor(version: str = "3.0.0", **more: Any) -> dict[str, Any]:
    return {"name": "human_services_data", "version": version, "resources": [], **more}


def folder(path: Path, made: Tables | None = None, version: str | None = "3.0.0") -> Path:
    """A package of tables in a folder."""
    path.mkdir()
    for name, rows in (made or tables()).items():
        (path / f"{name}.csv").write_text(text_of(rows), encoding="utf-8")
    if version is not None:
        (path / "datapackage.json").write_text(json.dumps(descriptor(version)))
    return path


def packed(path: Path, made: Tables | None = None, inside: str = "") -> Path:
    """A package of tables in a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, rows in (made or tables()).items():
            out.writestr(f"{inside}{name}.csv", text_of(rows))
        out.writestr(f"{inside}datapackage.json", json.dumps(descriptor()))
    return path


def services(made: Tables | None = None) -> list[dict[str, Any]]:
    """The same as services with all that belongs to them inside."""
    of = made or tables()

    def own(table: str, **key: str) -> list[dict[str, Any]]:
        ((name, value),) = key.items()
        return [
            {k: v for k, v in row.items() if v != ""}
            for row in of.get(table, [])
            if row.get(name) == value
        ]

    terms = {row["id"]: row for row in of.get("taxonomy_terms", [])}
    found = []
    for service in of["services"]:
        number = service["id"]
        sites = []
        for at in own("service_at_location", service_id=number):
            (site,) = own("locations", id=at["location_id"])
            for table in ("addresses", "accessibility", "phones", "schedules", "languages"):
                site[table] = own(table, location_id=at["location_id"])
            sites.append({"id": at["id"], "location": site})
        found.append(
            {
                **{name: value for name, value in service.items() if value != ""},
                "organization": own("organizations", id=service["organization_id"])[0],
                "service_at_locations": sites,
                "attributes": [
                    {**row, "taxonomy_term": terms[row["taxonomy_term_id"]]}
                    for row in own("attributes", link_id=number)
                ],
                **{
                    table: own(table, service_id=number)
                    for table in ("phones", "schedules", "languages", "service_areas",
                                  "required_documents", "cost_options")
                },
            }
        )  # fmt: skip
    return found
