"""`caseload resource` and `caseload import hsds`: what they say, and with which code they end."""

import json
from pathlib import Path

import hsds_made as made
import pytest
from bringing import Desk, desk_in
from hsds_made import ID


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.done("resource", "add", "Casa Encina", "Renta", "--need", "housing", "--counties",
              "McLennan;Hill", "--languages", "es", "--minimum-age", "18", "--fee", "Free",
              "--phone", "(254) 555-0101", "--accepting")  # fmt: skip
    desk.done("resource", "add", "Table", "Pantry", "--need", "food", "--need", "Peer Support")
    return desk


def test_what_was_added_is_said_back(desk: Desk) -> None:
    ran = desk.run("resource", "add", "Casa", "Legal aid", "--languages", "vi")
    assert (ran.code, ran.out) == (0, "Added: Legal aid, Casa (V0003)\n")
    assert ran.err == "vi is Vietnamese.\n"


def test_a_search_shows_each_with_its_reasons(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    ran = desk.run("resource", "find", "--county", "McLennan", "--language", "Español",
                   "--age", "40", "--format", "table")  # fmt: skip
    assert ran.out == (
        " 1  Renta\n"
        "    Casa Encina · V0001 · (254) 555-0101\n"
        "    + covers McLennan · takes ages 18 and over · speaks Spanish ·\n"
        "      takes people now\n"
        "    - never verified\n"
        " 2  Pantry\n"
        "    Table · V0002\n"
        "    + names no ages\n"
        "    - names no county: everywhere, or nobody has said where · names no\n"
        "      languages: ask for Spanish · nobody has said whether it takes\n"
        "      people now · never verified\n"
    )
    assert ran.err == "Español is Spanish.\n"


def test_json_has_the_fields_of_a_service_and_why(desk: Desk) -> None:
    (one,) = json.loads(desk.done("resource", "find", "renta", "--json"))
    assert list(one)[:4] == ["resource_id", "organization", "name", "need"]
    assert list(one)[-3:] == ["score", "for", "against"]
    assert (one["need"], one["accepting"], one["email"]) == (["housing"], True, None)
    assert one["for"] == ["takes people now", "its name has 'renta'"]
    assert one["against"] == ["never verified"]


def test_what_filters_leave_out_is_said_with_the_mend(desk: Desk) -> None:
    desk.done("resource", "edit", "pantry", "--not-accepting", "--counties", "Bell")
    ran = desk.run("resource", "find", "--age", "17", "--county", "Bell", "--accepting")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No service fits.\n1 more takes nobody now; see it without --accepting.\n"
    ran = desk.run("resource", "find", "--age", "17")
    assert ran.err == "1 more doesn't take age 17; see it without --age.\n"
    ran = desk.run("resource", "find", "--county", "Falls")
    assert ran.err == "No service fits.\n2 more don't cover Falls; see them without --county.\n"
    ran = desk.run("resource", "find", "--limit", "1")
    assert ran.err == "1 of 2 that fit; all of them: --limit 2.\n"


def test_for_a_client_what_is_taken_from_them_is_said(desk: Desk) -> None:
    desk.done("client", "add", "Ana", "Núñez", "--county", "Hill", "--date-of-birth", "2010-01-05")
    ran = desk.run("resource", "find", "--for", "nunez")
    assert ran.err == (
        "For Núñez, Ana (C0001): Hill, age 16.\n1 more doesn't take age 16; see it without --age.\n"
    )
    assert ran.out.startswith("V0002\t")
    desk.done("client", "add", "Bo", "李")
    assert desk.run("resource", "find", "--for", "李").err.startswith(
        "For 李, Bo (C0002): neither county, language nor age is known."
    )
    told = desk.done("resource", "show", "renta", "--for", "C0001")
    assert "takes ages 18 and over, not 16" in told


def test_one_service_is_shown_in_full(desk: Desk) -> None:
    assert desk.done("resource", "show", "renta") == (
        "V0001         Renta\n"
        "offered by    Casa Encina\n"
        "for           housing\n"
        "takes people  yes\n"
        "phone         (254) 555-0101\n"
        "counties      McLennan, Hill\n"
        "languages     es\n"
        "ages          18 and over\n"
        "fee           Free\n"
        "verified      never\n"
    )
    assert json.loads(desk.done("resource", "show", "V0001", "--json"))["minimum_age"] == 18


def test_a_call_is_recorded_and_the_day_said_back(desk: Desk) -> None:
    assert desk.done("--staff", "Whitfield", "resource", "verify", "renta", "--on", "yesterday",
                     "--not-accepting", "--fee", "") == (
        "Verified: Renta, Casa Encina (V0001), Sun 22 Nov 2026 (yesterday)\n"
    )  # fmt: skip
    told = desk.done("resource", "show", "renta")
    assert "verified      Sun 22 Nov 2026 (yesterday), Dana Whitfield" in told
    assert "takes people  no" in told
    assert "fee " not in told
    listed = json.loads(desk.done("resource", "list", "--unverified", "--json"))
    assert [one["resource_id"] for one in listed] == ["V0002"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [("resource find food", 0), ("resource show pantry", 4), ("refer C0001 pantry", 4)],
)
def test_a_file_without_services_says_how_they_come_in(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    code: int,
) -> None:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.done("client", "add", "Bo", "Li")
    ran = desk.run(*arguments.split())
    assert (ran.code, ran.out) == (code, "")
    assert "caseload import resources FILE" in ran.err


def test_an_emptied_field_is_empty(desk: Desk) -> None:
    desk.done("resource", "edit", "renta", "--minimum-age", "", "--counties", "", "--languages", "")
    (one,) = json.loads(desk.done("resource", "list", "--need", "housing", "--json"))
    assert (one["minimum_age"], one["counties"], one["languages"]) == (None, [], [])


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["show", "zzz"], 4, "No service is called 'zzz'"),
        (["show", "[/]"], 4, "No service is called '[/]'"),
        (["edit", "renta"], 2, "Say what to change"),
        (["edit", "renta", "--minimum-age", "x"], 2, "--minimum-age 'x' is no whole number"),
        (["edit", "renta", "--maximum-age", "17"], 3, "From 18 to 17 years lets nobody in"),
        (["edit", "renta", "--need", "castle"], 2, "There is no need 'castle'. There are: housing"),
        (["edit", "renta", "--name", ""], 3, "A service needs a name"),
        (["edit", "renta", "--phone", "\x1b[31m"], 3, "phone holds a control character"),
        (["add", "casa encina", "RENTA"], 3, "has a service called RENTA already (V0001)"),
        (["verify", "renta", "--on", "tomorrow"], 3, "lies ahead"),
        (["verify", "renta", "--on", "29 feb 2026"], 3, ""),
        (["find", "--for", "nobody"], 4, "No client begins with 'nobody'"),
        (["find", "--need", "castle"], 2, "castle"),
        (["find", "--age", "131"], 2, "131"),
    ],
)
def test_what_is_put_wrongly_is_said_with_the_mend(
    desk: Desk, arguments: list[str], code: int, told: str
) -> None:
    before = desk.path.read_bytes()
    ran = desk.run("resource", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert desk.path.read_bytes() == before


def test_two_of_one_name_are_listed_with_who_offers_them(desk: Desk) -> None:
    desk.done("resource", "add", "Another", "Renta")
    ran = desk.run("resource", "show", "renta")
    assert (ran.code, ran.err) == (
        5, "caseload: Which service?  V0003 Renta, Another; V0001 Renta, Casa Encina\n",
    )  # fmt: skip


def test_a_mistake_in_the_agencys_weights_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "own").mkdir()
    (desk.folder / "own" / "resources.yaml").write_text("county:\n  named: lots\n")
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.folder / "settings.toml"))
    desk.done("config", "data", str(desk.folder / "own"))
    ran = desk.run("resource", "find")
    assert ran.code == 3
    assert "line 2: 'lots' is no whole number" in ran.err


