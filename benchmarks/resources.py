"""Services: a search over 50,000 against one over 500, and the import of a directory of 50,000.

Targets: the search at most 2 times; the import at most 6 times `sqlite-utils insert --csv` of the
same files, all of them in one call each.
"""

import csv
import shlex
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterable
from pathlib import Path

from _build import TODAY, build
from _measure import CASELOAD, Run, line, side_by_side

SERVICES, FEW = 50_000, 500
COUNTIES = ("McLennan", "Bell", "Hill", "Bosque", "Falls", "Limestone")
TERMS = (("BH-1800", "Housing/Shelter"), ("BD-1800", "Emergency Food"), ("ND-1000", "Job Search"),
         ("NL-1000", "Food Stamps/SNAP"), ("BT-4500", "Local Transportation"),
         ("RP-1400", "Counseling"), ("FT-0500", "Legal Aid"), ("HH-0500", "Adult Education"),
         ("PN-8100", "Peer Support"), ("PH-6000", "Parenting"),
         ("TB-0100", "Information"))  # fmt: skip
FINDS = {
    "by need and county": "--need housing --county McLennan --language es --age 17 --accepting",
    "by words": "shelter families",
    "without a filter": "",
}


def main() -> None:
    """Build, run, print."""
    beside = Path(sys.executable).with_name("sqlite-utils")
    insert = str(beside) if beside.exists() else shutil.which("sqlite-utils") or ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            "CASELOAD_CONFIG": str(folder / "none.toml"),
            "CASELOAD_TODAY": TODAY.isoformat(),
        }
        files = {count: folder / f"{count}.db" for count in (FEW, SERVICES)}
        for count in files:
            write(folder / str(count), count)
        best: dict[str, Run] = {}
        for _ in range(3):
            plain = folder / "plain.db"
            for each in (*files.values(), plain):
                each.unlink(missing_ok=True)
            tables = sorted((folder / str(SERVICES)).glob("*.csv"))
            script = " && ".join(
                shlex.join([insert, "insert", str(plain), table.stem, str(table), "--csv"])
                for table in tables
            )
            for count, path in files.items():
                build(path, 100, 0)
                if count == FEW:
                    bring = [*CASELOAD, "--file", str(path), "import", "hsds"]
                    side_by_side({"few": [*bring, str(folder / str(FEW))]}, environment, 1)
            commands = {
                "ours": [*CASELOAD, "--file", str(files[SERVICES]), "import", "hsds",
                         str(folder / str(SERVICES))],
                "theirs": ["sh", "-c", script],
            }  # fmt: skip
            for name_of, run in side_by_side(commands, environment, 1).items():
                if name_of not in best or run.seconds < best[name_of].seconds:
                    best[name_of] = run
        said = "import hsds, 50,000 services / sqlite-utils insert --csv"
        line(said, best["ours"], best["theirs"], "6")
        for said, options in FINDS.items():
            found = side_by_side(
                {
                    str(count): [*CASELOAD, "--file", str(path), "resource", "find",
                                 *shlex.split(options), "--json"]
                    for count, path in files.items()
                },
                environment,
                7,
            )  # fmt: skip
            line(f"resource find {said}, 50,000 / 500", found[str(SERVICES)], found[str(FEW)], "2")


def write(folder: Path, services: int) -> None:
    """A package as a directory of a state would publish it: ten tables, a service in each row."""
    folder.mkdir()
    ids = [str(uuid.UUID(int=number + (1 << 64))) for number in range(services)]
    organizations = services // 5 + 1

    def table(name: str, heads: str, rows: Iterable[Iterable[object]]) -> None:
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(heads.split())
            out.writerows(rows)

    numbers = range(services)
    table("organizations", "id name description website",
          ((f"o{n}", f"Helping Hands {n}", "Serves families.", f"https://hands{n}.example.org")
           for n in range(organizations)))  # fmt: skip
    table("services",
          "id organization_id name description status url email fees_description"
          " eligibility_description minimum_age maximum_age assured_date application_process",
          ((ids[n], f"o{n % organizations}", f"{TERMS[n % 11][1]} program {n}",
            f"<p>Helps families with {TERMS[n % 11][1].lower()} &amp; more, shelter among it.</p>"
            "<p>Walk in, or call ahead; staff are there to answer what people ask.</p>",
            "active", f"https://hands.example.org/{n}", f"help{n}@example.org",
            ("Free", "Sliding scale", "")[n % 3],
            ("Adults with mental illness", "Veterans", "")[n % 3],
            (18, "", 12)[n % 3], ("", "", 24)[n % 3], f"2026-{1 + n % 10:02}-{1 + n % 28:02}",
            "Call or walk in.") for n in numbers))  # fmt: skip
    table("locations", "id location_type name latitude longitude",
          ((f"l{n}", "physical", f"Office {n}", 31.5, -97.1) for n in numbers))  # fmt: skip
    table("addresses",
          "id location_id address_1 city region state_province postal_code country address_type",
          ((f"a{n}", f"l{n}", f"{n} Austin Avenue", "Waco", f"{COUNTIES[n % 6]} County", "TX",
            "76701", "US", "physical") for n in numbers))  # fmt: skip
    table("service_at_location", "id service_id location_id",
          ((f"sl{n}", ids[n], f"l{n}") for n in numbers))  # fmt: skip
    table("phones", "id service_id number extension type",
          ((f"p{n}", ids[n], f"(254) 555-{n % 10_000:04}", "", "voice")
           for n in numbers))  # fmt: skip
    table("schedules", "id service_id freq byday opens_at closes_at",
          ((f"h{n}", ids[n], "WEEKLY", "MO,TU,WE,TH,FR", "09:00", "17:00")
           for n in numbers))  # fmt: skip
    table("languages", "id service_id name code",
          ((f"g{n}", ids[n], ("Spanish", "English", "Vietnamese")[n % 3], "")
           for n in numbers))  # fmt: skip
    table("service_areas", "id service_id name",
          ((f"r{n}", ids[n], f"{COUNTIES[n // 11 % 6]} County") for n in numbers))  # fmt: skip
    table("taxonomy_terms", "id code name description parent_id taxonomy",
          ((f"t{n}", code, name, "", "", "211HSIS")
           for n, (code, name) in enumerate(TERMS)))  # fmt: skip
    table("attributes", "id link_id link_entity taxonomy_term_id link_type",
          ((f"x{n}", ids[n], "service", f"t{n % 11}", "") for n in numbers))  # fmt: skip


if __name__ == "__main__":
    main()
