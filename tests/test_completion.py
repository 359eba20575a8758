"""Completing a line: by real shells, from the commands and the caseload file, in silence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import make_completion_words
import pytest
from making import new_file

from caseload.cli import main
from caseload.completion import shells
from caseload.records import clients, programs, staff

HERE = Path(__file__).parents[1]


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with names that shells would trip over."""
    with new_file(tmp_path) as caseload:
        clients.add(caseload, "Ngozi", "Okafor")
        clients.add(caseload, "Samuel", "Okafor", preferred_name="Sam")
        clients.add(caseload, "Ana", "O'Brien")
        clients.add(caseload, "\\$(touch pwned)", "`touch pwned`;touch pwned")
        clients.add(caseload, "李", "Núñez [/] 🙂")
        staff.add(caseload, "Dara O'Whit")
        programs.add(caseload, "ACT lite")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    return tmp_path / "caseload.db"


def bash(line: str) -> list[str]:
    words = line.split(" ")
    given = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    return shells.answered("bash", given)[0].splitlines()


def fish(line: str, action: str = "get-args") -> tuple[str, int]:
    asked = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": action}
    return shells.answered("fish", asked)


def test_the_words_of_the_commands_are_those_that_the_commands_have() -> None:
    made = make_completion_words.PLACE.read_text(encoding="utf-8")
    again = "Make them anew: python tools/make_completion_words.py"
    assert made == make_completion_words.made(), again


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("caseload ref", ["refer", "referral"]),
        ("caseload plan pro", ["progress"]),
        ("caseload --no-color plan pro", ["progress"]),
        ("caseload --staff plan contact si", ["sign"]),
        ("caseload due --exp", ["--explain"]),
        ("caseload --vers", ["--version"]),
        ("caseload due --format x", ["xlsx"]),
        ("caseload due --format = x", ["xlsx"]),
        ("caseload due --on y", ["yesterday"]),
        ("caseload import cl", ["clients"]),
        ("caseload export clients ep", ["episodes", "episode_case_managers", "episode_levels"]),
        ("caseload render plan_", ["plan_es", "plan_review"]),
        ("caseload assess C0001 gad-7", ["gad-7"]),
        ("caseload log Ng", ["C0001"]),
        ("caseload log nunez", ["C0005"]),
        ("caseload log okaf", [r"Okafor,\ Ngozi", r"Okafor,\ Samuel"]),
        (r"caseload log Okafor,\ S", None),
        ("caseload log sam", ["C0002"]),
        ("caseload log c000", ["C0001", "C0002", "C0003", "C0004", "C0005"]),
        (r"caseload log O\'B", ["C0003"]),
        ("caseload log \"O'B", ["C0003"]),
        ("caseload log -- Ng", ["C0001"]),
        ("caseload due --explain Ng", ["C0001"]),
        ("caseload due --case-manager whit", [r"Dana\ Whitfield"]),
        ("caseload due --case-manager Da", [r"Dana\ Whitfield", r"Dara\ O\'Whit"]),
        ('caseload due --case-manager "Dana', ["Dana Whitfield"]),
        ("caseload due --program a", [r"ACT\ lite"]),
        ("caseload standard edit Mon", [r"Monthly\ contact"]),
        ("caseload log C0001 some", []),
        ("caseload log --minutes 2", []),
        ("caseload due -o so", []),
        ("caseload nonsense x", []),
    ],
)
@pytest.mark.usefixtures("named")
def test_bash_is_told_what_a_word_may_become(line: str, becomes: list[str] | None) -> None:
    if becomes is None:
        # The space after the comma is part of the word.
        given = {"COMP_WORDS": "caseload\nlog\nOkafor,\\ S", "COMP_CWORD": "2"}
        assert shells.answered("bash", given)[0] == "C0002"
        return
    assert bash(line) == becomes


