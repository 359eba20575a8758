"""Instruments as files: ours are whole and exact; what is wrong with one is named by its line."""

import json

import pytest
from bringing import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making_assessments import instrument

from caseload.errors import InvalidError
from caseload.model.assessing import half_up
from caseload.rules.instrument_reading import InstrumentError, mistakes, read
from caseload.settings import data_files, instruments
from caseload.texts.answer_reading import answers

SHIPPED = sorted(data_files.named("instruments"))
PHQ_9 = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family "
    "down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so "
    "fidgety or restless that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
    "If you checked off any problems, how difficult have these problems made it for you to do your "
    "work, take care of things at home, or get along with other people?",
)
GAD_7 = (
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
)
OFTEN = ("Not at all", "Several days", "More than half the days", "Nearly every day")
HARD = ("Not difficult at all", "Somewhat difficult", "Very difficult", "Extremely difficult")
SMALL = """title: A scale
source: us
licence: free
options:
  yes_no:
    0: Never
    1: Always
items:
  - id: 1
    text: One
    options: yes_no
  - id: 2
    text: Two
    options: yes_no
bands:
  0-1: low
  2-2: high
flags:
  - item: 2
    at_least: 1
    message: look
"""


# --- ours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_each_of_ours_is_whole_and_says_whose_it_is(name: str) -> None:
    path = data_files.named("instruments")[name]
    assert instruments.mistakes(path) == []
    one = instrument(name)
    assert one.source
    assert one.licence
    assert one.prompt


