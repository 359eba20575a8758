"""The page about documents runs, and what is shipped with it is what the code makes."""

import re
import shlex
from pathlib import Path

import make_plan_docx
import pytest
from making import TODAY
from papers import planned

from caseload.cli import main
from caseload.documents import checking
from caseload.documents.environment import MOST_CHARACTERS, MOST_STEPS
from caseload.documents.folders import Folders

HERE = Path(__file__).parents[1]
PAGE = (HERE / "docs" / "documents.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(tmp_path, 2).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    lines = re.findall(r"^\$ (caseload .*)$", PAGE, re.MULTILINE)
    assert len(lines) >= 18
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)


def test_the_template_of_the_page_is_without_mistakes(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```\n(\{#.*?)```", PAGE, re.DOTALL)
    (tmp_path / "letter.md.j2").write_text(shown, encoding="utf-8")
    assert checking.mistakes_of(Folders(tmp_path), tmp_path / "letter.md.j2") == []


def test_the_page_names_the_limits_and_every_template() -> None:
    assert f"{MOST_STEPS:,} turns" in PAGE
    assert f"{MOST_CHARACTERS:,} characters" in PAGE
    for template in Folders().listed():
        assert f"| `{template.template}` |" in PAGE


def test_the_pictures_are_there_and_small() -> None:
    named = re.findall(r'src="(pictures/[\w-]+\.png)"', PAGE)
    assert len(named) == 5
    assert all((HERE / "docs" / name).stat().st_size < 150_000 for name in named)


def test_the_shipped_word_form_is_what_its_script_makes() -> None:
    assert make_plan_docx.made() == (HERE / "templates" / "plan.docx").read_bytes()
