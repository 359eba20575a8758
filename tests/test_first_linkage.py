"""From the first call to the first linkage, by commands, on the demo and on a directory of others.

The steps are those that a case manager takes; each must do, and there are fewer than fifteen.
"""

import json
from pathlib import Path

import pytest
from bringing import Desk

PHQ = "1,2,1,1,0,1,1,0,1,1"
PACKAGE = {
    "organizations.csv": "id,name,description\no1,Casa Abierta,Help with a home\n",
    "services.csv": (
        "id,organization_id,name,status,interpretation_services,fees_description\n"
        "s1,o1,Emergency rent assistance,active,Spanish,Free\n"
    ),
    "service_areas.csv": "id,service_id,name,extent_type\na1,s1,McLennan County,name\n",
    "taxonomies.csv": "id,name,description\nt,Open Eligibility,words\n",
    "taxonomy_terms.csv": "id,code,name,description,taxonomy_id\nx1,housing,Housing,homes,t\n",
    "attributes.csv": "id,link_id,taxonomy_term_id,link_entity\nb1,s1,x1,service\n",
}
"""What the tables of HSDS 3 are called and hold, for one service."""


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """The demo, with Dana acting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    monkeypatch.setenv("COLUMNS", "100")
    made = Desk(tmp_path, capsys)
    made.done("demo", "demo")
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "demo" / "demo.db"))
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    return made


def taken_in(desk: Desk) -> list[str]:
    """The steps from the call to a need in the plan; what each said."""
    return [
        desk.done(
            "intake", "--first-name", "Rosa", "--last-name", "Quintero",
            "--date-of-birth", "1991-04-02", "--phone", "(254) 555-0177", "--county", "McLennan",
            "--language", "Spanish", "--referral-source", "a hospital social worker",
            "--presenting-needs", "Rent is two months behind", "--diagnosis-code", "F33.1",
            "--needs-coordination", "--program", "Intensive", "--funding", "sliding_scale",
            "--household-size", "3", "--annual-income", "31000",
        ),
        desk.done("intake", "screen", "Quintero"),
        desk.done("match", "Quintero", "--assign"),
        desk.done("intake", "admit", "Quintero"),
        desk.done("assess", "Quintero", "phq-9", "--answers", PHQ),
        desk.done("need", "add", "Quintero", "housing", "--level", "act", "--goal"),
    ]  # fmt: skip


def linked(desk: Desk, resource: str) -> list[str]:
    """The steps from the need to the linkage."""
    found = desk.done("resource", "find", "--for", "Quintero", "--need", "housing", "--json")
    assert resource in {one["name"] for one in json.loads(found)}
    released = desk.done(
        "consent", "add", "Quintero", resource, "--purpose", "housing", "--scope", "what I need"
    )
    ran = desk.run("refer", "Quintero", resource, "--need", "housing", "--send")
    assert (ran.code, "does not cover" in ran.err) == (0, False), ran.err
    (one,) = json.loads(desk.done("referral", "list", "Quintero", "--json"))
    return [
        found,
        released,
        ran.out,
        desk.done("referral", "update", one["referral_id"], "accepted"),
        desk.done("referral", "update", one["referral_id"], "linked"),
    ]


def test_a_person_is_taken_from_the_call_to_a_linkage_in_fewer_than_fifteen_steps(
    desk: Desk,
) -> None:
    steps = taken_in(desk) + linked(desk, "Brazos Door, rent help")
    assert len(steps) < 15
    call, screening, matched, admitted, assessed, need, *_, sent, accepted, link = steps
    assert "$31,000 a year is 113 % of it" in call, "the fee shows its arithmetic"
    assert "+ F33.1 lies in F30-F39" in screening, "eligibility gives its reasons"
    assert "speaks Spanish (+40)" in matched, "the ranking gives its reasons"
    assert "Monthly contact is due" in admitted
    assert assessed.startswith("FLAGGED: item 9"), "at once, before the score"
    assert "988" in assessed
    assert "is goal" in need
    assert "Kept as disclosure" in sent
    assert "Ask again" in accepted
    assert "to the linkage" in link


def test_each_of_these_records_appears_where_a_reader_looks_for_it(desk: Desk) -> None:
    taken_in(desk)
    linked(desk, "Brazos Door, rent help")
    chart = " ".join(desk.done("client", "show", "Quintero").split())
    for words in (
        "FLAGGED phq-9 item 9", "from a hospital social worker", "sliding scale, household of 3",
        "F33.1", "need housing act", "phq-9 8, mild", "Brazos Door, rent help: linked",
    ):  # fmt: skip
        assert words in chart
    desk.done("plan", "edit", "Quintero", "--vision", "A home that stays.")
    plan = desk.done("render", "plan", "Quintero", "--draft", "--format", "md", "-o", "-")
    for words in ("Housing", "Brazos Door"):
        assert words in plan
    kinds = {one["kind"] for one in json.loads(desk.done("history", "Quintero", "--json"))}
    assert {"episode", "assessment", "need", "referral", "disclosure"} <= kinds


def test_the_same_is_done_with_a_service_of_a_directory_of_others(desk: Desk) -> None:
    package = desk.folder / "directory"
    package.mkdir()
    for name, text in PACKAGE.items():
        (package / name).write_text(text, encoding="utf-8")
    steps = [
        desk.done("import", "hsds", str(package)),
        *taken_in(desk),
        *linked(desk, "Emergency rent assistance"),
    ]
    assert "1 added" in steps[0]
    assert len(steps) < 15
    (one,) = json.loads(desk.done("referral", "list", "Quintero", "--json"))
    assert (one["organization"], one["status"]) == ("Casa Abierta", "linked")
