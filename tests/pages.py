"""Pages of the documentation, and their commands run as somebody would who reads them."""

import re
import shlex
from pathlib import Path

import pytest

from caseload.cli import main

HERE = Path(__file__).parents[1]


def page_of(name: str) -> str:
    """What a page of docs/ says."""
    return (HERE / "docs" / name).read_text(encoding="utf-8")


def console(text: str) -> list[str]:
    """The lines that a page shows as typed."""
    return re.findall(r"^\$ (caseload .*)$", text, re.MULTILINE)


def walk(lines: list[str], capsys: pytest.CaptureFixture[str], at_least: int) -> None:
    """Run the commands in their order; each must end well, and there are so many or more."""
    assert len(lines) >= at_least
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
