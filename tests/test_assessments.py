"""Assessments recorded: by verb and by command, item by item on a terminal, flagged at once."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from at_terminal import Terminal
from bringing import Desk, desk_in, table
from making import STAFF, full_file, new_file
from making_assessments import answers, instrument
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model.assessing import ActionLevel
from caseload.model.planning import Domain
from caseload.records import assessments, clients, drafts, needs, undo
from caseload.records._caseload import Caseload

d = date.fromisoformat
PHQ, NEEDS = instrument("phq-9"), instrument("needs")
ZEROS = ",0" * 8
STEPS = ("FLAGGED: item 9", "988", "safety plan", "supervisor")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        yield opened


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.brought("clients", table("client_id first_name last_name", ("C0001", "Ana", "Lopez")))
    return desk


def phq(caseload: Caseload, values: str, on: str) -> assessments.Assessed:
    return assessments.assess(caseload, "C0001", PHQ, answers(values), d(on))


# --- verbs ---------------------------------------------------------------------------------------


def test_an_assessment_keeps_its_answers_score_band_and_flags(caseload: Caseload) -> None:
    done = phq(caseload, "2,1,1,1,1,1,1,1,1,2", "2026-11-01")
    one = assessments.get(caseload, "q0001")
    assert one == done.assessment
    assert one.items == ("1=2", "2=1", "3=1", "4=1", "5=1", "6=1", "7=1", "8=1", "9=1", "10=2")
    assert (one.score, one.band, one.flags, one.assessor) == (10, "moderate", ("9",), STAFF)
    assert done.before is None
    assert assessments.flagged(caseload, "C0001") == [one]


def test_the_one_before_is_the_last_with_the_same_instrument_that_counts(
    caseload: Caseload,
) -> None:
    first = phq(caseload, "1,1,1,1,1,1,1,1,0", "2026-05-01").assessment
    wrong = phq(caseload, "3,3,3,3,3,3,3,3,0", "2026-07-01").assessment
    assessments.entered_in_error(caseload, wrong.assessment_id, "another client")
    assessments.narrate(caseload, "C0001", d("2026-07-02"), remark="x")
    done = phq(caseload, "0,0,0,0,0,0,0,0,0", "2026-11-01")
    assert done.before == first
    late = phq(caseload, "0,0,0,0,0,0,0,0,0", "2026-04-01")
    assert late.before is None


def test_a_later_one_without_a_flag_takes_the_flag_away(caseload: Caseload) -> None:
    phq(caseload, "0,0,0,0,0,0,0,0,1", "2026-05-01")
    phq(caseload, "0,0,0,0,0,0,0,0,0", "2026-11-01")
    assert assessments.flagged(caseload, "C0001") == []
    (then,) = assessments.flagged(caseload, "C0001", d("2026-10-31"))
    assert assessments.flagged_in_words(then) == "phq-9 item 9 flagged 1 May 2026"


def test_needs_found_are_recorded_with_it_and_an_open_one_gets_its_level(
    caseload: Caseload,
) -> None:
    first = assessments.assess(
        caseload, "C0001", NEEDS, answers("2,1,0,0,0,3" + ZEROS), d("2026-05-01")
    ).needs
    assert [(one.domain, one.level) for one in first.added] == [
        ("housing", "act"), ("finances", "watch"), ("transport", "act_now")
    ]  # fmt: skip
    second = assessments.assess(
        caseload, "C0001", NEEDS, answers("0,1,2,0,0,1" + ZEROS), d("2026-11-01")
    ).needs
    assert [one.domain for one in second.added] == ["employment"]
    assert [(was.level, now.level) for was, now in second.changed] == [("act_now", "watch")]
    assert [one.domain for one in second.same] == ["finances"]
    assert [one.domain for one in second.not_found] == ["housing"]
    found = needs.listed(caseload, "C0001", still_open=True)
    assert [one.domain for one in found] == ["housing", "employment", "finances", "transport"]
    assert {one.assessment_id for one in found} == {"Q0001", "Q0002"}


def test_an_old_paper_entered_late_changes_no_level_and_opens_nothing_met_since(
    caseload: Caseload,
) -> None:
    assessments.assess(caseload, "C0001", NEEDS, answers("1,0,0,0,0,2" + ZEROS), d("2026-05-01"))
    needs.met(caseload, "W0002", d("2026-06-01"))
    late = assessments.assess(
        caseload, "C0001", NEEDS, answers("3,2,0,0,0,3" + ZEROS), d("2026-04-01")
    ).needs
    assert [one.domain for one in late.added] == ["finances"]
    assert (late.changed, late.not_found) == ((), ())
    found = needs.listed(caseload, "C0001", still_open=True)
    assert [(one.domain, one.level) for one in found] == [
        ("finances", "act"), ("housing", "watch")
    ]  # fmt: skip


def test_an_old_paper_changes_no_level_when_the_newer_one_found_no_need(
    caseload: Caseload,
) -> None:
    assessments.assess(caseload, "C0001", NEEDS, answers("1,0,0,0,0,0" + ZEROS), d("2026-03-01"))
    assessments.assess(caseload, "C0001", NEEDS, answers("0,0,0,0,0,0" + ZEROS), d("2026-05-01"))
    late = assessments.assess(
        caseload, "C0001", NEEDS, answers("3,0,0,0,0,0" + ZEROS), d("2026-04-01")
    ).needs
    assert [one.need_id for one in late.same] == ["W0001"]
    assert needs.get(caseload, "W0001").level is ActionLevel.WATCH
    # Words alone that name no need say nothing of the others.
    assessments.narrate(caseload, "C0001", d("2026-11-01"), remark="Sunny")
    told = {Domain.LEGAL: ActionLevel.ACT}
    assert assessments.narrate(caseload, "C0001", d("2026-10-01"), levels=told).needs.added
    told = {Domain.LEGAL: ActionLevel.ACT_NOW}
    assert assessments.narrate(caseload, "C0001", d("2026-10-01"), levels=told).needs.changed


def test_a_need_found_becomes_a_goal_in_the_same_write_or_nothing_is_saved(
    caseload: Caseload,
) -> None:
    said = answers("2,0,0,0,0,0" + ZEROS)
    words = refused(
        InvalidError, assessments.assess, caseload, "C0001", NEEDS, said, d("2026-05-01"),
        goals=[Domain.LEGAL],
    )  # fmt: skip
    assert "No need is open in legal" in words
    done = assessments.assess(
        caseload, "C0001", NEEDS, said, d("2026-05-01"), goals=[Domain.HOUSING]
    )
    assert [one.goal_id for one in done.goals] == ["G0001"]


@pytest.mark.parametrize("on", ["2026-11-21", "2027-01-01"])
def test_an_assessment_of_a_day_ahead_is_refused(caseload: Caseload, on: str) -> None:
    assert "lies ahead" in refused(
        InvalidError, assessments.assess, caseload, "C0001", PHQ, answers("0" + ZEROS), d(on)
    )
    assert "lies ahead" in refused(
        InvalidError, assessments.narrate, caseload, "C0001", d(on), remark="x"
    )


def test_words_alone_say_something(caseload: Caseload) -> None:
    assert "says nothing yet" in refused(
        InvalidError, assessments.narrate, caseload, "C0001", d("2026-11-01"), remark=" \n"
    )
    done = assessments.narrate(
        caseload, "C0001", d("2026-11-01"), levels={Domain.LEGAL: ActionLevel.ACT}
    )
    assert done.assessment.needs == ("legal=act",)


def test_an_error_is_marked_once_with_a_reason_and_never_edited(caseload: Caseload) -> None:
    phq(caseload, "0,0,0,0,0,0,0,0,1", "2026-11-01")
    assert "Say why" in refused(InvalidError, assessments.entered_in_error, caseload, "Q0001", " ")
    assessments.entered_in_error(caseload, "Q0001", "another client")
    assert "already" in refused(InvalidError, assessments.entered_in_error, caseload, "Q0001", "x")
    refused(NotFoundError, assessments.entered_in_error, caseload, "Q0009", "x")
    assert assessments.flagged(caseload, "C0001") == []
    assert not hasattr(assessments, "edit")


def test_undo_marks_it_in_error_and_takes_back_what_it_did_to_needs(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        before = needs.listed(caseload, "C0001", still_open=True)
        assessments.assess(
            caseload, "C0001", NEEDS, answers("3,0,2,0,0,0" + ZEROS), d("2026-11-01")
        )
        assert needs.listed(caseload, "C0001", still_open=True) != before
        told = undo.undo(caseload)
        assert told.action == "assess"
        assert needs.listed(caseload, "C0001", still_open=True) == before
        last = assessments.listed(caseload, "C0001")[-1]
        assert last.entered_in_error_why == "undone"


# --- the command ---------------------------------------------------------------------------------


def test_the_command_says_score_band_change_and_what_it_means(desk: Desk) -> None:
    desk.done("assess", "C0001", "phq-9", "--answers", "2,2,2,2,2,2,2,2,1", "--on", "2026-06-03")
    said = desk.done("assess", "C0001", "phq-9", "--answers", "2,2,2,2,2,1,1,0,0")
    assert said == (
        "Assessed Q0002: Lopez, Ana (C0001), phq-9, Mon 23 Nov 2026 (today): 12, moderate; 5 down "
        "from 17 on 3 Jun, better: the 5 points that mean something.\n"
    )


def test_what_is_flagged_is_said_on_standard_output_as_words_with_the_steps(desk: Desk) -> None:
    said = desk.done("assess", "C0001", "phq-9", "--answers", "0,0,0,0,0,0,0,0,1")
    for each in STEPS:
        assert each in said, each
    assert "\x1b" not in said
    assert said.index("FLAGGED") < said.index("Assessed")


def test_what_is_flagged_is_said_even_when_the_rest_is_refused(desk: Desk) -> None:
    for more in (["--item", "9=2"], ["--answers", "4,0,0,0,0,0,0,0,2"]):
        ran = desk.run("assess", "C0001", "phq-9", *more)
        assert ran.code == 3
        for each in STEPS:
            assert each in ran.out, each
        assert "Nothing was saved" in ran.err
    assert desk.count("assessment") == 0


def test_the_agency_s_crisis_line_stands_among_the_steps(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = desk.write("c.toml", '[agency]\ncrisis_line = "Ours: (254) 555-0100."\n')
    monkeypatch.setenv("CASELOAD_CONFIG", str(config))
    said = desk.done("assess", "C0001", "phq-9", "--answers", "0,0,0,0,0,0,0,0,1")
    assert "Ours: (254) 555-0100." in " ".join(said.split())


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.yaml", "1: 1\n2: Several days\n"), ("a.csv", "item,value\n1,1\n2,1\n"),
     ("a.json", '{"1": 1, "2": 1}')],
)  # fmt: skip
def test_answers_come_from_a_file(desk: Desk, name: str, content: str) -> None:
    rest = {"yaml": "".join(f"{n}: 0\n" for n in range(3, 10)),
            "csv": "".join(f"{n},0\n" for n in range(3, 10)),
            "json": ""}[name.partition(".")[2]]  # fmt: skip
    if name.endswith("json"):
        content = content[:-1] + "".join(f', "{n}": 0' for n in range(3, 10)) + "}"
    path = desk.write(name, content + rest)
    assert "2, minimal" in desk.done("assess", "C0001", "phq-9", "--from", path)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["phq-9"], 2, "Say the answers"),
        (["phq-9", "--answers", "1", "--item", "1=1"], 2, "in one way"),
        (["phq-9", "--item", "1"], 2, "write each once"),
        (["phq-9", "--item", "1=1", "--item", "1=2"], 2, "write each once"),
        (["phq-9", "--item", "[/]=\x1b[2J"], 3, "no such item"),
        (["phq-9", "--answers", "1,2"], 3, "without an answer: 3, 4, 5"),
        (["phq-9", "--from", "none.yaml"], 4, "no file none.yaml"),
        (["phq-9", "--need", "housing=act"], 2, "--need is for narrative"),
        (["zzz", "--answers", "1"], 4, "There are: gad-7"),
        (["p", "--answers", "1"], 4, "no instrument 'p'"),
        (["narrative"], 3, "says nothing yet"),
        (["narrative", "--answers", "1"], 2, "no items"),
        (["narrative", "--need", "house=act"], 2, "DOMAIN=LEVEL"),
        (["phq-9", "--answers", "0,0,0,0,0,0,0,0,0", "--on", "tomorrow"], 3, "ahead"),
        (["narrative", "--remark", "x\x1b[2J"], 3, "control character"),
        (["narrative", "--remark", "x" * 1_000_001], 3, "longer than a million"),
    ],
)
def test_what_is_put_wrongly_is_refused_and_nothing_is_saved(
    desk: Desk, arguments: list[str], code: int, words: str
) -> None:
    before = desk.path.read_bytes()
    ran = desk.run("assess", "C0001", *arguments)
    assert (ran.code, ran.out) == (code, ""), ran
    assert words in ran.err
    assert "\x1b" not in ran.err
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize("text", ["[/]", "=1+1", "O'Brien", "李", "👩‍👩‍👧", "a\nb", "é" * 100_000])
def test_people_s_words_are_kept_whole(desk: Desk, text: str) -> None:
    desk.done("assess", "C0001", "narrative", "--strengths", text, "--challenges", text)
    (one,) = json.loads(desk.done("assessment", "list", "C0001", "--json"))
    assert (one["strengths"], one["challenges"]) == (text, text)
    assert desk.done("assessment", "show", one["assessment_id"])


def test_the_next_is_said_when_a_standard_asks_for_it(desk: Desk) -> None:
    desk.brought(
        "clients",
        table("client_id first_name last_name program admitted_on",
              ("C0001", "Ana", "Lopez", "ACT", "2026-01-05")),
    )  # fmt: skip
    desk.done("standard", "edit", "Assessment every", "--active", "--on", "2026-01-01")
    said = desk.done("assess", "C0001", "gad-7", "--answers", "0,0,0,0,0,0,0")
    assert said.endswith("Assessment every 180 days is next due Sat 22 May 2027.\n")


def test_list_show_and_error_by_command(desk: Desk) -> None:
    desk.done("assess", "C0001", "phq-9", "--answers", "0,1,2,3,0,0,0,0,0", "--on", "2026-11-01")
    desk.done("assess", "C0001", "phq-9-es", "--answers", "0,1,2,3,0,0,0,0,1")
    (first, second) = json.loads(desk.done("assessment", "list", "--instrument", "phq-9", "--json"))
    assert (first["instrument"], second["instrument"]) == ("phq-9", "phq-9")
    shown = desk.done("assessment", "show", "q0002")
    assert "FLAGGED     item 9" in shown
    assert "3 Nearly every day: Feeling tired" in shown
    assert json.loads(desk.done("assessment", "show", "Q0001", "--json"))["score"] == 6
    assert desk.run("assessment", "error", "Q0001").code == 3
    desk.done("assessment", "error", "Q0001", "--reason", "another client")
    assert "another client" in desk.done("assessment", "show", "Q0001")
    assert desk.run("assessment", "show", "Q0099").code == 4


# --- over time -----------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", ["40", "60", "100", "200"])
def test_a_chart_names_bands_in_words_and_fits_the_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    for on, values in (("2026-03-01", "3,3,3,3,3,1,0,0,1"), ("2026-06-01", "2,2,2,2,2,1,0,0,0"),
                       ("2026-11-01", "1,1,1,1,0,0,0,0,0")):  # fmt: skip
        desk.done("assess", "C0001", "phq-9", "--answers", values, "--on", on)
    monkeypatch.setenv("COLUMNS", columns)
    drawn = desk.done("assessment", "chart", "C0001")
    assert max(map(len, drawn.splitlines())) <= int(columns)
    assert "\x1b" not in drawn
    assert drawn.count("o⡀") + drawn.count("o") >= 3
    for each in ("0 minimal", "5 mild", "10 moderate", "20 severe", "1 Mar 2026", "1 Nov 2026"):
        assert each in drawn, each
    lines = drawn.splitlines()
    assert lines[-1] == " 1 Mar 2026  17, moderately severe; FLAGGED: item 9" or columns == "40"
    assert " 1 Nov 2026  4, minimal (-7)" in lines
    assert drawn.index("1 Nov 2026  4") < drawn.index("1 Jun 2026  11")


def test_a_chart_of_one_score_and_of_none(desk: Desk) -> None:
    ran = desk.run("assessment", "chart", "C0001")
    assert ran.code == 4
    assert "has no score yet" in ran.err
    desk.done("assess", "C0001", "gad-7", "--answers", "0,0,0,0,0,0,0")
    drawn = desk.done("assessment", "chart", "C0001")
    assert "0, minimal" in drawn
    path = desk.folder / "chart.txt"
    desk.done("assessment", "chart", "C0001", "gad-7", "-o", path)
    assert path.read_text(encoding="utf-8") == drawn
    assert desk.run("assessment", "chart", "C0001", "needs").code == 4


def test_scores_stay_in_sight_whatever_became_of_the_instrument_s_file(desk: Desk) -> None:
    desk.done("assess", "C0001", "phq-9", "--answers", "3,3,3,3,3,1,0,0,1", "--on", "2026-03-01")
    own = desk.folder / "data" / "instruments"
    own.mkdir(parents=True)
    desk.done("config", "data", desk.folder / "data")
    shorter = {0: "no", 1: "yes"}
    (own / "phq-9.yaml").write_text(
        f"title: T\nsource: S\nlicence: L\nitems:\n- {{id: 1, text: x, options: {shorter}}}\n"
    )
    drawn = desk.done("assessment", "chart", "C0001").splitlines()
    assert drawn[1].startswith("17 |")
    assert "o" in drawn[1]
    (own / "phq-9.yaml").write_bytes(b"\xff\xfe")
    assert "17, moderately severe" in desk.done("assessment", "show", "Q0001")
    assert "17, moderately severe" in desk.done("assessment", "chart", "C0001")


# --- on a terminal -------------------------------------------------------------------------------


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    with new_file(tmp_path, today=d("2026-11-23")) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
    return Terminal(tmp_path / "person", tmp_path / "caseload.db")


def test_items_are_asked_one_by_one_with_a_way_back_and_the_flag_right_after_its_answer(
    terminal: Terminal,
) -> None:
    typed = [("1> ", "1"), ("2> ", "7"), ("2> ", "2"), ("3> ", "<"), ("2> ", "3")]
    typed += [(f"{n}> ", "0") for n in range(3, 9)] + [("9> ", "several days"), ("10> ", "")]
    said = terminal.run("assess", "C0001", "phq-9", answers=typed)
    assert said.code == 0, said.screen
    assert "Over the last 2 weeks" in said.screen
    assert "Answer with one of 0, 1, 2, 3; < goes back." in said.screen
    assert said.screen.index("FLAGGED: item 9, Several days (1)") < said.screen.index("10/10")
    assert "5, mild" in said.screen


def test_answers_are_kept_on_interruption_and_offered_again(
    terminal: Terminal, tmp_path: Path
) -> None:
    typed = [("1> ", "1"), ("2> ", "2"), ("3> ", "\x04")]
    assert terminal.run("assess", "C0001", "gad-7", answers=typed).code == 130
    typed = [("Go on?", "y")] + [(f"{n}> ", "0") for n in range(3, 8)] + [("8> ", "")]
    said = terminal.run("assess", "C0001", "gad-7", answers=typed)
    assert said.code == 0, said.screen
    assert "You answered 2 of 8 before and did not save." in said.screen
    assert "3, minimal" in said.screen
    with new_file_again(tmp_path) as caseload:
        assert drafts.kept(caseload, "C0001", "assess gad-7") is None


def test_a_need_becomes_a_goal_with_one_answer(terminal: Terminal, tmp_path: Path) -> None:
    typed = [("1> ", "2")] + [(f"{n}> ", "0") for n in range(2, 15)]
    typed += [(f"{n}> ", "") for n in range(15, 20)]
    typed += [("Strengths", "a trade"), ("Challenges", ""), ("Remark", "")]
    typed += [("Make housing (W0001) a goal of the plan?", "y"), ("What do they want?", "My key")]
    said = terminal.run("assess", "C0001", "needs", answers=typed)
    assert said.code == 0, said.screen
    with new_file_again(tmp_path) as caseload:
        assert needs.get(caseload, "W0001").goal_id == "G0001"
        assert caseload.value("select statement from goal") == "My key"


def new_file_again(tmp_path: Path) -> Caseload:
    from making import again

    return again(tmp_path / "caseload.db")
