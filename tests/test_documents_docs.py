"""The page about documents runs, and what is shipped with it is what the code makes."""

import re
from pathlib import Path

import make_plan_docx
import pytest
from making import TODAY
from pages import HERE, console, page_of, walk
from papers import planned

from caseload.documents import checking
from caseload.documents.environment import MOST_CHARACTERS, MOST_STEPS
from caseload.documents.folders import Folders

PAGE = page_of("documents.md")


def test_every_command_of_the_page_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(tmp_path, 2).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    walk(console(PAGE), capsys, 18)


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
