"""The commands of appointments, tasks and advocacy: what they say, where, and with which code."""

import json
from pathlib import Path

import pytest
from bringing import Desk, desk_in, table

from caseload.model.agenda import Outcome
from caseload.records import advocacy, appointments, clients, tasks

BOTH = "Okafor, Ngozi (C0001)"


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    desk.done("program", "add", "ACT")
    for first, last in (("Ngozi", "Okafor"), ("Bo", "李")):
        desk.done("client", "add", first, last)
    for client in ("C0001", "C0002"):
        desk.done("client", "admit", client, "--program", "ACT", "--on", "2026-11-02",
                  "--case-manager", "Whitfield")  # fmt: skip
    return desk


def test_an_appointment_is_said_back_as_it_was_understood(desk: Desk) -> None:
    ran = desk.run(
        "appointment", "add", "okafor", "wed 2:30pm", "--with-whom", "Dr. Ames", "--ends-at",
        "15:15", "--location", "DePaul Center", "--transport", "van",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"Added: AP0001, {BOTH}, Wed 25 Nov 2026 14:30, 45 min, with Dr. Ames, DePaul Center, "
        "ride: van.\nRemind them Tue 24 Nov 2026 (tomorrow).\n"
    )
    again = desk.run("appointment", "add", "C0001", "2026-11-25 15:00", "--remind-on", "")
    assert again.out == f"Added: AP0002, {BOTH}, Wed 25 Nov 2026 15:00.\n"
    assert again.err.startswith("At the same time as AP0001: Wed 25 Nov 2026 14:30")
    past = desk.done("appointment", "add", "C0001", "yesterday 9am")
    assert "Was it kept? caseload appointment kept AP0003" in past


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("C0001", "fri"), 3, "no time of day"),
        (("C0001", "9am"), 3, "says no day"),
        (("C0001", "tomorrow 25:00"), 3, "no time of day"),
        (("C0009", "tomorrow 9am"), 4, "C0009"),
        (("C0001", "tomorrow 9am", "--ends-at", "8:59"), 2, "before it begins at 09:00"),
        (("C0001", "tomorrow 9am", "--ends-at", "9:00"), 2, "before it begins"),
        (("C0001", "tomorrow 9am", "--ends-at", "10:00", "--minutes", "5"), 2, "not both"),
        (("C0001", "tomorrow 9am", "--minutes", "0"), 2, "--minutes"),
        (("C0001", "tomorrow 9am", "--remind-on", "in 3 days"), 3, "too late to remind"),
        (("C0001", "tomorrow 9am", "--location", "a\x1b[31m"), 3, "control character"),
    ],
)
def test_what_is_wrong_with_an_appointment_is_said_and_nothing_saved(
    desk: Desk, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ran = desk.run("appointment", "add", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert desk.count("appointment") == 0


def test_a_day_with_appointments_by_command_alone(desk: Desk) -> None:
    for when in ("today 9am", "today 14:30", "tomorrow 10:00", "yesterday 8am", "1 oct 9am"):
        desk.done("appointment", "add", "C0001", when)
    # Without a year, "1 oct" is the next one: what is written down lies ahead as a rule.
    desk.done("appointment", "edit", "AP0005", "--starts-at", "2026-10-01 9:00")
    assert "Kept: AP0001" in desk.done("appointment", "kept", "ap0001")
    said = desk.done("appointment", "missed", "AP0004", "--reason", "no ride", "--on", "yesterday")
    assert "Missed: AP0004" in said
    moved = desk.done("appointment", "move", "AP0002", "next tue 10:00", "--reason", "work")
    assert "Moved: AP0006 takes its place, Tue 24 Nov 2026 10:00" in moved
    desk.done("appointment", "cancelled", "AP0003", "--by", "other", "--reason", "ill")
    assert "Reminded Mon 23 Nov 2026" in desk.done("appointment", "reminded", "AP0006")
    desk.done("appointment", "error", "AP0005", "--reason", "wrong client")
    with desk.open() as caseload:
        outcomes = [one.appointment.outcome for one in appointments.listed(caseload)]
    assert outcomes == [
        Outcome.SCHEDULED, Outcome.MISSED, Outcome.KEPT, Outcome.CANCELLED, Outcome.CANCELLED,
        Outcome.SCHEDULED,
    ]  # fmt: skip
    rows = json.loads(desk.done("appointment", "follow-through", "--json"))
    assert rows[-1] == {
        "client_id": None, "client": "all", "kept": 1, "missed": 1, "cancelled_by_client": 0,
        "cancelled_by_other": 0, "moved": 1, "no_outcome": 0, "scheduled": 2, "percent": 50,
    }  # fmt: skip


def test_a_list_is_of_days_and_of_what_is_to_be_done(desk: Desk) -> None:
    for when in ("yesterday 8am", "today 9am", "tomorrow 10:00", "fri 9am"):
        desk.done("appointment", "add", "C0001", when, "--with-whom", "[/] 李")

    def listed(*arguments: str) -> list[str]:
        rows = json.loads(desk.done("appointment", "list", *arguments, "--json"))
        return [row["appointment_id"] for row in rows]

    assert listed() == ["AP0002", "AP0003", "AP0004"]
    assert listed("--on", "tomorrow") == ["AP0003"]
    assert listed("--from", "2026-11-01", "--until", "today") == ["AP0001", "AP0002"]
    assert listed("--open") == ["AP0001"]
    assert listed("--to-remind") == ["AP0003"]
    assert listed("--mine", "--on", "today") == ["AP0002"]
    assert listed("C0002") == []
    assert desk.run("appointment", "list", "--on", "today", "--from", "today").code == 2
    plain = desk.done("appointment", "list", "--on", "today")
    assert plain.startswith("AP0002\tC0001\tOkafor, Ngozi\t2026-11-23T09:00\t\t[/] 李\t")


def test_the_list_of_the_day_says_the_time(desk: Desk) -> None:
    desk.done("appointment", "add", "C0001", "today 14:30", "--with-whom", "Dr. Ames",
              "--location", "DePaul Center", "--transport", "van")  # fmt: skip
    said = desk.done("due", "--format", "table")
    assert "14:30 with Dr. Ames, DePaul Center; ride: van" in said
    (one,) = [
        each for each in json.loads(desk.done("due", "--json"))
        if each["obligation"] == "appointment"
    ]  # fmt: skip
    assert (one["record_id"], one["standard"], one["due_on"]) == ("AP0001", None, "2026-11-23")
    shown = desk.done("client", "show", "C0001")
    assert "Mon 23 Nov 2026 14:30 (today), with Dr. Ames, DePaul Center" in shown
    told = json.loads(desk.done("client", "show", "C0001", "--json"))
    assert [each["appointment_id"] for each in told["appointments"]] == ["AP0001"]


def test_whoever_is_on_the_care_team_is_written_out_with_their_phone(desk: Desk) -> None:
    for name, role in (("Dr. Ames", "psychiatrist"), ("Dr. Lindqvist", "primary_care")):
        desk.done("care-team", "add", "C0001", name, "--role", role, "--phone", f"555 {role[:2]}")
    desk.done("care-team", "add", "C0002", "Bea Ortiz", "--role", "family", "--phone", "555 fa")

    def added(whom: str) -> tuple[str, str | None, str]:
        ran = desk.run("appointment", "add", "C0001", "today 9am", "--minutes", "1",
                       "--with-whom", whom)  # fmt: skip
        assert ran.code == 0
        (*_, made) = json.loads(desk.done("appointment", "list", "C0001", "--json"))
        return made["with_whom"], made["with_whom_phone"], ran.err.partition("\n")[0]

    assert added("ames") == ("Dr. Ames", "555 ps", "ames is Dr. Ames, psychiatrist.")
    assert added("ct0002") == ("Dr. Lindqvist", "555 pr", "ct0002 is Dr. Lindqvist, primary care.")
    assert added("Dr. Ames")[:2] == ("Dr. Ames", "555 ps")
    assert added("Dr.") == (
        "Dr.", None, "Dr. may be Dr. Ames or Dr. Lindqvist; it stays as it was typed.",
    )  # fmt: skip
    assert len(added("x" * 5_000)[2]) < 300
    assert added("Ortiz") == (
        "Ortiz", None,
        "Ortiz is not on the care team, and stays as it was typed. On it: Dr. Ames, Dr. Lindqvist.",
    )  # fmt: skip
    edited = desk.run("appointment", "edit", "AP0006", "--with-whom", "lindq")
    assert edited.err.startswith("lindq is Dr. Lindqvist, primary care.\n")
    assert desk.done("appointment", "missed", "AP0006").endswith(
        "with Dr. Lindqvist, phone 555 pr.\n"
    )
    said = desk.done("due", "--obligation", "appointment", "--json")
    assert "09:00 with Dr. Ames; their phone 555 ps" in said
    assert "with Dr. Ames, phone 555 ps" in desk.done("client", "show", "C0001")


def test_a_chart_has_what_is_to_be_done_what_is_fought_for_and_what_was_kept(desk: Desk) -> None:
    for day in ("2026-11-03", "2026-11-10", "2026-11-17"):
        desk.done("appointment", "add", "C0001", f"{day} 9am")
    desk.done("appointment", "kept", "AP0001", "--on", "2026-11-03")
    desk.done("appointment", "missed", "AP0002", "--on", "2026-11-10")
    desk.done("task", "add", "Call [/] SSA", "--client", "C0001", "--due-on", "2026-11-27")
    desk.done("task", "add", "Nobody's day", "--client", "C0001")
    desk.done("task", "add", "Another's", "--client", "C0002")
    desk.done("advocacy", "add", "C0001", "SNAP cut", "--against", "HHSC", "--on", "2026-11-20",
              "--respond-by", "2026-12-20")  # fmt: skip
    desk.done("crisis", "add", "C0001", "--kind", "overdose", "--on", "2026-11-12")

    def told(*arguments: str) -> list[str]:
        lines = desk.done("client", "show", "C0001", *arguments).splitlines()
        return [" ".join(line.split()) for line in lines]

    shown = told()
    for line in (
        "appointments kept 1 of 2 (50 %)",
        "task TK0001 Call [/] SSA, due Fri 27 Nov 2026 (in 4 days)",
        "task TK0002 Nobody's day, no day",
        "advocacy AV0001 SNAP cut, against HHSC, answer due Sun 20 Dec 2026 (in 27 days)",
        "crisis X0001 12 Nov 2026: overdose",
    ):
        assert line in shown
    assert not any("Another's" in line for line in shown)
    desk.done("task", "done", "TK0001")
    desk.done("advocacy", "resolve", "AV0001", "restored")
    now, then = told(), told("--on", "2026-11-11")
    assert not any(line.startswith(("task TK0001", "advocacy")) for line in now)
    assert any(line.startswith("task TK0001") for line in then)
    assert not any(line.startswith(("advocacy", "crisis")) for line in then)
    chart = json.loads(desk.done("client", "show", "C0001", "--json"))
    assert chart["follow_through"]["percent"] == 50
    assert [len(chart[name]) for name in ("tasks", "advocacy", "crises")] == [1, 0, 1]


# --- tasks ---------------------------------------------------------------------------------------


def test_a_task_from_the_quick_line_to_done(desk: Desk) -> None:
    added = desk.run(
        "task", "add", "Call SSA about the overpayment", "--client", "Okafor", "--due-on", "fri"
    )
    assert added.out == f"Added: TK0001 for {BOTH}, due Fri 27 Nov 2026 (in 4 days).\n"
    late = desk.done("task", "add", "Time sheet", "--due-on", "2026-11-20")
    assert "which is past: it is overdue" in late
    assert "without a day" in desk.done("task", "add", "Some day")
    put_off = desk.done("task", "put-off", "TK0001", "in 2 weeks", "--reason", "office closed")
    assert put_off == "Put off: TK0001, from Fri 27 Nov 2026 to Mon 7 Dec 2026 (in 14 days).\n"
    shown = desk.done("task", "show", "TK0001")
    assert "put off from 27 Nov 2026 to 7 Dec 2026: office closed" in shown
    told = json.loads(desk.done("task", "show", "TK0001", "--json"))
    assert [one["reason"] for one in told["put_off"]] == ["office closed"]
    assert desk.done("task", "list").splitlines()[0].startswith("TK0002\tTime sheet\t\t\t2026-11")
    assert desk.done("task", "done", "TK0002", "TK0003") == (
        "Done: TK0002, Time sheet.\nDone: TK0003, Some day.\n"
    )
    assert len(desk.done("task", "list", "--mine").splitlines()) == 1
    desk.done("task", "edit", "TK0001", "--text", "Call SSA", "--client", "C0002")
    desk.done("task", "error", "TK0001", "--reason", "x")
    assert desk.done("task", "list") == ""
    assert len(desk.done("task", "list", "--all").splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "x" * 200_000), 3, "at most 500 letters"),
        (("add", " "), 3, "Say what is to be done"),
        (("add", "x", "--client", "Nobody"), 4, "Nobody"),
        (("add", "x", "--due-on", "someday"), 3, "no date"),
        (("add", "x", "--for", "Nobody"), 4, "Nobody"),
        (("put-off", "TK0001", "fri"), 3, "Say why"),
        (("put-off", "TK0001", "today", "--reason", "x"), 3, "no later day"),
        (("done", "TK0001", "--on", "tomorrow"), 3, "lies ahead"),
        (("done", "TK0001", "TK0009"), 4, "TK0009"),
        (("edit", "TK0001"), 2, "Say what to change"),
        (("show", "[/]"), 4, "[/]"),
    ],
)
def test_what_is_wrong_with_a_task_is_said_and_nothing_saved(
    desk: Desk, arguments: tuple[str, ...], code: int, says: str
) -> None:
    desk.done("task", "add", "Call", "--due-on", "tomorrow")
    ran = desk.run("task", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    with desk.open() as caseload:
        (one,) = tasks.listed(caseload)
    assert (one.task.text, one.task.done_on) == ("Call", None)


# --- advocacy ------------------------------------------------------------------------------------


def test_days_that_nobody_held_against_their_source_are_said_to_be_so(desk: Desk) -> None:
    told = ("advocacy", "add", "C0001", "SNAP cut", "--kind", "snap_fair_hearing")
    ran = desk.run(*told, "--decided-on", "2026-11-02")
    assert "not checked against the source: go by the notice" in ran.err
    assert "The notice itself is what counts." in ran.err
    kinds = json.loads(desk.done("advocacy", "kinds", "--json"))
    checked = {one["name"]: one["checked"] for one in kinds}
    assert checked["snap_fair_hearing"] is None
    assert checked["ada_complaint"] == "2026-11-25"


def test_the_last_day_to_file_is_worked_out_and_shown(desk: Desk) -> None:
    ran = desk.run(
        "advocacy", "add", "C0001", "SSI denied", "--kind", "ssi-reconsideration",
        "--decided-on", "2026-09-24",
    )  # fmt: skip
    assert ran.out == (
        f"Added: AV0001, {BOTH}, against the Social Security Administration.\n"
        "File by Mon 30 Nov 2026 (in 7 days).\n"
    )
    assert ran.err.splitlines()[0] == (
        "Last day to file: 24 Sep 2026 + 5 days for the mail + 60 days = Sat 28 Nov 2026, no "
        "weekday, so Mon 30 Nov 2026 (20 CFR 416.1409, 416.1401; POMS SI 04005.012; read 25 Nov "
        "2026). The notice itself is what counts."
    )
    (due,) = [one for one in json.loads(desk.done("due", "--json")) if one["record_id"]]
    assert (due["obligation"], due["due_on"]) == ("appeal", "2026-11-30")
    filed = desk.run("advocacy", "appeal", "AV0001", "--respond-by", "2026-12-20")
    assert filed.out == (
        "Filed Mon 23 Nov 2026: AV0001, request for reconsideration (SSA-561).\n"
        "Answer due Sun 20 Dec 2026 (in 27 days).\n"
    )
    step = desk.run(
        "advocacy", "step", "AV0001", "Denied again", "--kind", "social_security_hearing",
        "--decided-on", "2026-11-16",
    )  # fmt: skip
    assert "File by Wed 20 Jan 2027" in step.out
    assert "16 Nov 2026 + 5 days for the mail + 60 days" in step.err
    desk.done("advocacy", "resolve", "AV0001", "won")
    shown = desk.done("advocacy", "show", "AV0001")
    assert "Taken up: SSI denied" in shown
    assert "Resolved: won" in shown
    told = json.loads(desk.done("advocacy", "show", "AV0001", "--json"))
    assert [one["status"] for one in told["steps"]] == ["open", "appealed", "open", "resolved"]


def test_the_day_on_the_notice_goes_before_the_one_that_is_counted(desk: Desk) -> None:
    said = desk.done(
        "advocacy", "add", "C0001", "SNAP cut", "--kind", "snap_fair_hearing", "--decided-on",
        "2026-11-02", "--file-by", "2026-12-02", "--against", "HHSC",
    )  # fmt: skip
    assert "against HHSC" in said
    assert "File by Wed 2 Dec 2026" in said


def test_a_last_day_that_is_past_says_to_file_at_once(desk: Desk) -> None:
    ran = desk.run(
        "advocacy", "add", "C0001", "x", "--kind", "ssi_reconsideration", "--decided-on",
        "2026-01-05",
    )  # fmt: skip
    assert "That day is past: file at once, and say why it is late." in ran.out


def test_what_was_filed_already_has_its_answer_worked_out(desk: Desk) -> None:
    ran = desk.run(
        "advocacy", "add", "C0001", "SNAP cut", "--kind", "snap_fair_hearing", "--filed",
        "request by phone", "--filed-on", "2026-11-10",
    )  # fmt: skip
    assert "Answer due Sat 9 Jan 2027" in ran.out
    assert "10 Nov 2026 + 60 days" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "C0001", "x"), 2, "--against"),
        (("add", "C0001", " ", "--against", "y"), 3, "Say what was refused"),
        (("add", "C0001", "x", "--kind", "[/]"), 4, "There are: medicaid_fair_hearing"),
        (
            ("add", "C0001", "x", "--against", "y", "--filed", "z", "--filed-on", "2026-11-20",
             "--respond-by", "2026-11-19"),
            3,
            "lies before it was filed",
        ),
        (
            ("add", "C0001", "x", "--against", "y", "--decided-on", "2026-11-20", "--file-by",
             "2026-11-19"),
            3,
            "lies before the decision",
        ),
        (("add", "C0001", "x", "--against", "y", "--decided-on", "tomorrow"), 3, "lies ahead"),
        (("appeal", "AV0001"), 2, "Say what was filed"),
        (("appeal", "AV0001", "x", "--respond-by", "2026-11-01"), 3, "The answer"),
        (("step", "AV0001", "x", "--on", "2026-11-01"), 3, "The last step was"),
        (("resolve", "AV0001", " "), 3, "Say how it came out"),
        (("edit", "AV0001"), 2, "Say what to change"),
        (("show", "AV0009"), 4, "AV0009"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_advocacy_is_said_and_nothing_saved(
    desk: Desk, arguments: tuple[str, ...], code: int, says: str
) -> None:
    desk.done("advocacy", "add", "C0002", "a\n[/]=1+1", "--against", "O'Brien")
    ran = desk.run("advocacy", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert (desk.count("advocacy"), desk.count("advocacy_step")) == (1, 1)


def test_lists_come_as_tables_and_as_rows(desk: Desk) -> None:
    desk.done("advocacy", "add", "C0002", "x" * 200_000, "--against", "O'Brien 李")
    shown = desk.done("advocacy", "list", "--format", "table")
    assert "x" * 61 not in shown
    (row,) = json.loads(desk.done("advocacy", "list", "--json"))
    assert (len(row["issue"]), row["client"]) == (200_000, "李, Bo")
    desk.done("advocacy", "withdraw", "AV0001", "moved")
    assert desk.done("advocacy", "list", "--open") == ""
    desk.done("advocacy", "error", "AV0001", "--reason", "x")
    kinds = json.loads(desk.done("advocacy", "kinds", "--json"))
    assert kinds[0]["name"] == "medicaid_fair_hearing"
    with desk.open() as caseload:
        assert advocacy.get(caseload, "AV0001").entered_in_error_why == "x"


# --- in and out ----------------------------------------------------------------------------------


def test_appointments_and_tasks_come_in_once_and_go_out_as_they_came(desk: Desk) -> None:
    rows = table(
        "client_id starts_at with_whom minutes outcome outcome_why transport",
        ("C0001", "2026-12-03T14:30", "Dr. Ames", "30", "", "", "=1+1"),
        ("C0001", "11/16/2026 2:30 pm", "李", "", "Missed", "no ride", ""),
        ("C0002", "2026-11-17 09:00", "", "", "cancelled", "", ""),
    )
    assert desk.brought("appointments", rows) == "appointments: 3 added.\n"
    assert desk.brought("appointments", rows) == "appointments: 0 added, 3 there already.\n"
    found = {row["appointment_id"]: row for row in desk.rows("appointments")}
    one = found["AP0002"]
    assert (one["starts_at"], one["outcome"], one["outcome_on"]) == (
        "2026-11-16T14:30", "missed", "2026-11-16",
    )  # fmt: skip
    assert found["AP0003"]["cancelled_by"] == "other"
    assert found["AP0001"]["remind_on"] is None
    exported = desk.export("appointments")
    assert desk.brought("appointments", exported) == "appointments: 0 added, 3 there already.\n"
    todo = table(
        "client_id text due_on done_on remark staff",
        ("C0001", "Call SSA", "2026-12-01", "", "", "Marcus Bell"),
        ("", "Time sheet", "", "", "", "Dana Whitfield"),
        ("C0002", "Fax", "2026-11-01", "2026-11-03", "sent", ""),
    )
    assert desk.bring("tasks", todo).out == "tasks: 3 added.\n"
    assert desk.brought("tasks", todo) == "tasks: 0 added, 3 there already.\n"
    assert desk.brought("tasks", desk.export("tasks")) == "tasks: 0 added, 3 there already.\n"
    changed = todo.replace("2026-12-01,,,Marcus Bell", "2026-12-01,2026-11-20,ok,Marcus Bell")
    assert "1 there already that differ" in desk.brought("tasks", changed)
    assert "1 changed" in desk.brought("tasks", changed, "--update")
    for kind in ("task_put_offs", "advocacy", "advocacy_steps"):
        assert desk.rows(kind) == []


@pytest.mark.parametrize(
    ("kind", "heads", "row", "says"),
    [
        ("appointments", "client_id starts_at", ("C0001", "fri 9am"), "2026-12-03T14:30"),
        ("appointments", "client_id starts_at", ("C0001", "2026-12-03"), "2026-12-03T14:30"),
        ("appointments", "client_id starts_at", ("C0009", "2026-12-03 9:00"), "import clients"),
        ("appointments", "client_id starts_at outcome", ("C0001", "2026-12-03 9:00", "kept"),
         "say then whether"),
        ("appointments", "client_id starts_at outcome_on",
         ("C0001", "2026-11-03 9:00", "2026-11-03"), "fill the column outcome"),
        ("appointments", "client_id starts_at outcome cancelled_by",
         ("C0001", "2026-11-03 9:00", "kept", "client"), "nobody cancelled"),
        ("tasks", "client_id text", ("C0001", "x" * 501), "at most 500"),
        ("tasks", "client_id text done_on", ("C0001", "x", "2027-01-01"), "lies ahead"),
        ("tasks", "client_id text", ("C0009", "x"), "import clients"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_comes_in(
    desk: Desk, kind: str, heads: str, row: tuple[str, ...], says: str
) -> None:
    assert says in desk.refused(kind, table(heads, row))


def test_what_was_entered_in_error_elsewhere_does_not_begin_to_count_here(desk: Desk) -> None:
    heads = "appointment_id client_id starts_at outcome entered_in_error_why"
    row = ("ap-7", "C0001", "2026-11-10 9:00", "missed", "wrong client")
    desk.brought("appointments", table(heads, row))
    with desk.open() as caseload:
        assert appointments.get(caseload, "AP-7").entered_in_error_why == "wrong client"
        assert clients.get(caseload, "C0001").client_id == "C0001"
    assert json.loads(desk.done("appointment", "follow-through", "--json"))[-1]["scheduled"] == 0