@pytest.mark.usefixtures("named")
def test_a_client_is_told_by_id_wherever_a_shell_shows_the_name_beside_it() -> None:
    assert fish("caseload log ")[0].splitlines()[0] == "C0001\tOkafor, Ngozi"
    # fish takes only what begins as it was typed.
    assert fish("caseload log Oka")[0].splitlines()[0] == "Okafor, Ngozi\tC0001"
    line = {"_TYPER_COMPLETE_ARGS": "caseload log Oka", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "Oka"}
    told = shells.answered("pwsh", line)[0].splitlines()
    assert told == ["C0001:::Okafor, Ngozi", "C0002:::Okafor, Samuel"]
    line = {"_TYPER_COMPLETE_ARGS": "caseload due --case-manager Dara"}
    line["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = "Dara"
    assert shells.answered("pwsh", line)[0] == "'Dara O''Whit':::S0002"


@pytest.mark.usefixtures("named")
def test_fish_is_left_to_complete_files_and_nothing_else() -> None:
    assert fish("caseload due -o so", "is-args") == ("", 1)
    assert fish("caseload log nobody", "is-args") == ("", 0)


def run(shell: list[str], folder: Path) -> str:
    """What a real shell says, with our program on its path."""
    program = folder / "bin" / "caseload"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m caseload "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ, "PYTHONPATH": str(HERE), "LC_ALL": "C.UTF-8", "HOME": str(folder),
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    done = subprocess.run(
        shell, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_a_real_bash_runs_the_script_that_is_installed(named: Path) -> None:
    code = (
        'eval "$(_CASELOAD_COMPLETE=source_bash caseload)"; COMP_WORDS=(caseload log "$1");'
        'COMP_CWORD=2; _caseload_completion caseload; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert run(["bash", "-c", code, "bash", "Ng"], named.parent) == "C0001\n"
    told = run(["bash", "-c", code, "bash", ""], named.parent).splitlines()
    assert r"O\'Brien,\ Ana" in told
    assert not (named.parent / "pwned").exists()


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh here")
def test_a_real_zsh_runs_no_name(named: Path) -> None:
    code = (
        "compadd() { print -r -- $shown }; _files() { print files };"
        "eval $(_CASELOAD_COMPLETE=complete_zsh _TYPER_COMPLETE_ARGS=$1 caseload)"
    )
    told = run(["zsh", "-f", "-c", code, "zsh", "caseload log C"], named.parent)
    assert "C0003 -- O'Brien, Ana" in told
    assert r"C0004 -- `touch pwned`;touch pwned, \$(touch pwned)" in told
    assert run(["zsh", "-f", "-c", code, "zsh", "caseload due -o "], named.parent) == "files\n"
    assert not (named.parent / "pwned").exists()


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish here")
def test_a_real_fish_completes_to_an_id(named: Path) -> None:
    code = "_CASELOAD_COMPLETE=source_fish caseload | source; complete -C 'caseload log C0003'"
    assert run(["fish", "-N", "-c", code], named.parent) == "C0003\tO'Brien, Ana\n"


def tab(folder: Path, **given: str) -> tuple[int, str, str]:
    """Exit code, answer and complaint of one press of Tab, with nobody to ask."""
    environment = {**os.environ, "PYTHONPATH": str(HERE), "_CASELOAD_COMPLETE": "complete_bash"}
    environment |= {"COMP_WORDS": "caseload\nlog\nNg", "COMP_CWORD": "2", **given}
    done = subprocess.run(
        [sys.executable, "-m", "caseload"], env=environment, cwd=folder, capture_output=True,
        text=True, check=False, stdin=subprocess.DEVNULL, timeout=30,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_an_encrypted_file_tells_names_while_it_is_unlocked_and_never_asks(
    named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = named.parent / "memory"
    kept.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(kept))
    (named.parent / "passphrase").write_text("several plain words", encoding="utf-8")
    assert main(["encrypt", "--new-passphrase-file", "passphrase"]) == 0
    assert tab(named.parent) == (0, "", "")
    assert main(["--passphrase-file", "passphrase", "unlock"]) == 0
    before = named.read_bytes()
    assert tab(named.parent) == (0, "C0001\n", "")
    assert named.read_bytes() == before


@pytest.mark.parametrize("what", ["nothing", "noise", "a pipe", "settings", "no line", "held"])
def test_what_is_wrong_is_no_matter_for_a_line_half_typed(named: Path, what: str) -> None:
    given = dict[str, str]()
    if what == "nothing":
        named.unlink()
    elif what == "noise":
        named.write_bytes(os.urandom(4096))
    elif what == "a pipe":
        named.unlink()
        os.mkfifo(named)
    elif what == "settings":
        (named.parent / "none.toml").write_text("= nonsense", encoding="utf-8")
        given["CASELOAD_FILE"] = ""
    elif what == "no line":
        given["COMP_CWORD"] = "x"
    elif what == "held":
        from caseload.records._driver import connect

        holder = connect(named, None)
        holder.execute("begin exclusive")
        assert tab(named.parent) == (0, "", "")
        holder.close()
        return
    assert tab(named.parent, **given) == (0, "", "")


def test_a_name_that_the_pipe_has_no_letters_for_is_left_out(named: Path) -> None:
    code, said, wrong = tab(named.parent, COMP_WORDS="caseload\nlog\n", PYTHONIOENCODING="cp1252")
    assert (code, wrong) == (0, "")
    assert "Okafor,\\ Ngozi" in said.splitlines()
    assert "ez" not in said
