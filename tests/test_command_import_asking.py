"""`caseload import` at a terminal: what its columns are is shown, and asked where it is unsure."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from at_terminal import Terminal
from bringing import Desk, desk_in, table, workbook

from caseload.records import imports

ROSTER = """Case #;Client;DOB;Worker;Admit Date;Program;Shoe size;[/];=1+1
007;Nuñez, José;03/04/1985;Dana Whitfield;05/01/2026;ACT-lite;44;[red];x
008;O'Brien, 李;11/12/1990;Dana Whitfield;06/01/2026;ACT-lite;40;;=2
"""
COLUMNS = (
    ('"Case #", such as 007? [client_id]:', "client_id"),
    ('"Client", such as Nuñez, José? [last_name, first_name]:', "last_name, first_name"),
    ('"DOB", such as 03/04/1985? [date_of_birth]:', "date_of_birth"),
    ('"Worker", such as Dana Whitfield? [case_manager]:', "case_manager"),
    ('"Admit Date", such as 05/01/2026? [admitted_on]:', "admitted_on"),
)
ENTER = [(question, "") for question, _ in COLUMNS]
PHONE = "(254) 555-0131"
FIRST = '03/04/1985 in "DOB" with the month (mdy) or day (dmy) first? [mdy]:'


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    made.write("roster.csv", ROSTER)
    monkeypatch.chdir(tmp_path)
    return made


@pytest.fixture
def terminal(tmp_path: Path, desk: Desk) -> Terminal:
    return Terminal(tmp_path / "terminal", desk.path)


def shown_command(screen: str) -> list[str]:
    """The words of the command that asks nothing."""
    (line,) = re.findall(r"^  caseload (import .*)$", screen, re.MULTILINE)
    return shlex.split(line)


# --- at a terminal -------------------------------------------------------------------------------


def test_each_guess_is_asked_and_said_as_the_command_that_asks_nothing(
    desk: Desk, terminal: Terminal
) -> None:
    answers = [*ENTER, (FIRST, "dmy"), ("Import it so? [Y/n]", "")]
    said = terminal.run("import", "clients", "roster.csv", answers=answers)
    assert said.code == 0, said.screen
    assert "clients: 2 added." in said.screen
    assert re.search(r"Shoe size +- +44 · 40\n", said.screen)
    assert re.search(r"Worker +case_manager\? +Dana Whitfield\n", said.screen)
    assert re.search(r"Program +program +ACT-lite\n", said.screen)
    ours = desk.client("008")
    assert (ours.first_name, ours.last_name, str(ours.date_of_birth)) == (
        "李", "O'Brien", "1990-12-11"
    )  # fmt: skip
    [stay] = desk.stays("007")
    assert (stay.case_manager, str(stay.admitted_on)) == ("S0001", "2026-01-05")
    words = shown_command(said.screen)
    assert words == [
        "import", "clients", "roster.csv",
        *[part for (asked, ours) in COLUMNS
          for part in ("--map", f"{asked.split(chr(34))[1]}={ours}")],
        "--date-format", "dmy", "--yes",
    ]  # fmt: skip
    assert desk.done(*words) == "clients: 0 added, 2 there already.\n"


def test_an_answer_can_be_another_field_or_none_and_one_goes_back(
    desk: Desk, terminal: Terminal
) -> None:
    said = terminal.run(
        "import", "clients", "roster.csv", "--date-format", "mdy",
        answers=[
            (COLUMNS[0][0], ""), (COLUMNS[1][0], "<"), (COLUMNS[0][0], "?"), (COLUMNS[0][0], ""),
            (COLUMNS[1][0], "shoe"), ("There is no field 'shoe'", ""), (COLUMNS[2][0], "client id"),
            ('client_id is "Case #" already.', "''"), ("= not used", "Taken By"),
            ("= taken_by", ""), ("Import it so? [Y/n]", "n"),
        ],
    )  # fmt: skip
    assert (said.code, desk.count("client")) == (0, 0), said.screen
    assert "One of: client_id, preferred_name" not in said.screen
    assert "One of: client_id, first_name" in said.screen
    assert said.screen.rstrip().endswith("Nothing was imported.")
    assert shown_command(said.screen)[3:] == [
        *("--map", "Case #=client_id", "--map", "Client=last_name, first_name"),
        *("--map", "Worker=taken_by", "--map", "Admit Date=admitted_on"),
        *("--date-format", "mdy", "--yes"),
    ]


def test_a_column_that_each_row_needs_is_asked_for(desk: Desk, terminal: Terminal) -> None:
    desk.write("odd.csv", table("Kennung Nachname Ruf", ("7", "Li", "Bo")))
    said = terminal.run(
        "import", "clients", "odd.csv",
        answers=[
            ("Which column is client_id?", "?"), ("One of: Kennung, Nachname, Ruf", "shoe"),
            ("no such column", "KENNUNG"), ("Which column is first_name?", "ruf"),
            ("Which column is last_name?", "Nachname"), ("Import it so?", ""),
        ],
    )  # fmt: skip
    assert said.code == 0, said.screen
    assert desk.client("7").full_name == "Li, Bo"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("Nuñez, José", "last_name, first_name"), ("José Nuñez", "first_name last_name")],
)
def test_a_column_of_both_names_is_said_twice(
    desk: Desk, terminal: Terminal, cell: str, meant: str
) -> None:
    desk.write("odd.csv", f"client_id;Wer\n7;{cell}\n")
    said = terminal.run(
        "import", "clients", "odd.csv",
        answers=[
            ("Which column is first_name?", "?"), ("One of: Wer; one that holds both", "Wer"),
            ("Which column is last_name?", "?"), ("One of: Wer\r\n", "Wer"),
            ("Import it so?", ""),
        ],
    )  # fmt: skip
    assert said.code == 0, said.screen
    assert f"  = {meant}\n" in said.screen
    assert shown_command(said.screen)[3:] == ["--map", f"Wer={meant}", "--yes"]
    assert desk.client("7").full_name == "Nuñez, José"


def test_a_table_with_a_bad_row_says_the_answers_as_options_too(
    desk: Desk, terminal: Terminal
) -> None:
    desk.write("odd.csv", table("client_id Vor last_name phone dob", ("7", "Bo", "Li", "1", "x")))
    said = terminal.run(
        "import", "clients", "odd.csv",
        answers=[("What is \"dob\"", ""), ("Which column is first_name?", "Vor")],
    )  # fmt: skip
    assert said.code == 3, said.screen
    assert "nothing was imported" in said.screen
    assert "Vor=first_name" in shown_command(said.screen)


def test_where_nothing_is_unsure_nothing_is_asked(desk: Desk, terminal: Terminal) -> None:
    desk.write("sure.csv", table("client_id FIRST-NAME last_name Zzz", ("1", "Bo", "Li", "x")))
    said = terminal.run("import", "clients", "sure.csv")
    assert said.code == 0, said.screen
    assert re.search(r"FIRST-NAME +first_name +Bo\n", said.screen)
    assert "goes back" not in said.screen
    assert "without questions" not in said.screen


@pytest.mark.parametrize("options", [("--yes",), ("--dry-run",)])
def test_yes_asks_nothing_and_a_dry_run_saves_nothing(
    desk: Desk, terminal: Terminal, options: tuple[str, ...]
) -> None:
    before = desk.path.read_bytes()
    answers = [] if "--yes" in options else [*ENTER, (FIRST, "")]
    said = terminal.run("import", "clients", "roster.csv", *options, answers=answers)
    assert said.code == (3 if "--yes" in options else 0), said.screen
    assert desk.path.read_bytes() == before
    assert ("2 would be added" in said.screen) == ("--dry-run" in options)
    assert ("--dry-run --yes" in said.screen) == ("--dry-run" in options)


def test_every_kind_of_table_is_shown_and_asked_about_alike(desk: Desk, terminal: Terminal) -> None:
    desk.brought("clients", table("client_id first_name last_name", ("1", "Bo", "Li")))
    visit = ("1", "2026-11-02", "phone", "client", "Dana Whitfield")
    desk.write("visits.csv", table("Client Date mode reached Worker", visit))
    said = terminal.run(
        "import", "contacts", "visits.csv",
        answers=[('"Client", such as 1? [client_id]:', ""), ("[contacted_on]:", ""),
                 ("[staff]:", ""), ("Import it so?", "")],
    )  # fmt: skip
    assert said.code == 0, said.screen
    assert [one.staff for one in desk.contacts()] == ["S0001"]


def test_headings_beneath_a_title_are_found_and_asked_for(desk: Desk, terminal: Terminal) -> None:
    heads = ["client_id", "First Name", "Last Name"]
    workbook(desk.folder / "titled.xlsx", ["x" * 30_000, None, None], heads, ["1", "Bo", "Li"])
    said = terminal.run(
        "import", "clients", "titled.xlsx",
        answers=[("Row 2 looks like the headings (client_id, First Name, Last Name). Is it?", ""),
                 ("Import it so?", "")],
    )  # fmt: skip
    assert said.code == 0, said.screen
    assert shown_command(said.screen)[3:] == ["--heading-row", "2", "--yes"]
    refused = desk.run("import", "clients", "titled.xlsx")
    assert refused.code == 3
    assert "--heading-row N" in refused.err


def test_escapes_in_cells_are_shown_and_never_act(desk: Desk, terminal: Terminal) -> None:
    desk.write("bad.csv", "Title,,\n\x1b[2JMRN,First,Last\n1,Bo,Li")
    said = terminal.run("import", "clients", "bad.csv", "--heading-row", "2")
    assert said.code == 3
    assert "control characters" in said.screen
    desk.write("bad.csv", "MRN,first_name,last_name\n\x1b[31m1,Bo,Li")
    said = terminal.run("import", "clients", "bad.csv", answers=[("[client_id]:", "")])
    assert said.code == 3
    assert "\x1b" not in said.screen


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [("", 3, "is empty"), ("MRN,First,Last\n", 3, "headings and no rows"), (None, 4, "no file")],
)
def test_a_table_without_rows_is_refused_as_ever(
    desk: Desk, terminal: Terminal, content: str | None, code: int, says: str
) -> None:
    if content is not None:
        desk.write("none.csv", content)
    answers = [("What is", ""), ("What is", ""), ("What is", "")]
    said = terminal.run(
        "import", "clients", "none.csv", answers=answers if code == 3 and content else []
    )
    assert (said.code, says in said.screen) == (code, True), said.screen


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_forty_columns_a_preview_stays_readable(desk: Desk, terminal: Terminal) -> None:
    terminal.environment |= {"COLUMNS": "40", "NO_COLOR": "1"}
    said = terminal.run("import", "clients", "roster.csv", answers=[("What is", "\x04")])
    assert said.code == 130
    assert "  Case #: client_id?\n    007 · 008\n" in said.screen
    assert "  Shoe size: -\n" in said.screen


def test_plainly_each_column_is_lines_with_names(desk: Desk, terminal: Terminal) -> None:
    terminal.environment["CASELOAD_PLAIN"] = "1"
    said = terminal.run("import", "clients", "roster.csv", answers=[("What is", "\x04")])
    assert said.code == 130
    assert "1 of 9\ncolumn: Case #\nhere: client_id, a guess\nsuch as: 007; 008\n\n2 of 9\n" in (
        said.screen
    )
    assert "column: Shoe size\nhere: not used\nsuch as: 44; 40\n" in said.screen


def test_the_program_is_asked_for_once_a_column_is_of_a_stay(
    desk: Desk, terminal: Terminal
) -> None:
    heads = "client_id first_name last_name admitted_on Zweig"
    desk.write("svc.csv", table(heads, ("1", "Bo", "Li", "2026-01-05", "ACT-lite")))
    asked = "Which column is program? Each row needs it"
    said = terminal.run(
        "import", "clients", "svc.csv", answers=[(asked, "zweig"), ("Import it so?", "")]
    )
    assert said.code == 0, said.screen
    assert [stay.program for stay in desk.stays("1")] == ["ACT-lite"]
    assert shown_command(said.screen)[3:] == ["--map", "Zweig=program", "--yes"]


def test_where_a_needed_column_is_not_there_no_more_is_asked_and_no_command_said(
    desk: Desk, terminal: Terminal
) -> None:
    desk.write("odd.csv", table("Kennung Nachname Ruf", ("7", "Li", "Bo")))
    said = terminal.run(
        "import", "clients", "odd.csv", answers=[("Which column is client_id?", "")]
    )
    assert said.code == 3
    assert "has no column client_id" in said.screen
    assert "without questions" not in said.screen
    assert "Import it so?" not in said.screen


SLIP = table(
    "client_id first_name last_name date_of_birth program",
    ("1", "Bo", "Li", "1990-01-02", "ACT-lite"),
    ("2", "Bo", "Li", "1990-01-02", "ACT-lte"),
)


@pytest.mark.parametrize(("said", "clients"), [("", 0), ("n", 0), ("y", 2)])
def test_a_likely_slip_is_asked_about_before_anything_is_saved_and_enter_is_no(
    desk: Desk, terminal: Terminal, said: str, clients: int
) -> None:
    desk.write("slip.csv", SLIP)
    ran = terminal.run("import", "clients", "slip.csv", answers=[("Import it so? [y/N]", said)])
    assert ran.code == 0, ran.screen
    assert "would make program ACT-lte" in ran.screen
    assert "Is it a slip for ACT-lite?" in " ".join(ran.screen.split())
    assert "1 may be 2: same name, same date of birth" in ran.screen
    assert desk.count("client") == clients


def test_where_somebody_may_be_there_twice_it_is_asked_and_enter_is_yes(
    desk: Desk, terminal: Terminal
) -> None:
    desk.brought("clients", table("client_id first_name last_name phone", ("1", "Bo", "Li", PHONE)))
    desk.write("more.csv", table("client_id first_name last_name phone", ("2", "Bo", "Li", PHONE)))
    ran = terminal.run("import", "clients", "more.csv", answers=[("Import it so? [Y/n]", "")])
    assert (ran.code, desk.count("client")) == (0, 2), ran.screen
    again = terminal.run("import", "clients", "more.csv")
    assert "may be" not in again.screen, "nobody was added"


# --- without one ---------------------------------------------------------------------------------


def test_without_a_terminal_no_guess_is_taken_and_the_maps_are_said(desk: Desk) -> None:
    before = desk.path.read_bytes()
    ran = desk.run("import", "clients", "roster.csv")
    assert (ran.code, ran.out) == (3, "")
    assert '--map "Case #=client_id" --map "Client=last_name, first_name"' in ran.err
    assert ran.err.count("\n") == 1
    assert desk.path.read_bytes() == before
    ran = desk.bring("clients", table("client_id first_name last_name DOB X",
                                      ("1", "Bo", "Li", "1990-01-02", "x")))  # fmt: skip
    assert ran.out == "clients: 1 added.\n"
    assert ran.err == (
        "  in no program, and on no list until caseload client admit: row 2\n"
        '  not used: DOB, X. To use one: --map "DOB=date_of_birth"\n'
    )
    assert desk.client("1").date_of_birth is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [("Cruz", "row 2  last_name  'Cruz' is not 'last_name, first_name'; write it so"),
     ("Cruz, Ana, Jr.", "'Cruz, Ana, Jr.' is not")],
)  # fmt: skip
def test_a_name_that_is_not_in_two_parts_is_a_bad_row(desk: Desk, name: str, problem: str) -> None:
    err = desk.bring("clients", table("client_id Name", ("1", name)), "--map",
                     "Name=last_name, first_name").err  # fmt: skip
    assert problem in err
    assert "1 of 1 row can't be read" in err
    assert err.count("is not") == 1


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--date-format", "dym"), 2, "There is no date format 'dym'. There are: mdy, dmy, ymd."),
        (("--heading-row", "0"), 2, "--heading-row"),
        (("--heading-row", "9"), 3, "is empty"),
        (("--map", "Client=last_name, shoe"), 2, "there is no field 'last_name, shoe'"),
    ],
)
def test_an_option_that_fits_nothing_is_refused(
    desk: Desk, options: tuple[str, ...], code: int, said: str
) -> None:
    ran = desk.run("import", "clients", "roster.csv", *options)
    assert (ran.code, said in ran.err) == (code, True), ran


def test_the_order_of_days_of_one_table_goes_before_the_settings(desk: Desk) -> None:
    given = table("client_id first_name last_name date_of_birth", ("1", "Bo", "Li", "03/04/1985"))
    desk.brought("clients", given, "--date-format", "dmy")
    assert str(desk.client("1").date_of_birth) == "1985-04-03"


def test_an_agencys_own_spellings_take_the_place_of_ours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "own").mkdir()
    desk.write("config.toml", f'data = "{desk.folder / "own"}"\n')
    monkeypatch.setenv("CASELOAD_CONFIG", str(desk.folder / "config.toml"))
    desk.write("own/headings.yaml", "client_id: kennung\n")
    err = desk.refused("clients", table("Kennung DOB first_name last_name", "1234"))
    assert '--map "Kennung=client_id"' in err
    assert "DOB=" not in err
    desk.write("own/headings.yaml", "shoe: size\n")
    assert "headings.yaml: line 1: 'shoe' is no field" in desk.refused("clients", "client_id\n1\n")


def test_each_kind_has_the_columns_that_it_needs() -> None:
    for kind in imports.KINDS.values():
        assert set(kind.required) <= {column.name for column in kind.columns("mdy")}


def test_a_roster_without_ids_is_told_how_to_have_some(desk: Desk) -> None:
    desk.write("names.csv", "Last,First,Program\nRuiz,Ana,ACT-lite\n")
    said = desk.run("import", "clients", "names.csv")
    assert said.code == 3
    assert said.err.endswith("add a column with C0001, C0002 and so on.\n")