# --- tables --------------------------------------------------------------------------------------


def test_an_export_comes_back_and_adds_nothing_twice(desk: Desk) -> None:
    desk.done("--staff", "Whitfield", "resource", "verify", "renta", "--accepting")
    desk.done("resource", "edit", "pantry", "--inactive", "--description", "=1+1\n[/] 李")
    desk.done("import", "hsds", made.folder(desk.folder / "p"))
    for form in ("csv", "json"):
        table = desk.export("resources", form)
        assert desk.bring("resources", table, name=f"t.{form}").out == (
            "resources: 0 added, 4 there already.\n"
        )
        other = desk.folder / f"{form}.db"
        desk.done("--file", other, "init", "--no-encrypt")
        (desk.folder / f"t.{form}").write_text(table)
        desk.done("--file", other, "import", "resources", desk.folder / f"t.{form}")
        assert desk.export("resources", form, other) == table


def test_a_table_of_another_list_merges_by_its_ids(desk: Desk) -> None:
    table = "organization,name,source,source_id,phone\nCasa,Bus passes,211,7,1\n"
    assert desk.brought("resources", table) == "resources: 1 added.\n"
    changed = table.replace("Bus passes", "Bus and train").replace(",1\n", ",2\n")
    assert desk.brought("resources", changed) == (
        "resources: 0 added, 1 there already that differ (--update changes them).\n"
    )
    assert desk.brought("resources", changed, "--update") == "resources: 0 added, 1 changed.\n"
    (one,) = [one for one in desk.rows("resources") if one["source"]]
    assert (one["name"], one["phone"], one["resource_id"]) == ("Bus and train", "2", "V0003")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Casa,,x,food", "row 2  name  empty"),
        ("Casa,A,x,castle", "'castle' is none of: housing"),
        ("Casa,A,x,food\nCASA,a,y,food", "A stands in row 2 already"),
        ("Casa,A,\x00,food", "control character"),
    ],
)
def test_a_bad_row_is_named_and_nothing_comes_in(desk: Desk, rows: str, told: str) -> None:
    said = desk.refused("resources", f"organization,name,phone,need\n{rows}\n")
    assert told.casefold() in said.casefold()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Casa,A,211,,18,60", "source_id"),
        ("Casa,A,,,60,18", "From 60 to 18 years lets nobody in"),
        ("Casa,A,,,many,", "'many' is no whole number"),
    ],
)
def test_a_row_that_can_not_be_true_is_named(desk: Desk, row: str, told: str) -> None:
    table = f"organization,name,source,source_id,minimum_age,maximum_age\n{row}\n"
    assert told in desk.refused("resources", table)


