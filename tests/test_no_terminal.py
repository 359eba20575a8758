"""Where nobody sits at a terminal no command asks: it does what it was told, or says what it lacks.

A job of cron has an empty standard input, a service may have no streams at all.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from caseload import entrance
from caseload.cli import main

HERE = Path(__file__).parents[1]
TODAY = "2026-11-23"
PASSPHRASE = "nobody to ask for the passphrase"
ASK = [
    # command, on which file, exit code, what is said
    (["due"], "locked", 12, PASSPHRASE),
    (["unlock"], "locked", 12, PASSPHRASE),
    (["key", "recovery"], "locked", 12, PASSPHRASE),
    (["key", "change"], "locked", 12, PASSPHRASE),
    (["decrypt", "--yes"], "locked", 12, PASSPHRASE),
    (["backup", "create"], "locked", 12, PASSPHRASE),
    (["rollup", "due", "locked.db"], "locked", 12, PASSPHRASE),
    (["encrypt"], "demo", 12, "--new-passphrase-file FILE"),
    (["init"], "new", 12, "--passphrase-file FILE"),
    (["import", "everything", "all.jsonl"], "new", 12, "--passphrase-file FILE"),
    (["assess", "C0031", "phq-9"], "demo", 2, "Say the answers: --answers"),
    (["assess", "C0031", "narrative"], "demo", 3, "Say strengths, challenges, needs"),
    (["intake"], "demo", 2, "An intake needs --first-name and --last-name and --program"),
    (["intake", "--first-name", "Bo"], "demo", 2, "An intake needs --last-name and --program"),
    (["plan", "edit", "C0031"], "demo", 2, "There is no terminal to edit on"),
    (["safety-plan", "edit", "C0031"], "demo", 2, "There is no terminal to edit on"),
    (["tui"], "demo", 2, "caseload due --json"),
    (["refer", "C0031", "SNAP and SSI help"], "demo", 3, "--need benefits or --need food"),
    (["decrypt"], "demo", 2, "is not encrypted"),
    (["log", "C0031"], "demo", 2, "caseload log C0031 --mode phone"),
]
DO = [
    (["contact", "log", "C0031", "--mode", "phone"], "Logged: Okafor, Ngozi"),
    (["need", "add", "C0001", "legal", "--level", "act"], "Added W"),
    (["backup", "create"], "whole"),
    (["undo", "--dry-run"], "Would take back"),
    (["crisis", "card", "C0031"], "988"),
    ([], "caseload [OPTIONS] COMMAND"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, plain and encrypted, and an export of everything."""
    made = tmp_path_factory.mktemp("no-terminal")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        patch.setenv("CASELOAD_CONFIG", str(made / "none.toml"))
        patch.setenv("CASELOAD_TODAY", TODAY)
        entrance.make_demo(made).rename(made / "locked.db")
        entrance.make_demo(made)
        (made / "passphrase").write_text("several plain words", encoding="utf-8")
        assert main(["--file", "demo.db", "export", "everything", "-o", "all.jsonl"]) == 0
        encrypt = ["encrypt", "--new-passphrase-file", "passphrase"]
        assert main(["--file", "locked.db", *encrypt]) == 0
        assert main(["--file", "demo.db", "--staff", "Whitfield", "task", "add", "Call"]) == 0
    return made


def run(
    folder: Path, file: str, arguments: list[str], how: str
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with an empty standard input or with none."""
    code = "from caseload.__main__ import run; run()"
    if how == "no input":
        # What a service hands over: the number is closed.
        code = f"import sys; sys.stdin = None; {code}"
    staff = [] if file == "new" else ["--staff", "Whitfield"]
    return subprocess.run(
        [sys.executable, "-c", code, "--file", f"{file}.db", *staff, *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name != "CASELOAD_STAFF"},
            "CASELOAD_CONFIG": str(folder / "none.toml"),
            "CASELOAD_TODAY": TODAY,
            "XDG_RUNTIME_DIR": str(folder / "memory"),
            "PYTHONPATH": str(HERE),
        },
    )  # fmt: skip


@pytest.mark.parametrize("how", ["empty input", "no input"])
@pytest.mark.parametrize(
    ("arguments", "file", "code", "says"), ASK, ids=[" ".join(each[0]) for each in ASK]
)
def test_a_command_that_would_ask_says_what_to_give_instead(
    folder: Path, arguments: list[str], file: str, code: int, says: str, how: str
) -> None:
    done = run(folder, file, arguments, how)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert says in done.stderr
    assert "a fault" not in done.stderr
    assert not (folder / "new.db").exists()


@pytest.mark.parametrize("how", ["empty input", "no input"])
@pytest.mark.parametrize(("arguments", "says"), DO, ids=[" ".join(each[0]) for each in DO])
def test_a_command_that_only_asks_for_more_does_without(
    folder: Path, tmp_path: Path, arguments: list[str], says: str, how: str
) -> None:
    shutil.copy(folder / "demo.db", tmp_path)
    done = run(tmp_path, "demo", arguments, how)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout


def test_a_program_without_any_stream_does_its_work(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = None\n"
        "from caseload.cli import main\n"
        f"code = main(['--file', 'demo.db', 'due', '-o', {str(tmp_path / 'due.csv')!r}])\n"
        "again = main(['--file', 'demo.db', 'due'])\n"
        f"raised = main(['--file', 'demo.db', 'due', '-o', {str(tmp_path / 'due.csv')!r}])\n"
        "raise SystemExit(100 + code + again + raised)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder, check=False, capture_output=True, text=True,
        env={**os.environ, "CASELOAD_CONFIG": str(folder / "none.toml"), "CASELOAD_TODAY": TODAY,
             "PYTHONPATH": str(HERE)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (103, "", "")
    assert (tmp_path / "due.csv").read_text(encoding="utf-8").startswith("client_id,")
