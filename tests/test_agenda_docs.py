"""The page about appointments, tasks and advocacy names what there is."""

import re

import pytest
from pages import page_of

from caseload.commands import advocacy, appointment, task

PAGE = page_of("agenda.md")


@pytest.mark.parametrize("module", [appointment, task, advocacy])
def test_the_page_names_the_verbs(module: object) -> None:
    for info in module.app.registered_commands:  # type: ignore[attr-defined]
        name = info.name or info.callback.__name__.rstrip("_")
        assert re.search(rf"\b{name}\b", PAGE), name
