"""Each command's help shows examples, and every one of them runs."""

import io
import os
import re
import shlex
import shutil
import sys
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

import pytest
import typer
from make_completion_words import pages

from caseload import cli
from caseload.cli import COMMANDS, main, module_of
from caseload.commands import episode
from caseload.commands._intake_begin import begin
from caseload.commands._rollup_export import export as rollup_export
from caseload.commands._rollup_report import report as rollup_report
from caseload.records._opening import is_encrypted
from caseload.tui.app import CaseloadApp

MODULES = [import_module(module_of(name)) for name in COMMANDS if name != "log"]
HELP = {
    info.callback
    for module in [*MODULES]
    for info in module.app.registered_commands
    if info.callback is not None
} | {episode.admit, begin, rollup_export, rollup_report}
EXAMPLES = sorted(
    {
        line.strip()
        for callback in HELP
        for line in (callback.__doc__ or "").splitlines()
        if line.strip().startswith("caseload ")
    }
)
MAY_BE_EMPTY = "'' empties a field"
GROUPS = (
    "client",
    "contact",
    "plan",
    "care-team",
    "consent",
    "disclosures",
    "referral",
    "appointment",
    "task",
    "advocacy",
    "resource",
    "crisis",
    "safety-plan",
    "staff",
    "program",
    "guideline",
    "note-format",
    "holiday",
    "standard",
    "assessment",
    "need",
    "instrument",
    "template",
    "document",
    "rollup",
    "backup",
    "audit",
    "key",
)
NEEDS_KEY = re.compile("key (change|recovery)|decrypt|unlock")
NEEDS_BACKUP = re.compile("backup (verify|restore)")
NEEDS_HOLD = re.compile("client resume|--review")
TABLE = (
    "client_id,first_name,last_name,program,admitted_on,Worker,DOB\n"
    "X1,Ann,Lee,ACT-lite,2026-01-05,Dana Whitfield,1980-01-02\n"
)
NAMES = 'client_id,Client,date_of_birth\nX1,"Lee, Ann",13/01/1980\n'
SERVICES = "organization,name,need\nCedar House,Rent help,housing\n"
PACKAGE = {
    "organizations.csv": "id,name\no1,Cedar House\n",
    "services.csv": "id,organization_id,name,status\ns1,o1,Rent help,active\n",
}
INTAKES = '[{"first_name": "Bo", "last_name": "Lee", "program": "ACT-lite"}]'
CONTACTS = "client_id,contacted_on,mode,reached\nC0031,2026-11-02,phone,client\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a newcomer stands: the demo caseload, a roster, an export, a passphrase."""
    made = tmp_path_factory.mktemp("help")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        patch.setenv("CASELOAD_CONFIG", str(made / "config.toml"))
        patch.setenv("CASELOAD_TODAY", "2026-11-23")
        assert main(["demo", "demo"]) == 0
        assert main(["--file", "demo/demo.db", "export", "everything", "-o", "caseload.jsonl"]) == 0
    (made / "roster.csv").write_text(TABLE, encoding="utf-8")
    (made / "names.csv").write_text(NAMES, encoding="utf-8")
    (made / "roster.xlsx").write_text(TABLE, encoding="utf-8")
    (made / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (made / "services.csv").write_text(SERVICES, encoding="utf-8")
    with ZipFile(made / "directory.zip", "w") as packed:
        for name, text in PACKAGE.items():
            packed.writestr(name, text)
    (made / "intakes.json").write_text(INTAKES, encoding="utf-8")
    (made / "passphrase").write_text("several plain words", encoding="utf-8")
    (made / "new.txt").write_text("other plain words", encoding="utf-8")
    return made


def test_every_command_shows_an_example() -> None:
    # Since Python 3.13 a docstring has lost its indentation before anyone reads it.
    shown = re.compile(r"^ *caseload ", re.MULTILINE)
    assert [each.__name__ for each in HELP if not shown.search(each.__doc__ or "")] == []


def test_the_first_page_says_what_each_command_is_for_in_one_whole_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert [line for line in listed if line.endswith("...")] == []


def test_every_command_says_what_it_is_for_and_what_each_of_its_words_does() -> None:
    for path, command in pages():
        first, _, rest = (command.help or "").partition("\n")
        # A first sentence may go on in the next line, and the help of a group stands on one.
        assert first, path
        assert rest or first.endswith("."), path
        assert [one.name for one in command.params if not (one.help or "").strip()] == [], path
        shown = f"{command.help}\n{command.epilog or ''}"
        assert re.search("^ *caseload |: caseload ", shown, re.MULTILINE), path


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_a_page_of_help_fits_its_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("due", "client", "backup"):
        assert main([name, "--help"]) == 0
        page = capsys.readouterr().out
        # Typer gives what options do ten letters a line, however little is left of it.
        prose = page.partition("Options:")[0] if columns == "40" else page
        for line in prose.splitlines():
            whole = line.lstrip().startswith(("caseload ", "--"))
            assert whole or len(line) <= int(columns), line


def test_no_path_is_refused_before_we_can_say_why_and_how_to_mend_it() -> None:
    # Typer's own check of a path ends with "wrong usage" where ours says who may read it.
    pages = [typer.main.get_command(module.app) for module in (cli, *MODULES)]
    while pages:
        page = pages.pop()
        pages += getattr(page, "commands", {}).values()
        assert [one.name for one in page.params if getattr(one.type, "readable", False)] == []


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in GROUPS])
def test_a_page_of_help_keeps_each_example_on_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([name, "--help"]) == 0
    page = capsys.readouterr().out
    examples = [line.strip() for line in page.splitlines() if line.startswith("  caseload ")]
    assert examples
    assert set(examples) <= set(EXAMPLES)
    assert "\b" not in page
    assert r"\b" not in page


