"""The agency's own weights and words go before ours; each mistake in them has its line."""

from pathlib import Path

import pytest

from caseload.errors import InvalidError
from caseload.model.linking import ResourceNeed
from caseload.rules.hsds_needs import Term, Words, counties_of, of_name, of_term
from caseload.settings import config, resource_files

N = ResourceNeed


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The agency's own folder of data."""
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    folder = tmp_path / "data"
    folder.mkdir()
    config.put("data", str(folder))
    return folder


def test_what_an_agency_does_not_name_is_as_shipped(own: Path) -> None:
    shipped = resource_files.weights()
    (own / "resources.yaml").write_text("county:\n  named: 7\ndays:\n  quick: 3\nasks: []\n")
    ours = resource_files.weights()
    assert ours.points == {**shipped.points, "county named": 7}
    assert (ours.quick, ours.lately, ours.asks) == (3, shipped.lately, ())
    assert shipped.asks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("county:\n  namd: 7\n", "line 2: county has no 'namd'; did you mean named?"),
        ("countee:\n  named: 7\n", "line 1: the file of weights has no 'countee'"),
        ("age:\n  within: many\n", "line 2: 'many' is no whole number"),
        ("age:\n  within: 1e3\n", "line 2: '1e3' is no whole number"),
        ("age:\n  within: 100000\n", "line 2: '100000' is no whole number up to 1,000"),
        ("days:\n  quick: -1\n", "line 2: '-1' is below zero"),
        ("least:\n  referrals: 0\n", "line 2: '0' is below 1"),
        ("asks:\n  - words: a\n    diagnoses: F2\n", "line 3: 'F2' is no range such as F20-F29"),
        ("asks:\n  - words: a\n    housing: castle\n", "line 3: 'castle' is none of: own_home"),
        ("asks:\n  - diagnoses: F20\n", "line 2: the list of words says nothing"),
        ("asks:\n" + "  - words: a\n" * 101, "line 102: there are more than 100; join some"),
        ("a: &x 1\nb: *x\n", "line 1: there are no & or * names here"),
        ("", "line 1: the text is empty"),
        ("- 1\n", "line 1: here the file of weights is wanted"),
    ],
)
def test_a_mistake_in_the_weights_has_its_line(own: Path, text: str, told: str) -> None:
    (own / "resources.yaml").write_text(text)
    with pytest.raises(InvalidError) as raised:
        resource_files.weights()
    assert told in str(raised.value)
    assert "resources.yaml can't be used" in str(raised.value)


def test_the_words_of_an_agency_take_the_place_of_ours(own: Path) -> None:
    (own / "hsds_needs.yaml").write_text("codes:\n  ZZ: food\nwords:\n  legal: moot court\n")
    words = resource_files.needs()
    assert of_term(Term("ZZ-1", "x"), {}, words) == {"food"}
    assert of_name("Shelter", words) == frozenset()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("codes:\n  BD: foood\n", "line 2: 'foood' is none of: housing"),
        ("codes: food\n", "line 1: under codes each line is a code and a need"),
        ("words:\n  foood: pantry\n", "line 2: words has no 'foood'; did you mean food?"),
    ],
)
def test_a_mistake_in_the_words_has_its_line(own: Path, text: str, told: str) -> None:
    (own / "hsds_needs.yaml").write_text(text)
    with pytest.raises(InvalidError, match="hsds_needs") as raised:
        resource_files.needs()
    assert told in str(raised.value)


WORDS = resource_files.needs()
TERMS = {
    "top": Term("", "Food"),
    "mid": Term("", "Weekend things", "top"),
    "loop": Term("", "Round", "loop"),
}


@pytest.mark.parametrize(
    ("term", "needs"),
    [
        (Term("BH-1800.8500", "x"), {N.HOUSING}),
        (Term("BD", "x"), {N.FOOD}),
        (Term("ND-6500.1500", "x"), {N.EMPLOYMENT}),
        (Term("NL-6000.2000", "x"), {N.BENEFITS}),
        (Term("PN-8100.6500", "x"), {N.PEER_SUPPORT}),
        (Term("PH-6000", "x"), {N.FAMILY}),
        (Term("RX-8250", "x"), {N.HEALTH}),
        (Term("FT-3200", "x"), {N.LEGAL}),
        (Term("YF-3000", "Veterans"), {"audience"}),
        (Term("Transit", "Transit"), {N.TRANSPORT}),
        (Term("", "Help Pay for Housing"), {N.HOUSING}),
        (Term("", "Food Pantry & Job Training"), {N.FOOD, N.EMPLOYMENT, N.EDUCATION}),
        (Term("", "Foodless"), set()),
        (Term("", "Bags", "mid"), {N.FOOD}),
        (Term("", "Bags", "loop"), set()),
        (Term("", "Bags", "nobody"), set()),
        (Term("", "[/]"), set()),
    ],
)
def test_a_term_is_a_need_by_its_code_its_words_or_its_parents(term: Term, needs: set[str]) -> None:
    assert of_term(term, TERMS, WORDS) == needs


@pytest.mark.parametrize(
    ("areas", "counties", "everywhere", "unread"),
    [
        (["McLennan County"], ("McLennan",), False, ()),
        (["mclennan"], ("McLennan",), False, ()),
        (["McLennan County, Texas"], ("McLennan",), False, ()),
        (["Hill and Bosque Counties"], ("Hill", "Bosque"), False, ()),
        (["St. Mary Parish; Bell County"], ("St. Mary", "Bell"), False, ()),
        (["Texas"], (), True, ()),
        (["Statewide", "Bell County"], (), True, ()),
        (["Waco"], (), False, ("Waco",)),
        (["Residents of 76701 in the county"], (), False, ("Residents of 76701 in the county",)),
        ([""], (), False, ()),
        ([], (), False, ()),
    ],
)
def test_an_area_is_a_county_or_everywhere_or_left_in_words(
    areas: list[str], counties: tuple[str, ...], everywhere: bool, unread: tuple[str, ...]
) -> None:
    found = counties_of(areas, {"mclennan": "McLennan"}, WORDS)
    assert found == (counties, everywhere, unread)


def test_without_words_nothing_is_known() -> None:
    assert of_term(Term("BD", "Food"), {}, Words({}, {}, frozenset())) == frozenset()
