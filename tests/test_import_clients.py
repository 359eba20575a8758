"""Rosters come in: all of it or nothing, the same twice adds nothing, empty cells never erase."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from bringing import Desk, another_file, table, workbook

from caseload.model import Client, EpisodeStatus, Funding, HoldReason
from caseload.records import clients, staff
from caseload.records._rows import to_columns

d = date.fromisoformat
HEADS = (
    "client_id first_name last_name date_of_birth county postal_code phone program level_of_care"
    " case_manager admitted_on funding diagnosis_code"
)
FIRST = ("José", "Seán", "Łukasz", "Wei", "Zoë", "Anne-Marie", "Ngọc", "D'Arcy", "Björk", "Ana")
LAST = ("O'Brien", "Nuñez", "李", "Æsir", "Van der Berg", "D’Angelo", "Šimić", "Lopez")  # noqa: RUF001
STAY = "client_id first_name last_name program referred_on admitted_on discharged_on"
LIFE = f"{STAY} status case_manager level_of_care"
ANA = ("1", "Ana", "Lopez")


def roster(count: int = 500) -> list[list[str]]:
    rows = [
        [
            f"{n:05d}",
            FIRST[n % len(FIRST)],
            LAST[n // 3 % len(LAST)],
            f"{1940 + n % 60}-{1 + n % 12:02d}-{1 + n % 28:02d}",
            ("Hill", "Bosque", "")[n % 3],
            f"{n:05d}",
            f"555-01{n % 100:02d}",
            ("Outreach", "Housing")[n % 2],
            ("high", "low", "")[n % 3],
            ("Dana Whitfield", "Marcus Bell", "Jolene Skála")[n % 3],
            f"2026-{1 + n % 10:02d}-{1 + n % 28:02d}",
            ("medicaid", "Sliding scale", "")[n % 3],
            ("f331", "F20.9")[n % 2],
        ]
        for n in range(1, count + 1)
    ]
    # Two people of one name, told apart by their ids alone.
    rows[1][1:3] = rows[0][1:3]
    return rows


# --- a whole roster ------------------------------------------------------------------------------


def test_a_roster_of_500_goes_in_as_it_was_written(desk: Desk) -> None:
    rows = roster()
    ran = desk.bring("clients", table(HEADS, *rows))
    assert ran.code == 0
    assert ran.out == "clients: 500 added.\n"
    said = sorted(line for line in ran.err.splitlines() if " may be " not in line)
    assert said == [
        *(
            f"  made {each}: the table names it and the file did not know it"
            for each in (
                "program Housing",
                "program Outreach",
                "staff Jolene Skála",
                "staff Marcus Bell",
            )
        ),
        '  say once who you are: caseload config staff "Dana Whitfield"',
    ]
    found = {one["client_id"]: one for one in desk.rows("clients")}
    assert len(found) == 500
    for row in rows:
        one = found[row[0]]
        written = dict(zip(HEADS.split(), row, strict=True))
        written["funding"] = written["funding"].lower().replace(" ", "_")
        written["diagnosis_code"] = {"f331": "F33.1"}.get(row[-1], row[-1])
        assert {name: one[name] or "" for name in written} == written
        assert one["status"] == "admitted"
    assert found["00001"]["last_name"] == found["00002"]["last_name"]
    with desk.open() as caseload:
        assert len(staff.listed(caseload)) == 3
        assert clients.find(caseload, "00007 ").postal_code == "00007"


def test_the_same_roster_again_adds_and_changes_nothing(desk: Desk) -> None:
    text = table(HEADS, *roster())
    desk.brought("clients", text)
    before = desk.path.read_bytes()
    assert desk.brought("clients", text) == "clients: 0 added, 500 there already.\n"
    again = desk.brought("clients", text, "--update")
    assert again == "clients: 0 added, 500 there already.\n"
    assert desk.path.read_bytes() == before


def test_update_changes_what_differs_and_only_that(desk: Desk) -> None:
    rows = roster(60)
    desk.brought("clients", table(HEADS, *rows))
    before = {one["client_id"]: one for one in desk.rows("clients")}
    audited = desk.count("audit")
    for row in rows[:20]:
        row[6] = "555-0199"
    for row in rows[20:40]:
        row[3] = row[4] = row[5] = row[6] = row[8] = row[9] = row[11] = row[12] = ""
    text = table(HEADS, *rows)

    said = desk.brought("clients", text)
    assert said == (
        "clients: 0 added, 40 there already, 20 there already that differ"
        " (--update changes them).\n"
    )
    assert {one["client_id"]: one for one in desk.rows("clients")} == before

    assert desk.brought("clients", text, "--update") == (
        "clients: 0 added, 20 changed, 40 there already.\n"
    )
    for row in rows[:20]:
        before[row[0]]["phone"] = "555-0199"
    assert {one["client_id"]: one for one in desk.rows("clients")} == before
    # Besides, each of the tables that was read to compare went out of the file, and one came in.
    assert desk.count("audit") == audited + 20 + 3
    came_in, *_ = json.loads(desk.done("audit", "log", "--action", "import", "--json"))
    assert (came_in["record"], came_in["record_id"], came_in["client_id"], came_in["after"]) == (
        "import", "clients", None, '{"added":0,"changed":20}'
    )  # fmt: skip


@pytest.mark.parametrize("options", [(), ("--update",)])
def test_a_dry_run_says_what_would_happen_and_saves_nothing(
    desk: Desk, options: tuple[str, ...]
) -> None:
    desk.brought("clients", table("client_id first_name last_name phone", (*ANA, "1")))
    before = desk.path.read_bytes()
    text = table(
        "client_id first_name last_name phone program",
        (*ANA, "2", ""),
        ("2", "Bo", "李", "", "Work"),
    )
    ran = desk.bring("clients", text, "--dry-run", *options)
    assert ran.code == 0
    assert ran.out.startswith("clients: 1 would be added, 1 ")
    assert ("1 would be changed" in ran.out) == bool(options)
    assert "would make program Work" in ran.err
    assert desk.path.read_bytes() == before
    there = {path.name for path in desk.folder.iterdir()} - {"caseload.db.backups"}
    assert there == {"caseload.db", "table.csv"}


# --- forms of the same table ---------------------------------------------------------------------

KEPT = roster(30)
AS_DATES = [[date.fromisoformat(cell) if "-" in cell and at in (3, 10) else cell
             for at, cell in enumerate(row)] for row in KEPT]  # fmt: skip


def _objects() -> list[dict[str, str]]:
    return [dict(zip(HEADS.split(), row, strict=True)) for row in KEPT]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", table(HEADS, *KEPT, sep=";").encode()),
        ("a.tsv", table(HEADS, *KEPT, sep="\t").encode()),
        ("a.csv", b"\xef\xbb\xbf" + table(HEADS, *KEPT).encode()),
        ("a.csv", table(HEADS, *KEPT).replace("\n", "\r\n").encode()),
        ("a.csv", table(HEADS, *KEPT).encode("utf-16")),
        ("a.txt", table(HEADS, *KEPT, sep="\t").encode("utf-16")),
        ("a.json", json.dumps(_objects()).encode()),
        ("a.jsonl", "\n".join(map(json.dumps, _objects())).encode()),
    ],
    ids=["semicolon", "tab", "byte-order", "crlf", "utf-16", "utf-16 tab", "json", "jsonl"],
)
def test_the_same_roster_in_another_form_gives_the_same_records(
    desk: Desk, name: str, content: bytes
) -> None:
    desk.brought("clients", table(HEADS, *KEPT))
    other = another_file(desk)
    desk.done("--file", other, "import", "clients", desk.write(name, content))
    assert desk.export("clients", file=other) == desk.export("clients")


def test_a_roster_in_windows_1252_gives_the_same_records(desk: Desk) -> None:
    rows = [row for row in KEPT if "".join(row).encode("cp1252", "ignore").decode("cp1252")
            == "".join(row)]  # fmt: skip
    assert any(not "".join(row).isascii() for row in rows)
    desk.brought("clients", table(HEADS, *rows))
    other = another_file(desk)
    written = desk.write("west.csv", table(HEADS, *rows).encode("cp1252"))
    desk.done("--file", other, "import", "clients", written)
    assert desk.export("clients", file=other) == desk.export("clients")


def test_a_workbook_with_real_dates_and_numbers_gives_the_same_records(desk: Desk) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(HEADS.split())
    for row in AS_DATES:
        page.append([int(str(cell)) if at in (0, 5) else cell for at, cell in enumerate(row)])
        for column in (1, 6):
            page.cell(page.max_row, column).number_format = "00000"
    book.save(desk.folder / "roster.xlsx")
    desk.brought("clients", table(HEADS, *KEPT))
    other = another_file(desk)
    desk.done("--file", other, "import", "clients", desk.folder / "roster.xlsx")
    assert desk.export("clients", file=other) == desk.export("clients")


def test_one_sheet_of_a_workbook_is_named(desk: Desk) -> None:
    book = workbook(desk.folder / "a.xlsx", HEADS.split(), *KEPT)
    assert desk.run("import", "clients", book, "--sheet", "Roster").code == 3
    assert desk.done("import", "clients", book, "--sheet", "Sheet") == "clients: 30 added.\n"


@pytest.mark.parametrize("order", ["mdy", "dmy"])
def test_days_are_read_in_the_order_of_the_settings(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    settings = desk.write("settings.toml", f'date_format = "{order}"\n')
    monkeypatch.setenv("CASELOAD_CONFIG", str(settings))
    desk.brought("clients", table("client_id first_name last_name date_of_birth",
                                  (*ANA, "11/12/1990")))  # fmt: skip
    expected = d("1990-11-12") if order == "mdy" else d("1990-12-11")
    assert desk.client("1").date_of_birth == expected


def test_a_day_may_have_a_time_of_day_after_it(desk: Desk) -> None:
    moment = datetime(1990, 2, 1, 0, 0).isoformat()  # noqa: DTZ001
    desk.brought("clients", table("client_id first_name last_name date_of_birth", (*ANA, moment)))
    assert desk.client("1").date_of_birth == d("1990-02-01")


# --- formulas and other texts --------------------------------------------------------------------

TEXTS = ("=1+1", "'=1", "''=x", "-5", "@x", "+1", "'-5", "'@", "'", "''", "O'Brien", '"', '""',
         "a,b", "a;b", "a\tb", "=HYPERLINK(\"x\")", "NULL", "None", "nan", "true", "007", "1e5",
         "{{7*7}}", "[/]", "../../etc", "李", "👩‍👩‍👧", "a\u00a0b", "\u200dx", "#",
         "% _ \\")  # fmt: skip
OPEN = [name for name in Client._fields if name not in ("client_id", "date_of_birth")]


def test_texts_that_look_like_something_else_come_back_unchanged_through_csv(desk: Desk) -> None:
    many_lines = ("address", "contact_notes")
    objects = [
        {
            "client_id": f"={n}" if n % 2 else text.strip(),
            **{name: text for name in OPEN if text.isprintable() or name in many_lines},
        }
        for n, text in enumerate(TEXTS)
    ]
    for one in objects:
        one.setdefault("first_name", "A")
        one.setdefault("last_name", "B")
        one["client_id"] = " ".join(one["client_id"].split())
    desk.brought("clients", json.dumps(objects))
    exported = desk.export("clients")
    other = another_file(desk)
    desk.done("--file", other, "import", "clients", desk.write("out.csv", exported))
    for one in objects:
        kept = to_columns(desk.client(one["client_id"], other))
        assert {name: kept[name] for name in one} == one
    assert desk.export("clients", file=other) == exported
    assert desk.rows("clients", other) == desk.rows("clients")


# --- episodes over time --------------------------------------------------------------------------


def test_a_referral_is_admitted_by_update(desk: Desk) -> None:
    desk.brought("clients", table(STAY, (*ANA, "Work", "2026-01-05", "", "")))
    (referred,) = desk.stays("1")
    assert referred.status is EpisodeStatus.REFERRED
    admitted = table(STAY, (*ANA, "work", "2026-01-05", "2026-02-01", ""))
    assert "1 there already that differ" in desk.brought("clients", admitted)
    assert desk.stays("1") == [referred]
    desk.brought("clients", admitted, "--update")
    (now,) = desk.stays("1")
    assert now == referred._replace(status=EpisodeStatus.ADMITTED, admitted_on=d("2026-02-01"))


@pytest.mark.parametrize(
    "row",
    [
        ("Work", "2026-01-05", "", "", "", "", ""),
        ("Work", "2026-01-05", "", "", "not_eligible", "", ""),
        ("Work", "2026-01-05", "", "", "waiting", "Dana Whitfield", "low"),
        ("Work", "", "", "", "not_eligible", "", ""),
        ("Work", "", "", "", "", "", ""),
        ("Work", "2026-01-05", "2026-02-01", "2026-03-01", "", "Dana Whitfield", "low"),
        ("Work", "", "2026-02-01", "2026-03-01", "discharged", "", "low"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--update",)])
def test_a_stay_of_any_kind_twice_is_one(
    desk: Desk, row: tuple[str, ...], options: tuple[str, ...]
) -> None:
    text = table(LIFE, (*ANA, *row))
    desk.brought("clients", text)
    again = desk.brought("clients", text, *options)
    assert again == "clients: 0 added, 1 there already.\n"
    assert desk.count("episode") == 1


@pytest.mark.parametrize("later", [("2026-02-01", ""), ("2026-02-01", "2026-03-01")])
@pytest.mark.parametrize("options", [(), ("--update",)])
def test_an_old_referral_that_comes_again_undoes_nothing(
    desk: Desk, later: tuple[str, str], options: tuple[str, ...]
) -> None:
    referral = table(STAY, (*ANA, "Work", "2026-01-05", "", ""))
    desk.brought("clients", referral)
    desk.brought("clients", table(STAY, (*ANA, "Work", "2026-01-05", *later)), "--update")
    before = desk.stays("1")
    assert desk.brought("clients", referral, *options) == ("clients: 0 added, 1 there already.\n")
    assert desk.stays("1") == before


def test_a_roster_without_dates_means_the_open_stay(desk: Desk) -> None:
    desk.brought("clients", table(LIFE, (*ANA, "Work", "", "2026-02-01", "", "", "Bo Li", "low")))
    heads = "client_id first_name last_name program case_manager"
    desk.brought("clients", table(heads, (*ANA, "Work", "Cy Ro")), "--update")
    (stay,) = desk.stays("1")
    assert (stay.admitted_on, stay.status) == (d("2026-02-01"), EpisodeStatus.ADMITTED)
    with desk.open() as caseload:
        assert staff.get(caseload, stay.case_manager or "").name == "Cy Ro"


def test_a_readmission_is_a_row_of_its_own(desk: Desk) -> None:
    desk.brought("clients", table(STAY, (*ANA, "Work", "", "2026-01-05", "2026-03-01")))
    heads = "client_id program admitted_on"
    assert desk.brought("episodes", table(heads, ("1", "Work", "2026-03-01"))) == (
        "episodes: 1 added.\n"
    )
    assert [(one.admitted_on, one.discharged_on) for one in desk.stays("1")] == [
        (d("2026-03-01"), None),
        (d("2026-01-05"), d("2026-03-01")),
    ]


def test_a_transfer_by_update_holds_from_today(desk: Desk) -> None:
    desk.brought("clients", table(LIFE, (*ANA, "Work", "", "2026-02-01", "", "", "Bo Li", "low")))
    moved = table(LIFE, (*ANA, "Work", "", "2026-02-01", "", "", "Cy Ro", "high"))
    desk.brought("clients", moved, "--update")
    with desk.open() as caseload:
        sql = "select from_on, name from episode_case_manager join staff using (staff_id)"
        assert caseload.rows(f"{sql} order by 1") == [
            ("2026-02-01", "Bo Li"), ("2026-11-23", "Cy Ro")
        ]  # fmt: skip
        sql = "select from_on, level_of_care from episode_level order by 1"
        assert caseload.rows(sql) == [("2026-02-01", "low"), ("2026-11-23", "high")]
    assert desk.stays("1", d("2026-11-22"))[0].level_of_care == "low"
    assert "1 there already." in desk.brought("clients", moved, "--update")


def test_a_discharge_by_update_ends_an_open_hold(desk: Desk) -> None:
    heads = f"{STAY} hold_from_on hold_reason"
    held = (*ANA, "Work", "", "2026-02-01", "", "2026-05-01", "Jail")
    desk.brought("clients", table(heads, held))
    (hold,) = desk.holds("E0001")
    assert (hold.until_on, hold.reason) == (None, HoldReason.JAIL)
    gone = table(STAY, (*ANA, "Work", "", "2026-02-01", "2026-06-01"))
    desk.brought("clients", gone, "--update")
    assert desk.holds("E0001") == [hold._replace(until_on=d("2026-06-01"))]
    (stay,) = desk.stays("1")
    assert (stay.status, stay.discharged_on) == (EpisodeStatus.DISCHARGED, d("2026-06-01"))


def test_an_older_roster_does_not_undo_a_discharge(desk: Desk) -> None:
    open_still = table(STAY, (*ANA, "Work", "", "2026-02-01", ""))
    desk.brought("clients", open_still)
    desk.brought("clients", table(STAY, (*ANA, "Work", "", "2026-02-01", "2026-06-01")), "--update")
    before = desk.stays("1")
    desk.brought("clients", open_still, "--update")
    assert desk.stays("1") == before
    says_so = table(f"{STAY} status", (*ANA, "Work", "", "2026-02-01", "", "admitted"))
    assert "1 there already that differ" in desk.brought("clients", says_so)
    assert "status  admitted, yet" in desk.refused("clients", says_so, "--update")


def test_a_row_may_carry_a_hold_a_diagnosis_and_numbers(desk: Desk) -> None:
    heads = (
        "client_id first_name last_name program admitted_on annual_income household_size funding"
        " diagnosis_code diagnosis_description diagnosed_on hold_from_on hold_until_on hold_reason"
    )
    row = (*ANA, "Work", "2/1/2026", "$12,000.00", "3", "Self Pay", "F20.9", "x", "2026-01-01",
           "2026-05-01", "2026-05-09", "Out of area")  # fmt: skip
    desk.brought("clients", table(heads, row))
    assert "1 there already." in desk.brought("clients", table(heads, row), "--update")
    (stay,) = desk.stays("1")
    assert (stay.annual_income, stay.household_size) == (12000, 3)
    assert stay.funding is Funding.SELF_PAY
    (hold,) = desk.holds("E0001")
    assert (hold.until_on, hold.reason) == (d("2026-05-09"), HoldReason.OUT_OF_AREA)
    with desk.open() as caseload:
        (diagnosis,) = clients.diagnoses(caseload, "1")
    assert diagnosis[2:6] == ("F20.9", "x", d("2026-01-01"), True)


def test_a_new_principal_diagnosis_takes_the_place_of_the_one_before(desk: Desk) -> None:
    heads = "client_id first_name last_name diagnosis_code"
    for code in ("F20.9", "F33.1", "F20.9"):
        desk.brought("clients", table(heads, (*ANA, code)), "--update")
        with desk.open() as caseload:
            known = clients.diagnoses(caseload, "1")
        assert [one.code for one in known if one.principal] == [code]
    assert len(known) == 2


def test_a_row_that_speaks_of_an_episode_is_told_when_no_column_is_the_program(desk: Desk) -> None:
    heads = "client_id first_name last_name admitted_on Prog."
    ran = desk.bring("clients", table(heads, ("1", "Ana", "Ruiz", "2026-01-05", "ACT")))
    assert ran.code == 3
    assert "no column program, and its rows say admitted_on" in ran.err
    assert '--map "THEIR COLUMN=program"; or add a column program' in ran.err
    assert ran.err.count("\n") == 1, "once, and not for each row"
    ran = desk.bring(
        "clients",
        table(heads, ("1", "Ana", "Ruiz", "2026-01-05", "ACT")),
        "--map", "Prog.=program",
    )  # fmt: skip
    assert ran.code == 0


@pytest.mark.parametrize(("days", "rows"), [
    (["2026-01-05", "2027-02-03", "2026-11-24"], "row 3, 4"),
    (["2027-02-03"] * 13, "row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more"),
])  # fmt: skip
def test_a_row_that_admits_on_a_day_to_come_is_named_for_the_client_is_on_no_list_until_then(
    desk: Desk, days: list[str], rows: str
) -> None:
    heads = "client_id first_name last_name admitted_on program"
    content = table(heads, *((str(n), "Ana", "Ruiz", day, "ACT") for n, day in enumerate(days)))
    for options in (["--dry-run"], []):
        ran = desk.bring("clients", content, *options)
        assert ran.code == 0
        said = f"  admitted on a day to come, and on no list until then: {rows}"
        assert said in ran.err.splitlines()
    assert "day to come" not in desk.bring("clients", content).err, "there already"


def test_a_case_manager_is_known_by_last_and_first_name_too(desk: Desk) -> None:
    heads = "client_id first_name last_name program case_manager"
    rows = [
        ("1", "Bo", "Li", "ACT-lite", "Whitfield, Dana"),
        ("2", "Cy", "Ng", "ACT-lite", "Moss, Ida"),
        ("3", "Di", "Ox", "ACT-lite", "Ida Moss"),
    ]
    ran = desk.bring("clients", table(heads, *rows))
    managers = [stay.case_manager for one in "123" for stay in desk.stays(one)]
    assert managers == ["S0001", "S0002", "S0002"]
    assert ran.err.count("made staff") == 1


def test_slips_and_doubles_and_phones_without_a_number_are_told_and_saved(desk: Desk) -> None:
    told = ("client_id", "first_name", "last_name", "date_of_birth", "phone", "program")
    born = "1990-01-02"
    rows = [
        ("1", "Bo", "Li", born, "none", "Outreach"),
        ("2", "Li", "Bo", born, "(254) 555-0131", "Outreahc"),
        ("3", "Bo", "Li", "1991-05-06", "call the sister", "Outreach"),
        ("4", "Cy", "Ng", "", "+1 254 555 0131", "Outreach"),
    ]
    ran = desk.bring("clients", table(" ".join(told), *rows))
    assert ran.out == "clients: 4 added.\n"
    assert ran.err.splitlines() == [
        "  made program Outreach: the table names it and the file did not know it",
        "  made program Outreahc: the table names it and the file did not know it. "
        "Is it a slip for Outreach?",
        "  1 may be 2: first and last name exchanged, same date of birth",
        "  no number in the phone: row 2, 4",
    ]
