"""What fits is found, the best first; what a filter leaves out is counted; signs do no harm."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import TODAY, new_file
from test_resources import refer

from caseload.model.linking import ReferralStatus, ResourceNeed
from caseload.model.planning import Housing
from caseload.records import clients, living_situations, resource_search, resources
from caseload.records._caseload import Caseload
from caseload.records.resource_search import Wanted, for_client
from caseload.settings.resource_files import weights

W = weights()
HOUSING, FOOD = frozenset({ResourceNeed.HOUSING}), frozenset({ResourceNeed.FOOD})


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        yield opened


def add(caseload: Caseload, name: str, **facts: Any) -> None:
    resources.add(caseload, "House", name, **facts)


def names(caseload: Caseload, wanted: Wanted, **more: Any) -> str:
    found = resource_search.search(caseload, wanted, W, **more).found
    return " ".join(one.resource.name for one in found)


@pytest.mark.parametrize(
    ("better", "worse", "wanted"),
    [
        ({"counties": ("Hill",)}, {}, Wanted(county="hill county")),
        ({"minimum_age": 12}, {}, Wanted(age=17)),
        ({"languages": ("Español",)}, {}, Wanted(language="es")),
        ({}, {"languages": ("Vietnamese",)}, Wanted(prefers="es")),
        ({"accepting": True}, {}, Wanted()),
        ({}, {"accepting": False}, Wanted()),
        ({"verified_on": TODAY}, {"verified_on": TODAY - timedelta(100)}, Wanted()),
        ({"verified_on": TODAY - timedelta(100)}, {}, Wanted()),
    ],
)
def test_each_reason_moves_a_service_up(
    caseload: Caseload, better: dict[str, Any], worse: dict[str, Any], wanted: Wanted
) -> None:
    # By name alone the other one would stand first.
    add(caseload, "b", **better)
    add(caseload, "a", **worse)
    assert names(caseload, wanted) == "b a"


def test_what_the_words_are_in_counts(caseload: Caseload) -> None:
    add(caseload, "Shelter")
    add(caseload, "Another", description="shelter")
    assert names(caseload, Wanted("shelter")) == "Shelter Another"


def test_how_past_referrals_went_counts(caseload: Caseload) -> None:
    clients.add(caseload, "Ana", "Núñez")
    for name in "abcd":
        add(caseload, name)
    day = TODAY - timedelta(60)
    for _ in range(2):
        refer(caseload, "V0001", ReferralStatus.NO_RESPONSE, day, closed_on=TODAY)
        refer(caseload, "V0003", ReferralStatus.LINKED, day, day + timedelta(30))
        refer(caseload, "V0004", ReferralStatus.COMPLETED, day, day + timedelta(3), TODAY)
        refer(caseload, "V0002", ReferralStatus.SENT, day)
    found = resource_search.search(caseload, Wanted(), W).found
    assert [one.resource.name for one in found] == ["d", "c", "b", "a"]
    assert "2 of 2 past referrals linked, half of them within 3 days" in found[0].judged.reasons
    assert not any("referral" in each for each in found[2].judged.against)
    assert "0 of 2 past referrals linked" in found[3].judged.against


def test_a_referral_of_years_ago_says_nothing_now(caseload: Caseload) -> None:
    clients.add(caseload, "Ana", "Núñez")
    add(caseload, "a")
    old = TODAY - timedelta(W.history + 1)
    for _ in range(3):
        refer(caseload, "V0001", ReferralStatus.NO_RESPONSE, old, closed_on=old)
    (found,) = resource_search.search(caseload, Wanted(), W).found
    assert not any("referral" in each for each in found.judged.against)


def test_filters_leave_out_and_say_how_many(caseload: Caseload) -> None:
    add(caseload, "fits", counties=("Hill",), languages=("es",), minimum_age=12, accepting=True)
    add(caseload, "says nothing")
    add(caseload, "elsewhere", counties=("Bell",))
    add(caseload, "english", languages=("English",))
    add(caseload, "adults", minimum_age=18)
    add(caseload, "full", accepting=False)
    add(caseload, "twice out", counties=("Bell",), accepting=False)
    wanted = Wanted(county="Hill", language="es", age=17, accepting=True)
    found = resource_search.search(caseload, wanted, W)
    assert [one.resource.name for one in found.found] == ["fits", "says nothing"]
    assert found.hidden == {"county": 1, "language": 1, "age": 1, "accepting": 1}
    assert found.fitting == 2


def test_those_no_longer_offered_come_only_when_asked_for(caseload: Caseload) -> None:
    add(caseload, "a")
    resources.edit(caseload, "V0001", active=False)
    assert names(caseload, Wanted()) == ""
    assert names(caseload, Wanted(everyone=True)) == "a"


def test_need_and_fee_and_words_all_hold(caseload: Caseload) -> None:
    add(caseload, "a", need=HOUSING, fee="Free on Tuesdays")
    add(caseload, "b", need=HOUSING | FOOD, fee="$5")
    add(caseload, "c", need=FOOD, description="Free, and so on")
    assert names(caseload, Wanted(need=ResourceNeed.HOUSING)) == "a b"
    assert names(caseload, Wanted(need=ResourceNeed.HOUSING, fee="free")) == "a"
    assert names(caseload, Wanted("free")) == "a c"
    assert names(caseload, Wanted("food")) == "b c"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("despensa", True),
        ("DESPÉNSA de", True),
        ("inglés", True),
        ("ingles", True),
        ("odeg", True),
        ("encina desp", True),
        ("李", True),
        ("o'brien", True),
        ("brien's despensa", False),
        ("espensa", False),
        ('"', False),
        ("*", False),
        ("OR", False),
        ("despensa OR zzz", False),
        ("name : despensa", False),
        ("NEAR(despensa)", False),
        ("[/]", False),
        ("'; drop table resource; --", False),
        ("-despensa", True),
        ("^despensa", True),
        ("_", False),
        ("x" * 5000, False),
    ],
)
def test_words_are_found_by_their_beginnings_and_signs_do_nothing(
    caseload: Caseload, text: str, found: bool
) -> None:
    resources.add(caseload, "Casa Encina O'Brien", "Despensa de Ødegård",
                  description="Inglés 李先生")  # fmt: skip
    assert (names(caseload, Wanted(text)) != "") is found


def test_equal_ones_stand_by_name_and_a_page_ends_where_it_was_asked_to(
    caseload: Caseload,
) -> None:
    for name in ("c", "a", "b", "d"):
        add(caseload, name)
    assert names(caseload, Wanted()) == "a b c d"
    assert names(caseload, Wanted(), limit=2) == "a b"
    assert resource_search.search(caseload, Wanted(), W, limit=1).fitting == 4


# --- for a client --------------------------------------------------------------------------------


def test_a_clients_county_age_and_language_are_taken(caseload: Caseload) -> None:
    client = clients.add(
        caseload, "Ana", "Núñez", county="Hill", language="Spanish",
        date_of_birth=date(2008, 2, 29),
    )  # fmt: skip
    wanted = for_client(caseload, client, Wanted())
    assert wanted == Wanted(county="Hill", prefers="Spanish", age=18, client_id="C0001")
    said = for_client(caseload, client, Wanted(county="Bell", language="vi", age=30))
    assert said == Wanted(county="Bell", language="vi", age=30, client_id="C0001")
    anywhere = for_client(caseload, client, Wanted(county="", language=""))
    assert (anywhere.county, anywhere.language, anywhere.prefers) == (None, None, None)


def test_what_a_service_asks_for_is_held_against_the_record(caseload: Caseload) -> None:
    client = clients.add(caseload, "Ana", "Núñez")
    clients.diagnose(caseload, "C0001", "F33.1")
    living_situations.note(caseload, "C0001", TODAY, housing=Housing.RENTED)
    add(caseload, "a", eligibility="Veterans only")
    add(caseload, "b", eligibility="People who are HOMELESS")
    add(caseload, "c", eligibility="Adults with mental   illness")
    add(caseload, "d")
    wanted = for_client(caseload, client, Wanted())
    found = resource_search.search(caseload, wanted, W).found
    assert [one.resource.name for one in found] == ["c", "d", "a", "b"]
    assert found[0].judged.reasons[-1] == "asks for 'mental illness': they have F33.1"
    assert found[2].judged.against[-1] == "asks for 'veteran': their record does not say"
    assert found[3].judged.against[-1] == "asks for 'homeless': they were noted as rented"
    one = resources.get(caseload, "V0003")
    assert resource_search.judged(caseload, one, wanted, W) == found[0].judged


def test_for_one_service_all_is_said_even_what_would_leave_it_out(caseload: Caseload) -> None:
    add(caseload, "a", counties=("Bell",), minimum_age=60)
    one = resources.edit(caseload, "V0001", active=False)
    told = resource_search.judged(caseload, one, Wanted(county="Hill", age=30), W)
    assert told.against[:2] == ("covers Bell, not Hill", "takes ages 60 and over, not 30")


# --- however many --------------------------------------------------------------------------------

WORD = st.sampled_from(["casa", "Renta", "李", "O'Brien", "shelter", "[/]"])
COUNTY = st.sampled_from(["Hill", "Bell", "McLennan"])
SERVICE = st.fixed_dictionaries(
    {
        "need": st.frozensets(st.sampled_from(list(ResourceNeed)), max_size=2),
        "counties": st.lists(COUNTY, max_size=2, unique=True).map(tuple),
        "languages": st.lists(st.sampled_from(["es", "English", "vi"]), max_size=2).map(tuple),
        "minimum_age": st.none() | st.integers(0, 60),
        "maximum_age": st.none() | st.integers(60, 130),
        "accepting": st.none() | st.booleans(),
        "verified_on": st.none() | st.dates(date(2026, 1, 1), TODAY),
        "eligibility": st.none() | st.sampled_from(["veterans", "mental illness"]),
        "active": st.booleans(),
    }
)
WANTED = st.builds(
    lambda text, need, county, language, age, accepting, everyone: Wanted(
        text, need, county, language, age, accepting, everyone=everyone
    ),
    st.none() | WORD, st.none() | st.sampled_from(list(ResourceNeed)), st.none() | COUNTY,
    st.none() | st.sampled_from(["es", "Vietnamese"]), st.none() | st.integers(0, 130),
    st.booleans(), st.booleans(),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(WORD, SERVICE), max_size=8), WANTED)
def test_a_search_finds_what_a_look_at_each_service_finds(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, Any]], wanted: Wanted
) -> None:
    with new_file(tmp_path_factory.mktemp("search")) as caseload:
        for number, (word, facts) in enumerate(made):
            resources.add(caseload, f"House {number}", word, **facts)
        found = resource_search.search(caseload, wanted, W, limit=99)
        scores = [one.judged.score for one in found.found]
        assert scores == sorted(scores, reverse=True)
        assert {one.resource.resource_id for one in found.found} == {
            one.resource_id
            for one in resources.listed(caseload, everyone=True)
            if _fits(one, wanted)
        }


def _fits(one: Any, wanted: Wanted) -> bool:
    words = [one.organization, one.name, *one.counties, *one.languages, one.eligibility or ""]
    said = f" {' '.join([*words, *one.need]).casefold()}".replace("_", " ").replace("'", " ")
    asked = (wanted.text or "").casefold().replace("'", " ").split()
    language = {"es": ("es",), "Vietnamese": ("vi",)}.get(wanted.language or "", ())
    return bool(
        (one.active or wanted.everyone)
        and (wanted.text != "[/]" or not asked)
        and all(f" {each}" in said for each in asked)
        and (wanted.need is None or wanted.need in one.need)
        and (wanted.county is None or not one.counties or wanted.county in one.counties)
        and (not language or not one.languages or language[0] in one.languages)
        and (
            wanted.age is None or ((one.minimum_age or 0) <= wanted.age <= (one.maximum_age or 999))
        )
        and not (wanted.accepting and one.accepting is False)
    )