def made_ready(
    example: str,
    folder: Path,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[list[str], str]:
    """What is typed for an example, in a folder made ready for it, and what it reads."""
    shutil.copytree(folder, here)
    monkeypatch.chdir(here)
    monkeypatch.setenv("CASELOAD_CONFIG", str(here / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    monkeypatch.setenv("CASELOAD_FILE", str(here / "demo/demo.db"))
    if example.startswith("caseload export everything"):
        (here / "caseload.jsonl").unlink()
    if example.startswith("caseload init"):
        monkeypatch.setenv("CASELOAD_FILE", str(here / "new/mine.db"))
        monkeypatch.delenv("CASELOAD_STAFF")
    if NEEDS_HOLD.search(example):
        assert main(["client", "hold", "C0031", "--reason", "jail", "--on", "2026-11-02"]) == 0
    if NEEDS_KEY.search(example):
        assert main(["encrypt", "--new-passphrase-file", "passphrase"]) == 0
    if NEEDS_BACKUP.search(example):
        assert main(["backup", "create"]) == 0
    if "intake admit" in example:
        assert main(["intake", "assign", "C0041", "Whitfield"]) == 0
    if example.startswith("caseload undo"):
        assert main(["log", "C0031", "x"]) == 0
    for shown in ("K0412", "K0413") if "K041" in example else ():
        # The example's contacts are signed in the demo; these are not yet.
        assert main(["log", "C0031", "x"]) == 0
        logged = re.search(r"contact sign (K\d+)", capsys.readouterr().out)
        assert logged is not None
        if "amend" in example and "entered_in_error" not in example:
            assert main(["contact", "sign", logged[1]]) == 0
        example = example.replace(shown, logged[1])
    if example in ("caseload plan edit C0031", "caseload safety-plan edit C0031"):
        # At a terminal, with an editor that changes nothing.
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "-c", ""]))
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True)
    if " plan sign" in example:
        # What the draft of the demo lacks.
        mended = ["plan", "objective", "C0031", "--edit", "2.2", "--measure", "A shift was moved"]
        assert main(mended) == 0
    if example.startswith("caseload tui"):

        async def run(self: CaseloadApp) -> None:
            assert shlex.split(example)[2:] == [each for each in (self.client,) if each]

        monkeypatch.setattr("caseload.show.has_terminal", lambda: True)
        monkeypatch.setattr("caseload.tui.app.CaseloadApp.run_async", run)
    first, _, example = example.rpartition(" | ")
    capsys.readouterr()
    if first:
        assert main(shlex.split(first)[1:]) == 0
    reads = capsys.readouterr().out
    # The demo is plain, and what is plain takes no passphrase.
    made = here / "new.db" if "--file new.db" in example else Path(os.environ["CASELOAD_FILE"])
    secret = [] if made.exists() and not is_encrypted(made) else ["--passphrase-file", "passphrase"]
    return [*secret, *shlex.split(example)[1:]], reads


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    example: str,
) -> None:
    arguments, reads = made_ready(example, folder, tmp_path / "here", monkeypatch, capsys)
    if reads:
        monkeypatch.setattr(sys, "stdin", io.StringIO(reads))
    allowed = (0, 20) if "--fail-on" in example or example.endswith("check") else (0,)
    assert main(arguments) in allowed, capsys.readouterr().err


def test_a_command_whose_fields_are_emptied_has_none_that_refuses_to_be() -> None:
    said = 0
    for path, command in pages():
        if MAY_BE_EMPTY in (command.help or ""):
            said += 1
            for one in command.params:
                kept = one.name in NEVER_EMPTY.get(path, ())
                assert one.type.name in ("str", "text", "path", "boolean") or kept, (path, one.name)
    assert said >= 10


NEVER_EMPTY = {
    "contact edit": ("mode", "reached"),
    "crisis edit": ("kind",),
    "need edit": ("domain", "level"),
    "care-team edit": ("role",),
}
"""Fields that every record has a word in."""