def test_the_phq_9_and_the_gad_7_say_what_their_authors_wrote() -> None:
    phq, gad = instrument("phq-9"), instrument("gad-7")
    assert tuple(item.text for item in phq.items) == PHQ_9
    assert tuple(item.text for item in gad.items[:7]) == GAD_7
    for one, last in ((phq, 9), (gad, 7)):
        assert {tuple(o.label for o in item.options) for item in one.items[:last]} == {OFTEN}
        difficulty = one.items[last]
        assert tuple(option.label for option in difficulty.options) == HARD
        assert (difficulty.optional, difficulty.scored) == (True, False)
    assert [tuple(band) for band in phq.bands] == [
        (0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"),
        (20, 27, "severe"),
    ]  # fmt: skip
    assert [tuple(band) for band in gad.bands] == [
        (0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe"),
    ]  # fmt: skip
    (flag,) = phq.flags
    assert (flag.item_id, flag.at_least, flag.crisis) == ("9", 1, True)


def test_our_needs_assessment_asks_about_every_part_of_a_life_but_other() -> None:
    asked = {item.domain for item in instrument("needs").items if item.levels}
    assert len(asked) == 14
    assert "other" not in asked


# --- what is wrong -------------------------------------------------------------------------------


def test_a_small_one_is_read() -> None:
    one = read(SMALL, "small")
    assert [item.item_id for item in one.items] == ["1", "2"]
    assert (one.scoring, one.language, one.higher_is_worse) == ("sum", "en", True)
    assert mistakes(SMALL, "small") == ()


WRONG = {
    "no title": (("title: A scale\n", ""), 1, "title"),
    "a field that is none": (("source: us", "sorce: us"), 2, "did you mean source"),
    "a name twice": (("licence: free", "licence: free\nlicence: no"), 4, "stands twice"),
    "no shared options of that name": (("options: yes_no", "options: no_yes"), 11, "no_yes"),
    "one option": (("    1: Always\n", ""), 6, "two options"),
    "two options alike": (("1: Always", "1: never"), 6, "two options say"),
    "words that are another's value": (("0: Never", "0: 1"), 6, "another's value"),
    "a value that is no number": (("0: Never", "x: Never"), 6, "whole number"),
    "a value too large": (("1: Always", "100: Always"), 7, "0 to 99"),
    "an item twice": (("id: 2", "id: 1"), 12, "stands twice"),
    "an item without words": (("text: Two", "text:"), 13, "says nothing"),
    "an id that can't be": (("id: 2", "id: a=b"), 12, "number an item"),
    "a gap in the bands": (("0-1: low", "0-0: low"), 17, "no band covers the score 1"),
    "bands that overlap": (("2-2: high", "1-2: high"), 17, "two bands cover the score 1"),
    "a band beyond": (("2-2: high", "2-3: high"), 17, "scores are 0 to 2"),
    "bands that end early": (("  2-2: high\n", ""), 16, "no band covers the score 2"),
    "bands in another order": (
        ("  0-1: low\n  2-2: high\n", "  2-2: high\n  0-1: low\n"), 16, "lowest score to"
    ),
    "a band that is no span": (("0-1: low", "low: 0-1"), 16, "write 0-4"),
    "a flag of no item": (("item: 2", "item: 3"), 19, "no item"),
    "a flag that no answer raises": (("at_least: 1", "at_least: 2"), 19, "no answer"),
    "a scored item left out": (("text: Two", "text: Two\n    optional: yes"), 12, "never optional"),
    "levels without a domain": (("text: Two", "text: Two\n    levels: {1: act}"), 14, "a domain"),
    "a level of no option": (
        ("text: Two", "text: Two\n    domain: housing\n    levels: {2: act}"), 15, "has the value 2"
    ),
    "levels that go down": (
        ("text: Two", "text: Two\n    domain: housing\n    levels: {0: act, 1: watch}"), 15, "go up"
    ),
    "a domain that is none": (("text: Two", "text: Two\n    domain: house"), 14, "is no domain"),
    "neither yes nor no": (("text: Two", "text: Two\n    scored: perhaps"), 14, "neither yes"),
    "a mean's times for a sum": (("licence: free", "licence: free\ntimes: 5"), 4, "mean alone"),
    "an anchor": (("title: A scale", "title: &a scale"), 1, "no & or *"),
    "a control character": (("title: A scale", "title: A \x1b[2J"), 1, "control character"),
    "bands without a score": (
        ("licence: free", "licence: free\nscoring: none"), 17, "without a score"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "line", "words"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_named_with_its_line(change: tuple[str, str], line: int, words: str) -> None:
    text = SMALL.replace(*change, 1)
    assert text != SMALL
    found = mistakes(text, "small")
    assert any(one.line == line and words in one.message for one in found), found


def test_all_mistakes_are_named_at_once() -> None:
    text = (
        SMALL.replace("title: A scale\n", "")
        .replace("id: 2", "id: 1")
        .replace("item: 2", "item: 7")
    )
    assert len(mistakes(text, "small")) >= 3


@pytest.mark.parametrize("name", ["Small", "a b", "narrative", "-", "x" * 41, "../x", ""])
def test_a_name_that_can_name_no_instrument_is_refused(name: str) -> None:
    with pytest.raises(InstrumentError, match="can't name an instrument"):
        read(SMALL, name)


@pytest.mark.parametrize("text", ["", "[]", "- 1", "title: x", "\x00", "{}", "x" * 200_000])
def test_what_is_no_instrument_at_all_is_refused_with_a_line(text: str) -> None:
    with pytest.raises(InstrumentError, match=r"small\.yaml:1: "):
        read(text, "small")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6, unique=True), st.booleans())
def test_bands_are_read_when_they_cover_every_score_once_and_not_otherwise(
    ends: list[int], shifted: bool
) -> None:
    ends = sorted({*ends, 12})
    starts = [0, *(end + 1 for end in ends[:-1])]
    if shifted:
        starts[-1] += 1
    bands = "".join(f"  {a}-{b}: band {a}\n" for a, b in zip(starts, ends, strict=True))
    items = "".join(f"  - {{id: {n}, text: x, options: {{0: a, 4: b}}}}\n" for n in range(3))
    text = f"title: t\nsource: s\nlicence: l\nitems:\n{items}bands:\n{bands}"
    assert bool(mistakes(text, "small")) is shifted


@pytest.mark.parametrize(
    ("times", "low", "high"), [(1, 0, 3), (10, 5, 25), (20, 10, 50), (7, 4, 18)]
)
def test_the_bands_of_a_mean_are_held_against_its_rounded_scores(
    times: int, low: int, high: int
) -> None:
    items = "".join(
        f"  - {{id: {n}, text: x, options: {{{n % 2}: a, {2 + n % 2}: b}}}}\n" for n in range(2)
    )
    head = f"title: t\nsource: s\nlicence: l\nscoring: mean\ntimes: {times}\nitems:\n{items}"
    lowest = half_up(times * 1, 2)
    highest = half_up(times * 5, 2)
    assert (lowest, highest) == ((low, high) if times > 1 else (1, 3))
    assert mistakes(f"{head}bands: {{{lowest}-{highest}: all}}\n", "small") == ()
    assert mistakes(f"{head}bands: {{{lowest}-{highest + 1}: all}}\n", "small") != ()


# --- answers in files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1: 2\n9: 0\n",
        '{"1": "2", "9": 0}',
        '[{"item": 1, "value": 2}, {"item": 9, "value": 0}]',
        "- item: 1\n  value: 2\n- item: 9\n  value: 0\n",
        "item,value\n1,2\n9,0\n",
        "1;2\n9;0\n",
        '"1"\t"2"\n9\t0\n\n',
    ],
)
def test_answers_are_read_from_yaml_json_and_tables(text: str) -> None:
    assert answers(text, "x") == {"1": "2", "9": "0"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("1: 2\n1: 3\n", 2), ("1,2\n1,3\n", 2), ("1,2,3\n", 1), ("- item: 1\n  vlue: 2\n", 2)],
)
def test_answers_that_can_t_be_read_are_named_with_their_line(text: str, line: int) -> None:
    with pytest.raises(InvalidError, match=rf"x:{line}: .*Nothing was saved"):
        answers(text, "x")


