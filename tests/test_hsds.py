"""A directory of the Open Referral format comes in whole, merges by its ids, or is left alone."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hsds_made as made
import pytest
from hsds_made import ID, Tables
from making import TODAY, new_file

from caseload.errors import CaseloadError, InvalidError, NotFoundError, UsageError
from caseload.model.linking import Resource, ResourceNeed
from caseload.records import checks, clients, hsds, resources
from caseload.records._caseload import Caseload
from caseload.settings.resource_files import needs

WORDS = needs()
WHERE = "1 Elm St\nRoom 2\nWaco, TX 76701\nPO Box 9\nWaco, TX 76701"
RENT = Resource(
    "V0001", "Casa Encina, Inc.", "Help with rent", frozenset({ResourceNeed.HOUSING}),
    "One month of rent & deposit.\n\n- Once a year\n\nNow: Closed on Friday\n\n"
    "How to apply: Call first\n\nBring: The lease\n\nAccess: Ramp",
    ("Hill", "Bosque"), "Adults with a lease. Serves: Waco", 18, None, "Free",
    ("Spanish", "vi"), "(254) 555-0101 ext. 7; +1 254 555 0103; (254) 555-0102 (fax)",
    "rent@casa.example", "http://casa", WHERE,
    "Mon, Tue 09:00 to 17:00", None, date(2026, 5, 4), None, "hsds", ID.format(1),
)  # fmt: skip
PANTRY = Resource(
    "V0002", "Casa Encina, Inc.", "Despensa", frozenset({ResourceNeed.OTHER}),
    "Alimentos\n\nAccess: Ramp", ("McLennan",), "Young Adults", 0, 17, "Adults: 5 USD a bag",
    ("vi",), "+1 254 555 0103", None, "http://pan",
    WHERE, "By appointment", False, None,
    None, "hsds", ID.format(2),
)  # fmt: skip


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        yield opened


def bring(caseload: Caseload, path: Path, **how: Any) -> hsds.Outcome:
    outcome = hsds.bring_in(caseload, path, WORDS, **how)
    assert checks.damage(caseload) == []
    return outcome


def brought(caseload: Caseload, path: Path, **how: Any) -> hsds.Outcome:
    """As `bring`, and it must do."""
    outcome = bring(caseload, path, **how)
    assert outcome.problems == ()
    return outcome


def everything(caseload: Caseload) -> list[Resource]:
    return caseload.records(Resource, "order by resource_id")


# --- the same in each form -----------------------------------------------------------------------


def as_page(path: Path, **more: Any) -> Path:
    path.write_text(json.dumps({"contents": made.services(), **more}))
    return path


def as_list(path: Path) -> Path:
    path.write_text(json.dumps(made.services()))
    return path


def as_pages(path: Path) -> Path:
    path.mkdir()
    for number, one in enumerate(made.services(), 1):
        page = {"total_pages": 2, "page_number": number, "contents": [one]}
        (path / f"page-{number}.json").write_text(json.dumps(page))
    return path


def as_lines(path: Path) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in made.services()), encoding="utf-16")
    return path


def as_organization(path: Path) -> Path:
    of = made.tables()["organizations"][0]
    listed = [{k: v for k, v in one.items() if k != "organization"} for one in made.services()]
    path.write_text(json.dumps([{**of, "services": listed}]))
    return path


def in_data_folder(path: Path) -> Path:
    made.folder(path)
    (path / "data").mkdir()
    (path / "services.csv").rename(path / "data" / "all.csv")
    said = made.descriptor(resources=[{"name": "service", "path": "data/all.csv"}])
    (path / "datapackage.json").write_text(json.dumps(said))
    return path


FORMS: dict[str, Callable[[Path], Path]] = {
    "folder": made.folder,
    "folder without a descriptor": lambda path: made.folder(path, version=None),
    "tables elsewhere": in_data_folder,
    "zip": made.packed,
    "folder in a zip": lambda path: made.packed(path, inside="directory/"),
    "page": as_page,
    "pages": as_pages,
    "lines": as_lines,
    "organizations": as_organization,
    "list": as_list,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_each_form_says_the_same(
    caseload: Caseload, tmp_path: Path, form: Callable[[Path], Path]
) -> None:
    outcome = brought(caseload, form(tmp_path / "given"))
    assert everything(caseload) == [RENT, PANTRY]
    assert (outcome.services, outcome.added, outcome.same) == (2, 2, 0)
    assert outcome.unknown == (("Things unheard of", 1),)
    assert (outcome.other, outcome.unread, outcome.whole) == (1, 1, True)


def test_one_service_alone_comes_in(caseload: Caseload, tmp_path: Path) -> None:
    path = tmp_path / "service.json"
    path.write_text(json.dumps(made.services()[0]))
    assert brought(caseload, path).added == 1
    assert everything(caseload) == [RENT]


def changed_tables(change: Callable[[Tables], object]) -> Tables:
    of = made.tables()
    change(of)
    return of


@pytest.mark.parametrize(
    ("region", "counties"),
    [
        ("King", ("King",)),
        ("King County", ("King",)),
        ("Terrebonne Parish", ("Terrebonne",)),
        ("Texas", ()),
        ("", ()),
        ("Region 7", ()),
    ],
)
def test_without_an_area_the_county_of_the_address_counts(
    caseload: Caseload, tmp_path: Path, region: str, counties: tuple[str, ...]
) -> None:
    of = made.tables()
    for row in of["addresses"]:
        row["region"] = region
    brought(caseload, made.folder(tmp_path / "p", of))
    assert resources.get(caseload, "V0002").counties == counties
    assert resources.get(caseload, "V0001").counties == ("Hill", "Bosque")


@pytest.mark.parametrize("area", ["Doña Ana", "dona ana", "DONA ANA COUNTY", "Dona Ana Co"])
def test_an_area_is_a_county_that_a_client_lives_in_however_both_are_spelled(
    caseload: Caseload, tmp_path: Path, area: str
) -> None:
    clients.add(caseload, "Ana", "Ruiz", county="Dona Ana County")
    of = made.tables()
    for row in of["service_areas"]:
        row["name"] = area
    brought(caseload, made.folder(tmp_path / "p", of))
    assert resources.get(caseload, "V0001").counties == ("Dona Ana County",)


def test_room_says_whether_people_are_taken(caseload: Caseload, tmp_path: Path) -> None:
    of = made.tables()
    of["service_capacity"] = [
        {"id": "k1", "service_id": ID.format(1), "available": "0"},
        {"id": "k2", "service_id": ID.format(2), "available": "3"},
        {"id": "k3", "service_id": "somebody else's", "available": "many"},
    ]
    brought(caseload, made.folder(tmp_path / "p", of))
    assert [one.accepting for one in everything(caseload)] == [False, True]


@pytest.mark.parametrize(
    ("status", "active", "accepting"),
    [
        ("active", True, None),
        ("", True, None),
        ("Temporarily_Closed", True, False),
        ("inactive", False, None),
        ("defunct", False, None),
    ],
)
def test_a_status_says_whether_it_is_offered(
    caseload: Caseload, tmp_path: Path, status: str, active: bool, accepting: bool | None
) -> None:
    of = changed_tables(lambda of: of["services"][0].update(status=status))
    brought(caseload, made.folder(tmp_path / "p", of))
    one = resources.get(caseload, "V0001")
    assert (one.active, one.accepting) == (active, accepting)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("write <me@example.org> &lt;now&gt;", "write <me@example.org> <now>"),
        ("2 < 3 and x <b>bold</b>", "2 < 3 and x bold"),
        ("<script>alert(1)</script>x<style>y</style>", "x"),
        ("a &amp; b", "a & b"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("unclosed <b", "unclosed <b"),
        ("[/] =1+1 李", "[/] =1+1 李"),
        ("<p>" * 3000 + "deep", "deep"),
    ],
)
def test_html_becomes_plain_text(caseload: Caseload, tmp_path: Path, html: str, text: str) -> None:
    of = changed_tables(lambda of: of["services"][0].update(description=html))
    brought(caseload, made.folder(tmp_path / "p", of))
    described = resources.get(caseload, "V0001").description
    assert (described or "").split("\n\nNow: ")[0] == text


def test_very_long_text_and_signs_come_through_whole(caseload: Caseload, tmp_path: Path) -> None:
    long = "word " * 40_000 + "end"
    of = changed_tables(
        lambda of: of["services"][0].update(description=long, name="[/] =1+1 O'Brien 李")
    )
    path = made.folder(tmp_path / "p", of)
    (path / "services.csv").write_bytes(b"\xef\xbb\xbf" + (path / "services.csv").read_bytes())
    brought(caseload, path)
    one = resources.get(caseload, "V0001")
    assert one.name == "[/] =1+1 O'Brien 李"
    assert (one.description or "").startswith(long)


# --- the next import -----------------------------------------------------------------------------


def test_the_same_directory_twice_changes_nothing(caseload: Caseload, tmp_path: Path) -> None:
    path = made.folder(tmp_path / "p")
    brought(caseload, path)
    before = caseload.value("select max(audit_id) from audit")
    again = brought(caseload, path)
    assert (again.added, again.same, again.changed, again.gone) == (0, 2, (), ())
    assert caseload.value("select max(audit_id) from audit") == before


def test_what_changed_is_said_by_its_fields(caseload: Caseload, tmp_path: Path) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    of = changed_tables(lambda of: of["services"][1].update(status="active", maximum_age="21"))
    of["services"].append({**of["services"][0], "id": ID.format(3), "name": "New"})
    next_ = brought(caseload, made.folder(tmp_path / "q", of))
    assert [(one.resource.resource_id, one.fields) for one in next_.changed] == [
        ("V0002", ("maximum_age",))
    ]
    assert (next_.added, next_.same) == (1, 1)
    # That it is open again does not say that it takes people.
    assert resources.get(caseload, "V0002").accepting is False


def test_an_emptied_field_stays_as_it_was(caseload: Caseload, tmp_path: Path) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    of = changed_tables(lambda of: of["services"][0].update(email="", fees_description=""))
    assert brought(caseload, made.folder(tmp_path / "q", of)).changed == ()
    assert resources.get(caseload, "V0001") == RENT


def test_what_was_changed_here_stays_until_the_directory_is_to_win(
    caseload: Caseload, tmp_path: Path
) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    resources.edit(caseload, "V0001", fee="Free on Mondays")
    resources.verify(caseload, "V0001", TODAY, phone="555", accepting=True)
    of = changed_tables(lambda of: of["services"][0].update(fees_description="$5", email="new@a"))
    next_ = made.folder(tmp_path / "q", of)
    outcome = brought(caseload, next_)
    assert [(one.resource.resource_id, one.fields) for one in outcome.kept] == [
        ("V0001", ("fee", "phone"))
    ]
    assert [one.fields for one in outcome.changed] == [("email",)]
    one = resources.get(caseload, "V0001")
    assert (one.fee, one.phone, one.accepting, one.verified_on) == (
        "Free on Mondays", "555", True, TODAY,
    )  # fmt: skip
    wins = brought(caseload, next_, update=True)
    assert [one.fields for one in wins.changed] == [("fee", "phone")]
    assert resources.get(caseload, "V0001").fee == "$5"
    # From here on the directory has written them last.
    assert brought(caseload, next_).kept == ()


def test_the_later_of_two_days_of_verification_holds(caseload: Caseload, tmp_path: Path) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    resources.verify(caseload, "V0001", date(2026, 6, 1))
    for number, (said, day, by) in enumerate(
        (("2026-05-31", "2026-06-01", "S0001"), ("2026-06-02T08:00:00Z", "2026-06-02", None))
    ):
        of = changed_tables(lambda of, said=said: of["services"][0].update(assured_date=said))  # type: ignore[misc]
        brought(caseload, made.folder(tmp_path / f"q{number}", of))
        one = resources.get(caseload, "V0001")
        assert (str(one.verified_on), one.verified_by) == (day, by)


def test_what_is_gone_is_said_and_stays_until_it_is_to_be_retired(
    caseload: Caseload, tmp_path: Path
) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    resources.add(caseload, "Ours", "Own")
    brought(caseload, made.folder(tmp_path / "other"), source="211")
    of = made.tables()
    for name, rows in of.items():
        of[name] = [row for row in rows if ID.format(2) not in row.values()]
    path = made.folder(tmp_path / "q", of)
    assert [one.resource_id for one in brought(caseload, path).gone] == ["V0002"]
    assert resources.get(caseload, "V0002").active
    tried = brought(caseload, path, retire=True, dry_run=True)
    assert (len(tried.gone), resources.get(caseload, "V0002").active) == (1, True)
    assert brought(caseload, path, retire=True).retired
    assert [one.resource_id for one in everything(caseload) if not one.active] == ["V0002"]
    assert brought(caseload, path).gone == ()


def test_one_page_of_several_retires_nothing(caseload: Caseload, tmp_path: Path) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    page = as_page(tmp_path / "page.json", total_pages=2, page_number=1)
    outcome = brought(caseload, page)
    assert (outcome.whole, outcome.gone) == (False, ())
    with pytest.raises(UsageError, match="not all pages"):
        hsds.bring_in(caseload, page, WORDS, retire=True)


def test_a_dry_run_saves_nothing(caseload: Caseload, tmp_path: Path) -> None:
    assert brought(caseload, made.folder(tmp_path / "p"), dry_run=True).added == 2
    assert everything(caseload) == []


def test_services_without_what_belongs_to_them_are_counted(
    caseload: Caseload, tmp_path: Path
) -> None:
    brought(caseload, made.folder(tmp_path / "p"))
    path = tmp_path / "short.json"
    keys = ("id", "name", "status", "organization")
    path.write_text(json.dumps([{k: one[k] for k in keys} for one in made.services()]))
    assert brought(caseload, path).bare == 2
    assert resources.get(caseload, "V0001") == RENT


# --- mistakes ------------------------------------------------------------------------------------


def wrong(change: Callable[[Tables], object], *told: str) -> Any:
    return pytest.param(change, told, id=told[0])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        wrong(lambda of: of["services"][0].update(organization_id="o9"),
              "services.csv 2 organization_id there is no organization with the id o9"),
        wrong(lambda of: of["services"][0].update(organization_id=""),
              "services.csv 2 organization_id empty"),
        wrong(lambda of: of["services"][1].update(id=ID.format(1)),
              f"services.csv 3 id {ID.format(1)} stands in an earlier row already"),
        wrong(lambda of: of["services"][1].update(id=""), "services.csv 3 id empty"),
        wrong(lambda of: of["services"][0].update(name=" "), "services.csv 2 name empty"),
        wrong(lambda of: of["services"][0].update(minimum_age="adult"),
              "services.csv 2 minimum_age 'adult' is no age of 0 to 130 years"),
        wrong(lambda of: of["services"][0].update(maximum_age="999"),
              "services.csv 2 maximum_age '999' is no age of 0 to 130 years"),
        wrong(lambda of: of["services"][0].update(maximum_age="17"),
              "services.csv 2 maximum_age From 18 to 17 years lets nobody in"),
        wrong(lambda of: of["services"][0].update(assured_date="31/02/2026"),
              "services.csv 2 assured_date"),
        wrong(lambda of: of["services"][0].update(assured_date="2027-01-01"),
              "services.csv 2 verified_on"),
        wrong(lambda of: of["services"][0].update(status="open"),
              "services.csv 2 status 'open' is none of: active"),
        wrong(lambda of: of["services"][0].update(email="a\x1b[31m"),
              "services.csv 2 email holds a control character (U+001B)"),
        wrong(lambda of: of["services"][0].update(email="a\x00"),
              "services.csv 2 email holds a control character (U+0000)"),
        wrong(lambda of: of["services"][0].update(description="x" * 1_000_001),
              "services.csv 2  has a value of more than a million"),
        wrong(lambda of: of["services"][0].update(description="&#x202e;"),
              "services.csv 2  description holds a control character"),
        wrong(lambda of: of["service_at_location"][0].update(location_id="l9"),
              "service_at_location.csv 2 location_id there is no location with the id l9"),
        wrong(lambda of: of["phones"][0].update(service_id="s9"),
              "phones.csv 2 service_id there is no service with the id s9"),
        wrong(lambda of: of["addresses"][1].update(location_id="l9"),
              "addresses.csv 3 location_id there is no location with the id l9"),
        wrong(lambda of: of["attributes"][0].update(link_id="s9"),
              "attributes.csv 2 link_id there is no service with the id s9"),
        wrong(lambda of: of["attributes"][0].update(taxonomy_term_id="t9"),
              "attributes.csv 2 taxonomy_term_id there is no taxonomy term with the id t9"),
        wrong(lambda of: of["taxonomy_terms"][1].update(id="t1"),
              "taxonomy_terms.csv 3 id t1 stands in an earlier row already"),
        wrong(lambda of: of["organizations"].append(of["organizations"][0]),
              "organizations.csv 3 id o1 stands in an earlier row already"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_and_row_and_nothing_is_imported(
    caseload: Caseload, tmp_path: Path, change: Callable[[Tables], object], told: tuple[str]
) -> None:
    before = caseload.path.read_bytes()
    outcome = bring(caseload, made.folder(tmp_path / "p", changed_tables(change)))
    said = [" ".join(map(str, one)) for one in outcome.problems]
    assert any(one.startswith(told[0]) for one in said), said
    assert caseload.path.read_bytes() == before


def test_the_first_fifty_are_named_and_all_are_counted(caseload: Caseload, tmp_path: Path) -> None:
    of = made.tables()
    of["services"] = [
        {**of["services"][0], "id": f"s{n}", "organization_id": "o9"} for n in range(80)
    ]
    outcome = bring(caseload, made.folder(tmp_path / "p", of))
    assert len(outcome.problems) == 50
    assert outcome.wrong >= 80


def in_json(change: Callable[[Any], object], told: str) -> Any:
    return pytest.param(change, told, id=told)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        in_json(lambda all_: all_[1].pop("organization"),
                "given.json 2 organization there is no organization with a name"),
        in_json(lambda all_: all_[1].pop("name"), "given.json 2 name empty"),
        in_json(lambda all_: all_[1].update(id=ID.format(1)),
                f"given.json 2 id {ID.format(1)} is service 1 of given.json already"),
        in_json(lambda all_: all_[1].update(phones="x"),
                "given.json 2 phones is no list of objects"),
        in_json(lambda all_: all_[1].update(name={"en": "x"}),
                "given.json 2 name is a list or object where text is wanted"),
        in_json(lambda all_: all_[1].update(minimum_age=-3),
                "given.json 2 minimum_age '-3' is no age"),
        in_json(lambda all_: all_[1].update(minimum_age=True),
                "given.json 2 minimum_age 'yes' is no age"),
        in_json(lambda all_: all_.append(7), "given.json 3  is no service"),
        in_json(lambda all_: all_[1].update(description="a\x00b"),
                "given.json 2  description holds a control character (U+0000)"),
    ],
)  # fmt: skip
def test_a_mistake_in_json_is_named_by_the_number_of_its_service(
    caseload: Caseload, tmp_path: Path, change: Callable[[Any], object], told: str
) -> None:
    listed = made.services()
    change(listed)
    (tmp_path / "given.json").write_text(json.dumps(listed))
    outcome = bring(caseload, tmp_path / "given.json")
    said = [" ".join(map(str, one)) for one in outcome.problems]
    assert any(one.startswith(told) for one in said), said
    assert everything(caseload) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[\n{"id": 1,\n]', "'given.json', line 3, is no JSON"),
        ('{"a": NaN}', "'given.json', line 1, is no JSON \\(NaN is no number\\)"),
        ('{"id": "a"}\n{"id":', "'given.json', line 2, is no JSON"),
        ("[" * 100_000, "'given.json' is nested too deeply"),
        ("7", "holds no list of services"),
        ("[]", "'given.json' holds no services"),
        ('{"contents": {}}', "holds no list of services"),
        ('[{"id": "t", "name": "Food", "description": "a taxonomy"}]', "holds no services"),
        ('{"version": "2.0", "contents": []}', "is HSDS 2.0, and caseload reads HSDS 3"),
        ("", "is no JSON"),
    ],
)
def test_what_is_no_directory_in_json_is_refused(
    caseload: Caseload, tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "given.json").write_text(text)
    with pytest.raises(InvalidError, match=told):
        hsds.bring_in(caseload, tmp_path / "given.json", WORDS)


def test_json_that_is_no_utf_8_is_refused_by_its_line(caseload: Caseload, tmp_path: Path) -> None:
    (tmp_path / "given.json").write_bytes(b'[\n{"name": "Nu\xf1ez"}]')
    with pytest.raises(InvalidError, match="line 2, is not UTF-8"):
        hsds.bring_in(caseload, tmp_path / "given.json", WORDS)


@pytest.mark.parametrize(
    ("spoil", "error", "told"),
    [
        (lambda path: (path / "services.csv").unlink(), InvalidError, "lacks services.csv"),
        (lambda path: (path / "organizations.csv").unlink(), InvalidError,
         "lacks organizations.csv"),
        (lambda path: (path / "locations.csv").unlink(), InvalidError, "lacks locations.csv"),
        (lambda path: (path / "services.csv").write_text("a,b\n1,2\n"), InvalidError,
         "has no column id and no column organization_id"),
        (lambda path: (path / "services.csv").write_text(""), InvalidError, "is empty"),
        (lambda path: (path / "datapackage.json").write_text("{"), InvalidError,
         "line 1, is no JSON"),
        (lambda path: (path / "datapackage.json").write_text("[]"), InvalidError,
         "is no JSON object"),
        (lambda path: (path / "datapackage.json").write_text(json.dumps(made.descriptor("2.0.1"))),
         InvalidError, "is HSDS 2.0.1, and caseload reads HSDS 3"),
        (lambda path: (path / "datapackage.json").write_text(json.dumps(made.descriptor("4.0"))),
         InvalidError, "is HSDS 4.0"),
        (lambda path: (path / "datapackage.json").write_text(json.dumps(made.descriptor(
            resources=[{"name": "service", "path": "../../etc/passwd"}]))),
         InvalidError, "names a path that leads out of it"),
    ],
)  # fmt: skip
def test_a_package_that_lacks_what_it_needs_is_refused(
    caseload: Caseload,
    tmp_path: Path,
    spoil: Callable[[Path], object],
    error: type[CaseloadError],
    told: str,
) -> None:
    path = made.folder(tmp_path / "p")
    spoil(path)
    with pytest.raises(error, match=told):
        hsds.bring_in(caseload, path, WORDS)
    assert everything(caseload) == []


@pytest.mark.parametrize(
    ("name", "version"), [("physical_addresses.csv", "2"), ("services_taxonomy.csv", "1")]
)
def test_older_versions_are_known_by_their_files(
    caseload: Caseload, tmp_path: Path, name: str, version: str
) -> None:
    path = made.folder(tmp_path / "p", version=None)
    (path / name).write_text("id\n1\n")
    with pytest.raises(InvalidError, match=f"is HSDS {version}, and caseload reads HSDS 3"):
        hsds.bring_in(caseload, path, WORDS)


def test_the_publishers_own_version_is_not_that_of_the_format(
    caseload: Caseload, tmp_path: Path
) -> None:
    path = made.folder(tmp_path / "p")
    said = {**made.descriptor("2026.11"), "name": "waco-directory"}
    (path / "datapackage.json").write_text(json.dumps(said))
    assert brought(caseload, path).added == 2


def test_nothing_at_a_path_is_said(caseload: Caseload, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Check the name"):
        hsds.bring_in(caseload, tmp_path / "no.zip", WORDS)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidError, match="holds no HSDS data"):
        hsds.bring_in(caseload, tmp_path / "empty", WORDS)