# --- directories ---------------------------------------------------------------------------------


def test_what_a_directory_did_is_said(desk: Desk) -> None:
    path = made.folder(desk.folder / "p")
    ran = desk.run("import", "hsds", path, "--source", "211")
    assert (ran.code, ran.out) == (0, "211: 2 added.\n")
    assert ran.err == (
        "1 service has no need that is known here, so: other.\n"
        "Terms that nobody has mapped yet (in hsds_needs.yaml):\n"
        "  Things unheard of: 1\n"
        "1 service names areas that are no counties; they stand in the eligibility.\n"
    )
    desk.done("resource", "edit", "help with rent", "--fee", "$1")
    of = made.tables()
    of["services"][0].update(fees_description="$9", email="x@y")
    for name, rows in of.items():
        of[name] = [row for row in rows if ID.format(2) not in row.values()]
    ran = desk.run("import", "hsds", made.folder(desk.folder / "q", of), "--source", "211")
    assert ran.out == "211: 0 added, 1 changed.\n"
    assert ran.err == (
        "  changed: V0003 Help with rent: email\n"
        "  kept as it was changed here: V0003 Help with rent: fee\n"
        "  To take what the directory says of these: --update\n"
        "1 of 211 is no longer in it; it stays. To set it aside: --retire\n"
        "  V0004 Despensa, Casa Encina, Inc.\n"
        "1 service names areas that are no counties; they stand in the eligibility.\n"
    )
    ran = desk.run("import", "hsds", desk.folder / "q", "--source", "211", "--retire", "--dry-run")
    assert ran.out == "211: 0 would be added, 1 there already, 1 would be set aside.\n"
    assert desk.run("check", "--damage-only").code == 0


def test_the_mistakes_of_a_directory_are_named(desk: Desk) -> None:
    of = made.tables()
    of["services"][0]["organization_id"] = "o9"
    of["phones"][1]["service_id"] = "s9"
    before = desk.path.read_bytes()
    ran = desk.run("import", "hsds", made.packed(desk.folder / "p.zip", of))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "p.zip: 2 mistakes; nothing was imported.\n"
        "  phones.csv    row 3  service_id       there is no service with the id s9\n"
        "  services.csv  row 2  organization_id  there is no organization with the id o9\n"
        "Mend these and run it again.\n"
    )
    assert desk.path.read_bytes() == before


def test_options_of_directories_are_for_them_alone(desk: Desk) -> None:
    ran = desk.bring("clients", "client_id\n1\n", "--retire")
    assert (ran.code, ran.out) == (2, "")
    assert "--source and --retire are for" in ran.err


def test_an_import_of_a_directory_is_not_taken_back(desk: Desk) -> None:
    desk.done("--staff", "Whitfield", "import", "hsds", made.folder(desk.folder / "p"))
    ran = desk.run("--staff", "Whitfield", "undo")
    assert ran.code == 3
    assert "was an import, which is not taken back" in ran.err
