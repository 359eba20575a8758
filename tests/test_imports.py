"""A table is saved whole or not at all, and each bad row is named with what to mend."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bringing import TODAY, Desk, another_file, desk_in, table

from caseload.errors import InvalidError
from caseload.records import imports, programs
from caseload.records._caseload import Caseload
from caseload.records.imports import MOST_PROBLEMS, Outcome, bring_in, open_sheet

SECRET = "Zaphod-7731"
"""Stands in the good rows beside a bad one, and is never said."""

GOOD: dict[str, dict[str, str]] = {
    "clients": {
        "client_id": "9", "first_name": "Cy", "last_name": SECRET, "date_of_birth": "",
        "program": "", "status": "", "referred_on": "", "admitted_on": "", "discharged_on": "",
        "funding": "", "household_size": "", "annual_income": "", "diagnosis_code": "",
        "diagnosed_on": "", "hold_from_on": "", "hold_until_on": "", "hold_reason": "",
    },
    "contacts": {
        "contact_id": "", "client_id": "1", "contacted_on": "2026-10-01", "mode": "phone",
        "reached": "client", "minutes": "", "started_at": "", "program": "", "purpose": "",
        "note": SECRET,
    },
    "standards": {
        "standard_id": "", "name": SECRET, "obligation": "", "every": "", "unit": "", "times": "",
        "counting": "", "reached": "", "instrument": "", "client_id": "", "active": "",
        "effective_from": "", "effective_until": "",
    },
    "episodes": {
        "client_id": "2", "program": "Housing", "status": "", "referred_on": "",
        "admitted_on": "2026-03-01", "discharged_on": "", "discharge_reason": SECRET,
    },
    "holds": {
        "client_id": "1", "program": "Work", "admitted_on": "", "from_on": "2026-09-01",
        "until_on": "2026-09-08", "reason": "jail", "remark": SECRET,
    },
    "diagnoses": {"client_id": "2", "code": "F20.9", "description": SECRET, "diagnosed_on": ""},
    "staff": {"staff_id": "", "name": SECRET, "capacity": "", "covered_by": "", "active": ""},
    "programs": {
        "name": SECRET, "description": "", "active": "", "diagnosis_codes": "", "minimum_age": "",
        "maximum_age": "", "counties": "", "needs_coordination": "", "required_credentials": "",
        "screened_within_days": "", "waiting_review_days": "", "full_fee": "", "sliding_scale": "",
    },
    "guidelines": {
        "year": "2026", "region": "hawaii", "base": "$18,360", "per_person": "6530",
        "source": SECRET,
    },
    "holidays": {"day": "2026-12-25", "name": SECRET},
}  # fmt: skip
"""A row of each kind that can be saved."""

AHEAD = "2026-11-24"
BAD: list[tuple[str, dict[str, str], str, str]] = [
    ("clients", {"date_of_birth": "31/02/1990"}, "date_of_birth", "write it as YYYY-MM-DD"),
    ("clients", {"date_of_birth": "01/02/90"}, "date_of_birth", "write it as YYYY-MM-DD"),
    ("clients", {"date_of_birth": "2027-01-01"}, "date_of_birth", "give the year in full"),
    ("clients", {"last_name": ""}, "last_name", "empty"),
    ("clients", {"client_id": " "}, "client_id", "empty"),
    ("clients", {"client_id": "9"}, "client_id", "9 stands in row 2 already"),
    ("clients", {"client_id": "x" * 65}, "client_id", "1 to 64 characters"),
    ("clients", {"funding": "a rich uncle"}, "funding", "none of: program, medicaid"),
    ("clients", {"status": "gone"}, "status", "none of: referred, screened"),
    ("clients", {"admitted_on": "2026-01-01"}, "program", "write it, or leave admitted_on empty"),
    ("clients", {"program": "P", "status": "waiting", "admitted_on": "2026-01-01"}, "status",
     "waiting contradicts the dates, which say admitted"),
    ("clients", {"program": "P", "status": "not_eligible", "admitted_on": "2026-01-01"}, "status",
     "not_eligible contradicts the dates, which say admitted"),
    ("clients", {"program": "P", "status": "admitted"}, "admitted_on", "empty, yet the status"),
    ("clients", {"program": "P", "status": "discharged"}, "admitted_on", "empty, yet there is a"),
    ("clients", {"program": "P", "discharged_on": "2026-01-01"}, "admitted_on", "empty, yet"),
    ("clients", {"program": "P", "admitted_on": "2026-02-01", "discharged_on": "2026-01-01"},
     "discharged_on", "lies before admitted"),
    ("clients", {"program": "P", "admitted_on": "2026-01-01", "referred_on": "2026-02-01"},
     "admitted_on", "lies before referred"),
    ("clients", {"program": "P", "admitted_on": "2026-01-01", "discharged_on": AHEAD},
     "discharged_on", "24 Nov 2026 lies ahead"),
    ("clients", {"program": "P", "household_size": "0"}, "household_size", "A household is of"),
    ("clients", {"program": "P", "annual_income": "9999999999"}, "annual_income", "digits alone"),
    ("clients", {"diagnosis_code": "depressed"}, "diagnosis_code", "they look like F33.1"),
    ("clients", {"diagnosis_code": "F33.1", "diagnosed_on": AHEAD}, "diagnosed_on", "in the fut"),
    ("clients", {"diagnosed_on": "2026-01-01"}, "diagnosis_code", "speaks of a diagnosis"),
    ("clients", {"hold_from_on": "2026-01-01"}, "program", "a hold belongs to an episode"),
    ("clients", {"hold_reason": "jail"}, "hold_from_on", "empty, yet the row speaks of a hold"),
    ("clients", {"program": "P", "hold_from_on": "2026-01-01"}, "hold_from_on", "day of admission"),
    ("contacts", {"client_id": "7"}, "client_id", "no client has the id 7; import clients first"),
    ("contacts", {"contacted_on": AHEAD}, "contacted_on", "lies ahead"),
    ("contacts", {"contacted_on": "2026-01-04"}, "contacted_on", "before the client was admi"),
    ("contacts", {"client_id": "2", "contacted_on": "2026-01-09"}, "contacted_on", "was referred"),
    ("contacts", {"mode": "telepathy"}, "mode", "is none of: in_person, video, phone"),
    ("contacts", {"reached": "them"}, "reached", "is none of: client, group, collateral, nobody"),
    ("contacts", {"purpose": "tea"}, "purpose", "is none of: assessment"),
    ("contacts", {"minutes": "99999"}, "minutes", "lasts from 0 to 1440 minutes"),
    ("contacts", {"minutes": "ten"}, "minutes", "no whole number; write digits alone"),
    ("contacts", {"started_at": "26:00"}, "started_at", "Write 14:30 or 2:30pm"),
    ("contacts", {"contact_id": "K9"}, "contact_id", "K9 stands in row 2 already"),
    ("standards", {"every": "0"}, "every", "use 1 or more"),
    ("standards", {"every": "10001"}, "", "are 10,000 or less"),
    ("standards", {"unit": "fortnight"}, "unit", "is none of: day, week, month, year"),
    ("standards", {"name": "", "every": "2"}, "name", "empty"),
    ("standards", {"obligation": "tea"}, "obligation", "none of: contact, plan_review"),
    ("standards", {"obligation": "unsigned_note"}, "obligation", "asks for a contact, a plan"),
    ("standards", {"reached": "nobody"}, "reached", "needs client, group or collateral"),
    ("standards", {"counting": "calendar", "every": "2"}, "counting", "per 1 week, month or year"),
    ("standards", {"instrument": "DLA-20"}, "instrument", "Only an assessment has an instrument"),
    ("standards", {"client_id": "7"}, "client_id", "no client has the id 7"),
    ("standards", {"active": "perhaps"}, "active", "neither yes nor no"),
    ("standards", {"standard_id": "Q1"}, "standard_id", "Q1 stands in row 2 already"),
    ("standards", {"effective_from": "2026-02-01", "effective_until": "2026-01-01"},
     "effective_until", "effective_until lies before effective_from"),
    ("episodes", {"client_id": "7"}, "client_id", "no client has the id 7"),
    ("episodes", {"program": ""}, "program", "empty"),
    ("episodes", {"admitted_on": "2026-03-01"}, "admitted_on", "2026-03-01 stands in row 2 alr"),
    ("episodes", {"client_id": "1", "program": "Work", "admitted_on": "2026-02-01"}, "admitted_on",
     "in Work from 5 Jan 2026; the two stays overlap"),
    ("episodes", {"admitted_on": "2026-02-01", "discharged_on": "2026-03-02"}, "admitted_on",
     "in Housing from 1 Mar 2026; the two stays overlap"),
    ("holds", {"client_id": "2"}, "from_on", "2 was in no program on 1 Sep 2026"),
    ("holds", {"from_on": "2025-09-01"}, "from_on", "1 was in no program on 1 Sep 2025"),
    ("holds", {"program": "Sea", "from_on": "2026-08-01"}, "from_on", "in no program"),
    ("holds", {"from_on": "2026-09-07", "until_on": ""}, "from_on", "holds can't overlap"),
    ("holds", {"from_on": "2026-08-20", "until_on": "2026-08-19"}, "until_on", "ends on a later"),
    ("holds", {"from_on": "2026-08-20", "until_on": "2026-08-20"}, "until_on", "ends on a later"),
    ("holds", {"from_on": "2026-08-01", "reason": "bored"}, "reason", "is none of: inpatient"),
    ("holds", {"from_on": "2026-09-01"}, "from_on", "2026-09-01 stands in row 2 already"),
    ("diagnoses", {"code": "F"}, "code", "they look like F33.1"),
    ("diagnoses", {"client_id": "2", "code": "F20.9"}, "code", "F20.9 stands in row 2 already"),
    ("diagnoses", {"code": "F33.1", "diagnosed_on": AHEAD}, "diagnosed_on", "in the fut"),
    ("staff", {"name": SECRET}, "name", "stands in row 2 already"),
    ("staff", {"name": "Bo", "capacity": "10001"}, "capacity", "0 to 10,000 clients"),
    ("staff", {"name": "Bo", "covered_by": "Bo"}, "covered_by", "can't cover for themselves"),
    ("staff", {"name": "Bo", "staff_id": "S7"}, "staff_id", "S7 stands in row 2 already"),
    ("programs", {"active": "perhaps"}, "active", "neither yes nor no"),
    ("programs", {"diagnosis_codes": "F20-F29;F2"}, "diagnosis_codes", "'F2' is no code"),
    ("programs", {"minimum_age": "18", "maximum_age": "17"}, "maximum_age", "lies above"),
    ("programs", {"minimum_age": "young"}, "minimum_age", "write digits alone"),
    ("programs", {"needs_coordination": "perhaps"}, "needs_coordination", "neither yes nor no"),
    ("programs", {"waiting_review_days": "0"}, "waiting_review_days", "is 1 to 3650"),
    ("programs", {"sliding_scale": "150: 20 %;100: 0 %", "full_fee": "80"}, "sliding_scale",
     "The bands go up"),
    ("programs", {"sliding_scale": "150: 20 %"}, "full_fee", "give it with --full-fee"),
    ("guidelines", {"year": "1900"}, "year", "1965 or later"),
    ("guidelines", {"year": "2026", "region": "HI"}, "year", "2026 stands in row 2 already"),
    ("guidelines", {"year": "2025", "region": "Texas"}, "region", "no region; there are: 48 st"),
    ("guidelines", {"year": "2025", "base": "0"}, "base", "1 or more"),
    ("guidelines", {"year": "2025", "source": ""}, "source", "empty"),
    ("clients", {"diagnosis_code": "U10"}, "diagnosis_code", "they look like F33.1"),
    ("diagnoses", {"code": "F20-F29"}, "code", "they look like F33.1"),
    ("holidays", {"day": "2026-12-25"}, "day", "2026-12-25 stands in row 2 already"),
    ("holidays", {"day": "Christmas"}, "day", "is no date"),
]  # fmt: skip
"""A kind, what is wrong with a row, the column that is named, and what is said of it."""


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.brought(
        "clients",
        table(
            "client_id first_name last_name program referred_on admitted_on",
            ("1", "Ana", "Lopez", "Work", "", "2026-01-05"),
            ("2", "Bo", "李", "Outreach", "2026-01-10", ""),
        ),
    )
    return desk


def _text(*rows: Mapping[str, str]) -> str:
    return table(" ".join(rows[0]), *[row.values() for row in rows])


@pytest.mark.parametrize("kind", GOOD)
def test_the_good_row_of_each_kind_is_saved(desk: Desk, kind: str) -> None:
    assert desk.brought(kind, _text(GOOD[kind])) == f"{kind}: 1 added.\n"
    assert desk.brought(kind, _text(GOOD[kind])) == f"{kind}: 0 added, 1 there already.\n"


@pytest.mark.parametrize(("kind", "wrong", "column", "sentence"), BAD)
def test_a_bad_row_is_named_and_nothing_is_imported(
    desk: Desk, kind: str, wrong: dict[str, str], column: str, sentence: str
) -> None:
    repeated = {"contact_id", "standard_id", "staff_id"} & wrong.keys()
    good = {**GOOD[kind], **{name: wrong[name] for name in repeated}}
    other = {"clients": {"client_id": "8"}, "contacts": {"note": "other"}}
    named = {"name": "Other"} if "name" in good and kind != "holidays" else {}
    bad = {**good, **other.get(kind, named), **wrong}
    said = desk.refused(kind, _text(good, bad)).splitlines()
    assert said[0] == "table.csv: 1 of 2 rows can't be read; nothing was imported."
    assert said[1].startswith(f"  row 3  {column}  " if column else "  row 3    ")
    assert sentence in said[1]
    assert said[2:] == ["Mend these and run it again."]
    assert SECRET not in "\n".join(said)


def test_the_first_fifty_problems_are_said_and_the_others_counted(desk: Desk) -> None:
    rows = [{**GOOD["clients"], "client_id": str(n), "last_name": ""} for n in range(130)]
    said = desk.refused("clients", _text(GOOD["clients"], *rows)).splitlines()
    assert said[0] == "table.csv: 130 of 131 rows can't be read; nothing was imported."
    numbers = [int(line.split()[1]) for line in said[1:-2]]
    assert numbers == list(range(3, 3 + MOST_PROBLEMS))
    assert said[-2:] == ["  and 80 more rows", "Mend these and run it again."]


def test_every_bad_cell_of_a_row_is_said(desk: Desk) -> None:
    wrong = {"date_of_birth": "x", "funding": "y", "household_size": "z"}
    said = desk.refused("clients", _text({**GOOD["clients"], **wrong})).splitlines()
    assert said[0] == "table.csv: 1 of 1 row can't be read; nothing was imported."
    assert [line.split()[2] for line in said[1:-1]] == sorted(wrong)


def test_rows_that_are_no_rows_and_rows_that_cannot_be_are_said_in_their_order(desk: Desk) -> None:
    text = "client_id,first_name,last_name\n1,Ana\n2,,B\n3,A\x1b,B\n"
    said = desk.refused("clients", text).splitlines()
    assert said[0] == "table.csv: 3 of 3 rows can't be read; nothing was imported."
    assert [line.split()[1] for line in said[1:-1]] == ["2", "3", "4"]
    assert "U+001B" in said[3]
    assert "\x1b" not in "".join(said)


@pytest.mark.parametrize(
    ("kind", "heads", "missing"),
    [
        ("clients", "client_id first_name", "last_name"),
        ("contacts", "client_id contacted_on mode", "reached"),
        ("standards", "every", "name"),
        ("holds", "client_id", "from_on"),
    ],
)
def test_a_column_that_every_row_needs_is_asked_for(
    desk: Desk, kind: str, heads: str, missing: str
) -> None:
    said = desk.refused(kind, table(heads, heads.split()))
    assert f"no column {missing}. It has: {', '.join(heads.split())}." in said
    assert f'--map "THEIR COLUMN={missing}"' in said


# --- the agency's own tables ---------------------------------------------------------------------


def test_staff_name_each_other_in_any_order(desk: Desk) -> None:
    text = table(
        "staff_id name covered_by capacity",
        ("S0003", "Cy Ro", "Bo Li", "30"),
        ("S0002", "Dee Oh", "Al Ba", ""),
        ("S0009", "Bo Li", "Dana Whitfield", "40"),
    )
    ran = desk.bring("staff", text)
    assert ran.out == "staff: 3 added.\n"
    found = {one["name"]: (one["staff_id"], one["covered_by"], one["capacity"])
             for one in desk.rows("staff")}  # fmt: skip
    made = found.pop("Al Ba")
    assert made[0] not in ("S0001", "S0002", "S0003", "S0009")
    del found["Dana Whitfield"]
    assert found == {
        "Cy Ro": ("S0003", "Bo Li", 30),
        "Dee Oh": ("S0002", "Al Ba", None),
        "Bo Li": ("S0009", "Dana Whitfield", 40),
    }
    assert "3 there already." in desk.brought("staff", text, "--update")


def test_a_standard_without_an_id_never_takes_that_of_another(desk: Desk) -> None:
    desk.brought("standards", table("standard_id name", ("", "One"), ("T0006", "Two")))
    found = {one["name"]: one["standard_id"] for one in desk.rows("standards")}
    assert (found["One"], found["Two"]) == ("T0007", "T0006")


def test_a_standard_of_the_same_name_is_the_same_under_another_number(desk: Desk) -> None:
    count = desk.count("standard")
    text = table("standard_id name times", ("X1", "monthly CONTACT", "1"))
    assert "differ" in desk.brought("standards", text)
    assert desk.count("standard") == count


def test_a_standard_in_use_is_changed_by_update_from_today(desk: Desk) -> None:
    text = table("name times", ("Monthly contact", "2"))
    assert desk.brought("standards", text, "--update") == "standards: 0 added, 1 changed.\n"
    found = [
        (one["times"], one["effective_from"], one["effective_until"])
        for one in desk.rows("standards")
        if one["name"] == "Monthly contact"
    ]
    assert found == [(1, None, TODAY.isoformat()), (2, TODAY.isoformat(), None)]
    assert "1 there already." in desk.brought("standards", text, "--update")


def test_a_standard_that_has_ended_stays_as_it_was(desk: Desk) -> None:
    desk.brought("standards", table("name times", ("Monthly contact", "2")), "--update")
    text = table("standard_id name times", ("T0001", "Monthly contact", "3"))
    assert "1 there already that differ" in desk.brought("standards", text)
    said = desk.refused("standards", text, "--update")
    assert "standard_id  T0001 has ended and stays as it was" in said


def test_programs_and_holidays_are_changed_by_update_alone(desk: Desk) -> None:
    offered = table("name description", ("work", "new"), ("Sea", ""))
    assert desk.brought("programs", offered) == (
        "programs: 1 added, 1 there already that differ (--update changes them).\n"
    )
    assert "1 changed, 1 there" in desk.brought("programs", offered, "--update")
    assert {one["name"]: one["description"] for one in desk.rows("programs")} == {
        "Outreach": None, "Sea": None, "Work": "new"
    }  # fmt: skip
    desk.brought("holidays", table("day name", ("12/25/2026", "Xmas")))
    renamed = table("day name", ("2026-12-25", "Christmas"))
    assert "differ" in desk.brought("holidays", renamed)
    assert desk.rows("holidays") == [{"day": "2026-12-25", "name": "Xmas"}]
    desk.brought("holidays", renamed, "--update")
    assert desk.rows("holidays") == [{"day": "2026-12-25", "name": "Christmas"}]


def test_a_program_comes_back_with_all_its_rules_and_what_is_not_timed_stays_so(
    desk: Desk,
) -> None:
    with desk.open() as caseload:
        rules: dict[str, Any] = {
            "diagnosis_codes": ("F20-F29", "F33.1"), "minimum_age": 18, "maximum_age": 64,
            "counties": ("Hill", "Doña Ana"), "needs_coordination": True,
            "required_credentials": ("LPC",), "screened_within_days": None,
            "waiting_review_days": None, "full_fee": 80, "fee_per": "visit",
            "sliding_scale": ("100: 0 %", "150: 12.5 %", "200: $1,020.50")[:2],
        }  # fmt: skip
        made = programs.add(caseload, "ACT", **rules)
    for form in ("csv", "json"):
        other = another_file(desk, form)
        path = desk.write(f"programs.{form}", desk.export("programs", form))
        assert "3 added" in desk.done("--file", other, "import", "programs", path)
        with desk.open(other) as caseload:
            assert programs.find(caseload, "ACT") == made
        again = desk.done("--file", other, "import", "programs", path, "--update")
        assert again == "programs: 0 added, 3 there already.\n"


def test_a_program_s_codes_and_bands_may_be_spelled_otherwise_and_are_the_same(desk: Desk) -> None:
    heads = "name diagnosis_codes full_fee sliding_scale"
    desk.brought("programs", table(heads, ("ACT", "F20-F29", "80", "100: 0 %;150: 20 %")))
    loosely = table(heads, ("act", "f20 - f29", "$80.00", "100:0%;150:20%"))
    assert desk.brought("programs", loosely) == "programs: 0 added, 1 there already.\n"


def test_a_guideline_is_changed_by_update_alone(desk: Desk) -> None:
    heads = "year region base per_person source"
    desk.brought("guidelines", table(heads, ("2026", "48 states", "1", "1", "typed in haste")))
    right = table(heads, ("2026", "48 States", "15960", "5680", "91 FR 1797"))
    assert "differ" in desk.brought("guidelines", right)
    assert "1 changed" in desk.brought("guidelines", right, "--update")
    assert desk.rows("guidelines") == [
        {"year": 2026, "region": "48 states", "base": 15960, "per_person": 5680,
         "source": "91 FR 1797"}
    ]  # fmt: skip


# --- what the verb itself gives ------------------------------------------------------------------


def _bring(caseload: Caseload, path: Path, kind: str, **how: Any) -> Outcome:
    with open_sheet(path) as sheet:
        return bring_in(caseload, kind, sheet, **how)


def test_progress_goes_from_nought_to_one_and_never_back(desk: Desk) -> None:
    rows = [("1", "2026-10-01", "phone", "client", "x" * 100) for _ in range(2600)]
    heads = "client_id contacted_on mode reached note"
    path = desk.write("many.csv", table(heads, *rows))
    told: list[float] = []
    with desk.open() as caseload:
        outcome = _bring(caseload, path, "contacts", watch=told.append)
    assert outcome.added == 2600
    assert told == sorted(told)
    assert 0 <= told[0] < 0.2
    assert told[-1] == 1.0
    assert len([done for done in told if 0 < done < 0.4]) >= 3
    assert len([done for done in told if 0.4 < done < 1]) >= 3


def test_an_outcome_counts_rows_and_keeps_what_was_not_used(desk: Desk) -> None:
    text = "client_id,Shoe size,first_name,last_name\n3,44,A,B\n1,44,Ana,Lopez\n2,44,Bo,Li\n"
    path = desk.write("a.csv", text)
    with desk.open() as caseload:
        outcome = _bring(caseload, path, "clients", dry_run=True)
        told = (("in no program, and on no list until caseload client admit", (2,)),)
        assert outcome == Outcome(3, 1, 0, 1, 1, (), ("Shoe size",), (), 0, remarks=told)
        assert not caseload.value("select 1 from client where client_id = '3'")


def test_a_bad_row_leaves_the_open_caseload_ready_for_the_next(desk: Desk) -> None:
    bad = desk.write("bad.csv", _text({**GOOD["clients"], "status": "admitted", "program": "P"}))
    good = desk.write("good.csv", _text(GOOD["clients"]))
    with desk.open() as caseload:
        assert _bring(caseload, bad, "clients").bad_rows == 1
        assert _bring(caseload, good, "clients").added == 1
        assert caseload.value("select count(*) from program") == 2


@pytest.mark.parametrize("kind", imports.KINDS)
def test_a_table_without_rows_is_refused(desk: Desk, kind: str) -> None:
    path = desk.write("a.csv", ",".join(imports.KINDS[kind].required) + "\n")
    with (
        desk.open() as caseload,
        pytest.raises(InvalidError, match=r"'a\.csv' has headings and no"),
    ):
        _bring(caseload, path, kind)


def test_each_kind_refuses_a_table_without_what_it_needs(desk: Desk) -> None:
    path = desk.write("a.csv", "Shoe size\n44\n")
    with desk.open() as caseload:
        for kind in imports.KINDS:
            with pytest.raises(InvalidError, match="The table has no column"):
                _bring(caseload, path, kind)