# --- commands ------------------------------------------------------------------------------------


def test_the_list_says_what_there_is_and_whose(desk: Desk) -> None:
    found = json.loads(desk.done("instrument", "list", "--json"))
    assert [one["name"] for one in found] == SHIPPED
    assert {one["own"] for one in found} == {False}


def test_an_instrument_is_shown_with_its_words_bands_and_flags(desk: Desk) -> None:
    said = " ".join(desk.done("instrument", "show", "PHQ-9").split())
    for each in (*PHQ_9, *OFTEN, "moderately severe", "self-harm", "No permission required"):
        assert each in said, each
    assert json.loads(desk.done("instrument", "show", "gad-7", "--json"))["name"] == "gad-7"
    assert desk.run("instrument", "show", "zzz").code == 4


def test_the_agency_s_own_goes_before_ours_and_a_copy_is_a_beginning(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = desk.folder / "data"
    desk.done("instrument", "new", "dla-20", "--like", "needs", "--data", data)
    path = data / "instruments" / "dla-20.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert desk.run("instrument", "new", "dla-20", "--data", data).code == 3
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.write("new.toml", f'data = "{data}-new"\n')))
    assert "-new/instruments/own.yaml" in desk.done("instrument", "new", "own")
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.folder / "no-settings.toml"))
    config = desk.write("config.toml", f'data = "{data}"\n')
    monkeypatch.setenv("CASELOAD_CONFIG", str(config))
    found = {one["name"]: one for one in json.loads(desk.done("instrument", "list", "--json"))}
    assert found["dla-20"]["own"]
    ours = data_files.text_of(data_files.named("instruments")["phq-9"])
    (data / "instruments" / "phq-9.yaml").write_text(ours.replace("PHQ-9, P", "Ours, P"))
    assert "Ours, P" in desk.done("instrument", "show", "phq-9")


def test_check_names_file_line_and_mend(desk: Desk) -> None:
    assert desk.done("instrument", "check").endswith("checked: no mistakes.\n")
    path = desk.write("loop.yaml", SMALL.replace("item: 2", "item: 3").replace("0-1", "0-0"))
    ran = desk.run("instrument", "check", path)
    assert ran.code == 3
    assert f"{path}:17: no band covers the score 1" in ran.out
    assert f"{path}:19: there is no item '3' to flag" in ran.out
    assert "2 mistakes found" in ran.err
    assert desk.run("instrument", "check", desk.folder / "none.yaml").code == 4
    assert desk.run("instrument", "check", desk.write("l.yaml", b"\xff\xfe")).code == 3
    assert desk.run("instrument", "check", desk.folder).code == 3


def test_a_form_in_another_language_has_the_same_shape_and_is_recorded_as_the_other(
    desk: Desk,
) -> None:
    assert instrument("phq-9-es").recorded_as == "phq-9"
    spanish = data_files.text_of(data_files.named("instruments")["phq-9-es"])
    for change in (
        ("9\n    at_least: 1", "8\n    at_least: 1"),
        ("form_of: phq-9", "form_of: zz"),
        ("form_of: phq-9", "form_of: gad-7"),
        ("optional: yes", "optional: no"),
    ):
        text = spanish.replace(*change)
        assert text != spanish
        ran = desk.run("instrument", "check", desk.write("mine.yaml", text))
        assert ran.code == 3, change


def test_a_standard_names_an_instrument_that_there_is(desk: Desk) -> None:
    said = desk.done(
        "standard", "add", "PHQ", "--obligation", "assessment", "--instrument", "PHQ-9-es"
    )
    assert "assessed (phq-9)" in said
    ran = desk.run("standard", "add", "X", "--obligation", "assessment", "--instrument", "phq9")
    assert ran.code == 4
    assert "There are: gad-7, needs, phq-9" in ran.err
