"""The wrong things that people do: one sentence with its mend, an exit code, nothing changed."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from caseload import files
from caseload.cli import main
from caseload.entrance import make_demo
from caseload.errors import InvalidError
from caseload.model import HoldReason, Mode, Reached
from caseload.records import _driver, clients, contacts, episodes, holds, programs, staff, standards
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file

TODAY = date(2026, 11, 23)
FULL = Path("/dev/full")


def fill(caseload: Caseload) -> None:
    standards.add_shipped(caseload)
    caseload.staff = staff.add(caseload, "Dana Whitfield")
    programs.add(caseload, "ACT")
    for first, county, born in (("Maria", "Hill", 1961), ("María", "Hood", 1988)):
        clients.add(caseload, first, "Garcia", county=county, date_of_birth=date(born, 3, 4))
    clients.add(caseload, "Ngozi", "Okafor", county="McLennan")
    episodes.admit(caseload, "C0003", "ACT", date(2026, 1, 5), case_manager="S0001")
    contacts.log(caseload, "C0003", date(2026, 9, 15), Mode.PHONE, Reached.CLIENT, sign=True)
    holds.hold(caseload, "E0001", date(2026, 10, 1), HoldReason.JAIL, until_on=date(2026, 10, 9))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "caseload.db"
    create_file(made, TODAY, None, fill)
    monkeypatch.setenv("CASELOAD_FILE", str(made))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.delenv("CASELOAD_STAFF", raising=False)
    return made


def refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, fragment: str
) -> None:
    """The command ends with that code and one sentence, on standard error alone."""
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    sentences = [line for line in said.err.splitlines() if line.startswith("caseload: ")]
    assert len(sentences) == 1
    assert fragment in sentences[0]
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("command", "code", "fragment"),
    [
        (["log", "Nobody", "x"], 4, "No client begins with 'Nobody'"),
        (["log", "gar", "x"], 5, "C0001 Garcia, Maria (born 1961); C0002 Garcia, María (born"),
        (["log", "okafor", "x", "--on", "tomorrow"], 3, "lies ahead"),
        (["log", "okafor", "x", "--on", "2025-12-31"], 3, "before the client was admitted"),
        (["log", "okafor", "x", "--on", "11/20/26"], 3, "Write 2026-11-20"),
        (["log", "okafor", "x", "--on", "31/02/2026"], 3, "no day of any year"),
        (["log", "okafor", "x", "--minutes", "ten"], 2, "--minutes"),
        (["log", "okafor", "x", "--minutes", "1441"], 2, "--minutes"),
        (["log", "okafor", "x", "--mode", "pigeon"], 2, "--mode"),
        (["log", "okafor", "x", "--attempt", "--reached", "client"], 2, "--attempt"),
        (["log", "okafor", "x", "--program", "Nothing"], 4, "No program"),
        (["log", "okafor", "a\x1b[31mred"], 3, "control character (U+001B)"),
        (["log", "okafor", "\u202egnp.exe"], 3, "control character (U+202E)"),
        (["--staff", "Nobody", "due"], 4, "No staff member"),
        (["contact", "edit", "K0001", "--minutes", "3"], 3, "signed and never changes"),
        (["contact", "sign", "K0001"], 3, "signed already"),
        (["contact", "amend", "K0001", "x"], 3, "--reason"),
        (["contact", "show", "K9999"], 4, "No contact has the id K9999"),
        (["client", "discharge", "okafor", "--on", "2025-12-31"], 3, "client correct"),
        (["client", "discharge", "okafor", "--on", "tomorrow"], 3, "future"),
        (["client", "hold", "okafor", "--reason", "jail", "--on", "2026-10-08"], 3, "overlap"),
        (["client", "hold", "okafor"], 2, "--reason"),
        (["client", "resume", "okafor"], 4, "not on hold"),
        (["client", "admit", "okafor", "--program", "ACT"], 3, "Discharge them first"),
        (["client", "admit", "okafor", "--program", "Nothing"], 4, "No program"),
        (["client", "transfer", "okafor"], 3, "--case-manager"),
        (["client", "diagnose", "okafor", "sad"], 3, "ICD-10-CM"),
        (["client", "add", " ", "X"], 3, "needs a first and a last name"),
        (["client", "add", "A", "B", "--client-id", "C0003"], 3, "another client's id"),
        (["client", "edit", "okafor", "--date-of-birth", "2030-01-01"], 3, "can't be"),
        (["standard", "add", ""], 3, "needs a name"),
        (["standard", "add", "X", "--every", "0"], 3, "every 0 is no period"),
        (["standard", "add", "X", "--every", "9" * 30], 3, "10,000 or less"),
        (["standard", "add", "X", "--unit", "decade"], 2, "--unit"),
        (["standard", "add", "X", "--counting", "calendar", "--every", "2"], 3, "calendar"),
        (["standard", "add", "X", "--reached", "nobody"], 3, "Nobody could ever meet it"),
        (["standard", "add", "X", "--modes", "pigeon"], 2, "pigeon"),
        *(
            ([noun, "edit", name], 2, f"Say what to change; see caseload {noun} edit --help.")
            for noun, name in (
                ("client", "okafor"),
                ("contact", "K0001"),
                ("staff", "dana"),
                ("program", "act"),
                ("standard", "monthly"),
            )
        ),
        (["staff", "add", "DANA  whitfield"], 3, "is called Dana Whitfield too"),
        (["staff", "edit", "Dana", "--covered-by", "Dana"], 3, "can't cover for themselves"),
        (["program", "add", "act"], 3, "already"),
        (["client", "edit", "okafor", "--last-name", ""], 3, "needs a first and a last name"),
        (["contact", "edit", "K0001", "--on", ""], 3, "'' is no date"),
        (["contact", "list", "--limit", "9" * 30], 2, "--limit"),
        (["staff", "edit", "Dana", "--name", ""], 3, "needs a name"),
        (["staff", "edit", "Dana", "--role", ""], 3, "has a role, such as case_manager"),
        (["standard", "edit", "monthly", "--name", ""], 3, "needs a name"),
        (["import", "clients", "nowhere.csv"], 4, "nowhere.csv"),
        (["import", "horses", "x.csv"], 2, "There is no kind 'horses'"),
        (["export", "horses"], 2, "There is no kind 'horses'"),
        (["due", "--json", "--csv"], 2, "Choose one format"),
        (["due", "--mine", "--case-manager", "Dana"], 2, "not both"),
        (["due", "--on", "soon"], 3, "no date"),
        (["due", "--program", "Nothing"], 4, "No program"),
        (["due", "--county", "Nowhere"], 4, "They live in: Hill, Hood, McLennan."),
        (["due", "--county", "h"], 5, "Which county?  Hill; Hood"),
        (["client", "list", "--county", ""], 4, "No client lives in a county called ''"),
        (["due", "--nonsense"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        (["x" * 100_000], 2, f"No such command '{'x' * 199}…"),
        (["clietn"], 2, "No such command 'clietn'. Did you mean 'client'?"),
        (["client", "lsit"], 2, "Did you mean 'list'?"),
        (["referral", "update", "R0001"], 2, "Choose from: draft, sent, accepted,"),
        (["due", "--contry", "Hill"], 2, "--county"),
        (["config", "nonsense"], 2, "There is no setting"),
        (["config", "date_format", "ydm"], 3, "mdy, dmy or ymd"),
        (["init"], 3, "exists already"),
    ],
)
def test_a_wrong_command_is_refused_in_one_sentence_and_changes_nothing(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    code: int,
    fragment: str,
) -> None:
    before = path.read_bytes()
    refused(capsys, command, code, fragment)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ["log", "okafor", "x", "--program", ""],
        ["client", "diagnose", "okafor", "F33.1", "--on", ""],
        ["client", "hold", "okafor", "--reason", "jail", "--until-on", ""],
        ["client", "admit", "C0001", "--program", "ACT", "--referred-on", ""],
        ["contact", "list", "--since", ""],
    ],
)
def test_an_option_that_is_empty_says_nothing(path: Path, command: list[str]) -> None:
    assert main(command) == 0


@pytest.mark.parametrize("name", ["[/]", "=1+1", "O'Brien", "李", "😀", "Zoë [red]x[/red]", "%_%"])
def test_an_odd_name_is_only_a_name(
    path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["client", "add", "Ann", name]) == 0
    assert main(["client", "admit", name, "--program", "ACT", "--on", "2026-01-05"]) == 0
    assert main(["log", name, name]) == 0
    for command in (
        ["due", "--all", "--format", "table"],
        ["client", "list"],
        ["client", "show", name],
    ):
        capsys.readouterr()
        assert main(command) == 0
        assert name in capsys.readouterr().out


def test_a_note_of_200_kilobytes_is_kept_whole(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "Ämter, Wege & 李. " * 12_000
    assert main(["log", "okafor", note]) == 0
    assert main(["contact", "list", "okafor", "--json", "--limit", "1"]) == 0
    assert note.strip() in capsys.readouterr().out
    assert main(["contact", "list", "okafor", "--limit", "1", "--format", "table"]) == 0
    assert len(capsys.readouterr().out) < 1000


@pytest.mark.parametrize(
    ("made", "code", "fragment"),
    [
        (None, 10, "There is no caseload file"),
        (b"", 13, "damaged, or not a caseload file"),
        (b"hello", 13, "damaged, or not a caseload file"),
        (Random(5).randbytes(1000), 13, "damaged, or not a caseload file"),
        (b"SQLite format 3\0" + b"\0" * 4080, 13, "damaged, or not a caseload file"),
    ],
    ids=["gone", "empty", "a word", "noise", "a heading alone"],
)
def test_a_file_that_is_none_of_ours_is_left_as_it_is(
    path: Path, capsys: pytest.CaptureFixture[str], made: bytes | None, code: int, fragment: str
) -> None:
    other = path.with_name("other.db")
    if made is not None:
        other.write_bytes(made)
    refused(capsys, ["--file", str(other), "due"], code, fragment)
    assert (other.read_bytes() if other.exists() else None) == made


def test_a_folder_a_foreign_database_a_newer_file_and_a_link_are_refused(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(capsys, ["--file", str(path.parent), "due"], 13, "is a folder")
    foreign = sqlite.connect(str(path.with_name("foreign.db")))
    foreign.execute("create table horse (name text)")
    foreign.close()
    refused(capsys, ["--file", str(path.with_name("foreign.db")), "due"], 13, "not a caseload file")
    newer = path.with_name("newer.db")
    newer.write_bytes(path.read_bytes())
    raised = sqlite.connect(str(newer))
    raised.execute("pragma user_version = 99")
    raised.close()
    refused(capsys, ["--file", str(newer), "due"], 14, "newer caseload")
    link = path.with_name("link.db")
    link.symlink_to(path)
    refused(capsys, ["--file", str(link), "due"], 16, "is a link")


def test_a_place_that_cannot_be_written_is_named_as_it_was_asked_for(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["due", "--json"], ["export", "everything"]):
        refused(capsys, [*command, "-o", str(path / "x.jsonl")], 15, f"{path}/x.jsonl can't be")
        gone = path.with_name("gone") / "x.jsonl"
        refused(capsys, [*command, "-o", str(gone)], 15, f"{gone} can't be written")
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(not FULL.exists(), reason="no device is always full")
@pytest.mark.parametrize("command", [["due"], ["export", "everything"], ["export", "clients"]])
def test_output_that_finds_no_room_is_said_in_one_sentence(path: Path, command: list[str]) -> None:
    program = [sys.executable, "-m", "caseload", *command]
    with FULL.open("w") as full:
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 15
    (said,) = done.stderr.splitlines()
    assert "can't be written" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a reader that has gone ends nothing there")
@pytest.mark.parametrize("read", [0, 1], ids=["before a letter", "after one"])
@pytest.mark.parametrize(
    "command",
    [["export", "everything"], ["contact", "list", "--json"], ["due"], ["due", "--help"]],
    ids=" ".join,
)
def test_when_the_reader_has_gone_a_command_ends_as_sigpipe_would_end_it_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], read: int
) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_FILE", str(make_demo(tmp_path)))
    if read and "due" in command:
        pytest.skip("fits into the pipe, so all of it was said")
    here, there = os.pipe()
    program = [sys.executable, "-m", "caseload", *command]
    if not read:
        os.close(here)
    with subprocess.Popen(program, stdout=there, stderr=subprocess.PIPE) as going:
        os.close(there)
        if read:
            assert len(os.read(here, 1)) == 1
            os.close(here)
        assert going.stderr is not None
        said = going.stderr.read()
    assert (going.returncode, said) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a reader that has gone ends nothing there")
def test_when_nobody_hears_what_is_wrong_the_exit_code_says_so(tmp_path: Path) -> None:
    here, there = os.pipe()
    os.close(here)
    program = [sys.executable, "-m", "caseload", "no-such-command"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=there) as going:
        os.close(there)
    assert going.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes among the files")
def test_a_pipe_is_written_to_and_never_replaced(path: Path) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "caseload", "due", "--json", "--force", "-o", str(pipe)]
    with subprocess.Popen(command) as program:
        assert pipe.read_text(encoding="utf-8").startswith("[\n{")
    assert program.returncode == 0
    assert pipe.is_fifo()


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="needs two accounts")
def test_nothing_is_written_into_a_pipe_of_another_account(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    os.chown(pipe, 65534, 65534)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    refused(capsys, ["due", "--json", "-o", str(pipe)], 3, "another account's pipe")
    assert os.read(reader, 1) == b""
    os.close(reader)


@pytest.mark.skipif(sys.platform == "win32", reason="no devices among the files")
@pytest.mark.parametrize("way", [files.written, files.written_bytes])
def test_a_link_to_a_file_that_took_a_devices_place_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[..., Any]
) -> None:
    out, other, as_it_is = tmp_path / "out", tmp_path / "other", Path.is_dir
    out.symlink_to("/dev/null")
    other.write_text("of somebody")

    def swapped_after(asked: Path) -> bool:
        if asked == out:
            out.unlink()
            out.symlink_to(other)
        return as_it_is(asked)

    monkeypatch.setattr(Path, "is_dir", swapped_after)
    with pytest.raises(InvalidError, match="was replaced meanwhile"), way(out):
        pass
    assert other.read_text() == "of somebody"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes among the files")
def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.unlink()
    os.mkfifo(path)
    refused(capsys, ["due"], 13, "is a device or a pipe")
    refused(capsys, ["check"], 13, "is a device or a pipe")


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("folder", [".", "/", "linked", "kept"])
def test_a_folder_is_no_place_for_one_file_and_a_link_to_one_stays(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    force: list[str],
) -> None:
    monkeypatch.chdir(path.parent)
    Path("kept").mkdir()
    Path("linked").symlink_to("kept")
    refused(capsys, ["due", "--csv", "-o", folder, *force], 3, "is a folder; name a file in it.")
    assert Path("linked").is_symlink()


FORCED = (
    ["due", "--csv"], ["export", "clients"], ["export", "everything"], ["calendar"],
    ["export", "clients", "--format", "xlsx"], ["render", "progress_summary", "C0003"],
    ["report", "compliance"],
)  # fmt: skip


@pytest.mark.parametrize("command", FORCED, ids=" ".join)
@pytest.mark.parametrize("kind", ["plain", "encrypted", "noise"])
def test_force_never_writes_over_a_caseload_file_or_what_else_no_export_wrote(
    path: Path, capsys: pytest.CaptureFixture[str], command: list[str], kind: str
) -> None:
    meant = path.with_name("other")
    if kind == "noise":
        # As one encrypted file of 65,536 begins, and, but for two letters, a workbook.
        meant.write_bytes(b"PK\xff\xd8\xff\xe0")
    else:
        create_file(meant, TODAY, (lambda: "eight words") if kind == "encrypted" else None)
    before = meant.read_bytes()
    assert main([*command, "-o", str(meant), "--force"]) in (2, 3)
    said = capsys.readouterr()
    assert (said.out, "Traceback" in said.err) == ("", False)
    assert meant.read_bytes() == before
    assert not [each for each in path.parent.iterdir() if each.name.startswith(".")]


def test_an_interruption_is_said_and_has_its_own_code(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    before = path.read_bytes()
    refused(capsys, ["log", "okafor", "-"], 130, "interrupted; nothing more was done.")
    assert path.read_bytes() == before


def test_settings_that_are_no_text_are_refused(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = path.with_name("config.toml")
    settings.write_bytes(b'staff = "\xff"')
    monkeypatch.setenv("CASELOAD_CONFIG", str(settings))
    refused(capsys, ["due"], 3, "no UTF-8 text")
    monkeypatch.setenv("CASELOAD_CONFIG", str(path.parent))
    refused(capsys, ["due"], 15, "can't be read: Is a directory. ")


def test_a_file_that_someone_holds_is_busy(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_driver, "BUSY_SECONDS", 0.1)
    other = sqlite.connect(str(path), isolation_level=None)
    other.execute("begin exclusive")
    refused(capsys, ["due"], 11, "Another program has held")
    refused(capsys, ["log", "okafor", "x"], 11, "Another program has held")
    other.execute("rollback")
    other.close()
    assert main(["due"]) == 0


def test_an_encrypted_file_opens_with_its_passphrase_or_recovery_key_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    for name, text in (("right", "several plain words"), ("wrong", "other plain words")):
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    file = ["--file", str(tmp_path / "secret.db")]
    right = [*file, "--passphrase-file", str(tmp_path / "right")]
    assert main([*right, "init", "--name", "Dana Whitfield"]) == 0
    said = capsys.readouterr().out
    recovery = said.split("\n\n")[-2]
    assert main([*right, "due"]) == 0
    for form in (recovery, "-".join(recovery.split())):
        (tmp_path / "recovery").write_text(form, encoding="utf-8")
        assert main([*file, "--passphrase-file", str(tmp_path / "recovery"), "due"]) == 0
    capsys.readouterr()
    refused(capsys, [*file, "--passphrase-file", str(tmp_path / "wrong"), "due"], 12, "passphrase")
    (tmp_path / "endless").write_text("x" * 1_000_000)
    refused(capsys, [*file, "--passphrase-file", str(tmp_path / "endless"), "due"], 12, "too much")
    refused(
        capsys, [*file, "--passphrase-file", str(tmp_path / "gone"), "due"], 12, "can't be read"
    )
    refused(capsys, [*file, "due"], 12, "nobody to ask")
